"""Page ranks and search path counts of small networks, beside networkx and counted ways."""

from __future__ import annotations

import itertools

import networkx as nx
import numpy as np
import pytest

from corpus import graphs


def places(*links: str) -> tuple[np.ndarray, np.ndarray, list[str]]:
    names = sorted({*"".join(links)})
    ends = [[names.index(link[end]) for link in links] for end in (0, 1)]
    return np.array(ends[0]), np.array(ends[1]), names


def test_t31_page_rank():
    """T-31: D→A, D→B, E→A, F→D, F→A, G→D."""
    citing, cited, names = places("DA", "DB", "EA", "FD", "FA", "GD")
    made = graphs.page_rank(citing, cited, len(names))
    expected = {"A": 0.309229, "B": 0.187612, "D": 0.217003, "E": 0.095386, "F": 0.095386, "G": 0.095386}
    assert dict(zip(names, made, strict=True)) == pytest.approx(expected, abs=1e-6)
    assert made.sum() == pytest.approx(1)


def test_page_rank_of_two_thousand_nodes_is_that_of_networkx_run_to_the_end():
    """Networkx stops when the change is below nodes × tolerance: so a tolerance this small is due."""
    rng = np.random.default_rng(5)
    citing = rng.integers(1, 2000, 9000)
    cited = (citing * rng.random(9000)).astype(int)
    pairs = np.unique(np.stack([citing, cited]), axis=1)
    graph = nx.DiGraph()
    graph.add_nodes_from(range(2000))
    graph.add_edges_from(pairs.T.tolist())
    theirs = nx.pagerank(graph, alpha=0.85, tol=1e-15, max_iter=1000)
    made = graphs.page_rank(pairs[0], pairs[1], 2000)
    assert made == pytest.approx([theirs[n] for n in range(2000)], abs=1e-10)


def test_t32_search_path_counts():
    """T-32: A→C, B→C, C→D, C→F, D→E, D→F: 3, 3, 4, 2, 2, 2; the best sums to 9; all six ways lead through C."""
    source, target, names = places("AC", "BC", "CD", "CF", "DE", "DF")
    made = graphs.traversal(graphs.ladder(source, target, len(names)))
    assert made.count.tolist() == [3, 3, 4, 2, 2, 2]
    graph = nx.DiGraph(zip(source.tolist(), target.tolist(), strict=True))
    weight = dict(zip(zip(source.tolist(), target.tolist(), strict=True), made.count, strict=True))
    ways = [p for a in (0, 1) for b in (4, 5) for p in nx.all_simple_paths(graph, a, b)]
    assert max(sum(weight[link] for link in itertools.pairwise(way)) for way in ways) == 9
    through = dict(zip(names, np.exp(made.log_through), strict=True))
    assert through == pytest.approx({"A": 3, "B": 3, "C": 6, "D": 4, "E": 2, "F": 4})
    assert np.exp(made.log_total) == pytest.approx(6)


def test_a_circle_is_broken_where_it_runs_against_time():
    source, target, names = places("AB", "BC", "CA", "AD")
    kept = ~graphs.against_order(source, target, len(names))
    assert kept.tolist() == [True, True, False, True]


def test_a_network_of_nothing():
    none = np.array([], dtype=np.int64)
    assert graphs.page_rank(none, none, 0).tolist() == []
    assert graphs.traversal(graphs.ladder(none, none, 3)).log_through.tolist() == [0, 0, 0]
