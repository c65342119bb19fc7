"""Erasing a person or a community from every store, showing that nothing is left, and keeping it
so.
"""

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import psycopg
import pyarrow as pa
import pyarrow.compute as pc

from transforms import lake, warehouse
from transforms.config import communities
from transforms.config.errors import BadInput, StepFailed
from transforms.config.exports.shapes import read_shapes
from transforms.config.networks import PULLED
from transforms.config.settings import settings
from transforms.extract.values.texts import shown
from transforms.lake import run_ledger
from transforms.people import suppression
from transforms.people.redaction import spoken
from transforms.privacy import traces
from transforms.privacy.erasure import databases, postgres, stores
from transforms.privacy.erasure.cells import Forgotten
from transforms.pulse import state, taken
from transforms.warehouse import lakehouse

Keep = Callable[[pa.Table], pa.Array]
BY_TEXT = ("enriched", "shards", "understood/meanings", "labels", "config/labels")
SHORTEST_NAME = 3
NOTHING_HELD = "nothing was held of this person under this id; they are kept out from now on"


@dataclass(frozen=True)
class Store:
    """One store: rows and values it held of forgotten people before, and what it holds now."""

    held: int
    holds: int


@dataclass(frozen=True)
class Proof:
    """What every store held and holds, and what could not be searched or changed."""

    stores: dict[str, Store]
    left: list[str]

    @property
    def is_clean(self) -> bool:
        return not self.left and not any(store.holds for store in self.stores.values())


def told(proof: Proof) -> dict[str, Any]:
    """A proof as it is printed: `held before, holds now` for each store, and what is left."""
    nothing = (
        {"note": NOTHING_HELD}
        if proof.is_clean and not any(one.held for one in proof.stores.values())
        else {}
    )
    lines: dict[str, Any] = nothing | {
        name: {"held_before": store.held, "holds_now": store.holds}
        for name, store in proof.stores.items()
    }
    return lines | {"left": proof.left, "clean": proof.is_clean}


def forget_author(
    network: str, author: str, names: Sequence[str] = (), folders: Sequence[Path] = ()
) -> Proof:
    """Erase what an account wrote and what others' posts say of it, and keep it out of later pulls.

    `names` are handles and display names that others may have written; `folders` hold backups,
    dumps or exports. The list that keeps the person out holds only keyed hashes. The warehouse is
    scrubbed now and built anew from the lake by the next night.
    """
    network = network.strip().lower()
    check_network(network)
    _check(author, names, folders)
    with run_ledger.step("forget") as facts:
        keep_out(network, author, names)
        proof = _erase(tuple(folders))
        facts["rows"] = sum(store.held for store in proof.stores.values())
        facts["left"] = len(proof.left)
    return proof


def keep_out(network: str, author: str, names: Sequence[str]) -> int:
    """Put somebody on the list with all that tells of them; returns how many posts of theirs were
    found. What is held of them stays until somebody is forgotten, or `forget_again`.
    """
    theirs = set(suppression.pseudonyms(network, author))
    found = traces.gather(theirs, _databases())
    entries = {
        suppression.NAME: {
            *theirs,
            *names,
            *map(shown, names),  # as the door leaves a name that holds markup
            *found.names(),
            *([author] if traces.is_distinctive(author) else []),
        },
        suppression.PASSAGE: set(found.passages),
        suppression.POST: {f"{of}:{post}" for of, post in found.posts},
        suppression.TEXT: found.hashes,
    }
    suppression.add(network, author, entries)
    return len(found.posts)


def forget_again(folders: Sequence[Path] = ()) -> Proof:
    """Erase everybody on the list once more: after a backup was restored, or in a folder that was
    found later.
    """
    _check_folders(folders)
    with run_ledger.step("forget") as facts:
        proof = _erase(tuple(folders))
        facts["rows"] = sum(store.held for store in proof.stores.values())
    return proof


def access(network: str, author: str) -> list[dict[str, Any]]:
    """What the lake holds of a person, row by row, to answer a request for access; empty values
    left out.
    """
    check_network(network.strip().lower())
    theirs = pa.array(suppression.pseudonyms(network.strip().lower(), author), pa.string())
    rows: list[dict[str, Any]] = []
    for folder in (*lake.RAW, taken.FOLDER):
        for name in lake.names(folder):
            table = lake.read(folder, name)
            found = table.filter(pc.is_in(table["author_id"], theirs)).to_pylist()
            rows += [
                {"store": f"lake/{folder}"} | {k: v for k, v in row.items() if v is not None}
                for row in found
            ]
    return rows


def forget_community(name: str) -> dict[str, int]:
    """Erase a community whose file is gone; returns rows erased per folder."""
    known = [community.name for community in communities.read_folder(settings().communities)[0]]
    if name in known:
        raise BadInput(
            f"{name} still has a file in {settings().communities}; remove it first, then forget the community"
        )
    with run_ledger.step("forget", community=name) as facts:
        folders = [
            folder for folder, schema in lake.SCHEMAS.items() if "community_id" in schema.names
        ]
        erased = {
            folder: lake.rewrite(folder, lambda table: pc.not_equal(table["community_id"], name))
            for folder in folders
        }
        settings().warehouse.unlink(missing_ok=True)
        if not any(erased.values()):
            raise BadInput(f"the lake {lake.root()} holds nothing of a community called {name}")
        shutil.rmtree(settings().site / name, ignore_errors=True)
        state.forget(name)
        facts["rows"] = sum(erased.values())
    return erased


def check_network(network: str) -> None:
    """BadInput when nothing that is or may be held is of such a network: a slip of the pen is no
    success.
    """
    held = {
        name
        for folder in lake.RAW
        for file in lake.names(folder)
        for name in _networks_in(folder, file)
    }
    in_files = {constants["network"] for constants in _constants() if "network" in constants}
    known = {*PULLED, *held, *in_files}
    if network not in known:
        raise BadInput(
            f"'{network}' is no network that posts are held of; there are {', '.join(sorted(known))}"
        )


def _networks_in(folder: str, file: str) -> set[str]:
    return set(pc.unique(lake.read(folder, file)["network"]).to_pylist()) - {None}


def _constants() -> Iterator[dict[str, str]]:
    yield from (shape.constants for shape in read_shapes().values())
    for community in communities.read_folder(settings().communities)[0]:
        yield from (source.constants for source in community.sources)


def _check(author: str, names: Sequence[str], folders: Sequence[Path]) -> None:
    if not author.strip():
        raise BadInput("forget: the author's id is empty")
    for name in names:
        if len(spoken(name)) < SHORTEST_NAME:
            raise BadInput(
                f"'{name}' is too short to be taken out of texts: it would meet other words"
            )
    brands = {
        a.casefold() for c in communities.read_folder(settings().communities)[0] for a in c.accounts
    }
    for name in (author, *names):
        if name.strip().lstrip("@").casefold() in brands:
            raise BadInput(
                f"'{name}' speaks for a community's brand; take it out of `accounts` in its file first"
            )
    _check_folders(folders)


def _check_folders(folders: Sequence[Path]) -> None:
    for folder in folders:
        if not folder.is_dir():
            raise BadInput(f"{folder}: no such folder")
    for path in _databases():
        try:
            duckdb.connect(str(path), read_only=True).close()
        except duckdb.IOException:
            raise StepFailed(
                f"{path.name} is being written; wait until the night is over and try again"
            ) from None


def _erase(folders: tuple[Path, ...]) -> Proof:
    forgotten = suppression.read()
    before, servers_before, _ = _everywhere(forgotten, folders, erase=True)
    orphans = purge_orphans() if before.held or servers_before else {}
    after, servers_after, silent = _everywhere(forgotten, folders, erase=False)
    held = {**before.held, **servers_before}
    for folder, rows in orphans.items():
        if rows:
            held[f"lake/{folder}"] = held.get(f"lake/{folder}", 0) + rows
    holds = {**after.held, **servers_after}
    found = {name: Store(held.get(name, 0), holds.get(name, 0)) for name in sorted({*held, *holds})}
    return Proof(found, [*after.stays, *after.unreadable, *silent])


def _everywhere(
    forgotten: Forgotten, folders: tuple[Path, ...], erase: bool
) -> tuple[stores.Findings, dict[str, int], list[str]]:
    """Every file, then every server; a server that does not answer is named, because nobody knows
    what it holds.
    """
    findings = stores.erase(forgotten, folders) if erase else stores.search(forgotten, folders)
    held: dict[str, int] = {}
    silent: list[str] = []
    try:
        if found := _lakehouse(forgotten, erase):
            held["DuckLake"] = found
    except duckdb.Error as error:
        silent.append(f"the DuckLake could not be searched ({type(error).__name__})")
    for name, dsn in _servers().items():
        try:
            held |= postgres.scrub(dsn, forgotten, erase)
        except psycopg.Error as error:
            silent.append(f"{name} could not be searched ({type(error).__name__})")
    return findings, held, silent


def _lakehouse(forgotten: Forgotten, erase: bool) -> int:
    """How much the DuckLake holds; with `erase` it is emptied with its snapshots and files: it can
    be built again.
    """
    catalog = settings().ducklake
    if catalog is None:
        return 0
    with lakehouse.connect(read_only=False) as connection:
        connection.execute("begin")
        found = databases.scrub_tables(connection, forgotten)
        connection.execute("rollback")
        if found and erase:
            lakehouse.empty(connection)
    if found and erase:
        postgres.vacuum(
            catalog.get_secret_value(), "ducklake\\_%"
        )  # columns' least and greatest values
    return found


def _servers() -> dict[str, str]:
    found = {}
    if (marts := settings().postgres_url) is not None:
        found["PostgreSQL"] = marts.get_secret_value()
    if (queue := settings().mail_db.get_secret_value()).startswith("postgresql"):
        found["PostgreSQL of the mail queue"] = "postgresql://" + queue.partition("://")[2]
    return found


def _databases() -> list[Path]:
    return [path for path in (settings().warehouse, settings().published) if path.exists()]


def purge_orphans() -> dict[str, int]:
    """Erase texts and readings of which no post is left; those of posts that only the pulse has heard
    yet stay, for the night to find them read.
    """
    if not any(lake.names(folder) for folder in BY_TEXT):
        return {}
    if not settings().warehouse.exists():
        warehouse.dbt("build", "--selector", "staged")
    with warehouse.read_only() as connection:
        rows = connection.execute(
            "select distinct text_hash from int_posts_versioned where text_hash is not null"
        ).fetchall()
    heard = lake.read(taken.FOLDER)["text_hash"].to_pylist()
    left = pa.array([*(row[0] for row in rows), *heard], pa.string())
    return {
        folder: lake.rewrite(folder, lambda table: pc.is_in(table["text_hash"], left))
        for folder in BY_TEXT
    }
