"""Invented corpora that tell what happened when: publications, and the tables a run makes of them."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
import pandas as pd

from corpus import citations, contract, documents, families, parties, tables
from corpus.store import inputs_of
from scoring.indicators.breadth import MarketRule

AS_OF = datetime.date(2020, 12, 31)
Tables = dict[str, pd.DataFrame]
SETTINGS: dict[str, Any] = {
    "as_of": AS_OF,
    "reach": AS_OF,
    "home": "CN",
    "seed": 7,
    "weights": {},
    "cohort_minimum": 30,
    "market": MarketRule(),
}
_BUILDERS = (
    documents.application,
    families.family_member,
    families.classification,
    parties.party,
    parties.family_applicant,
    citations.citation,
    families.family,
)


def publications(**columns: Any) -> pd.DataFrame:
    """Publications: granted Chinese inventions unless told otherwise, one to a family."""
    length = len(columns["publication_number"])
    numbers = columns["publication_number"]
    usual = {
        "office": [n[:2] for n in numbers],
        "kind_code": [n[-1] for n in numbers],
        "application_id": [n[:-1] for n in numbers],
        "family_id": [n[:-1] for n in numbers],
        "ip_right": ["invention"] * length,
        "is_granted": [n[-1] == "B" for n in numbers],
    }
    full = usual | columns
    frame = pd.DataFrame(
        {name: full.get(name, [None] * length) for name in tables.PUBLICATION.column_names},
        index=range(length),
    )
    return contract.cast(frame, tables.PUBLICATION)


def run(publication: pd.DataFrame) -> Tables:
    """The corpus tables that a run makes of publications."""
    held = {
        "publication": publication,
        "enterprise": contract.empty(tables.ENTERPRISE),
        "name_decision": contract.empty(tables.NAME_DECISION),
    }
    for builder in _BUILDERS:
        names, asked = inputs_of(builder)
        held[builder.__name__] = builder(**{n: held[n] for n in names}, **{n: SETTINGS[n] for n in asked})
    return held


def grown(number: int = 600, *, seed: int = 3) -> Tables:
    """Families of a hidden quality that draws citations, early and late, from those that follow."""
    rng = np.random.default_rng(seed)
    day = pd.Timestamp("2001-01-01") + pd.to_timedelta(np.sort(rng.integers(0, 365 * 18, number)), unit="D")
    pull = np.exp(rng.standard_normal(number))
    names = np.array([f"CN{100000000 + i}A" for i in range(number)])
    cited: list[list[str] | None] = []
    for i in range(number):
        count = min(i, 6)
        chosen = rng.choice(i, size=count, replace=False, p=pull[:i] / pull[:i].sum()) if count else []
        cited.append([str(names[j]) for j in chosen] or None)
    return run(
        publications(
            publication_number=list(names),
            filing_date=day - pd.Timedelta(days=540),
            earliest_priority_date=day - pd.Timedelta(days=540),
            publication_date=day,
            legal_status=["pending"] * number,
            is_active=[True] * number,
            is_in_force=[False] * number,
            cited_publications=cited,
            claim_count=rng.integers(1, 20, number),
            ipc=[["A61K31/00"]] * number,
            ipc_main=["A61K31/00"] * number,
            applicants=[[f"甲{i % 40}有限公司"] for i in range(number)],
        )
    )
