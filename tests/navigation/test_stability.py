from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from corpus import contract
from navigation import communities, stability
from navigation.tables import CLUSTER_ASSIGNMENT, CLUSTER_CHECK
from tests.navigation.test_clustering import embedded
from tests.navigation.test_communities import circles


def test_likeness_is_the_share_of_all_members_that_both_groups_hold():
    """{0,1,2} beside {0,1} and {2,3}: 2 of 3, 2 of 3, 1 of 4; {3} beside {2,3}: 1 of 2."""
    found = stability.likeness(np.array([0, 0, 0, 1]), np.array([0, 0, 1, 1]))
    assert found == pytest.approx([2 / 3, 2 / 3, 1 / 4, 1 / 2])


def test_far_apart_groups_are_stable_and_arbitrary_ones_are_not():
    topic, points, graph = circles(12, 40)
    division = communities.divide(graph, points, seed=1)
    steady = stability.stability(graph, division.member, resolution=division.resolution, seed=1)
    chance = np.random.default_rng(1).permutation(topic)
    loose = stability.stability(graph, chance, resolution=division.resolution, seed=1)
    assert steady.mean() > 0.95
    assert loose.mean() < 0.2


def test_the_check_warns_of_clusters_that_follow_language():
    embedding = embedded(np.eye(4), language=["zh", "zh", "en", "en"])
    frame = pd.DataFrame(
        {"family_id": embedding["family_id"], "cluster_id": ["a", "a", "b", "b"], "confidence": 1.0}
    )
    frame = contract.cast(frame.reindex(columns=CLUSTER_ASSIGNMENT.column_names), CLUSTER_ASSIGNMENT)
    row = contract.check(stability.cluster_check(frame, embedding), CLUSTER_CHECK).iloc[0]
    assert row["is_split_by_language"]
    assert row["language_split"] == pytest.approx(1.0)
    assert row[["cluster_count", "family_count", "placed_share", "chinese_share"]].tolist() == [
        2,
        4,
        1.0,
        0.5,
    ]
    frame["cluster_id"] = ["a", "b", "a", "b"]
    assert not stability.cluster_check(frame, embedding)["is_split_by_language"].iloc[0]


def test_no_family_no_row():
    empty = contract.empty(CLUSTER_ASSIGNMENT)
    assert stability.cluster_check(empty, embedded([])).empty
