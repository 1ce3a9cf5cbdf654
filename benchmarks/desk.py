"""The desk's search over many families, beside a plain LIKE scan of the same texts.

Texts are put together from the words of the shipped breakdowns, so that some words are in many texts
and others in few; vectors are random unit vectors of the width of `embedded`.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import psutil

from corpus import contract
from corpus.store import Store
from desk import meaning, segments
from desk.search import catalogue, docs, search
from desk.shelf import NEEDED, Shelf
from flows.study import ROOMS
from scoring.tables import DECISION

SIZES = (100_000,)
WIDTH = 384
SEED = 20200101
QUERIES = 100
HEAD = """
## Search on the desk

Synthetic families; a hundred queries of one to three Chinese or English words, median and 95th percentile of
milliseconds: words alone, words and meaning with facet counts and the first twenty hits, and `LIKE` on the
same texts.

| work | families | median ms | 95 % ms | beside |
|---|---:|---:|---:|---:|
"""
_ROOT = Path(__file__).resolve().parent.parent


def line(row: dict[str, Any]) -> str:
    """A row of the page."""
    if "seconds" in row:
        figures = f"{row['seconds']:.0f} s | {row['peak_mb']:,.0f} MB"
        return f"| {row['work']} | {row['families']:,} | {figures} | |\n"
    beside = f"{row['ratio']:.0f}× words and meaning" if row.get("ratio") else ""
    return f"| {row['work']} | {row['families']:,} | {row['median']:.1f} | {row['late']:.1f} | {beside} |\n"


def main(size: int) -> Iterator[dict[str, Any]]:
    """Measure everything at one size."""
    rng = np.random.default_rng(SEED)
    zh, en = _vocabulary()
    with tempfile.TemporaryDirectory() as folder:
        shelf = _shelf(Path(folder), size, zh, en, rng)
        started = time.perf_counter()
        known = catalogue([shelf], Path(folder) / "desk", lambda _: None)
        seconds = time.perf_counter() - started
        peak = psutil.Process().memory_info().rss / 2**20
        yield {"work": "index", "families": size, "seconds": seconds, "peak_mb": peak}
        known.spaces.extend(meaning.spaces(known.shelves, known.places))
        for space in known.spaces:
            vector = rng.standard_normal(WIDTH).astype(np.float32)
            space.model = lambda query, language, v=vector: v
        segments.units("热身")
        queries = [
            " ".join(rng.choice(zh if i % 2 else en, 1 + i % 3, replace=False)) for i in range(QUERIES)
        ]

        def ask(mode: str) -> Callable[[str], object]:
            return lambda query: docs(known, search(known, query, {}, mode).places[:20].tolist())

        both = _timed(ask("both"), queries)
        yield {"work": "words", "families": size, **_summary(_timed(ask("text"), queries))}
        yield {"work": "words and meaning", "families": size, **_summary(both)}
        scan = _summary(_timed(_like(shelf, Path(folder)), queries))
        yield {
            "work": "LIKE scan",
            "families": size,
            **scan,
            "ratio": scan["median"] / _summary(both)["median"],
        }


def _timed(act: Callable[[str], object], queries: list[str]) -> list[float]:
    took = []
    for query in queries:
        started = time.perf_counter()
        act(query)
        took.append((time.perf_counter() - started) * 1000)
    return took


def _summary(took: list[float]) -> dict[str, float]:
    return {"median": statistics.median(took), "late": statistics.quantiles(took, n=20)[-1]}


def _like(shelf: Shelf, folder: Path) -> Callable[[str], object]:
    """Every word somewhere in title or abstract, by scanning all texts."""
    path = folder / "like.sqlite"
    family = shelf.store.read("family", ["title", "title_en", "abstract", "abstract_en"]).fillna("")
    with closing(sqlite3.connect(path)) as held:
        held.execute("CREATE TABLE doc (text TEXT)")
        texts = family["title"] + family["title_en"] + family["abstract"] + family["abstract_en"]
        held.executemany("INSERT INTO doc VALUES (?)", ((text,) for text in texts))
        held.commit()

    def ask(query: str) -> object:
        words = query.split()
        where = " AND ".join(["text LIKE ?"] * len(words))
        with closing(sqlite3.connect(path)) as held:
            return held.execute(f"SELECT rowid FROM doc WHERE {where}", [f"%{w}%" for w in words]).fetchall()

    return ask


def _vocabulary() -> tuple[list[str], list[str]]:
    """Keywords of the five shipped breakdowns, Chinese and English."""
    zh: set[str] = set()
    en: set[str] = set()
    for path in sorted((_ROOT / "data" / "raw").glob("*/taxonomy.csv")):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            for row in csv.DictReader(stream):
                zh |= {w.strip() for w in row.get("keywords_zh", "").split(";") if w.strip()}
                en |= {w.strip().lower() for w in row.get("keywords_en", "").split(";") if w.strip()}
    return sorted(zh), sorted(en)


def _shelf(root: Path, size: int, zh: list[str], en: list[str], rng: np.random.Generator) -> Shelf:
    """A study of synthetic families with what the desk reads of it."""
    store = Store(root / "study", ROOMS)
    ids = np.array([f"CN{100000000 + i}B" for i in range(size)], dtype=object)

    def texts(words: list[str], count: int, between: str, end: str) -> list[str]:
        # Squared uniform numbers make the first words frequent and the last rare.
        drawn = (rng.random((size, count)) ** 2 * len(words)).astype(int)
        order = rng.permutation(len(words))
        return [between.join(words[order[i]] for i in row) + end for row in drawn]

    family = pd.DataFrame({"family_id": ids, "representative_number": ids, "legal_status": "in_force"})
    family["title"] = texts(zh, 2, "的", "装置")
    family["title_en"] = texts(en, 2, " and ", " device")
    family["abstract"] = texts(zh, 40, "，所述", "。")
    family["abstract_en"] = texts(en, 20, ", the ", ".")
    family["priority_year"] = rng.integers(2000, 2024, size)
    family["is_active"] = True
    owner = np.array([f"a{i}" for i in (rng.random(size) ** 3 * 5_000).astype(int)], dtype=object)
    branch = np.array([f"b{i}" for i in rng.integers(0, 60, size)], dtype=object)
    vectors = rng.standard_normal((size, WIDTH)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    frames = {
        "family": family,
        "family_member": pd.DataFrame({"family_id": ids, "publication_number": ids, "office": "CN"}),
        "family_score": pd.DataFrame({"family_id": ids, "score": rng.random(size) * 100}),
        "applicant": pd.DataFrame({"applicant_id": np.unique(owner)}).assign(
            name=lambda f: f["applicant_id"] + "公司"
        ),
        "family_applicant": pd.DataFrame({"family_id": ids, "applicant_id": owner, "share": 1.0}),
        "branch": pd.DataFrame({"branch_id": np.unique(branch)}).assign(label_zh=lambda f: f["branch_id"]),
        "branch_assignment": pd.DataFrame({"family_id": ids, "branch_id": branch, "is_primary": True}),
        "text_embedding": pd.DataFrame({"family_id": ids, "encoder": "embedded", "vector": list(vectors)}),
    }
    for name in (*frames, *(n for n in NEEDED if n not in frames)):
        table = store.table(name)
        frame = frames.get(name, contract.empty(table)).reindex(columns=table.column_names)
        store.write(name, contract.cast(frame, table))
    return Shelf(
        "study",
        "study",
        None,
        store,
        dt.date(2024, 6, 30),
        True,
        "embedded",
        SEED,
        lambda: contract.empty(DECISION),
    )


if __name__ == "__main__":
    for row in main(int(sys.argv[1])):
        print(json.dumps(row), flush=True)
