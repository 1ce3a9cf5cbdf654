"""Leaders that turn, newcomers, teams, owners to attract and screens."""

from __future__ import annotations

import datetime

from corpus import contract, lists
from corpus.contract import empty
from corpus.tables import APPLICANT, CITATION, FAMILY, FAMILY_APPLICANT, FAMILY_MEMBER, PARTY
from navigation.attraction import attraction
from navigation.movers import entrant, owner_shift
from navigation.networks import co_invention
from navigation.screens import screen
from navigation.tables import (
    ATTRACTION,
    BRANCH,
    BRANCH_ASSIGNMENT,
    ENTRANT,
    INVENTOR_TEAM,
    OWNER_SHIFT,
    POSITION,
    SCREEN,
)
from navigation.teams import inventor_team
from navigation.thresholds import Thresholds
from tests.frames import rows

REACH = datetime.date(2024, 6, 30)  # last complete year 2022
EASY = Thresholds(min_n=2)
FAMILIES = rows(
    """
    family_id | representative_number | priority_year | origin
    F1        | P1                    | 2018          | CN
    F2        | P2                    | 2019          | CN
    F3        | P3                    | 2021          | CN
    F4        | P4                    | 2022          | CN
    F5        | P5                    | 2021          | JP
    F6        | P6                    | 2022          | JP
    F7        | P7                    | 2023          | CN
    """,
    FAMILY,
)
HELD = rows(
    """
    family_id | applicant_id | share | owner_share
    F1 | a | 1 | 1
    F2 | a | 1 | 1
    F3 | a | 1 | 1
    F4 | a | 1 | 1
    F5 | b | 1 | 1
    F6 | b | 1 | 1
    F7 | d | 1 | 1
    """,
    FAMILY_APPLICANT,
)
WHO = rows(
    """
    applicant_id | name | applicant_kind | country | is_zone_member
    a            | A    | company        | CN      | no
    b            | B    | company        | JP      |
    d            | D    | company        | CN      | yes
    """,
    APPLICANT,
)
BRANCHES = rows("branch_id | is_leaf | is_critical\n1 | yes | yes\n2 | yes | no", BRANCH)
ASSIGNED = rows(
    "family_id | branch_id\nF1 | 1\nF2 | 1\nF3 | 1\nF4 | 2\nF5 | 2\nF6 | 2\nF7 | 2", BRANCH_ASSIGNMENT
)


def test_a_leaders_shares_are_of_its_own_filings():
    found = owner_shift(FAMILIES, HELD, BRANCHES, ASSIGNED, reach=REACH, thresholds=EASY)
    contract.check(found, OWNER_SHIFT)
    told = found.set_index(["applicant_id", "branch_id"])
    assert set(told.index) == {("a", "1"), ("a", "2")}  # b filed nothing in the window before
    assert told.loc[("a", "1"), ["prior_count", "recent_count", "part_shift"]].tolist() == [2, 1, -50.0]
    assert told.loc[("a", "2"), ["prior_part", "recent_part", "part_shift"]].tolist() == [0.0, 0.5, 50.0]


def test_a_newcomer_has_its_first_family_in_the_window():
    found = entrant(FAMILIES, HELD, WHO, BRANCHES, ASSIGNED, reach=REACH, thresholds=EASY)
    contract.check(found, ENTRANT)
    assert found[
        ["applicant_id", "first_year", "recent_count", "branch_id", "country"]
    ].to_numpy().tolist() == [
        ["b", 2021, 2, "2", "JP"]  # d's only family lies after the last complete year
    ]
    assert entrant(
        empty(FAMILY), empty(FAMILY_APPLICANT), WHO, BRANCHES, ASSIGNED, reach=REACH, thresholds=EASY
    ).empty


def test_a_team_signs_its_families_with_two_members_or_more():
    people = {"P3": "甲 乙 丙", "P4": "甲 乙 丙", "P2": "甲", "P5": "丁 戊", "P6": "丁 戊"}
    owner = {"P2": "a", "P3": "a", "P4": "a", "P5": "b", "P6": "b"}
    lines = ["publication_number | role | sequence | name | applicant_id"]
    for number, names in people.items():
        lines.append(f"{number} | applicant | 1 | X | {owner[number]}")
        lines += [f"{number} | inventor | {i} | {name} |" for i, name in enumerate(names.split(), 1)]
    party = rows("\n".join(lines), PARTY)
    pairs = co_invention(party, FAMILIES)
    standing = rows(
        "branch_id | actor_kind | actor_id | chain_status\n1 | zone | zone | weak\n2 | zone | zone | strong",
        POSITION,
    )
    found = inventor_team(
        pairs, FAMILIES, party, WHO, BRANCHES, ASSIGNED, standing, reach=REACH, home="CN", thresholds=EASY
    )
    contract.check(found, INVENTOR_TEAM)
    team = found.iloc[0]
    assert len(found) == 1  # 丁 and 戊 are a pair, no team
    assert team["member_count"] == 3 and team["family_count"] == 2  # F2 has one member only
    assert team["sphere"] == "home" and team["branch_id"] == "1" and bool(team["is_wanted"])
    assert sorted(lists.join(found["members"], ",").iloc[0].split(",")) == sorted("甲乙丙")


def test_the_fit_is_the_product_of_its_parts():
    """Missing and critical 1.5, share 0.4, growth capped at 2, mid-tier 1, tie 1.5: 1.8."""
    position = rows(
        """
        branch_id | actor_kind | actor_id | active_count | control_share | chain_status
        1         | zone       | zone     | 0            | 0             | missing
        2         | zone       | zone     | 9            | 0.5           | strong
        1         | applicant  | b        | 6            | 0.4           |
        1         | applicant  | d        | 9            | 0.4           |
        2         | applicant  | b        | 9            | 0.9           |
        *         | applicant  | b        | 6            | 0.4           |
        """,
        POSITION,
    )
    assigned = rows("family_id | branch_id\nF5 | 1\nF6 | 1", BRANCH_ASSIGNMENT)
    links = rows("citing_family_id | cited_family_id\nF7 | F5", CITATION)
    found = attraction(BRANCHES, position, FAMILIES, HELD, WHO, assigned, links, reach=REACH, thresholds=EASY)
    contract.check(found, ATTRACTION)
    assert found[["branch_id", "applicant_id", "recent_count", "tie_count"]].to_numpy().tolist() == [
        ["1", "b", 2, 1]  # d is the zone's own, and leaf 2 is strong
    ]
    assert found["fit"].round(9).tolist() == [1.8]
    nobody = position[position["actor_kind"] != "zone"]
    assert attraction(
        BRANCHES, nobody, FAMILIES, HELD, WHO, assigned, links, reach=REACH, thresholds=EASY
    ).empty


def test_screens_pass_gates_and_name_what_is_not_known():
    family = rows(
        """
        family_id | remaining_years | pledge_count | litigation_count
        G1        | 12              | 0            | 0
        G2        | 3               | 1            | 0
        G3        | 12              |              |
        G4        | 12              | 0            | 1
        G5        | 12              | 0            | 0
        """,
        FAMILY,
    )
    member = rows(
        """
        family_id | publication_number | office | ip_right      | is_in_force
        G1 | CN1B | CN | invention     | yes
        G2 | CN2B | CN | invention     | yes
        G3 | CN3B | CN | invention     | yes
        G4 | CN4B | CN | invention     | yes
        G5 | CN5U | CN | utility_model | yes
        """,
        FAMILY_MEMBER,
    )
    held = rows(
        """
        family_id | applicant_id | share | owner_share
        G1 | a | 1 | 1
        G2 | a | 0.5 | 0.5
        G2 | b | 0.5 | 0.5
        G3 | b | 1 | 1
        G4 | a | 1 | 1
        G5 | a | 1 | 1
        """,
        FAMILY_APPLICANT,
    )
    scores = rows(
        "family_id | score | technology | market\nG1 | 50 | 40 | 60\nG2 | 90 | 90 | 90\nG3 | 70 | 80 | 40\nG4 | 99 | 99 | 99"
    )
    nowhere = WHO.assign(is_zone_member=False).astype(WHO.dtypes)
    found = screen(family, member, held, nowhere, scores, home="CN", thresholds=EASY)
    contract.check(found, SCREEN)
    by = found.set_index(["screen", "family_id"])
    gates = {k: lists.join(found[k], ",").set_axis(by.index) for k in ("failed_gates", "unknown_gates")}
    assert set(by.loc["pledge"].index) == {"G1", "G2", "G3", "G4"}  # a utility model is not screened
    assert gates["failed_gates"][("pledge", "G2")] == "not_pledged,single_owner,enough_term"
    assert gates["failed_gates"][("award", "G4")] == "no_dispute"
    assert gates["unknown_gates"][("pledge", "G3")] == "no_dispute,not_pledged"
    assert by.loc[("award", "G1"), "screen_score"] == 50 and by.loc[("award", "G3"), "screen_score"] == 60
    assert by.loc["award"]["screen_rank"].dropna().to_dict() == {"G2": 1, "G3": 2, "G1": 3}
    assert by.loc["pledge"]["screen_rank"].dropna().to_dict() == {"G3": 1, "G1": 2}
    zone = WHO.assign(is_zone_member=WHO["applicant_id"].eq("b")).astype(WHO.dtypes)
    inside = screen(family, member, held, zone, scores, home="CN", thresholds=EASY)
    assert set(inside["family_id"]) == {"G2", "G3"}
