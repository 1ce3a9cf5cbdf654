"""What is missing: offices reached and not reached, branches where rivals lead."""

from __future__ import annotations

import pandas as pd

from corpus import contract, lists
from navigation.holdings import ALL, actors, memberships, stated_active
from navigation.tables import GAP, OFFICE_FLOW
from navigation.thresholds import Thresholds

NOT_A_DESTINATION = "WO"


def office_flow(
    family: pd.DataFrame, family_member: pd.DataFrame, branch_assignment: pd.DataFrame
) -> pd.DataFrame:
    """Families of an origin with a member at each office; branch `*` is the corpus.

    WO is no destination and EP is one. Active counts families with a member there in force or
    pending.
    """
    reached = reached_offices(family_member)
    placed = memberships(family.dropna(subset=["origin"])[["family_id", "origin"]], branch_assignment)
    rows = placed.merge(reached, on="family_id")
    flow = rows.groupby(["branch_id", "origin", "office"], observed=True).agg(
        family_count=("family_id", "size"), active_count=("is_active", "sum")
    )
    flow = flow.reset_index().rename(columns={"office": "destination"})
    if family_member["is_active"].isna().all():
        flow["active_count"] = pd.NA
    return contract.cast(flow[OFFICE_FLOW.column_names], OFFICE_FLOW)


def reached_offices(family_member: pd.DataFrame) -> pd.DataFrame:
    """One row per family and office: whether a member there is active, and whether all are known dead."""
    known = family_member[family_member["office"].notna() & (family_member["office"] != NOT_A_DESTINATION)]
    status = pd.DataFrame(
        {
            "family_id": known["family_id"],
            "office": known["office"],
            "is_active": known["is_active"].fillna(False).astype(bool),
            "is_alive": known["is_active"].fillna(True).astype(bool),
        }
    )
    return status.groupby(["family_id", "office"], as_index=False).max()


def gap(
    branch: pd.DataFrame,
    branch_assignment: pd.DataFrame,
    family: pd.DataFrame,
    family_member: pd.DataFrame,
    family_applicant: pd.DataFrame,
    applicant: pd.DataFrame,
    enterprise: pd.DataFrame,
    branch_profile: pd.DataFrame,
    *,
    thresholds: Thresholds,
) -> pd.DataFrame:
    """Each focal enterprise in every branch against the largest applicants there.

    `missing_offices` are those where at least two of the ten largest others have a member that is
    not known to be dead and the enterprise has none, most rivals first; NA where the enterprise
    holds nothing in the branch. `growth` is the branch's.
    """
    focal = enterprise.loc[enterprise["enterprise_role"] == "focal", "enterprise_id"]
    if not len(focal) or not len(branch):
        return contract.empty(GAP)
    facts = family[["family_id"]].assign(active=stated_active(family["is_active"]))
    placed = memberships(facts, branch_assignment)
    placed = placed[placed["branch_id"] != ALL]
    units = actors(family, family_applicant, applicant)
    units = units[units["actor_kind"] == "unit"].rename(columns={"actor_id": "enterprise_id"})
    held = placed.merge(units[["enterprise_id", "family_id"]], on="family_id")
    sizes = held.groupby(["branch_id", "enterprise_id"], as_index=False).agg(
        family_count=("family_id", "size"), active_count=("active", "sum")
    )
    by_branch = sizes.groupby("branch_id")["family_count"]
    sizes["rank_in_branch"] = by_branch.rank(method="min", ascending=False)
    grid = pd.merge(branch[["branch_id"]], focal.to_frame(), how="cross")
    table = grid.merge(sizes, on=["branch_id", "enterprise_id"], how="left")
    table[["family_count", "active_count"]] = table[["family_count", "active_count"]].fillna(0)
    table["leader_count"] = table["branch_id"].map(by_branch.max()).fillna(0)
    table["growth"] = table["branch_id"].map(branch_profile.set_index("branch_id")["growth"])
    missing = _missing_offices(sizes, held, reached_offices(family_member), set(focal), thresholds)
    table = table.merge(missing, on=["branch_id", "enterprise_id"], how="left")
    if family["is_active"].isna().all():
        table["active_count"] = pd.NA
    return contract.cast(table[GAP.column_names], GAP)


def _missing_offices(
    sizes: pd.DataFrame, held: pd.DataFrame, reached: pd.DataFrame, focal: set[str], thresholds: Thresholds
) -> pd.DataFrame:
    """branch_id, enterprise_id and missing_offices, for branches the enterprise is in."""
    pair = ["branch_id", "enterprise_id"]
    present = sizes.loc[sizes["enterprise_id"].isin(focal), pair]
    ordered = sizes.sort_values(["branch_id", "active_count", "enterprise_id"], ascending=[True, False, True])
    # One more than the leaders: the enterprise itself may be among them.
    rivals = ordered.loc[ordered.groupby("branch_id").cumcount() <= thresholds.leaders, pair]
    others = present.merge(rivals.rename(columns={"enterprise_id": "rival"}), on="branch_id")
    others = others[others["rival"] != others["enterprise_id"]]
    others = others[others.groupby(pair).cumcount() < thresholds.leaders]
    wanted = pd.concat([rivals, present]).drop_duplicates()
    living = held.merge(wanted, on=pair).merge(reached[reached["is_alive"]], on="family_id")
    at = living[[*pair, "office"]].drop_duplicates()
    pairs = others.merge(at.rename(columns={"enterprise_id": "rival"}), on=["branch_id", "rival"])
    counts = pairs.groupby([*pair, "office"]).size().rename("rivals").reset_index()
    counts = counts[counts["rivals"] >= thresholds.min_rivals]
    lacking = counts.merge(at.assign(is_there=True), on=[*pair, "office"], how="left")
    lacking = lacking[lacking["is_there"].isna()]
    lacking = lacking.sort_values(["rivals", "office"], ascending=[False, True], kind="stable")
    lacking["pair"] = lacking["branch_id"] + "\n" + lacking["enterprise_id"]
    offices = lists.collect(lacking, "pair", "office")
    found = present.reset_index(drop=True)
    found["missing_offices"] = (found["branch_id"] + "\n" + found["enterprise_id"]).map(offices)
    return found
