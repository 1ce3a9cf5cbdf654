"""Columns of the tables about vectors, clusters and their lineage."""

from __future__ import annotations

from corpus.contract import FLAG, INTEGER, NUMBER, TEXT, TEXTS, VECTOR, Column

TIERS = ("field", "topic")
CHANGES = ("kept", "split", "merged", "new", "vanished")

CLUSTER_COLUMNS = (
    # map
    Column("encoder", TEXT, "Encoder that made the vector"),
    Column("text_digest", TEXT, "Digest of the text that was embedded"),
    Column("has_abstract", FLAG, "The text that was embedded holds an abstract, not a title alone"),
    Column("vector", VECTOR, "Text as a unit vector"),
    Column("cluster_id", TEXT, "Technology cluster"),
    Column("field_id", TEXT, "Field: a group of clusters that are alike"),
    Column("topic_id", TEXT, "Topic within the cluster; NA where the cluster has but one"),
    Column("node_id", TEXT, "A field or a topic"),
    Column("tier", TEXT, "Above the clusters or within them", allowed=TIERS),
    Column("home_id", TEXT, "Cluster the topic is in; NA for a field"),
    Column(
        "confidence",
        NUMBER,
        "How surely the family belongs there; NA where rules decide",
        "0–1",
        low=0,
        high=1,
    ),
    Column(
        "stability",
        NUMBER,
        "How much of the cluster stays together when a tenth of the ties is dropped",
        "0–1",
        low=0,
        high=1,
    ),
    Column("is_by_text", FLAG, "Placed by its text; else by its symbols, or not at all"),
    # lineage of clusters
    Column("input_digest", TEXT, "Digest of texts, encoder, settings and method of a division"),
    Column("settings_digest", TEXT, "Digest of the settings that ask for a division"),
    Column("is_reclustered", FLAG, "Divided anew though there was a run before"),
    Column("last_cluster", INTEGER, "Highest number of a cluster in the runs before", low=0),
    Column("last_field", INTEGER, "Highest number of a field in the runs before", low=0),
    Column("change", TEXT, "What became of the cluster since the run before", allowed=CHANGES),
    Column("came_from", TEXTS, "Other clusters a fifth or more of its families were in, most first"),
    Column("went_to", TEXTS, "Other clusters a fifth or more of its families are in now, most first"),
    Column("previous_count", INTEGER, "Simple families in the run before", "families", low=0),
    Column("common_count", INTEGER, "Families in the cluster in both runs", "families", low=0),
    Column("cluster_count", INTEGER, "Technology clusters", "clusters", low=0),
    Column("placed_share", NUMBER, "Families that have a cluster", "share", low=0, high=1),
    Column("textless_count", INTEGER, "Families without any text", "families", low=0),
    Column("mean_confidence", NUMBER, "Mean confidence of the families", "0–1", low=0, high=1),
    Column("chinese_share", NUMBER, "Texts embedded that are Chinese", "share", low=0, high=1),
    Column(
        "language_split",
        NUMBER,
        "Information that language and cluster share (V-measure)",
        "0–1",
        low=0,
        high=1,
    ),
    Column("is_split_by_language", FLAG, "Warning: clusters follow language, not technology alone"),
    Column("x", NUMBER, "Place on the map, horizontal"),
    Column("y", NUMBER, "Place on the map, vertical"),
    Column("terms", TEXTS, "Terms that set the cluster apart, best first, in the study's language"),
    Column("terms_en", TEXTS, "The same from English texts"),
    Column("exemplars", TEXTS, "Families nearest the centre"),
    Column("family_count", INTEGER, "Simple families", "families", low=0),
    Column("language_share", NUMBER, "Share of families with Chinese text", "share", low=0, high=1),
)
