"""Ties of subclasses and the strategic diagram."""

from __future__ import annotations

import pandas as pd
import pytest

from corpus import contract
from corpus.contract import empty
from corpus.tables import CLASSIFICATION
from navigation.cooccurrence import cooccurrence, technology_theme
from navigation.tables import COOCCURRENCE, TECHNOLOGY_THEME


def held(groups: list[tuple[str, int]]) -> pd.DataFrame:
    """Symbols of families: each group of subclasses stands in so many families."""
    lines = []
    for place, (codes, times) in enumerate(groups):
        for n in range(times):
            lines += [(f"F{place}-{n}", "IPC", f"{code}1/00", code) for code in codes.split()]
    frame = pd.DataFrame(lines, columns=["family_id", "scheme", "symbol", "subclass"])
    return contract.cast(frame.assign(is_main=False)[CLASSIFICATION.column_names], CLASSIFICATION)


def test_equivalence_is_joint_families_squared_over_both_sizes():
    symbols = held([("H01M B60L", 4), ("H01M", 4), ("B60L", 1), ("H01M A61K", 1), ("A61K", 2)])
    made = contract.check(cooccurrence(symbols), COOCCURRENCE)
    # A61K has three families only, fewer than five: left out.
    assert made[["subclass", "partner_subclass", "family_count"]].to_numpy().tolist() == [["B60L", "H01M", 4]]
    assert made["equivalence"].iloc[0] == pytest.approx(16 / (9 * 5))


def test_centrality_is_ties_outside_density_ties_within_over_subclasses():
    pairs = ("A01B A01C", "B23B B23Q", "C12N C12Q", "H04L H04W")
    symbols = held([(pair, 10) for pair in pairs] + [("A01B B23B", 4), ("C12N", 3)])
    made = contract.check(technology_theme(cooccurrence(symbols), symbols, seed=1), TECHNOLOGY_THEME)
    found = made.set_index("theme_id")
    assert [sorted(codes) for codes in found.loc[["A01B", "C12N"], "subclasses"]] == [
        ["A01B", "A01C"],
        ["C12N", "C12Q"],
    ]
    outside = 16 / (14 * 14)  # A01B with B23B
    assert found.loc["A01B", "link_centrality"] == pytest.approx(outside)
    assert found.loc["B23B", "link_centrality"] == pytest.approx(outside)
    assert found.loc["A01B", "link_density"] == pytest.approx(100 / (14 * 10) / 2)
    assert found.loc["C12N", "link_density"] == pytest.approx(100 / (13 * 10) / 2)
    assert found.loc["H04L", "link_density"] == pytest.approx(1 / 2)
    # Medians: centrality (0 + 16/196) / 2 of 0, 0, o, o; density between 0.357 and 0.385.
    assert found["quadrant"].to_dict() == {
        "A01B": "basic",
        "B23B": "basic",
        "C12N": "specialised",
        "H04L": "specialised",
    }
    assert found.loc["A01B", "family_count"] == 14


def test_few_themes_have_no_quadrant_and_no_symbols_no_themes():
    symbols = held([("A01B A01C", 10), ("B23B B23Q", 10)])
    assert technology_theme(cooccurrence(symbols), symbols, seed=1)["quadrant"].isna().all()
    none = empty(CLASSIFICATION)
    assert contract.check(cooccurrence(none), COOCCURRENCE).empty
    assert contract.check(technology_theme(cooccurrence(none), none, seed=1), TECHNOLOGY_THEME).empty
