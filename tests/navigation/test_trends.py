"""Filings by year and branch profiles on small drawn corpora."""

from __future__ import annotations

import datetime

import pandas as pd
import pytest

from corpus import contract
from corpus.tables import APPLICANT, FAMILY, FAMILY_APPLICANT, FAMILY_MEMBER, PARTY
from navigation.tables import BRANCH, BRANCH_ASSIGNMENT, BRANCH_PROFILE, FILING_TREND
from navigation.thresholds import Thresholds
from navigation.trends import branch_profile, direction_score, entrant_rate, filing_trend, with_event
from tests.frames import rows

# The last complete year is 2022: its December is 18 months old.
AS_OF = datetime.date(2024, 6, 30)
EASY = Thresholds(min_n=1, min_owners=1, min_direction_families=2, leaders=2)
SCORES = rows("family_id | score\nF1 | 90\nF2 | 50\nF3 | 10")

FAMILIES = rows(
    """
    family_id | priority_year | origin | ip_right      | is_active | transfer_count | licence_count
    F1        | 2018          | CN     | invention     | yes       | 1              |
    F2        | 2020          | CN     | utility_model | yes       | 0              | 0
    F3        | 2020          | JP     | invention     | no        | 2              |
    F4        | 2022          | CN     | invention     | yes       |                |
    F5        | 2023          | CN     | invention     | yes       | 0              | 1
    F6        |               | CN     | invention     | yes       | 0              |
    """,
    FAMILY,
)
ASSIGNED = rows(
    """
    family_id | branch_id | is_leaf | is_primary | evidence
    F1        | 1         | yes     | yes        | symbol
    F2        | 1         | yes     | yes        | symbol
    F3        | 1         | yes     | yes        | symbol
    F4        | 1         | yes     | yes        | symbol
    F5        | 2         | yes     | yes        | symbol
    """,
    BRANCH_ASSIGNMENT,
)
HELD = rows(
    """
    family_id | applicant_id | share | owner_share
    F1        | a            | 1     | 1
    F2        | a            | 0.5   | 0.5
    F2        | b            | 0.5   | 0.5
    F3        | c            | 1     | 1
    F4        | c            | 1     | 0
    F4        | d            | 0     | 1
    F5        | a            | 1     | 1
    """,
    FAMILY_APPLICANT,
)
APPLICANTS = rows(
    """
    applicant_id | name | country | group_id
    a            | A    | CN      |
    b            | B    | CN      |
    c            | C    | JP      |
    d            | D    | JP      |
    """,
    APPLICANT,
)
MEMBERS = rows(
    """
    family_id | publication_number | office | is_active
    F1        | CN1A               | CN     | yes
    F1        | US1B               | US     | yes
    F2        | CN2U               | CN     | yes
    F3        | CN3A               | CN     | no
    F4        | CN4A               | CN     | yes
    F4        | CN4B               | CN     | yes
    """,
    FAMILY_MEMBER,
)
PARTIES = rows(
    """
    publication_number | role      | sequence | name | applicant_id
    CN1A               | applicant | 1        | A    | a
    CN2U               | owner     | 1        | B    | b
    CN2U               | owner     | 2        | C    | c
    CN4A               | applicant | 1        | A    | a
    CN4A               | owner     | 1        | D    | d
    CN4B               | owner     | 1        | D    | d
    """,
    PARTY,
)
BRANCHES = rows("branch_id | level | is_leaf\n1 | 1 | yes\n2 | 1 | yes\n3 | 1 | yes", BRANCH)


def profile(thresholds: Thresholds = EASY, families: pd.DataFrame = FAMILIES) -> pd.DataFrame:
    found = branch_profile(
        BRANCHES, ASSIGNED, families, HELD, MEMBERS, APPLICANTS, PARTIES, SCORES,
        reach=AS_OF, home="CN", thresholds=thresholds,
    )  # fmt: skip
    return contract.check(found, BRANCH_PROFILE).set_index("branch_id")


def trend(families: pd.DataFrame = FAMILIES) -> pd.DataFrame:
    found = filing_trend(families, ASSIGNED, HELD, reach=AS_OF, thresholds=Thresholds())
    return contract.check(found, FILING_TREND).set_index(["branch_id", "origin", "priority_year"])


def test_filings_are_counted_by_branch_origin_and_year():
    found = trend()
    assert found.loc[("1", "*", 2020)].drop(["nowcast", "nowcast_low", "nowcast_high"]).to_dict() == {
        "family_count": 2,
        "invention_count": 1,
        "utility_model_count": 1,
        "applicant_count": 3,
        "is_complete": True,
    }
    assert found.loc[("1", "JP", 2020), "family_count"] == 1
    assert found.loc[("*", "*", 2020), "family_count"] == 2
    assert found.loc[("*", "*", slice(None)), "family_count"].sum() == 5


def test_years_without_families_are_drawn_for_all_origins_together():
    found = trend()
    assert found.loc[("1", "*", 2019), "family_count"] == 0
    assert found.loc[("1", "*", 2023), "family_count"] == 0
    assert ("1", "CN", 2019) not in found.index
    assert found.xs("2").index.tolist() == [("*", 2023), ("CN", 2023)]


def test_years_after_the_last_complete_one_are_marked_t48():
    found = trend().xs(("*", "*"))
    assert found["is_complete"].to_dict() == {
        2018: True,
        2019: True,
        2020: True,
        2021: True,
        2022: True,
        2023: False,
    }


def test_an_incomplete_year_is_extrapolated_by_the_lag_of_the_old_families():
    old = [f"O{i} | 2010 | 2010-01-01 | {'2010-07-01' if i < 5 else '2013-01-01'}" for i in range(10)]
    young = [f"Y{i} | 2023 | 2023-03-01 | 2023-09-01" for i in range(6)]
    lines = "family_id | priority_year | earliest_priority_date | first_publication_date\n" + "\n".join(
        old + young
    )
    # Half of the old ones were public within six months, the rest only after three years.
    found = trend(rows(lines, FAMILY)).xs(("*", "*"))
    assert found.loc[2023, "family_count"] == 6
    assert found.loc[2023, "nowcast"] == pytest.approx(6 / 0.5)
    assert pd.isna(found.loc[2010, "nowcast"])


def test_a_corpus_without_dates_has_no_trend():
    families = FAMILIES.assign(priority_year=pd.array([None] * len(FAMILIES), dtype="Int64"))
    assert (
        len(
            contract.check(filing_trend(families, ASSIGNED, HELD, reach=AS_OF, thresholds=EASY), FILING_TREND)
        )
        == 0
    )


def test_profile_counts_and_windows_by_hand():
    found = profile()
    one = found.loc["1"]
    assert one[["family_count", "active_count", "applicant_count"]].tolist() == [4, 3, 3]
    assert one[["recent_count", "prior_count"]].tolist() == [3, 1]  # 2020-2022 and 2017-2019
    assert one["growth"] == pytest.approx(2.0)
    assert one["recent_share"] == pytest.approx(1.0)  # 2018-2022
    assert found.loc["*", "family_count"] == 6
    assert found.loc["3", ["family_count", "active_count", "applicant_count"]].tolist() == [0, 0, 0]


def test_profile_rates_by_hand():
    one = profile().loc["1"]
    assert one["entrant_rate"] == pytest.approx(2 / 3)  # b and c are new, a filed in 2018
    assert one["collaboration_rate"] == pytest.approx(1 / 4)  # F2
    assert one["operation_rate"] == pytest.approx(50)  # F1 of F1, F2; F4 states nothing
    assert one["mean_score"] == pytest.approx(70)  # F1 and F2
    assert one["top_decile_count"] == 1  # F1 of three
    assert one["foreign_share"] == pytest.approx(1 / 3)  # F4's first owner is d


def test_concentration_counts_active_families_by_owner_and_group():
    one = profile().loc["1"]
    # Active: F1 (a), F2 (a, b), F4 (owner d): a 1.5, b 0.5, d 1.
    assert one["cr4"] == pytest.approx(1)
    assert one["hhi"] == pytest.approx(0.5**2 + (1 / 6) ** 2 + (1 / 3) ** 2)
    grouped = APPLICANTS.assign(group_id=pd.Series(["g", "g", None, None], dtype="str"))
    found = branch_profile(
        BRANCHES, ASSIGNED, FAMILIES, HELD, MEMBERS, grouped, PARTIES, SCORES,
        reach=AS_OF, home="CN", thresholds=EASY,
    ).set_index("branch_id")  # fmt: skip
    assert found.loc["1", "hhi"] == pytest.approx((2 / 3) ** 2 + (1 / 3) ** 2)
    assert found.loc["1", "collaboration_rate"] == 0  # a and b are one group


def test_structure_shift_is_in_percentage_points_of_the_whole():
    families = rows(
        "family_id | priority_year\n"
        + "\n".join(f"F{i} | {year}" for i, year in enumerate([2018] * 4 + [2021] * 5, start=1)),
        FAMILY,
    )
    # Branch 1 holds F1..F4 of 2018 (4 of 4); branch 2 holds F5 of 2021 (1 of 5).
    found = profile(families=families)
    assert found.loc["1", "structure_shift"] == pytest.approx(-100)
    assert found.loc["2", "structure_shift"] == pytest.approx(20)
    assert pd.isna(found.loc["*", "structure_shift"])


def test_small_numbers_give_no_rates():
    found = profile(Thresholds()).loc["1"]
    suppressed = ["growth", "entrant_rate", "collaboration_rate", "operation_rate", "direction_score"]
    suppressed += ["cr4", "hhi", "effective_owners", "foreign_share", "mean_score", "recent_share"]
    assert found[suppressed].isna().all()
    assert found["life_cycle_stage"] == "undetermined"


def test_an_empty_corpus_has_a_profile_of_nothing():
    none = [
        contract.empty(t)
        for t in (BRANCH_ASSIGNMENT, FAMILY, FAMILY_APPLICANT, FAMILY_MEMBER, APPLICANT, PARTY)
    ]
    settings = {"reach": AS_OF, "home": "CN", "thresholds": Thresholds()}
    found = branch_profile(BRANCHES, *none, SCORES.iloc[:0], **settings)
    assert contract.check(found, BRANCH_PROFILE)["family_count"].tolist() == [0, 0, 0, 0]


def test_unknown_status_is_not_taken_for_active():
    unknown = FAMILIES.assign(is_active=pd.array([None] * len(FAMILIES), dtype="boolean"))
    assert profile(families=unknown)["active_count"].isna().all()


def test_new_entrant_rate_t07():
    old = [f"o{i} | 2015" for i in range(18)] + [f"o{i} | 2021" for i in range(18)]
    new = [f"n{i} | 2022" for i in range(6)] + ["late | 2023"]
    filed = rows("applicant_id | priority_year\n" + "\n".join(old + new)).assign(branch_id="b")
    assert entrant_rate(filed, 2022, Thresholds())["b"] == pytest.approx(0.25)


def test_direction_score_is_the_mean_mid_rank_percentile_within_a_level():
    frame = rows(
        """
        branch_id | family_count | growth | leader_shift | entrant_rate | operation_rate
        b1        | 20           | 0.5    | 1            | 0.4          |
        b2        | 20           | 0.1    | 2            | 0.4          |
        b3        | 9            | 0.9    | 3            | 0.9          |
        b4        | 20           | 0.2    |              |              |
        top       | 60           | 0.3    | 0            | 0.3          | 1
        """
    ).set_index("branch_id")
    found = direction_score(frame, pd.Series([2, 2, 2, 2, 1], index=frame.index), Thresholds())
    # growth ranks among three: 5/6, 1/6, 3/6; leaders among two: 1/4, 3/4; entrants tie at 1/2.
    assert found["b1"] == pytest.approx((5 / 6 + 1 / 4 + 1 / 2) / 3)
    assert found["b2"] == pytest.approx((1 / 6 + 3 / 4 + 1 / 2) / 3)
    assert pd.isna(found["b3"])  # fewer than ten families
    assert pd.isna(found["b4"])  # one part alone
    assert found["top"] == pytest.approx(0.5)  # alone on its level


def test_the_order_of_rows_does_not_matter():
    again = branch_profile(
        BRANCHES, ASSIGNED[::-1], FAMILIES[::-1], HELD[::-1], MEMBERS[::-1], APPLICANTS[::-1], PARTIES[::-1],
        SCORES[::-1], reach=AS_OF, home="CN", thresholds=EASY,
    ).set_index("branch_id")  # fmt: skip
    pd.testing.assert_frame_equal(profile(), again, check_dtype=False)


def test_without_applicants_their_number_is_unknown_not_zero():
    nobody = contract.empty(FAMILY_APPLICANT)
    found = branch_profile(
        BRANCHES, ASSIGNED, FAMILIES, nobody, MEMBERS, contract.empty(APPLICANT), contract.empty(PARTY),
        SCORES, reach=AS_OF, home="CN", thresholds=EASY,
    )  # fmt: skip
    assert found["applicant_count"].isna().all() and found["entrant_rate"].isna().all()
    filed = filing_trend(FAMILIES, ASSIGNED, nobody, reach=AS_OF, thresholds=EASY)
    assert filed["applicant_count"].isna().all()


def test_an_event_named_by_the_vendor_counts_as_one_that_is_counted():
    told = rows(
        """
        family_id | events   | transfer_count | litigation_count
        F1        | transfer |                |
        F2        | award    |                |
        F3        |          | 0              | 2
        F4        |          | 0              |
        F5        |          |                |
        """,
        FAMILY,
    )
    found = with_event(told)
    assert found[:4].tolist() == [1, 0, 1, 0] and pd.isna(found[4])


def test_the_leaders_shift_is_not_told_of_few_families():
    few = profile(Thresholds(min_n=1, min_owners=1, leaders=2, min_leader_families=5))
    assert few["leader_shift"].isna().all()
    told = profile(Thresholds(min_n=1, min_owners=1, leaders=2, min_leader_families=1))
    assert told["leader_shift"].notna().any()
