"""Word, PDF and data workbook of the invented report: structure, fonts, fields, equal bytes, hostile text."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from navigation.reports.data_workbook import data_workbook
from navigation.reports.page import page
from navigation.reports.pdf import column_widths, picture, render_pdf
from navigation.reports.printed import printed
from navigation.reports.word_document import render_docx
from tests.flows import tiny


@pytest.fixture(scope="module")
def word_file(industry) -> bytes:
    return render_docx(industry, "zh")


@pytest.fixture(scope="module")
def opened(word_file):
    return docx.Document(io.BytesIO(word_file))


def test_every_chapter_is_a_real_heading_and_stands_in_the_contents(opened, industry):
    chapters = [chapter.title for chapter in page(industry, "zh").chapters]
    headings = [p.text for p in opened.paragraphs if p.style.name == "Heading 1"]
    assert headings == [f"{n}  {title}" for n, title in enumerate(chapters, start=1)]
    links = ["".join(t.text for t in link.iter(qn("w:t"))) for link in opened.element.iter(qn("w:hyperlink"))]
    assert links[: len(headings)] == headings
    captions = [p.text.replace("\xa0", " ") for p in opened.paragraphs if p.style.name == "Caption"]
    assert sorted(links[len(headings) :]) == sorted(captions)
    anchors = {link.get(qn("w:anchor")) for link in opened.element.iter(qn("w:hyperlink"))}
    assert anchors == {mark.get(qn("w:name")) for mark in opened.element.iter(qn("w:bookmarkStart"))}
    codes = [code.text for code in opened.element.iter(qn("w:instrText"))]
    assert [code.split()[:2] for code in codes if "TOC" in code] == [
        ["TOC", r"\o"],
        ["TOC", r"\h"],
        ["TOC", r"\h"],
    ]
    named = {mark.get(qn("w:name")) for mark in opened.element.iter(qn("w:bookmarkStart"))}
    pointed = [code.split()[1] for code in codes if code.strip().startswith("REF")]
    assert len(pointed) > 5 and set(pointed) <= named


def test_captions_are_numbered_by_fields(opened, industry):
    captions = [p for p in opened.paragraphs if p.style.name == "Caption"]
    assert len(captions) == len(industry.exhibits)
    for caption in captions:
        assert any("SEQ" in (code.text or "") for code in caption._p.iter(qn("w:instrText")))
    numbers = [int(re.match(r"图 (\d+)", c.text)[1]) for c in captions if c.text.startswith("图")]
    assert numbers == list(range(1, len(numbers) + 1))


def test_east_asian_fonts_and_language_are_set(opened):
    for name, font in (("Normal", "宋体"), ("Heading 1", "黑体"), ("Caption", "黑体")):
        properties = opened.styles[name].element.rPr
        assert properties.rFonts.get(qn("w:eastAsia")) == font
        assert properties.find(qn("w:lang")).get(qn("w:eastAsia")) == "zh-CN"


def test_each_fact_of_the_words_is_a_control_with_its_id(word_file, industry):
    found = printed(word_file, ".docx")
    known = {fact.id for fact in industry.facts}
    named = {re.sub(r" \(\d+\)$", "", name) for name in found} & known
    assert len(named) > 30
    assert found["summary.families"] == str(
        next(f.value for f in industry.facts if f.id == "summary.families")
    )


def test_tables_repeat_their_heads_and_pictures_are_described(opened):
    heads = [
        t.rows[0]._tr.find(f".//{qn('w:tblHeader')}") for t in opened.tables if t.style.name == "Table Grid"
    ]
    assert heads and all(head is not None for head in heads)
    described = [p.get("descr") for p in opened.element.iter(qn("wp:docPr"))]
    assert described and all(described)


def test_equal_reports_give_equal_bytes(word_file, industry):
    assert render_docx(industry, "zh") == word_file
    assert render_pdf(industry, "en") == render_pdf(industry, "en")
    assert data_workbook(industry, "zh") == data_workbook(industry, "zh")


def test_hostile_texts_stay_texts(word_file, industry):
    with zipfile.ZipFile(io.BytesIO(word_file)) as held:
        body = held.read("word/document.xml").decode()
    assert "&lt;script&gt;" in body and "\u202e" not in body
    book = openpyxl.load_workbook(io.BytesIO(data_workbook(industry, "zh")))
    formulas = [c.value for sheet in book for row in sheet.iter_rows() for c in row if c.data_type == "f"]
    assert formulas and all(tiny.OUR_FORMULA.fullmatch(formula) for formula in formulas)


def test_a_ratio_among_the_facts_is_a_formula_over_its_two_parts(industry):
    content = data_workbook(industry, "zh")
    written = openpyxl.load_workbook(io.BytesIO(content))["数字与出处"]
    shown = openpyxl.load_workbook(io.BytesIO(content), data_only=True)["数字与出处"]
    ratios = [row for row in range(2, written.max_row + 1) if "/" in str(written.cell(row, 3).value)]
    assert ratios
    for row in ratios:
        value, first, second = (shown.cell(row, column).value for column in (3, 4, 5))
        assert value == pytest.approx(first / second, rel=1e-9)


def test_the_total_of_a_figure_follows_the_filter(industry):
    book = openpyxl.load_workbook(io.BytesIO(data_workbook(industry, "zh")), data_only=True)
    totals = [
        (sheet, row) for sheet in book for row in sheet.iter_rows() if row[0].value == "合计（随筛选变动）"
    ]
    assert totals
    for sheet, row in totals:
        place = next(i for i, cell in enumerate(row[1:], start=1) if cell.value is not None)
        above = [sheet.cell(r, place + 1).value for r in range(2, row[0].row - 1)]
        assert row[place].value == sum(above)


def test_the_pdf_embeds_its_fonts_and_has_bookmarks(industry):
    made = render_pdf(industry, "zh")
    assert made.startswith(b"%PDF") and b"/Outlines" in made
    if shutil.which("pdffonts") is None:
        pytest.skip("pdffonts (poppler-utils) is not installed")
    listed = subprocess.run(["pdffonts", "-"], input=made, capture_output=True, check=True).stdout.decode()
    fonts = listed.splitlines()[2:]
    assert fonts and all("Noto" in line and line.split()[-5] == "yes" for line in fonts)


def test_the_workbook_holds_every_exhibit_and_every_fact(industry):
    book = openpyxl.load_workbook(io.BytesIO(data_workbook(industry, "zh")))
    assert len(book.sheetnames) == 2 + len(industry.exhibits)
    assert book["数字与出处"].max_row == 1 + len(industry.facts)
    assert {row[0].value for row in book["数字与出处"].iter_rows(min_row=2)} == {f.id for f in industry.facts}


def test_no_column_of_a_table_is_cut_below_its_longest_number(industry):
    tables = [
        part for chapter in page(industry, "zh").chapters for part in chapter.parts if part.kind == "table"
    ]
    for part in tables:
        for column, width in enumerate(column_widths(part)):
            longest = max((len(row[column][0]) for row in part.rows if row[column][1]), default=0)
            assert width >= min(0.56 * longest, 26)


def test_a_picture_is_a_png_as_wide_as_the_line():
    made = picture(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 5"><rect width="9" height="4"/></svg>'
    )
    assert made.startswith(b"\x89PNG")
    assert int.from_bytes(made[16:20], "big") == round(16 / 2.54 * 220)


def test_korean_names_are_drawn_and_not_as_boxes():
    """Two boxes would be one picture."""
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><text y="30">{}</text></svg>'
    assert picture(svg.format("삼"), points_per_inch=40) != picture(svg.format("성"), points_per_inch=40)
