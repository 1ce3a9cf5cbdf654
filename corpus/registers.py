"""The registers of a zone: what its people keep by hand beside the exports, checked like tables.

Each is a CSV file whose first line holds the headings. Lines whose first cell begins with `#`
explain the columns and are passed over, so that the template can be filled in as it stands.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pandas as pd

from corpus import contract, lists
from corpus.contract import DATE, INTEGER, NUMBER, TEXT, TEXTS, Column, Table
from corpus.dates import parse_dates
from corpus.errors import StudyError

ENTITY_TYPES = ("company", "university", "institute", "hospital", "government", "agency", "other")
SIZES = ("large", "medium", "small", "micro")
DEALING_TYPES = (
    *("transfer", "licence", "pledge", "trademark_transfer", "trademark_licence", "copyright_transfer"),
    *("copyright_licence", "technology_contract", "financing"),
)
COUNTERPARTY_TYPES = (*ENTITY_TYPES, "bank", "person", "affiliate", "inventor")
RECOGNITION_KINDS = (
    *("national_navigation_project", "standard_certification", "trusteeship", "service_cluster"),
    *("service_agency", "operation_centre", "planning_navigation_project", "micro_navigation_project"),
    *("high_value_portfolio", "emerging_talent", "regional_brand", "collective_mark"),
    "characteristic_park",
)
PRODUCT_KINDS = ("securitisation", "insurance", "guarantee", "loan", "fund")

_CODE = Column("uscc", TEXT, "统一社会信用代码 (18 characters)")
_EVIDENCE = Column("evidence", TEXT, "Document that proves it / 证明材料")
_AMOUNT = Column("amount_cny", NUMBER, "Amount in yuan / 金额（元）", "CNY", low=0)

ZONE_ENTITY = Table(
    "zone_entity",
    "an organisation of the zone, for a period / 园区单位",
    ("uscc",),
    (
        _CODE,
        Column("name", TEXT, "Name / 名称", required=True),
        Column("type", TEXT, "Kind / 类型", allowed=ENTITY_TYPES),
        Column("size", TEXT, "Size / 规模（大中小微）", allowed=SIZES),
        Column("area", TEXT, "Part of the zone / 片区"),
        Column("from", DATE, "First day in the zone; empty: from the start / 入区日期"),
        Column("to", DATE, "Last day in the zone; empty: still there / 离区日期"),
        Column("industry", TEXT, "Industry / 产业"),
        Column("aliases", TEXTS, "Other and former names, separated by ; / 曾用名、英文名"),
        Column("group", TEXT, "Name or code shared by members of one group / 所属集团"),
    ),
)
IP_EVENT = Table(
    "ip_event",
    "a transfer, licence, pledge, contract or financing as recorded / 运营事件",
    ("event_id",),
    (
        Column("event_id", TEXT, "Number of the row / 序号"),
        Column("type", TEXT, "What happened / 事件类型", required=True, allowed=DEALING_TYPES),
        Column("date", DATE, "Day of record / 登记日期", required=True),
        Column("zone_uscc", TEXT, "Code of the party in the zone / 区内一方代码", required=True),
        Column("direction", TEXT, "Rights come in or go out / 转入、转出", allowed=("in", "out")),
        Column("counterparty", TEXT, "The other party / 对方名称"),
        Column("counterparty_type", TEXT, "Kind of the other / 对方类型", allowed=COUNTERPARTY_TYPES),
        Column("patent_nos", TEXTS, "Patents, separated by ; / 涉及专利号"),
        Column("contract_no", TEXT, "Number of contract or registration / 合同或登记号"),
        _AMOUNT,
        _EVIDENCE,
    ),
)
RECOGNITION = Table(
    "recognition",
    "a recognition, certificate or service agreement / 认定、认证与服务",
    (),
    (
        Column("kind", TEXT, "What was recognised / 类别", required=True, allowed=RECOGNITION_KINDS),
        Column("name", TEXT, "Name or number of it / 名称或编号", required=True),
        Column("date", DATE, "Day of recognition / 认定日期", required=True),
        Column("valid_to", DATE, "Last day it holds; empty: no end / 有效期至"),
        _CODE,
        Column("level", TEXT, "Level / 级别"),
        _EVIDENCE,
    ),
)
POPULATION = Table(
    "population",
    "residents at the end of a year / 年末常住人口",
    ("year",),
    (
        Column("year", INTEGER, "Year / 年份", low=1900, high=2200),
        Column("wan", NUMBER, "Residents, in 10,000 / 常住人口（万人）", "10,000", required=True, low=0),
    ),
)
TRADEMARK = Table(
    "trademark",
    "trademarks held at the end of a year / 年末有效注册商标",
    ("year", "kind"),
    (
        Column("year", INTEGER, "Year / 年份", low=1900, high=2200),
        Column("total", INTEGER, "Number / 件数", "marks", required=True, low=0),
        Column(
            "kind",
            TEXT,
            "registered: all of them / 类别",
            allowed=("registered", "collective", "certification"),
        ),
    ),
)
FINANCE_PRODUCT = Table(
    "finance_product",
    "a financial product on intellectual property / 知识产权金融产品",
    (),
    (
        Column("product_id", TEXT, "Number or name of the issue / 产品编号", required=True),
        Column("kind", TEXT, "Kind / 类别", required=True, allowed=PRODUCT_KINDS),
        Column("name", TEXT, "Name / 名称"),
        Column("date", DATE, "Day of issue / 发行日期", required=True),
        Column("uscc", TEXT, "Code of the organisation financed; one row each / 融资单位代码"),
        _AMOUNT,
        _EVIDENCE,
    ),
)

# By the name of the file.
REGISTERS = {
    "zone_entities.csv": ZONE_ENTITY,
    "ip_events.csv": IP_EVENT,
    "recognitions.csv": RECOGNITION,
    "population.csv": POPULATION,
    "trademarks.csv": TRADEMARK,
    "finance_products.csv": FINANCE_PRODUCT,
}
_CODES = ("uscc", "zone_uscc")
_CODE_FORM = r"[0-9A-HJ-NPQRTUWXY]{18}"


def template(table: Table) -> str:
    """The register as an empty CSV: headings, and lines that say what belongs in each column."""
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\n")
    writer.writerow(table.column_names)
    meanings = [column.meaning for column in table.columns]
    words = [" | ".join(column.allowed) or _form(column) for column in table.columns]
    needed = [
        "必填 required" if column.required or column.name in table.key else "" for column in table.columns
    ]
    for cells in (meanings, words, needed):
        writer.writerow([f"# {cells[0]}".rstrip(), *cells[1:]])
    return held.getvalue()


def register_from_csv(text: pd.DataFrame, file: str) -> pd.DataFrame:
    """A register as a table.

    Parameters
    ----------
    text
        Cells of the file as text; columns not given are unknown.
    file
        Its name, a key of `REGISTERS`.

    Raises
    ------
    StudyError
        Naming every heading and cell that is wrong.
    """
    table = REGISTERS[file]
    heads = [str(h).strip() for h in text.columns]
    needed = [c.name for c in table.columns if c.required or c.name in table.key]
    problems = [f"unknown heading {h}" for h in heads if h not in table.column_names]
    problems += [f"heading {h} is missing" for h in needed if h not in heads]
    problems += [f"heading {h} is repeated" for h in sorted({h for h in heads if heads.count(h) > 1})]
    if problems:
        raise StudyError(f"{file}: {'; '.join(problems)}. Headings: {', '.join(table.column_names)}")
    cells = text.set_axis(heads, axis=1).astype("str")
    cells = cells.apply(lambda s: s.str.strip()).replace("", pd.NA)
    explains = cells[heads[0]].str.startswith("#").fillna(False).astype(bool)
    cells = cells[~explains & cells.notna().any(axis=1)].reindex(columns=table.column_names).astype("str")
    for heading in needed:
        problems += _rows(cells[heading].isna(), f"{heading} is empty")
    read = {}
    for column in table.columns:
        read[column.name], found = _read(cells[column.name], column)
        problems += found
    frame = pd.DataFrame(read, index=cells.index)
    if table.key:
        problems += _rows(frame.duplicated(list(table.key)), f"{', '.join(table.key)} is repeated")
    for first, last in (("from", "to"), ("date", "valid_to")):
        if first in frame and last in frame:
            problems += _rows(frame[first] > frame[last], f"{first} is after {last}")
    if problems:
        raise StudyError(f"{file}: {'; '.join(problems[:12])}. Correct these cells")
    return contract.check(frame.reset_index(drop=True), table)


def _read(cells: pd.Series, column: Column) -> tuple[pd.Series, list[str]]:
    """A column in its type, and what is wrong with it."""
    name = column.name
    if column.type is TEXTS:
        return lists.split(cells, r"[;；]"), []
    if column.type is DATE:
        parsed = parse_dates(cells)
        bad = cells.notna() & parsed["date"].isna()
        return parsed["date"], _rows(bad, f"{name} is no date such as 2022-12-31")
    if column.type in (INTEGER, NUMBER):
        plain = (
            cells.str.normalize("NFKC").str.replace(",", "").str.replace(r"\s*[件元万人年]+$", "", regex=True)
        )
        number = pd.to_numeric(plain, errors="coerce").astype("Float64")
        bad = cells.notna() & number.isna()
        if column.type is INTEGER:
            bad |= number.notna() & number.mod(1).ne(0).fillna(False)
        # 3 万元 is not 3 元: a unit that multiplies must be written out.
        bad |= cells.str.contains("万|亿").fillna(False).astype(bool) & (column.unit != "10,000")
        for bound, beyond in ((column.low, number.lt), (column.high, number.gt)):
            if bound is not None:
                bad |= beyond(bound).fillna(False).astype(bool)
        said = f"{name} is no {'whole number' if column.type is INTEGER else 'number'} in its range"
        kept = number.mask(bad)
        return (kept.astype("Int64") if column.type is INTEGER else kept.astype("float64")), _rows(bad, said)
    if name in _CODES:
        code = cells.str.normalize("NFKC").str.upper()
        is_odd = code.notna() & ~code.str.fullmatch(_CODE_FORM).fillna(False).astype(bool)
        return code, _rows(is_odd, f"{name} has not the 18 characters of a 统一社会信用代码")
    if column.allowed:
        word = cells.str.lower()
        is_odd = word.notna() & ~word.isin(column.allowed)
        return word, _rows(is_odd, f"{name} is none of {', '.join(column.allowed)}")
    return cells, []


def _form(column: Column) -> str:
    return {"DATE": "YYYY-MM-DD", "TEXTS": "…; …", "INTEGER": "0", "NUMBER": "0.0"}.get(column.type.name, "")


def _rows(bad: pd.Series, what: str) -> list[str]:
    """One message with the rows, as a person counts them in the file, at most five."""
    numbers = list(_places(bad))
    more = f" and {len(numbers) - 5} more" if len(numbers) > 5 else ""
    return [f"row {', '.join(numbers[:5])}{more}: {what}"] if numbers else []


def _places(bad: pd.Series) -> Iterator[str]:
    for place, is_bad in zip(bad.index, bad, strict=True):
        if bool(is_bad):
            yield str(int(place) + 2)
