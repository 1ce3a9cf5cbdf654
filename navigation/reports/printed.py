"""What a rendered report prints, read back from the file: every number and text, by name.

Two files that print the same give the same mapping; an edited number shows under its name.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from html import unescape

from lxml import etree
from lxml import html as markup
from python_calamine import CalamineError, CalamineWorkbook
from xlsxwriter.utility import xl_rowcol_to_cell

from corpus.errors import VerificationError

Pairs = Iterator[tuple[str, str]]
MISSING = "(absent)"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_FORMULA = re.compile(r'<c r="([A-Z]+[0-9]+)"[^>]*><f>([^<]*)</f>')
_NO_ENTITIES = etree.XMLParser(resolve_entities=False, no_network=True)


def printed(content: bytes, suffix: str) -> dict[str, str]:
    """Everything a report prints, by name; a name that comes again gets a number.

    Parameters
    ----------
    content
        The whole file.
    suffix
        `.html`, `.docx`, `.xlsx`, `.pdf` or `.json`.

    Returns
    -------
    dict
        In HTML `section.fact` (a printed fact), `section.exhibit, row 3, heading` (a cell),
        `section.exhibit, drawing, text 4`, `section.exhibit, drawing` (its shapes), `section, text`; in
        Word the facts in their content controls, the cells and the pictures; in workbooks `sheet!C5`;
        in facts files `fact`; a PDF as a whole.

    Raises
    ------
    VerificationError
        The file cannot be read as what its suffix says, or no report has this suffix.
    """
    if suffix not in _READERS:
        known = ", ".join(_READERS)
        raise VerificationError(f"a {suffix or 'nameless'} file is no report that can be verified ({known})")
    try:
        pairs = list(_READERS[suffix](content))
    except (etree.LxmlError, CalamineError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise VerificationError(f"the file cannot be read as {suffix} ({error}); make it again") from error
    found: dict[str, str] = {}
    seen: dict[str, int] = {}
    for name, text in pairs:
        seen[name] = seen.get(name, 0) + 1
        found[name if seen[name] == 1 else f"{name} ({seen[name]})"] = text
    return found


def differences(given: Mapping[str, str], expected: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Names under which two files print different things: name, given, expected; in reading order."""
    names = [*expected, *(name for name in given if name not in expected)]
    pairs = ((name, given.get(name, MISSING), expected.get(name, MISSING)) for name in names)
    return [(name, one, other) for name, one, other in pairs if one != other]


def _html(content: bytes) -> Pairs:
    """Facts, cells and drawings by their ids; all other text by its section."""
    root = markup.document_fromstring(content.decode("utf-8"))
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag in ("style", "script"):
            yield element.tag, _digest(element)
        elif element.get("class") == "drawing":
            yield from _drawing(element)
        elif element.tag == "data":
            yield element.get("data-fact", "fact"), f"{_text(element)} [{element.get('value', '')}]"
        elif element.tag == "td":
            yield _cell(element), f"{_text(element)} [{element.get('data-sort', '')}]"
        elif not any(a.get("class") == "drawing" or a.tag in ("td", "data") for a in element.iterancestors()):
            own = " ".join(part.strip() for part in _own_text(element) if part.strip())
            if own:
                yield f"{_section(element)}, text", own


def _drawing(drawing: markup.HtmlElement) -> Pairs:
    """The texts of a drawing, what its marks tell among them, then its shapes as a whole."""
    name, texts = (
        _figure(drawing),
        drawing.xpath(".//*[self::text or self::title or self::option or self::li]"),
    )
    for place, text in enumerate(texts, start=1):
        yield f"{name}, drawing, text {place}", _text(text)
        text.text = None
    yield f"{name}, drawing", _digest(drawing)


def _cell(cell: markup.HtmlElement) -> str:
    row = cell.getparent()
    if row.get("data-receipt"):
        return f"{row.get('data-receipt')}, receipt"
    place = row.getparent().index(row) + 1
    heads = [_text(head) for head in cell.xpath("ancestor::table[1]/thead/tr/th")]
    column = row.index(cell)
    head = heads[column] if column < len(heads) else str(column + 1)
    return f"{_figure(cell)}, row {place}, {head}"


def _figure(element: markup.HtmlElement) -> str:
    found = element.xpath("ancestor::figure[1]/@id")
    return str(found[0]) if found else _section(element)


def _section(element: markup.HtmlElement) -> str:
    found = element.xpath("ancestor-or-self::section[1]/@id")
    return str(found[0]) if found else "cover"


def _text(element: markup.HtmlElement) -> str:
    return " ".join(str(element.text_content()).split())


def _own_text(element: markup.HtmlElement) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        yield child.tail or ""


def _digest(element: markup.HtmlElement) -> str:
    held: bytes = etree.tostring(element, encoding="utf-8", with_tail=False)
    return hashlib.sha256(held).hexdigest()[:16]


def _workbook(content: bytes) -> Pairs:
    """Cells by their places; of a formula what it says, as its value moves with filters and programs."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    formulas = _formulas(content)
    for name in book.sheet_names:
        left = dict(formulas.get(name, {}))
        for row, values in enumerate(book.get_sheet_by_name(name).to_python(skip_empty_area=False)):
            for column, value in enumerate(values):
                cell = xl_rowcol_to_cell(row, column)
                formula = left.pop(cell, None)
                if formula is not None or value != "":
                    yield f"{name}!{cell}", str(value) if formula is None else f"={formula}"
        yield from ((f"{name}!{cell}", f"={formula}") for cell, formula in left.items())


def _formulas(content: bytes) -> dict[str, dict[str, str]]:
    """The formulas of each sheet, by cell."""
    with zipfile.ZipFile(io.BytesIO(content)) as held:
        links = etree.fromstring(held.read("xl/_rels/workbook.xml.rels"), _NO_ENTITIES)
        targets = {link.get("Id"): str(link.get("Target")).removeprefix("/xl/") for link in links}
        sheets = etree.fromstring(held.read("xl/workbook.xml"), _NO_ENTITIES).iter(f"{_S}sheet")
        found: dict[str, dict[str, str]] = {}
        for sheet in sheets:
            text = held.read(f"xl/{targets[sheet.get(f'{_R}id')]}").decode("utf-8")
            found[str(sheet.get("name"))] = {c: unescape(f) for c, f in _FORMULA.findall(text)}
    return found


def _word(content: bytes) -> Pairs:
    """Facts by the tags of their controls, cells, pictures; sentences are the editor's to change."""
    with zipfile.ZipFile(io.BytesIO(content)) as held:
        body = etree.fromstring(held.read("word/document.xml"), _NO_ENTITIES)
        pictures = {
            name: hashlib.sha256(held.read(name)).hexdigest()[:16]
            for name in sorted(held.namelist())
            if name.startswith("word/media/")
        }
    caption = "table"
    for element in body.iter(f"{_W}sdt", f"{_W}tbl", f"{_W}p"):
        if element.tag == f"{_W}sdt":
            tag = element.find(f"{_W}sdtPr/{_W}tag")
            if tag is not None:
                yield tag.get(f"{_W}val", ""), _word_text(element)
        elif element.tag == f"{_W}p":
            style = element.find(f"{_W}pPr/{_W}pStyle")
            caption = (
                _word_text(element) if style is not None and style.get(f"{_W}val") == "Caption" else caption
            )
        else:
            for place, row in enumerate(element.iter(f"{_W}tr")):
                for column, cell in enumerate(row.iter(f"{_W}tc")):
                    if cell.find(f".//{_W}sdt") is None:
                        yield f"{caption}, row {place}, column {column + 1}", _word_text(cell)
    yield from pictures.items()


def _word_text(element: etree._Element) -> str:
    return "".join(text.text or "" for text in element.iter(f"{_W}t"))


def _pdf(content: bytes) -> Pairs:
    if not content.startswith(b"%PDF"):
        raise ValueError("no PDF")
    yield "document", hashlib.sha256(content).hexdigest()


def _facts(content: bytes) -> Pairs:
    plain = json.loads(content.decode("utf-8"))
    for fact in plain.pop("facts", []):
        yield str(fact.get("id")), json.dumps(fact, ensure_ascii=False, sort_keys=True)
    for exhibit in plain.pop("exhibits", []):
        yield str(exhibit.get("id")), json.dumps(exhibit, ensure_ascii=False, sort_keys=True)
    for key, value in plain.items():
        yield str(key), json.dumps(value, ensure_ascii=False, sort_keys=True)


_READERS: Mapping[str, Callable[[bytes], Pairs]] = {
    ".html": _html,
    ".docx": _word,
    ".xlsx": _workbook,
    ".pdf": _pdf,
    ".json": _facts,
}
