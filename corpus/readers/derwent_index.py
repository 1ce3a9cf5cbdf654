"""Derwent Innovations Index: tagged text of the Web of Science, one record for each DWPI family.

A record describes a family and lists its publications (PN) with the day of each (PD), the
application behind it (AD) and what it cites (CP). Each publication is a row here, numbered by the
line that speaks of it, and has all the others of its record as its family: so a grant keeps its own
day, application and kind, and meets the same publication in another export. What the record says of
the family, its title, abstract, people and classes, stands in each row. The abstract and title are
Derwent's own, in English.

Application numbers are short: `CN10519735 30 Sep 2014` is CN201410519735. They are completed by the
rules below, checked where another vendor prints the same application in full; a number that no rule
completes is set aside, since without its year it would stand for several applications. The earliest
priority is the first line of PI, which may leave out a provisional application.
"""

from __future__ import annotations

from corpus.readers.format import Format
from corpus.readers.tagged import OWN_NUMBER

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = tuple(
    (rf"(?m)\s+(\d\d) {name} (\d{{4}})\s*$", rf" \2-{month:02}-\1")
    for month, name in enumerate(_MONTHS, start=1)
)
# Derwent's spelling of publication numbers that offices and other vendors write otherwise.
_NUMBERS = (
    (r"\bKR((?:19|20)\d{2})(\d{6})-([AU]\d?)\b", r"KR\g<1>0\2-\3"),
    (r"\b(JP(?:19|20)\d{8})-W\b", r"\1-A"),
    (r"\bTW([2-9]\d{5})-U\b", r"TWM\1-U"),
    (r"\bTW([2-9]\d{5})-B1\b", r"TWI\1-B"),
)

# A line here reads `kind|number day`; the kind is that of the publication, and absent for a priority.
_LINE = (r"(?m)^(?:\S+-([A-Z])\d?\s+)?(\S+) (\d{4}-\d\d-\d\d)$", r"\1|\2 \3")
# National phases: the day is the international one, the year in the number mostly another. Only
# these offices give such an application the international year, or no year at all.
_NATIONAL_PHASE = (
    r"^\S+\s+(?=\S)(?!(?:CN|EP|AU|DE|CA)\d).*(?:\n.*)*\n\S+\s+PCT application [\s\S]*$",
    "?",
)
_FIRST_LINE = (r"\n[\s\S]*$", "")
_COMPLETE = (
    # International applications carry year and receiving office.
    (r"WO([A-Z]{2})(\d{5,6}) ((\d{4})\S+)", r"WO\4\1\2 \3"),
    (r"CN(\d{8}) ((20\d\d)\S+)", r"CN\3\1 \2"),
    (r"CN(\d{6}) (\d\d(\d\d)\S+)", r"CN\3\1 \2"),
    (r"EP(\d{6}) (\d\d(\d\d)\S+)", r"EP\3\1 \2"),
    (r"FR0(\d{5}) (\d\d(\d\d)\S+)", r"FR\3\1 \2"),
    (r"GB0(\d{5}) ((20(?:09|[1-9]\d))\S+)", r"GB\3\1 \2"),
    (r"GB0(\d{5}) (\d\d(\d\d)\S+)", r"GB\3\1 \2"),
    (r"(RU|AU)(\d{6}) ((20\d\d)\S+)", r"\1\4\2 \3"),
    (r"RO0(\d{5}) ((20\d\d)\S+)", r"RO\3\1 \2"),
    (r"IL(\d{6}) (\d\d(\d\d)\S+)", r"IL\1\3 \2"),
    (r"BR10(\d{6}) ((20\d\d)\S+)", r"BR10\3\1 \2"),
    (r"DE(1[01]|20)(\d{6}) ((20(?:0[4-9]|[1-9]\d))\S+)", r"DE\1\4\2 \3"),
    (r"DE10(\d{5}) (20(0[0-3])\S+)", r"DE1\3\1 \2"),
    (r"DE20(\d{5}) (20(0[0-3])\S+)", r"DE2\3\1U \2"),
    (r"(CA|NL)(\d{7}) (\S+)", r"\1\2 \3"),
    # The United States begin again with the next series after a million; year and first digit tell
    # the series. Until 2010 a number ends in its year instead.
    (r"US(\d{8}) (\S+)", r"US\1 \2"),
    (r"US0*([1-9]\d*)(P?) ((?:19|20)(0\d|10|[89]\d)-\S+)", r"US\1\4\2 \3"),
    (r"US([0-3]\d{5}) (2011\S+)", r"US201113\1 \2"),
    (r"US([3-7]\d{5}) (2012\S+)", r"US201213\1 \2"),
    (r"US([7-9]\d{5}) (2013\S+)", r"US201313\1 \2"),
    (r"US([01]\d{5}) (2013\S+)", r"US201314\1 \2"),
    (r"US([1-5]\d{5}) (2014\S+)", r"US201414\1 \2"),
    (r"US([5-9]\d{5}) (2015\S+)", r"US201514\1 \2"),
    (r"US(9\d{5}) (2016\S+)", r"US201614\1 \2"),
    (r"US([0-3]\d{5}) ((201[67])\S+)", r"US\g<3>15\1 \2"),
    (r"US([4-8]\d{5}) (2017\S+)", r"US201715\1 \2"),
    (r"US([3-9]\d{5})P ((201[1-3])\S+)", r"US\g<3>61\1P \2"),
    (r"US(9\d{5})P (2014\S+)", r"US201461\1P \2"),
    (r"US([01]\d{5})P (2014\S+)", r"US201462\1P \2"),
    (r"US([0-6]\d{5})P ((201[5-7])\S+)", r"US\g<3>62\1P \2"),
)
# Patents and utility models are counted apart: the kind of the publication tells which it is, or a
# number beyond the count of utility models and before that of international applications.
_BY_KIND = (
    (r"[UY]\|KR(\d{6}) ((20\d\d)\S+)", r"KR20\g<3>0\1 \2"),
    (r"[^UY|]\|KR(\d{6}) ((20\d\d)\S+)", r"KR10\g<3>0\1 \2"),
    (r"\|KR((?:0[4-9]|[1-6]\d)\d{4}) ((20\d\d)\S+)", r"KR10\g<3>0\1 \2"),
    (r"[UY]\|JP(\d{6}) ((20\d\d)\S+)", r"JP\3\1U \2"),
    (r"[^UY|]\|JP(\d{6}) ((20\d\d)\S+)", r"JP\3\1 \2"),
    (r"\|JP((?:0[2-9]|[1-4]\d)\d{4}) ((20\d\d)\S+)", r"JP\3\1 \2"),
)
_INCOMPLETE = (r"(?m)^[A-Z]?\|\S+ (\S+)$", r"? \1")
_COMPLETED = (
    _LINE,
    *((rf"(?m)^{pattern}$", whole) for pattern, whole in _BY_KIND),
    *((rf"(?m)^[A-Z]?\|{pattern}$", whole) for pattern, whole in _COMPLETE),
    _INCOMPLETE,
)
_APPLICATION = "AD+FD"
# The first of two equal items stays.
_ONCE = (r"((?:^|[;\n])\s*([^;\n]+?)\s*(?:[;\n][\s\S]*?)??)[;\n]\s*\2\s*(?=[;\n]|$)", r"\1")

FORMAT = Format(
    name="derwent_index",
    vendor="Derwent Innovations Index",
    signature=frozenset({"PN", "GA", "AE", "DC", "MC"}),
    columns={
        "publication_number": (OWN_NUMBER,),
        "publication_date": ("PD",),
        "application_number": (_APPLICATION,),
        "filing_date": (_APPLICATION,),
        "priority_numbers": ("PI",),
        "earliest_priority_date": ("PI",),
        "title_en": ("TI",),
        "abstract_en": ("AB",),
        "applicants": ("AE",),
        "inventors": ("AU",),
        "ipc_main": ("PD",),
        "ipc": ("IP",),
        # A family of DWPI gathers equivalents of the same priorities, as a simple family does.
        "vendor_family_id": ("GA",),
        "family_publications": ("PN",),
        "cited_publications": ("CP",),
    },
    separator=r"\s*[;\n]\s*",
    separators={"priority_numbers": r"\s*\n\s*", "inventors": r"\s*\n\s*"},
    missing=frozenset({""}),
    unused=frozenset({"PT", "DC", "MC", "UT", "CR", "DS", "FS", "TF", "EA", "DN", "CI", "RG", "RI", "MN"}),
    rewrites={
        "publication_number": _NUMBERS,
        "family_publications": _NUMBERS,
        "publication_date": ((r"^\S+\s+(\d\d \w{3} \d{4})\b[\s\S]*$", r"\1"), (r"^\S+-[\s\S]*$", "")),
        "application_number": (*_DAYS, _NATIONAL_PHASE, _FIRST_LINE, *_COMPLETED, (r" \S+$", "")),
        "filing_date": (
            # What stands in for the day of an international application is its entry into the country.
            (r"^US\S+\s+US\S+\s+(\d\d \w{3} \d{4})\s*\nUS[\s\S]*\sPCT application [\s\S]*$", r"? \1"),
            _FIRST_LINE,
            (r"^\S+\s+\S+\s+(\d\d \w{3} \d{4})$", r"\1"),
            (r"^\S+-.*$", ""),
        ),
        # Lines stand by date and mix further priorities with the members' own applications. Of one
        # day, the international application comes before its national phases.
        "priority_numbers": (
            *_DAYS,
            (r"^\S+ (\S+)\n(?:[\s\S]*\n)?(WO\S+ \1)(?:\n[\s\S]*)?$", r"\2"),
            _FIRST_LINE,
            *_COMPLETED,
        ),
        "earliest_priority_date": (_FIRST_LINE, (r"^\S+\s+", "")),
        "ipc_main": (
            (r"^\S+\s+\d\d \w{3} \d{4}\s+([A-H]\d\d[A-Z]-\d+/\d+)\b[\s\S]*$", r"\1"),
            (r"^\S+-[A-Z]\d?\s[\s\S]*$", ""),
        ),
        # A code of four letters follows each name; a name with two codes stands twice.
        "applicants": ((r"\s*\([A-Z0-9]{4}(?:-[A-Z][\w -]*)?\)", ""), *[_ONCE] * 8),
        # The first line names the publication that cites, the others begin with what it cites.
        "cited_publications": ((r"^\S+\s*", ""), (r"(?m)^(\S+).*$", r"\1"), *_NUMBERS),
    },
    medium="tagged",
    publication_lines=("PN", "PD", _APPLICATION, "CP"),
)
