"""Mails kept as files: the .eml, and a page that opens in a browser with its pictures inside."""

import base64
import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from transforms.ground.drafts import replacing

_NOTHING_RUNS = (
    '<meta http-equiv="Content-Security-Policy" '
    "content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">"
)
"""The page shows what is in it: no script, nothing fetched."""


def short(message_id: str) -> str:
    """The part of a Message-ID that names files."""
    return message_id.strip("<>").partition("@")[0][:16]


def write(folder: Path, name: str, message: bytes) -> Path:
    """Write `<name>.eml` and `<name>.html`, each whole or not at all; returns the page's path."""
    folder.mkdir(parents=True, exist_ok=True)
    _whole(folder / f"{name}.html", page(message).encode())
    _whole(folder / f"{name}.eml", message)
    return folder / f"{name}.html"


def page(message: bytes) -> str:
    """The HTML of a mail with its pictures as data URLs."""
    parsed = message_from_bytes(message, policy=default)
    assert isinstance(parsed, EmailMessage)
    pictures = {
        str(part["Content-ID"]).strip("<>"): base64.b64encode(
            part.get_payload(decode=True)  # type: ignore[arg-type]
        ).decode()
        for part in parsed.walk()
        if part["Content-ID"]
    }
    body = parsed.get_body(("html",))
    html = str(body.get_content()) if body else ""
    shown = re.sub(
        r'src="cid:([^"]+)"',
        lambda m: f'src="data:image/png;base64,{pictures.get(m[1], "")}"',
        html,
    )
    return shown.replace("<head>", f"<head>{_NOTHING_RUNS}", 1)


def _whole(path: Path, content: bytes) -> None:
    with replacing(path) as draft:
        draft.write_bytes(content)
