"""Builders `risk_family` and `risk_cell`: others' living rights near a focal enterprise's.

A first screening for people to read on, never a freedom-to-operate analysis: texts are compared,
claims are not. What is not known to have ended counts as living.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from corpus import contract, lists, terms
from navigation.concentration import owner_parts
from navigation.enterprise_tables import RISK_CELL, RISK_FAMILY
from navigation.neighbours import Floats
from navigation.taxonomy import natural_key
from navigation.vectors import centring_groups, matrix

INTERNATIONAL = "WO"
CHANCE_PAIRS = 100_000
CHANCE_QUANTILE = 0.99
LEAST_SIMILARITY, MOST_SIMILARITY = 0.3, 0.9
# How much an owner's record, and the state of a right, count.
HAS_SUED, HAS_NOT_SUED = 1.0, 0.5
IN_FORCE, NOT_YET_OR_UNKNOWN = 1.0, 0.5
HIGH, MEDIUM = 0.8, 0.5
BLOCK = 20_000


def exposure(weights: pd.Series, by: list[pd.Series]) -> pd.Series:
    r""":math:`R = 1 - \prod_i (1 - w_i)` within groups, w = likeness × assertiveness × activeness."""
    spared: pd.Series = (1.0 - weights).groupby(by).prod()
    return 1.0 - spared


def risk_family(
    enterprise: pd.DataFrame,
    applicant: pd.DataFrame,
    family_applicant: pd.DataFrame,
    family: pd.DataFrame,
    family_member: pd.DataFrame,
    branch_assignment: pd.DataFrame,
    text_embedding: pd.DataFrame,
    *,
    as_of: datetime.date,
    seed: int,
) -> pd.DataFrame:
    """Living families of others in a focal enterprise's leaves whose texts are near one of its own.

    Near is what lies in the top 1 % of pairs of the corpus drawn by chance, and at least 0.3 (cosine
    of vectors from which the mean of their language is taken); 0.9 always suffices. Designs are
    left out. `branch_id` is the leaf both have: the family's primary one, else the first.
    """
    ids, points = _points(family, text_embedding)
    focal = _focal(enterprise)
    if not len(ids) or not focal:
        return contract.empty(RISK_FAMILY)
    cut = _cut(points, seed)
    about = _about(family, family_applicant, family_member, as_of)
    pieces = []
    for one in focal:
        own, theirs = _sides(one, applicant, family_applicant, family, branch_assignment)
        found = _nearest(ids, points, own, pd.Index(theirs["family_id"].unique()), cut)
        shared = theirs.drop_duplicates("family_id").set_index("family_id")["branch_id"]
        found = found.assign(enterprise_id=one.enterprise_id, branch_id=found["family_id"].map(shared))
        pieces.append(found)
    table = pd.concat(pieces, ignore_index=True).assign(similarity_cut=cut)
    table = table.join(about, on="family_id")
    table["exposure"] = (table["similarity"] * table["assertiveness"] * table["activeness"]).round(6)
    return contract.cast(table[RISK_FAMILY.column_names], RISK_FAMILY)


def risk_cell(
    enterprise: pd.DataFrame,
    applicant: pd.DataFrame,
    family_applicant: pd.DataFrame,
    family: pd.DataFrame,
    family_member: pd.DataFrame,
    branch_assignment: pd.DataFrame,
    risk_family: pd.DataFrame,
) -> pd.DataFrame:
    """Others' living families by leaf of a focal enterprise and office, with the exposure of the near ones.

    A family counts at an office where a member is not known to have ended: as active if one is known
    to be in force or pending, else as unknown. An international application is no office.
    """
    focal = _focal(enterprise)
    if not focal:
        return contract.empty(RISK_CELL)
    standing = _standing(family_member)
    standing = standing[standing["office"] != INTERNATIONAL]
    expiry = family.set_index("family_id")["expiry_date"]
    pieces = []
    for one in focal:
        _, theirs = _sides(one, applicant, family_applicant, family, branch_assignment)
        near = risk_family[risk_family["enterprise_id"] == one.enterprise_id]
        at = theirs[["family_id", "branch_id"]].merge(standing, on="family_id")
        at = at.merge(near[["family_id", "similarity", "assertiveness"]], on="family_id", how="left")
        is_near = at["similarity"].notna()
        at["weight"] = (at["similarity"] * at["assertiveness"] * at["activeness"]).fillna(0.0)
        at["ends"] = at["family_id"].map(expiry).where(is_near)
        keys = [at["branch_id"], at["office"]]
        cells = at.assign(is_near=is_near, is_unknown=~at["is_known"]).groupby(["branch_id", "office"]).agg(
            active_count=("is_known", "sum"), unknown_count=("is_unknown", "sum"),
            near_count=("is_near", "sum"), next_expiry_date=("ends", "min"), last_expiry_date=("ends", "max"),
        )  # fmt: skip
        named = at[is_near].sort_values(["weight", "family_id"], ascending=[False, True])
        named = named.assign(cell=named["branch_id"] + "\n" + named["office"])
        near_ids = lists.collect(named, "cell", "family_id")
        cells["exposure"] = exposure(at["weight"], keys).round(6)
        cells = cells.reset_index().assign(enterprise_id=one.enterprise_id)
        cells["near_ids"] = (cells["branch_id"] + "\n" + cells["office"]).map(near_ids)
        pieces.append(cells.assign(is_target_market=cells["office"].isin(one.markets)))
    table = pd.concat(pieces, ignore_index=True)
    level = np.select([table["exposure"] >= HIGH, table["exposure"] >= MEDIUM], ["high", "medium"], "low")
    table["attention"] = pd.Series(level, index=table.index, dtype="str").where(table["near_count"] > 0)
    table["exposure"] = table["exposure"].where(table["near_count"] > 0)
    return contract.cast(table[RISK_CELL.column_names], RISK_CELL)


@dataclass(frozen=True)
class Focal:
    """An enterprise that gets a brief: its group, and the markets the roster names."""

    enterprise_id: str
    group_id: str
    markets: frozenset[str]


def _focal(enterprise: pd.DataFrame) -> list[Focal]:
    rows = enterprise.loc[enterprise["enterprise_role"] == "focal"]
    named = lists.explode(rows[["enterprise_id", "target_markets"]], "target_markets")
    markets = named.groupby("enterprise_id")["target_markets"].agg(frozenset).to_dict()
    group = rows["group_id"].fillna(rows["enterprise_id"])
    return [
        Focal(str(one), str(of), markets.get(one, frozenset()))
        for one, of in zip(rows["enterprise_id"], group, strict=True)
    ]


def _sides(
    one: Focal,
    applicant: pd.DataFrame,
    family_applicant: pd.DataFrame,
    family: pd.DataFrame,
    branch_assignment: pd.DataFrame,
) -> tuple[pd.Index, pd.DataFrame]:
    """The enterprise's families, and others' living ones in its leaves (family_id, branch_id).

    Families of its group are nobody's but its own. The family's primary leaf comes first.
    """
    held = owner_parts(family_applicant)
    own = held.loc[_names(held, applicant, "enterprise_id", one.enterprise_id), "family_id"]
    kin = held.loc[_names(held, applicant, "group_id", one.group_id), "family_id"]
    kin_itself = held.loc[_names(held, applicant, "enterprise_id", one.group_id), "family_id"]
    ours = pd.Index(pd.concat([own, kin, kin_itself]).unique())
    on_leaf = branch_assignment[branch_assignment["is_leaf"].fillna(False).to_numpy(dtype=bool)]
    leaves = on_leaf.loc[on_leaf["family_id"].isin(own), "branch_id"].unique()
    may_live = family["is_active"].fillna(True).to_numpy(dtype=bool)
    is_design = family["ip_right"].eq("design").fillna(False).to_numpy(dtype=bool)
    living = pd.Index(family.loc[may_live & ~is_design, "family_id"]).difference(ours)
    theirs = on_leaf[on_leaf["branch_id"].isin(leaves) & on_leaf["family_id"].isin(living)]
    order = theirs["branch_id"].map({b: i for i, b in enumerate(sorted(leaves, key=natural_key))})
    theirs = theirs.assign(_later=~theirs["is_primary"].fillna(False).astype(bool), _order=order)
    theirs = theirs.sort_values(["family_id", "_later", "_order"], ignore_index=True)
    return pd.Index(own.unique()), theirs[["family_id", "branch_id"]]


def _names(held: pd.DataFrame, applicant: pd.DataFrame, column: str, value: str) -> pd.Series:
    return held["applicant_id"].isin(applicant.loc[applicant[column] == value, "applicant_id"])


def _points(family: pd.DataFrame, text_embedding: pd.DataFrame) -> tuple[pd.Index, Floats]:
    """Families with a text, and their unit vectors without the mean of their language and kind."""
    known = text_embedding[text_embedding["vector"].notna()].sort_values("family_id")
    known = known[known["family_id"].isin(family["family_id"])]
    if known.empty:
        return pd.Index([], dtype="str"), np.zeros((0, 0), dtype=np.float32)
    values, groups = matrix(known["vector"]).copy(), centring_groups(known)
    for group in np.unique(groups):
        inside = groups == group
        if int(inside.sum()) > 1:
            values[inside] -= values[inside].mean(axis=0)
    lengths = np.sqrt(np.einsum("ij,ij->i", values, values))[:, None]
    return pd.Index(known["family_id"]), (values / np.where(lengths > 0, lengths, 1.0)).astype(np.float32)


def _cut(points: Floats, seed: int) -> float:
    """The likeness that 99 % of pairs drawn by chance do not reach, within 0.3 and 0.9."""
    chance = np.random.default_rng(seed)
    left, right = chance.integers(0, len(points), (2, CHANCE_PAIRS))
    apart = left != right
    if not apart.any():
        return LEAST_SIMILARITY
    cosines = np.einsum("ij,ij->i", points[left[apart]], points[right[apart]])
    by_chance = round(float(np.quantile(cosines, CHANCE_QUANTILE)), 2)
    return min(max(by_chance, LEAST_SIMILARITY), MOST_SIMILARITY)


def _nearest(ids: pd.Index, points: Floats, own: pd.Index, theirs: pd.Index, cut: float) -> pd.DataFrame:
    """Others' families that reach the cut, with the own family nearest to each."""
    mine = np.flatnonzero(ids.isin(own))
    others = np.flatnonzero(ids.isin(theirs))
    best: NDArray[np.float64] = np.zeros(len(others))
    at = np.zeros(len(others), dtype=np.int64)
    for start in range(0, len(others) if len(mine) else 0, BLOCK):
        # Rounded, so that the order of equal texts does not hang on the last bits of a product.
        cosines = np.round((points[others[start : start + BLOCK]] @ points[mine].T).astype("float64"), 4)
        best[start : start + BLOCK] = cosines.max(axis=1)
        at[start : start + BLOCK] = cosines.argmax(axis=1)
    near = best >= cut
    own_ids = ids[mine[at[near]]] if len(mine) else ids[:0]
    frame = pd.DataFrame({"family_id": ids[others[near]], "similarity": np.minimum(best[near], 1.0)})
    return frame.assign(own_family_id=own_ids)


def _standing(family_member: pd.DataFrame) -> pd.DataFrame:
    """One row per family and office with a member not known to have ended."""
    may_live = family_member["is_active"].fillna(True).astype(bool)
    living = family_member[family_member["office"].notna() & may_live]
    force = living["is_in_force"].fillna(False).astype(bool)
    rows = pd.DataFrame(
        {
            "family_id": living["family_id"],
            "office": living["office"],
            "is_known": living["is_active"].notna(),
            "activeness": np.where(force, IN_FORCE, NOT_YET_OR_UNKNOWN),
        }
    )
    return rows.groupby(["family_id", "office"], as_index=False).max()


def _about(
    family: pd.DataFrame, family_applicant: pd.DataFrame, family_member: pd.DataFrame, as_of: datetime.date
) -> pd.DataFrame:
    """By family: suits of its owner, what that and its state count, where it lives, whether PCT is open."""
    known = family.set_index("family_id")
    held = owner_parts(family_applicant)
    sued = known["litigation_count"].gt(0).astype("boolean").mask(known["litigation_count"].isna())
    suits = held.assign(sued=held["family_id"].map(sued)).groupby("applicant_id")["sued"]
    of_owner = suits.sum(min_count=1)
    count = held.assign(n=held["applicant_id"].map(of_owner)).groupby("family_id")["n"].max()
    count = count.reindex(known.index).astype("Float64")
    standing = _standing(family_member)
    offices = lists.collect(standing.sort_values(["family_id", "office"]), "family_id", "office")
    is_pct = known.index.isin(family_member.loc[family_member["office"] == INTERNATIONAL, "family_id"])
    in_force = known["is_in_force"].fillna(False).astype(bool)
    due = terms.national_phase_deadline(known["earliest_priority_date"])
    return pd.DataFrame(
        {
            "owner_suit_count": count.astype("Int64"),
            "assertiveness": np.where(count.fillna(0).gt(0).to_numpy(dtype=bool), HAS_SUED, HAS_NOT_SUED),
            "activeness": np.where(in_force, IN_FORCE, NOT_YET_OR_UNKNOWN),
            "living_offices": offices.reindex(known.index),
            "is_pct_open": is_pct & due.ge(pd.Timestamp(as_of)).to_numpy(),
        },
        index=known.index,
    )
