"""Every figure that the advice has to show, with what was asked beside it.

`make evaluate-advice`, or `python -m tests.benchmarks.advice [--only
learning,intervals,headlines,dialogues]`, prints one JSON line per part: its figures, a verdict per
claim, and the seconds it took. `--picture` draws the curves.
"""

import argparse
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.benchmarks import recommend_learning as learning

Verdict = dict[str, Any]


def _claim(words: str, holds: bool, figure: object) -> Verdict:
    return {"claim": words, "holds": bool(holds), "figure": figure}


def learning_claims(
    seeds: int, first: int, workers: int, picture: Path | None
) -> tuple[dict, list[Verdict]]:
    """Regret in simulated communities: as modelled, misspecified, and with a change of taste."""
    results = learning.measured(list(range(first, first + seeds)), workers)
    if picture:
        learning.draw_picture(results, picture)
    found = {name: learning.verdict(r, learning.WORLDS[name][1]) for name, r in results.items()}
    claims = []
    for name, one in found.items():
        for other, asked in (("best_time_only", 0.5), ("repeat_best", 0.3)):
            below = one[f"below_{other}"]
            claims.append(
                _claim(f"{name}: regret {asked:.0%} below {other}", below["share"] >= asked, below)
            )
        weeks = one["per_week"]["advice"]
        if name != learning.CHANGING:
            claims.append(_claim(f"{name}: regret per week falls", weeks[-1] < weeks[0], weeks))
    recovered = found[learning.CHANGING]["recovered"]
    claims.append(_claim("recovers within 3 weeks", recovered["mean"] >= 1, recovered))
    return found, claims


def intervals_claims(worlds: int, first: int) -> tuple[dict, list[Verdict]]:
    """Coverage, interval score against climatology, and error against three simple forecasts."""
    from tests.benchmarks import recommend_intervals

    found = recommend_intervals.verdicts(worlds, first)
    claims = []
    for name, one in found.items():
        covered, gain = one["coverage"], one["interval_score_gain"]
        claims.append(
            _claim(
                f"{name}: coverage holds 0.90", covered["low"] <= 0.9 <= covered["high"], covered
            )
        )
        claims.append(_claim(f"{name}: interval score below climatology's", gain["low"] > 0, gain))
        for other, better in one["error_below"].items():
            claims.append(_claim(f"{name}: error below {other}", better["low"] > 0, better))
    return found, claims


def headlines_claims() -> tuple[dict, list[Verdict]]:
    """Real randomised headline tests: the better of two, and the prior of a bandit."""
    from tests.benchmarks import recommend_headlines

    found = recommend_headlines.judge()
    named = {key: value for key, value in found.items() if key != "clicks_per_1000"}
    claims = [
        _claim(
            "the better of two headlines named in 0.68 of sure pairs", found["sure"] >= 0.68, named
        )
    ]
    for traffic, clicks in found["clicks_per_1000"].items():
        for rival in recommend_headlines.POLICIES[1:]:
            gain = clicks[f"gain_over_{rival}"]
            claims.append(
                _claim(f"{traffic} impressions an arm: clicks above {rival}", gain[1] > 0, gain)
            )
    return found, claims


def dialogues_claims() -> tuple[dict, list[Verdict]]:
    """Real conversations: whether the same person's next message is positive, and the first of ten
    answers.
    """
    from tests.benchmarks import recommend_dialogues

    found = recommend_dialogues.found(("positive",))
    main = found["positive"]
    both, adds = main["mean_of_three"]["both"], main["mean_of_three"]["answer_adds"]
    first = main["first_of_ten_by_both"]["gain"]
    return found, [
        _claim("AUC of message and answer at least 0.63", both[0] >= 0.63, both),
        _claim("the answer adds to the message beyond chance", adds[1] > 0, adds),
        _claim("the first of ten answers calmed oftener than the ten", first[1] > 0, first),
    ]


def parts(
    asked: argparse.Namespace,
) -> Iterator[tuple[str, Callable[[], tuple[dict, list[Verdict]]]]]:
    """What was asked for, by name."""
    known: dict[str, Callable[[], tuple[dict, list[Verdict]]]] = {
        "learning": lambda: learning_claims(asked.seeds, asked.first, asked.workers, asked.picture),
        "intervals": lambda: intervals_claims(asked.worlds, asked.first),
        "headlines": headlines_claims,
        "dialogues": dialogues_claims,
    }
    for name in asked.only.split(",") if asked.only else known:
        yield name, known[name]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="")
    parser.add_argument("--seeds", type=int, default=30)
    parser.add_argument("--worlds", type=int, default=20)
    parser.add_argument("--first", type=int, default=learning.FIRST_SEED)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--picture", type=Path)
    for name, part in parts(parser.parse_args()):
        started, processor = time.perf_counter(), time.process_time()
        found, claims = part()
        seconds = {
            "wall": round(time.perf_counter() - started),
            "own_processor": round(time.process_time() - processor),
        }
        print(json.dumps({"part": name, "seconds": seconds, "figures": found}), flush=True)
        for claim in claims:
            print(
                f"  {'holds     ' if claim['holds'] else 'FELL SHORT'} {claim['claim']}: {claim['figure']}",
                flush=True,
            )


if __name__ == "__main__":
    main()
