"""The expert form: fourteen indicators, signals beside them, and nothing scored by the machine."""

from __future__ import annotations

import io

import openpyxl
import pytest

from navigation.reports.expert_form import INDICATORS, TABLES, expert_form
from tests.navigation.reports.invented import SETTINGS, nothing, study, table


def opened(tables=None, language="zh"):
    return openpyxl.load_workbook(io.BytesIO(expert_form(tables or study(), SETTINGS, language)))


def test_the_standards_three_values_have_four_six_and_four_indicators():
    levels = [level for level, _ in INDICATORS.values()]
    assert [levels.count(level) for level in ("legal", "technical", "economic")] == [4, 6, 4]


def test_scores_and_weights_are_left_to_people():
    book = opened()
    assert book.sheetnames == ["权重", "专家打分", "结果"]
    assert [row[3] for row in book["权重"].iter_rows(min_row=2, values_only=True)] == [None] * 14
    rows = list(book["专家打分"].iter_rows(min_row=2, values_only=True))
    assert len(rows) == 20 * 14 and all(row[5] is None and row[6] is None for row in rows)
    assert "0" in str(book["专家打分"].data_validations.dataValidation[0].formula1)


def test_signals_stand_where_the_data_have_them_and_a_dash_where_not():
    tables = study()
    first = tables["family_score"].query("ip_right == 'invention'").sort_values("rank")["family_id"].iloc[0]
    tables["family_indicator"] = table(
        "family_indicator", family_id=[first], indicator=["remaining_term"], value=[12.25], percentile=[78.0]
    )
    rows = [row for row in opened(tables)["专家打分"].iter_rows(min_row=2, max_row=15, values_only=True)]
    said = {row[3]: row[4] for row in rows}
    assert "12.25" in said["剩余经济寿命"] and "百分位 78.0" in said["剩余经济寿命"]
    assert said["侵权可判定性"] == said["市场应用情况"] == "—"
    assert "undecided" not in str(said)


def test_the_result_is_the_weighted_mean_of_what_people_type():
    sheet = opened()["结果"]
    formula = sheet["C2"].value
    assert formula == (
        "=IF(OR(COUNT('专家打分'!$F$2:$F$15)<14,SUM('权重'!$D$2:$D$15)<=0),\"\","
        "SUMPRODUCT('专家打分'!$F$2:$F$15,'权重'!$D$2:$D$15)/SUM('权重'!$D$2:$D$15))"
    )
    text = " ".join(str(c.value) for row in sheet.iter_rows() for c in row)
    assert "不构成价值评估" in text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_study_without_scores_gives_an_empty_form(language):
    tables = {name: nothing()[name] for name in TABLES}
    assert opened(tables, language).worksheets[1].max_row == 1


def test_equal_tables_give_equal_bytes():
    assert expert_form(study(), SETTINGS, "en") == expert_form(study(), SETTINGS, "en")
