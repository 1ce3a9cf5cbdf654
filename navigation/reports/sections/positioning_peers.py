"""The five positions of the positioning section: the zone, else the home country, beside named peers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from navigation.reports.document import Ask, Exhibit, Phrase
from navigation.reports.receipts import among
from navigation.reports.sections.branches import LEAST_N, label_of
from navigation.reports.sections.direction_ladder import place_label
from navigation.reports.tabling import KINDS

OTHER_COUNTRIES = 4
REGIONAL = ("EP", "WO", "EA", "OA", "AP", "GC")  # offices of no one country
LEADING, BACKBONE = 10, 5  # active families of an enterprise
# What each position measures; counts and rates as the table `place` defines them.
POSITIONS: Mapping[str, tuple[str, ...]] = {
    "structure": ("family_count", "held_leaf_count", "structure_deviation"),
    "enterprises": ("company_count", "top_decile_count", "largest_share"),
    "talent": ("inventor_count", "core_inventor_count"),
    "capacity": ("mean_score", "invention_share", "abroad_share", "academic_share", "collaboration_rate"),
    "operation": ("transferred_count", "licensed_count", "pledged_count", "operation_rate"),
}
_IN_TABLE: Mapping[str, tuple[str, ...]] = {
    "structure": (
        "family_count",
        "corpus_share",
        "growth",
        "held_leaf_count",
        "structure_deviation",
        "main_branch",
    ),
    "enterprises": ("applicant_count", "company_count", "largest_share", "active_count", "top_decile_count"),
}
LOWER_IS_PLAIN = ("structure_deviation", "largest_share")  # no "highest" is told: more is not better


def compared(place: pd.DataFrame) -> pd.DataFrame:
    """The subject first, then its peers: those the study names, else its ladder and large countries.

    Without a zone the subject is the home country. Places of no family are left out.
    """
    held = place[place["family_count"] > 0]
    own, peer = (held[c].fillna(False).astype(bool) for c in ("is_own", "is_peer"))
    zone = held[own & held["place_kind"].eq("zone")]
    subject = zone if len(zone) else held[own & held["place_kind"].eq("country")]
    if subject.empty:
        return subject
    rest = held.drop(subject.index)
    by_size = rest.sort_values(["family_count", "place_id"], ascending=[False, True])
    national = by_size["place_kind"].eq("country") & ~by_size["place_id"].isin(REGIONAL)
    large = by_size[national & ~own.reindex(by_size.index)].head(OTHER_COUNTRIES)
    ladder = rest[own.reindex(rest.index) & ~rest["place_kind"].eq("world") & bool(len(zone))]
    regions = rest[rest["place_kind"].eq("zone")]
    named = rest[peer.reindex(rest.index)]
    peers = pd.concat([ladder, named]) if len(named) else pd.concat([ladder, regions, large])
    together = pd.concat([subject, peers]).drop_duplicates(["place_kind", "place_id"])
    provinces = set(together.loc[together["place_kind"] == "province", "place_id"])
    same = together["place_kind"].eq("city") & together["place_id"].isin(provinces)  # a municipality
    return together[~same].reset_index(drop=True)


def five(ask: Ask, place: pd.DataFrame, peers: tuple[str, ...], zone: Phrase | None) -> dict[str, object]:
    """The subject's measures in each position with the highest of a peer, and named peers without data."""
    rows = compared(place)
    absent = [name for name in peers if name not in set(place["place_id"])]
    if rows.empty:
        return {"subject": None, "peers": [], "five": dict.fromkeys(POSITIONS, ()), "absent_peers": absent}
    labels = _labels(rows, zone)
    large = bool(rows["family_count"].iloc[0] >= LEAST_N)
    found = {
        code: [m for name in names if (m := _measure(ask, rows, labels, name)) is not None] if large else []
        for code, names in POSITIONS.items()
    }
    return {"subject": labels[0], "peers": labels[1:], "five": found, "absent_peers": absent}


def _labels(rows: pd.DataFrame, zone: Phrase | None) -> list[Phrase]:
    columns = (rows[name] for name in ("place_kind", "place_id", "place_label"))
    return [place_label(kind, code, label, zone) for kind, code, label in zip(*columns, strict=True)]


def _measure(ask: Ask, rows: pd.DataFrame, labels: list[Phrase], name: str) -> dict[str, Any] | None:
    """A measure of the subject, and the peer of ten families or more where it is highest."""
    values = rows[name].astype("Float64").astype("float64")
    if pd.isna(values.iloc[0]):
        return None
    kind = KINDS.get(name, "count")

    def fact(at: int) -> Any:
        code = f"{rows['place_kind'].iloc[at]}.{rows['place_id'].iloc[at]}"
        where = {"place_kind": str(rows["place_kind"].iloc[at]), "place_id": str(rows["place_id"].iloc[at])}
        return ask(f"{name}.{code}", "place", f"cell:{name}", where, kind=kind)

    enough = rows["family_count"] >= LEAST_N
    if kind == "count":  # a place is never larger than the one it lies in
        enough &= ~rows["is_own"].fillna(False).astype(bool)
    others = values.where(enough).iloc[1:]
    best = 0
    if others.max() > 0 and name not in LOWER_IS_PLAIN:
        best = int(others.fillna(-1.0).to_numpy().argmax()) + 1
    return {
        "code": name,
        "value": fact(0),
        "best": fact(best) if best else None,
        "peer": labels[best] if best else None,
    }


def exhibits(place: pd.DataFrame, branch: pd.DataFrame, zone: Phrase | None) -> list[Exhibit]:
    """One table per position: the subject first, then its peers."""
    rows = compared(place)
    if len(rows) < 2:
        return []
    labels, known = _labels(rows, zone), label_of(branch)
    mains = [known.get(str(code), Phrase("—", "—")) for code in rows["main_branch_id"]]
    frame = rows.assign(
        label_zh=[p.zh for p in labels], label_en=[p.en for p in labels],
        main_branch_zh=[m.zh for m in mains], main_branch_en=[m.en for m in mains],
    )  # fmt: skip
    frame["growth"] = frame["growth"].where(frame["prior_count"] >= LEAST_N)
    small = frame["family_count"] < LEAST_N
    shares = [
        c for c in ("growth", "structure_deviation", "largest_share", *POSITIONS["capacity"]) if c in frame
    ]
    frame[shares] = frame[shares].mask(small)
    made = []
    for code, names in POSITIONS.items():
        columns = _IN_TABLE.get(code, ("family_count", *names))
        if frame[list(names)].isna().all(axis=None):
            continue
        made.append(
            Exhibit(
                f"five_{code}", "table", frame, ("place", "branch"), n=int(rows["family_count"].iloc[0]),
                columns=("label", *columns), caveats=("peers",),
            )
        )  # fmt: skip
    return made


def tiers(ask: Ask, judged: bool) -> dict[str, object]:
    """How many of the zone's enterprises lead, carry and promise, by active families and the best tenth."""
    if not judged:
        return {"tiers": []}
    counts = {code: ask(f"tier.{code}", "position", "count", w) for code, w in tier_conditions().items()}
    return {"tiers": [{"code": code, "count": count} for code, count in counts.items()]}


def tier_conditions() -> dict[str, dict[str, Any]]:
    """Tiers as conditions on `position`: leading, backbone, promising."""
    base = {
        "branch_id": "*",
        "actor_kind": "enterprise",
        "actor_id": among("enterprise", "enterprise_id", is_zone_member=True),
    }
    ordinary = [{"active_count": {"below": LEADING}}, {"top_decile_count": {"below": 1}}]
    return {
        "leading": {**base, "active_count": {"at_least": LEADING}, "top_decile_count": {"at_least": 1}},
        "backbone": {**base, "active_count": {"at_least": BACKBONE}, "any": ordinary},
        "promising": {**base, "active_count": {"below": BACKBONE}, "family_count": {"above": 0}},
    }


def tier_of(rows: pd.DataFrame) -> pd.Series:
    """The tier of each enterprise; NA where its active families are not known."""
    active = rows["active_count"].astype("Float64").astype("float64")
    top = rows["top_decile_count"].astype("Float64").astype("float64")
    tier = pd.Series("promising", index=rows.index).mask(active >= BACKBONE, "backbone")
    tier = tier.mask((active >= LEADING) & (top >= 1), "leading")
    return tier.where(active.notna())


def operations(
    event: pd.DataFrame, applicant: pd.DataFrame, family_applicant: pd.DataFrame
) -> Exhibit | None:
    """Applications with each kind of event, in all and of the zone's owners."""
    if event.empty:
        return None
    members = applicant.loc[applicant["is_zone_member"].fillna(False).astype(bool), "applicant_id"]
    inside = family_applicant.loc[family_applicant["applicant_id"].isin(members), "family_id"]
    rows = event[["application_id", "family_id", "event_type", "event_date"]].drop_duplicates(
        ["application_id", "event_type"]
    )
    counts = rows.groupby("event_type").agg(
        application_count=("application_id", "size"), last_date=("event_date", "max")
    )
    counts["zone_count"] = rows[rows["family_id"].isin(inside)].groupby("event_type").size()
    counts["zone_count"] = counts["zone_count"].fillna(0).astype("int64") if len(members) else None
    frame = counts.reset_index().sort_values(["application_count", "event_type"], ascending=[False, True])
    columns = ("event_type", "application_count", *(("zone_count",) if len(members) else ()), "last_date")
    return Exhibit(
        "operations", "table", frame.reset_index(drop=True),
        ("event", "applicant", "family_applicant"), n=int(rows["application_id"].nunique()),
        unit="applications", columns=columns, caveats=("stated_events",),
        options={"event_type_words": "circumstance"},
    )  # fmt: skip
