"""Who asked to be forgotten: kept out at the door of every later pull, and taken out of what others
write.

The list holds only keyed hashes: of the person, of the names they are known by, of the passages
that are their own words, of their posts. Its keys are made from the pseudonym keys and chained like
them, so that a rotation re-keys it.
"""

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

import pyarrow.compute as pc

from transforms import lake
from transforms.people.key_mark import linked
from transforms.people.pseudonyms import Pseudonyms, read_keys
from transforms.people.redaction import Hidden, spoken

FOLDER = "suppressed"
PERSON, NAME, PASSAGE, POST, TEXT = "person", "name", "passage", "post", "text"


class Suppressed:
    """The people who are not let in, and what would tell of them in others' texts."""

    def __init__(
        self, keys: tuple[bytes, ...], hashes: Mapping[str, frozenset[str]], lengths: Iterable[int]
    ) -> None:
        self._keys, self._hashes = keys, hashes
        self._own = {kind: own_keys(keys, kind) for kind in (NAME, PASSAGE, POST, TEXT)}
        self.hidden = Hidden(tuple(sorted(lengths)), self.is_name, self.is_passage)

    def __bool__(self) -> bool:
        return any(self._hashes.values())

    def __contains__(self, person: object) -> bool:
        if not self._hashes.get(PERSON) or not isinstance(person, tuple):
            return False
        return hashed(self._keys, *person) in self._hashes[PERSON]

    def is_name(self, words: str) -> bool:
        """Whether words are a name of somebody on the list; their pseudonyms count as names."""
        return self._holds(NAME, words)

    def is_passage(self, words: str) -> bool:
        """Whether a passage, in the words of `transforms.people.redaction`, is somebody's own."""
        return self._holds(PASSAGE, words)

    def is_post(self, network: str, post_id: str) -> bool:
        return self._holds(POST, f"{network}:{post_id}")

    def is_text(self, text_hash: str) -> bool:
        """Whether a text, by its hash, was written by people on the list only."""
        return self._holds(TEXT, text_hash)

    def _holds(self, kind: str, value: str) -> bool:
        known = self._hashes.get(kind)
        return bool(known) and _chained(self._own[kind], value) in known  # type: ignore[operator]


def own_keys(keys: Iterable[bytes], kind: str) -> tuple[bytes, ...]:
    """The list's own keys for one kind of entry, oldest first: no pseudonym is made with them."""
    return tuple(hmac.digest(key, f"suppression list {kind}".encode(), "sha256") for key in keys)


def hashed(keys: tuple[bytes, ...], network: str, raw_id: str) -> str:
    """What the list keeps of a person: 32 hexadecimal digits under keys that no pseudonym is made
    with.
    """
    first = hmac.digest(keys[0], b"suppression list", "sha256")
    found = hmac.digest(
        first, f"{network}:{raw_id.strip()}".encode("utf-8", "surrogatepass"), "sha256"
    ).hex()[:32]
    return rekeyed(found, own_keys(keys[1:], PERSON))


def rekeyed(found: str, newer: Iterable[bytes]) -> str:
    """An entry under newer keys of the list."""
    for key in newer:
        found = _link(key, found)
    return found


def rows(name: str | None = None) -> list[dict]:
    """The entries of one file, or of all, as they are stored; one without `kind` is a person's,
    under one key.
    """
    stored = lake.read(FOLDER, name).to_pylist()
    return [row | {"kind": row["kind"] or PERSON, "keys": row["keys"] or 1} for row in stored]


def read() -> Suppressed:
    """The list of this installation; entries of before a rotation are re-keyed as they are read."""
    keys, hashes, lengths = read_keys(), defaultdict(set), set()
    for row in rows():
        hashes[row["kind"]].add(rekeyed(row["person"], own_keys(keys[row["keys"] :], row["kind"])))
        if row["kind"] == NAME:
            lengths.add(row["size"])
    return Suppressed(keys, {kind: frozenset(found) for kind, found in hashes.items()}, lengths)


def add(network: str, raw_id: str, entries: Mapping[str, Iterable[str]] | None = None) -> None:
    """Keep a person out from now on, and with them what tells of them: names, passages, posts,
    texts by their kind.
    """
    keys = read_keys()
    person = hashed(keys, network, raw_id)
    wanted = {(PERSON, person): 0}
    for kind, values in (entries or {}).items():
        own = own_keys(keys, kind)
        for value in values:
            said = spoken(value) if kind == NAME else value
            wanted[kind, _chained(own, said)] = len(said.split()) if kind == NAME else 0
    if lake.exists(FOLDER, person):
        before = [row for row in lake.read(FOLDER, person).to_pylist() if row["kind"]]
        wanted = {
            (row["kind"], row["person"]): row["size"] for row in before if row["keys"] == len(keys)
        } | wanted
    found = [
        {"person": h, "kind": k, "size": size, "keys": len(keys)}
        for (k, h), size in sorted(wanted.items())
    ]
    lake.write_rows(FOLDER, person, found)


def pseudonyms(network: str, raw_id: str) -> list[str]:
    """Every pseudonym the person has had here, the newest first: one per key of the chain, in each
    community.
    """
    keys, after, found = read_keys(), linked(), {}
    for n in range(len(keys), 0, -1):
        for community in _communities() if after else [None]:
            found[Pseudonyms(keys[:n], community, after).of(network, raw_id.strip())] = True
    return list(found)


def _communities() -> list[str | None]:
    """Every community that the lake holds posts of, and one that it holds none of."""
    held = {
        name
        for folder in lake.RAW
        for file in lake.names(folder)
        for name in pc.unique(lake.read(folder, file)["community_id"]).to_pylist()
    }
    return [*sorted(held - {None}), None]


@lru_cache(250_000)  # the words of texts recur
def _chained(keys: tuple[bytes, ...], value: str) -> str:
    found = value
    for key in keys:
        found = _link(key, found)
    return found


def _link(key: bytes, value: str) -> str:
    return hashlib.blake2b(
        value.encode("utf-8", "surrogatepass"), key=key, digest_size=16
    ).hexdigest()
