"""List columns: rows to lists and back."""

from __future__ import annotations

import pandas as pd

from corpus import lists
from corpus.contract import TEXTS_DTYPE

FRAME = pd.DataFrame(
    {"key": ["a", "b", "c", "d"], "items": pd.Series([["x", "y"], [], None, ["z"]], dtype=TEXTS_DTYPE)}
)


def test_explode_gives_a_row_per_item_and_none_for_an_empty_list():
    rows = lists.explode(FRAME, "items", sequence="place")
    assert rows[["key", "items", "place"]].to_numpy().tolist() == [
        ["a", "x", 1],
        ["a", "y", 2],
        ["d", "z", 1],
    ]


def test_collect_undoes_explode():
    gathered = lists.collect(lists.explode(FRAME, "items"), "key", "items")
    assert {k: list(v) for k, v in gathered.items()} == {"a": ["x", "y"], "d": ["z"]}


def test_split_strips_parts_and_keeps_missing_apart_from_empty():
    parts = lists.split(pd.Series(["a ; b;", "", None], dtype="str"), r";")
    assert list(parts[0]) == ["a", "b"]
    assert list(parts[1]) == []
    assert parts.isna().tolist() == [False, False, True]


def test_lengths_and_join_keep_missing_missing():
    assert lists.lengths(FRAME["items"]).tolist()[:2] == [2, 0]
    assert lists.lengths(FRAME["items"]).isna().tolist() == [False, False, True, False]
    assert lists.join(FRAME["items"], "|").iloc[0] == "x|y"


def test_wrap_makes_lists_of_one():
    wrapped = lists.wrap(pd.Series(["a", None], dtype="str"))
    assert list(wrapped[0]) == ["a"]
    assert wrapped.isna().tolist() == [False, True]


def test_a_sliced_frame_explodes_its_own_rows():
    rows = lists.explode(FRAME.iloc[2:], "items")
    assert rows["key"].tolist() == ["d"]


def test_results_keep_the_index_of_their_lists():
    turned = FRAME["items"].set_axis([7, 8, 9, 10])
    assert lists.join(turned, "|").to_dict()[7] == "x|y"
    assert lists.lengths(turned).to_dict()[10] == 1
