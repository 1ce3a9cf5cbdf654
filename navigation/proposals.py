"""Builder `operation_proposal`: what a focal enterprise might do with each living family of its own.

Rules of value signal by cost (age) and place in the enterprise's technology, each with its reasons.
A proposal is for people to weigh: it knows no product, no contract and no price.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import numpy as np
import pandas as pd

from corpus import contract, lists
from navigation.concentration import owner_parts
from navigation.enterprise_tables import OPERATION_PROPOSAL
from navigation.thresholds import Thresholds

STRONG, WEAK = 60.0, 40.0  # value signal, 0–100
COSTLY_YEARS = 10.0  # from here on annual fees are high
CORE_SHARE, CORE_LEAST = 0.1, 2
OTHER_OWNERS = 3
CITED_QUANTILE = 0.9
DAYS_A_YEAR = 365.25
USED = ("licence", "open_licence", "pledge", "litigation", "standard", "customs")
COUNTS = ("licence_count", "pledge_count", "litigation_count")


def operation_proposal(
    enterprise: pd.DataFrame,
    applicant: pd.DataFrame,
    family_applicant: pd.DataFrame,
    family: pd.DataFrame,
    family_score: pd.DataFrame,
    branch_assignment: pd.DataFrame,
    *,
    as_of: datetime.date,
    thresholds: Thresholds,
) -> pd.DataFrame:
    """One proposal with its reasons for each family that is not known to have ended.

    License what is strong, granted, has years to run, and lies outside the core where three other
    owners are active.
    Succeed (use soon, file improvements) what is strong and ends soon. Sell what lies outside the
    core, is not weak, and where three other owners are active. Let lapse what is weak, costly or
    near its end, outside the core and not in use; review what is weak otherwise. Keep the rest.
    A core leaf is the primary one of a tenth of the enterprise's living families, and of two at least.
    """
    focal = enterprise.loc[enterprise["enterprise_role"] == "focal", "enterprise_id"]
    held = owner_parts(family_applicant)
    unit_of = applicant.set_index("applicant_id")["enterprise_id"]
    held["unit"] = held["applicant_id"].map(unit_of).fillna(held["applicant_id"])
    living = family[family["is_active"].fillna(True).to_numpy(dtype=bool)]
    scores = family_score.set_index("family_id")[["score"]]
    cited = family["forward_citation_count"].dropna()
    cited_cut = max(float(cited.quantile(CITED_QUANTILE)), 1.0) if len(cited) else float("inf")
    on_leaf = branch_assignment["is_leaf"].fillna(False).to_numpy(dtype=bool)
    leaves = branch_assignment.loc[on_leaf, ["family_id", "branch_id", "is_primary"]]
    placed = leaves[leaves["family_id"].isin(living["family_id"])]
    placed = placed.merge(held[["family_id", "unit"]], on="family_id")
    pieces = [contract.empty(OPERATION_PROPOSAL)]
    for unit in focal:
        ids = held.loc[held["unit"] == unit, "family_id"]
        own = living[living["family_id"].isin(ids)].reset_index(drop=True)
        if own.empty:
            continue
        facts = _facts(own, as_of, thresholds).join(scores, on="family_id")
        facts["much_cited"] = own["forward_citation_count"].ge(cited_cut).fillna(False).astype(bool)
        facts = facts.join(_places(facts, placed, unit), on="family_id")
        pieces.append(_proposed(facts).assign(enterprise_id=unit))
    table = pd.concat([p for p in pieces if len(p)] or pieces, ignore_index=True)
    return contract.cast(table[OPERATION_PROPOSAL.column_names], OPERATION_PROPOSAL)


def _facts(own: pd.DataFrame, as_of: datetime.date, thresholds: Thresholds) -> pd.DataFrame:
    """What the rules ask of a family itself, as flags."""
    years = (pd.Timestamp(as_of) - own["earliest_priority_date"]).dt.days / DAYS_A_YEAR
    term = own["remaining_years"]
    active = own["is_active"].fillna(False).astype(bool)
    events = lists.explode(own[["family_id", "events"]], "events")

    in_use = own["family_id"].isin(events.loc[events["events"].isin(USED), "family_id"])
    for column in COUNTS:
        in_use |= own[column].gt(0).fillna(False).astype(bool)
    return pd.DataFrame(
        {
            "family_id": own["family_id"],
            "age_years": years.round(2),
            "is_costly": years.ge(COSTLY_YEARS),
            "is_long": term.ge(thresholds.pledge_years),
            "is_short": term.lt(thresholds.pledge_years),
            "term_unknown": term.isna(),
            "status_unknown": own["is_active"].isna(),
            "in_force": own["is_in_force"].fillna(False).astype(bool),
            "pending": active & ~own["is_in_force"].fillna(True).astype(bool),
            "in_use": in_use,
        }
    )


def _places(facts: pd.DataFrame, placed: pd.DataFrame, unit: str) -> pd.DataFrame:
    """By family: whether it has a leaf, a core leaf as its primary one, and one where others are active."""
    mine = placed[placed["family_id"].isin(facts["family_id"])].drop_duplicates(["family_id", "branch_id"])
    first = mine[mine["is_primary"].fillna(False).to_numpy(dtype=bool)]
    size = first.groupby("branch_id").size()
    core = size.index[size >= max(CORE_LEAST, CORE_SHARE * len(facts))]
    others = placed[placed["unit"] != unit].groupby("branch_id")["unit"].nunique()
    busy = others.index[others >= OTHER_OWNERS]
    index = pd.Index(facts["family_id"])
    return pd.DataFrame(
        {
            "has_leaf": index.isin(mine["family_id"]),
            "is_core": index.isin(first.loc[first["branch_id"].isin(core), "family_id"]),
            "others_active": index.isin(mine.loc[mine["branch_id"].isin(busy), "family_id"]),
        },
        index=index,
    )


def _proposed(facts: pd.DataFrame) -> pd.DataFrame:
    score = facts["score"]
    strong, weak = score.ge(STRONG), score.lt(WEAK)
    granted = facts["in_force"] | facts["status_unknown"]
    outside = ~facts["is_core"]
    near_end = facts["is_costly"] | facts["is_short"]
    rules = {
        "license": strong & granted & facts["is_long"] & outside & facts["others_active"],
        "succeed": strong & facts["is_short"],
        "keep": strong | facts["in_use"],
        "lapse": weak & near_end & outside,
        "review": weak | score.isna(),
        "sell": outside & granted & facts["is_long"] & facts["others_active"],
    }
    proposal = np.select(list(rules.values()), list(rules), "keep")
    reasons = {
        "strong": strong, "weak": weak, "middling": ~strong & ~weak & score.notna(),
        "no_signal": score.isna(), "core": facts["is_core"], "outside_core": outside & facts["has_leaf"],
        "no_branch": ~facts["has_leaf"], "long_term": facts["is_long"], "short_term": facts["is_short"],
        "term_unknown": facts["term_unknown"],
        "costly_years": facts["is_costly"] & weak, "much_cited": facts["much_cited"],
        "others_active": facts["others_active"] & outside, "in_use": facts["in_use"],
        "pending": facts["pending"], "status_unknown": facts["status_unknown"],
    }  # fmt: skip
    return pd.DataFrame(
        {
            "family_id": facts["family_id"],
            "proposal": proposal,
            "proposal_reasons": _listed(reasons),
            "is_core": facts["is_core"],
            "age_years": facts["age_years"],
        }
    )


def _listed(flags: Mapping[str, pd.Series]) -> pd.Series:
    """The names of the true flags of each row, as a list."""
    frame = pd.DataFrame(dict(flags)).fillna(False).astype(bool)
    named = frame.to_numpy(dtype=object) * np.array(list(frame.columns), dtype=object)
    text = pd.Series([";".join(filter(None, row)) for row in named], index=frame.index, dtype="str")
    return lists.split(text, ";")
