"""Builders `party`, `applicant`, `family_applicant`: who files, owns, invents."""

from __future__ import annotations

from datetime import date

import pandas as pd

from corpus import lists
from corpus.applicant_kinds import applicant_kind
from corpus.identities import controlling, harmonise
from corpus.name_decisions import accepted
from corpus.party_columns import MERGERS
from corpus.tables import APPLICANT, FAMILY_APPLICANT, PARTY

_COLUMNS = {"applicant": "applicants", "owner": "owners", "inventor": "inventors"}
# The Lens prints the day of the assignment after the name of a US owner.
_ASSIGNED = r" *[(][0-9]{4}-[0-9]{2}-[0-9]{2}[)] *$"


def party(publication: pd.DataFrame, enterprise: pd.DataFrame, name_decision: pd.DataFrame) -> pd.DataFrame:
    """One row per name, role and publication; applicants and owners with their applicant_id."""
    mentions = _mentions(publication)
    harmonised = harmonise(mentions[mentions["role"] != "inventor"], enterprise, name_decision)
    # The same words may name an inventor and an applicant; inventors are not harmonised.
    found = mentions["name"].map(harmonised["applicant_id"])
    mentions["applicant_id"] = found.where(mentions["role"] != "inventor").astype("str")
    return mentions[PARTY.column_names]


def applicant(
    publication: pd.DataFrame, enterprise: pd.DataFrame, name_decision: pd.DataFrame, *, as_of: date
) -> pd.DataFrame:
    """One row per applicant or owner: display name, kind, other names, country and roster facts.

    The display name is the roster's, else the one a decision keeps, else the name printed most
    often. Credit codes and kinds are those of the owners; the country is the first applicant's.
    """
    mentions = _mentions(publication)
    named = mentions[mentions["role"] != "inventor"]
    harmonised = harmonise(named, enterprise, name_decision)
    named = named.assign(applicant_id=named["name"].map(harmonised["applicant_id"]))
    result = _most_frequent(named, "name").to_frame("name")
    kept = _kept_names(name_decision, harmonised["applicant_id"])
    result["name"] = kept.reindex(result.index).fillna(result["name"])
    inventors = mentions.loc[mentions["role"] == "inventor", "name"]
    stated = _most_frequent(named, "applicant_type").reindex(result.index)
    result["applicant_kind"] = applicant_kind(result["name"], stated, inventors)
    result["country"] = _most_frequent(named, "country").reindex(result.index)
    known = harmonised.groupby("applicant_id")["enterprise_id"].first()
    result["enterprise_id"] = known.reindex(result.index)
    result["credit_code"] = harmonised.groupby("applicant_id")["credit_code"].min().reindex(result.index)
    roster = enterprise.set_index("enterprise_id")
    for column in ("group_id", "is_zone_member"):
        result[column] = roster[column].reindex(result["enterprise_id"]).set_axis(result.index)
    for column in ("name", "credit_code"):
        stated_there = roster[column].reindex(result["enterprise_id"]).set_axis(result.index)
        result[column] = stated_there.fillna(result[column])
    head = controlling(name_decision, harmonised, as_of).reindex(result.index)
    # The roster may place the head itself in a group.
    above = result["group_id"].reindex(head.to_numpy()).set_axis(result.index)
    result["group_id"] = result["group_id"].fillna(above).fillna(head)
    result["aliases"] = _other_names(named, result["name"])
    # A credit code is given to organisations registered in mainland China alone.
    result["country"] = result["country"].mask(result["country"].isna() & result["credit_code"].notna(), "CN")
    return result.reset_index()[APPLICANT.column_names]


def family_applicant(party: pd.DataFrame, publication: pd.DataFrame) -> pd.DataFrame:
    """Fractional shares in each family: of those who filed it and of those who own it now.

    Who filed: the applicants of the earliest publication that names any. Who owns: the owners of
    the latest publication that names any. Where one is not stated the other stands for it; each
    sums to 1 over a family.
    """
    facts = publication[["publication_number", "family_id", "publication_date"]]
    named = party[party["role"] != "inventor"].merge(facts, on="publication_number")
    order = ["family_id", "publication_date", "publication_number"]
    earliest = named.sort_values(order, na_position="last", kind="stable")
    latest = named.sort_values(order, ascending=[True, False, False], na_position="last", kind="stable")
    filed, owned = _shares(earliest, "applicant"), _shares(latest, "owner")
    without_filed = ~owned["family_id"].isin(filed["family_id"])
    without_owned = ~filed["family_id"].isin(owned["family_id"])
    filed, owned = (
        pd.concat([filed, owned[without_filed]]).rename(columns={"part": "share"}),
        pd.concat([owned, filed[without_owned]]).rename(columns={"part": "owner_share"}),
    )
    both = pd.concat([filed, owned]).fillna({"share": 0.0, "owner_share": 0.0})
    both = both.groupby(["family_id", "applicant_id"], as_index=False, sort=True)[
        ["share", "owner_share"]
    ].sum()
    return both[FAMILY_APPLICANT.column_names]


def _mentions(publication: pd.DataFrame) -> pd.DataFrame:
    """Every printed name with role and place, and code, kind and country where they are stated."""
    parts = [
        lists.explode(publication[["publication_number", column]], column, sequence="sequence")
        .rename(columns={column: "name"})
        .assign(role=role)
        for role, column in _COLUMNS.items()
    ]
    mentions = pd.concat(parts, ignore_index=True)
    mentions["name"] = mentions["name"].str.replace(_ASSIGNED, "", regex=True).str.strip()
    mentions = mentions[mentions["name"].fillna("") != ""]
    for column, name in (("credit_codes", "credit_code"), ("applicant_types", "applicant_type")):
        stated = _beside_owners(publication, column, name)
        mentions = mentions.merge(stated, on=["publication_number", "role", "sequence"], how="left")
    country = publication.set_index("publication_number")["applicant_country"]
    is_first = mentions["role"].eq("applicant") & mentions["sequence"].eq(1)
    mentions["country"] = mentions["publication_number"].map(country).where(is_first).astype("str")
    return mentions


def _beside_owners(publication: pd.DataFrame, column: str, name: str) -> pd.DataFrame:
    """Items of a list that runs along the owners, else the applicants, where the lengths agree."""
    count = lists.lengths(publication[column])
    fits_owners = count.eq(lists.lengths(publication["owners"])).fillna(False).astype(bool)
    fits = count.eq(lists.lengths(publication["applicants"])).fillna(False).astype(bool)
    no_owners = lists.lengths(publication["owners"]).fillna(0).eq(0).astype(bool)
    items = []
    for role, rows in (("owner", fits_owners), ("applicant", fits & no_owners)):
        chosen = publication.loc[rows, ["publication_number", column]]
        items.append(lists.explode(chosen, column, sequence="sequence").assign(role=role))
    return pd.concat(items, ignore_index=True).rename(columns={column: name})


def _most_frequent(named: pd.DataFrame, column: str) -> pd.Series:
    """What is stated most often for each applicant, the smallest of equals."""
    counts = named.groupby(["applicant_id", column]).size().rename("n").reset_index()
    first = counts.sort_values(["applicant_id", "n", column], ascending=[True, False, True])
    return first.drop_duplicates("applicant_id").set_index("applicant_id")[column].astype("str")


def _kept_names(name_decision: pd.DataFrame, ids: pd.Series) -> pd.Series:
    """The name that accepted rows keep, by applicant: one that no row merges into another."""
    rows = accepted(name_decision, MERGERS)
    kept = rows.loc[~rows["name"].isin(rows["other_name"]), "name"].drop_duplicates()
    found = pd.DataFrame({"applicant_id": kept.map(ids), "name": kept}).drop_duplicates("applicant_id")
    return found.set_index("applicant_id")["name"].astype("str")


def _other_names(named: pd.DataFrame, display: pd.Series) -> pd.Series:
    """All names printed for an applicant but the displayed one, sorted."""
    pairs = named[["applicant_id", "name"]].drop_duplicates()
    pairs = pairs[pairs["name"] != pairs["applicant_id"].map(display)].sort_values(["applicant_id", "name"])
    return lists.collect(pairs, "applicant_id", "name").reindex(display.index)


def _shares(ordered: pd.DataFrame, role: str) -> pd.DataFrame:
    """Equal parts of the distinct names in the role on the first publication that states any."""
    rows = ordered[ordered["role"] == role]
    first = rows.drop_duplicates("family_id").set_index("family_id")["publication_number"]
    rows = rows[rows["publication_number"] == rows["family_id"].map(first)]
    rows = rows[["family_id", "applicant_id"]].drop_duplicates()
    return rows.assign(part=1.0 / rows.groupby("family_id")["applicant_id"].transform("size"))
