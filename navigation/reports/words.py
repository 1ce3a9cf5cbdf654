"""Words from facts: numbers in a language's form, and a section's paragraphs from its template.

A fact in a paragraph stands between private-use characters, `OPEN id MIDDLE text CLOSE`: a renderer
either makes something of it (`spans`) or strips it (`strip`).

Paragraphs are separated by blank lines. A paragraph that starts with `# ` is a heading, `- ` lines
are a list, `= ` lines are headline figures (`label | number`), and `@name` is an exhibit's place.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import jinja2

from navigation.reports.document import Exhibit, Fact, Phrase, Report, Section, facts_plain
from navigation.reports.receipts import Receipt, Value

LANGUAGES = ("zh", "en")
REFERENCE = "@"  # before the id of an exhibit, where a fact's id would stand
OPEN, MIDDLE, CLOSE = "\ue000", "\ue001", "\ue002"
_MARKED = re.compile(f"{OPEN}([^{MIDDLE}]*){MIDDLE}([^{CLOSE}]*){CLOSE}")
# Controls, bidirectional overrides and our own marks never come from a record into a report.
_UNWANTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ue000-\ue002]")
_REGULAR = (
    "publications", "applicants", "owners", "clusters", "offices", "enterprises", "inventors", "files",
    "candidates", "rows", "recommendations", "portfolios", "patents", "teams", "cells", "links", "pools",
    "pairs", "inventions",
)  # fmt: skip
_SINGULAR = {word: word.removesuffix("s") for word in _REGULAR} | {
    "families": "family",
    "leaves": "leaf",
    "branches": "branch",
    "technologies": "technology",
}
_VERBS = {"are": "is", "were": "was", "have": "has", "hold": "holds", "belong": "belongs", "lie": "lies"}
# A printed 1, at most two words such as "active" or "simple" (no "of", no "or"), the noun and its verb.
_COUNTED_ONE = re.compile(
    f"(?P<before>{MIDDLE}1{CLOSE} (?:(?!of |or |and |in )[a-z-]+ ){{0,2}})"
    f"(?P<noun>{'|'.join(_SINGULAR)})\\b(?: (?P<verb>{'|'.join(_VERBS)})\\b)?"
)
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip


class _Printed(str):
    """Text that is ready for the page and may hold marks of facts."""


@dataclass(frozen=True)
class Block:
    """A paragraph, heading, list, row of headline figures, or an exhibit's place."""

    kind: str
    lines: tuple[str, ...]


@lru_cache(maxsize=4)
def words(language: str) -> Mapping[str, str]:
    """All fixed words of a language by dotted key."""
    text = resources.files("navigation.reports").joinpath(f"words.{language}.toml").read_text("utf-8")
    return dict(_flat(tomllib.loads(text), ""))


def word(key: str, language: str) -> str:
    """A fixed word; a missing key is an error."""
    return words(language)[key]


def code_word(group: str, code: object, language: str) -> str:
    """The word of a code such as a stage or status; the code itself where none is known."""
    return words(language).get(f"{group}.{code}", clean(str(code)))


def _flat(tree: Mapping[str, Any], prefix: str) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for key, value in tree.items():
        name = f"{prefix}.{key}" if prefix else key
        pairs += _flat(value, name) if isinstance(value, Mapping) else [(name, str(value))]
    return pairs


def clean(text: str, longest: int = 200) -> str:
    """Text of a record as it may stand on a page: no control characters, not endless."""
    tidy = _UNWANTED.sub("", re.sub(r"[\s\x0b\x0c]+", " ", text)).strip()
    return tidy if len(tidy) <= longest else tidy[: longest - 1] + "…"


def _grouped(value: float, digits: int, language: str) -> str:
    # Chinese usage groups digits from five on, English from four on.
    plain = f"{value:.{digits}f}"
    return plain if language == "zh" and abs(value) < 10_000 else f"{value:,.{digits}f}"


def _day(value: str, language: str) -> str:
    day = dt.date.fromisoformat(value)
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


_PRINTERS: dict[str, Callable[[Any, str], str]] = {
    "count": lambda v, language: _grouped(v, 0, language),
    "number": lambda v, language: _grouped(v, 1, language),
    "score": lambda v, _: f"{v:.1f}",
    "ratio": lambda v, _: f"{v:.2f}",
    "percent": lambda v, _: f"{100 * v:.1f}%",
    "magnitude": lambda v, _: f"{100 * abs(v):.1f}%",
    "points": lambda v, _: "0.0" if abs(v) < 0.05 else f"{v:+.1f}",
    "year": lambda v, _: f"{v:.0f}",
    "date": _day,
    "text": lambda v, _: clean(str(v)),
}


def format_value(value: Value, kind: str, language: str) -> str:
    """A value as people of the language write it; a missing one as "too few"."""
    if value is None:
        return word("too_few", language)
    return _PRINTERS[kind](value, language).replace("-", "−" if kind not in ("text", "date") else "-")


def fact_text(fact: Fact, language: str) -> str:
    """What a fact prints as."""
    return format_value(fact.value, fact.kind, language)


def receipt_text(receipt: Receipt, language: str) -> str:
    """A receipt in one line: table, rows, measure."""
    measure, _, column = receipt.measure.partition(":")
    text = f"{word('receipt.table', language)} {receipt.table}"
    if receipt.where:
        conditions = ", ".join(f"{c} {_condition_text(v)}" for c, v in receipt.where.items())
        text += f"; {word('receipt.where', language)} {conditions}"
    text += f"; {word(f'receipt.{measure}', language)}{' ' + column if column else ''}"
    for name, other in (("less", receipt.less), ("per", receipt.per)):
        if other is not None:
            text += f"; {word(f'receipt.{name}', language)} ({receipt_text(other, language)})"
    return text


def _condition_text(condition: Any) -> str:
    if condition is None:
        return "∅"
    if isinstance(condition, Mapping):
        signs = {"at_least": "≥", "at_most": "≤", "above": ">", "below": "<", "not": "≠", "has": "∋"}
        parts = []
        for name, value in condition.items():
            if name in ("among", "outside"):
                inner = ", ".join(f"{c} {_condition_text(v)}" for c, v in value["where"].items())
                parts.append(
                    f"{'∈' if name == 'among' else '∉'} {value['table']}.{value['column']} [{inner}]"
                )
            elif name == "known":
                parts.append("≠ ∅" if value else "= ∅")
            else:
                parts.append(f"{signs[name]} {value}")
        return " ".join(parts)
    if isinstance(condition, (list, tuple)) and condition and isinstance(condition[0], Mapping):
        either = (", ".join(f"{c} {_condition_text(v)}" for c, v in part.items()) for part in condition)
        return "(" + " | ".join(either) + ")"
    if isinstance(condition, (list, tuple)):
        return "∈ {" + ", ".join(str(v) for v in condition) + "}"
    return f"= {condition}"


@lru_cache(maxsize=4)
def _environment(language: str) -> jinja2.Environment:
    def printed(value: Any) -> str:
        if isinstance(value, Fact):
            return f"{OPEN}{value.id}{MIDDLE}{fact_text(value, language)}{CLOSE}"
        if isinstance(value, Phrase):
            return clean(value.of(language))
        if isinstance(value, (_Printed, jinja2.Undefined)):
            return str(value)
        return clean(str(value))

    def listed(values: Sequence[Any], most: int = 0) -> str:
        shown = [printed(v) for v in (values[:most] if most else values)]
        cut = bool(most) and len(values) > most
        if language == "zh":
            return _Printed("、".join(shown) + ("等" if cut else ""))
        if cut or len(shown) < 2:
            return _Printed(", ".join(shown) + (" and others" if cut else ""))
        return _Printed(", ".join(shown[:-1]) + " and " + shown[-1])

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("navigation.reports", "sections"),
        undefined=jinja2.StrictUndefined,
        autoescape=False,  # plain text; the HTML renderer escapes every character of it
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=printed,
    )
    environment.filters["listed"] = listed
    environment.filters["advice"] = lambda rule: _Printed(words(language).get(f"advice.{rule}", ""))
    environment.filters["code"] = lambda code, group: _Printed(code_word(group, code, language))
    return environment


def prose(section: Section, report: Report, language: str) -> tuple[Block, ...]:
    """A section's paragraphs in a language; one sentence where its tables have no rows.

    Raises
    ------
    jinja2.UndefinedError
        The template uses a name the section does not give.
    """
    if section.lacking:
        return (Block("paragraph", (word(f"{section.stem}.lacking", language),)),)
    template = _environment(language).get_template(f"{section.stem}.{language}.j2")
    text = template.render({**cover(report), **section.context})
    return blocks(agreed(text) if language == "en" else text, language)


def agreed(text: str) -> str:
    """English text in which a counted noun after a printed 1, and its verb, are singular."""

    def singular(match: re.Match[str]) -> str:
        verb = match["verb"]
        return match["before"] + _SINGULAR[match["noun"]] + (f" {_VERBS[verb]}" if verb else "")

    return _COUNTED_ONE.sub(singular, text)


def layout(
    section: Section, report: Report, language: str, numbers: Mapping[str, tuple[str, int]] | None = None
) -> tuple[Block | Exhibit, ...]:
    """A section as renderers set it: blocks of words with the exhibits in their places.

    Headings under which nothing stands are left out; exhibits no template places come last. Where the
    exhibits' `numbers` are given, the paragraph before them refers to them.
    """
    known = {exhibit.id: exhibit for exhibit in section.exhibits}
    parts: list[Block | Exhibit] = []
    for block in prose(section, report, language):
        if block.kind != "exhibit":
            parts.append(block)
        elif (place := block.lines[0]) in known:
            parts.append(known.pop(place))
        else:
            # `@name` also places all of `name--…`, an exhibit made once per subject.
            several = [key for key in known if key.startswith(f"{place}--")]
            parts += [known.pop(key) for key in several]
    parts += known.values()
    following = [*parts[1:], Block("heading", ())]
    kept = [p for p, after in zip(parts, following, strict=True) if not (_heads(p) and _heads(after))]
    return tuple(kept if numbers is None else _referring(kept, section.stem, numbers, language))


def _referring(
    parts: list[Block | Exhibit], stem: str, numbers: Mapping[str, tuple[str, int]], language: str
) -> list[Block | Exhibit]:
    """The parts with the exhibits that follow a paragraph named at its end."""
    found: list[Block | Exhibit] = []
    paragraph: int | None = None
    named: dict[int, list[str]] = {}
    for part in parts:
        if isinstance(part, Exhibit):
            if paragraph is not None:
                sort, number = numbers[f"{stem}.{part.id}"]
                name = word(f"{sort}_number", language).replace("{number}", str(number))
                mark = f"{OPEN}{REFERENCE}{stem}.{part.id}{MIDDLE}{name}{CLOSE}"
                named.setdefault(paragraph, []).append(mark)
        elif part.kind in ("paragraph", "heading"):
            paragraph = len(found) if part.kind == "paragraph" else None
        elif part.kind == "list" and found and isinstance(found[-1], Exhibit):
            paragraph = None
        found.append(part)
    for place, marks in named.items():
        block = found[place]
        if isinstance(block, Block):
            said = word("reference", language).replace(
                "{names}", word("list_separator", language).join(marks)
            )
            found[place] = Block(block.kind, (*block.lines[:-1], _before_stop(block.lines[-1], said)))
    return found


def _before_stop(text: str, said: str) -> str:
    """The text with something said before its full stop."""
    stop = text[-1:] if text[-1:] in ("。", ".", "；", "：", ":") else ""
    return text.removesuffix(stop) + said + stop


def _heads(part: Block | Exhibit) -> bool:
    return isinstance(part, Block) and part.kind == "heading"


def numbers(report: Report, language: str) -> dict[str, tuple[str, int]]:
    """`figure` or `table` and a running number for every exhibit, in the order of reading."""
    found: dict[str, tuple[str, int]] = {}
    counts = {"figure": 0, "table": 0}
    for section in report.sections:
        for part in layout(section, report, language):
            if isinstance(part, Exhibit):
                sort = "table" if part.look == "table" else "figure"
                counts[sort] += 1
                found[f"{section.stem}.{part.id}"] = (sort, counts[sort])
    return found


def cover(report: Report) -> dict[str, Any]:
    """What every template may use besides its own facts: names from the study."""
    settings = report.settings
    title = settings["title"]
    zone = settings.get("zone") or word("office.zone", "zh")
    zone_en = settings.get("zone_en") or settings.get("zone") or word("office.zone", "en")
    return {
        "report": report.name,
        "title": Phrase(title, settings.get("title_en") or title),
        "zone": Phrase(zone, zone_en),
        "industry": Phrase(
            settings.get("industry") or title,
            settings.get("industry_en") or settings.get("title_en") or title,
        ),
    }


def blocks(text: str, language: str) -> tuple[Block, ...]:
    """Text of a template as blocks; lines of a paragraph are joined as the language joins them."""
    glue = "" if language == "zh" else " "
    found = []
    # Headings and exhibits stand alone even where a template left no blank line around them.
    apart = re.sub(r"(?m)^[ \t]*((?:# |@).*)$", r"\n\n\1\n\n", text)
    for part in re.split(r"\n\s*\n", apart):
        lines = _items([line.strip() for line in part.strip().splitlines() if line.strip()])
        if not lines:
            continue
        if lines[0].startswith(("# ", "@")):
            kind, text_of = ("heading", lines[0][2:]) if lines[0][0] == "#" else ("exhibit", lines[0][1:])
            found.append(Block(kind, (text_of,)))
            continue
        for kind, sign in (("list", "- "), ("headline", "= ")):
            if lines and lines[0].startswith(sign):
                found.append(Block(kind, tuple(line[2:] for line in lines)))
                lines = []
        if lines:
            found.append(Block("paragraph", (glue.join(lines),)))
    return tuple(found)


def _items(lines: list[str]) -> list[str]:
    """Lines of a list with the lines that continue an item joined to it."""
    if not lines or not lines[0].startswith("- "):
        return lines
    joined: list[str] = []
    for line in lines:
        if line.startswith("- "):
            joined.append(line)
        else:
            joined[-1] += line
    return joined


def spans(text: str) -> list[tuple[str | None, str]]:
    """Text as pieces: (fact id, printed text) for facts, (None, text) between them."""
    pieces: list[tuple[str | None, str]] = []
    at = 0
    for match in _MARKED.finditer(text):
        if match.start() > at:
            pieces.append((None, text[at : match.start()]))
        pieces.append((match[1], match[2]))
        at = match.end()
    if at < len(text):
        pieces.append((None, text[at:]))
    return pieces


def strip(text: str) -> str:
    """Text without the marks of facts."""
    return "".join(piece for _, piece in spans(text))


def facts_json(report: Report) -> str:
    """The report's facts with what they print as, and its exhibits, as JSON with stable bytes."""
    plain = facts_plain(report)
    for entry, fact in zip(plain["facts"], report.facts, strict=True):
        entry["text"] = {language: fact_text(fact, language) for language in LANGUAGES}
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
