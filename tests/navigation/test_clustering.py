from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from corpus import contract
from corpus.tables import CLASSIFICATION
from navigation import placement, stability, vectors
from navigation.clustering import ClusterSettings, cluster_assignment
from navigation.communities import agreement
from navigation.encoders.encoder import rounded
from navigation.tables import CLUSTER_ASSIGNMENT, CLUSTER_RUN, PREVIOUS_ASSIGNMENT, TEXT_EMBEDDING

SETTINGS = ClusterSettings()


def planted(size, *, topics=30, spread=0.9, width=96, latent=32, seed=11):
    """Unit vectors around uneven topics in a latent space, and each one's topic."""
    chance = np.random.default_rng(seed)
    centres = np.repeat(chance.normal(size=(topics // 5 + 1, latent)), 5, axis=0)[:topics]
    centres = centres + chance.normal(size=(topics, latent)) * 0.7
    share = chance.lognormal(0, 0.8, topics)
    topic = chance.choice(topics, size, p=share / share.sum())
    plane = np.linalg.qr(chance.normal(size=(width, latent)))[0]
    vectors = (centres[topic] + chance.normal(size=(size, latent)) * spread) @ plane.T
    vectors += chance.normal(size=vectors.shape) * 0.1
    return rounded(vectors.astype(np.float32)), topic


def embedded(vectors, *, language="zh", names=None):
    count = len(vectors)
    values = [None if v is None else list(v) for v in vectors]
    frame = pd.DataFrame(
        {
            "family_id": names or [f"F{n:06d}" for n in range(count)],
            "encoder": "planted",
            "text_digest": [f"{n:032x}" for n in range(count)],
            "text_language": language,
            "has_abstract": True,
        }
    )
    frame["vector"] = pd.Series(values, dtype=object)
    return contract.cast(frame, TEXT_EMBEDDING)


def symbols(rows):
    frame = pd.DataFrame(rows, columns=["family_id", "symbol"])
    frame = frame.assign(scheme="IPC", subclass=frame["symbol"].str[:4], is_main=False)
    return contract.cast(frame, CLASSIFICATION)


NONE = contract.empty(CLASSIFICATION)


def assigned(embedding, classification=NONE, settings=SETTINGS, seed=1):
    nothing = contract.empty(PREVIOUS_ASSIGNMENT), contract.empty(CLUSTER_RUN)
    frame = cluster_assignment(embedding, classification, *nothing, clustering=settings, seed=seed)
    return contract.check(frame, CLUSTER_ASSIGNMENT)


def test_planted_topics_are_found_and_every_family_is_placed():
    vectors, topic = planted(3000)
    frame = assigned(embedded(vectors))
    assert len(frame) == 3000
    assert not frame.drop(columns="topic_id").isna().any().any()
    assert agreement(topic, pd.factorize(frame["cluster_id"])[0]) > 0.8


def test_the_order_of_rows_and_a_second_run_change_nothing():
    vectors, _ = planted(600)
    embedding = embedded(vectors)
    first = assigned(embedding)
    pd.testing.assert_frame_equal(first, assigned(embedding))
    mixed = embedding.sample(frac=1, random_state=3)
    pd.testing.assert_frame_equal(first, assigned(mixed))


def test_one_thread_and_two_give_the_same():
    import faiss
    from threadpoolctl import threadpool_limits

    vectors, _ = planted(800)
    before = faiss.omp_get_max_threads()
    frames = []
    for threads in (1, 2):
        faiss.omp_set_num_threads(threads)
        with threadpool_limits(threads):
            frames.append(assigned(embedded(vectors)))
    faiss.omp_set_num_threads(before)
    pd.testing.assert_frame_equal(*frames)


def test_last_bits_of_the_vectors_change_nothing():
    vectors, _ = planted(600)
    noisy = rounded(vectors + np.random.default_rng(1).normal(size=vectors.shape).astype(np.float32) * 1e-7)
    pd.testing.assert_frame_equal(assigned(embedded(vectors)), assigned(embedded(noisy)))


def test_names_go_by_size_then_smallest_family():
    vectors, _ = planted(900)
    frame = assigned(embedded(vectors))
    order = frame.groupby("cluster_id")["family_id"].agg(["size", "min"]).reset_index()
    expected = order.sort_values(["size", "min"], ascending=[False, True])["cluster_id"].tolist()
    assert expected == sorted(order["cluster_id"])
    assert expected[0] == "c001"


@pytest.mark.parametrize("count", [0, 1, 2, 5, 30])
def test_few_families_are_one_cluster(count):
    vectors, _ = planted(max(count, 1), topics=2)
    frame = assigned(embedded(vectors[:count]))
    assert len(frame) == count
    assert set(frame["cluster_id"]) <= {"c001"}


def test_the_wanted_number_of_clusters():
    vectors, _ = planted(600)
    frame = assigned(embedded(vectors), settings=ClusterSettings(clusters=7))
    assert frame["cluster_id"].nunique() == 7


def test_languages_do_not_form_clusters():
    """The same topics in two languages, each shifted its own way, as multilingual encoders do."""
    vectors, topic = planted(800, topics=12)
    shift = np.zeros((2, vectors.shape[1]), dtype=np.float32)
    shift[0, 0] = shift[1, 1] = 2.0
    language = np.arange(800) % 2
    both = rounded(vectors + shift[language])
    embedding = embedded(both, language=np.where(language == 0, "zh", "en"))
    frame = assigned(embedding)
    assert stability.language_split(frame, embedding) < 0.05
    assert agreement(topic, pd.factorize(frame["cluster_id"])[0]) > 0.6


def test_language_split_is_one_where_each_cluster_is_a_language():
    embedding = embedded(np.eye(4), language=["zh", "zh", "en", "en"])
    frame = pd.DataFrame({"family_id": embedding["family_id"], "cluster_id": ["a", "a", "b", "b"]})
    assert stability.language_split(frame, embedding) == pytest.approx(1.0)
    frame["cluster_id"] = ["a", "b", "a", "b"]
    assert stability.language_split(frame, embedding) == pytest.approx(0.0, abs=1e-12)


def test_too_few_texts_of_a_kind_share_a_mean():
    texts = pd.DataFrame(
        {
            "text_language": ["zh"] * 120 + ["en"] * 60 + ["other"] * 3,
            "has_abstract": [True] * 60 + [False] * 60 + [True] * 40 + [False] * 20 + [True] * 3,
        }
    )
    groups = vectors.centring_groups(texts)
    assert len(set(groups[:60])) == len(set(groups[60:120])) == 1
    assert groups[0] != groups[60]
    assert len(set(groups[120:180])) == 1
    assert len(set(groups)) == 4


def test_families_without_text_follow_their_symbols_or_stay_apart():
    vectors, _ = planted(400, topics=8)
    names = [f"F{n:06d}" for n in range(403)]
    embedding = embedded([*vectors, None, None, None], names=names)
    plain = assigned(embedded(vectors, names=names[:400]))
    home = plain.loc[plain["cluster_id"] == "c002", "family_id"].tolist()
    frame = assigned(
        embedding,
        symbols(
            [(f, "B64C1/00") for f in home] + [("F000400", "B64C3/00"), ("F000401", "A61K9/00")],
        ),
    ).set_index("family_id")
    assert frame.loc["F000400", "cluster_id"] == frame.loc[home[0], "cluster_id"]
    assert frame.loc["F000400", "confidence"] == 1.0
    apart = frame.loc[["F000401", "F000402"]]
    assert apart["cluster_id"].nunique() == 1
    assert apart["cluster_id"].iloc[0] == max(frame["cluster_id"])
    assert apart["x"].isna().all()
    assert (apart["confidence"] == 0).all()


def test_a_corpus_without_any_text_is_one_cluster():
    frame = assigned(embedded([None, None]))
    assert frame["cluster_id"].tolist() == ["c001", "c001"]


def test_a_sample_stands_for_a_large_corpus(monkeypatch):
    monkeypatch.setattr(placement, "MOST_AT_ONCE", 1500)
    vectors, topic = planted(3000)
    frame = assigned(embedded(vectors))
    assert agreement(topic, pd.factorize(frame["cluster_id"])[0]) > 0.75
    assert frame["confidence"].between(0, 1).all()
    pd.testing.assert_frame_equal(frame, assigned(embedded(vectors)))
