"""A report as one self-contained HTML file that opens from disk and asks nothing of the network."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Any

import jinja2
from markupsafe import Markup, escape

from navigation.reports import tabling, words
from navigation.reports.document import Exhibit, Fact, Report, Section
from navigation.reports.figures import draw
from navigation.reports.page import caption, cover
from navigation.reports.words import Block, receipt_text, spans, word

LONG_TABLE = 12  # rows from which a table has a search box


def render_html(report: Report, language: str) -> str:
    """The report in a language as one file: no outside request, all text escaped.

    Parameters
    ----------
    report
        As `specs.compose` makes it.
    language
        `zh` or `en`.
    """
    style, script = asset("report.css"), asset("report.js")
    numbers = words.numbers(report, language)
    sections = [_section(section, report, language, numbers) for section in report.sections]
    text = (
        environment()
        .get_template("report.html.j2")
        .render(
            language=language,
            locale={"zh": "zh-CN", "en": "en"}[language],
            say=lambda key: word(key, language),
            policy=policy(style, script),
            style=Markup(style),
            script=Markup(script),
            cover=_cover(report, language),
            sections=sections,
            synthetic=bool(report.settings.get("synthetic")),
        )
    )
    return str(text)


def asset(name: str) -> str:
    """A style or script that lies beside this module."""
    return resources.files("navigation.reports").joinpath(name).read_text("utf-8")


@lru_cache(maxsize=1)
def environment() -> jinja2.Environment:
    """What renders the page templates; every text is escaped."""
    return jinja2.Environment(
        loader=jinja2.PackageLoader("navigation.reports", "."),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def policy(style: str, script: str) -> str:
    """Only this style and this script; no request anywhere."""

    def digest(text: str) -> str:
        return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()

    return (
        f"default-src 'none'; style-src 'sha256-{digest(style)}'; script-src 'sha256-{digest(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _cover(report: Report, language: str) -> dict[str, Any]:
    kind, title, honesty, lines = cover(report, language)
    return {"kind": kind, "title": title, "honesty": honesty, "lines": lines}


def _section(
    section: Section, report: Report, language: str, numbers: dict[str, tuple[str, int]]
) -> dict[str, Any]:
    facts = {fact.id: fact for fact in section.facts}
    parts: list[dict[str, Any]] = []
    for part in words.layout(section, report, language):
        if isinstance(part, Exhibit):
            parts.append({"kind": "exhibit", "exhibit": _exhibit(part, section, report, language, numbers)})
        else:
            parts.append(_block(part, facts, language))
    return {
        "id": section.stem,
        "title": word(f"{section.stem}.title", language),
        "parts": parts,
        "receipts": [
            (fact.id, words.fact_text(fact, language), receipt_text(fact.receipt, language))
            for fact in section.facts
        ],
    }


def _block(block: Block, facts: Mapping[str, Fact], language: str) -> dict[str, Any]:
    if block.kind == "headline":
        pairs = [line.partition("|") for line in block.lines]
        tiles = [(label.strip(), _marked(text.strip(), facts, language)) for label, _, text in pairs]
        return {"kind": "headline", "tiles": tiles}
    return {"kind": block.kind, "lines": [_marked(line, facts, language) for line in block.lines]}


def _marked(text: str, facts: Mapping[str, Fact], language: str) -> Markup:
    """Escaped text in which each fact is an element that holds its value and shows its receipt."""
    parts = []
    for name, piece in spans(text):
        if name is None:
            parts.append(escape(piece))
            continue
        fact = facts[name]
        value = "" if fact.value is None else fact.value
        parts.append(
            Markup('<data class="fact" tabindex="0" data-fact="{}" value="{}" title="{}">{}</data>').format(
                name, value, receipt_text(fact.receipt, language), piece
            )
        )
    return Markup("").join(parts)


def _exhibit(
    exhibit: Exhibit, section: Section, report: Report, language: str, numbers: dict[str, tuple[str, int]]
) -> dict[str, Any]:
    name = f"{section.stem}.{exhibit.id}"
    about = caption(exhibit, section, report, language, numbers)
    shown: dict[str, Any] = {
        "id": name,
        "name": about.name,
        "title": about.title,
        "read": about.read,
        "notes": about.notes,
        "look": exhibit.look,
    }
    if exhibit.look == "table":
        return shown | _table(exhibit, language)
    drawing = draw(exhibit, language, name.replace(".", "-"))
    shown["drawing"] = Markup(drawing)
    if exhibit.look != "technology_map":
        shown["data"] = _table(exhibit, language)
    return shown


def _table(exhibit: Exhibit, language: str) -> dict[str, Any]:
    rows = tabling.cells(exhibit, language)
    headings = [heading for _, _, heading in tabling.shown_columns(exhibit, language)]
    numeric = [
        any(row[i].is_number for row in rows) and all(row[i].is_number or row[i].sort is None for row in rows)
        for i in range(len(headings))
    ]
    return {
        "heads": list(zip(headings, numeric, strict=True)),
        "rows": rows,
        "is_long": len(exhibit.frame) >= LONG_TABLE,
    }
