"""`patnav backtest`: from a study's exports to the tables, the lines, the report and its verification."""

from __future__ import annotations

import pytest

from corpus.errors import MissingTableError, StudyError, VerificationError
from flows import built, cli
from flows.backtesting import backtest_study
from flows.steps import run_plainly
from flows.study import open_study
from flows.verifying import verify_report
from tests.flows import tiny

HEADINGS = tiny.PATSNAP | {"lapsed": "失效日"}


def rows(count: int = 90) -> list[tiny.Row]:
    """Granted inventions filed 2010 to 2012; those with fewer claims were given up in 2017."""
    made = []
    for n, row in enumerate(tiny.chinese(count)):
        year = 2010 + n % 3
        dates = {"filed": f"{year}-03-05", "published": f"{year + 2}-05-06", "granted": f"{year + 2}-05-06"}
        claims = {"claims": str(3 + n % 30), "application": f"CN{year}1000{1000 + n}.0"}
        gone = {"status": "未缴年费", "simple_status": "失效", "lapsed": "2017-04-01"}
        made.append(row | dates | claims | (gone if n % 30 < 12 else {}))
    return made


@pytest.fixture(scope="module")
def ran(tmp_path_factory) -> tiny.Ran:
    folder = tmp_path_factory.mktemp("backtest") / "study"
    return tiny.run(tiny.write(folder, {"p.csv": tiny.table(rows(), HEADINGS)}))


def test_a_run_has_not_held_its_scores_against_anything(ran):
    assert ran.table("backtest").empty
    assert "尚未在本数据上作回测" in ran.text()


def test_backtest_tells_what_was_foretold_and_what_not(ran):
    """Of 90, the 36 with fewest claims lapsed in 2017: the score of 2015 foretells it, by the claims."""
    lines = list(backtest_study(ran.study.folder, 2015))
    assert lines[0] == "frozen at 2015-12-31, outcomes until 2020-12-31, inventions"
    told = {line.partition(":")[0]: line for line in lines[2:]}
    assert "54 of 90; the score predicts" in told["maintained"]
    assert "best plain number: claim_count AUC 1.00" in told["maintained"]
    assert "too few of one kind to judge" in told["transferred"]
    table = ran.table("backtest").set_index(["outcome", "scorer"])
    assert table.loc[("maintained", "claim_count"), "lift_at_10"] == pytest.approx(90 / 54)
    assert table.loc[("maintained", "score"), "auc_low"] > 0.5
    tenths = ran.table("backtest_calibration").query("outcome == 'maintained' and scorer == 'claim_count'")
    assert tenths["judged_count"].sum() == 90
    assert tenths.loc[tenths["decile"] == 1, "outcome_share"].tolist() == [0]

    _holds_in_the_report(ran)
    _is_forgotten_with_the_scores_it_tested(ran)


def _holds_in_the_report(ran: tiny.Ran) -> None:
    """The pages print it in both languages, each number with its receipt, and verify finds them all equal."""
    after = tiny.Ran(ran.study)
    zh, en = after.text(), after.text("industry-planning.en")
    assert "五年后仍维持有效：90族中有54族发生，价值信号有预测力" in zh
    assert "Still in force five years later: true for 54 of 90 families; the value signal foretells it" in en
    assert after.fact("validation.positives.maintained") == 54
    assert after.fact("validation.freeze") == "2015-12-31"
    page = ran.study.out / "reports" / "industry-planning.zh.html"
    assert "all equal" in next(verify_report(page))
    assert "all equal" in next(verify_report(page, rebuild=True))
    text = page.read_text(encoding="utf-8")
    fact = text.index('data-fact="validation.positives.maintained"')
    page.write_text(text[:fact] + text[fact:].replace(">54<", ">55<", 1), encoding="utf-8")
    with pytest.raises(VerificationError, match=r"validation\.positives\.maintained: printed 55"):
        list(verify_report(page))


def _is_forgotten_with_the_scores_it_tested(ran: tiny.Ran) -> None:
    """A run that finds the scores current leaves the back-test; one that makes them anew empties it."""
    study = open_study(ran.study.folder)
    run_plainly(study, lambda line: None, start="score", workers=1)
    assert len(ran.table("backtest"))
    built.forget(study)
    run_plainly(study, lambda line: None, start="score", workers=1)
    assert ran.table("backtest").empty


def test_a_study_that_was_not_run_is_named(tmp_path):
    folder = tiny.write(tmp_path / "study", {"p.csv": tiny.patsnap(tiny.chinese(12))})
    with pytest.raises(MissingTableError, match="patnav run"):
        list(backtest_study(folder))


def test_a_year_that_is_not_over_is_named(ran, capsys):
    with pytest.raises(StudyError, match="2024 is not over at the cut-off 2024-06-30"):
        list(backtest_study(ran.study.folder, 2024))
    with pytest.raises(SystemExit) as left:
        cli.main(["backtest", str(ran.study.folder), "--year", "2030"])
    assert left.value.code == StudyError.exit_code
    assert "Give a year up to 2018" in capsys.readouterr().err
