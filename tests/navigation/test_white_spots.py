"""Leaf by effect: observed and expected."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from corpus import contract
from navigation.effects import family_effect
from navigation.enterprise_tables import FAMILY_EFFECT, WHITE_SPOT
from navigation.thresholds import Thresholds
from navigation.white_spots import expected, white_spot
from tests.navigation.reports.invented import table


def test_t14_expected_counts():
    """T-14: [[30, 10], [20, 0]] gives [[33.333, 6.667], [16.667, 3.333]]."""
    found = expected([[30, 10], [20, 0]])
    np.testing.assert_allclose(found, [[33.3333, 6.6667], [16.6667, 3.3333]], atol=1e-3)


def spots(counts: dict[tuple[str, str], int], growth: float = 0.5) -> pd.DataFrame:
    """The table for so many families in each cell of two leaves and two effects, all recent enough."""
    cells = [(b, e, f"{b}{e}{i}", i) for (b, e), n in counts.items() for i in range(n)]
    ids = [c[2] for c in cells]
    # One family in three before the window, two within it: every effect grows.
    years = [2018 if c[3] % 3 == 0 else 2021 for c in cells]
    made = white_spot(
        table("family", family_id=ids, priority_year=years),
        table("branch", branch_id=["a", "b"], is_leaf=[True, True]),
        table(
            "branch_assignment", family_id=ids, branch_id=[c[0] for c in cells], is_leaf=[True] * len(ids),
            evidence=["symbol"] * len(ids),
        ),
        table("branch_profile", branch_id=["a", "b"], growth=[growth, growth]),
        table("family_effect", family_id=ids, effect=[c[1] for c in cells]),
        reach=dt.date(2024, 1, 1),
        thresholds=Thresholds(),
    )  # fmt: skip
    return contract.check(made, WHITE_SPOT).set_index(["branch_id", "effect"])


def test_t14_an_empty_cell_with_few_expected_is_no_white_spot():
    """T-14: the empty cell is not flagged, E < 5."""
    found = spots({("a", "cost"): 30, ("a", "noise"): 10, ("b", "cost"): 20})
    cell = found.loc[("b", "noise")]
    assert cell["family_count"] == 0 and abs(cell["expected_count"] - 3.3333) < 1e-3
    assert not cell["is_white_spot"]


def test_a_cell_with_enough_expected_and_few_there_is_one_where_both_grow():
    counts = {("a", "cost"): 60, ("a", "noise"): 40, ("b", "cost"): 60, ("b", "noise"): 1}
    found = spots(counts)
    cell = found.loc[("b", "noise")]
    assert abs(cell["expected_count"] - 61 * 41 / 161) < 1e-6 and cell["lift"] < 0.2
    assert cell["is_white_spot"] and not found.drop(("b", "noise"))["is_white_spot"].any()
    assert not spots(counts, growth=-0.1)["is_white_spot"].any()


def test_effects_are_read_in_both_languages_and_not_from_designs():
    family = table(
        "family",
        family_id=["F1", "F2", "F3", "F4"],
        ip_right=["invention", "invention", "design", None],
        title=["一种降噪的起落架", None, "降噪外壳", "一种轴承"],
        title_en=[None, "Landing gear with reduced NOISE", None, None],
        abstract=["结构简单，成本低", None, None, "一种轴承，包括内圈。"],
    )
    found = contract.check(family_effect(family), FAMILY_EFFECT)
    held = {(r.family_id, r.effect) for r in found.itertuples()}
    assert held == {("F1", "noise"), ("F1", "convenience"), ("F1", "cost"), ("F2", "noise")}
