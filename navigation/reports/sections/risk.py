"""A first screening of others' living rights near one enterprise's technology; no legal advice."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from navigation.reports.document import Ask, Exhibit, Phrase, Section, asking
from navigation.reports.sections.beside import PATENT_RIGHTS, beside_where, watched, with_claims
from navigation.reports.sections.branches import label_of
from navigation.reports.sections.own import name_of, own_families, own_where, states_living

TOP_OFFICES, MOST_LEAVES, MOST_CELLS, MOST_NEAR, FEW = 8, 10, 10, 8, 3
LONG_YEARS = 10


def risk(
    enterprise: pd.DataFrame,
    applicant: pd.DataFrame,
    family_applicant: pd.DataFrame,
    family: pd.DataFrame,
    branch: pd.DataFrame,
    branch_assignment: pd.DataFrame,
    risk_family: pd.DataFrame,
    risk_cell: pd.DataFrame,
    *,
    enterprise_id: str,
) -> Section:
    """Others' living families in the enterprise's leaves, by product node and office, and the nearest."""
    own = own_families(enterprise_id, family, family_applicant, applicant)
    if own.empty or branch_assignment.empty:
        return Section("risk", lacking=() if own.empty else ("branch_assignment",))
    ask = asking(
        "risk",
        enterprise=enterprise, applicant=applicant, family_applicant=family_applicant, family=family,
        branch=branch, branch_assignment=branch_assignment, risk_family=risk_family, risk_cell=risk_cell,
    )  # fmt: skip
    cells = risk_cell[risk_cell["enterprise_id"] == enterprise_id].reset_index(drop=True)
    near = risk_family[risk_family["enterprise_id"] == enterprise_id]
    own_rows = {"enterprise_id": enterprise_id}
    where = {"ip_right": PATENT_RIGHTS, **beside_where(enterprise_id)}
    ranked = cells[cells["near_count"] > 0].sort_values(
        ["exposure", "near_count", "branch_id", "office"], ascending=[False, False, True, True]
    )
    known = label_of(branch)
    context = {
        "name": name_of(enterprise_id, enterprise),
        "leaves": ask(
            "leaves", "branch_assignment", "count_distinct:branch_id",
            {"is_leaf": True, **own_where(enterprise_id)},
        ),
        "others": ask("others", "family", "count", {**where, "is_active": True}),
        "unknown": ask("unknown", "family", "count", {**where, "is_active": None}),
        "long": ask(
            "long", "family", "count",
            {**where, "is_active": True, "remaining_years": {"at_least": LONG_YEARS}},
        ),
        "disputed": ask(
            "disputed", "family", "count", {**where, "is_active": True, "litigation_count": {"at_least": 1}}
        ),
        "suits_known": bool(family["litigation_count"].notna().any()),
        "claims_known": bool(family["first_claim"].notna().any()),
        "status_known": states_living(family),
        "near": ask("near", "risk_family", "count", own_rows),
        "cut": ask("cut", "risk_family", "max:similarity_cut", own_rows, kind="ratio"),
        "high": ask("high", "risk_cell", "count", {**own_rows, "attention": "high"}),
        "medium": ask("medium", "risk_cell", "count", {**own_rows, "attention": "medium"}),
        "leading": [_cell(ask, r, known) for r in ranked.head(FEW).to_dict("records")],
    }  # fmt: skip
    made = (
        offices(cells, branch),
        attention(ranked, branch),
        nearest(near, family, family_applicant, applicant),
    )
    return Section("risk", context, tuple(e for e in made if e is not None))


def _cell(ask: Ask, row: Mapping[Hashable, Any], known: Mapping[str, Phrase]) -> dict[str, object]:
    branch_id, office = str(row["branch_id"]), str(row["office"])
    where = {"enterprise_id": row["enterprise_id"], "branch_id": branch_id, "office": office}
    return {
        "label": known[branch_id],
        "office": office,
        "near": ask(f"near.{branch_id}.{office}", "risk_cell", "cell:near_count", where),
        "last": ask(f"last.{branch_id}.{office}", "risk_cell", "cell:last_expiry_date", where, kind="date"),
    }


def offices(cells: pd.DataFrame, branch: pd.DataFrame) -> Exhibit | None:
    """Others' living families by leaf and office: the leaves and offices with most near ones first."""
    if cells.empty:
        return None
    counted = cells.assign(value=cells["active_count"] + cells["unknown_count"])
    by = ["near_count", "value"]
    top = counted.groupby("office")[by].sum().sort_values(by, ascending=False, kind="stable").index
    rows = counted.groupby("branch_id")[by].sum().sort_values(by, ascending=False, kind="stable").index
    ids = [b for b in branch["branch_id"] if b in set(rows[:MOST_LEAVES])]
    full = pd.MultiIndex.from_product([ids, top[:TOP_OFFICES]], names=["branch_id", "office"])
    grid = counted.set_index(["branch_id", "office"])["value"]
    frame = grid.reindex(full, fill_value=0).rename("value").reset_index()
    known = label_of(branch)
    frame["column"] = frame["office"]
    frame["row_zh"] = [known[b].zh for b in frame["branch_id"]]
    frame["row_en"] = [known[b].en for b in frame["branch_id"]]
    cut = len(rows) > MOST_LEAVES or len(top) > TOP_OFFICES
    return Exhibit(
        "offices", "heat", frame, ("risk_cell",), n=int(frame["value"].sum()),
        caveats=("screening", "multiple_branches", *(("first_rows",) if cut else ())),
        columns=("row", "column", "value"),
        options={"column_words": "office", "row_title": "column.branch", "column_title": "column.office",
                 "value_title": "column.living_count"},
    )  # fmt: skip


def attention(ranked: pd.DataFrame, branch: pd.DataFrame) -> Exhibit | None:
    """The cells that ask for most attention."""
    if ranked.empty:
        return None
    known = label_of(branch)
    frame = ranked.head(MOST_CELLS).reset_index(drop=True)
    frame = frame.assign(
        label_zh=[known[b].zh for b in frame["branch_id"]],
        label_en=[known[b].en for b in frame["branch_id"]],
    )
    unknown = ("unknown_count",) if frame["unknown_count"].gt(0).any() else ()
    return Exhibit(
        "attention", "table", frame, ("risk_cell", "branch"), n=len(ranked), unit="cells",
        caveats=("screening", *(("first_rows",) if len(ranked) > MOST_CELLS else ())),
        columns=("label", "office", "attention", "exposure", "near_count", "active_count", *unknown,
                 "next_expiry_date", "last_expiry_date"),
        options={"label_title": "column.product_node"},
    )  # fmt: skip


def nearest(
    near: pd.DataFrame, family: pd.DataFrame, family_applicant: pd.DataFrame, applicant: pd.DataFrame
) -> Exhibit | None:
    """The near families of others that ask to be read first."""
    if near.empty:
        return None
    frame = watched(near, family, family_applicant, applicant).head(MOST_NEAR)
    columns = ("similarity", "representative_number", "title", "owner", "legal_status", "remaining_years",
               "living_offices", "own_number")  # fmt: skip
    return Exhibit(
        "nearest", "table", frame, ("risk_family", "family", "family_applicant"), n=len(near),
        caveats=("screening", *(("first_rows",) if len(near) > MOST_NEAR else ())),
        columns=with_claims(frame, columns),
    )  # fmt: skip
