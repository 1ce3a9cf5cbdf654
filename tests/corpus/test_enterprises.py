"""The roster."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from corpus import contract
from corpus.enterprises import at_cut_off, enterprise_from_csv, zone_suggestion
from corpus.errors import StudyError
from corpus.tables import APPLICANT, ENTERPRISE, PARTY, PUBLICATION, ZONE_SUGGESTION
from tests.frames import rows


def cells(**columns: str) -> pd.DataFrame:
    base = {"enterprise_id": "e1", "name": "甲公司", "aliases": "甲; JIA CO LTD", "role": "focal"}
    return pd.DataFrame([base | columns])


def test_a_roster_row_is_typed():
    row = enterprise_from_csv(cells(is_zone_member="是", valid_from="2020-01-01")).iloc[0]
    assert list(row["aliases"]) == ["甲", "JIA CO LTD"]
    assert row["is_zone_member"] is True or bool(row["is_zone_member"])
    assert str(row["valid_from"].date()) == "2020-01-01"


def test_target_markets_are_offices_by_code_or_name_each_once():
    text = cells(target_markets="US；日本、EP; 美国")
    roster = enterprise_from_csv(pd.concat([text, cells(enterprise_id="e2", target_markets="")]))
    assert list(roster["target_markets"].iloc[0]) == ["US", "JP", "EP"]
    assert pd.isna(roster["target_markets"].iloc[1])


def test_membership_not_told_is_unknown():
    assert pd.isna(enterprise_from_csv(cells()).iloc[0]["is_zone_member"])


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"role": "boss"}, "row 2: role is none of focal, rival, partner, peer"),
        ({"credit_code": "123"}, "row 2: credit_code has not the 18 characters"),
        ({"is_zone_member": "maybe"}, "row 2: is_zone_member is neither"),
        ({"valid_to": "01/02/2020"}, "row 2: valid_to is not YYYY-MM-DD"),
        ({"valid_from": "2020-02-01", "valid_to": "2020-01-01"}, "row 2: valid_from is after valid_to"),
        ({"group_id": "e9"}, "row 2: group_id is no enterprise_id here"),
        ({"target_markets": "US;Atlantis"}, "row 2: target_markets names no patent office"),
        ({"target_markets": "WO"}, "row 2: target_markets names no patent office"),
        ({"name": ""}, "row 2: name is empty"),
        ({"shoe_size": "42"}, "unknown heading shoe_size"),
    ],
)
def test_a_wrong_cell_is_named(change, told):
    with pytest.raises(StudyError, match=told):
        enterprise_from_csv(cells(**change))


def test_membership_holds_at_the_cut_off_only():
    roster = rows(
        """
        enterprise_id | name | is_zone_member | valid_from | valid_to
        e1 | 甲 | yes | 2010-01-01 | 2019-12-31
        e2 | 乙 | yes | 2020-01-01 |
        e3 | 丙 | yes | 2021-01-01 |
        e4 | 丁 | no | 2010-01-01 | 2019-12-31
        e5 | 戊 | | |
        """,
        ENTERPRISE,
        enterprise_role="peer",
    )
    found = contract.check(at_cut_off(roster, date(2020, 1, 1)), ENTERPRISE).set_index("name")
    assert found["zone_status"].dropna().to_dict() == {"甲": "former", "乙": "member", "丙": "future"}
    assert found["is_zone_member"].dropna().to_dict() == {"甲": False, "乙": True, "丙": False, "丁": False}
    assert at_cut_off(roster, date(2019, 12, 31))["zone_status"].iloc[0] == "member"


def test_an_address_suggests_the_zone_for_those_outside_the_roster():
    applicant = rows("applicant_id | name | enterprise_id\na1 | 甲 |\na2 | 乙 |\ne1 | 丙 | e1", APPLICANT)
    party = rows(
        """
        publication_number | role | sequence | name | applicant_id
        CN1A | applicant | 1 | 甲 | a1
        CN1A | applicant | 2 | 乙 | a2
        CN2A | applicant | 1 | 甲 | a1
        CN3A | applicant | 1 | 丙 | e1
        CN4A | applicant | 1 | 乙 | a2
        """,
        PARTY,
    )
    publication = rows(
        """
        publication_number | applicant_address
        CN1A | 天津市空港经济区西三道1号
        CN2A | 天津市空港经济区东二道2号
        CN3A | 天津市空港经济区西三道3号
        CN4A |
        """,
        PUBLICATION,
    )
    made = zone_suggestion(applicant, party, publication, zone_addresses=("空港经济区", "西三道"))
    found = contract.check(made, ZONE_SUGGESTION)
    assert found[["applicant_id", "name", "mention_count"]].to_numpy().tolist() == [["a1", "甲", 2]]
    assert zone_suggestion(applicant, party, publication, zone_addresses=()).empty
