"""What a run remembers of the one before, on disk."""

from __future__ import annotations

import pandas as pd
import pytest

from corpus import contract
from corpus.tables import CLASSIFICATION
from flows import built, steps
from flows.study import Settings, Study
from navigation import layout, lineage
from navigation.clustering import cluster_assignment
from navigation.tables import CLUSTER
from tests.navigation.test_clustering import embedded, planted


@pytest.fixture
def study(tmp_path, monkeypatch):
    monkeypatch.setattr(layout, "layout", lambda points, found, seed: layout.scaled(points[:, :2]))
    return Study(tmp_path, tmp_path / "processed", Settings(title="t"))


def cluster(study, vectors):
    """The steps from vectors to clusters; the bytes of every table they make."""
    store, settings = study.store, study.settings
    store.write("text_embedding", embedded(vectors))
    store.write("classification", contract.empty(CLASSIFICATION))
    steps.remember(study, 1, print)
    values = {"clustering": settings.clustering, "seed": settings.seed}
    for builder in (cluster_assignment, lineage.cluster_lineage):
        store.write(builder.__name__, store.apply(builder, values))
    named = store.read("cluster_assignment").groupby("cluster_id").size().rename("family_count").reset_index()
    named = named.assign(label_zh="名", label_en="name").reindex(columns=CLUSTER.column_names)
    store.write("cluster", contract.cast(named, CLUSTER))
    return {p.name: p.read_bytes() for p in sorted(study.out.rglob("*.parquet"))}


def test_reruns_repeat_and_growth_and_reclustering_are_remembered(study):
    vectors, _ = planted(420, topics=6)
    first = cluster(study, vectors[:400])
    assert cluster(study, vectors[:400]) == first
    assert study.store.read("previous_assignment").empty
    before = study.store.read("cluster_assignment")

    grown = cluster(study, vectors)
    assert len(study.store.read("previous_assignment")) == 400
    after = study.store.read("cluster_assignment").set_index("family_id").loc[before["family_id"]]
    assert (after["cluster_id"].to_numpy() == before["cluster_id"].to_numpy()).mean() >= 0.97
    assert cluster(study, vectors) == grown

    built.request_to_recluster(study).touch()
    anew = cluster(study, vectors)
    assert bool(study.store.read("cluster_run")["is_reclustered"].iloc[0])
    assert not built.request_to_recluster(study).exists()
    assert cluster(study, vectors) == anew


def test_another_folder_repeats_a_run_with_its_memory(study, tmp_path):
    vectors, _ = planted(420, topics=6)
    cluster(study, vectors[:400])
    grown = cluster(study, vectors)
    other = Study(tmp_path, tmp_path / "elsewhere", study.settings)
    steps.copy_memory(study, other)
    again = cluster(other, vectors)
    assert again == grown


def test_the_vector_cache_is_the_users(monkeypatch, tmp_path):
    monkeypatch.setenv("PATNAV_CACHE", str(tmp_path))
    assert steps.vector_cache() == tmp_path / "vectors"
    monkeypatch.delenv("PATNAV_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert steps.vector_cache() == tmp_path / "patnav" / "vectors"


def test_tables_of_a_version_without_memory_are_no_memory(study):
    vectors, _ = planted(120, topics=3)
    cluster(study, vectors)
    study.store.path("cluster_run").unlink()
    pd.DataFrame({"odd": [1]}).to_parquet(study.store.path("cluster_assignment"))
    steps.remember(study, 1, print)
    assert study.store.read("previous_assignment").empty
