"""Jaro–Winkler against the values of the literature, and the pairs that are compared."""

from __future__ import annotations

import pandas as pd
import pytest

from corpus.similarity import jaro_winkler, likely_pairs, pairs_within


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("MARTHA", "MARHTA", 0.961111),
        ("DWAYNE", "DUANE", 0.84),
        ("DIXON", "DICKSONX", 0.813333),
        ("ACME", "ACME", 1.0),
        ("A", "A", 1.0),
        ("ABC", "XYZ", 0.0),
        ("", "ABC", 0.0),
        # Seven of eight match in place: Jaro (7/8 + 7/8 + 1)/3 = 0.916667, and 0.4 of the rest.
        ("天津海津生物科技", "天津海津生物技技", 0.95),
    ],
)
def test_likeness_of_known_pairs(left: str, right: str, expected: float) -> None:
    assert jaro_winkler(pd.Series([left]), pd.Series([right]))[0] == pytest.approx(expected, abs=1e-6)


def test_many_pairs_at_once_give_what_each_gives_alone() -> None:
    left = pd.Series(["MARTHA", "天津海津", "ABC"] * 20_000)
    right = pd.Series(["MARHTA", "天津海津", "ABD"] * 20_000)
    together = jaro_winkler(left, right)
    alone = [jaro_winkler(left.iloc[[i]], right.iloc[[i]])[0] for i in range(3)]
    assert together[:3].tolist() == pytest.approx(alone)
    assert together[-3:].tolist() == pytest.approx(alone)
    assert len(jaro_winkler(left.iloc[:0], right.iloc[:0])) == 0


def test_pairs_share_a_value_once_each() -> None:
    frame = pd.DataFrame({"key": ["a", "b", "a", "a"], "place": [0, 1, 2, 3]})
    found = pairs_within(frame, "key")
    assert sorted(zip(found["left"], found["right"], strict=True)) == [(0, 2), (0, 3), (2, 3)]


def test_likely_pairs_begin_alike() -> None:
    found = likely_pairs(pd.Series(["ABCDE", "ABCDF", "XBCDE"]), 4)
    assert found.to_numpy().tolist() == [[0, 1]]


def test_a_large_block_is_divided_by_longer_prefixes() -> None:
    texts = pd.Series([f"SAME{i:03d}" for i in range(300)])
    found = likely_pairs(texts, 4)
    # After SAME come two further digits: thirty blocks of ten names with 45 pairs each.
    assert len(found) == 30 * 45
    equal = pd.Series(["SAME"] * 250)
    assert len(likely_pairs(equal, 4)) == 250 * 249 // 2
    assert len(likely_pairs(texts.iloc[:0], 4)) == 0
