"""The Lens: CSV exports of all vintages since 2015."""

from __future__ import annotations

from corpus.readers.format import Format

COLUMNS: dict[str, tuple[str, ...]] = {
    "publication_number": ("Publication Number", "Display Key"),
    "office": ("Jurisdiction",),
    "kind_code": ("Kind",),
    "publication_year": ("Publication Year",),
    "publication_date": ("Publication Date",),
    "application_number": ("Application Number",),
    "filing_date": ("Application Date",),
    "priority_numbers": ("Priority Numbers",),
    "earliest_priority_date": ("Earliest Priority Date",),
    "original_title": ("Title",),
    "original_abstract": ("Abstract",),
    "applicants": ("Applicants",),
    "owners": ("Owners", "Owners (US)"),
    "inventors": ("Inventors",),
    "document_type_text": ("Document Type", "Type"),
    "legal_status_text": ("Legal Status",),
    "ipc": ("IPCR Classifications", "IPC Classifications"),
    "cpc": ("CPC Classifications",),
    "vendor_record_id": ("Lens ID",),
    "family_record_ids": ("Simple Family Members",),
    "family_offices": ("Simple Family Member Jurisdictions",),
    "vendor_family_size": ("Simple Family Size",),
    "publication_citation_count": ("Cited by Patent Count", "Cited Count"),
    "backward_citation_count": ("Cites Patent Count",),
    "npl_citation_count": ("NPL Citation Count",),
}

FORMAT = Format(
    name="lens",
    vendor="The Lens",
    signature=frozenset(
        {
            "Lens ID",
            "IPCR Classifications",
            "NPL Resolved Lens ID(s)",
            "Simple Family Member Jurisdictions",
        }
    ),
    columns=COLUMNS,
    separator=";;",
    missing=frozenset({""}),
    unused=frozenset(
        {
            "#",
            "URL",
            "Has Full Text",
            "Full Text",
            "Extended Family Size",
            "Extended Family Members",
            "Extended Family Member Jurisdictions",
            "Sequence Count",
            "US Classifications",
            "NPL Resolved Citation Count",
            "NPL Resolved Lens ID(s)",
            "NPL Resolved External ID(s)",
            "NPL Citations",
            "Non-Patent Citations",
            "PubMed ID(s)",
            "DOI(s)",
        }
    ),
)
