"""The ladder of the direction section: the world, the home country, province, city and zone."""

from __future__ import annotations

import pandas as pd

from navigation.actor_tables import PLACE_KINDS
from navigation.reports.document import Ask, Exhibit, Phrase
from navigation.reports.sections.branches import LEAST_N, label_of, phrase
from navigation.reports.words import code_word, word

SHOWN_PLACES = 3  # places of a level without one of the zone's
_COLUMNS = ("family_count", "corpus_share", "active_count", "recent_count", "prior_count", "growth",
            "applicant_count", "main_branch", "mean_score", "top_decile_count")  # fmt: skip


def place_label(kind: object, code: object, label: object = None, zone: Phrase | None = None) -> Phrase:
    """A place's name: the world and countries by words, the zone as the study names it, others as stated."""
    if kind == code == "zone" and zone is not None:
        return zone
    if kind == "world":
        return Phrase(word("office.world", "zh"), word("office.world", "en"))
    if kind == "country":
        return Phrase(code_word("office", code, "zh"), code_word("office", code, "en"))
    return phrase(label, None, code)


def steps(place: pd.DataFrame) -> pd.DataFrame:
    """The rows of the ladder from the world down; of a level without an own row its largest places."""
    rows = []
    for kind in PLACE_KINDS:
        level = place[place["place_kind"] == kind]
        own = level[level["is_own"].fillna(False).astype(bool)]
        if own.empty and kind in ("province", "city"):
            own = level.sort_values(["family_count", "place_id"], ascending=[False, True]).head(SHOWN_PLACES)
        rows.append(own)
    return pd.concat(rows, ignore_index=True)


def zone_phrase(zone: str | None, zone_en: str | None) -> Phrase | None:
    """The zone's name in both languages, if the study states one."""
    return phrase(zone, zone_en) if zone or zone_en else None


def ladder(ask: Ask, place: pd.DataFrame, branch: pd.DataFrame, zone: Phrase | None) -> dict[str, object]:
    """What the template says of each level, and which levels the exports tell nothing about."""
    shown, known = steps(place), label_of(branch)
    entries = []
    large = shown["family_count"].ge(LEAST_N).tolist()
    provinces = set(shown.loc[shown["place_kind"] == "province", "place_id"])
    for row, is_large in zip(shown.itertuples(), large, strict=True):
        if row.place_kind == "city" and row.place_id in provinces:
            continue  # a municipality is its own city
        where = {"place_kind": str(row.place_kind), "place_id": str(row.place_id)}
        name = f"{row.place_kind}.{row.place_id}"
        prior = ask(f"ladder_prior.{name}", "place", "cell:prior_count", where)
        growth = ask(f"ladder_growth.{name}", "place", "cell:growth", where, kind="magnitude")
        enough = isinstance(prior.value, int) and prior.value >= LEAST_N
        entries.append(
            {
                "kind": str(row.place_kind),
                "label": place_label(row.place_kind, row.place_id, row.place_label, zone),
                "count": ask(f"ladder.{name}", "place", "cell:family_count", where),
                "share": ask(f"ladder_share.{name}", "place", "cell:corpus_share", where, kind="percent"),
                "recent": ask(f"ladder_recent.{name}", "place", "cell:recent_count", where),
                "prior": prior,
                "growth": growth,
                "rises": enough and growth.known and float(growth.value or 0) >= 0,
                "falls": enough and growth.known and float(growth.value or 0) < 0,
                "main": known.get(str(row.main_branch_id)) if is_large else None,
            }
        )
    return {
        "ladder": entries,
        "levels_without": [kind for kind in PLACE_KINDS if kind not in set(shown["place_kind"])],
    }


def exhibit(place: pd.DataFrame, branch: pd.DataFrame, zone: Phrase | None) -> Exhibit | None:
    """One row per step; a level the exports tell nothing about is a row of dashes."""
    shown, known = steps(place), label_of(branch)
    if len(shown) < 2:
        return None
    texts = [
        place_label(k, i, n, zone)
        for k, i, n in zip(shown["place_kind"], shown["place_id"], shown["place_label"], strict=True)
    ]
    mains = [known.get(str(code), Phrase("—", "—")) for code in shown["main_branch_id"]]
    frame = shown.assign(
        label_zh=[t.zh for t in texts], label_en=[t.en for t in texts],
        main_branch_zh=[m.zh for m in mains], main_branch_en=[m.en for m in mains],
    )  # fmt: skip
    frame["growth"] = frame["growth"].where(frame["prior_count"] >= LEAST_N)
    absent = [kind for kind in PLACE_KINDS if kind not in set(shown["place_kind"])]
    if absent:
        nothing = pd.DataFrame(
            {"place_kind": absent, "label_zh": word("no_data", "zh"), "label_en": word("no_data", "en")}
        )
        frame = pd.concat([frame, nothing], ignore_index=True)
    order = {kind: i for i, kind in enumerate(PLACE_KINDS)}
    frame = frame.sort_values("place_kind", key=lambda s: s.map(order), kind="stable", ignore_index=True)
    return Exhibit(
        "ladder", "table", frame, ("place", "branch"), n=int(shown["family_count"].iloc[0]),
        columns=("place_kind", "label", *_COLUMNS), caveats=("ladder",),
    )  # fmt: skip
