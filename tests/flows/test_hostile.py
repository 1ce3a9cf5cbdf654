"""A study whose titles, names and own title try to do harm: every format of its reports stays harmless."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import docx
import pytest
from lxml import etree
from lxml import html as markup
from openpyxl import load_workbook

from tests.flows import tiny

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&amp;]]>"
FORMULA = '=HYPERLINK("http://192.0.2.1/","click")'
TURNED = "泵\u202e体\u2066阀\u200f"
RARE = "𠮷𡈽㐂 🛠️👩‍🔬 ﷽ á̈ #{sys.inputs} $x$ *a* @cite"
HUGE = "长" * 10_000
HOSTILE = (SCRIPT, FORMULA, TURNED, RARE, HUGE, "+1+1", "@SUM(1)", "-2+3|cmd")
# The rights-to-left marks and overrides that must not come from a record into a report.
TURNING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture(scope="module")
def reports(tmp_path_factory) -> Path:
    rows = tiny.chinese(16)
    for place, row in enumerate(rows):
        text = HOSTILE[place % len(HOSTILE)]
        row["title"] = f"{text}{row['title']}"
        if place < len(HOSTILE):
            row["applicants"] = row["owners"] = text
    settings = tiny.SETTINGS.replace("微型研究", "<script>alert(3)</script>\\u202e=1+1𠮷🛠️")
    exports = {"p.csv": tiny.patsnap(rows)}
    folder = tiny.write(tmp_path_factory.mktemp("hostile") / "study", exports, settings + tiny.LSA)
    return tiny.run(folder).study.out / "reports"


def files(reports: Path, suffix: str) -> list[tuple[str, bytes]]:
    found = [(path.name, path.read_bytes()) for path in sorted(reports.glob(f"*.{suffix}"))]
    assert found
    return found


def test_a_page_holds_no_script_but_its_own_and_asks_for_nothing(reports):
    for name, content in files(reports, "html"):
        page = markup.document_fromstring(content.decode())
        kinds = [s.get("type") for s in page.iter("script")]
        assert kinds.count(None) == 1, name
        assert not list(page.iter("img")) and not page.xpath("//@onerror | //@onclick | //@style"), name
        assert not [a for a in page.xpath("//@href | //@src") if a.startswith(("http", "javascript", "//"))]
        assert not TURNING.search(content.decode()), name
        assert "alert(" in page.text_content() or not name.startswith("industry-planning"), name


def test_a_document_opens_and_holds_no_link_outside(reports):
    for name, content in files(reports, "docx"):
        assert docx.Document(io.BytesIO(content)).paragraphs
        with zipfile.ZipFile(io.BytesIO(content)) as held:
            for part in held.namelist():
                if part.endswith((".xml", ".rels")):
                    text = etree.tostring(etree.fromstring(held.read(part)), encoding="unicode")
                    assert not TURNING.search(text), (name, part)
                    assert 'TargetMode="External"' not in text, (name, part)
            body = held.read("word/document.xml").decode()
        assert "<script>" not in body and "w:instrText" in body
        fields = re.findall(r"<w:instrText[^>]*> (\w+)", body)
        assert set(fields) <= {"TOC", "SEQ", "PAGE", "REF"}, name


def test_a_paper_is_made_with_every_character_it_can_draw(reports):
    for _, content in files(reports, "pdf"):
        assert content.startswith(b"%PDF") and b"/URI" not in content and b"/JavaScript" not in content


def test_no_cell_of_a_workbook_is_a_formula_of_a_record(reports):
    for name, content in files(reports, "xlsx"):
        for sheet in load_workbook(io.BytesIO(content)):
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type == "f" and not name.startswith("expert-form"):
                        assert tiny.OUR_FORMULA.fullmatch(str(cell.value)), (name, cell.coordinate)
                    assert cell.hyperlink is None or not cell.hyperlink.target, (name, cell.coordinate)
                    assert not TURNING.search(str(cell.value)), (name, cell.coordinate)
                    assert len(str(cell.value)) < 32_768
