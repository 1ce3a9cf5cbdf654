"""Builder `inventor_team`: the teams of inventors, what they work on and where they are.

Only what publications print is used: names, applicants, years. People are not ranked; a team stands
for a group one may talk to through its organisation.
"""

from __future__ import annotations

import datetime

import pandas as pd

from corpus import contract, lists, terms
from navigation.holdings import ZONE, in_window
from navigation.places import people_of
from navigation.tables import INVENTOR_TEAM
from navigation.thresholds import Thresholds

LEAST_MEMBERS, MOST_NAMED = 3, 12


def inventor_team(
    co_invention: pd.DataFrame,
    family: pd.DataFrame,
    party: pd.DataFrame,
    applicant: pd.DataFrame,
    branch: pd.DataFrame,
    branch_assignment: pd.DataFrame,
    position: pd.DataFrame,
    *,
    reach: datetime.date,
    home: str,
    thresholds: Thresholds,
) -> pd.DataFrame:
    """Groups of three inventors or more who share families under one applicant.

    A family is a team's where two of its members stand on it. The sphere is the applicant's: in the
    zone, else by its country, else by the origin of most of the team's families.
    """
    ends = [
        co_invention[["group_number", column, "applicant_id"]].set_axis(
            ["group", "name", "applicant_id"], axis=1
        )
        for column in ("inventor_name", "partner_name")
    ]
    members = pd.concat(ends, ignore_index=True).drop_duplicates()
    sizes = members.groupby("group")["name"].size()
    members = members[members["group"].isin(sizes.index[sizes >= LEAST_MEMBERS])]
    if members.empty:
        return contract.empty(INVENTOR_TEAM)
    signed = people_of(family, party).merge(members, on=["name", "applicant_id"])
    shared = signed.groupby(["group", "family_id"]).size()
    held = shared[shared >= 2].reset_index()[["group", "family_id"]]
    held = held.merge(family[["family_id", "priority_year", "origin"]], on="family_id")
    last = terms.last_complete_year(reach)
    held["recent"] = in_window(held["priority_year"], last, thresholds.recent_years)
    grouped = held.groupby("group")
    found = grouped.agg(
        family_count=("family_id", "size"),
        recent_count=("recent", "sum"),
        first_year=("priority_year", "min"),
        last_year=("priority_year", "max"),
    )
    found["member_count"] = sizes
    found["applicant_id"] = members.drop_duplicates("group").set_index("group")["applicant_id"]
    found["members"] = _named(signed.merge(held[["group", "family_id"]], on=["group", "family_id"]))
    found["branch_id"] = _main_leaf(held, branch, branch_assignment)
    zone = position[position["actor_kind"] == ZONE].set_index("branch_id")["chain_status"]
    found["is_wanted"] = found["branch_id"].map(zone).isin(("weak", "missing"))
    found["sphere"] = _sphere(found, held, applicant, home)
    found = found.reset_index().assign(team_id=lambda f: f["group"].astype("int64").astype("str"))
    found = found.sort_values(["family_count", "group"], ascending=[False, True], ignore_index=True)
    return contract.cast(found[INVENTOR_TEAM.column_names], INVENTOR_TEAM)


def _named(signed: pd.DataFrame) -> pd.Series:
    """The members of each team, those on most families first."""
    counts = signed.groupby(["group", "name"]).size().rename("size").reset_index()
    counts = counts.sort_values(["group", "size", "name"], ascending=[True, False, True])
    named = counts[counts.groupby("group").cumcount() < MOST_NAMED]
    return lists.collect(named, "group", "name")


def _main_leaf(held: pd.DataFrame, branch: pd.DataFrame, branch_assignment: pd.DataFrame) -> pd.Series:
    leaves = branch.loc[branch["is_leaf"].fillna(False).astype(bool), "branch_id"]
    on_leaf = branch_assignment.loc[branch_assignment["branch_id"].isin(leaves), ["family_id", "branch_id"]]
    counts = held.merge(on_leaf, on="family_id").groupby(["group", "branch_id"]).size().rename("size")
    ordered = counts.reset_index().sort_values(["group", "size", "branch_id"], ascending=[True, False, True])
    return ordered.drop_duplicates("group").set_index("group")["branch_id"]


def _sphere(found: pd.DataFrame, held: pd.DataFrame, applicant: pd.DataFrame, home: str) -> pd.Series:
    known = applicant.set_index("applicant_id")
    counts = held.dropna(subset=["origin"]).groupby(["group", "origin"]).size().rename("size").reset_index()
    counts = counts.sort_values(["group", "size", "origin"], ascending=[True, False, True])
    origin = counts.drop_duplicates("group").set_index("group")["origin"]
    country = found["applicant_id"].map(known["country"])
    country = country.where(country.notna(), origin.reindex(found.index))
    sphere = pd.Series("abroad", index=found.index).mask(country.eq(home), "home")
    sphere = sphere.mask(country.isna() | country.isin(("EP", "WO", "EA")), "unknown")
    in_zone = found["applicant_id"].map(known["is_zone_member"]).fillna(False).astype(bool)
    return sphere.mask(in_zone, "zone")
