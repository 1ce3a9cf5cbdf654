"""Families on the study's technology breakdown (技术分解表), and a breakdown where a study has none.

A family belongs to every leaf whose rule it meets, and to all branches above. Its primary leaf
is the one with the narrowest symbol rule; among equals symbol with keyword comes before symbol,
symbol before keyword, and the earlier branch before the later.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from corpus import contract, symbols
from corpus.contract import TEXTS_DTYPE
from navigation import likeness, membership
from navigation.breakdown import branch_from_csv
from navigation.tables import BRANCH, BRANCH_ASSIGNMENT

__all__ = ["Coverage", "branch_assignment", "branch_from_csv", "coverage", "derived_branch"]

MIN_FAMILIES = 5
MAX_LEAVES = 40
# Lower end of the interval that likeness must reach among the families the rules place.
TARGET = 0.8
CONFIDENCE_BY_STRENGTH = ("low", "medium", "medium", "high")
EVIDENCE_BY_STRENGTH = ("cluster", "keyword", "symbol", "symbol_keyword")
SECTIONS = {
    "A": ("人类生活必需", "Human necessities"),
    "B": ("作业；运输", "Performing operations; transporting"),
    "C": ("化学；冶金", "Chemistry; metallurgy"),
    "D": ("纺织；造纸", "Textiles; paper"),
    "E": ("固定建筑物", "Fixed constructions"),
    "F": ("机械工程；照明；加热；武器；爆破", "Mechanical engineering; lighting; heating; weapons; blasting"),
    "G": ("物理", "Physics"),
    "H": ("电学", "Electricity"),
}


@dataclass(frozen=True)
class Coverage:
    """How much of a corpus a breakdown holds."""

    family_count: int
    assigned_count: int
    leaf_counts: pd.Series
    unassigned: list[str]

    @property
    def share(self) -> float:
        """Share of families with at least one leaf; NaN for no families."""
        return self.assigned_count / self.family_count if self.family_count else float("nan")


def derived_branch(classification: pd.DataFrame, cluster: pd.DataFrame) -> pd.DataFrame:
    """A breakdown from what is there: IPC sections over subclasses, else the clusters.

    The forty commonest subclasses (by main symbol where one is marked) with at least five
    families are leaves; what is left of a section is one more leaf. Symbols are used when they
    cover at least half of the clustered families; a corpus without symbols gets one leaf per
    cluster. Derived branches have no stage and no choke points.

    Returns
    -------
    pandas.DataFrame
        The table `branch`; empty where there are neither symbols nor clusters.
    """
    usable = classification[
        classification["scheme"].isin(("IPC", "CPC")) & classification["subclass"].notna()
    ]
    usable = usable[usable["subclass"].str[:1].isin(list(SECTIONS))]
    ipc = usable[usable["scheme"] == "IPC"]
    if 2 * ipc["family_id"].nunique() >= usable["family_id"].nunique():
        usable = ipc
    clustered = cluster["family_count"].sum()
    if len(usable) and 2 * usable["family_id"].nunique() >= clustered:
        rows = _symbol_rows(usable)
    else:
        rows = _cluster_rows(cluster)
    made = pd.DataFrame(rows, columns=BRANCH.column_names).astype(object)
    return contract.cast(made.where(made.notna(), None), BRANCH)


def _symbol_rows(usable: pd.DataFrame) -> list[dict[str, object]]:
    """Rows of sections and leaves from families' subclasses."""
    pairs = usable[["family_id", "subclass"]].drop_duplicates()
    main = usable.loc[
        usable["is_main"].fillna(False).astype(bool), ["family_id", "subclass"]
    ].drop_duplicates()
    counted = pd.concat([main, pairs[~pairs["family_id"].isin(main["family_id"])]])
    sizes = counted["subclass"].value_counts()
    ordered = (
        sizes[sizes >= MIN_FAMILIES].reset_index().sort_values(["count", "subclass"], ascending=[False, True])
    )
    leaves = sorted(ordered["subclass"].head(MAX_LEAVES))
    rest = pairs[~pairs["subclass"].isin(leaves)]
    left = (
        rest.assign(section=rest["subclass"].str[0])
        .drop_duplicates(["family_id", "section"])["section"]
        .value_counts()
    )
    rows: list[dict[str, object]] = []
    for section, (label_zh, label_en) in SECTIONS.items():
        own = [leaf for leaf in leaves if leaf[0] == section]
        others = int(left.get(section, 0)) >= MIN_FAMILIES
        if not own and not others:
            continue
        rows.append(_derived_row(section, None, label_zh, label_en))
        for leaf in own:
            names = symbols.subclass_label(leaf, "zh"), symbols.subclass_label(leaf, "en")
            rows.append(_derived_row(leaf, section, *names, ipc_patterns=[leaf]))
        if others:
            classes = sorted({code[:3] for code in rest["subclass"].unique() if code[0] == section})
            names = f"{label_zh}（其他）", f"{label_en} (other)"
            rows.append(
                _derived_row(
                    f"{section}-other", section, *names, ipc_patterns=classes, ipc_exclude_patterns=own
                )
            )
    return rows


def _cluster_rows(cluster: pd.DataFrame) -> list[dict[str, object]]:
    return [
        _derived_row(f"cluster-{key}", None, zh, en, cluster_id=key)
        for key, zh, en in zip(
            cluster["cluster_id"],
            cluster["label_zh"].fillna(cluster["label_en"]),
            cluster["label_en"].fillna(cluster["label_zh"]),
            strict=True,
        )
    ]


def _derived_row(
    branch_id: str, parent_id: str | None, zh: str, en: str, **rule: object
) -> dict[str, object]:
    return {
        "branch_id": branch_id,
        "parent_id": parent_id,
        "level": 1 if parent_id is None else 2,
        "is_leaf": bool(rule),
        "label_zh": zh,
        "label_en": en,
        "is_derived": True,
        "match": "either" if rule else None,
    } | rule


def branch_assignment(
    branch: pd.DataFrame,
    family: pd.DataFrame,
    classification: pd.DataFrame,
    cluster_assignment: pd.DataFrame,
    text_embedding: pd.DataFrame,
) -> pd.DataFrame:
    """Families in the branches whose rules they meet, with the evidence; parents inherit.

    Symbols are compared with IPC and CPC patterns, title and abstract in both languages with the
    keywords. A leaf of `match` both needs both. A family that no rule reaches goes to the leaf whose
    families its text is most like, if that likeness has proved itself; see `likeness`. Families
    outside every leaf have no row; see `coverage`.

    Returns
    -------
    pandas.DataFrame
        The table `branch_assignment`. Branches above a leaf carry the evidence of the family's
        narrowest leaf under them, and no `matched`.
    """
    leaves = branch[branch["is_leaf"].fillna(False).astype(bool)]
    order = sorted(range(len(leaves)), key=lambda place: natural_key(leaves["branch_id"].iloc[place]))
    leaves = leaves.iloc[order].reset_index(drop=True)
    families = pd.Index(family["family_id"])
    rules = membership.rules(leaves)
    hits = membership.together(
        [
            membership.symbol_hits(rules, leaves, families, classification),
            membership.keyword_hits(rules, leaves, family),
            membership.cluster_hits(rules, families, cluster_assignment),
        ]
    )
    if not len(hits[0]):
        return contract.empty(BRANCH_ASSIGNMENT)
    found = _memberships(rules, leaves, hits)
    near = likeness.similar(found[["family", "leaf"]], text_embedding, families, len(leaves), target=TARGET)
    found = pd.concat([found, _by_likeness(near)], ignore_index=True)
    on_leaf = found.assign(branch_id=leaves["branch_id"].to_numpy(dtype=object)[found["leaf"]], is_leaf=True)
    result = pd.concat([on_leaf, _inherited(found, leaves, branch)], ignore_index=True)
    result["family_id"] = families.to_numpy(dtype=object)[result["family"]]
    result = contract.cast(result[BRANCH_ASSIGNMENT.column_names], BRANCH_ASSIGNMENT)
    return result.sort_values(["family_id", "branch_id"], kind="stable", ignore_index=True)


def coverage(branch_assignment: pd.DataFrame, family: pd.DataFrame) -> Coverage:
    """Families with a leaf, families per leaf (by branch_id) and the families without one."""
    on_leaf = branch_assignment[branch_assignment["is_leaf"].fillna(False).astype(bool)]
    assigned = family["family_id"].isin(on_leaf["family_id"])
    return Coverage(
        family_count=len(family),
        assigned_count=int(assigned.sum()),
        leaf_counts=on_leaf["branch_id"].value_counts().sort_index().astype("Int64"),
        unassigned=sorted(family.loc[~assigned, "family_id"]),
    )


def natural_key(branch_id: str) -> tuple[str, ...]:
    """Order of branches as people number them: 1.2 before 1.10."""
    return tuple(piece.zfill(8) if piece.isdigit() else piece for piece in re.split(r"[.\-]", branch_id))


def _memberships(rules: pd.DataFrame, leaves: pd.DataFrame, hits: membership.Hits) -> pd.DataFrame:
    """Families (by place) on leaves (by place), first leaf first, from single rules that hit."""
    row, rule = hits
    leaf = rules["leaf"].to_numpy(dtype="int64")[rule]
    order = np.lexsort((rule, leaf, row))
    row, leaf, rule = row[order], leaf[order], rule[order]
    _, starts = np.unique(row * np.int64(len(leaves)) + leaf, return_index=True)
    kind = rules["kind"].to_numpy(dtype=object)[rule]
    symbol = np.logical_or.reduceat((kind == "symbol") | (kind == "cpc_symbol"), starts)
    keyword = np.logical_or.reduceat(kind == "keyword", starts)
    depth = np.maximum.reduceat(rules["depth"].to_numpy(dtype="int64")[rule], starts)
    texts = pa.array(rules["text"], type=pa.string()).take(pa.array(rule))
    offsets = pa.array(np.append(starts, len(rule)).astype("int32"))
    found = pd.DataFrame({"family": row[starts], "leaf": leaf[starts], "depth": depth})
    found["strength"] = np.select([symbol & keyword, symbol, keyword], [3, 2, 1], 0)
    found["matched"] = pd.arrays.ArrowExtensionArray(pa.ListArray.from_arrays(offsets, texts))
    needs_both = (leaves["match"] == "both").to_numpy(dtype=bool)[found["leaf"]]
    found = found[~needs_both | (symbol & keyword)]
    found = found.sort_values(
        ["family", "depth", "strength", "leaf"], ascending=[True, False, False, True], ignore_index=True
    )
    found["is_primary"] = ~found["family"].duplicated()
    found["evidence"] = np.array(EVIDENCE_BY_STRENGTH, dtype=object)[found["strength"]]
    found["confidence"] = np.nan
    found["confidence_word"] = np.array(CONFIDENCE_BY_STRENGTH, dtype=object)[found["strength"]]
    return found


def _by_likeness(near: pd.DataFrame) -> pd.DataFrame:
    """Rows of families placed by likeness: one leaf each, with nothing matched."""
    nothing = pd.arrays.ArrowExtensionArray(pa.nulls(len(near), type=TEXTS_DTYPE.pyarrow_dtype))
    return near.assign(
        depth=0, strength=0, matched=nothing, is_primary=True, evidence="similarity", confidence_word="low"
    )


def _inherited(found: pd.DataFrame, leaves: pd.DataFrame, branch: pd.DataFrame) -> pd.DataFrame:
    """The same families on the branches above their leaves."""
    parent_of = dict(zip(branch["branch_id"], branch["parent_id"].fillna(""), strict=True))
    above = [
        (place, ancestor)
        for place, leaf in enumerate(leaves["branch_id"])
        for ancestor in ancestors(leaf, parent_of)
    ]
    pairs = pd.DataFrame(above, columns=["leaf", "branch_id"]).astype({"leaf": "int64", "branch_id": "str"})
    inherited = found.drop(columns="matched").merge(pairs, on="leaf", how="inner", sort=False)
    inherited = inherited.drop_duplicates(["family", "branch_id"], ignore_index=True)
    empty = pa.nulls(len(inherited), type=TEXTS_DTYPE.pyarrow_dtype)
    return inherited.assign(is_leaf=False, is_primary=False, matched=pd.arrays.ArrowExtensionArray(empty))


def ancestors(branch_id: str, parent_of: Mapping[str, str]) -> list[str]:
    """The branches above a branch, nearest first."""
    found: list[str] = []
    at = parent_of.get(branch_id, "")
    while at:
        found.append(at)
        at = parent_of.get(at, "")
    return found
