"""Builders `party`, `applicant`, `family_applicant`, `name_suggestion`: who files, owns, invents."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from corpus import lists
from corpus.applicant_kinds import applicant_kind
from corpus.names import harmonise, name_parts
from corpus.similarity import LONGEST, jaro_winkler, likely_pairs, pairs_within
from corpus.tables import APPLICANT, FAMILY_APPLICANT, NAME_SUGGESTION, PARTY

_COLUMNS = {"applicant": "applicants", "owner": "owners", "inventor": "inventors"}
_LEAST_SIMILARITY = 0.92
_HAN_PREFIX, _LATIN_PREFIX = 4, 10
_NO_NUMBER = r"[^0-9零〇一二三四五六七八九十百]"
# The Lens prints the day of the assignment after the name of a US owner.
_ASSIGNED = r" *[(][0-9]{4}-[0-9]{2}-[0-9]{2}[)] *$"
# Words that DOCDB and offices abbreviate, for finding likely pairs only.
_ABBREVIATIONS = {
    "UNIVERSITY": "UNIV",
    "INSTITUTE": "INST",
    "TECHNOLOGY": "TECH",
    "TECHNOLOGIES": "TECH",
    "SCIENCE": "SCI",
    "SCIENCES": "SCI",
    "RESEARCH": "RES",
    "MANUFACTURING": "MFG",
    "INDUSTRIES": "IND",
    "INDUSTRY": "IND",
    "INDUSTRIAL": "IND",
    "ENGINEERING": "ENG",
    "INTERNATIONAL": "INT",
    "LABORATORIES": "LAB",
    "LABORATORY": "LAB",
    "ELECTRONICS": "ELECTRON",
    "DEVELOPMENT": "DEV",
    "EQUIPMENT": "EQUIP",
    "NATIONAL": "NAT",
}


def party(publication: pd.DataFrame, enterprise: pd.DataFrame) -> pd.DataFrame:
    """One row per name, role and publication; applicants and owners with their applicant_id."""
    mentions = _mentions(publication)
    harmonised = harmonise(mentions[mentions["role"] != "inventor"], enterprise)
    # The same words may name an inventor and an applicant; inventors are not harmonised.
    found = mentions["name"].map(harmonised["applicant_id"])
    mentions["applicant_id"] = found.where(mentions["role"] != "inventor").astype("str")
    return mentions[PARTY.column_names]


def applicant(publication: pd.DataFrame, enterprise: pd.DataFrame) -> pd.DataFrame:
    """One row per applicant or owner: display name, kind, other names, country and roster facts.

    The display name is the roster's, else the name printed most often. Credit codes and kinds are
    those of the owners; the country is the first applicant's.
    """
    mentions = _mentions(publication)
    named = mentions[mentions["role"] != "inventor"]
    harmonised = harmonise(named, enterprise)
    named = named.assign(applicant_id=named["name"].map(harmonised["applicant_id"]))
    result = _most_frequent(named, "name").to_frame("name")
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


def name_suggestion(applicant: pd.DataFrame) -> pd.DataFrame:
    """Pairs of applicants that may be one, for a person to confirm in the roster's aliases.

    Reasons are `same_stem` (only the legal form differs), `same_words` (order or abbreviation
    differs) and `similar` (Jaro–Winkler of the stems at least 0.92). Persons are left out.
    """
    known = applicant.loc[applicant["applicant_kind"].fillna("") != "person", ["applicant_id", "name"]]
    known = known.sort_values("applicant_id", ignore_index=True)
    parts = name_parts(known["name"])
    words = parts["stem"].map(_bag_of_words)
    is_telling = applicant.set_index("applicant_id")["applicant_kind"].reindex(known["applicant_id"]).notna()
    pairs = pd.concat(
        [
            _same(parts["stem"], "same_stem"),
            _same(words, "same_words"),
            _alike(parts["stem"], is_telling.to_numpy()),
        ],
        ignore_index=True,
    ).drop_duplicates(["left", "right"])
    left, right = pairs["left"].to_numpy(), pairs["right"].to_numpy()
    ids = known["applicant_id"]
    found = pd.DataFrame(
        {
            "applicant_id": ids.take(left).to_numpy(),
            "other_applicant_id": ids.take(right).to_numpy(),
            "similarity": jaro_winkler(parts["text"].take(left), parts["text"].take(right)),
            "reason": pairs["reason"].to_numpy(),
        }
    )
    return found.sort_values(["applicant_id", "other_applicant_id"], ignore_index=True)[
        NAME_SUGGESTION.column_names
    ]


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


def _bag_of_words(stem: str) -> str:
    """Latin words abbreviated and sorted; Chinese without the words for levels of place."""
    words = stem.split(" ")
    if stem.isascii():
        return " ".join(sorted(_ABBREVIATIONS.get(word, word) for word in words))
    return "".join(letter for letter in stem if letter not in "省市县区")


def _same(texts: pd.Series, reason: str) -> pd.DataFrame:
    frame = pd.DataFrame({"text": texts.to_numpy(dtype=object), "place": range(len(texts))})
    return pairs_within(frame, "text").assign(reason=reason)


def _alike(stems: pd.Series, is_telling: npt.NDArray[np.bool_]) -> pd.DataFrame:
    """Pairs of stems that begin alike and are at least 0.92 alike; organisations only.

    Left out are names too long to be compared whole, units of a company (分公司, 供电公司), which
    are legal persons of their own, and names that differ in a number (第五七二一工厂).
    """
    is_unit = stems.str.contains("公司", regex=False)
    chosen = stems[is_telling & ~is_unit & (stems.str.len() <= LONGEST)]
    is_latin = chosen.str.contains(r"^[\x00-\x7f]*$", regex=True)
    found = []
    for part, prefix in ((chosen[is_latin], _LATIN_PREFIX), (chosen[~is_latin], _HAN_PREFIX)):
        pairs = likely_pairs(part, prefix)
        left, right = part.take(pairs["left"].to_numpy()), part.take(pairs["right"].to_numpy())
        number_left, number_right = (s.str.replace(_NO_NUMBER, "", regex=True) for s in (left, right))
        close = jaro_winkler(left, right) >= _LEAST_SIMILARITY
        close &= number_left.to_numpy() == number_right.to_numpy()
        found.append(pd.DataFrame({"left": left.index[close], "right": right.index[close]}))
    return pd.concat(found, ignore_index=True).assign(reason="similar")
