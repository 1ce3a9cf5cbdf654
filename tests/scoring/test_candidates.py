"""High-value categories and circumstances."""

from __future__ import annotations

import datetime

import pandas as pd
import pytest

from corpus import contract
from corpus.errors import StudyError
from corpus.tables import APPLICATION, FAMILY, FAMILY_MEMBER, INTAKE
from scoring.candidates import CATEGORIES, candidate
from scoring.tables import CANDIDATE
from tests.frames import rows

AS_OF = datetime.date(2024, 1, 1)


FULL = "families=family_publications;awards=awards;pledges=pledge_count"


def decide(
    family: str, application: str, member: str = "family_id", columns: str = FULL, **settings: object
) -> pd.DataFrame:
    """Candidates of drawn tables; `columns` are the headings the one export has."""
    values = {"as_of": AS_OF, "rule_set": "cnipa-14fyp-5", "pledge_minimum": None} | settings
    export = f"export_file | rows_accepted | columns_mapped\nall.csv | 9 | {columns}"
    drawn = rows(application, APPLICATION, office="CN", ip_right="invention")
    made = candidate(
        rows(family, FAMILY, ip_right="invention", wipo_field=16),
        drawn.assign(application_id=drawn["family_id"] + drawn["office"]),
        rows(member, FAMILY_MEMBER, ip_right="invention"),
        rows(export, INTAKE),
        **values,
    )
    return contract.check(made, CANDIDATE).set_index("family_id")


def met(made: pd.DataFrame) -> dict[str, set[str]]:
    true = made[list(CATEGORIES)].fillna(False)
    return {f: {c for c in CATEGORIES if true.loc[f, c]} for f in made.index}


def test_t15_high_value_categories():
    """T-15: P1 {H1}, P2 {H2, H3}, all others none; two in all."""
    made = decide(
        """
        family_id | sei_codes | ip_right      | awards       | earliest_priority_date
        P1        | 4.1       | invention     |              | 2018-01-01
        P2        |           | invention     |              | 2012-05-01
        P3        | 4.1       | invention     |              | 2021-01-01
        P4        |           | utility_model | 中国专利金奖 | 2018-01-01
        P5        |           | invention     |              | 2016-01-01
        P6        |           | invention     |              | 2014-01-01
        P7        | 4.1       | invention     |              | 2015-01-01
    """,
        """
        family_id | office | ip_right      | filing_date | is_granted | is_in_force
        P1        | CN     | invention     | 2018-01-01  | yes        | yes
        P2        | CN     | invention     | 2012-05-01  | yes        | yes
        P2        | US     | invention     | 2012-05-01  | yes        | yes
        P3        | CN     | invention     | 2021-01-01  | no         | no
        P4        | CN     | utility_model | 2018-01-01  | yes        | yes
        P5        | CN     | invention     | 2016-01-01  | yes        | yes
        P6        | CN     | invention     | 2014-01-01  | yes        | yes
        P7        | CN     | invention     | 2015-01-01  | yes        | no
    """,
        """
        family_id | publication_number | office | is_granted | is_in_force
        P1        | CN1B               | CN     | yes        | yes
        P2        | CN2B               | CN     | yes        | yes
        P2        | US2B               | US     | yes        | yes
        P5        | CN5B               | CN     | yes        | yes
        P5        | WO5A               | WO     | no         | no
        P5        | US5A               | US     | no         | no
    """,
    )
    assert met(made) == {
        "P1": {"in_emerging_industry"},
        "P2": {"has_foreign_grant", "maintained_over_ten_years"},
        "P3": set(),
        "P4": set(),
        "P5": set(),
        "P6": set(),
        "P7": set(),
    }
    assert made["is_high_value"].tolist() == [True, True, False, False, False, False, False]
    count = int(made["is_high_value"].sum())
    assert count == 2
    assert round(count / 11.0, 4) == 0.1818


GRANTED = """
    family_id | filing_date | is_granted | is_in_force
    F         | 2018-01-01  | yes        | yes
"""


def test_the_day_after_ten_years_counts():
    made = decide(
        "family_id\nF",
        "family_id | filing_date | is_granted | is_in_force\nF | 2013-12-31 | yes | yes",
    )
    assert made.loc["F", "maintained_over_ten_years"]


@pytest.mark.parametrize(
    ("member", "counts"),
    [
        ("F | HK1 | HK | yes | yes", False),  # not abroad by default
        ("F | TW1 | TW | yes | yes", False),
        ("F | EP1 | EP | yes | yes", True),
        ("F | US1 | US | yes | no", False),  # granted, but ended
        ("F | US1 | US | yes |", True),  # only listed, so its status is unknown; the term can still run
        ("F | US1 | US | |", None),  # not even known whether granted
    ],
)
def test_foreign_grants(member, counts):
    made = decide(
        "family_id | earliest_priority_date\nF | 2018-01-01",
        GRANTED,
        f"family_id | publication_number | office | is_granted | is_in_force\n{member}",
    )
    found = made.loc["F", "has_foreign_grant"]
    assert (None if pd.isna(found) else bool(found)) is counts


def test_a_blank_says_none_only_where_every_export_has_the_column():
    """Pledge and award are false where exports would tell, else undetermined; so is the whole."""
    told = decide("family_id | wipo_field\nF | 16", GRANTED).loc["F"]
    assert told[["has_large_pledge", "has_award", "has_foreign_grant"]].tolist() == [False] * 3
    assert not told["is_high_value"] and told["undecided_patent_count"] == 0
    silent = decide("family_id\nF", GRANTED, columns="title=title").loc["F"]
    assert silent[["has_large_pledge", "has_award", "has_foreign_grant"]].isna().all()
    assert pd.isna(silent["is_high_value"])
    assert silent["high_value_patent_count"] == 0 and silent["undecided_patent_count"] == 1
    assert {"undecided_has_large_pledge", "undecided_has_award"} <= set(silent["circumstances"])


def test_one_export_without_the_column_leaves_it_open():
    columns = "awards=awards\nother.csv | 3 | title=title"
    assert pd.isna(decide("family_id\nF", GRANTED, columns=columns).loc["F", "has_award"])


def test_a_pledge_without_its_amount_is_undetermined():
    made = decide("family_id | pledge_count\nF | 1\nG | 0", GRANTED + "    G | 2018-01-01 | yes | yes\n")
    assert pd.isna(made.loc["F", "has_large_pledge"]) and not made.loc["G", "has_large_pledge"]


def test_the_newer_rule_set_does_not_ask_for_pledges():
    made = decide("family_id\nF", GRANTED, rule_set="cnipa-15fyp-4", columns="awards=awards")
    assert "undecided_has_large_pledge" not in set(made.loc["F", "circumstances"])
    assert (made["rule_set"] == "cnipa-15fyp-4").all() and (made["rule_version"] == "2").all()


@pytest.mark.parametrize(
    ("family", "member", "columns", "open_"),
    [
        ("F | 1 | 1", "F | CN1B | CN | yes | yes | yes", FULL, False),
        ("F | 1 | 1", "F | CN1B | CN | yes | yes | yes", "awards=awards", True),  # families not stated
        ("F | 3 | 1", "F | CN1B | CN | yes | yes | yes", FULL, True),  # three members, one named
        ("F | 1 | 2", "F | CN1B | CN | yes | yes | yes", FULL, True),  # two offices, one named
        ("F | 2 | 1", "F | CN1B | CN | yes | yes | yes\nF | CN1A | CN | no | | no", "", False),  # listed
    ],
)
def test_no_grant_abroad_is_known_only_of_a_family_that_is_known(family, member, columns, open_):
    made = decide(
        f"family_id | family_size | office_count\n{family}",
        GRANTED,
        "family_id | publication_number | office | is_granted | is_in_force | is_in_export\n" + member,
        columns=columns,
    )
    assert pd.isna(made.loc["F", "has_foreign_grant"]) is open_


def test_a_corpus_without_chinese_legal_status_is_undetermined_not_false():
    """LISTED is only named as a member; STATUS has no status; US has no Chinese member at all."""
    made = decide(
        "family_id | sei_codes\nLISTED | 4.1\nSTATUS | 4.1\nUS | 4.1",
        "family_id | office | filing_date | is_granted | is_in_force\nSTATUS | CN | 2018-01-01 | no |",
        "family_id | publication_number | office | is_granted | is_in_export\nLISTED | CN7B | CN | yes | no",
    )
    assert made["is_high_value"].isna().tolist() == [True, True, False]
    assert made["undecided_patent_count"].tolist() == [1, 1, 0]


def test_the_official_unit_is_the_patent():
    """Two Chinese patents of one family, both of an emerging industry; only one is in force."""
    made = decide(
        "family_id | sei_codes\nF | 4.1\nG | 4.1",
        """
        family_id | filing_date | is_granted | is_in_force
        F         | 2018-01-01  | yes        | yes
        F         | 2019-01-01  | yes        | no
        G         | 2018-01-01  | yes        | yes
        G         | 2019-01-01  | yes        | yes
    """,
    )
    assert made["high_value_patent_count"].tolist() == [1, 2]


def test_an_award_counts_by_its_name():
    made = decide(
        """
        family_id | awards
        F         | 第二十四届中国专利优秀奖
        G         | 天津市科学技术进步奖
    """,
        """
        family_id | filing_date | is_granted | is_in_force
        F         | 2018-01-01  | yes        | yes
        G         | 2018-01-01  | yes        | yes
    """,
    )
    assert made["has_award"].tolist() == [True, False]
    assert all("award" in list(c) for c in made["circumstances"])


def test_what_is_undecided_is_undecided():
    """Unknown status: NA unless nothing could be met; no symbols: industry NA."""
    made = decide(
        """
        family_id | sei_codes | wipo_field
        STATUS    | 4.1       | 16
        NONE      |           | 16
        SYMBOLS   |           |
    """,
        """
        family_id | filing_date | is_granted | is_in_force
        STATUS    | 2018-01-01  | yes        |
        NONE      | 2018-01-01  | yes        |
        SYMBOLS   | 2018-01-01  | yes        | yes
    """,
    )
    assert pd.isna(made.loc["STATUS", "is_high_value"])
    assert not made.loc["NONE", "is_high_value"]
    assert pd.isna(made.loc["SYMBOLS", "is_high_value"])


def test_circumstances_are_evidence_beside_the_score():
    made = decide(
        """
        family_id | events                 | transfer_count | pledge_count | has_utility_model_twin
        F         | invalidation litigation| 2              | 1            | yes
        G         |                        |                |              | no
    """,
        """
        family_id | filing_date | is_granted | is_in_force
        F         | 2018-01-01  | yes        | yes
        G         | 2018-01-01  | no         | no
    """,
    )
    known = [c for c in made.loc["F", "circumstances"] if not c.startswith("undecided")]
    assert known == ["transfer", "pledge", "litigation", "invalidation", "utility_model_twin"]
    assert made.loc["G", "circumstances"] is None or pd.isna(made.loc["G", "circumstances"])


def test_families_without_a_home_patent_never_qualify():
    made = decide(
        "family_id | sei_codes\nF | 4.1", "family_id | office | is_granted | is_in_force\nF | US | yes | yes"
    )
    assert not made.loc["F", "is_high_value"]


def test_a_family_whose_members_nobody_states_may_hold_a_home_patent():
    """A US record without its family: undetermined; once its family is stated, it has none."""
    drawn = "family_id | sei_codes\nF | 4.1", "family_id | office | is_in_force\nF | US | yes"
    assert pd.isna(decide(*drawn, columns="title=title").loc["F", "is_high_value"])
    assert not decide(*drawn).loc["F", "is_high_value"]


def test_an_unknown_rule_set_is_named():
    with pytest.raises(StudyError, match="cnipa-16fyp is unknown"):
        decide("family_id\nF", GRANTED, rule_set="cnipa-16fyp")
