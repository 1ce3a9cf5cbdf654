"""Tables of the high-value section on joint portfolios, deadlines and how far ranks hang on definitions."""

from __future__ import annotations

import pandas as pd

from navigation.reports.document import Exhibit
from navigation.reports.sections.branches import label_of, technology_of
from navigation.reports.sections.gates import in_chinese

OWN_KINDS = ("owner_technology", "owner_industry")
MOST_ROWS, MOST_DAYS = 50, 365
URGENT = ("fee_grace_end", "priority_abroad", "national_phase", "national_phase_late")


def own_portfolios(portfolio: pd.DataFrame) -> pd.DataFrame:
    """Portfolios of one owner or group; pools and pairs are shown apart."""
    return portfolio[portfolio["kind"].isin(OWN_KINDS).to_numpy(dtype=bool)].reset_index(drop=True)


def pools(portfolio: pd.DataFrame, joint_owner: pd.DataFrame, branch: pd.DataFrame) -> Exhibit | None:
    """Pools of the zone's owners by technology: what joining adds, and the gate that stands in the way."""
    columns = (
        *(
            "technology",
            "owner",
            "is_candidate",
            "family_count",
            "active_count",
            "coverage_share",
            "excluded_reason",
        ),
        *("coverage_gain", "leaf_overlap", "score", "rank", "rank_low", "rank_high", "excluded_reason"),
    )
    return _joint("pools", "owner_pool", portfolio, joint_owner, branch, columns, ("legal_review",))


def pairs(portfolio: pd.DataFrame, joint_owner: pd.DataFrame, branch: pd.DataFrame) -> Exhibit | None:
    """Universities beside firms of the zone, the best match first."""
    columns = (
        *("technology", "owner", "is_candidate", "match_score", "likeness", "coverage_gain", "feasibility"),
        *("family_count", "active_count", "coverage_share", "excluded_reason"),
    )
    return _joint("pairs", "university_firm", portfolio, joint_owner, branch, columns, ("signal",))


def _joint(
    name: str,
    kind: str,
    portfolio: pd.DataFrame,
    joint_owner: pd.DataFrame,
    branch: pd.DataFrame,
    columns: tuple[str, ...],
    caveats: tuple[str, ...],
) -> Exhibit | None:
    rows = portfolio[(portfolio["kind"] == kind).to_numpy(dtype=bool)]
    if rows.empty:
        return None
    first = joint_owner.sort_values(["portfolio_id", "place"]).drop_duplicates("portfolio_id")
    measures = ["portfolio_id", "coverage_share", "coverage_gain", "leaf_overlap", "likeness", "feasibility",
                "match_score"]  # fmt: skip
    rows = rows.merge(first[measures], on="portfolio_id", how="left")
    known = label_of(branch)
    names = [technology_of(b, t, known) for b, t in zip(rows["branch_id"], rows["technology"], strict=True)]
    rows = rows.drop(columns="technology").assign(
        technology_zh=[n.zh for n in names],
        technology_en=[n.en for n in names],
        excluded_reason_zh=rows["excluded_reason"].map(in_chinese, na_action="ignore").astype("str"),
        excluded_reason_en=rows["excluded_reason"],
    )
    order = ["is_candidate", "match_score" if kind == "university_firm" else "coverage_gain", "portfolio_id"]
    rows = rows.sort_values(order, ascending=[False, False, True], ignore_index=True)
    return Exhibit(
        name, "table", rows.head(MOST_ROWS), ("portfolio", "joint_owner", "branch"), n=len(rows),
        unit="portfolios", columns=columns,
        caveats=(*caveats, *(("first_rows",) if len(rows) > MOST_ROWS else ())),
        options={"technology_title": "column.portfolio_technology"},
    )  # fmt: skip


def due_soon(
    deadline: pd.DataFrame, portfolio: pd.DataFrame, portfolio_member: pd.DataFrame, family: pd.DataFrame
) -> Exhibit | None:
    """What cannot be made good once the day has passed, within a year, for families of candidates."""
    own = own_portfolios(portfolio)
    chosen = own[own["is_candidate"].fillna(False).astype(bool)][["portfolio_id", "owner", "rank", "kind"]]
    held = portfolio_member.loc[portfolio_member["excluded_reason"].isna(), ["portfolio_id", "family_id"]]
    held = held.merge(chosen, on="portfolio_id").sort_values(["kind", "rank", "portfolio_id"])
    rows = deadline[deadline["deadline_kind"].isin(URGENT) & deadline["days_left"].le(MOST_DAYS)]
    about = family[["family_id", "representative_number", "title", "title_en"]]
    rows = rows.merge(held.drop_duplicates("family_id")[["family_id", "owner"]], on="family_id")
    rows = rows.merge(about, on="family_id", how="left")
    if rows.empty:
        return None
    rows = rows.assign(
        title_zh=rows["title"].fillna(rows["title_en"]), title_en=rows["title_en"].fillna(rows["title"])
    ).drop(columns="title")
    rows = rows.sort_values(["due_date", "deadline_kind", "subject_id"], ignore_index=True)
    return Exhibit(
        "due_soon", "table", rows.head(MOST_ROWS),
        ("deadline", "portfolio", "portfolio_member", "family"), n=len(rows), unit="deadlines",
        columns=("due_date", "days_left", "deadline_kind", "representative_number", "title", "owner"),
        caveats=("verify_dates", *(("first_rows",) if len(rows) > MOST_ROWS else ())),
    )  # fmt: skip


def definitions(portfolio_definition: pd.DataFrame) -> Exhibit | None:
    """How much of the ranking is left under other definitions of the measures."""
    rows = own_portfolios(portfolio_definition).sort_values(["kind", "definition"], ignore_index=True)
    if rows.empty:
        return None
    return Exhibit(
        "definitions", "table", rows, ("portfolio_definition",), n=int(rows["candidate_count"].max()),
        unit="portfolios", columns=("kind", "definition", "candidate_count", "kendall_tau", "top_jaccard"),
        options={"definition_words": "changed_definition", "definition_title": "column.changed_definition"},
    )  # fmt: skip
