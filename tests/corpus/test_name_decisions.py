"""names.csv: what a person decided."""

from __future__ import annotations

import pandas as pd
import pytest

from corpus.errors import StudyError
from corpus.name_decisions import accepted, name_decision_from_csv


def cells(*lines: str, headings: str = "name | other_name | decision | relation | valid_to") -> pd.DataFrame:
    values = [[cell.strip() for cell in line.split("|")] for line in lines]
    return pd.DataFrame(values, columns=[h.strip() for h in headings.split("|")], dtype="str")


def test_rows_are_typed_and_open_rows_left_out() -> None:
    made = name_decision_from_csv(
        cells("甲 | 乙 | Accept | rename | 2019-05-31", "甲 | 丙 |  | same |", "甲 | 丁 | reject | same |")
    )
    assert made["row_number"].tolist() == [2, 4]
    assert made["decision"].tolist() == ["accept", "reject"]
    assert made["relation"].fillna("-").tolist() == ["rename", "-"]
    assert str(made["valid_to"].iloc[0].date()) == "2019-05-31"
    assert accepted(made, ("rename",))["other_name"].tolist() == ["乙"]


def test_an_accepted_row_without_relation_is_the_same() -> None:
    made = name_decision_from_csv(cells("甲 | 乙 | accept", headings="name|other_name|decision"))
    assert made["relation"].tolist() == ["same"]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["甲 | 乙 | maybe | |"], "row 2: decision is none of accept, reject"),
        (["甲 | 乙 | accept | cousin |"], "row 2: relation is none of same, rename, english, subsidiary"),
        (["甲 | 乙 | reject | |", "甲 |  | accept | |"], "row 3: other_name is empty"),
        (["甲 | 乙 | accept | | 31.5.2019"], "row 2: valid_to is not YYYY-MM-DD"),
        (["甲公司 | 乙 | accept | |", "乙 | 甲 公司 | reject | |"], "rows 2, 3: the same two names"),
        (["甲 | 乙 | accept | subsidiary |", "乙 | 甲 | accept | subsidiary |"], "rows 2, 3: the same two"),
        (["甲 | 乙 | accept | subsidiary |", "甲 | 乙 | accept | same |"], "rows 2, 3: the same two"),
    ],
)
def test_a_wrong_row_is_named(lines: list[str], told: str) -> None:
    with pytest.raises(StudyError, match=told):
        name_decision_from_csv(cells(*lines))


def test_a_repeated_row_is_no_contradiction() -> None:
    assert len(name_decision_from_csv(cells("甲 | 乙 | accept | same |", "乙 | 甲 | accept | same |"))) == 2


def test_a_misspelt_heading_is_named() -> None:
    with pytest.raises(StudyError, match="unknown heading desicion; heading decision is missing"):
        name_decision_from_csv(cells("甲 | 乙 | accept", headings="name|other_name|desicion"))
