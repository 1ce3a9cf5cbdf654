"""JSON Lines, and an object that holds one list of records: keys stand for headings."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from corpus.errors import ExportError
from corpus.readers.format import Format
from corpus.readers.lines import Lines
from corpus.readers.recognition import Headings, rank
from corpus.readers.sheets import ITEM_SEPARATOR, Broken, Opened, Row, Sheet, cell_text, refuse_wide

_HALF = re.compile(r"\\u[dD][89a-fA-F]")


def read_objects(lines: Lines, formats: Sequence[Format]) -> Opened:
    """Table of JSON: a row per object.

    Raises
    ------
    ExportError
        Most lines are no object.
    """
    wrapped = _wrapped_records(lines)
    if wrapped is not None:
        records = [_flat(record) for record in wrapped]
        return _opened("JSON", lines, formats, _keys(records), lambda: enumerate(records, start=1))
    keys: dict[str, None] = {}
    balance = 0
    for _, found in _objects(lines):
        balance += -1 if isinstance(found, Broken) else 1
        if not isinstance(found, Broken):
            keys.update(dict.fromkeys(found))
    if balance <= 0:
        raise ExportError("the file is no JSON Lines: most lines are not an object of their own")
    refuse_wide(len(keys))
    return _opened("JSON Lines", lines, formats, tuple(keys), lambda: _objects(lines))


def _opened(
    kind: str,
    lines: Lines,
    formats: Sequence[Format],
    keys: tuple[str, ...],
    records: Callable[[], Iterable[tuple[int, Mapping[str, object] | Broken]]],
) -> Opened:
    headings = Headings(0, keys, rank(keys, formats))
    sheet = Sheet("", kind, lines.encoding, lines.control_count, headings, (), (), ())

    def rows() -> Iterator[Row]:
        for number, found in records():
            if isinstance(found, Broken):
                yield number, found
                continue
            try:
                yield number, [_json_text(found.get(key)) for key in keys]
            except RecursionError:
                yield number, Broken(number, "", "no JSON: nested beyond reason")

    return Opened(sheet, rows)


def _keys(records: Iterable[Mapping[str, object]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for record in records for key in record))


def _objects(lines: Lines) -> Iterator[tuple[int, Mapping[str, object] | Broken]]:
    for number, line in enumerate(lines.read(), start=1):
        text = line.strip()
        if not text:
            continue
        try:
            record = json.loads(text)
        except (json.JSONDecodeError, RecursionError, ValueError) as error:
            yield number, Broken(number, text, f"no JSON: {_reason(error)}")
            continue
        if _HALF.search(text) and not _is_whole(record):
            yield number, Broken(number, text, "half a character (an unpaired surrogate)")
            continue
        yield number, record if isinstance(record, dict) else Broken(number, text, "no JSON object")


def _is_whole(record: object) -> bool:
    """Whether every character is one that text can hold."""
    try:
        json.dumps(record, ensure_ascii=False).encode()
    except (UnicodeEncodeError, RecursionError):
        return False
    return True


def _reason(error: Exception) -> str:
    return error.msg if isinstance(error, json.JSONDecodeError) else "nested or long beyond reason"


def _wrapped_records(lines: Lines) -> list[dict[str, object]] | None:
    """Records of an object that holds one list of them beside counts; None where it is none such."""
    if _first_line_is_object(lines):
        return None
    try:
        document = json.loads("".join(lines.read()))
    except (json.JSONDecodeError, RecursionError, ValueError):
        return None
    if not isinstance(document, dict):
        return None
    values = [value for value in document.values() if not isinstance(value, int | float | None)]
    if len(values) != 1 or not isinstance(values[0], list):
        return None
    if not _is_whole(document):
        raise ExportError("the JSON holds half a character (an unpaired surrogate); export it again")
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


def _first_line_is_object(lines: Lines) -> bool:
    """Whether a first line stands for itself and others follow, as in JSON Lines."""
    filled = (line for line in lines.read() if line.strip())
    first, second = next(filled, ""), next(filled, None)
    if second is None:
        return False
    try:
        return isinstance(json.loads(first), dict)
    except (json.JSONDecodeError, RecursionError, ValueError):
        return False


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
