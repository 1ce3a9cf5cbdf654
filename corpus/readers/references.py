"""Lists of references after GB/T 7714: one patent a line, told apart into its parts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.readers.format import Format
from corpus.readers.recognition import Headings, rank
from corpus.readers.sheets import Broken, Sheet
from corpus.text import Decoded

# `[n]inventors. title[P]. place：number,date.`; the place may be absent, signs be of either width.
PARTS = ("发明人", "题名", "文献类型", "国家或省", "专利号", "日期")
_LINE_END = re.compile(r"\r\n|\r|\n")
_NUMBERED = re.compile(r"\s*[\[［]\s*\d+\s*[\]］]")
_REFERENCE = re.compile(
    r"\s*[\[［]\s*\d+\s*[\]］]\s*"
    # A single capital before the point is an initial.
    r"(?P<names>.*?)(?<![,，.．\s·\-\]］][A-Z])[.．]\s+(?P<title>\S.*?)\s*[\[［](?P<kind>P(?:/OL)?)[\]］]\s*[.．]\s*"
    r"(?:(?P<place>[^:：,，]*?)\s*[:：]\s*)?"
    r"(?P<number>[^,，:：]+?)\s*[,，]\s*(?P<date>\d{4}(?:[-./]\d{1,2}){0,2})\s*[.．]?\s*$"
)
_ENOUGH = 0.5


def is_reference_list(text: str) -> bool:
    """Whether most of the first lines are numbered, and some of them are references to patents."""
    lines = [line for line in _LINE_END.split(text[:100_000]) if line.strip()][:200]
    numbered = [line for line in lines if _NUMBERED.match(line)]
    patents = [line for line in numbered if re.search(r"[\[［]P(?:/OL)?[\]］]", line)]
    return bool(patents) and len(numbered) >= _ENOUGH * len(lines)


def read_references(decoded: Decoded, formats: Sequence[Format]) -> Sheet:
    """Sheet of a list of references: a row per line, numbered by it; other lines are left broken."""
    rows, numbers, broken = [], [], []
    for number, line in enumerate(_LINE_END.split(decoded.text), start=1):
        if not line.strip():
            continue
        found = _REFERENCE.match(line)
        # Two references on one line would lend the first one the number of the second.
        if found is None or len(re.findall(r"[\[［][A-Z](?:/OL)?[\]］]", line)) > 1:
            broken.append(Broken(number, line, _why(line)))
            continue
        rows.append([found[g] or "" for g in ("names", "title", "kind", "place", "number", "date")])
        numbers.append(number)
    headings = Headings(0, PARTS, rank(PARTS, formats))
    return Sheet(
        "",
        "a list of references",
        decoded.encoding,
        decoded.control_count,
        headings,
        rows,
        numbers,
        broken,
        evidence=decoded.evidence,
    )


def _why(line: str) -> str:
    kinds = re.findall(r"[\[［]([A-Z])(?:/OL)?[\]］]", line)
    if len(kinds) > 1:
        return "two references run together"
    if kinds and kinds[0] != "P":
        return f"a reference of kind {kinds[0]}, no patent"
    if not _NUMBERED.match(line):
        return "text outside a reference"
    return "the reference is cut off or has no number and date"
