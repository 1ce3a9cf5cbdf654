"""Files to sheets of text: delimited text, workbooks and JSON Lines, told apart by their bytes."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from itertools import islice

from python_calamine import CalamineError, CalamineWorkbook

from corpus import text
from corpus.errors import ExportError
from corpus.readers.archives import unpack
from corpus.readers.format import Format
from corpus.readers.recognition import HEADING_ROWS, Headings, find_headings, rank

ITEM_SEPARATOR = "\x1f"  # between the items of a JSON list; no text holds it
_DELIMITERS = (",", ";", "\t", "|", "~")
_PROBE = 400_000
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class Broken:
    """A row that is no record: where it stands, how it begins, and what is wrong."""

    row_number: int
    value: str
    reason: str


@dataclass(frozen=True)
class Sheet:
    """A table of texts: headings, rows of one width, and the number each row has in the file."""

    name: str
    kind: str
    encoding: str
    control_count: int
    headings: Headings
    rows: Sequence[Sequence[str]] = field(repr=False)
    row_numbers: Sequence[int] = field(repr=False)
    broken: Sequence[Broken] = field(repr=False)
    damage: str | None = None


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
        return _read_workbook(data, [f for f in formats if not f.is_json])
    decoded = text.decode(data, encoding=encoding)
    start = decoded.text.lstrip()[:1]
    if start == "{":
        return _read_json(decoded, [f for f in formats if f.is_json or not f.signature])
    if start == "<":
        raise ExportError("the file is XML or HTML, which is not read; export a spreadsheet or CSV instead")
    if re.match(r"\s*\[\s*\{", decoded.text):
        raise ExportError(
            "the file is one JSON list; only JSON Lines and an object with one list of records are read"
        )
    return _read_delimited(decoded, [f for f in formats if not f.is_json])


def _read_delimited(decoded: text.Decoded, formats: Sequence[Format]) -> Sheet:
    csv.field_size_limit(2**31 - 1)
    delimiter, headings = _find_delimiter(decoded.text[:_PROBE], formats)
    rows = _parse(decoded.text, delimiter)
    width = len(headings.cells)
    kept, numbers, broken, damage = [], [], [], None
    for number, row in enumerate(rows, start=1):
        if number <= headings.place + 1 or not any(map(str.strip, row)):
            continue
        if len(row) != width:
            if damage is None and _has_swallowed(row, width, delimiter):
                damage = f"row {number}: a quotation mark is opened and not closed, so rows run together"
            if any(map(str.strip, row[width:])) or len(row) < width:
                reason = f"{len(row)} cells where the headings have {width}"
                broken.append(Broken(number, delimiter.join(row), reason))
                continue
            row = row[:width]
        kept.append(row)
        numbers.append(number)
    return Sheet("", "text", decoded.encoding, decoded.control_count, headings, kept, numbers, broken, damage)


def _find_delimiter(probe: str, formats: Sequence[Format]) -> tuple[str, Headings]:
    """Delimiter under which some row is the best row of headings."""
    found = []
    for delimiter in _DELIMITERS:
        rows = list(islice(csv.reader(io.StringIO(probe, newline=""), delimiter=delimiter), HEADING_ROWS))
        headings = find_headings(rows, formats)
        found.append(
            (headings.score, len(headings.cells), -_DELIMITERS.index(delimiter), delimiter, headings)
        )
    best = max(found, key=lambda f: f[:3])
    return best[3], best[4]


def _parse(content: str, delimiter: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(content, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        # Quotation marks inside cells that nobody doubled; what they swallow shows in the row's width.
        return list(csv.reader(io.StringIO(content, newline=""), delimiter=delimiter))


def _has_swallowed(row: list[str], width: int, delimiter: str) -> bool:
    """Whether a cell holds a line that is a whole row."""
    most = max((line.count(delimiter) for cell in row for line in cell.splitlines()[1:]), default=0)
    return width > 2 and most >= width - 1


def _read_workbook(data: bytes, formats: Sequence[Format]) -> Sheet:
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
        top = [[_cell_text(v) for v in row] for row in table[:HEADING_ROWS]]
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
        row = [_cell_text(v) for v in values]
        if number > headings.place + 1 and any(map(str.strip, row)):
            kept.append(row)
            numbers.append(number)
    return Sheet(name, "workbook", "workbook", 0, headings, kept, numbers, [])


def _cell_text(value: object) -> str:
    """Cell as text: whole numbers without `.0`, dates in ISO form."""
    if isinstance(value, str):
        return value.replace("_x000D_", "\n")
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return "" if value is None else str(value)


def _read_json(decoded: text.Decoded, formats: Sequence[Format]) -> Sheet:
    wrapped = _wrapped_records(decoded.text)
    if wrapped is None:
        return _read_json_lines(decoded, formats)
    records = [_flat(record) for record in wrapped]
    numbers = range(1, len(records) + 1)
    return _json_sheet("JSON", decoded, formats, records, numbers, [])


def _read_json_lines(decoded: text.Decoded, formats: Sequence[Format]) -> Sheet:
    records: list[dict[str, object]] = []
    numbers, broken = [], []
    for number, line in _numbered_lines(decoded.text):
        try:
            record = json.loads(line)
        except json.JSONDecodeError as error:
            broken.append(Broken(number, line, f"no JSON: {error.msg}"))
            continue
        if isinstance(record, dict):
            records.append(record)
            numbers.append(number)
        else:
            broken.append(Broken(number, line, "no JSON object"))
    if len(records) <= len(broken):
        raise ExportError("the file is no JSON Lines: most lines are not an object of their own")
    return _json_sheet("JSON Lines", decoded, formats, records, numbers, broken)


def _json_sheet(
    kind: str,
    decoded: text.Decoded,
    formats: Sequence[Format],
    records: Sequence[Mapping[str, object]],
    numbers: Sequence[int],
    broken: Sequence[Broken],
) -> Sheet:
    keys = tuple(dict.fromkeys(key for record in records for key in record))
    rows = [[_json_text(record.get(key)) for key in keys] for record in records]
    headings = Headings(0, keys, rank(keys, formats))
    return Sheet("", kind, decoded.encoding, decoded.control_count, headings, rows, numbers, broken)


def _wrapped_records(content: str) -> list[dict[str, object]] | None:
    """Records of an object that holds one list of them beside counts; None where it is none such."""
    try:
        document = json.loads(content)
    except json.JSONDecodeError:
        return None
    values = [value for value in document.values() if not isinstance(value, int | float | None)]
    if len(values) != 1 or not isinstance(values[0], list):
        return None
    records = [record for record in values[0] if isinstance(record, dict)]
    return records if records and len(records) == len(values[0]) else None


def _flat(record: Mapping[str, object]) -> dict[str, object]:
    """Lists of objects as one list for each of their keys: `cpcs` with `id` becomes `cpcs.id`."""
    flat: dict[str, object] = {}
    for key, value in record.items():
        objects = [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
        if not objects and value != []:
            flat[key] = value
        for inner in dict.fromkeys(name for item in objects for name in item):
            flat[f"{key}.{inner}"] = [item.get(inner) for item in objects]
    return flat


def _numbered_lines(content: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(io.StringIO(content, newline=None), start=1):
        if line.strip():
            yield number, line.strip()


def _json_text(value: object) -> str:
    """JSON value as a cell; a party is its name, with the date of its title in brackets."""
    if value is None:
        return ""
    if isinstance(value, list):
        return ITEM_SEPARATOR.join(item for item in map(_json_text, value) if item)
    if isinstance(value, dict):
        name, day = value.get("name"), value.get("executionDate")
        if name is None:
            return json.dumps(value, ensure_ascii=False, sort_keys=True)
        return f"{name} ({day})" if day else str(name)
    return _cell_text(value)
