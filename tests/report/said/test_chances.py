"""A gain and its interval as chances in ten, which never promise nor rule out."""

import pytest

from transforms.report.said.chances import in_ten


@pytest.mark.parametrize(
    ("lift", "low", "high", "chances"),
    [(0.0, -0.5, 1.0, 5), (3.0, 1.0, 7.0, 9), (-0.7, -0.9, -0.2, 1), (0.4, 0.4, 0.4, 5), (0.2, -1.0, 5.0, 5)],
)  # fmt: skip
def test_chances_are_of_ten_and_never_all_or_none(lift, low, high, chances):
    assert in_ten(lift, low, high) == chances
