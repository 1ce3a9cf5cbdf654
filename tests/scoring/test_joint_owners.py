"""Pools of the zone's owners, and pairs of university and firm."""

from __future__ import annotations

import datetime

import pandas as pd
import pytest

from corpus import contract
from corpus.tables import APPLICANT, FAMILY, FAMILY_APPLICANT
from scoring.joint_owners import joint_owner
from scoring.tables import JOINT_OWNER
from tests.frames import rows
from tests.scoring import worlds
from tests.scoring.worlds import BRANCHES

AS_OF = datetime.date(2024, 1, 1)


def joined(applicants: str, holdings: dict[str, dict[str, int]], **cells: object) -> pd.DataFrame:
    """Joint owners of a corpus: per owner so many families in each leaf."""
    held = [
        (f"{owner}-{leaf}-{i}", owner, leaf)
        for owner, leaves in holdings.items()
        for leaf, n in leaves.items()
        for i in range(n)
    ]
    families = "family_id\n" + "\n".join(f for f, _, _ in held)
    known = {"is_active": True, "is_granted": True, "is_in_force": True, "remaining_years": 12.0}
    shares = "family_id | applicant_id\n" + "\n".join(f"{f} | {o}" for f, o, _ in held)
    places = pd.DataFrame({"family_id": [h[0] for h in held], "branch_id": [h[2] for h in held]}).astype(
        "str"
    )
    places = places.assign(
        is_leaf=pd.array([True] * len(held), dtype="boolean"),
        is_primary=pd.array([True] * len(held), dtype="boolean"),
    )
    made = joint_owner(
        rows(families, FAMILY, **(known | cells)),
        rows(shares, FAMILY_APPLICANT, share=1.0, owner_share=1.0),
        rows(applicants, APPLICANT),
        BRANCHES,
        places,
        as_of=AS_OF,
    )
    return contract.check(made, JOINT_OWNER).set_index(["portfolio_id", "applicant_id"])


ZONE = """
    applicant_id | applicant_kind | is_zone_member
    A            | company        | yes
    B            | company        | yes
    C            | company        | yes
    OUT          | company        | no
    U            | university     | no
    V            | university     | no
"""


def test_a_pool_joins_owners_of_the_zone_that_add_leaves():
    """1.2 has three leaves: A holds viral and lipid, B exosomes; C and the outsider add nothing."""
    made = joined(
        ZONE,
        {
            "A": {"1.2.1": 2, "1.2.2": 2},
            "B": {"1.2.3": 2, "1.2.1": 1},
            "C": {"1.2.1": 5},
            "OUT": {"1.2.3": 9, "1.2.2": 9},
        },
    ).loc["pool|1.2"]
    assert made.index.tolist() == ["A", "B"]
    assert made["added_count"].tolist() == [2, 1] and made["living_count"].tolist() == [4, 3]
    row = made.iloc[0]
    assert row["coverage_share"] == 1 and row["coverage_gain"] == pytest.approx(1 / 3)
    assert row["leaf_overlap"] == pytest.approx(1 / 3)


def test_an_owner_with_one_family_joins_no_pool():
    made = joined(ZONE, {"A": {"1.2.1": 2}, "B": {"1.2.3": 1}}).loc["pool|1.2"]
    assert made.index.tolist() == ["A"] and made["coverage_gain"].tolist() == [0]


def test_a_pair_is_scored_by_likeness_complement_and_feasibility():
    """Firm A (2, 2, 0), university U (2, 0, 2): cosine .5; U adds one leaf of three; all of it ready."""
    made = joined(ZONE, {"A": {"1.2.1": 2, "1.2.2": 2}, "U": {"1.2.1": 2, "1.2.3": 2}})
    pair = made.loc["pair|U|A|1.2"]
    assert pair["place"].to_dict() == {"U": 1, "A": 2}
    row = pair.loc["U"]
    assert row["likeness"] == pytest.approx(0.5)
    assert row["coverage_gain"] == pytest.approx(1 / 3) and row["added_count"] == 1
    assert row["coverage_share"] == pytest.approx(1)
    assert row["feasibility"] == pytest.approx(2 / 3)  # granted, with years left; no family together
    assert row["match_score"] == pytest.approx(100 * (0.5 * 0.5 + 0.3 / 3 + 0.2 * 2 / 3))


def test_families_already_licensed_are_no_offer():
    held = {"A": {"1.2.1": 2}, "U": {"1.2.1": 2}}
    assert "pair|U|A|1.2" in joined(ZONE, held).index.get_level_values(0)
    made = joined(ZONE, held, licence_count=1)
    assert not made["kind"].eq("university_firm").any()


def test_a_firm_gets_its_three_best_universities():
    many = ZONE + "".join(f"    U{i} | university | no\n" for i in range(4))
    held = {"A": {"1.2.1": 2, "1.2.2": 1}} | {f"U{i}": {"1.2.1": 2 + i, "1.2.2": 1} for i in range(4)}
    made = joined(many, held)
    pairs = made[made["kind"] == "university_firm"].reset_index()
    assert pairs.loc[pairs["place"] == 1, "applicant_id"].tolist() == ["U0", "U1", "U2"]


def test_without_a_roster_there_is_neither_pool_nor_pair():
    nobody = ZONE.replace("| yes", "|")
    assert joined(nobody, {"A": {"1.2.1": 5}, "U": {"1.2.1": 5}}).empty


def test_pools_and_pairs_are_portfolios_with_gates_of_their_own():
    """Every joint portfolio of a corpus is listed once, and holds the families of its owners."""
    made = worlds.score(worlds.random_world(600, seed=5, owners=12, right="invention"))
    portfolio = made["portfolio"].set_index("portfolio_id")
    joint = made["joint_owner"]
    assert {"owner_pool", "university_firm"} <= set(portfolio["kind"])
    assert set(joint["portfolio_id"]) == set(
        portfolio.index[portfolio["kind"].isin(["owner_pool", "university_firm"])]
    )
    pool = portfolio[portfolio["kind"] == "owner_pool"]
    assert pool["applicant_id"].isna().all() and pool["is_zone_member"].all()
    low = joint[joint["kind"] == "owner_pool"].groupby("portfolio_id")["coverage_gain"].first() < 0.15 - 1e-9
    assert not pool.loc[low[low].index, "is_candidate"].any()
    assert pool.loc[low[low].index, "excluded_reason"].str.contains("coverage gain|owners 1 < 2").all()
    member = made["portfolio_member"]
    owner = made["family_applicant"].set_index("family_id")["applicant_id"]
    for key, part in member[member["portfolio_id"].isin(joint["portfolio_id"])].groupby("portfolio_id"):
        of = set(joint.loc[joint["portfolio_id"] == key, "applicant_id"])
        assert set(owner[part["family_id"]]) <= of


def test_a_breakdown_without_leaves_and_a_corpus_without_branches_give_nothing():
    world = worlds.random_world(100, seed=5, right="invention")
    empty = {"branch": world["branch"].iloc[:0], "branch_assignment": world["branch_assignment"].iloc[:0]}
    made = worlds.score(world | empty)
    assert made["joint_owner"].empty
    assert set(made["portfolio"]["kind"]) <= {"owner_industry"}
    assert made["portfolio"]["absent_branches"].isna().all()
