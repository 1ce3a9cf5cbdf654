"""The portfolio workbook: texts never formulas, equal bytes, sheets people can filter."""

from __future__ import annotations

import io
import time

import openpyxl
import pytest

from navigation.reports.workbook import TABLES, portfolio_workbook, safe
from tests.navigation.reports.invented import SETTINGS, nothing, study


@pytest.fixture(scope="module")
def book():
    return portfolio_workbook(study(), SETTINGS)


def _open(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def test_sheets_are_frozen_and_filtered(book):
    opened = _open(book)
    assert opened.sheetnames == ["说明", "组合", "组合成员", "候选专利", "期限", "指标"]
    for name in opened.sheetnames[1:]:
        assert opened[name].freeze_panes == "C2"
    assert opened["组合"].auto_filter.ref


def test_equal_tables_give_equal_bytes(book):
    time.sleep(2.1)  # a zip file's clock ticks every two seconds
    assert portfolio_workbook(study(), SETTINGS) == book


@pytest.mark.parametrize("text", ["=1+1", "+86", "-x", "@cmd", "\t=1"])
def test_a_text_that_looks_like_a_formula_is_defused(text):
    assert safe(text).startswith("'")


def test_no_cell_is_a_formula_and_hostile_titles_are_plain(book):
    opened = _open(book)
    cells = [cell for sheet in opened for row in sheet.iter_rows() for cell in row]
    assert not [c for c in cells if c.data_type == "f"]
    titles = [c.value for c in cells if isinstance(c.value, str) and "<script>" in c.value]
    assert titles and all(len(t) <= 200 and "\u202e" not in t for t in titles)


def test_numbers_are_numbers_and_long_numbers_texts(book):
    sheet = _open(book)["组合"]
    heads = [c.value for c in sheet[1]]
    first = dict(zip(heads, [c.value for c in sheet[2]], strict=True))
    assert first["名次"] == 1 and isinstance(first["专利族"], int)
    members = _open(book)["组合成员"]
    assert isinstance(members["D2"].value, str)  # a publication number


def test_reasons_and_codes_are_in_the_language(book):
    text = " ".join(str(c.value) for row in _open(book)["组合"].iter_rows() for c in row)
    assert "有效专利族1，低于5；授权有效发明0，低于2" in text
    assert "成长型" in text and "growing" not in text
    english = _open(portfolio_workbook(study(), SETTINGS, "en"))
    text = " ".join(str(c.value) for row in english["Portfolios"].iter_rows() for c in row)
    assert "active families 1 < 5" in text


def test_the_first_sheet_says_where_it_comes_from(book):
    text = " ".join(str(c.value) for row in _open(book)["说明"].iter_rows() for c in row)
    assert "2025年12月31日" in text and "合成数据" in text and "价值信号" in text and "digest" in text


def test_a_study_without_portfolios_gives_empty_sheets():
    opened = _open(portfolio_workbook({name: nothing()[name] for name in TABLES}, SETTINGS))
    assert opened["组合"].max_row == 1


@pytest.mark.parametrize("language", ["zh", "en"])
def test_where_every_portfolio_passes_no_reason_is_printed(language):
    tables = study()
    portfolio = tables["portfolio"]
    tables["portfolio"] = portfolio[portfolio["excluded_reason"].isna()].reset_index(drop=True)
    opened = _open(portfolio_workbook(tables, SETTINGS, language))
    lines = list(opened.worksheets[1].iter_rows(values_only=True))
    place = lines[0].index({"zh": "未通过原因", "en": "Reason"}[language])
    assert len(lines) > 1 and all(line[place] is None for line in lines[1:])
