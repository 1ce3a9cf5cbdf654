"""The technology map: a canvas with regions and every family as a point, and the names over it.

Points travel as 16-bit numbers in base64, so that fifty thousand of them with year and owner weigh
two thirds of a megabyte.

Names are placed here, not in the browser: the largest clusters first, and a name that
would cover another is left to the pointer.
"""

from __future__ import annotations

import base64
import json
from html import escape
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from navigation.reports import drawing as d
from navigation.reports.charts import labels
from navigation.reports.document import Exhibit
from navigation.reports.regions import ACROSS, DOWN, Spot, regions, white_spots
from navigation.reports.words import clean, word

Numbers = npt.NDArray[Any]

WIDTH, HEIGHT, MARGIN = 860.0, 560.0, 26.0
HOVER_BYTES = 1_800_000  # room for the titles shown under the pointer
LONGEST_TITLE, LONGEST_OWNER = 60, 40
WIDE, SQUEEZED = 1.4, 0.12


def technology_map(exhibit: Exhibit, language: str, name: str) -> str:
    """Points with `x`, `y`, `cluster_id`, `title`, and the cluster's `label` in each language.

    Where the frame has them, `priority_year`, `owner` and the cluster's `growth` give the page its
    time slider, the overlay of an owner, and colours by growth.
    """
    frame = exhibit.frame
    x, y, clusters, kinds = _placed(frame, language)
    white = white_spots(x / WIDTH, y / HEIGHT, kinds, len(clusters))
    owners = _owners(frame)
    data: dict[str, Any] = {
        "x": _packed(x / WIDTH * 65535),
        "y": _packed(y / HEIGHT * 65535),
        "k": _packed(kinds),
        "region": _packed(regions(x / WIDTH, y / HEIGHT, kinds, len(clusters)).ravel() + 1),
        "across": ACROSS,
        "down": DOWN,
        "colours": [d.PALETTE[i % len(d.PALETTE)] for i in range(len(clusters))] + [d.FAINT],
        "growth": _growth_colours(frame, clusters),
        "names": [*map(clean, clusters["shown"]), word("no_cluster", language)],
        "titles": _titles(frame["title"]),
        "owners": [clean(owner, LONGEST_OWNER) for owner in owners],
    }
    if "priority_year" in frame and frame["priority_year"].notna().any():
        years = frame["priority_year"].astype("float64")
        data |= {"year": _packed(years.fillna(0).to_numpy()), "years": [int(years.min()), int(years.max())]}
    if owners:
        number = {owner: i for i, owner in enumerate(owners, start=1)}
        data["o"] = _packed(frame["owner"].map(number).fillna(0).to_numpy(dtype=float))
    packed = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    over = d.sheet(WIDTH, HEIGHT, [*_names(clusters), _spots(white)], word(f"look.{exhibit.look}", language))
    return (
        f"{_controls(data, language)}"
        f'<div class="map" data-map="{name}"><canvas width="{WIDTH:.0f}" height="{HEIGHT:.0f}"></canvas>'
        f'{over}<div class="tip" hidden></div></div>{_spot_list(white, clusters, language)}'
        f'<script type="application/json" id="{name}">{packed}</script>'
    )


def _placed(frame: pd.DataFrame, language: str) -> tuple[Numbers, Numbers, pd.DataFrame, Numbers]:
    """Places on the sheet, the clusters, and each point's cluster by number."""
    x, y = _fitted(frame["x"], MARGIN, WIDTH - MARGIN), _fitted(-frame["y"], MARGIN, HEIGHT - MARGIN)
    clusters = _clusters(frame.assign(px=x, py=y, shown=labels(frame, "label", language)))
    index = {cluster: i for i, cluster in enumerate(clusters["cluster_id"])}
    kinds: Numbers = frame["cluster_id"].map(index).fillna(len(index)).to_numpy(dtype="int64")
    return x, y, clusters, kinds


def _owners(frame: pd.DataFrame) -> list[str]:
    """The owners that can be laid over the map, the largest first."""
    if "owner" not in frame:
        return []
    counts = frame["owner"].dropna().value_counts()
    return sorted(map(str, counts.index), key=lambda owner: (-int(counts[owner]), owner))


def _growth_colours(frame: pd.DataFrame, clusters: pd.DataFrame) -> list[str]:
    """Of each cluster: blue for growth, orange for decline, pale where it is not known."""
    if "growth" not in frame:
        return []
    growth = frame.drop_duplicates("cluster_id").set_index("cluster_id")["growth"].astype("float64")
    found = []
    for value in clusters["cluster_id"].map(growth).fillna(0.0):
        part = max(-1.0, min(1.0, value))
        end = (14, 70, 122) if part > 0 else (200, 85, 11)
        mixed = [round(205 + (b - 205) * abs(part)) for b in end]
        found.append("#" + "".join(f"{c:02x}" for c in mixed))
    return [*found, d.FAINT]


def _controls(data: dict[str, Any], language: str) -> str:
    """What the reader may choose; only what the data carry."""

    def say(key: str) -> str:
        return escape(clean(word(f"map.{key}", language)))

    ways = ["cluster", *(["growth"] if data["growth"] else []), *(["year"] if "years" in data else [])]
    options = "".join(f'<option value="{way}">{say(way)}</option>' for way in ways)
    parts = [f'<label>{say("colour")}<select data-act="colour">{options}</select></label>']
    if "years" in data:
        low, high = data["years"]
        parts.append(
            f'<label>{say("until")}<input type="range" data-act="until" min="{low}" max="{high}" '
            f'value="{high}"><output>{high}</output></label>'
        )
    if data["owners"]:
        shown = "".join(
            f'<option value="{i}">{escape(clean(owner, LONGEST_OWNER))}</option>'
            for i, owner in enumerate(data["owners"], start=1)
        )
        parts.append(
            f'<label>{say("owner")}<select data-act="owner"><option value="0">{say("nobody")}</option>'
            f"{shown}</select></label>"
        )
    parts.append(f'<label><input type="checkbox" data-act="spots">{say("spots")}</label>')
    parts.append(f'<button type="button" data-act="whole">{say("whole")}</button>')
    return f'<div class="maptools">{"".join(parts)}</div>'


def _spots(spots: list[Spot]) -> str:
    """Numbered rings; hidden until the reader asks for them."""
    rings = [
        d.circle(
            s.x * WIDTH, s.y * HEIGHT, 13, "#ffffff", stroke=d.INK, stroke_dasharray="3 3", fill_opacity=0.8
        )
        + d.write(s.x * WIDTH, s.y * HEIGHT + 4, str(i), anchor="middle", bold=True)
        for i, s in enumerate(spots, start=1)
    ]
    return d.element("g", "".join(rings), class_="spots", visibility="hidden") if rings else ""


def _spot_list(spots: list[Spot], clusters: pd.DataFrame, language: str) -> str:
    """The clusters on both sides of each white spot."""
    between, shown = word("map.between", language), clusters["shown"]
    lines = [between.replace("{a}", shown[s.clusters[0]]).replace("{b}", shown[s.clusters[1]]) for s in spots]
    listed = "".join(f"<li>{escape(clean(text))}</li>" for text in lines)
    return f'<ol class="spotlist" hidden>{listed}</ol>' if spots else ""


def still_map(exhibit: Exhibit, language: str) -> str:
    """The same map for paper: one SVG, a small square for each family."""
    frame = exhibit.frame
    x, y, clusters, kinds = _placed(frame, language)
    size = 3.0 if len(frame) < 5_000 else 1.4
    corners = zip(x - size / 2, y - size / 2, strict=True)
    dots = pd.Series([f"M{d.fixed(a)} {d.fixed(b)}h{size}v{size}h-{size}z" for a, b in corners])
    paths = dots.groupby(frame["cluster_id"].fillna("").to_numpy()).agg("".join)
    colours = {c: d.PALETTE[i % len(d.PALETTE)] for i, c in enumerate(clusters["cluster_id"])}
    points = [
        d.element("path", d=path, fill=colours.get(cluster, d.FAINT), fill_opacity=0.7)
        for cluster, path in paths.items()
    ]
    ground = _ground(regions(x / WIDTH, y / HEIGHT, kinds, len(clusters)))
    return d.sheet(
        WIDTH, HEIGHT, [*ground, *points, *_names(clusters)], word(f"look.{exhibit.look}", language)
    )


def _ground(grid: Numbers) -> list[str]:
    """The clusters' regions, one pale path each."""
    wide, tall = WIDTH / ACROSS, HEIGHT / DOWN
    paths: dict[int, list[str]] = {}
    for row, line in enumerate(grid):
        for run in np.split(np.arange(ACROSS), np.flatnonzero(np.diff(line)) + 1):
            if line[run[0]] >= 0:
                left, top = d.fixed(float(run[0] * wide)), d.fixed(float(row * tall))
                across, down = d.fixed(float(len(run) * wide)), d.fixed(tall)
                paths.setdefault(int(line[run[0]]), []).append(f"M{left} {top}h{across}v{down}h-{across}z")
    return [
        d.element("path", d="".join(path), fill=d.PALETTE[kind % len(d.PALETTE)], fill_opacity=0.13)
        for kind, path in sorted(paths.items())
    ]


def _fitted(values: pd.Series, low: float, high: float) -> Numbers:
    """Numbers in the room from low to high; a few far out do not press the others together.

    Where the outer tenths of the way hold hardly a point, what lies beyond 98 of 100 is drawn into
    a margin: near and far stay in order, and distance has no unit on this map anyway.
    """
    numbers = values.to_numpy(dtype=float)
    first, last = np.quantile(numbers, [0.02, 0.98])
    span = max(last - first, 1e-9)
    if numbers.max() - numbers.min() > WIDE * span:
        place = (numbers - first) / span
        beyond = np.where(place > 1, place - 1, np.where(place < 0, place, 0.0))
        numbers = np.clip(place, 0, 1) + SQUEEZED * np.tanh(beyond / SQUEEZED)
    least, reach = numbers.min(), max(numbers.max() - numbers.min(), 1e-9)
    fitted: Numbers = low + (numbers - least) / reach * (high - low)
    return fitted


def _packed(values: Numbers) -> str:
    return base64.b64encode(np.rint(values).astype("<u2").tobytes()).decode()


def _clusters(points: pd.DataFrame) -> pd.DataFrame:
    """Cluster, name, size and middle, the largest first."""
    grouped = points.dropna(subset=["cluster_id"]).groupby("cluster_id", sort=True)
    found = grouped.agg(
        shown=("shown", "first"), size=("px", "size"), px=("px", "median"), py=("py", "median")
    )
    return found.reset_index().sort_values(["size", "cluster_id"], ascending=[False, True], ignore_index=True)


def _titles(titles: pd.Series) -> list[str]:
    longest = max(6, min(LONGEST_TITLE, HOVER_BYTES // 3 // max(len(titles), 1)))
    return [clean(str(t), longest) if isinstance(t, str) else "" for t in titles]


def _names(clusters: pd.DataFrame) -> list[str]:
    marks = [(float(x), float(y), 6.0) for x, y in zip(clusters["px"], clusters["py"], strict=True)]
    names = [d.fit(text, 13, 170) for text in clusters["shown"]]
    parts = []
    places = d.place_labels(marks, names, (4, 4, WIDTH - 4, HEIGHT - 4), 13, over_first=True)
    for i, placed in enumerate(places):
        if placed is not None:
            x, y, anchor, text = placed
            colour = d.PALETTE[i % len(d.PALETTE)]
            mark = d.circle(float(clusters["px"][i]), float(clusters["py"][i]), 3, colour, stroke=d.PAPER)
            parts.append(mark + d.write(x, y, text, size=13, anchor=anchor, bold=True, halo=True))
    return parts
