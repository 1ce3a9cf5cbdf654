"""DOCDB, the bibliographic database of EPO: exchange files, full or weekly, and what OPS shares with them.

A document carries its numbers in up to three spellings (docdb, epodoc, original). That of docdb is
taken, for it is the canonical one; where only epodoc's is given, it is rewritten by the rules of
those offices whose rules are known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from xml.etree.ElementTree import Element

from corpus.readers.elements import Field, Layout, at, count, document_number, headings_of, text_at, text_of
from corpus.readers.format import Format
from corpus.readers.sheets import ITEM_SEPARATOR

_SPELLINGS = ("docdb", "epodoc", "original")
# Names in the spelling of docdb end with the country; epodoc is how OPS calls it.
_NAME_SPELLINGS = ("docdb", "epodoc", "docdba", "original")
_COUNTRY = re.compile(r"\s*\[([A-Z]{2})\]\s*$")
# When a document was cited, in words (OPS) or letters (exchange files).
_EXAMINER_PHASES = frozenset(
    (
        *("search", "national-search-report", "international-search-report", "pre-grant-search"),
        *("supplementary-international-search-report", "examination", "sea", "isr", "sup", "prs", "exa"),
    )
)
_APPLICANT_PHASES = frozenset(("applicant", "third-party-observation", "opposition", "app", "tpo", "opp"))
# epodoc writes year and seven digits where docdb writes fewer: the pattern, and docdb's form of it.
_EPODOC = (
    (r"^EP(?:19|20)(\d{2})0(\d{6})$", r"EP\1\2"),
    (r"^JP19(\d{2})0*(\d+)$", r"JP\2\1"),
    (r"^(JP|AU)(20\d{2})0(\d{6})$", r"\1\2\3"),
    (r"^GB(20[1-9]\d)00(\d{5})$", r"GB\1\2"),
    (r"^(GB|FR)(?:19|20)(\d{2})00(\d{5})$", r"\1\2\3"),
    (r"^CN(20\d{2})([1-9])(\d{6})$", r"CN\1\g<2>0\3"),
)


def docdb_form(number: str) -> str:
    """An application number of epodoc (`EP20100167109`) as docdb writes it (`EP10167109`).

    Numbers of the United States are read beside their dates later; a number of an office whose rule
    is not known stays as it is.
    """
    for pattern, form in _EPODOC:
        changed, times = re.subn(pattern, form, number)
        if times:
            return changed
    return number


def _document_ids(references: Iterable[Element]) -> dict[str, Element]:
    """First `document-id` of each spelling; an unnamed spelling is docdb's."""
    found: dict[str, Element] = {}
    for reference in references:
        for document_id in reference.iter("document-id"):
            spelling = document_id.get("document-id-type") or reference.get("data-format") or "docdb"
            found.setdefault(spelling, document_id)
    return found


def _number(references: Iterable[Element]) -> str:
    ids = _document_ids(references)
    spelling = next((name for name in _SPELLINGS if name in ids), None)
    if spelling is None:
        return ""
    number = document_number(ids[spelling])
    return docdb_form(number) if spelling == "epodoc" else number


def _date(references: Iterable[Element]) -> str:
    return next((date for d in _document_ids(references).values() if (date := text_at(d, "date"))), "")


def _publication_references(record: Element) -> list[Element]:
    """References of the record itself, not of what it cites or of its family."""
    for path in ("publication-reference", "bibliographic-data/publication-reference"):
        if found := record.findall(path):
            return found
    exchange = record.find("exchange-document")
    own = record.findall("document-id")
    return _publication_references(exchange) if exchange is not None else [record] if own else []


def _application_references(record: Element) -> list[Element]:
    return record.findall("application-reference") or record.findall(".//application-reference")


def publication_number(record: Element) -> str:
    """Office, number and kind of a record, from its attributes where it has no reference."""
    written = _number(_publication_references(record))
    return written or " ".join(record.get(name, "") for name in ("country", "doc-number", "kind")).strip()


def _priorities(record: Element) -> list[str]:
    claims = record.findall("priority-claim") or record.findall(".//priority-claims/priority-claim")
    written: dict[str, list[Element]] = {}
    for place, claim in enumerate(claims):
        # DOCDB repeats a claim in each spelling, under one number in the sequence.
        written.setdefault(claim.get("sequence") or f"place {place}", []).append(claim)
    return [f"{_number(c)} {_date(c)}".strip() for c in written.values() if _number(c)]


def _names(record: Element, role: str) -> list[str]:
    """Names of a role in the first spelling that has any."""
    parties = record.findall(f".//parties/{role}s/{role}")
    for spelling in _NAME_SPELLINGS:
        chosen = [p for p in parties if p.get("data-format", "docdb") == spelling]
        # What an office sent by parts ends with commas.
        names = [text_of(p.find(f"{role}-name")).rstrip(", ") for p in chosen]
        if any(names):
            return [name for name in names if name]
    return []


def _applicant_country(record: Element) -> list[str]:
    names = _names(record, "applicant")
    bracket = _COUNTRY.search(names[0]) if names else None
    residence = text_at(record, ".//parties/applicants/applicant/residence/country")
    return [bracket[1]] if bracket else [residence] if residence else []


def _plain_names(record: Element, role: str) -> list[str]:
    return [_COUNTRY.sub("", name) for name in _names(record, role)]


def _applicants(record: Element) -> list[str]:
    """Applicants; in the United States, where until 2012 the inventors had to apply, others before them."""
    names = _plain_names(record, "applicant")
    if not publication_number(record).startswith("US"):
        return names
    invented = set(_plain_names(record, "inventor"))
    return [name for name in names if name not in invented] or names


def _in_language(path: str, *languages: str) -> list[str]:
    return [f".//{path}[@lang='{language}']" for language in languages]


def _original(path: str) -> Field:
    """The text marked as the original, or the first where no English one stands."""

    def read(record: Element) -> list[str]:
        marked = text_at(record, _in_language(path, "ol")[0])
        if marked or record.find(_in_language(path, "en")[0]) is not None:
            return [marked] if marked else []
        return [t for t in (text_at(record, f".//{path}"),) if t]

    return Field(path, read)


def _ipc(record: Element) -> list[str]:
    paths = (".//classifications-ipcr/classification-ipcr/text", ".//classification-ipc/text")
    return [text for path in paths for text in map(text_of, record.iterfind(path)) if text]


def _cpc(record: Element) -> list[str]:
    symbols = []
    for place in record.iterfind(".//patent-classifications/patent-classification"):
        scheme = place.find("classification-scheme")
        if scheme is not None and scheme.get("scheme", "").startswith("CPC"):
            parts = [text_at(place, n) for n in ("section", "class", "subclass", "main-group", "subgroup")]
            whole = "".join(parts[:3]) + f"{parts[3]}/{parts[4]}"
            symbols.append(text_at(place, "classification-symbol") or whole)
    return symbols


def _cited(record: Element, chosen: Callable[[Element], bool] = lambda citation: True) -> list[str]:
    """Cited publications in docdb's spelling; what is cited as an application is left out."""
    citations = filter(chosen, record.iterfind(".//references-cited/citation"))
    documents = (document for citation in citations for document in citation.findall("patcit"))
    numbers = (_number([d]) for d in documents if d.get("dnum-type") != "application number")
    return [number for number in numbers if number]


def _by_examiner(citation: Element) -> bool:
    return citation.get("cited-by") == "examiner" or _phase(citation) in _EXAMINER_PHASES


def _by_applicant(citation: Element) -> bool:
    return citation.get("cited-by") == "applicant" or _phase(citation) in _APPLICANT_PHASES


def _phase(citation: Element) -> str:
    """When it was cited; nothing where somebody is named."""
    return "" if citation.get("cited-by") else citation.get("cited-phase", "").lower()


def _mark(citation: Element) -> str:
    """Letters of the search report, several in one."""
    return "".join(text_of(element) for element in citation.iterfind(".//category")).upper()


def _is_relevant(citation: Element) -> bool:
    return bool(set(_mark(citation)) & set("XYI"))


def _is_background(citation: Element) -> bool:
    return bool(_mark(citation)) and not _is_relevant(citation)


PUBLICATION_DATE = Field("publication-reference/date", lambda r: [_date(_publication_references(r))])

FIELDS = {
    "publication_number": Field("publication-reference", lambda r: [publication_number(r)]),
    "publication_date": PUBLICATION_DATE,
    "application_number": Field("application-reference", lambda r: [_number(_application_references(r))]),
    "filing_date": Field("application-reference/date", lambda r: [_date(_application_references(r))]),
    "priority_numbers": Field("priority-claim", _priorities),
    "title": Field("invention-title[zh]", at(*_in_language("invention-title", "zh", "cn"))),
    "title_en": Field("invention-title[en]", at(*_in_language("invention-title", "en"))),
    "original_title": _original("invention-title"),
    "abstract": Field("abstract[zh]", at(*_in_language("abstract", "zh", "cn"))),
    "abstract_en": Field("abstract[en]", at(*_in_language("abstract", "en"))),
    "original_abstract": _original("abstract"),
    "applicants": Field("applicants", _applicants),
    "applicant_country": Field("applicants/country", _applicant_country),
    "inventors": Field("inventors", lambda r: _plain_names(r, "inventor")),
    "ipc": Field("classifications-ipcr", _ipc),
    "cpc": Field("patent-classifications", _cpc),
    "vendor_family_id": Field("family-id", lambda r: [_family_id(r)]),
    "cited_publications": Field("references-cited/patcit", _cited),
    "examiner_cited_publications": Field("patcit[examiner]", lambda r: _cited(r, _by_examiner)),
    "applicant_cited_publications": Field("patcit[applicant]", lambda r: _cited(r, _by_applicant)),
    "relevant_cited_publications": Field("patcit[category X, Y or I]", lambda r: _cited(r, _is_relevant)),
    "background_cited_publications": Field("patcit[other category]", lambda r: _cited(r, _is_background)),
    "npl_citation_count": Field(
        "references-cited/nplcit", count(".//references-cited/citation/nplcit", ".//references-cited")
    ),
}


def _family_id(record: Element) -> str:
    return next((e.get("family-id", "") for e in record.iter() if e.get("family-id")), "")


def _deleted(record: Element) -> str | None:
    is_deleted = record.get("status") == "D"
    return "the exchange file takes this document out of DOCDB (status D)" if is_deleted else None


LAYOUTS = tuple(
    Layout(
        root=root,
        format="docdb",
        records=frozenset({"exchange-document"}),
        fields=FIELDS,
        problem=_deleted,
    )
    for root in ("exchange-documents", "exchange-document")
)
FORMAT = Format(
    name="docdb",
    vendor="EPO",
    signature=frozenset(
        f"{layout.root}/{name}" for layout in LAYOUTS for name in ("publication-reference", "family-id")
    ),
    columns=headings_of(*LAYOUTS),
    separator=ITEM_SEPARATOR,
    medium="xml",
    missing=frozenset({""}),
)
