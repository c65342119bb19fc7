"""Progress bars: for a person at a terminal, and nothing in a log."""

import io

import pytest
from rich.console import Console

from transforms.operate.progress import shown, through


@pytest.mark.parametrize("terminal", [True, False])
def test_everything_comes_through_in_order_with_a_bar_for_a_terminal_alone(terminal):
    said = io.StringIO()
    console = Console(file=said, force_terminal=terminal)
    assert list(through(["a", "b", "c"], "reading", console)) == ["a", "b", "c"]
    assert ("reading" in said.getvalue()) is terminal


def test_one_item_needs_no_bar():
    said = io.StringIO()
    assert list(through(["a"], "reading", Console(file=said, force_terminal=True))) == ["a"]
    assert "reading" not in said.getvalue()


def test_a_bar_is_told_how_far_it_is_and_ends_with_its_work():
    said = io.StringIO()
    with shown("sending", Console(file=said, force_terminal=True)) as advance:
        advance(1, 4)
        advance(4, 4)
    assert "100%" in said.getvalue()
