from __future__ import annotations

import pytest

from navigation import words


@pytest.mark.parametrize(
    ("text", "language", "left"),
    [
        ("本发明公开了一种固定翼无人机", "zh", "固定翼无人机"),
        ("本实用新型涉及一种水泵(10),所述水泵(10a)包括叶轮", "zh", "水泵,水泵包括叶轮"),
        ("The present invention relates to a ducted fan (12)", "en", "ducted fan"),
        ("A pump comprising an impeller <b>3</b>", "en", "A pump an impeller 3"),
    ],
)
def test_boilerplate_reference_numerals_and_markup_go(text, language, left):
    assert words.clean(text, language) == left


def test_full_width_letters_become_plain():
    assert words.clean("ＬＥＤ灯", "zh") == "LED灯"


@pytest.mark.parametrize(
    ("word", "one"),
    [
        ("wings", "wing"),
        ("batteries", "battery"),
        ("boxes", "box"),
        ("gas", "gas"),
        ("apparatus", "apparatus"),
        ("glass", "glass"),
        ("aerodynamics", "aerodynamics"),
        ("series", "series"),
        ("apparatuses", "apparatus"),
    ],
)
def test_regular_plurals_are_folded(word, one):
    assert words.singular(word) == one


def test_stretches_end_at_punctuation_numbers_and_break_words():
    assert list(words.runs("冷却风扇、机翼的襟翼", "zh")) == [["冷却", "风扇"], ["机翼"], ["襟翼"]]
    assert list(words.runs("Ducted fans of the wing, 3 flaps", "en")) == [
        ["ducted", "fan"],
        ["wing"],
        ["flap"],
    ]


def test_terms_are_word_groups_that_say_something():
    found = words.terms("涵道风扇控制系统", "zh")
    assert "涵道风扇" in found
    assert "控制系统" not in found
    assert "系统" not in found


def test_a_term_knows_whether_it_begins_and_ends_its_stretch():
    found = words.terms("涵道风扇电机", "zh")
    assert found["涵道风扇"] == (True, False)
    assert found["涵道风扇电机"] == (True, True)
    assert words.terms("fixed wing aircraft", "en")["wing aircraft"] == (False, True)


def test_a_lone_verb_or_measure_is_no_term():
    assert "保持" not in words.terms("保持稳定", "zh")
    assert not any(term.endswith("充足") for term in words.terms("电池充电充足", "zh"))


def test_english_terms_are_nouns_and_may_hold_an_and():
    found = words.terms("A vertical take-off and landing aircraft has been equipped", "en")
    assert "vertical takeoff and landing aircraft" in found
    assert not any(term.endswith("equipped") for term in found)
    assert not {"vertical", "hydraulic", "sliding"} & words.terms("vertical, hydraulic, sliding", "en").keys()


def test_the_lists_do_not_contradict_each_other():
    for language in ("zh", "en"):
        lists = [words.lexicon(f"{language}_{kind}") for kind in ("break", "generic", "lone")]
        assert all(lists)
        assert not lists[0] & lists[1]
        assert not (lists[0] | lists[1]) & lists[2]


def test_tokens_hold_words_and_chinese_character_pairs():
    assert words.tokens("冷却风扇系统", "zh")[:4] == ["冷却", "风扇", "冷却_", "却风_"]
    assert words.tokens("ducted fan", "en") == ["ducted", "fan", "ducted fan"]


def test_technical_words_the_dictionary_lacks_stay_whole():
    assert list(words.runs("基于物联网的涵道风扇", "zh")) == [["物联网"], ["涵道风扇"]]
