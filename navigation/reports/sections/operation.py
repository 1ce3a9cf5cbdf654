"""One enterprise's operation plan: a proposal for each living family, and award and pledge candidates."""

from __future__ import annotations

from typing import Any

import pandas as pd

from navigation.enterprise_tables import PROPOSALS
from navigation.proposals import STRONG
from navigation.reports.document import Exhibit, Section, asking
from navigation.reports.receipts import among
from navigation.reports.sections.own import name_of, own_families, own_where

LONG_YEARS = 5.0
LEAST_POINTS, MOST_POINTS, MOST_ROWS, MOST_CANDIDATES = 5, 100, 15, 5
# Records of use: the vendors' counts, and the events they name where they give no count.
USED = [
    {name: {"above": 0}} for name in ("transfer_count", "licence_count", "pledge_count", "litigation_count")
] + [{"events": {"has": event}} for event in ("transfer", "licence", "pledge", "litigation")]
SCREENS = ("award", "pledge")


def operation(
    enterprise: pd.DataFrame,
    applicant: pd.DataFrame,
    family_applicant: pd.DataFrame,
    family: pd.DataFrame,
    family_score: pd.DataFrame,
    operation_proposal: pd.DataFrame,
    screen: pd.DataFrame,
    *,
    enterprise_id: str,
) -> Section:
    """Proposals with rule and reasons, and the families that could be put forward or pledged."""
    mine = operation_proposal[operation_proposal["enterprise_id"] == enterprise_id]
    own = own_families(enterprise_id, family, family_applicant, applicant)
    if own.empty:
        return Section("operation")
    if mine.empty:
        return Section("operation", lacking=("family",))
    ask = asking(
        "operation",
        enterprise=enterprise, applicant=applicant, family_applicant=family_applicant, family=family,
        family_score=family_score, operation_proposal=operation_proposal, screen=screen,
    )  # fmt: skip
    rows = {"enterprise_id": enterprise_id}
    held = own_where(enterprise_id)
    judged = screen[screen["family_id"].isin(own["family_id"])]
    context: dict[str, Any] = {
        "name": name_of(enterprise_id, enterprise),
        "living": ask("living", "operation_proposal", "count", rows),
        "scored": ask(
            "scored", "family_score", "count",
            {"score": {"known": True}, "family_id": among("operation_proposal", "family_id", **rows)},
        ),
        "unknown": ask(
            "unknown", "operation_proposal", "count", {**rows, "proposal_reasons": {"has": "status_unknown"}}
        ),
        "used": ask("used", "family", "count", {**held, "any": USED}),
        "is_screened": not judged.empty,
        **{code: ask(code, "operation_proposal", "count", {**rows, "proposal": code}) for code in PROPOSALS},
        **{
            name: ask(name, "screen", "count", {"screen": name, "is_eligible": True, **held})
            for name in SCREENS
        },
    }  # fmt: skip
    table = mine.merge(family, on="family_id").merge(
        family_score[["family_id", "score", "confidence"]], on="family_id", how="left"
    )
    made = (plane(table), proposals(table), *(candidates(name, judged, own) for name in SCREENS))
    return Section("operation", context, tuple(e for e in made if e is not None))


def plane(table: pd.DataFrame) -> Exhibit | None:
    """Signal against remaining term, coloured by proposal."""
    rows = table[table["remaining_years"].notna() & table["score"].notna()]
    if len(rows) < LEAST_POINTS:
        return None
    rows = rows.sort_values(["score", "family_id"], ascending=[False, True]).head(MOST_POINTS)
    frame = pd.DataFrame({
        "family_id": rows["family_id"],
        "label": rows["representative_number"].fillna(rows["family_id"]), "x": rows["remaining_years"],
        "y": rows["score"], "size": rows["office_count"].fillna(1), "series": rows["proposal"],
    })  # fmt: skip
    return Exhibit(
        "plane", "bubbles", frame.reset_index(drop=True), ("operation_proposal", "family_score", "family"),
        n=len(rows), caveats=("signal", "unnamed_bubbles"), columns=("label", "x", "y", "size", "series"),
        options={
            "x_title": "column.remaining_years", "y_title": "column.score",
            "size_title": "column.office_count", "series_title": "column.proposal",
            "series_words": "proposal", "x_kind": "number",
            "y_kind": "score", "label_title": "column.representative_number", "x_line": LONG_YEARS,
            "y_line": STRONG, "small": True,
        },
    )  # fmt: skip


def proposals(table: pd.DataFrame) -> Exhibit:
    """Every living family with its proposal and reasons; what asks for a decision comes first."""
    order = {code: i for i, code in enumerate(("license", "succeed", "sell", "lapse", "review", "keep"))}
    frame = table.assign(
        title_zh=table["title"].fillna(table["title_en"]), title_en=table["title_en"].fillna(table["title"]),
        _order=table["proposal"].map(order),
    )  # fmt: skip
    frame = frame.sort_values(
        ["_order", "score", "family_id"], ascending=[True, False, True], ignore_index=True
    )
    kept = ["family_id", "proposal", "representative_number", "title_zh", "title_en", "score",
            "remaining_years", "confidence", "proposal_reasons"]  # fmt: skip
    return Exhibit(
        "proposals", "table", frame[kept].head(MOST_ROWS), ("operation_proposal", "family_score", "family"),
        n=len(frame), caveats=("signal", *(("first_rows",) if len(frame) > MOST_ROWS else ())),
        columns=("proposal", "representative_number", "title", "score", "remaining_years",
                 "proposal_reasons"),
    )  # fmt: skip


def candidates(name: str, judged: pd.DataFrame, own: pd.DataFrame) -> Exhibit | None:
    """The first families that pass the known gates of an award or a pledge, with the gates left to check."""
    rows = judged[(judged["screen"] == name) & judged["is_eligible"].fillna(False).astype(bool)]
    if rows.empty:
        return None
    about = own[["family_id", "representative_number", "title", "title_en", "remaining_years"]]
    frame = rows.merge(about, on="family_id").sort_values(
        ["screen_score", "family_id"], ascending=[False, True], ignore_index=True
    )
    frame = frame.assign(
        title_zh=frame["title"].fillna(frame["title_en"]), title_en=frame["title_en"].fillna(frame["title"])
    )
    return Exhibit(
        name, "table", frame.head(MOST_CANDIDATES), ("screen", "family"), n=len(frame),
        caveats=("signal", *(("first_rows",) if len(frame) > MOST_CANDIDATES else ())),
        columns=("representative_number", "title", "screen_score", "remaining_years", "unknown_gates"),
    )  # fmt: skip
