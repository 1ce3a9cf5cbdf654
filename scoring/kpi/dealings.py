"""Transfers, licences and pledges of the zone, from exports and from the register, each once.

What counts as one is the contract or registration; where its number is not known, the day and the
parties. A change of name, a move within a group, and an inventor's transfer to the employer are no
dealings; they are kept with the reason.
"""

from __future__ import annotations

from datetime import date

import pandas as pd

from corpus import lists
from corpus.applicant_kinds import applicant_kind
from scoring.kpi.identity import identify, is_member

# Of rights that exports do not tell; the register alone does.
OF_EXPORTS = ("transfer", "licence", "pledge")
TRADED = (
    *("transfer", "licence", "trademark_transfer", "trademark_licence", "copyright_transfer"),
    "copyright_licence",
)
ACADEMIC = ("university", "institute")
_SIDES = ("givers", "takers")
_COLUMNS = [
    *("dealing_id", "dealing_type", "day", "zone_uscc", "side", "other", "other_kind", "amount_cny"),
    *("record_id", "source", "reason"),
]


def dealings(
    event: pd.DataFrame,
    ip_event: pd.DataFrame,
    publication: pd.DataFrame,
    party: pd.DataFrame,
    zone_entity: pd.DataFrame,
    known: pd.Series,
    holders: pd.DataFrame,
    *,
    as_of: date,
) -> pd.DataFrame:
    """One row for each zone party of each record of a dealing, up to the cut-off.

    Parameters
    ----------
    known
        Credit code by spelling, from `identity.spellings`.
    holders
        application_id and `owner`: today's owners, who stand in where an export names no party.

    Returns
    -------
    pandas.DataFrame
        `dealing_id` (what counts as one), `dealing_type`, `day`, `zone_uscc`, `side` (`giver`,
        `taker`; NA where not known), `other` (the other party), `other_kind`, `amount_cny`,
        `record_id`, `source` (`E`, `R`) and `reason` (why it does not count, NA where it does).
    """
    told = pd.concat(
        [_of_exports(event, publication, party, zone_entity, known, holders), _of_register(ip_event, known)],
        ignore_index=True,
    )
    if told.empty:
        return pd.DataFrame({name: pd.Series(dtype="str") for name in _COLUMNS})
    groups = zone_entity.set_index("uscc")["group"]
    is_one = told["givers"].eq(told["takers"]) & told["givers"].notna()
    is_change = is_one & told["dealing_type"].str.endswith("transfer")
    told["reason"] = told["reason"].mask(is_change, "rename")
    told["reason"] = told["reason"].mask(told["reason"].isna() & _of_one_group(told, groups), "intra_group")
    told["reason"] = told["reason"].mask(told["day"].isna(), "undated")
    told = told[~told["day"].gt(pd.Timestamp(as_of))].reset_index(drop=True)
    told["dealing_id"] = _as_one(told)
    rows = _zone_parties(told, known)
    inside = is_member(rows["zone_uscc"], rows["day"], zone_entity) | rows["day"].isna()
    rows["reason"] = rows["reason"].mask(rows["reason"].isna() & ~inside, "outside_zone")
    order = ["dealing_type", "day", "dealing_id", "source", "record_id", "zone_uscc", "side"]
    return rows[_COLUMNS].sort_values(order, kind="stable", ignore_index=True)


def _of_exports(
    event: pd.DataFrame,
    publication: pd.DataFrame,
    party: pd.DataFrame,
    zone_entity: pd.DataFrame,
    known: pd.Series,
    holders: pd.DataFrame,
) -> pd.DataFrame:
    """Events of the exports with their parties as sorted identities."""
    rows = event[event["event_type"].isin(OF_EXPORTS)].reset_index(drop=True)
    sides = {}
    for side, column in zip(_SIDES, ("from_names", "to_names"), strict=True):
        names = lists.explode(pd.DataFrame({"row": rows.index, "name": rows[column]}), "name")
        names["who"] = identify(names["name"], known)
        names["application_id"] = names["row"].map(rows["application_id"])
        sides[side] = names
    nobody = ~rows.index.isin([*sides["givers"]["row"], *sides["takers"]["row"]])
    standing_in = rows.loc[nobody, ["application_id"]].reset_index(names="row")
    standing_in = standing_in.merge(holders.rename(columns={"owner": "who"}), on="application_id")
    # A pledge or licence is the owner's; who holds it after a transfer received it.
    is_taken = standing_in["row"].map(rows["event_type"]).eq("transfer")
    for side, chosen in zip(_SIDES, (~is_taken, is_taken), strict=True):
        sides[side] = pd.concat([sides[side], standing_in[chosen]], ignore_index=True)
    givers, takers = (_gathered(sides[side], rows.index) for side in _SIDES)
    is_own = _gives_as_inventor(sides["givers"], publication, party, rows.index, known)
    is_own &= rows["event_type"].eq("transfer")
    reason = pd.Series(None, index=rows.index, dtype="str").mask(is_own, "inventor_to_employer")
    return pd.DataFrame(
        {
            "dealing_type": rows["event_type"],
            "day": rows["event_date"],
            "givers": givers,
            "takers": takers,
            "is_sided": True,
            "giver_kind": _kinds(sides["givers"], rows.index),
            "other_kind": pd.Series(None, index=rows.index, dtype="str"),
            "contract": rows["contract_number"],
            "amount_cny": pd.Series(None, index=rows.index, dtype="float64"),
            "record_id": rows["application_id"],
            "source": "E",
            "reason": reason,
        }
    )


def _of_register(ip_event: pd.DataFrame, known: pd.Series) -> pd.DataFrame:
    """Rows of the register in the columns of `_of_exports`; without a direction both stand as given."""
    other = identify(ip_event["counterparty"], known)
    is_in = ip_event["direction"].eq("in").fillna(False).astype(bool)
    is_out = ip_event["direction"].eq("out").fillna(False).astype(bool)
    own = ip_event["zone_uscc"]
    kind = ip_event["counterparty_type"]
    reason = pd.Series(None, index=ip_event.index, dtype="str")
    reason = reason.mask(kind.eq("affiliate"), "intra_group")
    reason = reason.mask(kind.eq("inventor") & ip_event["type"].eq("transfer"), "inventor_to_employer")
    return pd.DataFrame(
        {
            "dealing_type": ip_event["type"],
            "day": ip_event["date"],
            "givers": other.where(is_in, own),
            "takers": own.where(is_in, other),
            "is_sided": is_in | is_out,
            "giver_kind": kind.where(is_in),
            "other_kind": kind,
            "contract": ip_event["contract_no"],
            "amount_cny": ip_event["amount_cny"],
            "record_id": ip_event["event_id"],
            "source": "R",
            "reason": reason,
        }
    )


def _gathered(side: pd.DataFrame, index: pd.Index) -> pd.Series:
    """The identities of each row, sorted, with | between them; NA where there are none."""
    joined = side.groupby("row")["who"].agg(lambda who: "|".join(sorted(set(who.dropna()))))
    return joined.reindex(index).astype("str")


def _gives_as_inventor(
    givers: pd.DataFrame, publication: pd.DataFrame, party: pd.DataFrame, index: pd.Index, known: pd.Series
) -> pd.Series:
    """Whether all who give are inventors of the application."""
    about = publication.drop_duplicates("publication_number").set_index("publication_number")
    inventors = party[party["role"].eq("inventor")]
    pairs = pd.DataFrame(
        {
            "application_id": inventors["publication_number"].map(about["application_id"]),
            "who": identify(inventors["name"], known),
        }
    ).drop_duplicates()
    named = givers.merge(pairs.assign(is_inventor=True), on=["application_id", "who"], how="left")
    every = named.groupby("row")["is_inventor"].agg(lambda found: bool(found.notna().all()))
    return every.reindex(index).fillna(False).astype(bool)


def _kinds(givers: pd.DataFrame, index: pd.Index) -> pd.Series:
    """`university` or `institute` where one who gives is, by the words of the name."""
    names = pd.Series(givers["name"].dropna().unique(), dtype="str")
    nothing = pd.Series(None, index=names.index, dtype="str")
    kind = applicant_kind(names, nothing, pd.Series([], dtype="str"))
    found = givers.assign(kind=givers["name"].map(dict(zip(names, kind, strict=True))))
    academic = found[found["kind"].isin(ACADEMIC)].drop_duplicates("row").set_index("row")["kind"]
    return academic.reindex(index).astype("str")


def _of_one_group(told: pd.DataFrame, groups: pd.Series) -> pd.Series:
    """Whether both sides are one party each, of one group by the zone's roster."""
    giver, taker = (told[side].map(groups) for side in _SIDES)
    return giver.notna() & giver.eq(taker)


def _as_one(told: pd.DataFrame) -> pd.Series:
    """What counts as one dealing: its contract, else day and parties.

    A record without a number joins the contract of the same day and parties.
    """
    both = (told["givers"].fillna("") + "|" + told["takers"].fillna("")).str.split("|")
    parties = both.map(lambda who: "|".join(sorted({w for w in who if w}))).astype("str")
    parties = parties.mask(parties.eq(""), "#" + told["record_id"])
    day = told["day"].dt.strftime("%Y-%m-%d").fillna("#" + told["record_id"])
    plain = told["dealing_type"] + ":" + day + ":" + parties
    number = told["contract"].str.normalize("NFKC").str.upper().str.replace(r"\s", "", regex=True)
    numbered = told["dealing_type"] + ":" + number
    pairs = pd.DataFrame({"plain": plain, "numbered": numbered}).dropna().drop_duplicates()
    same = pairs.sort_values(["plain", "numbered"]).drop_duplicates("plain").set_index("plain")["numbered"]
    return numbered.fillna(plain.map(same.to_dict()).astype("str")).fillna(plain).astype("str")


def _zone_parties(told: pd.DataFrame, known: pd.Series) -> pd.DataFrame:
    """One row for each party of the zone, with the other side beside it."""
    codes = set(known)
    parts = []
    for side, column, other in (("giver", "givers", "takers"), ("taker", "takers", "givers")):
        who = lists.explode(told.assign(zone_uscc=lists.split(told[column], r"\|")), "zone_uscc")
        who = who[who["zone_uscc"].isin(codes)]
        parts.append(who.assign(side=side, other=who[other]))
    rows = pd.concat(parts, ignore_index=True)
    # The register of one party without a direction does not say who gave.
    rows["side"] = rows["side"].where(rows["is_sided"])
    rows["other_kind"] = rows["other_kind"].fillna(rows["giver_kind"].where(rows["side"].eq("taker")))
    return rows
