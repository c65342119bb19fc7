"""What was planted in a few simulated worlds is found; `make bench BENCH_ARGS="--only worlds"` does
it at full size.
"""

from rich.console import Console

from transforms.bench import worlds
from transforms.config.settings import settings


def test_crises_are_found_quiet_nights_are_quiet_and_audiences_are_recovered(tmp_path, monkeypatch):
    for name in ("HOME", "COMMUNITIES"):
        monkeypatch.setenv(f"CMR_{name}", str(tmp_path))
    monkeypatch.setattr(worlds, "DAYS", 90)
    monkeypatch.setattr(worlds, "WATCHED", 40)
    try:
        found = worlds.report(tmp_path, Console(quiet=True), seeds=3)
    finally:
        settings.cache_clear()
    assert found["crises"]["found_on_their_night"] == found["crises"]["planted"] == 3
    assert found["crises"]["with_their_theme_first"] >= 2
    assert found["quiet_nights"]["nights"] == 120
    assert found["quiet_nights"]["with_a_signal"] <= 18  # one in ten, and luck
    assert 0 < found["contagion"]["measured_mean"] < 0.6
    assert found["audiences"]["same"] > found["audiences"]["by_chance"]
