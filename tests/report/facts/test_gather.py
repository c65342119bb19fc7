"""Everything that is published of a community's night, and nothing of another's or of another day."""

from datetime import timedelta

import duckdb
import pytest

from tests.report.nights import NIGHT
from transforms.config.settings import settings
from transforms.report.facts.facts import Facts
from transforms.report.facts.gather import read_facts
from transforms.report.facts.published import Published


@pytest.fixture
def read(published):
    """Reads the facts of a published night of that kind, changed by some queries first."""

    def facts(kind: str, *changes: str, night=NIGHT) -> Facts:
        published(("free", kind), ("other", "crisis"))
        with duckdb.connect(str(settings().published)) as connection:
            for change in changes:
                connection.execute(change)
        with Published(settings().published) as opened:
            return read_facts(opened, "free", night)

    return facts


def test_a_night_has_its_own_figures_and_tomorrow_s_advice(read):
    facts = read("crisis")
    assert (facts.figures_as_of, facts.kept) == (NIGHT, False)
    assert facts.day["member_posts"] == 512
    assert [row["advice_id"] for row in facts.advice] == ["a1"]
    assert [row["advice_id"] for row in facts.outcomes] == ["a-old"]
    assert facts.outcomes[0]["foreseen"] == pytest.approx(0.21)
    assert (facts.quarantined, facts.quality) == (3, (0.39, 0.39))
    assert [row["source"] for row in facts.sources] == ["reddit-1"]
    assert facts.indices == {
        "outage_distress": {"fr": "Détresse de coupure", "en": "Outage distress"}
    }


def test_what_rises_comes_before_what_was_crowded_out(read):
    assert [row["signal_id"] for row in read("crisis").signals] == [
        "emotion:anger:up", "s2", "s3", "theme:billing:down",
    ]  # fmt: skip


def test_figures_that_the_audit_kept_are_those_of_their_own_day(read):
    facts = read("kept")
    assert facts.kept
    assert facts.figures_as_of == NIGHT - timedelta(days=2)


def test_an_earlier_night_shows_nothing_of_a_later_one(read):
    facts = read("crisis", night=NIGHT - timedelta(days=3))
    assert facts.figures_as_of == NIGHT - timedelta(days=3)
    assert facts.signals == facts.expectations == facts.advice == facts.outcomes == []


def test_of_few_posts_only_their_number_may_be_a_signal(read):
    few = "update fct_community_days set member_posts = 3, posts = 3 where date = date '2026-06-16'"
    assert {row["metric"] for row in read("crisis", few).signals} == {"volume"}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("people = 187", 1),
        ("people = 2", 0),
        ("name_kind = 'quote', label_en = 'it rains'", 0),
        ("name_kind = 'quote', label_en = 'when is it back?'", 1),
    ],
)
def test_a_want_is_one_of_several_people_and_has_a_name_that_says_it(read, change, told):
    facts = read("crisis", f"update fct_expectations set {change}")
    assert len(facts.expectations) == told
    assert len(facts.needs) == 1


def test_a_community_that_nobody_published_has_no_facts(cmr):
    with Published(settings().published) as opened:
        facts = read_facts(opened, "free", NIGHT)
    assert (facts.profile, facts.day, facts.figures_as_of) == (None, None, None)
    assert facts.signals == facts.advice == facts.history == []
