"""The families behind a number: as many as the number says, and the right ones."""

from __future__ import annotations

import base64
import gzip
import json

import numpy as np
import pandas as pd
import pytest

from navigation.reports.membership import Membership
from navigation.reports.receipts import Receipt, among, as_lookup
from navigation.reports.register import NARROWED, Register


@pytest.fixture(scope="module")
def held(tables):
    return Membership(as_lookup(tables))


def ids(held: Membership, places: np.ndarray) -> set[str]:
    return set(held.family["family_id"].iloc[places])


def test_a_count_of_families_leads_to_as_many(held, industry):
    counted = [
        fact
        for fact in industry.facts
        if fact.receipt.table in ("family", "family_score", "candidate")
        and fact.receipt.measure == "count"
        and fact.receipt.per is None
        and fact.value
    ]
    assert len(counted) > 8
    for fact in counted:
        assert len(held.of_receipt(fact.receipt)) == fact.value, fact.id


def test_a_cell_of_a_branch_leads_to_the_families_of_the_branch(held, tables):
    receipt = Receipt("branch_profile", "cell:family_count", {"branch_id": "1.1"})
    placed = tables["branch_assignment"]
    assert ids(held, held.of_receipt(receipt)) == set(placed.loc[placed["branch_id"] == "1.1", "family_id"])


def test_families_meet_all_keys_of_a_row(held, tables):
    family, placed = tables["family"], tables["branch_assignment"]
    in_branch = family["family_id"].isin(placed.loc[placed["branch_id"] == "1.1", "family_id"])
    year = int(family.loc[in_branch, "priority_year"].mode()[0])
    row = pd.DataFrame({"branch_id": ["1.1"], "priority_year": [year]})
    (places,) = held.of_each(row, {}, {})
    wanted = set(family.loc[in_branch & (family["priority_year"] == year), "family_id"])
    assert ids(held, places) == wanted and wanted
    (fewer,) = held.of_each(row, {}, {"active": "True"})
    assert ids(held, fewer) == wanted & set(family.loc[family["is_active"].fillna(False), "family_id"])


def test_a_difference_leads_to_the_families_left(held, tables):
    less = Receipt("family", "count", {"family_id": among("branch_assignment", "family_id")})
    left = held.of_receipt(Receipt("family", "count", less=less))
    family = set(tables["family"]["family_id"])
    assert ids(held, left) == family - set(tables["branch_assignment"]["family_id"])


def test_numbers_about_no_families_lead_nowhere(held):
    assert held.of_receipt(Receipt("intake", "sum:rows_read")) is None
    assert held.of_each(pd.DataFrame({"label": ["a"], "value": [1]}), {}, {}) == [None]


def test_equal_sets_travel_once_and_can_be_read_again(held):
    register = Register(held)
    places = np.array([3, 4, 9])
    assert register.number(places) == register.number(places.copy()) == 0
    assert register.number(np.array([1])) == 1 and register.number(np.array([], dtype=np.int64)) is None
    plain = json.loads(gzip.decompress(base64.b64decode(register.packed("zh"))))
    steps = [int(step) for step in plain["sets"][0].split(",")]
    assert list(np.cumsum(steps)) == [3, 4, 9]
    assert len(plain["number"]) == len(plain["bits"]) == len(held.family)
    assert register.packed("zh") == register.packed("zh")


def test_the_bits_of_a_family_say_what_a_narrow_column_counts(held, tables):
    plain = json.loads(gzip.decompress(base64.b64decode(Register(held).packed("en"))))
    active = sum(bool(bits & NARROWED["active_count"]) for bits in plain["bits"])
    assert active == int(tables["family"]["is_active"].fillna(False).sum())
