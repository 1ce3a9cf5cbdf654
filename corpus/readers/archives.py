"""ZIP and gzip files of one table: unpacked in memory, within bounds."""

from __future__ import annotations

import gzip
import io
import lzma
import struct
import zipfile
import zlib
from pathlib import PurePosixPath

from corpus.errors import ExportError

_ZIP, _GZIP = b"PK\x03\x04", b"\x1f\x8b"
# What the libraries raise of a damaged archive; a seek to before its beginning is a ValueError.
DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, RuntimeError),
    *(KeyError, struct.error),
)
_TABLES = frozenset(
    (
        *(".csv", ".tsv", ".xls", ".xlsx", ".xlsm", ".json", ".jsonl", ".ndjson", ".ciw", ".enw", ".net"),
        *(".xml", ".sgml", ".sgm", ".greenbook"),
    )
)
# Beside a table it is a note about it.
_PLAIN = frozenset({".txt"})
# A table of text shrinks to a tenth or a thirtieth; a bomb to a thousandth.
_MOST_TIMES = 200
_ALWAYS_ALLOWED = 16 * 2**20
_MOST = 2**30
_MOST_MEMBERS = 10_000


def unpack(data: bytes) -> tuple[bytes, str | None]:
    """Bytes of the table in an archive, and what the archive is; other files as they are, and None.

    Nothing is written to disk. A workbook is a ZIP file too, and stays one.

    Raises
    ------
    ExportError
        The archive is damaged, encrypted, holds no table or several, has a member outside itself,
        or unpacks to more than 1 GiB or more than 200 times its size.
    """
    if data.startswith(_GZIP):
        return _gunzip(data), "a gzip file"
    if not data.startswith(_ZIP):
        return data, None
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except DAMAGE:
        return data, None  # the reader of workbooks says what is wrong
    with archive:
        members = archive.infolist()
        names = {member.filename for member in members}
        if "mimetype" in names or "xl/workbook.bin" in names:
            raise ExportError("an .ods or .xlsb workbook is not read; save it as .xlsx or CSV")
        if "[Content_Types].xml" in names:
            _refuse_large(sum(member.file_size for member in members), len(data))
            return data, None
        return _read_member(archive, _only_table(members), len(data)), "a ZIP file"


def _only_table(members: list[zipfile.ZipInfo]) -> zipfile.ZipInfo:
    if len(members) > _MOST_MEMBERS:
        raise ExportError(f"the archive holds {len(members):,} files; unpack it and export the table alone")
    outside = [m.filename for m in members if _is_outside(m.filename)]
    if outside:
        raise ExportError(f'the archive names a file outside itself ("{outside[0]}"); it is not opened')
    tables = [m for m in members if _is_table(m, _TABLES)] or [m for m in members if _is_table(m, _PLAIN)]
    if not tables:
        raise ExportError("the archive holds no table (.csv, .xls, .xlsx, .jsonl, …)")
    if len(tables) > 1:
        shown = ", ".join(f'"{PurePosixPath(m.filename).name}"' for m in tables[:3])
        more = ", …" if len(tables) > 3 else ""
        raise ExportError(
            f"the archive holds {len(tables)} tables ({shown}{more}); unpack it and list each as an export"
        )
    return tables[0]


def _is_outside(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or name[1:2] == ":"


def _is_table(member: zipfile.ZipInfo, suffixes: frozenset[str]) -> bool:
    path = PurePosixPath(member.filename)
    # macOS puts a shadow of each file beside it.
    hidden = path.name.startswith(".") or "__MACOSX" in path.parts
    return not member.is_dir() and not hidden and path.suffix.lower() in suffixes


def _read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, size: int) -> bytes:
    if member.flag_bits & 1:
        raise ExportError("the archive is encrypted; unpack it first")
    _refuse_large(member.file_size, size)
    try:
        with archive.open(member) as stream:
            content = stream.read(_allowed(size) + 1)
    except DAMAGE as error:
        raise ExportError(f'"{member.filename}" in the archive is damaged ({error})') from error
    _refuse_large(len(content), size)
    return content


def _gunzip(data: bytes) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
            content = stream.read(_allowed(len(data)) + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise ExportError(f"the compressed file is damaged ({error}); compress it again") from error
    _refuse_large(len(content), len(data))
    return content


def _allowed(size: int) -> int:
    return min(_MOST, max(_ALWAYS_ALLOWED, _MOST_TIMES * size))


def _refuse_large(unpacked: int, size: int) -> None:
    if unpacked > _allowed(size):
        raise ExportError(
            f"the archive of {size:,} bytes unpacks to more than {_allowed(size):,}, as no table does; "
            "it is not opened"
        )
