"""The noise of a score: counts, gaps, and what its pillars do not tell of quality."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from scoring import uncertainty
from scoring.tables import FAMILY_INDICATOR
from scoring.uncertainty import points_of
from tests.frames import rows


def test_citation_error_is_read_off_the_cohorts_curve():
    """Uncited 10, once 50, four times 90: a citation more or less moves the middle one most."""
    text = ["family_id | indicator | value | percentile"]
    for name, count, relevance, percentile in (("A", 0, 0.5, 10), ("B", 1, 0.75, 50), ("C", 4, 1.5, 90)):
        text.append(f"{name} | forward_citations | {count} | {percentile}")
        text.append(f"{name} | citation_relevance | {relevance} | {percentile}")
    indicators = rows(
        "\n".join(text), FAMILY_INDICATOR, cohort="c", cohort_level="year_field", cohort_size=1_000_000
    )
    error = uncertainty.measurement_error(indicators, pd.Index(["A", "B", "C"]), {"citation_relevance": 1.0})
    # C + 1 has standard error √5: relevance 1.5 ± 1.5·√5/6 → up: stays 90; down .941 is .2546 of the way.
    low, middle, high = points_of([10, 50, 90])
    down = middle + (high - middle) * (1.5 - 1.5 * 5**0.5 / 6 - 0.75) / 0.75
    assert error[2] == pytest.approx((high - down) / 2, abs=0.1)
    # B: .75 ± .75·√2/3 → up 1.104; down .396 is below the least: 10.
    up = middle + (high - middle) * (0.75 * 2**0.5 / 3) / 0.75
    assert error[1] == pytest.approx((up - low) / 2, abs=0.1)
    assert error[1] > error[0]


def test_what_is_not_measured_could_have_been_anything():
    """Half of the weight unmeasured, the rest at the middle of a million: .5 × 16.67 points."""
    indicators = rows(
        "family_id | indicator | value | percentile\nA | claim_count | 9 | 50\nA | market_coverage | | ",
        FAMILY_INDICATOR,
        cohort="c",
        cohort_size=1_000_000,
    )
    share = {"claim_count": 0.5, "market_coverage": 0.5}
    made = uncertainty.measurement_error(indicators, pd.Index(["A"]), share)
    assert made == pytest.approx([8.333], abs=1e-2)


def factor_world(loadings: tuple[float, ...], number: int) -> np.ndarray:
    rng = np.random.default_rng(4)
    quality = rng.standard_normal(number)
    errors = rng.standard_normal((number, len(loadings)))
    strength = np.array(loadings)
    return 50 + 10 * (quality[:, None] * strength + errors * np.sqrt(1 - strength**2))


def test_validity_is_read_off_the_pillars_correlations():
    """Loadings .8 .6 .7, weights ⅓: (.8 + .6 + .7) / √(3 + 2 (.48 + .56 + .42)) = .8632."""
    found = uncertainty.validity(factor_world((0.8, 0.6, 0.7), 40_000), np.full(3, 1 / 3))
    assert found == pytest.approx(0.8632, abs=0.01)


@pytest.mark.parametrize(
    "pillars", [factor_world((0.8, 0.6, 0.7), 499), factor_world((0.8, 0.0, 0.7), 5_000)]
)
def test_without_a_common_factor_to_see_the_literature_stands_in(pillars):
    """A third of the variance of quality is open: √(2/3)."""
    assert uncertainty.validity(pillars, np.full(3, 1 / 3)) == pytest.approx(0.8165, abs=1e-4)


def test_measurement_errors_are_part_of_the_whole_noise():
    """Score variance 100, ϱ² = ½ leaves 100 open; errors of mean square 50 are half of it."""
    score = np.array([40.0, 60.0])
    noise = uncertainty.score_noise(np.array([0.0, 10.0]), score, 0.5**0.5)
    assert noise.tolist() == pytest.approx([50**0.5, 150**0.5])
