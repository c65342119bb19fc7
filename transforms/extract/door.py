"""The door: what everything passes before it is written; behind it are no raw author ids and no strangers' handles."""

import json
import re
from collections.abc import Container, Iterable
from functools import lru_cache
from typing import Any

import orjson

from transforms.config.communities import Community
from transforms.extract import suppression
from transforms.extract.masking import mask
from transforms.extract.pseudonyms import Pseudonyms, read_keys

TEXT_LIMIT = 20_000
SEARCHED_LIMIT = 200_000
PERSON = "[person]"

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_PERSON_KEY = re.compile(
    r"(^|_)(user|users|username|author|authors|name|names|handle|screen|nick\w*|display\w*|first|last|full|profile|avatar"
    r"|bio|description|e?mail|phone|tel|mobile|address|location|city|owner|from|sender|mention\w*|prenom|nom|pseudo|ip)(_|$)",
    re.IGNORECASE,
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


class Door:
    """One community's door: it knows the brand's own accounts and the keys of the pseudonyms."""

    def __init__(
        self, accounts: Iterable[str], pseudonyms: Pseudonyms, forgotten: Container[tuple[str, str]] = ()
    ) -> None:
        self.brand = frozenset(plain(account) for account in accounts)
        self.pseudonyms = pseudonyms
        self._forgotten = forgotten

    def lets_in(self, network: str, raw_id: str) -> bool:
        """Whether the author may be kept: not one who asked to be forgotten."""
        return (network, raw_id) not in self._forgotten

    def is_brand(self, *ids: object) -> bool:
        """Whether one of an author's ids or handles is an account of the brand, in any case, with or without @."""
        return any(plain(one) in self.brand for one in ids if isinstance(one, str | int))

    def author(self, network: str, raw_id: str) -> str:
        """The author's pseudonym."""
        return self.pseudonyms.of(network, raw_id.strip())

    def text(self, text: str, network: str, language: str | None = None, author_id: str | None = None) -> str:
        """A text that may be kept: valid Unicode, personal data masked, its author's id gone, cut at 20,000."""
        found = clean(text[:SEARCHED_LIMIT])
        own = author_id or ""
        if len(own) >= 4 and own.casefold() in found.casefold() and not self.is_brand(own):
            found = re.sub(rf"@?(?<!\w){re.escape(own)}(?!\w)", "@user", found, flags=re.IGNORECASE)
        return mask(found, network=network, language=language, kept=self.brand)[:TEXT_LIMIT]

    def anything(self, value: Any, network: str, author_id: str | None = None, key: str = "") -> Any:
        """Any JSON value that may be kept: people's fields emptied by their names, every other text masked."""
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
                self.text(str(k), network)[:200]: self.anything(v, network, author_id, str(k)) for k, v in value.items()
            }
        if isinstance(value, list | tuple):
            return [self.anything(one, network, author_id, key) for one in value]
        return self.text(str(value), network, author_id=author_id)


def open_door(community: Community) -> Door:
    """The community's door with the keys of this installation."""
    return Door(community.accounts, Pseudonyms(read_keys()), suppression.read())


def plain(account: object) -> str:
    """An account name as it is compared: without @ and case."""
    return str(account).strip().lstrip("@＠").casefold()


def clean(text: str) -> str:
    """`text` as valid Unicode: NUL and other controls removed, surrogate pairs joined, lone ones replaced by U+FFFD."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _CONTROL.sub("", text) if _CONTROL.search(text) else text


@lru_cache(maxsize=10_000)  # the same few hundred names come with every post
def holds_person(key: str) -> bool:
    """Whether a field of this name usually says who somebody is."""
    return bool(_PERSON_KEY.search(_CAMEL.sub("_", key).replace("-", "_").replace(".", "_")))


def as_json(value: Any) -> str:
    """Compact JSON with sorted keys."""
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS, default=str).decode()
    except (TypeError, orjson.JSONEncodeError):  # lone surrogates, or a number of more than 64 bits
        return json.dumps(value, sort_keys=True, default=str)
