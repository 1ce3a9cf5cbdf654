"""Who is of the zone: names and credit codes to the rows of the zone's roster, and on which days."""

from __future__ import annotations

import pandas as pd

from corpus import lists
from corpus.names import comparable


def spellings(zone_entity: pd.DataFrame, applicant: pd.DataFrame) -> pd.Series:
    """Credit code of each spelling of a zone entity's name.

    Spellings are those of the roster, and those of the applicants who have its code or one of its
    names. One that two entities share tells neither.

    Returns
    -------
    pandas.Series
        TEXT, indexed by comparable name.
    """
    own = _names(zone_entity["uscc"], zone_entity["name"], zone_entity["aliases"])
    # The code itself is a spelling that nobody shares.
    codes = pd.DataFrame({"key": zone_entity["uscc"], "uscc": zone_entity["uscc"]})
    own = pd.concat([own, codes], ignore_index=True)
    known = own.set_index("key")["uscc"]
    known = known[~known.index.duplicated(keep=False)]
    key = pd.Series(comparable(applicant["name"]).to_numpy(), index=applicant.index, dtype="str")
    code = applicant["credit_code"].where(applicant["credit_code"].isin(zone_entity["uscc"]))
    # A stated code goes before a name.
    code = code.fillna(key.map(known).where(applicant["credit_code"].isna()))
    more = _names(code, applicant["name"], applicant["aliases"])
    every = pd.concat([own, more], ignore_index=True).drop_duplicates()
    return every.drop_duplicates("key", keep=False).set_index("key")["uscc"]


def _names(codes: pd.Series, names: pd.Series, aliases: pd.Series) -> pd.DataFrame:
    plain = pd.DataFrame({"uscc": codes.astype("str"), "name": names.astype("str")})
    other = lists.explode(pd.DataFrame({"uscc": codes.astype("str"), "name": aliases}), "name")
    every = pd.concat([plain, other], ignore_index=True).dropna().reset_index(drop=True)
    every["key"] = comparable(every["name"]).to_numpy()
    return every[["key", "uscc"]].drop_duplicates()


def identify(names: pd.Series, known: pd.Series) -> pd.Series:
    """Credit code of a zone entity where the name or code is one's, else the comparable name; TEXT."""
    key = pd.Series(comparable(names.astype("str")).to_numpy(), index=names.index, dtype="str")
    return key.map(known).astype("str").fillna(key)


def is_member(codes: pd.Series, days: pd.Series | pd.Timestamp, zone_entity: pd.DataFrame) -> pd.Series:
    """Whether each code is in the zone on its day; an open end holds on."""
    if zone_entity.empty:
        return pd.Series(False, index=codes.index)
    roster = zone_entity.set_index("uscc")
    first, last = codes.map(roster["from"]), codes.map(roster["to"])
    return codes.isin(roster.index) & ~first.gt(days) & ~last.lt(days)
