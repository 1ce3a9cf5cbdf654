"""What a portfolio is fit for, and what its owner should do next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from corpus import lists
from scoring.keys import among, looked_up

if TYPE_CHECKING:
    Grouped = pd.api.typing.DataFrameGroupBy[Any, Any]

HIGH_PERCENTILE = 75.0
MIDDLE_PERCENTILE = 50.0
YOUNG_YEARS = 6.0
SHORT_YEARS = 5.0
HIGH_SCORE = 60.0
WEAK_SPECIALISATION = 0.8
LOW_CLAIMS = 30.0
MANY_EXPIRING = 0.4
LEANING_SHARE = 0.5

NEXT_ACTIONS = (
    "pay_fee",  # a fee is overdue and can still be paid
    "extend_abroad",  # a priority still allows filings abroad
    "national_phase",  # an international application has yet to enter countries
    "verify_legal_status",  # the exports do not state the status of some family
    "file_more",  # too few living families
    "secure_grants",  # too few granted inventions
    "renew_pipeline",  # rights end soon or nothing new is filed
    "add_missing_leaf",  # parts of the technology are not covered
    "plan_abroad",  # market is its weakest side and no priority is open
    "spread_strength",  # one family carries more than half
    "review_claims",  # fewer claims than comparable families
    "share_knowledge",  # half of its families or more hang on one inventor
    "collect_evidence",  # no transfer, licence, pledge, suit or award on record
)


def cultivate(
    result: pd.DataFrame,
    members: pd.DataFrame,
    min_active: int,
    min_granted: int,
) -> pd.DataFrame:
    """Class, next actions and next deadline of each portfolio.

    Parameters
    ----------
    result
        Portfolios by portfolio_id, with counts, gates, dimensions and leaf_share.
    members
        Their families with the facts.
    min_active, min_granted
        The gates that `file_more` and `secure_grants` point to.
    """
    living = members[members["alive"]].groupby("portfolio_id")
    due = living[["extension_due", "entry_due", "fee_due"]].min().reindex(result.index)
    return result.assign(
        **{"class": _class(result, members)},
        next_actions=_actions(result, living, due, min_active, min_granted),
        next_due_date=due.min(axis=1).astype("datetime64[s]"),
    )


def _class(result: pd.DataFrame, members: pd.DataFrame) -> pd.Series:
    """Mature, sustaining, growing, chain filling or observe: the first that holds.

    Mature: technology and market in the best quarter of the candidates, legal in the better
    half. Sustaining: good families whose median term is under five years. Growing: young, the
    technology or growth in the best quarter, the market not yet in the better half. Chain
    filling: a critical technology in which the zone is weak, and nobody in the zone holds more.
    """
    technology, market = result["technology_strength"], result["market_strength"]
    good = (result["mean_score"] >= HIGH_SCORE) | (technology >= HIGH_PERCENTILE)
    short = result["median_remaining_years"] < SHORT_YEARS
    candidate = result["is_candidate"].to_numpy(dtype=bool)
    mature = (technology >= HIGH_PERCENTILE) & (market >= HIGH_PERCENTILE)
    mature &= result["legal_strength"] >= MIDDLE_PERCENTILE
    promising = (technology >= HIGH_PERCENTILE) | (result["growth_strength"] >= HIGH_PERCENTILE)
    growing = (result["median_age"] < YOUNG_YEARS) & promising & (market < MIDDLE_PERCENTILE)
    words = np.select(
        [candidate & mature, candidate & good & short, candidate & growing, _fills_chain(result, members)],
        ["mature", "sustaining", "growing", "chain_filling"],
        "observe",
    )
    return pd.Series(words, index=result.index, dtype="str")


def _fills_chain(result: pd.DataFrame, members: pd.DataFrame) -> pd.Series:
    """Critical technology, zone below its own average share there, owner first in the zone."""
    inside = result["is_zone_member"].fillna(False).to_numpy(dtype=bool)
    technical = (result["kind"] == "owner_technology").to_numpy()
    held = members[members["alive"] & (members["kind"] == "owner_technology")]
    zone = among(held["portfolio_id"], result.index[inside])
    of_zone = held[zone].drop_duplicates(["family_id", "branch_id"])["branch_id"].value_counts()
    of_all = held.drop_duplicates(["family_id", "branch_id"])["branch_id"].value_counts()
    if not len(of_zone):
        return pd.Series(False, index=result.index)
    share = (of_zone.reindex(of_all.index).fillna(0) / of_zone.sum()) / (of_all / of_all.sum())
    weak = looked_up(result["branch_id"], share) < WEAK_SPECIALISATION
    own = result["provisional_active"].where(inside & technical)
    most = own.groupby(result["branch_id"]).transform("max")
    first = own.notna() & (own == most) & (own > 0)
    fills = (inside & technical & result["is_critical"] & weak & first.fillna(False)).astype("bool")
    return pd.Series(fills, index=result.index)


def _actions(
    result: pd.DataFrame,
    living: Grouped,
    due: pd.DataFrame,
    min_active: int,
    min_granted: int,
) -> pd.Series:
    """Codes of what to do, the urgent first; NA where nothing is due."""
    claims = living["claims"].median().reindex(result.index)
    evidence = living["has_event"].any().reindex(result.index).eq(True)
    unknown = living["unknown"].sum().reindex(result.index).fillna(0) > 0
    recent = living["recent"].any().reindex(result.index).eq(True)
    alive = result["provisional_active"] > 0
    weak_market = result["weakest_dimension"] == "market_strength"
    masks = {
        "pay_fee": due["fee_due"].notna(),
        "extend_abroad": due["extension_due"].notna(),
        "national_phase": due["entry_due"].notna(),
        "verify_legal_status": unknown,
        "file_more": result["provisional_active"] < min_active,
        "secure_grants": result["provisional_granted"] < min_granted,
        "renew_pipeline": alive & ((result["expiring_share"] > MANY_EXPIRING) | ~recent),
        "add_missing_leaf": result["branch_id"].notna() & (result["leaf_share"] < 1),
        "plan_abroad": weak_market & due["extension_due"].isna(),
        "spread_strength": (result["top_share"] > LEANING_SHARE) & (result["family_count"] >= min_active),
        "review_claims": claims < LOW_CLAIMS,
        "share_knowledge": (result["key_person_share"] >= LEANING_SHARE)
        & (result["provisional_active"] >= min_active),
        "collect_evidence": alive & ~evidence,
    }
    rows = [
        pd.DataFrame(
            {"portfolio_id": result.index[masks[name].fillna(False).to_numpy(dtype=bool)], "code": name}
        )
        for name in NEXT_ACTIONS
    ]
    codes = lists.collect(pd.concat(rows, ignore_index=True), "portfolio_id", "code")
    return pd.Series(codes.reindex(result.index).array, index=result.index)
