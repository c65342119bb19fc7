"""What of a page is the same everywhere, and how a value of a mart is shown."""

from dataclasses import replace
from decimal import Decimal

import pytest

from transforms.site.render import Frame, SitePage, _cell

FRAME = Frame("free", "Free", "#0b4f8a", False, None, ("fr", "en"))
SHOWN = {
    "unknown": (None, "–"),
    "nought": (0, "0"),
    "nought, measured": (0.0, "0"),
    "a share": (Decimal("0.2500"), "0.25"),
    "a long one": (1 / 3, "0.3333"),
    "words": ("late", "late"),
}


@pytest.mark.parametrize(("value", "said"), SHOWN.values(), ids=SHOWN)
def test_null_is_no_zero_and_a_figure_has_four_places_at_most(value, said):
    assert _cell(value) == said


def test_rivals_stand_in_the_menu_where_there_are_some():
    assert "rivals" not in FRAME.menu
    assert "rivals" in replace(FRAME, has_rivals=True).menu


def test_a_night_is_a_page_of_one_language():
    assert not SitePage("nights/2025-06-17.html", "night", "A night", {}).is_in_every_language
    assert SitePage("themes.html", "themes", "Themes", {}).is_in_every_language
