"""What files of the United States office share: its numbers and symbols, and who its applicants are."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from xml.etree.ElementTree import Element

from corpus.readers.elements import Field, Layout, at, count, every, first, text_at, text_of

_ERA = re.compile(r"^(\d{1,2})[-/](\d{1,6})$")
# The year before the first of an era.
_SHOWA, _HEISEI = 1925, 1988
# Children of these are earlier applications whose day counts as the priority of this one.
_PARENTS = ("continuation", "division", "continuation-in-part", "continuation_in_part")
_OTHERS = ("cited by applicant", "cited by other", "cited by third party")
_FIXED_IPC = re.compile(r"^([A-H]\d\d[A-Z])([ \d]{2}\d)(\d{2,})$")


def application_number(number: str) -> str:
    """Series and serial of an application with its office; an international one names its own."""
    return number if not number or number.startswith("PCT") else f"US {number}"


def priority(country: str, number: str, day: str) -> str:
    """A foreign priority: office, number and day; Japanese years of an era become those of DOCDB."""
    era, year = _ERA.match(number), day[:4]
    if country == "JP" and era is not None and year.isdigit():
        if int(year) - int(era[1]) in (_SHOWA, _HEISEI) and year < "2000":
            number = f"{int(era[2])}{year[2:]}"
        elif int(year) - int(era[1]) == _HEISEI:
            number = f"{year}{int(era[2]):06}"
    return " ".join(part for part in (country, number, day) if part)


def ipc_symbol(text: str) -> str:
    """`G06F 1516`, `A45F  504`: the main group stands in three places, the subgroup after them."""
    found = _FIXED_IPC.match(text.strip("\r\n\t"))
    return f"{found[1]}{found[2].strip()}/{found[3]}" if found else text.strip()


def locarno_class(text: str) -> str:
    """`1403` is class 14-03."""
    found = re.fullmatch(r"(\d{2})[- ]?(\d{2})", text.strip())
    return f"{found[1]}-{found[2]}" if found else ""


def personal_name(family: str, *given: str) -> str:
    """Family name first, as in DOCDB."""
    return " ".join(part for part in (family, *given) if part)


def party_name(party: Element) -> str:
    """Name of an organisation or person in an address book."""
    organisation = text_at(party, ".//orgname") or text_at(party, ".//organization-name")
    family, given = text_at(party, ".//last-name"), text_at(party, ".//first-name")
    return organisation or personal_name(family, given) or text_at(party, ".//addressbook/name")


def applicants(
    applied: Sequence[Element], inventors: Sequence[Element], assignees: Sequence[Element]
) -> list[Element]:
    """Those who apply, in the sense other offices give the word.

    Until September 2012 only inventors could apply in the United States, and whom they assigned the
    invention to stands as assignee; an applicant who is also an inventor is therefore passed over
    for the assignees. Applicants who are not inventors (since 2012) go before both.
    """
    invented = {party_name(inventor) for inventor in inventors}
    others = [a for a in applied if party_name(a) and party_name(a) not in invented]
    others = [a for a in others if not a.get("app-type", "").startswith("applicant-inventor")]
    return others or list(assignees) or list(applied) or list(inventors)


def since_2005(root: str, format: str) -> Layout:
    """Layout of grants or applications since 2005, which differ in little but names."""
    body = f"us-bibliographic-data-{root.rpartition('-')[2]}"
    reference = f"{body}/publication-reference/document-id"
    applied = f"{body}/application-reference/document-id"
    cited = f"{body}/{{}}/{{}}"
    fields = {
        "publication_number": Field("publication-reference", lambda r: [_publication(r, reference)]),
        "publication_date": Field("publication-reference/date", at(f"{reference}/date")),
        "application_number": Field("application-reference", first(applied, _application)),
        "filing_date": Field("application-reference/date", at(f"{applied}/date")),
        "priority_numbers": Field("priority-claims", lambda r: _priorities(r, body)),
        "title_en": Field("invention-title", at(f"{body}/invention-title")),
        "abstract_en": Field("abstract", at("abstract")),
        "applicants": Field("applicants", lambda r: _names(_applicants(r, body))),
        "applicant_country": Field("applicants/country", _of_first(body, "country")),
        "applicant_province": Field("applicants/state", _of_first(body, "state")),
        "applicant_city": Field("applicants/city", _of_first(body, "city")),
        "owners": Field("assignees", lambda r: _names(r.findall(f"{body}/assignees/assignee"))),
        "inventors": Field("inventors", lambda r: _names(_inventors(r, body))),
        "ipc": Field("classifications-ipcr", lambda r: _ipc(r, body)),
        "cpc": Field(
            "classifications-cpc", every(f"{body}/classifications-cpc//classification-cpc", _symbol)
        ),
        "locarno": Field(
            "classification-locarno",
            every(f"{body}/classification-locarno/main-classification", lambda e: locarno_class(text_of(e))),
        ),
        "first_claim": Field("claim[1]", at("claims/claim", "us-claims/claim")),
        "claim_count": Field("claim", count("claims/claim", "claims")),
    }
    if root == "us-patent-grant":
        fields |= {
            "grant_date": fields["publication_date"],
            "claim_count": Field("number-of-claims", at(f"{body}/number-of-claims")),
            "cited_publications": Field("references-cited/patcit", lambda r: _cited(r, cited)),
            "examiner_cited_publications": Field(
                "patcit[cited by examiner]", lambda r: _cited(r, cited, ("cited by examiner",))
            ),
            "applicant_cited_publications": Field(
                "patcit[cited by applicant, other]", lambda r: _cited(r, cited, _OTHERS)
            ),
            "npl_citation_count": Field("references-cited/nplcit", lambda r: _npl_count(r, body)),
        }
    return Layout(
        root=root,
        format=format,
        records=frozenset({root}),
        fields=fields,
        skipped=frozenset({"description", "drawings", "us-sequence-list-doc"}),
    )


def _publication(record: Element, path: str) -> str:
    number, kind = text_at(record, f"{path}/doc-number"), text_at(record, f"{path}/kind")
    return f"US {number} {kind}".strip() if number else ""


def _application(document_id: Element) -> str:
    return application_number(text_at(document_id, "doc-number"))


def _priorities(record: Element, body: str) -> list[str]:
    """Foreign priorities, provisional applications and parents: DOCDB counts all of them."""
    foreign = [
        priority(*(text_at(claim, name) for name in ("country", "doc-number", "date")))
        for claim in record.iterfind(f"{body}/priority-claims/priority-claim")
    ]
    related = [
        *record.iterfind(f"{body}/us-related-documents/us-provisional-application/document-id"),
        *(
            document_id
            for name in _PARENTS
            for document_id in record.iterfind(
                f"{body}/us-related-documents/{name}/relation/parent-doc/document-id"
            )
        ),
    ]
    earlier = [f"{_application(d)} {text_at(d, 'date')}".strip() for d in related]
    return list(dict.fromkeys(text for text in foreign + earlier if text.strip()))


def _inventors(record: Element, body: str) -> list[Element]:
    """Inventors; until 2012 they stand among the applicants."""
    stated = record.findall(f"{body}/us-parties/inventors/inventor")
    stated += record.findall(f"{body}/parties/inventors/inventor")
    applied = record.findall(f"{body}/parties/applicants/applicant")
    return stated or [a for a in applied if a.get("app-type") == "applicant-inventor"]


def _applicants(record: Element, body: str) -> list[Element]:
    applied = record.findall(f"{body}/us-parties/us-applicants/us-applicant")
    applied += record.findall(f"{body}/parties/applicants/applicant")
    return applicants(applied, _inventors(record, body), record.findall(f"{body}/assignees/assignee"))


def _names(parties: list[Element]) -> list[str]:
    return list(dict.fromkeys(name for name in map(party_name, parties) if name))


def _of_first(body: str, name: str) -> Callable[[Element], list[str]]:
    """Part of the address of the first applicant."""

    def read(record: Element) -> list[str]:
        parties = _applicants(record, body)
        part = text_at(parties[0], f".//address/{name}") if parties else ""
        return [part] if part and part != "unknown" else []

    return read


def _ipc(record: Element, body: str) -> list[str]:
    editions = record.iterfind(f"{body}/classification-ipc/*")
    old = [ipc_symbol(e.text or "") for e in editions if e.tag.endswith("-classification")]
    return old + [_symbol(e) for e in record.iterfind(f"{body}/classifications-ipcr/classification-ipcr")]


def _symbol(element: Element) -> str:
    section, class_, subclass, group, subgroup = (
        text_at(element, name) for name in ("section", "class", "subclass", "main-group", "subgroup")
    )
    return f"{section}{class_}{subclass}{group}/{subgroup}"


def _cited(record: Element, path: str, origins: tuple[str, ...] | None = None) -> list[str]:
    """Cited patents; with origins only those of them that are said to come from one of these."""
    found = (
        text
        for group, item in (("references-cited", "citation"), ("us-references-cited", "us-citation"))
        for citation in record.iterfind(path.format(group, item))
        if origins is None or text_at(citation, "category").lower() in origins
        for document_id in citation.iterfind("patcit/document-id")
        for text in [" ".join(text_at(document_id, name) for name in ("country", "doc-number", "kind"))]
    )
    return [text.strip() for text in found if text.strip()]


def _npl_count(record: Element, body: str) -> list[str]:
    groups = [record.find(f"{body}/{name}") for name in ("references-cited", "us-references-cited")]
    found = [group for group in groups if group is not None]
    return [str(sum(len(group.findall("*/nplcit")) for group in found))] if found else []
