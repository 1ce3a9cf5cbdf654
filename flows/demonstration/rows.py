"""Rows of the synthetic exports in each vendor's headings and habits."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flows.demonstration.actors import Actor
from flows.demonstration.documents import Document, check_digit, priority
from flows.demonstration.texts import Text
from flows.demonstration.world import Invention

Row = dict[str, str]

LEDGER_COLUMNS = {
    "publication_number": "公开文本号",
    "application_number": "申请编号",
    "title": "发明创造名称",
    "abstract": "内容摘要",
    "applicants": "权利人",
    "inventors": "设计人员",
    "filing_date": "提交日期",
    "publication_date": "公告日期",
    "ipc": "分类",
    "simple_status_text": "状态",
    "publication_citation_count": "被引次数",
    "claim_count": "权项数",
}
_STATUS = {
    "pending": ("实质审查", "审中", "Pending"),
    "in_force": ("授权", "有效", "Active"),
    "lapsed": ("未缴年费", "失效", "Inactive"),
    "refused": ("驳回", "失效", "Discontinued"),
}
_TYPES = {"A": ("发明申请", "发明申请"), "B": ("授权发明", "发明授权"), "U": ("实用新型", "实用新型")}


# Where the city in an applicant's name lies; universities bear none and are in Tianjin.
_ADDRESSES = {
    "北京": "北京市海淀区", "上海": "上海市浦东新区", "青岛": "山东省青岛市崂山区",
    "苏州": "江苏省苏州市虎丘区", "武汉": "湖北省武汉市洪山区",
}  # fmt: skip


@dataclass(frozen=True)
class Family:
    """An invention with its publications, words and references.

    `cites` holds the first publications of the inventions it cites; `early` its citations within
    three and within five years of publication.
    """

    invention: Invention
    documents: tuple[Document, ...]
    text: Text
    symbols: tuple[str, ...]
    actor: Actor
    partner: Actor | None
    printed: str
    cites: tuple[str, ...]
    early: tuple[int, int]

    @property
    def chinese(self) -> list[Document]:
        """The publications at the Chinese office."""
        return [d for d in self.documents if d.office == "CN"]

    @property
    def names(self) -> list[str]:
        """Applicants as a Chinese vendor prints them."""
        return [self.printed, *([self.partner.names[0]] if self.partner else [])]

    @property
    def names_en(self) -> list[str]:
        """Applicants as an English vendor prints them."""
        return [self.actor.name_en, *([self.partner.name_en] if self.partner else [])]

    @property
    def events(self) -> list[str]:
        """Events a vendor would tell; better inventions have more."""
        place, good = self.invention.place, self.invention.quality > 1.2
        return [
            word for word, each in (("权利转移", 7), ("许可", 11), ("质押", 13)) if good and place % each == 0
        ]


def _address(actor: Actor) -> str:
    """The district an applicant at home prints; nothing for one abroad."""
    if actor.home != "CN":
        return ""
    if actor.in_zone:
        return "天津市滨海新区"
    return _ADDRESSES.get(actor.names[0][:2], "天津市南开区")


def patsnap(families: Sequence[Family]) -> Iterator[Row]:
    """PatSnap: ` | ` lists, `-` for missing; the only one here that lists what a document cites."""
    number = 0
    for family in families:
        for document in family.chinese:
            number += 1
            status = _STATUS[family.invention.fate]
            yield {
                "序号": str(number),
                "公开(公告)号": document.number,
                "申请号": _chinese_application(document),
                "标题": family.text.title_zh,
                "标题(译)(English)": family.text.title_en,
                "摘要": family.text.abstract_zh,
                "摘要(译)(English)": family.text.abstract_en,
                "申请日": document.filed.isoformat(),
                "公开(公告)日": document.published.isoformat(),
                "授权日": document.published.isoformat() if document.granted else "-",
                "受理局": "中国",
                "专利类型": _TYPES[document.kind][0],
                "原始申请(专利权)人": " | ".join(family.names),
                "当前申请(专利权)人": " | ".join(family.names),
                "工商统一社会信用代码": family.actor.credit_code or "-",
                "当前申请(专利权)人地址": _address(family.actor) or "-",
                "发明人": " | ".join(_inventors(family)),
                "IPC分类号": " | ".join(family.symbols),
                "IPC主分类号": family.symbols[0],
                "法律状态/事件": " | ".join([status[0], *family.events]),
                "简单法律状态": status[1],
                "简单同族": " | ".join(d.number for d in family.documents),
                "简单同族专利申请数量": str(len({d.application for d in family.documents})),
                "简单同族被引用专利总数": str(family.invention.citations),
                "被引用专利数量": str(family.invention.citations if document is family.chinese[0] else 0),
                "3年内被引用数量": str(family.early[0] if document is family.chinese[0] else 0),
                "5年内被引用数量": str(family.early[1] if document is family.chinese[0] else 0),
                "引用专利": " | ".join(family.cites) or "-",
                "权利要求数": str(family.invention.claims),
            }


def broken_patsnap(families: Sequence[Family]) -> Iterator[Row]:
    """Rows no reader may accept, and cells none may believe."""
    good = list(patsnap(families[:3]))
    yield good[0] | {"公开(公告)号": "-", "标题": "没有公开号的行"}
    yield good[1] | {"公开(公告)号": "2.01911E+11", "标题": "公开号被电子表格改坏的行"}
    yield good[-1] | {"公开(公告)号": "CN199999999A", "申请日": "0000-00-00", "简单同族": "-", "申请号": "-"}


def incopat(families: Sequence[Family]) -> Iterator[Row]:
    """incoPat, newer headings: `; ` lists, blank for missing, dates of eight digits."""
    number = 0
    for family in families:
        for document in family.chinese:
            number += 1
            status = _STATUS[family.invention.fate]
            yield {
                "序号": str(number),
                "标题 (中文)": family.text.title_zh,
                "标题 (英文)": family.text.title_en,
                "摘要 (中文)": family.text.abstract_zh,
                "摘要 (英文)": family.text.abstract_en,
                "申请人": "; ".join(family.names),
                "当前权利人": "; ".join(family.names),
                "公开（公告）号": document.number,
                "公开（公告）日": document.published.strftime("%Y%m%d"),
                "申请号": _chinese_application(document),
                "申请日": document.filed.strftime("%Y%m%d"),
                "授权公告日": document.published.strftime("%Y%m%d") if document.granted else "",
                "专利类型": _TYPES[document.kind][1],
                "公开国别": "中国",
                "IPC主分类": family.symbols[0],
                "IPC": "; ".join(family.symbols) + ";",
                "发明人": "; ".join(_inventors(family)),
                "工商统一社会信用代码": family.actor.credit_code or "",
                "申请人地址": _address(family.actor),
                "专利有效性": status[1],
                "当前法律状态": status[0],
                "转让次数": str(family.events.count("权利转移")),
                "许可次数": str(family.events.count("许可")),
                "质押次数": str(family.events.count("质押")),
                "家族被引证次数": str(family.invention.citations),
                "被引证次数": str(family.invention.citations if document is family.chinese[0] else 0),
                "简单同族": "; ".join(d.number for d in family.documents),
                "简单同族个数": str(len({d.application for d in family.documents})),
                "权利要求数量": str(family.invention.claims),
                "合享价值度": str(max(1, min(10, round(6 + 2 * family.invention.quality)))),
                "链接到incoPat": "synthetic",
            }


def lens(families: Sequence[Family]) -> Iterator[Row]:
    """The Lens, newest heading set: `;;` lists; foreign members, and some Chinese ones once more."""
    number = 0
    for family in families:
        chosen = [d for d in family.documents if d.office != "CN" or family.invention.place % 8 == 0]
        first_number, first_date = priority(family.invention)
        members = [_lens_id(d) for d in family.documents]
        for document in chosen:
            number += 1
            first = document is family.documents[0]
            serial = document.number[2 : -len(document.kind)]
            yield {
                "#": str(number),
                "Jurisdiction": document.office,
                "Kind": document.kind,
                "Display Key": f"{document.office} {serial} {document.kind}",
                "Lens ID": _lens_id(document),
                "Publication Date": document.published.isoformat(),
                "Publication Year": str(document.published.year),
                "Application Number": f"{document.application[:2]} {document.application[2:]} A",
                "Application Date": document.filed.isoformat(),
                "Priority Numbers": f"{first_number[:2]} {first_number[2:]} A {first_date:%Y%m%d}",
                "Earliest Priority Date": first_date.isoformat(),
                "Title": family.text.title_en,
                "Abstract": family.text.abstract_en,
                "Applicants": ";;".join(family.names_en),
                "Inventors": "",
                "Owners": "",
                "URL": f"https://lens.org/{_lens_id(document)}",
                "Document Type": "Granted Patent" if document.granted else "Patent Application",
                "Has Full Text": "no",
                "Cites Patent Count": "",
                "Cited by Patent Count": str(
                    family.invention.citations if first or not family.chinese else 0
                ),
                "Simple Family Size": str(len(members)),
                "Simple Family Members": ";;".join(m for m in members if m != _lens_id(document)),
                "Simple Family Member Jurisdictions": ";;".join(sorted({d.office for d in family.documents})),
                "CPC Classifications": "",
                "IPCR Classifications": ";;".join(family.symbols),
                "Legal Status": _STATUS[family.invention.fate][2],
            }


def ledger(families: Sequence[Family]) -> Iterator[Row]:
    """An office's own table: headings no tool writes, 、 lists, dotted dates."""
    for family in families:
        for document in family.chinese:
            values = {
                "publication_number": document.number,
                "application_number": _chinese_application(document),
                "title": family.text.title_zh,
                "abstract": family.text.abstract_zh,
                "applicants": "、".join(family.names),
                "inventors": "、".join(_inventors(family)),
                "filing_date": document.filed.strftime("%Y.%m.%d"),
                "publication_date": document.published.strftime("%Y.%m.%d"),
                "ipc": "、".join(family.symbols),
                "simple_status_text": _STATUS[family.invention.fate][1],
                "publication_citation_count": str(
                    family.invention.citations if document is family.chinese[0] else 0
                ),
                "claim_count": str(family.invention.claims),
            }
            yield {LEDGER_COLUMNS[column]: value for column, value in values.items()}


def _chinese_application(document: Document) -> str:
    digits = document.application[2:]
    return f"CN{digits}.{check_digit(digits)}"


def _lens_id(document: Document) -> str:
    """A record id in the Lens's form, drawn from the number."""
    digits = f"{int(hashlib.sha256(document.number.encode()).hexdigest(), 16) % 10**15:015d}"
    return "-".join(digits[p : p + 3] for p in range(0, 15, 3))


def _inventors(family: Family) -> list[str]:
    """Placeholder names: no person is invented."""
    team = family.invention.actor * 3
    return [f"发明人{team + (family.invention.place + k) % 4}" for k in range(2)]
