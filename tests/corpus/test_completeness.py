"""How much each export states."""

from __future__ import annotations

from corpus import contract
from corpus.completeness import completeness
from corpus.tables import COMPLETENESS, EXPORT_RECORD
from tests.frames import rows


def test_shares_are_counted_file_by_file_and_absent_columns_are_named() -> None:
    record = rows(
        """
        export_file | row_number | publication_number | title | applicants
        a.csv | 2 | CN1A | 泵 | 甲
        a.csv | 3 | CN2A | |
        b.csv | 2 | CN3A | 阀 |
        """,
        EXPORT_RECORD,
        disposition="accepted",
        vendor="x",
    )
    made = contract.check(completeness(record), COMPLETENESS).set_index(["export_file", "column"])
    assert made.loc[("a.csv", "title"), ["filled_count", "filled_share"]].tolist() == [1, 0.5]
    assert made.loc[("b.csv", "title"), "filled_share"] == 1
    assert made.loc[("b.csv", "applicants"), "filled_count"] == 0
    assert ("a.csv", "claim_count") in made.index
