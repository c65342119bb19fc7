"""Readings made of truth fit the lake and err exactly as often as they are told to."""

import numpy as np
import pyarrow as pa
import pytest

from transforms.lake.schemas import SCHEMAS
from transforms.reading import EMOTIONS
from transforms.simulate.readings import reading_of


def test_a_reading_of_the_truth_fits_the_lake(simulation):
    rows = [reading_of(truth) for truth in simulation.truth]
    table = pa.Table.from_pylist(rows, schema=SCHEMAS["enriched"])
    missing = {"text_hash", "industry", "model", "pack_version"}
    assert set(rows[0]) == set(SCHEMAS["enriched"].names) - missing
    assert table.num_rows == len(simulation.truth)
    for row, truth in zip(rows, simulation.truth, strict=True):
        assert {e for e in EMOTIONS if row[e] > 0.5} == set(truth["emotions"])


@pytest.mark.parametrize(("missed", "invented"), [(0.3, 0.05), (0.1, 0.2)])
def test_errors_come_at_the_rate_asked_for(simulation, missed, invented):
    kept, made_up = [], []
    for truth in simulation.truth:
        row = reading_of(truth, missed, invented)
        kept += [row[e] > 0.5 for e in truth["emotions"]]
        made_up += [row[e] > 0.5 for e in EMOTIONS if e not in truth["emotions"]]
    assert np.mean(kept) == pytest.approx(1 - missed, abs=0.04)
    assert np.mean(made_up) == pytest.approx(invented, abs=0.02)
