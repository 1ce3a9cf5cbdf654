"""Paths 2 and 5: enterprises to cultivate, join and attract; patents to put to use."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import pandas as pd

from navigation.evidence import ACADEMIC, Facts, Suggestion, best_first
from navigation.taxonomy import ancestors

OWNER = ["unit", "label"]
MIN_MEMBER_FAMILIES = 2
CONSIDERED_OWNERS = 12


def complement(first: set[str], second: set[str], branch: set[str]) -> dict[str, float]:
    """How well two owners' leaves complete each other within a branch.

    Returns
    -------
    dict
        coverage: leaves either holds; gain: leaves won over the larger of the two; both over the
        branch's leaves. overlap: leaves both hold over those either holds (Jaccard).
    """
    either, both = first | second, first & second
    return {
        "coverage": len(either & branch) / len(branch),
        "gain": (len(either) - max(len(first), len(second))) / len(branch),
        "overlap": len(both) / len(either),
    }


def cultivate_enterprise(facts: Facts) -> Iterator[Suggestion]:
    """培育: own enterprises whose filings rise most (best third) and whose families are young."""
    own = facts.owned[facts.owned["is_own"] & facts.owned["kind"].fillna("company").eq("company")]
    held = own.join(facts.families, on="family_id")
    sizes = held.groupby(OWNER, as_index=False).agg(
        family_count=("family_id", "size"),
        recent_count=("is_recent", "sum"),
        prior_count=("is_prior", "sum"),
        mean_age=("age", "mean"),
    )
    sizes = sizes[sizes["family_count"] >= facts.thresholds.min_n]
    sizes["rise"] = sizes["recent_count"] - sizes["prior_count"]
    best = sizes["rise"].rank(method="max", pct=True) > 2 / 3
    chosen = sizes[best & (sizes["rise"] > 0) & (sizes["mean_age"] < facts.thresholds.young_years)]
    chosen = chosen.sort_values(["rise", "unit"], ascending=[False, True], kind="stable")
    for owner in chosen.to_dict("records"):
        mine = held[held["unit"] == owner["unit"]].set_index("family_id")
        metrics = {key: owner[key] for key in ("family_count", "recent_count", "prior_count", "mean_age")}
        yield Suggestion(
            "enterprise", "cultivate_enterprise", _main_leaf(facts, mine), len(mine), best_first(mine),
            metrics, owner["unit"], owner["label"], is_relative=False,
        )  # fmt: skip


def integrate_enterprises(facts: Facts) -> Iterator[Suggestion]:
    """整合: two own enterprises whose leaves complete each other in a segment of the chain."""
    held = facts.holdings
    held = held[held["is_own"] & held["active"]]
    segment = {leaf: (ancestors(leaf, facts.parent_of) or [leaf])[-1] for leaf in facts.leaves.index}
    held = held.assign(segment=held["branch_id"].map(segment))
    leaves = pd.Series(segment)
    for name, rows in held.groupby("segment", sort=True):
        branch = set(leaves.index[leaves == name])
        sizes = (
            rows.groupby(OWNER)["family_id"]
            .nunique()
            .sort_index()
            .sort_values(ascending=False, kind="stable")
        )
        sizes = sizes[sizes >= MIN_MEMBER_FAMILIES].head(CONSIDERED_OWNERS)
        fields = {unit: set(rows.loc[rows["unit"] == unit, "branch_id"]) for unit, _ in sizes.index}
        pairs = [
            (complement(fields[a[0]], fields[b[0]], branch), a, b)
            for a, b in combinations(sorted(sizes.index), 2)
        ]
        good = [pair for pair in pairs if pair[0]["gain"] >= facts.thresholds.pool_gain]
        good.sort(key=lambda pair: (-pair[0]["gain"], pair[0]["overlap"], pair[1], pair[2]))
        for metrics, a, b in good[: facts.thresholds.subjects_per_branch]:
            both = rows[rows["unit"].isin((a[0], b[0]))].drop_duplicates("family_id").set_index("family_id")
            yield Suggestion(
                "enterprise", "integrate_enterprises", str(name), len(both), best_first(both), metrics,
                f"{a[0]}+{b[0]}", f"{a[1]} + {b[1]}",
            )  # fmt: skip


def attract_enterprise(facts: Facts) -> Iterator[Suggestion]:
    """引进: outside companies with the most active families where the zone is weak or missing."""
    held = facts.holdings
    held = held[held["branch_id"].isin(facts.wanting().index) & ~held["is_own"] & held["active"]]
    held = held[held["kind"] == "company"]
    for owner, mine in _largest(held, facts):
        leaf = facts.leaves.loc[owner["branch_id"]]
        metrics = {
            "active_count": len(mine),
            "branch_active_count": leaf["active_count"],
            "recent_count": int(mine["is_recent"].sum()),
            "country": owner["country"],
            "is_home": owner["country"] == facts.home,
            "chain_status": leaf["chain_status"],
            "is_critical": bool(leaf["is_critical"]),
        }
        yield Suggestion(
            "enterprise", "attract_enterprise", owner["branch_id"], len(mine), best_first(mine), metrics,
            owner["unit"], owner["label"],
        )  # fmt: skip


def open_licence(facts: Facts) -> Iterator[Suggestion]:
    """开放许可: good granted patents of own universities and institutes that nobody uses yet."""
    yield from _offers(facts, "open_licence", academic=True)


def pledge_patent(facts: Facts) -> Iterator[Suggestion]:
    """质押融资: good granted inventions of own enterprises with enough term and no burden."""
    yield from _offers(facts, "pledge_patent", academic=False)


def _offers(facts: Facts, rule: str, *, academic: bool) -> Iterator[Suggestion]:
    """Own granted inventions in the best quarter by score that carry no event yet, by owner."""
    families = facts.families
    cut = families["score"].quantile(0.75)
    burdens = ["litigation_count", *(["transfer_count", "licence_count"] if academic else ["pledge_count"])]
    free = families[burdens].fillna(0).sum(axis=1) == 0
    good = families[families["granted"] & families["is_invention"] & free & (families["score"] >= cut)]
    if not academic:
        good = good[good["remaining_years"] >= facts.thresholds.pledge_years]
    own = facts.owned[facts.owned["is_own"] & (facts.owned["kind"].isin(ACADEMIC) == academic)]
    held = own[own["family_id"].isin(good.index)]
    held = held[held.groupby("unit")["family_id"].transform("size") >= facts.thresholds.min_n]
    for (unit, label), mine in held.groupby(OWNER, sort=True):
        offered = good.loc[mine["family_id"]]
        metrics = {
            "granted_count": len(offered),
            "mean_score": offered["score"].mean(),
            "score_cut": cut,
            "median_remaining_years": offered["remaining_years"].median(),
        }
        leaf = _main_leaf(facts, offered)
        yield Suggestion(
            "operation", rule, leaf, len(offered), best_first(offered), metrics, str(unit), str(label)
        )


def form_pool(facts: Facts) -> Iterator[Suggestion]:
    """专利池: at least two own owners hold active families where the zone is strong."""
    held = facts.holdings
    strong = facts.leaves.index[facts.leaves["chain_status"] == "strong"]
    held = held[held["branch_id"].isin(strong) & held["is_own"] & held["active"]]
    for branch_id, rows in held.groupby("branch_id", sort=True):
        sizes = rows.groupby("unit")["family_id"].nunique()
        members = sizes[sizes >= MIN_MEMBER_FAMILIES]
        if len(members) >= 2:  # a pool needs partners
            pooled = (
                rows[rows["unit"].isin(members.index)].drop_duplicates("family_id").set_index("family_id")
            )
            metrics = {"owner_count": len(members), "largest_share": members.max() / members.sum()}
            yield Suggestion(
                "operation", "form_pool", str(branch_id), len(pooled), best_first(pooled), metrics
            )


def overseas_layout_gap(facts: Facts) -> Iterator[Suggestion]:
    """海外布局: offices where rivals of a focal enterprise are and it is not."""
    known = facts.gap[facts.gap["missing_offices"].notna() & facts.gap["branch_id"].isin(facts.leaves.index)]
    for row in known.to_dict("records"):
        mine = facts.owned[facts.owned["unit"] == row["enterprise_id"]]
        families = facts.in_leaf(row["branch_id"])
        families = families[families.index.isin(mine["family_id"])]
        metrics = {
            "missing_offices": list(row["missing_offices"]),
            "family_count": row["family_count"],
            "leader_count": row["leader_count"],
            "rank_in_branch": row["rank_in_branch"],
            "growth": row["growth"],
        }
        label = mine["label"].iloc[0] if len(mine) else row["enterprise_id"]
        yield Suggestion(
            "operation", "overseas_layout_gap", row["branch_id"], len(families), best_first(families),
            metrics, row["enterprise_id"], label,
        )  # fmt: skip


def _largest(held: pd.DataFrame, facts: Facts) -> Iterator[tuple[dict[str, str], pd.DataFrame]]:
    """The largest owners of each leaf with their families; home before abroad among equals."""
    keys = ["branch_id", *OWNER, "country"]
    sizes = held.groupby(keys, dropna=False).size().rename("size").reset_index()
    sizes["is_abroad"] = sizes["country"] != facts.home
    sizes = sizes[sizes["size"] >= facts.thresholds.min_n].sort_values(
        ["branch_id", "size", "is_abroad", "unit"], ascending=[True, False, True, True], kind="stable"
    )
    sizes = sizes[sizes.groupby("branch_id").cumcount() < facts.thresholds.subjects_per_branch]
    for row in sizes.to_dict("records"):
        owner = {str(key): value for key, value in row.items()}
        mine = held[(held["branch_id"] == owner["branch_id"]) & (held["unit"] == owner["unit"])]
        yield owner, mine.set_index("family_id")


def _main_leaf(facts: Facts, families: pd.DataFrame) -> str:
    """The leaf that holds most of the families; `*` where none does."""
    leaves = facts.on_leaf.merge(families[[]], left_on="family_id", right_index=True)["branch_id"]
    return str(leaves.mode().iloc[0]) if len(leaves) else "*"
