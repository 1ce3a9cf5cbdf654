"""`ExportFile`: one export of a study, opened, recognised, and read piece by piece."""

from __future__ import annotations

import hashlib
import pickle
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import pandas as pd

from corpus.errors import ExportError
from corpus.readers import mapped
from corpus.readers.days import Evidence, calendar, gathered
from corpus.readers.format import Format, Match, fold_heading
from corpus.readers.mapped import with_columns
from corpus.readers.opening import open_table
from corpus.readers.recognition import choose
from corpus.readers.records import Piece, dated, read_piece
from corpus.readers.sheets import PIECE, Opened, Sheet

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
class Reading:
    """One export, read: what is known of it, and its pieces in memory or on disk.

    Attributes
    ----------
    facts
        Columns of `intake` that do not depend on other files or on dates.
    publication_number
        Of every record (TEXT), in the order of the file.
    evidence
        What the dates of all pieces say of each other.
    pieces
        The pieces, or the file that holds them.
    """

    facts: Mapping[str, object] = field(repr=False)
    publication_number: pd.Series = field(repr=False)
    evidence: Evidence = field(repr=False)
    pieces: tuple[Piece, ...] | Path = field(repr=False)

    def tables(self) -> Iterator[tuple[pd.DataFrame, pd.DataFrame]]:
        """`export_record` and `export_reject`, piece by piece."""
        told = calendar(self.evidence)
        for piece in self.pieces if isinstance(self.pieces, tuple) else _unspooled(self.pieces):
            yield dated(piece, told)


def candidates(file: ExportFile, formats: Mapping[str, Format]) -> tuple[Format, ...]:
    """Candidates for the file's format: all, or the one its passport names.

    Raises
    ------
    ExportError
        The passport names a format or a column that is not known.
    """
    if file.format is None and not file.columns:
        return tuple(f for f in formats.values() if f.columns)
    name = file.format or mapped.FORMAT.name
    if name not in formats:
        raise ExportError(f'{file.name}: format "{name}" is not known; one of {", ".join(formats)}')
    with _naming(file):
        return (with_columns(formats[name], file.columns, file.separator),)


@contextmanager
def open_export(file: ExportFile, formats: Mapping[str, Format]) -> Iterator[Opened]:
    """The file's table, open as long as its rows are read.

    Raises
    ------
    ExportError
        It cannot be opened as a table; so, too, for what the reader of its rows raises.
    """
    wanted = candidates(file, formats)
    with _stream(file) as stream, _naming(file):
        yield open_table(stream, wanted, encoding=file.encoding)


def matched(file: ExportFile, opened: Opened) -> Match:
    """The file's format.

    Raises
    ------
    ExportError
        None is sure enough, or the passport maps a heading that is not there.
    """
    headings = opened.sheet.headings
    present = {fold_heading(cell) for cell in headings.cells}
    absent = [heading for heading in file.columns.values() if fold_heading(heading) not in present]
    if absent:
        raise ExportError(f'{file.name}: its passport maps heading "{absent[0]}", which is not there')
    is_named = file.format is not None or bool(file.columns)
    return choose(headings, name=file.name, is_named=is_named)


def read_export(
    file: ExportFile, formats: Mapping[str, Format], *, spool: Path | None = None, size: int = PIECE
) -> Reading:
    """Read an export.

    Parameters
    ----------
    file
        The export.
    formats
        Known formats by name.
    spool
        A new file to keep the pieces in, so that memory does not grow with the export.
    size
        Rows in a piece; the tables do not depend on it.

    Raises
    ------
    ExportError
        The file cannot be read without guessing.
    """
    pieces: list[Piece] = []
    found: list[pd.Series] = []
    unnamed: set[int] = set()
    evidence, row_count = Evidence(), 0
    with open_export(file, formats) as opened:
        match = matched(file, opened)
        sink = None if spool is None else spool.open("wb")
        for sheet in opened.pieces(size):
            piece = read_piece(sheet, match, export_file=file.name)
            evidence = gathered(evidence, piece.days)
            found.append(piece.record["publication_number"])
            row_count += piece.row_count
            unnamed |= piece.unnamed
            if sink is None:
                pieces.append(piece)
            else:
                pickle.dump(piece, sink, protocol=pickle.HIGHEST_PROTOCOL)
        if sink is not None:
            sink.close()
    if not row_count:
        raise ExportError(f"{file.name}: headings but no records; export it again or take it out")
    facts = _facts(file, opened.sheet, match) | {"rows_read": row_count}
    facts["columns_unknown"] = [*unknown_headings(opened.sheet, match), *_named(unnamed)]
    number = pd.concat(found, ignore_index=True)
    return Reading(facts, number, evidence, spool or tuple(pieces))


def count_rows(opened: Opened) -> int:
    """Rows of a table that hold anything.

    Raises
    ------
    ExportError
        The table is damaged further down.
    """
    return sum(1 for _ in opened.read())


def mapped_headings(sheet: Sheet, match: Match) -> dict[str, str]:
    """Heading to canonical column, in the order of the file."""
    columns: dict[int, str] = {}
    for column, places in match.places.items():
        for place in places:
            columns.setdefault(place, column)
    return {sheet.headings.cells[place].strip(): columns[place] for place in sorted(columns)}


def unknown_headings(sheet: Sheet, match: Match) -> tuple[str, ...]:
    """Headings that no column was found for."""
    used = {place for places in match.places.values() for place in places}
    headings = (cell.strip() for place, cell in enumerate(sheet.headings.cells) if place not in used)
    return tuple(heading for heading in headings if heading not in _COUNTERS)


def _named(unnamed: set[int]) -> list[str]:
    return [f"(column {place + 1}, without a heading)" for place in sorted(unnamed)]


def _facts(file: ExportFile, sheet: Sheet, match: Match) -> dict[str, object]:
    with _stream(file) as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]
    headings = mapped_headings(sheet, match)
    return {
        "export_file": file.name,
        "sha256": digest,
        "format": match.format.name,
        "vendor": match.format.vendor,
        "encoding": sheet.encoding,
        "format_confidence": 1.0 if match.format.name == mapped.FORMAT.name else match.score,
        "columns_mapped": [f"{heading}={column}" for heading, column in headings.items()],
    }


@contextmanager
def _stream(file: ExportFile) -> Iterator[BinaryIO]:
    try:
        if not stat.S_ISREG(file.path.stat().st_mode):
            raise ExportError(f"{file.name}: cannot be opened (it is no file)")
        stream = file.path.open("rb")
    except OSError as error:
        raise ExportError(f"{file.name}: cannot be opened ({error.strerror})") from error
    with stream:
        yield stream


@contextmanager
def _naming(file: ExportFile) -> Iterator[None]:
    """Messages of readers, which do not know the file, with its name before them."""
    try:
        yield
    except ExportError as error:
        named = str(error).startswith(f"{file.name}: ")
        raise error if named else ExportError(f"{file.name}: {error}") from error


def _unspooled(path: Path) -> Iterator[Piece]:
    """Pieces from a file that this process, or one it started, has just written."""
    end = path.stat().st_size
    with path.open("rb") as stream:
        while stream.tell() < end:
            yield pickle.load(stream)
