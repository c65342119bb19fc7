"""`make truth`: the figures against the truth, printed: `python -m tests.truth
[labelled|days|power|gate …]`.
"""

import argparse
import tempfile
from pathlib import Path

import pandas as pd

from tests.truth import bank_days, gate, labelled, nights, shares
from tests.truth.plan import Plan
from transforms.config.settings import settings
from transforms.enrich import run as enrich
from transforms.reading import EMOTIONS

SIZES = (20, 100, 500)
LANGUAGES = ("fr", "en")
RISES = (0.20, 0.30, 0.45, 0.60, 0.90)
SEEDS = range(nights.UNSEEN, nights.UNSEEN + 8)
"""Worlds of planted days: sixty days have nine weeks' moods, too few to say how often the first of
them is seen.
"""


def print_labelled() -> None:
    """Errors of shares and coverage of their intervals on posts labelled by hand, drawn to shares
    and sizes.
    """
    known = labelled.labelled(settings().shared / "data")
    for language in LANGUAGES:
        felt = known.of(language).felt
        print(
            f"{language}: {len(felt)} posts,",
            dict(zip(EMOTIONS, felt.sum(0).tolist(), strict=True)),
        )
    print(
        shares.cells(shares.trial(known, enrich.thresholds(), enrich.corrections()))
        .round(3)
        .to_string()
    )


def print_days() -> None:
    """Planted days of bank posts, of seeds that chose nothing: what leads them, errors, coverage; and
    by how often anger was planted.
    """
    found = pd.concat(
        bank_days.shares(Plan(language, size, seed=seed))
        for language in LANGUAGES
        for size in SIZES
        for seed in SEEDS
    )
    print(bank_days.summary(found.reset_index(drop=True)).round(3).to_string())
    anger = found[found["emotion"] == "anger"].groupby(["language", "posts", "planted"])
    print(anger[["truth", "share", "raw"]].mean().assign(days=anger.size()).round(3).to_string())


def print_power() -> None:
    """How often nights with more anger than the usual 15 % are told, and how often a usual one tells
    something, in worlds whose seeds chose nothing.
    """
    for language in LANGUAGES:
        for size in SIZES:
            curve = {share: nights.power(language, size, share) for share in RISES}
            for share, found in curve.items():
                told = {name: round(float(x), 3) for name, x in found.items()}
                print(language, f"{size} posts a day, {share:.0%} angry:", told, flush=True)
            seen = [share for share, found in curve.items() if found["that night"] >= 0.8]
            print(f"  seen on four nights in five from {min(seen, default=1.0):.0%} on")
            quiet = sum(found["quiet"] for found in curve.values()) / len(curve)
            nightly = sum(found["nights"] for found in curve.values())
            print(f"  something told on {quiet:.1%} of {nightly:.0f} usual nights")


def print_gate() -> None:
    """The planted communities through the product's own nights, judged in its marts."""
    with tempfile.TemporaryDirectory() as folder:
        days, signals = gate.run(
            Path(folder), [Plan(language, size) for language in LANGUAGES for size in SIZES]
        )
    for table in (
        gate.leading(days),
        gate.errors(days, ["language", "size"]),
        gate.errors(days, ["language", "size", "band"]),
    ):
        print(table.round(3).to_string())
    print(gate.errors(days, ["language", "emotion"]).round(3).to_string())
    print(gate.signals_found(signals).round(3).to_string())


WAYS = {"labelled": print_labelled, "days": print_days, "power": print_power, "gate": print_gate}

if __name__ == "__main__":
    options = argparse.ArgumentParser(
        "python -m tests.truth",
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="\n".join(f"{way}: {show.__doc__}" for way, show in WAYS.items()),
    )  # fmt: skip
    options.add_argument("ways", nargs="*", choices=["all", *WAYS], default="all")
    chosen = options.parse_args().ways
    for way in WAYS if "all" in chosen else chosen:
        print(f"\n== {way}: {WAYS[way].__doc__}")
        WAYS[way]()
