"""The back-test: nothing of later is known at the freeze, outcomes are those of the window."""

from __future__ import annotations

import datetime

import numpy as np
import pandas as pd
import pytest

from corpus import contract, tables
from corpus.errors import StudyError
from scoring import backtest, challenger
from scoring.frozen import frozen_tables, standing_at
from scoring.outcomes import OUTCOMES, outcomes, window_end
from scoring.tables import BACKTEST, BACKTEST_CALIBRATION, BACKTEST_IMPORTANCE
from scoring.yardsticks import (
    deciles,
    first_tenth_capture,
    foresight,
    in_the_middle,
    rank_correlation,
    verdict,
)
from tests.scoring.pasts import SETTINGS, grown, publications, run

DAY = datetime.date(2013, 12, 31)


def _frozen(present: dict[str, pd.DataFrame], year: int) -> dict[str, pd.DataFrame]:
    return frozen_tables(present, year=year, settings=SETTINGS)


def _standing(day: datetime.date, **columns: object) -> object:
    """Status on a day of one application, filed 2008, told by its publications."""
    base = {"publication_number": ["CN101000001A", "CN101000001B"], "filing_date": ["2008-03-01"] * 2,
            "publication_date": ["2009-09-01", "2011-05-04"]}  # fmt: skip
    made = run(publications(**(base | columns)))
    return standing_at(made["application"], made["publication"], day)["CN101000001"]


# --- measures -----------------------------------------------------------------------------------


def test_foresight_has_the_area_of_t34() -> None:
    """T-34: positives .9, .7, .4 and negatives .8, .5, .3, .1 give .75."""
    score = np.array([0.9, 0.7, 0.4, 0.8, 0.5, 0.3, 0.1])
    found = foresight(score, np.array([True] * 3 + [False] * 4), seed=1)
    assert found.auc == pytest.approx(0.75)
    assert found.auc_low < 0.75 < found.auc_high


def test_capture_counts_the_first_tenth() -> None:
    """Of 20, two stand in the first tenth; one of four hits is there: 1/4, a lift of 2.5."""
    score = np.arange(20.0)
    outcome = np.isin(score, [19.0, 10.0, 5.0, 1.0])
    assert first_tenth_capture(score, outcome) == pytest.approx(0.25)
    assert foresight(score, outcome, seed=1).lift == pytest.approx(2.5)


def test_capture_of_equal_scores_is_a_tenth() -> None:
    assert first_tenth_capture(np.zeros(30), np.arange(30) < 7) == pytest.approx(0.1)


def test_capture_shares_the_places_of_those_tied_at_the_cut() -> None:
    """Ten cases, one place, two tied for it of whom one is the only hit: half."""
    score = np.array([5.0, 5.0, *np.arange(8.0) - 9])
    assert first_tenth_capture(score, np.arange(10) == 0) == pytest.approx(0.5)


def test_rank_correlation_by_hand() -> None:
    """Ranks 1 2 3 4 and 2 1 4 3: 1 − 6·4 / (4·15) = .6."""
    assert rank_correlation(np.array([1.0, 2, 3, 4]), np.array([20.0, 10, 40, 30])) == pytest.approx(0.6)
    assert np.isnan(rank_correlation(np.zeros(4), np.arange(4.0)))


def test_intervals_tell_foresight_from_chance() -> None:
    rng = np.random.default_rng(5)
    outcome = rng.random(3_000) < 0.2
    noise = rng.standard_normal(3_000)
    assert verdict(foresight(noise + outcome, outcome, seed=1)) == "predicts"
    assert verdict(foresight(-noise - outcome, outcome, seed=1)) == "opposite"
    assert verdict(foresight(np.ones(3_000), outcome, seed=1)) == "nothing"


def test_bootstrap_interval_is_as_wide_as_theory_says() -> None:
    """Hanley and McNeil (1982): standard error of an area of .5 with 100 and 400 cases is .0323."""
    rng = np.random.default_rng(2)
    outcome = np.arange(500) < 100
    widths = [
        (found.auc_high - found.auc_low) / (2 * 1.645)
        for found in (foresight(rng.standard_normal(500), outcome, seed=s) for s in range(20))
    ]
    assert np.mean(widths) == pytest.approx(0.0323, rel=0.1)


def test_deciles_run_from_one_to_ten_and_ties_share() -> None:
    assert deciles(np.arange(10.0)).tolist() == list(range(1, 11))
    assert set(deciles(np.zeros(7))) == {5}


def test_silence_stands_in_the_middle() -> None:
    assert in_the_middle(np.array([1.0, np.nan, 3.0, 9.0])).tolist() == [1, 3, 3, 9]


# --- the freeze ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("year", "status"), [(2010, "pending"), (2012, "in_force"), (2015, "in_force"), (2017, "lapsed")]
)
def test_standing_of_a_right_that_lapsed(year: int, status: str) -> None:
    """Granted 2011, lapsed 2016."""
    columns = {"legal_status": ["lapsed"] * 2, "lapse_date": ["2016-03-01"] * 2}
    assert _standing(datetime.date(year, 12, 31), **columns) == status


def test_standing_is_unknown_where_the_end_bears_no_date() -> None:
    assert pd.isna(_standing(DAY, legal_status=["lapsed"] * 2))
    refused = {"publication_number": ["CN101000001A"], "filing_date": ["2008-03-01"]}
    refused |= {"publication_date": ["2009-09-01"], "legal_status": ["refused"]}
    assert pd.isna(_standing(DAY, **refused))


def test_standing_before_and_after_the_term() -> None:
    """A right filed in March 2008 that ran out with its term in 2028 was in force; one of 1990 was over."""
    assert _standing(DAY, legal_status=["expired"] * 2) == "in_force"
    old = {"filing_date": ["1990-03-01"] * 2, "legal_status": ["expired"] * 2}
    assert _standing(DAY, **old) == "expired"


def test_standing_of_an_international_application() -> None:
    """Pending for thirty months from 1 March 2012: until September 2014."""
    made = run(
        publications(
            publication_number=["WO2013000001A"],
            filing_date=["2012-03-01"],
            publication_date=["2013-09-05"],
            legal_status=["pct_ended"],
        )
    )
    for year, status in ((2013, "pct_pending"), (2014, "pct_ended")):
        day = datetime.date(year, 12, 31)
        assert standing_at(made["application"], made["publication"], day).tolist() == [status]


def test_freeze_masks_what_bears_no_date() -> None:
    """Two families; later members, owners, counts and undated listed members are not known in 2013."""
    made = run(
        publications(
            publication_number=["CN101000001A", "US20150000001A", "CN101000002A"],
            family_id=["CN101000001", "CN101000001", "CN101000002"],
            filing_date=["2008-03-01"] * 3,
            publication_date=["2009-09-01", "2015-01-01", "2009-09-01"],
            legal_status=["pending"] * 3,
            applicants=[["甲有限公司"]] * 3,
            owners=[["乙有限公司"]] * 3,
            publication_citation_count=[9, 3, 0],
            vendor_family_size=[4, 4, 1],
            family_publications=[["US20120000009A1", "US20180000009A1", "KR101234567B1"], None, None],
        )
    )
    then = _frozen(made, 2013)
    assert set(then["publication"]["publication_number"]) == {"CN101000001A", "CN101000002A"}
    assert set(then["family_member"]["publication_number"]) == {
        *("CN101000001A", "CN101000002A", "US20120000009A1"),
    }
    shares = then["family_applicant"].set_index("family_id")
    assert (shares["owner_share"] == shares["share"]).all()
    assert then["family"]["family_size"].tolist() == [1, 1]
    assert then["family"]["forward_citation_count"].isna().all()


def test_freeze_knows_that_what_is_uncited_today_was_uncited_then() -> None:
    """One family is cited in 2016; the other never, says the vendor: both had 0 by links in 2013."""
    made = run(
        publications(
            publication_number=["CN101000001A", "CN101000002A", "CN105000001A"],
            filing_date=["2008-03-01"] * 2 + ["2015-01-01"],
            publication_date=["2009-09-01"] * 2 + ["2016-06-01"],
            legal_status=["pending"] * 3,
            citing_publications=[["CN105000001A"], None, None],
            publication_citation_count=[1, 0, 0],
        )
    )
    then = _frozen(made, 2013)["family"]
    assert then["forward_citation_count"].tolist() == [0, 0]
    assert then["citation_source"].tolist() == ["links", "links"]


def test_a_later_grant_alone_tells_nothing_of_then() -> None:
    """Without a status today, an application granted later is as unknown as one that never was."""
    made = run(
        publications(
            publication_number=["CN1001A", "CN1001B", "CN1002A"],
            filing_date=["2011-05-01"] * 3,
            publication_date=["2012-11-01", "2015-04-01", "2012-11-01"],
        )
    )
    assert standing_at(made["application"], made["publication"], DAY).isna().all()
    then = _frozen(made, 2013)
    found = outcomes(then, made, since=DAY, until=window_end(DAY, SETTINGS["as_of"]))
    assert found["granted"].isna().all()


def test_nothing_that_came_later_changes_the_freeze() -> None:
    """The leakage rule: all that is dated later, or not at all, may change; the scores of then do not."""
    present = grown(200)
    before = _frozen(present, 2011)
    publication = present["publication"].copy()
    later = publication["publication_date"] > pd.Timestamp("2011-12-31")
    publication.loc[~later, "lapse_date"] = pd.Timestamp("2016-01-01")
    publication.loc[~later, "legal_status"] = "lapsed"
    publication["vendor_value"] = "99"
    publication["publication_citation_count"] = 50
    publication["owners"] = publication["applicants"].iloc[::-1].to_numpy()
    changed = run(publication)
    links = changed["citation"]
    first = changed["family"].set_index("family_id")["first_publication_date"]
    changed["citation"] = links[links["citing_family_id"].map(first) <= pd.Timestamp("2011-12-31")]
    after = _frozen(changed, 2011)
    for name in ("family_indicator", "score_contribution", "family_score"):
        pd.testing.assert_frame_equal(before[name], after[name])


# --- outcomes -----------------------------------------------------------------------------------


def test_window_is_five_years_or_what_there_is() -> None:
    assert window_end(DAY, datetime.date(2024, 1, 1)) == datetime.date(2018, 12, 31)
    assert window_end(DAY, datetime.date(2016, 6, 30)) == datetime.date(2016, 6, 30)


def _outcomes(since: int, event: pd.DataFrame | None = None, **columns: object) -> pd.DataFrame:
    made = run(publications(**columns))
    if event is not None:
        made["event"] = event
    then = _frozen(made, since)
    day = datetime.date(since, 12, 31)
    return outcomes(then, made, since=day, until=window_end(day, SETTINGS["as_of"]))


def test_survival_grant_and_lapse_by_hand() -> None:
    """Freeze 2013, window to 2018: kept, lapsed in 2016, end unknown, granted later, never granted."""
    found = _outcomes(
        2013,
        publication_number=["CN1001B", "CN1002B", "CN1003B", "CN1004A", "CN1004B", "CN1005A"],
        filing_date=["2006-05-01"] * 3 + ["2011-05-01"] * 3,
        publication_date=["2009-05-01"] * 3 + ["2012-11-01", "2015-04-01", "2012-11-01"],
        legal_status=["in_force", "lapsed", "lapsed", "in_force", "in_force", "pending"],
        is_in_force=[True, False, False, True, True, False],
        lapse_date=[None, "2016-02-01", None, None, None, None],
    )
    assert found["maintained"].tolist()[:2] == [True, False]
    assert found["maintained"].isna().tolist() == [False, False, True, True, True]
    # Ten years after filing is May 2016: the second lapsed three months before.
    assert found["past_year_ten"].tolist()[:2] == [True, False]
    assert found["past_year_ten"].isna().tolist() == [False, False, True, True, True]
    assert found["granted"].isna().tolist() == [True, True, True, False, False]
    assert found["granted"].tolist()[3:] == [True, False]


def test_events_count_in_the_window_alone() -> None:
    """Transfers of 2012, 2015, 2019 and of an unknown day; licences are told by nobody."""
    ids = [f"CN{n}" for n in range(1001, 1006)]
    event = pd.DataFrame({name: [None] * 4 for name in tables.EVENT.column_names}).assign(
        application_id=ids[:4],
        export_file="a",
        event_type="transfer",
        sequence=1,
        family_id=ids[:4],
        event_date=["2012-01-01", "2015-01-01", "2019-06-01", None],
    )
    found = _outcomes(
        2013,
        contract.cast(event, tables.EVENT),
        publication_number=[f"{i}B" for i in ids],
        filing_date=["2006-05-01"] * 5,
        publication_date=["2009-05-01"] * 5,
        legal_status=["in_force"] * 5,
    )
    assert found["transferred"].tolist()[:3] == [False, True, False]
    assert pd.isna(found["transferred"].iloc[3])
    assert not found["transferred"].iloc[4]
    assert found["licensed"].isna().all()


def test_extension_is_a_new_office_while_the_national_phase_was_open() -> None:
    """Priority 2012, a US member in 2015; the same of 2006 could no longer be extended."""
    found = _outcomes(
        2013,
        publication_number=["CN1001A", "US20150000001A", "CN1002A", "CN1003A", "US20150000003A"],
        family_id=["F1", "F1", "F2", "F3", "F3"],
        filing_date=["2012-05-01"] * 3 + ["2006-05-01"] * 2,
        earliest_priority_date=["2012-05-01"] * 3 + ["2006-05-01"] * 2,
        publication_date=["2013-11-01", "2015-01-01", "2013-11-01", "2007-11-01", "2015-01-01"],
        legal_status=["pending"] * 5,
    )
    assert found["extended_abroad"].tolist()[:2] == [True, False]
    assert pd.isna(found.loc["F3", "extended_abroad"])


def test_highly_cited_is_a_tenth_of_all_and_of_the_year() -> None:
    present = grown(250)
    then = _frozen(present, 2012)
    found = outcomes(then, present, since=datetime.date(2012, 12, 31), until=datetime.date(2017, 12, 31))
    links = present["citation"].dropna(subset=["citing_date"])
    inside = links["citing_date"].between("2013-01-01", "2017-12-31") & ~links["is_self_citation"].fillna(
        False
    ).astype(bool)
    counted = links[inside].groupby("cited_family_id").size().reindex(found.index).fillna(0)
    pd.testing.assert_series_equal(found["later_citations"], counted, check_names=False, check_dtype=False)
    least = found.loc[found["highly_cited"].astype(bool), "later_citations"].min()
    assert (found.loc[~found["highly_cited"].astype(bool), "later_citations"] < least).all()
    assert 0.08 <= found["highly_cited"].mean() <= 0.16
    assert 0.03 <= found["highly_cited_of_year"].mean() <= 0.12


# --- the learnt model ---------------------------------------------------------------------------


def _features(rng: np.random.Generator, number: int) -> tuple[pd.DataFrame, pd.Series]:
    table = pd.DataFrame(
        {"forward_citations": rng.uniform(0, 100, number), "family_size": rng.uniform(0, 100, number)}
    ).assign(age=rng.uniform(0, 10, number))
    chance = 1 / (1 + np.exp(4 - table["forward_citations"] / 20))
    return table, pd.Series(rng.random(number) < chance, dtype="boolean")


def test_model_learns_from_the_past_and_is_explained() -> None:
    """Only citations drive the invented outcome: the model finds them, and its importance says so."""
    rng = np.random.default_rng(1)
    folds = [_features(rng, 600), _features(rng, 600)]
    now, truth = _features(rng, 600)
    outcome = truth.to_numpy(dtype=bool)
    learnt = challenger.learn(folds, now, seed=3)
    assert learnt is not None
    assert challenger.beats(learnt.chance, now["family_size"].to_numpy(), outcome, seed=3)
    told = challenger.importance(learnt, now, outcome, seed=3).set_index("indicator")
    assert told["importance"].idxmax() == "forward_citations"
    assert told.loc["forward_citations", "slope"] > 0.3
    assert abs(told.loc["family_size", "importance"]) < 0.03


def test_boosted_trees_follow_the_direction_of_an_indicator() -> None:
    """More citations never lower the chance, even where the sample says so."""
    rng = np.random.default_rng(2)
    table, truth = _features(rng, 500)
    model = challenger.fit("boosted", table, ~truth.to_numpy(dtype=bool), seed=1)
    low, high = (
        challenger.chance_of("boosted", model, table.assign(forward_citations=v)) for v in (5.0, 95.0)
    )
    assert (high >= low - 1e-9).all()


def test_no_model_without_thirty_cases_and_no_gain_over_itself() -> None:
    rng = np.random.default_rng(4)
    table, truth = _features(rng, 200)
    rare = pd.Series(np.arange(200) < 29, dtype="boolean")
    assert challenger.learn([(table, rare)], table, seed=1) is None
    assert challenger.learn([], table, seed=1) is None
    score = table["forward_citations"].to_numpy()
    assert not challenger.beats(score, score, truth.to_numpy(dtype=bool), seed=1)


# --- the whole ----------------------------------------------------------------------------------


def test_score_foretells_where_quality_drives_citations() -> None:
    made = backtest.backtested(grown(500), year=2013, settings=SETTINGS)
    for table in (BACKTEST, BACKTEST_CALIBRATION, BACKTEST_IMPORTANCE):
        contract.check(made[table.name], table)
    rows = made["backtest"].set_index(["outcome", "scorer"])
    cited = rows.loc[("highly_cited_of_year", "score")]
    assert cited["verdict"] == "predicts"
    assert cited["auc_low"] > 0.55
    assert cited["positive_count"] < cited["judged_count"]
    # Nobody lapses here, so nothing is said of it.
    kept = rows.loc[("maintained", "score")]
    assert kept["verdict"] == "too_few"
    assert rows.loc["maintained", ["auc", "lift_at_10", "capture_at_10"]].isna().all(axis=None)
    assert set(made["backtest"]["outcome"]) == set(OUTCOMES)
    tenths = made["backtest_calibration"].query("outcome == 'highly_cited' and scorer == 'score'")
    assert tenths["judged_count"].sum() == rows.loc[("highly_cited", "score"), "judged_count"]
    assert tenths["positive_count"].sum() == rows.loc[("highly_cited", "score"), "positive_count"]


def test_without_a_year_the_latest_that_leaves_five_is_taken() -> None:
    assert backtest.latest_year(datetime.date(2020, 12, 31)) == 2015
    assert backtest.latest_year(datetime.date(2020, 6, 30)) == 2014


@pytest.mark.parametrize(("year", "words"), [(2020, "not over"), (1990, "no scored family")])
def test_a_year_of_which_nothing_can_be_said_is_named(year: int, words: str) -> None:
    with pytest.raises(StudyError, match=words):
        backtest.backtested(grown(60), year=year, settings=SETTINGS)


# --- real patents -------------------------------------------------------------------------------


def test_claims_foretell_survival_of_chinese_patents_and_breadth_does_not(shared_data) -> None:
    """H04, filed 1999 to 2002 by Chinese applicants, in force after ten years: decision 0010."""
    from benchmarks.backtest import survival_table

    table = survival_table()
    chosen = table[(table["Chinese"] == 1) & table["grant"].notna()]
    tenth = chosen["app_date"] + pd.DateOffset(years=10)
    chosen, tenth = chosen[chosen["grant"] < tenth], tenth[chosen["grant"] < tenth]
    alive = ~(chosen["terminate"] <= tenth).to_numpy(dtype=bool)
    claims, breadth = (
        foresight(chosen[name].to_numpy(dtype=np.float64), alive, seed=1)
        for name in ("total_claims", "subclasses")
    )
    assert len(chosen) > 1_200
    assert verdict(claims) == "predicts"
    assert claims.auc == pytest.approx(0.61, abs=0.02)
    assert verdict(breadth) == "nothing"
