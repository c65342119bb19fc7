"""Who asked to be forgotten: kept out at the door of every later pull, known only by a separately keyed hash."""

import hmac

from transforms import lake
from transforms.extract.pseudonyms import Pseudonyms, read_keys

FOLDER = "suppressed"


class Suppressed:
    """The people who are not let in."""

    def __init__(self, key: bytes, hashes: frozenset[str]) -> None:
        self._key, self._hashes = key, hashes

    def __contains__(self, person: object) -> bool:
        return bool(self._hashes) and isinstance(person, tuple) and hashed(self._key, *person) in self._hashes


def hashed(key: bytes, network: str, raw_id: str) -> str:
    """What the list keeps of a person: 32 hexadecimal digits under a key that no pseudonym is made with."""
    own_key = hmac.digest(key, b"suppression list", "sha256")
    return hmac.digest(own_key, f"{network}:{raw_id.strip()}".encode("utf-8", "surrogatepass"), "sha256").hex()[:32]


def read() -> Suppressed:
    """The list of this installation; its key comes from the oldest pseudonym key, so it survives a rotation."""
    return Suppressed(read_keys()[0], frozenset(lake.read(FOLDER).column("person").to_pylist()))


def add(network: str, raw_id: str) -> None:
    """Keep a person out from now on."""
    person = hashed(read_keys()[0], network, raw_id)
    lake.write_rows(FOLDER, person, [{"person": person}])


def pseudonyms(network: str, raw_id: str) -> list[str]:
    """Every pseudonym the person has had here, the newest first: one per key of the chain."""
    keys = read_keys()
    return [Pseudonyms(keys[:n]).of(network, raw_id.strip()) for n in range(len(keys), 0, -1)]
