"""`patnav verify`: what was printed holds, an edited number is named, a changed input is named with what it moved."""

from __future__ import annotations

import re
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from openpyxl import load_workbook

from corpus.errors import VerificationError
from flows.verifying import verify_report
from tests.flows import tiny


@pytest.fixture
def reports(tmp_path) -> Path:
    exports = {"p.csv": tiny.patsnap(tiny.chinese(12)), "l.csv": tiny.lens(tiny.english(8))}
    ran = tiny.run(tiny.write(tmp_path / "study", exports, tiny.SETTINGS + tiny.LSA))
    return ran.study.out / "reports"


def refused(path: Path) -> str:
    with pytest.raises(VerificationError) as caught:
        list(verify_report(path))
    assert caught.value.exit_code == 14
    return str(caught.value)


def test_every_report_of_a_run_holds_until_it_or_a_table_is_edited(reports):
    for path in sorted(reports.iterdir()):
        first, second = verify_report(path)
        least = 1 if path.suffix == ".pdf" else 20
        assert int(re.search(r"([\d,]+) printed", first)[1].replace(",", "")) >= least
        assert "3 files" in second
    _edited_page(reports / "industry-planning.zh.html")
    _edited_workbook(reports / "portfolios.zh.xlsx")
    _edited_document(reports / "industry-planning.zh.docx")
    paper = reports / "industry-planning.zh.pdf"
    paper.write_bytes(paper.read_bytes() + b"\n")
    assert "document: printed" in refused(paper)
    page = reports / "industry-planning.en.html"
    table = reports.parent / "scoring" / "portfolio.parquet"
    table.write_bytes(table.read_bytes() + b"\0")
    assert "table scoring/portfolio: changed since the run" in refused(page)


def _edited_page(path: Path) -> None:
    written = path.read_text(encoding="utf-8")
    fact = re.search(r'(<data class="fact"[^>]*data-fact="summary.families"[^>]*>)20(<)', written)
    path.write_text(written.replace(fact[0], f"{fact[1]}21{fact[2]}", 1), encoding="utf-8")
    said = refused(path)
    assert "1 printed numbers" in said
    assert "summary.families: printed 21 [20], recomputed 20 [20]" in said
    cell = re.search(r"<td[^>]*>12</td>", written)
    path.write_text(written.replace(cell[0], cell[0].replace("12", "13"), 1), encoding="utf-8")
    assert re.search(r", row \d+, .+: printed 13 .*recomputed 12", refused(path))
    told = re.search(r"<title>([^<]*: )(\d+)</title>", written)
    path.write_text(written.replace(told[0], f"<title>{told[1]}9{told[2]}</title>", 1), encoding="utf-8")
    wanted = rf", drawing, text \d+: printed {re.escape(told[1])}9{told[2]}, recomputed"
    assert re.search(wanted, refused(path))
    path.write_text(written.replace("<svg", '<svg data-x="1"', 1), encoding="utf-8")
    assert re.search(r", drawing: printed", refused(path))


def _edited_workbook(path: Path) -> None:
    book = load_workbook(path)
    sheet = book.worksheets[1]
    cell = next(c for c in sheet[2] if isinstance(c.value, (int, float)) and c.value > 1)
    was, cell.value = cell.value, cell.value + 1
    book.save(path)
    assert re.search(rf"!{cell.coordinate}: printed {was + 1}.*, recomputed {was}", refused(path))


def _edited_document(path: Path) -> None:
    document = docx.Document(path)
    body = document.element.body
    control = next(c for c in body.iter(qn("w:sdt")) if c.find(".//" + qn("w:tag")) is not None)
    number = next(control.iter(qn("w:t")))
    name = control.find(".//" + qn("w:tag")).get(qn("w:val"))
    was, number.text = number.text, "999"
    document.add_paragraph("分析员补充的一句话。")
    document.save(path)
    said = refused(path)
    assert f"{name}: printed 999, recomputed {was}" in said
    assert "1 printed numbers" in said


def test_a_changed_input_is_named_with_the_numbers_it_moved(reports):
    export = reports.parent.parent / "exports" / "l.csv"
    rows = tiny.english(8)
    rows[3]["citations"] = "44"
    rows[4]["applicants"] = "NEWCOMER INC"
    rows[5]["filed"] = "2011-05-05"
    export.write_bytes(tiny.lens(rows))
    said = refused(reports / "industry-planning.facts.json")
    assert "input exports/l.csv: changed since the run" in said
    assert said.count("recomputed") >= 2
    assert "gone" not in said


def test_a_file_that_is_no_report_of_a_run_is_refused(reports, tmp_path):
    lone = tmp_path / "industry-planning.zh.html"
    lone.write_text("<p>1</p>", encoding="utf-8")
    assert "does not lie in the reports folder" in refused(lone)
    assert "is not there" in refused(reports / "nothing.html")
    stray = reports / "stray.html"
    stray.write_text("<p>1</p>", encoding="utf-8")
    assert "is no report of this study" in refused(stray)
    odd = reports / "notes.txt"
    odd.write_text("1", encoding="utf-8")
    assert "no report that can be verified" in refused(odd)
