"""Sentences in the reader's language: plurals, elision, numbers, dates and the spaces that French
asks for.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import Any, Literal
from zoneinfo import ZoneInfo

import yaml
from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from transforms.ground.capitals import upper_first
from transforms.reading import NAMES
from transforms.report.said.blocks import Sentence, Span

NARROW, WIDE = "\u202f", "\u00a0"

_ISO_DATE = re.compile(r"\b20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])\b")

Value = str | Span | Sentence


class Words:
    """Everything the report can say in one language."""

    def __init__(self, language: str, more: Path | None = None) -> None:
        self.language = language
        self.locale = Locale.parse("fr_FR" if language == "fr" else "en_GB")
        self._data = _read(language) | (_own(more, language) if more else {})

    def get(self, path: str) -> Any:
        """The entry at `path`, such as `sections.climate`."""
        found: Any = self._data
        for key in path.split("."):
            found = found[key]
        return found

    def word(self, group: str, key: str) -> str:
        """A word of a group, or the key itself, made readable, when the language file does not know
        it.
        """
        return str(self._data[group].get(key, key.replace("_", " ")))

    def say(self, path: str, n: float | None = None, /, **values: Value) -> Sentence:
        """The sentence at `path` with `values` put in; `n` chooses the plural."""
        template = self.get(path)
        if isinstance(template, dict):
            template = template.get(self.locale.plural_form(abs(n or 0)), template["other"])
        spans: list[Span] = []
        for literal, name, _, _ in Formatter().parse(template):
            spans += [Span(literal)] if literal else []
            spans += _spans(values, name) if name else []
        return tuple(spans)

    def count(self, noun: str, n: int, mart: str) -> Sentence:
        """`3 messages`, in the right number."""
        return self.say(f"counts.{noun}", n, x=self.number(n, mart))

    def number(self, value: float, mart: str, digits: int = 0) -> Span:
        shown = format_decimal(
            round(value, digits) + 0.0,  # no minus before a nought
            format="#,##0." + "0" * digits if digits else "#,##0",
            locale=self.locale,
        )
        return Span(_signs(shown), mart, float(value))

    def share(self, value: float, mart: str) -> Span:
        """A share in 0..1 as a percentage; below one per cent with one decimal."""
        tiny = 0.0005 <= abs(value) < 0.0095
        pattern = ("0.0" if tiny else "#,##0") + (f"{WIDE}%" if self.language == "fr" else "%")
        return Span(
            _signs(format_percent(value, format=pattern, locale=self.locale)), mart, float(value)
        )

    def lift(self, value: float, mart: str) -> Span:
        """A relative change with its sign."""
        shown = self.share(value, mart)
        return Span(shown.text if value < 0 else f"+{shown.text}", mart, float(value))

    def duration(self, minutes: float, mart: str) -> Sentence:
        """`32 minutes`, `3 hours`, `2 days`: in the unit that a person would say."""
        unit, size = next(
            (u for u in (("days", 1440), ("hours", 60)) if minutes >= 2 * u[1]), ("minutes", 1)
        )
        shown = max(1, round(minutes / size))
        number = Span(self.number(shown, mart).text, mart, minutes)
        return self.say(f"durations.{unit}", shown, x=number)

    def fraction(self, share: float, sure: bool = True) -> str:
        """A share of replies in words: `about one reply in three`, without the about where a
        perhaps stands before it.
        """
        ways = self._data["fractions"]
        place = next(i for i, (most, _) in enumerate(ways) if share <= most)
        exact = not sure or place in (0, len(ways) - 1)
        return str(ways[place][1]) if exact else f"{self._data['about']} {ways[place][1]}"

    def rate(self, value: float, mart: str) -> Span:
        """A small share, with one decimal below a tenth."""
        pattern = ("0.0" if abs(value) < 0.0995 else "#,##0") + (
            f"{WIDE}%" if self.language == "fr" else "%"
        )
        shown = format_percent(value, format=pattern, locale=self.locale)
        return Span(_signs(shown), mart, float(value))

    def tone(self, value: float, mart: str) -> Span:
        return self.number(value, mart, digits=2)

    def day(self, day: date, weekday: bool = True, year: bool = True) -> str:
        """`mardi 17 juin 2025`, `mardi 1er juillet 2025`, `Tuesday 17 June 2025`."""
        pattern = "EEEE " * weekday + "d MMMM" + " y" * year
        shown = format_date(day, pattern, locale=self.locale)
        if self.language == "fr" and day.day == 1:
            shown = re.sub(r"\b1 ", "1er ", shown, count=1)
        return shown

    def moment(self, instant: datetime, zone: str) -> str:
        """`mardi 18 h 05` or `Tuesday 18:05`, on the community's own clock."""
        local = instant.astimezone(ZoneInfo(zone))
        return f"{format_date(local, 'EEEE', locale=self.locale)} {self.clock(local.hour, local.minute)}"

    def clock(self, hour: int, minute: int) -> str:
        """`18 h 05`, `18 h` or `18:05`."""
        if self.language != "fr":
            return f"{hour:02d}:{minute:02d}"
        return f"{hour}{NARROW}h" + (f"{NARROW}{minute:02d}" if minute else "")

    def dated(self, text: str) -> str:
        """The text with its ISO dates as the reader writes them."""
        return _ISO_DATE.sub(lambda m: self.day(date.fromisoformat(m[0]), weekday=False), text)

    def own(self, text: str) -> str:
        """A text of ours from elsewhere, such as a pack or an advice's basis, with the typography
        of the language.
        """
        return french(text) if self.language == "fr" else text.replace("'", "’")

    def filled(self, draft: str) -> str:
        """A reply plan with its `{name}` as `[first name]`: what a human fills in before sending."""
        return self.own(self._blanks(draft))

    def _blanks(self, draft: str) -> str:
        return re.sub(r"\{(\w+)\}", lambda m: f"[{self._data['blanks'].get(m[1], m[1])}]", draft)

    def emotion(self, emotion: str, form: Literal["name", "the", "from", "to"] = "name") -> str:
        return str(self._data["emotions"][emotion][form])

    def joined(self, items: Sequence[Sentence]) -> Sentence:
        """`a, b et c`."""
        last = " et " if self.language == "fr" else " and "
        spans: list[Span] = []
        for i, item in enumerate(items):
            if i:
                spans.append(Span(last if i == len(items) - 1 else ", "))
            spans += item
        return tuple(spans)


@lru_cache
def words(language: str, more: Path | None = None) -> Words:
    """The report's sentences in one language; `more` is a folder whose file of that language adds
    groups of its own.
    """
    return Words(language, more)


def _spans(values: dict[str, Value], name: str) -> list[Span]:
    """The value of a placeholder; `{The}` is the value of `the` with a capital."""
    value = values[name] if name in values else values[name.lower()]
    spans = (
        list(value)
        if isinstance(value, tuple)
        else [value if isinstance(value, Span) else Span(value)]
    )
    if name not in values and spans:
        first = spans[0]
        spans[0] = Span(upper_first(first.text), first.mart, first.value)
    return spans


@lru_cache
def _read(language: str) -> dict[str, Any]:
    text = (Path(__file__).parents[1] / "languages" / f"{language}.yml").read_text(encoding="utf-8")
    data = yaml.safe_load(text)
    for kind, labels in NAMES.items():
        data[kind] = {key: getattr(label, language) for key, label in labels.items()} | data.get(
            kind, {}
        )
    return _typeset(data, language)


def _own(folder: Path, language: str) -> dict[str, Any]:
    text = (folder / f"{language}.yml").read_text(encoding="utf-8")
    return _typeset(yaml.safe_load(text), language)


def _typeset(data: Any, language: str) -> Any:
    if isinstance(data, dict):
        return {key: _typeset(value, language) for key, value in data.items()}
    if isinstance(data, list):
        return [_typeset(value, language) for value in data]
    if not isinstance(data, str):
        return data
    return french(data) if language == "fr" else _signs(data.replace("'", "’"))


def french(text: str) -> str:
    """`text` with the no-break spaces and apostrophes of French typography."""
    text = re.sub(r" ([;!?%»])", NARROW + r"\1", text.replace("'", "’"))
    return _signs(re.sub(r" :", f"{WIDE}:", text.replace("« ", f"«{NARROW}")))


def _signs(text: str) -> str:
    return re.sub(r"(?<![\w\u2013])-(?=\d)", "\u2212", text)
