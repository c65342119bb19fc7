"""A lake of generated posts and simulated readings, written straight as Parquet: the ground for the
marts' benchmarks.

The texts go through neither the door nor the model; a reading is drawn from a hash of its text
(about a quarter of the posts feel something, six in ten speak of a theme of their industry), so
that the marts have a real night's work.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from transforms import lake
from transforms.config.industries import Pack, read_packs
from transforms.config.settings import settings
from transforms.reading import EMOTIONS, INTENTS
from transforms.simulate.bulk import bulk

MODEL = "simulated-1"
THRESHOLDS = dict.fromkeys((*EMOTIONS, *INTENTS), 0.5)
INDUSTRIES = ("airlines", "telecom", "media")
COMMUNITIES = tuple(f"bench_{number}" for number in range(6))
START, DAYS = date(2024, 7, 1), 365
COMMUNITY = """name: {name}
industry: {industry}
language: en
timezone: Europe/Paris
accounts: [{name}]
sources: [{{network: export, path: none.jsonl}}]
as_of: latest
simulated: true
"""
ROWS = """
    select account as community_id, 'export-0' as source, network, {post_id} as post_id, account, author_id,
        author_id = account as is_brand, text, created_at, language, in_reply_to, format, url,
        likes, replies, shares, views, followers, observed_at, 'observed' as observed_basis,
        updated_at, false as deleted, advice_id, null::varchar as extra, 'generated' as file,
        row_number() over () as line, '' as row_hash, now() as loaded_at, $load as _dlt_load_id
    from batch
"""
CHANCE = (
    "((hash(h || '{0}') % 10000)::bigint * "
    "(hash(h || '{0}2') % 10000)::bigint / 100000000.0)::decimal(6, 4) as {0}"
)
READINGS = """
    with texts as (
        select distinct substr(sha256(coalesce(language, '') || chr(10) || trim(text)), 1, 32) as h, language
        from posts where community_id in (select unnest($communities))
    )
    select h as text_hash, $industry as industry, $model as model, $pack as pack_version, language,
        true as readable, {chances},
        ((hash(h || 's') % 20000)::bigint / 10000.0 - 1)::decimal(6, 4) as sentiment,
        case when hash(h) % 10 < 6 then [struct_pack(
            theme := $themes[1 + (hash(h || 't') % len($themes))::int], score := 0.8::decimal(6, 4),
            evidence := 'phrase'
        )] else [] end as themes,
        null::varchar as expectation_theme, null::varchar as expectation_need, null::boolean as expectation_explicit,
        null::decimal(6, 4) as expectation_score
    from texts
"""


def fill(posts: int) -> None:
    """`posts` posts of six communities over 365 days, and a reading of each, as compacted lake
    files.
    """
    lake.initialise()
    settings().communities.mkdir(parents=True, exist_ok=True)
    for number, name in enumerate(COMMUNITIES):
        text = COMMUNITY.format(name=name, industry=INDUSTRIES[number % len(INDUSTRIES)])
        (Path(settings().communities) / f"{name}.yml").write_text(text, encoding="utf-8")
    _write(bulk(posts, DAYS, seed=7, communities=COMMUNITIES, start=START), "first")


def add_a_night(posts: int, night: int = 1) -> None:
    """One more night: nine tenths of `posts` are new, of the next day; a tenth are figures of the
    last week's, read again.
    """
    day = date.fromordinal(START.toordinal() + DAYS - 1 + night)
    fresh = posts * 9 // 10
    batches = bulk(fresh, 1, seed=100 + night, communities=COMMUNITIES, start=day)
    _write(batches, f"night{night}", post_id=f"'n{night}' || post_id")
    with _connection() as connection:
        known = lake.url("raw/export/first-*.parquet")
        connection.execute(f"create view posts as from read_parquet('{known}')")
        again = connection.execute(
            "select * replace (likes + 5 as likes, $at as observed_at, $load as _dlt_load_id) from posts "
            "where created_at >= $at - interval 8 day and likes is not null order by hash(post_id) limit $rows",
            {"at": datetime(day.year, day.month, day.day, 12, tzinfo=UTC), "load": f"again{night}",
             "rows": posts - fresh},
        ).to_arrow_table()  # fmt: skip
    lake.write("raw/export", f"again{night}", again)


def _write(batches: Iterable[pa.RecordBatch], load: str, post_id: str = "post_id") -> None:
    packs = read_packs(settings().industries)
    with _connection() as connection:
        for number, batch in enumerate(batches):
            name = f"{load}-{number:03}"
            connection.register("batch", pa.Table.from_batches([batch]))
            sql = ROWS.format(post_id=post_id)
            rows = connection.execute(sql, {"load": name}).to_arrow_table()
            lake.write("raw/export", name, rows)
            connection.register("posts", rows)
            for industry in INDUSTRIES:
                lake.write(
                    "enriched", f"{MODEL}/{name}-{industry}", _readings(connection, packs[industry])
                )


def _readings(connection: duckdb.DuckDBPyConnection, pack: Pack) -> pa.Table:
    chances = ", ".join(CHANCE.format(name) for name in (*EMOTIONS, "neutral", *INTENTS, "irony"))
    theirs = [
        name
        for number, name in enumerate(COMMUNITIES)
        if INDUSTRIES[number % len(INDUSTRIES)] == pack.name
    ]
    read = connection.execute(
        READINGS.format(chances=chances),
        {"communities": theirs, "industry": pack.name, "model": MODEL, "pack": pack.version,
         "themes": list(pack.themes)},
    ).to_arrow_table()  # fmt: skip
    nobody = pa.nulls(read.num_rows, lake.SCHEMAS["enriched"].field("corrected").type)
    return read.append_column("corrected", nobody)


def _connection() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("set timezone = 'UTC'")
    return connection
