from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from corpus import contract
from navigation import layout, lineage
from navigation.clustering import ClusterSettings, cluster_assignment
from navigation.tables import (
    CLUSTER_ASSIGNMENT,
    CLUSTER_LINEAGE,
    CLUSTER_RUN,
    PREVIOUS_ASSIGNMENT,
)
from tests.navigation.test_clustering import NONE, SETTINGS, embedded, planted

NOTHING = contract.empty(PREVIOUS_ASSIGNMENT)


@pytest.fixture(autouse=True)
def plain_map(monkeypatch):
    """The map is not what is tested here."""
    monkeypatch.setattr(layout, "layout", lambda points, found, seed: layout.scaled(points[:, :2]))


def run(embedding, memory=NOTHING, row=None, settings=SETTINGS):
    row = contract.empty(CLUSTER_RUN) if row is None else row
    frame = cluster_assignment(embedding, NONE, memory, row, clustering=settings, seed=1)
    return contract.check(frame, CLUSTER_ASSIGNMENT)


def left_by(assignment):
    """What a run leaves as memory to the next one."""
    return contract.check(assignment[PREVIOUS_ASSIGNMENT.column_names], PREVIOUS_ASSIGNMENT)


def row_of(embedding, before=None, assignment=None, settings=SETTINGS, recluster=False):
    before = contract.empty(CLUSTER_RUN) if before is None else before
    assignment = contract.empty(CLUSTER_ASSIGNMENT) if assignment is None else assignment
    return contract.check(
        lineage.cluster_run(embedding, before, assignment, settings, 1, recluster=recluster), CLUSTER_RUN
    )


def test_old_families_keep_cluster_topic_and_place_when_a_twentieth_joins():
    vectors, topic = planted(1050)
    first = run(embedded(vectors[:1000]))
    second = run(embedded(vectors), left_by(first))
    old = second.set_index("family_id").loc[first["family_id"]].reset_index()
    for name in ("cluster_id", "field_id", "x", "y"):
        assert old[name].eq(first[name]).mean() >= 0.97, name
    had = first["topic_id"].notna()
    assert (old["topic_id"].eq(first["topic_id"]) | ~had).mean() >= 0.97
    news = pd.DataFrame({"topic": topic[1000:], "cluster": second["cluster_id"][1000:].to_numpy()})
    home = pd.DataFrame({"topic": topic[:1000], "cluster": first["cluster_id"]})
    home = home.groupby("topic")["cluster"].agg(lambda c: c.mode().iloc[0])
    assert news["topic"].map(home).eq(news["cluster"]).mean() > 0.8


def test_a_technology_that_was_not_there_becomes_a_cluster_of_its_own():
    vectors, topic = planted(900, topics=10)
    is_new = topic == np.bincount(topic).argmax()
    names = np.array([f"F{n:06d}" for n in range(900)])
    whole = embedded(vectors)
    first = run(whole[~is_new].reset_index(drop=True))
    second = run(whole, left_by(first))
    born = second.loc[second["family_id"].isin(names[is_new]), "cluster_id"].mode().iloc[0]
    assert born not in set(first["cluster_id"])
    assert int(born[1:]) > lineage.last_number(first["cluster_id"])
    told = lineage.cluster_lineage(second, left_by(first)).set_index("cluster_id")
    assert told.loc[born, "change"] == "new"
    kept = second.set_index("family_id").loc[first["family_id"], "cluster_id"]
    assert (kept.to_numpy() == first["cluster_id"].to_numpy()).mean() > 0.97


def test_dividing_anew_gives_ids_by_content():
    """The same families divided anew at another resolution: most clusters find their id again."""
    vectors, _ = planted(900, topics=12)
    first = run(embedded(vectors))
    renamed = first.assign(cluster_id="c9" + first["cluster_id"].str[1:])
    row = row_of(embedded(vectors)).assign(is_reclustered=True, last_cluster=9999)
    again = run(embedded(vectors), left_by(renamed), row)
    assert again["cluster_id"].eq(renamed["cluster_id"]).all()


def test_a_run_on_unchanged_inputs_repeats_the_one_before():
    vectors, _ = planted(600, topics=8)
    old, whole = embedded(vectors[:560]), embedded(vectors)
    row = row_of(old)
    first = run(old, row=row)
    assert row_of(old, row, first) is not None
    pd.testing.assert_frame_equal(row_of(old, row, first), row)
    later = row_of(whole, row, first)
    assert later["input_digest"].iloc[0] != row["input_digest"].iloc[0]
    assert not later["is_reclustered"].iloc[0]
    second = run(whole, left_by(first), later)
    pd.testing.assert_frame_equal(row_of(whole, later, second), later)
    pd.testing.assert_frame_equal(run(whole, left_by(first), later), second)


def test_asking_or_changed_settings_divide_anew():
    vectors, _ = planted(120, topics=3)
    embedding = embedded(vectors)
    row = row_of(embedding)
    first = run(embedding, row=row)
    assert not row["is_reclustered"].iloc[0]
    assert row_of(embedding, row, first, recluster=True)["is_reclustered"].iloc[0]
    assert row_of(embedding, row, first, ClusterSettings(clusters=2))["is_reclustered"].iloc[0]
    # Without a run before there is nothing to divide anew.
    assert not row_of(embedding, recluster=True)["is_reclustered"].iloc[0]


def test_a_corpus_mostly_new_is_divided_anew():
    vectors, _ = planted(600, topics=8)
    first = run(embedded(vectors[:200]))
    second = run(embedded(vectors), left_by(first))
    fresh = run(embedded(vectors))
    assert second["cluster_id"].nunique() == fresh["cluster_id"].nunique()


BEFORE = {
    "a": "c001",
    "b": "c001",
    "c": "c002",
    "d": "c002",
    "e": "c003",
    "f": "c004",
    "g": "c005",
    "h": "c005",
}


def told(now: dict[str, str]) -> pd.DataFrame:
    frames = [
        pd.DataFrame({"family_id": list(part), "cluster_id": list(part.values())}) for part in (now, BEFORE)
    ]
    frame = lineage.cluster_lineage(*frames)
    return contract.check(frame, CLUSTER_LINEAGE).set_index("cluster_id")


def test_every_change_is_stated():
    """c001 stays; c002 gives d to c006; c003 joins c001's row as e; c004's family is gone; x, y are new."""
    frame = told(
        {
            "a": "c001",
            "b": "c001",
            "c": "c002",
            "d": "c006",
            "e": "c005",
            "g": "c005",
            "h": "c005",
            "x": "c007",
        }
    )
    assert frame["change"].to_dict() == {
        "c001": "kept",
        "c002": "split",
        "c003": "merged",
        "c004": "vanished",
        "c005": "merged",
        "c006": "split",
        "c007": "new",
    }
    assert list(frame.loc["c002", "went_to"]) == ["c006"]
    assert list(frame.loc["c005", "came_from"]) == ["c003"]
    assert frame.loc["c005", ["family_count", "previous_count", "common_count"]].tolist() == [3, 2, 2]


def test_ids_go_to_the_largest_common_part_once():
    now = pd.Series({"a": "c001", "b": "c001", "c": "c001", "d": "c002", "e": "c003"})
    before = pd.Series({"a": "c007", "b": "c007", "c": "c008", "d": "c007"})
    assert lineage.matched(now, before, 8) == {"c001": "c007", "c002": "c009", "c003": "c010"}


@pytest.mark.parametrize(("count", "expected"), [(2, "kept label"), (9, "fresh")])
def test_labels_stay_with_a_cluster_that_keeps_most_of_its_families(count, expected):
    cluster = pd.DataFrame({"cluster_id": ["c001"], "label_zh": ["fresh"], "label_en": ["fresh"]})
    rows = pd.DataFrame(
        {"cluster_id": ["c001"], "common_count": [2], "previous_count": [2], "family_count": [count]}
    )
    before = pd.DataFrame({"cluster_id": ["c001"], "label_zh": ["kept label"], "label_en": ["kept label"]})
    assert lineage.carried_labels(cluster, rows, before)["label_zh"].tolist() == [expected]


def test_a_new_label_does_not_repeat_an_older_one():
    cluster = pd.DataFrame(
        {"cluster_id": ["c001", "c002"], "label_zh": ["x", "old"], "label_en": ["x", "old"]}
    )
    rows = pd.DataFrame(
        {
            "cluster_id": ["c001", "c002"],
            "common_count": [2, 0],
            "previous_count": [2, 0],
            "family_count": [2, 1],
        }
    )
    before = pd.DataFrame({"cluster_id": ["c001"], "label_zh": ["old"], "label_en": ["old"]})
    assert lineage.carried_labels(cluster, rows, before)["label_zh"].tolist() == ["old", "old (c002)"]
