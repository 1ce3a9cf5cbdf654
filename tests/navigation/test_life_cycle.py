"""Life cycle, survival and publication lag against worked numbers."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from navigation.life_cycle import (
    completeness,
    compound_growth,
    fit_curve,
    four_coefficients,
    growth,
    kaplan_meier,
    life_cycle_stage,
    logistic,
    maintenance_rate,
    nowcast,
    nowcast_band,
)
from navigation.thresholds import Thresholds


def test_growth_and_compound_growth_t06():
    assert growth(50, 62) == pytest.approx(0.24)
    assert compound_growth(40, 64, 4) == pytest.approx(0.124683, abs=5e-7)
    assert math.isnan(growth(0, 5))
    assert math.isnan(compound_growth(0, 5, 4))


def test_four_coefficients_t08():
    inventions = pd.Series({2014: 999, 2016: 30, 2017: 36, 2018: 44, 2019: 50, 2020: 60})
    found = four_coefficients(inventions, utility_models=40, designs=25)
    assert found.growth == pytest.approx(0.272727, abs=5e-7)
    assert found.maturity == pytest.approx(0.600000)
    assert found.ageing == pytest.approx(0.800000)
    assert found.novelty == pytest.approx(0.659075, abs=5e-7)
    assert math.isnan(four_coefficients(pd.Series({2020: 0}), 0, 0).maturity)


def test_logistic_curve_t09():
    assert [logistic(year, 1000, 2015, 12) for year in (2009, 2015, 2021)] == pytest.approx([100, 500, 900])


def test_a_curve_is_found_again_from_its_own_points():
    years = np.arange(2000, 2026)
    yearly = pd.Series(np.diff(logistic(years, 1000, 2015, 12), prepend=0), index=years)
    found = fit_curve(yearly, 2025)
    assert found.refusal is None
    assert found.midpoint == pytest.approx(2015, abs=0.3)
    assert found.ceiling == pytest.approx(1000, rel=0.03)
    assert found.duration == pytest.approx(12, rel=0.05)
    assert found.reached == pytest.approx(0.975, abs=0.02)


def test_a_curve_is_refused_when_it_could_not_be_trusted():
    short = pd.Series(10, index=range(2015, 2024))
    assert "ten" in str(fit_curve(short, 2023).refusal)
    assert "ten" in str(fit_curve(pd.Series(dtype="float64"), 2023).refusal)
    years = np.arange(2000, 2014)
    before_midpoint = pd.Series(np.diff(logistic(years, 1000, 2015, 12), prepend=0), index=years)
    assert "midpoint" in str(fit_curve(before_midpoint, 2013).refusal)
    explosive = pd.Series(np.diff(2.0 ** np.arange(12), prepend=0), index=range(2010, 2022))
    assert "five times" in str(fit_curve(explosive, 2021).refusal)


def test_incomplete_years_do_not_bend_the_curve():
    years = np.arange(2000, 2026)
    yearly = pd.Series(np.diff(logistic(years, 1000, 2015, 12), prepend=0), index=years)
    cut = pd.concat([yearly, pd.Series({2026: 0.0, 2027: 0.0})])
    assert fit_curve(cut, 2025) == fit_curve(yearly, 2025)


def test_maintenance_rate_t12():
    assert maintenance_rate(84, 120) == pytest.approx(0.70)
    assert math.isnan(maintenance_rate(0, 0))


def test_kaplan_meier_t13():
    found = kaplan_meier(pd.Series([4, 6, 7, 9, 10]), pd.Series([True, True, False, True, False]))
    assert found["time"].tolist() == [4, 6, 9]
    assert found["survival"].tolist() == pytest.approx([0.80, 0.60, 0.30])
    assert found["at_risk"].tolist() == [5, 4, 2]


def test_the_band_of_t47_is_of_what_is_still_unseen():
    """110 seen at .55: 90 unseen with variance 110·.45/.55² = 163.636; 200 ± 1.959964·12.792043."""
    low, high = nowcast_band(pd.Series([110, 110, 0]), pd.Series([0.55, 0.2, 0.55]), 0.30)
    assert low[0] == pytest.approx(174.92806, abs=1e-4) and high[0] == pytest.approx(225.07194, abs=1e-4)
    assert pd.isna(low[1]) and pd.isna(high[1])
    assert low[2] == high[2] == 0


def test_nowcast_t47():
    observed, share = pd.Series([110, 40, 7]), pd.Series([0.55, 0.29, np.nan])
    assert nowcast(observed, share, 0.30)[0] == pytest.approx(200)
    assert nowcast(observed, share, 0.30)[1:].isna().all()


def test_completeness_is_the_share_published_by_an_age():
    assert completeness(pd.Series([3, 18, 18, 30]), np.array([2.0, 18.0, 40.0])).tolist() == [0, 0.75, 1]
    assert np.isnan(completeness(pd.Series(dtype="float64"), np.array([2.0]))).all()


def yearly(families: list[int], applicants: list[int]) -> pd.DataFrame:
    """Nine complete years that end with 2022."""
    return pd.DataFrame(
        {
            "branch_id": "b",
            "priority_year": range(2014, 2023),
            "family_count": families,
            "applicant_count": applicants,
        }
    )


@pytest.mark.parametrize(
    ("stage", "families", "applicants"),
    [
        ("growing", [5, 5, 5, 8, 8, 8, 20, 20, 20], [3, 3, 3, 4, 4, 4, 9, 9, 9]),
        ("reviving", [20, 20, 20, 8, 8, 8, 20, 20, 20], [9, 9, 9, 4, 4, 4, 9, 9, 9]),
        ("declining", [30, 30, 30, 20, 20, 20, 8, 8, 8], [9, 9, 9, 9, 9, 9, 4, 4, 4]),
        ("mature", [9, 9, 9, 20, 20, 20, 30, 30, 30], [9, 9, 9, 9, 9, 9, 9, 9, 9]),
        ("mature", [20] * 9, [9] * 9),
        ("emerging", [0, 0, 1, 1, 2, 2, 3, 3, 4], [0, 0, 1, 1, 1, 1, 2, 2, 3]),
        ("undetermined", [0, 0, 0, 1, 1, 1, 2, 2, 2], [1] * 9),
        ("undetermined", [20, 20, 20, 20, 20, 20, 9, 9, 9], [4, 4, 4, 4, 4, 4, 9, 9, 9]),
    ],
)
def test_stage_by_the_applicant_application_diagram(stage, families, applicants):
    assert life_cycle_stage(yearly(families, applicants), 2022, Thresholds())["b"] == stage


def test_stage_reads_no_incomplete_year():
    frame = yearly([5, 5, 5, 8, 8, 8, 20, 20, 20], [3, 3, 3, 4, 4, 4, 9, 9, 9])
    late = frame.tail(2).assign(priority_year=[2023, 2024], family_count=[1, 0], applicant_count=[1, 0])
    assert life_cycle_stage(pd.concat([frame, late]), 2022, Thresholds())["b"] == "growing"
