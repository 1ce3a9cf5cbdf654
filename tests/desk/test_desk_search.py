"""Search: words of two languages, numbers, meaning, facets, and what leaves as a study's export."""

from __future__ import annotations

import numpy as np
import pytest

from corpus import documents, families
from desk import segments
from desk.exports import study_export
from desk.family import family_page
from desk.meaning import Space, nearest
from desk.search import docs, search, similar
from flows.cli import main
from flows.steps import build, read_exports
from flows.study import open_study
from tests.desk.conftest import ATTACK, desk_of


@pytest.fixture(scope="module")
def desk(ran):
    return desk_of(ran / "zone", 9)


def titles(desk, query, mode="text", **chosen):
    found = search(desk.known, query, chosen, mode)
    return [doc["title"] for doc in docs(desk.known, found.places.tolist())]


def test_chinese_words_are_found_wherever_the_text_is_cut(desk):
    family = desk.shelves[0].read("family")
    for query in ("叶轮", "潮汐水流", "离心泵", "阀座", "扬程"):
        held = (family["title"].fillna("") + " " + family["abstract"].fillna("")).str.contains(query)
        assert len(titles(desk, query)) == held.sum() > 0, query


def test_all_words_must_be_there(desk):
    assert len(titles(desk, "球阀 密封圈")) < len(titles(desk, "密封圈")) + len(titles(desk, "球阀"))
    assert titles(desk, "叶轮 阀座") == titles(desk, "叶轮 阀座")


def test_english_is_found_in_any_case_and_form(desk):
    assert titles(desk, "IMPELLERS tidal") and set(titles(desk, "impeller tidal")) == set(
        titles(desk, "IMPELLERS Tidal")
    )


@pytest.mark.parametrize("query", ["CN109000001B", "cn 109000001 b", "109000001"])
def test_a_number_finds_its_family_alone(desk, query):
    found = search(desk.known, query, {}, "both")
    assert [doc["number"] for doc in docs(desk.known, found.places.tolist())] == ["CN109000001B"]


def test_words_and_meaning_come_together(desk):
    words = search(desk.known, "密封圈", {}, "text").places
    both = search(desk.known, "密封圈", {}, "both")
    assert set(words) <= set(both.places) and both.basis == "hits"
    assert both.by_meaning == frozenset(set(both.places.tolist()) - set(words.tolist()))


def test_facets_narrow_and_count_each_other(desk):
    every = search(desk.known, "", {}, "both")
    year, count = next((v, c) for v, c in every.facets["year"] if c > 1)
    narrowed = search(desk.known, "", {"year": [year]}, "both")
    assert len(narrowed.places) == count
    # The other years stay to be chosen, the offices are those of this year's families.
    assert dict(narrowed.facets["year"]) == dict(every.facets["year"])
    assert sum(c for _, c in narrowed.facets["status"]) == count
    assert len(search(desk.known, "", {"year": [year], "office": ["ZZ"]}, "both").places) == 0


def test_an_odd_query_is_an_empty_answer(desk):
    for query in ('"', "' OR 1=1 --", "NEAR(", "*", "()", "\x00", "zzzzqqq"):
        assert isinstance(titles(desk, query), list)
    assert titles(desk, "zzzzqqq", "both") == []


def test_nearest_is_the_plain_dot_product():
    """Three unit vectors at 0°, 60° and 90° from the query."""
    vectors = np.array([[0, 1], [0.5, 3**0.5 / 2], [1, 0]], dtype=np.float32)
    space = Space("x", 0, np.array([7, 3, 5]), vectors)
    places, likeness = nearest(space, np.array([1, 0], dtype=np.float32), 2)
    assert places.tolist() == [5, 3]
    np.testing.assert_allclose(likeness, [1.0, 0.5], atol=1e-6)
    allowed = np.zeros(8, dtype=bool)
    allowed[[7, 3]] = True
    assert nearest(space, np.array([1, 0], dtype=np.float32), 3, allowed)[0].tolist() == [3, 7]


def test_the_most_like_families_share_the_subject(desk):
    at = int(search(desk.known, "CN109000001B", {}, "text").places[0])
    near = [doc["title"] for doc in docs(desk.known, [p for p, _ in similar(desk.known, at, 3)])]
    assert all("潮汐泵" in title for title in near)


def test_a_family_page_tells_days_members_and_score(desk):
    at = search(desk.known, "CN109000001B", {}, "text").places.tolist()
    told = family_page(desk.shelves[0], docs(desk.known, at)[0]["family_id"], "zh")
    days = [(day, what) for day, what, _ in told["timeline"]]
    assert ("2012-03-05", "family.filing") in days and ("2014-05-06", "family.grant") in days
    assert [m["number"] for m in told["members"]] == ["CN109000001B"]
    card = told["card"]
    assert sum(row["contribution"] for row in card["rows"]) == pytest.approx(card["score"], abs=0.05)
    assert family_page(desk.shelves[0], "nothing", "zh") is None


def test_words_that_jieba_cuts_otherwise_are_held_as_pairs():
    assert {"海上", "上风", "风电"} <= set(segments.indexed("海上风电", cut=False).split())
    assert segments.indexed("LiFePO4 Battery", cut=True) == "lifepo4 battery"
    assert segments.numbers(["CN109808866B"]) == "cn109808866b cn109808866 109808866"


def test_a_result_becomes_a_study(desk, tmp_path, capsys):
    shelf = desk.shelves[0]
    found = search(desk.known, "密封圈", {}, "text")
    ids = [doc["family_id"] for doc in docs(desk.known, found.places.tolist())]
    path = tmp_path / "search-result.csv"
    path.write_bytes(study_export([(shelf, ids)]).encode())
    with pytest.raises(SystemExit, match="0"):
        main(["new", str(tmp_path / "study"), str(path)])
    assert "patnav" in capsys.readouterr().out
    study = open_study(tmp_path / "study")
    read_exports(study, 1, lambda line: None)
    for builder in (documents.publication, documents.application, families.family_member):
        build(study, builder)
    assert study.store.read("intake")[["rows_rejected", "rows_duplicate"]].to_numpy().sum() == 0
    own, theirs = (s.read("publication").set_index("publication_number") for s in (study.store, shelf.store))
    theirs = theirs.loc[own.index]
    assert ATTACK in set(own["title"])
    for column in ("title", "abstract", "filing_date", "grant_date", "ip_right", "legal_status"):
        assert own[column].astype("object").where(own[column].notna(), None).tolist() == (
            theirs[column].astype("object").where(theirs[column].notna(), None).tolist()
        ), column
    for column in ("applicants", "owners", "ipc"):
        assert [list(v) for v in own[column]] == [list(v) for v in theirs[column]], column
