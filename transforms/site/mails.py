"""The archived mails of every night, opened once: which communities each tells of, and in which
language.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from transforms.ground.drafts import replacing
from transforms.site import sheets

Stamp = tuple[str, int, int]


@dataclass(frozen=True)
class MailedNight:
    """The mails of one night that tell of a community in one language; `stamps` change when they
    do.
    """

    night: date
    headline: str
    mails: tuple[Path, ...]
    stamps: tuple[Stamp, ...]


class Mails:
    """The archive, and what is remembered of mails that were opened before (`index`, a JSON file)."""

    def __init__(self, archive: Path, index: Path) -> None:
        self._archive, self._index = archive, index
        before = _read(index)
        self._known = {place: _opened(path, before.get(place)) for place, path in self._places()}

    def nights(self, community: str, language: str) -> list[MailedNight]:
        """The nights of a community that have a mail in a language, newest first."""
        found: dict[date, list[tuple[Path, dict[str, Any], str]]] = {}
        for place, entry in self._known.items():
            for name, spoken, headline in entry["sheets"]:
                night = _night(place)
                if (name, spoken) == (community, language) and night:
                    found.setdefault(night, []).append((self._archive / place, entry, headline))
        return [
            MailedNight(
                night,
                max((headline for *_, headline in mails), key=len),
                tuple(path for path, *_ in mails),
                tuple((path.name, *entry["stamp"]) for path, entry, _ in mails),
            )
            for night, mails in sorted(found.items(), reverse=True)
        ]

    def remember(self) -> None:
        """Write down what was opened, a mail a line: what is forgotten is taken out line by line."""
        content = json.dumps(self._known, ensure_ascii=False, indent=0, sort_keys=True)
        if self._index.is_file() and self._index.read_text(encoding="utf-8") == content:
            return
        self._index.parent.mkdir(parents=True, exist_ok=True)
        with replacing(self._index) as draft:
            draft.write_text(content, encoding="utf-8")

    def _places(self) -> Iterator[tuple[str, Path]]:
        for path in sorted(self._archive.glob("*/*.eml")):
            yield path.relative_to(self._archive).as_posix(), path


def _opened(path: Path, before: Any) -> dict[str, Any]:
    facts = path.stat()
    stamp = [facts.st_mtime_ns, facts.st_size]
    if isinstance(before, dict) and before.get("stamp") == stamp:
        return before
    told = [[s.community, s.language, s.headline] for s in sheets.of(path.read_bytes())]
    return {"stamp": stamp, "sheets": told}


def _read(index: Path) -> dict[str, Any]:
    try:
        found = json.loads(index.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _night(place: str) -> date | None:
    try:
        return date.fromisoformat(place.split("/")[0])
    except ValueError:
        return None
