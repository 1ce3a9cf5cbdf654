"""JSON Lines, and an object that holds one list of records: keys stand for headings."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping, Sequence

from corpus.errors import ExportError
from corpus.readers.format import Format
from corpus.readers.recognition import Headings, rank
from corpus.readers.sheets import ITEM_SEPARATOR, Broken, Sheet, cell_text
from corpus.text import Decoded


def read_objects(decoded: Decoded, formats: Sequence[Format]) -> Sheet:
    """Sheet of JSON: a row per object.

    Raises
    ------
    ExportError
        Most lines are no object.
    """
    wrapped = _wrapped_records(decoded.text)
    if wrapped is None:
        return _read_json_lines(decoded, formats)
    records = [_flat(record) for record in wrapped]
    numbers = range(1, len(records) + 1)
    return _json_sheet("JSON", decoded, formats, records, numbers, [])


def _read_json_lines(decoded: Decoded, formats: Sequence[Format]) -> Sheet:
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
    decoded: Decoded,
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
    return cell_text(value)
