"""Tests drawn as tables: a text with | between cells becomes a frame."""

from __future__ import annotations

import pandas as pd

from corpus import contract
from corpus.contract import TEXTS, Table


def rows(text: str, table: Table | None = None, **defaults: object) -> pd.DataFrame:
    """A frame from lines of cells; the first line holds the headings, an empty cell is NA.

    With a table, columns are cast to its types (list items are separated by blanks or `;`),
    and columns not drawn are NA or the given default.
    """
    lines = [line for line in text.strip().splitlines() if line.strip()]
    cells = [[cell.strip() or None for cell in line.split("|")] for line in lines]
    frame = pd.DataFrame(cells[1:], columns=[str(c) for c in cells[0]], dtype="object")
    if table is None:
        return frame.apply(lambda s: pd.to_numeric(s) if _numeric(s) else s)
    for column in table.columns:
        if column.name not in frame.columns:
            frame[column.name] = [defaults.get(column.name)] * len(frame)
        elif column.type is TEXTS:
            frame[column.name] = [v.replace(";", " ").split() if v else None for v in frame[column.name]]
        elif column.type.name in ("INTEGER", "NUMBER"):
            frame[column.name] = pd.to_numeric(frame[column.name])
        elif column.type.name == "FLAG":
            words = {"yes": True, "no": False, "True": True, "False": False, None: None}
            frame[column.name] = [words[v] for v in frame[column.name]]
    return contract.cast(frame[table.column_names], table)


def _numeric(series: pd.Series) -> bool:
    return bool(pd.to_numeric(series.dropna(), errors="coerce").notna().all() and series.notna().any())
