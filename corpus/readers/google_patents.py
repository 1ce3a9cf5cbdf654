"""Google Patents: the CSV of a result list, whose first line is the search."""

from __future__ import annotations

from corpus.readers.commas import BETWEEN_NAMES
from corpus.readers.format import Format
from corpus.readers.sheets import ITEM_SEPARATOR

_NAMES = ((rf"{BETWEEN_NAMES}\s+", ITEM_SEPARATOR),)

FORMAT = Format(
    name="google_patents",
    vendor="Google Patents",
    signature=frozenset(
        {
            "inventor/author",
            "filing/creation date",
            "result link",
            "result_link",
            "representative figure link",
            "representative_figure_link",
        }
    ),
    columns={
        "publication_number": ("id",),
        "publication_date": ("publication date", "publication_date"),
        "filing_date": ("filing/creation date", "filing_date"),
        "grant_date": ("grant date", "grant_date"),
        "earliest_priority_date": ("priority date", "priority_date"),
        "original_title": ("title",),
        "applicants": ("assignee",),
        "inventors": ("inventor/author", "inventor"),
    },
    separator=ITEM_SEPARATOR,
    missing=frozenset({""}),
    rewrites={"applicants": _NAMES, "inventors": _NAMES},
)
