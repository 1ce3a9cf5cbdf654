"""What a report prints, read back from its file by name."""

from __future__ import annotations

import io

import openpyxl
import pytest
import xlsxwriter

from corpus.errors import VerificationError
from navigation.reports.printed import differences, printed

PAGE = """<!DOCTYPE html><html><body><header><h1>甲</h1></header>
<section id="summary"><h2>概要</h2><p>共<data class="fact" data-fact="summary.families" value="20">20</data>个</p>
<p>共<data class="fact" data-fact="summary.families" value="20">20</data>个</p>
<figure id="summary.owners"><table><thead><tr><th>名称</th><th>数</th></tr></thead>
<tbody><tr><td>乙公司</td><td data-sort="3">3</td></tr></tbody></table></figure></section></body></html>"""


def test_facts_cells_and_texts_of_a_page_have_names():
    found = printed(PAGE.encode(), ".html")
    assert found["summary.families"] == "20 [20]"
    assert found["summary.families (2)"] == "20 [20]"
    assert found["summary.owners, row 1, 数"] == "3 [3]"
    assert found["summary.owners, row 1, 名称"] == "乙公司 []"
    assert found["cover, text"] == "甲"
    assert "共 个" in found.values()


def test_cells_of_a_workbook_have_their_places():
    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as book:
        sheet = book.add_worksheet("组合")
        sheet.write(0, 0, "数")
        sheet.write(4, 2, 7)
    assert printed(held.getvalue(), ".xlsx") == {"组合!A1": "数", "组合!C5": "7.0"}


def test_of_a_formula_what_it_says_is_printed_and_not_its_value():
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    sheet = book.add_worksheet("数")
    sheet.write_number(0, 0, 3)
    sheet.write_formula(0, 1, '=A1&"<"', None, "3<")
    book.close()
    found = printed(held.getvalue(), ".xlsx")
    assert found["数!A1"].startswith("3") and found["数!B1"] == '=A1&"<"'
    # Another program keeps the formula and forgets its value.
    again = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(held.getvalue())).save(again)
    assert printed(again.getvalue(), ".xlsx") == found


def test_differences_name_what_changed_what_came_and_what_went():
    given, expected = {"a": "1", "b": "2", "d": "4"}, {"a": "1", "b": "3", "c": "5"}
    assert differences(given, expected) == [
        ("b", "2", "3"),
        ("c", "(absent)", "5"),
        ("d", "4", "(absent)"),
    ]


@pytest.mark.parametrize(
    ("content", "suffix"), [(b"no zip", ".xlsx"), (b"\xff\xfe", ".json"), (b"", ".html")]
)
def test_a_file_that_is_not_what_its_suffix_says_is_refused(content, suffix):
    with pytest.raises(VerificationError, match="cannot be read"):
        printed(content, suffix)
