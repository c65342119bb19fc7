"""The door: what everything passes before it is written; behind it are no raw author ids and no
strangers' handles.
"""

import json
import math
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from transforms.config.communities import Community
from transforms.lake import cursors
from transforms.people import suppression
from transforms.people.columns import holds_person
from transforms.people.key_mark import check_keys, linked
from transforms.people.masking import mask
from transforms.people.pseudonyms import Pseudonyms, read_keys
from transforms.people.redaction import NAME, redact, redact_anything
from transforms.people.suppression import Suppressed

TEXT_LIMIT = 20_000
SEARCHED_LIMIT = 200_000
PERSON = "[person]"
KEPT_SINCE = "_kept_since"
"""Where retention writes down, for each community, how old a post may be: what it erased is not let in again."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Door:
    """One community's door: it knows the brand's own accounts and the keys of the pseudonyms."""

    def __init__(
        self,
        accounts: Iterable[str],
        pseudonyms: Pseudonyms,
        forgotten: Suppressed | None = None,
        oldest: datetime | None = None,
    ) -> None:
        self.brand = frozenset(plain(account) for account in accounts)
        self.pseudonyms = pseudonyms
        self._forgotten, self._oldest = forgotten or None, oldest

    def lets_in(self, network: str, raw_id: str) -> bool:
        """Whether the author may be kept: not one who asked to be forgotten."""
        return self._forgotten is None or (network, raw_id) not in self._forgotten

    def is_kept(self, created_at: datetime | None) -> bool:
        """Whether a post of that time is not older than the community keeps posts."""
        return self._oldest is None or created_at is None or created_at >= self._oldest

    def is_brand(self, *ids: object) -> bool:
        """Whether one of an author's ids or handles is an account of the brand, in any case, with
        or without @.
        """
        return any(plain(one) in self.brand for one in ids if isinstance(one, str | int))

    def author(self, network: str, raw_id: str) -> str:
        """The author's pseudonym; somebody whom others mention and who asked to be forgotten has
        none.
        """
        return (
            self.pseudonyms.of(network, raw_id.strip()) if self.lets_in(network, raw_id) else PERSON
        )

    def answered(self, network: str, post_id: str | None) -> str | None:
        """The id of the post that was answered; that it was an answer stays known when its author
        is forgotten.
        """
        gone = (
            self._forgotten is not None
            and bool(post_id)
            and self._forgotten.is_post(network, post_id or "")
        )
        return NAME if gone else post_id

    def alias(self, post_id: str) -> str:
        """The id by which a post is known whose own id names its author; the same as a pull of its
        network gives.
        """
        return self.pseudonyms.fingerprint(b"post id " + post_id.encode("utf-8", "surrogatepass"))

    def without_forgotten(self, value: Any) -> Any:
        """A JSON value without the names and words of people who asked to be forgotten."""
        return value if self._forgotten is None else redact_anything(value, self._forgotten.hidden)

    def text(
        self,
        text: str,
        network: str,
        language: str | None = None,
        author_id: str | None = None,
        names: Iterable[str] = (),
    ) -> str:
        """A text that may be kept: valid Unicode, personal data masked, its author's id gone, cut
        at 20,000.

        `names` are what its row says of people elsewhere, such as the author's whole name.
        """
        found = clean(text[:SEARCHED_LIMIT])
        for own in (author_id or "", *names):
            if len(own) >= 4 and own.casefold() in found.casefold() and not self.is_brand(own):
                found = re.sub(
                    rf"@?(?<!\w){re.escape(own)}(?!\w)", "@user", found, flags=re.IGNORECASE
                )
        masked = mask(found, network=network, language=language, kept=self.brand)[:TEXT_LIMIT]
        return masked if self._forgotten is None else redact(masked, self._forgotten.hidden)

    def anything(
        self, value: Any, network: str, author_id: str | None = None, key: str = ""
    ) -> Any:
        """Any JSON value that may be kept: people's fields emptied by their names, every other text
        masked.
        """
        if value is None or isinstance(value, bool):
            return value
        if key and holds_person(key):
            return value if isinstance(value, str) and self.is_brand(value) else PERSON
        if isinstance(value, str):
            return self.text(value, network, author_id=author_id)
        if isinstance(value, int | float):
            return PERSON if author_id and str(value) == author_id else value
        if isinstance(value, dict):
            return {
                self.text(str(k), network)[:200]: self.anything(v, network, author_id, str(k))
                for k, v in value.items()
            }
        if isinstance(value, list | tuple):
            return [self.anything(one, network, author_id, key) for one in value]
        return self.text(str(value), network, author_id=author_id)


def open_door(community: Community) -> Door:
    """The community's door with the keys of this installation."""
    keys = read_keys()
    check_keys(keys)
    return Door(
        community.accounts,
        Pseudonyms(keys, community.name, linked()),
        suppression.read(),
        _oldest(community),
    )


def _oldest(community: Community) -> datetime | None:
    """Since when posts are kept: what retention wrote down, before its first night what the
    community's file says.
    """
    written = cursors.read(KEPT_SINCE).get(community.name)
    if written:
        return datetime.fromisoformat(written)
    return None if community.as_of else datetime.now(UTC) - timedelta(days=community.posts_days)


def plain(account: object) -> str:
    """An account name as it is compared: without @ and case."""
    return str(account).strip().lstrip("@＠").casefold()


def clean(text: str) -> str:
    """`text` as valid Unicode: NUL and other controls removed, surrogate pairs joined, lone ones
    replaced by U+FFFD.
    """
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _CONTROL.sub("", text) if _CONTROL.search(text) else text


def as_json(value: Any) -> str:
    """Compact JSON with sorted keys."""
    try:
        return orjson.dumps(
            value, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS, default=str
        ).decode()
    except (TypeError, orjson.JSONEncodeError):  # lone surrogates, or a number of more than 64 bits
        return json.dumps(_finite(value), sort_keys=True, default=str, allow_nan=False)


def _finite(value: Any) -> Any:
    """The value with null for what JSON has no number for, as orjson writes it."""
    if isinstance(value, dict):
        return {key: _finite(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(one) for one in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
