"""Standing of actors, chain status, flows and gaps on small corpora."""

from __future__ import annotations

import pandas as pd
import pytest

from corpus import contract
from corpus.tables import APPLICANT, ENTERPRISE, FAMILY, FAMILY_APPLICANT, FAMILY_MEMBER
from navigation.positions import gap, office_flow, position
from navigation.tables import BRANCH, BRANCH_ASSIGNMENT, BRANCH_PROFILE, GAP, OFFICE_FLOW, POSITION
from navigation.thresholds import Thresholds
from tests.frames import rows

EASY = Thresholds(min_n=1, min_n_rta=1)
NO_SCORE = pd.DataFrame({"family_id": pd.Series(dtype="str"), "score": pd.Series(dtype="float64")})
NO_INDICATOR = pd.DataFrame(
    {
        "family_id": pd.Series(dtype="str"),
        "indicator": pd.Series(dtype="str"),
        "value": pd.Series(dtype="float64"),
    }
)

FAMILIES = rows(
    """
    family_id | origin | is_active
    F1        | CN     | yes
    F2        | CN     | no
    F3        | JP     | yes
    F4        |        | yes
    """,
    FAMILY,
)
ASSIGNED = rows(
    """
    family_id | branch_id | is_leaf | is_primary | evidence
    F1        | 1         | yes     | yes        | symbol
    F2        | 1         | yes     | yes        | symbol
    F3        | 1         | yes     | yes        | symbol
    F4        | 2         | yes     | yes        | symbol
    """,
    BRANCH_ASSIGNMENT,
)
HELD = rows(
    """
    family_id | applicant_id | share | owner_share
    F1        | a            | 1     | 0.5
    F1        | b            | 0     | 0.5
    F2        | a            | 1     | 1
    F3        | j            | 1     | 1
    F4        | j            | 1     | 1
    """,
    FAMILY_APPLICANT,
)
APPLICANTS = rows(
    """
    applicant_id | name  | enterprise_id | is_zone_member
    a            | Alpha | e1            | yes
    b            | Beta  | e1            | yes
    j            | Jay   |               | no
    """,
    APPLICANT,
)
ROSTER = rows(
    """
    enterprise_id | name  | enterprise_role | is_zone_member | region
    e1            | Alpha | focal           | yes            | harbour
    e2            | Gamma | focal           | no             |
    """,
    ENTERPRISE,
)
BRANCHES = rows("branch_id | level | is_leaf\n1 | 1 | yes\n2 | 1 | yes", BRANCH)
SCORES = rows("family_id | score\nF1 | 80\nF2 | 90\nF3 | 60\nF4 | 40")
ASSETS = rows(
    """
    family_id | indicator       | value
    F1        | citation_impact | 12
    F3        | citation_impact | 4
    F3        | family_breadth  | 99
    """
)


def standing(thresholds: Thresholds = EASY, **instead: pd.DataFrame) -> pd.DataFrame:
    tables = {
        "branch": BRANCHES,
        "branch_assignment": ASSIGNED,
        "family": FAMILIES,
        "family_applicant": HELD,
        "applicant": APPLICANTS,
        "enterprise": ROSTER,
        "family_score": SCORES,
        "family_indicator": ASSETS,
    } | instead
    found = contract.check(position(**tables, thresholds=thresholds), POSITION)
    return found.set_index(["branch_id", "actor_kind", "actor_id"])


def test_counts_of_each_kind_of_actor_by_hand():
    found = standing()
    counts = ["family_count", "fractional_count", "active_count"]
    assert found.loc[("1", "applicant", "a"), counts].tolist() == [2, 1.5, 1]
    assert found.loc[("1", "applicant", "b"), counts].tolist() == [1, 0.5, 1]
    assert found.loc[("1", "enterprise", "e1"), counts].tolist() == [2, 2, 1]
    assert found.loc[("1", "zone", "zone"), counts].tolist() == [2, 2, 1]
    assert found.loc[("2", "zone", "zone"), counts].tolist() == [0, 0, 0]
    assert found.loc[("1", "country", "CN"), counts].tolist() == [2, 2, 1]
    assert found.loc[("*", "applicant", "j"), counts].tolist() == [2, 2, 2]
    assert "unit" not in found.index.get_level_values("actor_kind")


def test_shares_quality_and_ranks_by_hand():
    found = standing()
    alpha = found.loc[("1", "applicant", "a")]
    assert alpha["branch_share"] == pytest.approx(1.5 / 3)
    assert alpha["control_share"] == pytest.approx(6 / 16)  # half of 12 among 12 + 4
    assert alpha["mean_score"] == pytest.approx(80)  # F2 is not active
    assert alpha["top_decile_count"] == 1  # F2 is the best of four
    assert alpha["rank_in_branch"] == 1
    assert found.loc[("1", "applicant", "b"), "rank_in_branch"] == 2
    assert found.loc[("*", "enterprise", "e1"), "rank_in_branch"] == 1
    assert pd.isna(found.loc[("1", "zone", "zone"), "rank_in_branch"])
    assert alpha["actor_label"] == "Alpha"
    assert found.loc[("1", "zone", "zone"), "actor_label"] == "harbour"
    assert found["is_within_sample"].all()


def test_advantage_leaves_a_large_actor_out_of_its_reference():
    # Japan holds F3 of the three of branch 1 and one of the four in all; without it branch 1 has 2 of 3.
    japan = standing().loc[("1", "country", "JP")]
    assert japan["rta"] == pytest.approx((1 / 1) / (2 / 3))
    assert japan["rta_shrunk"] == pytest.approx(((1 + 20 * 2 / 3) / 21) / (2 / 3))
    assert pd.isna(standing().loc[("*", "country", "JP"), "rta"])


def test_few_families_give_no_advantage_and_no_mean():
    found = standing(Thresholds())
    assert found[["rta", "rta_shrunk", "mean_score"]].isna().all().all()
    assert found.xs("zone", level="actor_kind")["chain_status"].eq("undetermined").all()


def test_no_scores_no_assets_no_status_leave_the_columns_unknown():
    unknown = FAMILIES.assign(is_active=pd.array([None] * 4, dtype="boolean"))
    found = standing(family=unknown, family_score=NO_SCORE, family_indicator=NO_INDICATOR)
    assert found[["active_count", "mean_score", "top_decile_count", "control_share"]].isna().all().all()
    assert found.loc[("1", "zone", "zone"), "family_count"] == 2


def test_without_a_zone_there_are_no_zone_rows():
    found = standing(
        applicant=APPLICANTS.assign(is_zone_member=pd.array([False, False, None], dtype="boolean")),
        enterprise=ROSTER.assign(is_zone_member=pd.array([False, False], dtype="boolean")),
    )
    assert "zone" not in found.index.get_level_values("actor_kind")
    assert found["chain_status"].isna().all()


def test_an_empty_corpus_has_no_positions():
    none = {
        "branch_assignment": ASSIGNED.iloc[:0],
        "family": FAMILIES.iloc[:0],
        "family_applicant": HELD.iloc[:0],
    }
    none |= {"applicant": APPLICANTS.iloc[:0], "enterprise": ROSTER.iloc[:0]}
    assert len(standing(**none, family_score=NO_SCORE, family_indicator=NO_INDICATOR)) == 0
    assert len(office_flow(FAMILIES.iloc[:0], MEMBERS.iloc[:0], ASSIGNED.iloc[:0])) == 0


def test_only_the_largest_applicants_of_a_branch_are_listed():
    found = standing(Thresholds(min_n=1, top_applicants=1))
    listed = found.xs("applicant", level="actor_kind").index.tolist()
    assert listed == [("*", "a"), ("*", "j"), ("1", "a"), ("2", "j")]


def chain() -> dict[str, pd.DataFrame]:
    """A thousand families, forty of the zone: 20 of 100, 1 of 100, 5 of 400 and 14 of 400."""
    sizes = {"1": (20, 100), "2": (1, 100), "3": (5, 400), "4": (14, 400)}
    spread = [
        (f"{branch}-{i:03}", branch, "z" if i < own else "o", i)
        for branch, (own, all_) in sizes.items()
        for i in range(all_)
    ]
    frame = pd.DataFrame(spread, columns=["family_id", "branch_id", "applicant_id", "place"])
    # In branches 1 and 4 the zone holds the best and, of 400, the 80th best; elsewhere the lowest.
    score = frame["place"].astype("float64")
    score[(frame["family_id"] == "1-000")] = 1000.0
    score[(frame["family_id"] == "4-000")] = 320.5
    family = pd.DataFrame({"family_id": frame["family_id"]}).reindex(columns=FAMILY.column_names)
    held = frame[["family_id", "applicant_id"]].assign(share=1.0, owner_share=1.0)
    return {
        "branch": rows(
            "branch_id | level | is_leaf\n1 | 1 | yes\n2 | 1 | yes\n3 | 1 | yes\n4 | 1 | yes", BRANCH
        ),
        "branch_assignment": frame[["family_id", "branch_id"]],
        "family": family.assign(is_active=pd.array([True] * len(frame), dtype="boolean"), origin="CN"),
        "family_applicant": held,
        "applicant": rows("applicant_id | name | is_zone_member\nz | Z | yes\no | O | no", APPLICANT),
        "enterprise": ROSTER.assign(is_zone_member=pd.array([True, False], dtype="boolean")),
        "family_score": frame[["family_id"]].assign(score=score),
        "family_indicator": NO_INDICATOR,
    }


def test_chain_status_strong_missing_weak_and_average():
    found = standing(Thresholds(), **chain()).xs("zone", level="actor_kind").droplevel("actor_id")
    assert found["chain_status"].to_dict() == {
        "*": "undetermined",
        "1": "strong",
        "2": "missing",
        "3": "weak",
        "4": "average",
    }
    # Shrunk advantage on 40 families with k = 20: (20 + 2)/60/0.1 and (14 + 8)/60/0.4.
    assert found.loc["1", "rta_shrunk"] == pytest.approx(22 / 60 / 0.1)
    assert found.loc["4", "rta_shrunk"] == pytest.approx(22 / 60 / 0.4)


def test_a_branch_without_a_good_family_is_weak_and_without_the_best_only_average():
    tables = chain()
    low = tables["family_score"].assign(
        score=tables["family_score"]["score"].replace({320.5: 0.0, 1000.0: 76.0})
    )
    found = standing(Thresholds(), **tables | {"family_score": low}).xs("zone", level="actor_kind")
    status = found.droplevel("actor_id")["chain_status"]
    assert status["4"] == "weak"
    assert status["1"] == "average"


def test_density_is_the_zones_relatedness_to_what_it_holds():
    tables = chain()
    shared = pd.DataFrame({"family_id": [f"1-{i:03}" for i in range(50)], "branch_id": "2"})
    tables["branch_assignment"] = pd.concat([tables["branch_assignment"], shared])
    found = standing(Thresholds(), **tables)
    # One country only: branches 1 and 2 share families, 3 and 4 share none.
    zone = found.xs("zone", level="actor_kind").droplevel("actor_id")
    assert zone.loc["2", "density"] == pytest.approx(1)
    assert pd.isna(zone.loc["4", "density"])
    assert found.xs("country", level="actor_kind")["density"].isna().all()


MEMBERS = rows(
    """
    family_id | publication_number | office | is_active
    F1        | CN1A               | CN     | yes
    F1        | CN1B               | CN     | no
    F1        | WO1A               | WO     | yes
    F2        | CN2A               | CN     | no
    F3        | JP3A               | JP     | yes
    F3        | EP3A               | EP     |
    F4        | JP4A               | JP     | yes
    """,
    FAMILY_MEMBER,
)


def test_office_flow_counts_families_not_members_and_no_wo():
    found = contract.check(office_flow(FAMILIES, MEMBERS, ASSIGNED), OFFICE_FLOW)
    counted = found.set_index(["branch_id", "origin", "destination"])[["family_count", "active_count"]]
    assert counted.apply(tuple, axis=1).to_dict() == {
        ("1", "CN", "CN"): (2, 1),
        ("1", "JP", "JP"): (1, 1),
        ("1", "JP", "EP"): (1, 0),
        ("*", "CN", "CN"): (2, 1),
        ("*", "JP", "JP"): (1, 1),
        ("*", "JP", "EP"): (1, 0),
    }


def gaps(**instead: object) -> pd.DataFrame:
    tables = {
        "branch": BRANCHES,
        "branch_assignment": ASSIGNED,
        "family": FAMILIES,
        "family_member": MEMBERS,
        "family_applicant": HELD,
        "applicant": APPLICANTS,
        "enterprise": ROSTER,
        "branch_profile": rows("branch_id | growth\n1 | 0.5", BRANCH_PROFILE),
        "thresholds": Thresholds(min_rivals=1),
    } | instead
    return contract.check(gap(**tables), GAP).set_index(["branch_id", "enterprise_id"])


def test_gaps_of_focal_enterprises_by_hand():
    found = gaps()
    assert found.index.tolist() == [("1", "e1"), ("1", "e2"), ("2", "e1"), ("2", "e2")]
    alpha = found.loc[("1", "e1")]
    assert alpha[["family_count", "active_count", "leader_count", "rank_in_branch"]].tolist() == [2, 1, 2, 1]
    assert alpha["growth"] == 0.5
    assert list(alpha["missing_offices"]) == ["EP", "JP"]  # a member whose status is unknown may be alive
    gamma = found.loc[("1", "e2")]
    assert gamma[["family_count", "leader_count"]].tolist() == [0, 2]
    assert pd.isna(gamma["rank_in_branch"])
    assert pd.isna(found["missing_offices"]).tolist() == [False, True, True, True]


def test_an_office_is_missing_only_where_enough_rivals_are():
    found = gaps(thresholds=Thresholds(min_rivals=2))
    assert pd.isna(found.loc[("1", "e1"), "missing_offices"])


def test_without_focal_enterprises_there_are_no_gaps():
    peers = ROSTER.assign(enterprise_role=pd.Series(["rival", None], dtype="str"))
    assert len(gaps(enterprise=peers)) == 0


def test_without_applicants_the_zone_holds_not_zero_but_the_unknown():
    found = standing(family_applicant=contract.empty(FAMILY_APPLICANT))
    assert set(found.index.get_level_values("actor_kind")) == {"country"}


def test_shares_never_pass_one_by_rounding():
    """Ten strengths of one owner, summed by owner and by branch, may differ in the last bit."""
    many = [f"F{n}" for n in range(10)]
    families = FAMILIES.iloc[[0] * 10].assign(family_id=many)
    held = HELD.iloc[[0] * 10].assign(family_id=many, applicant_id="a", share=1.0, owner_share=1.0)
    value = [0.1 * (n + 1) * (1 + 0.37 * 3) for n in range(10)]
    assets = pd.DataFrame({"family_id": many, "indicator": "citation_impact", "value": value})
    found = standing(
        family=families, family_applicant=held, branch_assignment=contract.empty(BRANCH_ASSIGNMENT),
        family_indicator=assets, family_score=SCORES.iloc[:0],
    )  # fmt: skip
    assert (found["control_share"].dropna() <= 1).all() and (found["branch_share"].dropna() <= 1).all()
