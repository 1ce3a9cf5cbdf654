"""All names of an applicant, when they were printed, and which of the roster's no export prints."""

from __future__ import annotations

import pandas as pd

from corpus import contract
from corpus.applicant_names import applicant_name, unused_names
from corpus.contract import empty
from corpus.name_decisions import name_decision_from_csv
from corpus.parties import party
from corpus.tables import APPLICANT_NAME, ENTERPRISE, NAME_DECISION, PUBLICATION
from tests.frames import rows

PUBLICATIONS = rows(
    """
    publication_number | publication_date | applicants | owners
    CN1A | 2010-01-01 | 海津机械厂 | 海津有限公司
    CN2A | 2015-01-01 | 海津有限责任公司 | 海津有限责任公司
    CN3A | 2018-01-01 | 海津有限责任公司 |
    """,
    PUBLICATION,
)
ROSTER = rows(
    """
    enterprise_id | name | name_en | aliases
    E1 | 海津有限公司 | HAIJIN_CO_LTD | 海津有限责任公司;海律有限公司
    E2 | 云帆有限公司 | |
    """,
    ENTERPRISE,
    enterprise_role="peer",
)


def named(roster: pd.DataFrame, decided: pd.DataFrame) -> pd.DataFrame:
    people = party(PUBLICATIONS, roster, decided)
    return contract.check(applicant_name(people, PUBLICATIONS, roster, decided), APPLICANT_NAME)


def test_printed_names_have_their_first_and_last_day() -> None:
    found = named(empty(ENTERPRISE), empty(NAME_DECISION)).set_index("name")
    assert found["mention_count"].to_dict() == {"海津机械厂": 1, "海津有限公司": 1, "海津有限责任公司": 2}
    row = found.loc["海津有限责任公司"]
    assert [str(row[day].date()) for day in ("first_seen", "last_seen")] == ["2015-01-01", "2018-01-01"]
    assert found["relation"].isna().all()
    assert found["is_used"].all()


def test_names_of_the_roster_no_export_prints_are_unused() -> None:
    found = named(ROSTER, empty(NAME_DECISION)).set_index("name")
    assert found.loc["海津有限公司", "relation"] == "roster"
    assert not found.loc["海律有限公司", "is_used"]
    assert found.loc["海律有限公司", "mention_count"] == 0
    # The enterprise without publications is no slip of the roster.
    assert set(unused_names(found.reset_index())["name"]) == {"HAIJIN_CO_LTD", "海律有限公司"}


def test_a_former_name_keeps_its_days() -> None:
    decided = name_decision_from_csv(
        rows(
            "name | other_name | decision | relation | valid_to\n"
            "海津有限公司 | 海津机械厂 | accept | rename | 2012-03-31"
        )
    )
    found = named(ROSTER, decided).set_index("name").loc["海津机械厂"]
    assert found["applicant_id"] == "E1"
    assert found["relation"] == "rename"
    assert str(found["valid_to"].date()) == "2012-03-31"


def test_no_names_give_an_empty_table() -> None:
    publication, undecided = empty(PUBLICATION), empty(NAME_DECISION)
    people = party(publication, empty(ENTERPRISE), undecided)
    made = applicant_name(people, publication, empty(ENTERPRISE), undecided)
    assert contract.check(made, APPLICANT_NAME).empty
    assert unused_names(contract.cast(made, APPLICANT_NAME)).empty
