"""USPTO: published applications as XML, 2001 to 2004 and since 2005."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from corpus.readers.elements import Field, Layout, at, count, every, headings_of, text_at, text_of
from corpus.readers.format import Format
from corpus.readers.sheets import ITEM_SEPARATOR
from corpus.readers.uspto import (
    application_number,
    ipc_symbol,
    party_name,
    personal_name,
    priority,
    since_2005,
)

_BODY = "subdoc-bibliographic-information"
_TECHNICAL = f"{_BODY}/technical-information"
_NUMBER = f"{_BODY}/document-id"
_FILED = f"{_BODY}/domestic-filing-data"
_RESIDENCES = tuple(
    f"inventors/first-named-inventor/residence/{place}/country-code"
    for place in ("residence-us", "residence-non-us", "military-service")
)


def _inventor_name(inventor: Element) -> str:
    parts = ("family-name", "given-name", "middle-name", "name-suffix")
    return personal_name(*(text_at(inventor, f"name/{part}") for part in parts))


def _early_priorities(record: Element) -> list[str]:
    foreign = [
        priority(*(text_at(claim, n) for n in ("country-code", "priority-application-number", "filing-date")))
        for claim in record.iterfind(f"{_BODY}/foreign-priority-data")
    ]
    earlier = [
        f"{application_number(number)} {day}".strip()
        for path in ("non-provisional-of-provisional", "parent-child/parent")
        for document in record.iterfind(f"{_BODY}/continuity-data//{path}/document-id")
        for number, day in [(text_at(document, "doc-number"), text_at(document, "document-date"))]
        if number
    ]
    return list(dict.fromkeys(text for text in foreign + earlier if text.strip()))


def _early_inventors(record: Element) -> list[str]:
    people = record.findall(f"{_BODY}/inventors/first-named-inventor")
    people += record.findall(f"{_BODY}/inventors/inventor")
    return [name for name in map(_inventor_name, people) if name]


def _early_assignees(record: Element) -> list[str]:
    return [name for name in map(party_name, record.findall(f"{_BODY}/assignee")) if name]


def _early_country(record: Element) -> list[str]:
    paths = ("assignee/address/country/country-code",) if _early_assignees(record) else _RESIDENCES
    return list(at(*(f"{_BODY}/{path}" for path in paths))(record))


_EARLY = Layout(
    root="patent-application-publication",
    format="uspto_applications",
    records=frozenset({"patent-application-publication"}),
    fields={
        "publication_number": Field(
            "document-id",
            lambda r: [f"US {text_at(r, f'{_NUMBER}/doc-number')} {text_at(r, f'{_NUMBER}/kind-code')}"],
        ),
        "publication_date": Field("document-id/document-date", at(f"{_NUMBER}/document-date")),
        "application_number": Field(
            "application-number",
            lambda r: [application_number(text_at(r, f"{_FILED}/application-number/doc-number"))],
        ),
        "filing_date": Field("filing-date", at(f"{_FILED}/filing-date")),
        "priority_numbers": Field("foreign-priority-data", _early_priorities),
        "title_en": Field("title-of-invention", at(f"{_TECHNICAL}/title-of-invention")),
        "abstract_en": Field(
            "subdoc-abstract", lambda r: [" ".join(map(text_of, r.iterfind("subdoc-abstract/paragraph")))]
        ),
        # Assignees stand for applicants, as in grants; where there is none the inventors applied.
        "applicants": Field("applicants", lambda r: _early_assignees(r) or _early_inventors(r)),
        "applicant_country": Field("applicants/country-code", _early_country),
        "owners": Field("assignee", _early_assignees),
        "inventors": Field("inventors", _early_inventors),
        "ipc": Field(
            "classification-ipc",
            every(
                f"{_BODY}/technical-information/classification-ipc//ipc", lambda e: ipc_symbol(e.text or "")
            ),
        ),
        "first_claim": Field("claim[1]", at("subdoc-claims/claim")),
        "claim_count": Field("claim", count("subdoc-claims/claim", "subdoc-claims")),
    },
    skipped=frozenset({"subdoc-description", "subdoc-drawings"}),
)

LAYOUTS = (since_2005("us-patent-application", "uspto_applications"), _EARLY)
FORMAT = Format(
    name="uspto_applications",
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
