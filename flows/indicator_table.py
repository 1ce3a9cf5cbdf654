"""`patnav kpi`: the indicator table of a zone, its tables and its report."""

from __future__ import annotations

import os
from collections.abc import Hashable, Iterator, Mapping
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from corpus.errors import StudyError
from flows.lock import hold
from flows.zone import Zone, about_studies, open_zone, sources
from navigation.reports import words
from navigation.reports.data_workbook import data_workbook
from navigation.reports.html import render_html
from navigation.reports.indicator_table import KPI, KPI_WORKBOOK
from navigation.reports.specs import compose
from navigation.reports.word_document import render_docx
from scoring.kpi import indicator_tables
from scoring.kpi.definitions import DEFINITIONS


def kpi_lines(folder: Path, as_of: date | None) -> Iterator[str]:
    """Make the table; one line for each row of it and each file written.

    Raises
    ------
    StudyError
        The zone or a register is wrong, or nobody says for which day.
    StudyLockedError
        Another run holds the zone.
    """
    zone = open_zone(folder)
    day = as_of or zone.settings.as_of
    if day is None:
        path = folder / "zone.toml"
        raise StudyError(f"{path} has no as_of. Write as_of = 2022-12-31 there or give --as-of 2022-12-31")
    with hold(zone.out):
        files = _write(zone, day)
    table = zone.store.read("kpi").sort_values("number")
    for row in table.to_dict("records"):
        yield _line(row)
    yield from (f"wrote {path}" for path in files)


def _write(zone: Zone, as_of: date) -> list[Path]:
    """The tables under scoring/, the report under reports/; each file whole or not at all."""
    made = indicator_tables(sources(zone), plan=zone.settings.plan, as_of=as_of, studies=about_studies(zone))
    for name, frame in made.items():
        zone.store.write(name, frame)
    settings = {
        "title": zone.settings.title,
        "title_en": zone.settings.title_en,
        "zone": zone.settings.zone,
        "zone_en": zone.settings.zone_en,
        "synthetic": zone.settings.synthetic,
        "as_of": as_of,
        "version": version("patnav"),
        "study_digest": zone.digest,
    }
    frames = {name: zone.store.read(name) for name in made}
    report, listed = compose(KPI, frames, settings), compose(KPI_WORKBOOK, frames, settings)
    folder = zone.out / "reports"
    folder.mkdir(parents=True, exist_ok=True)
    files = [_put(folder / "kpi.facts.json", words.facts_json(listed).encode())]
    for language in zone.settings.languages:
        files += [
            _put(folder / f"kpi.{language}.html", render_html(report, language).encode()),
            _put(folder / f"kpi.{language}.docx", render_docx(report, language)),
            _put(folder / f"kpi.{language}.xlsx", data_workbook(listed, language)),
        ]
    return files


def _line(row: Mapping[Hashable, Any]) -> str:
    """Number, name, status, value and target of a row."""
    unit = {d.name: d.unit for d in DEFINITIONS}[str(row["kpi"])]
    target = (
        f"; target {_said(row['target'], unit)} by {row['target_year']}" if pd.notna(row["target"]) else ""
    )
    status = words.code_word("kpi_status", row["status"], "zh")
    return f"{row['number']:>2} {row['kpi']}: {status} {row['status']}; {_said(row['value'], unit)}{target}"


def _said(value: Any, unit: str) -> str:
    if pd.isna(value):
        return "no value"
    kind = {"share": "percent", "per_ten_thousand": "ratio"}.get(unit, "count")
    return words.format_value(float(str(value)), kind, "en")


def _put(path: Path, content: bytes) -> Path:
    draft = path.with_name(path.name + ".part")
    draft.write_bytes(content)
    os.replace(draft, path)
    return path
