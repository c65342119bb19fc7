"""What tells them apart is found, most calls for help pass it, and as few ordinary posts as was said."""

import json

import numpy as np

from transforms.training.ship import alarm

CALLS, PLAIN, ORDINARY, WIDTH = 60, 40, 900, 12


def test_what_was_learnt_tells_calls_from_the_rest_and_keeps_to_its_share():
    rng = np.random.default_rng(2)
    vectors = rng.normal(size=(CALLS + PLAIN + ORDINARY, WIDTH))
    vectors[:CALLS, 3] += 4
    sizes = [CALLS, PLAIN, ORDINARY]
    ordinary = np.repeat([False, False, True], sizes)
    calls, counts = np.repeat([True, False, False], sizes), np.ones(len(vectors))
    signs = np.zeros((len(vectors), 2))
    lesson = alarm.Lesson(vectors[: CALLS + PLAIN], vectors, signs, calls, counts, ordinary)
    weights = alarm.learnt(lesson)
    passed = weights.scores(vectors, signs) >= weights.threshold
    assert passed[:CALLS].mean() > 0.9
    assert passed[ordinary].mean() < 2 * alarm.NEEDLESS


def test_what_was_written_holds_each_kind_in_both_languages():
    rows = [json.loads(line) for line in alarm.WRITTEN.read_text(encoding="utf-8").splitlines()]
    kinds = {row["kind"] for row in rows}
    assert kinds >= {"distress", "violence", "child", "mourning", "legal", "leak", "plain"}
    assert all({r["lang"] for r in rows if r["kind"] == kind} == {"fr", "en"} for kind in kinds)
    assert len({row["text"] for row in rows}) == len(rows)
