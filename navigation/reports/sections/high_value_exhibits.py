"""Figures and tables of the high-value section."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from navigation.reports.document import Exhibit
from navigation.reports.sections.branches import label_of, technology_of
from navigation.reports.sections.gates import failed_gates

TOP_FAMILIES, TOP_EXPLAINED, TOP_PORTFOLIOS, MOST_PORTFOLIOS = 30, 12, 20, 100


def owners_of(family_id: pd.Series, family_applicant: pd.DataFrame, applicant: pd.DataFrame) -> pd.Series:
    """The first owner's name of each family (by owner share, then share), NA where unknown."""
    ordered = family_applicant.sort_values(
        ["owner_share", "share", "applicant_id"], ascending=[False, False, True], kind="stable"
    ).drop_duplicates("family_id")
    names = ordered["applicant_id"].map(applicant.set_index("applicant_id")["name"])
    return family_id.map(pd.Series(names.to_numpy(), index=ordered["family_id"].to_numpy()))


def indicator_labels(
    names: pd.Series, indicators: Sequence[Mapping[str, Any]]
) -> tuple[pd.Series, pd.Series]:
    """Chinese and English labels of indicators; the name itself where the register has none."""
    zh = {str(i["name"]): i.get("label_zh") or i.get("label") for i in indicators}
    en = {str(i["name"]): i.get("label") or i.get("label_zh") for i in indicators}
    return names.map(zh).fillna(names), names.map(en).fillna(names)


def pillars(
    family_score: pd.DataFrame, score_contribution: pd.DataFrame, indicators: Sequence[Mapping[str, Any]]
) -> Exhibit | None:
    """Indicators of the score with their weights and how many scored families they were measured for."""
    scored = family_score.loc[family_score["score"].notna(), "family_id"]
    parts = score_contribution[score_contribution["family_id"].isin(scored)]
    if parts.empty:
        return None
    frame = (
        parts.groupby(["pillar", "indicator"])
        .agg(
            weight=("weight", "median"),
            family_count=("family_id", "nunique"),
            contribution=("contribution", "mean"),
        )
        .reset_index()
    )
    order = {"technology": 0, "market": 1, "legal": 2}
    frame = frame.assign(_order=frame["pillar"].map(order)).sort_values(
        ["_order", "weight", "indicator"], ascending=[True, False, True], ignore_index=True
    ).drop(columns="_order")  # fmt: skip
    frame["indicator_zh"], frame["indicator_en"] = indicator_labels(frame["indicator"], indicators)
    return Exhibit(
        "pillars", "table", frame, ("score_contribution", "family_score"), n=parts["family_id"].nunique(),
        columns=("pillar", "indicator", "weight", "family_count", "contribution"), caveats=("signal",),
        options={"contribution_title": "column.mean_contribution", "weight_title": "column.median_weight"},
    )  # fmt: skip


def ranked(family_score: pd.DataFrame, most: int) -> pd.DataFrame:
    """The first families by rank."""
    rows = family_score[family_score["score"].notna() & family_score["rank"].notna()]
    return rows.sort_values(["rank", "family_id"], ignore_index=True).head(most)


def top_families(
    family_score: pd.DataFrame,
    family: pd.DataFrame,
    candidate: pd.DataFrame,
    family_applicant: pd.DataFrame,
    applicant: pd.DataFrame,
) -> Exhibit | None:
    """The first families with rank interval, pillars, and the high-value flags beside them."""
    rows = ranked(family_score, TOP_FAMILIES)
    if rows.empty:
        return None
    about = family[
        ["family_id", "representative_number", "title", "title_en", "priority_year", "legal_status"]
    ]
    flags = candidate[["family_id", "is_high_value", "circumstances"]]
    frame = rows.merge(about, on="family_id", how="left").merge(flags, on="family_id", how="left")
    frame = frame.assign(
        owner=owners_of(frame["family_id"], family_applicant, applicant),
        title_zh=frame["title"].fillna(frame["title_en"]),
        title_en=frame["title_en"].fillna(frame["title"]),
    )
    return Exhibit(
        "top_families",
        "table",
        frame,
        ("family_score", "family", "candidate", "applicant"),
        n=(scored := int(family_score["score"].notna().sum())),
        caveats=("signal", "interval", *(("first_rows",) if scored > len(frame) else ())),
        columns=(
            "rank",
            "rank_low",
            "rank_high",
            "representative_number",
            "title",
            "owner",
            "score",
            "technology",
            "market",
            "legal",
            "confidence",
            "is_high_value",
            "circumstances",
        ),
    )


def contributions(
    family_score: pd.DataFrame,
    score_contribution: pd.DataFrame,
    family: pd.DataFrame,
    indicators: Sequence[Mapping[str, Any]],
) -> Exhibit | None:
    """What each indicator adds to the scores of the first families."""
    rows = ranked(family_score, TOP_EXPLAINED)
    parts = score_contribution[score_contribution["family_id"].isin(rows["family_id"])]
    if parts.empty:
        return None
    order = (
        score_contribution.groupby("indicator")["weight"]
        .median()
        .sort_values(ascending=False, kind="stable")
        .index
    )
    grid = parts.set_index(["family_id", "indicator"])["contribution"]
    full = pd.MultiIndex.from_product([rows["family_id"], order], names=["family_id", "indicator"])
    frame = grid.reindex(full).rename("value").reset_index()
    frame["column_zh"], frame["column_en"] = indicator_labels(frame["indicator"], indicators)
    number = family.set_index("family_id")["representative_number"]
    frame["row"] = frame["family_id"].map(number).fillna(frame["family_id"])
    return Exhibit(
        "contributions",
        "heat",
        frame,
        ("score_contribution", "family_score"),
        n=len(rows),
        caveats=("signal",),
        columns=("row", "column", "value"),
        options={
            "kind": "score",
            "row_title": "column.representative_number",
            "column_title": "column.indicator",
            "value_title": "column.contribution",
        },
    )


def labelled(portfolio: pd.DataFrame, branch: pd.DataFrame) -> pd.DataFrame:
    """Candidates in order of rank with technology and "owner · technology" in each language."""
    rows = portfolio[portfolio["is_candidate"].fillna(False).astype(bool)]
    rows = rows.sort_values(["rank", "portfolio_id"], na_position="last", ignore_index=True)
    known = label_of(branch)
    names = [technology_of(b, t, known) for b, t in zip(rows["branch_id"], rows["technology"], strict=True)]
    owners = rows["owner"].fillna(rows["portfolio_id"])
    return rows.assign(
        technology_zh=[n.zh for n in names],
        technology_en=[n.en for n in names],
        label_zh=[f"{o} · {n.zh}" for o, n in zip(owners, names, strict=True)],
        label_en=[f"{o} · {n.en}" for o, n in zip(owners, names, strict=True)],
    ).drop(columns="technology")


def intervals(portfolio: pd.DataFrame, branch: pd.DataFrame) -> Exhibit | None:
    """Rank, rank interval and P(top 10) of the first portfolios."""
    rows = labelled(portfolio, branch)
    rows = rows[rows["rank"].notna()].head(TOP_PORTFOLIOS)
    if rows.empty:
        return None
    frame = rows[["portfolio_id", "label_zh", "label_en", "rank", "rank_low", "rank_high", "p_top"]]
    return Exhibit(
        "intervals", "intervals", frame.reset_index(drop=True), ("portfolio", "branch"), n=len(rows),
        unit="portfolios", caveats=("interval",), columns=("label", "rank", "rank_low", "rank_high", "p_top"),
        options={"label_title": "column.portfolio"},
    )  # fmt: skip


def portfolios(portfolio: pd.DataFrame, branch: pd.DataFrame) -> Exhibit | None:
    """The candidates with dimensions, class, weakest dimension and next action."""
    rows = labelled(portfolio, branch)
    if rows.empty:
        return None
    return Exhibit(
        "portfolios",
        "table",
        rows.head(MOST_PORTFOLIOS),
        ("portfolio", "branch"),
        n=len(rows),
        unit="portfolios",
        caveats=("signal", "interval", *(("first_rows",) if len(rows) > MOST_PORTFOLIOS else ())),
        columns=(
            "rank",
            "rank_low",
            "rank_high",
            "p_top",
            "owner",
            "technology",
            "is_zone_member",
            "family_count",
            "active_count",
            "granted_count",
            "score",
            "class",
            "weakest_dimension",
            "next_actions",
            "next_due_date",
        ),
        options={"technology_title": "column.portfolio_technology"},
    )


def quadrant(portfolio: pd.DataFrame, branch: pd.DataFrame, spread: pd.DataFrame) -> Exhibit | None:
    """Size against mean signal with its spread, so that large owners do not win by size alone."""
    rows = labelled(portfolio, branch)
    rows = rows[rows["mean_score"].notna() & (rows["active_count"] > 0)].head(60)
    if len(rows) < 4:
        return None
    frame = pd.DataFrame({
        "label_zh": rows["label_zh"], "label_en": rows["label_en"], "x": rows["active_count"],
        "y": rows["mean_score"], "size": rows["asset_index"].fillna(0),
        "series": rows["class"].fillna("observe"), "portfolio_id": rows["portfolio_id"],
    }).join(spread, on="portfolio_id")  # fmt: skip
    return Exhibit(
        "quadrant",
        "bubbles",
        frame.reset_index(drop=True),
        ("portfolio", "portfolio_member", "family_score", "branch"),
        n=len(rows),
        unit="portfolios",
        caveats=("signal", "unnamed_bubbles"),
        columns=("label", "x", "y", "y_low", "y_high", "size", "series"),
        options={
            "y_low_kind": "score",
            "y_high_kind": "score",
            "x_title": "column.active_count",
            "y_title": "column.mean_score",
            "size_title": "column.asset_index",
            "series_title": "column.class",
            "series_words": "portfolio_class",
            "y_kind": "score",
            "label_title": "column.portfolio",
            "x_line": float(frame["x"].median()),
            "y_line": float(frame["y"].median()),
        },
    )


def excluded(portfolio: pd.DataFrame) -> Exhibit | None:
    """How many portfolios fail which gate."""
    rows = portfolio[portfolio["excluded_reason"].notna()]
    if rows.empty:
        return None
    return Exhibit(
        "excluded",
        "table",
        failed_gates(rows["excluded_reason"]),
        ("portfolio",),
        n=len(rows),
        unit="portfolios",
        columns=("gate", "count"),
        caveats=("several_gates",),
    )


def expiry_ladder(family: pd.DataFrame, sources: tuple[str, ...]) -> Exhibit | None:
    """Active families by year of expiry and right."""
    rows = family[family["is_active"].fillna(False).astype(bool) & family["expiry_date"].notna()]
    if rows.empty:
        return None
    frame = (
        rows.assign(year=rows["expiry_date"].dt.year, series=rows["ip_right"].fillna("other"))
        .groupby(["series", "year"]).size().rename("value").reset_index()
    )  # fmt: skip
    frame = by_right(frame)
    return Exhibit(
        "expiry",
        "columns",
        frame,
        sources,
        n=len(rows),
        window=(int(frame["year"].min()), int(frame["year"].max())),
        options={
            "series_words": "ip_right",
            "series_title": "column.ip_right",
            "value_title": "column.active_count",
            "year_title": "column.expiry_year",
        },
        keys={"year": "expiry_year", "series": "right"},
        within={"active": "True"},
    )


def by_right(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows in the order of rights, so that a right has one colour in every figure."""
    order = frame["series"].map({"invention": 0, "utility_model": 1, "design": 2, "other": 3})
    return (
        frame.assign(_order=order).sort_values(["_order", "year"], ignore_index=True).drop(columns="_order")
    )
