"""Shapes: what the files of one tool look like, one YAML each; a source names one with `kind`."""

from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from transforms.config import yaml_files
from transforms.config.errors import BadInput
from transforms.config.exports.mapping import REQUIRED, Mapping

FOLDER = Path(__file__).resolve().parents[2] / "shapes"


class Shape(Mapping):
    """One tool's file. `signature` are the names or JMESPaths by which it is known when it is met."""

    label: str
    documented: list[str] = Field(min_length=1)
    verified: Literal["real files", "documentation"]
    form: Literal["table", "json", "repository"]
    files: list[str] = Field(min_length=1, description="names that such files have, as globs")
    signature: list[str] = Field([])
    needs: list[str] = Field(
        [], description="fields without which a row is none of ours, such as a rating's text"
    )
    keep: list[str] = Field([], description="their columns that are kept beside the fields")
    notes: str = ""

    @model_validator(mode="after")
    def _gives_a_post(self) -> "Shape":
        given = {*self.columns, *self.constants, *(["post_id"] if self.ids else [])}
        if missing := [name for name in REQUIRED if name not in given]:
            raise ValueError(f"nothing gives {', '.join(missing)}")
        return self

    @property
    def mapping(self) -> Mapping:
        return Mapping.model_construct(
            **{name: getattr(self, name) for name in Mapping.model_fields}
        )


@lru_cache
def read_shapes(folder: Path = FOLDER) -> dict[str, Shape]:
    """Every shape that the product knows, by its name."""
    return {path.stem: yaml_files.read(path, Shape) for path in sorted(folder.glob("*.yml"))}


def shape(kind: str) -> Shape:
    """The shape of that name; BadInput lists the names that there are."""
    known = read_shapes()
    if kind not in known:
        raise BadInput(
            f"no kind of file is called '{kind}'; there are {', '.join(known)}; or say `columns`"
        )
    return known[kind]


def effective(own: Mapping, kind: str | None) -> Mapping:
    """How a source is read: what its kind says, and what the community file says otherwise or more."""
    if kind is None:
        return own
    base = shape(kind).mapping
    said = {
        name: getattr(own, name) for name in Mapping.model_fields if name in own.model_fields_set
    }
    merged = {
        name: getattr(base, name) | said[name]
        for name in ("columns", "constants", "values")
        if name in said
    }
    return base.model_copy(update=said | merged)
