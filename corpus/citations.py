"""Builder `citation`: links between families, from the lists of citing and cited publications.

Both ends are mapped to families, links inside a family are dropped, and a pair of families is one
link, dated by its earliest citing publication (OECD 2013; methods of patent quality measurement).
"""

from __future__ import annotations

import pandas as pd

from corpus import lists, numbers
from corpus.tables import CITATION

_KEY = ["citing_family_id", "cited_family_id"]
# Of each flag the list that makes it true, and the one that makes it false.
_MARKS = {
    "is_examiner_citation": ("examiner_cited_publications", "applicant_cited_publications"),
    "is_relevant_citation": ("relevant_cited_publications", "background_cited_publications"),
}


def citation(publication: pd.DataFrame, family_applicant: pd.DataFrame) -> pd.DataFrame:
    """One row per citing–cited pair of families.

    An end outside the corpus keeps its own number in place of a family. A pair is a self-citation
    when both families share an applicant or owner; unknown where one end names none. Who cited it, and
    what a search report says of it, is known where an export states it; one examiner's citation, or one
    mark against novelty or inventive step, makes the pair such a one.
    """
    backward = _links(publication, "cited_publications", own="citing", other="cited")
    forward = _links(publication, "citing_publications", own="cited", other="citing")
    links = _between_families(pd.concat([backward, forward], ignore_index=True), publication)
    pairs = links.groupby(_KEY)["citing_date"].min().reset_index()
    pairs["is_self_citation"] = _shares_applicant(pairs, family_applicant)
    for flag, (true, false) in _MARKS.items():
        pairs[flag] = _marked(pairs, publication, true, false)
    return pairs[CITATION.column_names]


def _between_families(links: pd.DataFrame, publication: pd.DataFrame) -> pd.DataFrame:
    """Links of publications as links of families, without those inside one; and the day of citing."""
    links = links.copy()
    known = publication.set_index("publication_number")
    by_number = known["family_id"]
    parts = numbers.publication_parts(publication["publication_number"])
    stems = publication.assign(stem=parts["office"] + parts["serial"]).dropna(subset="stem")
    by_serial = stems.drop_duplicates("stem").set_index("stem")["family_id"]
    for end in ("citing", "cited"):
        number = links[f"{end}_number"]
        stem = numbers.publication_parts(number)
        family = number.map(by_number).fillna((stem["office"] + stem["serial"]).map(by_serial))
        links[f"{end}_family_id"] = links[f"{end}_family_id"].fillna(family).fillna(number)
    links["citing_date"] = links["citing_number"].map(known["publication_date"])
    return links[links["citing_family_id"] != links["cited_family_id"]]


def _marked(pairs: pd.DataFrame, publication: pd.DataFrame, true: str, false: str) -> pd.Series:
    """Whether a pair is on one list of its publications; NA where it is neither on it nor on the other."""
    flag = pd.Series(pd.NA, index=pairs.index, dtype="boolean")
    ends = pd.MultiIndex.from_frame(pairs[_KEY])
    for column, value in ((false, False), (true, True)):
        if publication[column].notna().any():
            listed = _links(publication, column, own="citing", other="cited")
            links = _between_families(listed, publication)
            flag[ends.isin(pd.MultiIndex.from_frame(links[_KEY]))] = value
    return flag


def _links(publication: pd.DataFrame, column: str, *, own: str, other: str) -> pd.DataFrame:
    listed = lists.explode(publication[["publication_number", "family_id", column]], column)
    return listed.rename(
        columns={
            "publication_number": f"{own}_number",
            "family_id": f"{own}_family_id",
            column: f"{other}_number",
        }
    ).assign(**{f"{other}_family_id": pd.Series(pd.NA, index=listed.index, dtype="str")})


def _shares_applicant(pairs: pd.DataFrame, family_applicant: pd.DataFrame) -> pd.Series:
    named = set(family_applicant["family_id"])
    ends = pairs[["citing_family_id", "cited_family_id"]].reset_index()
    applicants = family_applicant[["family_id", "applicant_id"]]
    citing = ends.merge(applicants, left_on="citing_family_id", right_on="family_id")
    both = citing.merge(
        applicants, left_on=["cited_family_id", "applicant_id"], right_on=["family_id", "applicant_id"]
    )
    shared = pd.Series(False, index=pairs.index, dtype="boolean")
    shared.loc[both["index"].unique()] = True
    known = pairs["citing_family_id"].isin(named) & pairs["cited_family_id"].isin(named)
    return shared.where(known)
