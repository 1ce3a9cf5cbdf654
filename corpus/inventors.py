"""Builder `inventor`: inventors told apart by their name and the applicant they invented for."""

from __future__ import annotations

import hashlib

import pandas as pd

from corpus.names import comparable
from corpus.tables import INVENTOR


def inventor(party: pd.DataFrame, applicant: pd.DataFrame, publication: pd.DataFrame) -> pd.DataFrame:
    """One row per inventor's name at one applicant, or at the group that controls it.

    Namesakes are common, Chinese ones above all: the same name at another applicant is another
    inventor, and a romanised name is never tied to a Chinese one. A person who moved is therefore
    counted at each applicant. Of several applicants the first named is taken; inventors of
    publications that name none are left out.
    """
    known = applicant.set_index("applicant_id")
    group = known["group_id"].fillna(known["enterprise_id"])
    filed = party[party["role"] == "applicant"].sort_values(["publication_number", "sequence"])
    first = filed.drop_duplicates("publication_number").set_index("publication_number")["applicant_id"]
    first = first.map(group).fillna(first)
    rows = party.loc[party["role"] == "inventor", ["publication_number", "name"]]
    rows = rows.assign(applicant_id=rows["publication_number"].map(first)).dropna(subset=["applicant_id"])
    facts = publication.set_index("publication_number")
    day = facts["filing_date"].fillna(facts["publication_date"])
    rows["family_id"] = rows["publication_number"].map(facts["family_id"])
    rows["year"] = rows["publication_number"].map(day.dt.year.astype("Int64"))
    spelled = rows["name"].drop_duplicates()
    key = pd.Series(comparable(spelled).to_numpy(), index=spelled.to_numpy())
    rows["key"] = rows["applicant_id"] + "|" + rows["name"].map(key)
    counts = rows.groupby(["key", "name"]).size().rename("n").reset_index()
    shown = counts.sort_values(["key", "n", "name"], ascending=[True, False, True]).drop_duplicates("key")
    made = rows.groupby("key").agg(
        applicant_id=("applicant_id", "first"),
        family_count=("family_id", "nunique"),
        first_filing_year=("year", "min"),
        last_filing_year=("year", "max"),
    )
    made["name"] = shown.set_index("key")["name"]
    made["inventor_id"] = ["i" + hashlib.sha1(text.encode()).hexdigest()[:16] for text in made.index]
    return made.reset_index()[INVENTOR.column_names]
