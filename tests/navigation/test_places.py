"""The ladder from the world to the zone on a small drawn corpus."""

from __future__ import annotations

import datetime

import pandas as pd
import pytest

from corpus import contract
from corpus.contract import empty
from corpus.tables import APPLICANT, ENTERPRISE, FAMILY, FAMILY_APPLICANT, PARTY, PUBLICATION
from navigation.places import place
from navigation.tables import BRANCH, BRANCH_ASSIGNMENT, PLACE
from navigation.thresholds import Thresholds
from tests.frames import rows

# The last complete year is 2022; windows are 2020–2022 and 2017–2019.
REACH = datetime.date(2024, 6, 30)
EASY = Thresholds(min_n=1)
FAMILIES = rows(
    """
    family_id | representative_number | origin | priority_year | ip_right      | is_active | office_count | family_size | pledge_count
    F1        | CN1A                  | CN     | 2021          | invention     | yes       | 2            | 2           | 1
    F2        | CN2A                  | CN     | 2022          | utility_model | yes       | 1            | 1           | 0
    F3        | CN3A                  | CN     | 2018          | invention     | no        | 1            | 1           | 0
    F4        | US4A                  | US     | 2018          | invention     | yes       | 1            | 3           |
    """,
    FAMILY,
)
PAPERS = rows(
    """
    publication_number | applicant_address
    CN1A               | 天津市天津空港经济区
    CN2A               | 天津市南开区
    CN3A               | 江苏省苏州市
    US4A               |
    """,
    PUBLICATION,
)
OWNERS = rows(
    """
    family_id | applicant_id | share | owner_share
    F1        | a            | 0.5   | 0.5
    F1        | u            | 0.5   | 0.5
    F2        | a            | 1     | 1
    F3        | b            | 1     | 1
    F4        | c            | 1     | 1
    """,
    FAMILY_APPLICANT,
)
APPLICANTS = rows(
    """
    applicant_id | name | applicant_kind | is_zone_member | enterprise_id
    a            | A    | company        | yes            | Z
    b            | B    | company        |                | R
    c            | C    | company        |                |
    u            | U    | university     |                |
    """,
    APPLICANT,
)
ROSTER = rows(
    """
    enterprise_id | name | is_zone_member | region
    Z             | A    | yes            | 空港
    R             | B    | no             | 苏州工业园区
    """,
    ENTERPRISE,
)
PEOPLE = rows(
    """
    publication_number | role      | sequence | name | applicant_id
    CN1A               | applicant | 1        | A    | a
    CN1A               | inventor  | 1        | 甲   |
    CN1A               | inventor  | 2        | 乙   |
    CN2A               | applicant | 1        | A    | a
    CN2A               | inventor  | 1        | 甲   |
    CN3A               | applicant | 1        | B    | b
    CN3A               | inventor  | 1        | 甲   |
    """,
    PARTY,
)
BRANCHES = rows("branch_id | level | is_leaf\n1 | 1 | yes\n2 | 1 | yes", BRANCH)
ASSIGNED = rows("family_id | branch_id\nF1 | 1\nF2 | 1\nF3 | 2\nF4 | 2", BRANCH_ASSIGNMENT)
SCORES = rows("family_id | score\nF1 | 90\nF2 | 50\nF3 | 10\nF4 | 30")


def made(**changes: object) -> pd.DataFrame:
    tables = {
        "family": FAMILIES, "publication": PAPERS, "party": PEOPLE, "family_applicant": OWNERS,
        "applicant": APPLICANTS, "enterprise": ROSTER, "family_score": SCORES, "branch": BRANCHES,
        "branch_assignment": ASSIGNED,
    } | {k: v for k, v in changes.items() if isinstance(v, pd.DataFrame)}  # fmt: skip
    settings = {"reach": REACH, "home": "CN", "zone": "空港", "peers": ("US",), "thresholds": EASY}
    settings |= {k: v for k, v in changes.items() if not isinstance(v, pd.DataFrame)}
    return contract.check(place(**tables, **settings), PLACE).set_index(["place_kind", "place_id"])


def test_the_ladder_runs_from_the_world_to_the_zone():
    found = made()
    own = found.index[found["is_own"]]
    assert set(own) == {
        ("world", "*"), ("country", "CN"), ("province", "天津"), ("city", "天津"), ("zone", "zone"),
    }  # fmt: skip
    assert found["family_count"].to_dict() == {
        ("city", "天津"): 2, ("city", "苏州"): 1, ("country", "CN"): 3, ("country", "US"): 1,
        ("province", "天津"): 2, ("province", "江苏"): 1, ("world", "*"): 4, ("zone", "zone"): 2,
        ("zone", "苏州工业园区"): 1,
    }  # fmt: skip
    assert found.loc[("zone", "zone"), "place_label"] == "空港"
    assert found.index[found["is_peer"]].tolist() == [("country", "US")]


def test_measures_of_a_place():
    found = made()
    zone, home = found.loc[("zone", "zone")], found.loc[("country", "CN")]
    assert zone["corpus_share"] == 0.5 and zone["recent_count"] == 2 and zone["prior_count"] == 0
    assert pd.isna(zone["growth"])  # nothing in the window before
    assert home["growth"] == 1.0  # two against one
    assert zone["company_count"] == 1 and zone["applicant_count"] == 2
    assert zone["academic_share"] == 0.5 and zone["collaboration_rate"] == 0.5
    assert zone["largest_share"] == 0.75  # 0.5 + 1 of two families
    assert zone["invention_share"] == 0.5 and zone["mean_score"] == 70
    assert zone["pledged_count"] == 1 and zone["operation_rate"] == 50
    # Of all four families one has members whose offices are not known.
    assert zone["abroad_share"] == 0.5 and pd.isna(found.loc[("world", "*"), "abroad_share"])


def test_a_name_counts_once_per_organisation():
    found = made()
    assert found.loc[("zone", "zone"), "inventor_count"] == 2
    assert found.loc[("country", "CN"), "inventor_count"] == 3  # 甲 of a and 甲 of b
    assert made(party=empty(PARTY))["inventor_count"].isna().all()


def test_the_deviation_is_half_the_sum_of_differences():
    """Shares of the whole are 1/2 and 1/2; of the home country 2/3 and 1/3: (1/6 + 1/6) / 2."""
    found = made()["structure_deviation"]
    assert found[("country", "CN")] == pytest.approx(1 / 6)
    assert found[("zone", "zone")] == pytest.approx(0.5)  # all in one of two equal leaves
    assert found[("world", "*")] == 0


def test_small_places_have_a_row_only_as_peers():
    found = made(thresholds=Thresholds(min_n=3), peers=("苏州工业园区",))
    assert ("country", "US") not in found.index and ("zone", "苏州工业园区") in found.index


def test_without_a_roster_the_ladder_ends_with_the_country():
    found = made(applicant=APPLICANTS.assign(is_zone_member=None, enterprise_id=None).astype(
        APPLICANTS.dtypes), enterprise=empty(ENTERPRISE))  # fmt: skip
    assert set(found.index[found["is_own"]]) == {("world", "*"), ("country", "CN")}
    assert not len(made(family=empty(FAMILY)))
