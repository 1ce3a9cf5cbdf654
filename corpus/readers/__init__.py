"""Real exports to tables: recognise a file by its headings, read it, decide what is a duplicate."""

from __future__ import annotations

import hashlib
import multiprocessing
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from corpus import contract
from corpus.errors import ExportError
from corpus.readers import (
    cnipr,
    derwent_innovation,
    espacenet,
    google_patents,
    incopat,
    india_journal,
    innojoy,
    lens,
    lens_jsonl,
    mapped,
    patentscope,
    patentstar,
    patentsview,
    patentsview_applications,
    patsnap,
    pss,
    pss_results,
    sumobrain,
)
from corpus.readers.format import Format, Match, fold_heading
from corpus.readers.mapped import with_columns
from corpus.readers.opening import read_sheet
from corpus.readers.recognition import choose, rank
from corpus.readers.records import records
from corpus.readers.sheets import Sheet
from corpus.tables import EXPORT_RECORD, EXPORT_REJECT, INTAKE

FORMATS: Mapping[str, Format] = {
    module.FORMAT.name: module.FORMAT
    for module in (
        *(lens, lens_jsonl, patsnap, incopat, cnipr, pss, pss_results, patentstar, innojoy),
        *(google_patents, patentscope, espacenet, derwent_innovation, sumobrain),
        *(patentsview, patentsview_applications, india_journal, mapped),
    )
}
# Headings that only count the rows.
_COUNTERS = frozenset({"", "#", "序号", "index"})


@dataclass(frozen=True)
class ExportFile:
    """One export of a study, with what its passport says about reading it.

    Attributes
    ----------
    path
        Where the file lies.
    name
        The file relative to the study folder, as it stands in the tables.
    format
        Name of its format, where the study overrides recognition.
    encoding
        Its character encoding, where bytes alone cannot tell.
    columns
        Canonical column to heading: for a table of the study's own, or for headings that the
        format does not know.
    separator
        Text between the items of a list, where `columns` is given.
    """

    path: Path
    name: str
    format: str | None = None
    encoding: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    separator: str | None = None


@dataclass(frozen=True)
class Intake:
    """Everything read from the exports: the tables `intake`, `export_record`, `export_reject`."""

    intake: pd.DataFrame = field(repr=False)
    export_record: pd.DataFrame = field(repr=False)
    export_reject: pd.DataFrame = field(repr=False)


@dataclass(frozen=True)
class Description:
    """What a file is: for a person who asks before adding it to a study.

    `format` is None where none is sure; `problem` then says why. `columns` maps headings to
    canonical columns; `unknown` lists the headings no column was found for.
    """

    kind: str
    encoding: str
    sheet: str
    heading_row: int
    row_count: int
    format: str | None
    confidence: float
    columns: Mapping[str, str]
    unknown: tuple[str, ...]
    ranking: tuple[tuple[str, float], ...]
    problem: str | None


def recognise(headings: Sequence[str]) -> tuple[Match, ...]:
    """Every known format with its score for a row of headings, best first."""
    return rank(headings, _recognisable())


def read_exports(files: Sequence[ExportFile], *, workers: int = 1) -> Intake:
    """Read the exports of a study.

    Parameters
    ----------
    files
        In the order that decides which of two equal publications is the duplicate.
    workers
        Processes; the result does not depend on their number.

    Returns
    -------
    Intake
        Three frames that keep their contracts; for each file, rows read = accepted + duplicate +
        rejected.

    Raises
    ------
    ExportError
        The first file, in order, that cannot be read without guessing.
    """
    if workers <= 1 or len(files) <= 1:
        return combine([read_export(file) for file in files])
    # A fresh interpreter per worker: a fork of a process with threads may hang.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(workers, len(files)), mp_context=context) as pool:
        return combine(list(pool.map(read_export, files)))


def read_export(file: ExportFile) -> Intake:
    """Read one export; duplicates are looked for within the file alone.

    Raises
    ------
    ExportError
        The file cannot be read without guessing.
    """
    data, sheet, match = _open(file)
    record, reject = records(sheet, match, export_file=file.name)
    row_count = len(sheet.rows) + len(sheet.broken)
    mapped_headings = _mapped(sheet, match)
    intake = pd.DataFrame(
        {
            "export_file": [file.name],
            "sha256": [hashlib.sha256(data).hexdigest()],
            "format": [match.format.name],
            "vendor": [match.format.vendor],
            "encoding": [sheet.encoding],
            "format_confidence": [1.0 if match.format.name == mapped.FORMAT.name else match.score],
            "rows_read": [row_count],
            "rows_accepted": [len(record)],
            "rows_duplicate": [0],
            "rows_rejected": [int(reject["action"].eq("excluded").sum())],
            "cells_blanked": [int(reject["action"].eq("blanked").sum())],
            "columns_mapped": [[f"{heading}={column}" for heading, column in mapped_headings.items()]],
            "columns_unknown": [list(_unknown(sheet, match))],
        }
    )
    return combine([Intake(contract.cast(intake, INTAKE), record, reject)])


def combine(readings: Sequence[Intake]) -> Intake:
    """Join what was read file by file; a publication seen before, in file and row order, is a duplicate."""
    if not readings:
        return Intake(*(contract.empty(table) for table in (INTAKE, EXPORT_RECORD, EXPORT_REJECT)))
    intake, record, reject = (
        pd.concat([getattr(reading, name) for reading in readings], ignore_index=True)
        for name in ("intake", "export_record", "export_reject")
    )
    if intake["export_file"].duplicated().any():
        twice = intake.loc[intake["export_file"].duplicated(), "export_file"].iloc[0]
        raise ExportError(f"{twice}: listed twice in the study; keep one entry")
    repeated = record["publication_number"].duplicated()
    record["disposition"] = pd.Series("accepted", index=record.index, dtype="str").mask(repeated, "duplicate")
    counts = record.groupby(["export_file", "disposition"]).size().unstack(fill_value=0)
    counts = counts.reindex(index=intake["export_file"], columns=["accepted", "duplicate"], fill_value=0)
    intake["rows_accepted"] = counts["accepted"].to_numpy()
    intake["rows_duplicate"] = counts["duplicate"].to_numpy()
    return Intake(
        contract.cast(intake, INTAKE),
        contract.cast(record, EXPORT_RECORD),
        contract.cast(reject, EXPORT_REJECT),
    )


def check_file(file: ExportFile) -> None:
    """Recognise an export without reading its records.

    Raises
    ------
    ExportError
        It cannot be read without guessing.
    """
    _open(file)


def describe_file(path: Path) -> Description:
    """Recognise one file and say what its headings mean, reading no records.

    Raises
    ------
    ExportError
        The file cannot even be opened as a table.
    """
    file = ExportFile(path, path.name)
    sheet = _sheet(_bytes(file), file, _recognisable())
    ranking = sheet.headings.ranking
    problem, match = None, None
    try:
        match = choose(sheet.headings, name=str(path), is_named=False)
    except ExportError as error:
        problem = str(error)
    return Description(
        kind=sheet.kind,
        encoding=sheet.encoding,
        sheet=sheet.name,
        heading_row=sheet.headings.place + 1,
        row_count=len(sheet.rows) + len(sheet.broken),
        format=match.format.name if match else None,
        confidence=sheet.headings.score,
        columns=_mapped(sheet, match) if match else {},
        unknown=_unknown(sheet, match) if match else tuple(sheet.headings.cells),
        ranking=tuple((m.format.name, m.score) for m in ranking),
        problem=problem,
    )


def _recognisable() -> tuple[Format, ...]:
    return tuple(f for f in FORMATS.values() if f.columns)


def _open(file: ExportFile) -> tuple[bytes, Sheet, Match]:
    data = _bytes(file)
    formats = _candidates(file)
    sheet = _sheet(data, file, formats)
    is_named = file.format is not None or bool(file.columns)
    present = {fold_heading(cell) for cell in sheet.headings.cells}
    absent = [heading for heading in file.columns.values() if fold_heading(heading) not in present]
    if absent:
        raise ExportError(f'{file.name}: its passport maps heading "{absent[0]}", which is not there')
    match = choose(sheet.headings, name=file.name, is_named=is_named)
    if sheet.damage is not None:
        raise ExportError(f"{file.name}: {sheet.damage}")
    if not len(sheet.rows) + len(sheet.broken):
        raise ExportError(f"{file.name}: headings but no records; export it again or take it out")
    return data, sheet, match


def _bytes(file: ExportFile) -> bytes:
    try:
        return file.path.read_bytes()
    except OSError as error:
        raise ExportError(f"{file.name}: cannot be opened ({error.strerror})") from error


def _sheet(data: bytes, file: ExportFile, formats: Sequence[Format]) -> Sheet:
    try:
        return read_sheet(data, formats, encoding=file.encoding)
    except ExportError as error:
        raise ExportError(f"{file.name}: {error}") from error


def _candidates(file: ExportFile) -> tuple[Format, ...]:
    """Candidates for the file's format: all, or the one its passport names."""
    if file.format is None and not file.columns:
        return _recognisable()
    name = file.format or mapped.FORMAT.name
    if name not in FORMATS:
        known = ", ".join(FORMATS)
        raise ExportError(f'{file.name}: format "{name}" is not known; one of {known}')
    try:
        return (with_columns(FORMATS[name], file.columns, file.separator),)
    except ExportError as error:
        raise ExportError(f"{file.name}: {error}") from error


def _mapped(sheet: Sheet, match: Match) -> dict[str, str]:
    """Heading to canonical column, in the order of the file."""
    columns: dict[int, str] = {}
    for column, places in match.places.items():
        for place in places:
            columns.setdefault(place, column)
    return {sheet.headings.cells[place].strip(): columns[place] for place in sorted(columns)}


def _unknown(sheet: Sheet, match: Match) -> tuple[str, ...]:
    used = {place for places in match.places.values() for place in places}
    headings = (cell.strip() for place, cell in enumerate(sheet.headings.cells) if place not in used)
    return tuple(heading for heading in headings if heading not in _COUNTERS)
