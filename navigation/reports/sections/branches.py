"""Branches as sections show them: labels on frames, leaves, and the whole corpus apart."""

from __future__ import annotations

import pandas as pd

from navigation.reports.document import Phrase
from navigation.reports.words import clean

WHOLE = "*"
LEAST_N = 10  # families below which no sentence is made about a branch
MOST_ROWS = 30  # rows a heat map shows before it goes up one level


def phrase(zh: object, en: object = None, code: object = "") -> Phrase:
    """A label in both languages; a missing one is taken from the other, then from the code."""
    texts = [clean(t, 60) if isinstance(t, str) and t.strip() else "" for t in (zh, en)]
    fallback = clean(str(code), 60) or "—"
    return Phrase(texts[0] or texts[1] or fallback, texts[1] or texts[0] or fallback)


def named(frame: pd.DataFrame, branch: pd.DataFrame) -> pd.DataFrame:
    """The frame with its branches' label_zh, label_en, stage and is_critical, in branch order."""
    known = branch[["branch_id", "label_zh", "label_en", "stage", "is_critical", "is_leaf", "level"]].copy()
    known["label_zh"] = known["label_zh"].fillna(known["label_en"]).fillna(known["branch_id"])
    known["label_en"] = known["label_en"].fillna(known["label_zh"])
    known = known.assign(_order=range(len(known)))
    kept = frame.drop(columns=[c for c in known.columns if c in frame.columns and c != "branch_id"])
    merged = kept.merge(known, on="branch_id", how="inner")
    return merged.sort_values("_order", kind="stable", ignore_index=True).drop(columns="_order")


def leaves(frame: pd.DataFrame, branch: pd.DataFrame) -> pd.DataFrame:
    """The rows about leaves, with labels."""
    merged = named(frame, branch)
    return merged[merged["is_leaf"].fillna(False).astype(bool)].reset_index(drop=True)


def shown_level(branch: pd.DataFrame) -> pd.Series:
    """Branch ids for a figure with one row per branch: leaves, or the deepest level that fits."""
    is_leaf = branch["is_leaf"].fillna(False).astype(bool)
    if int(is_leaf.sum()) <= MOST_ROWS:
        return branch.loc[is_leaf.to_numpy(), "branch_id"]
    levels = branch["level"].dropna().astype(int)
    fitting = [
        level for level in sorted(levels.unique(), reverse=True) if 1 < (levels == level).sum() <= MOST_ROWS
    ]
    if not fitting:
        return branch.loc[is_leaf, "branch_id"].head(MOST_ROWS)
    shown: pd.Series = branch.loc[
        branch["level"].eq(fitting[0]).fillna(False).to_numpy(dtype=bool), "branch_id"
    ]
    return shown


def label_of(branch: pd.DataFrame) -> dict[str, Phrase]:
    """Each branch's label by its id."""
    columns = (branch[name] for name in ("branch_id", "label_zh", "label_en"))
    return {str(code): phrase(zh, en, code) for code, zh, en in zip(*columns, strict=True)}


def technology_of(branch_id: object, technology: object, known: dict[str, Phrase]) -> Phrase:
    """A portfolio's technology: its branch's label, else the text it carries."""
    if isinstance(branch_id, str) and branch_id in known:
        return known[branch_id]
    if technology == "全产业":
        return Phrase("全产业", "whole industry")
    return phrase(technology, None, branch_id if isinstance(branch_id, str) else "—")
