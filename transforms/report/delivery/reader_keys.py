"""What stands for a reader: an id that logs may hold, and a sign that only the reader's own mail
holds.
"""

import hashlib
import hmac

from transforms.config import addresses
from transforms.config.settings import settings


def recipient_id(address: str) -> str:
    """16 hex digits for an address: Airflow logs what it maps over."""
    return _keyed("", address)


def sign(address: str) -> str:
    """16 hex digits that the answers to a reader's mail carry, so that nobody else can answer in
    the reader's name.
    """
    return _keyed("answer\n", address)


def _keyed(use: str, address: str) -> str:
    return hmac.new(_key(), (use + addresses.key(address)).encode(), hashlib.sha256).hexdigest()[
        :16
    ]


def _key() -> bytes:
    secret, file = settings().pseudonym_keys, settings().home / "secrets" / "pseudonym.key"
    own = (
        file.read_bytes() if file.exists() else b"community-manager-reloaded"
    )  # no post was ever pulled here
    return secret.get_secret_value().encode() if secret else own
