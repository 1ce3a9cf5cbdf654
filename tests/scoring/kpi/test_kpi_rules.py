"""The rules of the indicator table one by one, with the numbers of the method notes."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from corpus import contract
from corpus import tables as corpus_tables
from scoring.kpi.counting import dealing_records, recognised, small_receivers, traded, yearly_count
from scoring.kpi.dealings import dealings
from scoring.kpi.definitions import BY_NAME, TARGETS
from scoring.kpi.growth import growth
from scoring.kpi.identity import spellings
from scoring.kpi.judging import judge
from scoring.kpi.stock import holding, owners
from tests.frames import rows
from tests.scoring.kpi import zone

START = date(2021, 1, 1)


def test_t53_growth_in_three_ways():
    """T-53: 40 → 50 → 62: .25, .24; mean .245; compound .244990."""
    made = growth(pd.Series({2020: 40, 2021: 50, 2022: 62}))
    assert made.yoy.tolist() == pytest.approx([0.25, 0.24])
    assert made.mean == pytest.approx(0.245)
    assert made.cagr == pytest.approx(0.244990, abs=1e-6)
    assert made.of("yoy") == pytest.approx(0.24)


def test_t53_from_nothing_there_is_no_growth():
    """T-53: x_(t-1) = 0 → n/a (基期为0)."""
    made = growth(pd.Series({2020: 0, 2021: 5, 2022: 6}))
    assert made.has_zero_base and made.mean is None and made.cagr is None
    assert pd.isna(made.yoy[2021]) and made.yoy[2022] == pytest.approx(0.2)
    alone = growth(pd.Series({2022: 6}))
    assert (alone.of("yoy"), alone.mean, alone.cagr) == (None, None, None)


@pytest.mark.parametrize(
    ("day", "held"),
    [
        (date(2019, 4, 30), False),
        (date(2019, 5, 1), True),
        (date(2021, 12, 31), True),
        (date(2022, 2, 28), True),
        (date(2022, 3, 1), False),
        (date(2022, 12, 31), False),
    ],
)
def test_t54_stock_at_a_past_day(day, held):
    """T-54: granted 2019-05-01, lapsed 2022-03-01: in stock at 2021-12-31, not at 2022-12-31."""
    one = zone.APPLICATIONS[zone.APPLICATIONS["application_id"].eq("P2")]
    assert bool(holding(one, day=day)["is_held"].iloc[0]) is held


def test_a_right_is_held_on_the_last_day_of_its_term_and_unknown_ones_are_not_counted():
    one = zone.APPLICATIONS[zone.APPLICATIONS["application_id"].eq("P13")]
    assert bool(holding(one, day=date(2021, 5, 1))["is_held"].iloc[0])
    assert not bool(holding(one, day=date(2021, 5, 2))["is_held"].iloc[0])
    unknown = one.assign(legal_status=None, expiry_date=pd.Timestamp("2030-01-01"))
    made = holding(contract.cast(unknown, corpus_tables.APPLICATION), day=date(2022, 1, 1))
    assert pd.isna(made["is_held"].iloc[0]) and made["reason"].iloc[0] == "status_unknown"


def test_the_owner_on_a_past_day_follows_the_transfers():
    def owner(day, events=zone.STUDY_EVENTS):
        known = spellings(zone.ZONE, contract.empty(corpus_tables.APPLICANT))
        frame = owners(
            zone.APPLICATIONS,
            zone.publication(),
            zone.party(),
            contract.empty(corpus_tables.APPLICANT),
            events,
            known,
            day=day,
        )
        return frame[frame["application_id"].eq("P10")].iloc[0]

    assert owner(date(2021, 8, 31))["owner"] == zone.A
    assert owner(date(2021, 9, 1))["owner"] == zone.B
    bare = rows(
        "application_id|export_file|event_type|sequence|event_date\nP10|a|transfer|1|2021-09-01",
        corpus_tables.EVENT,
    )
    assert owner(date(2021, 8, 31), bare)["reason"] == "owner_unknown"
    assert pd.isna(owner(date(2021, 8, 31), bare)["owner"])
    undated = bare.assign(event_date=pd.Series([pd.NaT], dtype="datetime64[s]"))
    assert owner(date(2021, 8, 31), undated)["reason"] == "undated_transfer"


def _dealings(text: str, roster: pd.DataFrame = zone.ZONE) -> pd.DataFrame:
    events = rows(text, corpus_tables.EVENT)
    return dealings(
        events,
        zone.EVENTS.head(0),
        zone.publication(),
        zone.party(),
        roster,
        spellings(roster, contract.empty(corpus_tables.APPLICANT)),
        pd.DataFrame({"application_id": ["P1"], "owner": [zone.A]}),
        as_of=zone.AS_OF,
    )


HEAD = "application_id|export_file|event_type|sequence|event_date|from_names|to_names|contract_number\n"


def test_t57_one_contract_is_one_event_whatever_the_number_of_patents():
    """T-57: one licence contract covering 3 patents = 1 event."""
    lines = [f"{p}|a|licence|1|2021-07-01|港湾甲科技有限公司|外海一有限公司|L9" for p in ("P1", "P2", "P13")]
    made = _dealings(HEAD + "\n".join(lines))
    assert yearly_count(made, range(2020, 2023)).tolist() == [0, 1, 0]
    assert len(dealing_records(made, range(2020, 2023))) == 3


def test_t57_a_change_of_name_is_no_event():
    """T-57: a transfer whose two parties share a credit code (更名) = 0 events."""
    made = _dealings(HEAD + "P4|a|transfer|1|2021-07-01|港湾乙制药有限公司|港湾乙药业有限公司|")
    assert yearly_count(traded(made), range(2021, 2022)).tolist() == [0]
    assert set(made["reason"]) == {"rename"}


def test_t57_a_second_transfer_to_the_same_firm_is_an_event_and_no_further_firm():
    """T-57: university → zone SME = 1 event and +1 SME; a second to the same SME = +1 event, +0 SME."""
    first = "P1|a|transfer|1|2021-07-01|远洋大学|港湾甲科技有限公司|"
    second = "P2|a|transfer|1|2021-08-01|远洋大学|港湾甲科技有限公司|"
    for lines, events in ((first, 1), (f"{first}\n{second}", 2)):
        made = _dealings(HEAD + lines)
        assert yearly_count(made, range(2021, 2022)).tolist() == [events]
        assert small_receivers(made, zone.ZONE, start=START)["is_counted"].sum() == 1


def test_an_event_without_a_named_party_is_the_owners():
    made = _dealings(HEAD + "P1|a|pledge|1|2021-07-01|||\nP8|a|pledge|1|2021-07-01|||")
    assert made[["record_id", "zone_uscc", "side"]].to_numpy().tolist() == [["P1", zone.A, "giver"]]


def test_a_party_that_had_left_the_zone_is_outside():
    made = _dealings(HEAD + "P7|a|licence|1|2022-01-01|港湾戊软件有限公司|外海一有限公司|")
    assert made["reason"].tolist() == ["outside_zone"]


def test_two_entities_with_one_name_tell_neither():
    twins = zone.ZONE.assign(name=zone.ZONE["name"].mask(zone.ZONE["uscc"].eq(zone.D), "港湾甲科技有限公司"))
    made = _dealings(HEAD + "P1|a|licence|1|2021-07-01|港湾甲科技有限公司|外海一有限公司|", twins)
    assert made.empty


@pytest.mark.parametrize(
    ("name", "value", "as_of", "period", "status"),
    [
        # the straight line from 0 on 2021-01-01 to 15 on 2021-12-31 is 7.4 on 2021-06-30: 7 are due
        ("financed_entities", 7, date(2021, 6, 30), None, "in_progress"),
        ("financed_entities", 6, date(2021, 6, 30), None, "behind"),
        ("financed_entities", 15, date(2021, 6, 30), None, "achieved"),
        # from 15 to 30 in the second year
        ("financed_entities", 22, date(2022, 6, 30), None, "in_progress"),
        ("financed_entities", 21, date(2022, 6, 30), None, "behind"),
        ("financed_entities", 29, date(2022, 12, 31), None, "behind"),
        ("financed_entities", 29, date(2023, 6, 30), None, "behind"),
        # no target for 2021: a part of one is not due yet
        ("securitisation_products", 0, date(2022, 6, 30), None, "in_progress"),
        # a rate is reached only when its year has ended
        ("patent_holder_growth", 0.12, date(2021, 6, 30), 2020, "in_progress"),
        ("patent_holder_growth", 0.12, date(2021, 12, 31), 2021, "achieved"),
        ("patent_holder_growth", 0.09, date(2021, 6, 30), 2020, "behind"),
        ("patent_holder_growth", None, date(2021, 12, 31), 2021, "undefined"),
    ],
)
def test_status_by_pace(name, value, as_of, period, status):
    made = judge(BY_NAME[name], value, TARGETS[name], as_of=as_of, start=START, period_year=period)
    assert made.status == status


def test_a_missing_register_is_no_data_even_where_a_value_is_at_hand():
    made = judge(
        BY_NAME["trusteeships"], 400, TARGETS["trusteeships"], as_of=zone.AS_OF, start=START, is_missing=True
    )
    assert made.status == "no_data"


def test_a_baseline_raises_the_pace():
    made = judge(
        BY_NAME["patents_in_force"], 11000, TARGETS["patents_in_force"],
        as_of=date(2021, 7, 2), start=START, baseline=10000,
    )  # fmt: skip
    assert made.pace == 11000 and made.status == "in_progress"


@pytest.mark.parametrize(
    ("day", "count"), [(date(2022, 6, 30), 3), (date(2022, 7, 1), 2), (date(2021, 4, 30), 1)]
)
def test_a_certificate_counts_while_it_is_valid(day, count):
    made = recognised(zone.RECOGNITIONS, "standard_certification", as_of=day)
    assert made["is_counted"].sum() == count
