"""A report's numbers as a workbook: facts with their receipts, provenance, a sheet for each exhibit's data.

Ratios and differences among the facts are formulas over their two parts, and what may be added up has
its total and shares as formulas, so that a reader can follow them; no text of a record becomes one.
"""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass, replace
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from navigation.reports import receipts, tabling, words
from navigation.reports.document import Exhibit, Fact, Report
from navigation.reports.page import Caption, caption, cover
from navigation.reports.receipts import Receipt, Value
from navigation.reports.words import word
from navigation.reports.workbook import Looks, looks, open_book, safe, write_table

_LONGEST_NAME = 31  # characters of a sheet's name
# Looks whose rows are parts of one whole; rows of other exhibits may count a family twice.
_PARTS = ("columns", "stack")


@dataclass(frozen=True)
class _Sheet:
    """An exhibit with the name of its sheet and the words around it."""

    name: str
    about: Caption
    exhibit: Exhibit


def data_workbook(report: Report, language: str) -> bytes:
    """The workbook as bytes; the same report gives the same bytes.

    Parameters
    ----------
    report
        As `specs.compose` makes it.
    language
        `zh` or `en`.
    """
    held = io.BytesIO()
    as_of: dt.date = report.settings["as_of"]
    book = open_book(held, words.cover(report)["title"].of(language), as_of, report.settings, language)
    styles = looks(book)
    exhibits = _exhibits(report, language)
    _facts(book, styles, report, language)
    _provenance(book, styles, report, exhibits, language)
    for held_by in exhibits:
        exhibit = held_by.exhibit
        sheet = write_table(book, styles, held_by.name, exhibit, report.settings, language)
        if exhibit.look in _PARTS and exhibit.options.get("kind", "count") == "count":
            _totals(sheet, styles, exhibit, language)
    book.close()
    return held.getvalue()


def _exhibits(report: Report, language: str) -> list[_Sheet]:
    """Every exhibit, in the order of reading."""
    numbers = words.numbers(report, language)
    known = {f"{s.stem}.{e.id}": (s, e) for s in report.sections for e in s.exhibits}
    found = []
    for name in numbers:
        section, exhibit = known[name]
        about = caption(exhibit, section, report, language, numbers)
        found.append(_Sheet(about.name[:_LONGEST_NAME], about, exhibit))
    return found


def _facts(book: xlsxwriter.Workbook, styles: Looks, report: Report, language: str) -> None:
    """Every number the words of the report print, its value, and where it comes from."""
    sheet = book.add_worksheet(word("sheet.facts", language))
    heads = (word("fact", language), word("value", language), word("sheet.unrounded", language),
             word("sheet.numerator", language), word("sheet.denominator", language),
             word("receipt.title", language))  # fmt: skip
    for column, (head, width) in enumerate(zip(heads, (34, 16, 18, 14, 14, 90), strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, head, styles["head"])
    for row, fact in enumerate(report.facts, start=1):
        sheet.write_string(row, 0, fact.id, styles["text"])
        sheet.write_string(row, 1, safe(words.fact_text(fact, language)), styles["text"])
        _value(sheet, row, fact, report)
        sheet.write_string(row, 5, safe(words.receipt_text(fact.receipt, language)), styles["text"])
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(report.facts), len(heads) - 1)


def _value(sheet: Any, row: int, fact: Fact, report: Report) -> None:
    """The value of a fact: of a ratio or a difference a formula over the two parts beside it."""
    if not _is_number(fact.value):
        return
    receipt = fact.receipt
    sign, other = ("/", receipt.per) if receipt.per is not None else ("-", receipt.less)
    if other is None or report.find is None:
        sheet.write_number(row, 2, fact.value)
        return
    first: Receipt = replace(receipt, per=None) if sign == "/" else replace(receipt, less=None)
    parts = [receipts.evaluate(part, report.find) for part in (first, other)]
    for column, part in zip((3, 4), parts, strict=True):
        sheet.write_number(row, column, part)
    sheet.write_formula(row, 2, f"=D{row + 1}{sign}E{row + 1}", None, fact.value)


def _is_number(value: Value) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _totals(sheet: Any, styles: Looks, exhibit: Exhibit, language: str) -> None:
    """Beside the values of parts of a whole their shares, below them the total of the rows shown."""
    columns = tabling.shown_columns(exhibit, language)
    place = next((i for i, (name, _, _) in enumerate(columns) if name == "value"), None)
    values = [line[place].sort for line in tabling.cells(exhibit, language)] if place is not None else []
    if place is None or not all(_is_number(value) for value in values):
        return
    whole, last, letter = sum(float(value or 0) for value in values), len(values) + 1, xl_col_to_name(place)
    if not whole:
        return
    right = len(columns)
    sheet.write_string(0, right, word("sheet.share", language), styles["head"])
    for row, value in enumerate(values, start=1):
        formula = f"={letter}{row + 1}/SUM({letter}$2:{letter}${last})"
        sheet.write_formula(row, right, formula, styles["percent"], float(value or 0) / whole)
    # A row apart, so that sorting and filtering leave the total where it is.
    sheet.write_string(last + 1, 0, word("sheet.filtered_total", language), styles["head"])
    formula = f"=SUBTOTAL(109,{letter}2:{letter}{last})"
    sheet.write_formula(last + 1, place, formula, styles["count"], whole)


def _provenance(
    book: xlsxwriter.Workbook, styles: Looks, report: Report, exhibits: list[_Sheet], language: str
) -> None:
    """What the workbook was made from, then every exhibit with its sheet, rows, unit, source and cautions."""
    sheet = book.add_worksheet(word("contents", language))
    for column, width in enumerate((64, 10, 70, 70)):
        sheet.set_column(column, column, width)
    kind, title, honesty, lines = cover(report, language)
    synthetic = [word("synthetic", language)] if report.settings.get("synthetic") else []
    for row, text in enumerate([title, kind, *synthetic, *(f"{a}  {b}" for a, b in lines), honesty]):
        sheet.write_string(row, 0, safe(text), styles["title" if row == 0 else "text"])
    top = 5 + len(synthetic) + len(lines)
    heads = ("sheet.exhibit", "sheet.rows", "sheet.notes", "how_to_read")
    for column, head in enumerate(heads):
        sheet.write_string(top, column, word(head, language).rstrip(" ：:"), styles["head"])
    for row, entry in enumerate(exhibits, start=top + 1):
        about = entry.about
        link = f"internal:'{entry.name}'!A1"
        sheet.write_url(row, 0, link, string=safe(f"{about.name} {about.title}"), cell_format=styles["link"])
        sheet.write_number(row, 1, len(entry.exhibit.frame), styles["count"])
        sheet.write_string(row, 2, safe("　".join(about.notes)), styles["text"])
        sheet.write_string(row, 3, safe(about.read), styles["text"])
    sheet.freeze_panes(top + 1, 1)
