"""A network's payload through the door: people's ids become pseudonyms, their names go, their texts
are masked.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from transforms.extract.door import PERSON, Door, clean
from transforms.people.columns import holds_person
from transforms.people.masking import mask_profiles

PERSON_IDS = ("id", "did", "pk", "id_str", "channelId")
_DID = re.compile(r"did:(?:plc|web|key):[\w.%:-]*\w")


@dataclass(frozen=True)
class People:
    """Where a network's payloads hold people: paths by their last steps, without places in lists.

    `persons` are objects that are a person: their id becomes a pseudonym, their counts stay, all
    the rest goes. `ids` become pseudonyms, `names` go with all that is below them, `texts` and
    `html` are masked (html as plain text), `kept` are fields that only look like a person's. What
    no list names is kept when it looks like an id, a link, a date or a number, masked when it looks
    like words, and gone when its name says that it is a person's.
    """

    persons: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    html: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    rules: dict[str, list[tuple[tuple[str, ...], str]]] = field(
        init=False, default_factory=dict, repr=False
    )

    def __post_init__(self) -> None:
        for rule in ("persons", "ids", "names", "texts", "html", "kept"):
            for path in getattr(self, rule):
                steps = tuple(path.split("."))
                self.rules.setdefault(steps[-1], []).append((steps, rule))
        for found in self.rules.values():
            found.sort(key=lambda one: -len(one[0]))

    def rule(self, path: tuple[str, ...]) -> str | None:
        """What the longest listed path that `path` ends with says."""
        for steps, rule in self.rules.get(path[-1], ()):
            if path[-len(steps) :] == steps:
                return rule
        return None


def through(
    door: Door,
    people: People,
    network: str,
    payload: Any,
    language: str | None = None,
    names: tuple[str, ...] = (),
) -> Any:
    """The payload as it may be kept; `names` are its author's, taken out of its texts."""
    return _Passage(door, people, network, language, names).value(payload, ())


class _Passage:
    def __init__(
        self, door: Door, people: People, network: str, language: str | None, names: tuple[str, ...]
    ) -> None:
        self._door, self._people, self._network, self._language = door, people, network, language
        self._names = names
        self._by_rule: dict[str, Callable[[Any, tuple[str, ...]], Any]] = {
            "persons": self._person,
            "ids": self._id,
            "names": self._name,
            "texts": self._text,
            "html": self._html,
            "kept": self._kept,
        }

    def value(self, value: Any, path: tuple[str, ...]) -> Any:
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, list):
            return [self.value(one, path) for one in value]
        rule = self._people.rule(path) if path else None
        if rule:
            return self._by_rule[rule](value, path)
        if path and holds_person(path[-1]):
            return self._person(value, path)
        if isinstance(value, dict):
            return {
                self._key(str(key)): self.value(one, (*path, str(key)))
                for key, one in value.items()
            }
        return self._other(value) if isinstance(value, str) else value

    def _person(self, value: Any, path: tuple[str, ...]) -> Any:
        if not isinstance(value, dict):
            return self._name(value, path)
        return {key: self._of_person(str(key), one) for key, one in value.items()}

    def _of_person(self, key: str, value: Any) -> Any:
        if key in PERSON_IDS:
            return self._door.author(self._network, str(value))
        return value if value is None or isinstance(value, int | float) else PERSON

    def _id(self, value: Any, path: tuple[str, ...]) -> Any:
        if isinstance(value, dict):
            return {
                self._key(str(key)): self.value(one, (*path, str(key)))
                for key, one in value.items()
            }
        return self._door.author(self._network, str(value))

    def _name(self, value: Any, _: tuple[str, ...]) -> Any:
        return value if isinstance(value, str) and self._door.is_brand(value) else PERSON

    def _text(self, value: Any, path: tuple[str, ...]) -> Any:
        if isinstance(value, str):
            found = self._door.text(value, self._network, self._language, names=self._names)
            return self._dids(found)
        return (
            {k: self._text(v, path) for k, v in value.items()} if isinstance(value, dict) else value
        )

    def _html(self, value: Any, path: tuple[str, ...]) -> Any:
        return self._text(plain_text(value), path) if isinstance(value, str) else value

    def _kept(self, value: Any, path: tuple[str, ...]) -> Any:
        if isinstance(value, dict):
            return {
                self._key(str(key)): self.value(one, (*path, str(key)))
                for key, one in value.items()
            }
        return self._dids(clean(value)) if isinstance(value, str) else value

    def _other(self, value: str) -> str:
        found = clean(value)
        if "<" in found and ">" in found:
            found = plain_text(found)
        if any(c.isspace() for c in found) or "@" in found:
            return self._dids(self._door.text(found, self._network, self._language))
        return self._dids(mask_profiles(found, network=self._network, kept=self._door.brand))

    def _key(self, key: str) -> str:
        return key if key.isidentifier() else self._other(key)

    def _dids(self, value: str) -> str:
        if "did:" not in value:
            return value
        return _DID.sub(
            lambda m: m[0] if self._door.is_brand(m[0]) else self._door.author(self._network, m[0]),
            value,
        )


def plain_text(html: str) -> str:
    """The words of an HTML text; paragraphs and line breaks become line ends, entities their
    characters.
    """
    reader = _Words()
    reader.feed(html)
    reader.close()
    return re.sub(r"\n{3,}", "\n\n", "".join(reader.words)).strip()


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []

    def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "p":
            self.words.append("\n\n")

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def parse_marked_section(self, i: int, report: int = 1) -> int:  # noqa: ARG002
        """`<![…>` as browsers take it, a comment: the parent stops with an error at one that is
        broken.
        """
        return int(self.parse_bogus_comment(i))
