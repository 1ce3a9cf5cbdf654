"""The register of a page: every family in short, and the families behind each of its numbers.

It travels compressed inside the page, which unpacks it when a reader first asks for it.
"""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from navigation.reports.document import Report
from navigation.reports.membership import Membership, Places
from navigation.reports.sections.high_value_exhibits import owners_of
from navigation.reports.words import clean, code_word

TITLE_CHARACTERS = 1_400_000  # all titles together; beyond it each is cut shorter
LONGEST_TITLE, SHORTEST_TITLE, LONGEST_OWNER = 80, 16, 40
MOST_OTHERS = 120  # characters of a family's further publication numbers, by which it can be found
# What a column of a table counts only: the bit of a family that shows it.
BITS: Mapping[str, int] = {"is_active": 1, "is_granted": 2, "is_high_value": 4}
NARROWED: Mapping[str, int] = {
    "active_count": BITS["is_active"],
    "granted_count": BITS["is_granted"],
    "high_value_count": BITS["is_high_value"],
}


@dataclass(eq=False)
class Register:
    """Sets of families, each kept once, and the page's families."""

    membership: Membership
    sets: list[str] = field(default_factory=list)
    _known: dict[bytes, int] = field(default_factory=dict)

    def number(self, places: Places | None) -> int | None:
        """The number of a set of families on the page; None where there is none."""
        if places is None or not len(places):
            return None
        key = places.tobytes()
        if key not in self._known:
            self._known[key] = len(self.sets)
            steps = np.diff(places, prepend=0)  # families lie close together, and small steps pack well
            self.sets.append(",".join(map(str, steps.tolist())))
        return self._known[key]

    def facts(self, report: Report) -> dict[str, int]:
        """The set behind each fact that speaks of families."""
        found = {fact.id: self.number(self.membership.of_receipt(fact.receipt)) for fact in report.facts}
        return {name: number for name, number in found.items() if number is not None}

    def packed(self, language: str) -> str:
        """Families and sets as base64 of compressed JSON; the same bytes from the same tables."""
        plain = families(self.membership, language) | {"sets": self.sets}
        text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
        return base64.b64encode(gzip.compress(text.encode(), 9, mtime=0)).decode()


def families(membership: Membership, language: str) -> dict[str, Any]:
    """Columns of the list of families: number, title, owner, year, status, score, bits."""
    find, family = membership.find, membership.family
    scores = find("family_score").set_index("family_id")["score"]
    flagged = find("candidate").set_index("family_id")["is_high_value"]
    owners = owners_of(family["family_id"], find("family_applicant"), find("applicant"))
    owners = owners.astype("str").fillna("")
    codes, names = pd.factorize(owners, sort=True)
    statuses, kinds = pd.factorize(family["legal_status"], sort=True)
    first, second = ("title", "title_en") if language == "zh" else ("title_en", "title")
    titles = family[first].fillna(family[second]).fillna("")
    longest = max(SHORTEST_TITLE, min(LONGEST_TITLE, TITLE_CHARACTERS // max(len(family), 1)))
    flags = family[["is_active", "is_granted"]].assign(is_high_value=family["family_id"].map(flagged))
    bits = sum(flags[name].fillna(False).astype(bool).astype(int) * bit for name, bit in BITS.items())
    score = family["family_id"].map(scores).round(1)
    members = find("family_member").sort_values("publication_number")
    others = family["family_id"].map(members.groupby("family_id")["publication_number"].agg(" ".join))
    return {
        "number": [clean(str(n), 40) for n in family["representative_number"].fillna(family["family_id"])],
        "others": [clean(str(n), MOST_OTHERS) for n in others.astype("str").fillna("")],
        "title": [clean(str(title), longest) for title in titles],
        "owner": codes.tolist(),
        "owners": [clean(str(name), LONGEST_OWNER) for name in names],
        "year": [None if pd.isna(y) else int(y) for y in family["priority_year"]],
        "status": statuses.tolist(),
        "statuses": [code_word("legal_status", kind, language) for kind in kinds],
        "score": [None if pd.isna(s) else float(s) for s in score],
        "bits": np.asarray(bits).tolist(),
    }
