"""Every indicator, score and portfolio of many families with ten times as many links: seconds and memory.

`python -m benchmarks.scoring WORK [FAMILIES]` prints JSON lines. WORK is `ours`; or a peer on the graph
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

from benchmarks.owners import frame, owned
from corpus.store import inputs_of
from corpus.tables import APPLICATION, CITATION, CLASSIFICATION, FAMILY, FAMILY_MEMBER
from navigation.tables import TEXT_EMBEDDING
from scoring import candidates, cohorts, composite, deadlines, joint_owners, members, portfolios
from scoring.gates import PortfolioGate
from scoring.indicators import INDICATORS
from scoring.indicators.breadth import MarketRule

WORKS = (("ours", 100_000), ("networkx", 100_000), ("pandas", 100_000), ("ours", 1_000_000))
STEPS: tuple[Callable[..., pd.DataFrame], ...] = (
    composite.score_contribution,
    composite.family_score,
    candidates.candidate,
    deadlines.deadline,
    joint_owners.joint_owner,
    members.portfolio_member,
    portfolios.portfolio,
)
# What is told by itself, and what a peer's figure stands beside.
TOLD = (
    *("page_rank", "generality", "disruption", "path_share", "text_importance", "family_indicator"),
    *("family_score", "portfolio"),
)
BESIDE = {"networkx PageRank": "page_rank", "pandas generality": "generality"}
HEAD = """
## Indicators, scores and portfolios

Synthetic families with ten times as many links between them: every indicator, the scores with their rank
intervals, and portfolios with 10,000 samples of weights and families (SMAA-2), on one core. The slowest are
told apart; below them peers on the same links, on the same machine in the same run, with the ratio of CPU
seconds: where others work on the machine too, those are the measure. Peak memory is that of the process so
far, the corpus itself included.

| work | families | seconds | CPU seconds | peak MB | ratio |
|---|---:|---:|---:|---:|---:|
"""
AS_OF = datetime.date(2024, 12, 31)
LINKS = 10
DIMENSIONS = 256
SUBCLASSES = np.array([f"{c}{n:02d}{s}" for c in "ABCFGH" for n in (1, 21, 61) for s in "BCKN"], dtype=object)
SETTINGS: dict[str, Any] = {
    "as_of": AS_OF,
    "home": "CN",
    "market": MarketRule(),
    "weights": {},
    "seed": 20200101,
    "rule_set": "cnipa-14fyp-5",
    "pledge_minimum": None,
    "gate": PortfolioGate(),
}
Tables = dict[str, pd.DataFrame]


def corpus(size: int, seed: int = 20200101) -> Tables:
    """Families, members, applications, symbols, texts, owners, and ten links for each family."""
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
        **owned(family, member, rng),
    }


def _texts(ids: pd.Series, rng: np.random.Generator) -> pd.DataFrame:
    vectors = rng.standard_normal((len(ids), DIMENSIONS), dtype=np.float32) + np.float32(1.0)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    offsets = pa.array(np.arange(len(ids) + 1, dtype=np.int32) * DIMENSIONS)
    lists = pa.ListArray.from_arrays(offsets, pa.array(vectors.ravel()))
    made = frame(TEXT_EMBEDDING, family_id=ids, text_language="zh")
    return made.assign(vector=pd.Series(pd.arrays.ArrowExtensionArray(lists)))


def lines(rows: list[dict[str, Any]], size: int, ours: dict[str, float]) -> list[str]:
    """Lines of the table; CPU seconds of ours at the same size are kept for the peers that follow."""
    ours |= {row["work"]: row["cpu_seconds"] for row in rows}
    made = []
    for row in rows:
        work, beside = row["work"], BESIDE.get(row["work"])
        if work not in TOLD and not work.startswith("all") and beside is None:
            continue
        ratio = f"{row['cpu_seconds'] / ours[beside]:.1f}× {beside}" if beside else ""
        figures = f"{row['seconds']:.1f} | {row['cpu_seconds']:.1f} | {row['peak_mb']:,.0f}"
        made.append(f"| {work} | {size:,} | {figures} | {ratio} |\n")
    return made


def ours(size: int) -> None:
    """Each indicator by itself, all their rows beside their cohorts, then scores and portfolios."""
    held = corpus(size)
    started = _now()
    held["cohort"] = _timed("cohort", cohorts.cohort, family=held["family"], cohort_minimum=30)
    readings = {name: _timed(name, i.function, **_asked(i.function, held)) for name, i in INDICATORS.items()}
    made = _timed("family_indicator", cohorts.measure, readings=readings, cohort=held["cohort"])
    rows, links = len(made), len(held["citation"])
    _tell(f"all indicators, {rows:,} rows, {links:,} links", started)
    readings.clear()
    del held["text_embedding"], held["citation"], held["classification"]
    held["family_indicator"] = made
    del made
    for step in STEPS:
        held[step.__name__] = _timed(step.__name__, step, **_asked(step, held))
    ranked = int(held["portfolio"]["rank"].notna().sum())
    _tell(f"all, with {ranked:,} portfolios ranked of {len(held['portfolio']):,}", started)


def _asked(function: Callable[..., Any], held: Tables) -> dict[str, Any]:
    tables, settings = inputs_of(function)
    return {name: held[name] for name in tables} | {name: SETTINGS[name] for name in settings}


def networkx(size: int) -> None:
    """PageRank of the links, as deep as ours goes."""
    links = corpus(size)["citation"]
    started = _now()
    graph = nx.DiGraph()
    graph.add_edges_from(zip(links["citing_family_id"], links["cited_family_id"], strict=True))
    nx.pagerank(graph, tol=1e-9 / size)
    _tell("networkx PageRank", started)


def pandas(size: int) -> None:
    """Generality by joins and groups, as its formula reads."""
    held = corpus(size)
    started = _now()
    count = held["classification"].groupby(["family_id", "subclass"]).size().rename("count").reset_index()
    count["part"] = count["count"] / count.groupby("family_id")["count"].transform("sum")
    joined = held["citation"].merge(count, left_on="citing_family_id", right_on="family_id")
    number = joined.drop_duplicates(["citing_family_id", "cited_family_id"]).groupby("cited_family_id").size()
    areas = joined.groupby(["cited_family_id", "subclass"])["part"].sum().reset_index("subclass")
    share = areas["part"] / number.reindex(areas.index)
    _ = 1 - (share**2).groupby(level=0).sum()
    _tell("pandas generality", started)


def _timed(work: str, function: Callable[..., pd.DataFrame], **arguments: Any) -> pd.DataFrame:
    started = _now()
    made = function(**arguments)
    _tell(work, started)
    return made


def _now() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def _tell(work: str, started: tuple[float, float]) -> None:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    seconds, cpu = (after - before for before, after in zip(started, _now(), strict=True))
    row = {"work": work, "seconds": seconds, "cpu_seconds": cpu, "peak_mb": peak}
    print(json.dumps(row), flush=True)


if __name__ == "__main__":
    {"ours": ours, "networkx": networkx, "pandas": pandas}[sys.argv[1]](
        int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    )
