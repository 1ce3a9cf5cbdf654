from __future__ import annotations

import numpy as np
import pytest

from navigation import layout, vectors
from navigation.clustering import ClusterSettings
from tests.navigation.test_clustering import assigned, embedded, planted, symbols

FAMILIES = np.array(["F1", "F2", "F3", "F4"], dtype=object)


@pytest.fixture(autouse=True)
def plain_map(monkeypatch):
    """The map is not what is tested here."""
    monkeypatch.setattr(layout, "layout", lambda points, found, seed: layout.scaled(points[:, :2]))


def test_families_of_one_main_group_are_alike_and_one_without_symbols_is_zero():
    found = vectors.symbol_vectors(
        FAMILIES, symbols([("F1", "B64C1/00"), ("F2", "B64C1/06"), ("F3", "A61K9/00")])
    )
    alike = found @ found.T
    assert alike[0, 1] == pytest.approx(1.0)
    assert abs(alike[0, 2]) < 0.4
    assert not found[3].any()


def test_a_symbol_has_the_same_signs_in_every_corpus():
    one = vectors.symbol_vectors(FAMILIES[:1], symbols([("F1", "B64C1/00")]))
    two = vectors.symbol_vectors(FAMILIES[:2], symbols([("F1", "B64C1/00"), ("F2", "A61K9/00")]))
    assert one[0] == pytest.approx(two[0])


def test_the_weight_is_the_share_of_likeness():
    both = vectors.with_symbols(
        np.array([[1.0, 0.0]], dtype=np.float32), np.array([[0.0, 1.0]], dtype=np.float32), 0.25
    )
    assert both[0] ** 2 == pytest.approx([0.75, 0, 0, 0.25])


def test_symbols_divide_what_texts_do_not():
    chance = np.random.default_rng(1).normal(size=(400, 16))
    embedding = embedded((chance / np.linalg.norm(chance, axis=1, keepdims=True)).astype(np.float32))
    rows = [(f, "B64C1/00" if n % 2 else "A61K9/00") for n, f in enumerate(embedding["family_id"])]
    frame = assigned(embedding, symbols(rows), ClusterSettings(symbol_weight=0.7, clusters=2))
    assert frame.groupby(np.arange(400) % 2)["cluster_id"].nunique().tolist() == [1, 1]


def test_without_a_weight_symbols_change_nothing():
    made, _ = planted(300)
    rows = [(f"F{n:06d}", "B64C1/00") for n in range(150)]
    plain = assigned(embedded(made))
    assert plain.equals(assigned(embedded(made), symbols(rows)))
