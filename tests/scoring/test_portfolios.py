"""Portfolios: who holds what, the gates, the dimensions, and what to do next."""

from __future__ import annotations

import datetime

import numpy as np
import pandas as pd
import pytest

from corpus import contract
from corpus.tables import APPLICANT, APPLICATION, EVENT, FAMILY, FAMILY_APPLICANT, FAMILY_MEMBER, PARTY
from scoring import dimensions
from scoring.deadlines import deadline
from scoring.definitions import portfolio_definition
from scoring.dimensions import Holdings
from scoring.gates import PortfolioGate
from scoring.holdings import technology_above
from scoring.members import portfolio_member
from scoring.portfolios import portfolio
from scoring.tables import (
    CANDIDATE,
    FAMILY_INDICATOR,
    FAMILY_SCORE,
    JOINT_OWNER,
    PORTFOLIO,
    PORTFOLIO_DEFINITION,
    PORTFOLIO_MEMBER,
)
from tests.frames import rows
from tests.scoring.worlds import BRANCHES

AS_OF = datetime.date(2024, 1, 1)


def assigned(text: str) -> pd.DataFrame:
    """Families in leaves, the first of each family its primary one."""
    drawn = rows(text).astype("str")
    return drawn.assign(
        is_leaf=pd.array([True] * len(drawn), dtype="boolean"),
        is_primary=pd.array(~drawn["family_id"].duplicated(), dtype="boolean"),
    )


def test_a_technology_is_the_forebear_on_the_second_level():
    above = technology_above(BRANCHES)
    assert above[["1", "1.1", "1.1.2", "1.2.3"]].tolist() == ["1", "1.1", "1.1", "1.2"]


def test_members_are_owners_families_and_applicants_stand_in_where_no_owner_is_known():
    """X sold F1 to Y; F3 has no known owner; Z has a single family."""
    shares = rows(
        """
        family_id | applicant_id | share | owner_share
        F1        | X            | 1     | 0
        F1        | Y            | 0     | 1
        F2        | Y            | 0.5   | 0.5
        F2        | X            | 0.5   | 0.5
        F3        | X            | 1     |
        F4        | Z            | 1     | 1
    """,
        FAMILY_APPLICANT,
    )
    leaves = assigned("family_id | branch_id\nF1 | 1.1.1\nF2 | 1.1.2\nF2 | 1.2.1\nF3 | 1.2.1")
    ids = rows("family_id\nF1\nF2\nF3\nF4", FAMILY)
    who = rows("applicant_id\nX\nY\nZ", APPLICANT)
    none = contract.empty(EVENT), contract.empty(JOINT_OWNER)
    made = portfolio_member(ids, shares, who, BRANCHES, leaves, *none, as_of=AS_OF)
    made = contract.check(made, PORTFOLIO_MEMBER)
    held = made.groupby("portfolio_id")["family_id"].apply(sorted).to_dict()
    assert held == {"Y|1.1": ["F1", "F2"], "X|*": ["F2", "F3"], "Y|*": ["F1", "F2"]}
    assert made.loc[made["portfolio_id"] == "Y|1.1", "owner_share"].tolist() == [1, 0.5]


def corpus(text: str, **more: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Corpus of one drawn table: family, owner, leaf, and the measures that portfolios read."""
    drawn = rows(text)
    for column in drawn.columns:
        drawn[column] = drawn[column].astype("str") if drawn[column].dtype != float else drawn[column]

    def cell(name: str, default: object) -> pd.Series:
        if name not in drawn:
            return pd.Series([default] * len(drawn))
        return drawn[name].where(drawn[name].notna() & (drawn[name].astype("str") != "nan"), None)

    def flag(name: str) -> pd.Series:
        return cell(name, "yes").fillna("yes").map({"yes": True, "no": False}).astype("boolean")

    right = cell("right", "invention").fillna("invention")
    granted = flag("granted")
    active = flag("active")
    priority = pd.to_datetime(cell("priority", "2018-06-01").fillna("2018-06-01"))
    frame = {c.name: [None] * len(drawn) for c in FAMILY.columns} | {
        "family_id": drawn["family_id"],
        "ip_right": right,
        "earliest_priority_date": priority,
        "priority_year": priority.dt.year,
        "is_complete": priority.dt.year <= 2021,
        "is_granted": granted,
        "is_active": active,
        "is_in_force": active & granted,
    }
    family = contract.cast(pd.DataFrame(frame), FAMILY)
    values = []
    for indicator, name, default in (
        ("citation_relevance", "tr", 1),
        ("market_coverage", "mc", 1),
        ("citation_impact", "ci", 1),
        ("remaining_term", "left", 12),
    ):
        part = pd.DataFrame({"family_id": drawn["family_id"], "indicator": indicator})
        values.append(part.assign(value=pd.to_numeric(cell(name, default)).astype(float)))
    held = pd.concat(values, ignore_index=True)
    indicators = contract.cast(held.reindex(columns=FAMILY_INDICATOR.column_names), FAMILY_INDICATOR)
    ids = "family_id\n" + "\n".join(drawn["family_id"])
    owner = cell("owner", "X").fillna("X")
    shares = pd.DataFrame(
        {"family_id": drawn["family_id"], "applicant_id": owner, "share": 1.0, "owner_share": 1.0}
    )
    names = sorted(set(owner))
    leaf = cell("leaf", "1.1.1").fillna("1.1.1")
    tables = {
        "family": family,
        "family_indicator": indicators,
        "family_score": rows(ids, FAMILY_SCORE, score=50),
        "candidate": rows(ids, CANDIDATE, is_high_value=False),
        "family_member": contract.empty(FAMILY_MEMBER),
        "applicant": rows("applicant_id\n" + "\n".join(names), APPLICANT, is_zone_member=False),
        "branch": BRANCHES,
        "branch_assignment": assigned(
            "family_id | branch_id\n"
            + "\n".join(f"{f} | {b}" for f, b in zip(drawn["family_id"], leaf, strict=True))
        ),
    }
    tables |= {"party": contract.empty(PARTY), "joint_owner": contract.empty(JOINT_OWNER)} | more
    tables["portfolio_member"] = portfolio_member(
        family,
        contract.cast(shares, FAMILY_APPLICANT),
        tables["applicant"],
        tables["branch"],
        tables["branch_assignment"],
        tables.pop("event", contract.empty(EVENT)),
        tables["joint_owner"],
        as_of=AS_OF,
    )
    return tables


def rank(tables: dict[str, pd.DataFrame], **settings: object) -> pd.DataFrame:
    values = {"as_of": AS_OF, "gate": PortfolioGate(), "seed": 1} | settings
    rights = contract.empty(APPLICATION)
    due = deadline(tables["family"], rights, tables["family_member"], as_of=AS_OF, home="CN")
    made = contract.check(portfolio(**{"deadline": due} | tables, **values), PORTFOLIO)
    return made.set_index("portfolio_id")


def families(count: int, owner: str, **cells: object) -> str:
    """Lines of equal families of one owner, under the heading of `HEAD`."""
    names = [c.strip() for c in HEAD.split("|")][2:]
    return "\n".join(
        f"{owner}{i} | {owner} | " + " | ".join(str(cells.get(n, "")) for n in names) for i in range(count)
    )


HEAD = "family_id | owner | right | granted | active | priority | leaf | tr | mc | ci | left"
FULL = {"tr": 1, "mc": 1, "ci": 1, "left": 12}


def drawn(*parts: str) -> str:
    return "\n".join([HEAD, *parts])


def test_gates_give_their_reasons_in_numbers():
    """Three living families, one granted; half lapsed; few inventions; most expiring."""
    made = rank(
        corpus(
            drawn(
                families(3, "SMALL", **FULL, granted="no"),
                families(5, "MODELS", **FULL, right="utility_model"),
                families(2, "MODELSX", **FULL),
                families(5, "OLD", **FULL | {"left": 3}),
                families(5, "GOOD", **FULL),
            )
        )
    )
    reason = made["excluded_reason"].to_dict()
    assert reason["SMALL|1.1"] == "active families 3 < 5; granted inventions 0 < 2"
    assert reason["SMALL|*"] == "active families 3 < 10; granted inventions 0 < 2"
    assert reason["MODELS|1.1"] == "granted inventions 0 < 2; invention share 0% < 50%"
    assert reason["OLD|1.1"] == "expiring within 5 years 100% > 60%"
    assert pd.isna(reason["GOOD|1.1"])
    assert made["is_candidate"].to_dict()["GOOD|1.1"]
    assert made.loc["GOOD|1.1", ["rank", "rank_low", "rank_high"]].tolist() == [1, 1, 1]
    # One candidate is always among the first ten.
    assert pd.isna(made.loc["GOOD|1.1", "p_top"])
    assert made.loc["SMALL|1.1", ["rank", "score", "technology_strength"]].isna().all()


def test_gates_can_be_set():
    made = rank(
        corpus(drawn(families(3, "SMALL", **FULL))), gate=PortfolioGate(min_active=3, min_active_industry=3)
    )
    assert made["is_candidate"].all()


def test_unknown_status_counts_provisionally_and_is_said():
    """Five families of unknown status pass, uncounted; with three the reason names what is unknown."""
    blank = corpus(drawn(families(5, "FIVE", **FULL), families(3, "THREE", **FULL)))
    unknown = blank["family"].assign(is_active=pd.NA, is_in_force=pd.NA)
    made = rank(blank | {"family": contract.cast(unknown, FAMILY)})
    assert made.loc["FIVE|1.1", "is_candidate"]
    assert made.loc["FIVE|1.1", ["active_count", "granted_count"]].isna().all()
    assert "verify_legal_status" in list(made.loc["FIVE|1.1", "next_actions"])
    assert made.loc["THREE|1.1", "excluded_reason"] == (
        "active families 3 < 5; legal status unknown for 3 families"
    )


def arrays(**columns: list[float]) -> Holdings:
    """Living members of one portfolio, or of those `portfolio` says."""
    size = len(next(iter(columns.values())))
    place = np.array(columns.get("portfolio", [0] * size))
    number = int(place.max()) + 1

    def column(name: str, default: float) -> np.ndarray:
        return np.array(columns.get(name, [default] * size), dtype=float)

    return Holdings(
        portfolio=place,
        relevance=column("relevance", 1),
        coverage=column("coverage", 1),
        impact=column("impact", 1),
        owned=column("owned", 1),
        remaining=column("remaining", 10),
        granted=column("granted", 1).astype(bool),
        recent=column("recent", 0).astype(bool),
        critical=column("critical", float("nan")),
        early=column("early", float("nan")),
        by_term=dimensions.ordered_by_term(place, column("remaining", 10)),
        leaf_member=np.arange(size),
        leaf=np.array(columns.get("leaf", [0] * size), dtype=np.int64),
        leaves=np.full(number, 4.0),
        total_impact=np.full(number, 32.0),
    )


def test_t26_the_asset_index_of_a_portfolio():
    """T-26: CI 12, 3, 1 → sum 16, mean 5.3333, top .75, HHI .6015625, effective 1.662338."""
    text = drawn("A | X |||||| 1 | 1 | 12 | 12", "B | X |||||| 1 | 1 | 3 | 12", "C | X |||||| 1 | 1 | 1 | 12")
    made = rank(corpus(text)).loc["X|1.1"]
    assert made["asset_index"] == 16
    assert made["asset_index"] / made["family_count"] == pytest.approx(5.3333, abs=1e-4)
    assert made["top_share"] == pytest.approx(0.75)
    assert made["impact_concentration"] == pytest.approx(0.6015625)
    assert made["effective_families"] == pytest.approx(1.662338, abs=1e-6)
    # The measure of balance is its complement.
    assert dimensions.raw_measures(arrays(impact=[12, 3, 1]))[0, 6] == pytest.approx(1 - 0.6015625)


def test_t04_control_share():
    """T-04: impacts 12, 3 (X) and 1 (Y) → X .9375."""
    text = drawn(
        "A | X |||||| 1 | 1 | 12 | 12",
        "B | X |||||| 1 | 1 | 3 | 12",
        "C | Y |||||| 1 | 1 | 1 | 12",
        "D | Y |||||| 1 | 1 | 0 | 12",
    )
    assert rank(corpus(text)).loc["X|1.1", "control_share"] == pytest.approx(0.9375)


def test_t58_the_zone_portfolio_is_listed_with_the_reason():
    """T-58: CI 3.626667, .373333, 0 → 4.0; top .906667; HHI .830756; two living; not a candidate."""
    text = drawn(
        "Z1 | Z | | yes | yes | | | 1.548387 | 1.7 | 3.626667 | 12",
        "Z2 | Z | | yes | yes | | | 0.774194 | 0.7 | 0.373333 | 12",
        "Z3 | Z | | yes | no | | | 0.516129 | 0 | 0 | 0",
    )
    made = rank(corpus(text)).loc["Z|1.1"]
    assert made["asset_index"] == pytest.approx(4.0)
    assert made["top_share"] == pytest.approx(0.906667, abs=1e-6)
    assert made[["family_count", "active_count"]].tolist() == [3, 2]
    assert made["excluded_reason"] == "active families 2 < 5"
    assert not made["is_candidate"]
    concentration = 1 - dimensions.raw_measures(arrays(impact=[3.626667, 0.373333]))[0, 6]
    assert concentration == pytest.approx(0.830756, abs=1e-6)
    assert 1 / concentration == pytest.approx(1.203723, abs=1e-5)


def test_raw_measures_by_hand():
    held = arrays(
        relevance=[1, 3, float("nan")],
        coverage=[0.5, 1, 1.5],
        impact=[4, 4, 0],
        owned=[1, 0.5, 1],
        remaining=[2, 8, 11],
        granted=[1, 1, 0],
        recent=[0, 1, 1],
        critical=[1, 0, 0],
        leaf=[0, 0, 1],
    )
    raw = dimensions.raw_measures(held)[0]
    assert raw == pytest.approx(
        [np.log(5), 2, 3, 1, 6 / 32, 2 / 4, 1 - (16 + 16) / 64, 8, 2 / 3, 2 / 3, 1 / 3], abs=1e-12
    )
    assert len(raw) == len(dimensions._MEASURES)


def test_a_bootstrap_counts_members_as_often_as_they_are_drawn():
    """The first member twice, the third not: median of 2, 2, 8 is 2; one leaf of four."""
    held = arrays(remaining=[2, 8, 11], coverage=[0.5, 1, 1.5], leaf=[0, 0, 1])
    raw = dimensions.raw_measures(held, np.array([2.0, 1.0, 0.0]))[0]
    assert raw[2] == pytest.approx(2.0)
    assert raw[5] == pytest.approx(1 / 4)
    assert raw[7] == pytest.approx(2.0)


def test_medians_match_numpy_in_every_portfolio():
    rng = np.random.default_rng(0)
    place = np.sort(rng.integers(0, 7, 50))
    left = rng.random(50) * 20
    left[rng.random(50) < 0.2] = np.nan
    held = arrays(portfolio=place.tolist(), remaining=left.tolist())
    expected = [np.nanmedian(left[place == p]) for p in range(7)]
    assert dimensions.raw_measures(held)[:, 7] == pytest.approx(expected)


def test_dimensions_are_percentiles_among_candidates():
    """Two portfolios that differ in every measure: 75 and 25."""
    held = arrays(
        portfolio=[0, 0, 1, 1],
        relevance=[2, 2, 1, 1],
        coverage=[2, 2, 1, 1],
        impact=[2, 2, 1, 0.5],
        remaining=[9, 9, 5, 5],
        granted=[1, 1, 1, 0],
        recent=[1, 1, 0, 0],
        critical=[1, 1, 0, 0],
        leaf=[0, 1, 0, 0],
    )
    assert dimensions.scale(dimensions.raw_measures(held)).tolist() == [[75.0] * 7, [25.0] * 7]


def test_a_young_broad_cited_portfolio_beats_a_large_old_narrow_one():
    made = rank(
        corpus(
            drawn(
                families(8, "STAR", priority="2021-03-01", tr=3, mc=1.5, ci=4.5, left=17),
                families(40, "DECOY", priority="2009-03-01", tr=0.4, mc=0.6, ci=0.2, left=5.1),
                families(8, "PLAIN", priority="2016-03-01", tr=1, mc=0.7, ci=0.7, left=12),
            )
        )
    )
    assert made.loc["STAR|1.1", "rank"] == 1
    assert made.loc["STAR|1.1", "score"] > made.loc["DECOY|1.1", "score"]
    ranked = made.dropna(subset=["rank"])
    assert (ranked["rank_low"] <= ranked["rank"]).all() and (ranked["rank"] <= ranked["rank_high"]).all()


def test_classes():
    """The strongest is mature; short-lived strong families are to be sustained; young and narrow grow."""
    made = rank(
        corpus(
            drawn(
                families(6, "TOP", priority="2012-03-01", tr=4, mc=2, ci=8, left=12),
                families(6, "SHORT", priority="2008-03-01", tr=3.5, mc=1.5, ci=5, left=4.9),
                families(6, "YOUNG", priority="2021-03-01", tr=3, mc=0.5, ci=2, left=17),
                families(6, "PLAIN", priority="2012-03-01", tr=1, mc=0.6, ci=1, left=11),
                families(6, "DULL", priority="2012-03-01", tr=0.5, mc=0.7, ci=0.4, left=10),
                *(
                    families(6, f"REST{k}", priority="2012-03-01", tr=0.4, mc=0.6, ci=0.3, left=9)
                    for k in "abc"
                ),
                families(2, "TINY", priority="2012-03-01", tr=5, mc=3, ci=8, left=12),
            )
        ),
        gate=PortfolioGate(max_expiring_share=1.0),
    )
    kind = made.loc[made["kind"] == "owner_technology", "class"].to_dict()
    assert kind["TOP|1.1"] == "mature"
    assert kind["SHORT|1.1"] == "sustaining"
    assert kind["YOUNG|1.1"] == "growing"
    assert kind["DULL|1.1"] == kind["TINY|1.1"] == "observe"


def test_a_small_zone_portfolio_in_a_weak_critical_technology_fills_the_chain():
    """1.1 holds a critical leaf; the zone has 2 of 22 families there, against 12 of 24 in 1.2."""
    tables = corpus(
        drawn(
            families(2, "ZONE", **FULL),
            families(20, "RIVAL", **FULL),
            families(12, "ZONEB", **FULL, leaf="1.2.1"),
            families(12, "RIVALB", **FULL, leaf="1.2.1"),
        )
    )
    zone = tables["applicant"]["applicant_id"].isin(["ZONE", "ZONEB"]).astype("boolean")
    made = rank(tables | {"applicant": tables["applicant"].assign(is_zone_member=zone)})
    assert made.loc["ZONE|1.1", "class"] == "chain_filling"
    assert made.loc["ZONEB|1.2", "class"] != "chain_filling"
    assert made.loc["RIVAL|1.1", "class"] != "chain_filling"
    assert made.loc["ZONE|1.1", "is_zone_member"]


def test_deadlines_and_what_they_ask_for():
    """Priority 2023-03-15: 12 months end 2024-03-15. PCT of 2022-05-01: 30 months end 2024-11-01."""
    text = drawn(
        *(
            families(5, "HOME", **FULL, priority="2023-03-15"),
            families(5, "PCT", **FULL, priority="2022-05-01"),
        ),
        families(5, "PAST", **FULL, priority="2015-01-01"),
    )
    members = "\n".join(f"{f} | WO{f}A | WO" for f in (f"PCT{i}" for i in range(5)))
    tables = corpus(
        text,
        family_member=rows(
            f"family_id | publication_number | office\n{members}\nPAST0 | WO9A | WO", FAMILY_MEMBER
        ),
    )
    made = rank(tables)
    assert made.loc["HOME|1.1", "next_due_date"] == pd.Timestamp("2024-03-15")
    assert "extend_abroad" in list(made.loc["HOME|1.1", "next_actions"])
    assert made.loc["PCT|1.1", "next_due_date"] == pd.Timestamp("2024-11-01")
    assert "national_phase" in list(made.loc["PCT|1.1", "next_actions"])
    assert pd.isna(made.loc["PAST|1.1", "next_due_date"])
    assert "renew_pipeline" in list(made.loc["PAST|1.1", "next_actions"])


def test_actions_point_to_what_is_missing():
    """One leaf of two; two families, one carries nine tenths; no event on record."""
    made = rank(
        corpus(drawn("A | X |||||| 1 | 1 | 9 | 12", *(f"B{i} | X |||||| 1 | 1 | 0.2 | 12" for i in range(5))))
    )
    actions = list(made.loc["X|1.1", "next_actions"])
    assert {"add_missing_leaf", "spread_strength", "collect_evidence"} <= set(actions)
    assert "file_more" not in actions
    whole = list(made.loc["X|*", "next_actions"])
    assert "file_more" not in whole and "add_missing_leaf" not in whole


def test_the_seed_decides_the_samples_and_nothing_else():
    text = drawn(*(families(6, f"O{k}", tr=k + 1, mc=5 - k, ci=1, left=12 + k) for k in range(5)))
    tables = corpus(text)
    first, again, other = rank(tables), rank(tables), rank(tables, seed=2)
    pd.testing.assert_frame_equal(first, again)
    assert first["rank"].equals(other["rank"])
    assert first["score"].equals(other["score"])


def test_no_families_no_portfolios():
    tables = corpus(drawn("A | X |||||| 1 | 1 | 1 | 12"))
    assert rank(tables).empty


def test_a_lone_candidate_is_first_without_a_weakest_side():
    """Among one, every percentile is the middle: no side is weaker than another."""
    made = rank(corpus(drawn(families(5, "ONLY", **FULL))))
    assert made.loc["ONLY|1.1", "rank"] == 1 and pd.isna(made.loc["ONLY|1.1", "weakest_dimension"])


def test_companies_of_one_group_are_one_owner_in_the_industry_and_apart_in_a_technology():
    """SUB belongs to E1, which is HEAD; they own F1 together and one family each."""
    shares = rows(
        """
        family_id | applicant_id | share | owner_share
        F1        | HEAD         | 0.5   | 0.5
        F1        | SUB          | 0.5   | 0.5
        F2        | SUB          | 1     | 1
        F3        | HEAD         | 1     | 1
        F4        | LONE         | 1     | 1
        F5        | LONE         | 1     | 1
    """,
        FAMILY_APPLICANT,
    )
    who = rows("applicant_id | enterprise_id | group_id\nHEAD | E1 |\nSUB | E2 | E1\nLONE | |", APPLICANT)
    ids = rows("family_id\n" + "\n".join(f"F{i}" for i in range(1, 6)), FAMILY)
    leaves = assigned("family_id | branch_id\n" + "\n".join(f"F{i} | 1.1.1" for i in range(1, 6)))
    none = contract.empty(EVENT), contract.empty(JOINT_OWNER)
    made = portfolio_member(ids, shares, who, BRANCHES, leaves, *none, as_of=AS_OF)
    held = made.groupby("portfolio_id")["family_id"].apply(sorted).to_dict()
    assert held["HEAD|*"] == ["F1", "F2", "F3"] and "SUB|*" not in held
    assert held["SUB|1.1"] == ["F1", "F2"] and held["HEAD|1.1"] == ["F1", "F3"]
    assert held["LONE|*"] == ["F4", "F5"]
    whole = made[made["portfolio_id"] == "HEAD|*"].set_index("family_id")["owner_share"]
    assert whole.to_dict() == {"F1": 1.0, "F2": 1.0, "F3": 1.0}


def test_disputed_families_are_listed_with_the_reason_and_count_nowhere():
    """Six families, two of them disputed: four living are too few."""
    told = rows(
        """
        application_id | export_file | event_type   | sequence | family_id | event_date
        a              | x           | invalidation | 1        | X0        | 2023-08-01
        b              | x           | preservation | 1        | X1        |
        c              | x           | invalidation | 1        | X2        | 2019-08-01
        d              | x           | litigation   | 1        | X3        | 2023-08-01
    """,
        EVENT,
    )
    tables = corpus(drawn(families(6, "X", **FULL)), event=told)
    member = tables["portfolio_member"].query("portfolio_id == 'X|1.1'").set_index("family_id")
    assert member["excluded_reason"].dropna().to_dict() == {
        "X0": "dispute invalidation 2023-08-01",
        "X1": "dispute preservation undated",
    }
    made = rank(tables).loc["X|1.1"]
    assert made["disputed_count"] == 2 and made["family_count"] == 6 and made["active_count"] == 4
    assert made["excluded_reason"] == "active families 4 < 5; disputed: 2 families"


def test_critical_branches_make_the_seventh_dimension():
    """1.1.2 is critical: all of A's families, none of B's; half of a third owner's."""
    made = rank(
        corpus(
            drawn(
                families(5, "A", **FULL, leaf="1.1.2"),
                families(5, "B", **FULL, leaf="1.1.1"),
                families(3, "C", **FULL, leaf="1.1.2"),
                families(3, "CC", **FULL),
            )
        )
    )
    assert made.loc["A|1.1", "critical_share"] == 1 and made.loc["B|1.1", "critical_share"] == 0
    assert made.loc["A|1.1", "strategy_strength"] == 75 and made.loc["B|1.1", "strategy_strength"] == 25


def test_without_a_critical_branch_the_seventh_dimension_is_unknown():
    plain = BRANCHES.assign(is_critical=pd.array([False] * len(BRANCHES), dtype="boolean"))
    made = rank(corpus(drawn(families(5, "A", **FULL)), branch=plain))
    assert made[["critical_share", "strategy_strength"]].isna().all().all()
    assert made.loc["A|1.1", "score"] == 50


def test_what_is_missing_is_named():
    """Nine of ten families of the technology are in CN, five in US; A has neither US nor leaf 1.1.2."""
    text = drawn(families(5, "A", **FULL), families(5, "B", **FULL, leaf="1.1.2"))
    places = [(f"A{i}", "CN") for i in range(5)] + [(f"B{i}", o) for i in range(5) for o in ("US", "CN")]
    lines = "\n".join(f"{f} | {o}{f} | {o}" for f, o in places)
    tables = corpus(
        text, family_member=rows(f"family_id | publication_number | office\n{lines}", FAMILY_MEMBER)
    )
    known = tables["candidate"].assign(circumstances=None)
    known["circumstances"] = [["transfer", "invalidation"] if f == "A1" else None for f in known["family_id"]]
    made = rank(tables | {"candidate": contract.cast(known, CANDIDATE)})
    row = made.loc["A|1.1"]
    assert list(row["absent_offices"]) == ["US"] and list(row["absent_branches"]) == ["1.1.2"]
    assert list(row["badges"]) == ["transfer", "survived_invalidation"] and row["evidence_count"] == 1
    assert list(row["absent_evidence"]) == ["licence", "pledge", "award", "standard"]
    assert pd.isna(made.loc["B|1.1", "absent_offices"]) and pd.isna(made.loc["B|1.1", "badges"])


def test_the_share_of_the_most_frequent_inventor():
    """Of four families with known inventors, three name Wei; a fifth names nobody."""
    numbers = "\n".join(f"X{i} | CN{i}A | CN" for i in range(5))
    named = "\n".join(
        [
            "CN0A | inventor | 1 | Wei",
            "CN1A | inventor | 1 | WEI ",
            "CN2A | inventor | 2 | wei",
            "CN2A | inventor | 1 | Lan",
            "CN3A | inventor | 1 | Lan",
            "CN3A | applicant | 1 | Wei",
        ]
    )
    tables = corpus(
        drawn(families(5, "X", **FULL)),
        family_member=rows(f"family_id | publication_number | office\n{numbers}", FAMILY_MEMBER),
        party=rows(f"publication_number | role | sequence | name\n{named}", PARTY),
    )
    made = rank(tables).loc["X|1.1"]
    assert made["key_person_share"] == 0.75
    assert "share_knowledge" in list(made["next_actions"])


def test_ranks_under_other_definitions():
    """BIG has many plain families, FEW has five strong ones: sums favour the one, means the other."""
    made = rank(
        corpus(
            drawn(
                families(60, "BIG", **FULL),
                families(5, "FEW", **FULL | {"tr": 1.2, "mc": 1.2}),
            )
        )
    )
    technology = made[made["kind"] == "owner_technology"]
    assert technology["rank_sums"].to_dict() == {"BIG|1.1": 1, "FEW|1.1": 2}
    assert technology["rank_means"].to_dict() == {"BIG|1.1": 2, "FEW|1.1": 1}
    assert technology["rank_five_years"].isna().all()  # nobody counted those citations


def test_agreement_with_other_definitions():
    """T-40: ranks 1 2 3 4 5 against 2 1 3 5 4 → τ = .60."""
    shown = rows(
        """
        portfolio_id | kind             | rank | rank_sums | rank_means
        a            | owner_technology | 1    | 2         | 1
        b            | owner_technology | 2    | 1         | 2
        c            | owner_technology | 3    | 3         | 3
        d            | owner_technology | 4    | 5         | 4
        e            | owner_technology | 5    | 4         | 5
        f            | owner_technology |      |           |
    """,
        PORTFOLIO,
    )
    made = contract.check(portfolio_definition(shown), PORTFOLIO_DEFINITION).set_index("definition")
    assert made["kendall_tau"].round(9).to_dict() == {"sums": 0.6, "means": 1.0}
    assert made["candidate_count"].tolist() == [5, 5] and made["top_jaccard"].isna().all()
