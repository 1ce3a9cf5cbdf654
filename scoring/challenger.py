"""A learnt model beside the score card: trained on the past alone, used only where it foretells better."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from scoring.comparison import area_under_curve
from scoring.indicators import INDICATORS
from scoring.yardsticks import LEAST_CASES, LOW

Numbers = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

MODELS = ("logistic", "boosted")
DRAWS = 300
MOST_DRAWN = 20_000
SHUFFLES = 5
MIDDLE = 50.0
USUAL_RANGE = (0.1, 0.9)
_DIRECTION = {"higher": 1, "lower": -1}


class Model(Protocol):
    """What a fitted model must do."""

    def predict_proba(self, features: Any) -> Any:
        """Chance of each class per row."""


@dataclass(frozen=True)
class Learnt:
    """A model that was fitted on the past.

    Parameters
    ----------
    kind
        Name in `MODELS`.
    chance
        What it says of each family at the freeze that is tested.
    fitted, columns
        The model itself and the features it uses, to be explained.
    """

    kind: str
    chance: Numbers
    fitted: Model
    columns: tuple[str, ...]


def feature_table(family_indicator: pd.DataFrame, age: pd.Series) -> pd.DataFrame:
    """Percentiles of all indicators and the age in years, families × features; NaN where unmeasured."""
    wide = family_indicator.pivot(index="family_id", columns="indicator", values="percentile")
    names = [name for name in INDICATORS if name in wide.columns]
    return wide.reindex(age.index)[names].astype("float64").assign(age=age)


def fit(kind: str, features: pd.DataFrame, outcome: Mask, *, seed: int) -> Model:
    """A model of one kind: `logistic`, or `boosted` trees that follow each indicator's direction."""
    if kind == "logistic":
        linear = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=1_000))
        return linear.fit(_filled(features), outcome)  # type: ignore[no-any-return]
    sign = [_DIRECTION[INDICATORS[n].better] if n in INDICATORS else 0 for n in features.columns]
    trees = HistGradientBoostingClassifier(
        max_iter=100, learning_rate=0.05, max_leaf_nodes=8, min_samples_leaf=30,
        l2_regularization=1.0, monotonic_cst=sign, random_state=seed, early_stopping=False,
    )  # fmt: skip
    return trees.fit(features.to_numpy(), outcome)  # type: ignore[no-any-return]


def chance_of(kind: str, model: Model, features: pd.DataFrame) -> Numbers:
    """Chance of the outcome per family."""
    rows = _filled(features) if kind == "logistic" else features.to_numpy()
    chance: Numbers = np.asarray(model.predict_proba(rows)[:, 1], dtype=np.float64)
    return chance


def learn(folds: list[tuple[pd.DataFrame, pd.Series]], features: pd.DataFrame, *, seed: int) -> Learnt | None:
    """The model chosen and fitted on earlier freezes, with what it says at the one tested.

    The last fold trains it. Where an earlier fold has enough cases, that one trains each kind of
    model and the last one chooses between them; otherwise the logistic one is taken.

    Parameters
    ----------
    folds
        Features and outcome of earlier freezes, oldest first, whose windows end before the one
        tested begins.
    features
        Features at the freeze that is tested.
    seed
        Seed of the trees.

    Returns
    -------
    Learnt or None
        None where the last fold has fewer than 30 families with or without the outcome.
    """
    ready = [_known(*fold) for fold in folds]
    if not ready or not enough(ready[-1][1]):
        return None
    columns = [c for c in features.columns if all(_varies(f[c]) for f in (ready[-1][0], features))]
    if not columns:
        return None
    kind = MODELS[0]
    if len(ready) > 1 and enough(ready[-2][1]):
        kind = _chosen(ready[-2], ready[-1], columns, seed)
    train, outcome = ready[-1]
    model = fit(kind, train[columns], outcome, seed=seed)
    return Learnt(kind, chance_of(kind, model, features[columns]), model, tuple(columns))


def enough(outcome: Mask) -> bool:
    """Whether both kinds of case are numerous enough to be judged."""
    return bool(min(outcome.sum(), (~outcome).sum()) >= LEAST_CASES)


def beats(challenger: Numbers, score: Numbers, outcome: Mask, *, seed: int) -> bool:
    """Whether a scorer's area under the curve is larger beyond chance: paired bootstrap, 5 % one-sided.

    Above 20,000 families the draws are of that many.
    """
    rng = np.random.default_rng(seed)
    size = min(len(score), MOST_DRAWN)
    gains = np.full(DRAWS, np.nan)
    for draw in range(DRAWS):
        at = rng.integers(0, len(score), size=size)
        gains[draw] = area_under_curve(challenger[at], outcome[at]) - area_under_curve(score[at], outcome[at])
    return bool(np.nanquantile(gains, LOW) > 0)


def importance(learnt: Learnt, features: pd.DataFrame, outcome: Mask, *, seed: int) -> pd.DataFrame:
    """How much of the area under the curve is lost when one feature is shuffled.

    Returns
    -------
    pandas.DataFrame
        `indicator`, `importance` (mean loss over five shuffles), and `slope`: change of the mean
        chance when the feature goes from its 10th to its 90th percentile, all else left as it is.
    """
    rng = np.random.default_rng(seed)
    features = features[list(learnt.columns)]
    base = area_under_curve(chance_of(learnt.kind, learnt.fitted, features), outcome)
    rows = []
    for name in features.columns:
        losses = []
        for _ in range(SHUFFLES):
            mixed = features.assign(**{name: rng.permutation(features[name].to_numpy())})
            losses.append(base - area_under_curve(chance_of(learnt.kind, learnt.fitted, mixed), outcome))
        low, high = np.nanquantile(features[name], USUAL_RANGE)
        ends = [
            chance_of(learnt.kind, learnt.fitted, features.assign(**{name: end})).mean()
            for end in (low, high)
        ]
        rows.append((name, float(np.mean(losses)), float(ends[1] - ends[0])))
    return pd.DataFrame(rows, columns=["indicator", "importance", "slope"])


def _known(features: pd.DataFrame, outcome: pd.Series) -> tuple[pd.DataFrame, Mask]:
    kept = outcome.notna().to_numpy()
    return features[kept], outcome[kept].to_numpy(dtype=bool)


def _chosen(
    first: tuple[pd.DataFrame, Mask], second: tuple[pd.DataFrame, Mask], columns: list[str], seed: int
) -> str:
    areas = {}
    for kind in MODELS:
        model = fit(kind, first[0][columns], first[1], seed=seed)
        areas[kind] = area_under_curve(chance_of(kind, model, second[0][columns]), second[1])
    return max(MODELS, key=lambda kind: areas[kind])


def _varies(column: pd.Series) -> bool:
    return column.nunique(dropna=True) > 1


def _filled(features: pd.DataFrame) -> Numbers:
    """Unmeasured percentiles as the middle, an unknown age as the median."""
    middle = features.median().where(features.columns == "age", MIDDLE)
    return features.fillna(middle).to_numpy(dtype=np.float64)
