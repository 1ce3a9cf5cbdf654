"""Worked examples of the indicators of the citation network."""

from __future__ import annotations

import datetime

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from corpus.tables import CITATION, FAMILY
from scoring.indicators import network
from tests.frames import rows
from tests.scoring import worlds

AS_OF = datetime.date(2024, 1, 1)


def family(names: str) -> pd.DataFrame:
    """Families in order of time, a year apart."""
    lines = [
        f"{name} | invention | {2000 + year}-01-01 | {2001 + year}-07-01 | links"
        for year, name in enumerate(names.split())
    ]
    return rows(
        "family_id | ip_right | earliest_priority_date | first_publication_date | citation_source\n"
        + "\n".join(lines),
        FAMILY,
    )


def links(*pairs: str, own: tuple[str, ...] = ()) -> pd.DataFrame:
    lines = [f"{p[0]} | {p[1:]} | {'yes' if p in own else 'no'}" for p in pairs]
    return rows("citing_family_id | cited_family_id | is_self_citation\n" + "\n".join(lines), CITATION)


def test_t31_page_rank_times_the_families_linked():
    """T-31 with a family that has no link, a design, a self-citation and a citer outside the corpus."""
    made = network.page_rank(
        family("A B D E F G LONE"),
        links("DA", "DB", "EA", "FD", "FA", "GD", "BA", "XB", own=("BA",)),
        as_of=AS_OF,
    )
    shares = {"A": 0.309229, "B": 0.187612, "D": 0.217003, "E": 0.095386, "F": 0.095386, "G": 0.095386}
    expected = {name: 6 * share for name, share in shares.items()} | {"LONE": np.nan}
    assert made["value"].to_dict() == pytest.approx(expected, nan_ok=True, abs=1e-5)
    design = family("A D").assign(ip_right=["invention", "design"])
    assert np.isnan(network.page_rank(design, links("DA"), as_of=AS_OF).loc["D", "value"])


def test_t32_share_of_the_ways_that_lead_through_a_family():
    """T-32: of six ways 3 start at A, 3 at B, all lead through C, 4 through D; F cites C and D."""
    made = network.path_share(
        family("A B C D E F LONE"), links("CA", "CB", "DC", "FC", "ED", "FD"), as_of=AS_OF
    )
    expected = {"A": 3, "B": 3, "C": 6, "D": 4, "E": 2, "F": 4}
    assert made["value"].to_dict() == pytest.approx(
        {name: ways / 6 for name, ways in expected.items()} | {"LONE": np.nan}, nan_ok=True
    )


def test_families_that_cite_each_other_are_put_in_order_of_priority():
    """A is older: of the circle A→B→A the link from A to B stays, so that one way leads through both."""
    made = network.path_share(family("A B"), links("AB", "BA"), as_of=AS_OF)
    assert made["value"].to_dict() == pytest.approx({"A": 1, "B": 1})


def test_t30_disruption():
    """T-30: three cite F alone, two cite F and its reference R, one cites R alone: 1/6.

    S and T are older than F and cite R: they are no later families.
    """
    drawn = family("R S T F A B C D E G")
    made = network.disruption(
        drawn,
        links("FR", "SR", "TR", "AF", "BF", "CF", "DF", "DR", "EF", "ER", "GR"),
        as_of=AS_OF,
    )
    assert made.loc["F", "value"] == pytest.approx(0.166667, abs=1e-6)
    assert not made.loc["F", "low_n"]
    assert np.isnan(made.loc["R", "value"]), "it cites nothing"
    assert made.loc["D", ["value", "low_n"]].tolist() == [0, True], "E and G cite F or R, nobody cites D"


def test_disruption_knows_references_outside_the_corpus_and_leaves_out_hubs(monkeypatch):
    """A and F both cite the outside family O, and A cites F: A is of the second kind."""
    drawn = family("F A")
    made = network.disruption(drawn, links("FO", "AO", "AF"), as_of=AS_OF)
    assert made.loc["F", "value"] == -1
    assert made.loc["F", ["low_n", "estimated"]].tolist() == [True, False]
    monkeypatch.setattr(network, "MOST_CITERS", 1)
    made = network.disruption(drawn, links("FO", "AO", "AF"), as_of=AS_OF)
    assert made.loc["F", ["value", "estimated"]].tolist() == [1, True]


def test_disruption_of_a_random_corpus_is_what_counting_one_by_one_gives(monkeypatch):
    monkeypatch.setattr(network, "_PAIRS_AT_ONCE", 50)
    held = worlds.random_world(150, seed=11, right="invention")
    made = network.disruption(held["family"], held["citation"], as_of=AS_OF)["value"]
    graph = nx.DiGraph()
    graph.add_edges_from(
        zip(held["citation"]["citing_family_id"], held["citation"]["cited_family_id"], strict=True)
    )
    first = held["family"].set_index("family_id")["first_publication_date"].to_dict()
    for focal in first:
        if focal not in graph or not graph.out_degree(focal):
            assert np.isnan(made[focal])
            continue
        references = set(graph.successors(focal))
        citers = set(graph.predecessors(focal))
        sharing = {g for r in references for g in graph.predecessors(r)} - {focal}
        later = {g for g in sharing - citers if first[g] > first[focal]}
        every = len(citers) + len(later)
        expected = (len(citers) - 2 * len(citers & sharing)) / every if every else np.nan
        assert made[focal] == pytest.approx(expected, nan_ok=True)
