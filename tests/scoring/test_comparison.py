"""Other ways to make one number: the textbook's figures."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from corpus import contract
from corpus.tables import FAMILY
from scoring import comparison
from scoring.comparison_columns import ALTERNATIVES
from scoring.tables import SCORE_COMPARISON
from tests.scoring import worlds


def test_t23_oecd_quality_composites():
    """T-23: four components .4375, six .441667; two are too few."""
    four = pd.DataFrame(
        {"fwd": [0.5, 0.5], "family": [0.25, np.nan], "claims": [0.4, 0.4], "gen": [0.6, np.nan]}
    )
    made = comparison.quality_composite(four)
    assert made["value"].tolist() == pytest.approx([0.4375, np.nan], nan_ok=True)
    assert made["components_used"].tolist() == [4, 2]
    six = four.head(1).assign(backward=0.3, lag=0.6)
    assert comparison.quality_composite(six)["value"].item() == pytest.approx(0.441667, abs=1e-6)


def test_t33_latent_quality():
    """T-33: loadings .7 .4 .3 .5 and z 1 0 1 .5."""
    estimate, weight, residual = comparison.latent_quality(
        np.array([1, 0, 1, 0.5]), np.array([0.7, 0.4, 0.3, 0.5])
    )
    assert weight == pytest.approx([0.531276, 0.184320, 0.127606, 0.258048], abs=1e-6)
    assert estimate == pytest.approx(0.787907, abs=1e-6)
    assert residual == pytest.approx(0.387073, abs=1e-6)


def test_t34_area_under_curve():
    """T-34: 9 of 12 pairs in order; a tie counts half; undefined with one kind of outcome."""
    score = np.array([0.9, 0.7, 0.4, 0.8, 0.5, 0.3, 0.1])
    outcome = np.array([True, True, True, False, False, False, False])
    assert comparison.area_under_curve(score, outcome) == pytest.approx(0.75)
    assert comparison.area_under_curve(np.array([1.0, 1.0]), np.array([True, False])) == pytest.approx(0.5)
    assert np.isnan(comparison.area_under_curve(score, np.ones(7, dtype=bool)))


def test_t38_geometric_mean_does_not_forgive_a_weakness():
    """T-38: (.9, .1) is .50 arithmetic and .30 geometric; (.5, .5) is .50 in both."""
    values = np.array([[0.9, 0.1], [0.5, 0.5]])
    assert values.mean(axis=1) == pytest.approx([0.5, 0.5])
    assert comparison.geometric_mean(values) == pytest.approx([0.3, 0.5])
    assert comparison.geometric_mean(np.array([[0.0, 1.0]])) == pytest.approx([0.0])


def test_t41_entropy_weights():
    """T-41: X = [[8, 3], [5, 5], [2, 7]]."""
    dispersion, weight = comparison.entropy_weights(np.array([[8, 3], [5, 5], [2, 7]], dtype=float))
    assert dispersion == pytest.approx([0.116963, 0.049931], abs=1e-6)
    assert weight == pytest.approx([0.700820, 0.299180], abs=1e-6)


def test_t41_a_constant_column_weighs_nothing():
    _, weight = comparison.entropy_weights(np.array([[4, 3], [4, 5], [4, 7]], dtype=float))
    assert weight == pytest.approx([0, 1])
    _, equal = comparison.entropy_weights(np.full((3, 2), 4.0))
    assert equal == pytest.approx([0.5, 0.5])


def test_t42_topsis():
    """T-42: the same X with equal weights."""
    made = comparison.topsis(np.array([[8, 3], [5, 5], [2, 7]], dtype=float))
    assert made == pytest.approx([0.586275, 0.5, 0.413725], abs=1e-6)


def test_t43_topsis_reverses_ranks():
    """T-43: A before B; with C added B before A."""
    assert comparison.topsis(np.array([[6, 8], [9, 5]], dtype=float)) == pytest.approx(
        [0.534139, 0.465861], abs=1e-6
    )
    a, b, _ = comparison.topsis(np.array([[6, 8], [9, 5], [2, 9]], dtype=float))
    assert (a, b) == pytest.approx((0.603003, 0.674722), abs=1e-6)


def test_t33_loadings_are_found_again_in_the_correlations_they_make():
    """The loadings of T-33, from r_jk = λ_j λ_k."""
    loading = np.array([0.7, 0.4, 0.3, 0.5])
    correlation = np.outer(loading, loading)
    np.fill_diagonal(correlation, 1.0)
    assert comparison.fitted_loadings(correlation) == pytest.approx(loading, abs=1e-4)


@pytest.fixture(scope="module")
def compared():
    made = worlds.score(worlds.random_world(1_500, seed=11, right="invention", citations="counts"))
    score = made["family_score"].set_index("family_id")["score"]
    stated = (score.rank() * 1.0).round(1)  # a vendor that says what we say
    family = made["family"].assign(
        vendor_value=stated.reindex(made["family"]["family_id"]).astype("str").array
    )
    tables = {n: made[n] for n in ("family_score", "family_indicator", "score_contribution")}
    frame = comparison.score_comparison(**tables, family=contract.cast(family, FAMILY))
    return made, contract.check(frame, SCORE_COMPARISON).set_index("alternative")


def test_every_alternative_has_a_row_and_agrees_somewhat(compared):
    made, frame = compared
    assert list(frame.index) == list(ALTERNATIVES)
    ranked = made["family_score"]["score"].notna().sum()
    for name in ("equal_weights", "latent_factor", "entropy", "topsis", "geometric_mean", "vendor_value"):
        assert frame.loc[name, "n"] == ranked
        assert frame.loc[name, "rank_correlation"] > 0.3
    # Generality needs links: three components are left of the four.
    assert frame.loc["quality_4", "n"] == ranked


def test_an_agreement_that_says_nothing_new_is_explained(compared):
    _, frame = compared
    assert frame.loc["vendor_value", "rank_correlation"] == pytest.approx(1.0)
    assert "不构成独立佐证" in frame.loc["vendor_value", "explanation_zh"]
    told = frame["rank_correlation"].abs().gt(0.95) | frame["rank_correlation"].abs().lt(0.3)
    assert (frame["explanation_en"].notna() == told).all()


def test_without_families_there_are_rows_without_figures():
    made = worlds.score(worlds.random_world(30, seed=1, right="design"))
    tables = {n: made[n] for n in ("family_score", "family_indicator", "score_contribution", "family")}
    frame = contract.check(comparison.score_comparison(**tables), SCORE_COMPARISON)
    assert frame["rank_correlation"].isna().all() and frame["n"].eq(0).all()
