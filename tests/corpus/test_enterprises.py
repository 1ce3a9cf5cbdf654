"""The roster."""

from __future__ import annotations

import pandas as pd
import pytest

from corpus.enterprises import enterprise_from_csv
from corpus.errors import StudyError


def cells(**columns: str) -> pd.DataFrame:
    base = {"enterprise_id": "e1", "name": "甲公司", "aliases": "甲; JIA CO LTD", "role": "focal"}
    return pd.DataFrame([base | columns])


def test_a_roster_row_is_typed():
    row = enterprise_from_csv(cells(is_zone_member="是", valid_from="2020-01-01")).iloc[0]
    assert list(row["aliases"]) == ["甲", "JIA CO LTD"]
    assert row["is_zone_member"] is True or bool(row["is_zone_member"])
    assert str(row["valid_from"].date()) == "2020-01-01"


def test_membership_not_told_is_unknown():
    assert pd.isna(enterprise_from_csv(cells()).iloc[0]["is_zone_member"])


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"role": "boss"}, "row 2: role is none of focal, rival, partner, peer"),
        ({"credit_code": "123"}, "row 2: credit_code has not the 18 characters"),
        ({"is_zone_member": "maybe"}, "row 2: is_zone_member is neither"),
        ({"valid_to": "01/02/2020"}, "row 2: valid_to is not YYYY-MM-DD"),
        ({"group_id": "e9"}, "row 2: group_id is no enterprise_id here"),
        ({"name": ""}, "row 2: name is empty"),
        ({"shoe_size": "42"}, "unknown heading shoe_size"),
    ],
)
def test_a_wrong_cell_is_named(change, told):
    with pytest.raises(StudyError, match=told):
        enterprise_from_csv(cells(**change))
