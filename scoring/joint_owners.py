"""Builder `joint_owner`: owners whose portfolios are worth looking at together."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
import pandas as pd

from scoring.holdings import is_alive, leaves_held, owners, technologies, technology_above
from scoring.keys import looked_up
from scoring.pairs import pairs
from scoring.pools import cover
from scoring.tables import JOINT_OWNER

LEAST_FAMILIES = 2
MOST_OWNERS = 5
ACADEMIC = ("university", "institute")
DEALS = ("transfer_count", "licence_count", "pledge_count")


def joint_owner(
    family: pd.DataFrame,
    family_applicant: pd.DataFrame,
    applicant: pd.DataFrame,
    branch: pd.DataFrame,
    branch_assignment: pd.DataFrame,
    *,
    as_of: datetime.date,
) -> pd.DataFrame:
    """Pools of the zone's owners in each technology, and pairs of a university and a zone firm.

    A pool takes, one by one, the owner with two living families or more who adds the most leaves of the
    technology, up to five, until nobody adds one. Pairs are those of `pairs`. Without a roster nobody is
    known to be in the zone, and there is neither. Pools and pairs need a lawyer's look at competition law.

    Returns
    -------
    pandas.DataFrame
        `joint_owner`.
    """
    stakes = _stakes(family, family_applicant, applicant, branch, branch_assignment, as_of)
    leaf = leaves_held(branch, branch_assignment)
    by_leaf = stakes.merge(leaf, on=["family_id", "technology"], how="inner")
    leaf_count = _leaf_count(branch)
    every = pd.concat(
        [_pools(stakes, by_leaf, leaf_count), _pairs(stakes, by_leaf, leaf_count)], ignore_index=True
    )
    return every[JOINT_OWNER.column_names]


def _stakes(
    family: pd.DataFrame,
    family_applicant: pd.DataFrame,
    applicant: pd.DataFrame,
    branch: pd.DataFrame,
    branch_assignment: pd.DataFrame,
    as_of: datetime.date,
) -> pd.DataFrame:
    """Living families of zone owners and of universities, with what a pair asks of them."""
    known = family.set_index("family_id")
    who = applicant.set_index("applicant_id")
    inside = who["is_zone_member"].astype("boolean").fillna(False).to_numpy(dtype=bool)
    academic = who["applicant_kind"].isin(ACADEMIC).to_numpy(dtype=bool)
    firm = inside & (who["applicant_kind"] == "company").fillna(False).to_numpy(dtype=bool)
    side = pd.Series(np.select([academic, firm], ["university", "firm"], "other"), index=who.index)
    held = owners(family_applicant)
    held = held[looked_up(held["applicant_id"], pd.Series(inside | academic, index=who.index)).eq(True)]
    alive = pd.Series(is_alive(known, as_of), index=known.index)
    held = held[looked_up(held["family_id"], alive).eq(True).to_numpy(dtype=bool)]
    deals = known[list(DEALS)].fillna(0).sum(axis=1)
    granted = (known["is_granted"].eq(True) & ~known["is_in_force"].eq(False)).fillna(False).astype("bool")
    return held.assign(
        technology=looked_up(held["family_id"], technologies(branch, branch_assignment)),
        side=looked_up(held["applicant_id"], side),
        in_zone=looked_up(held["applicant_id"], pd.Series(inside, index=who.index)).astype("bool"),
        idle=looked_up(held["family_id"], deals == 0).astype("bool"),
        granted=looked_up(held["family_id"], granted).astype("bool"),
        remaining=looked_up(held["family_id"], known["remaining_years"]),
    ).dropna(subset=["technology"])


def _leaf_count(branch: pd.DataFrame) -> pd.Series:
    leaf = branch[branch["is_leaf"].fillna(False).to_numpy(dtype=bool)]
    counted: pd.Series = looked_up(leaf["branch_id"], technology_above(branch)).value_counts()
    return counted


def _pools(stakes: pd.DataFrame, by_leaf: pd.DataFrame, leaf_count: pd.Series) -> pd.DataFrame:
    """One pool per technology in which an owner of the zone holds enough."""
    key = ["technology", "applicant_id"]
    inside = stakes[stakes["in_zone"].to_numpy(dtype=bool)]
    living = inside.groupby(key)["family_id"].nunique()
    living = living[living >= LEAST_FAMILIES]
    covered: dict[str, dict[str, set[str]]] = {}
    leaves = by_leaf.loc[by_leaf["in_zone"].to_numpy(dtype=bool), [*key, "branch_id"]].drop_duplicates()
    leaves = leaves.sort_values([*key, "branch_id"]).merge(living.rename("n").reset_index(), on=key)
    for technology, owner, leaf in zip(*(leaves[c].astype(str) for c in (*key, "branch_id")), strict=True):
        covered.setdefault(technology, {}).setdefault(owner, set()).add(leaf)
    rows = [
        row | {"living_count": int(living[(technology, row["applicant_id"])])}
        for technology, sets in sorted(covered.items())
        for row in _pool(technology, sets, int(leaf_count[technology]))
    ]
    return pd.DataFrame(rows, columns=JOINT_OWNER.column_names)


def _pool(technology: str, sets: dict[str, set[str]], total: int) -> list[dict[str, Any]]:
    """The owners chosen for a technology, with what they cover together."""
    chosen = cover(sets, most=MOST_OWNERS)
    union = set().union(*(sets[name] for name in chosen))
    several = {leaf for leaf in union if sum(leaf in sets[name] for name in chosen) > 1}
    widest = max(len(sets[name]) for name in chosen)
    rows: list[dict[str, Any]] = []
    seen: set[str] = set()
    for place, name in enumerate(chosen, start=1):
        rows.append(
            {
                "portfolio_id": f"pool|{technology}",
                "applicant_id": name,
                "kind": "owner_pool",
                "branch_id": technology,
                "place": place,
                "leaf_count": len(sets[name]),
                "added_count": len(sets[name] - seen),
                "coverage_share": len(union) / total,
                "coverage_gain": (len(union) - widest) / total,
                "leaf_overlap": len(several) / len(union),
            }
        )
        seen |= sets[name]
    return rows


def _pairs(stakes: pd.DataFrame, by_leaf: pd.DataFrame, leaf_count: pd.Series) -> pd.DataFrame:
    """Two rows per pair: the university, then the firm."""
    best = pairs(stakes, by_leaf[by_leaf["idle"] | (by_leaf["side"] == "firm")], leaf_count)
    best["portfolio_id"] = "pair|" + best["university"] + "|" + best["firm"] + "|" + best["technology"]
    total = best["technology"].map(leaf_count).astype("float64")
    added = (best["complement"] * total).round()
    key = ["technology", "applicant_id"]
    living = stakes.groupby(key)["family_id"].nunique().rename("living_count").reset_index()
    leaves = by_leaf.groupby(key)["branch_id"].nunique().rename("leaf_count").reset_index()
    measures = best[["portfolio_id", "technology", "likeness", "feasibility", "match_score"]]
    measures = measures.assign(kind="university_firm", coverage_gain=best["complement"])
    sides = []
    for place, side in enumerate(("university", "firm"), start=1):
        rows = measures.assign(applicant_id=best[side], place=place)
        sides.append(rows.merge(living, on=key, how="left").merge(leaves, on=key, how="left"))
    university, firm = sides
    together = (firm["leaf_count"] + added) / total
    both = pd.concat([university.assign(added_count=added), firm], ignore_index=True)
    both["coverage_share"] = pd.concat([together, together], ignore_index=True).astype("float64")
    return both.rename(columns={"technology": "branch_id"}).reindex(columns=JOINT_OWNER.column_names)
