"""Figures on two axes: heat map, bubbles with names, and the portfolio quadrant."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TypeAlias

import pandas as pd

from navigation.reports import drawing as d
from navigation.reports.charts import WIDTH, colours, labels
from navigation.reports.document import Exhibit
from navigation.reports.words import format_value, word

Scale: TypeAlias = Callable[[float], float]


def _mixed(share: float) -> str:
    """A blue between almost white and dark, by share of the largest value."""
    low, high = (238, 244, 250), (14, 70, 122)
    part = math.sqrt(max(0.0, min(1.0, share)))  # small counts must stay tellable from none
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in zip(low, high, strict=True))


def _either_side(value: float, middle: float) -> tuple[str, bool]:
    """White at the middle, blue above and orange below; and whether ink must be white."""
    part = max(-1.0, min(1.0, math.log(max(value, 0.05) / middle) / math.log(2.5)))
    end = (14, 70, 122) if part > 0 else (186, 84, 16)
    mixed = [round(246 + (b - 246) * abs(part)) for b in end]
    return "#" + "".join(f"{c:02x}" for c in mixed), abs(part) > 0.55


def heat(exhibit: Exhibit, language: str, name: str) -> str:
    """Numbers in a grid, shaded by size: `row`, `column`, `value` (label columns per language).

    Options: `row_words`, `column_words` where they are codes; `kind` of the number. Shading is by
    the largest value of all, of each row where `by_row` is set, or to both sides of a `middle`.
    """
    options = exhibit.options
    frame = exhibit.frame.assign(
        _row=labels(exhibit.frame, "row", language, options.get("row_words")),
        _column=labels(exhibit.frame, "column", language, options.get("column_words")),
    )
    rows, across = list(dict.fromkeys(frame["_row"])), list(dict.fromkeys(frame["_column"]))
    left = min(max(d.width_of(r, 12) for r in rows) + 14, 300)
    cell = min(max((WIDTH - left) / len(across), 44), 110)
    heads = [d.wrap(c, 12, cell - 6, 3) for c in across]
    top = 10 + 16 * max(len(h) for h in heads)
    tall = 28.0
    parts = []
    for j, head in enumerate(heads):
        for k, text in enumerate(head):
            above = top - 6 - 16 * (len(head) - 1 - k)
            parts.append(d.write(left + cell * (j + 0.5), above, text, anchor="middle", fill=d.MUTED))
    for i, label in enumerate(rows):
        text = d.fit(label, 12, left - 12)
        parts.append(d.write(left - 8, top + tall * (i + 0.5) + 4, text, anchor="end"))
    whole = max(float(frame["value"].max()), 1e-9)
    by_row = frame.groupby("_row")["value"].max().to_dict() if options.get("by_row") else {}
    kind = options.get("kind", "count")
    triples = zip(frame["_row"], frame["_column"], frame["value"], strict=True)
    for place, (row, column, value) in enumerate(triples):
        x, y = left + cell * across.index(column), top + tall * rows.index(row)
        if pd.isna(value):
            parts.append(d.rect(x + 1, y + 1, cell - 2, tall - 2, "#f6f7f9"))
            continue
        share = float(value) / max(float(by_row.get(row, whole)), 1e-9)
        shown = format_value(float(value), kind, language)
        fill, dark = _mixed(share), math.sqrt(max(share, 0)) > 0.5
        if options.get("middle") is not None:
            fill, dark = _either_side(float(value), float(options["middle"]))
        told = d.hint(f"{row} · {column}: {shown}")
        parts.append(d.rect(x + 1, y + 1, cell - 2, tall - 2, fill, told, data_row=place))
        ink = d.PAPER if dark else d.INK
        parts.append(d.write(x + cell / 2, y + tall / 2 + 4, shown, anchor="middle", fill=ink))
    width = max(left + cell * len(across), 320)
    return d.sheet(width, top + tall * len(rows) + 6, parts, word(f"look.{exhibit.look}", language))


def bubbles(exhibit: Exhibit, language: str, name: str) -> str:
    """Named bubbles: `label`, `x`, `y`, `size`, `series` for the colour, `y_low` and `y_high`.

    Options: `x_kind`, `y_kind`, `series_words`, `x_line`, `y_line` (lines that split the field),
    `x_log`. Names of the axes are the words `<look options x_title>`, `y_title`.
    """
    options = exhibit.options
    frame = exhibit.frame.assign(place=range(len(exhibit.frame)))
    frame = frame.sort_values("size", ascending=False, kind="stable", ignore_index=True)
    names = labels(frame, "label", language)
    series = (
        labels(frame, "series", language, options.get("series_words"))
        if any(c.startswith("series") for c in frame.columns)
        else [""] * len(frame)
    )
    kinds = colours(sorted(set(series)))
    key, key_height = ("", 0.0)
    left, right, top = 66.0, WIDTH - 14, 30.0
    if len(kinds) > 1:
        key, key_height = d.legend(left, 4, [(c, k) for k, c in kinds.items()], right - left)
    top += key_height
    bottom = top + 360
    x_of, x_marks = _scale(frame["x"], left, right, bool(options.get("x_log")))
    reach = pd.concat([frame[c].astype("float64") for c in ("y", "y_low", "y_high") if c in frame])
    y_of, y_marks = _scale(reach, bottom, top, False)
    parts = [key, d.rect(left, top, right - left, bottom - top, "none", stroke=d.RULE)]
    for mark in x_marks:
        parts.append(d.line(x_of(mark), top, x_of(mark), bottom))
        shown = format_value(mark, options.get("x_kind", "count"), language)
        parts.append(d.write(x_of(mark), bottom + 18, shown, anchor="middle", fill=d.MUTED))
    for mark in y_marks:
        parts.append(d.line(left, y_of(mark), right, y_of(mark)))
        shown = format_value(mark, options.get("y_kind", "count"), language)
        parts.append(d.write(left - 8, y_of(mark) + 4, shown, anchor="end", fill=d.MUTED))
    for option, scale, across in (("x_line", x_of, False), ("y_line", y_of, True)):
        if options.get(option) is not None:
            at = scale(float(options[option]))
            x1, y1, x2, y2 = (left, at, right, at) if across else (at, top, at, bottom)
            parts.append(d.line(x1, y1, x2, y2, d.MUTED, stroke_dasharray="5 4"))
    largest = max(float(frame["size"].max()), 1e-9)
    widest = 6 if options.get("small") else 18
    radii = [4 + widest * math.sqrt(max(float(s), 0) / largest) for s in frame["size"]]
    marks = [
        (x_of(float(x)), y_of(float(y)), r) for x, y, r in zip(frame["x"], frame["y"], radii, strict=True)
    ]
    parts += _whiskers(frame, marks, y_of)
    described = zip(series, names, frame["size"], frame["place"], strict=True)
    for (x, y, radius), (kind, label, size, place) in zip(marks, described, strict=True):
        told = d.hint(f"{label}: {d.short(float(size))}")
        parts.append(
            d.circle(x, y, radius, kinds[kind], told, fill_opacity=0.72, stroke=d.PAPER, data_row=int(place))
        )
    for placed in d.place_labels(marks, names, (left, top, right, bottom), avoid_marks=True):
        if placed is not None:
            x, y, anchor, text = placed
            parts.append(d.write(x, y, text, anchor=anchor if anchor != "start" else None, halo=True))
    parts.append(d.write(left, top - 10, word(options["y_title"], language), fill=d.MUTED))
    parts.append(d.write(right, bottom + 38, word(options["x_title"], language), anchor="end", fill=d.MUTED))
    return d.sheet(WIDTH, bottom + 48, parts, word(f"look.{exhibit.look}", language))


def _whiskers(frame: pd.DataFrame, marks: list[tuple[float, float, float]], y_of: Scale) -> list[str]:
    """An upright line from `y_low` to `y_high` at each mark that has them."""
    if "y_low" not in frame:
        return []
    ends = zip(marks, frame["y_low"], frame["y_high"], strict=True)
    return [
        d.line(x, y_of(float(low)), x, y_of(float(high)), d.MUTED, stroke_opacity=0.6)
        for (x, _, _), low, high in ends
        if pd.notna(low) and pd.notna(high)
    ]


def _scale(values: pd.Series, start: float, end: float, log: bool) -> tuple[Scale, list[float]]:
    """From data to pixels with a margin, and the round values to mark."""
    low, high = float(values.min()), float(values.max())
    if log:
        low = max(low, 1.0)
        floor, ceiling = math.log10(low) - 0.12, math.log10(max(high, low * 2)) + 0.12
        powers = range(math.floor(floor), math.ceil(ceiling) + 1)
        marks = [m * 10.0**p for p in powers for m in (1, 2, 5)]

        def place(value: float) -> float:
            return start + (end - start) * (math.log10(max(value, 1e-9)) - floor) / (ceiling - floor)

        return place, [m for m in marks if floor <= math.log10(m) <= ceiling and m >= 1]
    pad = max((high - low) * 0.1, abs(high) * 0.05, 1e-6)
    floor, ceiling = low - pad, high + pad

    def spread(value: float) -> float:
        return start + (end - start) * (value - floor) / (ceiling - floor)

    return spread, [m for m in d.ticks(floor, ceiling, 5) if floor <= m <= ceiling]
