"""Erasing a person or a community from the lake; the marts follow at the next night, which rebuilds them without."""

from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

from transforms import lake, ops, warehouse
from transforms.config import communities
from transforms.config.errors import BadInput
from transforms.config.settings import settings
from transforms.extract import suppression

Keep = Callable[[pa.Table], pa.Array]
BY_POST = ("understood/needs", "understood/emergent_themes", "ledger/outcomes")
BY_TEXT = ("enriched", "shards")


def forget_author(network: str, author: str) -> dict[str, int]:
    """Erase what an account wrote, and keep it out of later pulls; returns rows erased per folder.

    The list that keeps it out holds only a separately keyed hash. The warehouse is removed and staged again from what
    is left, and readings of texts that nobody else wrote go too; the next night builds the marts and the published
    file without the person.
    """
    with ops.step("forget") as facts:
        suppression.add(network, author)
        theirs = pa.array(suppression.pseudonyms(network, author))
        erased: dict[str, int] = {}
        posts: set[tuple[str, str]] = set()
        for folder in [name for name in lake.SCHEMAS if name.startswith("raw/")]:
            table = lake.read(folder)
            gone = table.filter(pc.is_in(table["author_id"], theirs))
            posts |= set(zip(gone["network"].to_pylist(), gone["post_id"].to_pylist(), strict=True))
            erased[folder] = _purge(folder, lambda table: pc.invert(pc.is_in(table["author_id"], theirs)))
        for folder in BY_POST:
            erased[folder] = _purge(folder, lambda table: _not_of(table, posts))
        settings().warehouse.unlink(missing_ok=True)
        erased |= _purge_orphans()
        facts["rows"] = sum(erased.values())
    return erased


def forget_community(name: str) -> dict[str, int]:
    """Erase a community whose file is gone; returns rows erased per folder."""
    known = [community.name for community in communities.read_folder(settings().communities)[0]]
    if name in known:
        raise BadInput(
            f"{name} still has a file in {settings().communities}; remove it first, then forget the community"
        )
    with ops.step("forget", community=name) as facts:
        folders = [folder for folder, schema in lake.SCHEMAS.items() if "community_id" in schema.names]
        erased = {folder: _purge(folder, lambda table: pc.not_equal(table["community_id"], name)) for folder in folders}
        settings().warehouse.unlink(missing_ok=True)
        if not any(erased.values()):
            raise BadInput(f"the lake {lake.root()} holds nothing of a community called {name}")
        facts["rows"] = sum(erased.values())
    return erased


def _purge_orphans() -> dict[str, int]:
    """Erase texts and readings of which no post is left."""
    if not any(lake.names(folder) for folder in BY_TEXT):
        return {}
    warehouse.dbt("build", "--selector", "staged")
    with warehouse.read_only() as connection:
        rows = connection.execute("select distinct text_hash from int_posts_versioned").fetchall()
    left = pa.array([row[0] for row in rows], pa.string())
    return {folder: _purge(folder, lambda table: pc.is_in(table["text_hash"], left)) for folder in BY_TEXT}


def _purge(folder: str, keep: Keep) -> int:
    """Rewrite the files of a folder without the rows that `keep` refuses; returns how many went."""
    gone = 0
    for name in lake.names(folder):
        table = lake.read(folder, name)
        kept = table.filter(pc.fill_null(keep(table), True))
        if kept.num_rows < table.num_rows:
            gone += table.num_rows - kept.num_rows
            lake.write(folder, name, kept)
    return gone


def _not_of(table: pa.Table, posts: set[tuple[str, str]]) -> pa.Array:
    pairs = zip(table["network"].to_pylist(), table["post_id"].to_pylist(), strict=True)
    return pa.array([pair not in posts for pair in pairs], pa.bool_())
