"""Figures along an axis: columns and lines by year, bars, stacks, lollipops and rank intervals.

Each function draws one look from an exhibit's frame; the columns it needs are named in its
docstring. A label column may exist once (`label`) or once per language (`label_zh`, `label_en`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import pandas as pd

from navigation.reports import drawing as d
from navigation.reports.document import Exhibit
from navigation.reports.words import clean, code_word, format_value, word

WIDTH = 860.0
ROW = 26.0


def labels(frame: pd.DataFrame, stem: str, language: str, group: str | None = None) -> list[str]:
    """Labels of the rows in the language; codes become words of the group."""
    other = "en" if language == "zh" else "zh"
    for column in (f"{stem}_{language}", f"{stem}_{other}", stem):
        if column in frame.columns:
            values = frame[column]
            if column == f"{stem}_{language}" and f"{stem}_{other}" in frame.columns:
                values = values.fillna(frame[f"{stem}_{other}"])
            texts = ["—" if pd.isna(v) else str(v) for v in values]
            return [code_word(group, t, language) if group else clean(t) for t in texts]
    raise ValueError(f"a figure needs a column {stem} or {stem}_{language}")


def colours(names: Sequence[str]) -> dict[str, str]:
    """A colour for each kind, in the order of first appearance."""
    kinds = list(dict.fromkeys(names))
    return {kind: d.PALETTE[i % len(d.PALETTE)] for i, kind in enumerate(kinds)}


def _y_axis(top: float, bottom: float, left: float, right: float, high: float) -> tuple[list[str], float]:
    marks = d.ticks(0, high)
    parts = []
    for mark in marks:
        y = bottom - (bottom - top) * mark / marks[-1]
        parts.append(d.line(left, y, right, y, d.INK if mark == 0 else d.RULE))
        parts.append(d.write(left - 8, y + 4, d.short(mark), anchor="end", fill=d.MUTED))
    return parts, marks[-1]


def _years_axis(years: Sequence[int], at: Mapping[int, float], y: float, room: float) -> list[str]:
    every = max(1, -(-int(len(years) * 44) // int(max(room, 1))))
    # Counted from the last year back, so that the newest is always named.
    return [
        d.write(at[year], y, str(year), anchor="middle", fill=d.MUTED)
        for i, year in enumerate(reversed(years))
        if i % every == 0
    ]


def _incomplete_note(x: float, right: float, top: float, bottom: float, language: str) -> list[str]:
    text = word("incomplete_mark", language)
    wide = d.width_of(text, 12)
    at = min(max(x + 4, 60), right - wide)
    return [
        d.line(x, top - 6, x, bottom, d.WARN, stroke_dasharray="4 3"),
        d.write(at, top - 10, text, fill=d.WARN),
    ]


def columns(exhibit: Exhibit, language: str, name: str) -> str:
    """Stacked columns by year: `year`, `series`, `value`; incomplete years are striped.

    Columns of the frame: `year`, `value`, and where used `series` (options `series_words`),
    `is_complete` and `nowcast` (a year's expected total, drawn as an outline) with its band from
    `nowcast_low` to `nowcast_high`.
    """
    frame = exhibit.frame
    series = (
        labels(frame, "series", language, exhibit.options.get("series_words"))
        if any(c.startswith("series") for c in frame.columns)
        else [word(f"unit.{exhibit.unit}", language)] * len(frame)
    )
    kinds = colours(series)
    years = list(range(int(frame["year"].min()), int(frame["year"].max()) + 1))
    done = (
        frame["is_complete"].fillna(True).astype(bool)
        if "is_complete" in frame
        else pd.Series(True, frame.index)
    )
    height, left, right, top = 300.0, 56.0, WIDTH - 12, 44.0
    many = len(kinds) > 1
    key, key_height = (
        d.legend(left, 4, [(c, k) for k, c in kinds.items()], right - left) if many else ("", 0.0)
    )
    top += key_height
    bottom = top + height - 80
    parts = [key] + [d.hatch(f"{name}-h{i}", c) for i, c in enumerate(kinds.values())]
    highest = float(frame.groupby("year")["value"].sum().max())
    outlined = frame.dropna(subset=["nowcast"]) if "nowcast" in frame else frame.head(0)
    if len(outlined):
        ends = [c for c in ("nowcast", "nowcast_high") if c in outlined]
        highest = max(highest, float(outlined[ends].max().max()))
    axis, high = _y_axis(top, bottom, left, right, highest)
    parts += axis
    step = (right - left) / len(years)
    at = {year: left + step * (i + 0.5) for i, year in enumerate(years)}
    base = dict.fromkeys(years, 0.0)
    fills = {k: (c, f"url(#{name}-h{i})") for i, (k, c) in enumerate(kinds.items())}
    wide = min(step * 0.72, 46)
    for at_row, (year, kind, value, full) in enumerate(
        zip(frame["year"], series, frame["value"], done, strict=True)
    ):
        tall = (bottom - top) * float(value) / high
        if tall > 0:
            solid, striped = fills[kind]
            told = f"{year} · {kind}: {d.short(float(value))}"
            parts.append(
                d.rect(
                    at[year] - wide / 2, bottom - base[year] - tall, wide, tall, solid if full else striped,
                    d.hint(told), stroke=None if full else solid, data_row=at_row,
                )
            )  # fmt: skip
            base[year] += tall
    row: Any
    for row in outlined.itertuples():
        tall = (bottom - top) * float(row.nowcast) / high
        told = d.hint(
            f"{row.year} · {word('column.nowcast', language)}: {d.short(round(float(row.nowcast)))}"
        )
        place = at[int(row.year)] - wide / 2
        parts.append(
            d.rect(place, bottom - tall, wide, tall, "none", told, stroke=d.MUTED, stroke_dasharray="3 3")
        )
    parts += _bands(outlined, at, bottom, (bottom - top) / high)
    parts += _years_axis(years, at, bottom + 18, right - left)
    open_years = [int(y) for y, full in zip(frame["year"], done, strict=True) if not full]
    if open_years:
        parts += _incomplete_note(at[min(open_years)] - step / 2, right, top, bottom, language)
    return d.sheet(WIDTH, bottom + 28, parts, word(f"look.{exhibit.look}", language))


def _bands(rows: pd.DataFrame, at: Mapping[int, float], bottom: float, per: float) -> list[str]:
    """The band of what an incomplete year will hold: `nowcast_low` to `nowcast_high`."""
    if "nowcast_high" not in rows:
        return []
    known = rows.dropna(subset=["nowcast_low", "nowcast_high"])
    parts = []
    for year, low, high in zip(known["year"], known["nowcast_low"], known["nowcast_high"], strict=True):
        x, y1, y2 = at[int(year)], bottom - float(low) * per, bottom - float(high) * per
        told = d.hint(f"{year}: {low:.0f}–{high:.0f}")
        parts.append(d.rect(x - 5, y2, 10, y1 - y2, d.MUTED, told, fill_opacity=0.25))
        parts += [d.line(x - 5, y, x + 5, y, d.MUTED) for y in (y1, y2)]
    return parts


def lines(exhibit: Exhibit, language: str, name: str) -> str:
    """Lines by year: `year`, `series`, `value`, `is_complete`; incomplete years are dashed."""
    frame = exhibit.frame.assign(
        place=range(len(exhibit.frame)),
        shown=labels(exhibit.frame, "series", language, exhibit.options.get("series_words")),
    )
    kinds = colours(list(frame["shown"]))
    years = list(range(int(frame["year"].min()), int(frame["year"].max()) + 1))
    left, right, top = 56.0, WIDTH - 130, 44.0
    bottom = 280.0
    parts, high = _y_axis(top, bottom, left, right, float(frame["value"].max()))
    at = {y: left + (right - left) * (i + 0.5) / len(years) for i, y in enumerate(years)}
    ends: list[tuple[float, str, str]] = []
    for kind, rows in frame.sort_values("year", kind="stable").groupby("shown", sort=False):
        colour = kinds[str(kind)]
        spots = [
            (at[int(y)], bottom - (bottom - top) * float(v) / high, bool(full))
            for y, v, full in zip(rows["year"], rows["value"], rows["is_complete"].fillna(True), strict=True)
        ]
        for (x1, y1, _), (x2, y2, full) in pairwise(spots):
            parts.append(
                d.line(x1, y1, x2, y2, colour, stroke_width=2, stroke_dasharray=None if full else "4 4")
            )
        places = zip(rows["year"], rows["value"], rows["place"], strict=True)
        for (x, y, full), (year, value, place) in zip(spots, places, strict=True):
            told = d.hint(f"{year} · {kind}: {d.short(float(value))}")
            fill = colour if full else d.PAPER
            parts.append(d.circle(x, y, 3, fill, told, stroke=colour, data_row=int(place)))
        ends.append((spots[-1][1], str(kind), colour))
    # Names stand at the line's end, pushed apart, so that no legend has to be matched by colour.
    last = top - 16
    for y, kind, colour in sorted(ends):
        last = max(y + 4, last + 16)
        parts.append(d.write(right + 8, last, d.fit(kind, 12, 118), fill=colour, bold=True))
    parts += _years_axis(years, at, bottom + 18, right - left)
    open_years = frame.loc[~frame["is_complete"].fillna(True).astype(bool), "year"]
    if len(open_years):
        edge = at[int(open_years.min())] - (right - left) / len(years) / 2
        parts += _incomplete_note(edge, right, top, bottom, language)
    return d.sheet(WIDTH, max(bottom, last) + 28, parts, word(f"look.{exhibit.look}", language))


def _rows_room(names: Sequence[str]) -> float:
    return min(max((d.width_of(n, 12) for n in names), default=0) + 16, 300)


def bars(exhibit: Exhibit, language: str, name: str) -> str:
    """Bars with their numbers: `label`, `value`; `is_marked` rows in the second colour.

    Options: `kind` of the number (default count), `label_words` where labels are codes.
    """
    frame = exhibit.frame
    names = labels(frame, "label", language, exhibit.options.get("label_words"))
    kind = exhibit.options.get("kind", "count")
    left = _rows_room(names)
    room = WIDTH - left - 90
    high = max(float(frame["value"].max()), 1e-9)
    marked = frame["is_marked"].fillna(False) if "is_marked" in frame else [False] * len(frame)
    parts = []
    for i, (label, value, special) in enumerate(zip(names, frame["value"], marked, strict=True)):
        y = 8 + i * ROW
        wide = room * float(value) / high
        parts.append(d.write(left - 10, y + 15, d.fit(label, 12, left - 12), anchor="end"))
        parts.append(
            d.rect(left, y + 3, wide, ROW - 8, d.WARN if special else d.ACCENT, d.hint(label), data_row=i)
        )
        shown = format_value(float(value), kind, language)
        parts.append(d.write(left + wide + 6, y + 15, shown, fill=d.MUTED))
    return d.sheet(WIDTH, 16 + len(frame) * ROW, parts, word(f"look.{exhibit.look}", language))


def stack(exhibit: Exhibit, language: str, name: str) -> str:
    """Whole bars split into shares: `label`, `series`, `value`; the number stands in the part.

    Options: `label_words`, `series_words` where they are codes.
    """
    frame = exhibit.frame.assign(
        place=range(len(exhibit.frame)),
        row=labels(exhibit.frame, "label", language, exhibit.options.get("label_words")),
        part=labels(exhibit.frame, "series", language, exhibit.options.get("series_words")),
    )
    kinds = colours(list(frame["part"]))
    names = list(dict.fromkeys(frame["row"]))
    left = _rows_room(names)
    room = WIDTH - left - 70
    key, key_height = d.legend(left, 4, [(c, k) for k, c in kinds.items()], room)
    parts = [key]
    for i, row in enumerate(names):
        y, x = key_height + 12 + i * 32, left
        lines_of = frame[frame["row"] == row]
        total = float(lines_of["value"].sum())
        parts.append(d.write(left - 10, y + 17, d.fit(row, 12, left - 12), anchor="end"))
        for part, value, place in zip(lines_of["part"], lines_of["value"], lines_of["place"], strict=True):
            wide = room * float(value) / total if total else 0
            told = d.hint(f"{row} · {part}: {d.short(float(value))} ({value / total:.1%})") if total else ""
            parts.append(d.rect(x, y, wide, 26, kinds[part], told, stroke=d.PAPER, data_row=int(place)))
            shown = d.short(float(value))
            if wide > d.width_of(shown, 12) + 8:
                parts.append(d.write(x + wide / 2, y + 17, shown, anchor="middle", fill=d.PAPER, bold=True))
            x += wide
        parts.append(d.write(left + room + 8, y + 17, d.short(total), fill=d.MUTED))
    return d.sheet(WIDTH, key_height + 20 + len(names) * 32, parts, word(f"look.{exhibit.look}", language))


def lollipop(exhibit: Exhibit, language: str, name: str) -> str:
    """Values around 1 with the n beside them: `label`, `value`, `n`; `is_muted` rows are grey."""
    frame = exhibit.frame
    names = labels(frame, "label", language)
    left = _rows_room(names)
    right = WIDTH - 110
    high = max(float(frame["value"].max()), 1.5)
    marks = d.ticks(0, high, 6)
    top, bottom = 24.0, 30.0 + len(frame) * ROW

    def at(value: float) -> float:
        return left + (right - left) * value / marks[-1]

    parts = []
    for mark in marks:
        parts.append(d.line(at(mark), top, at(mark), bottom))
        parts.append(d.write(at(mark), 16, d.short(mark), anchor="middle", fill=d.MUTED))
    parts.append(d.line(at(1), top, at(1), bottom, d.INK, stroke_width=1.5))
    muted = frame["is_muted"].fillna(False) if "is_muted" in frame else [False] * len(frame)
    for i, (label, value, n, pale) in enumerate(zip(names, frame["value"], frame["n"], muted, strict=True)):
        y = top + 6 + (i + 0.5) * ROW
        colour = d.FAINT if pale else (d.ACCENT if value >= 1 else d.WARN)
        parts.append(d.write(left - 10, y + 4, d.fit(label, 12, left - 12), anchor="end"))
        parts.append(d.line(at(1), y, at(float(value)), y, colour, stroke_width=3))
        told = d.hint(f"{label}: {value:.2f} (n={n})")
        parts.append(d.circle(at(float(value)), y, 6, colour, told, data_row=i))
        note = f"{value:.2f} · n={n}"
        parts.append(d.write(right + 12, y + 4, note, fill=d.MUTED))
    return d.sheet(WIDTH, bottom + 10, parts, word(f"look.{exhibit.look}", language))


def intervals(exhibit: Exhibit, language: str, name: str) -> str:
    """Ranks with their intervals: `label`, `rank`, `rank_low`, `rank_high`, `p_top`."""
    frame = exhibit.frame
    names = labels(frame, "label", language)
    left = _rows_room(names)
    right = WIDTH - 130
    high = float(frame[["rank", "rank_high"]].max().max())
    marks = [m for m in d.ticks(1, max(high, 2), 8) if m >= 1] or [1.0]
    marks = [1.0, *[m for m in marks if m > 1]]
    top, bottom = 24.0, 30.0 + len(frame) * ROW

    def at(value: float) -> float:
        return left + 10 + (right - left - 20) * (value - 1) / max(marks[-1] - 1, 1)

    parts = []
    for mark in marks:
        parts.append(d.line(at(mark), top, at(mark), bottom))
        parts.append(d.write(at(mark), 16, d.short(mark), anchor="middle", fill=d.MUTED))
    row: Any
    for i, (label, row) in enumerate(zip(names, frame.itertuples(), strict=True)):
        y = top + 6 + (i + 0.5) * ROW
        parts.append(d.write(left - 10, y + 4, d.fit(label, 12, left - 12), anchor="end"))
        if pd.notna(row.rank_low) and pd.notna(row.rank_high):
            told = d.hint(f"{label}: {row.rank} [{row.rank_low}–{row.rank_high}]")
            ends = at(float(row.rank_low)), at(float(row.rank_high))
            parts.append(d.rect(ends[0] - 3, y - 5, ends[1] - ends[0] + 6, 10, d.FAINT, told, rx=5))
        parts.append(d.circle(at(float(row.rank)), y, 5, d.ACCENT, data_row=i))
        p = "—" if pd.isna(row.p_top) else f"P = {row.p_top:.2f}"
        parts.append(d.write(right + 12, y + 4, p, fill=d.MUTED))
    return d.sheet(WIDTH, bottom + 10, parts, word(f"look.{exhibit.look}", language))
