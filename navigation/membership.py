"""Which rule of which leaf a family meets: symbols, keywords, clusters.

Rules are numbered once, leaf by leaf; a hit is a pair of numbers (family, rule). That keeps a
million families in a few integer arrays.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from corpus import symbols
from navigation import keywords

TEXT_COLUMNS = ("title", "abstract", "title_en", "abstract_en")
RULE_CELLS = (
    ("ipc_patterns", "symbol"),
    ("cpc_patterns", "cpc_symbol"),
    ("keywords_zh", "keyword"),
    ("keywords_en", "keyword"),
)

Numbers = NDArray[np.int64]
Hits = tuple[Numbers, Numbers]


def rules(leaves: pd.DataFrame) -> pd.DataFrame:
    """One row per pattern, keyword or cluster of the leaves: leaf (its place), kind, text, depth.

    `depth` grows with the narrowness of a symbol pattern and is 0 for other rules.
    """
    rows: list[tuple[int, str, str, int]] = []
    for leaf, row in enumerate(leaves.to_dict("records")):
        for column, kind in RULE_CELLS:
            for text in items(row[column]):
                rows.append((leaf, kind, text, 0 if kind == "keyword" else symbols.pattern_specificity(text)))
        if isinstance(row["cluster_id"], str):
            rows.append((leaf, "cluster", row["cluster_id"], 0))
    return pd.DataFrame(rows, columns=["leaf", "kind", "text", "depth"])


def items(cell: object) -> list[str]:
    """The texts of one list cell; none for a missing one."""
    return [str(item) for item in cell] if isinstance(cell, list | tuple | np.ndarray | pa.Array) else []


def symbol_hits(
    rules: pd.DataFrame, leaves: pd.DataFrame, families: pd.Index, classification: pd.DataFrame
) -> Hits:
    """Families with a symbol that a pattern covers; a symbol the leaf excludes does not count."""
    known = classification[classification["scheme"].isin(("IPC", "CPC"))]
    rows = families.get_indexer(pd.Index(known["family_id"]))
    known, rows = known[rows >= 0], rows[rows >= 0]
    codes, unique = pd.factorize(known["symbol"], sort=True)
    distinct = pd.Series(unique, dtype="str")
    is_cpc = (known["scheme"] == "CPC").to_numpy()
    order = np.argsort(codes, kind="stable")
    bounds = np.searchsorted(codes[order], np.arange(len(distinct) + 1))
    barred = [items(cell) for cell in leaves["ipc_exclude_patterns"]]
    found: list[Hits] = []
    for number, leaf, kind, pattern in _numbered(rules, ("symbol", "cpc_symbol")):
        covered = _covered(distinct, pattern)
        for exclude in barred[leaf]:
            covered &= ~_covered(distinct, exclude)
        symbol = np.flatnonzero(covered)
        where = _spans(order, bounds[symbol], bounds[symbol + 1])
        holders = np.unique(rows[where[is_cpc[where]]] if kind == "cpc_symbol" else rows[where])
        found.append((holders, np.full(len(holders), number)))
    return together(found)


def keyword_hits(rules: pd.DataFrame, leaves: pd.DataFrame, family: pd.DataFrame) -> Hits:
    """Families whose text holds a keyword; a leaf's keywords are void where an excluded word occurs."""
    wanted = list(_numbered(rules, ("keyword",)))
    voiding = [(leaf, word) for leaf, cell in enumerate(leaves["keywords_exclude"]) for word in items(cell)]
    words = [text for *_, text in wanted] + [word for _, word in voiding]
    phrases = sorted({phrase for word in words for phrase in keywords.parts(word)})
    texts, numbers = keywords.find(keywords.join_texts(family, TEXT_COLUMNS), phrases)
    bounds = np.searchsorted(numbers, np.arange(len(phrases) + 1))
    holding = {phrase: texts[bounds[i] : bounds[i + 1]] for i, phrase in enumerate(phrases)}
    barred: dict[int, Numbers] = {}
    for leaf, word in voiding:
        barred[leaf] = np.union1d(barred.get(leaf, np.empty(0, dtype=np.int64)), _holding_all(holding, word))
    found: list[Hits] = []
    for number, leaf, _, keyword in wanted:
        holders = _holding_all(holding, keyword)
        if leaf in barred:
            holders = np.setdiff1d(holders, barred[leaf], assume_unique=True)
        found.append((holders, np.full(len(holders), number)))
    return together(found)


def cluster_hits(rules: pd.DataFrame, families: pd.Index, cluster_assignment: pd.DataFrame) -> Hits:
    """Families of the cluster a leaf stands for."""
    own = rules[rules["kind"] == "cluster"]
    placed = cluster_assignment[cluster_assignment["cluster_id"].isin(own["text"])]
    number = pd.Series(own.index, index=own["text"].to_numpy(dtype=object))
    rows = families.get_indexer(pd.Index(placed["family_id"])).astype("int64")
    rule = placed["cluster_id"].map(number).to_numpy(dtype="int64")
    return rows[rows >= 0], rule[rows >= 0]


def together(found: list[Hits]) -> Hits:
    """Hits laid end to end."""
    if not found:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    return np.concatenate([rows for rows, _ in found]), np.concatenate([rule for _, rule in found])


def _numbered(rules: pd.DataFrame, kinds: tuple[str, ...]) -> list[tuple[int, int, str, str]]:
    few = rules[rules["kind"].isin(kinds)]
    return list(zip(few.index.tolist(), few["leaf"].tolist(), few["kind"], few["text"], strict=True))


def _holding_all(holding: dict[str, Numbers], keyword: str) -> Numbers:
    first, *more = (holding[phrase] for phrase in keywords.parts(keyword))
    for others in more:
        first = np.intersect1d(first, others, assume_unique=True)
    return first


def _covered(distinct: pd.Series, pattern: str) -> NDArray[np.bool_]:
    """The sorted symbols a pattern covers; only those that share its class are looked at."""
    values = distinct.to_numpy(dtype=object)
    low, high = np.searchsorted(values, [pattern[:3], pattern[:3] + "~"])
    result = np.zeros(len(distinct), dtype=bool)
    result[low:high] = symbols.matches(distinct.iloc[low:high], [pattern])
    return result


def _spans(order: Numbers, starts: Numbers, stops: Numbers) -> Numbers:
    """The pieces of `order` between each start and stop, laid end to end."""
    lengths = stops - starts
    before = np.cumsum(lengths) - lengths
    places: Numbers = np.arange(lengths.sum()) + np.repeat(starts - before, lengths)
    return np.asarray(order[places], dtype=np.int64)
