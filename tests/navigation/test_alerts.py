"""What is new for a watch: publications, events, entries and days due."""

from __future__ import annotations

import datetime

import pandas as pd
import pytest

from corpus.contract import check, empty
from corpus.tables import APPLICANT, EVENT, PARTY, PUBLICATION
from navigation.alert_tables import ALERT, ALERT_SEEN, Watch
from navigation.alerts import alert, seen_now, unknown
from navigation.tables import BRANCH, BRANCH_ASSIGNMENT
from scoring.tables import DEADLINE
from tests.frames import rows

AS_OF = datetime.date(2024, 6, 30)
PUBLICATIONS = rows(
    """
    publication_number | application_id | family_id | office | publication_date | legal_status | title      | title_en
    CN1A               | A1             | f1        | CN     | 2020-01-07       | in_force     | 潮汐泵叶轮  | Tidal pump
    CN2A               | A2             | f2        | CN     | 2024-06-04       | pending      | 深水网箱投饵 | Feeding a deep net cage
    US3A               | A3             | f3        | US     | 2024-06-11       | pending      |            | Ball valve seal
    CN4A               | A4             | f4        | CN     | 2024-07-02       | pending      | 明日的网箱  | Later
    """,
    PUBLICATION,
)
TABLES = {
    "publication": PUBLICATIONS,
    "party": rows(
        """
        publication_number | role      | sequence | name     | applicant_id
        CN1A               | applicant | 1        | 海河泵业 | a1
        CN2A               | applicant | 1        | 海河泵业 | a1
        US3A               | applicant | 1        | ACMEVANE | a2
        CN4A               | applicant | 1        | ACMEVANE | a2
        """,
        PARTY,
    ),
    "applicant": rows(
        """
        applicant_id | name     | aliases
        a1           | 海河泵业 | HAIHE-PUMPS
        a2           | ACMEVANE |
        """,
        APPLICANT,
    ),
    "event": rows(
        """
        application_id | export_file | event_type | sequence | family_id | event_date
        A1             | x.csv       | transfer   | 1        | f1        | 2022-03-01
        A1             | x.csv       | pledge     | 1        | f1        | 2024-06-20
        A2             | x.csv       | licence    | 1        | f2        | 2024-06-21
        """,
        EVENT,
    ),
    "deadline": rows(
        """
        subject_id | deadline_kind   | family_id | office | due_date
        f2         | priority_abroad | f2        | CN     | 2024-08-01
        f3         | priority_abroad | f3        | US     | 2024-08-01
        f1         | annual_fee      | f1        | CN     | 2025-03-01
        """,
        DEADLINE,
    ),
    "branch": rows(
        """
        branch_id | parent_id | level | is_leaf | label_zh | label_en
        1         |           | 1     | no      | 装备     | equipment
        1.1       | 1         | 2     | yes     | 泵       | pumps
        1.2       | 1         | 2     | yes     | 网箱     | cages
        """,
        BRANCH,
    ),
    "branch_assignment": rows(
        """
        family_id | branch_id | is_leaf
        f1        | 1.1       | yes
        f2        | 1.2       | yes
        f3        | 1.1       | yes
        """,
        BRANCH_ASSIGNMENT,
    ),
}


def told(*watches, seen=None, as_of=AS_OF, **tables):
    """Kind, publication and detail of the alerts."""
    frame = alert(
        **(TABLES | tables),
        alert_seen=empty(ALERT_SEEN) if seen is None else seen,
        watches=watches,
        study="s",
        as_of=as_of,
    )
    check(frame, ALERT)
    shown = frame[["alert_kind", "publication_number", "detail"]].astype("object")
    return [tuple(None if pd.isna(cell) else cell for cell in row) for row in shown.to_numpy()]


def seen_after(*watches, as_of=AS_OF, before=None):
    before = empty(ALERT_SEEN) if before is None else before
    made = alert(**TABLES, alert_seen=before, watches=watches, study="s", as_of=as_of)
    return check(
        seen_now(TABLES["publication"], TABLES["event"], made, before, study="s", as_of=as_of), ALERT_SEEN
    )


def test_a_branch_above_holds_what_is_new_below_it():
    watch = Watch("w", nodes=("装备",), kinds=("publication",))
    assert told(watch) == [("publication", "CN2A", None), ("publication", "US3A", None)]
    assert told(Watch("w", nodes=("1.2",), kinds=("publication",))) == [("publication", "CN2A", None)]


def test_a_market_narrows_a_watch_or_stands_alone():
    both = Watch("w", nodes=("1",), markets=("US",), kinds=("publication",))
    assert told(both) == [("publication", "US3A", None)]
    assert told(Watch("w", markets=("CN",), kinds=("publication",))) == [("publication", "CN2A", None)]


@pytest.mark.parametrize("name", ["海河泵业", "haihe-pumps", "a1"])
def test_an_owner_is_known_by_any_of_its_names(name):
    assert told(Watch("w", owners=(name,), kinds=("publication",))) == [("publication", "CN2A", None)]


def test_a_text_finds_what_is_like_it_in_its_language():
    assert told(Watch("w", text="网箱自动投饵", kinds=("publication",))) == [("publication", "CN2A", None)]
    assert told(Watch("w", text="seal of a ball valve", kinds=("publication",))) == [
        ("publication", "US3A", None)
    ]
    assert told(Watch("w", text="网箱自动投饵", similarity=1.0, kinds=("publication",))) == []


def test_events_of_a_watched_patent_alone():
    watch = Watch("w", patents=("cn 1-a",), kinds=("event",))
    assert told(watch) == [("event", "CN1A", "pledge")]


def test_a_rival_enters_a_branch_or_a_market_once():
    """海河泵业 was in pumps and in China; cages are new to it. ACMEVANE is new everywhere."""
    assert told(Watch("w", owners=("海河泵业",), kinds=("entry",))) == [("entry", "CN2A", "1.2")]
    assert told(Watch("w", owners=("ACMEVANE",), kinds=("entry",))) == [
        ("entry", "US3A", "1.1"),
        ("entry", "US3A", "US"),
    ]
    elsewhere = Watch("w", owners=("ACMEVANE",), markets=("CN",), nodes=("1.2",), kinds=("entry",))
    assert told(elsewhere) == []


def test_days_due_within_the_term_are_told_once():
    watch = Watch("w", owners=("海河泵业",), kinds=("deadline",))
    assert told(watch) == [("deadline", "CN2A", "priority_abroad")]
    later = datetime.date(2024, 7, 7)
    assert told(watch, seen=seen_after(watch), as_of=later) == []
    assert told(Watch("w", owners=("海河泵业",), kinds=("deadline",), due_within=10)) == []


def test_what_a_digest_has_seen_is_not_told_again_and_late_arrivals_are():
    watch = Watch("w", nodes=("1",), patents=("CN1A",), kinds=("publication", "event"))
    seen = seen_after(watch)
    later = datetime.date(2024, 7, 7)
    late = PUBLICATIONS.iloc[[0]].assign(
        publication_number="CN9A", publication_date=pd.Timestamp("2019-01-01")
    )
    lapsed = PUBLICATIONS.assign(
        legal_status=PUBLICATIONS["legal_status"].mask(PUBLICATIONS.index == 0, "lapsed")
    )
    assert told(watch, seen=seen, as_of=later) == []
    branches = TABLES["branch_assignment"].replace({"family_id": {"f1": "f4"}})
    assert told(watch, seen=seen, as_of=later, branch_assignment=branches) == [("publication", "CN4A", None)]
    arrived = pd.concat([lapsed, late], ignore_index=True)
    assert told(watch, seen=seen, as_of=later, publication=arrived) == [
        ("event", "CN1A", "lapsed"),
        ("event", "CN9A", "in_force"),
        ("publication", "CN9A", None),
    ]
    other = alert(**TABLES, alert_seen=seen.assign(study="t"), watches=(watch,), study="s", as_of=AS_OF)
    assert len(other) == 3


def test_a_watch_of_other_studies_and_unknown_names():
    assert told(Watch("w", nodes=("1",), studies=("t",))) == []
    watch = Watch("w", nodes=("装备", "9"), owners=("haihe-pumps", "nobody"))
    assert unknown(watch, TABLES["branch"], TABLES["applicant"]) == ["9", "nobody"]
