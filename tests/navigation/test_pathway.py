"""Recommendations: which rule speaks when, with which numbers and families."""

from __future__ import annotations

import datetime
import json

import pandas as pd
import pytest

from corpus import contract
from corpus.tables import APPLICANT, FAMILY, FAMILY_APPLICANT, FAMILY_MEMBER, PARTY
from navigation.enterprise_path import complement
from navigation.pathway import as_json, confidence_word, recommendation
from navigation.tables import BRANCH, BRANCH_ASSIGNMENT, BRANCH_PROFILE, GAP, POSITION, RECOMMENDATION
from navigation.thresholds import Thresholds
from tests.frames import rows

AS_OF = datetime.date(2024, 6, 30)  # the last complete year is 2022

BRANCHES = rows(
    """
    branch_id | parent_id | level | is_leaf | is_critical
    1         |           | 1     | no      |
    1.1       | 1         | 2     | yes     | no
    1.2       | 1         | 2     | yes     | yes
    1.3       | 1         | 2     | yes     | no
    """,
    BRANCH,
)
PROFILES = rows(
    """
    branch_id | family_count | active_count | growth | direction_score | life_cycle_stage | prior_count
    1.1       | 6            | 6            | 0.5    | 0.9             | growing | 10
    1.2       | 6            | 6            | 0.2    | 0.5             | growing | 10
    1.3       | 6            | 6            | -0.3   | 0.7             | declining | 10
    """,
    BRANCH_PROFILE,
)
ZONE = rows(
    """
    branch_id | actor_kind | actor_id | family_count | active_count | rta_shrunk | density | chain_status
    1.1       | zone       | zone     | 6            | 6            | 2.0        | 0.1     | strong
    1.2       | zone       | zone     | 0            | 0            | 0.5        | 0.2     | weak
    1.3       | zone       | zone     | 0            | 0            | 0.4        | 0.8     | missing
    """,
    POSITION,
)
PEOPLE = rows(
    """
    applicant_id | name  | applicant_kind | country | enterprise_id | is_zone_member
    a            | Alpha | company        | CN      | e1            | yes
    b            | Beta  | university     | CN      |               | yes
    o            | Omega | company        | JP      |               | no
    u            | Uni   | university     | CN      |               | no
    """,
    APPLICANT,
)


def corpus(**columns: object) -> dict[str, pd.DataFrame]:
    """Six families in each leaf: of Alpha in 1.1, of Omega in 1.2, of Uni in 1.3."""
    names = [f"{leaf}-{i}" for leaf in ("1.1", "1.2", "1.3") for i in range(6)]
    owners = ["a"] * 6 + ["o"] * 6 + ["u"] * 6
    family = pd.DataFrame({"family_id": names}).reindex(columns=FAMILY.column_names)
    facts: dict[str, object] = {
        "is_active": True,
        "is_in_force": True,
        "ip_right": "invention",
        "priority_year": 2021,
    }
    family = contract.cast(family.assign(**facts | {"remaining_years": 10.0} | columns), FAMILY)
    held = pd.DataFrame({"family_id": names, "applicant_id": owners, "share": 1.0, "owner_share": 1.0})
    assigned = pd.DataFrame({"family_id": names, "branch_id": [name[:3] for name in names]})
    members = pd.DataFrame(
        {"family_id": names, "publication_number": ["CN" + name for name in names], "office": "CN"}
    )
    inventors = pd.DataFrame(
        {
            "publication_number": members["publication_number"],
            "role": "inventor",
            "sequence": 1,
            "name": [f"person {i % 4}" for i in range(len(names))],
        }
    )
    return {
        "branch": BRANCHES,
        "branch_profile": PROFILES,
        "position": ZONE,
        "gap": contract.empty(GAP),
        "family": family,
        "family_member": contract.cast(members.reindex(columns=FAMILY_MEMBER.column_names), FAMILY_MEMBER),
        "applicant": PEOPLE,
        "family_applicant": contract.cast(held, FAMILY_APPLICANT),
        "party": contract.cast(inventors.reindex(columns=PARTY.column_names), PARTY),
        "family_score": pd.DataFrame({"family_id": names, "score": [float(i) for i in range(len(names))]}),
        "branch_assignment": contract.cast(
            assigned.assign(is_leaf=True, is_primary=True, evidence="symbol").reindex(
                columns=BRANCH_ASSIGNMENT.column_names
            ),
            BRANCH_ASSIGNMENT,
        ),
    }


def advise(tables: dict[str, pd.DataFrame], thresholds: Thresholds | None = None) -> pd.DataFrame:
    settings = {"reach": AS_OF, "home": "CN", "thresholds": thresholds or Thresholds()}
    found = contract.check(recommendation(**tables, **settings), RECOMMENDATION)
    return found.set_index("recommendation_id")


def test_structure_rules_speak_once_each():
    found = advise(corpus())
    structure = found[found["module"] == "structure"]
    assert structure.index.tolist() == [
        "strengthen_chain:1.1",
        "fill_chain:1.2",
        "extend_chain:1.3",
        "watch_branch:1.3",
    ]
    metrics = json.loads(structure.loc["strengthen_chain:1.1", "metrics"])
    assert metrics["rta_shrunk"] == 2
    assert metrics["median_growth"] == 0.2
    assert list(structure.loc["strengthen_chain:1.1", "evidence_ids"]) == [
        f"1.1-{i}" for i in (5, 4, 3, 2, 1, 0)
    ]
    assert structure["n"].tolist() == [6, 6, 6, 6]


def test_a_fall_from_few_families_is_not_told():
    facts = corpus()
    profile = facts["branch_profile"]
    few = {**facts, "branch_profile": profile.assign(prior_count=9).astype(profile.dtypes)}
    assert "watch_branch:1.3" in advise(facts).index and "watch_branch:1.3" not in advise(few).index


def test_an_outside_company_is_attracted_and_a_university_is_a_research_partner():
    found = advise(corpus())
    attracted = found.loc["attract_enterprise:1.2:o"]
    assert attracted["subject_label"] == "Omega"
    assert json.loads(attracted["metrics"])["is_home"] is False
    assert "attract_enterprise:1.3:u" not in found.index  # no company
    assert json.loads(found.loc["cooperate_research:1.3:u", "metrics"])["academic_share"] == 1
    assert "license_in:1.3" in found.index  # a university's patents in force at home
    assert "license_in:1.2" not in found.index  # a company that trades none


def test_talent_counts_people_by_sphere_and_names_organisations_only():
    found = advise(corpus())
    abroad = found.loc["cooperate_talent:1.2:o"]
    assert json.loads(abroad["metrics"])["inventor_count"] == 4
    assert abroad["n"] == 6
    assert "attract_talent:1.3:u" in found.index
    assert not found["rule"].eq("train_talent").any()  # the zone has nobody there
    assert not found["subject_label"].fillna("").str.contains("person").any()


def test_few_families_give_no_recommendation():
    assert len(advise(corpus(), Thresholds(min_n=7))) == 0


def test_lapsed_and_often_cited_families_of_the_home_country_may_be_used():
    cited = [0] * 12 + [9, 9, 9, 9, 9, 1]
    tables = corpus(forward_citation_count=cited, is_active=False, is_in_force=False, legal_status="lapsed")
    found = advise(tables).loc["use_lapsed_patent:1.3"]
    assert found["n"] == 5
    assert found["evidence_ids"][0] == "1.3-0"
    assert json.loads(found["metrics"]) == {"citation_cut": 9, "family_count": 5, "most_cited": 9}
    abroad = tables | {"family_member": tables["family_member"].assign(office="US")}
    assert "use_lapsed_patent:1.3" not in advise(abroad).index


def test_a_rising_young_enterprise_is_cultivated():
    found = advise(corpus())
    alpha = found.loc["cultivate_enterprise:1.1:e1"]
    assert json.loads(alpha["metrics"]) == {
        "family_count": 6,
        "mean_age": 1,
        "prior_count": 0,
        "recent_count": 6,
    }
    old = advise(corpus(priority_year=2014))
    assert not old["rule"].eq("cultivate_enterprise").any()


def test_patents_without_a_burden_are_proposed_for_pledge_by_owner():
    score = {"family_score": pd.DataFrame({"family_id": [f"1.1-{i}" for i in range(6)], "score": 90.0})}
    found = advise(corpus() | score)
    assert found.loc["pledge_patent:1.1:e1", "n"] == 6
    assert not advise(corpus(pledge_count=1) | score)["rule"].eq("pledge_patent").any()
    assert not advise(corpus(remaining_years=2.0) | score)["rule"].eq("pledge_patent").any()


def test_idle_patents_of_the_zones_universities_are_proposed_for_open_licence():
    tables = corpus()
    tables["family_applicant"] = tables["family_applicant"].replace({"applicant_id": {"a": "b"}})
    tables["family_score"] = pd.DataFrame({"family_id": [f"1.1-{i}" for i in range(6)], "score": 90.0})
    found = advise(tables)
    assert found.loc["open_licence:1.1:b", "n"] == 6
    assert not found["rule"].eq("pledge_patent").any()


def test_two_owners_of_one_strong_branch_may_form_a_pool():
    tables = corpus()
    held = tables["family_applicant"].copy()
    held.loc[held["family_id"].isin(["1.1-0", "1.1-1", "1.1-2"]), "applicant_id"] = "b"
    found = advise(tables | {"family_applicant": held}).loc["form_pool:1.1"]
    assert json.loads(found["metrics"]) == {"largest_share": 0.5, "owner_count": 2}


def test_complementary_owners_are_joined():
    tables = corpus()
    held = tables["family_applicant"].copy()
    held.loc[held["family_id"].str.startswith("1.2"), "applicant_id"] = "b"
    found = advise(tables | {"family_applicant": held}).loc["integrate_enterprises:1:b+e1"]
    assert found["n"] == 12
    assert json.loads(found["metrics"]) == {"coverage": 0.6667, "gain": 0.3333, "overlap": 0}


def test_offices_where_rivals_are_become_a_layout_gap():
    gap = rows(
        "branch_id | enterprise_id | family_count | leader_count | missing_offices\n1.1 | e1 | 6 | 6 | JP;US",
        GAP,
    )
    found = advise(corpus() | {"gap": gap}).loc["overseas_layout_gap:1.1:e1"]
    assert found["subject_label"] == "Alpha"
    assert json.loads(found["metrics"])["missing_offices"] == ["JP", "US"]


def test_without_a_zone_only_what_the_branch_itself_shows_is_said():
    outside = PEOPLE.assign(is_zone_member=pd.array([False] * 4, dtype="boolean"))
    found = advise(corpus() | {"position": contract.empty(POSITION), "applicant": outside})
    assert found["rule"].tolist() == ["watch_branch"]


def test_no_tables_no_recommendations():
    tables = corpus()
    empty = {"branch": contract.empty(BRANCH), "branch_assignment": contract.empty(BRANCH_ASSIGNMENT)}
    found = advise(
        tables
        | empty
        | {"branch_profile": contract.empty(BRANCH_PROFILE), "position": contract.empty(POSITION)}
    )
    assert found["branch_id"].eq("*").all()


def test_the_order_of_rows_does_not_matter():
    tables = corpus()
    pd.testing.assert_frame_equal(
        advise(tables), advise({name: frame[::-1] for name, frame in tables.items()})
    )


def test_coverage_gain_and_overlap_of_two_owners_t36():
    found = complement({"n1", "n2", "n3"}, {"n3", "n4"}, {"n1", "n2", "n3", "n4", "n5"})
    assert found == pytest.approx({"coverage": 0.80, "gain": 0.20, "overlap": 0.25})


def test_confidence_words():
    assert confidence_word(30, is_relative=False) == "high"
    assert confidence_word(30, is_relative=True) == "medium"
    assert confidence_word(9, is_relative=False) == "low"


def test_metrics_are_sorted_rounded_and_null_where_unknown():
    text = as_json({"b": 1 / 3, "a": float("nan"), "d": pd.NA, "c": 4.0, "e": ["CN"], "f": True})
    assert text == '{"a": null, "b": 0.3333, "c": 4, "d": null, "e": ["CN"], "f": true}'
