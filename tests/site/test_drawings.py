"""Drawings without a script, in colours that follow light and dark."""

from datetime import date, timedelta

from transforms.report.said.words import words
from transforms.site import drawings

DAYS = [date(2026, 6, 1) + timedelta(days=n) for n in range(30)]


def test_a_line_is_an_svg_that_takes_its_colours_from_the_page():
    points = [(day, 0.2 + n / 100, 0.1, 0.5) for n, day in enumerate(DAYS)]
    drawn = drawings.line(points, "anger", words("fr"))
    assert drawn.startswith('<svg aria-hidden="true"')
    assert "var(--anger)" in drawn
    assert "juin" in drawn
    assert "50\u202f%" in drawn or "50\u00a0%" in drawn
    assert "<script" not in drawn
    assert "style=" not in drawn


def test_a_day_without_a_value_is_a_gap_and_no_zero():
    whole = [(day, 0.3, 0.2, 0.4) for day in DAYS]
    gap = [*whole[:15], (DAYS[15], None, None, None), *whole[16:]]
    assert drawings.line(gap, "joy", words("en")).count("M") > (
        drawings.line(whole, "joy", words("en")).count("M")
    )


def test_bars_are_drawn_for_every_day():
    drawn = drawings.bars([(day, 3.0) for day in DAYS], "muted", words("en"))
    assert drawn.count('fill="var(--muted)"') >= len(DAYS)
