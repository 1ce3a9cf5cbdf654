"""Builder `conflict`: where two statements cannot both be true, and what was done about it.

Nothing is dropped for a conflict; a person who doubts a number finds here why.
"""

from __future__ import annotations

from datetime import date

import pandas as pd

from corpus import legal, terms
from corpus.documents import by_rank
from corpus.tables import CONFLICT

# Columns in which two vendors of one publication, or two publications of one application, must agree.
_ONE_PER_PUBLICATION = (
    *("application_number", "filing_date", "publication_date", "grant_date", "earliest_priority_date"),
    *("vendor_expiry_date", "lapse_date", "ip_right", "legal_status"),
)
_ONE_PER_APPLICATION = ("filing_date", "ip_right", "office")
# Rule, subject, the column that must not be later, and the column it must not be later than.
_ORDER = (
    ("filed_before_priority", "application", "earliest_priority_date", "filing_date"),
    ("published_before_filing", "publication", "filing_date", "publication_date"),
    ("granted_before_publication", "application", "first_publication_date", "grant_date"),
    ("expired_before_grant", "application", "grant_date", "expiry_date"),
)
_CHINESE_LAW = pd.Timestamp("1985-01-01")
_LEAST_MONTHS_TO_GRANT = 2
# Some count the last day in force, others the day after it.
_EXPIRY_TOLERANCE = pd.Timedelta(days=1)


def conflict(
    export_record: pd.DataFrame, publication: pd.DataFrame, application: pd.DataFrame, *, as_of: date
) -> pd.DataFrame:
    """One row per pair of statements that contradict each other.

    Between vendors of a publication, between publications of an application, between dates, between
    a status and the term, and between the families of vendors that had to be joined.
    """
    ranked = by_rank(export_record)
    subjects = {"publication": publication, "application": application}
    parts = [
        *_between_vendors(ranked),
        *_between_publications(publication),
        *(_in_order(subjects[subject], subject, *rest, rule=rule) for rule, subject, *rest in _ORDER),
        _before_the_law(application),
        _granted_too_soon(application),
        *_against_the_term(publication, application, as_of),
        _families_joined(ranked, publication),
    ]
    found = pd.concat([part for part in parts if len(part)] or [_rows(publication[:0], "", "", "")])
    found = found.drop_duplicates(list(CONFLICT.key)).sort_values(list(CONFLICT.key), ignore_index=True)
    return found[CONFLICT.column_names]


def _rows(
    frame: pd.DataFrame, rule: str, subject: str, resolution: str, **columns: pd.Series | None
) -> pd.DataFrame:
    """Rows of the table from a frame's subjects; a column not given is NA."""
    rows = pd.DataFrame(index=frame.index, columns=CONFLICT.column_names, dtype="str")
    if subject:
        rows["record_id"] = frame[f"{subject}_number" if subject == "publication" else f"{subject}_id"]
    rows["record_kind"], rows["conflict_rule"], rows["resolution"] = subject, rule, resolution
    for name, values in columns.items():
        if values is not None:
            rows[name] = values
    return rows.reset_index(drop=True)


def _said(values: pd.Series, column: str) -> pd.Series:
    text = values.dt.strftime("%Y-%m-%d") if values.dtype.kind == "M" else values
    return (column + "=" + text).astype("str")


def _between_vendors(ranked: pd.DataFrame) -> list[pd.DataFrame]:
    """Records of one publication that state different values; the first one was kept."""
    several = ranked[ranked["publication_number"].duplicated(keep=False)].reset_index(drop=True)
    several["legal_status"] = legal.legal_status(several)
    key = several["publication_number"]
    found = []
    for column in _ONE_PER_PUBLICATION:
        stated = several[column].notna()
        first = several[stated].drop_duplicates("publication_number").set_index("publication_number")
        kept = first[column].reindex(key).set_axis(key.index)
        differs = stated & kept.notna() & several[column].ne(kept)
        if differs.any():
            rows = several[differs]
            found.append(
                _rows(
                    rows,
                    "vendors_differ",
                    "publication",
                    "kept_first",
                    statement=_said(kept[differs], column),
                    statement_source=rows["publication_number"].map(first["export_file"]),
                    other_statement=_said(rows[column], column),
                    other_source=rows["export_file"],
                )
            )
    return found


def _between_publications(publication: pd.DataFrame) -> list[pd.DataFrame]:
    """Publications tied to one application that cannot be: of other dates, rights or offices."""
    found = []
    for column in _ONE_PER_APPLICATION:
        stated = publication.loc[publication[column].notna(), ["application_id", column]]
        distinct = stated.drop_duplicates().sort_values(["application_id", column])
        first = distinct.drop_duplicates("application_id").set_index("application_id")[column]
        others = distinct[distinct["application_id"].duplicated()]
        kept = first.reindex(others["application_id"]).set_axis(others.index)
        found.append(
            _rows(
                others,
                "publications_differ",
                "application",
                "noted",
                statement=_said(kept, column),
                other_statement=_said(others[column], column),
            )
        )
    return found


def _in_order(frame: pd.DataFrame, subject: str, earlier: str, later: str, *, rule: str) -> pd.DataFrame:
    rows = frame[frame[earlier] > frame[later]]
    return _rows(
        rows,
        rule,
        subject,
        "noted",
        statement=_said(rows[earlier], earlier),
        other_statement=_said(rows[later], later),
    )


def _before_the_law(application: pd.DataFrame) -> pd.DataFrame:
    """Chinese filings before the first Patent Law of 1985."""
    rows = application[application["office"].eq("CN") & (application["filing_date"] < _CHINESE_LAW)]
    law = pd.Series("patent law of 1985", index=rows.index, dtype="str")
    statement = _said(rows["filing_date"], "filing_date")
    return _rows(
        rows, "filed_before_the_law", "application", "noted", statement=statement, other_statement=law
    )


def _granted_too_soon(application: pd.DataFrame) -> pd.DataFrame:
    """Grants within two months of filing."""
    soonest = terms.add_months(application["filing_date"], _LEAST_MONTHS_TO_GRANT)
    rows = application[application["grant_date"] < soonest]
    return _rows(
        rows,
        "granted_too_soon",
        "application",
        "noted",
        statement=_said(rows["filing_date"], "filing_date"),
        other_statement=_said(rows["grant_date"], "grant_date"),
    )


def _against_the_term(
    publication: pd.DataFrame, application: pd.DataFrame, as_of: date
) -> list[pd.DataFrame]:
    """Rights a vendor holds in force beyond their term, and last days that are not the law's."""
    alive = publication[legal.is_in_force(legal.legal_status(publication)).fillna(False).astype(bool)]
    end = terms.expiry_date(alive["office"], alive["ip_right"], alive["filing_date"])
    over = (end < pd.Timestamp(as_of)) & ~(alive["vendor_expiry_date"] >= pd.Timestamp(as_of))
    rows = alive[over]
    words = rows["legal_status_text"].fillna(rows["simple_status_text"])
    beyond = _rows(
        rows,
        "in_force_beyond_term",
        "publication",
        "kept_computed",
        statement=_said(words, "legal_status_text"),
        other_statement=_said(end[over], "expiry_date"),
    )
    end = terms.expiry_date(application["office"], application["ip_right"], application["filing_date"])
    differs = (application["vendor_expiry_date"] - end).abs() > _EXPIRY_TOLERANCE
    rows = application[differs]
    other = _rows(
        rows,
        "expiry_differs",
        "application",
        "kept_vendor",
        statement=_said(rows["vendor_expiry_date"], "vendor_expiry_date"),
        other_statement=_said(end[differs], "expiry_date"),
    )
    return [beyond, other]


def _families_joined(ranked: pd.DataFrame, publication: pd.DataFrame) -> pd.DataFrame:
    """Families that hold several families of one vendor."""
    stated = ranked[["publication_number", "vendor_family_id", "vendor", "export_file"]].dropna()
    family = publication.set_index("publication_number")["family_id"]
    stated = stated.assign(family_id=stated["publication_number"].map(family))
    key = ["family_id", "vendor"]
    distinct = stated.drop_duplicates([*key, "vendor_family_id"]).sort_values([*key, "vendor_family_id"])
    first = distinct.groupby(key)[["vendor_family_id", "export_file"]].transform("first")
    later = distinct.duplicated(key)
    rows, first = distinct[later], first[later]
    return _rows(
        rows,
        "vendor_families_joined",
        "family",
        "joined",
        statement=_said(first["vendor_family_id"], "vendor_family_id"),
        statement_source=first["export_file"],
        other_statement=_said(rows["vendor_family_id"], "vendor_family_id"),
        other_source=rows["export_file"],
    )
