"""A digest of alerts as a page, as a table and as an Atom feed; nothing in them is fetched from elsewhere."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from lxml import etree
from lxml.builder import ElementMaker  # type: ignore[import-not-found, unused-ignore]
from lxml.html import builder as E
from lxml.html import tostring

from corpus.lists import join
from navigation.alert_tables import ALERT, KINDS
from navigation.reports.document import Phrase

ATOM = "http://www.w3.org/2005/Atom"
MOST_ENTRIES = 500
_STYLE = (
    "body{font:15px/1.6 system-ui,'Noto Sans CJK SC',sans-serif;max-width:64rem;margin:2rem auto;"
    "padding:0 1rem;color:#1c2733}h1{font-size:1.5rem}h2{margin-top:2rem;font-size:1.15rem}"
    "table{border-collapse:collapse;"
    "width:100%}th,td{text-align:left;vertical-align:top;padding:.3rem .6rem;border-bottom:1px solid #d8dee6}"
    "th{font-weight:600;background:#f3f6f9}.note{color:#5b6875}"
)
_COLUMNS = ("alert_date", "publication_number", "title", "owner", "office", "detail", "reasons", "similarity")
_WORDS = {
    "alerts": Phrase("专利推送", "Patent alerts"),
    "none": Phrase("本期没有新内容。", "Nothing new."),
    "first": Phrase(
        "新内容：此前各期未见过的公开、事件与到期事项。事件与状态以导出文件为限。",
        "New is what no earlier digest has seen. Events and days due are those the exports tell of.",
    ),
    "synthetic": Phrase("合成数据", "Synthetic data"),
    "publication": Phrase("新公开", "New publications"),
    "event": Phrase("法律事件", "Legal events"),
    "entry": Phrase("竞争者进入", "Rivals' entries"),
    "deadline": Phrase("到期提醒", "Days due"),
    "alert_date": Phrase("日期", "Date"),
    "publication_number": Phrase("公开号", "Publication"),
    "title": Phrase("名称", "Title"),
    "owner": Phrase("申请人/权利人", "Applicants, owners"),
    "office": Phrase("局", "Office"),
    "detail": Phrase("事项", "What"),
    "reasons": Phrase("命中", "Matched"),
    "similarity": Phrase("相似度", "Similarity"),
    "node": Phrase("技术节点", "technology"),
    "text": Phrase("文本", "text"),
    "patent": Phrase("专利", "patent"),
    "market": Phrase("市场", "market"),
}


@dataclass(frozen=True)
class Digest:
    """What a digest says of itself."""

    title: Phrase
    zone: str
    day: date
    is_synthetic: bool = False


def digest_page(about: Digest, alert: pd.DataFrame, language: str) -> str:
    """The digest as a page that stands by itself."""

    def say(name: str) -> str:
        return _WORDS[name].of(language)

    title = f"{about.title.of(language)} · {say('alerts')} {about.day.isoformat()}"
    parts: list[Any] = [E.H1(title)]
    if about.is_synthetic:
        parts.append(E.P(E.STRONG(say("synthetic"))))
    parts.append(E.P(say("first") if len(alert) else say("none"), E.CLASS("note")))
    for watch, rows in alert.groupby("watch", sort=True):
        parts.append(E.H2(str(watch)))
        for kind in KINDS:
            some = rows[rows["alert_kind"] == kind]
            if len(some):
                parts += [E.H3(f"{say(kind)} ({len(some)})"), _table(some, language)]
    page = E.HTML(
        E.HEAD(
            E.META(charset="utf-8"),
            E.META(name="viewport", content="width=device-width"),
            E.TITLE(title),
            E.STYLE(_STYLE),
        ),
        E.BODY(*parts),
        lang="zh-CN" if language == "zh" else "en",
    )
    return "<!doctype html>\n" + str(tostring(page, encoding="unicode")) + "\n"


def digest_text(about: Digest, alert: pd.DataFrame, language: str) -> str:
    """The digest as plain lines, for mail."""
    lines = [f"{about.title.of(language)} {about.day.isoformat()}"]
    for (watch, kind), rows in alert.groupby(["watch", "alert_kind"], sort=True):
        lines += ["", f"{watch}: {_WORDS[str(kind)].of(language)}"]
        lines += ["- " + "; ".join(_cells(row, language)) for row in rows.to_dict("records")]
    return "\n".join(lines) + "\n"


def digest_csv(alert: pd.DataFrame) -> str:
    """The rows of a digest, with the columns of the table; text that a spreadsheet would run is quoted."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(ALERT.column_names)
    rows = alert.assign(
        reasons=join(alert["reasons"], ";"),
        digest_date=_days(alert["digest_date"]),
        alert_date=_days(alert["alert_date"]),
    )
    for row in rows.itertuples(index=False, name=None):
        writer.writerow(["" if pd.isna(cell) else _inert(str(cell)) for cell in row])
    return out.getvalue()


def feed(about: Digest, alert: pd.DataFrame, language: str) -> bytes:
    """The latest alerts of all digests as an Atom feed (RFC 4287)."""
    make = ElementMaker(namespace=ATOM, nsmap={None: ATOM})
    last = alert["digest_date"].max() if len(alert) else pd.Timestamp(about.day)
    root = make.feed(
        make.title(f"{about.title.of(language)} · {_WORDS['alerts'].of(language)}"),
        make.id(f"urn:patnav:{_token(about.zone)}:alerts"),
        make.updated(f"{last:%Y-%m-%d}T00:00:00Z"),
        make.author(make.name("patnav")),
    )
    rows = alert.sort_values(["digest_date", "alert_date", "alert_id"], ascending=[False, False, True])
    for row in rows.head(MOST_ENTRIES).to_dict("records"):
        kind = _WORDS[str(row["alert_kind"])].of(language)
        root.append(
            make.entry(
                make.title(
                    _legal(f"{row['watch']}: {kind}: {_text(row['title']) or row['publication_number']}")
                ),
                make.id(f"urn:patnav:alert:{row['alert_id']}"),
                make.updated(f"{row['digest_date']:%Y-%m-%d}T00:00:00Z"),
                make.category(term=str(row["alert_kind"])),
                make.content(_legal("\n".join(_cells(row, language))), type="text"),
            )
        )
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True))


def _table(rows: pd.DataFrame, language: str) -> Any:
    shown = [name for name in _COLUMNS if rows[name].notna().any()]
    head = E.TR(*(E.TH(_WORDS[name].of(language)) for name in shown))
    body = [E.TR(*(E.TD(_cell(row, n, language)) for n in shown)) for row in rows.to_dict("records")]
    return E.TABLE(E.THEAD(head), E.TBODY(*body))


def _cells(row: Any, language: str) -> list[str]:
    return [text for name in _COLUMNS if (text := _cell(row, name, language))]


def _cell(row: Any, name: str, language: str) -> str:
    value = row[name]
    if name == "reasons":
        return ", ".join(_WORDS[reason].of(language) for reason in _listed(value))
    if name == "alert_date":
        return "" if pd.isna(value) else f"{value:%Y-%m-%d}"
    if name == "similarity":
        return "" if pd.isna(value) else f"{value:.2f}"
    return _legal(_text(value))


def _listed(value: Any) -> Sequence[str]:
    return [] if value is None or value is pd.NA else [str(item) for item in value]


def _text(value: Any) -> str:
    return "" if pd.isna(value) else str(value)


def _days(days: pd.Series) -> pd.Series:
    return days.dt.strftime("%Y-%m-%d")


def _inert(text: str) -> str:
    """A cell no spreadsheet takes for a formula."""
    return "'" + text if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _legal(text: str) -> str:
    """Without the control characters that no XML may hold."""
    return "".join(
        c
        for c in text
        if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff" and not "\ud800" <= c <= "\udfff")
    )


def _token(name: str) -> str:
    return "".join(c if c.isascii() and c.isalnum() else "-" for c in name.lower())
