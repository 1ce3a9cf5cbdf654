"""Tiny studies written by hand: invented records in the headings of three kinds of export, and their runs."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
from lxml import html as parser
from openpyxl import load_workbook

from flows.steps import run_plainly
from flows.study import Study, open_study
from navigation.reports.receipts import evaluate, from_plain

Row = dict[str, str]
SETTINGS = 'title = "微型研究"\ntitle_en = "Tiny study"\nas_of = 2024-06-30\n'
PAGES = 'report_formats = ["html"]\n'
LSA = '[clustering]\nencoder = "lsa"\n'
ROSTER = "enterprise_id,name,name_en,aliases,role,is_zone_member\n"
# A missing value that was printed instead of said.
UNSAID = re.compile(r"(?<![\w.])(nan|NaN|None|NaT|<NA>|inf|undefined)(?![\w])")
# Sums, shares and differences of cells: the only formulas a data workbook holds.
OUR_FORMULA = re.compile(
    r"=(D\d+[/-]E\d+|[A-Z]+\d+/SUM\([A-Z]+\$2:[A-Z]+\$\d+\)|SUBTOTAL\(109,[A-Z]+2:[A-Z]+\d+\))"
)
MARKS = ("rect", "circle", "path", "line", "polyline", "polygon")
PATSNAP = {
    "number": "公开(公告)号", "application": "申请号", "title": "标题", "title_en": "标题(译)(English)",
    "abstract": "摘要", "abstract_en": "摘要(译)(English)", "filed": "申请日", "published": "公开(公告)日",
    "granted": "授权日", "expiry": "预估到期日", "kind": "专利类型", "applicants": "原始申请(专利权)人",
    "owners": "当前申请(专利权)人", "ipc": "IPC分类号", "locarno": "LOC分类号", "status": "法律状态/事件",
    "simple_status": "简单法律状态", "family": "简单同族", "cited": "引用专利", "citing": "被引用专利",
    "citations": "被引用专利数量", "family_citations": "简单同族被引用专利总数", "claims": "权利要求数",
}  # fmt: skip
LENS = {
    "office": "Jurisdiction", "kind": "Kind", "number": "Display Key", "record": "Lens ID",
    "published": "Publication Date", "application": "Application Number", "filed": "Application Date",
    "priority": "Priority Numbers", "title": "Title", "abstract": "Abstract", "applicants": "Applicants",
    "ipc": "IPCR Classifications", "document": "Document Type", "citations": "Cited by Patent Count",
    "status": "Legal Status",
}  # fmt: skip
OWNERS = ("津沽泵业有限公司", "渤海阀门股份有限公司", "海河密封技术有限公司")
_ZH = (
    ("潮汐泵的叶轮结构", "叶轮在潮汐水流中旋转，带动泵体输送海水。", "F04D29/22"),
    ("球阀的密封圈", "密封圈嵌入球阀阀座，减少泄漏。", "F16K5/06"),
    ("多级离心泵", "多级叶轮串联，提高离心泵的扬程。", "F04D1/06"),
    ("蝶阀阀板的加工方法", "阀板经车削和抛光，保证蝶阀的密封面。", "F16K1/22"),
)
_EN = (
    ("Impeller of a tidal pump", "The impeller turns in the tidal stream and drives the pump.", "F04D29/22"),
    ("Seal ring of a ball valve", "The seal ring sits in the valve seat and reduces leaks.", "F16K5/06"),
    ("Multistage centrifugal pump", "Impellers in series raise the head of the pump.", "F04D1/06"),
    ("Machining a butterfly valve disc", "The disc is turned and polished to seal the valve.", "F16K1/22"),
)


def chinese(count: int = 8, **changes: str) -> list[Row]:
    """Granted Chinese inventions of three owners, 2012 to 2019; changes go into every row."""
    made = []
    for n in range(count):
        title, abstract, symbol = _ZH[n % 4]
        year = 2012 + n % 8
        row = {
            "number": f"CN{109000001 + n}B", "application": f"CN{year}1000{1000 + n}.0",
            "title": f"{title}{n + 1}号", "abstract": abstract, "title_en": f"{_EN[n % 4][0]} {n + 1}",
            "filed": f"{year}-03-05", "published": f"{year + 2}-05-06", "granted": f"{year + 2}-05-06",
            "kind": "授权发明", "applicants": OWNERS[n % 3], "owners": OWNERS[n % 3], "ipc": symbol,
            "status": "授权", "simple_status": "有效", "citations": str(n % 5), "claims": str(5 + n),
        }  # fmt: skip
        made.append(row | changes)
    return made


def english(count: int = 6, **changes: str) -> list[Row]:
    """Granted United States inventions of two owners."""
    made = []
    for n in range(count):
        title, abstract, symbol = _EN[n % 4]
        year = 2012 + n % 8
        row = {
            "office": "US", "kind": "B2", "number": f"US {99000001 + n} B2",
            "record": f"000-000-000-000-{n:03d}",
            "published": f"{year + 2}-01-07", "application": f"US {year}9900{1000 + n} A",
            "filed": f"{year}-05-05",
            "priority": f"US {year}9900{1000 + n} A {year}0505", "title": f"{title} {n + 1}",
            "abstract": abstract, "applicants": ("ACMEVANE LLC", "BAYPUMP INC")[n % 2],
            "ipc": symbol, "document": "Granted Patent",
            "citations": str(n), "status": "Active",
        }  # fmt: skip
        made.append(row | changes)
    return made


def without(rows: Iterable[Row], *names: str) -> list[Row]:
    """The rows without these columns."""
    return [{name: cell for name, cell in row.items() if name not in names} for row in rows]


def table(rows: Sequence[Row], headings: Mapping[str, str], encoding: str = "utf-8") -> bytes:
    """Rows as the bytes of a CSV export; only the columns that some row has."""
    names = [name for name in headings if any(name in row for row in rows)]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([headings[name] for name in names])
    writer.writerows([[row.get(name, "") for name in names] for row in rows])
    return out.getvalue().encode(encoding)


def patsnap(rows: Sequence[Row], encoding: str = "utf-8") -> bytes:
    """Rows as a PatSnap CSV."""
    return table(rows, PATSNAP, encoding)


def lens(rows: Sequence[Row], encoding: str = "utf-8") -> bytes:
    """Rows as a Lens CSV."""
    return table(rows, LENS, encoding)


def write(
    folder: Path,
    exports: Mapping[str, bytes],
    settings: str = SETTINGS + PAGES + LSA,
    roster: str | None = None,
    taxonomy: str | None = None,
) -> Path:
    """Write a study folder."""
    (folder / "exports").mkdir(parents=True)
    (folder / "study.toml").write_text(settings, encoding="utf-8")
    for name, content in exports.items():
        (folder / "exports" / name).write_bytes(content)
    for name, text in (("enterprises.csv", roster), ("taxonomy.csv", taxonomy)):
        if text is not None:
            (folder / name).write_text(text, encoding="utf-8")
    return folder


@dataclass(frozen=True)
class Ran:
    """A study after a run."""

    study: Study

    def table(self, name: str) -> pd.DataFrame:
        """A table the run made."""
        return self.study.store.read(name)

    @cached_property
    def pages(self) -> dict[str, str]:
        """Every HTML report as written, by file name."""
        folder = self.study.out / "reports"
        return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.??.html"))}

    def text(self, name: str = "industry-planning.zh") -> str:
        """What a person reads on a page, blanks evened."""
        return printed(self.pages[f"{name}.html"])

    def facts(self, name: str = "industry-planning") -> list[dict[str, Any]]:
        """The facts of a report."""
        path = self.study.out / "reports" / f"{name}.facts.json"
        return json.loads(path.read_text(encoding="utf-8"))["facts"]

    def fact(self, id: str, name: str = "industry-planning") -> object:
        """The value of one fact."""
        return next(f["value"] for f in self.facts(name) if f["id"] == id)


def run(folder: Path) -> Ran:
    """Run a study without Prefect."""
    study = open_study(folder)
    run_plainly(study, lambda line: None, workers=1)
    return Ran(study)


def check(ran: Ran) -> None:
    """What every run must keep: no row lost, nothing empty, nothing unsaid, every fact computed again."""
    _check_tables(ran)
    assert len(ran.pages) >= 2
    for name, page in ran.pages.items():
        _check_page(name, page)
    _check_languages(ran)
    _check_facts(ran)
    _check_workbooks(ran)


def printed(page: str) -> str:
    """The text of a page with its tooltips, without style and script."""
    tree = parser.fromstring(page)
    for part in tree.xpath("//script|//style"):
        part.drop_tree()
    for part in tree.xpath("//*[not(self::data) and not(self::span)]"):
        part.tail = f" {part.tail or ''}"
    pieces = ["".join(tree.itertext()), *tree.xpath("//@title|//@aria-label|//@alt")]
    return re.sub(r"\s+", " ", " ".join(pieces))


def _check_tables(ran: Ran) -> None:
    intake = ran.table("intake")
    counted = intake[["rows_accepted", "rows_duplicate", "rows_rejected"]].sum(axis=1)
    assert (intake["rows_read"] == counted).all()
    placed = ran.table("cluster_assignment")
    assert sorted(placed["family_id"]) == sorted(ran.table("family")["family_id"])
    assert placed["cluster_id"].isin(ran.table("cluster")["cluster_id"]).all()
    portfolio = ran.table("portfolio")
    excluded = portfolio[~portfolio["is_candidate"].astype(bool)]
    assert excluded["excluded_reason"].str.len().gt(0).all()
    assert not excluded["excluded_reason"].str.contains("nan|NA|None").any()
    assert portfolio.loc[portfolio["is_candidate"].astype(bool), "rank"].notna().all()


def _check_page(name: str, page: str) -> None:
    text = printed(page)
    found = UNSAID.search(text)
    assert found is None, (name, text[max(0, found.start() - 60) : found.end() + 60])
    tree = parser.fromstring(page)
    # The dialog's table is filled by the script once a number is asked about.
    for body in tree.xpath("//table[not(ancestor::dialog)]"):
        assert body.xpath(".//td"), (name, "an empty table")
    for figure in tree.xpath("//figure[.//*[local-name()='svg']]"):
        drawn = [mark for mark in figure.iter() if str(mark.tag).rpartition("}")[2] in MARKS]
        assert len(drawn) >= 1, (name, "an empty figure")
    paragraphs = [" ".join(p.itertext()).strip() for p in tree.xpath("//p[not(ancestor::dialog)]|//li")]
    assert all(paragraphs), (name, "an empty paragraph")


def _check_languages(ran: Ran) -> None:
    for name in {name.rsplit(".", 2)[0] for name in ran.pages}:
        ids = [
            sorted(re.findall(r'data-fact="([^"]+)"', ran.pages[f"{name}.{language}.html"]))
            for language in ("zh", "en")
        ]
        assert set(ids[0]) == set(ids[1]), (name, set(ids[0]) ^ set(ids[1]))


def _check_facts(ran: Ran) -> None:
    """Every fact is computed again from the tables."""
    read = lru_cache(maxsize=None)(ran.table)
    for path in (ran.study.out / "reports").glob("*.facts.json"):
        assert not re.search(r"\bNaN\b|\bInfinity\b", path.read_text(encoding="utf-8"))
        for fact in ran.facts(path.name.removesuffix(".facts.json")):
            assert evaluate(from_plain(fact["receipt"]), read) == fact["value"], fact["id"]


def _check_workbooks(ran: Ran) -> None:
    for path in (ran.study.out / "reports").glob("*.xlsx"):
        for sheet in load_workbook(path):
            for row in sheet.iter_rows():
                for cell in row:
                    # Beside sums and ratios of cells, the mean of what experts will type.
                    ours = path.name.startswith("expert-form") and sheet is sheet.parent.worksheets[2]
                    ours = ours or OUR_FORMULA.fullmatch(str(cell.value)) is not None
                    assert ours or cell.data_type != "f", (path.name, sheet.title, cell.coordinate)
                    assert not UNSAID.fullmatch(str(cell.value)) or cell.value is None, (
                        path.name,
                        cell.coordinate,
                    )
