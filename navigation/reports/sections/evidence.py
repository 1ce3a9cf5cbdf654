"""What was read, what was set aside, how far the breakdown covers it, and the limits."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from navigation.reports.document import Ask, Exhibit, Section, asking
from navigation.reports.receipts import Receipt
from navigation.reports.sections.intake_words import column_word, reason_in_chinese, statement_in

# Fields whose absence narrows what can be said, in the order of the table.
_FIELDS = (
    "title", "title_en", "abstract", "first_claim", "earliest_priority_date", "legal_status", "is_active",
    "forward_citation_count", "family_size", "claim_count", "remaining_years",
)  # fmt: skip
UNASSIGNED_SHOWN = 30


def evidence(
    intake: pd.DataFrame,
    export_reject: pd.DataFrame,
    publication: pd.DataFrame,
    family: pd.DataFrame,
    applicant: pd.DataFrame,
    name_suggestion: pd.DataFrame,
    branch: pd.DataFrame,
    branch_assignment: pd.DataFrame,
    cluster: pd.DataFrame,
    filing_trend: pd.DataFrame,
    classification: pd.DataFrame,
    family_applicant: pd.DataFrame,
    node_suggestion: pd.DataFrame,
    retrieval_quality: pd.DataFrame,
    conflict: pd.DataFrame,
    cluster_check: pd.DataFrame,
    applicant_name: pd.DataFrame,
    reference_family: pd.DataFrame,
    *,
    as_of: dt.date,
    encoder: str,
) -> Section:
    """Exports, rejects, coverage and limits, as facts and exhibits."""
    if family.empty:
        return Section("evidence", lacking=("family",))
    ask = asking(
        "evidence",
        intake=intake, export_reject=export_reject, publication=publication, family=family,
        applicant=applicant, name_suggestion=name_suggestion, branch=branch,
        branch_assignment=branch_assignment, cluster=cluster, filing_trend=filing_trend,
        node_suggestion=node_suggestion, retrieval_quality=retrieval_quality,
        cluster_check=cluster_check, applicant_name=applicant_name, reference_family=reference_family,
    )  # fmt: skip
    known = _completeness(family, classification, family_applicant)
    exhibits = [_intake(intake), _exhibit_of(known, len(family))]
    if len(export_reject):
        exhibits.append(_rejects(export_reject))
    if len(conflict):
        exhibits.append(_conflicts(conflict))
    if len(branch_assignment):
        exhibits.append(_assignment(branch_assignment))
    unassigned = family[~family["family_id"].isin(branch_assignment["family_id"].unique())]
    if len(unassigned):
        exhibits.append(_unassigned(unassigned))
    if len(node_suggestion):
        exhibits.append(_suggestions(node_suggestion))
    context = {
        **_rows(ask),
        "checks": [_check(ask, name) for name in retrieval_quality["check_set"]],
        "uncovered": ask("uncovered", "node_suggestion", "count"),
        **_coverage(ask, branch_assignment),
        "as_of": _date(as_of),
        "encoder": encoder,
        "absent": list(known.loc[known["count"] == 0, "field"]),
        "derived_from": _derived_from(branch),
        "clusters": ask("clusters", "cluster", "count"),
        **_trust(ask, cluster_check),
        "aliases_unused": ask("aliases_unused", "applicant_name", "count", {"is_used": False}),
        "has_citations": bool(family["forward_citation_count"].notna().any()),
        "citations_from_vendor": ask(
            "citations_from_vendor",
            "family",
            "count",
            {"citation_source": ["vendor_family_count", "vendor_count"]},
        ),
        "citations_unknown": ask("citations_unknown", "family", "count", {"forward_citation_count": None}),
        "references": ask("references", "reference_family", "count"),
        "reference_studies": sorted(reference_family["reference"].unique()),
        "status_unknown": ask("status_unknown", "family", "count", {"is_active": None}),
        "chinese": ask("chinese", "family", "count", {"text_language": "zh"}),
        "texts": ask("texts", "family", "count", {"text_language": {"known": True}}),
        "last_complete_year": ask(
            "last_complete_year", "filing_trend", "max:priority_year", {"is_complete": True}, kind="year"
        ),
        "incomplete": ask("incomplete", "family", "count", {"is_complete": False}),
        "first_incomplete_year": ask(
            "first_incomplete_year", "family", "min:priority_year", {"is_complete": False}, kind="year"
        ),
        "undated": ask("undated", "family", "count", {"priority_year": None}),
        "unknown_headings": ask("unknown_headings", "intake", "items:columns_unknown"),
    }
    return Section("evidence", context, tuple(exhibits))


def _date(day: dt.date) -> dict[str, int]:
    return {"year": day.year, "month": day.month, "day": day.day}


def _rows(ask: Ask) -> dict[str, object]:
    """Rows in = accepted + duplicate + set aside, and what came of them."""
    facts: dict[str, object] = {name: ask(name, "intake", f"sum:{name}") for name in
             ("rows_read", "rows_accepted", "rows_duplicate", "rows_rejected", "cells_blanked")}  # fmt: skip
    return facts | {
        "files": ask("files", "intake", "count"),
        "publications": ask("publications", "publication", "count"),
        "families": ask("families", "family", "count"),
        "inventions": ask("inventions", "family", "count", {"ip_right": "invention"}),
        "utility_models": ask("utility_models", "family", "count", {"ip_right": "utility_model"}),
        "designs": ask("designs", "family", "count", {"ip_right": "design"}),
        "applicants": ask("applicants", "applicant", "count"),
        "suggestions": ask("suggestions", "name_suggestion", "count"),
    }


def _coverage(ask: Ask, branch_assignment: pd.DataFrame) -> dict[str, object]:
    assigned = Receipt("branch_assignment", "count_distinct:family_id")
    return {
        "assigned": ask("assigned", "branch_assignment", "count_distinct:family_id"),
        "coverage": ask(
            "coverage", "branch_assignment", "count_distinct:family_id",
            kind="percent", per=Receipt("family", "count"),
        ),
        "unassigned": ask("unassigned", "family", "count", less=assigned),
        "leaves_each": ask(
            "leaves_each", "branch_assignment", "count", {"is_leaf": True}, kind="ratio", per=assigned
        ),
        "by_likeness": ask(
            "by_likeness", "branch_assignment", "count", {"is_leaf": True, "evidence": "similarity"}
        ),
        "least_confidence": ask(
            "least_confidence", "branch_assignment", "min:confidence",
            {"is_leaf": True, "evidence": "similarity"}, kind="percent",
        ),
        "leaves": ask("leaves", "branch", "count", {"is_leaf": True}),
        "leaves_met": ask("leaves_met", "branch_assignment", "count_distinct:branch_id", {"is_leaf": True}),
    }  # fmt: skip


def _trust(ask: Ask, cluster_check: pd.DataFrame) -> dict[str, object]:
    """How far the clusters can be trusted; nothing is known before they have been checked."""
    if cluster_check.empty:
        return {"is_checked": False}
    return {
        "is_checked": True,
        "stability": ask("stability", "cluster_check", "cell:stability", kind="percent"),
        "split": ask("split", "cluster_check", "count", {"is_split_by_language": True}),
        "language_split": ask("language_split", "cluster_check", "cell:language_split", kind="ratio"),
        "chinese_share": ask("chinese_share", "cluster_check", "cell:chinese_share", kind="percent"),
    }


def _check(ask: Ask, name: str) -> dict[str, object]:
    """What people found when they checked the search one way."""
    where = {"check_set": name}

    def cell(column: str, kind: str) -> object:
        return ask(f"{name}.{column}", "retrieval_quality", f"cell:{column}", where, kind=kind)

    return {
        "code": name,
        "n": cell("n", "count"),
        "hits": cell("hits", "count"),
        "rate": cell("rate", "percent"),
        "low": cell("rate_low", "percent"),
        "high": cell("rate_high", "percent"),
        "least": cell("least", "percent"),
        "is_passed": ask(f"{name}.passed", "retrieval_quality", "count", {**where, "is_passed": True}),
    }


def _suggestions(node_suggestion: pd.DataFrame) -> Exhibit:
    frame = node_suggestion.rename(columns={"terms": "terms_zh"}).sort_values(
        ["outside_count", "cluster_id"], ascending=[False, True]
    )
    return Exhibit(
        "suggestions", "table", frame.reset_index(drop=True), ("node_suggestion",),
        n=int(node_suggestion["outside_count"].sum()),
        columns=("cluster_id", "label", "outside_count", "family_count", "terms", "ipc", "why"),
    )  # fmt: skip


def _intake(intake: pd.DataFrame) -> Exhibit:
    return Exhibit(
        "intake", "table", intake.sort_values("export_file", ignore_index=True), ("intake",),
        n=int(intake["rows_read"].sum()), unit="rows",
        columns=("export_file", "format", "encoding", "rows_read", "rows_accepted", "rows_duplicate",
                 "rows_rejected", "cells_blanked", "columns_unknown"),
    )  # fmt: skip


def _rejects(export_reject: pd.DataFrame) -> Exhibit:
    counted = (
        export_reject.sort_values(["export_file", "row_number", "column"])
        .groupby(["action", "reason", "column"], dropna=False)
        .agg(count=("row_number", "size"), value=("value", "first"))
        .reset_index()
        .sort_values(["count", "reason", "column"], ascending=[False, True, True], ignore_index=True)
    )
    reasons, columns = counted.pop("reason").astype("str"), counted.pop("column").astype("str")
    counted = counted.assign(
        reason_zh=reasons.map(reason_in_chinese, na_action="ignore"),
        reason_en=reasons,
        column_zh=columns.map(lambda name: column_word(name, "zh"), na_action="ignore"),
        column_en=columns.map(lambda name: column_word(name, "en"), na_action="ignore"),
    )
    return Exhibit(
        "rejects",
        "table",
        counted,
        ("export_reject",),
        n=len(export_reject),
        unit="rejects",
        columns=("action", "reason", "column", "count", "value"),
        options={"column_title": "column.reject_column", "value_title": "column.example"},
    )


def _conflicts(conflict: pd.DataFrame) -> Exhibit:
    """Contradictions by rule, with the first case of each."""
    said = conflict["record_id"] + ": " + conflict["statement"] + ", " + conflict["other_statement"]
    counted = (
        conflict.assign(value=said)
        .groupby(["conflict_rule", "resolution"])
        .agg(count=("record_id", "size"), value=("value", "first"))
        .reset_index()
        .sort_values(["count", "conflict_rule"], ascending=[False, True], ignore_index=True)
    )
    cases = counted.pop("value").astype("str")
    for language in ("zh", "en"):
        counted[f"value_{language}"] = [statement_in(case, language) for case in cases]
    return Exhibit(
        "conflicts",
        "table",
        counted,
        ("conflict",),
        n=len(conflict),
        unit="conflicts",
        columns=("conflict_rule", "resolution", "count", "value"),
        options={"value_title": "column.example"},
    )


def _completeness(
    family: pd.DataFrame, classification: pd.DataFrame, family_applicant: pd.DataFrame
) -> pd.DataFrame:
    """How many families have each field (columns field, count, share)."""
    known = {name: int(family[name].notna().sum()) for name in _FIELDS}
    known["symbols"] = classification["family_id"].nunique()
    known["applicants"] = family_applicant["family_id"].nunique()
    frame = pd.DataFrame({"field": list(known), "count": list(known.values())})
    return frame.assign(share=frame["count"] / len(family))


def _exhibit_of(known: pd.DataFrame, families: int) -> Exhibit:
    sources = ("family", "classification", "family_applicant")
    return Exhibit("completeness", "table", known, sources, n=families)


def _derived_from(branch: pd.DataFrame) -> str:
    """What the program made the breakdown of: symbols, clusters, nothing; empty where people made it."""
    if branch.empty:
        return "nothing"
    if not branch["is_derived"].fillna(False).all():
        return ""
    return "clusters" if branch["cluster_id"].notna().any() else "symbols"


def _assignment(branch_assignment: pd.DataFrame) -> Exhibit:
    primary = branch_assignment[branch_assignment["is_leaf"].fillna(False)]
    counted = primary.groupby("evidence")["family_id"].nunique().rename("value").reset_index()
    counted = counted.rename(columns={"evidence": "label"}).sort_values(
        ["value", "label"], ascending=[False, True], ignore_index=True
    )
    return Exhibit(
        "assignment",
        "bars",
        counted,
        ("branch_assignment",),
        n=int(primary["family_id"].nunique()),
        options={
            "label_words": "evidence_kind",
            "label_title": "column.evidence",
            "value_title": "column.family_count",
        },
    )


def _unassigned(unassigned: pd.DataFrame) -> Exhibit:
    ordered = unassigned.sort_values(
        ["forward_citation_count", "family_id"],
        ascending=[False, True],
        na_position="last",
        ignore_index=True,
    )
    columns = ("representative_number", "title", "priority_year", "ip_right", "forward_citation_count")
    return Exhibit(
        "unassigned",
        "table",
        ordered.head(UNASSIGNED_SHOWN)[["family_id", *columns]],
        ("family", "branch_assignment"),
        n=len(unassigned),
        columns=columns,
        caveats=("first_rows",) if len(unassigned) > UNASSIGNED_SHOWN else (),
    )
