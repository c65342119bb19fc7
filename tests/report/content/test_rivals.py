"""One line and one drawing beside the rivals: more and less are only said where it is sure."""

from dataclasses import replace

import pytest

from tests.report.published_file import NIGHT
from transforms.config.communities import Brand
from transforms.report.content import rivals
from transforms.report.content.compose import compose
from transforms.report.facts.facts import Facts
from transforms.report.facts.rivals import Mean, Standing
from transforms.report.said.blocks import Chart, Paragraph, plain
from transforms.report.said.words import words

OURS = Standing("ours", 900, 500, Mean(0.5, 0.47, 0.53), Mean(-0.2, -0.3, -0.1))
FEWER = Standing("virgin_america", 400, 300, Mean(0.3, 0.27, 0.33), Mean(0.1, 0.0, 0.2))
MORE = Standing("united", 400, 300, Mean(0.7, 0.67, 0.73), Mean(-0.5, -0.6, -0.4))
SAME = Standing("delta", 400, 300, Mean(0.48, 0.44, 0.52), Mean(-0.2, -0.3, -0.1))
SMALL = Standing("tiny", 9, 4)


def facts(*standings: Standing) -> Facts:
    return Facts(NIGHT, None, NIGHT, False, None, None, 0, [], [], [], [], [], [], [], [], None, [], 0,
                 None, rivals=standings)  # fmt: skip


def line(*standings: Standing, language: str = "en") -> str:
    [told, *_] = rivals.rivals(facts(*standings), words(language))
    assert isinstance(told, Paragraph)
    return plain(told.sentence)


@pytest.mark.parametrize(
    ("rival", "said"),
    [(FEWER, "30% at Virgin America (less)"), (MORE, "70% at United (more)"),
     (SAME, "48% at Delta (about as much)")],
)  # fmt: skip
def test_a_difference_is_said_only_where_the_intervals_are_apart(rival, said):
    assert said in line(OURS, rival)


def test_the_line_and_the_drawing_name_everybody_in_both_languages():
    assert "chez Virgin America (moins) et" in line(OURS, FEWER, MORE, language="fr").replace(
        "\u00a0", " "
    )
    _, chart = rivals.rivals(facts(OURS, FEWER, MORE), words("fr"))
    assert isinstance(chart, Chart)
    assert "United 67" in plain(chart.alt)
    assert chart.light != chart.dark


@pytest.mark.parametrize("standings", [(), (OURS, SMALL), (SMALL, FEWER)])
def test_nothing_is_said_without_rivals_or_where_too_few_wrote(standings):
    assert rivals.rivals(facts(*standings), words("en")) == []


def test_the_section_is_in_a_mail_that_has_rivals_and_in_no_other():
    for standings, there in (((OURS, FEWER), True), ((), False)):
        report = compose(replace(facts(*standings)), words("en"), "ours", Brand())
        assert any(section.id == "rivals" for section in report.sections) == there
