"""The steps that are known beforehand: nearly the largest number of each product, but the wide ones."""

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from transforms.training.ship import steps

SEEN = {
    "lower": {"hidden": np.zeros(2), "0.qkv.max": np.array([1.0, 2.0]), "0.fo.max": np.array([90.0, 1.0])},
    "upper": {"features": np.zeros(2), "1.qkv.max": np.array([4.0, 4.0]), "pool.max": np.array([7.0, 7.0])},
}  # fmt: skip


@pytest.fixture(autouse=True)
def _watched(monkeypatch):
    """Storeys that tell of every batch what `SEEN` says."""

    def session(path: str) -> SimpleNamespace:
        told = SEEN["upper" if "upper" in path else "lower"]
        names = [SimpleNamespace(name=name) for name in told]
        return SimpleNamespace(get_outputs=lambda: names, run=lambda *_: list(told.values()))

    monkeypatch.setattr(steps.onnxruntime, "InferenceSession", session)
    storeys = SimpleNamespace(vectors=lambda texts: iter([np.zeros((1, 2, 4))] * len(texts)))
    monkeypatch.setattr(steps, "TwoStoreys", lambda *_: storeys)


def test_a_step_holds_nearly_every_number_that_was_seen():
    found = steps.known(Path("model"), "post", ["one", "two"])
    assert found["0.qkv"] == pytest.approx(2 / 127, rel=1e-3)
    assert found["1.qkv"] == pytest.approx(4 / 127)


def test_products_with_a_few_wide_rows_keep_steps_of_their_own():
    assert set(steps.known(Path("model"), "post", ["one"])) == {"0.qkv", "1.qkv"}
