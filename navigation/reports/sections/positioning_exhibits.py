"""Figures and tables of the positioning section."""

from __future__ import annotations

import pandas as pd

from navigation.reports.document import Exhibit
from navigation.reports.sections import positioning_peers as peering
from navigation.reports.sections.branches import LEAST_N, WHOLE, leaves

TOP_COUNTRIES, TOP_ENTERPRISES = 6, 15
TOP_PAIRS = 30
LEAST_DRAWN = 5  # families below which an advantage is in the table alone


def members_of(position: pd.DataFrame, enterprise: pd.DataFrame) -> pd.DataFrame:
    """Positions of the zone's enterprises, the largest first."""
    inside = enterprise.loc[enterprise["is_zone_member"].fillna(False).astype(bool), "enterprise_id"]
    rows = position[(position["actor_kind"] == "enterprise") & position["actor_id"].isin(inside)]
    return rows.sort_values(["family_count", "actor_id"], ascending=[False, True], ignore_index=True)


def _sample(rows: pd.DataFrame) -> tuple[str, ...]:
    return ("within_sample",) if rows["is_within_sample"].fillna(False).any() else ()


def chain(zone: pd.DataFrame, branch: pd.DataFrame) -> Exhibit | None:
    """The zone in every leaf."""
    rows = leaves(zone, branch)
    if rows.empty:
        return None
    rows = rows.assign(rta=rows["rta"].where(rows["family_count"] >= LEAST_N))
    return Exhibit(
        "chain", "table", rows, ("position", "branch"), n=int(rows["family_count"].sum()),
        caveats=("multiple_branches", *_sample(rows)),
        columns=("branch_id", "label", "stage", "is_critical", "family_count", "active_count", "branch_share",
                 "rta", "rta_shrunk", "mean_score", "top_decile_count", "chain_status"),
    )  # fmt: skip


def advantage(zone: pd.DataFrame, branch: pd.DataFrame) -> Exhibit | None:
    """Shrunk RTA of every leaf with its n; leaves below ten families are grey."""
    rows = leaves(zone, branch)
    rows = rows[rows["rta_shrunk"].notna() & (rows["family_count"] >= LEAST_DRAWN)]
    if rows.empty:
        return None
    rows = rows.sort_values(["rta_shrunk", "branch_id"], ascending=[False, True]).head(40)
    frame = pd.DataFrame({
        "label_zh": rows["label_zh"], "label_en": rows["label_en"], "value": rows["rta_shrunk"],
        "n": rows["family_count"], "is_muted": rows["family_count"] < LEAST_N,
        "branch_id": rows["branch_id"],
    })  # fmt: skip
    return Exhibit(
        "advantage", "lollipop", frame.reset_index(drop=True), ("position", "branch"),
        columns=("label", "value", "n", "is_muted"), within={"actor zone": "zone"},
        n=int(rows["family_count"].sum()), caveats=("small_n", *_sample(rows)),
        options={"kind": "ratio", "value_title": "column.rta_shrunk", "label_title": "column.branch"},
    )  # fmt: skip


def enterprises(position: pd.DataFrame, enterprise: pd.DataFrame) -> Exhibit | None:
    """The zone's enterprises by families."""
    members = members_of(position, enterprise)
    rows = members[(members["branch_id"] == WHOLE) & (members["family_count"] > 0)].head(TOP_ENTERPRISES)
    if rows.empty:
        return None
    frame = rows.assign(label=rows["actor_label"].fillna(rows["actor_id"]), tier=peering.tier_of(rows))
    return Exhibit(
        "enterprises", "table", frame, ("position", "enterprise"), n=int(rows["family_count"].sum()),
        columns=("label", "tier", "family_count", "active_count", "mean_score", "top_decile_count",
                 "control_share"),
        caveats=("signal", "tiers"), options={"tier_words": "tier"},
    )  # fmt: skip


def _grid(rows: pd.DataFrame, branch: pd.DataFrame, columns: list[str], value: pd.Series) -> pd.DataFrame:
    """Leaves × actors as a long frame in branch order; absent pairs are missing."""
    grid = value.set_axis(pd.MultiIndex.from_frame(rows[["branch_id", "actor_id"]]))
    ids = list(branch.loc[branch["branch_id"].isin(rows["branch_id"]), "branch_id"])
    full = pd.MultiIndex.from_product([ids, columns], names=["branch_id", "actor_id"])
    names = rows.drop_duplicates("actor_id").set_index("actor_id")["actor_label"]
    frame = grid.reindex(full).rename("value").reset_index()
    known = branch.set_index("branch_id")[["label_zh", "label_en"]]
    frame = frame.join(known, on="branch_id").rename(columns={"label_zh": "row_zh", "label_en": "row_en"})
    frame["row_zh"] = frame["row_zh"].fillna(frame["row_en"]).fillna(frame["branch_id"])
    frame["column"] = frame["actor_id"].map(names).fillna(frame["actor_id"])
    return frame


def enterprise_branches(
    position: pd.DataFrame, enterprise: pd.DataFrame, branch: pd.DataFrame
) -> Exhibit | None:
    """Families of the zone's enterprises by leaf."""
    members = members_of(position, enterprise)
    whole = members[(members["branch_id"] == WHOLE) & (members["family_count"] > 0)]
    top = list(whole["actor_id"].head(8))
    rows = leaves(members[members["actor_id"].isin(top)], branch)
    if rows.empty:
        return None
    frame = _grid(rows, branch, top, rows["family_count"].astype("float64"))
    frame["value"] = frame["value"].fillna(0)
    return Exhibit(
        "enterprise_branches",
        "heat",
        frame,
        ("position", "enterprise", "branch"),
        n=int(rows["family_count"].sum()),
        caveats=("multiple_branches",),
        columns=("row", "column", "value"),
        options={
            "row_title": "column.branch",
            "column_title": "column.enterprise",
            "value_title": "column.family_count",
        },
        keys={"actor_id": "enterprise"},
    )


def countries(position: pd.DataFrame, branch: pd.DataFrame) -> Exhibit | None:
    """Shrunk RTA of the largest countries and the zone; empty where n is too small."""
    kinds = position[position["actor_kind"].isin(["country", "zone"])]
    whole = kinds[
        (kinds["branch_id"] == WHOLE) & (kinds["actor_kind"] == "country") & (kinds["family_count"] > 0)
    ]
    whole = whole.sort_values(["family_count", "actor_id"], ascending=[False, True])
    top = [
        *kinds.loc[kinds["actor_kind"] == "zone", "actor_id"].unique(),
        *whole["actor_id"].head(TOP_COUNTRIES),
    ]
    rows = leaves(kinds[kinds["actor_id"].isin(top)], branch)
    if rows.empty or len(top) < 2:
        return None
    values = rows["rta_shrunk"].where(rows["family_count"] >= LEAST_N)
    if values.isna().all():
        return None
    # Leaves where nobody has enough are in the table of leaves; here they would be blank rows.
    told = values.notna().groupby(rows["branch_id"]).transform("any")
    rows, values = rows[told], values[told]
    frame = _grid(rows, branch, top, values)
    is_zone = frame["actor_id"].isin(kinds.loc[kinds["actor_kind"] == "zone", "actor_id"])
    frame["column"] = frame["actor_id"].where(~is_zone, "zone")
    return Exhibit(
        "countries", "heat", frame, ("position", "branch"), n=int(rows["family_count"].sum()),
        caveats=("multiple_branches", "blank_small", *_sample(rows)), columns=("row", "column", "value"),
        options={"kind": "ratio", "row_title": "column.branch", "column_title": "column.actor",
                 "value_title": "column.rta_shrunk", "column_words": "office", "middle": 1.0},
    )  # fmt: skip


def leaders(position: pd.DataFrame, branch: pd.DataFrame) -> Exhibit | None:
    """The first three applicants of every leaf."""
    rows = position[(position["actor_kind"] == "applicant") & (position["rank_in_branch"] <= 3)]
    rows = leaves(rows, branch)
    if rows.empty:
        return None
    frame = rows.assign(applicant=rows["actor_label"].fillna(rows["actor_id"]))
    order = {b: i for i, b in enumerate(branch["branch_id"])}
    frame = frame.assign(_order=frame["branch_id"].map(order)).sort_values(
        ["_order", "rank_in_branch", "actor_id"], ignore_index=True
    ).drop(columns="_order")  # fmt: skip
    return Exhibit(
        "leaders", "table", frame, ("position", "branch"), n=None, caveats=("multiple_branches",),
        columns=("branch_id", "label", "rank_in_branch", "applicant", "family_count", "active_count",
                 "branch_share", "control_share"),
    )  # fmt: skip


def partners(collaboration: pd.DataFrame, applicant: pd.DataFrame) -> Exhibit | None:
    """The pairs of applicants with most joint families."""
    if collaboration.empty:
        return None
    names = applicant.set_index("applicant_id")["name"]
    order = ["family_count", "last_year", "applicant_id", "partner_id"]
    rows = collaboration.sort_values(order, ascending=[False, False, True, True]).head(TOP_PAIRS)
    frame = rows.assign(
        **{column: rows[f"{column}_id"].map(names) for column in ("applicant", "partner", "broker")}
    ).reset_index(drop=True)
    return Exhibit(
        "partners", "table", frame, ("collaboration", "applicant"), n=None,
        columns=("applicant", "partner", "family_count", "first_year", "last_year", "group_size", "broker"),
    )  # fmt: skip
