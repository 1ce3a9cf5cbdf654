from __future__ import annotations

import pandas as pd

from navigation import translation, words


def test_a_term_is_composed_of_the_longest_entries_or_not_at_all():
    assert translation.entry("fuel cell", "zh") == "燃料电池"
    assert translation.composed("thermal runaway detection", "zh") == "热失控检测"
    assert translation.composed("positive electrode material", "zh") == "正极材料"
    assert translation.composed("thermal zorblat", "zh") is None
    assert translation.composed("燃料电池系统", "en") == "fuel cell system"
    assert translation.composed("燃料电池某", "en") is None


def test_counterparts_are_the_terms_that_stand_in_the_same_titles():
    own = pd.DataFrame({"term": ["翼"] * 4 + ["机"] * 2 + ["箱"] * 2, "row": [0, 1, 2, 3, 0, 9, 4, 5]})
    other = pd.DataFrame({"term": ["wing"] * 4 + ["aircraft"] * 6, "row": [0, 1, 2, 3, 0, 1, 2, 3, 4, 5]})
    found = translation.counterparts({"翼", "机"}, own, other)
    assert found == {"翼": ("wing", 1.0)}  # aircraft: 2·4 / (4 + 6) = 0.8; 机 is seen too seldom


def test_the_glossary_is_folded_and_each_line_a_pair():
    chinese = translation._entries("zh")
    assert len(chinese) > 900
    assert all(key == key.lower() and not words.HAN.search(key) for key in chinese)
    assert all(value and not value.endswith(" ") for value in chinese.values())
