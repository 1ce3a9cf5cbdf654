"""The looks a figure can have, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from navigation.reports import charts, graphs, plots, techmap
from navigation.reports.document import Exhibit

FIGURES: Mapping[str, Callable[[Exhibit, str, str], str]] = {
    "columns": charts.columns,
    "lines": charts.lines,
    "bars": charts.bars,
    "stack": charts.stack,
    "lollipop": charts.lollipop,
    "intervals": charts.intervals,
    "heat": plots.heat,
    "bubbles": plots.bubbles,
    "ribbons": graphs.ribbons,
    "ways": graphs.ways,
    "ring": graphs.ring,
    "dots": graphs.dots,
    "technology_map": techmap.technology_map,
}


def draw(exhibit: Exhibit, language: str, name: str) -> str:
    """The exhibit as SVG (the map: canvas with SVG names over it); `name` is unique on the page."""
    return FIGURES[exhibit.look](exhibit, language, name)


def still(exhibit: Exhibit, language: str, name: str) -> str:
    """The exhibit as one SVG that stands on paper; the map as points without a canvas."""
    if exhibit.look == "technology_map":
        return techmap.still_map(exhibit, language)
    return draw(exhibit, language, name)
