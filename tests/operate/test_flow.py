"""The night's order, and what one step hands to the next."""

from dataclasses import replace

import pytest

from transforms.operate import flow


@pytest.fixture
def done(monkeypatch) -> list[tuple]:
    """Every step replaced by one that writes down what it was called with."""
    seen: list[tuple] = []
    gifts = {
        "sources": [{"community": "a", "source": 0}, {"community": "b", "source": 0}],
        "nights": {"a": "2025-06-17"},
    }
    gifts |= {"shards": ["s1", "s2"], "recipients": ["one"]}

    def replaced(step: flow.Step) -> flow.Step:
        names = flow.asks(step.call)
        source = f"def {step.name}({', '.join(f'{name}=None' for name in names)}):\n    return note({', '.join(names)})"

        def note(*given):
            seen.append((step.name, *given))
            return gifts.get(step.gives)

        made: dict = {"note": note}
        exec(source, made)
        return replace(step, call=made[step.name])

    monkeypatch.setattr(flow, "NIGHT", tuple(replaced(step) for step in flow.NIGHT))
    return seen


def test_a_night_does_every_step_once_in_order_and_a_mapped_one_once_for_each(done):
    flow.run("2025-06-17")
    assert list(dict.fromkeys(name for name, *_ in done)) == list(flow.ORDER)
    assert [given for name, *given in done if name == "extract"] == [
        [{"community": "a", "source": 0}, "2025-06-17"],
        [{"community": "b", "source": 0}, "2025-06-17"],
    ]
    assert [given for name, *given in done if name == "enrich"] == [["s1"], ["s2"]]


def test_the_nights_that_stage_found_reach_those_who_ask_for_them(done):
    flow.run("2025-06-17")
    for name in ("recommend", "publish", "report"):
        assert {"a": "2025-06-17"} in next(given for step, *given in done if step == name)


def test_part_of_a_night_asks_for_the_lists_that_it_needs(done):
    flow.run(first="report", last="report", nights={"b": "2025-06-18"})
    assert done == [("list_recipients",), ("report", "one", {"b": "2025-06-18"})]


def test_a_step_that_nobody_knows_is_an_error(done):
    with pytest.raises(ValueError):
        flow.run(first="dream")
    assert done == []
