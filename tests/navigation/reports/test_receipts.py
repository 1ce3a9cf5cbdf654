"""Receipts on drawn tables: every measure and condition, by hand."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from corpus.errors import ContractError
from navigation.reports.receipts import Receipt, among, evaluate, from_plain, outside, to_plain
from navigation.tables import BRANCH_PROFILE, RECOMMENDATION
from tests.frames import rows
from tests.navigation.reports.invented import table

FAMILY = table(
    "family",
    family_id=["f1", "f2", "f3", "f4"],
    origin=["CN", "CN", "US", None],
    is_active=[True, None, False, True],
    priority_year=[2018, 2020, 2021, None],
    remaining_years=[4.0, 6.0, None, 11.0],
    earliest_priority_date=["2018-03-01", "2020-05-06", "2021-01-01", None],
    events=[["transfer", "pledge"], None, ["licence"], []],
)
OWNER = table("family_applicant", family_id=["f1", "f2", "f2", "f3"], applicant_id=["a", "a", "b", "b"],
              owner_share=[1.0, None, None, 1.0], share=[1.0, 0.5, 0.5, 1.0])  # fmt: skip
PROFILE = rows(
    """
    branch_id | family_count | growth
    1.1       | 40           | 0.25
    1.2       | 8            |
    """,
    BRANCH_PROFILE,
)
FRAMES = {"family": FAMILY, "family_applicant": OWNER, "branch_profile": PROFILE}


@pytest.mark.parametrize(
    ("measure", "where", "expected"),
    [
        ("count", {}, 4),
        ("count", {"origin": "CN"}, 2),
        ("count", {"origin": ["CN", "US"]}, 3),
        ("count", {"origin": None}, 1),
        ("count", {"origin": {"known": True}}, 3),
        ("count", {"origin": {"not": "CN"}}, 1),
        ("count", {"is_active": True}, 2),
        ("count", {"is_active": None}, 1),
        ("count", {"priority_year": {"at_least": 2020}}, 2),
        ("count", {"priority_year": {"above": 2018, "below": 2021}}, 1),
        ("count", {"earliest_priority_date": {"at_most": "2020-05-06"}}, 2),
        ("count", {"events": {"has": "pledge"}}, 1),
        ("count", {"any": [{"origin": "US"}, {"priority_year": 2018}]}, 2),
        ("count", {"is_active": True, "any": [{"origin": "US"}, {"priority_year": 2018}]}, 1),
        ("count", {"family_id": among("family_applicant", "family_id", applicant_id="b")}, 2),
        ("count", {"family_id": outside("family_applicant", "family_id", owner_share={"above": 0})}, 2),
        ("count_distinct:origin", {}, 2),
        ("sum:remaining_years", {}, 21.0),
        ("sum:remaining_years", {"origin": "JP"}, 0),
        ("mean:remaining_years", {"origin": "CN"}, 5.0),
        ("mean:remaining_years", {"origin": "US"}, None),
        ("median:remaining_years", {}, 6.0),
        ("min:priority_year", {}, 2018),
        ("max:earliest_priority_date", {}, "2021-01-01"),
        ("items:events", {}, 3),
        ("cell:origin", {"family_id": "f3"}, "US"),
        ("cell:origin", {"family_id": "f4"}, None),
        ("cell:origin", {"family_id": "nobody"}, None),
    ],
)
def test_measures_and_conditions(measure, where, expected):
    assert evaluate(Receipt("family", measure, where), FRAMES) == expected


def test_a_share_and_a_growth_come_from_receipts_on_receipts():
    whole = Receipt("family", "count")
    assert evaluate(Receipt("family", "count", {"origin": "CN"}, per=whole), FRAMES) == 0.5
    recent = Receipt("family", "count", {"priority_year": {"at_least": 2020}})
    prior = Receipt("family", "count", {"priority_year": 2018})
    assert evaluate(Receipt("family", "count", recent.where, less=prior, per=prior), FRAMES) == 1.0


def test_dividing_by_nothing_is_undefined():
    none = Receipt("family", "count", {"origin": "JP"})
    assert evaluate(Receipt("family", "count", per=none), FRAMES) is None


def test_a_missing_cell_is_not_zero():
    assert evaluate(Receipt("branch_profile", "cell:growth", {"branch_id": "1.2"}), FRAMES) is None
    assert evaluate(Receipt("branch_profile", "cell:growth", {"branch_id": "1.1"}), FRAMES) == 0.25


def test_a_key_of_a_json_cell():
    frame = rows("recommendation_id | rule\nr1 | fill_chain", RECOMMENDATION)
    frame["metrics"] = pd.Series([json.dumps({"growth": 0.5, "n": None})], dtype="str")
    frames = {"recommendation": frame}
    assert evaluate(Receipt("recommendation", "cell:metrics/growth"), frames) == 0.5
    assert evaluate(Receipt("recommendation", "cell:metrics/n"), frames) is None
    assert evaluate(Receipt("recommendation", "cell:metrics/other"), frames) is None


@pytest.mark.parametrize(
    ("receipt", "said"),
    [
        (Receipt("family", "count", {"colour": 1}), "column colour"),
        (Receipt("family", "mode:origin"), "mode"),
        (Receipt("family", "cell:origin"), "4 rows"),
        (Receipt("family", "sum:colour"), "column colour"),
        (Receipt("family", "count", {"origin": {"like": "C"}}), "like"),
        (Receipt("nowhere", "count"), "nowhere"),
    ],
)
def test_a_receipt_that_makes_no_sense_is_an_error(receipt, said):
    with pytest.raises(ContractError, match=said):
        evaluate(receipt, FRAMES)


def test_a_receipt_survives_json():
    receipt = Receipt(
        "family", "count", {"family_id": among("family_applicant", "family_id", applicant_id="b")},
        per=Receipt("family", "count", {"any": [{"origin": "CN"}, {"origin": "US"}]}),
    )  # fmt: skip
    again = from_plain(json.loads(json.dumps(to_plain(receipt))))
    assert again == receipt
    assert evaluate(again, FRAMES) == pytest.approx(2 / 3)


def test_evaluation_changes_no_table():
    before = FAMILY.copy(deep=True)
    evaluate(Receipt("family", "count", {"any": [{"origin": "CN"}]}), FRAMES)
    pd.testing.assert_frame_equal(FAMILY, before)
