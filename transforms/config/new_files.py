"""Commented files to start from: a new industry pack, a new community."""

import re
from pathlib import Path

from transforms.config import communities, industries
from transforms.config.errors import BadInput
from transforms.config.settings import settings

TEMPLATES = Path(__file__).parent / "templates"


def industry(name: str) -> Path:
    """Write `<industries>/<name>.yml`, a valid pack full of comments; returns its path."""
    path = _write("industry", settings().industries, name, {})
    industries.read_pack(path)
    return path


def community(name: str, industry: str) -> Path:
    """Write `<communities>/<name>.yml` for an existing industry; returns its path."""
    path = _write("community", settings().communities, name, {"industry": industry})
    try:
        communities.read_community(path)
    except BadInput:
        path.unlink()
        raise
    return path


def _write(kind: str, folder: Path, name: str, values: dict[str, str]) -> Path:
    if not re.fullmatch(r"[a-z][a-z0-9_]{1,40}", name):
        raise BadInput(f"{name}: a name is lower-case letters, digits and underscores, and begins with a letter")
    path = folder / f"{name}.yml"
    if path.exists():
        raise BadInput(f"{path}: exists already; choose another name")
    folder.mkdir(parents=True, exist_ok=True)
    template = (TEMPLATES / f"{kind}.yml").read_text(encoding="utf-8")
    path.write_text(template.format(name=name, **values), encoding="utf-8")
    return path
