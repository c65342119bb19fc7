"""Products in whole numbers: near the true ones, and the same to the bit in any company."""

import numpy as np
import pytest

from transforms.enrich.model.exact_products import WholeNumbers

RNG = np.random.default_rng(5)
KINDS = {np.float32: 2e-2, np.float64: 1e-6}


def matrices(kind: type) -> tuple[np.ndarray, np.ndarray]:
    return RNG.normal(size=(40, 96)).astype(kind), RNG.normal(size=(96, 24)).astype(kind)


@pytest.mark.parametrize(("kind", "near"), KINDS.items(), ids=["single", "double"])
def test_a_product_is_near_the_true_one_and_of_its_precision(kind, near):
    rows, weights = matrices(kind)
    found = WholeNumbers(weights)(rows)
    assert found.dtype == kind
    np.testing.assert_allclose(found, rows @ weights, atol=near * np.abs(rows @ weights).max())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", [1, 3, 7])
def test_a_row_is_the_same_to_the_bit_in_any_company(kind, size):
    rows, weights = matrices(kind)
    product = WholeNumbers(weights)
    parts = [product(rows[start : start + size].copy()) for start in range(0, len(rows), size)]
    assert np.array_equal(np.concatenate(parts), product(rows.copy()))


def test_rows_of_whole_numbers_are_multiplied_exactly():
    weights = np.eye(8, dtype=np.float32)
    rows = RNG.integers(-50, 50, size=(5, 8)).astype(np.float32)
    assert np.array_equal(WholeNumbers(weights, norm=100).product(rows), rows)


def test_nothing_times_anything_is_nothing():
    rows, weights = matrices(np.float32)
    assert not WholeNumbers(weights)(np.zeros_like(rows)).any()
    assert not WholeNumbers(np.zeros_like(weights))(rows).any()
