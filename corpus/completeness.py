"""Builder `completeness`: how much each export states, column by column."""

from __future__ import annotations

import pandas as pd

from corpus.tables import COMPLETENESS, EXPORT_RECORD

_ABOUT_THE_ROW = ("export_file", "row_number", "disposition", "vendor")


def completeness(export_record: pd.DataFrame) -> pd.DataFrame:
    """One row per export file and column of its records, those nobody states included."""
    columns = [name for name in EXPORT_RECORD.column_names if name not in _ABOUT_THE_ROW]
    filled = export_record[columns].notna().groupby(export_record["export_file"], sort=True)
    counts = filled.sum().reset_index().melt("export_file", var_name="column", value_name="filled_count")
    rows = filled.size()
    counts["filled_share"] = counts["filled_count"] / counts["export_file"].map(rows)
    return counts[COMPLETENESS.column_names]
