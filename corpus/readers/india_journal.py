"""Indian Patent Office: tables of grants as its journal publishes them."""

from __future__ import annotations

from corpus.readers.commas import BETWEEN_NAMES
from corpus.readers.format import Format
from corpus.readers.sheets import ITEM_SEPARATOR

FORMAT = Format(
    name="india_journal",
    vendor="Indian Patent Office",
    signature=frozenset(
        {"Patentee Name", "Title of Invention", "Date of Application", "Date of Application Publication"}
    ),
    columns={
        "publication_number": ("Patent Number",),
        "publication_date": ("journal",),
        "grant_date": ("journal",),
        "application_number": ("Application Number",),
        "filing_date": ("Date of Application",),
        "earliest_priority_date": ("Date of Priority",),
        "original_title": ("Title of Invention",),
        "applicants": ("Patentee Name",),
    },
    separator=ITEM_SEPARATOR,
    missing=frozenset({""}),
    # The office is the branch that granted.
    unused=frozenset({"Serial No.", "Date of Application Publication", "Office"}),
    rewrites={
        # `47/2019 Dated 22/11/2019`: the issue, and the day it published the grant.
        "publication_date": ((r"^\d+/\d{4}\s+(?:Dated\s+)?", ""),),
        "grant_date": ((r"^\d+/\d{4}\s+(?:Dated\s+)?", ""),),
        # A comma without a blank parts patentees; one with a blank is inside a name.
        "applicants": ((rf"{BETWEEN_NAMES}(?=\S)", ITEM_SEPARATOR),),
    },
    office="IN",
)
