"""Builders `family_member`, `family` and `classification`: documents lifted to simple families."""

from __future__ import annotations

from datetime import date

import pandas as pd

from corpus import languages, lists, numbers, symbols, terms
from corpus.documents import gather
from corpus.tables import CLASSIFICATION, FAMILY, FAMILY_MEMBER
from corpus.twins import twins

# A family's status is the best of its applications': alive before dead, granted before pending.
STATUS_ORDER = (
    *("in_force", "grace", "pending", "pct_pending", "expired", "lapsed", "revoked"),
    *("abandoned", "withdrawn", "refused", "pct_ended"),
)
_COUNTS = ["transfer_count", "licence_count", "pledge_count", "litigation_count"]
_RIGHTS = ("invention", "utility_model", "design")


def family_member(publication: pd.DataFrame) -> pd.DataFrame:
    """Publications known to belong to each family: those exported, and those only listed."""
    seen = publication[
        [
            *("family_id", "publication_number", "office", "kind_code", "application_id", "ip_right"),
            *("publication_date", "is_granted", "is_in_force", "is_active"),
        ]
    ].assign(is_in_export=True)
    listed = lists.explode(publication[["family_id", "family_publications"]], "family_publications")
    listed = listed.rename(columns={"family_publications": "publication_number"}).drop_duplicates()
    listed = listed[~listed["publication_number"].isin(publication["publication_number"])]
    parts = numbers.publication_parts(listed["publication_number"])
    stage = numbers.ip_right_and_stage(parts["office"], parts["kind_code"])
    listed = listed.assign(
        office=parts["office"],
        kind_code=parts["kind_code"],
        ip_right=stage["ip_right"],
        is_granted=stage["is_granted"],
        is_in_export=False,
    )
    both = pd.concat([seen, listed], ignore_index=True)
    return both.reindex(columns=FAMILY_MEMBER.column_names)


def classification(publication: pd.DataFrame) -> pd.DataFrame:
    """Distinct symbols of each family by scheme; the main symbol of any member is marked."""
    main = publication[["family_id", "ipc_main"]].dropna().drop_duplicates()
    main = main.rename(columns={"ipc_main": "symbol"}).assign(scheme="IPC", is_main=True)
    parts = [main]
    for scheme, column in (("IPC", "ipc"), ("CPC", "cpc"), ("LOCARNO", "locarno")):
        symbol = lists.explode(publication[["family_id", column]], column)
        parts.append(symbol.rename(columns={column: "symbol"}).assign(scheme=scheme, is_main=False))
    every = pd.concat(parts, ignore_index=True)
    key = ["family_id", "scheme", "symbol"]
    result = every.groupby(key, sort=True)["is_main"].max().reset_index()
    result["subclass"] = symbols.subclass(result["symbol"]).where(result["scheme"] != "LOCARNO")
    return result[CLASSIFICATION.column_names]


def family(
    publication: pd.DataFrame,
    application: pd.DataFrame,
    family_member: pd.DataFrame,
    classification: pd.DataFrame,
    citation: pd.DataFrame,
    *,
    as_of: date,
    reach: date,
) -> pd.DataFrame:
    """One row per simple family: first dates, text, standing, citations and breadth.

    Parameters
    ----------
    as_of
        Cut-off to which remaining terms are counted.
    reach
        Day up to which every export reaches; complete years are told by it.
    """
    result = _texts(publication)
    result = result.join(_dates(application, reach)).join(_standing(application, as_of))
    result = result.join(_citations(publication, citation)).join(_breadth(publication, family_member))
    result["origin"] = _origins(publication)
    result["wipo_field"] = symbols.wipo_field(classification)
    result["sei_codes"] = _industries(publication, classification)
    for column in ("events", "awards"):
        result[column] = gather(publication, "family_id", column)
    groups = publication.groupby("family_id")
    result["claim_count"] = groups["claim_count"].max()
    result["backward_citation_count"] = groups["backward_citation_count"].max()
    result["npl_citation_count"] = groups["npl_citation_count"].max()
    result["vendor_value"] = groups["vendor_value"].first()
    result = result.join(twins(publication))
    return result.reset_index()[FAMILY.column_names]


def _industries(publication: pd.DataFrame, classification: pd.DataFrame) -> pd.Series:
    """Codes of strategic emerging industries: what the vendor states, else by the symbols."""
    by_vendor = symbols.stated_sei_codes(gather(publication, "family_id", "sei_labels"))
    by_symbol = symbols.sei_codes(classification)
    return pd.concat([by_vendor, by_symbol[~by_symbol.index.isin(by_vendor.index)]])


def _texts(publication: pd.DataFrame) -> pd.DataFrame:
    """Title, abstract and claim of the representative member; Chinese text goes first."""
    granted = publication["is_granted"].fillna(False).astype(bool)
    chinese = publication["office"].eq("CN")
    place = (~chinese).astype(int) * 2 + (~granted & chinese).astype(int)
    ordered = publication.assign(place=place, has_title=publication["title"].notna()).sort_values(
        ["family_id", "place", "publication_date", "publication_number"], kind="stable"
    )
    groups = ordered.groupby("family_id", sort=True)
    result = groups[["title_en", "abstract_en", "first_claim"]].first()
    result["representative_number"] = groups["publication_number"].first()
    for column in ("title", "abstract"):
        zh = ordered[column].where(languages.is_chinese(ordered[column]))
        result[column] = zh.groupby(ordered["family_id"]).first().fillna(groups[column].first())
    result["text_language"] = languages.text_language(result["title"], result["title_en"])
    return result


def _dates(application: pd.DataFrame, reach: date) -> pd.DataFrame:
    dated = application.assign(
        earliest=application["earliest_priority_date"].fillna(application["filing_date"])
    ).sort_values(["family_id", "earliest", "filing_date", "application_id"], na_position="last")
    groups = dated.groupby("family_id", sort=True)
    result = pd.DataFrame({"earliest_priority_date": groups["earliest"].min()})
    result["first_publication_date"] = groups["first_publication_date"].min()
    result["priority_year"] = result["earliest_priority_date"].dt.year.astype("Int64")
    result["is_complete"] = result["priority_year"].le(terms.last_complete_year(reach))
    return result


def _origins(publication: pd.DataFrame) -> pd.Series:
    """Office of the first filing: of the earliest priority named, else of the application itself.

    An international application without priority comes from its receiving office, which its
    number names (WO2016CN095927).
    """
    named = lists.explode(
        publication[["publication_number", "priority_offices"]], "priority_offices", sequence="place"
    )
    national = named[(named["place"] == 1) & (named["priority_offices"] != "WO")]
    first = national.set_index("publication_number")["priority_offices"]
    receiving = publication["application_id"].str.extract(r"^WO\d{4}([A-Z]{2})", expand=False)
    office = publication["office"].mask(publication["office"].eq("WO"), receiving.astype("str"))
    dated = publication.assign(
        origin=publication["publication_number"].map(first).astype("str").fillna(office),
        earliest=publication["earliest_priority_date"].fillna(publication["filing_date"]),
    ).sort_values(["family_id", "earliest", "filing_date", "publication_number"], na_position="last")
    return dated.groupby("family_id")["origin"].first()


def _standing(application: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Best right and status over the applications, and the longest remaining term."""
    right = application["ip_right"].map({name: place for place, name in enumerate(_RIGHTS)})
    status = application["legal_status"].map({name: place for place, name in enumerate(STATUS_ORDER)})
    groups = application.assign(right=right, status=status).groupby("family_id", sort=True)
    result = pd.DataFrame(
        {
            "ip_right": groups["right"].min().map(dict(enumerate(_RIGHTS))),
            "legal_status": groups["status"].min().map(dict(enumerate(STATUS_ORDER))),
        }
    )
    for flag in ("is_granted", "is_in_force", "is_active"):
        result[flag] = _any_known(application[flag], application["family_id"])
    alive = application[application["is_active"].fillna(True).astype(bool)]
    result["expiry_date"] = alive.groupby("family_id")["expiry_date"].max()
    days = (result["expiry_date"] - pd.Timestamp(as_of)).dt.days
    result["remaining_years"] = (days / 365.25).where(days >= 0)
    for column in _COUNTS:
        result[column] = groups[column].sum(min_count=1)
    return result


def _any_known(flags: pd.Series, by: pd.Series) -> pd.Series:
    """True where one is true; else NA where one is unknown; else False."""
    true = flags.fillna(False).astype(bool).groupby(by, sort=True).any()
    unknown = flags.isna().groupby(by, sort=True).any()
    return true.astype("boolean").mask(unknown & ~true)


def _citations(publication: pd.DataFrame, citation: pd.DataFrame) -> pd.DataFrame:
    """Forward citations from the best source each family has; unknown stays unknown.

    Links come first where the export lists citing publications, then the vendor's count for the
    family, then the sum of its counts for the publications. Where exports list only what a
    document cites, links inside the corpus are the last resort.
    """
    groups = publication.groupby("family_id", sort=True)
    linked = citation[~citation["is_self_citation"].fillna(False).astype(bool)]
    links = linked.groupby("cited_family_id").size()
    has_list = publication["citing_publications"].notna().groupby(publication["family_id"]).any()
    inside = links.reindex(has_list.index).astype("Int64")
    by_links = inside.fillna(0).where(has_list)
    by_family = groups["family_citation_count"].max()
    by_publication = groups["publication_citation_count"].sum(min_count=1)
    count = by_links.fillna(by_family).fillna(by_publication).fillna(inside)
    source = pd.Series("links", index=count.index, dtype="str").where(count.notna())
    source = source.mask(by_links.isna() & by_publication.notna(), "vendor_count")
    source = source.mask(by_links.isna() & by_family.notna(), "vendor_family_count")
    return pd.DataFrame(
        {
            "forward_citation_count": count,
            "citation_source": source,
            "citation_count_3y": groups["citation_count_3y"].max(),
            "citation_count_5y": groups["citation_count_5y"].max(),
        }
    )


def _breadth(publication: pd.DataFrame, family_member: pd.DataFrame) -> pd.DataFrame:
    """Size and offices; WO is no office of grant, EP counts as one."""
    groups = publication.groupby("family_id", sort=True)
    seen = groups["application_id"].nunique()
    listed = lists.explode(publication[["family_id", "family_offices"]], "family_offices")
    listed = listed.rename(columns={"family_offices": "office"})
    offices = pd.concat([family_member[["family_id", "office"]], listed]).drop_duplicates().dropna()
    offices = offices[offices["office"] != "WO"]
    result = pd.DataFrame(
        {
            "family_size": pd.concat([seen, groups["vendor_family_size"].max()], axis=1).max(axis=1),
            "publication_count": groups.size(),
            "office_count": offices.groupby("family_id").size(),
        }
    )
    result["office_count"] = result["office_count"].fillna(0)
    states = family_member[family_member["office"] != "WO"]
    told = states["is_active"].notna().groupby(states["family_id"]).any()
    for column, flag in (("active_office_count", "is_active"), ("granted_office_count", "is_in_force")):
        held = states[states[flag].fillna(False).astype(bool)]
        count = held.groupby("family_id")["office"].nunique().reindex(result.index).fillna(0)
        result[column] = count.where(told.reindex(result.index).fillna(False).astype(bool))
    return result
