"""XML documents to the elements that are records, within bounds and without trust.

The parser is the standard library's expat, driven piece by piece. It fetches nothing; a document
that declares entities of its own is refused before any is used; nesting and records are bounded.
"""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html.entities import html5
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from corpus.errors import ExportError
from corpus.readers.elements import Layout

PIECE = 2**20
Content = bytes | mmap.mmap
INSTEAD = "export grants or applications of USPTO, biblio of EPO OPS, DOCDB, or a spreadsheet instead"
_PAPER = (
    "the file is a paper of an application without bibliographic data; take the weekly applications of USPTO "
    "(ipaYYMMDD.xml) instead"
)
# Documents that are met beside exports but hold no publications.
_REFUSED = {
    "html": f"the file is a web page, not an export; {INSTEAD}",
    "fault": "the file is an error answer of EPO OPS; ask for the publications again",
    "CPCMasterClassificationFile": "the file holds the CPC classes of patents without bibliographic data; "
    "take the weekly grants of USPTO (ipgYYMMDD.xml) instead",
    "ClaimsDocument": _PAPER,
    "SpecificationDocument": _PAPER,
}
# Belongs to the patent that stands before it in a weekly file.
_ATTACHMENTS = frozenset({"sequence-cwu"})
_DEEPEST = 200
_MOST_ELEMENTS = 500_000
_MOST_CHARACTERS = 2**25
# Control characters but tab, line feed and carriage return: debris that XML does not allow.
DEBRIS = bytes(code for code in [*range(32), 127] if code not in (9, 10, 13))
_TO_BLANK = bytes.maketrans(DEBRIS, b" " * len(DEBRIS))
# A document begins with its declaration, or with its type where it has none.
_DOCUMENT = re.compile(
    rb"<\?xml\s[^>]{0,200}\?>(?:\s{1,200}|<\?(?!xml\s)[^>]{0,400}\?>|<!--[^>]{0,400}-->){0,20}(?:<!DOCTYPE\s)?"
    rb"|<!DOCTYPE\s",
    re.IGNORECASE,
)
_SGML_BODY = re.compile(rb"<PATDOC[\s>]")
_SGML_TAG = re.compile(rb"<(/?)([A-Za-z][A-Za-z0-9._-]*)(\s[^<>]*)?>")
# Greek letters of the ISO entity sets, which HTML names otherwise.
_GREEK_NAMES = (
    *("agr", "bgr", "ggr", "dgr", "egr", "zgr", "eegr", "thgr", "igr", "kgr", "lgr", "mgr", "ngr"),
    *("xgr", "ogr", "pgr", "rgr", "sfgr", "sgr", "tgr", "ugr", "phgr", "khgr", "psgr", "ohgr"),
)
_GREEK = dict(zip(_GREEK_NAMES, "αβγδεζηθικλμνξοπρςστυφχψω", strict=True))


@dataclass(frozen=True)
class Damage:
    """A record or document that could not be read to its end: how it begins, and why."""

    value: str
    reason: str


class _UnclosedRecordError(Exception):
    """A record begins, at this byte, inside one of its own kind, which was therefore never closed."""


class _Reading:
    """What the handlers of one parser share; expat tells each of them nothing but its own event."""

    def __init__(self, layouts: Mapping[str, Layout], root: str | None) -> None:
        self.layouts = layouts
        self.root = root
        self.layout = None if root is None else layouts[root]
        self.depth = 0
        self.skip_depth = 0
        self.record_depth = 0
        self.tag = ""
        self.record_name = self.record_tag = ""
        self.element_count = 0
        self.character_count = 0
        self.builder: TreeBuilder | None = None
        self.finished: list[Element] = []
        self.record_count = 0
        self.parser = self._made()

    def _made(self) -> expat.XMLParserType:
        parser = expat.ParserCreate("utf-8")
        # A foreign DTD, which is never read, makes entities without declaration an event, not an error.
        parser.UseForeignDTD(True)
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        parser.SkippedEntityHandler = self._entity
        parser.EntityDeclHandler = _refuse_entity
        return parser

    def take(self) -> list[Element]:
        """Records finished since the last call."""
        taken, self.finished = self.finished, []
        return taken

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise ExportError(f"the XML is nested deeper than {_DEEPEST} elements; it is not read")
        local = name.rpartition(":")[2]
        if self.root is None:
            self.root, self.layout = local, self.layouts.get(local)
            self.tag = _shown(name, attributes)
        layout = self.layout
        if layout is None or self.skip_depth:
            return
        if self.builder is None:
            if local in layout.refused:
                raise ExportError(layout.refused[local])
            if local not in layout.records:
                return
            self.builder, self.record_depth = TreeBuilder(), self.depth
            self.record_name, self.record_tag = local, _shown(name, attributes)
            self.element_count = self.character_count = 0
        elif local == self.record_name and local not in layout.nested:
            raise _UnclosedRecordError(self.parser.CurrentByteIndex)
        elif local in layout.skipped:
            self.skip_depth = self.depth
            return
        self.element_count += 1
        self._bound()
        self.builder.start(local, {key.rpartition(":")[2]: value for key, value in attributes.items()})

    def _end(self, name: str) -> None:
        self.depth -= 1
        if self.skip_depth:
            self.skip_depth = 0 if self.skip_depth == self.depth + 1 else self.skip_depth
            return
        if self.builder is None:
            return
        self.builder.end(name.rpartition(":")[2])
        if self.record_depth == self.depth + 1:
            self.finished.append(self.builder.close())
            self.record_count += 1
            self.builder = None

    def _data(self, data: str) -> None:
        if self.builder is not None and not self.skip_depth:
            self.character_count += len(data)
            self._bound()
            self.builder.data(data)

    def _entity(self, name: str, is_parameter: bool) -> None:
        if not is_parameter:
            # A name nobody knows stays as it is printed.
            self._data(html5.get(f"{name};") or _GREEK.get(name) or f"&{name};")

    def _bound(self) -> None:
        if self.element_count > _MOST_ELEMENTS or self.character_count > _MOST_CHARACTERS:
            raise ExportError(f"a record is longer than any publication ({self.record_tag}); it is not read")


def records(content: Content, layouts: Mapping[str, Layout]) -> Iterator[tuple[Layout, Element] | Damage]:
    """Records of all documents in a file, in order, each with the layout of its document.

    Parameters
    ----------
    content
        The file in UTF-8: one document or many.
    layouts
        Layouts by the name of the outermost element.

    Yields
    ------
    tuple or Damage
        The layout and the element of a record, or what broke one; after damage reading goes on at
        the next record.

    Raises
    ------
    ExportError
        The file declares entities, passes a bound, or is of a kind that is refused.
    """
    starts = [found.start() for found in _DOCUMENT.finditer(content)]
    if not starts or content[: starts[0]].strip(b"\xef\xbb\xbf \t\r\n"):
        starts.insert(0, 0)
    for start, end in zip(starts, [*starts[1:], len(content)], strict=True):
        if _SGML_BODY.search(content, start, min(end, start + 4096)) and content[start : start + 2] == b"<!":
            plain = _closed(content[start:end])
            yield from _document(plain, 0, len(plain), layouts)
        else:
            yield from _document(content, start, end, layouts)


def _document(
    content: Content, start: int, end: int, layouts: Mapping[str, Layout]
) -> Iterator[tuple[Layout, Element] | Damage]:
    """Records between two places, and of documents that follow without a declaration."""
    root: str | None = None
    while start < end:
        reading = _Reading(layouts, root)
        # Reading that goes on inside a document needs an outermost element again.
        prefix = b"" if root is None else f"<{root}>".encode()
        error = None
        for piece in _pieces(content, start, end, prefix):
            error = _feed(reading.parser, piece, is_last=piece == b"")
            if reading.layout is not None:
                yield from ((reading.layout, record) for record in reading.take())
            if error is not None:
                break
        # The parser holds the reading, too; apart both go at once, not when garbage is collected.
        del reading.parser
        if error is None:
            yield from _refusal(reading)
            return
        place = start + max(0, error.index - len(prefix))
        if error.follows and root is None:
            yield from _refusal(reading)
            start = place
            continue
        _refuse_root(reading.root)
        if reading.builder is not None:
            yield Damage(reading.record_tag, error.reason)
        elif root is None and reading.root not in _ATTACHMENTS:
            yield Damage(reading.tag or _beginning(content, start, end), error.reason)
        names = layouts.keys() if reading.layout is None else reading.layout.records - reading.layout.nested
        found = _beginning_of(names).search(content, max(place, start + 1), end)
        if found is None:
            return
        start = found.start()
        # A record that is a document of its own needs nothing around it.
        is_inside = reading.layout is not None and reading.layout.root not in reading.layout.records
        root = reading.root if is_inside else None


@dataclass(frozen=True)
class _ParseError:
    """Why the parser stopped, and at which byte of what it was fed; `follows`: after a whole document."""

    index: int
    reason: str
    follows: bool


def _feed(parser: expat.XMLParserType, piece: bytes, *, is_last: bool) -> _ParseError | None:
    try:
        parser.Parse(piece, is_last)
    except _UnclosedRecordError as error:
        return _ParseError(error.args[0], "the record ends before its end", follows=False)
    except expat.ExpatError as error:
        message = expat.ErrorString(error.code) or "not well-formed"
        is_cut = message in (expat.errors.XML_ERROR_NO_ELEMENTS, expat.errors.XML_ERROR_UNCLOSED_TOKEN)
        is_cut = is_cut or (is_last and message != expat.errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT)
        reason = "the document ends before its end" if is_cut else f"damaged XML ({message})"
        follows = message == expat.errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT
        return _ParseError(parser.ErrorByteIndex, reason, follows)
    return None


def _pieces(content: Content, start: int, end: int, prefix: bytes) -> Iterator[bytes]:
    """The bytes between two places without debris, and nothing as the last piece."""
    if prefix:
        yield prefix
    for place in range(start, end, PIECE):
        yield content[place : min(end, place + PIECE)].translate(_TO_BLANK)
    yield b""


def _refusal(reading: _Reading) -> Iterator[Damage]:
    """What to say of a whole document without records."""
    _refuse_root(reading.root)
    if not reading.record_count and reading.root not in _ATTACHMENTS:
        yield Damage(reading.tag, f"no publication in a document of <{reading.root}>")


def _refuse_root(root: str | None) -> None:
    for name in (root or "", (root or "").lower()):
        if name in _REFUSED:
            raise ExportError(_REFUSED[name])


def _beginning_of(names: Iterable[str]) -> re.Pattern[bytes]:
    """Where an element with any of the names begins."""
    listed = "|".join(sorted(map(re.escape, names)))
    return re.compile(rf"<(?:[A-Za-z][A-Za-z0-9]*:)?(?:{listed})[\s>]".encode())


def _closed(document: bytes) -> bytes:
    """SGML as XML: without its document type, elements that nobody closes closed at once."""
    body = _SGML_BODY.search(document)
    document = document if body is None else document[body.start() :]
    tags = _SGML_TAG.findall(document)
    open_only = {name for slash, name, _ in tags if not slash} - {name for slash, name, _ in tags if slash}

    def close(tag: re.Match[bytes]) -> bytes:
        rest = tag[3] or b""
        is_empty = tag[2] in open_only and not rest.endswith(b"/")
        return b"<" + tag[2] + rest + b"/>" if is_empty else tag[0]

    return _SGML_TAG.sub(close, document)


def _shown(name: str, attributes: Mapping[str, str]) -> str:
    return " ".join([f"<{name}", *(f'{key}="{value[:40]}"' for key, value in attributes.items())])[:150] + ">"


def _beginning(content: Content, start: int, end: int) -> str:
    return content[start : min(end, start + 150)].decode("utf-8", "replace").strip()


def _refuse_entity(name: str, _parameter: bool, _value: object, _base: object, *ids: str | None) -> None:
    # An entity with a notation names a picture, and nothing is ever made of it.
    if ids[-1] is None:
        raise ExportError(
            f'the XML declares an entity of its own ("{name[:40]}"), which may expand without bound or fetch '
            "another file; it is not read"
        )
