"""What a brief rests on, in short: data, counting rules, completeness; the industry report has all."""

from __future__ import annotations

import pandas as pd

from navigation.reports.document import Exhibit, Section, asking

_FIELDS = ("legal_status", "expiry_date", "forward_citation_count", "abstract", "first_claim", "claim_count",
           "office_count", "litigation_count")  # fmt: skip


def basis(
    intake: pd.DataFrame,
    publication: pd.DataFrame,
    family: pd.DataFrame,
    branch: pd.DataFrame,
    branch_assignment: pd.DataFrame,
    filing_trend: pd.DataFrame,
    *,
    encoder: str,
) -> Section:
    """Sources, cut-off, counting rules and how complete the fields are that a brief needs."""
    if family.empty:
        return Section("basis", lacking=("family",))
    ask = asking(
        "basis",
        intake=intake, publication=publication, family=family, branch=branch,
        branch_assignment=branch_assignment, filing_trend=filing_trend,
    )  # fmt: skip
    context = {
        "files": ask("files", "intake", "count"),
        "rows": ask("rows", "intake", "sum:rows_read"),
        "publications": ask("publications", "publication", "count"),
        "families": ask("families", "family", "count"),
        "leaves": ask("leaves", "branch", "count", {"is_leaf": True}),
        "assigned": ask("assigned", "branch_assignment", "count_distinct:family_id"),
        "is_derived": bool(branch["is_derived"].fillna(False).any()),
        "last_complete_year": ask(
            "last_complete_year", "filing_trend", "max:priority_year", {"is_complete": True}, kind="year"
        ),
        "encoder": encoder,
    }
    known = pd.DataFrame({"field": list(_FIELDS), "count": [int(family[f].notna().sum()) for f in _FIELDS]})
    known = known.assign(share=known["count"] / len(family))
    exhibit = Exhibit("completeness", "table", known, ("family",), n=len(family))
    return Section("basis", context, (exhibit,))
