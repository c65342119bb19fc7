"""When something is wrong, and about which themes."""

from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest

from transforms.recommend.choose import crisis, fitting

NIGHT = date(2025, 6, 17)
COLUMNS = ["date", "metric", "subject", "direction", "theme_id", "also"]
INDEX = SimpleNamespace(emotions=["anger", "fear"], themes=["delay", "refund"])


@pytest.fixture
def community(monkeypatch):
    """Makes the history of a community in which delays hurt and food pleases."""
    feelings = fitting.ThemeFeelings(
        {"delay": "hurts", "food": "pleases"}, {"delay": -0.6, "food": 0.4}
    )
    monkeypatch.setattr(fitting, "feelings", lambda _: feelings)

    def history(*signals: tuple) -> SimpleNamespace:
        pack = SimpleNamespace(indices={"distress": INDEX})
        return SimpleNamespace(
            night=NIGHT, pack=pack, signals=pd.DataFrame(list(signals), columns=COLUMNS)
        )

    return history


BAD = {
    "anger rose": ("emotion", "anger", "up", "delay", None),
    "the tone fell": ("sentiment", None, "down", "delay", None),
    "more complaints": ("complaint", None, "up", "delay", None),
    "more speak of what hurts": ("volume", None, "up", "delay", None),
    "a symptom beside it": ("volume", None, "up", "delay", ["emotion:fear:up"]),
}
GOOD = {
    "joy rose": ("emotion", "joy", "up", "food", None),
    "the tone rose": ("sentiment", None, "up", "food", None),
    "anger fell": ("emotion", "anger", "down", "delay", None),
    "more speak of what pleases": ("theme", "food", "up", "food", None),
}


@pytest.mark.parametrize("signal", BAD.values(), ids=BAD)
def test_what_goes_wrong_is_a_crisis_of_its_theme(community, signal):
    assert crisis.themes_of(community((NIGHT, *signal))) == ["delay"]


@pytest.mark.parametrize("signal", GOOD.values(), ids=GOOD)
def test_what_goes_well_is_none(community, signal):
    assert crisis.themes_of(community((NIGHT, *signal))) is None


def test_an_index_of_bad_feelings_names_its_themes(community):
    signal = (NIGHT, "index", "distress", "up", None, None)
    assert crisis.themes_of(community(signal)) == ["delay", "refund"]


def test_a_bad_night_is_over_after_two_days(community):
    signal = ("emotion", "anger", "up", "delay", None)
    assert crisis.themes_of(community((date(2025, 6, 16), *signal))) == ["delay"]
    assert crisis.themes_of(community((date(2025, 6, 15), *signal))) is None
    assert crisis.themes_of(community()) is None


CROWD = {"date": NIGHT, "metric": "volume", "subject": None, "direction": "up", "also": None}


@pytest.mark.parametrize(
    ("felt", "usual", "theme", "themes"),
    [(-0.7, -0.1, None, ["refund"]), (-0.7, None, "food", ["food"]), (-0.3, -0.25, None, None),
     (-0.1, 0.5, None, None), (None, None, None, None)],
    ids=["about what most speak of", "or what it is about", "as ever", "still content", "nobody knows"],
)  # fmt: skip
def test_a_crowd_that_is_unhappier_than_usual_is_a_crisis(community, felt, usual, theme, themes):
    found = community()
    signal = CROWD | {"felt": felt, "usual": usual, "theme_id": theme, "worst": "refund"}
    found.signals = pd.DataFrame([signal])
    assert crisis.themes_of(found) == themes
