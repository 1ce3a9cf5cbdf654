"""万方: patents in the fields of NoteExpress.

The authors are the inventors, the subsidiary authors the applicants. The one number stands among
the notes; the record's address holds the vendor's id, which is not read as a number.
"""

from __future__ import annotations

from corpus.readers.format import Format
from corpus.readers.sheets import ITEM_SEPARATOR
from corpus.readers.sole_number import APPLICATION_ONLY, PUBLICATION_ONLY

_NUMBER = ("Notes", "Patent Number", "Number")

FORMAT = Format(
    name="wanfang",
    vendor="万方",
    signature=frozenset({"Subsidiary Author", "Author Address"}),
    columns={
        "publication_number": _NUMBER,
        "application_number": _NUMBER,
        "publication_date": ("Date",),
        "title": ("Title",),
        "abstract": ("Abstract",),
        "applicants": ("Subsidiary Author",),
        "inventors": ("Author",),
        "applicant_address": ("Author Address",),
    },
    separator=rf"\s*[;；{ITEM_SEPARATOR}]\s*",
    missing=frozenset({""}),
    unused=frozenset({"Reference Type", "URL", "Year", "Keywords", "Database Provider", "Language"}),
    rewrites={"publication_number": PUBLICATION_ONLY, "application_number": APPLICATION_ONLY},
    medium="tagged",
)
