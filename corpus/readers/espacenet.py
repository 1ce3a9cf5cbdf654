"""Espacenet: the CSV of a result list, headings in the language of its interface."""

from __future__ import annotations

from corpus.readers.format import Format

_NO_COUNTRY = ((r"\s*\[[A-Z]{2}\]", ""),)
_NUMBERS = ("Veröffentlichungsnummer", "Publication number", "Numéro de publication")

FORMAT = Format(
    name="espacenet",
    vendor="Espacenet",
    signature=frozenset(
        {
            *("Früheste Priorität", "Früheste Veröffentlichung", "Familiennummer"),
            *("Earliest priority", "Earliest publication", "Family number"),
            *("Priorité la plus ancienne", "Publication la plus ancienne", "Numéro de famille"),
        }
    ),
    columns={
        "publication_number": _NUMBERS,
        "publication_date": ("Veröffentlichungsdatum", "Publication date", "Date de publication"),
        "earliest_priority_date": ("Früheste Priorität", "Earliest priority", "Priorité la plus ancienne"),
        "original_title": ("Titel", "Title", "Titre"),
        "applicants": ("Anmelder", "Applicants", "Demandeurs"),
        "applicant_country": ("Anmelder", "Applicants", "Demandeurs"),
        "inventors": ("Erfinder", "Inventors", "Inventeurs"),
        "ipc": ("IPC", "CIB"),
        "cpc": ("CPC",),
        "vendor_family_id": ("Familiennummer", "Family number", "Numéro de famille"),
        "family_publications": _NUMBERS,
    },
    separator=r"\s*\n\s*",
    missing=frozenset({""}),
    unused=frozenset({"No", "Früheste Veröffentlichung", "Earliest publication"}),
    rewrites={
        "applicants": _NO_COUNTRY,
        "inventors": _NO_COUNTRY,
        # The first applicant alone, and only where its country is written.
        "applicant_country": (
            (r"\n[\s\S]*$", ""),
            (r"^(?!.*\[[A-Z]{2}\]\s*$)[\s\S]*$", ""),
            (r"^.*\[([A-Z]{2})\]\s*$", r"\1"),
        ),
    },
    row_is_application=True,
)
