"""Pseudonyms of authors: keyed hashes, chained so that a key can be rotated without the raw ids.

`id_0 = network:raw id`, `id_n = HMAC-SHA256(key_n, id_{n-1})` as 32 hexadecimal digits. A new key
is appended to the list; what the lake holds under the old last key becomes `hmac(new key, old
pseudonym)`, the same value as a new pull. One link more makes a pseudonym its community's own;
lakes that an older version began get it with their next rotation.
"""

import hashlib
import hmac
import logging
import os
import secrets
from collections.abc import Sequence
from pathlib import Path

from transforms.config.errors import BadInput
from transforms.config.settings import make_home, settings

log = logging.getLogger("cmr")

LENGTH = 32
REMEMBERED = 200_000


class Pseudonyms:
    """The pseudonyms under one list of keys, oldest first; in a `community`, its own after so many
    keys (`linked`).
    """

    def __init__(
        self, keys: Sequence[bytes], community: str | None = None, linked: int = 0
    ) -> None:
        if not keys:
            raise ValueError("no pseudonym key")
        self._keys = tuple(keys)
        self._links = (
            {linked: own_key(keys[linked - 1], community)}
            if community and 0 < linked <= len(keys)
            else {}
        )
        self._known: dict[tuple[str, str], str] = {}

    def of(self, network: str, raw_id: str) -> str:
        """The pseudonym of one author of a network: 32 hexadecimal digits."""
        found = self._known.get((network, raw_id))
        if found is None:
            found = f"{network}:{raw_id}"
            for place, key in enumerate(self._keys, start=1):
                found = chain(key, found)
                if place in self._links:
                    found = chain(self._links[place], found)
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[network, raw_id] = found
        return found

    def fingerprint(self, content: bytes) -> str:
        """A keyed hash of a row's content, 32 hexadecimal digits; the oldest key only, so it
        survives a rotation.
        """
        return hashlib.blake2b(
            content, key=self._keys[0][:64], digest_size=16, person=b"row"
        ).hexdigest()

    @property
    def version(self) -> str:
        """Names the list of keys without telling them."""
        return hmac.digest(self._keys[-1], f"version {len(self._keys)}".encode(), "sha256").hex()[
            :12
        ]


def own_key(key: bytes, community: str) -> bytes:
    """The key that makes pseudonyms a community's own, so that nobody can be followed from one to
    another.
    """
    return hmac.digest(key, f"community {community}".encode(), "sha256")


def chain(key: bytes, previous: str) -> str:
    """The next pseudonym after `previous` under `key`."""
    return hmac.digest(key, previous.encode("utf-8", "surrogatepass"), "sha256").hex()[:LENGTH]


def read_keys() -> tuple[bytes, ...]:
    """The keys of CMR_PSEUDONYM_KEYS, else of the key file, which is made the first time and then
    said so.
    """
    given = settings().pseudonym_keys
    if given is not None:
        keys = _split(given.get_secret_value())
        if not keys:
            raise BadInput(
                "CMR_PSEUDONYM_KEYS: is set but holds no key; give at least one, oldest first"
            )
        return keys
    path = key_file()
    if not path.exists():
        _create(path)
    keys = _split(path.read_text(encoding="utf-8"))
    if not keys:
        raise BadInput(
            f"{path}: holds no key; restore it from a backup, or people will look like strangers"
        )
    return keys


def key_file() -> Path:
    return settings().home.resolve() / "secrets" / "pseudonym.key"


def _split(value: str) -> tuple[bytes, ...]:
    return tuple(
        part.strip().encode() for part in value.replace(",", "\n").splitlines() if part.strip()
    )


def _create(path: Path) -> None:
    make_home()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(secrets.token_hex(32) + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.link(
            draft, path
        )  # fails when another task was first: then that task's key is everybody's key
        log.warning(
            "a pseudonym key was created in %s; back it up, and give it to every worker", path
        )
    except FileExistsError:
        pass
    finally:
        draft.unlink(missing_ok=True)
