"""WIPO PATENTSCOPE: result lists as workbooks or CSV, with the query above the headings."""

from __future__ import annotations

from corpus.readers.format import Format
from corpus.readers.sheets import ITEM_SEPARATOR

_ITEM_END = rf"(?={ITEM_SEPARATOR}|$)"
# Priorities stand in one pair of square brackets, `[number day office, number day office]`, and
# numbers may hold commas and blanks; they become `office number day`.
_PRIORITIES = (
    (r"^\[|\]$", ""),
    (r"\b([A-Z]{2}) (\d{4})(\d{2})(\d{2}) ([^\s\]]+?)(?=, [A-Z]{2} \d{8} |$)", r"\5 \2-\3-\4 \1"),
    (r"(?<=\s[A-Z]{2}),\s+", ITEM_SEPARATOR),
    (rf"(?:(?<=^)|(?<={ITEM_SEPARATOR}))(?:[^{ITEM_SEPARATOR}]*\s,\s+)+", ""),
    (r"\s(\d{4}-\d{2}-\d{2})T\S+", r" \1"),
    (r"\s(\d{2})\.(\d{2})\.(\d{4})(?=\s)", r" \3-\2-\1"),
    # International applications, named by the office that received them or by WO.
    (rf"\b(\d{{4}})/?(\d{{6}})(\s[\d-]+)\sIB{_ITEM_END}", r"PCT/IB\1/\2\3 IB"),
    (rf"\b(\d{{2}})/?(\d{{5}})(\s[\d-]+)\sIB{_ITEM_END}", r"PCT/IB\1/\2\3 IB"),
    (rf"\b([A-Z]{{2}})(\d{{2}})0(\d{{5}})(\s[\d-]+)\sWO{_ITEM_END}", r"PCT/\1\2/\3\4 WO"),
    (rf"(PCT/[^{ITEM_SEPARATOR}]*?)\s+[A-Z]{{2}}{_ITEM_END}", r"\1"),
    (rf"([^{ITEM_SEPARATOR}]*\S)\s+([A-Z]{{2}}){_ITEM_END}", r"\2\1"),
)
_HTML = (
    (r"</?[A-Za-z][^<>]*>", " "),
    (r"&nbsp;", " "),
    (r"&lt;", "<"),
    (r"&gt;", ">"),
    (r"&quot;", '"'),
    (r"&#39;|&apos;", "'"),
    (r"&amp;", "&"),
)

FORMAT = Format(
    name="patentscope",
    vendor="PATENTSCOPE",
    signature=frozenset(
        {"Priority Data", "Priorities Data", "FP Image", "Application Id", "National Phase Entries"}
    ),
    columns={
        "publication_number": ("Publication Number",),
        "office": ("Country",),
        "publication_date": ("Publication Date",),
        "application_number": ("Application Number",),
        "filing_date": ("Application Date",),
        "original_title": ("Title",),
        "original_abstract": ("Abstract",),
        "applicants": ("Applicants",),
        "inventors": ("Inventors",),
        "ipc": ("IPC", "I P C"),
        "priority_numbers": ("Priority Data", "Priorities Data"),
        "vendor_record_id": ("Application Id",),
    },
    separator=rf"\s*[;{ITEM_SEPARATOR}]\s*",
    missing=frozenset({""}),
    unused=frozenset({"FP Image", "Image", "National Phase Entries"}),
    rewrites={
        "original_title": _HTML,
        "original_abstract": _HTML,
        "applicants": _HTML,
        "priority_numbers": _PRIORITIES,
        # An asterisk follows some Korean numbers.
        "publication_number": ((r"\*$", ""),),
    },
)
