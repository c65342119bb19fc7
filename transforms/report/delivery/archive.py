"""Mails kept as files: the .eml, and a page that opens in a browser with its pictures inside."""

import re
from email import message_from_bytes
from email.message import Message
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
    parts = list(message_from_bytes(message).walk())  # headers as they stand: a third of the time
    pictures = {
        part["Content-ID"].strip("<>"): "".join(str(part.get_payload()).split())
        for part in parts
        if part["Content-ID"]
    }
    html = next((_text(part) for part in parts if part.get_content_type() == "text/html"), "")
    shown = re.sub(
        r'src="cid:([^"]+)"',
        lambda m: f'src="data:image/png;base64,{pictures.get(m[1], "")}"',
        html,
    )
    return shown.replace("<head>", f"<head>{_NOTHING_RUNS}", 1)


def _text(part: Message) -> str:
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content.decode(part.get_content_charset("utf-8"), "replace")


def _whole(path: Path, content: bytes) -> None:
    with replacing(path) as draft:
        draft.write_bytes(content)
