"""One enterprise's operation plan: what to keep, use, prepare for the end of, and review."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from navigation.reports.document import Ask, Exhibit, Fact, Section, asking
from navigation.reports.receipts import among
from navigation.reports.sections.own import name_of, own_families, own_where

STRONG, WEAK = 60.0, 40.0  # value signal, 0–100
LONG_YEARS = 5.0
MOST_ROWS = 200
# Records of use: the vendors' counts, and the events they name where they give no count.
USED = [
    {name: {"above": 0}} for name in ("transfer_count", "licence_count", "pledge_count", "litigation_count")
] + [{"events": {"has": event}} for event in ("transfer", "licence", "pledge", "litigation")]
PROPOSALS = ("use", "succeed", "hold", "review")


def operation(
    enterprise: pd.DataFrame,
    applicant: pd.DataFrame,
    family_applicant: pd.DataFrame,
    family: pd.DataFrame,
    family_score: pd.DataFrame,
    candidate: pd.DataFrame,
    portfolio: pd.DataFrame,
    *,
    enterprise_id: str,
) -> Section:
    """Proposals by signal and remaining term, with flags and portfolios beside them."""
    own = own_families(enterprise_id, family, family_applicant, applicant)
    scored = own.merge(
        family_score[["family_id", "score", "confidence"]].dropna(subset=["score"]), on="family_id"
    )
    scored = scored[scored["is_active"].fillna(False).astype(bool)]
    if scored.empty:
        return Section("operation", lacking=("family_score",))
    ask = asking(
        "operation",
        enterprise=enterprise, applicant=applicant, family_applicant=family_applicant, family=family,
        family_score=family_score, candidate=candidate, portfolio=portfolio,
    )  # fmt: skip
    context = {
        "name": name_of(enterprise_id, enterprise),
        "scored": _count(ask, "scored", enterprise_id, {"known": True}, None),
        "use": _count(ask, "use", enterprise_id, {"at_least": STRONG}, {"at_least": LONG_YEARS}),
        "succeed": _count(ask, "succeed", enterprise_id, {"at_least": STRONG}, {"below": LONG_YEARS}),
        "review": _count(ask, "review", enterprise_id, {"below": WEAK}, None),
        "flagged": ask("flagged", "candidate", "count", {**own_where(enterprise_id), "is_high_value": True}),
        "used": ask("used", "family", "count", {**own_where(enterprise_id), "any": USED}),
    }
    made = (plane(scored), proposals(scored, candidate))
    return Section("operation", context, tuple(e for e in made if e is not None))


def _count(
    ask: Ask, id: str, enterprise_id: str, score: Mapping[str, object], years: Mapping[str, object] | None
) -> Fact:
    """The enterprise's active families within bounds of signal and remaining term."""
    alive: dict[str, Any] = {"is_active": True, **own_where(enterprise_id)}
    if years is not None:
        alive["remaining_years"] = years
    return ask(
        id, "family_score", "count", {"score": score, "family_id": among("family", "family_id", **alive)}
    )


def proposal_of(score: pd.Series, years: pd.Series) -> pd.Series:
    """The proposal code of each family by value signal and remaining term."""
    strong, weak = score >= STRONG, score < WEAK
    codes = pd.Series("hold", index=score.index, dtype="str")
    codes = codes.mask(weak, "review")
    codes = codes.mask(strong & (years >= LONG_YEARS), "use")
    return codes.mask(strong & (years < LONG_YEARS), "succeed")


def plane(scored: pd.DataFrame) -> Exhibit | None:
    """Signal against remaining term."""
    rows = scored[scored["remaining_years"].notna()]
    if len(rows) < 3:
        return None
    rows = rows.sort_values(["score", "family_id"], ascending=[False, True]).head(150)
    frame = pd.DataFrame({
        "label": rows["representative_number"].fillna(rows["family_id"]), "x": rows["remaining_years"],
        "y": rows["score"], "size": rows["office_count"].fillna(1),
        "series": proposal_of(rows["score"], rows["remaining_years"]),
    })  # fmt: skip
    return Exhibit(
        "plane",
        "bubbles",
        frame.reset_index(drop=True),
        ("family_score", "family"),
        n=len(rows),
        caveats=("signal", "unnamed_bubbles"),
        columns=("label", "x", "y", "size", "series"),
        options={
            "x_title": "column.remaining_years",
            "y_title": "column.score",
            "size_title": "column.office_count",
            "series_title": "column.proposal",
            "series_words": "proposal",
            "x_kind": "number",
            "y_kind": "score",
            "label_title": "column.representative_number",
            "x_line": LONG_YEARS,
            "y_line": STRONG,
            "small": True,
        },
    )


def proposals(scored: pd.DataFrame, candidate: pd.DataFrame) -> Exhibit:
    """Every active scored family with its proposal, flags and events."""
    frame = scored.merge(
        candidate[["family_id", "is_high_value", "circumstances"]], on="family_id", how="left"
    )
    frame = frame.assign(
        proposal=proposal_of(frame["score"], frame["remaining_years"]),
        title_zh=frame["title"].fillna(frame["title_en"]),
        title_en=frame["title_en"].fillna(frame["title"]),
    )
    order = frame["proposal"].map({code: i for i, code in enumerate(PROPOSALS)})
    frame = frame.assign(_order=order).sort_values(
        ["_order", "score", "family_id"], ascending=[True, False, True], ignore_index=True
    ).drop(columns="_order")  # fmt: skip
    kept = [
        "family_id",
        "proposal",
        "representative_number",
        "title_zh",
        "title_en",
        "score",
        "remaining_years",
        "confidence",
        "is_high_value",
        "circumstances",
    ]
    return Exhibit(
        "proposals",
        "table",
        frame.head(MOST_ROWS)[kept],
        ("family_score", "family", "candidate"),
        n=len(frame),
        caveats=("signal", *(("first_rows",) if len(frame) > MOST_ROWS else ())),
        columns=(
            "proposal",
            "representative_number",
            "title",
            "score",
            "remaining_years",
            "confidence",
            "is_high_value",
            "circumstances",
        ),
    )
