"""One recipient's mail over all of their communities, small enough for every inbox."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path

from transforms.config.communities import Community, Recipient
from transforms.config.industries import Pack
from transforms.config.settings import settings
from transforms.report.content import compose
from transforms.report.content.answer_links import AnswersTo, mailto
from transforms.report.delivery import reader_keys
from transforms.report.facts.facts import Facts
from transforms.report.facts.gather import read_facts
from transforms.report.facts.published import Published
from transforms.report.mail import build
from transforms.report.said.blocks import Link, Report
from transforms.report.said.words import Words, words


@dataclass(frozen=True)
class Part:
    """One community in a recipient's mail."""

    community: Community
    recipient: Recipient
    facts: Facts
    pack: Pack | None


def facts_of(published: Path, community: str, night: date, rivals: tuple[str, ...] = ()) -> Facts:
    """The facts of a community's night beside its rivals', read once per published file."""
    return _facts(published, stamp(published), community, night, rivals)


def stamp(published: Path) -> int:
    """What changes when a new file is published."""
    return published.stat().st_mtime_ns if published.exists() else 0


@lru_cache(maxsize=256)
def _facts(
    published: Path, _stamp: int, community: str, night: date, rivals: tuple[str, ...]
) -> Facts:
    with Published(published) as connection:
        return read_facts(connection, community, night, rivals)


def render(parts: Sequence[Part], language: str, address: str, answers_to: str = "") -> build.Mail:
    """The mail over `parts`: as much of each community as fits, the calm ones shortened first."""
    said = words(language)
    sign = reader_keys.sign(address)
    answers = AnswersTo(answers_to, sign)
    reports = {
        level: [_report(part, said, level, answers) for part in parts] for level in compose.LEVELS
    }
    order = sorted(
        range(len(parts)), key=lambda i: (-reports["full"][i].alarm, parts[i].community.name)
    )
    logos = {
        p.community.name: image
        for p in parts
        if p.community.brand.logo and (image := build.logo(Path(p.community.brand.logo)))
    }
    leave = (
        Link(said.get("page.unsubscribe"), unsubscribe(answers_to, sign, said))
        if answers_to
        else None
    )

    def built(full: int, short: int) -> build.Mail:
        levels = {
            i: "full" if place < full else "short" if place < full + short else "line"
            for place, i in enumerate(order)
        }
        chosen = [reports[levels[i]][i] for i in range(len(parts))]
        return build.build(chosen, said, address, logos, leave, shortened=full < len(parts))

    return _largest(len(parts), built)


def unsubscribe(answers_to: str, sign: str, said: Words) -> str:
    """A mailto link that asks to leave."""
    subject = f"{said.get('page.unsubscribe_subject')} [cmr unsubscribe {sign}]"
    return mailto(answers_to, subject, said.get("page.unsubscribe_body"))


def due_at(parts: Sequence[Part], night: date) -> datetime:
    """When the mail should leave: the morning after `night`, at the earliest hour the recipient
    asked for.
    """
    hours = [(time.fromisoformat(p.recipient.send_at), p.community.zone) for p in parts]
    return min(datetime.combine(night + timedelta(days=1), hour, zone) for hour, zone in hours)


def _report(part: Part, said: Words, level: str, answers_to: AnswersTo) -> Report:
    wanted = part.recipient.sections
    sections: tuple[str, ...] = compose.SECTIONS if wanted == "all" else tuple(wanted)
    sections += ("week",) if part.recipient.digest == "weekly" else ()
    report = compose.compose(
        part.facts,
        said,
        part.community.name,
        part.community.brand,
        part.pack,
        sections,
        level,
        answers_to,
    )
    return replace(report, page=_page(part, said.language))


def _page(part: Part, language: str) -> str:
    """The address of the night's page in the site, "" where there is none."""
    site, night = settings().site_url.rstrip("/"), part.facts.night
    return f"{site}/{part.community.name}/{language}/nights/{night}.html" if site else ""


def _largest(parts: int, built: Callable[[int, int], build.Mail]) -> build.Mail:
    """The fullest mail that fits: all full; else some full, the rest short; else as many short as
    fit, then full.
    """
    whole = built(parts, 0)
    if whole.fits:
        return whole
    most = _most(parts, lambda n: built(n, parts - n))
    if most >= 0:
        return built(most, parts - most)
    short = max(_most(parts, lambda n: built(0, n)), 0)
    full = max(_most(short, lambda n: built(n, short - n)), 0)
    return built(full, short - full)


def _most(limit: int, built: Callable[[int], build.Mail]) -> int:
    """The largest n up to `limit` for which the mail fits, or -1."""
    low, high = -1, limit
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if built(middle).fits else (low, middle - 1)
    return low
