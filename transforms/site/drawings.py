"""Series over time as SVG, by Vega-Lite: no script is left in the page, colours follow light and
dark.
"""

import json
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Literal

import vl_convert
from markupsafe import Markup

from transforms.report.said.words import Words

VERSION = "6.1"
WIDTH, HEIGHT = 300, 92
FONT = "Arial, sans-serif"

Point = tuple[date, float | None, float | None, float | None]
"""A day, its value, and the two ends of its interval."""


def line(points: Sequence[Point], colour: str, words: Words, percent: bool = True) -> Markup:
    """A line with its interval as a band; a day without a value is a gap. `colour` names a custom
    property.
    """
    rows = [
        {"date": day.isoformat(), "value": _plain(value), "low": _plain(low), "high": _plain(high)}
        for day, value, low, high in points
    ]
    ink = f"var(--{colour})"
    axis = {"tickCount": 4} | ({"format": ".0%"} if percent else {})
    y = {"type": "quantitative", "title": None, "axis": axis}
    band = {
        "mark": {
            "type": "area",
            "color": ink,
            "opacity": 0.22,
            "invalid": "break-paths-filter-domains",
        },
        "encoding": {"y": y | {"field": "low"}, "y2": {"field": "high"}},
    }
    drawn = {
        "mark": {"type": "line", "color": ink, "strokeWidth": 1.6,
                 "invalid": "break-paths-show-domains", "point": len(rows) < 3 and {"color": ink}},
        "encoding": {"y": y | {"field": "value"}},
    }  # fmt: skip
    layers = [band, drawn] if any(row["low"] is not None for row in rows) else [drawn]
    return _svg({"data": {"values": rows}, "encoding": {"x": _days()}, "layer": layers}, words)


def bars(points: Sequence[tuple[date, float | None]], colour: str, words: Words) -> Markup:
    """A bar a day."""
    rows = [{"date": day.isoformat(), "value": _plain(value)} for day, value in points]
    y = {"field": "value", "type": "quantitative", "title": None, "axis": {"tickCount": 4}}
    mark = {"type": "bar", "color": f"var(--{colour})", "binSpacing": 0, "width": {"band": 0.9}}
    x = _days() | {"timeUnit": "yearmonthdate"}
    return _svg({"data": {"values": rows}, "mark": mark, "encoding": {"x": x, "y": y}}, words)


def _days() -> dict[str, Any]:
    axis = {"format": "%-d %b", "tickCount": 4, "grid": False, "labelOverlap": True}
    return {"field": "date", "type": "temporal", "title": None, "axis": axis}


def _svg(spec: dict[str, Any], words: Words) -> Markup:
    whole = spec | {
        "width": WIDTH,
        "height": HEIGHT,
        "background": None,
        "padding": {"left": 2, "right": 8, "top": 4, "bottom": 2},
        "config": {
            "aria": False,
            "font": FONT,
            "view": {"stroke": None},
            "axis": {
                "labelColor": "var(--muted)",
                "labelFontSize": 11,
                "gridColor": "var(--line)",
                "domainColor": "var(--line)",
                "tickColor": "var(--line)",
            },
        },
    }
    return Markup(_drawn(json.dumps(whole), words.language))


@lru_cache(maxsize=256)
def _drawn(spec: str, language: str) -> str:
    locale: Literal["fr-FR", "en-GB"] = "fr-FR" if language == "fr" else "en-GB"
    drawn = vl_convert.vegalite_to_svg(
        spec, vl_version=VERSION, format_locale=locale, time_format_locale=locale
    )
    return drawn.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)


def _plain(value: Any) -> float | None:
    return None if value is None else round(float(value), 4)
