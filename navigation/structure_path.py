"""Path 1, structure of the industry (产业布局结构优化): strengthen, fill, extend, watch."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from navigation.evidence import Facts, Suggestion, best_first

STANDING = ["chain_status", "zone_family_count", "zone_active_count", "rta_shrunk"]
HEADING = ["family_count", "growth", "direction_score", "life_cycle_stage"]


def strengthen_chain(facts: Facts) -> Iterator[Suggestion]:
    """强链: the zone is strong and the branch grows at least as the median leaf does."""
    median = facts.leaves["growth"].median()
    strong = facts.leaves[(facts.leaves["chain_status"] == "strong") & (facts.leaves["growth"] >= median)]
    for branch_id, leaf in strong.iterrows():
        own = _own(facts, str(branch_id))
        metrics = _numbers(leaf, *STANDING, *HEADING) | {"median_growth": median}
        yield _suggest("strengthen_chain", str(branch_id), own, metrics)


def fill_chain(facts: Facts) -> Iterator[Suggestion]:
    """补链: the zone is weak or missing at a choke point of the chain."""
    wanting = facts.wanting()
    for branch_id, leaf in wanting[wanting["is_critical"]].iterrows():
        others = facts.in_leaf(str(branch_id))
        yield _suggest("fill_chain", str(branch_id), others, _numbers(leaf, *STANDING, *HEADING))


def extend_chain(facts: Facts) -> Iterator[Suggestion]:
    """延链: the zone is weak or missing in a rising branch close to what it does well."""
    wanting, limits = facts.wanting(), facts.thresholds
    near = wanting["density"] >= limits.extension_density
    rising = wanting["direction_score"] >= limits.extension_direction
    for branch_id, leaf in wanting[near & rising & ~wanting["is_critical"]].iterrows():
        others = facts.in_leaf(str(branch_id))
        yield _suggest("extend_chain", str(branch_id), others, _numbers(leaf, *STANDING, *HEADING, "density"))


def watch_branch(facts: Facts) -> Iterator[Suggestion]:
    """观察: filings fall, from a number large enough to tell, and the branch is declining."""
    enough = facts.leaves["prior_count"] >= facts.thresholds.min_direction_families
    falling = facts.leaves[
        enough & (facts.leaves["growth"] < 0) & (facts.leaves["life_cycle_stage"] == "declining")
    ]
    for branch_id, leaf in falling.iterrows():
        metrics = _numbers(leaf, *HEADING, "recent_count", "prior_count")
        families = facts.in_leaf(str(branch_id))
        yield _suggest("watch_branch", str(branch_id), families, metrics, is_relative=False)


def _own(facts: Facts, branch_id: str) -> pd.DataFrame:
    """Active families of the zone in the leaf."""
    families = facts.in_leaf(branch_id)
    own = facts.owned.loc[facts.owned["is_own"], "family_id"]
    active: pd.DataFrame = families.loc[families.index.isin(own) & families["active"].to_numpy(dtype=bool)]
    return active


def _numbers(leaf: pd.Series, *names: str) -> dict[str, object]:
    return {name: leaf[name] for name in names}


def _suggest(
    rule: str, branch_id: str, families: pd.DataFrame, metrics: dict[str, object], *, is_relative: bool = True
) -> Suggestion:
    return Suggestion(
        "structure", rule, branch_id, len(families), best_first(families), metrics, is_relative=is_relative
    )
