"""The corpus tables, and the columns that all rooms share.

Each column is described once, in `COLUMNS`; a table is a list of their names. Columns of
bibliographic data cite the INID code of WIPO ST.9 where there is one.
"""

from __future__ import annotations

from corpus.citation_columns import CITATION_COLUMNS
from corpus.contract import DATE, FLAG, INTEGER, NUMBER, TEXT, TEXTS, Column, Table
from corpus.event_columns import EVENT_COLUMNS, STATED_EVENT_COLUMNS
from corpus.intake_columns import INTAKE_COLUMNS
from corpus.party_columns import PARTY_COLUMNS

IP_RIGHTS = ("invention", "utility_model", "design")
LEGAL_STATUSES = (
    "pending",
    "in_force",
    "grace",
    "lapsed",
    "expired",
    "withdrawn",
    "abandoned",
    "refused",
    "revoked",
    "pct_pending",
    "pct_ended",
)
SCHEMES = ("IPC", "CPC", "LOCARNO", "FI")
CITATION_SOURCES = ("links", "vendor_family_count", "vendor_count")

COLUMNS = {
    column.name: column
    for column in (
        *INTAKE_COLUMNS,
        *EVENT_COLUMNS,
        # documents
        Column(
            "publication_number",
            TEXT,
            "Office (ST.3), number and kind (ST.16) of a publication, no blanks (INID 11)",
        ),
        Column("office", TEXT, "Office of publication, ST.3 (INID 19)"),
        Column("kind_code", TEXT, "Kind of document, ST.16 (INID 13)"),
        Column("application_id", TEXT, "Application: its number, else office and number of the publication"),
        Column("application_number", TEXT, "Office and number of the application (INID 21)"),
        Column("parent_application_number", TEXT, "Application it was divided from (INID 62)"),
        Column("filing_date", DATE, "Filing date (INID 22)"),
        Column("publication_date", DATE, "Publication date (INID 43, 45)"),
        Column("first_publication_date", DATE, "Earliest publication of the application or family"),
        Column("grant_date", DATE, "Date of grant (INID 45)"),
        Column(
            "expiry_date",
            DATE,
            "Last day the right can be in force: vendor's, else computed by the term rules",
        ),
        Column("vendor_expiry_date", DATE, "Expiry date as the vendor states it"),
        Column("lapse_date", DATE, "Day the right ended before its term, as the vendor states it"),
        Column("ip_right", TEXT, "Kind of right", allowed=IP_RIGHTS),
        Column("is_granted", FLAG, "A right was granted"),
        Column("is_active", FLAG, "In force or pending at the cut-off; NA where the status is unknown"),
        Column("is_in_force", FLAG, "Granted and in force at the cut-off; NA where the status is unknown"),
        Column("title", TEXT, "Title, Chinese where the exports hold one (INID 54)"),
        Column("title_en", TEXT, "English title, original or translated"),
        Column("abstract", TEXT, "Abstract, Chinese where the exports hold one (INID 57)"),
        Column("abstract_en", TEXT, "English abstract, original or translated"),
        Column("first_claim", TEXT, "First claim"),
        Column("legal_status", TEXT, "Legal status at the cut-off", allowed=LEGAL_STATUSES),
        Column("legal_status_text", TEXT, "Legal status as the vendor wrote it"),
        Column("simple_status_text", TEXT, "Simple legal status as the vendor wrote it"),
        Column("document_type_text", TEXT, "Kind of document as the vendor wrote it"),
        Column(
            "events",
            TEXTS,
            "Events named by the vendor: transfer, licence, pledge, litigation, invalidation, …",
        ),
        Column("transfer_count", INTEGER, "Transfers", "events", low=0),
        Column("licence_count", INTEGER, "Licences", "events", low=0),
        Column("pledge_count", INTEGER, "Pledges", "events", low=0),
        Column("litigation_count", INTEGER, "Lawsuits", "events", low=0),
        Column("claim_count", INTEGER, "Claims", "claims", low=0),
        Column("independent_claim_count", INTEGER, "Independent claims", "claims", low=0),
        Column("page_count", INTEGER, "Pages of the document", "pages", low=0),
        Column("applicants", TEXTS, "Applicants as printed (INID 71)"),
        Column("owners", TEXTS, "Current owners as printed (INID 73)"),
        Column("inventors", TEXTS, "Inventors as printed (INID 72)"),
        Column("applicant_types", TEXTS, "Kinds of the owners as the vendor wrote them"),
        Column("credit_codes", TEXTS, "Unified social credit codes of the owners (统一社会信用代码)"),
        Column("applicant_address", TEXT, "Address of the first applicant"),
        Column("applicant_country", TEXT, "Country of the first applicant, ST.3"),
        Column("applicant_province", TEXT, "Province of the first applicant"),
        Column("applicant_city", TEXT, "City of the first applicant"),
        Column("applicant_district", TEXT, "District of the first applicant"),
        Column("ipc_main", TEXT, "Main IPC symbol (INID 51)"),
        Column("ipc", TEXTS, "IPC symbols, canonical form A61K31/00 (INID 51)"),
        Column("cpc", TEXTS, "CPC symbols, canonical form (INID 52)"),
        Column("locarno", TEXTS, "Locarno classes of a design"),
        Column("priority_numbers", TEXTS, "Priority applications (INID 31), canonical"),
        Column("priority_offices", TEXTS, "Offices of the priorities (INID 33)"),
        Column("earliest_priority_date", DATE, "Earliest priority date, else filing date (INID 32)"),
        Column("vendor_family_id", TEXT, "Simple-family id of the vendor, with the vendor's name before it"),
        Column("family_publications", TEXTS, "Publications the vendor lists as simple family, canonical"),
        Column("family_offices", TEXTS, "Offices the vendor lists for the simple family"),
        Column("vendor_family_size", INTEGER, "Simple-family size the vendor states", "applications", low=1),
        Column("vendor_record_id", TEXT, "Record id of the vendor"),
        Column("family_record_ids", TEXTS, "Record ids of the family members at the vendor"),
        Column("sei_labels", TEXTS, "Strategic emerging industries the vendor states"),
        Column("vendor_value", TEXT, "The vendor's own value score, for audit only"),
        Column("awards", TEXTS, "Awards the vendor states"),
        Column("export_files", TEXTS, "Export files that hold the record"),
        Column(
            "field_sources",
            TEXTS,
            "Which export gave which column, as file=column,column; NA where one export holds the record",
        ),
        # families
        Column("family_id", TEXT, "Simple family (DOCDB-like): smallest member's application"),
        Column(
            "publication_count", INTEGER, "Publications of the family in the exports", "publications", low=0
        ),
        Column(
            "representative_number",
            TEXT,
            "Publication that stands for the family: CN grant, else CN application, else the earliest",
        ),
        Column("origin", TEXT, "Office of the earliest priority, ST.3"),
        Column("priority_year", INTEGER, "Year of the earliest priority", low=1800, high=2200),
        Column("is_complete", FLAG, "The priority year is old enough for its filings to be published"),
        Column(
            "forward_citation_count",
            INTEGER,
            "Citing families, or the vendor's count; NA where no export states one",
            "families",
            low=0,
        ),
        Column("citation_source", TEXT, "Where the forward citations come from", allowed=CITATION_SOURCES),
        Column(
            "family_size",
            INTEGER,
            "Applications of the family, the larger of those seen and those the vendor states",
            "applications",
            low=1,
        ),
        Column(
            "office_count",
            INTEGER,
            "Offices with a member; WO is not one, EP counts as one",
            "offices",
            low=0,
        ),
        Column("active_office_count", INTEGER, "Offices with a member in force or pending", "offices", low=0),
        Column("granted_office_count", INTEGER, "Offices with a granted member in force", "offices", low=0),
        Column("remaining_years", NUMBER, "Longest remaining term of an active member", "years"),
        Column("wipo_field", INTEGER, "WIPO technology field (35 fields), by most symbols", low=1, high=35),
        Column("sei_codes", TEXTS, "Strategic emerging industries (2021), vendor's label else by IPC"),
        Column("text_language", TEXT, "Language of title and abstract", allowed=("zh", "en", "other")),
        Column(
            "has_utility_model_twin",
            FLAG,
            "The invention was also filed as a utility model on the same day (一案双申)",
        ),
        Column("twin_family_id", TEXT, "Family of the other right filed for the same invention (一案双申)"),
        Column("is_in_export", FLAG, "The publication is in the exports, not only listed as family member"),
        Column("scheme", TEXT, "Classification scheme", allowed=SCHEMES),
        Column("symbol", TEXT, "Classification symbol, canonical form A61K31/00 (INID 51, 52)"),
        Column("subclass", TEXT, "Subclass of the symbol, e.g. A61K"),
        Column("is_main", FLAG, "Main symbol of a member"),
        *CITATION_COLUMNS,
        *PARTY_COLUMNS,
    )
}


def pick(columns: dict[str, Column], names: str) -> tuple[Column, ...]:
    """The named columns, in order; names are separated by blanks."""
    return tuple(columns[name] for name in names.split())


def _table(name: str, grain: str, key: str, columns: str) -> Table:
    return Table(name, grain, tuple(key.split()), pick(COLUMNS, columns))


_DOCUMENT = """
    publication_number office kind_code application_number parent_application_number
    filing_date publication_date grant_date
    vendor_expiry_date lapse_date ip_right title title_en abstract abstract_en first_claim
    legal_status_text simple_status_text document_type_text events transfer_count licence_count
    pledge_count litigation_count claim_count independent_claim_count page_count applicants owners
    inventors applicant_types credit_codes applicant_address applicant_country applicant_province
    applicant_city applicant_district ipc_main ipc cpc locarno priority_numbers priority_offices
    earliest_priority_date vendor_family_id family_publications family_offices vendor_family_size
    vendor_record_id family_record_ids cited_publications examiner_cited_publications
    applicant_cited_publications relevant_cited_publications background_cited_publications
    citing_publications publication_citation_count family_citation_count citation_count_3y citation_count_5y
    backward_citation_count npl_citation_count sei_labels vendor_value awards
"""

INTAKE = _table(
    "intake",
    "one export file",
    "export_file",
    """export_file sha256 format vendor encoding format_confidence rows_read rows_accepted
    rows_duplicate rows_rejected cells_blanked columns_mapped columns_unknown""",
)
EXPORT_RECORD = _table(
    "export_record",
    "one row of one export that names a publication, in canonical columns",
    "export_file row_number",
    "export_file row_number disposition vendor"
    + _DOCUMENT
    + " ".join(column.name for column in STATED_EVENT_COLUMNS),
)
EXPORT_REJECT = _table(
    "export_reject",
    "one row or cell set aside",
    "export_file row_number column",
    "export_file row_number column value reason action",
)
ENTERPRISE = _table(
    "enterprise",
    "an organisation named in the study",
    "enterprise_id",
    """enterprise_id name name_en aliases credit_code enterprise_role is_zone_member group_id
    zone_status region valid_from valid_to target_markets""",
)
NAME_DECISION = _table(
    "name_decision",
    "what a person decided of two names, a row of names.csv",
    "row_number",
    "row_number name other_name decision relation valid_from valid_to decision_note",
)
PUBLICATION = _table(
    "publication",
    "a publication",
    "publication_number",
    _DOCUMENT.replace("application_number", "application_id application_number", 1)
    + "legal_status is_granted is_in_force is_active expiry_date family_id export_files field_sources",
)
APPLICATION = _table(
    "application",
    "an application, with its legal status at the cut-off",
    "application_id",
    """application_id application_number office ip_right filing_date earliest_priority_date
    first_publication_date grant_date legal_status is_granted is_in_force is_active expiry_date
    vendor_expiry_date lapse_date events transfer_count licence_count pledge_count
    litigation_count claim_count family_id""",
)
FAMILY = _table(
    "family",
    "a simple family",
    "family_id",
    """family_id representative_number earliest_priority_date priority_year is_complete origin
    first_publication_date title title_en abstract abstract_en first_claim text_language ip_right
    has_utility_model_twin twin_family_id legal_status is_granted is_in_force is_active expiry_date
    remaining_years forward_citation_count citation_source citation_count_3y citation_count_5y
    backward_citation_count npl_citation_count family_size publication_count office_count
    active_office_count granted_office_count claim_count wipo_field sei_codes events
    transfer_count licence_count pledge_count litigation_count awards vendor_value""",
)
FAMILY_MEMBER = _table(
    "family_member",
    "a publication known to belong to a family, in the exports or only listed",
    "family_id publication_number",
    """family_id publication_number office kind_code application_id ip_right publication_date
    is_granted is_in_force is_active is_in_export""",
)
CITATION = _table(
    "citation",
    "a citing–cited pair of families, from the links the exports list",
    "citing_family_id cited_family_id",
    """citing_family_id cited_family_id citing_date is_self_citation is_examiner_citation
    is_relevant_citation""",
)
CLASSIFICATION = _table(
    "classification",
    "one symbol of one family",
    "family_id scheme symbol",
    "family_id scheme symbol subclass is_main",
)
PARTY = _table(
    "party",
    "one name in one role on one publication",
    "publication_number role sequence",
    "publication_number role sequence name applicant_id",
)
APPLICANT = _table(
    "applicant",
    "an organisation or person that applies for or owns patents",
    "applicant_id",
    """applicant_id name applicant_kind aliases country credit_code enterprise_id group_id
    is_zone_member""",
)
FAMILY_APPLICANT = _table(
    "family_applicant",
    "an applicant's or owner's share in a family",
    "family_id applicant_id",
    "family_id applicant_id share owner_share",
)
EVENT = _table(
    "event",
    "something that happened to an application after filing, as one export tells it",
    "application_id export_file event_type sequence",
    """application_id export_file event_type sequence family_id event_date from_names to_names
    contract_number event_group is_misaligned source_text""",
)
CONFLICT = _table(
    "conflict",
    "two statements that cannot both be true",
    "record_id conflict_rule statement other_statement",
    """record_id record_kind conflict_rule statement statement_source other_statement other_source
    resolution""",
)
COMPLETENESS = _table(
    "completeness",
    "a column of the records of one export file",
    "export_file column",
    "export_file column filled_count filled_share",
)
NAME_SUGGESTION = _table(
    "name_suggestion",
    "two applicants that may be one, for a person to decide",
    "applicant_id other_applicant_id",
    """applicant_id other_applicant_id reason similarity support shared_inventor_count
    joint_publication_count""",
)
APPLICANT_NAME = _table(
    "applicant_name",
    "one name of an applicant, as printed or as people state it",
    "applicant_id name",
    "applicant_id name relation mention_count is_used first_seen last_seen valid_from valid_to",
)
INVENTOR = _table(
    "inventor",
    "an inventor's name at one applicant, or at the group that controls it",
    "inventor_id",
    "inventor_id name applicant_id family_count first_filing_year last_filing_year",
)
ZONE_SUGGESTION = _table(
    "zone_suggestion",
    "an applicant the roster does not name whose address suggests the zone, for a person to decide",
    "applicant_id",
    "applicant_id name applicant_address mention_count",
)

TABLES = (
    INTAKE,
    EXPORT_RECORD,
    EXPORT_REJECT,
    ENTERPRISE,
    NAME_DECISION,
    PUBLICATION,
    APPLICATION,
    FAMILY,
    FAMILY_MEMBER,
    CITATION,
    CLASSIFICATION,
    PARTY,
    APPLICANT,
    FAMILY_APPLICANT,
    NAME_SUGGESTION,
    APPLICANT_NAME,
    INVENTOR,
    ZONE_SUGGESTION,
    *(EVENT, CONFLICT, COMPLETENESS),
)
