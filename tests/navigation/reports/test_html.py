"""The HTML file: escaped, self-contained, complete and the same on every run."""

from __future__ import annotations

import re

import numpy as np
import pytest
from lxml import html as parser

from navigation.reports import specs, words
from navigation.reports.html import render_html
from tests.navigation.reports.invented import SETTINGS, study, table

LIMIT = 5_000_000


@pytest.fixture(scope="module")
def pages(industry, enterprise):
    return {
        (report.name, language): render_html(report, language)
        for report in (industry, enterprise)
        for language in words.LANGUAGES
    }


def test_equal_tables_give_equal_bytes(industry, pages):
    again = specs.compose(specs.INDUSTRY_PLANNING, study(), SETTINGS)
    assert render_html(again, "zh") == pages["industry-planning", "zh"]


def test_order_of_rows_does_not_change_the_report(pages):
    shuffled = {name: frame.iloc[::-1].reset_index(drop=True) for name, frame in study().items()}
    shuffled["branch"] = study()["branch"]  # its order is the breakdown's own
    report = specs.compose(specs.INDUSTRY_PLANNING, shuffled, SETTINGS)
    assert words.facts_json(report) == words.facts_json(
        specs.compose(specs.INDUSTRY_PLANNING, study(), SETTINGS)
    )


def test_a_title_from_a_record_runs_nothing(pages):
    for page in pages.values():
        assert "<script>alert" not in page
        assert "\u202e" not in page
        assert "长" * 300 not in page
    shown = parser.fromstring(pages["industry-planning", "zh"])
    assert any("<script>alert" in cell.text_content() for cell in shown.iter("td"))


def test_nothing_is_asked_of_the_network(pages):
    for page in pages.values():
        root = parser.fromstring(page)
        loaded = [
            e for e in root.iter("img", "link", "iframe", "object", "embed", "video", "audio", "source")
        ]
        assert loaded == []
        assert all("src" not in e.attrib for e in root.iter("script"))
        assert "url(http" not in page and "@import" not in page and "fetch(" not in page
        policy = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
        assert "default-src 'none'" in policy and "unsafe-inline" not in policy
        assert not root.xpath("//*[@style]"), "a style attribute would break the policy"
        assert not [a for e in root.iter() if isinstance(e.tag, str) for a in e.attrib if a.startswith("on")]


def test_language_and_synthetic_mark(pages, industry):
    assert '<html lang="zh-CN">' in pages["industry-planning", "zh"]
    assert '<html lang="en">' in pages["industry-planning", "en"]
    assert "合成数据" in pages["industry-planning", "zh"]
    real = specs.compose(specs.INDUSTRY_PLANNING, study(), {**SETTINGS, "synthetic": False})
    assert "合成数据" not in render_html(real, "zh")


def test_every_fact_is_an_element_with_its_value_and_receipt(pages, industry):
    root = parser.fromstring(pages["industry-planning", "zh"])
    values = {f.id: f.value for f in industry.facts}
    shown = root.xpath("//data[@class='fact']")
    assert len(shown) > 60
    for element in shown:
        value = values[element.get("data-fact")]
        assert element.get("value") == ("" if value is None else str(value))
        assert element.get("title")
        assert root.xpath("//tr[@data-receipt=$name]", name=element.get("data-fact"))


def test_every_exhibit_says_unit_source_and_cut_off(pages):
    root = parser.fromstring(pages["industry-planning", "zh"])
    figures = root.xpath("//figure")
    assert len(figures) >= 20
    for figure in figures:
        notes = figure.xpath(".//p[@class='notes']")[0].text_content()
        assert "单位：" in notes and "来源：" in notes and "截止日：2025年12月31日" in notes
        if figure.get("class") == "figure":
            assert figure.xpath(".//p[@class='read']"), figure.get("id")


def test_figures_and_tables_are_numbered_in_the_order_of_reading(pages):
    for page in pages.values():
        root = parser.fromstring(page)
        for sort in ("figure", "table"):
            shown = [re.sub(r"\D", "", b.text) for b in root.xpath(f"//figure[@class='{sort}']/figcaption/b")]
            assert shown == [str(i + 1) for i in range(len(shown))]


def test_no_id_stands_twice(pages):
    for page in pages.values():
        ids = parser.fromstring(page).xpath("//@id")
        assert len(ids) == len(set(ids))


def test_text_in_figures_stays_text_and_is_never_turned(pages):
    root = parser.fromstring(pages["industry-planning", "zh"])
    for text in root.iter("text"):
        assert "transform" not in text.attrib
    assert "近18个月数据不完整" in pages["industry-planning", "zh"]


def test_fifty_thousand_publications_stay_below_five_megabytes():
    size = 30_000  # families of some fifty thousand publications
    tables = study(200)
    long_title = "一种用于深海装备的耐压密封连接结构及其装配与检测方法"
    family = [f"F{i:05d}" for i in range(size)]
    rng = np.random.default_rng(3)
    tables["cluster_assignment"] = table(
        "cluster_assignment", family_id=family, cluster_id=[f"C{i % 4}" for i in range(size)],
        confidence=[1.0] * size, x=rng.normal(size=size), y=rng.normal(size=size),
    )  # fmt: skip
    tables["family"] = table(
        "family", family_id=family, title=[f"{long_title}{i}" for i in range(size)],
        priority_year=[2015 + i % 8 for i in range(size)], is_active=[True] * size, is_complete=[True] * size,
        ip_right=["invention"] * size, origin=["CN"] * size,
    )  # fmt: skip
    page = render_html(specs.compose(specs.INDUSTRY_PLANNING, tables, SETTINGS), "zh")
    assert len(page.encode()) < LIMIT
