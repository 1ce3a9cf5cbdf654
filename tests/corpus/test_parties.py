"""Who files, owns and invents: names exploded, applicants harmonised, shares counted."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from corpus import contract
from corpus.contract import empty
from corpus.name_decisions import name_decision_from_csv
from corpus.parties import applicant, family_applicant, party
from corpus.tables import APPLICANT, ENTERPRISE, FAMILY_APPLICANT, NAME_DECISION, PARTY, PUBLICATION
from tests.frames import rows

USCC = "91120116MA05A1B2C3"
NO_ROSTER, UNDECIDED = empty(ENTERPRISE), empty(NAME_DECISION)
AS_OF = date(2024, 6, 30)


def publications(text: str) -> pd.DataFrame:
    return rows(text, PUBLICATION, office="CN")


def shares(publication: pd.DataFrame) -> pd.DataFrame:
    """Shares with the display name instead of the id."""
    made = family_applicant(party(publication, NO_ROSTER, UNDECIDED), publication)
    found = contract.check(made, FAMILY_APPLICANT)
    names = contract.check(applicant(publication, NO_ROSTER, UNDECIDED, as_of=AS_OF), APPLICANT).set_index(
        "applicant_id"
    )["name"]
    found["name"] = found["applicant_id"].map(names)
    return found.set_index(["family_id", "name"])[["share", "owner_share"]].sort_index()


def test_each_name_is_a_row_with_its_role_and_place() -> None:
    publication = publications(
        """
        publication_number | applicants | owners | inventors
        CN1A | 海津有限公司;云帆大学 | 云帆大学 | 王小明;李大山
        CN2A | | |
        """
    )
    found = contract.check(party(publication, NO_ROSTER, UNDECIDED), PARTY)
    assert len(found) == 5
    order = found.set_index(["role", "sequence"])["name"]
    assert order["applicant"].tolist() == ["海津有限公司", "云帆大学"]
    assert order["inventor"].tolist() == ["王小明", "李大山"]
    ids = found.set_index(["role", "name"])["applicant_id"]
    assert ids["inventor"].isna().all()
    assert ids["applicant", "云帆大学"] == ids["owner", "云帆大学"]


def test_display_name_is_the_most_frequent_and_others_are_aliases() -> None:
    publication = publications(
        """
        publication_number | applicants
        CN1A | 海津有限公司
        CN2A | 海津有限责任公司
        CN3A | 海津有限责任公司
        CN4A | ACME_Corp;ACME_Corporation
        """
    )
    found = contract.check(applicant(publication, NO_ROSTER, UNDECIDED, as_of=AS_OF), APPLICANT).set_index(
        "name"
    )
    assert set(found.index) == {"海津有限责任公司", "ACME_Corp"}
    assert found.loc["海津有限责任公司", "aliases"] == ["海津有限公司"]
    # Printed equally often: the smaller one is shown.
    assert found.loc["ACME_Corp", "aliases"] == ["ACME_Corporation"]


def test_code_kind_and_country_come_from_the_columns_beside_the_names() -> None:
    publication = publications(
        f"""
        publication_number | applicants | owners | credit_codes | applicant_types | applicant_country
        CN1A | 海津某某;ACME | 海津某某 | {USCC} | 企业 | CN
        CN2A | 云帆某某;北岸某某 | 云帆某某;北岸某某 | {USCC} | 企业 |
        """
    )
    found = contract.check(applicant(publication, NO_ROSTER, UNDECIDED, as_of=AS_OF), APPLICANT).set_index(
        "name"
    )
    assert found.loc["海津某某", ["credit_code", "applicant_kind", "country"]].tolist() == [
        USCC,
        "company",
        "CN",
    ]
    # The country is the first applicant's alone; two owners and one code do not align.
    assert pd.isna(found.loc["ACME", "country"])
    assert found.loc[["云帆某某", "北岸某某"], ["credit_code", "applicant_kind"]].isna().all(axis=None)
    assert found["is_zone_member"].isna().all()


def test_roster_facts_reach_the_applicant() -> None:
    roster = rows(
        f"""
        enterprise_id | name | credit_code | is_zone_member | group_id
        E1 | 海津生物股份有限公司 | {USCC} | yes | E0
        E0 | 海津集团有限公司 | | no |
        """,
        ENTERPRISE,
        enterprise_role="focal",
    )
    publication = publications(
        """
        publication_number | applicants
        CN1A | HAIJIN
        CN2A | 海津生物股份有限公司
        CN3A | 别家有限公司
        """
    )
    found = contract.check(applicant(publication, roster, UNDECIDED, as_of=AS_OF), APPLICANT).set_index(
        "name"
    )
    mine = found.loc["海津生物股份有限公司"]
    assert mine["applicant_id"] == mine["enterprise_id"] == "E1"
    assert mine["group_id"] == "E0"
    assert mine["is_zone_member"]
    assert mine["credit_code"] == USCC
    assert mine["country"] == "CN"
    assert found.loc[["HAIJIN", "别家有限公司"], ["enterprise_id", "is_zone_member"]].isna().all(axis=None)


def test_t56_fractional_ownership() -> None:
    """Families {X}, {X, Y}, {Z}: shares .5000, .1667, .3333, and HHI .388889."""
    publication = publications(
        """
        publication_number | family_id | publication_date | applicants
        CN1A | f1 | 2020-01-01 | X公司
        CN2A | f2 | 2020-01-01 | X公司;Y公司
        CN3A | f3 | 2020-01-01 | Z公司
        """
    )
    found = shares(publication)
    parts = found.groupby("name")["share"].sum() / 3
    assert parts.round(4).to_dict() == {"X公司": 0.5, "Y公司": 0.1667, "Z公司": 0.3333}
    assert (parts**2).sum() == pytest.approx(0.388889, abs=1e-6)
    assert found.groupby("family_id")[["share", "owner_share"]].sum().eq(1).all(axis=None)


def test_filers_are_the_earliest_and_owners_the_latest_stated() -> None:
    publication = publications(
        """
        publication_number | family_id | publication_date | applicants | owners
        CN1A | f1 | 2020-01-01 | | 早先公司
        CN1B | f1 | 2022-01-01 | 甲公司;乙公司 | 丙公司
        US1A | f1 | 2023-01-01 | 丁公司 |
        """
    )
    found = shares(publication).loc["f1"]
    assert found["share"].to_dict() == {"甲公司": 0.5, "乙公司": 0.5, "丙公司": 0.0}
    assert found["owner_share"].to_dict() == {"甲公司": 0.0, "乙公司": 0.0, "丙公司": 1.0}


def test_one_kind_of_name_stands_for_the_other_where_it_is_missing() -> None:
    publication = publications(
        """
        publication_number | family_id | publication_date | applicants | owners | inventors
        CN1A | f1 | 2020-01-01 | 甲公司;乙公司 | | 王小明
        CN2A | f2 | 2020-01-01 | | 丙公司 | 王小明
        CN3A | f3 | 2020-01-01 | | | 王小明
        """
    )
    found = shares(publication)
    assert found.loc["f1"]["owner_share"].tolist() == [0.5, 0.5]
    assert found.loc["f2"]["share"].tolist() == [1.0]
    assert "f3" not in found.index


def test_two_spellings_of_one_applicant_count_once() -> None:
    publication = publications(
        """
        publication_number | family_id | publication_date | applicants
        CN1A | f1 | 2020-01-01 | 甲有限公司;甲有限责任公司;乙有限公司
        """
    )
    assert shares(publication)["share"].tolist() == [0.5, 0.5]


def test_a_day_of_assignment_is_no_part_of_the_name() -> None:
    publication = publications("publication_number | owners\nUS1B2 | ACME_CORP").assign(
        owners=pd.Series([["ACME CORP (2009-12-11)", "ACME CORPORATION (1997-07-23)"]])
    )
    found = applicant(contract.cast(publication, PUBLICATION), NO_ROSTER, UNDECIDED, as_of=AS_OF)
    assert found["name"].tolist() == ["ACME CORP"]


def test_no_names_give_empty_tables() -> None:
    publication = publications("publication_number\nCN1A")
    named = party(publication, NO_ROSTER, UNDECIDED)
    made = applicant(publication, NO_ROSTER, UNDECIDED, as_of=AS_OF)
    assert contract.check(named, PARTY).empty
    assert contract.check(made, APPLICANT).empty
    assert contract.check(family_applicant(named, publication), FAMILY_APPLICANT).empty


def test_decisions_name_the_applicant_and_head_its_group() -> None:
    """An accepted former name is an alias; a subsidiary keeps its own row in its parent's group."""
    decided = name_decision_from_csv(
        rows(
            """
            name | other_name | decision | relation
            海津集团有限公司 | 海津机械厂 | accept | rename
            海津集团有限公司 | 云帆药业有限公司 | accept | subsidiary
            """
        )
    )
    publication = publications(
        """
        publication_number | applicants
        CN1A | 海津机械厂
        CN2A | 海津机械厂
        CN3A | 海津集团有限公司
        CN4A | 云帆药业有限公司
        """
    )
    made = applicant(publication, NO_ROSTER, decided, as_of=AS_OF)
    found = contract.check(made, APPLICANT).set_index("name")
    assert set(found.index) == {"海津集团有限公司", "云帆药业有限公司"}
    assert found.loc["海津集团有限公司", "aliases"] == ["海津机械厂"]
    assert found.loc["云帆药业有限公司", "group_id"] == found.loc["海津集团有限公司", "applicant_id"]
    assert pd.isna(found.loc["海津集团有限公司", "group_id"])


def test_the_head_of_a_group_may_belong_to_a_group_of_the_roster() -> None:
    roster = rows(
        "enterprise_id | name | group_id\nE1 | 甲公司 | E0\nE0 | 乙公司 |", ENTERPRISE, enterprise_role="peer"
    )
    decided = name_decision_from_csv(
        rows("name | other_name | decision | relation\n甲公司 | 丙公司 | accept | subsidiary")
    )
    publication = publications("publication_number | applicants\nCN1A | 甲公司;丙公司")
    found = applicant(publication, roster, decided, as_of=AS_OF).set_index("name")
    assert found["group_id"].to_dict() == {"甲公司": "E0", "丙公司": "E0"}
