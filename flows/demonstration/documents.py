"""The publications of a synthetic invention: numbers, dates and status at each office."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from flows.demonstration.world import AS_OF, Invention

_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)


@dataclass(frozen=True)
class Document:
    """One publication."""

    number: str  # canonical
    office: str
    kind: str
    published: date
    granted: bool
    application: str  # canonical, without check digit
    filed: date


def publish(invention: Invention) -> list[Document]:
    """Publications of an invention that exist at the cut-off, in order of date."""
    found = [d for office in invention.offices for d in _at(office, invention) if d.published <= AS_OF]
    return sorted(found, key=lambda d: (d.published, d.number))


def priority(invention: Invention) -> tuple[str, date]:
    """Number and date of the first filing."""
    return _application(invention.offices[0], invention), invention.filed


def check_digit(number: str) -> str:
    """Check digit of a twelve-digit Chinese application number."""
    rest = sum(int(d) * w for d, w in zip(number, _WEIGHTS, strict=True)) % 11
    return "X" if rest == 10 else str(rest)


def _at(office: str, invention: Invention) -> Iterator[Document]:
    """Application and grant at one office; later offices file within the priority year."""
    first = invention.offices[0] == office
    filed = invention.filed + timedelta(days=0 if first else 350)
    place = invention.place
    granted = invention.fate in ("in_force", "lapsed")
    laid_open = invention.filed + timedelta(days=550)
    grant = filed + timedelta(days=1150 + place % 300)
    application = _application(office, invention)

    def document(number: str, kind: str, day: date, is_grant: bool) -> Document:
        return Document(f"{office}{number}{kind}", office, kind, day, is_grant, application, filed)

    if office == "CN" and invention.is_utility_model:
        yield document(f"29{place:07d}", "U", filed + timedelta(days=200), True)
    elif office == "CN":
        yield document(f"19{place:07d}", "A", laid_open, False)
        if granted:
            yield document(f"19{place:07d}", "B", grant, True)
    elif office == "US":
        yield document(f"{laid_open.year}9{place:05d}", "A1", laid_open, False)
        if granted:
            yield document(f"19{place:06d}", "B2", grant, True)
    elif office == "EP":
        yield document(f"9{place:06d}", "A1", laid_open, False)
        if granted:
            yield document(f"9{place:06d}", "B1", grant, True)
    elif office == "JP":
        yield document(f"{laid_open.year}9{place:05d}", "A", laid_open, False)
        if granted:
            yield document(f"9{place:06d}", "B2", grant, True)
    elif office == "KR":
        yield document(f"{laid_open.year}09{place:05d}", "A", laid_open, False)
        if granted:
            yield document(f"109{place:06d}", "B1", grant, True)
    elif office == "CA":
        yield document(f"9{place:06d}", "A1", laid_open, False)
        if granted:
            yield document(f"9{place:06d}", "C", grant, True)
    elif office == "AU":
        yield document(f"{laid_open.year}9{place:05d}", "A1", laid_open, False)
        if granted:
            yield document(f"{filed.year}9{place:05d}", "B2", grant, True)


def _application(office: str, invention: Invention) -> str:
    year = (
        invention.filed.year
        if invention.offices[0] == office
        else (invention.filed + timedelta(days=350)).year
    )
    place = invention.place
    if office == "CN":
        return f"CN{year}{2 if invention.is_utility_model else 1}9{place:06d}"
    if office == "EP":
        return f"EP{year % 100:02d}9{place:05d}"
    if office == "KR":
        return f"KR{year}09{place:05d}"
    return f"{office}{year}9{place:05d}"
