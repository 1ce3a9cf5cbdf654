"""What a rendered report prints, read back from the file: every number and text, by name.

Two files that print the same give the same mapping; an edited number shows under its name.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Iterator, Mapping

from lxml import etree
from lxml import html as markup
from python_calamine import CalamineError, CalamineWorkbook
from xlsxwriter.utility import xl_rowcol_to_cell

from corpus.errors import VerificationError

Pairs = Iterator[tuple[str, str]]
MISSING = "(absent)"


def printed(content: bytes, suffix: str) -> dict[str, str]:
    """Everything a report prints, by name; a name that comes again gets a number.

    Parameters
    ----------
    content
        The whole file.
    suffix
        `.html`, `.xlsx` or `.json`.

    Returns
    -------
    dict
        In HTML `section.fact` (a printed fact), `section.exhibit, row 3, heading` (a cell),
        `section.exhibit, drawing`, `section, text`; in workbooks `sheet!C5`; in facts files `fact`.

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
    except (etree.ParserError, CalamineError, UnicodeDecodeError, ValueError) as error:
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
            yield f"{_figure(element)}, drawing", _digest(element)
        elif element.tag == "data":
            yield element.get("data-fact", "fact"), f"{_text(element)} [{element.get('value', '')}]"
        elif element.tag == "td":
            yield _cell(element), f"{_text(element)} [{element.get('data-sort', '')}]"
        elif not any(a.get("class") == "drawing" or a.tag in ("td", "data") for a in element.iterancestors()):
            own = " ".join(part.strip() for part in _own_text(element) if part.strip())
            if own:
                yield f"{_section(element)}, text", own


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
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    for name in book.sheet_names:
        for row, values in enumerate(book.get_sheet_by_name(name).to_python(skip_empty_area=False)):
            for column, value in enumerate(values):
                if value != "":
                    yield f"{name}!{xl_rowcol_to_cell(row, column)}", str(value)


def _facts(content: bytes) -> Pairs:
    plain = json.loads(content.decode("utf-8"))
    for fact in plain.pop("facts", []):
        yield str(fact.get("id")), json.dumps(fact, ensure_ascii=False, sort_keys=True)
    for exhibit in plain.pop("exhibits", []):
        yield str(exhibit.get("id")), json.dumps(exhibit, ensure_ascii=False, sort_keys=True)
    for key, value in plain.items():
        yield str(key), json.dumps(value, ensure_ascii=False, sort_keys=True)


_READERS: Mapping[str, Callable[[bytes], Pairs]] = {".html": _html, ".xlsx": _workbook, ".json": _facts}
