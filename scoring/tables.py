"""The scoring tables."""

from __future__ import annotations

from corpus import tables as corpus_tables
from corpus.contract import DATE, FLAG, INTEGER, NUMBER, TEXT, TEXTS, Column, Table
from corpus.tables import pick
from scoring.backtest_tables import BACKTEST_COLUMNS
from scoring.comparison_columns import COMPARISON_COLUMNS
from scoring.decision_columns import DECISION_COLUMNS
from scoring.portfolio_columns import PORTFOLIO_COLUMNS

INDICATOR_FLAGS = (
    "truncated",  # the citation window is not over at the cut-off
    "vendor_count",  # from the vendor's counts, self-citations not removable
    "small_cohort",  # the cohort ladder ran out above the wanted size
    "low_n",
    "growing",  # family still growing at the cut-off
    "estimated",  # part of the value is estimated
)
PORTFOLIO_KINDS = ("owner_technology", "owner_industry", "owner_pool", "university_firm")
PORTFOLIO_CLASSES = ("mature", "growing", "chain_filling", "sustaining", "observe")

COLUMNS = corpus_tables.COLUMNS | {
    column.name: column
    for column in (
        *BACKTEST_COLUMNS,
        *COMPARISON_COLUMNS,
        *DECISION_COLUMNS,
        *PORTFOLIO_COLUMNS,
        Column("indicator", TEXT, "Indicator, by its function's name"),
        Column("percentile", NUMBER, "Mid-rank percentile within the cohort", "0–100", low=0, high=100),
        Column("cohort", TEXT, "Comparison group: level, right, year and field"),
        Column("cohort_size", INTEGER, "Families of the cohort with a value", "families", low=0),
        Column("flags", TEXTS, "Cautions on the value"),
        Column("technology_sector", TEXT, "Sector of the WIPO technology field (5 sectors)"),
        Column(
            "cohort_level",
            TEXT,
            "Step of the cohort ladder that held enough families; outside_norm beside figures of others",
        ),
        Column(
            "compared_with",
            TEXT,
            "Whom the value is held against: the study's own families, those of its reference too, or the "
            "figures of others; NA where there is no value",
            allowed=("corpus", "reference", "outside_norm"),
        ),
        Column("reference", TEXT, "Folder of the study whose families serve as yardstick"),
        Column("pillar", TEXT, "Pillar of the score", allowed=("technology", "market", "legal")),
        Column(
            "weight",
            NUMBER,
            "Share of the indicator in the score, among those measured",
            "share",
            low=0,
            high=1,
        ),
        Column(
            "points",
            NUMBER,
            "What the percentile is worth: its normal score, 50 in the middle, 16.7 a standard deviation",
            "0–100",
            low=0,
            high=100,
        ),
        Column("contribution", NUMBER, "What it adds to the score: points × weight", low=0, high=100),
        Column("score", NUMBER, "Value signal: weighted mean of points", "0–100", low=0, high=100),
        Column("technology", NUMBER, "Technology pillar", "0–100", low=0, high=100),
        Column("market", NUMBER, "Market pillar", "0–100", low=0, high=100),
        Column("legal", NUMBER, "Legal pillar", "0–100", low=0, high=100),
        Column("rank", INTEGER, "Rank by score, 1 is best", low=1),
        Column("rank_low", INTEGER, "5th percentile of the rank under varied weights and noise", low=1),
        Column("rank_high", INTEGER, "95th percentile of the rank under varied weights and noise", low=1),
        Column(
            "coverage",
            NUMBER,
            "Share of the indicators' weight that could be measured",
            "share",
            low=0,
            high=1,
        ),
        Column("confidence", TEXT, "How far the score can be trusted", allowed=("high", "medium", "low")),
        Column("rule_set", TEXT, "Rule set of the high-value flags"),
        Column("rule_version", TEXT, "Version of our reading of the rule set"),
        Column("is_high_value", FLAG, "Meets at least one category; NA where undecided"),
        Column(
            "high_value_patent_count",
            INTEGER,
            "Chinese inventions in force that meet a category: the unit of the official figure",
            "patents",
            low=0,
        ),
        Column(
            "undecided_patent_count",
            INTEGER,
            "Chinese inventions that may be in force and meet a category",
            "patents",
            low=0,
        ),
        Column("in_emerging_industry", FLAG, "H1: invention of a strategic emerging industry"),
        Column("has_foreign_grant", FLAG, "H2: family member granted outside mainland China"),
        Column("maintained_over_ten_years", FLAG, "H3: in force more than ten years after filing"),
        Column("has_large_pledge", FLAG, "H4: pledge above the threshold; NA where one may be"),
        Column("has_award", FLAG, "H5: national science award or China Patent Award"),
        Column("circumstances", TEXTS, "Evidence beside the score: events, awards, standards, flags"),
        Column("portfolio_id", TEXT, "Portfolio: owner and technology, pool, or pair"),
        Column("kind", TEXT, "How the portfolio is formed", allowed=PORTFOLIO_KINDS),
        Column("owner", TEXT, "Name of the owner"),
        Column("branch_id", TEXT, "Branch of the technology breakdown"),
        Column("family_count", INTEGER, "Simple families", "families", low=0),
        Column("active_count", INTEGER, "Families in force or pending", "families", low=0),
        Column("granted_count", INTEGER, "Granted inventions in force", "families", low=0),
        Column("invention_share", NUMBER, "Share of inventions among the families", "share", low=0, high=1),
        Column(
            "expiring_share",
            NUMBER,
            "Active families whose term ends within five years",
            "share",
            low=0,
            high=1,
        ),
        Column(
            "technology_strength",
            NUMBER,
            "D1: summed and mean relevance, percentile among candidates",
            "0–100",
        ),
        Column(
            "market_strength",
            NUMBER,
            "D2: summed and mean market coverage, percentile among candidates",
            "0–100",
        ),
        Column("control_share", NUMBER, "Share of the branch's summed asset index", "share", low=0, high=1),
        Column(
            "layout_balance", NUMBER, "D4: leaves covered and balance of the families, percentile", "0–100"
        ),
        Column("legal_strength", NUMBER, "D5: remaining term and granted share, percentile", "0–100"),
        Column(
            "growth_strength",
            NUMBER,
            "D6: filings of the last complete years over active families, percentile",
            "0–100",
        ),
        Column("mean_score", NUMBER, "Mean score of the active families", "0–100"),
        Column(
            "top_share", NUMBER, "Share of its strongest family in the asset index", "share", low=0, high=1
        ),
        Column(
            "p_top",
            NUMBER,
            "Share of the samples in which it is among the first ten; NA where there are no more than ten",
            "share",
            low=0,
            high=1,
        ),
        Column("class", TEXT, "Cultivation class", allowed=PORTFOLIO_CLASSES),
        Column("weakest_dimension", TEXT, "Dimension with the lowest percentile"),
        Column("next_actions", TEXTS, "What to do next, as action codes"),
        Column("next_due_date", DATE, "Earliest of its days that cannot be made good once past"),
        Column("excluded_reason", TEXT, "Why it is set aside: a gate, a dispute; NA where it is not"),
        Column("is_candidate", FLAG, "Passes every gate"),
        Column("median_remaining_years", NUMBER, "Median remaining term of the active families", "years"),
        Column(
            "asset_index",
            NUMBER,
            "Open approximation of the Patent Asset Index: relevance × market coverage, summed",
        ),
        Column("high_value_count", INTEGER, "Families that meet a high-value category", "families", low=0),
    )
}

# The published names of these two columns carry another meaning in one other table each.
_VALUE = Column("value", NUMBER, "Value of the indicator; NA where it is undefined")
_TECHNOLOGY = Column("technology", TEXT, "Label of the technology the portfolio is about")


def _table(name: str, grain: str, key: str, columns: str, *instead: Column) -> Table:
    known = COLUMNS | {column.name: column for column in instead}
    return Table(name, grain, tuple(key.split()), pick(known, columns))


FAMILY_INDICATOR = _table(
    "family_indicator",
    "one indicator of one family",
    "family_id indicator",
    """family_id indicator value percentile cohort cohort_level cohort_size compared_with citation_source
    flags""",
    _VALUE,
)
COHORT = _table(
    "cohort",
    "the field, year and right a family is compared within",
    "family_id",
    """family_id cohort cohort_level cohort_size ip_right priority_year wipo_field
    technology_sector""",
)
REFERENCE_FAMILY = _table(
    "reference_family",
    "a family of a reference corpus, which counts in cohorts only",
    "family_id",
    "family_id reference ip_right priority_year wipo_field",
)
SCORE_CONTRIBUTION = _table(
    "score_contribution",
    "what one indicator adds to one family's score",
    "family_id indicator",
    "family_id indicator pillar percentile points weight contribution",
)
FAMILY_SCORE = _table(
    "family_score",
    "a family's score",
    "family_id",
    """family_id ip_right score technology market legal rank rank_low rank_high p_top coverage
    confidence""",
)
SCORE_COMPARISON = _table(
    "score_comparison",
    "another way to score the ranked inventions, beside ours",
    "alternative",
    "alternative rank_correlation n explanation_zh explanation_en",
)
SENSITIVITY = _table(
    "sensitivity",
    "how the ranking of inventions moves when one definition is changed",
    "switch",
    "switch kendall_tau top_k top_k_jaccard n explanation_zh explanation_en",
)
CANDIDATE = _table(
    "candidate",
    "a family with the high-value categories and circumstances it meets",
    "family_id",
    """family_id rule_set rule_version is_high_value high_value_patent_count undecided_patent_count
    in_emerging_industry has_foreign_grant
    maintained_over_ten_years has_large_pledge has_award circumstances""",
)
DEADLINE = _table(
    "deadline",
    "a day by which something is due for a living family",
    "subject_id deadline_kind",
    "subject_id deadline_kind family_id office due_date days_left deadline_rule",
)
JOINT_OWNER = _table(
    "joint_owner",
    "an owner in a pool, or in a pair of university and firm",
    "portfolio_id applicant_id",
    """portfolio_id applicant_id kind branch_id place living_count leaf_count added_count
    coverage_share coverage_gain leaf_overlap likeness feasibility match_score""",
)
PORTFOLIO_MEMBER = _table(
    "portfolio_member",
    "a family in a portfolio",
    "portfolio_id family_id",
    "portfolio_id family_id kind applicant_id branch_id owner_share excluded_reason",
)
PORTFOLIO = _table(
    "portfolio",
    "a portfolio: families of one owner or of several, in one technology or in the whole industry",
    "portfolio_id",
    """portfolio_id kind applicant_id owner is_zone_member branch_id technology is_candidate
    excluded_reason family_count active_count granted_count disputed_count invention_share
    expiring_share median_remaining_years high_value_count asset_index mean_score
    technology_strength market_strength control_share layout_balance legal_strength growth_strength
    strategy_strength critical_share top_share impact_concentration effective_families
    key_person_share score rank rank_low rank_high p_top p_top_five rank_sums
    rank_means rank_geometric rank_capped rank_five_years class weakest_dimension badges
    evidence_count absent_offices absent_branches absent_evidence next_actions next_due_date""",
    _TECHNOLOGY,
)
PORTFOLIO_DEFINITION = _table(
    "portfolio_definition",
    "the ranking of a kind of portfolio under another definition, beside the one shown",
    "kind definition",
    "kind definition candidate_count kendall_tau top_jaccard",
)
DECISION = _table(
    "decision",
    "what a person decided of a portfolio on a day",
    "decision_number",
    """decision_number study portfolio_id choice decided_by decided_on choice_note label_then
    cut_off_then score_then rank_then class_then members_then active_then""",
)
DECISION_STANDING = _table(
    "decision_standing",
    "a portfolio with the decision in force, as it was then and as it is now",
    "portfolio_id",
    """portfolio_id choice decided_by decided_on choice_note label_then standing excluded_reason
    cut_off_then score_then score rank_then rank class_then class entered_families left_families
    ended_families""",
)
BACKTEST = _table(
    "backtest",
    "how well one scorer, frozen at the end of a year, foretold one outcome",
    "outcome scorer",
    """outcome scorer ip_right freeze_date outcome_until judged_count positive_count measured_share
    verdict auc auc_low auc_high lift_at_10 lift_low lift_high capture_at_10 rank_correlation
    knows_later model is_ahead""",
)
BACKTEST_CALIBRATION = _table(
    "backtest_calibration",
    "a tenth of the families by what a scorer said, with the outcome's share in it",
    "outcome scorer decile",
    "outcome scorer decile judged_count positive_count outcome_share",
)
BACKTEST_IMPORTANCE = _table(
    "backtest_importance",
    "what an indicator counts in a learnt model that foretells an outcome better than the score",
    "outcome indicator",
    "outcome indicator importance slope",
)

TABLES = (
    REFERENCE_FAMILY,
    COHORT,
    FAMILY_INDICATOR,
    SCORE_CONTRIBUTION,
    FAMILY_SCORE,
    SCORE_COMPARISON,
    SENSITIVITY,
    CANDIDATE,
    DEADLINE,
    JOINT_OWNER,
    PORTFOLIO_MEMBER,
    PORTFOLIO,
    PORTFOLIO_DEFINITION,
    DECISION,
    DECISION_STANDING,
    BACKTEST,
    BACKTEST_CALIBRATION,
    BACKTEST_IMPORTANCE,
)
