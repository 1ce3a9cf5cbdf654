"""Workbooks of any office program: the sheet that holds the records, its cells as text."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import IO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from corpus.errors import ExportError
from corpus.readers.archives import DAMAGE
from corpus.readers.binary_workbooks import refuse_misplaced
from corpus.readers.format import Format
from corpus.readers.headings import settled
from corpus.readers.recognition import HEADING_ROWS, Headings, find_headings
from corpus.readers.sheets import Opened, Row, Sheet, cell_text, refuse_wide

_AGAIN = "unpack it if it is an archive, else save it again as .xlsx or CSV"
# The library makes room for every cell between the corners: few cells far apart exhaust the memory.
_ALWAYS_ROOM, _MOST_ROOM_A_CELL = 5_000_000, 20
_MOST_ROWS = 1_048_576
_COLUMN = re.compile(rb"""\br\s*=\s*["']([A-Z]{1,20})[0-9]""")
_ROW = re.compile(rb"""\br\s*=\s*["'][A-Z]{0,20}([0-9]{1,20})["']""")
_REPEATED = re.compile(rb"""number-(?:rows|columns)-repeated\s*=\s*["']([0-9]{1,20})["'][^>]*office:value""")
_BLOCK, _OVERLAP = 4 * 2**20, 200


@dataclass(frozen=True)
class _Candidate:
    name: str
    headings: Headings

    @property
    def holds_numbers(self) -> bool:
        ranking = self.headings.ranking
        return bool(ranking) and "publication_number" in ranking[0].places


def read_workbook(data: bytes, formats: Sequence[Format]) -> Opened:
    """Table of a workbook's sheet that holds the records; hidden sheets and rows count like others.

    Raises
    ------
    ExportError
        It cannot be opened, is protected by a password, is empty, has cells so far apart that no
        export would, or holds records on two sheets.
    """
    try:
        _refuse_sparse(data)
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        candidates = [_candidate(workbook, name, formats) for name in workbook.sheet_names]
        chosen = _choose(candidates)
        sheet = workbook.get_sheet_by_name(chosen.name)
    except (CalamineError, *DAMAGE) as error:
        reason = " ".join(str(error).split())[:80]
        raise ExportError(f"no workbook can be opened in it ({reason}); {_AGAIN}") from error
    headings = chosen.headings
    empty = Sheet(chosen.name, "workbook", "workbook", 0, headings, (), (), ())
    return Opened(empty, lambda: _records(sheet, headings))


def _candidate(workbook: CalamineWorkbook, name: str, formats: Sequence[Format]) -> _Candidate:
    sheet = workbook.get_sheet_by_name(name)
    refuse_wide(sheet.width)
    top = [row for _, row in islice(_rows(sheet), HEADING_ROWS)]
    return _Candidate(name, settled(top, find_headings(top, formats), formats))


def _choose(candidates: Sequence[_Candidate]) -> _Candidate:
    if not any(c.headings.cells for c in candidates):
        raise ExportError("the workbook is empty")
    records = [c for c in candidates if c.holds_numbers and c.headings.score >= 0.5]
    if len(records) > 1:
        names = ", ".join(f'"{c.name}"' for c in records)
        raise ExportError(f"the sheets {names} all hold records; save each as a file of its own")
    return max(candidates, key=lambda c: (c.holds_numbers, c.headings.score))


def _records(sheet: CalamineSheet, headings: Headings) -> Iterator[Row]:
    width = len(headings.cells)
    for number, row in _rows(sheet):
        if number > headings.place + 1 and any(map(str.strip, row)):
            yield number, row if len(row) == width else [*row, *[""] * (width - len(row))][:width]


def _rows(sheet: CalamineSheet) -> Iterator[tuple[int, list[str]]]:
    """Rows of texts as the sheet counts them, each from column A on."""
    if sheet.start is None:
        return
    before = [""] * sheet.start[1]
    for number, values in enumerate(sheet.iter_rows(), start=1):
        yield number, [*before, *map(cell_text, values)]


def _refuse_sparse(data: bytes) -> None:
    """Refuse a workbook whose cells lie so far apart that the memory would not hold what is between.

    Raises
    ------
    ExportError
        A row or the room between the cells is beyond reason.
    """
    if not data.startswith(b"PK"):
        refuse_misplaced(data)
        return
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for member in archive.infolist():
            if not member.filename.lower().endswith(".xml"):
                continue
            with archive.open(member) as stream:
                rows, columns, cells = _extent(stream)
            if rows > _MOST_ROWS or rows * columns > max(_ALWAYS_ROOM, _MOST_ROOM_A_CELL * cells):
                raise ExportError(
                    f"{cells:,} cells are spread over {rows:,} rows and {columns:,} columns, "
                    "as in no export; export it again"
                )


def _extent(stream: IO[bytes]) -> tuple[int, int, int]:
    """Last row, last column and number of the cells in a part of a workbook."""
    letters: set[bytes] = set()
    rows: set[bytes] = set()
    cells, before = 0, b""
    while block := stream.read(_BLOCK):
        part = before + block
        found = _COLUMN.findall(part)
        cells += len(found)
        letters.update(found)
        rows.update(_ROW.findall(part))
        before = part[-_OVERLAP:]
    return max(map(int, rows), default=0), max(map(_column_number, letters), default=0), cells


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
