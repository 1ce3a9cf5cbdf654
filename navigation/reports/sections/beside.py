"""Receipt conditions for others' families beside one enterprise's, and columns its tables share."""

from __future__ import annotations

from typing import Any

import pandas as pd

from corpus import lists
from navigation.reports.receipts import among
from navigation.reports.sections.high_value_exhibits import owners_of
from navigation.reports.sections.own import own_where

PATENT_RIGHTS = ["invention", "utility_model"]


def beside_where(enterprise_id: str) -> dict[str, Any]:
    """The condition on `family_id`: in a leaf where the enterprise has a family, and not its own."""
    own_leaf = among("branch_assignment", "branch_id", is_leaf=True, **own_where(enterprise_id))
    there = {"among": {"table": "branch_assignment", "column": "family_id", "where": {"branch_id": own_leaf}}}
    return {"family_id": {**there, "outside": own_where(enterprise_id)["family_id"]["among"]}}


def markets_of(enterprise_id: str, enterprise: pd.DataFrame, home: str) -> list[str]:
    """The markets abroad that the roster names for the enterprise, in its order."""
    row = enterprise[enterprise["enterprise_id"] == enterprise_id][["enterprise_id", "target_markets"]]
    named = lists.explode(row, "target_markets")["target_markets"]
    return [str(code) for code in named if code != home]


def watched(
    near: pd.DataFrame,
    family: pd.DataFrame,
    family_applicant: pd.DataFrame,
    applicant: pd.DataFrame,
) -> pd.DataFrame:
    """Near families of others, most exposed first, as a reader looks them up; claims where known."""
    columns = ["family_id", "representative_number", "title", "title_en", "legal_status", "remaining_years",
               "expiry_date", "first_claim", "is_active"]  # fmt: skip
    frame = near.merge(family[columns], on="family_id", how="left").sort_values(
        ["exposure", "similarity", "family_id"], ascending=[False, False, True], ignore_index=True
    )
    numbers = family.set_index("family_id")["representative_number"]
    return frame.assign(
        owner=owners_of(frame["family_id"], family_applicant, applicant),
        own_number=frame["own_family_id"].map(numbers).fillna(frame["own_family_id"]),
        title_zh=frame["title"].fillna(frame["title_en"]),
        title_en=frame["title_en"].fillna(frame["title"]),
        # A right that ended at one office and is unknown at others has not ended.
        legal_status=frame["legal_status"].where(frame["is_active"].notna(), "unknown").fillna("unknown"),
    )


def with_claims(frame: pd.DataFrame, columns: tuple[str, ...]) -> tuple[str, ...]:
    """The columns, with the first claim where an export states any."""
    return (*columns, "first_claim") if frame["first_claim"].notna().any() else columns
