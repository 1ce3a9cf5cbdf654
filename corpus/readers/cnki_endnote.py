"""CNKI 中国知网: patents in the tags of EndNote.

The names are the inventors', the number is the publication's or the application's, and the date
is the publication's where the number is.
"""

from __future__ import annotations

from corpus.readers.format import Format
from corpus.readers.sheets import ITEM_SEPARATOR
from corpus.readers.sole_number import APPLICATION_ONLY, PUBLICATION_ONLY

FORMAT = Format(
    name="cnki_endnote",
    vendor="CNKI",
    signature=frozenset({"%0", "%@", "%8"}),
    columns={
        "publication_number": ("%@",),
        "application_number": ("%@",),
        "publication_date": ("%8",),
        "title": ("%T",),
        "abstract": ("%X",),
        "inventors": ("%A",),
    },
    separator=rf"\s*[;；{ITEM_SEPARATOR}]\s*",
    missing=frozenset({""}),
    unused=frozenset({"%0", "%+", "%W", "%U", "%K", "%D", "%9", "%~", "%?", "%G"}),
    rewrites={"publication_number": PUBLICATION_ONLY, "application_number": APPLICATION_ONLY},
    medium="tagged",
)
