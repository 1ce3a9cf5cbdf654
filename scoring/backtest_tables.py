"""Tables of the back-test."""

from __future__ import annotations

from corpus.contract import DATE, FLAG, INTEGER, NUMBER, TEXT, Column

SCORERS = (
    *("score", "technology", "market", "legal", "forward_citations", "citations_per_year"),
    *("family_size", "claim_count", "quality_4", "vendor_value", "learnt"),
)
OUTCOMES = (
    *("highly_cited", "highly_cited_of_year", "granted", "maintained", "past_year_ten", "transferred"),
    *("licensed", "pledged", "litigated", "extended_abroad"),
)
VERDICTS = ("predicts", "nothing", "opposite", "too_few")

BACKTEST_COLUMNS = (
    Column("outcome", TEXT, "What came true after the freeze, or did not", allowed=OUTCOMES),
    Column("scorer", TEXT, "What foretold it: the score, a pillar, or a plain number", allowed=SCORERS),
    Column("freeze_date", DATE, "Last day known to the scorer"),
    Column("outcome_until", DATE, "Last day on which the outcome was looked for"),
    Column("judged_count", INTEGER, "Families of which the outcome is known", "families", low=0),
    Column("positive_count", INTEGER, "Families for which it came true", "families", low=0),
    Column("measured_share", NUMBER, "Families the scorer says anything of", "share", low=0, high=1),
    Column(
        "verdict",
        TEXT,
        "Whether it foretold: its interval lies above chance, holds chance, lies below; or too few cases",
        allowed=VERDICTS,
    ),
    Column(
        "auc", NUMBER, "Chance that a family with the outcome scored above one without", "0–1", low=0, high=1
    ),
    Column("auc_low", NUMBER, "5th percentile of auc under the bootstrap", "0–1", low=0, high=1),
    Column("auc_high", NUMBER, "95th percentile of auc under the bootstrap", "0–1", low=0, high=1),
    Column(
        "lift_at_10", NUMBER, "Share of the outcome in the first tenth over its share in all", "times", low=0
    ),
    Column("lift_low", NUMBER, "5th percentile of lift_at_10 under the bootstrap", "times", low=0),
    Column("lift_high", NUMBER, "95th percentile of lift_at_10 under the bootstrap", "times", low=0),
    Column(
        "capture_at_10", NUMBER, "Part of all positives that stand in the first tenth", "share", low=0, high=1
    ),
    Column(
        "rank_correlation",
        NUMBER,
        "Spearman's correlation with the later citations; NA for other outcomes",
        low=-1,
        high=1,
    ),
    Column("knows_later", FLAG, "The scorer is of today and so knows what came later"),
    Column("model", TEXT, "Kind of the learnt model", allowed=("logistic", "boosted")),
    Column(
        "is_ahead", FLAG, "The learnt model foretells better than the score, beyond chance; NA for others"
    ),
    Column(
        "decile", INTEGER, "Tenth of the families by what the scorer says, 10 is the highest", low=1, high=10
    ),
    Column("outcome_share", NUMBER, "Share of the families for which it came true", "share", low=0, high=1),
    Column(
        "importance",
        NUMBER,
        "Area under the curve lost when the indicator is shuffled",
        "auc",
        low=-1,
        high=1,
    ),
    Column(
        "slope",
        NUMBER,
        "Change of the mean chance as the indicator goes from its 10th to its 90th percentile",
        "share",
        low=-1,
        high=1,
    ),
)
