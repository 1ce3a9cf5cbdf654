"""USPTO: grants of 1976 to 2001 as Green Book text: tags of four places, fields after the fifth."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from xml.etree.ElementTree import Element, SubElement

from corpus.readers.elements import Field, Layout, at, cells_of, every, headings_of, text_at, text_of
from corpus.readers.format import Format
from corpus.readers.lines import Lines
from corpus.readers.recognition import Headings, rank
from corpus.readers.sheets import ITEM_SEPARATOR, Broken, Opened, Row, Sheet
from corpus.readers.uspto import application_number, ipc_symbol, locarno_class, priority

_BEGINNING = re.compile(r"\s*(?:HHHHHT[^\r\n]*\s+)?PATN\s*[\r\n]+WKU ")
_TAG = re.compile(r"([A-Z][A-Z0-9]{2,3}) *(?: (.*))?$", re.DOTALL)
_NUMBER = re.compile(r"(\D{0,2})(\d{5,8})\d$")
# Kinds as DOCDB gives them for the years before the office printed any.
_KINDS = {"": "A", "D": "S", "RE": "E", "PP": "P", "H": "H"}
_PROVISIONAL_SERIES = "60"
# Countries before the office took over the codes of WIPO.
_OLD_COUNTRIES = {"DT": "DE", "DL": "DD", "JA": "JP", "SW": "SE", "OE": "AT"}
_LONGEST = 2**25


def _publication(record: Element) -> list[str]:
    """Number without its check digit: `039373754` is US 3937375."""
    found = _NUMBER.match(text_at(record, "PATN/WKU").replace(" ", ""))
    if found is None:
        return []
    letters = found[1].rstrip("0")
    return [f"US {letters}{found[2]} {_KINDS.get(letters, '')}".strip()]


def _application(record: Element) -> list[str]:
    """Series, then six digits of the serial; the seventh is a check digit."""
    series, number = text_at(record, "PATN/SRC"), text_at(record, "PATN/APN")
    series = {"D": "29", "P": _PROVISIONAL_SERIES}.get(series, series.zfill(2))
    return [application_number(series + number[:6])] if re.fullmatch(r"\d{6,7}", number) else []


def _country(party: Element) -> str:
    code = text_at(party, "CNT")[:2]
    return _OLD_COUNTRIES.get(code, code) or ("US" if text_at(party, "STA") else "")


def _applicants(record: Element) -> list[Element]:
    """Assignees stand for applicants: in these years only inventors applied. Without one, the inventors."""
    return record.findall("ASSG") or record.findall("INVT")


def _name(party: Element) -> str:
    return re.sub(r"\s*;\s*", " ", text_at(party, "NAM"))


def _of_first(read: Callable[[Element], str]) -> Callable[[Element], list[str]]:
    return lambda record: [part for part in map(read, _applicants(record)[:1]) if part]


def _symbols(record: Element) -> list[str]:
    # Blanks inside a symbol count.
    return [e.text or "" for e in record.iterfind("CLAS/ICL")]


def _cited(record: Element) -> list[str]:
    own = [f"US {text_at(e, 'PNO')}" for e in record.iterfind("UREF")]
    return own + [f"{_country(e)} {text_at(e, 'PNO')}".strip() for e in record.iterfind("FREF")]


def _first_claim(record: Element) -> list[str]:
    parts: list[str] = []
    numbers = 0
    for line in record.iterfind("CLMS/*"):
        numbers += line.tag == "NUM"
        if numbers == 1 and line.tag != "NUM":
            parts.append(text_of(line))
    return [" ".join(parts)] if parts else list(at("DCLM")(record))


def _priority(claim: Element) -> str:
    return priority(_country(claim), text_at(claim, "APN"), text_at(claim, "APD"))


_DATE = Field("PATN/ISD", at("PATN/ISD"))
_LAYOUT = Layout(
    root="PATN",
    format="uspto_greenbook",
    records=frozenset({"PATN"}),
    fields={
        "publication_number": Field("WKU", _publication),
        "publication_date": _DATE,
        "grant_date": _DATE,
        "application_number": Field("APN", _application),
        "filing_date": Field("APD", at("PATN/APD")),
        "priority_numbers": Field("PRIR", every("PRIR", _priority)),
        "title_en": Field("TTL", at("PATN/TTL")),
        "abstract_en": Field("ABST", at("ABST")),
        "applicants": Field("ASSG or INVT", lambda r: [n for n in map(_name, _applicants(r)) if n]),
        "applicant_country": Field("CNT", _of_first(_country)),
        "applicant_province": Field("STA", _of_first(lambda party: text_at(party, "STA"))),
        "applicant_city": Field("CTY", _of_first(lambda party: text_at(party, "CTY"))),
        "owners": Field("ASSG", every("ASSG", _name)),
        "inventors": Field("INVT", every("INVT", _name)),
        "ipc": Field("ICL", lambda r: [ipc_symbol(s) for s in _symbols(r) if not locarno_class(s)]),
        "locarno": Field("ICL[locarno]", lambda r: [c for c in map(locarno_class, _symbols(r)) if c]),
        "first_claim": Field("CLMS[1]", _first_claim),
        "claim_count": Field("NCL", at("PATN/NCL")),
        "cited_publications": Field("UREF", _cited),
    },
)
FORMAT = Format(
    name="uspto_greenbook",
    vendor="USPTO",
    signature=frozenset({_LAYOUT.heading("publication_number"), _LAYOUT.heading("publication_date")}),
    columns=headings_of(_LAYOUT),
    separator=ITEM_SEPARATOR,
    medium="tagged",
    missing=frozenset({""}),
    office="US",
)


def read_greenbook(lines: Lines, formats: Sequence[Format]) -> Opened | None:
    """Table of Green Book text, a row for each patent; None where the text is none."""
    if not _BEGINNING.match(lines.head):
        return None
    keys = cells_of([_LAYOUT])
    headings = Headings(0, keys, rank(keys, formats))
    sheet = Sheet("", "Green Book", lines.encoding, lines.control_count, headings, (), (), ())
    return Opened(sheet, lambda: _rows(lines, keys))


def _rows(lines: Lines, keys: Sequence[str]) -> Iterator[Row]:
    """A row for each record, numbered by the line it begins on."""
    for number, record in _records(lines):
        if isinstance(record, str):
            yield number, Broken(number, record, "text outside the records")
        else:
            texts = _LAYOUT.texts(record)
            yield number, [texts[key] for key in keys]


def _records(lines: Lines) -> Iterator[tuple[int, Element | str]]:
    """Records as elements: a section inside the record, fields inside the section."""
    record: Element | None = None
    section = field = Element("")
    start = 0
    for number, line in enumerate(lines.read(), start=1):
        found = _TAG.match(line.rstrip("\r\n"))
        if found is not None and found[1] == "PATN" and not (found[2] or "").strip():
            if record is not None:
                yield start, record
            record, start = Element("PATN"), number
            section = field = SubElement(record, "PATN")
        elif record is None:
            if line.strip() and not line.startswith("HHHHHT"):
                yield number, line.strip()
        elif found is None:
            field.text = f"{field.text or ''} {line.strip()}"
        elif len(found[1]) == 4 and not (found[2] or "").strip():
            section = field = SubElement(record, found[1])
        else:
            field = SubElement(section, found[1])
            field.text, field.tail = (found[2] or "").rstrip(), " "
    if record is not None:
        yield start, record
