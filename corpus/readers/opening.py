"""Files to sheets: each kind of file told by its bytes and handed to the module that reads it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus import text
from corpus.errors import ExportError
from corpus.readers.archives import unpack
from corpus.readers.delimited import read_delimited
from corpus.readers.format import Format
from corpus.readers.objects import read_objects
from corpus.readers.sheets import Sheet
from corpus.readers.workbooks import read_workbook

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def read_sheet(data: bytes, formats: Sequence[Format], *, encoding: str | None = None) -> Sheet:
    """Sheet of a file that holds the records; an archive of one table is read as that table.

    Parameters
    ----------
    data
        The whole file.
    formats
        Formats that may be in it; they tell the headings, the delimiter and the sheet.
    encoding
        Encoding named by the study, for text files.

    Raises
    ------
    ExportError
        The file is empty, of a kind that is not read, cannot be opened, or holds records on two
        sheets. Damage inside a text file is left in the sheet's `damage`, to be raised once its
        format is known.
    """
    content, archive = unpack(data)
    if not content.strip(b"\0\t\r\n "):
        raise ExportError("the file is empty")
    sheet = _read_content(content, formats, encoding)
    return sheet if archive is None else replace(sheet, kind=f"{sheet.kind} in {archive}")


def _read_content(data: bytes, formats: Sequence[Format], encoding: str | None) -> Sheet:
    if data.startswith((_ZIP, _OLE)):
        return read_workbook(data, _written_as("table", formats))
    decoded = text.decode(data, encoding=encoding)
    start = decoded.text.lstrip()[:1]
    if start == "{":
        return read_objects(decoded, _written_as("json", formats))
    if start == "<":
        raise ExportError("the file is XML or HTML, which is not read; export a spreadsheet or CSV instead")
    if re.match(r"\s*\[\s*\{", decoded.text):
        raise ExportError(
            "the file is one JSON list; only JSON Lines and an object with one list of records are read"
        )
    return read_delimited(decoded, _written_as("table", formats))


def _written_as(medium: str, formats: Sequence[Format]) -> list[Format]:
    """Formats of a medium; a mapped table may be written in any."""
    return [f for f in formats if f.medium == medium or not f.signature]
