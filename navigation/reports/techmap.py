"""The technology map: a canvas with every family as a point, and the clusters' names over it.

Points travel as 16-bit numbers in base64, so that fifty thousand of them weigh a third of a
megabyte. Names are placed here, not in the browser: the largest clusters first, and a name that
would cover another is left to the pointer.
"""

from __future__ import annotations

import base64
import json
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from navigation.reports import drawing as d
from navigation.reports.charts import labels
from navigation.reports.document import Exhibit
from navigation.reports.words import clean, word

Numbers = npt.NDArray[Any]

WIDTH, HEIGHT, MARGIN = 860.0, 560.0, 26.0
HOVER_BYTES = 1_800_000  # room for the titles shown under the pointer
LONGEST_TITLE = 60


def technology_map(exhibit: Exhibit, language: str, name: str) -> str:
    """Points with `x`, `y`, `cluster_id`, `title`, and the cluster's `label` in each language."""
    frame = exhibit.frame
    x, y = _fitted(frame["x"], MARGIN, WIDTH - MARGIN), _fitted(-frame["y"], MARGIN, HEIGHT - MARGIN)
    clusters = _clusters(frame.assign(px=x, py=y, shown=labels(frame, "label", language)))
    index = {cluster: i for i, cluster in enumerate(clusters["cluster_id"])}
    kinds = frame["cluster_id"].map(index).fillna(len(index)).astype("uint16")
    data: dict[str, Any] = {
        "x": _packed(x / WIDTH * 65535),
        "y": _packed(y / HEIGHT * 65535),
        "k": _packed(kinds.to_numpy()),
        "colours": [d.PALETTE[i % len(d.PALETTE)] for i in range(len(index))] + [d.FAINT],
        "names": [*clusters["shown"], word("no_cluster", language)],
        "titles": _titles(frame["title"]),
    }
    packed = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    over = d.sheet(WIDTH, HEIGHT, _names(clusters), word(f"look.{exhibit.look}", language))
    return (
        f'<div class="map" data-map="{name}"><canvas width="{WIDTH:.0f}" height="{HEIGHT:.0f}"></canvas>'
        f'{over}<div class="tip" hidden></div></div>'
        f'<script type="application/json" id="{name}">{packed}</script>'
    )


def _fitted(values: pd.Series, low: float, high: float) -> Numbers:
    numbers = values.to_numpy(dtype=float)
    least, span = numbers.min(), max(numbers.max() - numbers.min(), 1e-9)
    fitted: Numbers = low + (numbers - least) / span * (high - low)
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
