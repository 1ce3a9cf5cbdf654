"""Builders `owner_shift` and `entrant`: where the largest applicants turn, and who is new.

Both compare the two growth windows, which end with the last complete year.
"""

from __future__ import annotations

import datetime

import pandas as pd

from corpus import contract, terms
from navigation.holdings import applicants_of, in_window
from navigation.tables import ENTRANT, OWNER_SHIFT
from navigation.thresholds import Thresholds

LEAST_ENTRANT = 2  # families of a newcomer worth a row


def owner_shift(
    family: pd.DataFrame,
    family_applicant: pd.DataFrame,
    branch: pd.DataFrame,
    branch_assignment: pd.DataFrame,
    *,
    reach: datetime.date,
    thresholds: Thresholds,
) -> pd.DataFrame:
    """Shares of the leaves in what each leader filed in the last window and in the one before.

    Leaders are the applicants with most families in both windows together; one with fewer than the
    least n in either has no rows. A family in several leaves counts in each.
    """
    last, length = terms.last_complete_year(reach), thresholds.window_years
    years = family.set_index("family_id")["priority_year"]
    filed = applicants_of(family_applicant)
    filed["recent"] = in_window(filed["family_id"].map(years), last, length)
    filed["prior"] = in_window(filed["family_id"].map(years), last - length, length)
    sizes = filed.groupby("applicant_id")[["recent", "prior"]].sum()
    enough = sizes[(sizes >= thresholds.min_n).all(axis=1)]
    order = enough.assign(both=enough.sum(axis=1)).reset_index()
    order = order.sort_values(["both", "applicant_id"], ascending=[False, True])
    leaders = order["applicant_id"].head(thresholds.leaders)
    leaves = branch.loc[branch["is_leaf"].fillna(False).astype(bool), "branch_id"]
    on_leaf = branch_assignment.loc[branch_assignment["branch_id"].isin(leaves), ["family_id", "branch_id"]]
    rows = filed[filed["applicant_id"].isin(leaders)].merge(on_leaf, on="family_id")
    counts = rows.groupby(["applicant_id", "branch_id"])[["recent", "prior"]].sum()
    counts = counts[counts.sum(axis=1) > 0].reset_index()
    if counts.empty:
        return contract.empty(OWNER_SHIFT)
    for window in ("recent", "prior"):
        counts[f"{window}_part"] = counts[window] / counts["applicant_id"].map(sizes[window])
    counts["part_shift"] = 100 * (counts["recent_part"] - counts["prior_part"])
    counts = counts.rename(columns={"recent": "recent_count", "prior": "prior_count"})
    counts["place"] = counts["applicant_id"].map({name: i for i, name in enumerate(leaders)})
    counts = counts.sort_values(["place", "part_shift", "branch_id"], ascending=[True, False, True])
    return contract.cast(counts[OWNER_SHIFT.column_names].reset_index(drop=True), OWNER_SHIFT)


def entrant(
    family: pd.DataFrame,
    family_applicant: pd.DataFrame,
    applicant: pd.DataFrame,
    branch: pd.DataFrame,
    branch_assignment: pd.DataFrame,
    *,
    reach: datetime.date,
    thresholds: Thresholds,
) -> pd.DataFrame:
    """Applicants whose first family in the corpus lies in the last window, with two families or more there.

    New means new to these exports: what was filed outside the search is not known.
    """
    last, length = terms.last_complete_year(reach), thresholds.window_years
    filed = applicants_of(family_applicant)
    filed["year"] = filed["family_id"].map(family.set_index("family_id")["priority_year"])
    filed = filed.dropna(subset=["year"])
    first = filed.groupby("applicant_id")["year"].min()
    new = first.index[in_window(first, last, length)]
    recent = filed[filed["applicant_id"].isin(new) & in_window(filed["year"], last, length)]
    sizes = recent.groupby("applicant_id").size()
    sizes = sizes[sizes >= LEAST_ENTRANT]
    found = sizes.rename("recent_count").reset_index()
    if found.empty:
        return contract.empty(ENTRANT)
    leaves = branch.loc[branch["is_leaf"].fillna(False).astype(bool), "branch_id"]
    on_leaf = branch_assignment[branch_assignment["branch_id"].isin(leaves)][["family_id", "branch_id"]]
    counts = recent.merge(on_leaf, on="family_id").groupby(["applicant_id", "branch_id"]).size()
    places = counts.rename("size").reset_index()
    places = places.sort_values(["applicant_id", "size", "branch_id"], ascending=[True, False, True])
    known = applicant.set_index("applicant_id")
    found["first_year"] = found["applicant_id"].map(first)
    found["branch_id"] = found["applicant_id"].map(
        places.drop_duplicates("applicant_id").set_index("applicant_id")["branch_id"]
    )
    for column in ("country", "applicant_kind"):
        found[column] = found["applicant_id"].map(known[column])
    found = found.sort_values(["recent_count", "applicant_id"], ascending=[False, True])
    return contract.cast(found[ENTRANT.column_names].reset_index(drop=True), ENTRANT)
