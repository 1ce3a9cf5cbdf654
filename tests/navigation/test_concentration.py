"""Concentration and control against worked numbers."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from corpus.tables import FAMILY_APPLICANT
from navigation.concentration import (
    concentration,
    concentration_ratio,
    control_share,
    effective_owners,
    equal_parts,
    foreign_share,
    herfindahl,
    normalised_herfindahl,
    owner_parts,
    shares,
)
from tests.frames import rows

COUNTS = [40, 25, 15, 10, 5, 5]


def test_concentration_of_six_owners_t03():
    assert concentration_ratio(COUNTS, 4) == pytest.approx(0.90)
    assert concentration_ratio(COUNTS, 5) == pytest.approx(0.95)
    assert herfindahl(COUNTS) == pytest.approx(0.2600)
    assert normalised_herfindahl(COUNTS) == pytest.approx(0.1120)
    assert effective_owners(COUNTS) == pytest.approx(3.8462, abs=5e-5)


def test_concentration_of_groups_agrees_with_that_of_one_t03():
    held = pd.DataFrame({"branch": "b", "owner": list("uvwxyz"), "part": COUNTS})
    other = pd.DataFrame({"branch": "c", "owner": ["u", "u"], "part": [1, 2]})
    found = concentration(pd.concat([held, other]), "branch", "owner", "part")
    assert found.loc["b"].to_dict() == pytest.approx(
        {"cr4": 0.90, "hhi": 0.26, "effective_owners": 3.846154, "owner_count": 6}
    )
    assert found.loc["c"].to_dict() == pytest.approx(
        {"cr4": 1, "hhi": 1, "effective_owners": 1, "owner_count": 1}
    )


def test_nothing_held_has_no_concentration():
    assert math.isnan(concentration_ratio([], 4))
    assert math.isnan(herfindahl([0, 0]))
    assert math.isnan(normalised_herfindahl([7]))
    assert len(shares([])) == 0


def test_control_share_of_two_owners_t04():
    held = pd.DataFrame({"branch": "b", "owner": ["X", "X", "Y"], "strength": [12.0, 3.0, 1.0]})
    found = control_share(held, ["branch"], "owner", "strength")
    assert found["b", "X"] == pytest.approx(0.9375)
    assert found["b", "Y"] == pytest.approx(0.0625)


def test_foreign_control_of_the_home_market_t05():
    countries = pd.Series(["CN"] * 90 + ["JP"] * 20 + ["US"] * 10 + [None] * 7, dtype="str")
    assert foreign_share(countries, "CN") == pytest.approx(0.25)
    assert math.isnan(foreign_share(pd.Series([None], dtype="str"), "CN"))


def test_fractional_ownership_t56():
    held = equal_parts(rows("family_id | applicant_id\n1 | X\n2 | X\n2 | Y\n3 | Z"))
    amounts = held.groupby("applicant_id")["part"].sum()
    assert (amounts / amounts.sum()).to_dict() == pytest.approx({"X": 0.5, "Y": 1 / 6, "Z": 1 / 3})
    assert herfindahl(amounts) == pytest.approx(0.388889, abs=5e-7)


def test_owners_come_first_and_applicants_stand_in_where_no_owner_is_known():
    family_applicant = rows(
        """
        family_id | applicant_id | share | owner_share
        F1        | X            | 1     | 0
        F1        | Y            | 0     | 1
        F2        | X            | 0.5   |
        F2        | Z            | 0.5   |
        """,
        FAMILY_APPLICANT,
    )
    held = owner_parts(family_applicant)
    assert held.values.tolist() == [["F1", "Y", 1.0], ["F2", "X", 0.5], ["F2", "Z", 0.5]]
