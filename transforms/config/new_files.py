"""Commented files to start from: a new industry pack, a new community."""

import json
import re
import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from transforms.config import addresses, communities, industries
from transforms.config.errors import BadInput
from transforms.config.settings import settings

TEMPLATES = Path(__file__).parent / "templates"


def industry(name: str) -> Path:
    """Write `<industries>/<name>.yml`, a valid pack full of comments; returns its path."""
    path = _write("industry", settings().industries, name, {})
    industries.read_pack(path)
    return path


def community(
    name: str,
    industry: str,
    source: Mapping[str, Any] | None = None,
    notes: Sequence[str] = (),
    language: str = "en",
    accounts: Sequence[str] = (),
    email: str | None = None,
    past: bool = False,
    timezone: str | None = None,
) -> Path:
    """Write `<communities>/<name>.yml` for an existing industry with one source; returns its path.

    timezone: None is a guess from the language, and the file says that it is one.
    """
    found = (
        {"network": "export", "path": f"${{CMR_DATA}}/{name}.jsonl"} if source is None else source
    )
    values = {
        "industry": industry,
        "language": language,
        "timezone": timezone or communities.CLOCK[language],
        "guessed": "" if timezone else "; guessed from the language: say which it is",
        "recipients": f'[{{email: {json.dumps(email)}, language: {_reads(email, language)}, send_at: "08:00"}}]'
        if email
        else "[]",
        "as_of": "as_of: latest  " if past else "# as_of: latest",
        "accounts": json.dumps(list(accounts) or [name], ensure_ascii=False),
        "sources": "\n".join(
            [_item(found), *(f"    # {line}" for note in notes for line in _lines(note))]
        ),
    }
    path = _write("community", settings().communities, name, values)
    try:
        communities.read_community(path)
    except BadInput:
        path.unlink()
        raise
    return path


def _reads(email: str, language: str) -> str:
    """The language in which other files write to that address, else `language`: it gets one mail."""
    try:
        found, _ = communities.read_folder(settings().communities)
    except BadInput:
        return language
    key = addresses.key(email)
    mine = ((one, r) for one in found for r in one.recipients if addresses.key(r.email) == key)
    return next((r.language or one.language for one, r in mine), language)


def _item(source: Mapping[str, Any]) -> str:
    """A source as an entry of the list: on one line where it is short."""
    short = yaml.safe_dump(
        dict(source), default_flow_style=True, allow_unicode=True, sort_keys=False, width=10_000
    )
    if len(short) < 100:
        return f"  - {short.strip()}"
    block = yaml.safe_dump(
        dict(source), allow_unicode=True, sort_keys=False, width=100, default_flow_style=None
    )
    return "  - " + "\n    ".join(block.strip().splitlines())


def _lines(note: str) -> list[str]:
    return textwrap.wrap(note, 110)


def _write(kind: str, folder: Path, name: str, values: dict[str, str]) -> Path:
    if not re.fullmatch(r"[a-z][a-z0-9_]{1,40}", name):
        raise BadInput(
            f"{name}: a name is lower-case letters, digits and underscores, and begins with a letter"
        )
    path = folder / f"{name}.yml"
    if path.exists() or path.with_suffix(".yaml").exists():
        raise BadInput(f"{path}: exists already; choose another name")
    folder.mkdir(parents=True, exist_ok=True)
    template = (TEMPLATES / f"{kind}.yml").read_text(encoding="utf-8")
    path.write_text(template.format(name=name, **values), encoding="utf-8")
    return path
