"""Columns of the tables of names, and the words some of them are limited to."""

from __future__ import annotations

from corpus.contract import DATE, FLAG, INTEGER, NUMBER, TEXT, TEXTS, Column

ROLES = ("applicant", "owner", "inventor")
APPLICANT_KINDS = ("company", "university", "institute", "hospital", "government", "person", "other")
ENTERPRISE_ROLES = ("focal", "rival", "partner", "peer")
ZONE_STATUSES = ("member", "former", "future")
DECISIONS = ("accept", "reject")
MERGERS = ("same", "rename", "english")
RELATIONS = (*MERGERS, "subsidiary")

PARTY_COLUMNS = (
    Column("role", TEXT, "Role of the name on the publication", allowed=ROLES),
    Column("sequence", INTEGER, "Place in the list, from 1", low=1),
    Column("name", TEXT, "Name, as printed or as displayed"),
    Column("applicant_id", TEXT, "Harmonised organisation or person"),
    Column("applicant_kind", TEXT, "Kind of applicant", allowed=APPLICANT_KINDS),
    Column("aliases", TEXTS, "Other names of the same"),
    Column("country", TEXT, "Country, ST.3"),
    Column("enterprise_id", TEXT, "Organisation named in the study"),
    Column("credit_code", TEXT, "Unified social credit code (统一社会信用代码)"),
    Column("is_zone_member", FLAG, "The roster places it in the zone"),
    Column(
        "share",
        NUMBER,
        "Fractional share by original applicants, 1 per family in all",
        "share",
        low=0,
        high=1,
    ),
    Column(
        "owner_share",
        NUMBER,
        "Fractional share by current owners, 1 per family in all",
        "share",
        low=0,
        high=1,
    ),
    Column("other_applicant_id", TEXT, "The applicant it may be the same as"),
    Column("similarity", NUMBER, "Likeness of two names or texts", "0–1", low=0, high=1),
    Column("name_en", TEXT, "English name"),
    Column("enterprise_role", TEXT, "Its part in the study", allowed=ENTERPRISE_ROLES),
    Column("group_id", TEXT, "Enterprise that controls it"),
    Column("region", TEXT, "Region as the roster names it"),
    Column("valid_from", DATE, "First day the row of the roster or of names.csv holds"),
    Column("valid_to", DATE, "Last day the row of the roster or of names.csv holds"),
    Column("target_markets", TEXTS, "Offices of the markets it sells in or will enter, ST.3"),
    Column("zone_status", TEXT, "Membership of the zone at the cut-off", allowed=ZONE_STATUSES),
    # decisions of a person, and what they rest on
    Column("other_name", TEXT, "The name that is merged into the first, or belongs to its group"),
    Column("decision", TEXT, "What a person decided", allowed=DECISIONS),
    Column(
        "relation",
        TEXT,
        "What a name is to its applicant, other than printed",
        allowed=(*RELATIONS, "roster", "alias"),
    ),
    Column("decision_note", TEXT, "Remark of the person who decided"),
    Column("support", INTEGER, "Families or publications that speak for it", low=0),
    Column("shared_inventor_count", INTEGER, "Inventors' names that both print", "names", low=0),
    Column("joint_publication_count", INTEGER, "Publications that name both", "publications", low=0),
    Column("mention_count", INTEGER, "Publications that print it", "publications", low=0),
    Column("is_used", FLAG, "An export prints it, in this or another spelling of the same"),
    Column("first_seen", DATE, "Earliest publication that prints it"),
    Column("last_seen", DATE, "Latest publication that prints it"),
    Column("inventor_id", TEXT, "An inventor's name at one applicant or group"),
    Column("family_count", INTEGER, "Simple families", "families", low=0),
    Column("first_filing_year", INTEGER, "Year of the earliest filing", low=1800, high=2200),
    Column("last_filing_year", INTEGER, "Year of the latest filing", low=1800, high=2200),
)
