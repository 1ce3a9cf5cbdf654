"""What the terminal says of contradictions."""

from __future__ import annotations

from corpus.tables import CONFLICT
from flows.checking import conflict_lines
from tests.frames import rows


def test_conflicts_are_counted_by_rule_with_a_case() -> None:
    conflict = rows(
        """
        record_id | record_kind | conflict_rule | statement | other_statement | resolution
        CN1A | publication | vendors_differ | filing_date=2019-01-16 | filing_date=2019-01-15 | kept_first
        CN2A | publication | vendors_differ | filing_date=2018-01-16 | filing_date=2018-01-15 | kept_first
        """,
        CONFLICT,
    )
    assert list(conflict_lines(conflict)) == [
        "  2 × vendors_differ (kept_first), e.g. CN1A: filing_date=2019-01-16, filing_date=2019-01-15"
    ]
