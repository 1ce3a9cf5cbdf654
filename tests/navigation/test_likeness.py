"""Families placed by the likeness of their texts, and the proof asked of it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from navigation import likeness

LEAF_FAMILIES = 40


def corpus(spread: float, strangers: int = 4, seed: int = 0):
    """Three leaves of forty families each about an axis; free families on the axes, and strangers."""
    chance = np.random.default_rng(seed)
    axes = np.eye(12)[:3]
    placed = np.repeat(axes, LEAF_FAMILIES, axis=0) + chance.normal(size=(3 * LEAF_FAMILIES, 12)) * spread
    free = np.concatenate([axes, np.eye(12)[6 : 6 + strangers]])
    vectors = np.concatenate([placed, free])
    ids = [f"F{n:03}" for n in range(len(vectors))]
    embedding = pd.DataFrame({"family_id": ids, "text_language": "zh", "has_abstract": True})
    embedding["vector"] = pd.Series([v.astype("float32").tolist() for v in vectors], dtype=object)
    held = pd.DataFrame(
        {"family": np.arange(3 * LEAF_FAMILIES), "leaf": np.repeat(np.arange(3), LEAF_FAMILIES)}
    )
    return held, embedding, pd.Index(ids)


def test_a_family_goes_to_the_leaf_it_is_like_and_a_stranger_nowhere():
    held, embedding, families = corpus(0.1)
    found = likeness.similar(held, embedding, families, 3, target=0.8)
    assert found[["family", "leaf"]].to_numpy().tolist() == [[120, 0], [121, 1], [122, 2]]
    assert (found["confidence"] > 0.9).all()


def test_nothing_is_placed_where_leaves_cannot_be_told_apart():
    held, embedding, families = corpus(3.0)
    assert likeness.similar(held, embedding, families, 3, target=0.8).empty


def test_nothing_is_placed_without_families_to_learn_from():
    held, embedding, families = corpus(0.1)
    assert likeness.similar(held.head(0), embedding, families, 3, target=0.8).empty
    few = held[held["family"] % LEAF_FAMILIES < 5]  # fifteen answers prove nothing
    assert likeness.similar(few, embedding, families, 3, target=0.8).empty


def test_the_least_likeness_is_the_lowest_whose_interval_reaches_the_target():
    like = np.arange(100, 0, -1) / 100
    right = np.arange(100) < 60
    found = likeness.calibrate(like, right, np.zeros(0), target=0.8)
    # 60 right of 66: lower end 0.816 (Wilson); of 67: 0.7997.
    assert found.least == pytest.approx(0.35)
    assert found.precision_at(np.array([0.35]))[0] == pytest.approx(60 / 66)


def test_answers_equally_like_stand_or_fall_together():
    like = np.array([0.9] * 40 + [0.5] * 40)
    right = np.array([True] * 40 + [False] * 40)
    assert likeness.calibrate(like, right, np.zeros(0), target=0.8).least == 0.9


def test_confidence_takes_one_family_in_two_to_belong_nowhere():
    like, right = np.full(60, 0.9), np.ones(60, dtype=bool)
    foreign = np.array([0.95] * 20 + [0.1] * 40)
    found = likeness.calibrate(like, right, foreign, target=0.8)
    assert found.precision_at(np.array([0.9]))[0] == pytest.approx(60 / 80)
