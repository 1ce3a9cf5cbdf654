"""The enterprise brief: what it says where there is much, little and nothing to say."""

from __future__ import annotations

import pandas as pd
import pytest

from navigation.reports import specs, words
from navigation.reports.words import strip
from tests.navigation.reports.invented import SETTINGS, table

MICRO = {**SETTINGS, "enterprise_id": "E0"}


def told(report: specs.Report, stem: str, language: str = "zh") -> str:
    section = next(s for s in report.sections if s.stem == stem)
    return "\n".join(strip(line) for b in words.prose(section, report, language) for line in b.lines)


def composed(tables: dict[str, pd.DataFrame], **changed: pd.DataFrame) -> specs.Report:
    return specs.compose(specs.MICRO_NAVIGATION, tables | changed, MICRO)


def frame_of(report: specs.Report, stem: str, id: str) -> pd.DataFrame:
    section = next(s for s in report.sections if s.stem == stem)
    return next(e for e in section.exhibits if e.id == id).frame


def selling(tables: dict[str, pd.DataFrame], markets: list[str] | None) -> specs.Report:
    """The brief of an enterprise that names these markets."""
    markets_of = pd.Series([markets, None], dtype=object)
    return composed(tables, enterprise=tables["enterprise"].assign(target_markets=markets_of))


def test_the_conclusions_come_first_and_speak_of_every_part(enterprise):
    assert enterprise.sections[0].stem == "conclusions"
    text = told(enterprise, "conclusions")
    for part in ("现状：", "风险：", "海外：", "布局：", "运营：", "不构成法律意见", "不是价值评估"):
        assert part in text


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_an_enterprise_without_families_gets_no_row_of_empty_sections(tables, language):
    applicant = tables["applicant"].assign(enterprise_id=None).astype({"enterprise_id": "str"})
    report = composed(tables, applicant=applicant)
    assert [s.stem for s in report.sections] == ["conclusions", "layout", "basis"]
    text = told(report, "conclusions", language)
    assert {"zh": "没有津港生物股份有限公司的专利族", "en": "hold no family of Jingang Biotech"}[
        language
    ] in text


def test_a_market_without_documents_is_not_covered_and_one_with_them_is_counted(enterprise):
    lines = told(enterprise, "overseas").split("\n")
    assert any(line.startswith("日本：导出数据不含该局文献") for line in lines)
    assert any(line.startswith("美国：他人有效专利族") for line in lines)
    assert any(line.startswith("未覆盖的内容：") for line in lines)
    watched = frame_of(enterprise, "overseas", "watch_list")
    assert all("US" in list(offices) for offices in watched["living_offices"])


def test_without_named_markets_there_is_no_warning_but_a_hint(tables):
    report = selling(tables, None)
    assert "未作海外预警" in told(report, "overseas") and "填写后重新运行" in told(report, "overseas")
    section = next(s for s in report.sections if s.stem == "overseas")
    assert not section.exhibits


def test_a_european_market_names_european_families_to_check(tables):
    report = selling(tables, ["DE"])
    assert "德国：导出数据不含该局文献" in told(report, "overseas")
    watched = frame_of(report, "overseas", "watch_list")
    assert len(watched) and all("EP" in list(offices) for offices in watched["living_offices"])


def test_deadlines_are_those_of_the_law_in_order_of_their_day(tables):
    days = ["2026-03-10", "2026-01-05", "2026-02-01", "2026-04-01"]
    kinds = ["priority_abroad", "national_phase", "annual_fee", "priority_abroad"]
    families = ["F00000", "F00005", "F00010", "F00001"]  # the last is another owner's
    deadline = table(
        "deadline", subject_id=families, family_id=families, deadline_kind=kinds, due_date=days,
        days_left=[69, 5, 32, 91], deadline_rule=["by the law"] * 4,
    )  # fmt: skip
    report = composed(tables, deadline=deadline)
    shown = frame_of(report, "layout", "deadlines")
    assert shown["family_id"].tolist() == ["F00005", "F00000"]
    assert "最近的期限为2026年3月10日" in told(report, "layout")
    assert "先办：半年内有2个专利族的向外布局期限届满，最近的为2026年1月5日" in told(report, "conclusions")


def test_an_unknown_status_is_never_printed_as_none_in_force(tables):
    family = tables["family"].assign(is_active=pd.array([pd.NA] * 120, dtype="boolean"))
    report = composed(tables, family=family)
    text = "".join(told(report, s.stem) for s in report.sections)
    assert "有效0族" not in text and "有效 | 0" not in text and "须先核实" in text


def test_every_living_family_has_one_proposal_and_its_reasons(enterprise, tables):
    shown = frame_of(enterprise, "operation", "proposals")
    assert len(shown) and shown["proposal_reasons"].map(len).gt(0).all()
    own = tables["operation_proposal"]
    assert own["family_id"].is_unique and set(shown["family_id"]) <= set(own["family_id"])


def test_five_families_are_needed_for_figures_and_means(tables):
    applicant = tables["applicant"]
    holders = tables["family_applicant"]
    few = holders["applicant_id"].where(~holders["applicant_id"].eq("A0") | (holders.index < 15), "A4")
    report = composed(tables, applicant=applicant, family_applicant=holders.assign(applicant_id=few))
    section = next(s for s in report.sections if s.stem == "situation")
    assert [e.id for e in section.exhibits] == ["holdings"] and len(section.exhibits[0].frame) == 3
    assert "平均为" not in told(report, "situation")
