"""What is new at a community's sources: pulled within the hour's budget, read once, kept two days.

Its posts lie in `lake/pulse`, one file a source, and in no mart.
"""

import logging
from datetime import UTC, datetime, timedelta
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc

from transforms import lake
from transforms.config.communities import Community, Source
from transforms.config.errors import BadInput, StepFailed
from transforms.config.industries import Pack
from transforms.extract import sources
from transforms.extract.recent import recent
from transforms.lake.schemas import utc
from transforms.pulse import read

FOLDER = "pulse"
KEPT = timedelta(days=2)
OVERLAP = timedelta(hours=3)
"""What is asked for again, because networks show posts late."""
FIRST = timedelta(hours=24)
"""How far back a source's first look goes, and the next one after a silence."""
log = logging.getLogger("cmr")


def take(
    community: Community,
    source: Source,
    key: str,
    pack: Pack,
    heard_until: datetime | None,
    now: datetime,
) -> Literal["whole", "part", "nothing"]:
    """Pull, read and keep what the source shows since it was last heard; returns how much of it.

    A source that cannot be pulled gives nothing, and the log says why: the others are looked at.
    """
    since = max(heard_until - OVERLAP, now - FIRST) if heard_until else now - FIRST
    try:
        came = recent(community, source, key, since, now - KEPT)
    except (BadInput, StepFailed, OSError) as error:
        log.warning("pulse: %s: %s could not be heard: %s", community.name, key, error)
        return "nothing"
    posts = read.read(read.staged(came.posts, source.network, community), pack)
    _keep(sources.slug(community.name, key), _of(posts, community.name, key), now)
    return "whole" if came.whole else "part"


def held(community: Community) -> pa.Table:
    """The posts of the last two days from the sources of the community's file, each once."""
    names = [sources.slug(community.name, key) for key in sources.keys(community)]
    there = [lake.read(FOLDER, name) for name in names if lake.exists(FOLDER, name)]
    posts = pa.concat_tables(there) if there else lake.SCHEMAS[FOLDER].empty_table()
    ids = zip(posts["network"].to_pylist(), posts["post_id"].to_pylist(), strict=True)
    first: dict[tuple[str, str], int] = {}
    for place, post in enumerate(ids):
        first.setdefault(post, place)
    return posts.take(pa.array(first.values(), pa.int64()))


def drop(now: datetime | None = None) -> int:
    """Take out of the lake what is older than it is kept, or without `now` all of it; returns how
    many posts went.
    """
    oldest = now - KEPT if now else datetime.max.replace(tzinfo=UTC)
    return lake.rewrite(FOLDER, lambda table: _since(table, oldest))


def _of(posts: pa.Table, community_id: str, key: str) -> pa.Table:
    """The posts in the columns that are kept."""
    schema, many = lake.SCHEMAS[FOLDER], posts.num_rows
    told = {name: posts[name] for name in schema.names if name in posts.column_names}
    told |= {"community_id": pa.repeat(community_id, many), "source": pa.repeat(key, many)}
    return pa.table({name: told[name] for name in schema.names}).cast(schema)


def _keep(name: str, newer: pa.Table, now: datetime) -> None:
    """Add posts to those that are kept; what came again is as it came last."""
    before = lake.read(FOLDER, name) if lake.exists(FOLDER, name) else newer.slice(0, 0)
    again = pc.is_in(before["post_id"], newer["post_id"].combine_chunks())
    posts = pa.concat_tables([before.filter(pc.invert(again)), newer])
    lake.write(FOLDER, name, posts.filter(_since(posts, now - KEPT)))


def _since(posts: pa.Table, oldest: datetime) -> pa.ChunkedArray:
    return pc.greater_equal(posts["created_at"], pa.scalar(oldest, utc))
