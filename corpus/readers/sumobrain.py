"""SumoBrain (FreePatentsOnline): workbooks of a result list."""

from __future__ import annotations

from corpus.readers.format import Format

_NO_ADDRESS = ((r"\s*\([^()]*\)", ""),)
# A bracket may end with a state of the United States, whose code is often that of a country, too.
_STATES = (
    "A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT"
    "|V[AT]|W[AIVY]"
)

FORMAT = Format(
    name="sumobrain",
    vendor="SumoBrain",
    signature=frozenset({"Document Number", "Inventor Name", "Primary Class", "Other Class"}),
    columns={
        "publication_number": ("Document Number",),
        "publication_date": ("Publication Date",),
        "application_number": ("Application Number",),
        "filing_date": ("Filing Date",),
        "original_title": ("Title",),
        "original_abstract": ("Abstract",),
        "applicants": ("Assignee",),
        "applicant_country": ("Assignee",),
        "inventors": ("Inventor Name",),
    },
    separator=r"\s*;\s*",
    missing=frozenset({""}),
    # The type is the collection searched: US, USAPP, EP, WIPO, JP.
    unused=frozenset({"Document Type", "Primary Class", "Other Class"}),
    rewrites={
        "applicants": _NO_ADDRESS,
        "inventors": _NO_ADDRESS,
        "applicant_country": (
            (r";[\s\S]*$", ""),
            (rf"^[\s\S]*\(([A-Z]{{2}})\)$|^[\s\S]*, (?!{_STATES})([A-Z]{{2}})\)$|^[\s\S]*$", r"\1\2"),
        ),
        # Whose abstract it is stands before the text, without a blank between.
        "original_abstract": (
            (r"^Abstract not available for [A-Z]{2}\d+", ""),
            (r"^Abstract of (?:corresponding document: )?[A-Z]{2,4}\d+", ""),
        ),
        # European numbers carry the year in four digits and a zero before the serial.
        "application_number": ((r"^EP(?:19|20)(\d{2})0(\d{6})$", r"EP\1\2"),),
    },
)
