"""The score beside others where quality is known: synthetic families from the demo's generator.

`python -m benchmarks.simulation [families [seed ...]]` prints a markdown table: how much of the true
top tenth of the ranked inventions each way of ranking finds, and how often the rank intervals hold the
true rank; then how far the probabilities of the first ten can be trusted. Twice: with traces of quality as
clear as the defaults of the generator, and as blurred as the literature has them.
"""

from __future__ import annotations

import sys
import tempfile
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from corpus import contract
from flows import demonstration
from flows.demonstration import exports, world
from flows.demonstration.world import Traces, World
from flows.new_study import shipped_industry
from flows.plan import PLAN
from flows.steps import carry_out, settings_for
from flows.study import Study, open_study
from scoring import cohorts, composite
from scoring.comparison import alternatives
from scoring.indicators import INDICATORS
from scoring.robustness import FIRST_PLACES
from scoring.tables import REFERENCE_FAMILY

INDUSTRY = "high-end-equipment"
FAMILIES = 20_000
SEEDS = (demonstration.SEED, 1, 2)
TRACES = {"clear": Traces(), "as in the literature": world.USUAL}
SHARE = 0.1
READ = (
    *("forward_citations", "citation_relevance", "citations_per_year", "family_size", "office_count"),
    *("market_coverage", "claim_count", "remaining_term", "legal_standing", "generality", "grant_lag"),
    *("backward_citations", "citation_impact"),
)
COLUMNS = {
    "ours": "ours",
    "raw": "raw citations",
    "per_year": "citations per year",
    "product": "family × citations × claims",
    "quality_4": "quality-4",
    "best": "best possible",
}
HEAD = (
    """
## Known quality

Share of the true top tenth that the first tenth of each ranking holds, among the ranked inventions of
{families:,} synthetic families; ties are broken by chance. *best possible* is a model that was shown the
quality of four fifths of the families (boosted trees on what the exports state, cross-validated). *held* is
the share of 90 % rank intervals that hold the rank by quality, *width* their median share of all ranks.

"""
    + f"| traces of quality | seed | ranked | {' | '.join(COLUMNS.values())} | held | width |\n"
    + f"|---|{'---:|' * (len(COLUMNS) + 4)}\n"
)

# Small worlds, many of them: ten families each are truly among the first ten.
CERTAIN_FAMILIES, CERTAIN_SEEDS = 2_000, tuple(range(100, 110))
CERTAIN_EDGES = (0.0, 0.01, 0.05, 0.1, 0.2, 0.35, 1.0)
CERTAIN_HEAD = f"""
Of the ranked inventions to which the score gives a chance p of being among the first ten, so many truly
are among the ten best by quality ({len(CERTAIN_SEEDS)} worlds of {CERTAIN_FAMILIES:,} families each).

| traces of quality | p | inventions | mean p | truly among the ten |
|---|---|---:|---:|---:|
"""

Numbers = npt.NDArray[np.float64]


def main(families: int = FAMILIES, seeds: tuple[int, ...] = SEEDS) -> str:
    """Print the table, a line as soon as it is known; return it."""
    page = HEAD.format(families=families)
    print(page, end="")
    for name, traces in TRACES.items():
        for seed in seeds:
            made = line(name, seed, measured(*simulated(families, seed, traces)))
            print(made, end="", flush=True)
            page += made
    return page + certainty()


def certainty(families: int = CERTAIN_FAMILIES, seeds: tuple[int, ...] = CERTAIN_SEEDS) -> str:
    """Print and return the table that holds the probabilities of the first ten against the truth."""
    page = CERTAIN_HEAD
    for name, traces in TRACES.items():
        worlds = [chances(*simulated(families, seed, traces)) for seed in seeds]
        chance, true = (np.concatenate(part) for part in zip(*worlds, strict=True))
        for low, high in pairwise(CERTAIN_EDGES):
            inside = (chance >= low) & ((chance < high) | (high == 1.0))
            if inside.any():
                figures = f"{inside.sum():,} | {chance[inside].mean():.3f} | {true[inside].mean():.3f}"
                page += f"| {name} | {low:g} to {high:g} | {figures} |\n"
    print(page, end="", flush=True)
    return page


def chances(made: dict[str, pd.DataFrame], planted: World) -> tuple[Numbers, npt.NDArray[np.bool_]]:
    """Chance of the first ten by the score, and whether it came true, of each ranked invention."""
    score = made["family_score"].query("ip_right == 'invention' and score.notna()").set_index("family_id")
    quality = truth(made["family"], planted)["quality"].reindex(score.index).dropna()
    best = quality.rank(ascending=False, method="first") <= FIRST_PLACES
    return score.loc[quality.index, "p_top"].to_numpy(dtype=np.float64), best.to_numpy(dtype=bool)


def line(name: str, seed: int, row: dict[str, float]) -> str:
    """A row of the table."""
    shares = " | ".join(f"{row[key]:.3f}" for key in COLUMNS)
    held = f"{row['held']:.2f} | {row['width']:.0%}"
    return f"| {name} | {seed} | {row['ranked']:,.0f} | {shares} | {held} |\n"


def simulated(families: int, seed: int, traces: Traces) -> tuple[dict[str, pd.DataFrame], World]:
    """Scoring tables of a synthetic study, made by way of its exports, and the world it was drawn from."""
    taxonomy = shipped_industry(INDUSTRY) / "taxonomy.csv"
    planted = world.plant(INDUSTRY, taxonomy, families, seed, traces)
    with tempfile.TemporaryDirectory() as folder:
        exports.write_study(Path(folder), planted, taxonomy, encoder="lsa")
        study = open_study(Path(folder))
        for place, act in enumerate(PLAN["ingest"]):
            if not {"name_suggestion", "zone_suggestion"} & {*act.makes, *act.reads}:
                carry_out(study, "ingest", place, 1, lambda said: None)
        return scored(study), planted


def scored(study: Study) -> dict[str, pd.DataFrame]:
    """Cohorts, the indicators read here, scores."""
    values: dict[str, Any] = settings_for(study)
    store = study.store
    store.write("reference_family", contract.empty(REFERENCE_FAMILY))
    store.write("cohort", store.apply(cohorts.cohort, values))
    readings = {name: store.apply(INDICATORS[name].function, values) for name in READ}
    store.write("family_indicator", cohorts.measure(readings, store.read("cohort")))
    store.write("score_contribution", store.apply(composite.score_contribution, values))
    store.write("family_score", store.apply(composite.family_score, values))
    names = ("family", "cohort", "family_indicator", "score_contribution", "family_score")
    return {name: store.read(name) for name in names}


def truth(family: pd.DataFrame, planted: World) -> pd.DataFrame:
    """What was planted, by family_id; the last five digits of every number are the invention's place."""
    place = family["representative_number"].str.extract(r"(\d{5})[A-Z]\d?$", expand=False).astype("float64")
    known = pd.DataFrame([vars(i) for i in planted.inventions]).set_index("place")
    return known.reindex(place.to_numpy()).set_axis(family["family_id"], axis=0)


def measured(made: dict[str, pd.DataFrame], planted: World) -> dict[str, float]:
    """Shares found, and how the intervals do, among the ranked inventions."""
    score = made["family_score"].query("ip_right == 'invention' and score.notna()").set_index("family_id")
    real = truth(made["family"], planted).reindex(score.index).dropna(subset="quality")
    score = score.loc[real.index]
    quality = real["quality"].to_numpy(dtype=np.float64)
    values = made["family_indicator"].pivot(index="family_id", columns="indicator", values="value")
    values = values.reindex(real.index)
    others = alternatives(made["family_indicator"], made["score_contribution"], made["family"], real.index)
    # A vendor's product of what the exports state; a gap counts as the middle.
    counts = values[["forward_citations", "family_size", "claim_count"]].to_numpy(dtype=np.float64)
    filled = np.where(np.isnan(counts), np.nanmedian(counts, axis=0), counts)
    raw = np.nan_to_num(counts[:, 0])
    rank = (-quality).argsort(kind="stable").argsort() + 1
    low, high = (score[c].to_numpy(dtype=np.float64) for c in ("rank_low", "rank_high"))
    first = rank <= FIRST_PLACES
    return {
        "ranked": len(real),
        "ours": found(score["score"], quality),
        "raw": found(raw, quality),
        "per_year": found(values["citations_per_year"], quality),
        "product": found(filled.prod(axis=1), quality),
        "quality_4": found(others["quality_4"], quality),
        "best": found(best_possible(real, values), quality),
        "held": float(((rank >= low) & (rank <= high)).mean()),
        "width": float(np.median(high - low + 1) / len(real)),
        "p_top_of_first": float(score["p_top"].to_numpy()[first].mean()),
        "p_top_sum": float(score["p_top"].sum()),
    }


def found(ranking: npt.ArrayLike | pd.Series, quality: Numbers) -> float:
    """Share of the best tenth by quality that is in the first tenth of a ranking."""
    values = np.nan_to_num(np.asarray(ranking, dtype=np.float64), nan=-np.inf)
    chosen = max(1, int(len(quality) * SHARE))
    chance = np.random.default_rng(0).random(len(quality))
    first = np.lexsort((chance, values))[-chosen:]
    return len(np.intersect1d(first, np.argsort(quality, kind="stable")[-chosen:])) / chosen


def best_possible(real: pd.DataFrame, values: pd.DataFrame) -> Numbers:
    """Quality as a model sees it that learnt it from four fifths of the families, for each fifth."""
    from sklearn.ensemble import HistGradientBoostingRegressor
    from sklearn.model_selection import cross_val_predict

    seen = pd.DataFrame(
        {
            "citations": values["forward_citations"],
            "filed": pd.to_datetime(real["filed"]).astype("int64"),
            "technology": real["technology"],
            "offices": values["office_count"],
            "claims": values["claim_count"],
            "fate": pd.factorize(real["fate"])[0],
            "actor": real["actor"],
        }
    ).astype("float64")
    model = HistGradientBoostingRegressor(max_iter=150, learning_rate=0.06, max_leaf_nodes=15, random_state=0)
    return np.asarray(cross_val_predict(model, seen, real["quality"], cv=5))


if __name__ == "__main__":
    asked = [int(a) for a in sys.argv[1:]]
    main(asked[0] if asked else FAMILIES, tuple(asked[1:]) or SEEDS)
