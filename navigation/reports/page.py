"""A report in the order of reading as plain data, for renderers that set pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from navigation.reports import tabling, words
from navigation.reports.document import Exhibit, Report, Section
from navigation.reports.figures import still
from navigation.reports.words import word

# (fact id, text) for a printed fact, (`@` and an exhibit's id, its name) for a reference, (None, text)
# between them.
Line: TypeAlias = list[tuple[str | None, str]]

MOST_ROWS = 40  # rows of a table on paper; the workbook has all
LONGEST_CELL = 90  # characters of a cell on paper


@dataclass(frozen=True)
class Caption:
    """What stands around an exhibit: sort and number, title, how to read it, its notes."""

    sort: str
    number: int
    name: str
    title: str
    read: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """A heading, paragraph, list, row of headline figures, table or figure.

    `lines` holds the words; of a headline, label and figure alternate. `rows` are the cells of a
    table, with whether each is a number; `drawing` is the SVG of a figure.
    """

    kind: str
    lines: tuple[Line, ...] = ()
    caption: Caption | None = None
    id: str = ""
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[tuple[str, bool], ...], ...] = ()
    more: int = 0
    drawing: str = field(default="", repr=False)


@dataclass(frozen=True)
class Chapter:
    """A section with its title."""

    id: str
    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Page:
    """Cover and chapters of a report in a language."""

    language: str
    kind: str
    title: str
    honesty: str
    lines: tuple[tuple[str, str], ...]
    synthetic: bool
    chapters: tuple[Chapter, ...]


def page(report: Report, language: str, *, most_rows: int = MOST_ROWS) -> Page:
    """The report as it is read.

    Parameters
    ----------
    report
        As `specs.compose` makes it.
    language
        `zh` or `en`.
    most_rows
        Rows of a table; `more` counts those left out.
    """
    numbers = words.numbers(report, language)
    chapters = []
    for section in report.sections:
        parts = [
            _exhibit(part, section, report, language, numbers, most_rows)
            if isinstance(part, Exhibit)
            else _words(part)
            for part in words.layout(section, report, language, numbers)
        ]
        chapters.append(Chapter(section.stem, word(f"{section.stem}.title", language), tuple(parts)))
    kind, title, honesty, lines = cover(report, language)
    synthetic = bool(report.settings.get("synthetic"))
    return Page(language, kind, title, honesty, lines, synthetic, tuple(chapters))


def cover(report: Report, language: str) -> tuple[str, str, str, tuple[tuple[str, str], ...]]:
    """Kind of report, title, the sentence on what it is not, and label and text of each cover line."""
    settings = report.settings
    subject = settings.get("subject") or words.cover(report)["title"]
    lines = [
        (word("cover.as_of", language), words.format_value(settings["as_of"].isoformat(), "date", language)),
        (word("cover.version", language), settings.get("version")),
        (word("cover.study_digest", language), str(settings.get("study_digest") or "")[:12]),
        (word("cover.encoder", language), settings.get("encoder")),
    ]
    return (
        word(f"report.{report.name}", language),
        words.clean(subject.of(language)),
        word(f"honesty.{report.name}", language),
        tuple((label, words.clean(str(text))) for label, text in lines if text),
    )


def caption(
    exhibit: Exhibit, section: Section, report: Report, language: str, numbers: dict[str, tuple[str, int]]
) -> Caption:
    """The words around an exhibit: unit, n, window, source, cut-off and cautions among them."""
    name = f"{section.stem}.{exhibit.id}"
    sort, number = numbers[name]
    key = name.partition("--")[0]  # several exhibits of one kind share their words
    title = word(key, language)
    if exhibit.subject is not None:
        title = title.replace("{subject}", words.clean(exhibit.subject.of(language)))
    return Caption(
        sort,
        number,
        word(f"{sort}_number", language).replace("{number}", str(number)),
        title,
        words.words(language).get(f"{key}_read", ""),
        _notes(exhibit, report, language),
    )


def _notes(exhibit: Exhibit, report: Report, language: str) -> tuple[str, ...]:
    notes = [f"{word('note.unit', language)}{word(f'unit.{exhibit.unit}', language)}"]
    if exhibit.n is not None:
        notes.append(f"n = {words.format_value(exhibit.n, 'count', language)}")
    if exhibit.window is not None:
        notes.append(f"{word('note.window', language)}{exhibit.window[0]}–{exhibit.window[1]}")
    notes.append(f"{word('note.source', language)}{', '.join(exhibit.sources)}")
    as_of = words.format_value(report.settings["as_of"].isoformat(), "date", language)
    notes.append(f"{word('note.as_of', language)}{as_of}")
    return (*notes, *(word(f"caveat.{caveat}", language) for caveat in exhibit.caveats))


def _words(block: words.Block) -> Part:
    if block.kind == "headline":
        pairs = [line.partition("|") for line in block.lines]
        halves = (half.strip() for label, _, figure in pairs for half in (label, figure))
        return Part("headline", tuple(words.spans(half) for half in halves))
    return Part(block.kind, tuple(words.spans(line) for line in block.lines))


def _exhibit(
    exhibit: Exhibit,
    section: Section,
    report: Report,
    language: str,
    numbers: dict[str, tuple[str, int]],
    most_rows: int,
) -> Part:
    name = f"{section.stem}.{exhibit.id}"
    about = caption(exhibit, section, report, language, numbers)
    if exhibit.look != "table":
        drawing = still(exhibit, language, name.replace(".", "-"))
        return Part("figure", caption=about, id=name, drawing=drawing)
    heads = tuple(heading for _, _, heading in tabling.shown_columns(exhibit, language))
    rows = tuple(
        tuple((words.clean(cell.text, LONGEST_CELL), cell.is_number) for cell in row)
        for row in tabling.cells(exhibit, language)
    )
    more = max(0, len(rows) - most_rows)
    return Part("table", caption=about, id=name, heads=heads, rows=rows[:most_rows], more=more)
