"""Columns of citations: what a publication lists, what vendors count, and the links between families."""

from __future__ import annotations

from corpus.contract import DATE, FLAG, INTEGER, TEXT, TEXTS, Column

CITATION_COLUMNS = (
    Column("cited_publications", TEXTS, "Patent publications it cites, canonical (INID 56)"),
    Column("examiner_cited_publications", TEXTS, "Those of them the examiner cited"),
    Column("applicant_cited_publications", TEXTS, "Those of them the applicant or a third party cited"),
    Column(
        "relevant_cited_publications",
        TEXTS,
        "Those of them a search report marks X, Y or I: against novelty or inventive step",
    ),
    Column("background_cited_publications", TEXTS, "Those of them it marks with other letters only"),
    Column("citing_publications", TEXTS, "Patent publications that cite it, canonical"),
    Column(
        "publication_citation_count",
        INTEGER,
        "Citing patents the vendor counts for the publication",
        "publications",
        low=0,
    ),
    Column(
        "family_citation_count",
        INTEGER,
        "Citing patents the vendor counts for the simple family",
        "publications",
        low=0,
    ),
    Column(
        "citation_count_3y",
        INTEGER,
        "Citing patents within 3 years, vendor's count",
        "publications",
        low=0,
    ),
    Column(
        "citation_count_5y",
        INTEGER,
        "Citing patents within 5 years, vendor's count",
        "publications",
        low=0,
    ),
    Column("backward_citation_count", INTEGER, "Patent documents it cites", "publications", low=0),
    Column("npl_citation_count", INTEGER, "Non-patent documents it cites", "documents", low=0),
    Column("citing_family_id", TEXT, "Family that cites; a number where it is outside the corpus"),
    Column("cited_family_id", TEXT, "Family that is cited; a number where it is outside the corpus"),
    Column("citing_date", DATE, "Earliest publication of the citing family that is known"),
    Column("is_self_citation", FLAG, "Citing and cited family share an applicant; NA where one is unknown"),
    Column("is_examiner_citation", FLAG, "An examiner cited it; NA where no export says who did"),
    Column(
        "is_relevant_citation",
        FLAG,
        "A search report marks it X, Y or I; NA where no export states its mark",
    ),
)
