"""The reading pipeline, one for both languages: spaCy runs the components, one file each, in this
order.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import spacy
from spacy.language import Language as Pipeline

from transforms.config.industries import Pack
from transforms.enrich.components import (  # noqa: F401 (each registers its factory)
    corrected,
    expectations,
    feelings,
    irony,
    language,
    themes,
)
from transforms.enrich.components.feelings import Model
from transforms.enrich.text import tokens

COMPONENTS = ("language", "feelings", "irony", "theme_tagger", "corrected", "expectations")


def build(model: Model, packs: Mapping[str, Pack]) -> Pipeline:
    """A blank pipeline with every component, reading with `model` and listening to `packs`."""
    nlp = spacy.blank(
        "xx"
    )  # of no language: the words are ours, and spaCy's French takes seconds to import
    tokens.install(nlp)
    for name in COMPONENTS:
        nlp.add_pipe(name, config=_config(name, model))
    for name in ("feelings", "theme_tagger"):
        _component(nlp, name).model = model
    for name in ("theme_tagger", "expectations"):
        _component(nlp, name).use(packs)
    return nlp


def prepare(nlp: Pipeline, industries: Iterable[str | None]) -> None:
    """Make every component ready for posts of these industries: what it learns of them stays."""
    for industry in industries:
        _component(nlp, "theme_tagger").prepare(industry)


def _component(nlp: Pipeline, name: str) -> Any:
    return nlp.get_pipe(name)


def _config(name: str, model: Model) -> dict[str, Any]:
    """What a component takes from the model: its thresholds."""
    if name == "expectations":
        return {answer: model.thresholds.get(answer, 0.5) for answer in ("wants", "explicit")}
    return {}
