"""Deadlines by the law's rules, from the cut-off on."""

from __future__ import annotations

import datetime

import pandas as pd

from corpus import contract
from corpus.tables import APPLICATION, FAMILY, FAMILY_MEMBER
from scoring.deadlines import deadline
from scoring.tables import DEADLINE
from tests.frames import rows

AS_OF = datetime.date(2024, 1, 1)


def due(family: str, member: str = "family_id", application: str = "family_id") -> dict[tuple[str, str], str]:
    drawn = rows(application, APPLICATION, office="CN", ip_right="invention", is_in_force=True)
    made = deadline(
        rows(family, FAMILY, ip_right="invention", is_active=True),
        drawn.assign(application_id=drawn["family_id"] + "/" + drawn["office"]),
        rows(member, FAMILY_MEMBER),
        as_of=AS_OF,
        home="CN",
    )
    made = contract.check(made, DEADLINE)
    assert (made["days_left"] == (made["due_date"] - pd.Timestamp(AS_OF)).dt.days).all()
    keys = zip(made["subject_id"], made["deadline_kind"], strict=True)
    return dict(zip(keys, made["due_date"].dt.strftime("%Y-%m-%d"), strict=True))


def test_priority_twelve_months_for_inventions_six_for_designs():
    found = due(
        """
        family_id | ip_right  | earliest_priority_date | is_active
        F         | invention | 2023-02-28             | yes
        LASTDAY   | invention | 2023-01-01             | yes
        PAST      | invention | 2022-12-31             | yes
        DESIGN    | design    | 2023-08-31             | yes
        DEAD      | invention | 2023-06-01             | no
        ABROAD    | invention | 2023-06-01             | yes
    """,
        "family_id | publication_number | office\nABROAD | US1 | US\nF | CN1 | CN",
    )
    assert found == {
        ("F", "priority_abroad"): "2024-02-28",
        ("LASTDAY", "priority_abroad"): "2024-01-01",
        ("DESIGN", "priority_abroad"): "2024-02-29",  # February has no 31st
    }


def test_national_phase_thirty_months_and_thirty_two_for_china_where_no_member_is_there():
    found = due(
        "family_id | earliest_priority_date\nF | 2021-08-15\nG | 2021-08-15",
        """
        family_id | publication_number | office
        F         | WO1                | WO
        F         | CN1                | CN
        G         | WO2                | WO
        G         | US2                | US
    """,
    )
    assert found == {
        ("F", "national_phase"): "2024-02-15",
        ("G", "national_phase"): "2024-02-15",
        ("G", "national_phase_late"): "2024-04-15",
    }


def test_fees_fall_due_on_the_anniversary_and_may_be_paid_six_months_later():
    """GRACE has not paid what fell due on 2023-10-10; LAST owes no fee after its term; US has other rules."""
    found = due(
        "family_id | earliest_priority_date\n"
        + "\n".join(f"{f} | 2010-01-01" for f in ("F", "GRACE", "LAST", "US", "ENDED")),
        "family_id",
        """
        family_id | office | filing_date | expiry_date | legal_status | is_in_force
        F         | CN     | 2016-02-29  | 2036-02-27  | in_force     | yes
        GRACE     | CN     | 2015-10-10  | 2035-10-09  | grace        | yes
        LAST      | CN     | 2004-06-01  | 2024-05-31  | in_force     | yes
        US        | US     | 2015-10-10  | 2035-10-09  | in_force     | yes
        ENDED     | CN     | 2015-10-10  | 2035-10-09  | lapsed       | no
    """,
    )
    assert found == {
        ("F/CN", "annual_fee"): "2024-02-29",
        ("F/CN", "expiry"): "2036-02-27",
        ("GRACE/CN", "fee_grace_end"): "2024-04-10",
        ("GRACE/CN", "annual_fee"): "2024-10-10",
        ("GRACE/CN", "expiry"): "2035-10-09",
        ("LAST/CN", "expiry"): "2024-05-31",
        ("US/US", "expiry"): "2035-10-09",
    }


def test_nothing_is_due_where_nothing_is_known():
    assert due("family_id\nF", "family_id", "family_id | filing_date\nF |") == {}
