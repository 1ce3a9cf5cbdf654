"""What the first page of a zone says beside its studies: the indicator table."""

from __future__ import annotations

from typing import Any

import pandas as pd

from navigation.reports.document import Phrase
from navigation.reports.hub import Link, Part, printed, say
from navigation.reports.sections.kpi import KINDS
from navigation.reports.words import LANGUAGES, code_word

DASH = Phrase("—", "—")
HEADS = ("number", "kpi", "value_said", "target_said", "target_year", "status")


def indicators(kpi: pd.DataFrame, folder: str, files: tuple[str, ...]) -> Part:
    """The rows of an indicator table, and its reports.

    Parameters
    ----------
    kpi
        The table `kpi` of a zone.
    folder, files
        Where its reports lie beside the page, and their names.
    """
    rows = tuple(
        (
            printed(row["number"], "count"),
            _coded("kpi_name", str(row["kpi"])),
            _value(row["value"], row["unit"]),
            _value(row["target"], row["unit"]),
            DASH if pd.isna(row["target_year"]) else printed(int(row["target_year"]), "year"),
            _coded("kpi_status", str(row["status"])),
        )
        for row in kpi.sort_values("number").to_dict("records")
    )
    links = tuple(
        Link(f"{folder}/reports/{name}", say(f"hub.kpi_file.{name.removeprefix('kpi.').replace('.', '_')}"))
        for name in files
        if name.startswith("kpi.") and not name.endswith(".json")
    )
    listed = ((say("hub.reports"), links, DASH, DASH, DASH, DASH),) if links else ()
    return Part("kpi", say("hub.kpi"), heads=tuple(say(f"kpi_column.{h}") for h in HEADS), rows=rows + listed)


def _value(value: Any, unit: Any) -> Phrase:
    return DASH if pd.isna(value) or pd.isna(unit) else printed(float(value), KINDS[str(unit)])


def _coded(group: str, code: str) -> Phrase:
    return Phrase(*(code_word(group, code, language) for language in LANGUAGES))
