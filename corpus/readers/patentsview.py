"""PatentsView: JSON answers of the patents endpoint, one object with all records and their count."""

from __future__ import annotations

from corpus.readers.format import Format
from corpus.readers.sheets import ITEM_SEPARATOR

_FIRST = ((rf"{ITEM_SEPARATOR}[\s\S]*$", ""),)
_OWN_NUMBERS = ((rf"(^|{ITEM_SEPARATOR})([A-Z]{{0,2}}\d)", r"\1US\2"),)

FORMAT = Format(
    name="patentsview",
    vendor="PatentsView",
    signature=frozenset(
        {
            "patent_number",
            "patent_date",
            "cited_patents.cited_patent_number",
            "citedby_patents.citedby_patent_number",
            "applications.app_number",
        }
    ),
    columns={
        "publication_number": ("patent_number",),
        "kind_code": ("patent_kind",),
        "publication_date": ("patent_date",),
        "grant_date": ("patent_date",),
        "application_number": ("applications.app_number",),
        "filing_date": ("applications.app_date",),
        "original_title": ("patent_title",),
        "original_abstract": ("patent_abstract",),
        "applicants": ("assignees.assignee_organization",),
        "applicant_country": ("assignees.assignee_country",),
        "cpc": ("cpcs.cpc_subgroup_id",),
        "cited_publications": ("cited_patents.cited_patent_number",),
        "citing_publications": ("citedby_patents.citedby_patent_number",),
        "publication_citation_count": ("patent_num_cited_by_us_patents",),
        "claim_count": ("patent_num_claims",),
    },
    separator=ITEM_SEPARATOR,
    missing=frozenset({""}),
    unused=frozenset(
        {
            *("applications.app_id", "inventors.inventor_country", "inventors.inventor_key_id"),
            *("assignees.assignee_key_id", "cpcs.cpc_section_id", "cpcs.cpc_group_id"),
            *("cpcs.cpc_group_title", "cpcs.cpc_subgroup_title", "cpcs.cpc_subsection_title"),
        }
    ),
    rewrites={
        "application_number": _FIRST,
        "filing_date": _FIRST,
        # Only patents of the United States are linked, and their office is not written.
        "cited_publications": _OWN_NUMBERS,
        "citing_publications": _OWN_NUMBERS,
    },
    office="US",
    medium="json",
)
