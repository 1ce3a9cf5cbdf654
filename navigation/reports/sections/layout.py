"""One enterprise's layout strategy: open branches, missing offices, running deadlines."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from corpus import lists
from navigation.reports.document import Exhibit, Section, asking
from navigation.reports.receipts import among
from navigation.reports.sections.branches import LEAST_N, label_of, leaves
from navigation.reports.sections.own import name_of, own_families, own_where

PRIORITY_MONTHS, NATIONAL_PHASE_MONTHS = 12, 30
FEW, MOST_ROWS = 5, 60


def layout(
    enterprise: pd.DataFrame,
    applicant: pd.DataFrame,
    family_applicant: pd.DataFrame,
    family: pd.DataFrame,
    family_member: pd.DataFrame,
    branch: pd.DataFrame,
    branch_profile: pd.DataFrame,
    gap: pd.DataFrame,
    *,
    enterprise_id: str,
    as_of: dt.date,
) -> Section:
    """Where rivals are and the enterprise is not, and until when it can still follow."""
    mine = gap[gap["enterprise_id"] == enterprise_id]
    own = own_families(enterprise_id, family, family_applicant, applicant)
    if mine.empty or own.empty:
        return Section("layout", lacking=("gap",) if mine.empty else ("family_applicant",))
    ask = asking(
        "layout",
        enterprise=enterprise, applicant=applicant, family_applicant=family_applicant, family=family,
        family_member=family_member, branch=branch, branch_profile=branch_profile, gap=gap,
    )  # fmt: skip
    known = label_of(branch)
    rows = leaves(mine, branch)
    absent = rows[(rows["family_count"] == 0) & (rows["growth"] > 0) & (rows["leader_count"] >= LEAST_N)]
    absent = absent.sort_values(["growth", "branch_id"], ascending=[False, True])
    leaf = {"enterprise_id": enterprise_id, "branch_id": among("branch", "branch_id", is_leaf=True)}
    start = (pd.Timestamp(as_of) - pd.DateOffset(months=PRIORITY_MONTHS)).date().isoformat()
    dues = deadlines(own, family_member, as_of)
    context = {
        "name": name_of(enterprise_id, enterprise),
        "open_count": ask(
            "open_count",
            "gap",
            "count",
            {**leaf, "family_count": 0, "growth": {"above": 0}, "leader_count": {"at_least": LEAST_N}},
        ),
        "open": [
            {
                "label": known[str(b)],
                "growth": ask(
                    f"growth.{b}",
                    "gap",
                    "cell:growth",
                    {"enterprise_id": enterprise_id, "branch_id": str(b)},
                    kind="magnitude",
                ),
                "leader": ask(
                    f"leader.{b}",
                    "gap",
                    "cell:leader_count",
                    {"enterprise_id": enterprise_id, "branch_id": str(b)},
                ),
            }
            for b in absent["branch_id"].head(FEW)
        ],
        "lacking_count": ask("lacking_count", "gap", "count", {**leaf, "missing_offices": {"known": True}}),
        "in_priority": ask(
            "in_priority",
            "family",
            "count",
            {
                **own_where(enterprise_id),
                "earliest_priority_date": {"above": start, "at_most": as_of.isoformat()},
            },
        ),
        "has_deadlines": dues is not None,
    }
    made = (missing(rows), dues)
    return Section("layout", context, tuple(e for e in made if e is not None))


def missing(rows: pd.DataFrame) -> Exhibit | None:
    """Leaves with offices where rivals are active and the enterprise is not, and open leaves."""
    lacking = lists.lengths(rows["missing_offices"]).fillna(0) > 0
    chosen = rows[lacking | (rows["family_count"] == 0)]
    if chosen.empty:
        return None
    frame = chosen.sort_values(
        ["family_count", "leader_count", "branch_id"], ascending=[False, False, True], ignore_index=True
    )
    return Exhibit(
        "missing",
        "table",
        frame,
        ("gap", "branch"),
        n=int(rows["family_count"].sum()),
        caveats=("multiple_branches",),
        columns=(
            "branch_id",
            "label",
            "is_critical",
            "family_count",
            "leader_count",
            "growth",
            "missing_offices",
        ),
    )


def deadlines(own: pd.DataFrame, family_member: pd.DataFrame, as_of: dt.date) -> Exhibit | None:
    """Priority and national-phase deadlines that are still running at the cut-off."""
    today = pd.Timestamp(as_of)
    dated = own[own["earliest_priority_date"].notna()]
    pct = family_member.loc[family_member["office"] == "WO", "family_id"]
    pieces = []
    for kind, months, rows in (
        ("priority", PRIORITY_MONTHS, dated),
        ("national_phase", NATIONAL_PHASE_MONTHS, dated[dated["family_id"].isin(pct)]),
    ):
        due = rows["earliest_priority_date"] + pd.DateOffset(months=months)
        running = rows.assign(due_date=due.astype("datetime64[s]"), deadline=kind)[due >= today]
        pieces.append(running)
    frame = pd.concat(pieces).sort_values(["due_date", "family_id", "deadline"], ignore_index=True)
    if frame.empty:
        return None
    frame = frame.assign(
        title_zh=frame["title"].fillna(frame["title_en"]), title_en=frame["title_en"].fillna(frame["title"])
    )
    shown = (
        "due_date",
        "deadline",
        "representative_number",
        "title",
        "earliest_priority_date",
        "office_count",
    )
    kept = ["family_id", "due_date", "deadline", "representative_number", "title_zh", "title_en",
            "earliest_priority_date", "office_count"]  # fmt: skip
    return Exhibit(
        "deadlines", "table", frame.head(MOST_ROWS)[kept], ("family", "family_member"), n=len(frame),
        caveats=("verify_dates",), columns=shown,
    )  # fmt: skip
