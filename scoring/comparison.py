"""Other ways to make one number, to compare with ours: never the default."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from scoring.comparison_columns import ALTERNATIVES
from scoring.standing import midrank
from scoring.tables import SCORE_COMPARISON

Numbers = npt.NDArray[np.float64]

LEAST_COMPONENTS = 3
LEAST_FITTED = 500
LEAST_COMPARED = 10
LITTLE, MUCH = 0.3, 0.95
LATENT_INDICATORS = ("forward_citations", "backward_citations", "office_count", "claim_count")
LATENT_KNOWN = 0.5


def quality_composite(components: pd.DataFrame) -> pd.DataFrame:
    """OECD's experimental quality index: the mean of its normalised components.

    Four components (citations within five years, family, claims, generality) make quality-4;
    backward citations and grant lag besides make quality-6. A component that is missing is
    left out; with fewer than three the index is NA.

    Parameters
    ----------
    components
        One column per component, 0–1.

    Returns
    -------
    pandas.DataFrame
        `value` and `components_used`. OECD STI 2013/03.
    """
    used = components.notna().sum(axis=1)
    value = components.mean(axis=1).where(used >= LEAST_COMPONENTS)
    return pd.DataFrame({"value": value, "components_used": used.astype("Int64")})


def latent_quality(standardised: Numbers, loadings: Numbers) -> tuple[Numbers, Numbers, float]:
    r"""One factor behind several indicators, as Lanjouw and Schankerman estimate it.

    .. math:: \hat q = \frac{\sum_k \lambda_k z_k / \psi_k}{1 + \sum_k \lambda_k^2 / \psi_k},
              \quad \psi_k = 1 - \lambda_k^2

    Parameters
    ----------
    standardised
        Items × indicators: logs, cohort means removed, unit variance.
    loadings
        Loading of each indicator on the factor, within (−1, 1).

    Returns
    -------
    tuple
        Estimate per item, weight per indicator, residual variance. Economic Journal 114 (2004).
    """
    unique = 1.0 - loadings**2
    bottom = 1.0 + float((loadings**2 / unique).sum())
    weight = loadings / unique / bottom
    return (standardised * weight).sum(axis=-1), weight, 1.0 / bottom


def area_under_curve(score: Numbers, outcome: npt.NDArray[np.bool_]) -> float:
    """Chance that an item with the outcome scores above one without; ties count half."""
    hits, misses = int(outcome.sum()), int((~outcome).sum())
    if not hits or not misses:
        return float("nan")
    rank = midrank(np.asarray(score, dtype=np.float64)) * len(score) + 0.5
    return float((rank[outcome].sum() - hits * (hits + 1) / 2) / (hits * misses))


def entropy_weights(values: Numbers) -> tuple[Numbers, Numbers]:
    r"""Weights by dispersion: the more a column varies in this sample, the more it weighs.

    .. math:: e_j = -\frac{1}{\ln m} \sum_i p_{ij} \ln p_{ij},\quad
              w_j = \frac{1 - e_j}{\sum_j (1 - e_j)}

    It measures dispersion, not importance, and moves with the sample: for comparison only.
    A constant column weighs nothing; if all are constant, all weigh the same.

    Returns
    -------
    tuple of arrays
        Dispersion 1 − e and weight of each column.
    """
    items, columns = values.shape
    share = values / values.sum(axis=0)
    logs = np.log(share, out=np.zeros_like(share), where=share > 0)
    entropy = -(share * logs).sum(axis=0) / np.log(items)
    dispersion = np.where(np.ptp(values, axis=0) == 0, 0.0, 1.0 - entropy)
    total = float(dispersion.sum())
    weight = dispersion / total if total > 0 else np.full(columns, 1.0 / columns)
    return dispersion, weight


def topsis(values: Numbers, weight: Numbers | None = None) -> Numbers:
    """How near each item is to the best and how far from the worst of the sample, 0–1.

    Vector normalisation; equal weights unless given. Adding an item can reverse the order of
    the others (rank reversal): for comparison only.
    """
    columns = values.shape[1]
    w = np.full(columns, 1.0 / columns) if weight is None else weight
    norm = np.sqrt((values**2).sum(axis=0))
    scaled = np.divide(values, norm, out=np.zeros_like(values, dtype=np.float64), where=norm > 0) * w
    best = np.sqrt(((scaled - scaled.max(axis=0)) ** 2).sum(axis=1))
    worst = np.sqrt(((scaled - scaled.min(axis=0)) ** 2).sum(axis=1))
    reach = best + worst
    closeness: Numbers = np.divide(worst, reach, out=np.full(len(values), 0.5), where=reach > 0)
    return closeness


def geometric_mean(values: Numbers, weight: Numbers | None = None) -> Numbers:
    """Weighted geometric mean: a weakness cannot be bought off, unlike in the arithmetic mean."""
    columns = values.shape[1]
    w = np.full(columns, 1.0 / columns) if weight is None else weight / weight.sum()
    logs = np.log(values, out=np.full(values.shape, -np.inf), where=values > 0)
    mean: Numbers = np.exp((logs * w).sum(axis=1))
    return mean


def fitted_loadings(correlation: Numbers, rounds: int = 200) -> Numbers:
    """Loadings of one common factor, by iterated principal axes; signed so that they sum to more than 0."""
    unique = 1.0 / np.diag(np.linalg.pinv(correlation))
    loading = np.zeros(len(correlation))
    for _ in range(rounds):
        reduced = correlation - np.diag(np.clip(unique, 0.05, 1.0))
        value, vector = np.linalg.eigh(reduced)
        loading = vector[:, -1] * np.sqrt(max(float(value[-1]), 0.0))
        unique = 1.0 - np.minimum(loading**2, 0.95)
    signed: Numbers = np.clip(loading * (1 if loading.sum() >= 0 else -1), -0.97, 0.97)
    return np.round(signed, 9)


def alternatives(
    family_indicator: pd.DataFrame,
    score_contribution: pd.DataFrame,
    family: pd.DataFrame,
    families: pd.Index,
) -> pd.DataFrame:
    """What other ways of scoring say of some families: a column per alternative, NaN where silent.

    Parameters
    ----------
    families
        The families, as family_id; dispersion and distance are measured among them.

    Returns
    -------
    pandas.DataFrame
        Columns of `ALTERNATIVES`; larger is better.
    """
    rows = family_indicator[family_indicator["family_id"].isin(families).to_numpy()]
    values = rows.pivot(index="family_id", columns="indicator", values="value").reindex(families)
    group = rows.drop_duplicates("family_id").set_index("family_id")["cohort"].reindex(families)
    parts = score_contribution[score_contribution["family_id"].isin(families).to_numpy()]
    points = parts.pivot(index="family_id", columns="indicator", values="points").reindex(families)
    share = parts.groupby("indicator")["weight"].median().reindex(points.columns)
    result = pd.DataFrame(np.nan, index=families, columns=list(ALTERNATIVES))
    stated = pd.to_numeric(family.set_index("family_id")["vendor_value"], errors="coerce")
    result["vendor_value"] = stated.reindex(families).astype("float64")
    four, six = _components(values, group)
    result["quality_4"] = quality_composite(four)["value"]
    result["quality_6"] = quality_composite(six)["value"]
    result["latent_factor"] = _latent(values, group)
    if points.shape[1] and len(points) > 1:
        result["equal_weights"] = points.mean(axis=1)
        known = points.notna().any(axis=1)
        # What is not measured stands in the middle, so that a family is not lost for one gap.
        filled = points.fillna(50.0).to_numpy(dtype=np.float64)
        _, weight = entropy_weights(np.maximum(filled, 1e-6))
        result["entropy"] = pd.Series((filled * weight).sum(axis=1), index=families).where(known)
        result["topsis"] = pd.Series(topsis(filled), index=families).where(known)
        mean = geometric_mean(np.maximum(filled, 1.0), share.to_numpy(dtype=np.float64))
        result["geometric_mean"] = pd.Series(mean, index=families).where(known)
    return result


def score_comparison(
    family_score: pd.DataFrame,
    family_indicator: pd.DataFrame,
    score_contribution: pd.DataFrame,
    family: pd.DataFrame,
) -> pd.DataFrame:
    """How far other ways of scoring the ranked inventions agree with ours: one row per alternative.

    Spearman's rank correlation over the families both speak of; NA for fewer than ten or where
    one of the two is constant. An agreement below .3 or above .95 gets a line of explanation.

    Returns
    -------
    pandas.DataFrame
        `score_comparison`.
    """
    ranked = family_score[
        ((family_score["ip_right"] == "invention") & family_score["score"].notna()).to_numpy()
    ]
    score = ranked.set_index("family_id")["score"]
    others = alternatives(family_indicator, score_contribution, family, pd.Index(score.index))
    rows = []
    for name in ALTERNATIVES:
        both = others[name].notna()
        found = _rank_correlation(score[both], others.loc[both, name])
        zh, en = _explained(name, found)
        rows.append((name, found, int(both.sum()), zh, en))
    made = pd.DataFrame(rows, columns=SCORE_COMPARISON.column_names)
    return made.astype(
        {"rank_correlation": "float64", "n": "Int64", "explanation_zh": "str", "explanation_en": "str"}
    )


def _rank_correlation(first: pd.Series, second: pd.Series) -> float:
    if len(first) < LEAST_COMPARED or first.nunique() < 2 or second.nunique() < 2:
        return float("nan")
    return float(np.round(np.corrcoef(first.rank(), second.rank())[0, 1], 9))


def _explained(name: str, correlation: float) -> tuple[str | None, str | None]:
    """A line where two scores hardly agree, or agree so far that one of them says nothing new."""
    if np.isnan(correlation) or LITTLE <= abs(correlation) <= MUCH:
        return None, None
    zh, en = ALTERNATIVES[name]
    if abs(correlation) < LITTLE:
        return (
            f"与{zh}的秩相关仅{correlation:.2f}：两者衡量的不是同一件事，排名不宜互相印证",
            f"Rank correlation with {en} is only {correlation:.2f}: the two do not measure the same thing",
        )
    return (
        f"与{zh}的秩相关达{correlation:.2f}：两者几乎由同一信息决定，不构成独立佐证",
        f"Rank correlation with {en} is {correlation:.2f}: both rest on the same facts, no second opinion",
    )


def _components(values: pd.DataFrame, group: pd.Series) -> tuple[pd.DataFrame, pd.DataFrame]:
    """OECD's components, each over the 98th percentile of its cohort and cut at 1."""
    window = _column(values, "forward_citations_5y")
    citations = window if window.notna().any() else _column(values, "forward_citations")
    raw = {"citations": citations, "family": _column(values, "office_count")}
    raw |= {name: _column(values, name) for name in ("claim_count", "generality", "backward_citations")}
    cut = pd.DataFrame({name: topped(column, group) for name, column in raw.items()})
    lag = _column(values, "grant_lag")
    longest = lag.groupby(group).transform("max")
    whole = cut.assign(grant_lag=(1.0 - lag / longest).where(longest > 0))
    return cut.drop(columns="backward_citations"), whole


def topped(values: pd.Series, group: pd.Series, top: float = 0.98) -> pd.Series:
    """Values over the top quantile of their group and cut at 1; 0 where that quantile is 0."""
    cut = values.groupby(group).transform("quantile", top)
    share = (np.minimum(values, cut) / cut).where(cut > 0, 0.0)
    return share.where(values.notna() & cut.notna())


def _latent(values: pd.DataFrame, group: pd.Series) -> pd.Series:
    """Latent quality behind citations, backward citations, offices and claims, where 500 have them."""
    logs = pd.DataFrame({name: np.log1p(_column(values, name)) for name in LATENT_INDICATORS})
    logs = logs - logs.groupby(group).transform("mean")
    logs = logs.loc[:, (logs.std() > 0) & (logs.notna().mean() > LATENT_KNOWN)]
    z = ((logs - logs.mean()) / logs.std()).dropna()
    if len(z) < LEAST_FITTED or z.shape[1] < LEAST_COMPONENTS:
        return pd.Series(np.nan, index=values.index)
    loading = fitted_loadings(np.corrcoef(z.to_numpy(), rowvar=False))
    estimate, _, _ = latent_quality(z.to_numpy(), loading)
    return pd.Series(estimate, index=z.index).reindex(values.index)


def _column(values: pd.DataFrame, name: str) -> pd.Series:
    if name in values:
        return values[name].astype("float64")
    return pd.Series(np.nan, index=values.index)
