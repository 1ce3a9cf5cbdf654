"""The Lens: JSON Lines, one record a line."""

from __future__ import annotations

from corpus.readers.format import Format
from corpus.readers.sheets import ITEM_SEPARATOR

FORMAT = Format(
    name="lens_jsonl",
    vendor="The Lens",
    signature=frozenset({"publicationKey", "lensId", "priorityFilingKeysActive", "ipcrClassifications"}),
    columns={
        "publication_number": ("displayKey", "publicationKey"),
        "office": ("jurisdiction",),
        "kind_code": ("kindCode",),
        "publication_date": ("publicationDate",),
        "application_number": ("filingNumber", "applicationNumber"),
        "filing_date": ("filingDate",),
        "priority_numbers": ("priorityFilingKeysActive", "priorityNumbers"),
        "earliest_priority_date": ("earliestPriorityDate",),
        "original_title": ("title",),
        "original_abstract": ("abstract",),
        "applicants": ("applicants",),
        "owners": ("owners",),
        "inventors": ("inventors",),
        "document_type_text": ("docType",),
        "legal_status_text": ("legalStatus",),
        "ipc": ("ipcrClassifications",),
        "cpc": ("cpcClassifications",),
        "vendor_record_id": ("lensId",),
        "family_record_ids": ("simpleFamilyMembers",),
        "vendor_family_size": ("simpleFamilySize",),
        "publication_citation_count": ("citedByPatentCount",),
        "backward_citation_count": ("citesPatentCount",),
        "npl_citation_count": ("nplCitationCount",),
    },
    separator=ITEM_SEPARATOR,
    medium="json",
    missing=frozenset({""}),
    unused=frozenset(
        {
            "index",
            "url",
            "hasFullText",
            "familySize",
            "seqCount",
            "usClassifications",
            "nplCitations",
            "nplResolvedCount",
            "nplResolvedLensIDs",
            "nplResolvedExternalIDs",
        }
    ),
)
