"""From percentiles to a score with its coverage, confidence and rank interval."""

from __future__ import annotations

import datetime

import numpy as np
import pandas as pd
import pytest

from corpus import contract
from corpus.errors import StudyError
from corpus.tables import CITATION, FAMILY, FAMILY_MEMBER
from scoring import cohorts, composite
from scoring.indicators import INDICATORS, breadth, citation
from scoring.indicators.breadth import MarketRule
from scoring.tables import COHORT, FAMILY_INDICATOR, FAMILY_SCORE, SCORE_CONTRIBUTION
from scoring.uncertainty import points_of
from tests.frames import rows
from tests.scoring import worlds


def measured(text: str) -> pd.DataFrame:
    return rows(text, FAMILY_INDICATOR, cohort="c", cohort_level="year_field", cohort_size=40, value=1)


def test_weights_are_shares_and_what_is_not_named_keeps_its_default():
    assert sum(composite.check_weights({}).values()) == pytest.approx(1)
    made = composite.check_weights({"citation_relevance": 0.0, "office_count": 0.45})
    assert made["office_count"] == pytest.approx(0.45)
    assert "citation_relevance" not in made


@pytest.mark.parametrize(
    ("weights", "told"),
    [
        ({"forward_citation": 1.0}, "forward_citation cannot be weighted. Known: forward_citations,"),
        ({"citation_impact": 1.0}, "citation_impact cannot be weighted"),
        ({"claim_count": -0.1}, "claim_count must be a number from 0 up"),
        ({"claim_count": float("nan")}, "claim_count must be a number"),
        ({name: 0.0 for name in INDICATORS if INDICATORS[name].pillar}, "every weight is 0"),
    ],
)
def test_a_wrong_weight_is_named(weights, told):
    with pytest.raises(StudyError, match=told):
        composite.check_weights(weights)


def test_contributions_add_up_and_the_weight_of_the_unmeasured_goes_to_the_others():
    """Weights .45 and .35 alone: A has both, B only the second; lag is better when low."""
    family = rows("family_id | ip_right\nA | invention\nB | invention\nD | design", FAMILY)
    indicators = measured("""
        family_id | indicator          | percentile
        A         | citation_relevance | 80
        A         | market_coverage    | 40
        A         | citation_impact    | 99
        B         | citation_relevance |
        B         | market_coverage    | 40
        B         | grant_lag          | 90
        D         | market_coverage    | 70
    """)
    weights = {"claim_count": 0, "remaining_term": 0, "legal_standing": 0, "grant_lag": 0.35}
    made = composite.score_contribution(indicators, family, weights=weights)
    made = contract.check(made, SCORE_CONTRIBUTION).set_index(["family_id", "indicator"])
    assert made["weight"].to_dict() == pytest.approx(
        {
            ("A", "citation_relevance"): 0.5625,
            ("A", "market_coverage"): 0.4375,
            ("B", "market_coverage"): 0.5,
            ("B", "grant_lag"): 0.5,
        }
    )
    # Φ⁻¹(.8) = .841621, Φ⁻¹(.4) = −.253347, Φ⁻¹(.1) = −1.281552: points 64.0270, 45.7775, 28.6408.
    assert made["contribution"].to_dict() == pytest.approx(
        {
            ("A", "citation_relevance"): 0.5625 * 64.0270,
            ("A", "market_coverage"): 0.4375 * 45.7775,
            ("B", "market_coverage"): 0.5 * 45.7775,
            ("B", "grant_lag"): 0.5 * 28.6408,
        },
        abs=1e-3,
    )


def test_an_indicator_that_cannot_tell_a_cohort_apart_has_less_say():
    """Of 40 families 20 tie: of the 780 pairs 190 are alike, so that 590 / 780 of the weight is left."""
    text = ["family_id | indicator | percentile"]
    for place in range(40):
        text.append(f"F{place} | market_coverage | {25 if place < 20 else 50 + place}")
        text.append(f"F{place} | claim_count | {place + 0.5}")
    family = rows("family_id | ip_right\n" + "\n".join(f"F{p} | invention" for p in range(40)), FAMILY)
    weights = {name: 0.0 for name in INDICATORS if INDICATORS[name].pillar} | {
        "market_coverage": 0.5,
        "claim_count": 0.5,
    }
    made = composite.score_contribution(measured("\n".join(text)), family, weights=weights)
    kept = 590 / 780
    held = made.set_index(["family_id", "indicator"])["weight"]
    assert held["F0", "market_coverage"] == pytest.approx(kept / (1 + kept))
    assert held["F0", "claim_count"] == pytest.approx(1 / (1 + kept))


def test_points_are_normal_scores():
    """50 in the middle, a standard deviation (84.13 %) is 16.67 points, three fill the scale."""
    made = points_of([50, 84.1344746, 15.8655254, 99.99, 0, 100])
    assert made.tolist() == pytest.approx([50, 66.6667, 33.3333, 100, 0, 100], abs=1e-4)


def scored(family: pd.DataFrame, indicators: pd.DataFrame, **settings: object) -> pd.DataFrame:
    values = {"weights": {}, "as_of": datetime.date(2024, 1, 1), "seed": 1} | settings
    contribution = composite.score_contribution(indicators, family, weights=values["weights"])
    cohort = rows(
        "family_id\n" + "\n".join(family["family_id"]),
        COHORT,
        cohort="c",
        cohort_level="year_field",
        cohort_size=40,
    )
    made = composite.family_score(contribution, indicators, cohort, family, **values)
    return contract.check(made, FAMILY_SCORE).set_index("family_id")


def test_the_score_is_the_weighted_mean_of_what_is_measured():
    """Points 64.0270 and 45.7775: (.45·64.0270 + .35·45.7775) / .80 = 56.0429; coverage .80."""
    family = rows(
        """
        family_id | ip_right      | is_active | first_publication_date
        A         | invention     | yes       | 2015-01-01
        DEAD      | invention     | no        | 2015-01-01
        DESIGN    | design        | yes       | 2015-01-01
        BLANK     | invention     | yes       | 2015-01-01
    """,
        FAMILY,
    )
    indicators = measured("""
        family_id | indicator          | percentile
        A         | citation_relevance | 80
        A         | market_coverage    | 40
        DEAD      | citation_relevance | 90
        DESIGN    | market_coverage    | 90
    """)
    made = scored(family, indicators)
    assert made.loc["A", ["score", "technology", "market", "coverage"]].tolist() == pytest.approx(
        [56.0429, 64.0270, 45.7775, 0.8], abs=1e-3
    )
    assert np.isnan(made.loc["A", "legal"])
    assert made["score"].notna().to_dict() == {"A": True, "DEAD": False, "DESIGN": False, "BLANK": False}
    assert made.loc["DEAD", "technology"] == pytest.approx(71.3592, abs=1e-3)
    assert made.loc["BLANK", "coverage"] == 0
    assert made.loc["A", ["rank", "rank_low", "rank_high"]].tolist() == [1, 1, 1]
    assert made["confidence"].dropna().to_dict() == {"A": "medium"}


def test_ranks_are_within_the_kind_of_right_and_ties_share():
    family = rows(
        """
        family_id | ip_right      | is_active
        A         | invention     | yes
        B         | invention     | yes
        C         | invention     |
        U         | utility_model | yes
    """,
        FAMILY,
    )
    indicators = measured("""
        family_id | indicator       | percentile
        A         | market_coverage | 60
        B         | market_coverage | 60
        C         | market_coverage | 20
        U         | market_coverage | 99
    """)
    made = scored(family, indicators)
    assert made["rank"].to_dict() == {"A": 1, "B": 1, "C": 3, "U": 1}
    assert (made["rank_low"] <= made["rank"]).all() and (made["rank"] <= made["rank_high"]).all()
    assert made["p_top"].tolist() == [1, 1, 1, 1]


def test_confidence():
    """Old, whole, firm → high; guessed market → medium; young → low; utility model → medium."""
    names = ["OLD", "GUESS", "YOUNG", "MODEL"]
    family = rows(
        """
        family_id | ip_right      | is_active | first_publication_date
        OLD       | invention     | yes       | 2019-12-31
        GUESS     | invention     | yes       | 2019-12-31
        YOUNG     | invention     | yes       | 2022-01-03
        MODEL     | utility_model | yes       | 2019-12-31
    """,
        FAMILY,
    )
    weighted = ["citation_relevance", "market_coverage", "claim_count", "remaining_term", "legal_standing"]
    lines = [
        f"{n} | {i} | 50 | {'estimated' if (n, i) == ('GUESS', 'market_coverage') else ''}"
        for n in names
        for i in weighted
    ]
    indicators = measured("family_id | indicator | percentile | flags\n" + "\n".join(lines))
    made = scored(family, indicators)
    assert made["confidence"].to_dict() == {
        "OLD": "high", "GUESS": "medium", "YOUNG": "low", "MODEL": "medium",
    }  # fmt: skip


def annex_b(monkeypatch: pytest.MonkeyPatch) -> dict[str, pd.DataFrame]:
    """Five reference and three zone families of 2018, field 16; g: US 1.0, CN 0.7."""
    monkeypatch.setattr(breadth, "income_ratios", lambda year: pd.Series({"US": 1.0, "CN": 0.7}))
    family = rows(
        """
        family_id | forward_citation_count | is_active | is_granted | is_in_force
        R1        | 0                      | yes       | yes        | yes
        R2        | 1                      | yes       | yes        | yes
        R3        | 2                      | yes       | yes        | yes
        R4        | 3                      | yes       | yes        | yes
        R5        | 4                      | yes       | yes        | yes
        Z1        | 4                      | yes       | yes        | yes
        Z2        | 1                      | yes       | yes        | yes
        Z3        | 0                      | no        | yes        | no
    """,
        FAMILY,
        ip_right="invention",
        priority_year=2018,
        wipo_field=16,
        citation_source="vendor_count",
        earliest_priority_date="2018-06-01",
    )
    cn = "\n".join(f"{f} | CN{f}B | CN | yes | yes | yes" for f in family["family_id"] if f != "Z3")
    member = rows(
        "family_id | publication_number | office | is_granted | is_in_force | is_active\n"
        f"{cn}\nZ1 | USZ1B | US | yes | yes | yes\nZ3 | CNZ3B | CN | yes | no | no",
        FAMILY_MEMBER,
    )
    return {"family": family, "family_member": member, "citation": contract.empty(CITATION)}


def test_t58_end_to_end_numbers(monkeypatch):
    """T-58 (Annex B): TR, TR*, MC, CI and percentiles of the three zone families."""
    held = annex_b(monkeypatch)
    cohort = cohorts.cohort(held["family"], cohort_minimum=8)
    assert cohort["cohort"].unique().tolist() == ["invention, 2018, field 16"]
    zone = ["Z1", "Z2", "Z3"]
    as_of = datetime.date(2024, 12, 31)
    family, linked = held["family"], held["citation"]
    plain = citation.relative_citations(family, linked, cohort, shrink=0.0)[zone]
    assert plain.tolist() == pytest.approx([2.133333, 0.533333, 0], abs=1e-6)
    shrunk = citation.citation_relevance(family, linked, cohort, as_of=as_of)["value"][zone]
    assert shrunk.tolist() == pytest.approx([1.548387, 0.774194, 0.516129], abs=1e-6)
    market = breadth.market_coverage(family, held["family_member"], as_of=as_of, market=MarketRule())
    assert market["value"][zone].tolist() == pytest.approx([1.7, 0.7, 0])
    impact = citation.citation_impact(
        family, linked, cohort, held["family_member"], as_of=as_of, market=MarketRule()
    )["value"][zone]
    assert impact.tolist() == pytest.approx([3.626667, 0.373333, 0], abs=1e-6)
    assert impact.sum() == pytest.approx(4.0)
    forward = citation.forward_citations(family, linked, as_of=as_of)
    made = composite.measure({"forward_citations": forward}, cohort).set_index("family_id")
    assert made.loc[zone, "percentile"].tolist() == pytest.approx([87.5, 37.5, 12.5])
    assert made.loc[zone, "cohort_size"].tolist() == [8, 8, 8]


def test_the_score_finds_the_hidden_quality():
    """In an invented corpus the best tenth by score holds far more good families than chance would."""
    made = worlds.score(worlds.random_world(3_000, seed=5, right="invention"))
    scores = made["family_score"].set_index("family_id")["score"].dropna()
    truth = made["truth"].set_index("family_id")["quality"][scores.index]
    tenth = len(scores) // 10
    found = len(set(scores.nlargest(tenth).index) & set(truth.nlargest(tenth).index)) / tenth
    assert found > 0.4


@pytest.mark.parametrize("seed", [9, 10])
def test_nine_in_ten_intervals_hold_the_rank_by_quality(seed):
    """The 90 % interval holds the rank by the hidden quality 85–95 % of the time, and is no triviality."""
    made = worlds.score(worlds.random_world(3_000, seed=seed, right="invention", citations="counts"))
    score = made["family_score"].dropna(subset="score").set_index("family_id")
    quality = made["truth"].set_index("family_id")["quality"][score.index]
    rank = (-quality).rank()
    held = ((rank >= score["rank_low"]) & (rank <= score["rank_high"])).mean()
    assert 0.85 <= held <= 0.95
    assert (score["rank_high"] - score["rank_low"]).median() < 0.8 * len(score)
    assert score["p_top"].sum() == pytest.approx(10)
