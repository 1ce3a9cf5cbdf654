"""Recall and precision of the search against worked numbers."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from corpus import contract
from corpus.errors import StudyError
from corpus.tables import FAMILY, FAMILY_MEMBER
from navigation.retrieval import retrieval_quality, review_sample, wilson_interval
from navigation.tables import BRANCH, BRANCH_ASSIGNMENT, RETRIEVAL_QUALITY
from navigation.thresholds import Thresholds
from tests.frames import rows

MEMBERS = rows(
    """
    family_id | publication_number
    F1 | CN100000001A
    F1 | CN100000001B
    F2 | EP1000002A1
    """,
    FAMILY_MEMBER,
)


def judged(which: str, good: int, bad: int, words: tuple[str, str]) -> pd.DataFrame:
    verdicts = [words[0]] * good + [words[1]] * bad
    names = [f"{which}{i}" for i in range(len(verdicts))]
    return pd.DataFrame(
        {"set": which, "family_id": names, "publication_number": "", "verdict": verdicts}
    ).astype("str")


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
    found = retrieval_quality(sample, MEMBERS, thresholds=Thresholds()).set_index("check_set")
    assert found["rate"].to_dict() == pytest.approx({"precision": 0.920, "recall": 0.880})
    assert found["is_passed"].to_dict() == {"precision": True, "recall": True}
    strict = retrieval_quality(sample, MEMBERS, thresholds=Thresholds(min_recall=0.85)).set_index("check_set")
    assert strict["is_passed"].to_dict() == {"precision": True, "recall": False}


def test_a_family_judged_twice_counts_by_its_last_verdict():
    verdicts = ("F1 | | relevant", "F2 | | relevant", "F1 | | irrelevant")
    frame = rows(
        "set | family_id | publication_number | verdict\n"
        + "\n".join(f"precision | {verdict}" for verdict in verdicts)
    )
    found = retrieval_quality(frame, MEMBERS, thresholds=Thresholds())
    assert found[["n", "hits"]].values.tolist() == [[2, 1]]


def test_an_unjudged_search_has_no_quality():
    assert (
        len(
            retrieval_quality(
                judged("recall", 0, 0, ("yes", "no")).astype("str"), MEMBERS, thresholds=Thresholds()
            )
        )
        == 0
    )


def test_a_wrong_word_is_named_with_its_row():
    frame = rows(
        "set | family_id | publication_number | verdict\nprecision | F1 | | relevant\nprecision | F2 | | perhaps"
    )
    with pytest.raises(StudyError, match="row 3, verdict: 'perhaps' is unknown"):
        retrieval_quality(frame, MEMBERS, thresholds=Thresholds())
    with pytest.raises(StudyError, match="the heading lacks verdict"):
        retrieval_quality(frame.drop(columns="verdict"), MEMBERS, thresholds=Thresholds())


def test_recall_without_a_verdict_is_looked_up_by_publication():
    frame = rows(
        """
        set | family_id | publication_number | verdict
        recall | | CN100000001B |
        recall | | CN 100000001 A |
        recall | | EP1000002A1 | missed
        recall | | US9999999B2 |
        precision | F2 | |
        """
    )
    found = contract.check(retrieval_quality(frame, MEMBERS, thresholds=Thresholds()), RETRIEVAL_QUALITY)
    # F1 once, found; F2 missed by verdict; the US one is not there; precision was not judged.
    assert found[["check_set", "n", "hits"]].to_numpy().tolist() == [["recall", 3, 1]]


def test_the_sample_is_drawn_by_seed_and_hardly_moved_by_new_families():
    family = contract.empty(FAMILY).reindex(range(60))
    family["family_id"] = [f"F{n:02}" for n in range(60)]
    family = contract.cast(family.assign(title="t", representative_number="CN1A"), FAMILY)
    assignment, branch = contract.empty(BRANCH_ASSIGNMENT), contract.empty(BRANCH)

    def draw(frame: pd.DataFrame, seed: int) -> list[str]:
        sample = review_sample(frame, assignment, branch, seed=seed, size=20)
        assert (sample["verdict"] == "").all()
        return sample["family_id"].tolist()

    assert draw(family, 1) == draw(family.sample(frac=1, random_state=3), 1)
    assert draw(family, 1) != draw(family, 2)
    assert len(set(draw(family, 1)) & set(draw(family.head(54), 1))) >= 16
