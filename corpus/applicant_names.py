"""Builder `applicant_name`: all names of each applicant, when they were printed, and who says so."""

from __future__ import annotations

import pandas as pd

from corpus.identities import roster_names
from corpus.name_decisions import accepted
from corpus.names import merge_key
from corpus.party_columns import MERGERS
from corpus.tables import APPLICANT_NAME

_KEY = ["applicant_id", "name"]


def applicant_name(
    party: pd.DataFrame, publication: pd.DataFrame, enterprise: pd.DataFrame, name_decision: pd.DataFrame
) -> pd.DataFrame:
    """One row per name of an applicant: printed, in the roster, or accepted by a person.

    `is_used` is false for a name of the roster that no export prints, in whatever spelling: a
    slip, or a company without patents. A former name is a row with the relation rename, and the
    days it was in use where names.csv states them.
    """
    named = party.loc[party["role"] != "inventor", ["applicant_id", "name", "publication_number"]]
    dated = publication[["publication_number", "publication_date"]].rename(
        columns={"publication_date": "day"}
    )
    named = named.drop_duplicates().merge(dated, on="publication_number", how="left")
    printed = named.groupby(_KEY, as_index=False).agg(
        mention_count=("publication_number", "nunique"), first_seen=("day", "min"), last_seen=("day", "max")
    )
    stated = roster_names(enterprise).rename(columns={"enterprise_id": "applicant_id"})
    stated = pd.concat([stated, _decided(name_decision, pd.concat([printed, stated]))], ignore_index=True)
    # What a person decided of a name says more than the roster's list.
    stated = stated.drop_duplicates(_KEY, keep="last")
    every = printed.merge(stated, on=_KEY, how="outer")
    used = set(_key_of(printed[printed["applicant_id"].isin(stated["applicant_id"])]))
    every["is_used"] = every["mention_count"].notna() | _key_of(every).isin(used)
    every["mention_count"] = every["mention_count"].fillna(0)
    return every.reindex(columns=APPLICANT_NAME.column_names)


def unused_names(applicant_name: pd.DataFrame) -> pd.DataFrame:
    """Names of the roster that no export prints; nothing where none of an enterprise's is printed.

    An enterprise without patents is no slip; a name beside others that are used may be one.
    """
    of_roster = applicant_name["relation"].isin(("roster", "english", "alias"))
    is_used = applicant_name["is_used"].astype(bool)
    has_others = is_used.groupby(applicant_name["applicant_id"]).transform("any")
    return applicant_name[of_roster & ~is_used & has_others]


def _decided(name_decision: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Merged names with their relation and days; the applicant is looked up by spelling."""
    rows = accepted(name_decision, MERGERS)
    ids = known["applicant_id"].groupby(merge_key(known["name"].astype("str"))).first()
    return pd.DataFrame(
        {
            "applicant_id": merge_key(rows["other_name"]).map(ids).astype("str"),
            "name": rows["other_name"],
            "relation": rows["relation"],
            "valid_from": rows["valid_from"],
            "valid_to": rows["valid_to"],
        }
    ).dropna(subset=["applicant_id"])


def _key_of(names: pd.DataFrame) -> pd.Series:
    key: pd.Series = names["applicant_id"].astype("str") + "|" + merge_key(names["name"].astype("str"))
    return key
