"""Ids of posts that name their author: a keyed hash for the marts, and a sealed form to ask the
network again.
"""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken

from transforms.people.pseudonyms import Pseudonyms


class Seal:
    """Seals ids under keys derived from the pseudonym keys; only this installation opens them."""

    def __init__(self, keys: tuple[bytes, ...]) -> None:
        self._names = Pseudonyms(keys)
        self._seals = [
            Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"seal of post ids" + key).digest()))
            for key in reversed(keys)
        ]

    def name(self, raw_id: str) -> str:
        """The id as the marts know it: 32 hexadecimal digits, the same after a rotation."""
        return self._names.fingerprint(b"post id " + raw_id.encode())

    def close(self, raw_id: str) -> str:
        return self._seals[0].encrypt(raw_id.encode()).decode()

    def open(self, sealed: str) -> str | None:
        """The raw id, or None when no key opens it."""
        for seal in self._seals:
            try:
                return seal.decrypt(sealed.encode()).decode()
            except InvalidToken:
                continue
        return None
