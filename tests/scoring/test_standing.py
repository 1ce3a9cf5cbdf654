"""Where a value stands among others."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.standing import midrank, winsorised


def test_t22_midrank_and_winsor():
    """T-22: one outlier flattens the winsorised values; mid-ranks stay apart."""
    x = np.array([0, 1, 1, 2, 4, 30], dtype=float)
    assert winsorised(x) == pytest.approx([0, 0.036496, 0.036496, 0.072993, 0.145985, 1], abs=1e-6)
    expected = [0.083333, 0.333333, 0.333333, 0.583333, 0.75, 0.916667]
    assert midrank(x) == pytest.approx(expected, abs=1e-6)


def test_winsorised_of_nothing_but_zeros_is_zero():
    assert winsorised(np.array([0.0, 0.0, np.nan])) == pytest.approx([0, 0, np.nan], nan_ok=True)


def test_midrank_in_groups_leaves_missing_values_out():
    x = np.array([1.0, np.nan, 3.0, 5.0, 5.0])
    group = np.array([0, 0, 0, 1, 1])
    assert midrank(x, group) == pytest.approx([0.25, np.nan, 0.75, 0.5, 0.5], nan_ok=True)
