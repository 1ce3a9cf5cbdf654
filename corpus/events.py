"""Builder `event`: transfers, licences, pledges, lawsuits and the like, from all that exports say.

Vendors tell an event in up to four ways: lists of days and parties, a history of the register, a
word beside the status, and a count. The first two are taken as they are; a word or a count adds an
event of unknown day only to applications of which no export tells more.
"""

from __future__ import annotations

import pandas as pd

from corpus import legal, lists
from corpus.dates import parse_dates
from corpus.documents import completed_numbers
from corpus.names import comparable
from corpus.stated_events import DAY, from_history, from_lists
from corpus.tables import EVENT

_COUNTS = {
    "transfer_count": "transfer",
    "licence_count": "licence",
    "pledge_count": "pledge",
    "litigation_count": "litigation",
}
_MOST_COUNTED = 50


def event(export_record: pd.DataFrame, publication: pd.DataFrame, applicant: pd.DataFrame) -> pd.DataFrame:
    """One row per event of an application and export that tells it.

    `event_group` says what counts as one: the contract where its number is known, else the
    application, kind and day, whatever the number of exports. A transfer between two names of one
    applicant, by credit code, roster or decision, is a change of name and counts as no event.
    """
    number, _ = completed_numbers(export_record)
    records = export_record.assign(publication_number=number)
    known = publication.set_index("publication_number")[["application_id", "family_id"]]
    records = records.join(known, on="publication_number").reset_index(drop=True)
    told = pd.concat([from_lists(records), from_history(records)], ignore_index=True)
    told = told.join(records[["application_id", "family_id", "export_file"]], on="row").drop(columns="row")
    told["event_date"] = _days(told)
    told = _renamed(told, applicant)
    named = _only_named(records, told)
    every = pd.concat([told, named], ignore_index=True)
    every["from_text"], every["to_text"] = (lists.join(every[c], "|") for c in ("from_names", "to_names"))
    # A and B of one application tell the same events.
    same = ["application_id", "export_file", "event_type", "event_date", "from_text", "to_text"]
    every = every.drop_duplicates([*same, "contract_number", "place"])
    order = [*same[:4], "place", *same[4:], "contract_number"]
    every = every.sort_values(order, kind="stable", ignore_index=True)
    key = ["application_id", "export_file", "event_type"]
    every["sequence"] = every.groupby(key).cumcount() + 1
    every["event_group"] = _groups(every)
    return every[EVENT.column_names]


def _days(told: pd.DataFrame) -> pd.Series:
    """Dates of the texts, file by file, for the order of day and month is the file's."""
    days = pd.Series(pd.NaT, index=told.index, dtype="datetime64[s]")
    # Of a term, its first day.
    texts = told[DAY].str.replace(r"\s*(?:至|~|—|--|到).*$", "", regex=True)
    for _, rows in texts.groupby(told["export_file"]):
        days[rows.index] = parse_dates(rows)["date"]
    return days


def _renamed(told: pd.DataFrame, applicant: pd.DataFrame) -> pd.DataFrame:
    """Transfers from one name of an applicant to another become changes of name."""
    transfers = told.index[told["event_type"].eq("transfer")]
    identity = _identities(applicant)
    sides = {}
    for column in ("from_names", "to_names"):
        names = lists.explode(pd.DataFrame({"row": transfers, column: told.loc[transfers, column]}), column)
        key = comparable(names[column])
        names["who"] = identity.reindex(key).set_axis(key.index).astype("str").fillna(key)
        sides[column] = names.groupby("row")["who"].agg(lambda who: "|".join(sorted(set(who))))
    same = sides["from_names"].reindex(transfers).eq(sides["to_names"].reindex(transfers))
    result = told.copy()
    result.loc[transfers[same.to_numpy()], "event_type"] = "name_change"
    return result


def _identities(applicant: pd.DataFrame) -> pd.Series:
    """Credit code, else applicant, of each spelling of a name."""
    who = applicant["credit_code"].fillna(applicant["applicant_id"])
    aliases = lists.explode(pd.DataFrame({"who": who, "name": applicant["aliases"]}), "name")
    every = pd.concat([pd.DataFrame({"who": who, "name": applicant["name"]}), aliases], ignore_index=True)
    every = every.dropna()
    every["key"] = comparable(every["name"])
    alone = every.drop_duplicates(["key", "who"]).drop_duplicates("key", keep=False)
    return alone.set_index("key")["who"]


def _only_named(records: pd.DataFrame, told: pd.DataFrame) -> pd.DataFrame:
    """Events of which only a word or a count is known, as often as the export says."""
    words = lists.explode(records[["application_id", "family_id", "export_file", "events"]], "events")
    words["event_type"] = legal.event_type(words["events"])
    words = words.dropna(subset=["event_type", "application_id"]).rename(columns={"events": "source_text"})
    parts = [words]
    for column, kind in _COUNTS.items():
        rows = records[records[column].gt(0).fillna(False)]
        times = rows[column].clip(upper=_MOST_COUNTED).astype("int64")
        rows = rows.loc[rows.index.repeat(times), ["application_id", "family_id", "export_file", column]]
        text = column + "=" + rows[column].astype("str")
        parts.append(rows.assign(event_type=kind, source_text=text).drop(columns=column))
    named = pd.concat(parts, ignore_index=True)
    key = ["application_id", "event_type"]
    # Of several publications and exports that only name an event, the one that names it most often.
    named["place"] = named.groupby([*key, "export_file", "source_text"]).cumcount() + 1
    named = named.sort_values([*key, "place", "export_file", "source_text"]).drop_duplicates([*key, "place"])
    more = pd.MultiIndex.from_frame(told[key])
    named = named[~pd.MultiIndex.from_frame(named[key]).isin(more)]
    nobody = lists.nothing(named.index)
    named = named.assign(is_misaligned=False, from_names=nobody, to_names=nobody)
    return named.reindex(columns=told.columns).astype(told.dtypes.to_dict())


def _groups(every: pd.DataFrame) -> pd.Series:
    """What counts as one event; NA for a change of name."""
    day = every["event_date"].dt.strftime("%Y-%m-%d").astype("str")
    place = "#" + every.groupby(["application_id", "event_type", "export_file"]).cumcount().astype("str")
    own = every["application_id"] + "/" + day.fillna(place)
    group = every["event_type"] + ":" + every["contract_number"].fillna(own)
    return group.mask(every["event_type"].eq("name_change")).astype("str")
