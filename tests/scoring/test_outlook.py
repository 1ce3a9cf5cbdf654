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


def test_t30_disruption():
    """T-30: 3, 2, 1 → 1/6."""
    assert outlook.disruption(3, 2, 1) == pytest.approx(0.166667, abs=1e-6)
    assert np.isnan(outlook.disruption(0, 0, 0))


def places(*links: str) -> tuple[np.ndarray, np.ndarray]:
    pairs = [("ABCDEFG".index(link[0]), "ABCDEFG".index(link[1])) for link in links]
    return np.array([p[0] for p in pairs]), np.array([p[1] for p in pairs])


def test_t31_page_rank():
    """T-31: D→A, D→B, E→A, F→D, F→A, G→D."""
    citing, cited = places("DA", "DB", "EA", "FD", "FA", "GD")
    used = {p: i for i, p in enumerate(sorted({*citing, *cited}))}
    made = outlook.page_rank(
        np.array([used[p] for p in citing]), np.array([used[p] for p in cited]), len(used)
    )
    expected = {"A": 0.309229, "B": 0.187612, "D": 0.217003, "E": 0.095386, "F": 0.095386, "G": 0.095386}
    assert made == pytest.approx(list(expected.values()), abs=1e-6)
    assert made.sum() == pytest.approx(1)


def test_t32_path_counts():
    """T-32: A→C, B→C, C→D, C→F, D→E, D→F: 3, 3, 4, 2, 2, 2; the best path sums to 9."""
    source, target = places("AC", "BC", "CD", "CF", "DE", "DF")
    assert outlook.path_counts(source, target, 6).tolist() == [3, 3, 4, 2, 2, 2]


def test_a_cycle_is_refused():
    source, target = places("AB", "BA")
    with pytest.raises(ValueError, match="cycle"):
        outlook.path_counts(source, target, 2)
