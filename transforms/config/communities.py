"""Community files: who is listened to, where, and who gets the report."""

import os
import re
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import Field, StringConstraints, field_validator, model_validator

from transforms.config import addresses, yaml_files
from transforms.config.errors import BadInput
from transforms.config.exports import shapes
from transforms.config.exports.mapping import Mapping
from transforms.config.networks import NetworkName
from transforms.config.settings import settings
from transforms.reading import Strict

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,40}$")]
CLOCK = {"fr": "Europe/Paris", "en": "UTC"}
"""The time zone of a new community where nobody says which: a guess from its language, said as one."""
Section = Literal[
    "climate",
    "signals",
    "expectations",
    "people",
    "advice",
    "yours",
    "outcomes",
    "rivals",
    "notes",
]


class Source(Mapping):
    """One place to pull from; a file may say how it is read: by the `kind` of tool it is of, or
    column by column.
    """

    network: NetworkName
    path: str | None = None
    kind: str | None = None
    account: str | None = None
    handle: str | None = None
    instance: str | None = None
    connection: str | None = None
    terms: list[str] = Field([])
    request_budget: int = Field(2000, gt=0)
    metric_days: int = Field(7, ge=0)

    @field_validator("path", "instance")
    @classmethod
    def _expand(cls, value: str | None) -> str | None:
        return expand(value) if value else value

    @model_validator(mode="after")
    def _reading_is_for_files(self) -> "Source":
        said = sorted(self.model_fields_set & {"kind", *Mapping.model_fields})
        if self.network != "export" and said:
            raise ValueError(f"{', '.join(said)}: only for files (network: export)")
        if self.kind is not None:
            try:
                shapes.shape(self.kind)
            except BadInput as error:
                raise ValueError(str(error)) from None
        return self

    @property
    def mapping(self) -> Mapping:
        """How the source's file is read."""
        return shapes.effective(self, self.kind)


class Recipient(Strict):
    """Who gets the mail, in which language and at which local hour."""

    email: str = Field(min_length=3, max_length=320)
    language: Literal["fr", "en"] | None = None
    sections: Literal["all"] | list[Section] = "all"
    send_at: Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] = "08:00"
    digest: Literal["weekly", "none"] = "weekly"
    pdf: bool = False

    @field_validator("email")
    @classmethod
    def _as_sent(cls, value: str) -> str:
        """The domain in ASCII; what no server takes stays as written, for `read_folder` to name and
        leave out.
        """
        return addresses.mailable(value) if addresses.is_mailable(value) else value.strip()


class Limits(Strict):
    banned_themes: list[str] = Field([])
    max_posts_per_day: int = Field(3, ge=0)


class Retention(Strict):
    """How long things are kept, in days: posts (else `retention_days`), and the reports made of
    them.
    """

    posts_days: int | None = Field(None, gt=0)
    mail_days: int = Field(400, gt=0)


class Brand(Strict):
    colour: Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")] = "#3b5bdb"
    logo: str | None = None


class Community(Strict):
    """One community, one file; DESIGN's contract."""

    name: Name
    industry: str
    language: Literal["fr", "en"]
    timezone: str = "UTC"
    accounts: list[str] = Field(min_length=1)
    sources: list[Source] = Field(min_length=1)
    recipients: list[Recipient] = Field([])
    as_of: Literal["latest"] | None = None
    simulated: bool = False
    retention_days: int = Field(730, gt=0)
    retention: Retention = Retention()
    limits: Limits = Limits()
    brand: Brand = Brand()
    pool: bool = False
    pulse: bool = False
    """Looked at every hour for a crisis, between two nights."""
    rival_of: Name | None = None
    """The community that this one is compared with: read like it, without advice or mail."""

    @model_validator(mode="after")
    def _a_rival_is_only_listened_to(self) -> "Community":
        if self.rival_of is None:
            return self
        if self.rival_of == self.name:
            raise ValueError("rival_of: a community is no rival of itself")
        if self.recipients:
            raise ValueError("recipients: a rival's community gets no mail; it is in the other's")
        if self.pool:
            raise ValueError("pool: a rival's community lends to nobody and is in no benchmark")
        return self

    @model_validator(mode="after")
    def _a_pulse_is_of_today_and_of_ours(self) -> "Community":
        if self.pulse and self.rival_of is not None:
            raise ValueError("pulse: a rival's community gets no mail, so nobody would be told")
        if self.pulse and self.as_of == "latest":
            raise ValueError("pulse: a community of old files (as_of: latest) has no present hour")
        return self

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        if value not in _zones():
            raise ValueError(f"unknown time zone '{value}'; use an IANA name such as Europe/Paris")
        return value

    @field_validator("accounts")
    @classmethod
    def _text(cls, value: list[Any]) -> list[str]:
        return [str(v).lstrip("@") for v in value]

    @property
    def posts_days(self) -> int:
        """How many days a post is kept after it was written."""
        return self.retention.posts_days or self.retention_days

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


@lru_cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def expand(value: str) -> str:
    """`value` with every `${NAME}` replaced; CMR_HOME, CMR_SHARED and CMR_DATA have defaults."""
    known = {
        "CMR_HOME": str(settings().home.resolve()),
        "CMR_SHARED": str(settings().shared),
        "CMR_DATA": str(settings().shared / "data" / "posts"),
    } | dict(os.environ)

    def one(match: re.Match[str]) -> str:
        if match[1] not in known:
            raise ValueError(f"the environment variable {match[1]} is not set")
        return known[match[1]]

    return re.sub(r"\$\{(\w+)\}", one, value)


def read_community(path: Path) -> Community:
    """One community file; BadInput names file, line and field."""
    community = yaml_files.read(path, Community)
    known = sorted(p.stem for p in settings().industries.glob("*.yml"))
    if community.industry not in known:
        raise BadInput(
            f"{path}: industry: no pack called '{community.industry}'; there are {', '.join(known)}"
        )
    return community


def files_in(folder: Path) -> list[Path]:
    """The community files of a folder, in the order of their names; both endings of YAML are."""
    return sorted(path for path in folder.glob("*.y*ml") if path.suffix in (".yml", ".yaml"))


def read_folder(folder: Path) -> tuple[list[Community], list[str]]:
    """The folder's communities and the errors of what cannot be used.

    A broken file is one error and the others are still read. Two files with one name are both left
    out. An address that no server takes is left out alone; one that asks for two languages is left
    out of every file, because guessing would mail somebody the wrong thing.
    """
    if not folder.is_dir():
        raise BadInput(
            f"{folder}: no such folder; set CMR_COMMUNITIES to the folder with your community files"
        )
    found: dict[Path, Community] = {}
    errors: list[str] = []
    for path in files_in(folder):
        try:
            found[path] = read_community(path)
        except BadInput as error:
            errors.append(str(error))
    clashes = _shared_names(found) | _rivals_of_nobody(found)
    refused, unclear = _unmailable(found), _two_languages(found)
    left_out = refused | unclear
    communities = [
        _without(community, left_out) for path, community in found.items() if path not in clashes
    ]
    return communities, errors + list(clashes.values()) + list(left_out.values())


def language_of(recipient: Recipient, community: Community) -> str:
    """The language a recipient reads: what the file says, else the community's."""
    return recipient.language or community.language


def _without(community: Community, left_out: dict[str, str]) -> Community:
    kept = [r for r in community.recipients if r.email.lower() not in left_out]
    return community.model_copy(update={"recipients": kept})


def _shared_names(found: dict[Path, Community]) -> dict[Path, str]:
    clashes = {}
    for path, community in found.items():
        others = [p.name for p, c in found.items() if c.name == community.name and p != path]
        if others:
            clashes[path] = (
                f"{path}: name: '{community.name}' is also the name in {', '.join(others)}; give each its own"
            )
    return clashes


def _rivals_of_nobody(found: dict[Path, Community]) -> dict[Path, str]:
    """Rivals whose community has no file, or is a rival itself."""
    ours = {community.name for community in found.values() if community.rival_of is None}
    return {
        path: f"{path}: rival_of: no community called '{community.rival_of}' that is yours; "
        f"there are {', '.join(sorted(ours)) or 'none'}"
        for path, community in found.items()
        if community.rival_of is not None and community.rival_of not in ours
    }


def rivals_of(name: str, communities: list[Community]) -> tuple[str, ...]:
    """The names of a community's rivals, in the order of their names."""
    return tuple(sorted(one.name for one in communities if one.rival_of == name))


def _unmailable(found: dict[Path, Community]) -> dict[str, str]:
    """Why an address cannot be mailed, with the file and the line that hold it."""
    errors = {}
    for path, community in found.items():
        for recipient in community.recipients:
            try:
                addresses.mailable(recipient.email)
            except ValueError as error:
                line = _line_of(path, recipient.email)
                errors[recipient.email.lower()] = (
                    f"{path}:{line}: recipients: {error}; nobody else is left out"
                )
    return errors


def _line_of(path: Path, words: str) -> int:
    rows = path.read_text(encoding="utf-8").splitlines()
    return next((number for number, row in enumerate(rows, start=1) if words in row), 1)


def _two_languages(found: dict[Path, Community]) -> dict[str, str]:
    wanted: dict[str, dict[str, Path]] = {}
    for path, community in found.items():
        for recipient in community.recipients:
            wanted.setdefault(recipient.email.lower(), {})[language_of(recipient, community)] = path
    return {
        address: f"{', '.join(str(p) for p in paths.values())}: recipients: {address} is asked for in "
        f"{' and '.join(sorted(paths))}; one address gets one mail, so give it one `language`"
        for address, paths in wanted.items()
        if len(paths) > 1
    }
