"""The tables of the enterprise brief, and their columns."""

from __future__ import annotations

from corpus import tables as corpus_tables
from corpus.contract import DATE, FLAG, INTEGER, NUMBER, TEXT, TEXTS, Column, Table
from corpus.tables import pick
from navigation.effect_words import EFFECTS

ATTENTIONS = ("high", "medium", "low")
PROPOSALS = ("license", "succeed", "keep", "sell", "review", "lapse")
REASONS = (
    *("strong", "weak", "middling", "no_signal", "core", "outside_core", "no_branch"),
    *("long_term", "short_term", "term_unknown", "costly_years", "much_cited", "others_active"),
    *("in_use", "pending", "status_unknown"),
)
ENTERPRISE_COLUMNS = (
    # screening of others' rights
    Column("own_family_id", TEXT, "The enterprise's family whose text is nearest"),
    Column("similarity_cut", NUMBER, "Likeness from which a family is near: the top 1 % of chance pairs"),
    Column("owner_suit_count", INTEGER, "Families with a suit of the owner with most", "families", low=0),
    Column("assertiveness", NUMBER, "1 where an owner has sued or been sued, else 0.5", low=0, high=1),
    Column("activeness", NUMBER, "1 in force, 0.5 pending or unknown", low=0, high=1),
    Column("near_ids", TEXTS, "The near families, most exposed first"),
    Column("exposure", NUMBER, "1 − Π(1 − likeness × assertiveness × activeness)", low=0, high=1),
    Column("living_offices", TEXTS, "Offices with a member that is not known to have ended, ST.3"),
    Column("is_pct_open", FLAG, "An international application may still enter any market"),
    Column("unknown_count", INTEGER, "Families of unknown legal status", "families", low=0),
    Column("near_count", INTEGER, "Families whose texts are near the enterprise's", "families", low=0),
    Column("attention", TEXT, "How much attention the exposure asks for", allowed=ATTENTIONS),
    Column("last_expiry_date", DATE, "Latest end of term among the near families"),
    Column("next_expiry_date", DATE, "Earliest end of term among the near families"),
    Column("is_target_market", FLAG, "The roster names the office as a market of the enterprise"),
    # technology and effect
    Column("effect", TEXT, "Effect the text claims, by words", allowed=tuple(EFFECTS)),
    Column("expected_count", NUMBER, "Families if technology and effect were independent", "families", low=0),
    Column("lift", NUMBER, "Families over those expected", "ratio", low=0),
    Column("effect_growth", NUMBER, "Growth of the effect's families between the two windows", "ratio"),
    Column("is_white_spot", FLAG, "Expected ≥ 5, lift < 0.2, and branch and effect both growing"),
    # what to do with a family
    Column("proposal", TEXT, "Proposal by value signal, term and place", allowed=PROPOSALS),
    Column("proposal_reasons", TEXTS, "Why it is proposed"),
    Column("is_core", FLAG, "The family lies in a core leaf of the enterprise"),
    Column("age_years", NUMBER, "Years since the earliest priority", "years"),
)
_COLUMNS = corpus_tables.COLUMNS | {column.name: column for column in ENTERPRISE_COLUMNS}
_COLUMNS |= {
    column.name: column
    for column in (
        Column("branch_id", TEXT, "Branch of the technology breakdown"),
        Column("growth", NUMBER, "(recent − prior) / prior; NA where prior is below the least n", "ratio"),
        Column("active_count", INTEGER, "Families in force or pending", "families", low=0),
    )
}


def _table(name: str, grain: str, key: str, columns: str) -> Table:
    return Table(name, grain, tuple(key.split()), pick(_COLUMNS, columns))


RISK_FAMILY = _table(
    "risk_family",
    "a living family of others near a focal enterprise's: to be read by people, no legal advice",
    "enterprise_id family_id",
    """enterprise_id family_id branch_id own_family_id similarity similarity_cut owner_suit_count
    assertiveness activeness exposure living_offices is_pct_open""",
)
RISK_CELL = _table(
    "risk_cell",
    "others' living families in a leaf of a focal enterprise at an office",
    "enterprise_id branch_id office",
    """enterprise_id branch_id office is_target_market active_count unknown_count near_count near_ids exposure
    attention next_expiry_date last_expiry_date""",
)
WHITE_SPOT = _table(
    "white_spot",
    "a leaf and an effect: families beside those expected",
    "branch_id effect",
    "branch_id effect family_count expected_count lift growth effect_growth is_white_spot",
)
FAMILY_EFFECT = _table(
    "family_effect",
    "an effect that a family's title or abstract names",
    "family_id effect",
    "family_id effect",
)
OPERATION_PROPOSAL = _table(
    "operation_proposal",
    "what a focal enterprise might do with a living family of its own",
    "enterprise_id family_id",
    """enterprise_id family_id proposal proposal_reasons is_core age_years""",
)
ENTERPRISE_TABLES = (RISK_FAMILY, RISK_CELL, FAMILY_EFFECT, WHITE_SPOT, OPERATION_PROPOSAL)
