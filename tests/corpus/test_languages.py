"""Which language a text is in, by its script."""

from __future__ import annotations

import pandas as pd

from corpus import languages

TITLES = pd.Series(["一种飞机", "航空機の翼", "Aircraft wing", "Способ полёта", None, "CO2捕集"], dtype="str")


def test_chinese_is_han_without_kana():
    assert languages.is_chinese(TITLES).tolist() == [True, False, False, False, False, True]


def test_latin_is_latin_alone():
    assert languages.is_latin(TITLES).tolist() == [False, False, True, False, False, False]


def test_a_family_speaks_chinese_then_english_then_other():
    english = pd.Series([None, "Wing", None, None, None, None], dtype="str")
    told = languages.text_language(TITLES, english)
    assert told.iloc[[0, 1, 2, 3, 5]].tolist() == ["zh", "en", "other", "other", "zh"]
    assert pd.isna(told.iloc[4])


def test_fold_leaves_letters_and_digits():
    folded = languages.fold(pd.Series(["Ａircraft（翼）, 1 "], dtype="str"))
    assert folded.tolist() == ["aircraft翼1"]
