"""Which texts still have to be read: cut into shards whose names follow from what is in them."""

import hashlib
from collections.abc import Iterator

import duckdb
import pyarrow as pa

from transforms import lake

UNREAD = """
    -- Hashes first: texts are fetched for what is new alone.
    with unread as (
        select distinct p.text_hash, c.industry, c.pack_version
        from int_posts_current as p
        inner join stg_cmr__communities as c on p.community_id = c.community_id
        anti join stg_cmr__readings as r
            on p.text_hash = r.text_hash and c.industry = r.industry and c.pack_version = r.pack_version
            and r.model = coalesce(?, (select any_value(m.model) from stg_cmr__model as m))
    )

    select u.text_hash, any_value(p.text) as text, any_value(p.language) as language, u.industry, u.pack_version
    from unread as u
    inner join int_posts_current as p on u.text_hash = p.text_hash
    inner join stg_cmr__communities as c
        on p.community_id = c.community_id and u.industry = c.industry and u.pack_version = c.pack_version
    group by u.text_hash, u.industry, u.pack_version
    order by u.industry, u.text_hash
"""


def plan_shards(
    connection: duckdb.DuckDBPyConnection, size: int, model: str | None = None
) -> list[str]:
    """Write the texts without a reading by the model (None: the active one) and their industry's
    pack to lake/shards.

    size: texts per shard at most. Returns the names, sorted: the same texts and packs always make
    the same shards.
    """
    unread = connection.execute(UNREAD, [model]).fetch_arrow_table()
    return sorted(put(shard) for shard in _cut(unread, size))


def put(shard: pa.Table) -> str:
    """Write texts and their industry's pack to lake/shards, once; returns the name that follows from
    them.
    """
    name = _name(shard)
    if not lake.exists("shards", name):
        lake.write("shards", name, shard)
    return name


def _cut(texts: pa.Table, size: int) -> Iterator[pa.Table]:
    """Shards of nearly equal length, because each becomes one task."""
    count = -(-texts.num_rows // size)
    for number in range(count):
        start, end = (texts.num_rows * n // count for n in (number, number + 1))
        yield texts.slice(start, end - start)


def _name(shard: pa.Table) -> str:
    digest = hashlib.sha256()
    for text_hash, pack in zip(
        shard["text_hash"].to_pylist(), shard["pack_version"].to_pylist(), strict=True
    ):
        digest.update(f"{pack}/{text_hash}\n".encode())
    return digest.hexdigest()[:16]
