"""XML elements to fields: what a record is in a kind of document, and the small words to read it with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from corpus.readers.sheets import ITEM_SEPARATOR

Texts = Sequence[str]
ReadElement = Callable[[Element], Texts]


@dataclass(frozen=True)
class Field:
    """One field of a record: its heading, and how its texts are read from the record's element."""

    heading: str
    read: ReadElement


def _itself(record: Element) -> Iterable[Element]:
    return (record,)


def _no_problem(record: Element) -> str | None:
    return None


@dataclass(frozen=True)
class Layout:
    """One kind of XML document.

    Attributes
    ----------
    root
        Name of its outermost element, without the prefix of a namespace; headings begin with it.
    format
        Name of the format it belongs to.
    records
        Elements that are a record; one inside another belongs to the outer one.
    fields
        Canonical column to the field that holds it; columns may share a field.
    nested
        Those of them that stand inside others, too, so that reading after damage does not begin there.
    skipped
        Elements inside a record that no field needs: descriptions, drawings, tables.
    refused
        Elements that show a document without what a study needs, and what to say about it.
    rows
        The rows of a record: most often the record itself.
    problem
        Why a row is no record of a publication; None where it is one.
    """

    root: str
    format: str
    records: frozenset[str]
    fields: Mapping[str, Field] = field(repr=False)
    nested: frozenset[str] = frozenset()
    skipped: frozenset[str] = field(default=frozenset(), repr=False)
    refused: Mapping[str, str] = field(default_factory=dict, repr=False)
    rows: Callable[[Element], Iterable[Element]] = field(default=_itself, repr=False)
    problem: Callable[[Element], str | None] = field(default=_no_problem, repr=False)

    def heading(self, column: str) -> str:
        """Heading of a column's field."""
        return f"{self.root}/{self.fields[column].heading}"

    def texts(self, row: Element) -> dict[str, str]:
        """Texts of a row by heading, the items of a list joined."""
        fields = {self.heading(column): field for column, field in self.fields.items()}
        return {heading: ITEM_SEPARATOR.join(field.read(row)) for heading, field in fields.items()}

    def number(self, row: Element) -> str:
        """Publication number of a row as it is written."""
        return " ".join(self.fields["publication_number"].read(row))


def cells_of(layouts: Sequence[Layout]) -> tuple[str, ...]:
    """All headings of a file whose rows have any of the layouts."""
    return tuple(dict.fromkeys(layout.heading(c) for layout in layouts for c in layout.fields))


def headings_of(*layouts: Layout) -> dict[str, tuple[str, ...]]:
    """Canonical column to the headings that hold it in any of the layouts: the `columns` of a format."""
    columns = dict.fromkeys(column for layout in layouts for column in layout.fields)
    return {
        column: tuple(layout.heading(column) for layout in layouts if column in layout.fields)
        for column in columns
    }


def text_of(element: Element | None) -> str:
    """All text inside an element on one line; empty where there is none."""
    return "" if element is None else " ".join("".join(element.itertext()).split())


def text_at(record: Element, path: str) -> str:
    """Text of the first element at a path."""
    return text_of(record.find(path))


def at(*paths: str) -> ReadElement:
    """Reads the text of the first element at the first path that holds one."""

    def read(record: Element) -> Texts:
        found = (text_at(record, path) for path in paths)
        return [text for text in (next(filter(None, found), ""),) if text]

    return read


def every(path: str, read: Callable[[Element], str] = text_of) -> ReadElement:
    """Reads each element at a path; those that give nothing are left out."""
    return lambda record: [text for text in map(read, record.iterfind(path)) if text]


def first(path: str, read: Callable[[Element], str] = text_of) -> ReadElement:
    """Reads the first element at a path."""
    return lambda record: every(path, read)(record)[:1]


def count(path: str, inside: str) -> ReadElement:
    """Counts the elements at a path; says nothing where the element they stand in is absent."""

    def read(record: Element) -> Texts:
        return [] if record.find(inside) is None else [str(len(record.findall(path)))]

    return read


def document_number(document_id: Element) -> str:
    """Office, number and kind of a `document-id`."""
    parts = (text_at(document_id, name) for name in ("country", "doc-number", "kind"))
    return " ".join(part for part in parts if part)
