from __future__ import annotations

import numpy as np
import pytest

from navigation import communities, hierarchy, layout, neighbours
from navigation.clustering import ClusterSettings
from tests.navigation.test_clustering import assigned, embedded, planted


@pytest.fixture(autouse=True)
def plain_map(monkeypatch):
    """The map is not what is tested here."""
    monkeypatch.setattr(layout, "layout", lambda points, found, seed: layout.scaled(points[:, :2]))


def nested(seed=5):
    """Three fields of three clusters of two topics, 30 points each."""
    chance = np.random.default_rng(seed)
    field = np.repeat(chance.normal(size=(3, 16)) * 2.0, 6, axis=0)
    cluster = np.repeat(chance.normal(size=(9, 16)) * 1.2, 2, axis=0)
    centres = field + cluster + chance.normal(size=(18, 16)) * 0.5
    topic = np.repeat(np.arange(18), 30)
    vectors = centres[topic] + chance.normal(size=(540, 16)) * 0.2
    points = neighbours.grid_vectors(vectors.astype(np.float32), np.zeros(540, dtype=np.int64), dimensions=64)
    return topic, points


def test_fields_join_the_clusters_that_are_alike():
    topic, points = nested()
    field = hierarchy.fields(points, topic // 2, 9)
    assert field.max() + 1 == round(np.sqrt(18))
    same = field[np.arange(9)[:, None]] == field[np.arange(9)[None, :]]
    planted_field = np.arange(9) // 3
    assert not (same & (planted_field[:, None] != planted_field[None, :])).any()


def test_few_clusters_are_one_field():
    _, points = nested()
    assert hierarchy.fields(points, np.repeat(np.arange(5), 108), 5).tolist() == [0] * 5


def test_topics_lie_within_clusters_and_find_the_planted_ones():
    topic, points = nested()
    found, _ = neighbours.neighbours(points, 15, seed=1)
    graph = neighbours.shared_neighbour_graph(found)
    member = topic // 2
    made = hierarchy.topics(graph, points, member, resolution=1.0, seed=1)
    assert (made >= 0).mean() > 0.5
    inside = made >= 0
    assert all(len(set(member[made == t])) == 1 for t in set(made[inside]))
    assert communities.agreement(topic[inside], made[inside]) > 0.5


@pytest.mark.parametrize(
    ("levels", "has_field", "has_topic"), [(1, False, False), (2, True, False), (3, True, True)]
)
def test_as_many_levels_as_the_study_asks_for(levels, has_field, has_topic):
    vectors, _ = planted(2000)
    frame = assigned(embedded(vectors), settings=ClusterSettings(levels=levels, resolution=1.0))
    assert frame["field_id"].notna().all() == has_field
    assert frame["topic_id"].notna().any() == has_topic
    assert frame.groupby("cluster_id")["field_id"].nunique(dropna=False).max() == 1
    inside = frame.dropna(subset="topic_id")
    assert (inside["topic_id"].str.split(".").str[0] == inside["cluster_id"]).all()
