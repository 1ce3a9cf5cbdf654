"""How the ranking moves when one definition is changed."""

from __future__ import annotations

import pytest

from corpus import contract
from scoring.comparison_columns import SWITCHES
from scoring.sensitivity import sensitivity
from scoring.tables import SENSITIVITY
from tests.scoring import worlds

TABLES = ("family_score", "score_contribution", "family_indicator", "cohort")


def sensitivity_of(weights: dict[str, float] | None = None, **kind: object):
    made = worlds.score(worlds.random_world(800, seed=6, right="invention", **kind), weights=weights or {})
    frame = sensitivity(**{name: made[name] for name in TABLES}, weights=weights or {})
    return made, contract.check(frame, SENSITIVITY).set_index("switch")


def test_every_switch_has_a_row_with_figures_and_a_sentence():
    made, frame = sensitivity_of()
    assert list(frame.index) == list(SWITCHES)
    ranked = made["family_score"]["score"].notna().sum()
    assert frame.loc["equal_weights", "n"] == ranked
    assert frame.loc["equal_weights", "top_k"] == ranked // 10
    assert frame["kendall_tau"].between(0.2, 1).all()
    assert frame["top_k_jaccard"].between(0, 1).all()
    assert frame["explanation_zh"].str.contains("Kendall").all()


def test_a_score_of_one_indicator_ranks_alike_on_any_rising_scale():
    """Market coverage alone: plain percentiles and equal weights change nothing."""
    only = {"citation_relevance": 0, "claim_count": 0, "remaining_term": 0, "legal_standing": 0}
    _, frame = sensitivity_of(only)
    for switch in ("equal_weights", "percentiles", "geometric_mean"):
        assert frame.loc[switch, "kendall_tau"] == pytest.approx(1.0)
        assert frame.loc[switch, "top_k_jaccard"] == pytest.approx(1.0)
    assert frame.loc["window_5y", "n"] == 0


def test_what_the_data_cannot_tell_has_no_figures():
    """Vendors' counts know no window and no self-citations."""
    _, frame = sensitivity_of(citations="counts")
    for switch in ("window_3y", "window_5y", "with_self_citations"):
        assert frame.loc[switch, "n"] == 0
        assert frame.loc[switch].drop("n").isna().all()
