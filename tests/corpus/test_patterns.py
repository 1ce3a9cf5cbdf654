"""Rules of symbols: what each form covers, and how narrow it is."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from corpus.errors import StudyError
from corpus.patterns import matches, pattern_specificity


@pytest.mark.parametrize(
    ("pattern", "inside", "outside"),
    [
        ("A61", ["A61K31/12", "A61B5/00", "A61K"], ["A62C1/00"]),
        ("A61K", ["A61K31/12", "A61K"], ["A61P31/12"]),
        ("A61K39", ["A61K39/00", "A61K39/395"], ["A61K3/00", "A61K391/00", "A61K"]),
        ("A61K39/395", ["A61K39/395", "A61K39/39533"], ["A61K39/39", "A61K39/40"]),
        (
            "F03B13/12-26",
            ["F03B13/12", "F03B13/125", "F03B13/26", "F03B13/264"],
            ["F03B13/11", "F03B13/27", "F03B1/20"],
        ),
        (
            "B01D45-53",
            ["B01D45/00", "B01D50/20", "B01D53/99"],
            ["B01D44/00", "B01D54/00", "B01D5/00", "B01D"],
        ),
        ("G01N33/48-98", ["G01N33/48", "G01N33/483", "G01N33/5", "G01N33/98"], ["G01N33/47", "G01N33/99"]),
    ],
)
def test_patterns_cover_what_the_grammar_says(pattern: str, inside: list[str], outside: list[str]) -> None:
    assert matches(pd.Series(inside), [pattern]).all()
    assert not matches(pd.Series(outside), [pattern]).any()


def test_any_pattern_suffices_and_missing_symbols_match_nothing() -> None:
    symbols = pd.Series(["A61K31/12", None, "B01D53/00", "A61K31/12", "C07D401/12"], dtype="str")
    found = matches(symbols, ["A61K", "B01D45-53"])
    assert found.dtype == np.bool_
    assert found.tolist() == [True, False, True, True, False]
    assert matches(symbols, []).tolist() == [False] * 5


@pytest.mark.parametrize("pattern", ["A6", "61K", "A61K39/", "A61K39/1-", "A6139", "A61K-B", ""])
def test_a_misspelt_pattern_is_named(pattern: str) -> None:
    with pytest.raises(StudyError, match="cannot be read"):
        matches(pd.Series(["A61K31/12"]), [pattern])


def test_narrower_patterns_are_more_specific() -> None:
    ladder = ["A61", "A61K", "A61K31-39", "A61K39", "A61K39/00-12", "A61K39/39", "A61K39/395"]
    ranks = [pattern_specificity(pattern) for pattern in ladder]
    assert ranks == sorted(set(ranks))
