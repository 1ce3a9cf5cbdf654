"""Builder `portfolio`: how strong each portfolio is, how sure that is, and what to do about it."""

from __future__ import annotations

import datetime

import numpy as np
import pandas as pd

from scoring import cultivation
from scoring.composite import competition_rank
from scoring.deadlines import next_urgent
from scoring.definitions import ranks_by_definition
from scoring.dimensions import (
    CONTROL,
    CRITICAL,
    DIMENSIONS,
    FEWER_PLACES,
    LEAVES,
    Holdings,
    holdings,
    rank_samples,
    raw_measures,
    scale,
)
from scoring.gates import PortfolioGate, gated
from scoring.holdings import critical_leaves, family_facts, leaves_held, technologies, technology_above
from scoring.keys import among, looked_up
from scoring.portfolio_columns import DEFINITIONS
from scoring.robustness import FIRST_PLACES, weighted_score
from scoring.shortfalls import absences, concentration, evidence, key_person_share
from scoring.tables import PORTFOLIO, PORTFOLIO_KINDS

WHOLE_INDUSTRY = "全产业"
BETWEEN_OWNERS = " + "


def portfolio(
    portfolio_member: pd.DataFrame,
    joint_owner: pd.DataFrame,
    family: pd.DataFrame,
    family_member: pd.DataFrame,
    family_indicator: pd.DataFrame,
    family_score: pd.DataFrame,
    candidate: pd.DataFrame,
    deadline: pd.DataFrame,
    applicant: pd.DataFrame,
    party: pd.DataFrame,
    branch: pd.DataFrame,
    branch_assignment: pd.DataFrame,
    *,
    as_of: datetime.date,
    gate: PortfolioGate,
    seed: int,
) -> pd.DataFrame:
    """Every portfolio: its strength in seven dimensions, rank with interval, class and next steps.

    Dimensions, score and rank are given to candidates, among candidates of the same kind; a
    portfolio that fails a gate is listed with the reason. A family of unknown legal status
    counts towards the gates while its term can still run, and is then to be verified; the
    counts themselves hold only what is known. A disputed family counts nowhere but in its own column.
    Evidence stands beside the score and adds nothing to it.

    Returns
    -------
    pandas.DataFrame
        `portfolio`.
    """
    facts = family_facts(family, family_indicator, family_score, candidate, as_of)
    leaves = leaves_held(branch, branch_assignment)
    facts["critical"] = _critical_family(facts.index, branch, leaves)
    facts[["extension_due", "entry_due", "fee_due"]] = next_urgent(facts.index.to_series(), deadline)
    members = portfolio_member.merge(facts.reset_index(), on="family_id", how="inner")
    undisputed = members["excluded_reason"].isna()
    for column in ("alive", "granted", "known_active", "known_granted", "unknown"):
        members[column] &= undisputed
    living = members[members["alive"]]
    result = _describe(portfolio_member, members, applicant, branch, joint_owner)
    result = gated(result, members, gate)
    result = _measure_against(result, facts, branch, branch_assignment)
    result = _ranked(result, living, leaves, seed)
    chosen = result[result["is_candidate"]]
    of_chosen = living[among(living["portfolio_id"], chosen.index)]
    result = result.join(evidence(members, candidate, result.index))
    result = result.join(absences(of_chosen, chosen, family_member, branch, branch_assignment))
    result["key_person_share"] = key_person_share(of_chosen, party, family_member).reindex(result.index)
    result = cultivation.cultivate(result, members, gate.min_active, gate.min_granted)
    return result.reset_index()[PORTFOLIO.column_names]


def _ranked(result: pd.DataFrame, living: pd.DataFrame, leaves: pd.DataFrame, seed: int) -> pd.DataFrame:
    """The portfolios with dimensions, score and ranks, kind by kind."""
    result = result.copy()
    # A kind without candidates keeps these columns empty.
    scored = (*(d for d in DIMENSIONS if d != "control_share"), "score", "p_top", "p_top_five")
    for column in (*scored, "control_share", "critical_share"):
        result[column] = np.nan
    for column in ("rank", "rank_low", "rank_high", *(f"rank_{name}" for name in DEFINITIONS)):
        result[column] = pd.array([pd.NA] * len(result), dtype="Int64")
    result["weakest_dimension"] = pd.Series(pd.NA, index=result.index, dtype="str")
    for step, kind in enumerate(PORTFOLIO_KINDS):
        of_kind = result[result["kind"] == kind]
        if not len(of_kind):
            continue
        raw = raw_measures(holdings(living, leaves, of_kind))
        result.loc[of_kind.index, "control_share"] = np.clip(raw[:, CONTROL], 0.0, 1.0)
        result.loc[of_kind.index, "leaf_share"] = raw[:, LEAVES]
        result.loc[of_kind.index, "critical_share"] = np.clip(raw[:, CRITICAL], 0.0, 1.0)
        chosen = of_kind[of_kind["is_candidate"]]
        if len(chosen):
            ranked = _rank(holdings(living, leaves, chosen), chosen.index, seed + step)
            result.loc[chosen.index, ranked.columns] = ranked
    return result


def _rank(held: Holdings, index: pd.Index, seed: int) -> pd.DataFrame:
    """Dimensions, score and rank with its interval, of the candidates of one kind."""
    scaled = scale(raw_measures(held))
    score = np.round(weighted_score(scaled, np.ones(len(DIMENSIONS))), 9)
    rank = competition_rank(score)
    low, high, p_top, p_top_five = rank_samples(held, seed=seed)
    result = pd.DataFrame(scaled, index=index, columns=list(DIMENSIONS)).drop(columns="control_share")
    weakest = np.nanargmin(scaled, axis=1)
    uneven = np.nanmax(scaled, axis=1) > np.nanmin(scaled, axis=1)
    result["score"] = score
    result["rank"] = pd.array(rank, dtype="Int64")
    result["rank_low"] = pd.array(np.minimum(low, rank), dtype="Int64")
    result["rank_high"] = pd.array(np.maximum(high, rank), dtype="Int64")
    # Among ten or fewer everybody is among the first ten: that says nothing.
    result["p_top"] = p_top if len(p_top) > FIRST_PLACES else np.nan
    result["p_top_five"] = p_top_five if len(p_top) > FEWER_PLACES else np.nan
    for name, other in ranks_by_definition(held).items():
        result[f"rank_{name}"] = pd.array(other, dtype="Int64")
    names = pd.Series(np.array(DIMENSIONS)[weakest], index=index, dtype="str")
    result["weakest_dimension"] = names.where(uneven)
    return result


def _describe(
    portfolio_member: pd.DataFrame,
    members: pd.DataFrame,
    applicant: pd.DataFrame,
    branch: pd.DataFrame,
    joint_owner: pd.DataFrame,
) -> pd.DataFrame:
    """Who and what each portfolio is, and its counts; indexed by portfolio_id."""
    first = portfolio_member.drop_duplicates("portfolio_id").set_index("portfolio_id").sort_index()
    result = first[["kind", "applicant_id", "branch_id"]].copy()
    owner = applicant.set_index("applicant_id")
    joint = joint_owner.sort_values(["portfolio_id", "place"], kind="stable")
    joint = joint.assign(name=looked_up(joint["applicant_id"], owner["name"]).fillna(joint["applicant_id"]))
    names = joint.groupby("portfolio_id")["name"].agg(BETWEEN_OWNERS.join).astype("str")
    lone = looked_up(result["applicant_id"], owner["name"])
    result["owner"] = lone.where(result["applicant_id"].notna(), looked_up(result.index, names))
    result["owner_count"] = joint.groupby("portfolio_id").size().reindex(result.index).astype("Int64")
    result["coverage_gain"] = joint.groupby("portfolio_id")["coverage_gain"].first().reindex(result.index)
    result["is_zone_member"] = looked_up(result["applicant_id"], owner["is_zone_member"]).astype("boolean")
    # Pools and pairs are made of owners in the zone.
    result["is_zone_member"] = result["is_zone_member"].mask(result["applicant_id"].isna(), True)
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
    result["disputed_count"] = members["excluded_reason"].notna().groupby(members["portfolio_id"]).sum()
    result["asset_index"] = groups["impact"].sum(min_count=1)
    top = groups["impact"].max()
    result["top_share"] = (top / result["asset_index"]).where(result["asset_index"] > 0).clip(0.0, 1.0)
    result["mean_score"] = alive["score"].mean()
    result["median_age"] = alive["age"].median()
    result = result.join(concentration(members["impact"], members["portfolio_id"], result.index))
    counts = ["family_count", "active_count", "granted_count", "high_value_count", "disputed_count"]
    counts += ["provisional_active", "provisional_granted"]
    result[counts] = result[counts].fillna(0).astype("Int64")
    # Of statuses that are all unknown there is nothing to count.
    result.loc[groups["unknown"].all(), ["active_count", "granted_count"]] = pd.NA
    open_ = groups["undecided"].any() & ~groups["high_value"].any()
    result.loc[open_.reindex(result.index).eq(True), "high_value_count"] = pd.NA
    return result


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


def _critical_family(families: pd.Index, branch: pd.DataFrame, leaves: pd.DataFrame) -> pd.Series:
    """1 where a family is in a critical leaf, 0 where not; NaN where it is in none, or none is marked."""
    marked = critical_leaves(branch)
    if not len(marked):
        return pd.Series(np.nan, index=families)
    held = among(families, leaves.loc[among(leaves["branch_id"], marked), "family_id"])
    known = among(families, leaves["family_id"])
    return pd.Series(np.where(known, held.astype("float64"), np.nan), index=families)
