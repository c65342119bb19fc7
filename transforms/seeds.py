"""Chance that can be repeated: a random seed is a hash of the key of what it decides."""

import hashlib


def seed_of(*key: object) -> int:
    """A seed that depends on the key only."""
    return int.from_bytes(hashlib.sha256("|".join(map(str, key)).encode()).digest()[:8], "big")
