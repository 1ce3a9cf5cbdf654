"""XML: each publication, in one document or in many that were written one after another, is a row."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping, Sequence
from xml.etree.ElementTree import Element

from corpus import text
from corpus.errors import ExportError
from corpus.readers import docdb, epo_ops, uspto_applications, uspto_grants
from corpus.readers.elements import Layout, cells_of
from corpus.readers.format import Format
from corpus.readers.parsing import DEBRIS, INSTEAD, PIECE, Content, Damage, records
from corpus.readers.recognition import Headings, rank
from corpus.readers.sheets import Broken, Opened, Row, Sheet

LAYOUTS: Mapping[str, Layout] = {
    layout.root: layout
    for module in (uspto_grants, uspto_applications, epo_ops, docdb)
    for layout in module.LAYOUTS
}
_SHOWN = 200
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
_BEGINNING = re.compile(rb"(?:\xef\xbb\xbf)?\s*<")
_DECLARATION = re.compile(rb"<\?xml\s[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']")


def is_markup(data: Content) -> bool:
    """Whether a file begins as XML, SGML or HTML does."""
    return bool(_BEGINNING.match(data[:4096])) or (data[:2] in _WIDE and b"<" in data[:8])


def read_markup(data: Content, formats: Sequence[Format], *, encoding: str | None = None) -> Opened:
    """Table of XML: a row for each publication, a heading for each field of the format.

    Parameters
    ----------
    data
        The whole file, in memory or mapped into it; only a piece and a record are held beside it.
    formats
        Formats that may be in it.
    encoding
        Encoding named by the study; it goes before what the file declares.

    Raises
    ------
    ExportError
        The XML declares entities, is nested or long beyond reason, or is of a kind that holds no
        publications; some of it only while rows are read. A document broken off or damaged is a
        broken row.
    """
    content, name = _utf8(data, encoding)
    damage, chosen = None, None
    for found in _rows(content):
        if not isinstance(found, Damage):
            chosen = found[0]
            break
        damage = damage or found
    if chosen is None:
        found_instead = "no publications" if damage is None else f"no publication ({damage.reason})"
        raise ExportError(f"the XML holds {found_instead}; {INSTEAD}")
    keys = cells_of([chosen, *_others(content, chosen)])
    headings = Headings(0, keys, rank(keys, formats))
    sheet = Sheet("", "XML", name, _control_count(content), headings, (), (), ())
    return Opened(sheet, lambda: _read(content, chosen.format, keys))


def _others(content: Content, chosen: Layout) -> Iterator[Layout]:
    """Layouts of the same format that other documents of the file have."""
    for layout in LAYOUTS.values():
        is_other = layout.format == chosen.format and layout.root not in {chosen.root, *chosen.records}
        if is_other and re.search(rf"<(?:[A-Za-z0-9]+:)?{layout.root}[\s>]".encode(), content):
            yield layout


def _read(content: Content, chosen: str, keys: Sequence[str]) -> Iterator[Row]:
    for number, found in enumerate(_rows(content), start=1):
        if isinstance(found, Damage):
            yield number, Broken(number, found.value[:_SHOWN], found.reason)
            continue
        layout, row = found
        if layout.format == chosen:
            texts = layout.texts(row)
            yield number, [texts.get(key, "") for key in keys]
        else:
            reason = f"a record of {layout.format} in a file of {chosen}; keep it in a file of its own"
            yield number, Broken(number, layout.number(row)[:_SHOWN], reason)


def _rows(content: Content) -> Iterator[tuple[Layout, Element] | Damage]:
    for found in records(content, LAYOUTS):
        if isinstance(found, Damage):
            yield found
            continue
        layout, record = found
        for row in layout.rows(record):
            problem = layout.problem(row)
            yield (layout, row) if problem is None else Damage(layout.number(row), problem)


def _control_count(content: Content) -> int:
    pieces = (content[place : place + PIECE] for place in range(0, len(content), PIECE))
    return sum(len(piece) - len(piece.translate(None, DEBRIS)) for piece in pieces)


def _utf8(data: Content, encoding: str | None) -> tuple[Content, str]:
    """The file in UTF-8, and the encoding it was in.

    What the bytes prove goes before what the file declares, for declarations outlive conversions.
    """
    is_marked = data[:3] == codecs.BOM_UTF8
    if encoding in (None, "utf-8", "utf-8-sig") and data[:2] not in _WIDE and _is_utf8(data):
        return data, "utf-8-sig" if is_marked else "utf-8"
    declared = _DECLARATION.search(data[:1024])
    if encoding is not None or declared is None or declared[1].lower() in (b"utf-8", b"utf8"):
        decoded = text.decode(bytes(data), encoding=encoding)
        return decoded.text.encode("utf-8"), decoded.encoding
    name = declared[1].decode("ascii")
    try:
        decoded = text.decode(bytes(data), encoding=name)
    except ExportError as error:
        problem = f'the file declares the encoding "{name}" but is not written in it'
        raise ExportError(f"{problem}; name the right one in the export's passport") from error
    return decoded.text.encode("utf-8"), decoded.encoding


def _is_utf8(data: Content) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(data), PIECE):
            decoder.decode(data[start : start + PIECE])
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return False
    return True
