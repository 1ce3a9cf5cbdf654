"""The thresholds of the landscape and of the recommendations; a study may set others."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Thresholds:
    """Least counts, windows and cuts. Shares and rates are 0–1, windows in years.

    Parameters
    ----------
    min_n
        Least families (or applicants) behind a rate; below it the rate is NA.
    min_n_rta
        Least families of an actor for its revealed technology advantage.
    min_direction_families
        Least families for a direction score and a life-cycle stage.
    min_owners
        Least owners for a concentration index.
    window_years, recent_years
        Length of the two growth windows, and of the window of recent activity.
    leaders
        How many of the largest applicants are the leaders.
    min_leader_families
        Least families the leaders together filed in each window before their shift is told.
    life_cycle_tolerance
        Relative change of a 3-year mean that still counts as none.
    emerging_families
        Families a year up to which a branch that was never larger is emerging.
    min_completeness
        Share already published below which a year is not extrapolated.
    rta_shrinkage
        Families of average profile added to an actor before its shrunk advantage is taken.
    max_actor_share
        Share of the corpus above which an actor is taken out of its own reference.
    missing_actor_families, missing_reference_families
        Missing in the chain: fewer than the first here, at least the second in the reference.
    weak_rta, strong_rta, strong_families
        Cuts of the shrunk advantage for weak and strong, and least families for strong.
    top_applicants
        Applicants listed per branch.
    min_rivals
        Least rivals at an office before its lack is a gap.
    extension_density, extension_direction
        Least relatedness and direction score for extending the chain.
    dominance
        Share from which universities and institutes dominate a branch.
    active_teams
        Applicants of the zone needed before a branch is left to its own research.
    young_years
        Greatest mean age of an enterprise's families for cultivation.
    pool_gain
        Least gain of coverage from joining two owners.
    pledge_years
        Least remaining term of a patent proposed for a pledge.
    subjects_per_branch
        Most subjects one rule names in a branch.
    min_precision, min_recall
        Lower ends of the confidence intervals that retrieval must reach.
    """

    min_n: int = 5
    min_n_rta: int = 10
    min_direction_families: int = 10
    min_owners: int = 5
    window_years: int = 3
    recent_years: int = 5
    leaders: int = 10
    min_leader_families: int = 20
    life_cycle_tolerance: float = 0.10
    emerging_families: float = 5.0
    min_completeness: float = 0.30
    rta_shrinkage: float = 20.0
    max_actor_share: float = 0.05
    missing_actor_families: int = 2
    missing_reference_families: int = 50
    weak_rta: float = 0.8
    strong_rta: float = 1.2
    strong_families: int = 10
    top_applicants: int = 20
    min_rivals: int = 2
    extension_density: float = 0.5
    extension_direction: float = 0.6
    dominance: float = 0.5
    active_teams: int = 3
    young_years: float = 6.0
    pool_gain: float = 0.15
    pledge_years: float = 5.0
    subjects_per_branch: int = 3
    min_precision: float = 0.85
    min_recall: float = 0.80
