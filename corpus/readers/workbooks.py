"""Workbooks of any office program: the sheet that holds the records, its cells as text."""

from __future__ import annotations

import io
from collections.abc import Sequence

from python_calamine import CalamineError, CalamineWorkbook

from corpus.errors import ExportError
from corpus.readers.format import Format
from corpus.readers.recognition import HEADING_ROWS, find_headings
from corpus.readers.sheets import Sheet, cell_text


def read_workbook(data: bytes, formats: Sequence[Format]) -> Sheet:
    """Sheet of a workbook that holds the records.

    Raises
    ------
    ExportError
        It cannot be opened, is empty, or holds records on two sheets.
    """
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        tables = [
            (n, workbook.get_sheet_by_name(n).to_python(skip_empty_area=False)) for n in workbook.sheet_names
        ]
    except CalamineError as error:
        hint = "unpack it if it is an archive, else save it again as .xlsx or CSV"
        raise ExportError(f"no workbook can be opened in it ({error}); {hint}") from error
    found = []
    for name, table in tables:
        top = [[cell_text(v) for v in row] for row in table[:HEADING_ROWS]]
        headings = find_headings(top, formats)
        holds = bool(headings.ranking) and "publication_number" in headings.ranking[0].places
        found.append((holds, headings.score, name, headings, table))
    if not any(headings.cells for *_, headings, _ in found):
        raise ExportError("the workbook is empty")
    records = [f for f in found if f[0] and f[1] >= 0.5]
    if len(records) > 1:
        names = ", ".join(f'"{f[2]}"' for f in records)
        raise ExportError(f"the sheets {names} all hold records; save each as a file of its own")
    _, _, name, headings, table = max(found, key=lambda f: f[:2])
    kept, numbers = [], []
    for number, values in enumerate(table, start=1):
        row = [cell_text(v) for v in values]
        if number > headings.place + 1 and any(map(str.strip, row)):
            kept.append(row)
            numbers.append(number)
    return Sheet(name, "workbook", "workbook", 0, headings, kept, numbers, [])
