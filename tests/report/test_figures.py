"""Every number in the mail equals a query on the published file."""

import re
from datetime import timedelta

import duckdb
import pytest

from tests.report import nights
from transforms.reading import EMOTIONS
from transforms.report import run
from transforms.report.content import compose
from transforms.report.mail.render import facts_of
from transforms.report.said import words
from transforms.report.said.blocks import Card, Chart, Paragraph, Report, Span

_DAY = "from fct_community_days where community_id = $c and date = $d"
_BEFORE = """from fct_community_days
    where community_id = $c and date < $d and date >= $d - interval 28 day and member_posts >= 10"""
_WEEK = """from fct_community_days where community_id = $c and date <= $d and date > $d - interval 14 day
    group by date > $d - interval 7 day"""
_RULES = (
    (r"fct_community_days\.(\w+)", rf"select {{0}} {_DAY}"),
    (
        r"median\(fct_community_days\.(member_posts)\)",
        f"select median({{0}}) {_BEFORE.replace('member_posts >= 10', 'true')}",
    ),
    (r"median\(fct_community_days\.(\w+)\)", rf"select median({{0}}) {_BEFORE}"),
    (
        r"(min|max)\(fct_community_days\.member_posts, (\d+) days\)",
        "select {0}(member_posts) from (select member_posts from fct_community_days where community_id = $c "
        "and date <= $d order by date desc limit {1})",
    ),
    (r"sum\(fct_community_days\.(\w+)\)", rf"select sum({{0}}) {_WEEK}"),
    (
        r"mean\(fct_community_days\.(\w+), member_posts\)",
        rf"select sum({{0}} * member_posts) / sum(member_posts) filter ({{0}} is not null) {_WEEK}",
    ),
    (
        r"mean\(fct_community_days\.\*_high - \*_low\) / 2",
        "select round(100 * ("
        + " + ".join(f"({e}_high - {e}_low)" for e in EMOTIONS)
        + f") / 8 / 2) {_DAY}",
    ),
    (
        r"fct_climate_days\.posts",
        "select distinct posts from fct_climate_days where community_id = $c and date = $d",
    ),
    (
        r"round\(100 \* fct_watched_days\.smallest\)",
        "select round(100 * smallest) from fct_watched_days where community_id = $c and date = $d",
    ),
    (
        r"fct_climate_days\.(\w+)_(share|low|high)",
        "select {1} from fct_climate_days where community_id = $c and date = $d and emotion = '{0}'",
    ),
    (
        r"median\(fct_climate_days\.(\w+)_share\)",
        "select median(share) from fct_climate_days where community_id = $c and date < $d and emotion = '{0}' "
        "and date >= $d - interval 28 day and posts >= 10",
    ),
    (
        r"count\(fct_signals\)",
        "select count(*) - 3 from fct_signals where community_id = $c and date = $d",
    ),
    (
        r"1 / fct_signals\.false_alarm_rate",
        "select round(1 / false_alarm_rate) from fct_signals where community_id = $c and date = $d",
    ),
    (
        r"1 - fct_expectations\.explicit_share",
        "select 1 - explicit_share from fct_expectations where community_id = $c and date = $d",
    ),
    (
        r"(fct_signals|fct_expectations|fct_theme_days|fct_flood_days)\.(\w+)",
        "select {1} from {0} where community_id = $c and date = $d",
    ),
    (
        r"fct_recommendations\.reactions\.(\w+)",
        "select unnest(reactions).{0} from fct_recommendations "
        "where community_id = $c and for_date = $n + interval 1 day",
    ),
    (
        r"fct_recommendations\.(\w+)",
        "select {0} from fct_recommendations where community_id = $c and for_date between $n and $n + interval 1 day",
    ),
    (
        r"fct_recommendation_outcomes\.(\w+)",
        "select {0} from fct_recommendation_outcomes where community_id = $c and scored_on <= $n",
    ),
    (
        r"fct_track_record\.(\w+)",
        "select {0} from fct_track_record where community_id = $c and as_of_date <= $n",
    ),
    (
        r"fct_posts\.(\w+)",
        "select {0} from fct_posts where community_id = $c and created_date <= $d",
    ),
    (
        r"(min|max)\(ops\.quality\.macro_f1\)",
        "select {0}(macro_f1) from ops.quality where language = "
        "(select language from dim_communities where community_id = $c)",
    ),
    (
        r"fct_post_metrics\.engagement",
        "select engagement from fct_post_metrics where community_id = $c and engagement is not null",
    ),
    (
        r"count\(fct_posts\)",
        "select unnest(range(count(*) + 1)) from fct_posts where community_id = $c",
    ),
    (
        r"sum\(ops\.quarantine\.new_rows\)",
        "select sum(new_rows) from ops.quarantine where community_id = $c",
    ),
)


def _spans(report: Report) -> list[Span]:
    found = [*report.headline, *(report.track or ())]
    for section in report.sections:
        for block in section.blocks:
            if isinstance(block, Chart):
                found += block.alt
            elif isinstance(block, Paragraph):
                found += block.sentence
            elif isinstance(block, Card):
                found += [
                    *block.title,
                    *(
                        s
                        for inner in block.blocks
                        if isinstance(inner, Paragraph)
                        for s in inner.sentence
                    ),
                ]
    return found


def _query(mart: str) -> str:
    for pattern, query in _RULES:
        if match := re.fullmatch(pattern, mart):
            return query.format(*match.groups())
    raise AssertionError(f"a figure names a mart that no query reads: {mart}")


@pytest.fixture
def reported(published, community):
    """The report of a night that also happens to be a Sunday's when `sunday`, and a connection to
    its file.
    """

    def build(kind: str, language: str):
        path = published(("free", kind), ("canary", "crisis"), language=language)
        community("free", "cm@example.org", language=language)
        part = run._parts("cm@example.org", {"free": nights.NIGHT})[0]
        report = compose.compose(
            part.facts,
            words.words(language),
            "free",
            part.community.brand,
            part.pack,
            sections=("week", *compose.SECTIONS),
        )
        return report, part.facts, duckdb.connect(str(path), read_only=True)

    return build


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", nights.NIGHTS)
def test_every_figure_is_the_answer_of_a_query_on_its_mart(kind, language, reported):
    report, facts, connection = reported(kind, language)
    figures = [span for span in _spans(report) if span.mart]
    assert len(figures) >= {"empty": 0, "unread": 3, "few": 9, "first": 15}.get(kind, 20)
    for figure in (f for f in figures if f.value is not None):
        query = _query(figure.mart)
        known = {"c": "free", "d": facts.figures_as_of, "n": facts.night}
        rows = connection.execute(
            query, {k: v for k, v in known.items() if f"${k}" in query}
        ).fetchall()
        answers = [float(row[0]) for row in rows if row[0] is not None]
        assert any(figure.value == pytest.approx(answer, abs=1e-9) for answer in answers), (
            figure,
            answers,
        )


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", nights.NIGHTS)
def test_no_sentence_holds_a_digit_that_is_not_a_figure_or_a_date(kind, language, reported):
    report, facts, _ = reported(kind, language)
    allowed = {
        str(n)
        for day in (
            facts.night,
            facts.figures_as_of,
            *(row["date"] for row in facts.history),
            *(row["since"] for row in facts.sources),
        )
        if day
        for n in (day.day, day.year)
    }
    for span in _spans(report):
        if (
            span.mart
            or "HTTP" in span.text
            or re.search(r"64 (publications|brand posts)", span.text)
        ):
            continue
        said = re.sub(r"\d+(:|\u202fh\u202f)\d\d|-1|\u22121| 1\b", "", span.text)
        assert set(re.findall(r"\d+", said)) <= allowed, span


@pytest.mark.parametrize(
    ("value", "language", "shown"),
    [
        (0.4812, "fr", "48\u00a0%"),
        (0.4812, "en", "48%"),
        (0.004, "fr", "0,4\u00a0%"),
        (0.004, "en", "0.4%"),
        (0.0, "fr", "0\u00a0%"),
        (-0.25, "fr", "\u221225\u00a0%"),
    ],
)
def test_a_share_is_written_as_its_language_writes_it(value, language, shown):
    assert words.words(language).share(value, "m").text == shown


def test_canary_rows_of_another_community_never_reach_the_report(published, community):
    path = published(("free", "calm"), ("canary", "crisis"))
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "update fct_posts set text = 'CANARY ' || text where community_id = 'canary'"
        )
        connection.execute(
            "update dim_themes set label_fr = 'CANARY', label_en = 'CANARY' where community_id = 'canary'"
        )
        connection.execute(
            "update fct_expectations set label_fr = 'CANARY' where community_id = 'canary'"
        )
    community("free", "cm@example.org")
    facts = facts_of(path, "free", nights.NIGHT)
    assert "CANARY" not in repr(facts)
    assert not facts.signals


def test_unknown_night_shows_the_last_published_one(published, community):
    published(("free", "calm"))
    community("free", "cm@example.org")
    part = run._parts("cm@example.org", {"free": nights.NIGHT + timedelta(days=3)})[0]
    assert part.facts.kept
    assert part.facts.figures_as_of == nights.NIGHT
