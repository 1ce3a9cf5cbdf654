"""Decisions read from files people keep, the one in force, and what has become of its portfolio."""

from __future__ import annotations

import pandas as pd
import pytest

from corpus.errors import StudyError
from corpus.tables import FAMILY
from scoring.decisions import decision_from_csv, decision_standing, in_force
from scoring.tables import PORTFOLIO, PORTFOLIO_MEMBER
from tests.frames import rows


def file(text: str) -> pd.DataFrame:
    return rows(text).astype("str").fillna("")


LOG = file(
    """
    study | portfolio_id | decision | name | date       | note | score | rank | class   | members     | active
    pumps | a|T          | 采纳     | 甲 | 2024-03-01 | 先行 | 70.5  | 2    | growing | F1; F2; F3  | F1; F2
    pumps | b|T          | defer    | wang | 2024-03-02 |      | 50    | 5    | observe | F4          | F4
    other | a|T          | reject   | wang | 2024-03-02 |      |       |      |         |             |
    """.replace("a|T", "a/T").replace("b|T", "b/T")
)
PORTFOLIOS = rows(
    """
    portfolio_id | kind             | is_candidate | score | rank | class  | excluded_reason
    a/T          | owner_technology | yes          | 64.0  | 3    | mature |
    b/T          | owner_technology | no           |       |      |        | active families 1 < 5
    """,
    PORTFOLIO,
)
MEMBERS = rows("portfolio_id | family_id\na/T | F2\na/T | F3\na/T | F9\nb/T | F4", PORTFOLIO_MEMBER)
FAMILIES = rows("family_id | is_active\nF1 | yes\nF2 | no\nF3 | no\nF4 | yes\nF9 | yes", FAMILY)


def read(*texts: pd.DataFrame, study: str = "pumps") -> pd.DataFrame:
    return decision_from_csv([(f"{i}.csv", text) for i, text in enumerate(texts)], study)


def test_only_the_studys_own_decisions_are_read_and_chinese_words_count():
    found = read(LOG)
    assert found["portfolio_id"].tolist() == ["a/T", "b/T"]
    assert found["choice"].tolist() == ["accept", "defer"]
    assert found["members_then"].iloc[0] == ["F1", "F2", "F3"]


def test_a_file_downloaded_twice_says_nothing_new():
    assert len(read(LOG, LOG)) == 2


def test_the_last_decision_holds_and_one_taken_back_does_not():
    again = file(
        """
        portfolio_id | decision | name | date
        a/T          | reject   | 甲 | 2024-03-01
        a/T          | accept   | 甲 | 2024-03-01
        b/T          | reopen   | wang | 2024-03-05
        """
    )
    found = read(LOG, again)
    assert len(found) == 5
    held = in_force(found).set_index("portfolio_id")
    assert held["choice"].to_dict() == {"a/T": "accept"} and pd.isna(held.loc["a/T", "choice_note"])


def test_back_and_forth_on_one_day_ends_with_the_last():
    text = file(
        """
        portfolio_id | decision | name | date
        a/T          | accept   | 甲 | 2024-03-01
        a/T          | reject   | 甲 | 2024-03-01
        a/T          | accept   | 甲 | 2024-03-01
        """
    )
    assert in_force(read(text, text))["choice"].tolist() == ["accept"]


def test_what_moved_since_is_told():
    """F1 left and F9 joined a/T; F2, in force then, has ended; b/T fails a gate; c/T is gone."""
    gone = file("portfolio_id | decision | name | date\nc/T | accept | 甲 | 2024-01-01")
    found = decision_standing(read(LOG, gone), PORTFOLIOS, MEMBERS, FAMILIES).set_index("portfolio_id")
    assert found["standing"].to_dict() == {"a/T": "candidate", "b/T": "set_aside", "c/T": "gone"}
    a = found.loc["a/T"]
    assert (a["score_then"], a["score"], a["rank_then"], a["rank"]) == (70.5, 64.0, 2, 3)
    assert (a["class_then"], a["class"]) == ("growing", "mature")
    assert (a["entered_families"], a["left_families"], a["ended_families"]) == (["F9"], ["F1"], ["F2"])
    assert found.loc["b/T", "excluded_reason"] == "active families 1 < 5"
    assert found.loc["c/T", ["left_families", "ended_families", "score"]].isna().all()


def test_without_decisions_the_table_is_empty():
    assert len(decision_standing(read(), PORTFOLIOS, MEMBERS, FAMILIES)) == 0


@pytest.mark.parametrize(
    "text, said",
    [
        ("portfolio_id | decision | name | day\na | accept | x | 2024-01-01", "unknown heading day"),
        ("portfolio_id | decision | name | date\na | buy | x | 2024-01-01", "row 2: decision is none of"),
        ("portfolio_id | decision | name | date\na | accept | x | 1.5.2024", "row 2: date is not YYYY-MM-DD"),
        ("portfolio_id | decision | name | date\na | accept |  | 2024-01-01", "row 2: name is empty"),
        (
            "portfolio_id | decision | name | date | rank\na | accept | x | 2024-01-01 | no",
            "rank is no number",
        ),
    ],
)
def test_every_mistake_is_named(text, said):
    with pytest.raises(StudyError, match=said):
        read(file(text))
