"""What the page of one family shows: timeline, members, citations, score card, portfolios."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import pyarrow.parquet as pq

from corpus import contract
from desk.candidates import PILLARS, coded, day_of, items, real, whole
from desk.shelf import Shelf
from navigation.reports.sections.branches import label_of, technology_of
from navigation.reports.words import clean, code_word
from scoring.indicators import INDICATORS

MOST_CITATIONS = 30
_EVENTS = "circumstance"


def rows_of(shelf: Shelf, table: str, column: str, values: list[str]) -> pd.DataFrame:
    """The rows of a table that hold one of the values; only their part of the file is read."""
    if not shelf.store.has(table):
        return contract.empty(shelf.store.table(table))
    data = pq.read_table(shelf.store.path(table), filters=[(column, "in", values)])
    return contract.from_arrow(data, shelf.store.table(table))


def family_page(shelf: Shelf, family_id: str, language: str) -> dict[str, Any] | None:
    """Everything on one family, in one language; None where the study has no such family."""
    family = rows_of(shelf, "family", "family_id", [family_id])
    if family.empty:
        return None
    row = family.to_dict("records")[0]
    member = rows_of(shelf, "family_member", "family_id", [family_id])
    application = rows_of(shelf, "application", "family_id", [family_id])
    publication = rows_of(shelf, "publication", "family_id", [family_id])
    event = rows_of(shelf, "event", "family_id", [family_id])
    title, other = _texts(row, "title", language)
    abstract, _ = _texts(row, "abstract", language)
    return {
        "id": family_id,
        "number": row["representative_number"],
        "title": title or "—",
        "other_title": other,
        "abstract": abstract,
        "claim": clean(str(row["first_claim"]), 1200) if isinstance(row["first_claim"], str) else None,
        "status": coded("legal_status", row["legal_status"], language),
        "right": coded("ip_right", row["ip_right"], language),
        "owners": _names(shelf, family_id),
        "inventors": _distinct(publication["inventors"]),
        "symbols": _distinct(publication["ipc"]),
        "branches": _branches(shelf, family_id, language),
        "timeline": timeline(row, application, publication, event, language),
        "members": _members(member, application, language),
        "cites": _cited(shelf, "citing_family_id", "cited_family_id", family_id, language),
        "cited": _cited(shelf, "cited_family_id", "citing_family_id", family_id, language),
        "card": _card(shelf, family_id, language),
        "portfolios": _portfolios(shelf, family_id, language),
    }


def timeline(
    family: Mapping[Any, Any],
    application: pd.DataFrame,
    publication: pd.DataFrame,
    event: pd.DataFrame,
    language: str,
) -> list[tuple[str, str, str]]:
    """Days in order, what happened (a word of the page or the event's own), and at which document.

    Days of one kind are told once for each application.
    """
    office = application.set_index("application_id")["office"]
    found: list[tuple[str, str, str]] = []
    order = [f"family.{word}" for word in ("priority", "filing", "publication", "grant", "lapse", "expiry")]
    first = day_of(family["earliest_priority_date"])
    if first:
        found.append((first, "family.priority", ""))
    for row in application.to_dict("records"):
        where = str(row["application_number"] if pd.notna(row["application_number"]) else row["office"])
        for column, word in (("filing_date", "filing"), ("lapse_date", "lapse"), ("expiry_date", "expiry")):
            day = day_of(row[column])
            if day and not (word == "expiry" and day_of(row["lapse_date"])):
                found.append((day, f"family.{word}", where))
    for row in publication.to_dict("records"):
        for column, word in (("publication_date", "publication"), ("grant_date", "grant")):
            day = day_of(row[column])
            if day and not (word == "publication" and day == day_of(row["grant_date"])):
                found.append((day, f"family.{word}", str(row["publication_number"])))
    for row in event.to_dict("records"):
        day = day_of(row["event_date"])
        if day:
            sides = " → ".join(t for t in (_joined(row["from_names"]), _joined(row["to_names"])) if t)
            where = str(office.get(row["application_id"], "") or "")
            what = code_word(_EVENTS, row["event_type"], language)
            found.append((day, f"={what}", clean(f"{where} {sides}".strip())))
    known = sorted(dict.fromkeys(found))
    return sorted(known, key=lambda one: (one[0], order.index(one[1]) if one[1] in order else len(order)))


def _texts(row: Mapping[Any, Any], name: str, language: str) -> tuple[str | None, str | None]:
    """A text in the page's language, else in the other; and the other where there are both."""
    pair = [row[name], row[f"{name}_en"]]
    pair = pair if language == "zh" else pair[::-1]
    known = list(dict.fromkeys(clean(str(t), 3000) for t in pair if isinstance(t, str) and t.strip()))
    return (known[0] if known else None), (known[1] if len(known) > 1 else None)


def _members(member: pd.DataFrame, application: pd.DataFrame, language: str) -> list[dict[str, Any]]:
    status = application.set_index("application_id")["legal_status"]
    rows = member.sort_values(["publication_date", "publication_number"]).to_dict("records")
    return [
        {
            "number": row["publication_number"],
            "office": coded("office", row["office"], language),
            "kind": row["kind_code"] if pd.notna(row["kind_code"]) else "—",
            "day": day_of(row["publication_date"]),
            "status": coded("legal_status", status.get(row["application_id"]), language),
            "inside": bool(row["is_in_export"]) if pd.notna(row["is_in_export"]) else False,
        }
        for row in rows
    ]


def _cited(shelf: Shelf, own: str, other: str, family_id: str, language: str) -> list[tuple[str, str, str]]:
    """Families on the other side of citations: id, number, title."""
    pairs = rows_of(shelf, "citation", own, [family_id])
    ids = pairs[other].dropna().drop_duplicates().head(MOST_CITATIONS).tolist()
    return titles(shelf, [str(i) for i in ids], language)


def titles(shelf: Shelf, ids: list[str], language: str) -> list[tuple[str, str, str]]:
    """Id, number and title of families that are in the corpus, in the order asked for."""
    known = rows_of(shelf, "family", "family_id", ids).set_index("family_id") if ids else pd.DataFrame()
    found = []
    for key in ids:
        if key in known.index:
            row = known.loc[key].to_dict()
            found.append((key, str(row["representative_number"]), _texts(row, "title", language)[0] or "—"))
    return found


def _card(shelf: Shelf, family_id: str, language: str) -> dict[str, Any] | None:
    """Score with pillars and what every indicator adds to it."""
    score = rows_of(shelf, "family_score", "family_id", [family_id])
    if score.empty or pd.isna(score["score"].iloc[0]):
        return None
    row = score.to_dict("records")[0]
    parts = rows_of(shelf, "score_contribution", "family_id", [family_id])
    parts = parts.sort_values(["contribution", "indicator"], ascending=[False, True])
    return {
        "score": real(row["score"]),
        "pillars": [(code_word("pillar", name, language), real(row[name])) for name in PILLARS],
        "rank": whole(row["rank"]),
        "interval": (whole(row["rank_low"]), whole(row["rank_high"])),
        "coverage": real(row["coverage"]),
        "confidence": coded("confidence", row["confidence"], language),
        "rows": [
            {
                "name": _indicator(str(part["indicator"]), language),
                "pillar": coded("pillar", part["pillar"], language),
                "percentile": real(part["percentile"]),
                "points": real(part["points"]),
                "weight": real(part["weight"]),
                "contribution": real(part["contribution"]),
            }
            for part in parts.to_dict("records")
        ],
    }


def _indicator(name: str, language: str) -> str:
    known = INDICATORS.get(name)
    if known is None:
        return name
    return known.label_zh if language == "zh" else known.label


def _portfolios(shelf: Shelf, family_id: str, language: str) -> list[tuple[str, str, str]]:
    held = rows_of(shelf, "portfolio_member", "family_id", [family_id])["portfolio_id"].tolist()
    rows = shelf.read("portfolio")
    rows = rows[rows["portfolio_id"].isin(held)]
    known = label_of(shelf.read("branch"))
    return [
        (
            clean(str(row["owner"])),
            technology_of(row["branch_id"], row["technology"], known).of(language),
            code_word("portfolio_kind", row["kind"], language),
        )
        for row in rows.to_dict("records")
    ]


def _names(shelf: Shelf, family_id: str) -> list[str]:
    held = rows_of(shelf, "family_applicant", "family_id", [family_id])
    known = rows_of(shelf, "applicant", "applicant_id", [str(i) for i in held["applicant_id"]])
    return [clean(str(name)) for name in known["name"].dropna()]


def _branches(shelf: Shelf, family_id: str, language: str) -> list[str]:
    placed = rows_of(shelf, "branch_assignment", "family_id", [family_id])
    leaves = placed.loc[placed["is_leaf"].fillna(False).astype(bool), "branch_id"]
    branch = shelf.read("branch").set_index("branch_id")
    found = []
    for key in leaves:
        label = branch.loc[key, f"label_{language}"] if key in branch.index else key
        found.append(clean(str(label if pd.notna(label) else branch.loc[key, "label_zh"])))
    return found


def _distinct(lists_: pd.Series) -> list[str]:
    return list(dict.fromkeys(clean(item) for value in lists_ for item in items(value)))[:40]


def _joined(value: Any) -> str:
    return "、".join(items(value))
