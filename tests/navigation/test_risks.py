"""Others' living rights near a focal enterprise's."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from corpus import contract
from navigation import risks
from navigation.enterprise_tables import RISK_CELL, RISK_FAMILY
from tests.navigation.reports.invented import table

AS_OF = dt.date(2024, 1, 1)


def test_t55_exposure_of_two_rights():
    """T-55: (.8, .7, 1) and (.4, .9, .5) give 1 − .44 · .82 = .6392."""
    weights = pd.Series([0.8 * 0.7 * 1.0, 0.4 * 0.9 * 0.5])
    found = risks.exposure(weights, [pd.Series(["cell", "cell"])])
    assert found["cell"] == pytest.approx(0.6392)


# E holds O1 in leaf a; R1–R6 are others' in leaf a, R7 in a leaf E has nothing in.
IDS = ["O1", "R1", "R2", "R3", "R4", "R5", "R6", "R7"]
OWNERS = ["AE", "AX", "AX", "AY", "AG", "AY", "AY", "AX"]
LIVING = [True, True, None, True, True, False, True, True]
IN_FORCE = [True, True, None, False, True, False, True, True]
NEAR = [1, 1, 1, 1, 1, 1, 0, 1]  # R6 is of another matter
OFFICES = [["CN"], ["CN", "US"], ["US"], ["WO"], ["US"], ["US"], ["US"], ["US"]]


def tables() -> dict[str, pd.DataFrame]:
    filler = [f"Z{i}" for i in range(200)]
    angle = np.linspace(0, 2 * np.pi, len(filler), endpoint=False)
    vectors = [[1.0, 0.02 * i] if near else [0.0, -1.0] for i, near in enumerate(NEAR)]
    vectors += [[float(np.cos(a)), float(np.sin(a))] for a in angle]
    ids = IDS + filler
    members = [(f, f"{o}-{f}", o, s, g) for f, places, s, g in zip(IDS, OFFICES, LIVING, IN_FORCE, strict=True)
               for o in places]  # fmt: skip
    return {
        "enterprise": table(
            "enterprise", enterprise_id=["E", "G"], name=["甲", "甲集团"], enterprise_role=["focal", "peer"],
            group_id=["G", None], target_markets=[["US"], None],
        ),
        "applicant": table(
            "applicant", applicant_id=["AE", "AG", "AX", "AY"], name=["甲", "甲集团", "乙", "丙"],
            enterprise_id=["E", "G", None, None], group_id=["G", None, None, None],
        ),
        "family_applicant": table("family_applicant", family_id=IDS, applicant_id=OWNERS, share=[1.0] * 8),
        "family": table(
            "family", family_id=ids, is_active=[*LIVING, *[False] * 200], is_in_force=[*IN_FORCE, *[False] * 200],
            ip_right=["invention"] * 208, litigation_count=[0, 1, *[0] * 206],
            earliest_priority_date=["2023-01-01"] * 208,
            expiry_date=["2043-01-01", "2030-05-01", "2031-05-01", *["2043-01-01"] * 205],
        ),
        "family_member": table(
            "family_member", family_id=[m[0] for m in members], publication_number=[m[1] for m in members],
            office=[m[2] for m in members], is_active=[m[3] for m in members], is_in_force=[m[4] for m in members],
        ),
        "branch_assignment": table(
            "branch_assignment", family_id=IDS, branch_id=[*["a"] * 7, "b"], is_leaf=[True] * 8,
            is_primary=[True] * 8, evidence=["symbol"] * 8,
        ),
        "text_embedding": table(
            "text_embedding", family_id=ids, encoder=["x"] * 208, text_digest=["d"] * 208, vector=vectors,
        ),
    }  # fmt: skip


@pytest.fixture(scope="module")
def found():
    given = tables()
    near = risks.risk_family(**given, as_of=AS_OF, seed=1)
    rest = {k: v for k, v in given.items() if k != "text_embedding"}
    return (
        contract.check(near, RISK_FAMILY).set_index("family_id"),
        contract.check(risks.risk_cell(**rest, risk_family=near), RISK_CELL),
    )


def test_only_living_families_of_others_in_a_common_leaf_that_are_near(found):
    # R4 is the group's, R5 has ended, R6 is far, R7 shares no leaf.
    assert sorted(found[0].index) == ["R1", "R2", "R3"]
    assert set(found[0]["own_family_id"]) == {"O1"} and set(found[0]["branch_id"]) == {"a"}


def test_suits_of_the_owner_count_in_all_its_families(found):
    near = found[0]
    assert near.loc[["R1", "R2"], "assertiveness"].tolist() == [1.0, 1.0]
    assert near.loc["R3", "assertiveness"] == 0.5 and near.loc["R1", "owner_suit_count"] == 1


def test_what_is_not_known_to_be_in_force_counts_half(found):
    assert found[0].loc[["R1", "R2", "R3"], "activeness"].tolist() == [1.0, 0.5, 0.5]


def test_an_international_application_is_open_for_thirty_months(found):
    assert found[0]["is_pct_open"].to_dict() == {"R1": False, "R2": False, "R3": True}
    later = risks.risk_family(**tables(), as_of=dt.date(2025, 7, 2), seed=1)
    assert not later["is_pct_open"].any()


def test_cells_tell_active_from_unknown_and_which_are_markets(found):
    cells = found[1].set_index("office")
    assert sorted(cells.index) == ["CN", "US"]  # WO is no office
    us = cells.loc["US"]
    # R1 and R6 are active at US, R2 is of unknown status; R1 and R2 are near.
    assert (us["active_count"], us["unknown_count"], us["near_count"]) == (2, 1, 2)
    assert list(us["near_ids"]) == ["R1", "R2"]
    assert us["is_target_market"] and not cells.loc["CN", "is_target_market"]
    assert str(us["next_expiry_date"].date()) == "2030-05-01"
    first, second = found[0].loc["R1", "similarity"], found[0].loc["R2", "similarity"]
    assert us["exposure"] == pytest.approx(1 - (1 - first) * (1 - 0.5 * second), abs=1e-6)
    assert us["attention"] == "high"


def test_without_focal_enterprises_nothing_is_screened():
    given = tables()
    given["enterprise"] = given["enterprise"].assign(enterprise_role="peer")
    assert risks.risk_family(**given, as_of=AS_OF, seed=1).empty
