"""The ranking of portfolios under other definitions of its measures.

Weights and noise say how sure a rank is if the measures are right. These switches say how far it
hangs on what is measured.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from scipy.stats import kendalltau

from scoring.composite import competition_rank
from scoring.dimensions import DIMENSIONS, MEANS, SUMS, Holdings, Numbers, raw_measures, scale
from scoring.portfolio_columns import DEFINITIONS
from scoring.robustness import FIRST_PLACES, weighted_score
from scoring.tables import PORTFOLIO_DEFINITION

CAP = 0.95
LEAST_PERCENTILE = 1.0  # keeps one side at nought from deciding a geometric mean alone


def ranks_by_definition(held: Holdings) -> dict[str, np.ndarray]:
    """Ranks under each of `DEFINITIONS`, by its name.

    Parameters
    ----------
    held
        Living members of the portfolios.
    """
    raw = raw_measures(held)
    scaled = scale(raw)
    early = replace(held, relevance=held.early)
    scores = {
        "sums": _score(scale(_without(raw, MEANS))),
        "means": _score(scale(_without(raw, SUMS))),
        "geometric": np.exp(_score(np.log(np.maximum(scaled, LEAST_PERCENTILE)))),
        "capped": _score(scale(raw_measures(_capped(held)))),
        "five_years": _score(scale(raw_measures(early))),
    }
    # Without any such citation the definition cannot be tried.
    if np.isnan(held.early).all():
        scores["five_years"] = np.full(len(raw), np.nan)
    return {name: competition_rank(np.round(scores[name], 9)) for name in DEFINITIONS if _told(scores[name])}


def portfolio_definition(portfolio: pd.DataFrame) -> pd.DataFrame:
    """How much of the ranking of each kind is left under another definition.

    Kendall's τ-b with the rank shown, and the overlap of the first ten (Jaccard), NA where there are
    no more than ten.
    """
    ranked = portfolio[portfolio["rank"].notna()]
    rows = []
    for kind, part in ranked.groupby("kind", sort=True):
        for name in DEFINITIONS:
            other = part[f"rank_{name}"]
            if other.isna().any() or len(part) < 2:
                continue
            base = part["rank"].to_numpy(dtype=np.int64)
            tau = float(kendalltau(base, other.to_numpy(dtype=np.int64)).statistic)
            first = [
                set(part.loc[(r <= FIRST_PLACES).to_numpy(), "portfolio_id"]) for r in (part["rank"], other)
            ]
            alike = len(first[0] & first[1]) / len(first[0] | first[1])
            rows.append(
                {
                    "kind": kind,
                    "definition": name,
                    "candidate_count": len(part),
                    "kendall_tau": tau,
                    "top_jaccard": alike if len(part) > FIRST_PLACES else np.nan,
                }
            )
    return pd.DataFrame(rows, columns=PORTFOLIO_DEFINITION.column_names)


def _told(score: Numbers) -> bool:
    return not bool(np.isnan(score).any())


def _score(scaled: Numbers) -> Numbers:
    return weighted_score(scaled, np.ones(len(DIMENSIONS)))


def _without(raw: Numbers, columns: tuple[int, ...]) -> Numbers:
    rest = raw.copy()
    rest[:, list(columns)] = np.nan
    return rest


def _capped(held: Holdings) -> Holdings:
    def cap(values: Numbers) -> Numbers:
        known = values[~np.isnan(values)]
        return np.minimum(values, np.quantile(known, CAP)) if len(known) else values

    return replace(held, relevance=cap(held.relevance), coverage=cap(held.coverage), impact=cap(held.impact))
