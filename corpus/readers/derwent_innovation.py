"""Derwent Innovation: CSV and spreadsheet exports with the fields of DWPI."""

from __future__ import annotations

from corpus.readers.format import Format

FORMAT = Format(
    name="derwent_innovation",
    vendor="Derwent Innovation",
    signature=frozenset(
        {
            *("Assignee/Applicant", "Assignee - Standardized", "Assignee - DWPI", "Optimized Assignee"),
            *("Title - DWPI", "Abstract - DWPI", "DWPI Family Members", "DWPI Accession Number"),
            *("IPC - Current", "CPC - Current", "Cited Refs - Patent", "Publication Country Code"),
            *("IPC - Current - DWPI", "Ultimate Parent"),
        }
    ),
    columns={
        "publication_number": ("Publication Number",),
        "office": ("Publication Country Code",),
        "kind_code": ("Publication Kind Code", "Kind Code"),
        "publication_year": ("Publication Year",),
        "publication_date": ("Publication Date",),
        "application_number": ("Application Number",),
        "filing_date": ("Application Date",),
        "vendor_expiry_date": ("Estimated Expiry Date", "Expiration Date"),
        "title_en": ("Title (English)", "Title - DWPI"),
        "original_title": ("Title", "Title (Original)"),
        "abstract_en": ("Abstract (English)", "Abstract - DWPI"),
        "original_abstract": ("Abstract", "Abstract (Original)"),
        "first_claim": ("First Claim",),
        "simple_status_text": ("Dead/Alive",),
        "claim_count": ("Claims Count",),
        "applicants": ("Assignee/Applicant", "Assignee - Original", "Assignee - Standardized"),
        "owners": ("Optimized Assignee", "Assignee - Current US"),
        "inventors": ("Inventor", "Inventor - Original"),
        "ipc": ("IPC - Current", "IPC - Current - DWPI", "IPC"),
        "cpc": ("CPC - Current", "CPC - Current - DWPI", "CPC"),
        "locarno": ("Locarno Class",),
        "priority_numbers": ("Priority Number", "Priority Number - DWPI"),
        "earliest_priority_date": ("Priority Date - Earliest", "Priority Date", "Priority Date - DWPI"),
        # A family of DWPI gathers equivalents of the same priorities, as a simple family does.
        "vendor_family_id": ("DWPI Accession Number",),
        "family_publications": ("DWPI Family Members",),
        "cited_publications": ("Cited Refs - Patent",),
        "citing_publications": ("Citing Patents",),
        "publication_citation_count": ("Count of Citing Patents", "Count of Citing Patents - DPCI"),
        "backward_citation_count": ("Count of Cited Refs - Patent",),
        "npl_citation_count": ("Count of Cited Refs - Non-patent",),
    },
    separator=r"\s*\|\s*",
    missing=frozenset({"", "-"}),
    unused=frozenset(
        {
            *("Assignee/Applicant First", "Assignee - DWPI", "Ultimate Parent", "Inventor First"),
            *("Assignee - Original w/address", "Assignee - Original - Country/Region"),
            *("Assignee - Standardized - Original", "Inventor - w/address", "Application Country"),
            *("US Class", "DWPI Class", "DWPI Manual Codes", "IPC Class", "Claims", "Claims (English)"),
            *("DWPI Count of Family Members", "DWPI Family Members Dead/Alive", "INPADOC Legal Status"),
            *("INPADOC Family ID", "INPADOC Family Members", "Cited Refs - Non-patent"),
            *("Front Page Drawing", "Front Page Image", "Application Year"),
        }
    ),
)
