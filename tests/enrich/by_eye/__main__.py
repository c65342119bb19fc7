"""How the shipped model reads sentences of our own, for the eye: `python -m tests.enrich.by_eye` prints
each that is read otherwise than we do, then a table of how many are read as we do.
"""

import io
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

FILE = Path(__file__).with_name("sentences.yml")
NEUTRAL, CLEAR = "neutral", 0.2


class Sentence(NamedTuple):
    """A sentence as we read it: `sign` is +, 0 or -, `first` the emotion felt first, or neutral."""

    kind: str
    language: str
    sign: str
    first: str
    text: str


def sentences() -> list[Sentence]:
    """The sheet's sentences in its order."""
    groups = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return [
        Sentence(group["kind"], group["language"], *one)
        for group in groups
        for one in group["sentences"]
    ]


def read() -> Iterator[tuple[Sentence, dict[str, Any]]]:
    """Each sentence with its reading, as `cmr read` prints it when it is told no language."""
    from transforms.enrich.stdin import read_lines

    sheet, said = sentences(), io.BytesIO()
    lines = [json.dumps({"id": str(n), "text": one.text}) for n, one in enumerate(sheet)]
    read_lines(io.BytesIO("\n".join(lines).encode()), said)
    yield from zip(sheet, map(json.loads, said.getvalue().splitlines()), strict=True)


def sign(reading: dict[str, Any]) -> str:
    """The reading's sentiment as +, 0 or -."""
    value = reading["sentiment"]
    return "+" if value > CLEAR else "-" if value < -CLEAR else "0"


def first(reading: dict[str, Any]) -> str:
    """The emotion that the reading is surest of, or neutral where that is surer."""
    felt = reading["emotions"] | {NEUTRAL: reading["neutral"]}
    return max(felt, key=lambda one: felt[one])


def main() -> None:
    right: Counter[tuple[str, str, str]] = Counter()
    for one, reading in read():
        said = {"n": True, "language": reading["language"] == one.language}
        said |= {"sign": sign(reading) == one.sign, "first": first(reading) == one.first}
        right.update((one.kind, one.language, name) for name, is_right in said.items() if is_right)
        if not all(said.values()):
            ours = f"{one.language} {one.sign} {one.first}"
            print(
                f"{ours:<18} {reading['language']} {sign(reading)} {first(reading):<14} {one.text}"
            )
    print(f"\n{'kind':<20} {'':<3} {'n':>4} {'language':>9} {'sign':>5} {'first':>6}")
    for kind, language in dict.fromkeys((one.kind, one.language) for one in sentences()):
        of = {name: right[kind, language, name] for name in ("n", "language", "sign", "first")}
        print(
            f"{kind:<20} {language:<3} {of['n']:>4} {of['language']:>9} {of['sign']:>5} {of['first']:>6}"
        )


if __name__ == "__main__":
    main()
