"""Airflow asks about people whom only a human answers, in their community's language, and quotes
nobody.
"""

import json
from types import SimpleNamespace

import pytest

from transforms import lake
from transforms.operate.told import escalations, notify
from transforms.report import run as report

FIBRA = "fibra\N{NO-BREAK SPACE}: 1 message à confier tout de suite à une personne"


@pytest.fixture
def told(home, monkeypatch) -> list[tuple[str, str]]:
    """What whoever is named in CMR_NOTIFY would have been told."""
    lake.initialise()
    said: list[tuple[str, str]] = []
    monkeypatch.setattr(notify, "tell", lambda *words: said.append(words))
    return said


def waiting(monkeypatch, *found: tuple[str, str, int]) -> None:
    communities = [(SimpleNamespace(name=name, language=spoken), n) for name, spoken, n in found]
    monkeypatch.setattr(report, "escalated", lambda: communities)


def test_a_question_is_in_the_communitys_language_and_the_notifier_hears_of_it(told, monkeypatch):
    waiting(monkeypatch, ("aeria", "en", 2), ("fibra", "fr", 1))
    english, french = (one["asked"] for one in escalations.questions())
    assert english["subject"] == "aeria: 2 posts for a human at once"
    assert french["subject"] == FIBRA
    assert english["defaults"] == "Nobody can now"
    assert french["defaults"] in french["options"]
    assert told == [(escalations.TITLE, f"{english['subject']}\n{french['subject']}")]


def test_nobody_to_answer_is_no_question_and_nobody_told(told, monkeypatch):
    waiting(monkeypatch)
    assert escalations.questions() == []
    assert told == []


def test_answers_stand_in_the_ledger_and_what_nobody_took_is_told(told, monkeypatch):
    waiting(monkeypatch, ("aeria", "en", 2), ("fibra", "fr", 1))
    asked = escalations.questions()
    told.clear()
    answered = [{"chosen_options": [asked[0]["asked"]["options"][0]]}]
    answered.append({"chosen_options": [asked[1]["asked"]["defaults"]]})
    left = escalations.settle(asked, answered)
    assert left == [FIBRA]
    assert told == [(f"{escalations.TITLE}: nobody took them", left[0])]
    rows = lake.read("ops/steps").to_pylist()
    found = {row["community_id"]: json.loads(row["details"])["answer"] for row in rows}
    assert found == {"aeria": "taken", "fibra": "nobody"}
