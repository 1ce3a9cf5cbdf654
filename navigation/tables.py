"""The navigation tables."""

from __future__ import annotations

from corpus import tables as corpus_tables
from corpus.contract import FLAG, INTEGER, NUMBER, TEXT, TEXTS, Column, Table
from corpus.tables import pick
from navigation.actor_tables import ACTOR_COLUMNS, actor_tables
from navigation.change_tables import CHANGE_COLUMNS, CHANGE_TABLES
from navigation.cluster_columns import CLUSTER_COLUMNS
from navigation.enterprise_tables import ENTERPRISE_TABLES
from navigation.network_columns import NETWORK_COLUMNS

STAGES = ("upstream", "midstream", "downstream")
LIFE_CYCLE_STAGES = ("emerging", "growing", "mature", "declining", "reviving", "undetermined")
ACTOR_KINDS = ("zone", "country", "applicant", "enterprise")
CHAIN_STATUSES = ("strong", "average", "weak", "missing", "undetermined")
EVIDENCE = ("symbol", "keyword", "symbol_keyword", "similarity", "cluster")
SUGGESTION_REASONS = ("uncovered", "similarity_only")
CONFIDENCES = ("high", "medium", "low")

COLUMNS = corpus_tables.COLUMNS | {
    column.name: column
    for column in (
        # breakdown
        Column("branch_id", TEXT, "Branch of the technology breakdown"),
        Column("parent_id", TEXT, "Branch above; NA at the top"),
        Column("level", INTEGER, "Depth in the breakdown, 1 is the top", low=1),
        Column("is_leaf", FLAG, "The branch has no branch below it"),
        Column("label_zh", TEXT, "Chinese label"),
        Column("label_en", TEXT, "English label"),
        Column("stage", TEXT, "Part of the industry chain", allowed=STAGES),
        Column("is_critical", FLAG, "A choke point of the chain, as the breakdown marks it"),
        Column("is_derived", FLAG, "Made by the program from the symbols present, not by people"),
        Column("ipc_patterns", TEXTS, "Symbol patterns that include, for IPC and CPC"),
        Column("ipc_exclude_patterns", TEXTS, "Symbol patterns that exclude"),
        Column("cpc_patterns", TEXTS, "Symbol patterns that include, for CPC alone"),
        Column("keywords_zh", TEXTS, "Chinese keywords"),
        Column("keywords_en", TEXTS, "English keywords"),
        Column("keywords_exclude", TEXTS, "Words that void the keyword rule"),
        Column(
            "match",
            TEXT,
            "Whether symbol or keyword suffices, or both are needed",
            allowed=("either", "both"),
        ),
        Column("note", TEXT, "Remark of the breakdown's author"),
        Column("evidence", TEXT, "Why the family is in the branch", allowed=EVIDENCE),
        Column("matched", TEXTS, "Patterns and keywords that hit"),
        Column("is_primary", FLAG, "The family's first leaf by specificity of the rule"),
        Column(
            "share_of_cluster",
            NUMBER,
            "Families of the cluster that are in the branch",
            "share",
            low=0,
            high=1,
        ),
        *CLUSTER_COLUMNS,
        # landscape
        Column(
            "nowcast",
            NUMBER,
            "Families of an incomplete year once all are published; NA where too few are",
            "families",
            low=0,
        ),
        Column("nowcast_low", NUMBER, "Lower end of its 95 % band", "families", low=0),
        Column("nowcast_high", NUMBER, "Upper end of its 95 % band", "families", low=0),
        Column("active_count", INTEGER, "Families in force or pending", "families", low=0),
        Column("invention_count", INTEGER, "Invention families", "families", low=0),
        Column("utility_model_count", INTEGER, "Utility-model families", "families", low=0),
        Column("applicant_count", INTEGER, "Applicants with a family", "applicants", low=0),
        Column("recent_count", INTEGER, "Families of the last three complete years", "families", low=0),
        Column("prior_count", INTEGER, "Families of the three complete years before", "families", low=0),
        Column("growth", NUMBER, "(recent − prior) / prior; NA where prior is below the least n", "ratio"),
        Column(
            "recent_share",
            NUMBER,
            "Families of the last five complete years among all",
            "share",
            low=0,
            high=1,
        ),
        Column(
            "structure_shift",
            NUMBER,
            "Change of the branch's share between the two windows",
            "percentage points",
        ),
        Column("leader_shift", NUMBER, "The same among the ten largest applicants", "percentage points"),
        Column(
            "entrant_rate",
            NUMBER,
            "Applicants of the recent window that are new to the branch",
            "share",
            low=0,
            high=1,
        ),
        Column("collaboration_rate", NUMBER, "Families with two or more applicants", "share", low=0, high=1),
        Column(
            "operation_rate",
            NUMBER,
            "Families with a transfer, licence, pledge or suit per 100 active",
            "per 100",
        ),
        Column(
            "direction_score",
            NUMBER,
            "Mean percentile of growth, leaders' shift, entrants and operation",
            "0–1",
            low=0,
            high=1,
        ),
        Column(
            "life_cycle_stage", TEXT, "Stage by the applicant–application diagram", allowed=LIFE_CYCLE_STAGES
        ),
        Column("cr4", NUMBER, "Share of the four largest owners", "share", low=0, high=1),
        Column("hhi", NUMBER, "Herfindahl–Hirschman index", "0–1", low=0, high=1),
        Column("effective_owners", NUMBER, "1 / HHI", "owners"),
        Column(
            "foreign_share", NUMBER, "Active home patents whose first owner is abroad", "share", low=0, high=1
        ),
        Column("mean_score", NUMBER, "Mean score of the active families", "0–100"),
        Column("top_decile_count", INTEGER, "Families in the best tenth by score", "families", low=0),
        Column("actor_kind", TEXT, "Kind of actor", allowed=ACTOR_KINDS),
        Column("actor_id", TEXT, "Actor: country, applicant, enterprise or the zone"),
        Column("actor_label", TEXT, "Actor's name for people"),
        Column("fractional_count", NUMBER, "Families by fractional count", "families", low=0),
        Column("branch_share", NUMBER, "Share of the branch's families, fractional", "share", low=0, high=1),
        Column("rta", NUMBER, "Revealed technology advantage", "ratio"),
        Column("rta_shrunk", NUMBER, "The same, shrunk towards 1 for small counts", "ratio"),
        Column(
            "density",
            NUMBER,
            "Relatedness of the branch to those in which the zone is specialised",
            "0–1",
            low=0,
            high=1,
        ),
        Column("control_share", NUMBER, "Share of the branch's summed asset index", "share", low=0, high=1),
        Column(
            "chain_status",
            TEXT,
            "Standing in the chain: strong, average, weak, missing",
            allowed=CHAIN_STATUSES,
        ),
        Column("is_within_sample", FLAG, "Compared within the exports only, no outside reference"),
        Column("destination", TEXT, "Office where a member was filed, ST.3"),
        Column("rank_in_branch", INTEGER, "Place among the branch's applicants by families", low=1),
        Column("leader_count", INTEGER, "Families of the branch's largest applicant", "families", low=0),
        Column("missing_offices", TEXTS, "Offices where rivals are active and the actor is not"),
        *NETWORK_COLUMNS,
        *CHANGE_COLUMNS,
        *ACTOR_COLUMNS,
        # suggestions
        Column("why", TEXT, "Why it is suggested", allowed=SUGGESTION_REASONS),
        Column("outside_count", INTEGER, "Families of the cluster that no rule reaches", "families", low=0),
        # review of the search
        Column("check_set", TEXT, "What was checked", allowed=("precision", "recall")),
        Column("n", INTEGER, "Families behind it", "families", low=0),
        Column("hits", INTEGER, "Families judged relevant, or found", "families", low=0),
        Column("rate", NUMBER, "hits / n", "share", low=0, high=1),
        Column("rate_low", NUMBER, "Lower end of the Wilson 95 % interval", "share", low=0, high=1),
        Column("rate_high", NUMBER, "Upper end of the Wilson 95 % interval", "share", low=0, high=1),
        Column("least", NUMBER, "What the lower end must reach", "share", low=0, high=1),
        Column("is_passed", FLAG, "The lower end reaches it"),
        # recommendations
        Column("recommendation_id", TEXT, "Recommendation: rule, branch and subject"),
        Column(
            "module",
            TEXT,
            "Path it belongs to",
            allowed=("structure", "enterprise", "talent", "technology", "operation"),
        ),
        Column("rule", TEXT, "Rule that made it"),
        Column("subject_id", TEXT, "Applicant, application or family it is about; NA where it is the branch"),
        Column("subject_label", TEXT, "Its name for people"),
        Column("metrics", TEXT, "The numbers behind it, as JSON"),
        Column("confidence_word", TEXT, "How far it can be trusted", allowed=CONFIDENCES),
        Column("evidence_ids", TEXTS, "Families behind it, at most twenty"),
    )
}


def _table(name: str, grain: str, key: str, columns: str) -> Table:
    return Table(name, grain, tuple(key.split()), pick(COLUMNS, columns))


BRANCH = _table(
    "branch",
    "a node of the technology breakdown",
    "branch_id",
    """branch_id parent_id level is_leaf label_zh label_en stage is_critical is_derived ipc_patterns
    ipc_exclude_patterns cpc_patterns keywords_zh keywords_en keywords_exclude match note
    cluster_id""",
)
TEXT_EMBEDDING = _table(
    "text_embedding",
    "a family's text under one encoder",
    "family_id",
    "family_id encoder text_digest text_language has_abstract vector",
)
CLUSTER_ASSIGNMENT = _table(
    "cluster_assignment",
    "a family's place on the map",
    "family_id",
    "family_id cluster_id field_id topic_id confidence stability is_by_text x y",
)
PREVIOUS_ASSIGNMENT = _table(
    "previous_assignment",
    "a family's place on the map of the run before",
    "family_id",
    "family_id cluster_id field_id topic_id is_by_text x y",
)
PREVIOUS_CLUSTER = _table(
    "previous_cluster",
    "a technology cluster of the run before",
    "cluster_id",
    "cluster_id label_zh label_en",
)
CLUSTER_RUN = _table(
    "cluster_run",
    "this run's division: what it depends on, and whether it is anew",
    "input_digest",
    "input_digest settings_digest is_reclustered last_cluster last_field",
)
CLUSTER_LINEAGE = _table(
    "cluster_lineage",
    "a cluster of this run or the one before",
    "cluster_id",
    "cluster_id change came_from went_to family_count previous_count common_count",
)
CLUSTER_GROUP = _table(
    "cluster_group",
    "a field of clusters, or a topic within one",
    "node_id",
    """node_id tier home_id label_zh label_en terms terms_en ipc family_count exemplars
    language_share stability x y""",
)
CLUSTER_CHECK = _table(
    "cluster_check",
    "how far the clusters can be trusted: one row",
    "encoder",
    """encoder cluster_count family_count placed_share textless_count stability mean_confidence
    chinese_share language_split is_split_by_language""",
)
CLUSTER = _table(
    "cluster",
    "a technology cluster",
    "cluster_id",
    """cluster_id field_id label_zh label_en terms terms_en ipc family_count exemplars
    language_share stability x y""",
)
BRANCH_ASSIGNMENT = _table(
    "branch_assignment",
    "a family in a branch, with the evidence for it; parents inherit",
    "family_id branch_id",
    "family_id branch_id is_leaf is_primary evidence matched confidence confidence_word",
)
FILING_TREND = _table(
    "filing_trend",
    "a branch and origin in a priority year; branch * is the whole corpus, origin * all",
    "branch_id origin priority_year",
    """branch_id origin priority_year family_count invention_count utility_model_count
    applicant_count is_complete nowcast nowcast_low nowcast_high""",
)
BRANCH_PROFILE = _table(
    "branch_profile",
    "a branch: size, growth, stage, concentration, quality; branch * is the whole corpus",
    "branch_id",
    """branch_id family_count active_count applicant_count recent_count prior_count growth
    recent_share structure_shift leader_shift entrant_rate collaboration_rate operation_rate
    direction_score life_cycle_stage cr4 hhi effective_owners foreign_share mean_score
    top_decile_count""",
)
POSITION = _table(
    "position",
    "an actor in a branch; branch * is the whole corpus",
    "branch_id actor_kind actor_id",
    """branch_id actor_kind actor_id actor_label family_count fractional_count active_count
    branch_share rta rta_shrunk mean_score top_decile_count control_share rank_in_branch
    chain_status density is_within_sample""",
)
OFFICE_FLOW = _table(
    "office_flow",
    "families of an origin that reached an office",
    "branch_id origin destination",
    "branch_id origin destination family_count active_count",
)
GAP = _table(
    "gap",
    "what a focal enterprise lacks in a branch against the leaders",
    "branch_id enterprise_id",
    """branch_id enterprise_id family_count active_count leader_count rank_in_branch growth
    missing_offices""",
)
COLLABORATION = _table(
    "collaboration",
    "a pair of applicants with joint families",
    "applicant_id partner_id",
    """applicant_id partner_id family_count first_year last_year group_number group_size broker_id""",
)
NODE_SUGGESTION = _table(
    "node_suggestion",
    "a cluster that the breakdown does not cover: a branch to think of",
    "cluster_id",
    "cluster_id label_zh label_en terms terms_en ipc family_count outside_count why branch_id",
)
RETRIEVAL_QUALITY = _table(
    "retrieval_quality",
    "a check of the search by people: its precision or its recall",
    "check_set",
    "check_set n hits rate rate_low rate_high least is_passed",
)
CO_INVENTION = _table(
    "co_invention",
    "a pair of inventors with two or more joint families under one applicant",
    "inventor_name partner_name applicant_id",
    """inventor_name partner_name applicant_id family_count first_year last_year group_number group_size
    broker_name""",
)
MAIN_PATH = _table(
    "main_path",
    "a link on the key routes of the citation network",
    "cited_family_id citing_family_id",
    """cited_family_id citing_family_id traversal_count traversal_share key_route is_key link_count
    broken_count""",
)
COOCCURRENCE = _table(
    "cooccurrence",
    "a pair of IPC subclasses that stand together in families",
    "subclass partner_subclass",
    "subclass partner_subclass family_count equivalence",
)
TECHNOLOGY_THEME = _table(
    "technology_theme",
    "a group of IPC subclasses tied by families that hold several of them",
    "theme_id",
    "theme_id label_zh label_en subclasses family_count link_centrality link_density quadrant",
)
RECOMMENDATION = _table(
    "recommendation",
    "one recommendation with the rule and the numbers behind it",
    "recommendation_id",
    """recommendation_id module rule branch_id subject_id subject_label metrics n confidence_word
    evidence_ids""",
)
PLACE, OWNER_SHIFT, ENTRANT, INVENTOR_TEAM, ATTRACTION, SCREEN = actor_tables(COLUMNS)
TABLES = (
    BRANCH,
    TEXT_EMBEDDING,
    PREVIOUS_ASSIGNMENT,
    PREVIOUS_CLUSTER,
    CLUSTER_RUN,
    CLUSTER_ASSIGNMENT,
    CLUSTER_LINEAGE,
    CLUSTER,
    CLUSTER_GROUP,
    CLUSTER_CHECK,
    BRANCH_ASSIGNMENT,
    FILING_TREND,
    BRANCH_PROFILE,
    POSITION,
    OFFICE_FLOW,
    GAP,
    NODE_SUGGESTION,
    RETRIEVAL_QUALITY,
    COLLABORATION,
    CO_INVENTION,
    MAIN_PATH,
    COOCCURRENCE,
    TECHNOLOGY_THEME,
    RECOMMENDATION,
    *(PLACE, OWNER_SHIFT, ENTRANT, INVENTOR_TEAM, ATTRACTION, SCREEN),
    *ENTERPRISE_TABLES,
    *CHANGE_TABLES,
)
