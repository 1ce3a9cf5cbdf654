"""What a focal enterprise might do with its families."""

from __future__ import annotations

import datetime as dt

import pytest

from corpus import contract
from navigation.enterprise_tables import OPERATION_PROPOSAL
from navigation.proposals import operation_proposal
from navigation.thresholds import Thresholds
from tests.navigation.reports.invented import table

# id, leaf, score, remaining years, priority, in force, active, licences → proposal
CASES = [
    ("K1", "core", 70.0, 12.0, "2018-01-01", True, True, 0, "keep"),
    ("K2", "core", 50.0, 12.0, "2018-01-01", True, True, 0, "keep"),
    ("L1", "side", 70.0, 12.0, "2018-01-01", True, True, 0, "license"),
    ("P1", "side", 70.0, 12.0, "2022-01-01", False, True, 0, "keep"),
    ("S1", "side", 65.0, 3.0, "2008-01-01", True, True, 0, "succeed"),
    ("V1", "side", 50.0, 12.0, "2018-01-01", True, True, 0, "sell"),
    ("V2", "lone", 50.0, 12.0, "2018-01-01", True, True, 0, "keep"),
    ("W1", "side", 30.0, 8.0, "2012-01-01", True, True, 0, "lapse"),
    ("W2", "core", 30.0, 8.0, "2012-01-01", True, True, 0, "review"),
    ("W3", "side", 30.0, 14.0, "2019-01-01", True, True, 0, "review"),
    ("W4", "side", 30.0, 8.0, "2012-01-01", True, True, 1, "keep"),
    ("N1", "side", None, 14.0, "2019-01-01", True, True, 0, "review"),
    ("U1", "side", 70.0, 12.0, "2018-01-01", None, None, 0, "license"),
    ("D1", "side", 70.0, None, "2018-01-01", False, False, 0, None),
]


@pytest.fixture(scope="module")
def found():
    mine = [c[0] for c in CASES]
    core = [f"C{i}" for i in range(100)]  # enough for `core` alone to hold a tenth
    others = [f"X{i}" for i in range(3)]
    ids = [*mine, *core, *others]
    leaves = [*(c[1] for c in CASES), *["core"] * 100, *["side"] * 3]
    owners = [*["AE"] * (len(mine) + 100), "AX", "AY", "AZ"]
    rest = len(ids) - len(mine)
    made = operation_proposal(
        table("enterprise", enterprise_id=["E"], name=["甲"], enterprise_role=["focal"]),
        table("applicant", applicant_id=["AE", "AX", "AY", "AZ"], name=list("甲乙丙丁"),
              enterprise_id=["E", None, None, None]),
        table("family_applicant", family_id=ids, applicant_id=owners, share=[1.0] * len(ids)),
        table(
            "family", family_id=ids, remaining_years=[*(c[3] for c in CASES), *[10.0] * rest],
            earliest_priority_date=[*(c[4] for c in CASES), *["2018-01-01"] * rest],
            is_in_force=[*(c[5] for c in CASES), *[True] * rest],
            is_active=[*(c[6] for c in CASES), *[True] * rest],
            licence_count=[*(c[7] for c in CASES), *[0] * rest],
        ),
        table("family_score", family_id=ids, score=[*(c[2] for c in CASES), *[50.0] * rest]),
        table("branch_assignment", family_id=ids, branch_id=leaves, is_leaf=[True] * len(ids),
              is_primary=[True] * len(ids), evidence=["symbol"] * len(ids)),
        as_of=dt.date(2024, 1, 1),
        thresholds=Thresholds(),
    )  # fmt: skip
    return contract.check(made, OPERATION_PROPOSAL).set_index("family_id")


@pytest.mark.parametrize("case", [c for c in CASES if c[8]], ids=lambda c: c[0])
def test_each_rule(found, case):
    assert found.loc[case[0], "proposal"] == case[8]


def test_an_ended_family_gets_no_proposal_and_a_used_one_says_so(found):
    assert "D1" not in found.index
    assert "in_use" in list(found.loc["W4", "proposal_reasons"])


def test_reasons_name_what_the_rule_used(found):
    assert set(found.loc["L1", "proposal_reasons"]) == {
        "strong",
        "outside_core",
        "long_term",
        "others_active",
    }
    assert set(found.loc["W1", "proposal_reasons"]) == {
        "weak", "outside_core", "long_term", "costly_years", "others_active",
    }  # fmt: skip
    assert "status_unknown" in list(found.loc["U1", "proposal_reasons"])
