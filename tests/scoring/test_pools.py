"""What joining portfolios of several owners adds."""

from __future__ import annotations

import numpy as np
import pytest

from scoring import pools


def test_t36_coverage_gain_and_overlap():
    """T-36: {n1, n2, n3} and {n3, n4} of 5 leaves."""
    assert pools.complement({"n1", "n2", "n3"}, {"n3", "n4"}, 5) == pools.Complement(0.8, 0.2, 0.25)


def test_t37_cosine():
    """T-37: (10, 5, 0) and (2, 1, 4)."""
    assert pools.cosine(np.array([10.0, 5, 0]), np.array([2.0, 1, 4])) == pytest.approx(0.487950, abs=1e-6)
    assert np.isnan(pools.cosine(np.zeros(2), np.ones(2)))


def test_a_pool_takes_whoever_adds_most_and_stops_where_nobody_adds():
    owners = {"a": {"1", "2", "3"}, "b": {"3", "4"}, "c": {"1"}, "d": {"4", "5", "6"}}
    assert pools.cover(owners) == ["a", "d"]
    assert pools.cover(owners, most=1) == ["a"]


def test_a_breakdown_without_leaves_is_refused():
    with pytest.raises(ValueError, match="without leaves"):
        pools.complement(set(), set(), 0)
