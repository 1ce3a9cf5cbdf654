"""EPO Open Patent Services: answers to biblio, abstract, claims, search, family and legal requests."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement

from corpus.readers import docdb
from corpus.readers.elements import Field, Layout, count, every, first, headings_of, text_at, text_of
from corpus.readers.format import Format
from corpus.readers.sheets import ITEM_SEPARATOR

_REFERENCE = "publication-reference"
_LISTED = "listed-member"
_REGISTER = (
    "the file is an answer of the European Patent Register; ask OPS for biblio or for family with legal"
)


def _rows(record: Element) -> Iterable[Element]:
    """Members of a family that say more than their numbers; if none does, the one that was asked for.

    A member without bibliographic data or legal events is no record of its own: it is listed as a
    publication of the family.
    """
    members = record.findall("family-member")
    if record.tag != "patent-family" or not members:
        return (record,)
    numbers = [docdb.publication_number(member) for member in members]
    telling = [m for m in members if m.find("exchange-document") is not None or m.find("legal") is not None]
    asked = docdb.publication_number(record)
    rows = telling or [m for m, n in zip(members, numbers, strict=True) if n == asked][:1] or members[:1]
    for row in rows:
        for number in numbers:
            SubElement(row, _LISTED).text = number
    return rows


def _words(legal: Element) -> str:
    """INPADOC code and words of a legal event; a national event carries the words of its office, too."""
    national = legal.find("L500EP/L502EP")
    words = [legal.get("code", ""), legal.get("desc", "")]
    words += [] if national is None else [text_of(national), national.get("descData", "")]
    return " ".join(" ".join(words).split())


def _event(legal: Element) -> str:
    """Code, day and words of an event, and the country it touches where the office covers several."""
    code, _, words = _words(legal).partition(" ")
    parts = (code, text_at(legal, "L007EP"), words, text_at(legal, "L500EP/L501EP"))
    return " ".join(part for part in parts if part)


def _history(record: Element) -> list[str]:
    """Day, words and office of each event, newest first, as PatSnap prints legal events of INPADOC."""
    events = [
        (text_at(e, "L007EP"), _words(e), text_at(e, "L500EP/L501EP") or text_at(e, "L001EP"))
        for e in record.iterfind("legal")
    ]
    newest = sorted(events, key=lambda event: event[0], reverse=True)
    return [" | ".join(part for event in newest for part in event)] if newest else []


_FIELDS = docdb.FIELDS | {
    "family_publications": Field("family-member", every(_LISTED)),
    "events": Field("legal", every("legal", _event)),
    "legal_history": Field("legal/L007EP", _history),
    "first_claim": Field("claim[1]", first("claims/claim/claim-text")),
    "claim_count": Field("claim", count("claims[1]/claim/claim-text", "claims")),
}

LAYOUTS = (
    Layout(
        root="world-patent-data",
        format="epo_ops",
        records=frozenset(
            {"exchange-document", "patent-family", "fulltext-document", "publication-reference"}
        ),
        nested=frozenset({_REFERENCE}),
        fields=_FIELDS,
        skipped=frozenset({"description"}),
        refused={"register-document": _REGISTER, "register-documents": _REGISTER},
        rows=_rows,
    ),
)
FORMAT = Format(
    name="epo_ops",
    vendor="EPO",
    signature=frozenset(
        f"world-patent-data/{name}"
        for name in ("publication-reference", "publication-reference/date", "family-id", "claim")
    ),
    columns=headings_of(*LAYOUTS),
    separator=ITEM_SEPARATOR,
    medium="xml",
    missing=frozenset({""}),
)
