"""Real exports to tables: recognise a file by its headings, read it, decide what is a duplicate."""

from __future__ import annotations

import multiprocessing
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from corpus import contract
from corpus.errors import ExportError
from corpus.readers import (
    baiten,
    cnipr,
    cnki_endnote,
    cnki_gbt7714,
    derwent_index,
    derwent_innovation,
    docdb,
    epo_ops,
    espacenet,
    google_patents,
    incopat,
    india_journal,
    innojoy,
    ledger,
    lens,
    lens_jsonl,
    mapped,
    master_table,
    own,
    patentscope,
    patentstar,
    patentsview,
    patentsview_applications,
    patsnap,
    pss,
    pss_results,
    sumobrain,
    uspto_applications,
    uspto_grants,
    uspto_greenbook,
    wanfang,
)
from corpus.readers.exports import (
    ExportFile,
    Reading,
    count_rows,
    mapped_headings,
    matched,
    open_export,
    unknown_headings,
)
from corpus.readers.exports import read_export as _read
from corpus.readers.format import Format, Match
from corpus.readers.proposal import proposed_columns
from corpus.readers.recognition import rank
from corpus.store import Store
from corpus.tables import EXPORT_RECORD, EXPORT_REJECT, INTAKE

FORMATS: Mapping[str, Format] = {
    module.FORMAT.name: module.FORMAT
    for module in (
        *(lens, lens_jsonl, patsnap, incopat, cnipr, pss, pss_results, patentstar, innojoy),
        *(master_table, baiten),
        *(google_patents, patentscope, espacenet, derwent_innovation, sumobrain),
        *(patentsview, patentsview_applications, india_journal),
        *(epo_ops, docdb, uspto_grants, uspto_applications, uspto_greenbook),
        *(derwent_index, cnki_gbt7714, cnki_endnote, wanfang, ledger, mapped, own),
    )
}
_R = TypeVar("_R")


@dataclass(frozen=True)
class Intake:
    """Everything read from the exports: the tables `intake`, `export_record`, `export_reject`."""

    intake: pd.DataFrame = field(repr=False)
    export_record: pd.DataFrame = field(repr=False)
    export_reject: pd.DataFrame = field(repr=False)


@dataclass(frozen=True)
class Description:
    """What a file is: for a person who asks before adding it to a study.

    `evidence` is what told the encoding, empty where the kind of file states it. `format` is None
    where none is sure; `problem` then says why. `columns` maps headings to
    canonical columns; `unknown` lists the headings no column was found for. `proposal` maps columns
    to headings where no format is sure, for a person to check.
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
    evidence: str = ""
    proposal: Mapping[str, str] = field(default_factory=dict)


def recognise(headings: Sequence[str]) -> tuple[Match, ...]:
    """Every known format with its score for a row of headings, best first."""
    return rank(headings, [f for f in FORMATS.values() if f.columns])


def read_exports(files: Sequence[ExportFile], *, workers: int = 1) -> Intake:
    """Read the exports of a study into memory.

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
    return combine(list(_over(files, read_export, workers)))


def read_export(file: ExportFile) -> Intake:
    """Read one export; duplicates are looked for within the file alone.

    Raises
    ------
    ExportError
        The file cannot be read without guessing.
    """
    reading = _read(file, FORMATS)
    records, rejects = zip(*reading.tables(), strict=True)
    record = pd.concat(records, ignore_index=True)
    reject = pd.concat(rejects, ignore_index=True)
    return combine([Intake(_intake(reading, len(record), 0, [reject]), record, reject)])


def write_exports(files: Sequence[ExportFile], store: Store, *, workers: int = 1) -> pd.DataFrame:
    """Read the exports of a study into its store, in memory that does not grow with them.

    The tables are those of `read_exports`. Between reading and writing the rows lie in a temporary
    folder.

    Parameters
    ----------
    files, workers
        As for `read_exports`.
    store
        Where `export_record`, `export_reject` and `intake` are written.

    Returns
    -------
    pandas.DataFrame
        `intake`.

    Raises
    ------
    ExportError
        The first file, in order, that cannot be read without guessing.
    """
    with tempfile.TemporaryDirectory(prefix="patnav-") as folder:
        jobs = [(file, Path(folder) / str(place)) for place, file in enumerate(files)]
        readings = list(_over(jobs, _spool, workers))
        repeated = _repeated(readings)
        order = sorted(range(len(files)), key=lambda place: files[place].name)
        intake: dict[int, pd.DataFrame] = {}
        with store.pieces("export_record") as add_record, store.pieces("export_reject") as add_reject:
            for place in order:
                rejects, start = [], 0
                for record, reject in readings[place].tables():
                    again = repeated[place].iloc[start : start + len(record)]
                    start += len(record)
                    add_record(record.assign(disposition=_disposition(again.set_axis(record.index))))
                    add_reject(reject)
                    rejects.append(reject[["action"]])
                intake[place] = _intake(readings[place], start, int(repeated[place].sum()), rejects)
        made = pd.concat([intake[place] for place in range(len(files))], ignore_index=True)
        store.write("intake", made)
    return made


def _spool(job: tuple[ExportFile, Path]) -> Reading:
    file, path = job
    return _read(file, FORMATS, spool=path)


def _over(things: Sequence[Any], act: Callable[[Any], _R], workers: int) -> Iterator[_R]:
    if workers <= 1 or len(things) <= 1:
        yield from map(act, things)
        return
    # A fresh interpreter per worker: a fork of a process with threads may hang.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(workers, len(things)), mp_context=context) as pool:
        yield from pool.map(act, things)


def _repeated(readings: Sequence[Reading]) -> list[pd.Series]:
    """For each file, which records name a publication that an earlier row already holds."""
    _refuse_twice(pd.Series([reading.facts["export_file"] for reading in readings], dtype="str"))
    numbers = [reading.publication_number for reading in readings]
    repeated = pd.concat(numbers, ignore_index=True).duplicated()
    ends = pd.Series(map(len, numbers)).cumsum()
    return [repeated.iloc[end - len(number) : end] for number, end in zip(numbers, ends, strict=True)]


def _refuse_twice(names: pd.Series) -> None:
    if names.duplicated().any():
        twice = names[names.duplicated()].iloc[0]
        raise ExportError(f"{twice}: listed twice in the study; keep one entry")


def _disposition(repeated: pd.Series) -> pd.Series:
    return pd.Series("accepted", index=repeated.index, dtype="str").mask(repeated, "duplicate")


def _intake(reading: Reading, records: int, repeated: int, rejects: Sequence[pd.DataFrame]) -> pd.DataFrame:
    counts = {
        "rows_accepted": records - repeated,
        "rows_duplicate": repeated,
        "rows_rejected": sum(int(r["action"].eq("excluded").sum()) for r in rejects),
        "cells_blanked": sum(int(r["action"].eq("blanked").sum()) for r in rejects),
    }
    return contract.cast(pd.DataFrame({k: [v] for k, v in {**reading.facts, **counts}.items()}), INTAKE)


def combine(readings: Sequence[Intake]) -> Intake:
    """Join what was read file by file; a publication seen before, in file and row order, is a duplicate."""
    if not readings:
        return Intake(*(contract.empty(table) for table in (INTAKE, EXPORT_RECORD, EXPORT_REJECT)))
    intake, record, reject = (
        pd.concat([getattr(reading, name) for reading in readings], ignore_index=True)
        for name in ("intake", "export_record", "export_reject")
    )
    _refuse_twice(intake["export_file"])
    record["disposition"] = _disposition(record["publication_number"].duplicated())
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
    """Recognise an export and see that all its rows can be read, making no records of them.

    Raises
    ------
    ExportError
        It cannot be read without guessing.
    """
    with open_export(file, FORMATS) as opened:
        matched(file, opened)
        if not count_rows(opened):
            raise ExportError("headings but no records; export it again or take it out")


def describe_file(path: Path) -> Description:
    """Recognise one file and say what its headings mean, making no records of its rows.

    Raises
    ------
    ExportError
        The file cannot even be opened as a table.
    """
    file = ExportFile(path, path.name)
    with open_export(file, FORMATS) as opened:
        sheet, match, problems = opened.sheet, None, []
        try:
            match = matched(ExportFile(path, str(path)), opened)
        except ExportError as error:
            problems.append(str(error))
        rows = 0
        try:
            for _ in opened.read():
                rows += 1
        except ExportError as error:
            problems.append(f"{path}: {error}")
    return Description(
        kind=sheet.kind,
        encoding=sheet.encoding,
        sheet=sheet.name,
        heading_row=sheet.headings.place + 1,
        row_count=rows,
        format=match.format.name if match else None,
        confidence=sheet.headings.score,
        columns=mapped_headings(sheet, match) if match else {},
        unknown=unknown_headings(sheet, match) if match else tuple(sheet.headings.cells),
        ranking=tuple((m.format.name, m.score) for m in sheet.headings.ranking),
        problem="\n".join(problems) or None,
        evidence=sheet.evidence,
        proposal={} if match else proposed_columns(sheet.headings.cells, FORMATS.values()),
    )
