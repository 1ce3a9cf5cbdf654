"""Reports composed from poor data: empty tables, no zone, no citations, no Chinese, one family."""

from __future__ import annotations

import inspect

import numpy as np
import pandas as pd
import pytest

from corpus.errors import ContractError
from corpus.store import inputs_of
from navigation.reports import specs, words
from navigation.reports.document import exhibit_csv
from navigation.reports.html import render_html
from navigation.reports.words import strip
from tests.navigation.reports.invented import SETTINGS, TABLES, nothing, study

MICRO = {**SETTINGS, "enterprise_id": "E0"}
SPECS = (specs.INDUSTRY_PLANNING, specs.MICRO_NAVIGATION)


def _text(report: specs.Report, stem: str, language: str = "zh") -> str:
    section = next(s for s in report.sections if s.stem == stem)
    return "\n".join(strip(line) for b in words.prose(section, report, language) for line in b.lines)


@pytest.mark.parametrize("spec", SPECS, ids=lambda s: s.name)
def test_sections_follow_the_rule_of_builders(spec):
    for section in spec.sections:
        tables, settings = inputs_of(section)
        assert set(tables) <= set(TABLES), section.__name__
        assert set(settings) <= {*specs.DEFAULTS, "title", "as_of", "enterprise_id"}
        assert inspect.signature(section).return_annotation == "Section"
        for language in words.LANGUAGES:
            assert f"{section.__name__}.title" in words.words(language)


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_without_any_row_each_section_is_a_sentence(language):
    tables = nothing() | {"enterprise": study()["enterprise"]}
    for spec in SPECS:
        report = specs.compose(spec, tables, MICRO)
        for section in report.sections:
            assert section.exhibits == () or section.stem == "annex", section.stem
        page = render_html(report, language)
        assert page.count("<section") == len(report.sections)


def test_composing_changes_no_table():
    tables, before = study(), study()
    specs.compose(specs.INDUSTRY_PLANNING, tables, SETTINGS)
    specs.compose(specs.MICRO_NAVIGATION, tables, MICRO)
    for name, frame in tables.items():
        pd.testing.assert_frame_equal(frame, before[name])


def test_one_family():
    for spec in SPECS:
        report = specs.compose(spec, study(1), MICRO)
        for language in words.LANGUAGES:
            assert render_html(report, language)


def test_without_a_roster_the_zone_is_not_placed():
    tables = study()
    position = tables["position"]
    tables["position"] = position[~position["actor_kind"].isin(["zone", "enterprise"])].reset_index(drop=True)
    tables["enterprise"] = nothing()["enterprise"]
    report = specs.compose(specs.INDUSTRY_PLANNING, tables, {**SETTINGS, "zone": None, "zone_en": None})
    assert "enterprises.csv" in _text(report, "positioning")
    assert "未作区域定位" in _text(report, "summary")
    assert render_html(report, "zh")


def test_without_citations_nothing_is_called_zero():
    tables = study()
    tables["family"] = tables["family"].assign(forward_citation_count=pd.array([pd.NA] * 120, dtype="Int64"))
    tables["citation"] = nothing()["citation"]
    report = specs.compose(specs.INDUSTRY_PLANNING, tables, SETTINGS)
    assert "不以零代替" in _text(report, "evidence")
    micro = specs.compose(specs.MICRO_NAVIGATION, tables, MICRO)
    assert "被引" not in _text(micro, "core_technology")
    assert render_html(micro, "en")


def test_without_chinese_texts_english_stands_in():
    tables = study()
    tables["family"] = tables["family"].assign(title=None, text_language="en").astype({"title": "str"})
    tables["branch"] = tables["branch"].assign(label_zh=None).astype({"label_zh": "str"})
    report = specs.compose(specs.INDUSTRY_PLANNING, tables, SETTINGS)
    assert "数据中没有中文文本" in _text(report, "evidence")
    page = render_html(report, "zh")
    assert "Antibody composition" in page and "Sequencing" in page


def test_without_status_no_screening_is_claimed():
    tables = study()
    tables["family"] = tables["family"].assign(is_active=pd.array([pd.NA] * 120, dtype="boolean"))
    micro = specs.compose(specs.MICRO_NAVIGATION, tables, MICRO)
    text = _text(micro, "risk")
    assert "没有法律状态" in text and "须先核实" in text and "他人有效的" not in text


def test_the_risk_section_is_a_screening_and_names_only_others(enterprise):
    text = _text(enterprise, "risk")
    assert "初筛" in text and "不构成法律意见" in text
    section = next(s for s in enterprise.sections if s.stem == "risk")
    near = next(e for e in section.exhibits if e.id == "nearest").frame
    own = {f"F{i:05d}" for i in range(0, 120, 5)}
    assert set(near["own_family_id"]) <= own and not set(near["family_id"]) & own
    assert near["exposure"].is_monotonic_decreasing


def test_families_without_owner_belong_to_their_applicants(enterprise):
    # Owner shares are drawn for odd families alone; E0 holds every fifth family by name.
    section = next(s for s in enterprise.sections if s.stem == "situation")
    assert next(f for f in section.facts if f.id == "situation.families").value == 24


def test_rivals_are_ranked_by_cosine_times_log_of_size(enterprise):
    section = next(s for s in enterprise.sections if s.stem == "rivals")
    frame = next(e for e in section.exhibits if e.id == "measures").frame
    assert frame["unit_id"].iloc[0] == "E0"
    others = frame.iloc[1:]
    assert "E0" not in set(others["unit_id"])
    assert (others["similarity"] * np.log1p(others["family_count"])).round(6).is_monotonic_decreasing


def test_small_counts_of_the_zone_are_grey_and_their_plain_rta_is_not_shown(industry):
    section = next(s for s in industry.sections if s.stem == "positioning")
    shown = {e.id: e.frame for e in section.exhibits}
    small = shown["chain"]["family_count"] < 10
    assert shown["chain"].loc[small, "rta"].isna().all()
    assert (shown["advantage"]["is_muted"] == (shown["advantage"]["n"] < 10)).all()


def test_ranks_never_stand_without_their_interval(industry):
    for name, exhibit in industry.exhibits:
        if exhibit.look == "table" and "rank" in exhibit.columns:
            assert {"rank_low", "rank_high"} <= set(exhibit.columns), name


def test_utility_models_are_not_ranked_among_inventions(industry):
    section = next(s for s in industry.sections if s.stem == "high_value")
    top = next(e for e in section.exhibits if e.id == "top_families").frame
    assert set(top["ip_right"]) == {"invention"}


def test_a_figure_has_a_csv_twin(industry):
    for name, exhibit in industry.exhibits:
        lines = exhibit_csv(exhibit).splitlines()
        assert len(lines) >= len(exhibit.frame) + 1 > 1, name


def test_an_unknown_enterprise_and_a_missing_setting_are_named():
    with pytest.raises(ContractError, match="E9"):
        specs.compose(specs.MICRO_NAVIGATION, study(), {**SETTINGS, "enterprise_id": "E9"})
    with pytest.raises(ContractError, match="enterprise_id"):
        specs.compose(specs.MICRO_NAVIGATION, study(), SETTINGS)
    with pytest.raises(ContractError, match="no table"):
        specs.compose(specs.INDUSTRY_PLANNING, {}, SETTINGS)
