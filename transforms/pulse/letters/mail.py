"""The mails of a crisis: one for each recipient and event, under a name that never changes, so that
the queue of mails knows which were written.
"""

import hashlib
from datetime import datetime, timedelta
from pathlib import Path

from transforms.config.communities import Community, Recipient, language_of
from transforms.config.industries import Pack
from transforms.config.settings import settings
from transforms.enrich import run as enrich
from transforms.pulse import remembered, taken
from transforms.pulse.letters.letter import LANGUAGES, Upset, letter
from transforms.pulse.state import ToldEvent
from transforms.report import run as report
from transforms.report.delivery import archive, queue, reader_keys
from transforms.report.mail import build, render
from transforms.report.said.blocks import Link
from transforms.report.said.words import words
from transforms.seeds import seed_of


def queue_mails(
    community: Community, pack: Pack, told: ToldEvent, now: datetime, whole: bool = True
) -> int:
    """Queue the mails of an event that are not written yet, to leave at once; returns how many."""
    waiting = [
        recipient
        for recipient in community.recipients
        if queue.state(_message_id(community, told, recipient)) is None
    ]
    upset = _upset(community, told) if waiting else []
    for recipient in waiting:
        _queue(community, pack, told, recipient, upset, now, whole)
    return len(waiting)


def _queue(
    community: Community,
    pack: Pack,
    told: ToldEvent,
    recipient: Recipient,
    upset: list[Upset],
    now: datetime,
    whole: bool,
) -> None:
    address, language = recipient.email.strip(), language_of(recipient, community)
    said = words(language, LANGUAGES)
    seed = seed_of("pulse", community.name, told.crisis_id)
    about = letter(told.event, upset, community, pack, said, seed, whole)
    logo = build.logo(Path(community.brand.logo)) if community.brand.logo else None
    leave = report.answers_to()
    link = render.unsubscribe(leave, reader_keys.sign(address), said) if leave else ""
    mail = build.build(
        [about],
        said,
        address,
        {community.name: logo} if logo else {},
        Link(said.get("page.unsubscribe"), link) if link else None,
        foot="pulse_foot",
    )
    key = _key(community, told, address)
    message_id, sealed = report.seal(mail, address, key, now, language)
    day = told.event.at.astimezone(community.zone).date()
    archive.write(settings().archive / day.isoformat(), archive.short(message_id), sealed)
    queue.put(message_id, address, day, now, sealed)


def _key(community: Community, told: ToldEvent, address: str) -> str:
    """What makes a mail unique: 32 hex digits of the recipient, the crisis and the event."""
    about = f"{address.strip().lower()}\n{community.name}\n{told.crisis_id}\n{told.number}"
    return hashlib.sha256(about.encode()).hexdigest()[:32]


def _message_id(community: Community, told: ToldEvent, recipient: Recipient) -> str:
    return report.message_id(_key(community, told, recipient.email))


def _upset(community: Community, told: ToldEvent) -> list[Upset]:
    """The upset posts of the hours that an event tells of, from what is held."""
    thresholds, until = enrich.thresholds(), told.event.at
    since = until - timedelta(hours=told.event.hours)
    return [
        Upset(
            row["network"],
            row["post_id"],
            row["author_id"] or "",
            row["text"],
            row["created_at"],
            row["theme"],
            float(row["anger"]),
            float(row["complaint"]),
        )
        for row in taken.held(community).to_pylist()
        if since < row["created_at"] <= until
        and remembered.counts(row)
        and remembered.is_upset(row, thresholds)
    ]
