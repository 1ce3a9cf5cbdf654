"""Builder `portfolio_member`: which families make up each portfolio."""

from __future__ import annotations

import datetime

import pandas as pd

from scoring.disputes import disputes
from scoring.holdings import owners, technologies
from scoring.keys import looked_up
from scoring.tables import PORTFOLIO_MEMBER

LEAST_FAMILIES = 2


def portfolio_member(
    family: pd.DataFrame,
    family_applicant: pd.DataFrame,
    applicant: pd.DataFrame,
    branch: pd.DataFrame,
    branch_assignment: pd.DataFrame,
    event: pd.DataFrame,
    joint_owner: pd.DataFrame,
    *,
    as_of: datetime.date,
) -> pd.DataFrame:
    """Families of each owner by technology, of each group in the whole industry, and of joint owners.

    A family belongs to the technology of its primary leaf: the branch above it on the second
    level. It belongs to its current owners; where none is known, to its applicants. Companies that one
    enterprise controls are a group, which stands under the applicant that controls it. Owners with
    a single family form no portfolio. A disputed family is listed with the reason, and does not count.
    """
    held = owners(family_applicant)
    technology = technologies(branch, branch_assignment)
    placed = held.assign(branch_id=looked_up(held["family_id"], technology)).dropna(subset=["branch_id"])
    joint = joint_owner[["portfolio_id", "kind", "applicant_id", "branch_id"]]
    parts = [
        placed.assign(
            portfolio_id=placed["applicant_id"] + "|" + placed["branch_id"], kind="owner_technology"
        ),
        _of_groups(held, applicant),
        _together(placed.merge(joint, on=["applicant_id", "branch_id"])),
    ]
    every = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    every = every.reindex(columns=PORTFOLIO_MEMBER.column_names)
    size = every.groupby("portfolio_id")["family_id"].transform("size")
    every = every[size >= LEAST_FAMILIES].reset_index(drop=True)
    return every.assign(excluded_reason=looked_up(every["family_id"], disputes(family, event, as_of=as_of)))


def group_heads(applicant: pd.DataFrame) -> pd.Series:
    """The applicant each one is counted under, by applicant_id: the head of its group, or itself.

    The head is the applicant that is the controlling enterprise; where it has no family, the member
    whose id sorts first.
    """
    known = applicant.sort_values("applicant_id").set_index("applicant_id")
    group = known["group_id"].fillna(known["enterprise_id"]).dropna()
    is_head = known["enterprise_id"].reindex(group.index).eq(group)
    order = pd.DataFrame({"group": group, "rest": ~is_head.fillna(False).astype("bool")})
    first = order.reset_index().sort_values(["group", "rest", "applicant_id"]).drop_duplicates("group")
    head = looked_up(group, first.set_index("group")["applicant_id"])
    own = pd.Series(known.index, index=known.index, dtype="str")
    return head.reindex(known.index).astype("str").fillna(own)


def _of_groups(held: pd.DataFrame, applicant: pd.DataFrame) -> pd.DataFrame:
    head = looked_up(held["applicant_id"], group_heads(applicant)).fillna(held["applicant_id"])
    whole = held.assign(applicant_id=head)
    # Only groups hold a family more than once; the rest need no sum.
    twice = whole.duplicated(["applicant_id", "family_id"], keep=False)
    summed = whole[twice].groupby(["applicant_id", "family_id"], as_index=False).agg({"owner_share": "sum"})
    whole = pd.concat([whole[~twice], summed], ignore_index=True) if len(summed) else whole
    whole["owner_share"] = whole["owner_share"].clip(upper=1.0)
    return whole.assign(portfolio_id=whole["applicant_id"] + "|*", kind="owner_industry")


def _together(rows: pd.DataFrame) -> pd.DataFrame:
    """Families of joint owners once each, with their shares added."""
    key = ["portfolio_id", "family_id", "kind", "branch_id"]
    added = rows.groupby(key, as_index=False).agg({"owner_share": "sum"})
    return added.assign(owner_share=added["owner_share"].clip(upper=1.0))
