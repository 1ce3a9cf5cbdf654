"""A report as PDF: bookmarks, numbered captions, embedded fonts; the same bytes from the same report."""

from __future__ import annotations

import datetime as dt
import json
import re
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

import pylopdf_fonts_ko
import pylopdf_fonts_zh_cn
import typst

from navigation.reports.document import Report
from navigation.reports.drawing import width_of
from navigation.reports.page import Page, Part, page
from navigation.reports.words import word

FONTS = [Path(str(package.__file__)).parent for package in (pylopdf_fonts_zh_cn, pylopdf_fonts_ko)]
# Widths in characters as wide as high: what a line holds, the margins of a cell, and what a heading asks
# for at most, a text keeps and a cell asks for at most.
_LINE, _TALLEST = 166.0, 215.0  # millimetres: a line of text, and the tallest figure a page holds
_ACROSS, _MARGIN, _HEAD, _LEAST, _WIDE = 57.0, 1.0, 4.0, 7.0, 26.0
_UNBROKEN = re.compile(r"[!-~\u00a1-\u024f−–]+")


def render_pdf(report: Report, language: str) -> bytes:
    """The report on A4 paper.

    Parameters
    ----------
    report
        As `specs.compose` makes it.
    language
        `zh` or `en`.
    """
    runs_on = report.settings.get("enterprise_id") is not None
    data = _plain(page(report, language), report.settings["as_of"], runs_on)
    inputs = {"report": json.dumps(data, ensure_ascii=False, sort_keys=True)}
    source = resources.files("navigation.reports").joinpath("report.typ").read_bytes()
    return _one(_compiler().compile(source, format="pdf", sys_inputs=inputs, timestamp=0))


def picture(drawing: str, *, points_per_inch: float = 220.0) -> bytes:
    """An SVG as PNG, 16 cm wide, drawn with the fonts of the PDF."""
    source = (
        b"#set page(width: 16cm, height: auto, margin: 0pt)\n"
        b'#image(bytes(sys.inputs.drawing), format: "svg", width: 100%)'
    )
    return _one(
        _compiler().compile(source, format="png", ppi=points_per_inch, sys_inputs={"drawing": drawing})
    )


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    """A compiler that knows only the fonts that come with the program, so that pages look alike anywhere."""
    known = typst.Fonts(include_system_fonts=False, font_paths=[*FONTS])
    return typst.Compiler(root=FONTS[0], font_paths=known, ignore_system_fonts=True)


def _one(made: bytes | list[bytes] | None) -> bytes:
    """The only file a compilation made."""
    if not isinstance(made, bytes):
        raise TypeError("one document was asked for")
    return made


def _plain(shown: Page, as_of: dt.date, runs_on: bool) -> dict[str, Any]:
    language = shown.language
    keys = {
        "contents": "contents",
        "synthetic": "synthetic",
        "how_to_read": "how_to_read",
        "table": "table_word",
        "figure": "figure_word",
    }
    return {
        "language": language,
        "kind": shown.kind,
        "title": shown.title,
        "honesty": shown.honesty,
        "lines": shown.lines,
        "synthetic": shown.synthetic,
        "runs_on": runs_on,
        "date": {"year": as_of.year, "month": as_of.month, "day": as_of.day},
        "words": {name: word(key, language) for name, key in keys.items()},
        "chapters": [
            {"title": chapter.title, "parts": [_part(part, language) for part in chapter.parts]}
            for chapter in shown.chapters
        ],
    }


def _part(part: Part, language: str) -> dict[str, Any]:
    plain: dict[str, Any] = {"kind": part.kind, "lines": part.lines, "id": part.id}
    if part.kind == "figure":
        plain |= {"drawing": part.drawing, "height": min(_LINE * height_over_width(part.drawing), _TALLEST)}
    if part.caption is not None:
        plain["caption"] = {
            "title": part.caption.title,
            "read": part.caption.read,
            "notes": part.caption.notes,
        }
    if part.kind == "table":
        more = word("more_rows", language).replace("{count}", f"{part.more:,}")
        plain |= {
            "heads": part.heads,
            "rows": [[text for text, _ in row] for row in part.rows],
            "numeric": numeric_columns(part),
            "widths": column_widths(part),
            "more": part.more,
            "more_said": more,
        }
    return plain


def height_over_width(drawing: str) -> float:
    """Height of a drawing over its width."""
    found = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', drawing)
    return 0.6 if found is None else float(found[2]) / float(found[1])


def numeric_columns(part: Part) -> list[bool]:
    """Whether each column of a table holds numbers and nothing else but gaps."""
    columns = zip(*part.rows, strict=True) if part.rows else [()] * len(part.heads)
    return [
        any(number for _, number in column) and all(number or text == "—" for text, number in column)
        for column in columns
    ]


def column_widths(part: Part) -> list[float]:
    """Width of each column in characters as wide as high: what it asks for, the widest cut first.

    No column is cut below its longest word: a heading breaks anywhere, Chinese between any two
    characters, a number or an id nowhere.
    """
    columns = list(zip(*part.rows, strict=True)) if part.rows else [()] * len(part.heads)
    asked, least = [], []
    for head, column in zip(part.heads, columns, strict=True):
        texts = [text for text, _ in column]
        heading = min(width_of(head, 1), _HEAD)
        asked.append(_MARGIN + max([heading, *(min(width_of(text, 1), _WIDE) for text in texts)]))
        longest = [width_of(w, 1) for text in texts for w in _UNBROKEN.findall(text)]
        least.append(max(_MARGIN + min(max([heading, *longest]), _WIDE), min(asked[-1], _LEAST)))
    low, high = 0.0, max(asked)
    for _ in range(30):
        level = (low + high) / 2
        fits = sum(max(min(a, level), b) for a, b in zip(asked, least, strict=True)) < _ACROSS
        low, high = (level, high) if fits else (low, level)
    return [round(max(min(a, high), b), 1) for a, b in zip(asked, least, strict=True)]
