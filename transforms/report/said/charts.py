"""The report's drawings: the climate and the volume, each as a light and a dark PNG."""

import io
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from matplotlib import font_manager
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import blended_transform_factory
from PIL import Image

SCALE = 2.5
"""Pixels per CSS pixel, for sharp lines on phones."""
WIDTH = 400
VAGUE = 0.4
"""An interval wider than this is told by its two ends: one figure would say more than is known."""
ANYTHING, UNKNOWN = 0.75, "?"
"""An interval wider than this says nothing, and what is written in its place."""
EDGE = 0.25
"""A share below this part of its upper end, which may as well be nought, is told by that end: corrected for
errors of reading it is cut at nought, and 0 % would say that nobody feels so."""
FEW = 0.02
"""A share that lies no further from what is usual tells nothing that misleads."""
COLOURS = {
    "joy": ("#a86200", "#f5b942"),
    "trust": ("#1f7a4d", "#5ac38d"),
    "fear": ("#5a4fb0", "#a79ff0"),
    "surprise": ("#007c99", "#4fc3dc"),
    "sadness": ("#2f62b5", "#7fabf0"),
    "disgust": ("#7a5230", "#c99a6e"),
    "anger": ("#c0282d", "#f2777a"),
    "anticipation": ("#a8467f", "#e78fc0"),
}
"""Each emotion in light and dark mode: at least 4.5:1 against the card behind it."""
FONT = "DejaVu Sans"
"""It comes with matplotlib, so that the drawings are the same on every machine."""
_INK = {
    "light": ("#1d2433", "#5b6475", "#e3e6ec", "#ffffff"),
    "dark": ("#eef1f6", "#a9b2c3", "#353d4e", "#1c2230"),
}


def climate(
    rows: Sequence[tuple[str, str, tuple[float | None, ...]]], percent: str, mode: str
) -> bytes:
    """A PNG of the eight emotions: a bar from usual low to usual high, a tick at usual, tonight's
    dot and interval.

    `rows` holds emotion, its name and (share, low, high, usual, usual_low, usual_high); `percent`
    formats `{x}`.
    """
    return _climate(tuple(rows), percent, mode)


def volume(
    days: Sequence[tuple[date, int]],
    usual: float | None,
    labels: tuple[str, str],
    colour: str,
    mode: str,
) -> bytes:
    """A PNG of posts per day, the last day in `colour`, with a line at the usual number."""
    return _volume(tuple(days), usual, labels, colour, mode)


@lru_cache(maxsize=512)
def _climate(
    rows: tuple[tuple[str, str, tuple[float | None, ...]], ...], percent: str, mode: str
) -> bytes:
    ink, muted, grid, card = _INK[mode]
    figure, axes = _canvas(27 * len(rows) + 30, card)
    left = _widest(figure, [name for _, name, _ in rows]) + 0.025
    shares = [_told(v[0], v[1], v[2], percent, v[3]) for _, _, v in rows if v[0] is not None]
    right = min(0.835, 0.98 - _widest(figure, shares))
    bottom = 28.29 / (27 * len(rows) + 30)  # room for the axis, however few the rows
    axes.set_position((left, bottom, right - left, 0.99 - bottom))
    names = blended_transform_factory(figure.transFigure, axes.transData)
    top = max([v for _, _, values in rows for v in values if v is not None] + [0.1])
    for y, (emotion, name, values) in enumerate(reversed(rows)):
        share, low, high, usual, usual_low, usual_high = values
        colour = COLOURS[emotion][mode == "dark"]
        unusual = _unusual(values)
        weight = "bold" if unusual else "normal"
        axes.text(
            0,
            y,
            name,
            transform=names,
            ha="left",
            va="center",
            color=ink,
            fontsize=9.6,
            fontweight=weight,
        )
        if usual is not None and usual_low is not None and usual_high is not None:
            axes.barh(
                y,
                max(usual_high - usual_low, top / 200),
                left=usual_low,
                height=0.5,
                color=grid,
                zorder=1,
            )
            axes.plot([usual, usual], [y - 0.25, y + 0.25], color=muted, linewidth=1.6, zorder=2)
        if share is None:
            continue
        if low is not None and high is not None:
            axes.plot(
                [low, high],
                [y, y],
                color=colour,
                linewidth=2.2,
                alpha=0.75,
                solid_capstyle="round",
                zorder=3,
            )
        axes.plot(
            [share],
            [y],
            "o",
            color=colour,
            markersize=7,
            markeredgecolor=card,
            markeredgewidth=1,
            zorder=4,
        )
        axes.text(
            top * 1.115,
            y,
            _told(share, low, high, percent, usual),
            ha="left",
            va="center",
            color=colour if unusual else ink,
            fontsize=9.6,
            fontweight=weight,
        )
    axes.set_xlim(-0.025 * top, top * 1.1)
    axes.set_ylim(-0.6, len(rows) - 0.4)
    step = next(s for s in (0.05, 0.1, 0.2, 0.25, 0.5) if top / s <= 5)
    ticks = [i * step for i in range(int(top * 1.1 / step) + 1)]
    axes.set_xticks(
        ticks, [percent.format(x=round(t * 100)) for t in ticks], color=muted, fontsize=8
    )
    axes.set_yticks([])
    axes.grid(axis="x", color=grid, linewidth=0.7, zorder=0)
    return _png(figure)


def _widest(figure: Figure, names: Sequence[str]) -> float:
    """The widest of some words, in bold, as a share of the drawing's width."""
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    bold = font_manager.FontProperties(family=FONT, size=9.6, weight="bold")
    return max((renderer.get_text_width_height_descent(name, bold, False)[0] for name in names), default=0) / (
        figure.bbox.width)  # fmt: skip


def _unusual(values: tuple[float | None, ...]) -> bool:
    """True where the share lies outside its usual range, and its interval does not reach what is
    usual.
    """
    share, low, high, usual, usual_low, usual_high = values
    if share is None or usual is None or usual_low is None or usual_high is None:
        return False
    reaches = low is not None and high is not None and low <= usual <= high
    return not usual_low <= share <= usual_high and not reaches


def at_most(
    share: float, low: float | None, high: float | None, usual: float | None = None
) -> bool:
    """Whether only the upper end of a share is known; where about as few is usual, the share is told."""
    if low is None or high is None or high - low > VAGUE:
        return False
    alike = usual is not None and abs(usual - share) < FEW
    return round(low * 100) == 0 and share < EDGE * high and round(high * 100) > 0 and not alike


def _told(
    share: float, low: float | None, high: float | None, percent: str, usual: float | None = None
) -> str:
    if high is not None and at_most(share, low, high, usual):
        return f"≤ {percent.format(x=round(high * 100))}"
    if low is None or high is None or high - low <= VAGUE:
        return percent.format(x=round(share * 100))
    if high - low > ANYTHING:
        return UNKNOWN
    return percent.format(x=f"{round(low * 100)}–{round(high * 100)}")


@lru_cache(maxsize=512)
def _volume(
    days: tuple[tuple[date, int], ...],
    usual: float | None,
    labels: tuple[str, str],
    colour: str,
    mode: str,
) -> bytes:
    ink, muted, _, card = _INK[mode]
    figure, axes = _canvas(104, card)
    axes.set_position((0.01, 0.17, 0.90, 0.74))
    values = [n for _, n in days]
    last = len(values) - 1
    axes.bar(
        range(len(values)),
        values,
        width=0.72,
        color=[muted if i < last else colour for i in range(len(values))],
        alpha=1,
        zorder=2,
    )
    for bar in list(axes.patches)[:-1]:
        bar.set_alpha(0.45)
    if usual:
        axes.axhline(usual, color=muted, linewidth=1, linestyle=(0, (4, 3)), zorder=3)
    axes.text(
        last + 0.65,
        values[last],
        f"{values[last]}",
        ha="left",
        va="center",
        color=ink,
        fontsize=9.6,
        fontweight="bold",
    )
    axes.set_xlim(-0.6, last + 0.6)
    axes.set_ylim(0, max([*values, usual or 0, 1]) * 1.1)
    axes.set_yticks([])
    axes.set_xticks([0, last], list(labels), color=muted, fontsize=8)
    for label, side in zip(axes.get_xticklabels(), ("left", "right"), strict=True):
        label.set_horizontalalignment(side)
    return _png(figure)


def _canvas(height: int, background: str) -> tuple[Figure, Any]:
    figure = Figure(figsize=(WIDTH / 100, height / 100), dpi=100 * SCALE, facecolor=background)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1), facecolor=background)
    for side in axes.spines.values():
        side.set_visible(False)
    axes.tick_params(length=0)
    return figure, axes


def _png(figure: Figure) -> bytes:
    """The figure as a palette PNG without metadata: a third of the size, and the same bytes for the
    same drawing.
    """
    for text in figure.findobj(Text):
        text.set_fontfamily(FONT)  # type: ignore[attr-defined]
    canvas, small = figure.canvas, io.BytesIO()
    canvas.draw()
    drawn = Image.frombuffer("RGBA", canvas.get_width_height(), canvas.buffer_rgba())  # type: ignore[attr-defined]
    drawn.convert("RGB").quantize(96, method=Image.Quantize.FASTOCTREE).save(
        small, "PNG", optimize=True
    )
    return small.getvalue()
