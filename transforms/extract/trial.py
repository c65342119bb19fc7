"""Three posts of a source as they would be read, to be looked at; nothing is kept of them."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from transforms.config.communities import Community, Source
from transforms.extract import export, sources
from transforms.extract.door import Door, open_door
from transforms.extract.fields import typed
from transforms.extract.files.rows import Rejected
from transforms.extract.networks import module
from transforms.extract.pull import Landing, open_visit
from transforms.extract.pulling.payload import through
from transforms.extract.values.bad_field import BadField
from transforms.extract.values.instants import instant
from transforms.extract.values.texts import joined, mended, shown

SHOWN, CUT = 3, 90
_TEXTS = (
    "text",
    "content",
    "message",
    "caption",
    "body",
    "selftext",
    "title",
    "textOriginal",
    "textDisplay",
    "summary",
)


@dataclass(frozen=True)
class Glance:
    """One post at a glance: what of it would be read, its text masked; or why it would not be."""

    at: datetime | None
    network: str
    author: str
    text: str
    counts: dict[str, int]
    refused: str = ""

    def __str__(self) -> str:
        if self.refused:
            return f"set aside: {self.refused}"
        at = f"{self.at:%Y-%m-%d %H:%M} UTC" if self.at else "no time"
        counts = ", ".join(f"{name} {value}" for name, value in self.counts.items())
        return f"{at}  {self.network}  {self.author}  «{self.text}»" + (
            f"  ({counts})" if counts else ""
        )


def first_posts(community: Community, source: Source) -> list[Glance]:
    """The first three posts; BadInput and StepFailed as a pull would raise."""
    if source.network == "export":
        return list(islice(_of_files(community, source), SHOWN))
    return list(islice(_of_network(community, source), SHOWN))


def last_time(community: Community, source: Source) -> datetime | None:
    """When the newest of a file source's first posts was written, some ten thousand of each file."""
    reading, newest = export.ExportReader.of(community, source), None
    for path in export.files(source):
        export.fingerprint(path)
        for row in islice(export.read(path, reading), 10_000):
            with suppress(BadField):
                value = None if isinstance(row, Rejected) else row.values.get("created_at")
                at = instant("created_at", value, reading.mapping.dates)
                newest = max(filter(None, (at, newest)), default=None)
    return newest


def _of_files(community: Community, source: Source) -> Iterator[Glance]:
    reading, door = export.ExportReader.of(community, source), open_door(community)
    for path in export.files(source):
        export.fingerprint(path)
        for row in export.read(path, reading):
            if isinstance(row, Rejected):
                yield Glance(None, "", "", "", {}, f"line {row.line}, {row.field}: {row.reason}")
            elif not reading.translation.is_no_post(row.values):
                yield _of_row(row.line, row.values, reading, door)


def _of_row(line: int, values: dict[str, Any], reading: export.ExportReader, door: Door) -> Glance:
    try:
        made = {"post_id": "made", "author_id": "made"} if reading.mapping.ids else {}
        post = typed(made | values, reading.mapping.dates, reading.mapping.decimal, {})
    except BadField as error:
        return Glance(None, "", "", "", {}, f"line {line}, {error.field}: {error.reason}")
    counts = {
        name: post[name]
        for name in ("likes", "replies", "shares", "views")
        if post[name] is not None
    }
    author = "the brand" if door.is_brand(post["author_id"]) else "a member"
    text = door.text(
        shown(joined(mended(post["text"]))), post["network"], post["language"], post["author_id"]
    )
    return Glance(post["created_at"], post["network"], author, _cut(text), counts)


def _of_network(community: Community, source: Source) -> Iterator[Glance]:
    network, now = module(source.network), datetime.now(UTC)
    key = sources.keys(community)[community.sources.index(source)]
    landing = Landing(community, source, key, network, now)
    visit = open_visit(community, source, network, now.date(), landing, now)
    visit.memory = {}
    for page in network.pull(visit):
        for item in page.items:
            if item.payload is None:
                continue
            payload = through(
                landing.door,
                network.PEOPLE,
                source.network,
                item.payload,
                community.language,
                item.names,
            )
            is_brand = landing.door.is_brand(item.author_id or "", *item.handles)
            counts = {"replies": item.replies} if item.replies is not None else {}
            author = "the brand" if is_brand else "a member"
            yield Glance(item.created_at, source.network, author, _cut(_text_of(payload)), counts)


def _text_of(payload: Any) -> str:
    """The first text of a payload, nearest its top."""
    layer = [payload]
    while layer:
        for one in layer:
            if isinstance(one, dict):
                for name in _TEXTS:
                    if isinstance(one.get(name), str) and one[name]:
                        return one[name]
        layer = [inner for one in layer for inner in _inside(one)]
    return ""


def _inside(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return list(value) if isinstance(value, list) else []


def _cut(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= CUT else one_line[: CUT - 1] + "…"
