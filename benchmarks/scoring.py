"""Every indicator of many families with ten times as many links: seconds and peak memory of each.

`python -m benchmarks.scoring WORK [FAMILIES]` prints JSON lines. WORK is `indicators`; or a peer on the graph
indicators, on a size it can bear: `networkx` (PageRank) or `pandas` (generality by joins and groups).
Corpora are synthetic: citations run back in time, and old families gather the most.
"""

from __future__ import annotations

import datetime
import json
import resource
import sys
import time
from collections.abc import Callable
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pyarrow as pa

from corpus import contract
from corpus.store import inputs_of
from corpus.tables import APPLICATION, CITATION, CLASSIFICATION, FAMILY, FAMILY_MEMBER
from navigation.tables import TEXT_EMBEDDING
from scoring import cohorts
from scoring.indicators import INDICATORS
from scoring.indicators.breadth import MarketRule

WORKS = (("indicators", 100_000), ("networkx", 100_000), ("pandas", 100_000), ("indicators", 1_000_000))
# What of the indicators is told by itself, and what a peer's figure stands beside.
TOLD = ("page_rank", "generality", "disruption", "path_share", "text_importance", "family_indicator")
BESIDE = {"networkx PageRank": "page_rank", "pandas generality": "generality"}
HEAD = """
## Indicators

Every indicator of synthetic families with ten times as many links between them, and the slowest ones apart;
below them peers on the same links. Peak memory is that of the process so far, the corpus itself included.

| work | families | seconds | peak MB | ratio |
|---|---:|---:|---:|---:|
"""
AS_OF = datetime.date(2024, 12, 31)
LINKS = 10
DIMENSIONS = 256
SUBCLASSES = np.array([f"{c}{n:02d}{s}" for c in "ABCFGH" for n in (1, 21, 61) for s in "BCKN"], dtype=object)
SETTINGS: dict[str, Any] = {"as_of": AS_OF, "home": "CN", "market": MarketRule()}
Tables = dict[str, pd.DataFrame]


def frame(table: contract.Table, **columns: Any) -> pd.DataFrame:
    """The table with the columns given; the others are NA."""
    made = pd.DataFrame(columns)
    return contract.cast(made.reindex(columns=table.column_names), table)


def corpus(size: int, seed: int = 20200101) -> Tables:
    """Families, members, applications, symbols, texts, and ten links for each family."""
    rng = np.random.default_rng(seed)
    ids = pd.Series(np.char.add("CN", np.char.zfill(np.arange(size).astype(str), 9))).astype("str")
    since = np.datetime64("2000-01-01") + np.sort(rng.integers(0, 8700, size))
    day = pd.Series(since).astype("datetime64[s]")
    first = day + pd.Timedelta(days=540)
    field = rng.integers(1, 36, size)
    alive = rng.random(size) < 0.6
    rights = np.where(rng.random(size) < 0.85, "invention", "utility_model")
    shared = {"ip_right": rights, "is_granted": alive, "is_in_force": alive, "is_active": alive}
    family = frame(
        FAMILY,
        family_id=ids,
        earliest_priority_date=day,
        first_publication_date=first,
        priority_year=day.dt.year,
        is_complete=True,
        origin=rng.choice(["CN", "US", "JP", "EP", "KR"], size, p=[0.7, 0.1, 0.1, 0.05, 0.05]),
        legal_status=np.where(alive, "in_force", "lapsed"),
        expiry_date=day + pd.Timedelta(days=7305),
        citation_source="links",
        backward_citation_count=rng.poisson(6, size),
        npl_citation_count=rng.poisson(1, size),
        family_size=rng.integers(1, 6, size),
        office_count=rng.integers(1, 6, size),
        claim_count=rng.poisson(9, size) + 1,
        wipo_field=field,
        **shared,
    )
    citing = rng.integers(1, size, size * LINKS)
    cited = (citing * (1 - rng.random(len(citing)) ** 3)).astype(np.int64)
    ends = np.unique(citing * size + np.minimum(cited, citing - 1))
    citing, cited = ends // size, ends % size
    citation = frame(
        CITATION,
        citing_family_id=ids.take(citing).array,
        cited_family_id=ids.take(cited).array,
        citing_date=first.take(citing).array,
        is_self_citation=rng.random(len(citing)) < 0.1,
    )
    two = np.concatenate([field, rng.integers(1, 36, size)]) * 2 % len(SUBCLASSES)
    subclass = pd.Series(SUBCLASSES[two]).astype("str")
    symbols = frame(
        CLASSIFICATION,
        family_id=pd.concat([ids, ids], ignore_index=True),
        scheme="IPC",
        symbol=subclass + "1/00",
        subclass=subclass,
        is_main=np.repeat([True, False], size),
    ).drop_duplicates(["family_id", "symbol"], ignore_index=True)
    member = frame(
        FAMILY_MEMBER,
        family_id=pd.concat([ids, ids], ignore_index=True),
        publication_number=pd.concat([ids + "B", "US" + ids.str[2:]], ignore_index=True),
        office=np.repeat(["CN", "US"], size),
        is_in_export=True,
        **{name: np.tile(values, 2) for name, values in shared.items()},
    )
    application = frame(
        APPLICATION,
        application_id=ids,
        family_id=ids,
        office="CN",
        filing_date=day,
        grant_date=(first + pd.Timedelta(days=360)).where(alive),
        **shared,
    )
    return {
        "family": family,
        "citation": citation,
        "classification": symbols,
        "family_member": member,
        "application": application,
        "text_embedding": _texts(ids, rng),
    }


def _texts(ids: pd.Series, rng: np.random.Generator) -> pd.DataFrame:
    vectors = rng.standard_normal((len(ids), DIMENSIONS), dtype=np.float32) + np.float32(1.0)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    offsets = pa.array(np.arange(len(ids) + 1, dtype=np.int32) * DIMENSIONS)
    lists = pa.ListArray.from_arrays(offsets, pa.array(vectors.ravel()))
    made = frame(TEXT_EMBEDDING, family_id=ids, text_language="zh")
    return made.assign(vector=pd.Series(pd.arrays.ArrowExtensionArray(lists)))


def lines(rows: list[dict[str, Any]], size: int, ours: dict[str, float]) -> list[str]:
    """Lines of the table; seconds of ours at the same size are kept for the peers that follow."""
    ours |= {row["work"]: row["seconds"] for row in rows}
    made = []
    for row in rows:
        work, beside = row["work"], BESIDE.get(row["work"])
        if work not in TOLD and not work.startswith("all indicators") and beside is None:
            continue
        ratio = f"{row['seconds'] / ours[beside]:.1f}× {beside}" if beside else ""
        made.append(f"| {work} | {size:,} | {row['seconds']:.1f} | {row['peak_mb']:,.0f} | {ratio} |\n")
    return made


def indicators(size: int) -> None:
    """Each indicator by itself, then all their rows beside their cohorts."""
    held = corpus(size)
    started = time.perf_counter()
    held["cohort"] = _timed("cohort", cohorts.cohort, family=held["family"], cohort_minimum=30)
    readings = {}
    for name, entry in INDICATORS.items():
        wanted, settings = inputs_of(entry.function)
        tables = {n: held[n] for n in wanted} | {n: SETTINGS[n] for n in settings}
        readings[name] = _timed(name, entry.function, **tables)
    made = _timed("family_indicator", cohorts.measure, readings=readings, cohort=held["cohort"])
    _tell(f"all indicators, {len(made):,} rows, {len(held['citation']):,} links", started)


def networkx(size: int) -> None:
    """PageRank of the links, as deep as ours goes."""
    links = corpus(size)["citation"]
    started = time.perf_counter()
    graph = nx.DiGraph()
    graph.add_edges_from(zip(links["citing_family_id"], links["cited_family_id"], strict=True))
    nx.pagerank(graph, tol=1e-9 / size)
    _tell("networkx PageRank", started)


def pandas(size: int) -> None:
    """Generality by joins and groups, as its formula reads."""
    held = corpus(size)
    started = time.perf_counter()
    count = held["classification"].groupby(["family_id", "subclass"]).size().rename("count").reset_index()
    count["part"] = count["count"] / count.groupby("family_id")["count"].transform("sum")
    joined = held["citation"].merge(count, left_on="citing_family_id", right_on="family_id")
    number = joined.drop_duplicates(["citing_family_id", "cited_family_id"]).groupby("cited_family_id").size()
    areas = joined.groupby(["cited_family_id", "subclass"])["part"].sum().reset_index("subclass")
    share = areas["part"] / number.reindex(areas.index)
    _ = 1 - (share**2).groupby(level=0).sum()
    _tell("pandas generality", started)


def _timed(work: str, function: Callable[..., pd.DataFrame], **arguments: Any) -> pd.DataFrame:
    started = time.perf_counter()
    made = function(**arguments)
    _tell(work, started)
    return made


def _tell(work: str, started: float) -> None:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    row = {"work": work, "seconds": time.perf_counter() - started, "peak_mb": peak}
    print(json.dumps(row), flush=True)


if __name__ == "__main__":
    {"indicators": indicators, "networkx": networkx, "pandas": pandas}[sys.argv[1]](
        int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    )
