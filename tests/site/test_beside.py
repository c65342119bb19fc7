"""A community and its rivals over the same days."""

import pytest

from transforms.site.beside import Beside, Counted, read


def test_a_share_carries_wilsons_interval():
    """8 of 10 at 90 %: (0.8 + 2.706 / 20 ± 1.645 sqrt(0.016 + 2.706 / 400)) / 1.2706."""
    share = Counted(8, 10).share
    assert share.value == pytest.approx(0.8)
    assert (share.low, share.high) == (
        pytest.approx(0.541, abs=0.001),
        pytest.approx(0.931, abs=0.001),
    )


def test_nothing_of_nothing_is_no_share_and_none_of_many_is_nought():
    assert Counted(0, 0).share is None
    assert Counted(0, 50).share.low == 0.0


def answered(ours: tuple[int, int], theirs: tuple[int, int]) -> Beside:
    of = {"ours": {"delay": Counted(*ours)}, "rival": {"delay": Counted(*theirs)}}
    return Beside(("ours", "rival"), answered=of)


def test_a_rival_that_surely_answers_more_meets_what_we_do_not():
    assert answered((2, 40), (30, 40)).met == [("delay", "rival")]


@pytest.mark.parametrize(
    ("ours", "theirs"), [((15, 40), (18, 40)), ((0, 9), (40, 40)), ((30, 40), (2, 40))],
    ids=["too close", "too few", "the other way round"],
)  # fmt: skip
def test_what_chance_may_have_done_is_not_said(ours, theirs):
    assert answered(ours, theirs).met == []


def test_without_rivals_there_is_nothing_to_read():
    assert read(None, "ours", (), None) is None
