"""Workbooks of before 2007 (BIFF in an OLE file): whether their cells lie where a sheet has any.

The library that reads them makes room for every cell up to the last one; in a damaged file that
may lie in a column no sheet has, and the room exceed the memory.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from corpus.errors import ExportError

_END = 0xFFFFFFFA  # from here on, sector numbers are marks
_DIRECTORY_ENTRY = 128
# Records of one cell, and of several cells of one row: both begin with row and column.
_CELLS = frozenset({0x0002, 0x0003, 0x0004, 0x0005, 0x0006, 0x007E, 0x00BD, 0x00BE, 0x00D6, 0x00FD,
                    0x0201, 0x0203, 0x0204, 0x0205, 0x0206, 0x027E, 0x0406})  # fmt: skip
_LAST_COLUMN = 255


def refuse_misplaced(data: bytes) -> None:
    """Refuse a binary workbook with a cell beyond column 256.

    Raises
    ------
    ExportError
        There is such a cell, or the file is damaged so that its cells cannot be found.
    """
    try:
        for kind, body in _records(_workbook(data)):
            if kind in _CELLS and len(body) >= 4 and struct.unpack_from("<H", body, 2)[0] > _LAST_COLUMN:
                raise ExportError("the workbook is damaged: a cell lies beyond column 256; export it again")
    except (struct.error, IndexError) as error:
        raise ExportError(
            "no workbook can be opened in it (its parts cannot be found); save it again as .xlsx or CSV"
        ) from error


def _records(stream: bytes) -> Iterator[tuple[int, memoryview]]:
    view, place = memoryview(stream), 0
    while place + 4 <= len(view):
        kind, length = struct.unpack_from("<HH", view, place)
        yield kind, view[place + 4 : place + 4 + length]
        place += 4 + length


def _workbook(data: bytes) -> bytes:
    """The stream named `Workbook` or `Book`."""
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    if size not in (512, 4096):
        raise IndexError
    table = _allocation(data, size)
    directory_start = struct.unpack_from("<I", data, 48)[0]
    directory = _chain(data, directory_start, table, size)
    entries = [
        directory[p : p + _DIRECTORY_ENTRY]
        for p in range(0, len(directory) - _DIRECTORY_ENTRY + 1, _DIRECTORY_ENTRY)
    ]
    least = struct.unpack_from("<I", data, 56)[0]
    for entry in entries:
        name_length = struct.unpack_from("<H", entry, 64)[0]
        name = entry[: max(0, min(name_length, 64) - 2)].decode("utf-16-le", "replace")
        start, length = struct.unpack_from("<II", entry, 116)
        if name.casefold() in ("workbook", "book"):
            if length < least:
                raise IndexError  # kept among the small streams, where no sheet has room
            return _chain(data, start, table, size)[:length]
    return b""  # no workbook: the library says so


def _allocation(data: bytes, size: int) -> tuple[int, ...]:
    """Sector that follows each sector."""
    parts = list(struct.unpack_from("<109I", data, 76))
    following, count = struct.unpack_from("<II", data, 68)
    for _ in range(min(count, len(data) // size)):
        if following >= _END:
            break
        sector = struct.unpack_from(f"<{size // 4}I", data, (following + 1) * size)
        parts += sector[:-1]
        following = sector[-1]
    table: list[int] = []
    for part in parts:
        if part < _END:
            table += struct.unpack_from(f"<{size // 4}I", data, (part + 1) * size)
    return tuple(table)


def _chain(data: bytes, start: int, table: tuple[int, ...], size: int) -> bytes:
    sectors: list[bytes] = []
    sector = start
    while sector < _END:
        if len(sectors) > len(data) // size:
            raise IndexError  # the chain runs in a circle
        sectors.append(data[(sector + 1) * size : (sector + 2) * size])
        sector = table[sector]
    return b"".join(sectors)
