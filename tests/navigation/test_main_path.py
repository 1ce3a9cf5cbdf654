"""Search path counts against enumerated ways."""

from __future__ import annotations

import itertools

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from corpus import contract
from corpus.tables import CITATION, FAMILY
from navigation import main_path as paths
from navigation.tables import MAIN_PATH
from tests.frames import rows

T_32 = [("A", "C"), ("B", "C"), ("C", "D"), ("C", "F"), ("D", "E"), ("D", "F")]


def ladder_of(links, names):
    source, target = (np.array([names.index(pair[end]) for pair in links]) for end in (0, 1))
    return paths.ladder(source, target, len(names))


def counted(links) -> dict[tuple[str, str], int]:
    """Ways over each link, every way from a source to a sink walked."""
    graph = nx.DiGraph(links)
    sources = [n for n in graph if not graph.in_degree(n)]
    sinks = [n for n in graph if not graph.out_degree(n)]
    found = dict.fromkeys(links, 0)
    for source, sink in itertools.product(sources, sinks):
        for way in nx.all_simple_paths(graph, source, sink):
            for pair in itertools.pairwise(way):
                found[pair] += 1
    return found


def test_weights_and_global_path_t32():
    network = ladder_of(T_32, "ABCDEF")
    weights = paths.traversal(network)
    assert weights.count.tolist() == [3, 3, 4, 2, 2, 2]
    assert np.exp(weights.log_total) == pytest.approx(6)  # A or B, then CF, CDE or CDF
    keys, route = paths.key_routes(network, weights.share, 1)
    assert keys.tolist() == [2]
    on_path = np.flatnonzero(route)
    assert weights.count[on_path].sum() == 9
    assert [T_32[i] for i in on_path] == [("A", "C"), ("C", "D"), ("D", "E")]


@pytest.mark.parametrize("seed", range(6))
def test_weights_are_those_of_all_ways_walked(seed):
    chance = np.random.default_rng(seed)
    names = [f"N{n:02}" for n in range(11)]
    pairs = [pair for pair in itertools.combinations(names, 2) if chance.random() < 0.3]
    wanted = counted(pairs)
    network = ladder_of(pairs, names)
    assert dict(zip(pairs, paths.traversal(network).count, strict=True)) == wanted


def test_more_ways_than_a_float_holds_are_known_by_their_share():
    rungs = 1200  # 2^1200 ways
    links = [(f"{n:04}a", f"{n + 1:04}{side}") for n in range(rungs) for side in "ab"]
    links += [(f"{n:04}b", f"{n + 1:04}{side}") for n in range(rungs) for side in "ab"]
    names = sorted({name for pair in links for name in pair})
    place = {name: i for i, name in enumerate(names)}
    source, target = (np.array([place[pair[end]] for pair in links]) for end in (0, 1))
    weights = paths.traversal(paths.ladder(source, target, len(names)))
    assert np.isnan(weights.count).all()
    assert weights.share == pytest.approx(0.25, rel=1e-6)


def family_of(names: str, days: list[str]) -> pd.DataFrame:
    frame = contract.empty(FAMILY).reindex(range(len(names)))
    frame["family_id"] = list(names)
    frame["earliest_priority_date"] = pd.to_datetime(pd.Series(days))
    return contract.cast(frame, FAMILY)


def citations_of(pairs: list[tuple[str, str]]) -> pd.DataFrame:
    lines = "\n".join(f"{citing} | {cited}" for cited, citing in pairs)
    return rows(f"citing_family_id | cited_family_id\n{lines}", CITATION)


CHAIN = [(a, b) for a, b in itertools.pairwise("ABCDEFGHIJKL")]
DAYS = [f"20{n:02}-01-01" for n in range(10, 22)]


def test_circles_are_broken_against_the_dates_and_counted():
    pairs = [*CHAIN, ("D", "B"), ("X", "A")]  # D → B closes a circle; X lies outside the corpus
    made = paths.main_path(citations_of(pairs), family_of("ABCDEFGHIJKL", DAYS))
    made = contract.check(made, MAIN_PATH)
    assert made["broken_count"].unique().tolist() == [1]
    assert made["link_count"].unique().tolist() == [11]
    assert ("D", "B") not in set(zip(made["cited_family_id"], made["citing_family_id"], strict=True))
    assert (made["traversal_share"] == 1).all()
    assert made["is_key"].sum() == 10


def test_a_link_against_the_dates_outside_a_circle_stays():
    pairs = [*CHAIN[:-1], ("L", "K")]
    made = paths.main_path(citations_of(pairs), family_of("ABCDEFGHIJKL", DAYS))
    assert made["broken_count"].unique().tolist() == [0]
    assert made["link_count"].unique().tolist() == [11]


def test_the_order_of_rows_changes_nothing():
    pairs = [*CHAIN, ("A", "D"), ("B", "G"), ("C", "K"), ("E", "L")]
    family = family_of("ABCDEFGHIJKL", DAYS)
    one = paths.main_path(citations_of(pairs), family)
    other = paths.main_path(citations_of(pairs[::-1]), family.iloc[::-1])
    pd.testing.assert_frame_equal(one, other)


def test_few_links_make_no_path():
    made = paths.main_path(citations_of(CHAIN[:9]), family_of("ABCDEFGHIJKL", DAYS))
    assert contract.check(made, MAIN_PATH).empty
