"""Columns of the tables about networks: joint applicants and inventors, main paths, themes."""

from __future__ import annotations

from corpus.contract import FLAG, INTEGER, NUMBER, TEXT, TEXTS, Column

QUADRANTS = ("motor", "specialised", "basic", "marginal")

NETWORK_COLUMNS = (
    Column("partner_id", TEXT, "The applicant it has joint families with"),
    Column("first_year", INTEGER, "Priority year of the first joint family", low=1800, high=2200),
    Column("last_year", INTEGER, "Priority year of the last joint family", low=1800, high=2200),
    Column("group_number", INTEGER, "Group of applicants tied by joint families, 1 is the largest", low=1),
    Column("group_size", INTEGER, "Applicants in the group", "applicants", low=2),
    Column("broker_id", TEXT, "The one of the pair that more of the group's shortest ways lead through"),
    Column(
        "traversal_count",
        NUMBER,
        "Ways from any source to any sink over the link (SPC); NA beyond 2^40",
        "ways",
        low=1,
    ),
    Column("traversal_share", NUMBER, "Share of all ways that go over the link", "share", low=0, high=1),
    Column("key_route", INTEGER, "Heaviest key route the link lies on, 1 is the first", low=1),
    Column("is_key", FLAG, "One of the ten heaviest links, from which a key route starts"),
    Column("link_count", INTEGER, "Links between families of the corpus that counted", "links", low=0),
    Column(
        "broken_count",
        INTEGER,
        "Links left out because they close a circle against the order of dates",
        "links",
        low=0,
    ),
    Column("inventor_name", TEXT, "Inventor as the exports print the name"),
    Column("partner_name", TEXT, "The inventor of joint families"),
    Column("broker_name", TEXT, "The one of the pair that more of the group's shortest ways cross"),
    Column("partner_subclass", TEXT, "The other IPC subclass"),
    Column("theme_id", TEXT, "Technology theme: subclasses that stand together in families"),
    Column("subclasses", TEXTS, "IPC subclasses of the theme, commonest first"),
    Column(
        "equivalence",
        NUMBER,
        "c² / (n₁ n₂): joint families squared over the product of both sizes",
        "0–1",
        low=0,
        high=1,
    ),
    Column("link_centrality", NUMBER, "Sum of equivalences with other themes (Callon)", low=0),
    Column(
        "link_density",
        NUMBER,
        "Sum of equivalences within the theme over its subclasses (Callon); NA for one subclass",
        low=0,
    ),
    Column(
        "quadrant",
        TEXT,
        "Quadrant of the strategic diagram, split at the medians",
        allowed=QUADRANTS,
    ),
)
