"""Erasing a person or a community from the lake; the marts follow at the next night, which rebuilds them without."""

from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

from transforms import lake, ops
from transforms.config import communities
from transforms.config.errors import BadInput
from transforms.config.settings import settings
from transforms.extract import suppression

Keep = Callable[[pa.Table], pa.Array]
BY_POST = ("understood/needs", "understood/emergent_themes", "ledger/outcomes")


def forget_author(network: str, author: str) -> dict[str, int]:
    """Erase what an account wrote, and keep it out of later pulls; returns rows erased per folder.

    The list that keeps it out holds only a separately keyed hash. The warehouse, the published file and the archive
    follow at the next night, which rebuilds them from the lake.
    """
    with ops.step("forget") as facts:
        suppression.add(network, author)
        pseudonyms = suppression.pseudonyms(network, author)
        raw = [folder for folder in lake.SCHEMAS if folder.startswith("raw/")]
        erased, posts, texts = {}, set(), set()
        for folder in raw:
            gone = _rows(folder, lambda table: pc.is_in(table["author_id"], pa.array(pseudonyms)))
            posts |= {(row["network"], row["post_id"]) for row in gone}
            texts |= {row["text"] for row in gone}
            erased[folder] = _purge(folder, lambda table: pc.invert(pc.is_in(table["author_id"], pa.array(pseudonyms))))
        for folder in BY_POST:
            erased[folder] = _purge(folder, lambda table: _not_of(table, posts))
        erased["shards"] = _purge("shards", lambda table: pc.invert(pc.is_in(table["text"], pa.array(sorted(texts), pa.string()))))
        facts["rows"] = sum(erased.values())
    return erased


def forget_community(name: str) -> dict[str, int]:
    """Erase a community whose file is gone; returns rows erased per folder."""
    known = [community.name for community in communities.read_folder(settings().communities)[0]]
    if name in known:
        raise BadInput(f"{name} still has a file in {settings().communities}; remove it first, then forget the community")
    with ops.step("forget", community=name) as facts:
        folders = [folder for folder, schema in lake.SCHEMAS.items() if "community_id" in schema.names]
        erased = {folder: _purge(folder, lambda table: pc.not_equal(table["community_id"], name)) for folder in folders}
        if not any(erased.values()):
            raise BadInput(f"the lake {lake.root()} holds nothing of a community called {name}")
        facts["rows"] = sum(erased.values())
    return erased


def _rows(folder: str, chosen: Keep) -> list[dict]:
    table = lake.read(folder)
    return table.filter(chosen(table)).to_pylist()


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
