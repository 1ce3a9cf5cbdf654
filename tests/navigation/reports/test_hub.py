"""The first page of a study and of a zone, and the section on what changed, from the invented study."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from lxml import html as parser

from navigation import changes
from navigation.change_tables import PREVIOUS_RUN
from navigation.reports import specs, words
from navigation.reports.document import Phrase
from navigation.reports.html import render_html
from navigation.reports.hub import Card, study_hub, zone_hub
from navigation.reports.receipts import as_lookup, evaluate
from navigation.reports.word_document import render_docx
from navigation.reports.zone_parts import indicators
from tests.navigation.reports.invented import HOSTILE, SETTINGS, study, table

FILES = (
    "industry-planning.facts.json", "industry-planning.zh.html", "industry-planning.zh.docx",
    "industry-planning.en.html", "micro-navigation-E0.zh.html", "portfolios.zh.xlsx",
)  # fmt: skip


def with_a_run_before() -> dict[str, pd.DataFrame]:
    """The invented study after a run that had one family more, one less, and another status."""
    tables = study()
    rows = {
        "run_digest": ["abc"], "cut_off": [pd.Timestamp("2025-11-30")], "program_version": ["1.0"],
        "input_digests": [json.dumps({"exports/a.csv": "1"})], "setting_values": ["{}"],
        "division_digest": ["v"],
    }  # fmt: skip
    before = table("previous_run", **rows)
    now = before.assign(input_digests=json.dumps({"exports/a.csv": "2"}), division_digest="w")
    record = changes.family_record(tables["family"], tables["family_score"])
    record.loc[0, "family_id"] = "F99999"
    record.loc[1, "status_before"] = "pending" if record.loc[1, "status_before"] != "pending" else "expired"
    record.loc[5, "score_before"] = 100.0 if record.loc[5, "score_before"] < 50 else 0.0
    tables["run_change"] = changes.run_change(before, now)
    scored = (tables["family"], tables["family_score"], tables["run_change"])
    tables["family_change"] = changes.family_change(record, *scored)
    held = changes.portfolio_record(tables["portfolio"], tables["branch"])
    tables["portfolio_change"] = changes.portfolio_change(
        held.iloc[1:], tables["portfolio"], tables["branch"], tables["run_change"]
    )
    tables["fact_change"] = table(
        "fact_change", fact_id=["summary.families"], fact_kind=["count"], number_before=[121.0],
        number_after=[120.0],
    )  # fmt: skip
    tables["cluster_lineage"] = table(
        "cluster_lineage", cluster_id=["C0", "C9"], change=["split", "vanished"], came_from=[[], []],
        went_to=[["C1"], []], family_count=[30, 0], previous_count=[40, 5], common_count=[30, 0],
    )  # fmt: skip
    return tables


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_the_first_section_tells_what_changed(language):
    tables = with_a_run_before()
    report = specs.compose(specs.INDUSTRY_PLANNING, tables, SETTINGS)
    section = report.sections[0]
    assert section.stem == "changes"
    values = {fact.id: fact.value for fact in section.facts}
    expected = {
        "entered": 1,
        "left": 1,
        "statuses": 1,
        "portfolios": len(tables["portfolio_change"]),
        "facts": 1,
    }
    assert {name: values[f"changes.{name}"] for name in expected} == expected
    assert (values["changes.clusters.split"], values["changes.clusters.vanished"]) == (1, 1)
    assert all(evaluate(fact.receipt, tables) == fact.value for fact in section.facts)
    assert {e.id for e in section.exhibits} == {"headline", "families", "movers", "portfolios", "clusters"}
    page = parser.fromstring(render_html(report, language))
    shown = page.xpath("//section[@id='changes']")[0].text_content()
    assert ("exports/a.csv" in shown) and ("121" in shown) and ("F99999" not in shown)
    assert render_docx(report, language)
    if language == "zh":
        assert (
            "全部由数据引起" in shown
            and "拆分1个" in shown
            and ">stayed<" not in render_html(report, language)
        )


def test_the_first_run_has_no_such_section(industry):
    assert industry.sections[0].stem == "summary"


def hub(tables: dict[str, pd.DataFrame], **settings: object) -> str:
    known = {**specs.DEFAULTS, **SETTINGS, **settings}
    return study_hub(as_lookup(tables), known, FILES, {"micro-navigation-E0": Phrase("甲公司", "Alpha")})


def test_the_page_names_every_file_and_accounts_for_every_row():
    tables = study()
    page = hub(tables)
    tree = parser.fromstring(page)
    assert sorted(tree.xpath("//section[@id='reports']//a/@href")) == sorted(FILES)
    assert "甲公司" in page and "Alpha" in page
    total = tables["intake"]["rows_read"].sum()
    assert f"{total:,}" in tree.xpath("string(//section[@id='quality'])")
    assert page == hub(study())
    short = {**tables, "intake": tables["intake"].assign(rows_read=tables["intake"]["rows_read"] + 1)}
    assert "行数不符" in hub(short) and "行数不符" not in page


def test_both_languages_stand_on_it_and_nothing_is_asked_of_the_network():
    page = hub(study())
    tree = parser.fromstring(page)
    assert len(tree.xpath("//*[@lang='zh-CN'][self::span]")) == len(tree.xpath("//span[@lang='en']")) > 30
    assert "default-src &#39;none&#39;" in page and "http://" not in page and "https://" not in page


def test_what_changed_leads_to_the_report():
    tree = parser.fromstring(hub(with_a_run_before()))
    links = tree.xpath("//section[@id='changes']//a/@href")
    assert links == ["industry-planning.zh.html#changes", "industry-planning.en.html#changes"]
    assert not parser.fromstring(hub(study())).xpath("//section[@id='changes']//a")


def test_what_is_missing_is_said():
    poor = study()
    poor["enterprise"] = poor["enterprise"].iloc[:0]
    assert "enterprises.csv" in hub(poor) and "enterprises.csv" not in hub(study())
    assert "（as_of）" in hub(study(), notes=("as_of_derived",))


def test_a_zone_shows_its_indicator_table_and_the_rows_each_study_lost():
    kpi = pd.DataFrame({
        "kpi": ["inventions_per_ten_thousand", "pledge_amount"], "number": [2, 1], "value": [0.5, None],
        "unit": ["share", None], "target": [0.75, None], "target_year": pd.array([2025, None], dtype="Int64"),
        "status": ["behind", "no_data"],
    })  # fmt: skip
    part = indicators(kpi, "zone", ("kpi.facts.json", "kpi.zh.html", "kpi.en.xlsx", "other.zh.html"))
    card = Card("s1", Phrase("甲", "A"), "2025-12-31", "1.0", "d" * 64, False, 10, 2, None, (), (12, 11))
    tree = parser.fromstring(zone_hub([card], [part]))
    rows = [[cell.text_content() for cell in row] for row in tree.xpath("//section[@id='kpi']//tbody/tr")]
    assert [row[0] for row in rows[:2]] == ["1", "2"]
    assert rows[1][2:5] == ["50.0%", "75.0%", "2025"] and rows[0][2] == "—"
    links = tree.xpath("//section[@id='kpi']//a/@href")
    assert links == ["zone/reports/kpi.zh.html", "zone/reports/kpi.en.xlsx"]
    assert "12／11" in tree.xpath("string(//section[@id='studies'])")


def test_a_zone_lists_its_studies_and_hostile_names_do_no_harm():
    evil = Card("s1", Phrase(HOSTILE, HOSTILE), "2025-12-31", "1.0", "d" * 64, True, 10, 2, (3, 1),
                ("index.html", "industry-planning.zh.pdf", "industry-planning.facts.json"))  # fmt: skip
    plain = Card("s2", Phrase("乙", "B"), "2025-12-31", "1.0", "e" * 64, False, None, None, None, ())
    page = zone_hub([evil, plain])
    tree = parser.fromstring(page)
    assert tree.xpath("//td//a/@href") == ["s1/reports/index.html", "s1/reports/industry-planning.zh.pdf"]
    assert "<script>alert" not in page and "\u202e" not in page and "+3 / −1" in page
    assert len(tree.xpath("//tbody/tr")) == 2 and PREVIOUS_RUN.name not in page
