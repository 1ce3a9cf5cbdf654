"""A report's numbers as a workbook: a sheet of facts with their receipts, one for each exhibit's data."""

from __future__ import annotations

import datetime as dt
import io

import xlsxwriter

from navigation.reports import words
from navigation.reports.document import Exhibit, Report
from navigation.reports.page import caption
from navigation.reports.words import word
from navigation.reports.workbook import Looks, looks, open_book, safe, write_table

_LONGEST_NAME = 31  # characters of a sheet's name


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
    _contents(book, styles, [(sheet, title) for sheet, title, _ in exhibits], language)
    for sheet, _, exhibit in exhibits:
        write_table(book, styles, sheet, exhibit, report.settings, language)
    book.close()
    return held.getvalue()


def _exhibits(report: Report, language: str) -> list[tuple[str, str, Exhibit]]:
    """Each exhibit with the name of its sheet and its title, in the order of reading."""
    numbers = words.numbers(report, language)
    order = {name: place for place, name in enumerate(numbers)}
    found = []
    for section in report.sections:
        for exhibit in section.exhibits:
            name = f"{section.stem}.{exhibit.id}"
            if name in numbers:
                about = caption(exhibit, section, report, language, numbers)
                found.append((order[name], about.name, f"{about.name} {about.title}", exhibit))
    return [(sheet[:_LONGEST_NAME], title, exhibit) for _, sheet, title, exhibit in sorted(found, key=_place)]


def _place(entry: tuple[int, str, str, Exhibit]) -> int:
    return entry[0]


def _facts(book: xlsxwriter.Workbook, styles: Looks, report: Report, language: str) -> None:
    """Every number the words of the report print, its value, and where it comes from."""
    sheet = book.add_worksheet(word("sheet.facts", language))
    heads = (word("fact", language), word("value", language), word("sheet.unrounded", language),
             word("receipt.title", language))  # fmt: skip
    for column, (head, width) in enumerate(zip(heads, (34, 16, 18, 90), strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, head, styles["head"])
    for row, fact in enumerate(report.facts, start=1):
        sheet.write_string(row, 0, fact.id, styles["text"])
        sheet.write_string(row, 1, safe(words.fact_text(fact, language)), styles["text"])
        if isinstance(fact.value, (int, float)) and not isinstance(fact.value, bool):
            sheet.write_number(row, 2, fact.value)
        sheet.write_string(row, 3, safe(words.receipt_text(fact.receipt, language)), styles["text"])
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(report.facts), len(heads) - 1)


def _contents(book: xlsxwriter.Workbook, styles: Looks, titles: list[tuple[str, str]], language: str) -> None:
    sheet = book.add_worksheet(word("contents", language))
    sheet.set_column(0, 0, 80)
    for row, (name, title) in enumerate(titles):
        sheet.write_url(row, 0, f"internal:'{name}'!A1", string=safe(title), cell_format=styles["link"])
