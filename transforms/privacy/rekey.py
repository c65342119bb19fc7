"""Another key for the pseudonyms: everything the lake holds under the old ones is chained to the
new one.

A file that is done has a name that says so, and the lake remembers how many keys it is under only
when all are done: a rotation that was killed goes on where it stopped, and nothing is pulled
meanwhile.
"""

import os
import re
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from types import ModuleType
from typing import Any

import orjson
import pyarrow as pa

from transforms import lake
from transforms.config.errors import BadInput
from transforms.config.networks import NETWORKS
from transforms.config.settings import settings
from transforms.extract.door import as_json
from transforms.extract.networks import module
from transforms.extract.pulling.payload import PERSON_IDS, People
from transforms.lake import cursors
from transforms.people import suppression
from transforms.people.key_mark import MARK, NEXT, check_keys, linked, wanted
from transforms.people.pseudonyms import Pseudonyms, chain, key_file, own_key, read_keys
from transforms.people.sealed_ids import Seal
from transforms.pulse import taken

_HEX = re.compile(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")
_IN_URI = re.compile(r"at://([0-9a-f]{32})(?![0-9a-f])")
_DONE = re.compile(r"-k(\d+)$")


def rotate() -> dict[str, int]:
    """Re-key the lake and the list of the forgotten; returns rows re-keyed per folder.

    With CMR_PSEUDONYM_KEYS the new key has been appended there; without, one is made and appended
    to the key file.
    """
    keys, under = read_keys(), cursors.read(MARK).get("keys")
    if under is None:
        check_keys(keys)
        under = len(keys)
    made = under == len(keys)
    if made:
        keys = (*keys, _next_key())
    if Pseudonyms(keys[:under]).version != cursors.read(MARK)["version"]:
        raise BadInput("the old keys must stand first, as they were; append the new one after them")
    after = linked() or wanted(under)
    newer = Newer(keys[under:], own_of=keys[under - 1] if after and not linked() else None)
    done = {f"raw/{name}": _rekey_folder(name, keys, newer) for name in NETWORKS}
    done["suppressed"] = _rekey_list(keys)
    taken.drop()  # two days under the old keys: the next look pulls them again
    if made:
        _keep(keys)
    cursors.write(MARK, {"keys": len(keys), "version": Pseudonyms(keys).version, "linked": after})
    return done


@dataclass(frozen=True)
class Newer:
    """The way from an old pseudonym to the one under newer keys; first it becomes its community's
    own, where told.
    """

    keys: tuple[bytes, ...]
    own_of: bytes | None = None

    def __call__(self, community: str, pseudonym: str) -> str:
        found = chain(own_key(self.own_of, community), pseudonym) if self.own_of else pseudonym
        for key in self.keys:
            found = chain(key, found)
        return found


def _next_key() -> bytes:
    """A new key, written down before it is used, so that a rotation that was killed goes on with
    the same one.
    """
    if settings().pseudonym_keys is not None:
        raise BadInput(
            "append the new key to CMR_PSEUDONYM_KEYS (oldest first), then run `cmr rotate-key`"
        )
    path = key_file().with_name(NEXT)
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            os.fsync(file.fileno())
    return path.read_bytes().strip()


def _keep(keys: tuple[bytes, ...]) -> None:
    following = key_file().with_name(NEXT)
    following.write_bytes(b"\n".join(keys) + b"\n")
    os.replace(following, key_file())


def _rekey_folder(network: str, keys: tuple[bytes, ...], newer: Newer) -> int:
    folder, rows = f"raw/{network}", 0
    for name in lake.names(folder):
        found = _DONE.search(name)
        if found and int(found[1]) >= len(keys):
            continue
        table = lake.read(folder, name)
        lake.write(
            folder, f"{_DONE.sub('', name)}-k{len(keys)}", _rekeyed(table, network, keys, newer)
        )
        lake.filesystem().rm(lake.path(folder, f"{name}.parquet"))
        rows += table.num_rows
    return rows


def _rekeyed(table: pa.Table, network: str, keys: tuple[bytes, ...], newer: Newer) -> pa.Table:
    communities, held = table["community_id"].to_pylist(), table["author_id"].to_pylist()
    authors = [
        value and newer(community, value)
        for community, value in zip(communities, held, strict=True)
    ]
    table = table.set_column(
        table.schema.get_field_index("author_id"), "author_id", pa.array(authors, pa.string())
    )
    if network == "export":
        return table
    names, seal, of = Pseudonyms(keys), Seal(keys), module(network)
    rows = [
        _payload(row, of, partial(newer, row["community_id"]), names, seal)
        for row in table.to_pylist()
    ]
    return pa.Table.from_pylist(rows, schema=table.schema)


def _payload(
    row: dict[str, Any],
    network: ModuleType,
    newer: Callable[[str], str],
    names: Pseudonyms,
    seal: Seal,
) -> dict[str, Any]:
    """The row with its payload's people re-keyed, and its hash and sealed id made again as a pull
    would make them.
    """
    if row["payload"]:
        payload = orjson.loads(row["payload"])
        people = set(_people(payload, network.PEOPLE, ()))
        payload = _HEX.sub(lambda m: newer(m[0]) if m[0] in people else m[0], row["payload"])
        payload = as_json(
            orjson.loads(payload)
        )  # where ids are keys, their order is another one now
        row |= {
            "payload": payload,
            "row_hash": names.fingerprint(f"{payload}{row['is_brand']}".encode()),
        }
    if row["sealed_id"] and (raw_id := seal.open(row["sealed_id"])):
        row["sealed_id"] = seal.close(raw_id)
    return row


def _people(value: Any, people: People, path: tuple[str, ...]) -> Iterator[str]:
    """Every pseudonym in a payload: where its network has people, and in the addresses of posts."""
    if isinstance(value, list):
        for one in value:
            yield from _people(one, people, path)
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _people(one, people, (*path, str(key)))
    elif isinstance(value, str):
        is_person = bool(path) and (people.rule(path) == "ids" or path[-1] in PERSON_IDS)
        if is_person and _HEX.fullmatch(value):
            yield value
        yield from _IN_URI.findall(value)


def _rekey_list(keys: tuple[bytes, ...]) -> int:
    rows = 0
    for name in lake.names(suppression.FOLDER):
        found = suppression.rows(name)
        own = [suppression.own_keys(keys[row["keys"] :], row["kind"]) for row in found]
        entries = [
            row | {"person": suppression.rekeyed(row["person"], newer), "keys": len(keys)}
            for row, newer in zip(found, own, strict=True)
        ]
        after = next((row["person"] for row in entries if row["kind"] == suppression.PERSON), name)
        lake.write_rows(suppression.FOLDER, after, entries)
        if after != name:
            lake.filesystem().rm(lake.path(suppression.FOLDER, f"{name}.parquet"))
        rows += len(entries)
    return rows
