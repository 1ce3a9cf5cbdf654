"""Overseas early warning (海外风险预警): others' living rights at the offices of an enterprise's markets."""

from __future__ import annotations

from typing import Any

import pandas as pd

from corpus import lists
from navigation.reports.document import Ask, Exhibit, Section, asking
from navigation.reports.receipts import among
from navigation.reports.sections.beside import PATENT_RIGHTS, beside_where, markets_of, watched, with_claims
from navigation.reports.sections.branches import label_of
from navigation.reports.sections.own import name_of, own_families, own_where, states_living

MOST_LEAVES, MOST_WATCHED, MOST_ENDING, SUGGESTED, ENDING_YEARS = 10, 10, 8, 3, 5
# Where a granted European patent may have been validated; whether it was, the exports do not say.
EUROPEAN = ("AL", "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GR", "HR",
            "HU", "IE", "IS", "IT", "LI", "LT", "LU", "LV", "MC", "ME", "MK", "MT", "NL", "NO", "PL", "PT",
            "RO", "RS", "SE", "SI", "SK", "SM", "TR")  # fmt: skip


def overseas(
    enterprise: pd.DataFrame,
    applicant: pd.DataFrame,
    family_applicant: pd.DataFrame,
    family: pd.DataFrame,
    family_member: pd.DataFrame,
    branch: pd.DataFrame,
    branch_assignment: pd.DataFrame,
    risk_family: pd.DataFrame,
    risk_cell: pd.DataFrame,
    *,
    enterprise_id: str,
    home: str,
) -> Section:
    """By market: others' rights, the near ones, the enterprise's own; matrix, watch list, expiry hints."""
    own = own_families(enterprise_id, family, family_applicant, applicant)
    if own.empty:
        return Section("overseas")
    ask = asking(
        "overseas",
        enterprise=enterprise, applicant=applicant, family_applicant=family_applicant, family=family,
        family_member=family_member, branch=branch, branch_assignment=branch_assignment,
        risk_family=risk_family, risk_cell=risk_cell,
    )  # fmt: skip
    markets = markets_of(enterprise_id, enterprise, home)
    cells = risk_cell[(risk_cell["enterprise_id"] == enterprise_id) & (risk_cell["office"] != home)]
    near = risk_family[risk_family["enterprise_id"] == enterprise_id]
    context: dict[str, Any] = {
        "name": name_of(enterprise_id, enterprise),
        "is_named": bool(markets),
        "markets": [_market(ask, office, enterprise_id) for office in markets],
        "suggested": _busiest(cells),
        "pct": ask("pct", "risk_family", "count", {"enterprise_id": enterprise_id, "is_pct_open": True}),
        "status_known": states_living(family),
    }
    if not markets:
        return Section("overseas", context)
    there = _at(near, [*markets, *(["EP"] if set(markets) & set(EUROPEAN) else [])])
    frame = watched(there, family, family_applicant, applicant)
    made = (
        matrix(cells[cells["office"].isin(markets)], branch, markets),
        watch_list(frame),
        ending(frame),
    )
    return Section("overseas", context, tuple(e for e in made if e is not None))


def _market(ask: Ask, office: str, enterprise_id: str) -> dict[str, object]:
    mine = {"enterprise_id": enterprise_id}
    at = {**mine, "living_offices": {"has": office}}
    inside = among("risk_family", "family_id", **at)
    european = {**mine, "living_offices": {"has": "EP"}}
    patents = among("family", "family_id", ip_right=PATENT_RIGHTS, **beside_where(enterprise_id))
    member = {"office": office, "family_id": patents}
    return {
        "office": office,
        "known": ask(f"{office}.known", "family_member", "count_distinct:family_id", {"office": office}),
        "own": ask(
            f"{office}.own", "family_member", "count_distinct:family_id",
            {"office": office, **own_where(enterprise_id)},
        ),
        "others": ask(
            f"{office}.others", "family_member", "count_distinct:family_id", {**member, "is_active": True}
        ),
        "unknown": ask(
            f"{office}.unknown", "family_member", "count_distinct:family_id", {**member, "is_active": None}
        ),
        "near": ask(f"{office}.near", "risk_family", "count", at),
        "high": ask(f"{office}.high", "risk_cell", "count", {**mine, "office": office, "attention": "high"}),
        "ending": ask(
            f"{office}.ending", "family", "count",
            {"family_id": inside, "remaining_years": {"at_most": ENDING_YEARS}},
        ),
        "is_european": office in EUROPEAN,
        "european": ask(f"{office}.european", "risk_family", "count", european),
    }  # fmt: skip


def _busiest(cells: pd.DataFrame) -> list[str]:
    """The offices abroad where most near families of others live."""
    sizes = cells.groupby("office")[["near_count", "active_count", "unknown_count"]].sum()
    ordered = sizes.sort_values(list(sizes.columns), ascending=False, kind="stable")
    return [str(office) for office in ordered.index[:SUGGESTED]]


def _at(near: pd.DataFrame, offices: list[str]) -> pd.DataFrame:
    """The near families that live at one of the offices."""
    long = lists.explode(near[["family_id", "living_offices"]], "living_offices")
    there = long.loc[long["living_offices"].isin(offices), "family_id"]
    return near[near["family_id"].isin(there)].reset_index(drop=True)


def matrix(cells: pd.DataFrame, branch: pd.DataFrame, markets: list[str]) -> Exhibit | None:
    """Exposure by product node and covered market; blank where no family of others is near."""
    near = cells[cells["near_count"] > 0]
    markets = [m for m in markets if cells["office"].eq(m).any()]
    if near.empty:
        return None
    most = near.groupby("branch_id")["exposure"].max().sort_values(ascending=False, kind="stable").index
    ids = [b for b in branch["branch_id"] if b in set(most[:MOST_LEAVES])]
    full = pd.MultiIndex.from_product([ids, markets], names=["branch_id", "office"])
    chosen = near.set_index(["branch_id", "office"])[["exposure", "near_count", "attention"]]
    frame = chosen.reindex(full).reset_index().rename(columns={"exposure": "value"})
    known = label_of(branch)
    frame["column"] = frame["office"]
    frame["row_zh"] = [known[b].zh for b in frame["branch_id"]]
    frame["row_en"] = [known[b].en for b in frame["branch_id"]]
    return Exhibit(
        "matrix", "heat", frame, ("risk_cell",), n=int(near["near_count"].sum()),
        caveats=("screening", "multiple_branches", *(("first_rows",) if len(most) > MOST_LEAVES else ())),
        columns=("row", "column", "value"),
        options={"kind": "ratio", "column_words": "office", "row_title": "column.product_node",
                 "column_title": "column.market_office", "value_title": "column.exposure"},
    )  # fmt: skip


def watch_list(frame: pd.DataFrame) -> Exhibit | None:
    """The near families that live in the markets, most exposed first."""
    if frame.empty:
        return None
    columns = ("representative_number", "title", "owner", "living_offices", "legal_status", "expiry_date",
               "similarity", "own_number")  # fmt: skip
    return Exhibit(
        "watch_list", "table", frame.head(MOST_WATCHED), ("risk_family", "family", "family_applicant"),
        n=len(frame), caveats=("screening", *(("first_rows",) if len(frame) > MOST_WATCHED else ())),
        columns=with_claims(frame.head(MOST_WATCHED), columns),
    )  # fmt: skip


def ending(frame: pd.DataFrame) -> Exhibit | None:
    """Near families whose term ends within five years: until then they bind, afterwards they may be used."""
    soon = frame[frame["remaining_years"] <= ENDING_YEARS]
    if soon.empty:
        return None
    soon = soon.sort_values(["expiry_date", "family_id"], ignore_index=True)
    return Exhibit(
        "ending", "table", soon.head(MOST_ENDING), ("risk_family", "family"), n=len(soon),
        caveats=("screening", "verify_dates", *(("first_rows",) if len(soon) > MOST_ENDING else ())),
        columns=("expiry_date", "representative_number", "title", "owner", "living_offices"),
    )  # fmt: skip
