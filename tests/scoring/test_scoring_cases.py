"""Whole corpora of every kind, and what holds for each indicator whatever the corpus."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from corpus import contract
from scoring import cohorts
from scoring.indicators import INDICATORS
from scoring.tables import FAMILY_INDICATOR
from tests.scoring import worlds

FAST = settings(
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # a shrunk corpus says no more than its seed
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=True,
)
WORLDS = st.builds(
    worlds.random_world,
    st.integers(1, 60),
    seed=st.integers(0, 10_000),
    citations=st.sampled_from(["links", "counts", "none"]),
    right=st.sampled_from([None, "invention", "utility_model", "design"]),
)


def with_cohort(world: worlds.Tables, minimum: int = 5) -> worlds.Tables:
    from scoring import composite

    return world | {"cohort": worlds.call(composite.cohort, world, cohort_minimum=minimum)}


@FAST
@given(world=WORLDS, seed=st.integers(0, 100))
def test_row_order_does_not_matter(world, seed):
    held = with_cohort(world)
    rng = np.random.default_rng(seed)
    mixed = {k: t.iloc[rng.permutation(len(t))].reset_index(drop=True) for k, t in held.items()}
    for entry in INDICATORS.values():
        straight, other = worlds.call(entry.function, held), worlds.call(entry.function, mixed)
        pd.testing.assert_frame_equal(
            other.sort_index(), straight.sort_index(), check_exact=False, rtol=1e-12, obj=entry.name
        )


@FAST
@given(world=WORLDS)
def test_no_family_is_invented_and_values_lie_in_their_range(world):
    held = with_cohort(world)
    before = {k: t.copy() for k, t in held.items()}
    for entry in INDICATORS.values():
        made = worlds.call(entry.function, held)
        value = made["value"].dropna()
        assert made.index.is_unique, entry.name
        assert set(made.index) <= set(world["family"]["family_id"]), entry.name
        assert ((value >= entry.low) & (value <= entry.high)).all(), entry.name
        assert value.map(np.isfinite).all(), entry.name
    for k, table in held.items():
        pd.testing.assert_frame_equal(table, before[k], obj=f"{k} was changed")


@FAST
@given(world=WORLDS)
def test_an_irrelevant_family_changes_nothing(world):
    """A design, alone in its kind of right, cited by and citing nobody."""
    patents = world["family"][world["family"]["ip_right"] != "design"].reset_index(drop=True)
    assume(len(patents))
    held = world | {"family": patents}
    stranger = worlds.frame(
        worlds.tables.FAMILY, family_id=["XX1"], ip_right=["design"], priority_year=[2015], claim_count=[1]
    )
    more = held | {"family": pd.concat([patents, stranger], ignore_index=True)}
    held, more = with_cohort(held), with_cohort(more)
    for entry in INDICATORS.values():
        before, after = worlds.call(entry.function, held), worlds.call(entry.function, more)
        pd.testing.assert_frame_equal(after[after.index != "XX1"], before, obj=entry.name)


@FAST
@given(world=WORLDS)
def test_values_are_missing_only_where_the_definition_says(world):
    held = with_cohort(world)
    family = world["family"].set_index("family_id")
    design = family["ip_right"] == "design"
    invention = family["ip_right"] == "invention"
    stated = family["citation_source"].notna()
    read = {n: worlds.call(i.function, held)["value"].reindex(family.index) for n, i in INDICATORS.items()}
    assert (read["forward_citations"].notna() == (stated & ~design)).all()
    assert (read["citation_relevance"].notna() == (stated & ~design)).all()
    assert (read["citation_impact"].notna() == (stated & invention)).all()
    assert (read["claim_count"].notna() == ~design).all()
    assert (read["technology_scope"].notna() == ~design).all()
    for name in ("office_count", "family_size", "market_coverage", "remaining_term", "legal_standing"):
        assert read[name].notna().all()


@FAST
@given(world=WORLDS)
def test_any_corpus_gives_every_table(world):
    """Scores lie in their range, ranks in their intervals, portfolios without a reason are candidates."""
    made = worlds.score(world, cohort_minimum=5)
    score = made["family_score"]
    assert len(score) == len(world["family"])
    ranked = score.dropna(subset=["rank"])
    assert (ranked["rank_low"] <= ranked["rank"]).all() and (ranked["rank"] <= ranked["rank_high"]).all()
    assert score["rank"].notna().eq(score["score"].notna()).all()
    total = made["score_contribution"].groupby("family_id")["contribution"].sum()
    alive = score.dropna(subset=["score"]).set_index("family_id")["score"]
    assert total.reindex(alive.index).to_numpy() == pytest.approx(alive.to_numpy(), abs=1e-6)
    portfolio = made["portfolio"]
    assert portfolio["excluded_reason"].isna().eq(portfolio["is_candidate"]).all()
    assert portfolio["rank"].notna().eq(portfolio["is_candidate"]).all()


def case(**kind: object) -> worlds.Tables:
    return worlds.score(worlds.random_world(400, seed=3, **kind))


OF_LINKS = (
    *("self_citations", "forward_citations_3y", "forward_citations_5y", "forward_citations_7y"),
    *("breakthrough", "page_rank", "path_share", "disruption", "citations_to_norm"),
    *("generality", "generality_corrected", "originality", "originality_corrected", "radicalness"),
    *("generality_to_norm", "originality_to_norm"),
)
OF_COUNTS = ("forward_citations", "citations_per_year", "citation_relevance", "citation_impact")


# Two need publications of 2017 and before with five years behind them, which chance may not draw.
OF_OLD = ("citations_to_norm", "generality_to_norm")


def measured(**kind: object) -> pd.DataFrame:
    """The rows of `family_indicator` that hold a value."""
    held = with_cohort(worlds.random_world(300, seed=3, **kind))
    readings = {name: worlds.call(entry.function, held) for name, entry in INDICATORS.items()}
    made = contract.check(cohorts.measure(readings, held["cohort"]), FAMILY_INDICATOR)
    return made.dropna(subset=["value"]).reset_index(drop=True)


@pytest.mark.parametrize(("right", "owners"), [("invention", 0), ("utility_model", 1)])
def test_what_links_counts_and_nothing_can_tell(right, owners):
    """From links every indicator has values; from counts alone, or nothing, those of links have none."""
    lacking = {"citation_impact", "backward_citations", "npl_share"} if right == "utility_model" else set()
    linked = measured(citations="links", right=right, owners=owners)
    assert {*OF_LINKS, *OF_COUNTS} - lacking - {*OF_OLD} <= set(linked["indicator"])
    assert not lacking & set(linked["indicator"])
    assert set(linked.loc[linked["indicator"].isin(OF_COUNTS), "citation_source"]) == {"links"}
    counted = measured(citations="counts", right=right, owners=owners)
    assert not counted["indicator"].isin(OF_LINKS).any()
    rows = counted[counted["indicator"].isin(OF_COUNTS)]
    assert set(rows["indicator"]) == {*OF_COUNTS} - lacking
    assert set(rows["citation_source"]) == {"vendor_count"}
    assert all("vendor_count" in list(flags) for flags in rows["flags"])
    silent = measured(citations="none", right=right, owners=owners)
    assert not silent["indicator"].isin(OF_LINKS + OF_COUNTS).any()
    for made in (linked, counted, silent):
        assert {"text_importance", "family_size_to_norm", "market_coverage"} <= set(made["indicator"])


def test_what_stands_beside_outside_norms_is_labelled_and_has_no_percentile():
    rows = measured(citations="links", right="invention")
    beside = rows[rows["cohort_level"] == "outside_norm"]
    assert set(rows.loc[rows["indicator"].str.endswith("_to_norm"), "cohort_level"]) == {"outside_norm"}
    assert beside["indicator"].str.endswith("_to_norm").all() and len(beside)
    assert beside["percentile"].isna().all()
    assert beside["cohort"].str.startswith("outside norm: CN, ").all()
    assert all(INDICATORS[name].pillar is None for name in beside["indicator"].unique())


def test_without_citations_the_technology_pillar_is_empty_and_coverage_says_so():
    score = case(citations="none", right="invention")["family_score"]
    assert score["technology"].isna().all()
    assert score["coverage"].max() == pytest.approx(0.55)
    assert score["score"].notna().any()
    assert not (score["confidence"] == "high").any()


def test_counts_alone_are_flagged_and_scored():
    made = case(citations="counts", right="invention")
    rows = made["family_indicator"]
    relevance = rows[rows["indicator"] == "citation_relevance"]
    assert relevance["value"].notna().all()
    assert all("vendor_count" in list(f) for f in relevance["flags"])
    assert made["family_score"]["coverage"].max() == pytest.approx(1)
    assert rows.loc[rows["indicator"] == "generality", "value"].isna().all()


def test_links_alone_are_scored_without_that_flag():
    rows = case(citations="links", right="invention")["family_indicator"]
    relevance = rows[rows["indicator"] == "citation_relevance"]
    assert not any("vendor_count" in list(f) for f in relevance["flags"])


def test_utility_models_alone_are_scored_among_themselves_but_make_no_candidate():
    made = case(right="utility_model")
    score = made["family_score"].dropna(subset=["score"])
    assert len(score)
    assert (score["ip_right"] == "utility_model").all()
    assert not (score["confidence"] == "high").any()
    assert not made["portfolio"]["is_candidate"].any()
    assert made["portfolio"]["excluded_reason"].str.contains("invention share 0% < 50%").all()
    assert not made["candidate"]["is_high_value"].any()


def test_designs_alone_have_no_score():
    made = case(right="design")
    assert made["family_score"]["score"].isna().all()
    assert made["score_contribution"].empty


def test_one_owner_is_ranked_first_of_one():
    portfolio = case(owners=1, right="invention")["portfolio"]
    whole = portfolio[portfolio["kind"] == "owner_industry"]
    assert whole["rank"].tolist() == [1]
    assert whole["control_share"].tolist() == pytest.approx([1])
    assert whole["score"].tolist() == pytest.approx([50])


def test_one_family_is_the_middle_of_itself_and_trusted_little():
    made = worlds.score(worlds.random_world(1, seed=8, right="invention"))
    score = made["family_score"].iloc[0]
    if pd.notna(score["score"]):
        assert score["score"] == pytest.approx(50)
        assert score["confidence"] == "low"
    assert made["portfolio"].empty
    inside = made["family_indicator"][made["family_indicator"]["cohort_level"] != "outside_norm"]
    assert set(inside["cohort_size"]) <= {0, 1}


def test_the_same_inputs_give_the_same_tables():
    world = worlds.random_world(300, seed=4)
    first, again = worlds.score(world), worlds.score(world)
    for name in ("family_score", "portfolio", "family_indicator"):
        pd.testing.assert_frame_equal(first[name], again[name])
