"""PatentsView: bulk tables of published applications, joined and saved as CSV."""

from __future__ import annotations

from corpus.readers.format import Format
from corpus.readers.sheets import ITEM_SEPARATOR

FORMAT = Format(
    name="patentsview_applications",
    vendor="PatentsView",
    signature=frozenset(
        {"pgpub_id", "disambig_assignee_organization", "application_title", "rule_47_flag", "wipo_kind"}
    ),
    columns={
        "publication_number": ("pgpub_id",),
        "kind_code": ("wipo_kind",),
        "publication_date": ("published_date",),
        "application_number": ("application_id",),
        "filing_date": ("filing_date",),
        "original_title": ("application_title",),
        "original_abstract": ("application_abstract",),
        "applicants": ("disambig_assignee_organization",),
        "applicant_country": ("disambig_country",),
        "applicant_city": ("disambig_city",),
        "cpc": ("cpc_group",),
    },
    separator=ITEM_SEPARATOR,
    missing=frozenset({"", "NA"}),
    unused=frozenset(
        {
            *("cpc_sequence", "cpc_section", "cpc_class", "cpc_subclass", "cpc_type"),
            *("cpc_version_indicator", "cpc_symbol_position", "patent_type", "filing_type", "series_code"),
            *("filename", "location_id", "disambig_state", "latitude", "longitude", "county"),
            *("state_fips", "county_fips", "assignee_sequence", "assignee_id", "assignee_type"),
            *("disambig_assignee_individual_name_first", "disambig_assignee_individual_name_last"),
        }
    ),
    office="US",
)
