"""Keys among others: missing ones are nowhere, and types survive."""

from __future__ import annotations

import numpy as np
import pandas as pd

from scoring.keys import among, looked_up, places


def test_places_of_texts_whatever_their_dtype():
    known = pd.Index(["a", "b", "b"])
    assert places(pd.Series(["b", None, "c", "a"], dtype="str"), known).tolist() == [1, -1, -1, 0]
    assert places(pd.Series(["b", np.nan], dtype=object), pd.Series(["x", None, "b"])).tolist() == [2, -1]
    assert places(pd.Series([np.nan, np.nan]), known).tolist() == [-1, -1]
    assert places(pd.Index([]), known).tolist() == []
    assert places(known, pd.Index([])).tolist() == [-1, -1, -1]


def test_among():
    assert among(pd.Series(["b", "c"]), pd.Series(["a", "b"])).tolist() == [True, False]


def test_what_is_looked_up_keeps_its_type_and_the_keys_index():
    known = pd.Series(pd.to_datetime(["2020-01-01", "2021-01-01"]), index=["a", "b"])
    found = looked_up(pd.Series(["b", "z"], index=[7, 8]), known)
    assert found.index.tolist() == [7, 8]
    assert found[7] == pd.Timestamp("2021-01-01") and pd.isna(found[8])
    assert looked_up(pd.Series([], dtype="str"), known).dtype == known.dtype
    flags = looked_up(pd.Index(["z"]), pd.Series([True], index=["a"], dtype="boolean"))
    assert flags.dtype == "boolean" and flags.isna().all()
