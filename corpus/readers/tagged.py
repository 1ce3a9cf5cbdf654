"""Tagged text: a tag before every field, a record over several lines; tags stand for headings.

Three ways of tagging are read: two letters with continuation by indent, `ER` after each record and
`EF` after the last (Web of Science, Derwent Innovations Index); `%0 … %T …` (EndNote); and
`{Reference Type}: …` (NoteExpress). Lists of references, one a line, are read by their parts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from corpus.readers.format import Format
from corpus.readers.recognition import Headings, rank
from corpus.readers.references import is_reference_list, read_references
from corpus.readers.sheets import ITEM_SEPARATOR, Broken, Sheet
from corpus.text import Decoded

# Heading of the one publication a row speaks of, where a record speaks of several.
OWN_NUMBER = "publication of the row"

_LINE_END = re.compile(r"\r\n|\r|\n")
_LETTERS = re.compile(r"([A-Z][A-Z0-9])(?: (.*))?$", re.DOTALL)
_PERCENT = re.compile(r"(%\S)(?: (.*))?$", re.DOTALL)
_BRACES = re.compile(r"\{([^{}]+)\}:(.*)$", re.DOTALL)
_CUT = "the record is cut off: its end mark ER is missing"


@dataclass(frozen=True)
class _Record:
    """One record: the line it starts on, and the lines of each field with their numbers."""

    line: int
    fields: Mapping[str, list[tuple[int, str]]] = field(repr=False)


_Read = tuple[list[_Record], list[Broken], dict[str, None]]


def read_tagged(decoded: Decoded, formats: Sequence[Format]) -> Sheet | None:
    """Sheet of tagged text or of a list of references; None where the text is neither.

    Each record is a row, whose number is the line it starts on. Where the format says that a record
    speaks of several publications, each of these is a row, numbered by the first line that speaks of
    it alone. A record without its end, text outside records and what runs together is left broken.
    """
    reader = _reader(decoded.text)
    if reader is not None:
        records, broken, tags = reader(_LINE_END.split(decoded.text))
        return _sheet(decoded, formats, records, broken, tags)
    if is_reference_list(decoded.text):
        return read_references(decoded, formats)
    return None


def _reader(text: str) -> Callable[[Sequence[str]], _Read] | None:
    unix = _LINE_END.sub("\n", text)
    starts = bool(re.match(r"\s*(?:FN |PT [A-Z]\s*\n)", unix))
    begins, ends = (bool(re.search(p, unix, re.MULTILINE)) for p in (r"^PT [A-Z]\s*$", r"^E[RF]\s*$"))
    if (starts and begins) or (begins and ends):
        return _read_letters
    if re.search(r"^%0 \S", unix, re.MULTILINE) and re.search(r"^%[A-Z@] ", unix, re.MULTILINE):
        return lambda lines: _read_started(lines, _PERCENT, "%0", ("%T", "%@"))
    if re.search(r"^\{Reference Type\}:", unix, re.MULTILINE):
        return lambda lines: _read_started(lines, _BRACES, "Reference Type", ("Title", "Notes"))
    return None


def _read_letters(lines: Sequence[str]) -> _Read:
    """Records between `PT` and `ER`, of files between `FN` and `EF`."""
    records: list[_Record] = []
    broken: list[Broken] = []
    tags: dict[str, None] = {}
    current: dict[str, list[tuple[int, str]]] | None = None
    start, tag, stray, is_open_file = 0, "", 0, False
    for number, line in enumerate(lines, start=1):
        found = _LETTERS.match(line)
        if found and found[1] in ("FN", "EF", "PT", "ER"):
            if current is not None and found[1] != "ER":
                broken.append(Broken(start, _beginning(current), _CUT))
            elif current is not None:
                _close(_Record(start, current), records, broken)
            elif found[1] == "ER":
                broken.append(Broken(number, line, "an end mark ER without a record before it"))
            if found[1] == "FN" and is_open_file:
                broken.append(Broken(number, line, "a file begins before the one above has ended (EF)"))
            is_open_file = found[1] == "FN" or (is_open_file and found[1] != "EF")
            current, tag, start, stray = None, "PT", number, 0
            if found[1] == "PT":
                current = {"PT": [(number, found[2] or "")]}
        elif current is not None and found:
            tag = found[1]
            tags[tag] = None
            current.setdefault(tag, []).append((number, found[2] or ""))
            if current[tag][0][0] != number:
                current[tag][-1] = (number, _TWICE)
        elif current is not None and line.strip():
            current[tag].append((number, line))
        elif line.strip() and not (found and found[1] == "VR"):
            if not stray:
                broken.append(Broken(number, line, "text outside a record"))
            stray = number
    if current is not None:
        broken.append(Broken(start, _beginning(current), _CUT))
    elif is_open_file and not (stray and stray == len(lines)):
        broken.append(Broken(len(lines), "", "the file ends without its end mark EF: it was cut off"))
    return records, broken, tags


# No line holds it: control characters are removed when a file is decoded.
_TWICE = "\0"


def _close(record: _Record, records: list[_Record], broken: list[Broken]) -> None:
    """Keep a record, unless a tag stands in it twice."""
    twice = [tag for tag, lines in record.fields.items() if any(text == _TWICE for _, text in lines)]
    if twice:
        reason = f"tag {twice[0]} stands twice: two records run together"
        broken.append(Broken(record.line, _beginning(record.fields), reason))
    else:
        records.append(record)


def _read_started(lines: Sequence[str], pattern: re.Pattern[str], first: str, single: Sequence[str]) -> _Read:
    """Records that begin with the tag `first` and have no end mark; tags but `single` may repeat."""
    records: list[_Record] = []
    broken: list[Broken] = []
    tags: dict[str, None] = {}
    current: dict[str, list[tuple[int, str]]] = {}
    start, tag, is_inside = 0, "", False
    for number, line in enumerate([*lines, ""], start=1):
        found = pattern.match(line.strip("\ufeff"))
        ends = number > len(lines) or bool(found and found[1] == first)
        if ends and is_inside:
            _keep_started(_Record(start, current), single, records, broken)
        if found and found[1] == first:
            current, start, is_inside = {}, number, True
        if found and is_inside:
            tag = found[1]
            tags[tag] = None
            current.setdefault(tag, []).append((number, (found[2] or "").strip()))
        elif line.strip() and is_inside:
            at, text = current[tag][-1]
            current[tag][-1] = (at, f"{text}\n{line.strip()}")
        elif line.strip() and (not broken or broken[-1].reason != "text outside a record"):
            broken.append(Broken(number, line, "text outside a record"))
    return records, broken, tags


def _keep_started(
    record: _Record, single: Sequence[str], records: list[_Record], broken: list[Broken]
) -> None:
    twice = [tag for tag in single if len(record.fields.get(tag, ())) > 1]
    if twice:
        reason = f"tag {twice[0]} stands twice: two records run together"
        broken.append(Broken(record.line, _beginning(record.fields), reason))
    else:
        fields = {
            tag: [(lines[0][0], ITEM_SEPARATOR.join(text for _, text in lines))]
            for tag, lines in record.fields.items()
        }
        records.append(_Record(record.line, fields))


def _beginning(fields: Mapping[str, Sequence[tuple[int, str]]]) -> str:
    """What a record says first, for the person who looks for it."""
    lines = fields.get("PN") or fields.get("%T") or fields.get("Title") or next(iter(fields.values()))
    return lines[0][1]


def _sheet(
    decoded: Decoded,
    formats: Sequence[Format],
    records: Sequence[_Record],
    broken: Sequence[Broken],
    tags: Iterable[str],
) -> Sheet:
    headings = tuple(tags)
    ranking = rank(headings, formats)
    lined = ranking[0].format.publication_lines if ranking else ()
    rows: list[tuple[int, Mapping[str, str]]] = []
    if lined and lined[0] in headings:
        parts = {tag for heading in lined for tag in heading.split("+")}
        headings = (OWN_NUMBER, *lined, *(tag for tag in headings if tag not in parts))
        ranking = rank(headings, formats)
        broken = list(broken)
        for record in records:
            found = list(_publications(record, lined))
            if max(line for line, _ in found) > max(lines[-1][0] for lines in record.fields.values()):
                reason = "it lists more publications than it has lines"
                broken.append(Broken(record.line, _beginning(record.fields), reason))
            else:
                rows += found
    else:
        rows = [(record.line, _texts(record)) for record in records]
    return Sheet(
        "",
        "tagged text",
        decoded.encoding,
        decoded.control_count,
        Headings(0, headings, ranking),
        [[texts.get(tag, "") for tag in headings] for _, texts in rows],
        [line for line, _ in rows],
        broken,
        evidence=decoded.evidence,
    )


def _texts(record: _Record) -> dict[str, str]:
    return {
        tag: "\n".join(text.strip() for _, text in lines if text.strip())
        for tag, lines in record.fields.items()
    }


def _publications(record: _Record, lined: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """A row for each publication that the first of the `lined` tags lists.

    The other lined tags hold, for some of these publications, a line that begins with its number,
    and maybe lines below it that are indented further.
    """
    texts = _texts(record)
    listed = [n for n in re.split(r"[;\s]+", texts.get(lined[0], "")) if n]
    own: dict[str, dict[str, str]] = {number: {} for number in listed}
    places: dict[str, int] = {}
    for heading in lined[1:]:
        for tag in heading.split("+"):
            texts.pop(tag, None)
            for number, (line, text) in _lines_of(record.fields.get(tag, ()), own):
                places.setdefault(number, line)
                kept = own[number].get(heading)
                own[number][heading] = text if kept is None else f"{kept}\n{text}"
    if not own:
        yield record.line, {**texts, OWN_NUMBER: ""}
    free = (line for line in count(record.line) if line not in set(places.values()))
    for number in own:
        line = places[number] if number in places else next(free)
        yield line, {**texts, **own[number], OWN_NUMBER: number}


def _lines_of(
    lines: Sequence[tuple[int, str]], numbers: Mapping[str, object]
) -> Iterator[tuple[str, tuple[int, str]]]:
    """Each line with the publication it speaks of; lines before the first number speak of none."""
    of = None
    for place, (line, text) in enumerate(lines):
        words = text.split()
        indent = 0 if place == 0 else len(text) - len(text.lstrip())
        if words and words[0].rstrip(":") in numbers and indent <= 3:
            of = words[0].rstrip(":")
        if of is not None and text.strip():
            yield of, (line, text.strip())
