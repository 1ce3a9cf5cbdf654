"""The indicator table of a small zone against one counted by hand."""

from __future__ import annotations

import math
from datetime import date

import pytest

from corpus import contract
from scoring.kpi import indicator_tables
from scoring.kpi.definitions import DEFINITIONS, TARGETS, Plan, Stated
from scoring.kpi.notes import Studies, of_plan
from scoring.kpi.tables import TABLES
from scoring.tables import DECISION
from tests.frames import rows
from tests.scoring.kpi import zone

# number: value, status, records counted, records left out (each found with a pencil from zone.py)
BY_HAND = {
    1: (0.75, "achieved", 15, 4),  # 2 → 5 → 5: (1.5 + 0) / 2
    2: (0.2, "behind", 6, 0),  # amounts 1.0 → 2.0 → 1.44 million; projects 1 → 2 → 2
    3: (0.4, "achieved", 3, 0),  # 100 → 150 → 196
    4: (1, "behind", 1, 1),  # A; D's size is not known
    5: (1, "achieved", 1, 0),
    6: (3, "achieved", 3, 1),  # A, B, C; F is not of the zone
    7: (0, "behind", 0, 0),
    8: (2, "achieved", 2, 1),  # A, C; B's has run out
    9: (3, "behind", 3, 0),
    10: (0, "behind", 0, 1),  # one agency is no cluster
    11: (2, "achieved", 2, 0),
    12: (6, "achieved", 6, 1),  # P1 P3 P4 P5 P9 P10; P11 lapsed on an unknown day
    13: (4, "behind", 4, 1),
    14: (2.0, "achieved", 4, 1),
    15: (1 / 3, "achieved", 4, 0),  # A B E → A B C D
    16: (1, "behind", 1, 0),
    17: (3, "achieved", 3, 1),  # one recognised after the cut-off
    18: (1, "behind", 1, 0),
    19: (2, "behind", 2, 0),
    20: (16000, "behind", 1, 0),
    21: (1, "achieved", 1, 0),
    23: (1, "achieved", 1, 0),
    24: (0, "no_target", 0, 0),
}
NEEDS = [
    ("zone_entity", {1, 2, 3, 4, 6, 12, 13, 14, 15}),
    ("ip_event", {1, 2, 3, 6}),
    ("recognition", {7, 8, 9, 10, 11, 16, 17, 18, 19, 21, 23, 24}),
    ("population", {14}),
    ("trademark", {20}),
    ("finance_product", {5}),
    ("application", {12, 13, 14, 15}),
    ("event", {1}),
]


@pytest.fixture(scope="module")
def made():
    return indicator_tables(zone.sources(), plan=zone.PLAN, as_of=zone.AS_OF)


def _series(made, kpi, measure):
    value = made["kpi_value"]
    chosen = value[value["kpi"].eq(kpi) & value["measure"].eq(measure)]
    return {int(y): v for y, v in zip(chosen["year"], chosen["value"], strict=True)}


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda d: f"{d.number}-{d.name}")
def test_each_row_is_what_a_pencil_finds(made, definition):
    row = made["kpi"].set_index("number").loc[definition.number]
    value, status, counted, left_out = BY_HAND[definition.number]
    assert row["value"] == pytest.approx(value, abs=1e-9)
    assert (row["status"], row["counted_count"], row["left_out_count"]) == (status, counted, left_out)


def test_there_are_23_rows_and_no_row_22(made):
    assert made["kpi"].sort_values("number")["number"].tolist() == [n for n in range(1, 25) if n != 22]


def test_every_table_keeps_its_contract(made):
    for table in TABLES:
        contract.check(made[table.name], table)


def test_stock_is_rebuilt_at_each_year_end_and_not_read_from_todays_status(made):
    """2020: P1 P2 P4 P7 P10 (then A's) P13; 2021: P1 P2 P3 P4 P7 P10; any owner: P8 besides."""
    assert _series(made, "patents_in_force", "level") == {2020: 6, 2021: 6, 2022: 6}
    assert _series(made, "inventions_in_force", "level") == {2020: 5, 2021: 5, 2022: 4}
    assert _series(made, "patents_in_force", "any_owner") == {2020: 7, 2021: 7, 2022: 7}
    assert _series(made, "patent_holder_growth", "count") == {2020: 3, 2021: 3, 2022: 4}
    assert _series(made, "inventions_per_ten_thousand", "level") == pytest.approx(
        {2020: 5 / 1.8, 2021: 5 / 1.9, 2022: 2.0}
    )


def test_growth_is_told_in_all_three_ways(made):
    assert _series(made, "dealings_growth", "count") == {2020: 2, 2021: 5, 2022: 5}
    assert _series(made, "dealings_growth", "patents_only") == {2020: 2, 2021: 3, 2022: 2}
    assert _series(made, "dealings_growth", "yoy") == {2021: 1.5, 2022: 0}
    assert _series(made, "dealings_growth", "cagr")[2022] == pytest.approx(math.sqrt(2.5) - 1)
    assert _series(made, "pledge_growth", "count") == {2020: 1, 2021: 2, 2022: 2}
    assert _series(made, "pledge_growth", "amount_cny") == {2020: 1e6, 2021: 2e6, 2022: 1.44e6}
    assert _series(made, "pledge_growth", "count_cagr")[2022] == pytest.approx(math.sqrt(2) - 1)
    assert _series(made, "pledge_growth", "amount_cagr")[2022] == pytest.approx(0.2)


def test_the_records_left_out_say_why(made):
    record = made["kpi_record"]
    left = record[~record["is_counted"].fillna(False).astype(bool)]
    told = {(k, r): why for k, r, why in zip(left["kpi"], left["record_id"], left["reason"], strict=True)}
    assert told["dealings_growth", "e6"] == "intra_group"
    assert told["dealings_growth", "e7"] == "rename"
    assert told["dealings_growth", "e8"] == told["dealings_growth", "P6"] == "inventor_to_employer"
    assert told["academic_transfer_smes", "P9"] == "size_unknown"
    assert told["patents_in_force", "P11"] == "end_unknown"
    assert told["standard_certifications", "证书3"] == "expired"
    assert told["financed_entities", "loan2"] == "not_in_roster"
    assert told["service_clusters", "聚集区"] == "too_few_agencies"


def test_the_patents_counted_are_listed(made):
    record = made["kpi_record"]
    mine = record[record["kpi"].eq("patents_in_force") & record["is_counted"].fillna(False).astype(bool)]
    assert set(mine["record_id"]) == {"P1", "P3", "P4", "P5", "P9", "P10"}


@pytest.mark.parametrize(("name", "numbers"), NEEDS, ids=[n for n, _ in NEEDS])
def test_without_a_register_there_is_no_data_and_never_zero(name, numbers):
    whole = zone.sources()
    empty = getattr(whole, name).head(0)
    made = indicator_tables(zone.sources(**{name: empty}), plan=zone.PLAN, as_of=zone.AS_OF)["kpi"]
    without = made[made["status"].eq("no_data")]
    assert set(without["number"]) == numbers
    assert without["value"].isna().all()
    assert all(name in lacking for lacking in without["lacking"])


def test_an_empty_zone_has_no_data_in_all_rows():
    whole = zone.sources()
    nothing = {f: getattr(whole, f).head(0) for f in whole.__dataclass_fields__}
    made = indicator_tables(zone.sources(**nothing), plan=Plan(targets=TARGETS), as_of=zone.AS_OF)
    assert set(made["kpi"]["status"]) == {"no_data"} and made["kpi"]["value"].isna().all()
    assert len(made["kpi_record"]) == 0


def test_sources_are_not_changed_and_the_result_repeats():
    first = zone.sources()
    made = indicator_tables(first, plan=zone.PLAN, as_of=zone.AS_OF)
    for name in first.__dataclass_fields__:
        assert getattr(first, name).equals(getattr(zone.sources(), name)), name
    again = indicator_tables(zone.sources(), plan=zone.PLAN, as_of=zone.AS_OF)
    assert all(made[name].equals(again[name]) for name in made)


def test_only_recognised_portfolios_count_as_high_value_portfolios(made):
    studies = Studies(candidate_portfolios=12, planning_reports=5, micro_reports=7)
    told = indicator_tables(zone.sources(), plan=zone.PLAN, as_of=zone.AS_OF, studies=studies)
    assert told["kpi"].equals(made["kpi"])
    note = told["kpi_note"].set_index("note")
    assert note.loc["candidates_not_counted", "value"] == 12
    assert note.loc["generated_reports", "value"].tolist() == [5, 7]


def test_what_annex_1_says_of_residents_and_pct_is_checked():
    """2200/200 = 11.0 and 2420/200 = 12.1; with 10 PCT per 10,000 that is 110 to 121, beside 100."""
    stated = Stated(inventions=2500, pct=100, pct_per_ten_thousand=10)
    population = rows("year | wan\n2021 | 11.2\n2022 | 20.0", zone.POPULATION)
    notes = of_plan(Plan(targets=TARGETS, stated=stated), population)
    assert [(n["note"], n["year"], n["value"], n["expected"]) for n in notes] == [
        ("implied_population", 2021, 11.0, 11.2),
        ("stated_pct", 2021, 110.0, 100),
        ("population_differs", 2022, 12.1, 20.0),
        ("stated_pct", 2022, 121.0, 100),
        ("stated_inventions", 2022, 2420, 2500),
    ]


def test_notes_of_the_zone(made):
    note = made["kpi_note"]
    told = {(n, k if isinstance(k, str) else None) for n, k in zip(note["note"], note["kpi"], strict=True)}
    assert ("undecided", "patents_in_force") in told
    assert ("not_in_roster", "trusteeships") in told
    assert ("few_agencies", "service_clusters") in told
    assert ("population_differs", "inventions_per_ten_thousand") in told  # 5 / 2 = 2.5 beside 2.0
    assert ("exports_only", "patents_in_force") in told


def test_the_years_of_an_unfinished_cut_off_are_marked():
    made = indicator_tables(zone.sources(), plan=zone.PLAN, as_of=date(2022, 6, 30))
    value = made["kpi_value"]
    level = value[value["kpi"].eq("patents_in_force") & value["measure"].eq("level")].set_index("year")
    assert level["is_complete"].to_dict() == {2020: True, 2021: True, 2022: False}
    # P9 is still the university's; P2 has lapsed.
    assert level.loc[2022, "value"] == 5
    table = made["kpi"].set_index("kpi")
    assert table.loc["patent_holder_growth", "period_year"] == 2021
    assert table.loc["patent_holder_growth", "value"] == 0


def test_accepted_portfolios_count_once_beside_registered_ones():
    """One in the register, a/T accepted, b/T deferred, c/T accepted and taken back, 组合甲 accepted and registered."""
    decision = rows(
        """
        decision_number | study | portfolio_id | choice | decided_by | decided_on
        1               | s     | a/T          | accept | x          | 2022-03-01
        2               | s     | b/T          | defer  | x          | 2022-03-01
        3               | s     | c/T          | accept | x          | 2022-03-01
        4               | s     | c/T          | reopen | x          | 2022-04-01
        5               | s     | 组合甲       | accept | x          | 2022-10-01
        6               | s     | d/T          | accept | x          | 2023-01-01
        """,
        DECISION,
    )
    kpi = indicator_tables(zone.sources(decision=decision), plan=zone.PLAN, as_of=zone.AS_OF)
    row = kpi["kpi"].set_index("kpi").loc["high_value_portfolios"]
    # The last is decided after the cut-off.
    assert (row["value"], row["counted_count"], row["left_out_count"]) == (2, 2, 1)
    others = kpi["kpi"]["kpi"] != "high_value_portfolios"
    plain = indicator_tables(zone.sources(), plan=zone.PLAN, as_of=zone.AS_OF)["kpi"]
    assert kpi["kpi"][others].equals(plain[others])


def test_decisions_alone_do_not_make_a_register():
    decision = rows(
        "decision_number | study | portfolio_id | choice | decided_by | decided_on\n1 | s | a/T | accept | x | 2022-03-01",
        DECISION,
    )
    nothing = contract.empty(zone.RECOGNITION)
    kpi = indicator_tables(
        zone.sources(recognition=nothing, decision=decision), plan=zone.PLAN, as_of=zone.AS_OF
    )
    found = kpi["kpi"].set_index("number")
    assert found.loc[18, "value"] == 1 and found.loc[16, "status"] == "no_data"
