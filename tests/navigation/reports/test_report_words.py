"""Words: printing of numbers, marks of facts, paragraphs, and both languages from the same facts."""

from __future__ import annotations

import json
import re

import pytest

from navigation.reports import words
from navigation.reports.document import Fact, Phrase, Report, Section, asking
from navigation.reports.figures import FIGURES
from navigation.reports.receipts import Receipt, evaluate, from_plain
from navigation.reports.words import CLOSE, MIDDLE, OPEN, Block, blocks, clean, format_value, spans, strip
from tests.navigation.reports.invented import SETTINGS, TABLES

# What the templates themselves may say in figures: names of the standard and of an index.
ALLOWED = re.compile(r"GB/T 39551\.[34]-2020|CR4")


@pytest.mark.parametrize(
    ("value", "kind", "zh", "en"),
    [
        (1234, "count", "1234", "1,234"),
        (12345, "count", "12,345", "12,345"),
        (0.12345, "percent", "12.3%", "12.3%"),
        (-0.25, "magnitude", "25.0%", "25.0%"),
        (-0.25, "percent", "−25.0%", "−25.0%"),
        (0.04, "points", "0.0", "0.0"),
        (-1.25, "points", "−1.2", "−1.2"),
        (2024, "year", "2024", "2024"),
        ("2025-12-31", "date", "2025年12月31日", "31 December 2025"),
        (None, "count", "样本不足", "sample too small"),
    ],
)
def test_numbers_print_as_people_write_them(value, kind, zh, en):
    assert format_value(value, kind, "zh") == zh
    assert format_value(value, kind, "en") == en


def test_text_of_a_record_cannot_forge_a_mark_or_turn_the_line():
    assert clean(f"{OPEN}a{MIDDLE}b{CLOSE}\u202e\u0007  c\n\nd") == "ab c d"
    assert len(clean("长" * 10_000)) == 200


def test_spans_split_at_marks_and_strip_drops_them():
    text = f"共{OPEN}a.b{MIDDLE}12{CLOSE}族。"
    assert spans(text) == [(None, "共"), ("a.b", "12"), (None, "族。")]
    assert strip(text) == "共12族。"


def test_paragraphs_headings_lists_and_places():
    text = "\n# 甲\n一\n二\n\n@one\n@two\n- x\n  y\n- z\n\n= 族 | 3\n"
    assert blocks(text, "zh") == (
        Block("heading", ("甲",)),
        Block("paragraph", ("一二",)),
        Block("exhibit", ("one",)),
        Block("exhibit", ("two",)),
        Block("list", ("xy", "z")),
        Block("headline", ("族 | 3",)),
    )
    assert blocks("a\nb", "en") == (Block("paragraph", ("a b",)),)


def test_both_languages_have_the_same_words():
    assert set(words.words("zh")) == set(words.words("en"))
    assert all(value.strip() for language in words.LANGUAGES for value in words.words(language).values())


def test_every_figure_has_a_name():
    for look in FIGURES:
        assert words.word(f"look.{look}", "zh")


@pytest.fixture(params=["industry", "enterprise"])
def report(request) -> Report:
    return request.getfixturevalue(request.param)


def _lines(report: Report, language: str) -> dict[str, list[str]]:
    return {
        s.stem: [line for b in words.prose(s, report, language) for line in b.lines] for s in report.sections
    }


def test_zh_and_en_print_the_same_facts(report):
    zh, en = _lines(report, "zh"), _lines(report, "en")
    for stem in zh:
        printed = [
            {name for line in lines[stem] for name, _ in spans(line) if name is not None}
            for lines in (zh, en)
        ]
        assert printed[0] == printed[1], stem


def test_every_number_in_prose_is_a_fact(report):
    names = {f.id for f in report.facts}
    for language in words.LANGUAGES:
        for stem, lines in _lines(report, language).items():
            for line in lines:
                for name, piece in spans(line):
                    if name is not None:
                        assert name in names
                    else:
                        assert not re.search(r"\d", ALLOWED.sub("", piece)), f"{stem} ({language}): {piece}"


def test_every_fact_is_recomputed_from_what_the_facts_file_says(report, tables):
    plain = json.loads(words.facts_json(report))
    assert len(plain["facts"]) > 20
    for fact in plain["facts"]:
        assert evaluate(from_plain(fact["receipt"]), tables) == fact["value"], fact["id"]


def test_facts_file_is_sorted_and_stable(report):
    first = words.facts_json(report)
    assert first == words.facts_json(report)
    plain = json.loads(first)
    assert [f["id"] for f in plain["facts"]] == sorted(f["id"] for f in plain["facts"])
    assert plain["as_of"] == "2025-12-31" and plain["synthetic"] is True
    assert all(len(e["sha256"]) == 64 and e["sources"] for e in plain["exhibits"])


def test_the_words_the_reports_must_not_say(report):
    for language in words.LANGUAGES:
        text = "".join(strip(line) for lines in _lines(report, language).values() for line in lines)
        for word in ("符合GB", "符合国家标准", "估值", "FTO", "侵权判定", "conforms to GB"):
            assert word not in text
        assert "参照GB/T 39551." in text or "with reference to" in text


def test_no_sentence_with_a_small_sample(tables):
    ask = asking("s", family=tables["family"])
    absent = ask("x", "family", "mean:remaining_years", {"origin": "ZZ"}, kind="number")
    assert not absent.known
    assert words.fact_text(absent, "zh") == "样本不足"


def test_a_section_without_rows_is_one_sentence():
    report = Report("r", SETTINGS, ())
    found = words.prose(Section("direction", lacking=("family",)), report, "zh")
    assert len(found) == 1 and found[0].lines[0].startswith("没有可用的趋势数据")


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_what_a_section_lacks_is_said_in_words_of_the_trade(language):
    """No name of a table stands in a sentence that people read."""
    said = [text for key, text in words.words(language).items() if key.endswith(".lacking")]
    assert said
    for text in said:
        assert not [name for name in TABLES if "_" in name and name in text] and "{" not in text


def test_a_template_cannot_use_what_a_section_does_not_give():
    with pytest.raises(Exception, match="undefined"):
        words.prose(Section("direction", {}), Report("r", SETTINGS, ()), "zh")


def test_a_phrase_prints_in_the_language_and_a_fact_as_mark():
    fact = Fact("s.a", 3, "count", Receipt("family", "count"))
    assert Phrase("甲", "A").of("en") == "A"
    assert words.fact_text(fact, "en") == "3"


def test_one_of_a_counted_noun_is_singular_in_english():
    """The printed 1 is a whole number of its own: 21 and 1.5 keep the plural."""

    def printed(number: str) -> str:
        return f"{words.OPEN}a.b{words.MIDDLE}{number}{words.CLOSE}"

    assert words.agreed(f"{printed('1')} active families have") == f"{printed('1')} active family has"
    assert words.agreed(f"{printed('1')} leaves hold too few") == f"{printed('1')} leaf holds too few"
    assert words.agreed(f"{printed('1')} technology clusters") == f"{printed('1')} technology cluster"
    for text in (f"{printed('21')} families are", f"{printed('1')} of them hold families"):
        assert words.agreed(text) == text
