"""Which applicant each name stands for: by spelling, credit code, roster, and a person's decisions."""

from __future__ import annotations

import hashlib
from datetime import date

import pandas as pd

from corpus import lists
from corpus.errors import StudyError
from corpus.grouping import components
from corpus.name_decisions import accepted
from corpus.names import merge_key
from corpus.party_columns import MERGERS

_ID = "applicant_id"


def harmonise(names: pd.DataFrame, enterprise: pd.DataFrame, name_decision: pd.DataFrame) -> pd.DataFrame:
    """Which applicant each name stands for.

    Two names are one applicant only if the key of their spelling agrees, or the unified social
    credit code does, or the roster says so, or a person accepted it in names.csv.

    Parameters
    ----------
    names
        Columns name (as printed) and credit_code (NA where none is known); one row per mention.
    enterprise
        The roster: its names, English names, aliases and credit codes.
    name_decision
        Pairs of names that a person accepted or rejected.

    Returns
    -------
    pandas.DataFrame
        Indexed by name, names of the roster and of the decisions among them: applicant_id,
        enterprise_id, credit_code. A roster enterprise's applicant_id is its enterprise_id,
        others' is made from credit code or name.

    Raises
    ------
    StudyError
        A decision names nobody, or contradicts what is one already.
    """
    listed = roster_names(enterprise)
    decided = pd.concat([name_decision["name"], name_decision["other_name"]])
    every = pd.concat([names["name"], listed["name"], decided]).dropna()
    distinct = pd.Series(every.unique(), dtype="str").sort_values(ignore_index=True)
    key = pd.Series(merge_key(distinct).to_numpy(), index=pd.Index(distinct, name="name"), dtype="str")
    _check_known(name_decision, key, names["name"], listed["name"])
    code = _dominant_code(names.assign(key=names["name"].map(key)))
    table = pd.DataFrame({"key": key, "credit_code": key.map(code).astype("str")})
    table["enterprise_id"] = _enterprise(table, listed.assign(key=listed["name"].map(key)), enterprise)
    identity = ("code:" + table["credit_code"]).fillna("name:" + table["key"])
    ids = {text: "a" + hashlib.sha1(text.encode()).hexdigest()[:16] for text in identity.unique()}
    table[_ID] = table["enterprise_id"].fillna(identity.map(ids)).astype("str")
    merged = _merged(table, accepted(name_decision, MERGERS))
    _check_rejected(name_decision, merged)
    return merged[[_ID, "enterprise_id", "credit_code"]]


def roster_names(enterprise: pd.DataFrame) -> pd.DataFrame:
    """All names of the roster: enterprise_id, name, relation (roster, english, alias)."""
    aliases = lists.explode(enterprise[["enterprise_id", "aliases"]], "aliases")
    every = pd.concat(
        [
            enterprise[["enterprise_id", "name"]].assign(relation="roster"),
            enterprise[["enterprise_id", "name_en"]].set_axis(["enterprise_id", "name"], axis=1)
            .assign(relation="english"),
            aliases.set_axis(["enterprise_id", "name"], axis=1).assign(relation="alias"),
        ],
        ignore_index=True,
    )  # fmt: skip
    return every.dropna(subset=["name"]).astype("str").drop_duplicates("name", ignore_index=True)


def controlling(name_decision: pd.DataFrame, harmonised: pd.DataFrame, as_of: date) -> pd.Series:
    """The applicant at the head of each subsidiary's group, by accepted decisions that hold at `as_of`.

    Returns
    -------
    pandas.Series
        TEXT, indexed by the subsidiary's applicant_id.

    Raises
    ------
    StudyError
        A subsidiary is its own parent, or has two.
    """
    rows, day = accepted(name_decision, ("subsidiary",)), pd.Timestamp(as_of)
    rows = rows[~(rows["valid_from"] > day) & ~(rows["valid_to"] < day)]
    ids = harmonised[_ID]
    pairs = pd.DataFrame({"row": rows["row_number"], "parent": rows["name"].map(ids),
                          "child": rows["other_name"].map(ids)})  # fmt: skip
    for child, found in pairs.groupby("child"):
        if found["parent"].nunique() > 1:
            raise _contradiction(found["row"], f"give {child} two parents")
    parent = pairs.drop_duplicates("child").set_index("child")["parent"]
    head = parent.copy()
    for _ in range(len(parent)):
        higher = head.map(parent)
        if higher.isna().all():
            return head.astype("str")
        head = higher.fillna(head)
    if len(parent):
        raise _contradiction(pairs["row"], "make a subsidiary its own parent")
    return head.astype("str")


def _enterprise(table: pd.DataFrame, listed: pd.DataFrame, enterprise: pd.DataFrame) -> pd.Series:
    """The roster's enterprise of each name: by any of its names, by its code, by a code seen beside one."""
    by_key = listed.sort_values("enterprise_id", kind="stable").drop_duplicates("key")
    found = table["key"].map(by_key.set_index("key")["enterprise_id"]).astype("str")
    coded = enterprise[["enterprise_id", "credit_code"]].dropna().sort_values("enterprise_id")
    by_code = coded.drop_duplicates("credit_code").set_index("credit_code")["enterprise_id"]
    # A code whose owner the roster names under one spelling carries over to its other spellings.
    named = pd.DataFrame({"code": table["credit_code"], "enterprise_id": found}).dropna()
    carried = named.sort_values("enterprise_id").drop_duplicates("code").set_index("code")["enterprise_id"]
    for known in (by_code, carried):
        found = found.fillna(table["credit_code"].map(known).astype("str"))
    return found


def _dominant_code(names: pd.DataFrame) -> pd.Series:
    """The credit code of each key, where nine in ten of the key's codes agree.

    Vendors align codes with names by position only; a key with several codes is such a slip, and
    must not tie two organisations.
    """
    coded = names[["key", "credit_code"]].dropna()
    counts = coded.groupby(["key", "credit_code"]).size().rename("n").reset_index()
    counts["share"] = counts["n"] / counts.groupby("key")["n"].transform("sum")
    return counts[counts["share"] >= 0.9].set_index("key")["credit_code"]


def _merged(table: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """The table with the applicants of accepted pairs made one; the roster's id wins."""
    if pairs.empty:
        return table
    ids = table[_ID]
    ends = pd.concat([pairs["name"].map(ids), pairs["other_name"].map(ids)], ignore_index=True)
    edge = pd.concat([pairs["row_number"], pairs["row_number"]], ignore_index=True)
    group = pd.Series(components(len(ends), [ends, edge]), name="group")
    enterprise = ends.map(table.drop_duplicates(_ID).set_index(_ID)["enterprise_id"])
    several = enterprise.groupby(group).transform("nunique") > 1
    if several.any():
        which = ", ".join(sorted(enterprise[several & (group == group[several].iloc[0])].dropna().unique()))
        raise _contradiction(edge[several], f"merge enterprises that enterprises.csv keeps apart ({which})")
    known = enterprise.groupby(group).transform("first")
    final = known.fillna(ends.groupby(group).transform("min"))
    new = pd.Series(final.to_numpy(), index=ends.to_numpy(), dtype="str").groupby(level=0).first()
    result = table.assign(**{_ID: ids.map(new).fillna(ids).astype("str")})
    of_roster = result[_ID].where(result[_ID].isin(table["enterprise_id"].dropna()))
    result["enterprise_id"] = result["enterprise_id"].fillna(of_roster)
    return result


def _check_known(name_decision: pd.DataFrame, key: pd.Series, *lists_of_names: pd.Series) -> None:
    """Whether each decided name is a name of the exports or the roster, in any spelling."""
    if name_decision.empty:
        return
    decided = pd.concat([name_decision["name"], name_decision["other_name"]]).map(key)
    alike = key[key.isin(decided)]
    keys = {k for names in lists_of_names for k in alike[alike.index.isin(names)]}
    for column in ("name", "other_name"):
        unknown = ~name_decision[column].map(key).isin(keys)
        if unknown.any():
            row = name_decision.loc[unknown].iloc[0]
            raise StudyError(
                f"names.csv: row {row['row_number']}: no export and no row of enterprises.csv has the "
                f"{column} {row[column]}. Correct the name or remove the row"
            )


def _check_rejected(name_decision: pd.DataFrame, table: pd.DataFrame) -> None:
    rows = name_decision[~name_decision["relation"].isin(MERGERS)]
    is_one = (rows["name"].map(table[_ID]) == rows["other_name"].map(table[_ID])).to_numpy()
    if is_one.any():
        row = rows[is_one].iloc[0]
        raise StudyError(
            f"names.csv: row {row['row_number']}: {row['name']} and {row['other_name']} are kept apart, but "
            f"are one by their spelling, credit code, the roster or another row. Remove one of the two rows"
        )


def _contradiction(rows: pd.Series, what: str) -> StudyError:
    numbers = ", ".join(str(n) for n in sorted(rows.unique())[:5])
    return StudyError(f"names.csv: rows {numbers}: they {what}. Correct one of them")
