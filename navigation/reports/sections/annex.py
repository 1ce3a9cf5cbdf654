"""Definitions of every indicator and term used, so that the report can be read alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from navigation.reports.document import Exhibit, Section

_COLUMNS = ("name", "label_zh", "label", "pillar", "unit", "better", "weight", "source", "definition")


def annex(*, indicators: Sequence[Mapping[str, Any]], notes: Sequence[str]) -> Section:
    """Indicators as the register defines them, and the study's own notes."""
    rows = [{name: entry.get(name) for name in _COLUMNS} for entry in indicators]
    frame = pd.DataFrame(rows, columns=list(_COLUMNS)).rename(columns={"label": "label_en"})
    made: tuple[Exhibit, ...] = ()
    if len(frame):
        made = (
            Exhibit(
                "indicators",
                "table",
                frame.astype({"weight": "float64"}),
                ("family_indicator",),
                n=len(frame),
                unit="indicators",
                columns=("name", "label", "pillar", "unit", "better", "weight", "definition", "source"),
            ),
        )
    return Section(
        "annex", {"notes": [str(note) for note in notes], "has_indicators": bool(len(frame))}, made
    )
