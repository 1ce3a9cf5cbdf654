"""Second opinions: the note's figures."""

from __future__ import annotations

import numpy as np
import pytest

from scoring import outlook


def test_t27_expected_lifetime_citations():
    """T-27: C = 6, F = .46 → 13.0435; no estimate below F = .20; 0 stays 0."""
    made = outlook.expected_lifetime_citations(np.array([6.0, 6.0, 0.0]), np.array([0.46, 0.19, 0.5]))
    assert made == pytest.approx([13.0435, np.nan, 0], nan_ok=True, abs=1e-4)


def test_t28_rare_terms_weigh_more():
    """T-28: 99 earlier patents, 9 contain the term → log(9.9)."""
    assert outlook.backward_document_frequency(99, 9) == pytest.approx(2.292535, abs=1e-6)


def test_t29_text_importance():
    """T-29: earlier .3 + .2, later .6 + .4 + .2 → 2.4; nothing earlier → NA."""
    assert outlook.text_importance(np.array([0.3, 0.2]), np.array([0.6, 0.4, 0.2])) == pytest.approx(2.4)
    assert np.isnan(outlook.text_importance(np.array([]), np.array([0.6])))
