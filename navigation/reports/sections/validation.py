"""What the score foretold on these data when frozen at the end of a year, and what it did not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from navigation.reports.document import Ask, Exhibit, Section, asking
from navigation.reports.sections.high_value_exhibits import indicator_labels

OUTCOMES = (
    *("highly_cited", "highly_cited_of_year", "granted", "maintained", "past_year_ten", "transferred"),
    *("licensed", "pledged", "litigated", "extended_abroad"),
)
SCORERS = (
    *("score", "technology", "market", "legal", "learnt", "forward_citations", "citations_per_year"),
    *("family_size", "claim_count", "quality_4", "vendor_value"),
)
PLAIN = ("forward_citations", "citations_per_year", "family_size", "claim_count", "quality_4")
LOWEST, MIDDLE, HIGHEST = (1,), (5, 6), (10,)
TOO_FEW = "too_few"
FIRST_FEATURES = 5
_AGE = {"name": "age", "label": "Years since publication", "label_zh": "公开年数"}


def validation(
    backtest: pd.DataFrame,
    backtest_calibration: pd.DataFrame,
    backtest_importance: pd.DataFrame,
    citation: pd.DataFrame,
    *,
    indicators: Sequence[Mapping[str, Any]],
) -> Section:
    """The back-test: outcome by outcome the score beside plain numbers and a learnt model."""
    if backtest.empty:
        return Section("validation", lacking=("backtest",))
    ask = asking("validation", backtest=backtest, citation=citation)
    by: dict[tuple[str, str], Any] = {
        (str(row.outcome), str(row.scorer)): row for row in backtest.itertuples()
    }
    outcomes = [name for name in OUTCOMES if (name, "score") in by]
    judged = [name for name in outcomes if by[name, "score"].verdict != TOO_FEW]
    context = {
        "freeze": ask("freeze", "backtest", "max:freeze_date", kind="date"),
        "until": ask("until", "backtest", "max:outcome_until", kind="date"),
        "right": str(backtest["ip_right"].iloc[0]),
        "links": ask("links", "citation", "count"),
        "undated": ask("undated", "citation", "count", {"citing_date": None}),
        "judged": [_outcome(ask, name, by) for name in judged],
        "few": [{"code": name, **_cases(ask, name)} for name in outcomes if name not in judged],
        "learnt": [
            {"code": name, "auc": _auc(ask, name, "learnt"), "model": by[name, "learnt"].model}
            for name in judged
            if (name, "learnt") in by and bool(by[name, "learnt"].is_ahead)
        ],
    }
    made = (
        foresight(backtest),
        calibration(backtest_calibration),
        importance(backtest_importance, indicators),
    )
    return Section("validation", context, tuple(e for e in made if e is not None))


def _cases(ask: Ask, outcome: str) -> dict[str, object]:
    where = {"outcome": outcome, "scorer": "score"}
    return {
        "cases": ask(f"judged.{outcome}", "backtest", "cell:judged_count", where),
        "positives": ask(f"positives.{outcome}", "backtest", "cell:positive_count", where),
    }


def _auc(ask: Ask, outcome: str, scorer: str, column: str = "auc") -> object:
    where = {"outcome": outcome, "scorer": scorer}
    return ask(f"{column}.{outcome}.{scorer}", "backtest", f"cell:{column}", where, kind="ratio")


def _outcome(ask: Ask, outcome: str, by: dict[tuple[str, str], Any]) -> dict[str, object]:
    """The score's figures for one outcome, and the plain number that foretold it best."""
    plain = [(by[outcome, name].auc, name) for name in PLAIN if (outcome, name) in by]
    best = max(plain)[1] if plain else None
    return {
        "code": outcome,
        "verdict": by[outcome, "score"].verdict,
        **_cases(ask, outcome),
        "auc": _auc(ask, outcome, "score"),
        "low": _auc(ask, outcome, "score", "auc_low"),
        "high": _auc(ask, outcome, "score", "auc_high"),
        "lift": _auc(ask, outcome, "score", "lift_at_10"),
        "best": best,
        "best_auc": _auc(ask, outcome, best) if best else None,
    }


def foresight(backtest: pd.DataFrame) -> Exhibit | None:
    """Every scorer against every outcome that has enough cases."""
    rows = backtest[backtest["verdict"] != TOO_FEW]
    if rows.empty:
        return None
    places = {name: place for place, name in enumerate((*OUTCOMES, *SCORERS))}
    rows = rows.sort_values(["outcome", "scorer"], key=lambda names: names.map(places))
    return Exhibit(
        "foresight", "table", rows.reset_index(drop=True), ("backtest",), n=None,
        columns=("outcome", "scorer", "judged_count", "positive_count", "verdict", "auc", "auc_low",
                 "auc_high", "lift_at_10", "capture_at_10", "rank_correlation", "measured_share"),
    )  # fmt: skip


def calibration(backtest_calibration: pd.DataFrame) -> Exhibit | None:
    """How often each outcome came true in the lowest tenth by score, the middle fifth, the highest tenth."""
    rows = backtest_calibration[backtest_calibration["scorer"] == "score"]
    if rows.empty:
        return None
    parts = {}
    for column, tenths in (("lowest_share", LOWEST), ("middle_share", MIDDLE), ("highest_share", HIGHEST)):
        inside = rows[rows["decile"].isin(tenths)].groupby("outcome", sort=False)
        sums = inside[["positive_count", "judged_count"]].sum()
        parts[column] = (sums["positive_count"] / sums["judged_count"]).astype("float64")
    present = [name for name in OUTCOMES if name in set(rows["outcome"])]
    frame = pd.DataFrame(parts).reindex(present).rename_axis("outcome").reset_index()
    return Exhibit(
        "calibration", "table", frame, ("backtest_calibration",), n=None,
        columns=("outcome", *parts),
    )  # fmt: skip


def importance(backtest_importance: pd.DataFrame, indicators: Sequence[Mapping[str, Any]]) -> Exhibit | None:
    """What counts most in each learnt model that is ahead of the score."""
    if backtest_importance.empty:
        return None
    places = {name: place for place, name in enumerate(OUTCOMES)}
    rows = backtest_importance.assign(place=backtest_importance["outcome"].map(places))
    rows = rows.sort_values(["place", "importance", "indicator"], ascending=[True, False, True])
    frame = rows.groupby("outcome", sort=False).head(FIRST_FEATURES).reset_index(drop=True)
    labels = indicator_labels(frame["indicator"], (*indicators, _AGE))
    frame["indicator_zh"], frame["indicator_en"] = labels
    return Exhibit(
        "importance", "table", frame, ("backtest_importance",), n=None,
        columns=("outcome", "indicator", "importance", "slope"),
    )  # fmt: skip
