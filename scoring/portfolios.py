"""Builders `portfolio_member` and `portfolio`: what an owner holds in a technology or industry."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import numpy as np
import pandas as pd

from scoring import cultivation
from scoring.composite import competition_rank
from scoring.dimensions import (
    CONTROL,
    DIMENSIONS,
    LEAVES,
    Holdings,
    holdings,
    rank_samples,
    raw_measures,
    scale,
)
from scoring.holdings import family_facts, technologies, technology_above
from scoring.keys import looked_up
from scoring.robustness import FIRST_PLACES, weighted_score
from scoring.tables import PORTFOLIO, PORTFOLIO_KINDS, PORTFOLIO_MEMBER

LEAST_FAMILIES = 2
WHOLE_INDUSTRY = "全产业"


@dataclass(frozen=True)
class PortfolioGate:
    """What a portfolio must hold to be a candidate for cultivation.

    Parameters
    ----------
    min_active
        Families in force or pending, in one technology.
    min_granted
        Granted inventions in force.
    min_invention_share
        Share of inventions among the families.
    max_expiring_share
        Share of the living families whose term ends within five years.
    min_active_industry
        Families in force or pending, in the whole industry.
    """

    min_active: int = 5
    min_granted: int = 2
    min_invention_share: float = 0.5
    max_expiring_share: float = 0.6
    min_active_industry: int = 10


def portfolio_member(
    family_applicant: pd.DataFrame, branch: pd.DataFrame, branch_assignment: pd.DataFrame
) -> pd.DataFrame:
    """Families of each owner in each technology, and in the whole industry.

    A family belongs to the technology of its primary leaf: the branch above it on the second
    level. It belongs to its current owners; where none is known, to its applicants. Owners with
    a single family form no portfolio.
    """
    owners = _owners(family_applicant)
    technology = technologies(branch, branch_assignment)
    placed = owners.assign(branch_id=looked_up(owners["family_id"], technology)).dropna(subset=["branch_id"])
    placed = placed.assign(
        portfolio_id=placed["applicant_id"] + "|" + placed["branch_id"], kind="owner_technology"
    )
    whole = owners.assign(
        portfolio_id=owners["applicant_id"] + "|*",
        kind="owner_industry",
        branch_id=pd.Series(pd.NA, index=owners.index, dtype="str"),
    )
    every = pd.concat([placed, whole], ignore_index=True)
    size = every.groupby("portfolio_id")["family_id"].transform("size")
    return every.loc[size >= LEAST_FAMILIES, PORTFOLIO_MEMBER.column_names].reset_index(drop=True)


def _owners(family_applicant: pd.DataFrame) -> pd.DataFrame:
    """Owner and share of every family; applicants stand in where no owner is known."""
    share = family_applicant["owner_share"].fillna(0.0)
    known = share.groupby(family_applicant["family_id"]).transform("max") > 0
    share = share.where(known, family_applicant["share"].fillna(0.0))
    held = family_applicant[["family_id", "applicant_id"]].assign(owner_share=share)
    return held[held["owner_share"] > 0].reset_index(drop=True)


def portfolio(
    portfolio_member: pd.DataFrame,
    family: pd.DataFrame,
    family_member: pd.DataFrame,
    family_indicator: pd.DataFrame,
    family_score: pd.DataFrame,
    candidate: pd.DataFrame,
    applicant: pd.DataFrame,
    branch: pd.DataFrame,
    branch_assignment: pd.DataFrame,
    *,
    as_of: datetime.date,
    home: str,
    gate: PortfolioGate,
    seed: int,
) -> pd.DataFrame:
    """Every portfolio: its strength in six dimensions, rank with interval, class and next steps.

    Dimensions, score and rank are given to candidates, among candidates of the same kind; a
    portfolio that fails a gate is listed with the reason. A family of unknown legal status
    counts towards the gates while its term can still run, and is then to be verified; the
    counts themselves hold only what is known.

    Returns
    -------
    pandas.DataFrame
        `portfolio`.
    """
    facts = family_facts(family, family_member, family_indicator, family_score, candidate, as_of, home)
    members = portfolio_member.merge(facts.reset_index(), on="family_id", how="inner")
    result = _describe(portfolio_member, members, applicant, branch)
    result = _gates(result, members, gate)
    leaves = _leaves(branch, branch_assignment)
    result = _measure_against(result, facts, branch, branch_assignment)
    living = members[members["alive"]]
    # A kind without candidates keeps these columns empty.
    scored = (*(d for d in DIMENSIONS if d != "control_share"), "score", "p_top")
    for column in scored:
        result[column] = np.nan
    for column in ("rank", "rank_low", "rank_high"):
        result[column] = pd.array([pd.NA] * len(result), dtype="Int64")
    result["weakest_dimension"] = pd.Series(pd.NA, index=result.index, dtype="str")
    result["control_share"] = np.nan
    for step, kind in enumerate(PORTFOLIO_KINDS):
        of_kind = result[result["kind"] == kind]
        every = holdings(living, leaves, of_kind)
        raw = raw_measures(every)
        result.loc[of_kind.index, "control_share"] = np.clip(raw[:, CONTROL], 0.0, 1.0)
        result.loc[of_kind.index, "leaf_share"] = raw[:, LEAVES]
        chosen = of_kind[of_kind["is_candidate"]]
        if len(chosen):
            ranked = _rank(holdings(living, leaves, chosen), chosen.index, seed + step)
            result.loc[chosen.index, ranked.columns] = ranked
    result = cultivation.cultivate(result, members, gate.min_active, gate.min_granted, as_of=as_of)
    return result.reset_index()[PORTFOLIO.column_names]


def _rank(held: Holdings, index: pd.Index, seed: int) -> pd.DataFrame:
    """Dimensions, score and rank with its interval, of the candidates of one kind."""
    scaled = scale(raw_measures(held))
    score = np.round(weighted_score(scaled, np.ones(len(DIMENSIONS))), 9)
    rank = competition_rank(score)
    low, high, p_top = rank_samples(held, seed=seed)
    result = pd.DataFrame(scaled, index=index, columns=list(DIMENSIONS)).drop(columns="control_share")
    weakest = np.nanargmin(scaled, axis=1)
    uneven = np.nanmax(scaled, axis=1) > np.nanmin(scaled, axis=1)
    result["score"] = score
    result["rank"] = pd.array(rank, dtype="Int64")
    result["rank_low"] = pd.array(np.minimum(low, rank), dtype="Int64")
    result["rank_high"] = pd.array(np.maximum(high, rank), dtype="Int64")
    # Among ten or fewer everybody is among the first ten: that says nothing.
    result["p_top"] = p_top if len(p_top) > FIRST_PLACES else np.nan
    names = pd.Series(np.array(DIMENSIONS)[weakest], index=index, dtype="str")
    result["weakest_dimension"] = names.where(uneven)
    return result


def _describe(
    portfolio_member: pd.DataFrame, members: pd.DataFrame, applicant: pd.DataFrame, branch: pd.DataFrame
) -> pd.DataFrame:
    """Who and what each portfolio is, and its counts; indexed by portfolio_id."""
    first = portfolio_member.drop_duplicates("portfolio_id").set_index("portfolio_id").sort_index()
    result = first[["kind", "applicant_id", "branch_id"]].copy()
    owner = applicant.set_index("applicant_id")
    result["owner"] = looked_up(result["applicant_id"], owner["name"])
    result["is_zone_member"] = looked_up(result["applicant_id"], owner["is_zone_member"]).astype("boolean")
    node = branch.set_index("branch_id")
    label = node["label_zh"].where(node["label_zh"].notna(), node["label_en"])
    result["technology"] = looked_up(result["branch_id"], label).where(
        result["branch_id"].notna(), WHOLE_INDUSTRY
    )
    groups = members.groupby("portfolio_id")
    alive = members[members["alive"]].groupby("portfolio_id")
    result["family_count"] = groups.size()
    result["active_count"] = groups["known_active"].sum()
    result["granted_count"] = groups["known_granted"].sum()
    result["invention_share"] = groups["invention"].mean()
    result["provisional_active"] = groups["alive"].sum()
    result["provisional_granted"] = groups["granted"].sum()
    result["expiring_share"] = alive["expiring"].mean()
    result["median_remaining_years"] = alive["remaining"].median()
    result["high_value_count"] = groups["high_value"].sum()
    result["asset_index"] = groups["impact"].sum(min_count=1)
    top = groups["impact"].max()
    result["top_share"] = (top / result["asset_index"]).where(result["asset_index"] > 0).clip(0.0, 1.0)
    result["mean_score"] = alive["score"].mean()
    result["median_age"] = alive["age"].median()
    counts = ["family_count", "active_count", "granted_count", "high_value_count"]
    counts += ["provisional_active", "provisional_granted"]
    result[counts] = result[counts].fillna(0).astype("Int64")
    # Of statuses that are all unknown there is nothing to count.
    result.loc[groups["unknown"].all(), ["active_count", "granted_count"]] = pd.NA
    return result


def _gates(result: pd.DataFrame, members: pd.DataFrame, gate: PortfolioGate) -> pd.DataFrame:
    """Which portfolios pass, and for the others what they lack, in numbers."""
    whole = result["kind"] == "owner_industry"
    least = pd.Series(gate.min_active, index=result.index).mask(whole, gate.min_active_industry)
    active = result["provisional_active"].astype(int)
    granted = result["provisional_granted"].astype(int)
    reasons = pd.DataFrame(
        {
            "active": _said(active < least, "active families ", active, " < ", least),
            "granted": _said(
                granted < gate.min_granted, "granted inventions ", granted, " < ", gate.min_granted
            ),
            "inventions": _said(
                result["invention_share"] < gate.min_invention_share,
                "invention share ",
                result["invention_share"].map("{:.0%}".format),
                " < ",
                f"{gate.min_invention_share:.0%}",
            ),
            "expiring": _said(
                result["expiring_share"] > gate.max_expiring_share,
                "expiring within 5 years ",
                result["expiring_share"].map("{:.0%}".format),
                " > ",
                f"{gate.max_expiring_share:.0%}",
            ),
        },
        index=result.index,
    )
    joined = reasons["active"]
    for name in ("granted", "inventions", "expiring"):
        joined = (joined + "; " + reasons[name]).str.strip("; ")
    unknown = members["unknown"].groupby(members["portfolio_id"]).sum().reindex(result.index).fillna(0)
    note = "; legal status unknown for " + unknown.astype(int).astype("str") + " families"
    joined = joined.where((joined == "") | (unknown == 0), joined + note)
    failed = joined != ""
    return result.assign(excluded_reason=joined.where(failed), is_candidate=~failed)


def _said(failed: pd.Series, words: str, found: pd.Series, sign: str, wanted: object) -> pd.Series:
    """Say why a gate is failed; an empty text where it is passed."""
    bound = wanted.astype("str") if isinstance(wanted, pd.Series) else str(wanted)
    return (words + found.astype("str") + sign + bound).where(failed.fillna(False), "").astype("str")


def _leaves(branch: pd.DataFrame, branch_assignment: pd.DataFrame) -> pd.DataFrame:
    """Every leaf a family is in, with the technology above the leaf."""
    above = technology_above(branch)
    held = branch_assignment.loc[
        branch_assignment["is_leaf"].fillna(False).to_numpy(dtype=bool), ["family_id", "branch_id"]
    ]
    return held.assign(technology=looked_up(held["branch_id"], above)).dropna(subset=["technology"])


def _measure_against(
    result: pd.DataFrame, facts: pd.DataFrame, branch: pd.DataFrame, branch_assignment: pd.DataFrame
) -> pd.DataFrame:
    """Add what a portfolio is held against: leaves and summed impact of its technology."""
    leaf = branch[branch["is_leaf"].fillna(False).to_numpy(dtype=bool)]
    above = looked_up(leaf["branch_id"], technology_above(branch))
    per_technology = above.value_counts()
    technology = looked_up(facts.index.to_series(), technologies(branch, branch_assignment))
    impact = facts["impact"].groupby(technology).sum(min_count=1)
    whole = result["branch_id"].isna()
    return result.assign(
        leaf_count=looked_up(result["branch_id"], per_technology).where(~whole, len(leaf)).astype("float64"),
        total_impact=looked_up(result["branch_id"], impact).where(~whole, facts["impact"].sum(min_count=1)),
        leaf_share=np.nan,
        is_critical=_critical(result, branch),
    )


def _critical(result: pd.DataFrame, branch: pd.DataFrame) -> pd.Series:
    """Whether the technology, or a leaf of it, is marked critical."""
    marked = branch[branch["is_critical"].fillna(False).to_numpy(dtype=bool)]
    above = set(looked_up(marked["branch_id"], technology_above(branch)).dropna())
    return result["branch_id"].isin(above)
