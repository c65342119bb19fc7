"""The report step: which recipients there are, one mail for each, and a preview for whoever writes
the sentences.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from transforms.config import addresses
from transforms.config.communities import (
    Community,
    Recipient,
    language_of,
    read_folder,
    rivals_of,
)
from transforms.config.errors import BadInput
from transforms.config.industries import Pack, read_packs
from transforms.config.settings import settings
from transforms.lake import run_ledger
from transforms.report.content.replies import ranking
from transforms.report.delivery import archive, queue, reader_keys
from transforms.report.delivery.reader_keys import recipient_id
from transforms.report.facts.facts import Facts
from transforms.report.facts.published import Published
from transforms.report.mail import build, message, pdf, render

Stamps = tuple[tuple[str, int, int], ...]


def list_recipients() -> list[str]:
    """An id for each address of the community files: a keyed hash, because Airflow logs what it
    maps over.
    """
    return sorted(
        {recipient_id(r.email) for community in _communities() for r in community.recipients}
    )


def render_recipient(
    address: str, nights: Mapping[str, date | str] | None = None
) -> dict[str, Any]:
    """Queue the mail of one recipient (an address or its id); returns counts only, never the
    address.

    A night before the last published one is a backfill: its report goes to the archive and to
    nobody's inbox.
    """
    with run_ledger.step(
        "report", recipient=address if "@" not in address else recipient_id(address)
    ) as facts:
        parts = _parts(address, nights or {})
        if not parts:
            facts["communities"] = 0
            return {"communities": 0, "state": "nothing"}
        current = [p for p in parts if not p.facts.backfilled]
        past = [p for p in parts if p.facts.backfilled]
        if past:
            _store(past, mailed=False)
        state, size = _store(current, mailed=True) if current else ("archived", 0)
        facts.update(communities=len(parts), state=state, bytes=size)
        return {"communities": len(parts), "state": state, "bytes": size}


def escalated() -> list[tuple[Community, int]]:
    """The communities with unanswered posts of their last nights that only a human may answer, at
    once, and how many people wrote such; rivals are nobody's to answer.
    """
    last = _last_nights()
    found = []
    for one in _communities():
        if one.rival_of or not (night := last.get(one.name)):
            continue
        waiting = ranking.rank(_facts_of(one, night).people, _pack(one))
        found.append((one, sum(person.reason == "escalate" for person in waiting)))
    return [(one, many) for one, many in found if many]


def preview(
    community: str | None = None, night: date | str | None = None, language: str | None = None
) -> Path:
    """Render one community as its readers would see it; returns the path of the page."""
    found = next((c for c in _communities() if community in (None, c.name)), None)
    if found is None:
        names = ", ".join(c.name for c in _communities())
        raise BadInput(
            f"{community or 'preview'}: no such community in {settings().communities}; there are {names}"
        )
    reader, community = Recipient(email="preview@localhost"), found.name
    night = date.fromisoformat(night) if isinstance(night, str) else night
    night = night or _last_nights().get(community) or datetime.now(UTC).date()
    part = render.Part(found, reader, _facts_of(found, night), _pack(found))
    spoken = language or found.language
    mail = render.render([part], spoken, reader.email, answers_to())
    key = queue.message_key(reader.email, night)
    sealed = seal(mail, reader.email, key, datetime.now(UTC), spoken)
    return archive.write(
        settings().home.resolve() / "preview", f"{community}-{night}-{spoken}", sealed[1]
    )


def _store(parts: list[render.Part], mailed: bool) -> tuple[str, int]:
    """Archive the mail over `parts` and, when it is for tonight, queue it; returns its state and
    its size.
    """
    address, night = parts[0].recipient.email.strip(), max(p.facts.night for p in parts)
    language = language_of(parts[0].recipient, parts[0].community)
    mail = render.render(parts, language, address, answers_to())
    due = render.due_at(parts, night)
    paper = f"{night}.pdf" if any(p.recipient.pdf for p in parts) else ""
    name, sealed = seal(mail, address, queue.message_key(address, night), due, language, paper)
    left = queue.state(name)
    if left in (queue.INTENT, queue.SENT, queue.REFUSED):
        return left, len(sealed)
    archive.write(settings().archive / night.isoformat(), archive.short(name), sealed)
    if not mailed:
        return "archived", len(sealed)
    return queue.put(name, address, night, due, sealed), len(sealed)


def seal(
    mail: build.Mail, address: str, key: str, sent_at: datetime, language: str, paper: str = ""
) -> tuple[str, bytes]:
    """The Message-ID that follows from a mail's `key`, and its bytes; with a PDF of the name `paper`
    where one is wanted and can be made.
    """
    sender, reply_to = settings().mail_from, settings().mail_reply_to
    name, leave = message_id(key), _ways_to_leave(address, language)

    def assembled(attachments: dict[str, bytes]) -> bytes:
        return message.assemble(
            mail, address, name, sent_at, sender, reply_to, leave, language, attachments
        ).as_bytes()

    sealed = assembled({})
    printed = pdf.printed(sealed) if paper else None
    return name, assembled({paper: printed}) if printed else sealed


def message_id(key: str) -> str:
    """The Message-ID of a mail by its key."""
    return f"<{key}@{message.domain(settings().mail_from)}>"


def _ways_to_leave(address: str, language: str) -> tuple[str, ...]:
    """URLs: the operator's page of one click where there is one, then a mail."""
    page, mail = settings().unsubscribe_url, answers_to()
    ways = (page.replace("{reader}", reader_keys.sign(address)),) if page else ()
    return (
        (*ways, render.unsubscribe(mail, reader_keys.sign(address), render.words(language)))
        if mail
        else ways
    )


def _parts(address: str, nights: Mapping[str, date | str]) -> list[render.Part]:
    """The recipient's communities with their facts; a community without a night tonight shows its
    last figures.
    """
    wanted = {
        name: night if isinstance(night, date) else date.fromisoformat(night)
        for name, night in nights.items()
    }
    last, wanted_address = _last_nights(), _address(address.strip())
    parts = []
    for community in _communities():
        recipient = next(
            (r for r in community.recipients if r.email.lower() == wanted_address), None
        )
        night = (
            wanted.get(community.name)
            or max(wanted.values(), default=None)
            or last.get(community.name)
        )
        if recipient and night:
            facts = _facts_of(community, night)
            parts.append(render.Part(community, recipient, facts, _pack(community)))
    return parts


def _facts_of(community: Community, night: date) -> Facts:
    rivals = rivals_of(community.name, _communities())
    return render.facts_of(settings().published, community.name, night, rivals)


def _address(recipient: str) -> str | None:
    """The address, in lower case, behind an id or another spelling of it; None when no file has it."""
    return addresses.key(recipient) if "@" in recipient else _addresses(*_folder()).get(recipient)


@lru_cache(maxsize=4)
def _addresses(folder: Path, stamps: Stamps) -> dict[str, str]:
    return {
        recipient_id(r.email): r.email.lower() for c in _read(folder, stamps) for r in c.recipients
    }


def _communities() -> list[Community]:
    """The communities of the folder, read again only when a file of it changed."""
    return _read(*_folder())


def _folder() -> tuple[Path, Stamps]:
    folder = settings().communities
    return folder, tuple(
        (p.name, p.stat().st_mtime_ns, p.stat().st_size) for p in sorted(folder.glob("*.yml"))
    )


@lru_cache(maxsize=4)
def _read(folder: Path, _stamps: Stamps) -> list[Community]:
    return read_folder(folder)[0]


def _pack(community: Community) -> Pack | None:
    return read_packs(settings().industries).get(community.industry)


def _last_nights() -> dict[str, date]:
    return _last_dates(settings().published, render.stamp(settings().published))


@lru_cache(maxsize=4)
def _last_dates(path: Path, _stamp: int) -> dict[str, date]:
    with Published(path) as published:
        rows = published.rows(
            "dim_communities", "select community_id, last_date from dim_communities", []
        )
    return {row["community_id"]: row["last_date"] for row in rows if row["last_date"]}


def answers_to() -> str:
    """The address that reads answers; "" where nobody does."""
    return message.unsubscribe_address(settings().mail_from, settings().mail_reply_to)
