"""The model card, written by the training from what it measured."""

from pathlib import Path
from typing import Any

from jinja2 import Template

from transforms.enrich.model.post_model import OUTPUTS, TRAINED
from transforms.training.evaluate import as_text

PROJECT = Path(__file__).parents[2]


def write(version: str, facts: dict[str, Any], measured: dict[str, Any], target: Path) -> Path:
    """Write `docs/model_card.md` for the committed model, or `model_card.md` beside a model trained
    elsewhere.
    """
    committed = target.resolve() == TRAINED.resolve()
    file = PROJECT / "docs" / "model_card.md" if committed else target / "model_card.md"
    file.write_text(render(version, facts, measured), encoding="utf-8")
    return file


def render(version: str, facts: dict[str, Any], measured: dict[str, Any]) -> str:
    """The card's text."""
    data = "\n".join(
        f"| {n} | `{d['file']}` | {d['licence']} | `{d['sha256']}` |"
        for n, d in sorted(facts["data"].items())
    )
    cuts = ", ".join(f"{output} {facts['thresholds'][output]:.2f}" for output in OUTPUTS)
    template = (Path(__file__).parent / "card.md.j2").read_text(encoding="utf-8")
    return Template(template, keep_trailing_newline=True).render(
        version=version,
        read_on=f"{measured['read_on']:.0%}",
        thresholds=cuts,
        data=data,
        figures=as_text(measured),
    )
