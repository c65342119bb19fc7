"""How a file of somebody else's tool is read: their columns as ours, their dates, what every row
has in common.
"""

import re
from collections.abc import Mapping as Names
from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

import jmespath
from pydantic import StringConstraints, field_validator, model_validator

from transforms.reading import Strict

REQUIRED = ("post_id", "network", "author_id", "text", "created_at")
COUNTS = ("likes", "replies", "shares", "views", "followers")
INSTANTS = ("created_at", "observed_at", "updated_at")
OTHERS = ("account", "language", "in_reply_to", "format", "url", "deleted", "advice_id")
FIELDS = frozenset({*REQUIRED, *COUNTS, *INSTANTS, *OTHERS})
"""The fields of an export row, DESIGN's contract."""

_PATH = re.compile(r"[.\[\]|&(@*`\"!=]")
Theirs = Annotated[str, StringConstraints(min_length=1, max_length=300)]


class Dates(Strict):
    """How dates are written: as `format`s of strptime, or with the day or the month `first`; on
    whose clock: `zone`.
    """

    format: list[str] = []
    first: Literal["day", "month"] | None = None
    zone: str | None = None

    @field_validator("format", mode="before")
    @classmethod
    def _one_or_many(cls, value: Any) -> Any:
        return [value] if isinstance(value, str) else value

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, value: str | None) -> str | None:
        if value is not None and value not in available_timezones():
            raise ValueError(f"unknown time zone '{value}'; use an IANA name such as Europe/Paris")
        return value

    @model_validator(mode="after")
    def _somebodys_clock(self) -> "Dates":
        if self.zone is None and (self.first or any("%z" not in one for one in self.format)):
            raise ValueError(
                "dates without an offset need `zone`: on whose clock, such as Europe/Paris or UTC"
            )
        return self


class Mapping(Strict):
    """Their columns as ours; all of it optional, because a file may have our columns already.

    `columns` is ours: theirs, where theirs is a column's name, a JMESPath in JSON, or a list of
    which the first that a row has counts. `constants` are what every row has in common; `{account}`
    is the source's account.
    """

    columns: dict[str, list[Theirs]] = {}
    dates: Dates | None = None
    delimiter: Annotated[str, StringConstraints(min_length=1, max_length=1)] | None = None
    decimal: Literal[",", "."] | None = None
    encoding: str | None = None
    sheet: str | int | None = None
    constants: dict[str, str] = {}
    values: dict[str, dict[str, str]] = {}
    records: str | None = None
    ids: Literal["content"] | None = None
    """Posts without an id get one made of what they say; without an author, each is its own person's."""

    @field_validator("columns", mode="before")
    @classmethod
    def _ours_first(cls, value: Any) -> Any:
        return ours_to_theirs(value) if isinstance(value, dict) else value

    @field_validator("constants", "values")
    @classmethod
    def _our_names(cls, value: dict[str, Any]) -> dict[str, Any]:
        _check_names(value)
        return value

    @field_validator("delimiter", mode="before")
    @classmethod
    def _tab(cls, value: Any) -> Any:
        return "\t" if value in ("\\t", "tab") else value

    @field_validator("encoding")
    @classmethod
    def _known_encoding(cls, value: str | None) -> str | None:
        if value is not None:
            try:
                "".encode(value)
            except LookupError:
                raise ValueError(
                    f"unknown encoding '{value}'; write utf-8, cp1252, mac_roman or utf-16"
                ) from None
        return value

    @field_validator("records")
    @classmethod
    def _valid_records(cls, value: str | None) -> str | None:
        if value is not None:
            path(value)
        return value


def ours_to_theirs(columns: Names[Any, Any]) -> dict[str, list[str]]:
    """The map as {ours: [theirs, …]}, whichever way round it was written; ValueError names what is
    neither.
    """
    pairs = [
        (str(ours), [theirs] if isinstance(theirs, str) else theirs)
        for ours, theirs in columns.items()
    ]
    if all(ours in FIELDS for ours, _ in pairs):
        return dict(pairs)
    found: dict[str, list[str]] = {}
    for theirs, names in pairs:
        for ours in names if isinstance(names, list) else [names]:
            found.setdefault(str(ours), []).append(theirs)
    _check_names(found)
    return found


def compiled(theirs: str) -> Any:
    """`theirs` as a JMESPath where it reads as one, else None: it is a name, such as "Durée
    (s)".
    """
    try:
        return jmespath.compile(theirs) if _PATH.search(theirs) else None
    except jmespath.exceptions.JMESPathError:
        return None


def path(expression: str) -> Any:
    """A compiled JMESPath; ValueError with its reason."""
    try:
        return jmespath.compile(expression)
    except jmespath.exceptions.JMESPathError as error:
        raise ValueError(f"'{expression}' is no JMESPath: {str(error).splitlines()[0]}") from None


def _check_names(names: Names[str, Any]) -> None:
    unknown = sorted(str(name) for name in names if name not in FIELDS)
    if unknown:
        raise ValueError(
            f"no field is called {', '.join(unknown)}; there are {', '.join(sorted(FIELDS))}"
        )
