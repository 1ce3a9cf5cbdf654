"""The search index of a study: one SQLite file, built anew when the study's tables have changed."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pandas as pd

from desk import segments
from desk.shelf import Shelf
from navigation.concentration import owner_parts

VERSION = "2"
# What is held and searched; the branch tables name the technologies.
READS = (
    "family",
    "family_member",
    "family_score",
    "applicant",
    "family_applicant",
    "branch",
    "branch_assignment",
)
FACETS = ("node", "owner", "year", "status", "office")
ABSTRACT = 240  # characters a hit shows
_SCHEMA = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT);
CREATE TABLE doc (place INTEGER PRIMARY KEY, family_id TEXT UNIQUE, number TEXT, title TEXT, title_en TEXT,
                  abstract TEXT, abstract_en TEXT, owner TEXT, priority TEXT, status TEXT, score REAL);
CREATE TABLE facet (facet TEXT, place INTEGER, value TEXT);
CREATE TABLE label (value TEXT PRIMARY KEY, zh TEXT, en TEXT);
CREATE VIRTUAL TABLE words USING fts5(title, body, name, content='', detail=column,
                                      tokenize='porter unicode61');
"""
_AT_ONCE = 2_000

Say = Callable[[str], None]


def built(shelf: Shelf, folder: Path, say: Say) -> Path:
    """The index of a study, built anew where its tables are not those it was built from."""
    path = folder / f"{shelf.name}.sqlite"
    wanted = digest(shelf)
    if path.is_file() and _digest_of(path) == wanted:
        return path
    folder.mkdir(parents=True, exist_ok=True)
    say(f"{shelf.name}: building the search index")
    draft = path.with_name(path.name + ".part")
    draft.unlink(missing_ok=True)
    with closing(sqlite3.connect(draft)) as held:
        held.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _SCHEMA)
        _fill(held, shelf)
        held.execute("INSERT INTO about VALUES ('digest', ?)", (wanted,))
        held.execute("INSERT INTO words(words) VALUES ('optimize')")
        held.commit()
    os.replace(draft, path)
    return path


def last_written(shelf: Shelf) -> int:
    """When the latest of the tables was written, in nanoseconds; what a run leaves alone keeps its time."""
    return max(shelf.store.path(name).stat().st_mtime_ns for name in READS)


def digest(shelf: Shelf) -> str:
    """What the index of a study depends on."""
    total = hashlib.sha256(VERSION.encode())
    for name in READS:
        with shelf.store.path(name).open("rb") as stream:
            total.update(hashlib.file_digest(stream, "sha256").digest())
    return total.hexdigest()


def _digest_of(path: Path) -> str | None:
    try:
        with closing(sqlite3.connect(path)) as held:
            found = held.execute("SELECT value FROM about WHERE name = 'digest'").fetchone()
    except sqlite3.DatabaseError:
        # A file of an earlier kind, or a damaged one: it is only a copy and is made again.
        return None
    return str(found[0]) if found else None


def _fill(held: sqlite3.Connection, shelf: Shelf) -> None:
    store = shelf.store
    family = store.read(
        "family",
        ["family_id", "representative_number", "title", "title_en", "abstract", "abstract_en",
         "priority_year", "earliest_priority_date", "legal_status"],
    ).sort_values("family_id", ignore_index=True)  # fmt: skip
    member = store.read("family_member", ["family_id", "publication_number", "office"])
    score = store.read("family_score", ["family_id", "score"]).set_index("family_id")["score"]
    owner = _owners(shelf)
    names = owner.groupby("family_id")["name"].agg("; ".join)
    publications = member.groupby("family_id")["publication_number"].agg(list)
    family["owner"] = family["family_id"].map(names)
    family["score"] = family["family_id"].map(score)
    family["publications"] = family["family_id"].map(publications)
    place = pd.Series(range(1, len(family) + 1), index=family["family_id"])
    for rows in _batches(family):
        held.executemany("INSERT INTO doc VALUES (?,?,?,?,?,?,?,?,?,?,?)", [_doc(row) for row in rows])
        held.executemany("INSERT INTO words(rowid, title, body, name) VALUES (?,?,?,?)", map(_words, rows))
    for facet, pairs in _facets(shelf, family, member, owner).items():
        known = pairs.dropna().drop_duplicates()
        at = known["family_id"].map(place).astype(int)
        rows_ = zip([facet] * len(known), at.tolist(), known["value"].astype("str").tolist(), strict=True)
        held.executemany("INSERT INTO facet VALUES (?,?,?)", rows_)
    branch = store.read("branch", ["branch_id", "label_zh", "label_en"])
    zh = branch["label_zh"].fillna(branch["label_en"]).fillna(branch["branch_id"])
    en = branch["label_en"].fillna(zh)
    held.executemany("INSERT INTO label VALUES (?,?,?)", zip(branch["branch_id"], zh, en, strict=True))


def _batches(family: pd.DataFrame) -> Iterator[list[tuple[object, ...]]]:
    plain = family.astype("object").where(family.notna(), None)
    columns = ["family_id", "representative_number", "title", "title_en", "abstract", "abstract_en", "owner",
               "earliest_priority_date", "legal_status", "score", "publications"]  # fmt: skip
    rows = list(zip(range(1, len(plain) + 1), *(plain[c].tolist() for c in columns), strict=True))
    for start in range(0, len(rows), _AT_ONCE):
        yield rows[start : start + _AT_ONCE]


def _doc(row: tuple[object, ...]) -> tuple[object, ...]:
    place, family_id, number, title, title_en, abstract, abstract_en, owner, day, status, score, _ = row
    short = (None if text is None else str(text)[:ABSTRACT] for text in (abstract, abstract_en))
    return (
        place,
        family_id,
        number,
        title,
        title_en,
        *short,
        owner,
        str(day)[:10] if day else None,
        status,
        score,
    )


def _words(row: tuple[object, ...]) -> tuple[object, ...]:
    place, family_id, _, title, title_en, abstract, abstract_en, owner, *_, publications = row
    titles = segments.indexed(" ".join(str(t) for t in (title, title_en) if t), cut=True)
    body = segments.indexed(" ".join(str(t) for t in (abstract, abstract_en) if t), cut=False)
    held = [str(n) for n in publications] if isinstance(publications, list) else []
    name = f"{segments.indexed(str(owner or ''), cut=True)} {segments.numbers([str(family_id), *held])}"
    return (place, titles, body, name)


def _owners(shelf: Shelf) -> pd.DataFrame:
    """Names of the owners of each family, or of its applicants where no owner is known."""
    parts = owner_parts(shelf.store.read("family_applicant"))
    name = shelf.store.read("applicant", ["applicant_id", "name"]).set_index("applicant_id")["name"]
    return pd.DataFrame(
        {
            "family_id": parts["family_id"],
            "name": parts["applicant_id"].map(name).fillna(parts["applicant_id"]),
        }
    )


def _facets(
    shelf: Shelf, family: pd.DataFrame, member: pd.DataFrame, owner: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """Pairs of family and value, by facet."""
    placed = shelf.store.read("branch_assignment", ["family_id", "branch_id", "is_primary"])
    placed = placed[placed["is_primary"].fillna(False).astype(bool)]
    own = family[["family_id"]]
    return {
        "node": placed[["family_id", "branch_id"]].rename(columns={"branch_id": "value"}),
        "owner": owner.rename(columns={"name": "value"}),
        "year": own.assign(value=family["priority_year"]),
        "status": own.assign(value=family["legal_status"].fillna("unknown")),
        "office": member[["family_id", "office"]].rename(columns={"office": "value"}),
    }
