"""Candidate portfolios side by side: their dimensions, and how far their families' signals spread."""

from __future__ import annotations

import pandas as pd

from navigation.reports.document import Exhibit

DIMENSIONS = (
    "technology_strength", "market_strength", "control_share", "layout_balance", "legal_strength",
    "growth_strength", "strategy_strength",
)  # fmt: skip
TOP, LEAST = 12, 4


def spread(portfolio_member: pd.DataFrame, family_score: pd.DataFrame) -> pd.DataFrame:
    """Quartiles of the signals of each portfolio's families, where four or more are known.

    Returns
    -------
    pandas.DataFrame
        y_low, y_high by portfolio_id.
    """
    members = portfolio_member.loc[portfolio_member["excluded_reason"].isna(), ["portfolio_id", "family_id"]]
    score = members["family_id"].map(family_score.set_index("family_id")["score"])
    grouped = score.astype("float64").groupby(members["portfolio_id"])
    found = pd.DataFrame({"y_low": grouped.quantile(0.25), "y_high": grouped.quantile(0.75)})
    return found[grouped.count() >= LEAST]


def profile(labelled: pd.DataFrame) -> Exhibit | None:
    """The dimensions of the first candidates on one scale.

    Parameters
    ----------
    labelled
        Rows of `portfolio` by rank, with `label_zh` and `label_en`.
    """
    rows = labelled[labelled["score"].notna()].head(TOP)
    known = [name for name in DIMENSIONS if rows[name].notna().any()]
    if rows.empty or len(known) < 2:
        return None
    shares = rows.assign(control_share=rows["control_share"] * 100)
    long = shares[["portfolio_id", "label_zh", "label_en", *known]].melt(
        ["portfolio_id", "label_zh", "label_en"], known, "series", "value"
    )
    place = {key: i for i, key in enumerate(rows["portfolio_id"])}
    long = long.assign(_order=long["portfolio_id"].map(place)).sort_values("_order", kind="stable")
    return Exhibit(
        "profile", "dots", long.drop(columns="_order").reset_index(drop=True), ("portfolio", "branch"),
        n=len(rows), unit="portfolios", caveats=("signal",), columns=("label", "series", "value"),
        options={"series_words": "dimension", "kind": "score", "label_title": "column.portfolio",
                 "series_title": "column.dimension"},
    )  # fmt: skip
