"""Posts as the night would stage them, and their readings: what is read here the night finds read."""

from collections.abc import Mapping

import duckdb
import pyarrow as pa
from jinja2 import Template

from transforms import lake
from transforms.config.communities import Community
from transforms.config.industries import Pack
from transforms.config.settings import PROJECT
from transforms.stage import shards
from transforms.warehouse import bucket

STAGED = """
    with hinted as (  -- as in int_posts_shown, because readings are known by the hash
        select
            posts.* exclude (language),
            if(posts.language in ('fr', 'en'), posts.language, $language) as language
        from ({staging}) as posts
    )

    select *, substr(sha256(coalesce(language, '') || chr(10) || text), 1, 32) as text_hash
    from hinted
    where is_deleted is not true and text is not null
    qualify row_number() over (partition by network, post_id order by line desc) = 1
"""
READINGS = """
    select
        posts.*, readings.readable, readings.anger, readings.complaint, readings.sentiment,
        readings.themes[1].theme as theme, readings.model
    from posts
    inner join read_parquet($files, union_by_name = true) as readings
        on posts.text_hash = readings.text_hash
    where readings.industry = $industry and readings.pack_version = $pack_version
    qualify row_number() over (
        partition by posts.network, posts.post_id order by readings.language
    ) = 1
"""
UNREAD = """
    select text_hash, any_value(text) as text, any_value(language) as language,
        $industry as industry, $pack_version as pack_version
    from posts
    anti join known on posts.text_hash = known.text_hash
    group by text_hash
    order by text_hash
"""


def staged(raw: pa.Table, folder: str, community: Community) -> pa.Table:
    """Rows of a raw folder (`export`, `mastodon` …) as posts, in the words of its staging model."""
    project = PROJECT / "dbt"
    files = ("macros/staging.sql", f"models/staging/{folder}/stg_{folder}__posts.sql")
    model = "".join((project / file).read_text(encoding="utf-8") for file in files)
    staging = Template(model).render(source=lambda *_: "raw_posts")
    loaded = raw.append_column("_dlt_load_id", pa.nulls(raw.num_rows, pa.string()))
    return _asked(
        STAGED.format(staging=staging), {"language": community.language}, raw_posts=loaded
    )


def read(posts: pa.Table, pack: Pack) -> pa.Table:
    """The posts with what the active model reads in them: texts that it has read are not read again."""
    from transforms.enrich import run as enrich  # who forgets what the pulse took reads nothing

    about = {"industry": pack.name, "pack_version": pack.version}
    model = enrich.active_model()
    unread = _asked(UNREAD, about, posts=posts, known=_known(posts, about, model))
    if unread.num_rows:
        enrich.enrich_shard(shards.put(unread))
    return _known(posts, about, model)


def _known(posts: pa.Table, about: dict[str, str], model: str) -> pa.Table:
    names = [name for name in lake.names("enriched") if name.startswith(f"{model}/")]
    files = [lake.url("enriched", f"{name}.parquet") for name in (*names, "_schema")]
    return _asked(READINGS, about | {"files": files}, posts=posts)


def _asked(query: str, values: Mapping[str, object], **tables: pa.Table) -> pa.Table:
    """What DuckDB answers about tables of memory and files of the lake; no warehouse is opened."""
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'")
        bucket.open_to(connection, lake.root())
        for name, table in tables.items():
            connection.register(name, table)
        return connection.execute(query, dict(values)).fetch_arrow_table()
