"""USPTO: granted patents as SGML (2001), as XML of WIPO ST.32 (2002 to 2004), and as XML since 2005."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import Element

from corpus.readers.elements import Field, Layout, at, count, every, headings_of, text_at, text_of
from corpus.readers.format import Format
from corpus.readers.sheets import ITEM_SEPARATOR
from corpus.readers.uspto import (
    application_number,
    ipc_symbol,
    locarno_class,
    personal_name,
    priority,
    since_2005,
)

# Tags are INID codes: B110 is the number (11), B511 the main class (51).
_BODY = "SDOBI"


def _number(record: Element) -> list[str]:
    number, kind = text_at(record, f"{_BODY}/B100/B110"), text_at(record, f"{_BODY}/B100/B130")
    return [f"US {number} {kind}"] if number else []


def _application(record: Element) -> list[str]:
    return [application_number(text_at(record, f"{_BODY}/B200/B210"))]


def _priorities(record: Element) -> list[str]:
    """Foreign priorities, and earlier applications of the same inventors, as in the files since 2005."""
    foreign = [record.findall(f"{_BODY}/B300/{tag}") for tag in ("B330", "B310", "B320")]
    claims = [priority(*map(text_of, claim)) for claim in zip(*foreign, strict=False)]
    parents = [d for tag in ("B620", "B630") for d in record.iterfind(f"{_BODY}/B600/{tag}//PDOC/DOC")]
    parents += record.findall(f"{_BODY}/B600/B680US//DOC")
    for parent in parents:
        claims.append(f"{application_number(text_at(parent, 'DNUM'))} {text_at(parent, 'DATE')}")
    return list(dict.fromkeys(claim.strip() for claim in claims if claim.strip()))


def _name(party: Element) -> str:
    person = personal_name(*(text_at(party, f".//NAM/{tag}") for tag in ("SNM", "FNM", "SFX")))
    return text_at(party, ".//NAM/ONM") or person


def _parties(record: Element) -> list[Element]:
    """Assignees stand for applicants: before 2012 only inventors applied. Without one, the inventors."""
    return record.findall(f"{_BODY}/B700/B730/B731") or record.findall(f"{_BODY}/B700/B720/B721")


def _of_first(tag: str) -> Callable[[Element], list[str]]:
    def read(record: Element) -> list[str]:
        part = text_at(_parties(record)[0], f".//ADR/{tag}") if _parties(record) else ""
        return [part] if part else []

    return read


def _country(record: Element) -> list[str]:
    """Addresses in the United States name a state and no country."""
    return _of_first("CTRY")(record) or (["US"] if _of_first("STATE")(record) else [])


def _symbols(record: Element) -> list[str]:
    places = [record.find(f"{_BODY}/B500/B510")]
    printed = [e for place in places if place is not None for e in place if e.tag in ("B511", "B512", "B513")]
    # A symbol of fixed width begins with its section: blanks inside it count.
    return ["".join(e.itertext()).strip() for e in printed]


def _cited(record: Element) -> list[str]:
    """Cited patents; those without a country are of the United States."""
    found = []
    for document in record.iterfind(f"{_BODY}/B500/B560/B561/PCIT/DOC"):
        office = text_at(document, "CTRY") or "US"
        found.append(" ".join((office, text_at(document, "DNUM"), text_at(document, "KIND"))).strip())
    return found


_DATE = Field("B140", at(f"{_BODY}/B100/B140"))
_EARLY = Layout(
    root="PATDOC",
    format="uspto_grants",
    records=frozenset({"PATDOC"}),
    fields={
        "publication_number": Field("B110", _number),
        "publication_date": _DATE,
        "grant_date": _DATE,
        "application_number": Field("B210", _application),
        "filing_date": Field("B220", at(f"{_BODY}/B200/B220")),
        "priority_numbers": Field("B310", _priorities),
        "title_en": Field("B540", at(f"{_BODY}/B500/B540")),
        "abstract_en": Field("SDOAB", at("SDOAB")),
        "applicants": Field("B710", lambda r: [name for name in map(_name, _parties(r)) if name]),
        "applicant_country": Field("B710/CTRY", _country),
        "applicant_province": Field("B710/STATE", _of_first("STATE")),
        "applicant_city": Field("B710/CITY", _of_first("CITY")),
        "owners": Field("B730", every(f"{_BODY}/B700/B730/B731", _name)),
        "inventors": Field("B720", every(f"{_BODY}/B700/B720/B721", _name)),
        "ipc": Field("B511", lambda r: [ipc_symbol(s) for s in _symbols(r) if not locarno_class(s)]),
        "locarno": Field("B511[locarno]", lambda r: [c for c in map(locarno_class, _symbols(r)) if c]),
        "first_claim": Field("CLM[1]", at("SDOCL/CL/CLM")),
        "claim_count": Field("B577", at(f"{_BODY}/B500/B570/B577")),
        "cited_publications": Field("B561", _cited),
        "npl_citation_count": Field("B562", count(f"{_BODY}/B500/B560/B562", f"{_BODY}/B500/B560")),
    },
    skipped=frozenset({"SDODE", "SDODR", "SDOCR"}),
)

LAYOUTS = (since_2005("us-patent-grant", "uspto_grants"), _EARLY)
FORMAT = Format(
    name="uspto_grants",
    vendor="USPTO",
    signature=frozenset(
        layout.heading(column) for layout in LAYOUTS for column in ("publication_number", "publication_date")
    ),
    columns=headings_of(*LAYOUTS),
    separator=ITEM_SEPARATOR,
    medium="xml",
    missing=frozenset({""}),
    office="US",
)
