"""Keywords in texts: word edges, plurals, truncation, both languages."""

from __future__ import annotations

import re

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from navigation.keywords import find, fold, join_texts, parts, plural


def found(text: str | None, *phrases: str) -> list[str]:
    folded = [fold(phrase) for phrase in phrases]
    texts, numbers = find(pa.array([text], type=pa.string()), folded)
    assert set(texts.tolist()) <= {0}
    return [phrases[number] for number in numbers]


@pytest.mark.parametrize(
    ("text", "phrase", "is_found"),
    [
        ("锂离子电池隔膜", "隔膜", True),
        ("锂离子电池隔膜", "铝", False),
        ("ＬＥＤ灯", "led", True),
        ("OLED灯", "led", False),
        ("LEDs", "led", True),
        ("ledger", "led", False),
        ("batteries", "battery", True),
        ("boxes and dishes", "box", True),
        ("boxs", "box", False),
        ("toys", "toy", True),
        ("A gas turbine.", "gas turbine", True),
        ("gas turbines", "gas turbine", True),
        ("gases turbine", "gas turbine", False),
        ("Lithium-Ion cell", "lithium ion", True),
        ("lithium\nion", "lithium-ion", True),
        ("抗PD-1抗体", "pd-1抗体", True),
        ("electrolytic", "electroly*", True),
        ("nonelectrolytic", "electroly*", False),
        ("manufacturing aircraft", "manufactur* aircraft", True),
        ("manufacturing of aircraft", "manufactur* aircraft", False),
        ("x-ray", "x", True),
        ("wax", "x", False),
        ("", "x", False),
        (None, "x", False),
    ],
)
def test_a_phrase_is_found_as_a_word(text, phrase, is_found):
    assert found(text, phrase) == ([phrase] if is_found else [])


def test_several_phrases_in_several_texts_are_found_once_each():
    texts = pa.array(["cell cell membrane", "membrane", "cells"])
    rows, numbers = find(texts, ["cell", "membrane", "cell membrane"])
    assert sorted(zip(rows.tolist(), numbers.tolist(), strict=True)) == [
        (0, 0),
        (0, 1),
        (0, 2),
        (1, 1),
        (2, 0),
    ]


def test_a_phrase_does_not_run_from_one_text_into_the_next():
    assert len(find(pa.array(["gas", "turbine"]), ["gas turbine"])[0]) == 0
    assert len(find(pa.array(["隔", "膜"]), ["隔膜"])[0]) == 0


def test_no_phrases_and_no_texts_find_nothing():
    assert len(find(pa.array(["a"]), [])[0]) == 0
    assert len(find(pa.array([], type=pa.string()), ["a"])[0]) == 0


def test_parts_of_a_keyword_and_regular_plurals():
    assert parts("锂 + 隔膜") == ("锂", "隔膜")
    assert parts("Carbon-Fibre+") == ("carbon fibre", "")
    assert [plural(word) for word in ("cell", "gas", "dish", "valley", "pd 1", "隔膜", "cell*")] == [
        *("cells", "gases", "dishes", "valleys"),
        *(None, None, None),
    ]


def test_columns_are_joined_and_repetitions_left_out():
    frame = pd.DataFrame({"title": ["A", None], "abstract": ["B", "C"], "title_en": ["A", "D"]}, dtype="str")
    assert join_texts(frame, ["title", "abstract", "title_en"]).to_pylist() == ["A\nB\n", "\nC\nD"]


@given(
    st.lists(st.text(alphabet="ab c锂池-", max_size=20), max_size=8),
    st.lists(
        st.text(alphabet="abc锂池 ", min_size=1, max_size=4).map(fold).filter(bool), max_size=5, unique=True
    ),
)
def test_the_same_pairs_are_found_as_by_looking_at_each_pair(texts, phrases):
    expected = set()
    for number, phrase in enumerate(phrases):
        forms = [form for form in (phrase, plural(phrase)) if form]
        for row, text in enumerate(texts):
            plain = text.replace("-", " ")
            if any(
                re.search(
                    (r"(?<![a-z])" if form[0] in "abc" else "") + form + r"(?![a-z])" * (form[-1] in "abcs"),
                    plain,
                )
                for form in forms
            ):
                expected.add((row, number))
    rows, numbers = find(pa.array(texts, type=pa.string()), phrases)
    assert set(zip(rows.tolist(), numbers.tolist(), strict=True)) == expected
