"""The drawings: small, the colours they promise, readable in both modes."""

import io
from datetime import date, timedelta

import pytest
from PIL import Image

from transforms.report.said import charts

ROWS = [
    (e, e.title(), (0.1 + i / 20, 0.05 + i / 20, 0.2 + i / 20, 0.15, 0.1, 0.3))
    for i, e in enumerate(charts.COLOURS)
]
MODES = ("light", "dark")


def rgb(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [c / 255 for c in rgb(colour)]
    r, g, b = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


@pytest.mark.parametrize("mode", MODES)
def test_every_emotion_keeps_its_own_colour_in_the_small_picture(mode):
    picture = Image.open(io.BytesIO(charts.climate(ROWS, "{x}%", mode))).convert("RGB")
    there = [colour for _, colour in picture.getcolors(100_000)]
    for colours in charts.COLOURS.values():
        wanted = rgb(colours[mode == "dark"])
        assert min(max(abs(a - b) for a, b in zip(wanted, one, strict=True)) for one in there) <= 3


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("emotion", charts.COLOURS)
def test_every_emotion_can_be_read_on_its_card(emotion, mode):
    bright, dim = sorted(
        (luminance(charts.COLOURS[emotion][mode == "dark"]), luminance(charts._INK[mode][3])),
        reverse=True,
    )
    assert (bright + 0.05) / (dim + 0.05) >= 4.5


@pytest.mark.parametrize("mode", MODES)
def test_pictures_are_small_and_the_same_every_time(mode):
    days = [(date(2026, 6, 1) + timedelta(days=i), i * 7 % 40) for i in range(29)]
    made = [
        charts._volume.__wrapped__(tuple(days), 20.0, ("a", "b"), "#cd1e25", mode) for _ in range(2)
    ]
    assert made[0] == made[1]
    assert len(made[0]) < 12_000
    assert len(charts.climate(ROWS, "{x}%", mode)) < 20_000


def test_unknown_values_leave_a_gap_and_no_error():
    nothing = [(e, e, (None,) * 6) for e in charts.COLOURS]
    assert charts.climate(nothing, "{x}%", "light").startswith(b"\x89PNG")
    assert charts.volume([(date(2026, 6, 1), 0)], None, ("a", "b"), "#000000", "dark").startswith(
        b"\x89PNG"
    )


@pytest.mark.parametrize(
    ("values", "unusual"),
    [
        ((0.5, 0.4, 0.6, 0.2, 0.1, 0.3), True),
        ((0.5, 0.1, 0.9, 0.2, 0.1, 0.3), False),
        ((0.25, 0.22, 0.28, 0.2, 0.1, 0.3), False),
        ((0.5, 0.4, 0.6, None, None, None), False),
        ((None,) * 6, False),
    ],
)
def test_an_emotion_is_set_off_only_where_its_interval_leaves_the_usual_out(values, unusual):
    assert charts._unusual(values) is unusual


@pytest.mark.parametrize("mode", MODES)
def test_the_widest_share_is_not_cut_off(mode):
    wide = [("anger", "Anger", (0.85, 0.47, 1.0, 0.2, 0.1, 0.3))]
    for percent in ("{x}%", "{x}\u00a0%"):
        picture = Image.open(io.BytesIO(charts.climate(wide, percent, mode))).convert("RGB")
        edge = picture.crop((picture.width - 3, 0, picture.width, picture.height))
        assert len(edge.getcolors()) == 1


@pytest.mark.parametrize(
    ("low", "high", "said"), [(0.2, 0.5, "30%"), (0.1, 0.6, "10–60%"), (0.0, 1.0, "?")]
)
def test_a_share_is_told_as_exactly_as_it_is_known(low, high, said):
    assert charts._told(0.3, low, high, "{x}%") == said


AT_MOST = {
    "cut at nought": (0.0, 0.0, 0.18, "≤ 18%"),
    "next to it": (0.016, 0.0, 0.2, "≤ 20%"),
    "known to be few": (0.0, 0.0, 0.004, "0%"),
    "well above": (0.12, 0.0, 0.3, "12%"),
    "wide": (0.1, 0.0, 0.5, "0–50%"),
    "no interval": (0.0, None, None, "0%"),
}


@pytest.mark.parametrize(("share", "low", "high", "said"), AT_MOST.values(), ids=AT_MOST)
def test_a_share_that_may_be_nought_is_told_by_what_it_reaches(share, low, high, said):
    assert charts._told(share, low, high, "{x}%") == said
    assert charts._told(share, low, high, "{x}%", usual=0.15) == said


def test_a_share_as_small_as_usual_is_told_as_it_is():
    assert charts._told(0.008, 0.0, 0.18, "{x}%", usual=0.008) == "1%"
