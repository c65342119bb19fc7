"""The site step: every community's pages in its languages, of which only what changed is written."""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from transforms.config.communities import Community, language_of, read_folder, rivals_of
from transforms.config.industries import Pack, read_packs
from transforms.config.settings import make_home, settings
from transforms.ground.drafts import replacing
from transforms.lake import run_ledger
from transforms.report.content.names import display_name
from transforms.report.content.replies.answers import everybody
from transforms.report.facts.published import Published
from transforms.report.said.words import Words, words
from transforms.site import beside, figures
from transforms.site.folder import Folder
from transforms.site.mails import MailedNight, Mails
from transforms.site.pages import advice, nights, series, status, tonight, wants
from transforms.site.pages import rivals as rivals_page
from transforms.site.render import HERE, Frame, SitePage, render
from transforms.site.seen import Seen, read

INDEX, WRITTEN = ".mails.json", ".nights.json"


def write(standing: Mapping[str, Any], only: Collection[str] | None = None) -> dict[str, int]:
    """Write the pages of every community, or of those in `only`; returns how many were written and
    removed.

    standing: what `cmr status` collects. A community whose file is gone loses its pages.
    """
    with run_ledger.step("site") as facts:
        root = make_home() / "site"
        found, errors = read_folder(settings().communities)
        known = [community for community in found if community.rival_of is None]
        mails = Mails(settings().archive, root / INDEX)
        tally = {"pages": 0, "removed": 0}
        with Published(settings().published) as published:
            for community in known:
                if only is None or community.name in only:
                    rivals = rivals_of(community.name, found)
                    _community(community, rivals, published, mails, standing, tally)
        mails.remember()
        if not errors:  # a file that cannot be read now keeps its pages
            tally["removed"] += _leave(root, {community.name for community in known})
        facts |= tally
    return tally


def _community(
    community: Community,
    rivals: tuple[str, ...],
    published: Published,
    mails: Mails,
    standing: Mapping[str, Any],
    tally: dict[str, int],
) -> None:
    night = _last(published, community.name) or date.today()
    seen = read(published, community.name, night, rivals)
    compared = beside.read(published, community.name, rivals, seen.facts.figures_as_of)
    spoken = {language_of(recipient, community) for recipient in community.recipients}
    languages = tuple(sorted({community.language, *spoken}))
    pack = read_packs(settings().industries).get(community.industry)
    home = Folder(settings().site / community.name)
    for language in languages:
        said = words(language, HERE / "languages")
        profile = seen.facts.profile
        frame = Frame(
            community.name,
            display_name(profile.name if profile else community.name),
            community.brand.colour,
            community.simulated or bool(profile and profile.simulated),
            seen.facts.figures_as_of,
            languages,
            compared is not None,
        )
        found = mails.nights(community.name, language)
        for page in _pages(seen, said, pack, found, standing, frame):
            home.put(f"{language}/{page.place}", render(page, frame, said))
        if compared:
            page = rivals_page.page(seen.facts, compared, said)
            home.put(f"{language}/{page.place}", render(page, frame, said))
        _nights(home, found, frame, said, published)
    home.sweep()
    tally["pages"] += home.written
    tally["removed"] += home.removed


def _pages(
    seen: Seen,
    said: Words,
    pack: Pack | None,
    found: list[MailedNight],
    standing: Mapping[str, Any],
    frame: Frame,
) -> Iterator[SitePage]:
    """Every page but the nights'."""
    yield tonight.page(seen, said, pack, found, frame)
    yield series.climate(seen, said)
    yield series.themes(seen, said)
    yield from wants.pages(seen, said)
    waiting = {"blocks": everybody(seen.facts, said, pack)}
    yield SitePage("people.html", "people", said.get("site.people.title"), waiting, "people")
    yield from advice.pages(seen, said, pack)
    terms = {"terms": figures.glossary(said)}
    yield SitePage("figures.html", "figures", said.get("site.figures.title"), terms, "figures")
    yield status.page(standing, frame.community, said)


def _nights(
    home: Folder, found: list[MailedNight], frame: Frame, said: Words, published: Published
) -> None:
    """The nights' pages; one whose mails are the same, and that nobody touched, stays as it is."""
    index = home.root / said.language / WRITTEN
    before = _read(index)
    written = {}
    frame = replace(frame, as_of=None)  # a night says itself of when it is
    for number, night in enumerate(found):
        newer = found[number - 1].night if number else None
        older = found[number + 1].night if number + 1 < len(found) else None
        place = f"{said.language}/{nights.place(night.night)}"
        made_of = _digest((_version(), frame, older, newer, night.stamps))
        if before.get(place) == [made_of, _stamp(home.root / place)] and home.keep(place):
            written[place] = before[place]
            continue
        page = nights.page(night, frame.community, said, published, (older, newer))
        home.put(place, render(page, frame, said))
        written[place] = [made_of, _stamp(home.root / place)]
    _remember(index, written)
    home.keep(f"{said.language}/{WRITTEN}")


def _last(published: Published, community: str) -> date | None:
    row = published.one(
        "dim_communities",
        "select last_date from dim_communities where community_id = ?",
        [community],
    )
    return row["last_date"] if row else None


def _leave(root: Path, known: set[str]) -> int:
    """Take away the pages of communities that have no file any more; returns how many went."""
    gone = 0
    for folder in sorted(root.iterdir()) if root.is_dir() else ():
        if folder.is_dir() and folder.name not in known:
            left = Folder(folder)
            left.sweep()
            folder.rmdir()
            gone += left.removed
    return gone


@lru_cache
def _version() -> str:
    """What changes when the site's own code, words or templates do."""
    files = sorted(p for p in HERE.rglob("*") if p.suffix in (".py", ".yml", ".j2"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def _digest(value: object) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()[:16]


def _stamp(path: Path) -> list[int]:
    facts = path.stat() if path.exists() else None
    return [facts.st_mtime_ns, facts.st_size] if facts else []


def _read(index: Path) -> dict[str, Any]:
    try:
        found = json.loads(index.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _remember(index: Path, written: dict[str, Any]) -> None:
    content = json.dumps(written, indent=0, sort_keys=True)
    if written and not (index.is_file() and index.read_text() == content):
        index.parent.mkdir(parents=True, exist_ok=True)
        with replacing(index) as draft:
            draft.write_text(content)
