"""The one-page conclusions of an enterprise's brief: what to decide, what to watch, what is missing."""

from __future__ import annotations

from typing import Any

import pandas as pd

from navigation.enterprise_tables import PROPOSALS
from navigation.reports.document import Ask, Section, asking
from navigation.reports.receipts import among
from navigation.reports.sections.beside import PATENT_RIGHTS, beside_where, markets_of
from navigation.reports.sections.branches import LEAST_N, label_of, leaves
from navigation.reports.sections.core_technology import enough_to_rank
from navigation.reports.sections.layout import ABROAD
from navigation.reports.sections.own import name_of, own_families, own_where, states_living

FEW, SOON_DAYS = 3, 180


def conclusions(
    enterprise: pd.DataFrame,
    applicant: pd.DataFrame,
    family_applicant: pd.DataFrame,
    family: pd.DataFrame,
    branch: pd.DataFrame,
    branch_assignment: pd.DataFrame,
    branch_profile: pd.DataFrame,
    gap: pd.DataFrame,
    risk_family: pd.DataFrame,
    risk_cell: pd.DataFrame,
    white_spot: pd.DataFrame,
    deadline: pd.DataFrame,
    operation_proposal: pd.DataFrame,
    screen: pd.DataFrame,
    *,
    enterprise_id: str,
    home: str,
) -> Section:
    """Headline figures, then findings: what cannot wait first."""
    ask = asking(
        "conclusions",
        enterprise=enterprise, applicant=applicant, family_applicant=family_applicant, family=family,
        branch=branch, branch_assignment=branch_assignment, branch_profile=branch_profile, gap=gap,
        risk_family=risk_family, risk_cell=risk_cell, white_spot=white_spot, deadline=deadline,
        operation_proposal=operation_proposal, screen=screen,
    )  # fmt: skip
    own = own_families(enterprise_id, family, family_applicant, applicant)
    mine, held = {"enterprise_id": enterprise_id}, own_where(enterprise_id)
    leaf = {**mine, "branch_id": among("branch", "branch_id", is_leaf=True)}
    grown = {"growth": {"above": 0}, "leader_count": {"at_least": LEAST_N}}
    urgent = {"deadline_kind": list(ABROAD), "days_left": {"at_most": SOON_DAYS}, **held}
    markets = markets_of(enterprise_id, enterprise, home)
    proposed = {
        code: ask(code, "operation_proposal", "count", {**mine, "proposal": code}) for code in PROPOSALS
    }
    held_leaf = among("gap", "branch_id", **mine, family_count={"above": 0})
    offices = set(risk_cell.loc[risk_cell["enterprise_id"] == enterprise_id, "office"])
    covered = [m for m in markets if m in offices]
    context: dict[str, Any] = {
        "name": name_of(enterprise_id, enterprise),
        "is_empty": own.empty,
        "families": ask("families", "family", "count", held),
        "active": ask("active", "family", "count", {**held, "is_active": True}),
        "status_unknown": ask("status_unknown", "family", "count", {**held, "is_active": None}),
        "states_status": states_living(family),
        "corpus": ask("corpus", "family", "count"),
        "leaves": ask(
            "leaves", "branch_assignment", "count_distinct:branch_id", {"is_leaf": True, **held}
        ),
        "leading": _leading(ask, enterprise_id, gap, branch),
        "others": ask(
            "others", "family", "count",
            {**beside_where(enterprise_id), "ip_right": PATENT_RIGHTS, "is_active": True},
        ),
        "near": ask("near", "risk_family", "count", mine),
        "high": ask("high", "risk_cell", "count", {**mine, "attention": "high"}),
        "covered": covered,
        "near_abroad": ask(
            "near_abroad", "risk_family", "count",
            {**mine, "any": [{"living_offices": {"has": office}} for office in covered]},
        ) if covered else None,
        "uncovered": [m for m in markets if m not in covered],
        "urgent": ask("urgent", "deadline", "count_distinct:family_id", urgent),
        "next": ask("next", "deadline", "min:due_date", urgent, kind="date"),
        "open": ask("open", "gap", "count", {**leaf, "family_count": 0, **grown}),
        "open_first": _open_first(gap, branch, enterprise_id),
        "lacking": ask("lacking", "gap", "count", {**leaf, "missing_offices": {"known": True}}),
        "spots": ask(
            "spots", "white_spot", "count",
            {"is_white_spot": True, "branch_id": held_leaf},
        ),
        "license": proposed["license"],
        "proposed": [(code, fact) for code, fact in proposed.items() if fact.value],
        **{
            name: ask(name, "screen", "count", {"screen": name, "is_eligible": True, **held})
            for name in ("award", "pledge")
        },
        "suits_known": bool(family["litigation_count"].notna().any()),
        "claims_known": bool(family["first_claim"].notna().any()),
    }  # fmt: skip
    return Section("conclusions", context)


def _leading(
    ask: Ask, enterprise_id: str, gap: pd.DataFrame, branch: pd.DataFrame
) -> list[dict[str, object]]:
    """The enterprise's largest leaves with its place in each."""
    mine = gap[(gap["enterprise_id"] == enterprise_id) & (gap["family_count"] > 0)]
    rows = leaves(mine, branch).sort_values(["family_count", "branch_id"], ascending=[False, True])
    known = label_of(branch)
    found = []
    for branch_id in rows["branch_id"].head(FEW):
        where = {"enterprise_id": enterprise_id, "branch_id": str(branch_id)}
        count = ask(f"count.{branch_id}", "gap", "cell:family_count", where)
        found.append(
            {
                "label": known[str(branch_id)],
                "count": count,
                "is_ranked": enough_to_rank(count),
                "rank": ask(f"rank.{branch_id}", "gap", "cell:rank_in_branch", where),
            }
        )
    return found


def _open_first(gap: pd.DataFrame, branch: pd.DataFrame, enterprise_id: str) -> list[object]:
    rows = leaves(gap[gap["enterprise_id"] == enterprise_id], branch)
    rows = rows[(rows["family_count"] == 0) & (rows["growth"] > 0) & (rows["leader_count"] >= LEAST_N)]
    rows = rows.sort_values(["growth", "branch_id"], ascending=[False, True])
    known = label_of(branch)
    return [known[str(b)] for b in rows["branch_id"].head(FEW)]
