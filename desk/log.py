"""The decision log: one SQLite file to which entries are added, and from which nothing is taken.

Triggers refuse every UPDATE and DELETE. Each entry also holds the digest of itself and the entry
before, so that whoever edits the file with the triggers removed breaks the chain.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scoring.decisions import HEADINGS

FILE = "decisions.sqlite"
COPY = "decisions-desk.csv"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS entry (
  number INTEGER PRIMARY KEY,
  moment TEXT NOT NULL,
  content TEXT NOT NULL,
  digest TEXT NOT NULL
);
CREATE TRIGGER IF NOT EXISTS entry_is_kept BEFORE UPDATE ON entry
BEGIN SELECT RAISE(ABORT, 'the decision log takes no changes'); END;
CREATE TRIGGER IF NOT EXISTS entry_stays BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'the decision log takes no deletions'); END;
CREATE TRIGGER IF NOT EXISTS entry_follows BEFORE INSERT ON entry
WHEN NEW.number <> (SELECT COALESCE(MAX(number), 0) + 1 FROM entry)
BEGIN SELECT RAISE(ABORT, 'an entry of the decision log follows the last'); END;
"""


@dataclass(frozen=True)
class Entry:
    """A decision as it was entered; `content` has the columns of a decisions file."""

    number: int
    moment: str
    content: Mapping[str, Any]
    digest: str


def add(folder: Path, content: Mapping[str, Any], moment: str) -> Entry:
    """Add a decision to the log of a zone and write the copy that runs read.

    Parameters
    ----------
    content
        Values by heading of a decisions file.
    moment
        Day and time, ISO 8601.

    Raises
    ------
    sqlite3.Error, OSError
        The file cannot be written; nothing was added.
    """
    text = json.dumps(dict(content), ensure_ascii=False, sort_keys=True)
    with _opened(folder) as held:
        # Two people may decide at once: the number is taken and used in one transaction.
        held.execute("BEGIN IMMEDIATE")
        found = held.execute("SELECT number, digest FROM entry ORDER BY number DESC LIMIT 1").fetchone()
        number, before = (found[0] + 1, found[1]) if found else (1, "")
        entry = Entry(number, moment, content, _digest(before, number, moment, text))
        held.execute("INSERT INTO entry VALUES (?, ?, ?, ?)", (number, moment, text, entry.digest))
        held.execute("COMMIT")
    write_copy(folder)
    return entry


def entries(folder: Path) -> list[Entry]:
    """All entries, oldest first; none where there is no log yet."""
    if not (folder / FILE).is_file():
        return []
    with _opened(folder) as held:
        rows = held.execute("SELECT number, moment, content, digest FROM entry ORDER BY number").fetchall()
    return [Entry(number, moment, json.loads(content), digest) for number, moment, content, digest in rows]


def first_break(folder: Path) -> int | None:
    """Number of the first entry whose digest does not follow from it and those before; None where all do."""
    before = ""
    for place, entry in enumerate(entries(folder), start=1):
        text = json.dumps(dict(entry.content), ensure_ascii=False, sort_keys=True)
        if entry.number != place or entry.digest != _digest(before, entry.number, entry.moment, text):
            return place
        before = entry.digest
    return None


def write_copy(folder: Path) -> Path:
    """The log as a decisions file beside it, which the next run reads; whole or not at all."""
    path = folder / COPY
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\r\n")
    writer.writerow(HEADINGS.values())
    for entry in entries(folder):
        writer.writerow([_plain(entry.content.get(heading)) for heading in HEADINGS.values()])
    draft = path.with_name(f"{path.name}.{os.getpid()}.part")
    # Excel reads Chinese in a CSV only after a byte-order mark.
    draft.write_text(held.getvalue(), encoding="utf-8-sig", newline="")
    os.replace(draft, path)
    return path


def _plain(value: Any) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(("=", "+", "-", "@")) else text


def _digest(before: str, number: int, moment: str, text: str) -> str:
    return hashlib.sha256(f"{before}\0{number}\0{moment}\0{text}".encode()).hexdigest()


@contextmanager
def _opened(folder: Path) -> Iterator[sqlite3.Connection]:
    held = sqlite3.connect(folder / FILE, timeout=10, isolation_level=None)
    try:
        held.executescript(_SCHEMA)
        held.execute("PRAGMA synchronous = FULL")
        yield held
    finally:
        held.close()
