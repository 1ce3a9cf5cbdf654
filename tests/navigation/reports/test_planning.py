"""The planning report's own sections: scope, ladder, positions, partners, findings, checklist."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from flows.reporting import described_indicators
from navigation.reports import specs, words
from navigation.reports.document import Exhibit, Phrase, Report, Section
from navigation.reports.sections import checklist
from navigation.reports.sections.annex import _chinese, _key, plain_definition
from navigation.reports.sections.intake_words import reason_in_chinese, statement_in
from navigation.reports.sections.positioning_peers import compared
from navigation.reports.sections.scope import sources, subject_of
from navigation.reports.sections.summary import ranked
from navigation.reports.tabling import cells
from navigation.reports.words import strip
from navigation.thresholds import Thresholds
from tests.navigation.reports.invented import SETTINGS, nothing, study, table

PASSPORTS = ({"file": "exports/a.xlsx", "query": "TAC:(抗体)", "retrieved_on": None, "licence": None},)


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    return study()


@pytest.fixture(scope="module")
def report(tables) -> Report:
    return specs.compose(specs.INDUSTRY_PLANNING, tables, {**SETTINGS, "passports": PASSPORTS})


def part(report: Report, stem: str) -> Section:
    return next(s for s in report.sections if s.stem == stem)


def exhibit(report: Report, stem: str, name: str) -> Exhibit:
    return next(e for e in part(report, stem).exhibits if e.id == name)


def text(report: Report, stem: str, language: str = "zh") -> str:
    return "\n".join(
        strip(line) for b in words.prose(part(report, stem), report, language) for line in b.lines
    )


def test_the_scope_lists_each_export_with_its_search_string(report, tables):
    rows = cells(exhibit(report, "scope", "sources"), "zh")
    assert [row[4].text for row in rows] == ["TAC:(抗体)"] and rows[0][3].text == "—"
    found = sources(tables["intake"], ())
    assert found["query"].isna().all()


def test_the_breakdown_counts_families_branch_by_branch(report, tables):
    frame = exhibit(report, "scope", "breakdown").frame.set_index("branch_id")
    assigned = tables["branch_assignment"]
    assert frame["family_count"].to_dict() == assigned.groupby("branch_id")["family_id"].nunique().to_dict()


def test_a_shipped_industry_is_named_in_words():
    assert subject_of("marine-economy", "T", None).zh == "海洋经济产业"
    assert subject_of("人工智能", "T", None) == Phrase("人工智能", "人工智能")
    assert subject_of(None, "题", "Title") == Phrase("题", "Title")


def test_the_ladder_says_which_levels_have_no_data(report):
    rows = cells(exhibit(report, "direction", "ladder"), "zh")
    assert [row[0].text for row in rows] == ["全球", "全国（来源地）", "省（自治区、直辖市）", "市", "区域"]
    assert [row[1].text for row in rows][2:4] == ["无数据", "无数据"]
    assert "没有数据，不作推断" in text(report, "direction")
    assert "滨海示范区" in text(report, "direction") and "Seaside Pilot Zone" in text(
        report, "direction", "en"
    )


def test_without_a_zone_the_home_country_is_placed_beside_large_ones():
    place = table(
        "place",
        place_kind=["country", "country", "country", "world", "province"],
        place_id=["CN", "EP", "US", "*", "天津"],
        place_label=["CN", "EP", "US", "*", "天津"],
        family_count=[9, 99, 20, 128, 5],
        is_own=[True, False, False, True, False],
        is_peer=[False] * 5,
    )
    assert compared(place)["place_id"].tolist() == ["CN", "US"]  # EP is no country
    named = place.assign(is_peer=place["place_id"].eq("天津"))
    assert compared(named)["place_id"].tolist() == ["CN", "天津"]
    assert compared(place[:0]).empty


def test_five_positions_stand_beside_the_peers(report):
    names = {e.id for e in part(report, "positioning").exhibits}
    assert {"five_structure", "five_enterprises", "five_capacity", "five_operation"} <= names
    frame = exhibit(report, "positioning", "five_structure").frame
    assert frame["place_id"].iloc[0] == "zone" and set(frame["place_id"]) >= {"CN", "US", "JP"}
    shown = exhibit(report, "positioning", "enterprises").frame.set_index("actor_id")["tier"]
    assert shown.to_dict() == {"E0": "leading", "E1": "leading"}  # twelve active, one in the best tenth


def test_screens_and_owners_are_said_or_found_lacking(report):
    empty = specs.compose(specs.INDUSTRY_PLANNING, nothing(), SETTINGS)
    assert part(empty, "partners").lacking
    assert "不用于对个人的评价或排名" in text(report, "partners") or "不作团队分析" in text(
        report, "partners"
    )


@pytest.mark.parametrize(
    ("changed", "first"),
    [({"checks_failed": 1}, "check"), ({"critical_count": 2}, "critical"), ({}, "growth")],
)
def test_findings_are_ranked_by_what_they_mean(changed, first):
    class Number:
        def __init__(self, value: float) -> None:
            self.value, self.known = value, True

    names = ("checks_failed", "critical_count", "hot_count", "candidates", "abroad_count", "tight_count",
             "recommendations", "cold_count")  # fmt: skip
    context: dict[str, Any] = {name: Number(0) for name in names}
    context |= {"growth": Number(0.5), "home_share": Number(0.4), "home_control": Number(0.45),
                "entrant_rate": Number(0.3), "has_zone": False}  # fmt: skip
    context |= {name: Number(value) for name, value in changed.items()}
    found = ranked(context)
    assert found[0] == first and "candidates" not in found and found.index("standing") == len(found) - 1


def standing(**changes: Any) -> dict[str, str]:
    given = {
        "passports": [{"file": "a", "query": "q", "retrieved_on": "2026-01-31", "licence": "own"}],
        "files": ["a"], "notes": (), "is_derived": False, "retrieval_quality": table(
            "retrieval_quality", check_set=["recall", "precision"], is_passed=[True, False]),
        "pending_names": 0, "has_members": True, "has_backtest": True, "has_status": True,
        "is_reproducible": True, "has_indicators": True,
    }  # fmt: skip
    return checklist.standings(**(given | changes))


def test_the_checklist_is_filled_from_what_the_study_gives():
    full = standing()
    assert {k for k, v in full.items() if v != "given"} == {"sign_off", "precision"}
    assert full["precision"] == "part"  # judged, and below what is required
    poor = standing(passports=[], files=["a", "b"], notes=("as_of_derived",), is_derived=True,
                    retrieval_quality=table("retrieval_quality", rows=0), pending_names=3)  # fmt: skip
    for item in ("search_string", "source", "licence", "recall", "precision"):
        assert poor[item] == "missing"
    assert poor["cut_off"] == poor["breakdown"] == poor["applicant_rule"] == "part"
    some = standing(files=["a", "b"])
    assert some["search_string"] == "part"


def test_whatever_is_not_given_has_something_to_do():
    worst = {item: "missing" for item, where in checklist.ITEMS.items()}
    frame = checklist.exhibit(worst).frame
    always = {"purpose", "counting", "family_rule", "date_rule", "recent_years", "completeness", "limits"}
    without = set(frame.loc[frame["todo_zh"] == "—", "item"])
    assert without <= always | {"parameters", "changes"}


def test_every_threshold_has_a_meaning_and_says_whether_it_is_the_default():
    frame = checklist.parameters(Thresholds(min_n=7)).frame.set_index("name")
    assert not frame.loc["min_n", "is_default"] and frame.loc["min_owners", "is_default"]


def test_every_indicator_is_explained_in_chinese_without_formulas():
    chinese = _chinese()
    for entry in described_indicators():
        assert entry["name"] in chinese["definition"], entry["name"]
        assert _key(entry["unit"]) in chinese["unit"], entry["unit"]
        assert "math::" not in plain_definition(entry["definition"])


def test_a_definition_keeps_what_follows_its_formula():
    assert plain_definition("One.\n\n.. math:: a\n          b\n\nTwo `x`.") == "One. Two x."


@pytest.mark.parametrize(
    ("reason", "chinese"),
    [
        ("contradicts kind code U", "与文献种类代码U矛盾"),
        ("not a date; not a count", "不是日期；不是计数"),
        ("office QQ is not known", "国别代码QQ不识别"),
        ("something new", "something new"),
    ],
)
def test_reasons_of_intake_are_told_in_chinese(reason, chinese):
    assert reason_in_chinese(reason) == chinese


def test_statements_name_columns_in_words():
    assert statement_in("CN1A: filing_date=2019-01-16", "zh") == "CN1A: 申请日为2019-01-16"


def test_advice_is_said_once_for_each_rule(report):
    said = text(report, "pathway")
    assert said.count(words.word("advice.fill_chain", "zh")) == 1
    # The recommendation that rests on few families is in the table alone.
    assert "各条样本均不足十族" in said
    assert len(exhibit(report, "pathway", "recommendations").frame) == 2
