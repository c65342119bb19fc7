"""A Postfix and a Dovecot of the test's own, with a mailbox for each reader and one for the
answers.
"""

import imaplib
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

import pytest

READERS = ("cm", "other", "answers", "stranger")
MASTER = """{smtp} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
tlsmgr unix - - n 1000? 1 tlsmgr
postlog unix-dgram n - n - 1 postlogd
"""
MAIN = """compatibility_level = 3.6
queue_directory = {home}/queue
data_directory = {home}/data
mail_owner = postfix
setgid_group = postdrop
daemon_directory = /usr/lib/postfix/sbin
command_directory = /usr/sbin
myhostname = mail.example.test
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
virtual_mailbox_domains = example.test
virtual_mailbox_base = {home}/boxes
virtual_mailbox_maps = texthash:{home}/etc/readers
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
virtual_minimum_uid = 1
default_transport = error:no outside mail
relay_transport = error:no outside mail
smtpd_tls_security_level = may
smtpd_tls_cert_file = {home}/etc/cert.pem
smtpd_tls_key_file = {home}/etc/key.pem
maillog_file = {home}/log
maillog_file_prefixes = {home}
"""
DOVECOT = """base_dir = {home}/dove/run
state_dir = {home}/dove/state
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
log_path = {home}/dovecot.log
default_internal_user = dovecot
default_login_user = dovenull
mail_location = maildir:{home}/boxes/%n/Maildir
first_valid_uid = 1
passdb {{
  driver = static
  args = password=pw
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}/boxes/%n
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def servers(absent):
    """(SMTP port, IMAP port) of a Postfix and a Dovecot of the test's own."""
    missing = [
        name
        for name in ("postfix", "dovecot", "openssl")
        if not shutil.which(name, path="/usr/sbin:/usr/bin")
    ]
    if missing or os.geteuid() != 0:
        absent(
            f"needs root and {', '.join(missing) or 'nothing else'} (apt-get install postfix dovecot-imapd)"
        )
    import pwd
    import tempfile

    home = Path(tempfile.mkdtemp(prefix="cmr-mail-"))
    home.chmod(0o755)
    user, owner = pwd.getpwnam("mail"), pwd.getpwnam("postfix")
    for folder in ("etc", "queue", "data", "boxes", "dove"):
        (home / folder).mkdir()
    os.chown(home / "boxes", user.pw_uid, user.pw_gid)
    os.chown(home / "data", owner.pw_uid, owner.pw_gid)
    about = {
        "home": home,
        "uid": user.pw_uid,
        "gid": user.pw_gid,
        "smtp": f"127.0.0.1:{free_port()}",
        "imap": free_port(),
    }
    etc = home / "etc"
    (etc / "master.cf").write_text(MASTER.format(**about))
    (etc / "main.cf").write_text(MAIN.format(**about))
    (etc / "readers").write_text(
        "".join(f"{name}@example.test {name}/Maildir/\n" for name in READERS)
    )
    (home / "dove" / "dovecot.conf").write_text(DOVECOT.format(**about))
    key = [
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        str(etc / "key.pem"),
        "-out",
        str(etc / "cert.pem"),
    ]
    quiet = {
        "check": True,
        "stdin": subprocess.DEVNULL,
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
    }
    subprocess.run(
        ["openssl", "req", "-x509", *key, "-days", "2", "-subj", "/CN=mail.example.test"], **quiet
    )
    subprocess.run(["/usr/sbin/postfix", "-c", str(etc), "start"], **quiet)
    subprocess.run(["/usr/sbin/dovecot", "-c", str(home / "dove" / "dovecot.conf")], **quiet)
    yield int(about["smtp"].split(":")[1]), about["imap"]
    subprocess.run(["/usr/sbin/postfix", "-c", str(etc), "stop"], **(quiet | {"check": False}))
    subprocess.run(
        ["doveadm", "-c", str(home / "dove" / "dovecot.conf"), "stop"], **(quiet | {"check": False})
    )
    shutil.rmtree(home, ignore_errors=True)


def read_box(port: int, name: str, mails: int) -> list[bytes]:
    """The mailbox of a reader, once it holds `mails` mails or after ten seconds."""
    for _ in range(50):
        with imaplib.IMAP4("127.0.0.1", port) as box:
            box.login(name, "pw")
            box.select("INBOX")
            found = box.search(None, "ALL")[1][0].split()
            if len(found) >= mails:
                return [box.fetch(n, "(RFC822)")[1][0][1] for n in found]
        time.sleep(0.2)
    return []
