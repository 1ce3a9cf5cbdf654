"""Builder `sensitivity`: how the ranking of inventions moves when one definition is changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from scoring.cohorts import percentile_within, reference_groups, split
from scoring.comparison import topped
from scoring.comparison_columns import SWITCHES
from scoring.composite import check_weights
from scoring.indicators import INDICATORS
from scoring.robustness import kendall_tau, top_overlap, weighted_score
from scoring.tables import SENSITIVITY
from scoring.uncertainty import points_of

Numbers = npt.NDArray[np.float64]

LEAST_COMPARED = 10
TOP_SHARE = 0.1
RELEVANCE = "citation_relevance"


def sensitivity(
    family_score: pd.DataFrame,
    score_contribution: pd.DataFrame,
    family_indicator: pd.DataFrame,
    cohort: pd.DataFrame,
    *,
    weights: Mapping[str, float],
) -> pd.DataFrame:
    """Kendall's τ and the overlap of the first tenth, for each definition changed alone.

    Other weights and means; values over a top quantile instead of ranks; shorter windows and
    self-citations counted; wider cohorts. Compared are ranked inventions that both rankings
    speak of; a switch the data cannot make has n = 0 and no figures.

    Returns
    -------
    pandas.DataFrame
        `sensitivity`, a row per switch.
    """
    ranked = (family_score["ip_right"] == "invention") & family_score["score"].notna()
    families = pd.Index(family_score.loc[ranked.to_numpy(), "family_id"])
    base = family_score.set_index("family_id")["score"].reindex(families).to_numpy(dtype=np.float64)
    share = check_weights(weights)
    parts = score_contribution[score_contribution["family_id"].isin(families).to_numpy()]
    rows = family_indicator[(family_indicator["cohort"].notna()).to_numpy()]
    made = dict(_rescored(parts, rows, cohort, families, share)) if len(families) else {}
    nothing = np.full(len(families), np.nan)
    lines = [(name, *_moved(base, made.get(name, nothing), SWITCHES[name])) for name in SWITCHES]
    result = pd.DataFrame(lines, columns=SENSITIVITY.column_names)
    return result.astype(
        {"kendall_tau": "float64", "top_k": "Int64", "top_k_jaccard": "float64", "n": "Int64"}
        | dict.fromkeys(("explanation_zh", "explanation_en"), "str")
    )


def _rescored(
    parts: pd.DataFrame,
    rows: pd.DataFrame,
    cohort: pd.DataFrame,
    families: pd.Index,
    share: Mapping[str, float],
) -> Iterator[tuple[str, Numbers]]:
    """The score of the families under each switch that the data can make."""
    names = list(share)
    prior = np.array([share[name] for name in names])

    def wide(column: str) -> Numbers:
        found = parts.pivot(index="family_id", columns="indicator", values=column)
        return found.reindex(index=families, columns=names).to_numpy(dtype=np.float64)

    points, weight = wide("points"), wide("weight")
    say = np.nan_to_num(weight / prior)
    falling = np.array([INDICATORS[name].better == "lower" for name in names])
    percentile = np.where(falling, 100.0 - wide("percentile"), wide("percentile"))

    def scored(given: Numbers) -> Numbers:
        return weighted_score(given, prior, say)

    yield "equal_weights", weighted_score(points, np.ones(len(names)))
    known = np.nan_to_num(weight)
    logs = np.log(np.maximum(np.nan_to_num(points, nan=1.0), 1.0))
    yield "geometric_mean", np.exp((logs * known).sum(axis=1))
    yield "percentiles", scored(percentile)
    for quantile in (95, 98):
        yield f"winsor_{quantile}", scored(_topped(rows, families, names, falling, quantile / 100))
    yield from _other_citations(rows, cohort, families, names, points, scored)
    for level in ("year", "all"):
        widened = np.column_stack(
            [_percentile(_of(rows, name), cohort.assign(cohort_level=level), families) for name in names]
        )
        yield f"cohort_{level}", scored(points_of(np.where(falling, 100.0 - widened, widened)))


def _other_citations(
    rows: pd.DataFrame,
    cohort: pd.DataFrame,
    families: pd.Index,
    names: list[str],
    points: Numbers,
    scored: Callable[[Numbers], Numbers],
) -> Iterator[tuple[str, Numbers]]:
    """Scores with another count of citations in the place of relevance."""
    if RELEVANCE not in names:
        return
    place = names.index(RELEVANCE)
    counted = _of(rows, "forward_citations")
    own = _of(rows, "self_citations").set_index("family_id")["value"]
    whole = counted.assign(value=counted["value"] + counted["family_id"].map(own))
    others = {"window_3y": _of(rows, "forward_citations_3y"), "window_5y": _of(rows, "forward_citations_5y")}
    for name, reading in (others | {"with_self_citations": whole}).items():
        if reading["value"].notna().any():
            given = points.copy()
            given[:, place] = points_of(_percentile(reading, cohort, families))
            # Only families the other count speaks of are compared.
            yield name, np.where(np.isnan(given[:, place]), np.nan, scored(given))


def _of(rows: pd.DataFrame, indicator: str) -> pd.DataFrame:
    return rows[(rows["indicator"] == indicator).to_numpy()]


def _percentile(reading: pd.DataFrame, cohort: pd.DataFrame, families: pd.Index) -> Numbers:
    """Percentile of an indicator's values within the cohorts of the table given, 0–100."""
    held = reading.set_index("family_id").reindex(cohort["family_id"])
    values = held["value"].to_numpy(dtype=np.float64)
    groups = reference_groups(cohort)
    if held["citation_source"].notna().any():
        groups = split(groups, held["citation_source"])
    share, _ = percentile_within(values, groups)
    found = pd.Series(share * 100, index=cohort["family_id"].array).reindex(families)
    return np.asarray(found, dtype=np.float64)


def _topped(
    rows: pd.DataFrame, families: pd.Index, names: list[str], falling: npt.NDArray[np.bool_], top: float
) -> Numbers:
    """Each indicator's values over the top quantile of their cohort, cut at 100."""
    columns = []
    for name, falls in zip(names, falling, strict=True):
        held = _of(rows, name).set_index("family_id").reindex(families)
        share = 100 * topped(held["value"], held["cohort"], top).to_numpy(dtype=np.float64)
        columns.append(100 - share if falls else share)
    made: Numbers = np.column_stack(columns)
    return made


def _moved(
    base: Numbers, other: Numbers, label: tuple[str, str]
) -> tuple[float, int | None, float, int, str | None, str | None]:
    """Figures and sentences of one switch."""
    known = ~np.isnan(other)
    number = int(known.sum())
    if number < LEAST_COMPARED:
        return float("nan"), None, float("nan"), 0, None, None
    first, second = base[known], np.round(other[known], 9)
    places = max(1, int(number * TOP_SHARE))
    tau = round(kendall_tau(first, second), 9)
    overlap = top_overlap(first, second, places)
    zh = f"{label[0]}时，排名与基准的Kendall τ为{tau:.2f}，前{places}名的重合度（Jaccard）为{overlap:.0%}"
    en = f"With {label[1]}, Kendall's τ to the base is {tau:.2f}; the first {places} overlap by {overlap:.0%}"
    return tau, places, overlap, number, zh, en
