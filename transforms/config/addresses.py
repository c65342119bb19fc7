"""Mail addresses as a mail server will take them."""

import re

import idna
from email_validator import EmailNotValidError, validate_email

_CURLY = "\u2018\u2019\u02bc"
_INSIDE = re.compile(r"([a-z0-9-]+\.)*(localhost|local)", re.IGNORECASE)
"""Names of a house's own machines, which no rule of the public net covers."""


def mailable(address: str) -> str:
    """The address as it is sent to: its domain in ASCII (`xn--…`), its local part as it was
    written.

    ValueError says in plain words why no server would take it. An accented local part is left to
    servers that speak SMTPUTF8 (RFC 6531).
    """
    written = address.strip()
    local, _, domain = written.rpartition("@")
    if any(mark in local for mark in _CURLY):
        raise ValueError(
            f"{written[:80]!r} holds a typographic apostrophe; write it with a straight one (')"
        )
    inside = bool(_INSIDE.fullmatch(domain))
    try:
        known = validate_email(
            f"{local}@example.org" if inside else written,
            check_deliverability=False, test_environment=True, strict=True, allow_domain_literal=True,
        )  # fmt: skip
    except EmailNotValidError as error:
        raise ValueError(f"{written[:80]!r} cannot be mailed: {error}") from None
    return f"{known.local_part}@{domain if domain.isascii() else known.ascii_domain}"


def is_mailable(address: str) -> bool:
    """Whether a mail server may take the address at all."""
    try:
        mailable(address)
    except ValueError:
        return False
    return True


def key(address: str) -> str:
    """What two spellings of one address share: as it is sent to, in lower case."""
    return (mailable(address) if is_mailable(address) else address.strip()).lower()


def shown(address: str) -> str:
    """The address as people write it: its domain in its own letters."""
    local, _, domain = address.rpartition("@")
    try:
        return f"{local}@{idna.decode(domain)}"
    except idna.IDNAError:
        return address
