"""What happened to a right, from lists, histories, words and counts."""

from __future__ import annotations

from datetime import date

import pandas as pd

from corpus import contract, documents
from corpus.contract import empty
from corpus.events import event
from corpus.tables import APPLICANT, EVENT, EXPORT_RECORD
from tests.frames import rows

HEAD = "row_number | publication_number | office | kind_code | "
NUMBERS = "CN109808866B | CN | B"


def events(text: str, applicant: pd.DataFrame | None = None, **defaults: object) -> pd.DataFrame:
    given = {"export_file": "a.csv", "disposition": "accepted", "vendor": "incoPat"} | defaults
    record = rows(text, EXPORT_RECORD, **given)
    publication = documents.publication(record, as_of=date(2024, 1, 1))
    return contract.check(
        event(record, publication, empty(APPLICANT) if applicant is None else applicant), EVENT
    )


def test_the_first_day_belongs_to_the_first_parties() -> None:
    made = events(f"""
        {HEAD} transfer_dates | transferors | transferees
        2 | {NUMBERS} | 20190301 20210405 | 甲 乙 | 乙 丙
    """)
    assert made["event_type"].tolist() == ["transfer", "transfer"]
    assert made["event_date"].dt.strftime("%Y-%m-%d").tolist() == ["2019-03-01", "2021-04-05"]
    assert made["from_names"].tolist() == [["甲"], ["乙"]]
    assert made["to_names"].tolist() == [["乙"], ["丙"]]
    assert not made["is_misaligned"].any()


def test_one_day_has_all_the_parties() -> None:
    made = events(f"{HEAD} transfer_dates | transferors | transferees\n2 | {NUMBERS} | 20190301 | 甲 乙 | 丙")
    assert made["from_names"].tolist() == [["甲", "乙"]] and made["to_names"].tolist() == [["丙"]]
    assert made["is_misaligned"].tolist() == [False]


def test_lists_of_different_lengths_are_flagged() -> None:
    made = events(f"{HEAD} transfer_dates | transferors\n2 | {NUMBERS} | 20190301 20210405 | 甲 乙 丙")
    assert made["is_misaligned"].tolist() == [True, True, True]
    assert made["event_date"].isna().sum() == 1


def test_numbers_before_parties_pair_them() -> None:
    made = events(f"{HEAD} licensors | licensees\n2 | {NUMBERS} | 1.甲 2.甲 | 1.乙 2.丙")
    assert made["from_names"].tolist() == [["甲"], ["甲"]]
    assert made["to_names"].tolist() == [["乙"], ["丙"]]
    assert made["event_date"].isna().all()


def test_t57_one_contract_of_three_patents_is_one_event() -> None:
    """T-57."""
    made = events(f"""
        {HEAD} licence_dates | licensors | licensees | licence_contracts
        2 | CN109808866B | CN | B | 20200102 | 甲 | 乙 | X2020980000001
        3 | CN109808867B | CN | B | 20200102 | 甲 | 乙 | X2020980000001
        4 | CN109808868B | CN | B | 20200102 | 甲 | 乙 | X2020980000001
    """)
    assert len(made) == 3 and made["event_group"].nunique() == 1


def test_t57_a_transfer_within_one_credit_code_is_no_event() -> None:
    """T-57: 更名 = 0 events."""
    applicant = rows(
        """
        applicant_id | name | applicant_kind | aliases | credit_code
        a1 | 新名公司 | company | 旧名公司 | 91120000000000000X
        """,
        APPLICANT,
    )
    made = events(
        f"{HEAD} transfer_dates | transferors | transferees\n2 | {NUMBERS} | 20190301 | 旧名公司 | 新名公司",
        applicant,
    )
    assert made["event_type"].tolist() == ["name_change"]
    assert made["event_group"].isna().all()


def test_a_history_is_read_with_its_days() -> None:
    record = rows(
        f"{HEAD} title\n2 | {NUMBERS} | x", EXPORT_RECORD, export_file="a", disposition="accepted", vendor="v"
    )
    record["legal_history"] = pd.Series(
        ["2023-08-08 | +PATENT GRANT | CN | 2022-01-02 | TRANSFER OF PATENT RIGHT | CN"], dtype="str"
    )
    publication = documents.publication(record, as_of=date(2024, 1, 1))
    made = event(record, publication, empty(APPLICANT))
    assert made["event_type"].tolist() == ["transfer"]
    assert made["event_date"].tolist() == [pd.Timestamp("2022-01-02")]
    record["legal_history"] = pd.Series(["2019.03.01 公开；2020.05.02 专利申请权、专利权的转移"], dtype="str")
    made = event(record, publication, empty(APPLICANT))
    assert made[["event_type", "source_text"]].values.tolist() == [
        ["transfer", "2020.05.02 专利申请权、专利权的转移"]
    ]
    assert made["event_date"].tolist() == [pd.Timestamp("2020-05-02")]


def test_a_word_adds_an_event_only_where_nothing_tells_more() -> None:
    made = events(f"""
        export_file | {HEAD} events | transfer_dates | transfer_count
        a.csv | 2 | CN109808866B | CN | B | 权利转移 质押 | 20190301 | 1
        b.csv | 2 | CN109808866B | CN | B | 权利转移 | | 1
        b.csv | 3 | CN109808867B | CN | B | | | 2
    """)
    told = made.groupby(["application_id", "event_type"]).size().to_dict()
    assert told == {
        ("CN109808866", "transfer"): 1,
        ("CN109808866", "pledge"): 1,
        ("CN109808867", "transfer"): 2,
    }
    assert made.loc[made["event_type"] == "pledge", "event_date"].isna().all()


def test_publication_and_grant_tell_the_same_event_once() -> None:
    made = events(f"""
        {HEAD} transfer_dates | transferors | transferees
        2 | CN109808866A | CN | A | 20190301 | 甲 | 乙
        3 | CN109808866B | CN | B | 20190301 | 甲 | 乙
    """)
    assert len(made) == 1
