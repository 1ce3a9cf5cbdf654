"""Recall and precision of the search against worked numbers."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from corpus.errors import StudyError
from navigation.retrieval import retrieval_quality, wilson_interval
from navigation.thresholds import Thresholds
from tests.frames import rows


def judged(which: str, good: int, bad: int, words: tuple[str, str]) -> pd.DataFrame:
    verdicts = [words[0]] * good + [words[1]] * bad
    return pd.DataFrame(
        {"set": which, "family_id": [f"{which}{i}" for i in range(len(verdicts))], "verdict": verdicts}
    )


def test_interval_of_precision_t01():
    assert wilson_interval(184, 200) == pytest.approx((0.8740, 0.9502), abs=5e-5)


def test_interval_of_recall_t02():
    assert wilson_interval(132, 150) == pytest.approx((0.8183, 0.9227), abs=5e-5)


def test_interval_at_the_ends_stays_within_bounds():
    assert wilson_interval(0, 10)[0] == 0
    assert wilson_interval(10, 10)[1] == pytest.approx(1)
    assert wilson_interval(10, 10)[1] <= 1
    assert all(math.isnan(end) for end in wilson_interval(0, 0))


def test_quality_of_both_sets_passes_by_the_lower_end_t01_t02():
    sample = pd.concat(
        [judged("precision", 184, 16, ("相关", "不相关")), judged("recall", 132, 18, ("retrieved", "missed"))]
    )
    found = retrieval_quality(sample, thresholds=Thresholds()).set_index("set")
    assert found["rate"].to_dict() == pytest.approx({"precision": 0.920, "recall": 0.880})
    assert found["is_passed"].to_dict() == {"precision": True, "recall": True}
    strict = retrieval_quality(sample, thresholds=Thresholds(min_recall=0.85)).set_index("set")
    assert strict["is_passed"].to_dict() == {"precision": True, "recall": False}


def test_a_family_judged_twice_counts_by_its_last_verdict():
    verdicts = ("F1 | relevant", "F2 | relevant", "F1 | irrelevant")
    frame = rows("set | family_id | verdict\n" + "\n".join(f"precision | {verdict}" for verdict in verdicts))
    found = retrieval_quality(frame, thresholds=Thresholds())
    assert found[["n", "hits"]].values.tolist() == [[2, 1]]


def test_an_unjudged_search_has_no_quality():
    assert (
        len(retrieval_quality(judged("recall", 0, 0, ("yes", "no")).astype("str"), thresholds=Thresholds()))
        == 0
    )


def test_a_wrong_word_is_named_with_its_row():
    frame = rows("set | family_id | verdict\nprecision | F1 | relevant\nprecision | F2 | perhaps")
    with pytest.raises(StudyError, match="row 3, verdict: 'perhaps' is unknown"):
        retrieval_quality(frame, thresholds=Thresholds())
    with pytest.raises(StudyError, match="the heading lacks verdict"):
        retrieval_quality(frame.drop(columns="verdict"), thresholds=Thresholds())
