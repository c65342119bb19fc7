"""What the marts' benchmark says: three sizes, and what a night costs beside a whole build."""

import pytest
from rich.console import Console

from transforms.bench import marts

SECONDS = {"fill": 5.0, "stage": 8.0, "marts": 12.0, "add_a_night": 1.0, "group_by": 0.5}


@pytest.fixture
def measured(monkeypatch) -> list[str]:
    """Every measurement replaced by one that takes so many seconds; returns what was asked for."""
    asked: list[str] = []

    def measure(module: str, action: str, environment: dict) -> dict:
        assert f"transforms.bench.{module}" == marts.__name__
        asked.append(action)
        seconds = SECONDS[action] / (4 if "add_a_night" in asked[-3:] else 1)
        return {
            "seconds": seconds, "startup": 2.0, "building": seconds - 2, "cpu": seconds,
            "peak_memory_mb": 300 + len(action), "slowest": [(f"{action}_model", seconds)],
        }  # fmt: skip

    monkeypatch.setattr(marts, "measure", measure)
    return asked


def test_a_night_is_weighed_against_a_whole_build_at_three_sizes(measured, tmp_path):
    found = marts.report(tmp_path, 100_000, Console(quiet=True))
    assert list(found["posts"]) == ["1000", "10000", "100000"]
    assert measured.count("add_a_night") == 3
    whole, night = (found["posts"]["100000"][name] for name in ("full", "night"))
    assert (whole["building"], night["building"]) == (16.0, 1.0)
    assert found["night_of_1_percent_to_full"]["building"] == pytest.approx(1 / 16, abs=0.001)
    assert found["growth"] == {"posts": 100.0, "full_build_without_startup": 1.0}


def test_the_memory_of_a_build_is_that_of_its_greater_half_and_the_slowest_come_first(
    measured, tmp_path
):
    whole = marts.report(tmp_path, 1, Console(quiet=True))["posts"]["100"]["full"]
    assert whole["peak_memory_mb"] == 305
    assert [name for name, _ in whole["slowest"]] == ["marts_model", "stage_model"]
