"""Figures of links: ribbons between two sides, ways through time, a ring of partners; and dot rows.

Places are computed, not drawn by chance, so that the same data give the same figure.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd

from navigation.reports import drawing as d
from navigation.reports.charts import ROW, WIDTH, colours, labels
from navigation.reports.document import Exhibit
from navigation.reports.words import clean, code_word, format_value, word

LABEL_GAP = 16.0  # pixels between the baselines of two labels


def ribbons(exhibit: Exhibit, language: str, name: str) -> str:
    """What goes from the left to the right: `row`, `column`, `value`; breadth by value.

    Options: `row_words`, `column_words` where they are codes.
    """
    options = exhibit.options
    frame = exhibit.frame.assign(
        place=range(len(exhibit.frame)),
        start=labels(exhibit.frame, "row", language, options.get("row_words")),
        end=labels(exhibit.frame, "column", language, options.get("column_words")),
    )
    frame = frame[frame["value"].fillna(0) > 0]
    left, right, top, room, gap = 170.0, WIDTH - 170.0, 34.0, 400.0, 7.0
    total = max(float(frame["value"].sum()), 1e-9)
    sides = [frame.groupby(side, sort=False)["value"].sum() for side in ("start", "end")]
    per = (room - gap * (max(len(s) for s in sides) - 1)) / total
    kinds = colours(list(sides[0].index))
    parts = [
        d.write(left - 10, 18, word(options["row_title"], language), anchor="end", fill=d.MUTED),
        d.write(right + 10, 18, word(options["column_title"], language), fill=d.MUTED),
    ]
    at: list[dict[str, float]] = []
    for sums, x, anchor in ((sides[0], left, "end"), (sides[1], right, "start")):
        y, spots, middles = top, {}, []
        for label, value in sums.items():
            spots[str(label)] = y
            tall = float(value) * per
            fill = kinds[str(label)] if anchor == "end" else d.MUTED
            parts.append(d.rect(x - (8 if anchor == "end" else 0), y, 8, max(tall, 1), fill))
            middles.append(y + tall / 2)
            y += tall + gap
        beside = x + (-14 if anchor == "end" else 14)
        for (label, value), height in zip(sums.items(), _apart(middles, top, top + room + 20), strict=True):
            text = f"{d.fit(str(label), 12, 100)} {format_value(float(value), 'count', language)}"
            parts.append(d.write(beside, height + 4, text, anchor=anchor))
        at.append(spots)
    middle = (left + right) / 2
    row: Any
    for row in frame.itertuples():
        tall = float(row.value) * per
        y1, y2 = at[0][row.start], at[1][row.end]
        at[0][row.start] += tall
        at[1][row.end] += tall
        f = d.fixed
        way = (
            f"M{f(left)} {f(y1)}C{f(middle)} {f(y1)} {f(middle)} {f(y2)} {f(right)} {f(y2)}v{f(tall)}"
            f"C{f(middle)} {f(y2 + tall)} {f(middle)} {f(y1 + tall)} {f(left)} {f(y1 + tall)}z"
        )
        shown = format_value(float(row.value), "count", language)
        told = d.hint(f"{row.start} → {row.end}: {shown}")
        parts.append(
            d.element("path", told, d=way, fill=kinds[row.start], fill_opacity=0.45, data_row=int(row.place))
        )
        if tall >= 13:
            parts.append(d.write(left + 8, y1 + tall / 2 + 4, shown, size=11))
    return d.sheet(WIDTH, top + room + 30, parts, word(f"look.{exhibit.look}", language))


def ways(exhibit: Exhibit, language: str, name: str) -> str:
    """Links of the main paths along time: `cited_*` and `citing_*` of `family_id`, `year`, `title`.

    Each route (`key_route`) has a lane; circles bear numbers whose titles stand below.
    """
    frame = exhibit.frame.assign(place=range(len(exhibit.frame)))
    frame = frame.dropna(subset=["cited_year", "citing_year"])
    nodes = _ends(frame)
    left, right, top = 40.0, WIDTH - 40.0, 20.0
    years = range(int(nodes["year"].min()), int(nodes["year"].max()) + 1)
    step = (right - left) / max(len(years) - 1, 1)
    y, spots, parts = top, {}, []
    for _, lane in nodes.groupby("key_route", sort=True):
        beside = lane.groupby("year").cumcount()
        for (family_id, year), down in zip(lane[["family_id", "year"]].to_numpy(), beside, strict=True):
            spots[family_id] = (left + (int(year) - years[0]) * step, y + 22 + int(down) * 26)
        y += 34 + 26 * float(beside.max() + 1)
    bottom = y + 4
    every = max(1, -(-44 * len(years) // int(right - left)))
    for i, year in enumerate(reversed(years)):
        if i % every == 0:
            x = left + (year - years[0]) * step
            parts.append(d.line(x, top, x, bottom))
            parts.append(d.write(x, bottom + 16, str(year), anchor="middle", fill=d.MUTED))
    widest = max(float(frame["traversal_share"].max()), 1e-9)
    row: Any
    for row in frame.itertuples():
        (x1, y1), (x2, y2) = spots[row.cited_family_id], spots[row.citing_family_id]
        bow = 16 if y1 == y2 else 0  # a link past another circle must not hide behind it
        way = f"M{d.fixed(x1)} {d.fixed(y1)}Q{d.fixed((x1 + x2) / 2)} {d.fixed((y1 + y2) / 2 - bow)} "
        told = d.hint(f"{row.cited_title} → {row.citing_title}: {row.traversal_share:.1%}")
        parts.append(
            d.element(
                "path", told, d=way + f"{d.fixed(x2)} {d.fixed(y2)}", fill="none", stroke=d.ACCENT,
                stroke_opacity=0.6, stroke_width=1 + 4 * float(row.traversal_share) / widest,
                data_row=int(row.place),
            )
        )  # fmt: skip
    for number, (family_id, title) in enumerate(nodes[["family_id", "title"]].to_numpy(), start=1):
        x, at = spots[family_id]
        parts.append(d.circle(x, at, 10, d.PAPER, d.hint(str(title)), stroke=d.ACCENT, stroke_width=1.5))
        parts.append(d.write(x, at + 4, str(number), anchor="middle", size=11))
    listed = [f"{i}  {int(y)}  {t}" for i, (y, t) in enumerate(nodes[["year", "title"]].to_numpy(), start=1)]
    half = -(-len(listed) // 2)
    for i, text in enumerate(listed):
        x, at = (10.0, i) if i < half else (WIDTH / 2 + 6, i - half)
        parts.append(d.write(x, bottom + 42 + at * 17, d.fit(text, 11, WIDTH / 2 - 20), size=11))
    return d.sheet(WIDTH, bottom + 36 + half * 17, parts, word(f"look.{exhibit.look}", language))


def _ends(frame: pd.DataFrame) -> pd.DataFrame:
    """The families at the ends of links, each once, in the first route it stands in, along time."""
    sides = [
        frame[[f"{end}_family_id", f"{end}_year", f"{end}_title", "key_route"]].set_axis(
            ["family_id", "year", "title", "key_route"], axis=1
        )
        for end in ("cited", "citing")
    ]
    both = pd.concat(sides).sort_values(["key_route", "year", "family_id"], kind="stable")
    return both.drop_duplicates("family_id").reset_index(drop=True)


def ring(exhibit: Exhibit, language: str, name: str) -> str:
    """Partners on a ring, a chord for each link: `source`, `target`, `value`, `group`.

    A group has a colour and a stretch of the ring; circles grow with the links' sum.
    """
    frame = exhibit.frame.assign(
        place=range(len(exhibit.frame)),
        one=labels(exhibit.frame, "source", language),
        other=labels(exhibit.frame, "target", language),
    )
    nodes = _partners(frame)
    middle, radius = (WIDTH / 2, 264.0), 205.0
    turn = 2 * math.pi / max(len(nodes), 1)
    spots = {
        label: (
            middle[0] + radius * math.sin(turn * (i + 0.5)),
            middle[1] - radius * math.cos(turn * (i + 0.5)),
        )
        for i, label in enumerate(nodes["label"])
    }
    kinds = colours([str(g) for g in nodes["group"]])
    group = dict(zip(nodes["label"], nodes["group"].astype("str"), strict=True))
    most = max(float(frame["value"].max()), 1e-9)
    parts = []
    row: Any
    for row in frame.sort_values("value", kind="stable").itertuples():
        (x1, y1), (x2, y2) = spots[row.one], spots[row.other]
        cx, cy = (
            middle[0] + ((x1 + x2) / 2 - middle[0]) * 0.35,
            middle[1] + ((y1 + y2) / 2 - middle[1]) * 0.35,
        )
        way = f"M{d.fixed(x1)} {d.fixed(y1)}Q{d.fixed(cx)} {d.fixed(cy)} {d.fixed(x2)} {d.fixed(y2)}"
        same = group[row.one] == group[row.other]
        told = d.hint(f"{row.one} — {row.other}: {d.short(float(row.value))}")
        parts.append(
            d.element(
                "path", told, d=way, fill="none", stroke=kinds[group[row.one]] if same else d.FAINT,
                stroke_opacity=0.65, stroke_width=1 + 6 * float(row.value) / most, data_row=int(row.place),
            )
        )  # fmt: skip
    parts += _beside(spots, middle)
    largest = max(float(nodes["value"].max()), 1e-9)
    for label, value in zip(nodes["label"], nodes["value"], strict=True):
        x, y = spots[label]
        told = d.hint(f"{label}: {d.short(float(value))}")
        size = 4 + 7 * math.sqrt(float(value) / largest)
        parts.append(d.circle(x, y, size, kinds[group[label]], told, stroke=d.PAPER))
    return d.sheet(WIDTH, 2 * middle[1], parts, word(f"look.{exhibit.look}", language))


def _partners(frame: pd.DataFrame) -> pd.DataFrame:
    """Each partner with its group and the sum of its links, group by group."""
    ends = [
        frame[[side, "group", "value"]].set_axis(["label", "group", "value"], axis=1)
        for side in ("one", "other")
    ]
    found = pd.concat(ends).groupby("label").agg(group=("group", "min"), value=("value", "sum")).reset_index()
    return found.sort_values(["group", "value", "label"], ascending=[True, False, True], ignore_index=True)


def _beside(spots: dict[str, tuple[float, float]], middle: tuple[float, float]) -> list[str]:
    """Names on both sides of the ring, pushed apart, each with a line to its circle."""
    parts = []
    for on_right in (True, False):
        side = sorted((y, x, label) for label, (x, y) in spots.items() if (x >= middle[0]) == on_right)
        for (y, x, label), at in zip(
            side, _apart([y for y, _, _ in side], 10.0, 2 * middle[1] - 10), strict=True
        ):
            edge = middle[0] + (232 if on_right else -232)
            anchor = "start" if on_right else "end"
            text = d.fit(label, 12, WIDTH / 2 - 250)
            parts.append(d.line(x, y, edge, at, d.RULE))
            parts.append(d.write(edge + (4 if on_right else -4), at + 4, text, anchor=anchor))
    return parts


def _apart(heights: Sequence[float], low: float, high: float) -> list[float]:
    """Ascending heights moved so that no two are nearer than a line."""
    found: list[float] = []
    for y in heights:
        found.append(max(y, low if not found else found[-1] + LABEL_GAP))
    over = max(0.0, found[-1] - high) if found else 0.0
    for i in range(len(found) - 1, -1, -1):
        limit = high if i == len(found) - 1 else found[i + 1] - LABEL_GAP
        found[i] = min(found[i], limit) if over else found[i]
    return found


def dots(exhibit: Exhibit, language: str, name: str) -> str:
    """Several measures of each row on one scale: `label`, `series`, `value` from 0 to 100.

    Options: `series_words`.
    """
    words_of = exhibit.options.get("series_words")
    frame = exhibit.frame.assign(
        place=range(len(exhibit.frame)),
        row=labels(exhibit.frame, "label", language),
        kind=[
            code_word(words_of, s, language) if words_of else clean(str(s)) for s in exhibit.frame["series"]
        ],
    ).dropna(subset=["value"])
    kinds = colours(list(frame["kind"]))
    names = list(dict.fromkeys(frame["row"]))
    left = min(max((d.width_of(n, 12) for n in names), default=0) + 16, 300)
    right = WIDTH - 20
    key, key_height = d.legend(left, 4, [(c, k) for k, c in kinds.items()], right - left)
    top = key_height + 26
    bottom = top + len(names) * ROW
    parts = [key]
    for mark in range(0, 101, 20):
        x = left + (right - left) * mark / 100
        parts.append(d.line(x, top, x, bottom))
        parts.append(d.write(x, top - 6, str(mark), anchor="middle", fill=d.MUTED))
    row: Any
    for i, label in enumerate(names):
        y = top + (i + 0.5) * ROW
        here = frame[frame["row"] == label]
        ends = [left + (right - left) * float(v) / 100 for v in (here["value"].min(), here["value"].max())]
        parts.append(d.write(left - 10, y + 4, d.fit(label, 12, left - 12), anchor="end"))
        parts.append(d.line(ends[0], y, ends[1], y, d.FAINT, stroke_width=2))
        for row in here.itertuples():
            told = d.hint(f"{label} · {row.kind}: {row.value:.1f}")
            x = left + (right - left) * float(row.value) / 100
            parts.append(d.circle(x, y, 5.5, kinds[row.kind], told, stroke=d.PAPER, data_row=int(row.place)))
    return d.sheet(WIDTH, bottom + 8, parts, word(f"look.{exhibit.look}", language))
