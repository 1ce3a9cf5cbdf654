"""Search over the families of all studies: words, meaning, and facets to narrow by."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from desk import index, meaning, segments
from desk.meaning import Places, Space
from desk.shelf import Shelf

MODES = ("both", "text", "meaning")
FACETS = ("industry", *index.FACETS)
BY_MEANING = 100  # families that meaning adds to those found by words
WEIGHTS = (8.0, 1.0, 4.0)  # of title, body, and names and numbers
FUSION = 60.0  # Cormack, Clarke, Büttcher (2009): reciprocal rank fusion
_HAN = re.compile("[\u3400-\u9fff]")
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Facet:
    """Pairs of a family's place and a value's code, and the values by code."""

    places: Places
    codes: Places
    values: tuple[str, ...]

    def holding(self, wanted: Sequence[str], size: int) -> Flags:
        """Families that have one of the values."""
        codes = [code for code, value in enumerate(self.values) if value in set(wanted)]
        found = np.zeros(size, dtype=bool)
        found[self.places[np.isin(self.codes, codes)]] = True
        return found

    def counted(self, among: Flags) -> list[tuple[str, int]]:
        """Values with their number of families, the most frequent first."""
        counts = np.bincount(self.codes[among[self.places]], minlength=len(self.values))
        order = np.lexsort((np.arange(len(counts)), -counts))
        return [(self.values[i], int(counts[i])) for i in order if counts[i]]


@dataclass(frozen=True, eq=False)
class Catalogue:
    """All families of the zone, each with its place, from 0, study after study."""

    shelves: tuple[Shelf, ...]
    files: tuple[Path, ...]
    starts: tuple[int, ...]
    size: int
    facets: Mapping[str, Facet]
    labels: Mapping[str, tuple[str, str]]
    scores: npt.NDArray[np.float64]
    places: tuple[dict[str, int], ...]
    written: tuple[int, ...]
    spaces: list[Space] = field(default_factory=list)


@dataclass(frozen=True, eq=False)
class Found:
    """Families in order, those found by meaning alone, and facets with counts.

    `basis`: `model` where a model gave the query its vector, `hits` where the best hits did, else None.
    """

    places: Places
    by_meaning: frozenset[int]
    facets: Mapping[str, list[tuple[str, int]]]
    basis: str | None


def catalogue(shelves: Sequence[Shelf], folder: Path, say: Callable[[str], None]) -> Catalogue:
    """Indexes of all studies that have been run, built anew where needed, and what is kept in memory."""
    run = tuple(shelf for shelf in shelves if shelf.is_run)
    written = tuple(index.last_written(shelf) for shelf in run)
    files = tuple(index.built(shelf, folder, say) for shelf in run)
    starts, size, places, scores = [], 0, [], [np.zeros(0)]
    pairs: dict[str, list[tuple[Places, list[str]]]] = {name: [] for name in FACETS}
    labels: dict[str, tuple[str, str]] = {}
    for shelf, path in zip(run, files, strict=True):
        with closing(_reading(path)) as held:
            docs = held.execute("SELECT family_id, score FROM doc ORDER BY place").fetchall()
            facets = held.execute("SELECT facet, place, value FROM facet").fetchall()
            # Branches of two breakdowns may have the same id.
            labels |= {
                f"{shelf.name}/{value}": (zh, en) for value, zh, en in held.execute("SELECT * FROM label")
            }
        starts.append(size)
        places.append({family_id: size + i for i, (family_id, _) in enumerate(docs)})
        scores.append(np.array([np.nan if s is None else s for _, s in docs], dtype=np.float64))
        pairs["industry"].append((np.arange(size, size + len(docs)), [shelf.name] * len(docs)))
        for name in index.FACETS:
            prefix = f"{shelf.name}/" if name == "node" else ""
            own = [(place, prefix + value) for facet, place, value in facets if facet == name]
            at = np.array([place for place, _ in own], dtype=np.int64) + size - 1
            pairs[name].append((at, [value for _, value in own]))
        size += len(docs)
    found = {name: _facet(parts) for name, parts in pairs.items()}
    return Catalogue(
        run, files, tuple(starts), size, found, labels, np.concatenate(scores), tuple(places), written
    )


def is_stale(known: Catalogue) -> bool:
    """Whether a run has written tables since the desk was started."""
    pairs = zip(known.shelves, known.written, strict=True)
    return any(index.last_written(shelf) != then for shelf, then in pairs)


def search(known: Catalogue, query: str, chosen: Mapping[str, Sequence[str]], mode: str = "both") -> Found:
    """Families that have the words of a query or mean the like, narrowed by facets.

    All words must be there; where no family has all, families with any of them are found. Families
    found both by words and by meaning stand first (reciprocal rank fusion). Without a query all
    families are found, by score.

    Parameters
    ----------
    chosen
        Values by facet; a family must have one of them for each facet named.
    mode
        One of `MODES`.
    """
    masks = {
        name: known.facets[name].holding(values, known.size) for name, values in chosen.items() if values
    }
    allowed = np.logical_and.reduce([np.ones(known.size, dtype=bool), *masks.values()])
    asked = query.strip()
    basis = None
    if not asked:
        every = np.lexsort((np.arange(known.size), -np.nan_to_num(known.scores, nan=-1.0)))
        return Found(
            every[allowed[every]], frozenset(), _counts(known, np.ones(known.size, bool), masks), None
        )
    words = _by_words(known, asked)
    near: Places = np.zeros(0, dtype=np.int64)
    if mode != "text" and not segments.is_number(asked):
        near, basis = _by_meaning(known, asked, words, allowed, BY_MEANING)
    ordered = near if mode == "meaning" else _fused(words, near)
    hit = np.zeros(known.size, dtype=bool)
    hit[ordered] = True
    alone = frozenset(near[~np.isin(near, words)].tolist())
    return Found(ordered[allowed[ordered]], alone, _counts(known, hit, masks), basis)


def docs(known: Catalogue, places: Sequence[int]) -> list[dict[str, Any]]:
    """What a hit shows, for some families, in the order asked for."""
    found: dict[int, dict[str, Any]] = {}
    for shelf, path, start, end in _spans(known):
        own = [int(p) for p in places if start <= p < end]
        if not own:
            continue
        marks = ",".join("?" * len(own))
        with closing(_reading(path)) as held:
            held.row_factory = sqlite3.Row
            rows = held.execute(f"SELECT * FROM doc WHERE place IN ({marks})", [p - start + 1 for p in own])
            found |= {row["place"] - 1 + start: {**dict(row), "study": shelf.name} for row in rows}
    return [found[int(place)] for place in places]


def similar(known: Catalogue, place: int, most: int) -> list[tuple[int, float]]:
    """Families whose texts are nearest to one family's, and how near; none where it has no text."""
    for space in known.spaces:
        row = np.flatnonzero(space.places == place)
        if len(row):
            near, likeness = meaning.nearest(space, space.vectors[row[0]], most + 1, None)
            pairs = zip(near.tolist(), likeness.tolist(), strict=True)
            return [(at, value) for at, value in pairs if at != place][:most]
    return []


def _by_words(known: Catalogue, query: str) -> Places:
    """Families with the words, the most telling first."""
    asked = segments.units(query)
    if not asked:
        return np.zeros(0, dtype=np.int64)
    found = _matching(known, " AND ".join(asked))
    if not len(found) and len(asked) > 1:
        found = _matching(known, " OR ".join(asked))
    return found


def _matching(known: Catalogue, expression: str) -> Places:
    statement = f"SELECT rowid, bm25(words, {', '.join(map(str, WEIGHTS))}) FROM words WHERE words MATCH ?"
    parts = [np.zeros((0, 2))]
    for _, path, start, _ in _spans(known):
        with closing(_reading(path)) as held:
            rows = held.execute(statement, (expression,)).fetchall()
        if rows:
            part = np.fromiter(chain.from_iterable(rows), dtype=np.float64, count=2 * len(rows)).reshape(
                -1, 2
            )
            part[:, 0] += start - 1
            parts.append(part)
    table = np.concatenate(parts)
    at = table[:, 0].astype(np.int64)
    return at[np.lexsort((at, table[:, 1]))]


def _by_meaning(
    known: Catalogue, query: str, words: Places, allowed: Flags, most: int
) -> tuple[Places, str | None]:
    """Families near in meaning, nearest first, and what gave the query its vector."""
    language = "zh" if _HAN.search(query) else "en"
    found: list[tuple[Places, npt.NDArray[np.float32]]] = []
    basis = None
    for space in known.spaces:
        vector = meaning.query_vector(space, query, language, words)
        if vector is not None:
            found.append(meaning.nearest(space, vector, most, allowed, meaning.LEAST_DEVIATIONS))
            basis = "model" if space.is_ready else basis or "hits"
    # Likeness of two encoders cannot be compared; their ranks can.
    ranks = [(rank, place) for places, _ in found for rank, place in enumerate(places.tolist())]
    ordered = [place for _, place in sorted(ranks)][:most]
    return np.array(ordered, dtype=np.int64), basis


def _fused(words: Places, near: Places) -> Places:
    """Both lists as one: families of either, by the sum of 1 / (60 + rank)."""
    every = np.unique(np.concatenate([words, near]))
    total = np.zeros(len(every))
    for part in (words, near):
        total[np.searchsorted(every, part)] += 1.0 / (FUSION + np.arange(1, len(part) + 1))
    return every[np.lexsort((every, -total))]


def _counts(known: Catalogue, hit: Flags, masks: Mapping[str, Flags]) -> dict[str, list[tuple[str, int]]]:
    """Values of each facet among the families that meet what is chosen under the other facets."""
    counts = {}
    for name, facet in known.facets.items():
        others = [mask for other, mask in masks.items() if other != name]
        counts[name] = facet.counted(np.logical_and.reduce([hit, *others]))
    return counts


def _facet(parts: Sequence[tuple[Places, list[str]]]) -> Facet:
    values = sorted({value for _, part in parts for value in part})
    code = {value: i for i, value in enumerate(values)}
    places = np.concatenate([np.zeros(0, dtype=np.int64), *(at for at, _ in parts)])
    codes = np.array([code[value] for _, part in parts for value in part], dtype=np.int64)
    return Facet(places.astype(np.int64), codes, tuple(values))


def _spans(known: Catalogue) -> list[tuple[Shelf, Path, int, int]]:
    ends = (*known.starts[1:], known.size)
    return list(zip(known.shelves, known.files, known.starts, ends, strict=True))


def _reading(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
