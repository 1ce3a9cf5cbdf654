"""What one enterprise holds: its families, and the receipt condition that selects them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from corpus.errors import ContractError
from navigation.concentration import owner_parts
from navigation.reports.document import Phrase
from navigation.reports.receipts import among, outside
from navigation.reports.sections.branches import phrase


def own_where(enterprise_id: str, column: str = "family_id") -> dict[str, Any]:
    """The condition "a family the enterprise owns a part of", for receipts.

    Current owners count; where a family has none, its applicants.
    """
    mine = among("applicant", "applicant_id", enterprise_id=enterprise_id)
    without_owner = outside("family_applicant", "family_id", owner_share={"above": 0})
    part = [{"owner_share": {"above": 0}}, {"share": {"above": 0}, "family_id": without_owner}]
    return {column: among("family_applicant", "family_id", applicant_id=mine, any=part)}


def own_families(
    enterprise_id: str, family: pd.DataFrame, family_applicant: pd.DataFrame, applicant: pd.DataFrame
) -> pd.DataFrame:
    """The families the enterprise owns a part of."""
    mine = applicant.loc[applicant["enterprise_id"] == enterprise_id, "applicant_id"]
    held = owner_parts(family_applicant)
    held = held[held["applicant_id"].isin(mine)]
    return family[family["family_id"].isin(held["family_id"])].reset_index(drop=True)


def name_of(enterprise_id: str, enterprise: pd.DataFrame) -> Phrase:
    """The enterprise's name in both languages.

    Raises
    ------
    ContractError
        The roster has no such enterprise.
    """
    rows = enterprise[enterprise["enterprise_id"] == enterprise_id]
    if rows.empty:
        known = ", ".join(enterprise["enterprise_id"].head(20))
        raise ContractError(f"no enterprise {enterprise_id} in the roster. Known: {known}")
    return phrase(rows["name"].iloc[0], rows["name_en"].iloc[0], enterprise_id)


def states_living(family: pd.DataFrame) -> bool:
    """Whether the exports say of any family that it lives; that some have run out is known without them."""
    return bool(family["is_active"].fillna(False).any())
