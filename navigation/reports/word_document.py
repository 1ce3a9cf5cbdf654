"""A report as a Word document to edit: real headings, contents, caption fields, tables, pictures.

Every printed fact is a content control whose tag is the fact's id, so that it can be found again
among edited sentences.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from navigation.reports.document import Report
from navigation.reports.page import Caption, Chapter, Line, Page, Part, page
from navigation.reports.pdf import column_widths, height_over_width, numeric_columns, picture
from navigation.reports.words import REFERENCE, word

# Names every Chinese office has; Word puts its own in their place elsewhere.
BODY, HEADING, LATIN = "宋体", "黑体", "Times New Roman"
ACCENT, MUTED, STAMP = RGBColor(0x1D, 0x5C, 0x96), RGBColor(0x5B, 0x67, 0x76), RGBColor(0xC8, 0x55, 0x0B)
# East Asian font, size and colour of each style.
STYLES: Mapping[str, tuple[str, float, RGBColor | None]] = {
    "Normal": (BODY, 10.5, None),
    "List Bullet": (BODY, 10.5, None),
    "Title": (HEADING, 24, ACCENT),
    "Heading 1": (HEADING, 17, ACCENT),
    "Heading 2": (HEADING, 13, None),
    "Caption": (HEADING, 9.5, None),
}
LINE_CM, TALLEST_CM = 16.0, 20.5
LONG_LIST = 20  # captions in a list of figures or tables
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)


def render_docx(report: Report, language: str) -> bytes:
    """The report as a Word document; the same bytes from the same report.

    Parameters
    ----------
    report
        As `specs.compose` makes it.
    language
        `zh` or `en`.
    """
    shown = page(report, language)
    document = docx.Document()
    _set_up(document, shown, report.settings["as_of"])
    _cover(document, shown)
    _contents(document, shown)
    marks = iter(range(1, 100_000))
    for number, chapter in enumerate(shown.chapters, start=1):
        heading = document.add_heading(f"{number}  {chapter.title}", level=1)
        _bookmark(heading, _anchor(chapter), next(marks))
        count = 0
        for part in chapter.parts:
            count += part.kind == "heading"
            _part(document, part, f"{number}.{count}", language)
    held = io.BytesIO()
    document.save(held)
    return _without_clock(held.getvalue())


def _set_up(document: Document, shown: Page, as_of: dt.date) -> None:
    """Paper, styles with East Asian fonts, header and footer, properties."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin, section.bottom_margin = Cm(2.6), Cm(2.3)
    for name, look in STYLES.items():
        _style(document, name, *look)
    normal = document.styles["Normal"].paragraph_format
    normal.line_spacing, normal.space_after = 1.3, Pt(5)
    document.styles["Heading 1"].paragraph_format.page_break_before = True
    section.different_first_page_header_footer = True
    head = section.header.paragraphs[0]
    _run(head, shown.title, size=8.5, colour=MUTED)
    if shown.synthetic:
        _run(head, f"    {word('synthetic', shown.language)}", size=8.5, colour=STAMP)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _run(foot, f"{shown.kind}    ", size=8.5, colour=MUTED)
    _field(foot, "PAGE", "1")
    about = document.core_properties
    about.title, about.author = shown.title, "patnav"
    about.language = {"zh": "zh-CN", "en": "en"}[shown.language]
    about.created = about.modified = dt.datetime(as_of.year, as_of.month, as_of.day)
    about.comments = word("synthetic", shown.language) if shown.synthetic else ""


def _style(document: Document, name: str, east: str, size: float, colour: RGBColor | None) -> None:
    style = document.styles[name]
    style.font.name, style.font.size, style.font.bold, style.font.italic = LATIN, Pt(size), False, False
    style.font.color.rgb = colour or RGBColor(0x1F, 0x2A, 0x37)
    tongue = OxmlElement("w:lang")
    tongue.set(qn("w:val"), "en-US")
    # Without it programs draw Chinese in the forms of another region.
    tongue.set(qn("w:eastAsia"), "zh-CN")
    properties = style.element.get_or_add_rPr()
    properties.append(tongue)
    fonts = properties.get_or_add_rFonts()
    for key in list(fonts.attrib):
        if key.endswith("Theme"):
            del fonts.attrib[key]
    for key, font in (("eastAsia", east), ("ascii", LATIN), ("hAnsi", LATIN), ("cs", LATIN)):
        fonts.set(qn(f"w:{key}"), font)


def _cover(document: Document, shown: Page) -> None:
    kind = document.add_paragraph()
    kind.paragraph_format.space_before = Cm(5)
    _run(kind, shown.kind, size=12, colour=MUTED)
    document.add_paragraph(shown.title, style="Title")
    if shown.synthetic:
        _run(document.add_paragraph(), word("synthetic", shown.language), size=11, colour=STAMP)
    for label, text in shown.lines:
        line = document.add_paragraph()
        _run(line, f"{label}  ", size=9.5, colour=MUTED)
        _run(line, text, size=9.5)
    honesty = document.add_paragraph()
    honesty.paragraph_format.space_before = Cm(6)
    _run(honesty, shown.honesty, size=9.5, colour=MUTED)
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _contents(document: Document, shown: Page) -> None:
    """A contents field that already lists the chapters; Word fills in the pages when asked to."""
    title = document.add_paragraph()
    _run(title, word("contents", shown.language), size=15, colour=ACCENT)
    lines = [document.add_paragraph() for _ in shown.chapters]
    _mark(lines[0], "begin")
    _instruction(lines[0], r'TOC \o "1-2" \h \z \u')
    _mark(lines[0], "separate")
    for number, (line, chapter) in enumerate(zip(lines, shown.chapters, strict=True), start=1):
        _link(line, _anchor(chapter), f"{number}  {chapter.title}")
    _mark(lines[-1], "end")
    known = [(p.id, p.caption) for chapter in shown.chapters for p in chapter.parts if p.caption is not None]
    for sort in ("figure", "table"):
        _listing(document, [(name, about) for name, about in known if about.sort == sort], shown.language)


def _listing(document: Document, captions: list[tuple[str, Caption]], language: str) -> None:
    """A field that lists the figures, or the tables, by id and caption."""
    if not captions:
        return
    sort = captions[0][1].sort
    title = document.add_paragraph()
    # A long list starts a page of its own: programs do not keep a title with a field that follows.
    title.paragraph_format.space_before = Pt(14)
    title.paragraph_format.page_break_before = len(captions) > LONG_LIST
    _run(title, word(f"{sort}_list", language), size=12, colour=ACCENT)
    label = word(f"{sort}_word", language)
    lines = [document.add_paragraph() for _ in captions]
    _mark(lines[0], "begin")
    _instruction(lines[0], rf'TOC \h \z \c "{label}"')
    _mark(lines[0], "separate")
    for line, (name, about) in zip(lines, captions, strict=True):
        line.paragraph_format.space_after, line.paragraph_format.line_spacing = Pt(1), 1.1
        _link(line, _target(name), f"{label} {about.number}  {about.title}")
    _mark(lines[-1], "end")


def _link(line: Paragraph, anchor: str, text: str) -> None:
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), anchor)
    line._p.append(link)
    link.append(_run(line, text, size=9)._r)


def _part(document: Document, part: Part, number: str, language: str) -> None:
    if part.kind == "heading":
        document.add_heading(f"{number}  {_plain(part.lines[0])}", level=2)
    elif part.kind in ("paragraph", "list"):
        style = "List Bullet" if part.kind == "list" else None
        for line in part.lines:
            _write(document.add_paragraph(style=style), line)
    elif part.kind == "headline":
        _headline(document, part)
    elif part.kind == "table":
        _caption(document, part, language, keep=True)
        _table(document, part)
        if part.more:
            more = word("more_rows", language).replace("{count}", f"{part.more:,}")
            _run(document.add_paragraph(), more, size=8.5, colour=MUTED)
        _notes(document, part, language)
    else:
        holder = document.add_paragraph()
        holder.paragraph_format.keep_with_next = True
        width = min(LINE_CM, TALLEST_CM / height_over_width(part.drawing))
        holder.add_run().add_picture(io.BytesIO(picture(part.drawing)), width=Cm(width))
        _describe(holder, part)
        _caption(document, part, language, keep=False)
        _notes(document, part, language)


def _headline(document: Document, part: Part) -> None:
    """Headline figures as a borderless table of at most four in a row."""
    pairs = list(zip(part.lines[0::2], part.lines[1::2], strict=True))
    across = min(4, len(pairs))
    table = document.add_table(rows=-(-len(pairs) // across), cols=across)
    for at, (label, figure) in enumerate(pairs):
        cell = table.cell(at // across, at % across)
        _shade(cell, "EAF0F6")
        _write(cell.paragraphs[0], figure, size=15, colour=ACCENT)
        _write(cell.add_paragraph(), label, size=8.5, colour=MUTED)
    document.add_paragraph()


def _table(document: Document, part: Part) -> None:
    table = document.add_table(rows=1, cols=len(part.heads))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    widths = column_widths(part)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(LINE_CM * width / sum(widths))
    numeric = numeric_columns(part)
    size = 7.0 if len(part.heads) > 10 else 8.0
    head = table.rows[0]
    head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    rows = [[(text, False) for text in part.heads], *part.rows]
    for at, values in enumerate(rows):
        row = head if at == 0 else table.add_row()
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for i, (cell, (text, _)) in enumerate(zip(row.cells, values, strict=True)):
            cell.width = Cm(LINE_CM * widths[i] / sum(widths))
            _run(cell.paragraphs[0], text, size=size)
            cell.paragraphs[0].paragraph_format.space_after = Pt(0)
            cell.paragraphs[0].paragraph_format.line_spacing = 1.05
            if at == 0:
                _shade(cell, "EAF0F6")
            elif numeric[i]:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _caption(document: Document, part: Part, language: str, *, keep: bool) -> None:
    """Word's own caption: a label and a sequence field, which cross-references can point to."""
    about = part.caption
    if about is None:
        return
    line = document.add_paragraph(style="Caption")
    line.paragraph_format.keep_with_next = keep
    label = word("table_word" if about.sort == "table" else "figure_word", language)
    _run(line, f"{label} ")
    _field(line, rf"SEQ {label} \* ARABIC", str(about.number))
    # Label and number are what a reference repeats.
    _bookmark(line, _target(part.id), {"table": 20_000, "figure": 10_000}[about.sort] + about.number)
    _run(line, f"  {about.title}")


def _notes(document: Document, part: Part, language: str) -> None:
    if part.caption is None:
        return
    read = [f"{word('how_to_read', language)}{part.caption.read}"] if part.caption.read else []
    for text in [*read, "　".join(part.caption.notes)]:
        line = document.add_paragraph()
        line.paragraph_format.space_after = Pt(2)
        _run(line, text, size=8, colour=MUTED)


def _write(paragraph: Paragraph, line: Line, *, size: float | None = None, colour: Any = None) -> None:
    """Words of a line; each fact in a content control that bears its id, each reference a field."""
    for name, text in line:
        if name is not None and name.startswith(REFERENCE):
            _field(paragraph, rf"REF {_target(name.removeprefix(REFERENCE))} \h", text)
            continue
        run = _run(paragraph, text, size=size, colour=colour)
        if name is None:
            continue
        control, about, content = (OxmlElement(f"w:{tag}") for tag in ("sdt", "sdtPr", "sdtContent"))
        for tag in ("alias", "tag"):
            entry = OxmlElement(f"w:{tag}")
            entry.set(qn("w:val"), name)
            about.append(entry)
        paragraph._p.append(control)
        control.append(about)
        control.append(content)
        content.append(run._r)


def _run(paragraph: Paragraph, text: str, *, size: float | None = None, colour: Any = None) -> Any:
    run = paragraph.add_run(text)
    if size is not None:
        run.font.size = Pt(size)
    if colour is not None:
        run.font.color.rgb = colour
    return run


def _plain(line: Line) -> str:
    return "".join(text for _, text in line)


def _anchor(chapter: Chapter) -> str:
    return f"chapter_{chapter.id}"


def _target(exhibit: str) -> str:
    """Name of the bookmark on an exhibit's caption; Word allows letters and digits, at most 40."""
    return f"x_{hashlib.sha256(exhibit.encode()).hexdigest()[:16]}"


def _bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """A bookmark around what the paragraph holds so far."""
    start, end = (OxmlElement(f"w:{tag}") for tag in ("bookmarkStart", "bookmarkEnd"))
    for mark in (start, end):
        mark.set(qn("w:id"), str(number))
    start.set(qn("w:name"), name)
    # Properties of the paragraph come first in it.
    paragraph._p.insert(0 if paragraph._p.pPr is None else 1, start)
    paragraph._p.append(end)


def _field(paragraph: Paragraph, instruction: str, shown: str) -> None:
    _mark(paragraph, "begin")
    _instruction(paragraph, instruction)
    _mark(paragraph, "separate")
    paragraph.add_run(shown)
    _mark(paragraph, "end")


def _mark(paragraph: Paragraph, kind: str) -> None:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(mark)


def _instruction(paragraph: Paragraph, text: str) -> None:
    code = OxmlElement("w:instrText")
    code.set(qn("xml:space"), "preserve")
    code.text = f" {text} "
    paragraph.add_run()._r.append(code)


def _shade(cell: Any, colour: str) -> None:
    shade = OxmlElement("w:shd")
    for key, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shade.set(qn(f"w:{key}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _describe(paragraph: Paragraph, part: Part) -> None:
    """What a screen reader says of a picture."""
    for about in paragraph._p.iter(qn("wp:docPr")):
        about.set("descr", part.caption.title if part.caption else "")
        about.set("name", part.id)


def _without_clock(content: bytes) -> bytes:
    """The same document with one day on every member, in the order of their names."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as made, zipfile.ZipFile(held, "w") as fixed:
        for name in _ordered(made.namelist()):
            entry = zipfile.ZipInfo(name, _ZIP_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            fixed.writestr(entry, made.read(name))
    return held.getvalue()


def _ordered(names: Iterable[str]) -> list[str]:
    # Programs look for the list of content types first.
    return sorted(names, key=lambda name: (name != "[Content_Types].xml", name))
