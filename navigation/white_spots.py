"""Builder `white_spot`: leaf by effect, observed beside expected, and where both grow."""

from __future__ import annotations

import datetime

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from corpus import contract, terms
from navigation.effect_words import EFFECTS
from navigation.enterprise_tables import WHITE_SPOT
from navigation.holdings import in_window
from navigation.thresholds import Thresholds

LEAST_EXPECTED = 5.0
MOST_LIFT = 0.2


def expected(observed: ArrayLike) -> NDArray[np.float64]:
    r"""Counts under independence, :math:`E_{ij} = R_i C_j / T`; NaN where nothing is counted."""
    counts = np.asarray(observed, dtype=np.float64)
    total = counts.sum()
    found: NDArray[np.float64] = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / (total or np.nan)
    return found


def white_spot(
    family: pd.DataFrame,
    branch: pd.DataFrame,
    branch_assignment: pd.DataFrame,
    branch_profile: pd.DataFrame,
    family_effect: pd.DataFrame,
    *,
    reach: datetime.date,
    thresholds: Thresholds,
) -> pd.DataFrame:
    """Every leaf with every effect; a white spot where families are missing that chance would bring.

    A family counts once per leaf and effect it has. A cell is a white spot if at least 5 families
    are expected, fewer than a fifth of them are there, and leaf and effect both grow. An empty cell
    in which few are expected says nothing.
    """
    leaves = branch.loc[branch["is_leaf"].fillna(False).to_numpy(dtype=bool), "branch_id"]
    placed = branch_assignment.loc[branch_assignment["branch_id"].isin(leaves), ["family_id", "branch_id"]]
    pairs = placed.merge(family_effect, on="family_id")
    grid = pairs.groupby(["branch_id", "effect"]).size().unstack(fill_value=0)
    grid = grid.reindex(index=pd.Index(leaves), columns=pd.Index(list(EFFECTS)), fill_value=0)
    cells = pd.MultiIndex.from_product([grid.index, grid.columns], names=["branch_id", "effect"])
    table = pd.DataFrame({"family_count": grid.to_numpy().ravel()}, index=cells).reset_index()
    table["expected_count"] = expected(grid.to_numpy()).ravel()
    table["lift"] = table["family_count"] / table["expected_count"].where(table["expected_count"] > 0)
    table["growth"] = table["branch_id"].map(branch_profile.set_index("branch_id")["growth"])
    rising = _growth(family, family_effect, terms.last_complete_year(reach), thresholds)
    table["effect_growth"] = table["effect"].map(rising)
    table["is_white_spot"] = (
        (table["expected_count"] >= LEAST_EXPECTED)
        & (table["lift"] < MOST_LIFT)
        & (table["growth"] > 0)
        & (table["effect_growth"] > 0)
    )
    return contract.cast(table[WHITE_SPOT.column_names], WHITE_SPOT)


def _growth(
    family: pd.DataFrame, family_effect: pd.DataFrame, last: int, thresholds: Thresholds
) -> pd.Series:
    """Growth of each effect between the two windows of complete years; NA where few came before."""
    years = family_effect["family_id"].map(family.set_index("family_id")["priority_year"])
    length = thresholds.window_years
    recent, prior = (
        family_effect.loc[in_window(years, end, length), "effect"].value_counts().reindex(list(EFFECTS))
        for end in (last, last - length)
    )
    recent, prior = recent.fillna(0), prior.fillna(0)
    found: pd.Series = ((recent - prior) / prior.where(prior >= thresholds.min_n)).astype("float64")
    return found
