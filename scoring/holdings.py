"""What a portfolio needs to know of each family, gathered once."""

from __future__ import annotations

import datetime

import numpy as np
import numpy.typing as npt
import pandas as pd

from corpus.terms import last_complete_year
from scoring.keys import looked_up

LONGEST_TERM_YEARS = 21
RECENT_YEARS = 3
EXPIRING_YEARS = 5.0
TECHNOLOGY_LEVEL = 2


def technology_above(branch: pd.DataFrame) -> pd.Series:
    """Which technology each branch lies in, by branch_id: its forebear on the second level.

    A branch on the first or second level is its own technology.
    """
    known = branch.set_index("branch_id")
    parent, level = known["parent_id"], known["level"]
    at = pd.Series(known.index, index=known.index, dtype="str")
    for _ in range(int(level.max()) if len(level) else 0):
        deep = looked_up(at, level).fillna(0) > TECHNOLOGY_LEVEL
        at = at.where(~deep.to_numpy(dtype=bool), looked_up(at, parent))
    return at


def technologies(branch: pd.DataFrame, branch_assignment: pd.DataFrame) -> pd.Series:
    """Technology of each family's primary leaf, by family_id."""
    chosen = branch_assignment["is_leaf"].fillna(False) & branch_assignment["is_primary"].fillna(False)
    primary = branch_assignment[chosen.to_numpy(dtype=bool)].drop_duplicates("family_id")
    return looked_up(primary.set_index("family_id")["branch_id"], technology_above(branch)).dropna()


def leaves_held(branch: pd.DataFrame, branch_assignment: pd.DataFrame) -> pd.DataFrame:
    """Every leaf a family is in, with the technology above the leaf: family_id, branch_id, technology."""
    above = technology_above(branch)
    leaf = branch_assignment["is_leaf"].fillna(False).to_numpy(dtype=bool)
    held = branch_assignment.loc[leaf, ["family_id", "branch_id"]]
    return held.assign(technology=looked_up(held["branch_id"], above)).dropna(subset=["technology"])


def critical_leaves(branch: pd.DataFrame) -> pd.Index:
    """Leaves marked critical, or below a branch that is."""
    marked = branch.set_index("branch_id")["is_critical"].fillna(False).astype("bool")
    parent = branch.set_index("branch_id")["parent_id"]
    at, found = pd.Series(marked.index, index=marked.index, dtype="str"), marked.copy()
    for _ in range(int(branch["level"].max()) if len(branch) else 0):
        at = looked_up(at, parent)
        found |= looked_up(at, marked).fillna(False).astype("bool")
    leaf = branch["is_leaf"].fillna(False).to_numpy(dtype=bool)
    return found.index[found.to_numpy() & leaf]


def owners(family_applicant: pd.DataFrame) -> pd.DataFrame:
    """Owner and share of every family; applicants stand in where no owner is known."""
    share = family_applicant["owner_share"].fillna(0.0)
    known = share.groupby(family_applicant["family_id"]).transform("max") > 0
    share = share.where(known, family_applicant["share"].fillna(0.0))
    held = family_applicant[["family_id", "applicant_id"]].assign(owner_share=share)
    return held[held["owner_share"] > 0].reset_index(drop=True)


def family_facts(
    family: pd.DataFrame,
    family_indicator: pd.DataFrame,
    family_score: pd.DataFrame,
    candidate: pd.DataFrame,
    as_of: datetime.date,
) -> pd.DataFrame:
    """One row per family, indexed by family_id, with what gates, dimensions and classes read.

    `alive` is active, or of unknown status while the term can still run.
    """
    known = family.set_index("family_id")
    today = pd.Timestamp(as_of)
    unknown, sure = _unknown(known, as_of), _sure(known)
    invention = (known["ip_right"] == "invention").to_numpy(dtype=bool)
    granted = known["is_granted"].astype("boolean").fillna(False).to_numpy(dtype=bool)
    force = known["is_in_force"].astype("boolean")
    alive = sure | unknown
    facts = pd.DataFrame(index=known.index)
    facts["invention"] = invention
    facts["known_active"] = sure
    facts["unknown"] = unknown
    facts["alive"] = alive
    facts["known_granted"] = invention & granted & force.fillna(False).to_numpy(dtype=bool)
    facts["granted"] = invention & granted & force.fillna(True).to_numpy(dtype=bool) & alive
    value = _values(family_indicator, known.index)
    facts["relevance"] = value["citation_relevance"].where(invention)
    facts["coverage"] = value["market_coverage"]
    facts["impact"] = value["citation_impact"]
    facts["remaining"] = value["remaining_term"]
    expiring = (facts["remaining"] < EXPIRING_YEARS).astype("float64")
    facts["expiring"] = expiring.where(facts["remaining"].notna())
    facts["claims"] = _column(family_indicator, "claim_count", "percentile", known.index).where(invention)
    facts["score"] = family_score.set_index("family_id")["score"].reindex(known.index)
    flagged = candidate.set_index("family_id")
    hit = flagged["is_high_value"].reindex(known.index).astype("boolean").fillna(False)
    facts["high_value"] = hit.to_numpy(dtype=bool)
    facts["undecided"] = flagged["is_high_value"].reindex(known.index).isna().to_numpy(dtype=bool)
    early = _column(family_indicator, "forward_citations_5y", "percentile", known.index)
    facts["early"] = early.where(invention)
    facts["has_event"] = _has_event(known)
    facts["age"] = (today - known["earliest_priority_date"]).dt.days / 365.25
    last = last_complete_year(as_of)
    year = known["priority_year"].astype("Float64").to_numpy(dtype=np.float64, na_value=np.nan)
    facts["recent"] = (year > last - RECENT_YEARS) & (year <= last)
    return facts


def is_alive(known: pd.DataFrame, as_of: datetime.date) -> npt.NDArray[np.bool_]:
    """Whether each family is active, or of unknown status while its term can still run.

    Parameters
    ----------
    known
        `family`, indexed by family_id.
    """
    return _sure(known) | _unknown(known, as_of)


def _sure(known: pd.DataFrame) -> npt.NDArray[np.bool_]:
    return known["is_active"].astype("boolean").fillna(False).to_numpy(dtype=bool)


def _unknown(known: pd.DataFrame, as_of: datetime.date) -> npt.NDArray[np.bool_]:
    end = known["earliest_priority_date"] + pd.DateOffset(years=LONGEST_TERM_YEARS)
    over = (end < pd.Timestamp(as_of)).to_numpy(dtype=bool)
    open_: npt.NDArray[np.bool_] = known["is_active"].isna().to_numpy(dtype=bool) & ~over
    return open_


def _values(family_indicator: pd.DataFrame, families: pd.Index) -> pd.DataFrame:
    names = ["citation_relevance", "market_coverage", "citation_impact", "remaining_term"]
    wide = {name: _column(family_indicator, name, "value", families) for name in names}
    return pd.DataFrame(wide, index=families)


def _column(family_indicator: pd.DataFrame, name: str, column: str, families: pd.Index) -> pd.Series:
    rows = family_indicator[(family_indicator["indicator"] == name).to_numpy()]
    return rows.set_index("family_id")[column].reindex(families)


def _has_event(known: pd.DataFrame) -> np.ndarray:
    """Whether a transfer, licence, pledge, lawsuit or award is on record."""
    counts = known[["transfer_count", "licence_count", "pledge_count", "litigation_count"]]
    return (counts.fillna(0).sum(axis=1) > 0).to_numpy(dtype=bool) | known["awards"].notna().to_numpy()
