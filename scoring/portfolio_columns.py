"""Columns of the tables about portfolios, their owners and their deadlines."""

from __future__ import annotations

from corpus.contract import DATE, INTEGER, NUMBER, TEXT, TEXTS, Column

DEADLINE_KINDS = (
    "priority_abroad",  # to file abroad with the priority
    "national_phase",  # to enter countries from an international application
    "national_phase_late",  # to enter China, for a surcharge
    "annual_fee",  # the next annual fee
    "fee_grace_end",  # the fee that is overdue, with its surcharge
    "expiry",  # the last day of the term
)
DEFINITIONS = ("sums", "means", "geometric", "capped", "five_years")

PORTFOLIO_COLUMNS = (
    Column(
        "p_top_five",
        NUMBER,
        "Share of the samples in which it is among the first five; NA where there are no more than five",
        "share",
        low=0,
        high=1,
    ),
    Column("rank_sums", INTEGER, "Rank by sums alone, which favours large owners", low=1),
    Column("rank_means", INTEGER, "Rank by means alone, without regard to size", low=1),
    Column("rank_geometric", INTEGER, "Rank by geometric mean, which punishes a weak side", low=1),
    Column("rank_capped", INTEGER, "Rank with its families' measures capped at the 95th percentile", low=1),
    Column("rank_five_years", INTEGER, "Rank with citations of the first five years alone", low=1),
    Column("strategy_strength", NUMBER, "D7: share of families in critical branches, percentile", "0–100"),
    Column("critical_share", NUMBER, "Active families in critical branches", "share", low=0, high=1),
    Column("badges", TEXTS, "D8: kinds of evidence on record for its families; no part of the score"),
    Column("evidence_count", INTEGER, "Families with evidence on record", "families", low=0),
    Column("disputed_count", INTEGER, "Families set aside for a pending dispute", "families", low=0),
    Column("absent_offices", TEXTS, "Offices where comparable families are filed and none of it is"),
    Column("absent_branches", TEXTS, "Leaves of its technology without a living family"),
    Column("absent_evidence", TEXTS, "Kinds of evidence that are not on record"),
    Column(
        "impact_concentration",
        NUMBER,
        "Herfindahl index of the asset index over its families",
        "0–1",
        low=0,
        high=1,
    ),
    Column("effective_families", NUMBER, "Families of equal weight that concentration amounts to", low=1),
    Column(
        "key_person_share",
        NUMBER,
        "Share of its families that name its most frequent inventor",
        "share",
        low=0,
        high=1,
    ),
    Column("coverage_share", NUMBER, "Leaves of the technology that the owners cover together", "share"),
    Column(
        "coverage_gain",
        NUMBER,
        "Leaves that joining adds: to a pool's widest owner, to a pair's firm",
        "share",
    ),
    Column("leaf_overlap", NUMBER, "Leaves that more than one owner covers, of those covered", "share"),
    Column("likeness", NUMBER, "Cosine of the two owners' families by leaf", "0–1", low=0, high=1),
    Column("feasibility", NUMBER, "Share of the university's families ready to transfer; ties", "0–1"),
    Column("match_score", NUMBER, "Match of university and firm", "0–100", low=0, high=100),
    Column("place", INTEGER, "Place in the order in which owners were chosen, from 1", low=1),
    Column("living_count", INTEGER, "Its families that are alive in the technology", "families", low=0),
    Column("leaf_count", INTEGER, "Leaves of the technology it covers", "leaves", low=0),
    Column("added_count", INTEGER, "Leaves it adds to those chosen before it", "leaves", low=0),
    Column("subject_id", TEXT, "Applicant, application or family it is about; NA where it is the branch"),
    Column("deadline_kind", TEXT, "What has to be done by the day", allowed=DEADLINE_KINDS),
    Column("due_date", DATE, "Last day, before any shift from a holiday"),
    Column("days_left", INTEGER, "Days from the cut-off to the last day", "days", low=0),
    Column("deadline_rule", TEXT, "Rule the day follows from"),
    Column("definition", TEXT, "What was computed otherwise", allowed=DEFINITIONS),
    Column("candidate_count", INTEGER, "Portfolios ranked", "portfolios", low=0),
    Column("top_jaccard", NUMBER, "Overlap of the first ten with those shown", "0–1", low=0, high=1),
)
