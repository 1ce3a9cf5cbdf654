"""A report's content without looks: facts with receipts, exhibits, sections, the report.

Nothing here knows a language or a file format. A section computes facts and exhibits; `words`
turns them into paragraphs of one language; a renderer gives those a look.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import pandas as pd

from corpus import lists
from corpus.contract import TEXTS_DTYPE
from navigation.reports import receipts
from navigation.reports.membership import Membership
from navigation.reports.receipts import Lookup, Receipt, Value, Where

# How a fact prints, independent of language; `words` holds the printing.
KINDS = ("count", "number", "ratio", "score", "percent", "magnitude", "points", "year", "date", "text")


@dataclass(frozen=True)
class Phrase:
    """A text that exists in each language, such as a branch's label."""

    zh: str
    en: str

    def of(self, language: str) -> str:
        """The text in the language."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True)
class Fact:
    """A number (or date) that prose prints: its id, its value and the receipt it came from."""

    id: str
    value: Value
    kind: str
    receipt: Receipt

    @property
    def known(self) -> bool:
        """Whether there is a value to print."""
        return self.value is not None


class Ask(Protocol):
    """Computes a fact of one section from a receipt."""

    def __call__(
        self,
        id: str,
        table: str,
        measure: str,
        where: Where | None = None,
        *,
        kind: str = "count",
        less: Receipt | None = None,
        per: Receipt | None = None,
    ) -> Fact:
        """The fact `<section>.<id>`."""


def asking(stem: str, **tables: pd.DataFrame) -> Ask:
    """The function by which a section asks its tables for facts."""

    def ask(
        id: str,
        table: str,
        measure: str,
        where: Where | None = None,
        *,
        kind: str = "count",
        less: Receipt | None = None,
        per: Receipt | None = None,
    ) -> Fact:
        if kind not in KINDS:
            raise ValueError(f"fact {id}: unknown kind {kind}")
        receipt = Receipt(table, measure, where or {}, less, per)
        return Fact(f"{stem}.{id}", receipts.evaluate(receipt, tables), kind, receipt)

    return ask


@dataclass(frozen=True, eq=False)
class Exhibit:
    """A figure or a table: the data it shows and what a reader must know about them.

    Parameters
    ----------
    id
        Name within its section; its title is the words `<section>.<id>`.
    look
        `table`, or the name of a figure in `figures.FIGURES`.
    frame
        The data shown, one row per mark or line.
    sources
        Tables the data come from.
    n
        Units behind the exhibit; None where it is a listing.
    unit
        Words key of the unit counted, such as `families`.
    columns
        For a table: columns shown, in order. Others stay in the CSV twin.
    window
        First and last year shown, if any.
    caveats
        Words keys of cautions.
    subject
        What the exhibit is about where one section shows several of a kind.
    options
        What the look needs besides the data.
    keys
        Columns of the frame that say which families a row is about, and the key each is, beside
        those `membership.KEYS` knows.
    within
        Keys and values that hold for every row.
    """

    id: str
    look: str
    frame: pd.DataFrame
    sources: tuple[str, ...]
    n: int | None = None
    unit: str = "families"
    columns: tuple[str, ...] = ()
    window: tuple[int, int] | None = None
    caveats: tuple[str, ...] = ()
    subject: Phrase | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)
    within: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Section:
    """A part of a report: what its words may use, and its exhibits.

    `lacking` names the tables without rows because of which nothing can be said; the section is
    then one sentence.
    """

    stem: str
    context: Mapping[str, Any] = field(default_factory=dict)
    exhibits: tuple[Exhibit, ...] = ()
    lacking: tuple[str, ...] = ()

    @property
    def is_silent(self) -> bool:
        """Whether it has nothing to say, not even what it lacks; a report leaves it out."""
        return not (self.context or self.exhibits or self.lacking)

    @property
    def facts(self) -> tuple[Fact, ...]:
        """All facts of the context, in order of id."""
        found = {fact.id: fact for fact in _walk(self.context)}
        return tuple(found[key] for key in sorted(found))


@dataclass(frozen=True, eq=False)
class Report:
    """A report: its sections in order, and what stands on its cover.

    `find` gives the tables its receipts name, `membership` the families behind them where it has any.
    """

    name: str
    settings: Mapping[str, Any]
    sections: tuple[Section, ...]
    find: Lookup | None = None
    membership: Membership | None = None

    @property
    def facts(self) -> tuple[Fact, ...]:
        """All facts, in order of id."""
        return tuple(sorted((f for s in self.sections for f in s.facts), key=lambda fact: fact.id))

    @property
    def exhibits(self) -> tuple[tuple[str, Exhibit], ...]:
        """All exhibits with their full ids."""
        return tuple((f"{s.stem}.{e.id}", e) for s in self.sections for e in s.exhibits)


def _walk(value: Any) -> Iterator[Fact]:
    if isinstance(value, Fact):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _walk(item)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for item in value:
            yield from _walk(item)


def exhibit_csv(exhibit: Exhibit) -> str:
    """The exhibit's data as CSV: lists joined by `; `, dates ISO, missing cells empty."""
    frame = exhibit.frame.copy()
    for column in frame.columns:
        if frame[column].dtype == TEXTS_DTYPE:
            frame[column] = lists.join(frame[column], "; ")
        elif pd.api.types.is_float_dtype(frame[column].dtype):
            frame[column] = frame[column].map(lambda v: f"{v:.10g}", na_action="ignore").astype("str")
        elif pd.api.types.is_datetime64_any_dtype(frame[column].dtype):
            frame[column] = frame[column].dt.strftime("%Y-%m-%d")
    return frame.to_csv(index=False, lineterminator="\n")


def facts_plain(report: Report) -> dict[str, Any]:
    """All facts and exhibits of a report as JSON data, sorted."""
    exhibits = [
        {
            "id": name,
            "sources": sorted(exhibit.sources),
            "rows": len(exhibit.frame),
            "sha256": hashlib.sha256(exhibit_csv(exhibit).encode()).hexdigest(),
        }
        for name, exhibit in sorted(report.exhibits, key=lambda pair: pair[0])
    ]
    facts = [
        {"id": f.id, "value": f.value, "kind": f.kind, "receipt": receipts.to_plain(f.receipt)}
        for f in report.facts
    ]
    as_of = report.settings.get("as_of")
    return {
        "report": report.name,
        "as_of": as_of.isoformat() if isinstance(as_of, dt.date) else None,
        "version": report.settings.get("version"),
        "study_digest": report.settings.get("study_digest"),
        "synthetic": bool(report.settings.get("synthetic")),
        "facts": facts,
        "exhibits": exhibits,
    }
