"""Builder `attraction`: outside companies for the leaves in which the zone is weak or missing.

The fit is a product of stated parts, so that a reader sees what made it. It proposes whom to look
at and names organisations only; it is no advice to invest.
"""

from __future__ import annotations

import datetime

import pandas as pd

from corpus import contract, terms
from navigation.concentration import owner_parts
from navigation.holdings import ALL, ZONE, in_window
from navigation.tables import ATTRACTION
from navigation.thresholds import Thresholds

GAP_WEIGHTS = {"missing": 1.0, "weak": 0.6}
CRITICAL, TIE = 1.5, 1.5
MID_TIER = (5, 100)  # active families of an owner that is neither too small nor settled elsewhere
SMALL_OR_LARGE = 0.5
GROWTH_BOUNDS = (0.5, 2.0)


def attraction(
    branch: pd.DataFrame,
    position: pd.DataFrame,
    family: pd.DataFrame,
    family_applicant: pd.DataFrame,
    applicant: pd.DataFrame,
    branch_assignment: pd.DataFrame,
    citation: pd.DataFrame,
    *,
    reach: datetime.date,
    thresholds: Thresholds,
) -> pd.DataFrame:
    """Companies outside the zone with the least n of active families in a weak or missing leaf.

    fit = gap × share of the leaf × growth × size × tie; only the order within a study means anything.
    No rows without a zone.
    """
    leaves = branch[branch["is_leaf"].fillna(False).astype(bool)].set_index("branch_id")
    zone = position[(position["actor_kind"] == ZONE) & position["branch_id"].isin(leaves.index)]
    gap = zone.set_index("branch_id")["chain_status"].map(GAP_WEIGHTS).dropna()
    known = applicant.set_index("applicant_id")
    rows = position[(position["actor_kind"] == "applicant") & position["branch_id"].isin(gap.index)]
    facts = known.reindex(rows["actor_id"]).set_axis(rows.index)
    outside = ~facts["is_zone_member"].fillna(False).astype(bool)
    rows = rows[
        facts["applicant_kind"].eq("company").fillna(False).astype(bool)
        & outside
        & rows["active_count"].ge(thresholds.min_n).fillna(False).astype(bool)
    ]
    if rows.empty:
        return contract.empty(ATTRACTION)
    found = rows[["branch_id", "actor_id", "active_count"]].rename(columns={"actor_id": "applicant_id"})
    found["country"] = found["applicant_id"].map(known["country"])
    critical = leaves["is_critical"].fillna(False).astype(bool)
    found["gap_weight"] = found["branch_id"].map(gap)
    found["gap_weight"] *= found["branch_id"].map(critical).map({True: CRITICAL, False: 1.0})
    share = rows["control_share"].where(rows["control_share"] > 0, rows["branch_share"])
    found["held_share"] = share.astype("float64")
    found = found.join(
        _windows(family, family_applicant, branch_assignment, reach, thresholds),
        on=["branch_id", "applicant_id"],
    )
    found[["recent_count", "prior_count"]] = found[["recent_count", "prior_count"]].fillna(0)
    base = found["prior_count"].clip(lower=1)
    rise = 1 + (found["recent_count"] - found["prior_count"]) / base
    found["growth_factor"] = rise.clip(*GROWTH_BOUNDS).where(
        found["recent_count"] + found["prior_count"] >= thresholds.min_n, 1.0
    )
    whole = position[(position["branch_id"] == ALL) & (position["actor_kind"] == "applicant")]
    size = (
        found["applicant_id"].map(whole.set_index("actor_id")["active_count"]).fillna(found["active_count"])
    )
    found["size_factor"] = size.between(*MID_TIER).map({True: 1.0, False: SMALL_OR_LARGE})
    ties = _ties(found["applicant_id"], family_applicant, applicant, citation)
    found["tie_count"] = found["applicant_id"].map(ties).astype("Float64").fillna(0)
    factors = found[["gap_weight", "held_share", "growth_factor", "size_factor"]].prod(axis=1, skipna=False)
    found["fit"] = (factors * found["tie_count"].gt(0).map({True: TIE, False: 1.0})).round(12)
    found = found.dropna(subset=["fit"])
    found["fit_rank"] = found.groupby("branch_id")["fit"].rank(method="min", ascending=False)
    found = found.sort_values(["branch_id", "fit", "applicant_id"], ascending=[True, False, True])
    return contract.cast(found[ATTRACTION.column_names].reset_index(drop=True), ATTRACTION)


def _windows(
    family: pd.DataFrame,
    family_applicant: pd.DataFrame,
    branch_assignment: pd.DataFrame,
    reach: datetime.date,
    thresholds: Thresholds,
) -> pd.DataFrame:
    """Families of each owner in each branch in the last window and in the one before."""
    last, length = terms.last_complete_year(reach), thresholds.window_years
    years = family.set_index("family_id")["priority_year"]
    owned = owner_parts(family_applicant)
    owned["recent_count"] = in_window(owned["family_id"].map(years), last, length)
    owned["prior_count"] = in_window(owned["family_id"].map(years), last - length, length)
    dated = owned[owned["recent_count"] | owned["prior_count"]]
    rows = dated.merge(branch_assignment[["family_id", "branch_id"]], on="family_id")
    return rows.groupby(["branch_id", "applicant_id"])[["recent_count", "prior_count"]].sum()


def _ties(
    owners: pd.Series, family_applicant: pd.DataFrame, applicant: pd.DataFrame, citation: pd.DataFrame
) -> pd.Series:
    """Families of each owner filed with owners of the zone, or citing or cited by families of theirs."""
    held = family_applicant[["family_id", "applicant_id"]].drop_duplicates()
    members = applicant.loc[applicant["is_zone_member"].fillna(False).astype(bool), "applicant_id"]
    inside = held.loc[held["applicant_id"].isin(members), "family_id"]
    links = citation[["citing_family_id", "cited_family_id"]]
    cites = links.loc[links["cited_family_id"].isin(inside), "citing_family_id"]
    cited = links.loc[links["citing_family_id"].isin(inside), "cited_family_id"]
    tied = pd.concat([inside, cites, cited]).unique()
    theirs = held[held["applicant_id"].isin(owners) & held["family_id"].isin(tied)]
    return theirs.groupby("applicant_id").size()
