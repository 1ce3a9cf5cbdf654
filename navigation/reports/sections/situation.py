"""One enterprise's situation: filings, rights, status, terms, beside the industry."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from navigation.reports.document import Ask, Exhibit, Fact, Section, asking
from navigation.reports.receipts import Where
from navigation.reports.sections.high_value_exhibits import by_right, expiry_ladder
from navigation.reports.sections.own import name_of, own_families, own_where, states_living

SOON_YEARS = 5
LEAST = 5  # families below which a figure or a median says nothing
_COMPARED = ("family_size", "office_count", "claim_count", "forward_citation_count", "remaining_years")


def situation(
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
    """Counts, legal status and terms of the enterprise's families."""
    name = name_of(enterprise_id, enterprise)
    own = own_families(enterprise_id, family, family_applicant, applicant)
    if own.empty:
        return Section("situation")
    ask = asking(
        "situation",
        enterprise=enterprise, applicant=applicant, family_applicant=family_applicant, family=family,
        family_score=family_score, candidate=candidate, portfolio=portfolio,
    )  # fmt: skip
    context = {
        "name": name,
        "status_known": states_living(family),
        **_counts(ask, own_where(enterprise_id)),
    }
    context["portfolios"] = ask(
        "portfolios", "portfolio", "count",
        {"is_candidate": True, **_portfolio_of(enterprise_id)},
    )  # fmt: skip
    ids = family_score.loc[family_score["score"].notna(), "family_id"]
    context["enough_scored"] = int(own["family_id"].isin(ids).sum()) >= LEAST
    sources = ("family", "family_applicant")
    made: tuple[Exhibit | None, ...] = (holdings(own),)
    if len(own) >= LEAST:
        made = (trend(own), status(own), expiry_ladder(own, sources), comparison(own, family))
    return Section(
        "situation",
        context,
        tuple(replace(e, within={"enterprise": enterprise_id}) for e in made if e is not None),
    )


def _portfolio_of(enterprise_id: str) -> dict[str, Any]:
    mine = {
        "among": {"table": "applicant", "column": "applicant_id", "where": {"enterprise_id": enterprise_id}}
    }
    return {"applicant_id": mine}


def _counts(ask: Ask, own: Where) -> dict[str, object]:
    def count(id: str, table: str = "family", **where: Any) -> Fact:
        return ask(id, table, "count", {**own, **where})

    return {
        "families": count("families"),
        "inventions": count("inventions", ip_right="invention"),
        "utility_models": count("utility_models", ip_right="utility_model"),
        "designs": count("designs", ip_right="design"),
        "active": count("active", is_active=True),
        "in_force": count("in_force", is_in_force=True),
        "unknown_status": count("unknown_status", is_active=None),
        "ending": count("ending", is_active=True, remaining_years={"at_most": SOON_YEARS}),
        "abroad": count("abroad", office_count={"at_least": 2}),
        "incomplete": count("incomplete", is_complete=False),
        "flagged": count("flagged", "candidate", is_high_value=True),
        "scored": count("scored", "family_score", score={"known": True}),
        "mean_score": ask("mean_score", "family_score", "mean:score", own, kind="score"),
        "industry_score": ask("industry_score", "family_score", "mean:score", {}, kind="score"),
    }


def holdings(own: pd.DataFrame) -> Exhibit:
    """All families of an enterprise that has few: figures would say nothing."""
    frame = own.assign(
        title_zh=own["title"].fillna(own["title_en"]), title_en=own["title_en"].fillna(own["title"]),
        legal_status=own["legal_status"].fillna("unknown"),
    )  # fmt: skip
    return Exhibit(
        "holdings", "table", frame.sort_values("family_id", ignore_index=True),
        ("family", "family_applicant"), n=len(own),
        columns=("representative_number", "title", "ip_right", "priority_year", "legal_status",
                 "remaining_years", "office_count"),
    )  # fmt: skip


def trend(own: pd.DataFrame) -> Exhibit | None:
    """The enterprise's families by year and right."""
    dated = own[own["priority_year"].notna()]
    if dated.empty:
        return None
    frame = (
        dated.assign(series=dated["ip_right"].fillna("other"), year=dated["priority_year"].astype("int64"))
        .groupby(["series", "year"]).agg(value=("family_id", "size"), is_complete=("is_complete", "first"))
        .reset_index()
    )  # fmt: skip
    frame = by_right(frame)
    late = (~frame["is_complete"].fillna(True).astype(bool)).any()
    return Exhibit(
        "trend",
        "columns",
        frame,
        ("family", "family_applicant"),
        n=len(dated),
        window=(int(frame["year"].min()), int(frame["year"].max())),
        caveats=("incomplete",) if late else (),
        options={
            "series_words": "ip_right",
            "series_title": "column.ip_right",
            "value_title": "column.family_count",
        },
        keys={"year": "year", "series": "right"},
    )


def status(own: pd.DataFrame) -> Exhibit | None:
    """Legal status of the families of each right."""
    if own.empty:
        return None
    frame = (
        own.assign(label=own["ip_right"].fillna("other"), series=own["legal_status"].fillna("unknown"))
        .groupby(["label", "series"]).size().rename("value").reset_index()
    )  # fmt: skip
    order = {code: i for i, code in enumerate(
        ("in_force", "pending", "grace", "lapsed", "expired", "withdrawn", "abandoned", "refused", "revoked",
         "pct_pending", "pct_ended", "unknown")
    )}  # fmt: skip
    rights = {"invention": 0, "utility_model": 1, "design": 2, "other": 3}
    frame = frame.assign(_l=frame["label"].map(rights), _s=frame["series"].map(order))
    frame = frame.sort_values(["_l", "_s"], ignore_index=True).drop(columns=["_l", "_s"])
    return Exhibit(
        "status", "stack", frame, ("family", "family_applicant"), n=len(own),
        options={"label_words": "ip_right", "series_words": "legal_status", "label_title": "column.ip_right",
                 "series_title": "column.legal_status", "value_title": "column.family_count"},
        keys={"label": "right", "series": "status"},
    )  # fmt: skip


def comparison(own: pd.DataFrame, family: pd.DataFrame) -> Exhibit | None:
    """Medians of the enterprise beside those of all families, with the n known."""
    if own.empty:
        return None
    known = [name for name in _COMPARED if own[name].notna().any()]
    frame = pd.DataFrame(
        {
            "field": known,
            "own_median": [float(own[name].median()) for name in known],
            "own_n": [int(own[name].notna().sum()) for name in known],
            "industry_median": [float(family[name].median()) for name in known],
            "industry_n": [int(family[name].notna().sum()) for name in known],
        }
    )
    return Exhibit(
        "comparison", "table", frame, ("family", "family_applicant"), n=len(own),
        columns=("field", "own_median", "own_n", "industry_median", "industry_n"),
    )  # fmt: skip
