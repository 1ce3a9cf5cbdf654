"""A report as one self-contained HTML file that opens from disk and asks nothing of the network."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import jinja2
from markupsafe import Markup, escape

from navigation.reports import tabling, words
from navigation.reports.document import Exhibit, Fact, Report, Section
from navigation.reports.figures import draw
from navigation.reports.page import caption, cover
from navigation.reports.register import NARROWED, Register
from navigation.reports.words import REFERENCE, Block, receipt_text, spans, word

LONG_TABLE = 12  # rows from which a table has a search box
LOCALES = {"zh": "zh-CN", "en": "en"}


@dataclass(frozen=True)
class _About:
    """What every part of the page needs: the report, and the numbers of its exhibits and sets."""

    report: Report
    language: str
    numbers: dict[str, tuple[str, int]]
    register: Register | None
    facts: Mapping[str, int]


def render_html(report: Report, language: str, others: Mapping[str, str] | None = None) -> str:
    """The report in a language as one file: no outside request, all text escaped.

    Parameters
    ----------
    report
        As `specs.compose` makes it.
    language
        `zh` or `en`.
    others
        The name of the file that holds the same report in another language, by language.
    """
    style, script = asset("report.css"), asset("report.js")
    numbers = words.numbers(report, language)
    register = None if report.membership is None else Register(report.membership)
    about = _About(report, language, numbers, register, {} if register is None else register.facts(report))
    sections = [_section(section, about) for section in report.sections]
    text = (
        environment()
        .get_template("report.html.j2")
        .render(
            language=language,
            locale=LOCALES[language],
            others=[(name, LOCALES[key], word("own_name", key)) for key, name in (others or {}).items()],
            say=lambda key: word(key, language),
            policy=policy(style, script),
            style=Markup(style),
            script=Markup(script),
            cover=_cover(report, language),
            sections=sections,
            synthetic=bool(report.settings.get("synthetic")),
            register=None if register is None else register.packed(language),
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


def _section(section: Section, about: _About) -> dict[str, Any]:
    facts = {fact.id: fact for fact in section.facts}
    language = about.language
    parts: list[dict[str, Any]] = []
    for part in words.layout(section, about.report, language, about.numbers):
        if isinstance(part, Exhibit):
            parts.append({"kind": "exhibit", "exhibit": _exhibit(part, section, about)})
        else:
            parts.append(_block(part, facts, about))
    return {
        "id": section.stem,
        "title": word(f"{section.stem}.title", language),
        "parts": parts,
        "receipts": [
            (fact.id, words.fact_text(fact, language), receipt_text(fact.receipt, language))
            for fact in section.facts
        ],
    }


def _block(block: Block, facts: Mapping[str, Fact], about: _About) -> dict[str, Any]:
    if block.kind == "headline":
        pairs = [line.partition("|") for line in block.lines]
        tiles = [(label.strip(), _marked(text.strip(), facts, about)) for label, _, text in pairs]
        return {"kind": "headline", "tiles": tiles}
    return {"kind": block.kind, "lines": [_marked(line, facts, about) for line in block.lines]}


def _marked(text: str, facts: Mapping[str, Fact], about: _About) -> Markup:
    """Escaped text in which each fact is an element that holds its value, receipt and families."""
    parts = []
    for name, piece in spans(text):
        if name is None:
            parts.append(escape(piece))
        elif name.startswith(REFERENCE):
            parts.append(Markup('<a href="#{}">{}</a>').format(name.removeprefix(REFERENCE), piece))
        else:
            fact, number = facts[name], about.facts.get(name)
            behind = "" if number is None else Markup(' data-set="{}"').format(number)
            parts.append(
                Markup(
                    '<data class="fact" tabindex="0" role="button" data-fact="{}" value="{}"{} title="{}">'
                    "{}</data>"
                ).format(
                    name,
                    "" if fact.value is None else fact.value,
                    behind,
                    receipt_text(fact.receipt, about.language),
                    piece,
                )
            )
    return Markup("").join(parts)


def _exhibit(exhibit: Exhibit, section: Section, about: _About) -> dict[str, Any]:
    name = f"{section.stem}.{exhibit.id}"
    said = caption(exhibit, section, about.report, about.language, about.numbers)
    shown: dict[str, Any] = {
        "id": name,
        "name": said.name,
        "title": said.title,
        "read": said.read,
        "notes": said.notes,
        "look": exhibit.look,
    }
    if exhibit.look == "table":
        return shown | _table(exhibit, about)
    drawing = draw(exhibit, about.language, name.replace(".", "-"))
    shown["drawing"] = Markup(drawing)
    if exhibit.look != "technology_map":
        shown["data"] = _table(exhibit, about)
    return shown


def _table(exhibit: Exhibit, about: _About) -> dict[str, Any]:
    rows = tabling.cells(exhibit, about.language)
    columns = tabling.shown_columns(exhibit, about.language)
    headings = [heading for _, _, heading in columns]
    numeric = [
        any(row[i].is_number for row in rows) and all(row[i].is_number or row[i].sort is None for row in rows)
        for i in range(len(headings))
    ]
    return {
        "heads": list(zip(headings, numeric, [NARROWED.get(name) for name, _, _ in columns], strict=True)),
        "rows": list(zip(rows, _sets(exhibit, about.register), strict=True)),
        "is_long": len(exhibit.frame) >= LONG_TABLE,
    }


def _sets(exhibit: Exhibit, register: Register | None) -> list[int | None]:
    """The number of the set of families behind each row."""
    # A cell of a grid is about its row and its column, and only the exhibit knows what they are.
    if register is None or (exhibit.look == "heat" and not exhibit.keys):
        return [None] * len(exhibit.frame)
    each = register.membership.of_each(exhibit.frame, exhibit.keys, exhibit.within)
    return [register.number(places) for places in each]
