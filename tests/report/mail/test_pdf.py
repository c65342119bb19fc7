"""A mail as a PDF where a browser can print it; a mail without one everywhere else."""

import shutil
from email.message import EmailMessage

import pytest

from transforms.report.mail import pdf


@pytest.fixture
def mail() -> bytes:
    message = EmailMessage()
    message["Subject"], message["Message-ID"] = "Your night", "<1@cmr.example>"
    message.set_content("Calm.")
    message.add_alternative("<html><body><p>Calm.</p></body></html>", subtype="html")
    return bytes(message)


@pytest.fixture
def browsers(tmp_path, monkeypatch):
    """A PATH whose only browser is a script of the test's own; returns how to write it."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))

    def write(script: str) -> None:
        (folder / "chromium").write_text(f"#!{shell}\n{script}\n")
        (folder / "chromium").chmod(0o755)

    shell = shutil.which("sh", path="/bin:/usr/bin")
    return write


PRINTS = """
for one in "$@"; do
  case $one in
    --print-to-pdf=*) out=${one#--print-to-pdf=} ;;
    file:*) page=${one#file://} ;;
  esac
done
{ printf '%%PDF-'; read -r line < "$page"; printf '%s' "$line"; } > "$out"
"""


def test_what_the_browser_prints_is_the_html_of_the_mail(browsers, mail):
    browsers(PRINTS)
    printed = pdf.printed(mail)
    assert printed.startswith(b"%PDF-")
    assert b"<p>Calm.</p>" in printed


@pytest.mark.parametrize("script", ["exit 3", "exit 0"], ids=["fails", "writes nothing"])
def test_a_browser_that_cannot_print_leaves_the_mail_without_its_pdf(
    browsers, mail, script, caplog
):
    browsers(script)
    assert pdf.printed(mail) is None
    assert "goes without its PDF" in caplog.text


def test_a_machine_without_a_browser_says_so_once(browsers, mail, caplog):
    assert pdf.browser() is None
    assert pdf.printed(mail) is None
    assert "no chromium on this machine" in caplog.text


def test_a_page_can_reach_no_host(tmp_path, monkeypatch):
    monkeypatch.setattr(pdf.os, "geteuid", lambda: 1000)
    flags = pdf._flags(str(tmp_path))
    assert "--host-resolver-rules=MAP * ~NOTFOUND" in flags
    assert "--no-sandbox" not in flags
