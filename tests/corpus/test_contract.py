"""The table contract: types, keys, required cells, allowed words, ranges; all breaches at once."""

from __future__ import annotations

import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

import corpus.tables
import navigation.tables
import scoring.tables
from corpus import contract
from corpus.contract import DATE, FLAG, INTEGER, NUMBER, TEXT, TEXTS, VECTOR, Column, Table
from corpus.errors import ContractError
from corpus.store import Store

SHAPE = Table(
    "shape",
    "a drawn shape",
    ("shape_id",),
    (
        Column("shape_id", TEXT, "Name"),
        Column("sides", INTEGER, "Sides", "sides", low=3),
        Column("area", NUMBER, "Area", "cm²"),
        Column("is_round", FLAG, "No corner"),
        Column("drawn_on", DATE, "Day"),
        Column("colour", TEXT, "Colour", allowed=("red", "blue")),
        Column("tags", TEXTS, "Tags"),
        Column("place", VECTOR, "Place"),
    ),
)


def frame(**columns: object) -> pd.DataFrame:
    base = {
        "shape_id": ["a", "b"],
        "sides": [3, None],
        "area": [1.5, None],
        "is_round": [False, None],
        "drawn_on": ["2020-02-29", None],
        "colour": ["red", None],
        "tags": [["x", "y"], None],
        "place": [[0.5, 1.0], None],
    }
    return pd.DataFrame(base | columns)


def test_what_is_written_is_read_back(tmp_path):
    store = Store(tmp_path, {"room": (SHAPE,)})
    store.write("shape", frame())
    pd.testing.assert_frame_equal(store.read("shape"), contract.check(frame(), SHAPE))


def test_the_file_tells_what_it_holds(tmp_path):
    store = Store(tmp_path, {"room": (SHAPE,)})
    store.write("shape", frame())
    schema = pq.read_schema(tmp_path / "room" / "shape.parquet")
    assert schema.metadata[b"patnav.grain"] == b"a drawn shape"
    assert schema.field("area").metadata[b"unit"] == "cm²".encode()


def test_equal_content_gives_equal_bytes_whatever_the_row_order(tmp_path):
    store = Store(tmp_path, {"room": (SHAPE,)})
    store.write("shape", frame())
    first = store.path("shape").read_bytes()
    store.write("shape", frame().iloc[::-1])
    assert store.path("shape").read_bytes() == first


def test_all_breaches_are_told_at_once():
    wrong = frame(shape_id=["a", "a"], sides=[2, 9], colour=["red", "green"])
    with pytest.raises(ContractError) as caught:
        contract.check(wrong, SHAPE)
    message = str(caught.value)
    assert "sides: 1 values beyond 3, e.g. 2" in message
    assert "colour: 1 values not allowed, e.g. 'green'" in message
    assert "key shape_id: 1 repeated rows" in message


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"extra": [1, 2]}, "column extra is unknown"),
        ({"area": ["wide", "x"]}, "column area is not NUMBER"),
        ({"shape_id": ["a", None]}, "shape_id: 1 empty cells, first at row 1"),
    ],
)
def test_a_breach_is_named(change, told):
    with pytest.raises(ContractError, match=told):
        contract.check(frame(**change), SHAPE)


def test_a_missing_column_is_named():
    with pytest.raises(ContractError, match="column sides is missing"):
        contract.check(frame().drop(columns="sides"), SHAPE)


def test_unknown_stays_unknown(tmp_path):
    store = Store(tmp_path, {"room": (SHAPE,)})
    store.write("shape", frame())
    second = store.read("shape").iloc[1]
    assert second.drop("shape_id").isna().all()


@given(
    st.lists(
        st.tuples(st.text(min_size=1), st.none() | st.integers(3, 9), st.none() | st.lists(st.text())),
        unique_by=lambda t: t[0],
    )
)
def test_write_then_read_is_identity(tmp_path_factory, cells):
    drawn = pd.DataFrame(
        {
            "shape_id": pd.Series([c[0] for c in cells], dtype="str"),
            "sides": pd.array([c[1] for c in cells], dtype="Int64"),
            "area": pd.Series([None] * len(cells), dtype="float64"),
            "is_round": pd.array([None] * len(cells), dtype="boolean"),
            "drawn_on": pd.Series([pd.NaT] * len(cells), dtype="datetime64[s]"),
            "colour": pd.Series([None] * len(cells), dtype="str"),
            "tags": [c[2] for c in cells],
            "place": [None] * len(cells),
        }
    )
    store = Store(tmp_path_factory.mktemp("store"), {"room": (SHAPE,)})
    store.write("shape", drawn)
    expected = contract.check(drawn, SHAPE).sort_values("shape_id", kind="stable", ignore_index=True)
    pd.testing.assert_frame_equal(store.read("shape"), expected)


def test_an_empty_frame_fits_every_table():
    for table in (*corpus.tables.TABLES, *scoring.tables.TABLES, *navigation.tables.TABLES):
        assert contract.check(contract.empty(table), table).empty


def test_an_unknown_table_lists_the_known(tmp_path):
    with pytest.raises(ContractError, match=r"no table is named circle\. Known: shape"):
        Store(tmp_path, {"room": (SHAPE,)}).read("circle")
