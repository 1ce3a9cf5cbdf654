"""An invented study for the report tests: every table of it, small and the same on every run."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import numpy as np
import pandas as pd

from corpus import contract
from corpus import tables as corpus_tables
from corpus.store import inputs_of
from navigation import effects, places, proposals, risks, white_spots
from navigation import tables as navigation_tables
from navigation.attraction import attraction
from navigation.movers import entrant, owner_shift
from navigation.screens import screen
from navigation.teams import inventor_team
from navigation.thresholds import Thresholds
from scoring import tables as scoring_tables

AS_OF = dt.date(2025, 12, 31)
LAST = 2023  # last complete year
TABLES = {t.name: t for t in (*corpus_tables.TABLES, *scoring_tables.TABLES, *navigation_tables.TABLES)}
SETTINGS: dict[str, Any] = {
    "title": "滨海示范区生物医药产业专利导航",
    "title_en": "Biomedicine in the Seaside Pilot Zone",
    "zone": "滨海示范区",
    "zone_en": "Seaside Pilot Zone",
    "industry": "生物医药",
    "industry_en": "biomedicine",
    "as_of": AS_OF,
    "synthetic": True,
    "version": "test",
    "study_digest": "digest",
    "encoder": "tfidf",
    "indicators": (
        {"name": "reach", "label": "Reach", "label_zh": "覆盖面", "pillar": "market", "unit": "offices",
         "better": "higher", "weight": 1.0, "source": "invented", "definition": "Offices reached."},
    ),
}  # fmt: skip
HOSTILE = '<script>alert("x")</script>\u202e=cmd|calc\ue000f\ue001' + "长" * 10_000
OWNERS = ("津港生物股份有限公司", "滨海基因有限公司", "华辰制药集团", "Globex Pharma Inc.", "北方医学院")
BRANCHES = (
    ("1", None, "上游：研发工具", "Upstream: tools", "upstream", False, False),
    ("1.1", "1", "测序技术", "Sequencing", "upstream", True, False),
    ("1.2", "1", "层析介质", "Chromatography media", "upstream", True, True),
    ("2", None, "中游：药物", "Midstream: drugs", "midstream", False, False),
    ("2.1", "2", "抗体药物", "Antibodies", "midstream", True, True),
    ("2.2", "2", "疫苗", "Vaccines", "midstream", True, False),
)
THEMES = {"C0": "甲", "C1": "乙", "C2": "丙", "C3": "丁"}
LEAVES = tuple(b[0] for b in BRANCHES if b[5])


def table(name: str, /, rows: int | None = None, **columns: Any) -> pd.DataFrame:
    """A checked frame of a table; columns not given are missing throughout."""
    wanted = TABLES[name]
    length = len(next(iter(columns.values()))) if rows is None else rows
    filled = {c: columns.get(c, [None] * length) for c in wanted.column_names}
    unknown = set(columns) - set(filled)
    if unknown:
        raise KeyError(f"{name} has no columns {unknown}")
    return contract.check(pd.DataFrame(filled), wanted)


def nothing() -> dict[str, pd.DataFrame]:
    """Every table without rows."""
    return {name: contract.empty(t) for name, t in TABLES.items()}


def study(size: int = 120) -> dict[str, pd.DataFrame]:
    """Every table of a study of so many families."""
    frames = nothing()
    ids = [f"F{i:05d}" for i in range(size)]
    number = np.arange(size)
    owner = number % len(OWNERS)
    year = 2012 + (number * 5) % 14
    right = np.where(number % 6 == 0, "utility_model", "invention")
    status = np.array(["in_force", "pending", "lapsed", "expired"])[number % 4]
    active = number % 4 < 2
    leaf = np.array(LEAVES)[(number * 5 + number // 7) % len(LEAVES)]
    frames["family"] = table(
        "family",
        family_id=ids,
        representative_number=[f"CN{1_000_000 + i}B" for i in number],
        title=[HOSTILE if i in (0, 1, 5, 13, 25) else f"一种抗体组合物及其制备方法之{i}" for i in number],
        title_en=[f"Antibody composition {i}" for i in number],
        abstract=["摘要"] * size, text_language=["zh"] * size, ip_right=right, legal_status=status,
        earliest_priority_date=[f"{y}-06-15" for y in year], priority_year=year, is_complete=year <= LAST,
        origin=np.array(["CN", "CN", "US", "JP"])[number % 4], is_granted=status == "in_force",
        is_in_force=status == "in_force", is_active=active, expiry_date=[f"{y + 20}-06-14" for y in year],
        remaining_years=np.where(active, year + 19.5 - 2026, np.nan), forward_citation_count=number % 9,
        citation_source=["links"] * size, family_size=1 + number % 4, office_count=1 + number % 3,
        claim_count=5 + number % 11, litigation_count=(number % 17 == 0).astype(int),
        events=[["transfer"] if i % 10 == 0 else None for i in number],
    )  # fmt: skip
    frames |= _corpus(ids, owner, number)
    frames |= _branches(frames["family"], leaf, owner)
    frames |= _map(ids, leaf, number)
    frames |= _scores(frames["family"], owner, leaf)
    frames |= _actors(frames)
    return frames


def _actors(frames: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """What the builders make of places, movers, teams, owners to attract and screens."""
    settings = {
        "as_of": AS_OF,
        "seed": 1,
        "reach": AS_OF,
        "home": "CN",
        "zone": "滨海示范区",
        "peers": (),
        "thresholds": Thresholds(),
    }
    made = {}
    every = (
        *(places.place, owner_shift, entrant, inventor_team, attraction, screen),
        *(risks.risk_family, risks.risk_cell, effects.family_effect, white_spots.white_spot),
        proposals.operation_proposal,
    )
    for builder in every:
        wanted, asked = inputs_of(builder)
        made[builder.__name__] = builder(
            **{name: (frames | made)[name] for name in wanted}, **{name: settings[name] for name in asked}
        )
    return made


def _corpus(ids: list[str], owner: np.ndarray, number: np.ndarray) -> dict[str, pd.DataFrame]:
    size = len(ids)
    members = [(f, f"{o}{i}", o) for i, f in enumerate(ids) for o in ("CN", "US", "EP")[: 1 + i % 3]]
    return {
        "intake": table(
            "intake",
            export_file=["exports/a.xlsx"],
            sha256=["0" * 64],
            format=["invented"],
            encoding=["GB18030"],
            rows_read=[size + 3],
            rows_accepted=[size],
            rows_duplicate=[1],
            rows_rejected=[2],
            cells_blanked=[1],
            columns_unknown=[["备注"]],
        ),
        "export_reject": table(
            "export_reject",
            export_file=["exports/a.xlsx"] * 2,
            row_number=[5, 6],
            column=["*", "*"],
            value=["=1+1", "x"],
            reason=["no number", "no number"],
            action=["excluded", "excluded"],
        ),
        "conflict": table(
            "conflict",
            record_id=["CN1A", "CN2"],
            record_kind=["publication", "application"],
            conflict_rule=["vendors_differ", "expiry_differs"],
            statement=["filing_date=2019-01-16", "vendor_expiry_date=2031-03-14"],
            other_statement=["filing_date=2019-01-15", "expiry_date=2030-03-14"],
            resolution=["kept_first", "kept_vendor"],
        ),
        "publication": table("publication", publication_number=[f"CN{i}A" for i in number], family_id=ids),
        "family_member": table(
            "family_member",
            family_id=[m[0] for m in members],
            publication_number=[m[1] for m in members],
            office=[m[2] for m in members],
            is_active=[True] * len(members),
        ),
        "applicant": table(
            "applicant",
            applicant_id=[f"A{i}" for i in range(len(OWNERS))],
            name=OWNERS,
            enterprise_id=["E0", "E1", None, None, None],
            is_zone_member=[True, True, False, False, False],
            country=["CN", "CN", "CN", "US", "CN"],
        ),
        "family_applicant": table(
            "family_applicant",
            family_id=ids,
            applicant_id=[f"A{i}" for i in owner],
            share=[1.0] * size,
            owner_share=[1.0 if i % 2 else None for i in number],
        ),
        "enterprise": table(
            "enterprise",
            enterprise_id=["E0", "E1"],
            name=OWNERS[:2],
            name_en=["Jingang Biotech", None],
            enterprise_role=["focal", "rival"],
            is_zone_member=[True, True],
            target_markets=[["US", "JP"], None],
        ),
        "citation": table(
            "citation",
            citing_family_id=ids[1:],
            cited_family_id=ids[:-1],
            is_self_citation=[False] * (size - 1),
        )
        if size > 1
        else contract.empty(TABLES["citation"]),
    }


def _branches(family: pd.DataFrame, leaf: np.ndarray, owner: np.ndarray) -> dict[str, pd.DataFrame]:
    ids = list(family["family_id"])
    placed = [(f, b, b == own) for f, own in zip(ids[:-1] or ids, leaf, strict=False) for b in (own, own[0])]
    assignment = table(
        "branch_assignment", family_id=[p[0] for p in placed], branch_id=[p[1] for p in placed],
        is_leaf=[p[2] for p in placed], is_primary=[p[2] for p in placed], evidence=["symbol"] * len(placed),
    )  # fmt: skip
    facts = family.assign(owner=owner)
    joined = pd.concat([assignment.merge(facts, on="family_id"), facts.assign(branch_id="*")])
    return {
        "branch": table(
            "branch",
            branch_id=[b[0] for b in BRANCHES],
            parent_id=[b[1] for b in BRANCHES],
            label_zh=[b[2] for b in BRANCHES],
            label_en=[b[3] for b in BRANCHES],
            stage=[b[4] for b in BRANCHES],
            is_leaf=[b[5] for b in BRANCHES],
            is_critical=[b[6] for b in BRANCHES],
            level=[1 if b[1] is None else 2 for b in BRANCHES],
            is_derived=[False] * len(BRANCHES),
        ),
        "branch_assignment": assignment,
        "filing_trend": _trend(joined),
        "branch_profile": _profile(joined),
        "position": _positions(joined),
        "office_flow": table(
            "office_flow",
            branch_id=["*"] * 4,
            origin=["CN", "CN", "US", "US"],
            destination=["CN", "US", "CN", "US"],
            family_count=[60, 12, 9, 30],
            active_count=[30, 6, 4, 15],
        ),
        "gap": table(
            "gap",
            branch_id=LEAVES,
            enterprise_id=["E0"] * 4,
            family_count=[6, 9, 0, 8],
            active_count=[3, 4, 0, 4],
            leader_count=[7, 9, 15, 8],
            rank_in_branch=[2, 1, None, 1],
            growth=[0.1, None, 0.4, -0.2],
            missing_offices=[["US", "EP"], None, None, ["JP"]],
        ),
        "recommendation": table(
            "recommendation",
            recommendation_id=["fill_chain:2.1", "overseas_layout_gap:1.1:E0"],
            module=["structure", "operation"],
            rule=["fill_chain", "overseas_layout_gap"],
            branch_id=["2.1", "1.1"],
            subject_id=[None, "E0"],
            subject_label=[None, OWNERS[0]],
            n=[31, 6],
            confidence_word=["medium", "low"],
            metrics=[
                json.dumps({"zone_family_count": 1, "family_count": 31, "growth": 0.35}),
                json.dumps({"leader_count": 7, "missing_offices": ["US", "EP"]}),
            ],
            evidence_ids=[ids[:2], ids[:1]],
        ),
    }


def _trend(joined: pd.DataFrame) -> pd.DataFrame:
    both = pd.concat([joined, joined.assign(origin="*")])
    keys = ["branch_id", "origin", "priority_year"]
    found = both.groupby(keys).agg(
        family_count=("family_id", "size"),
        invention_count=("ip_right", lambda s: int((s == "invention").sum())),
        utility_model_count=("ip_right", lambda s: int((s == "utility_model").sum())),
        applicant_count=("owner", "nunique"),
    ).reset_index()  # fmt: skip
    complete = found["priority_year"] <= LAST
    return table(
        "filing_trend",
        **{c: list(found[c]) for c in found},
        is_complete=list(complete),
        nowcast=list((found["family_count"] * 1.5).where(found["priority_year"] == LAST + 1)),
    )


def _profile(joined: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for branch_id, part in joined.groupby("branch_id"):
        recent = int(part["priority_year"].between(LAST - 2, LAST).sum())
        prior = int(part["priority_year"].between(LAST - 5, LAST - 3).sum())
        shares = part["owner"].value_counts(normalize=True)
        rows.append(
            {
                "branch_id": branch_id,
                "family_count": len(part),
                "active_count": int(part["is_active"].sum()),
                "applicant_count": part["owner"].nunique(),
                "recent_count": recent,
                "prior_count": prior,
                "growth": {"1.1": 0.5, "2.2": -0.4}.get(
                    str(branch_id), (recent - prior) / prior if prior >= 5 else None
                ),
                "direction_score": 0.5,
                "life_cycle_stage": "growing",
                "cr4": float(shares.head(4).sum()),
                "hhi": float((shares**2).sum()),
                "effective_owners": 4.0,
                "foreign_share": 0.6 if branch_id == "2.1" else 0.1,
                "mean_score": 50.0,
                "top_decile_count": 2,
            }
        )
    frame = pd.DataFrame(rows)
    return table("branch_profile", **{c: list(frame[c]) for c in frame})


def _positions(joined: pd.DataFrame) -> pd.DataFrame:
    rows = []
    zone = joined[joined["owner"] < 2]
    actors = [("zone", "zone", "滨海示范区", zone)]
    actors += [("applicant", f"A{i}", name, joined[joined["owner"] == i]) for i, name in enumerate(OWNERS)]
    actors += [("enterprise", f"E{i}", OWNERS[i], joined[joined["owner"] == i]) for i in range(2)]
    actors += [("country", c, c, joined[joined["origin"] == c]) for c in ("CN", "US", "JP")]
    sizes = joined["branch_id"].value_counts()
    status = {"1.1": "strong", "1.2": "missing", "2.1": "weak", "2.2": "average"}
    for kind, actor, label, part in actors:
        for rank, (branch_id, own) in enumerate(part.groupby("branch_id"), start=1):
            rows.append({
                "branch_id": branch_id, "actor_kind": kind, "actor_id": actor, "actor_label": label,
                "family_count": len(own), "fractional_count": float(len(own)),
                "active_count": int(own["is_active"].sum()), "branch_share": len(own) / sizes[branch_id],
                "rta": 1.3, "rta_shrunk": 1.2 if branch_id == "1.1" else 0.7, "mean_score": 55.5,
                "top_decile_count": 1, "control_share": 0.2, "is_within_sample": True,
                "rank_in_branch": rank if kind == "applicant" else None,
                "chain_status": status.get(str(branch_id)) if kind == "zone" else None,
            })  # fmt: skip
    frame = pd.DataFrame(rows)
    return table("position", **{c: list(frame[c]) for c in frame})


def _map(ids: list[str], leaf: np.ndarray, number: np.ndarray) -> dict[str, pd.DataFrame]:
    kind = [f"C{LEAVES.index(own)}" for own in leaf]
    used = sorted(set(kind))
    angle = np.array([LEAVES.index(own) for own in leaf]) * 1.5
    return {
        "cluster_assignment": table(
            "cluster_assignment",
            family_id=ids,
            cluster_id=kind,
            confidence=[0.9] * len(ids),
            x=np.cos(angle) * 5 + (number % 11) / 10,
            y=np.sin(angle) * 5 + (number % 13) / 10,
        ),
        "cluster": table(
            "cluster",
            cluster_id=used,
            label_zh=[f"主题{THEMES[c]}" for c in used],
            label_en=[f"Theme {THEMES[c]}" for c in used],
            terms=[["抗体", "疫苗"]] * len(used),
            terms_en=[["antibody"]] * len(used),
            ipc=[["A61K"]] * len(used),
            family_count=[kind.count(c) for c in used],
        ),
        "text_embedding": table(
            "text_embedding",
            family_id=ids,
            encoder=["tfidf"] * len(ids),
            text_digest=["d"] * len(ids),
            vector=[[float(np.cos(a)), float(np.sin(a))] for a in angle + (number % 5) / 50],
        ),
    }


def _scores(family: pd.DataFrame, owner: np.ndarray, leaf: np.ndarray) -> dict[str, pd.DataFrame]:
    rows = family.assign(owner=owner, leaf=leaf)
    scored = rows[rows["is_active"]].reset_index(drop=True)
    ids = list(scored["family_id"])
    score = 20 + (np.arange(len(ids)) * 37) % 70 + 0.5
    rank = (-score).argsort().argsort() + 1
    frames = {
        "family_score": table(
            "family_score", family_id=ids, ip_right=list(scored["ip_right"]), score=score, technology=score,
            market=score, legal=score, rank=rank, rank_low=np.maximum(rank - 2, 1), rank_high=rank + 4,
            p_top=1 / (1 + rank / 10), coverage=[1.0] * len(ids), confidence=["high", "low"] * (len(ids) // 2)
            + ["medium"] * (len(ids) % 2),
        ),
        "score_contribution": table(
            "score_contribution", family_id=ids, indicator=["reach"] * len(ids), pillar=["market"] * len(ids),
            percentile=score, weight=[1.0] * len(ids), contribution=score,
        ),
        "candidate": table(
            "candidate", family_id=list(family["family_id"]), rule_set=["cnipa-14fyp-5"] * len(family),
            rule_version=["2"] * len(family), high_value_patent_count=[int(i % 3 == 0) for i in range(len(family))],
            undecided_patent_count=[int(i % 7 == 1) for i in range(len(family))],
            is_high_value=[i % 3 == 0 for i in range(len(family))],
            has_foreign_grant=[i % 3 == 0 for i in range(len(family))],
            circumstances=[["transfer"] if i % 10 == 0 else None for i in range(len(family))],
        ),
    }  # fmt: skip
    return frames | _portfolios(rows) | _deadlines(rows)


def _deadlines(rows: pd.DataFrame) -> dict[str, pd.DataFrame]:
    ids = list(rows.loc[rows["is_active"], "family_id"])
    kinds = [("priority_abroad", "annual_fee", "expiry", "fee_grace_end")[i % 4] for i in range(len(ids))]
    days = [40 + 20 * i for i in range(len(ids))]
    due = pd.Timestamp("2025-12-31") + pd.to_timedelta(days, unit="D")
    return {
        "deadline": table(
            "deadline", subject_id=ids, family_id=ids, deadline_kind=kinds, days_left=days,
            due_date=list(due), deadline_rule=["by the law"] * len(ids),
        ),
        "portfolio_definition": table(
            "portfolio_definition", kind=["owner_technology"] * 2, definition=["sums", "geometric"],
            candidate_count=[12, 12], kendall_tau=[0.5, 0.875], top_jaccard=[0.75, None],
        ),
    }  # fmt: skip


def _joint(rows: pd.DataFrame) -> tuple[list[dict[str, object]], list[tuple[str, str, str]], pd.DataFrame]:
    """A pool of the two owners in the zone, and a pair whose gate it fails."""
    made, members, owners = [], [], []
    for key, kind, pair, good in (
        ("pool|1.1", "owner_pool", (0, 1), True), ("pair|A3|A0|1.1", "university_firm", (3, 0), False),
    ):  # fmt: skip
        part = rows[rows["owner"].isin(pair)]
        members += [(key, f, kind) for f in part["family_id"]]
        made.append({
            "portfolio_id": key, "kind": kind, "owner": " + ".join(OWNERS[i] for i in pair),
            "is_zone_member": True, "branch_id": "1.1", "technology": "1.1", "is_candidate": good,
            "excluded_reason": None if good else "active families 1 < 5; disputed: 2 families",
            "family_count": len(part), "active_count": int(part["is_active"].sum()), "disputed_count": 0,
            "score": 50.0 if good else None, "rank": 1 if good else None,
        })  # fmt: skip
        owners += [(key, kind, f"A{i}", place) for place, i in enumerate(pair, start=1)]
    count = len(owners)
    joint = table(
        "joint_owner", portfolio_id=[o[0] for o in owners], kind=[o[1] for o in owners],
        applicant_id=[o[2] for o in owners], place=[o[3] for o in owners], branch_id=["1.1"] * count,
        coverage_share=[0.75] * count, coverage_gain=[0.25] * count, leaf_overlap=[0.5] * 2 + [None] * 2,
        likeness=[None] * 2 + [0.625] * 2, match_score=[None] * 2 + [55.5] * 2,
        feasibility=[None] * 2 + [0.5] * 2,
    )  # fmt: skip
    return made, members, joint


def _portfolios(rows: pd.DataFrame) -> dict[str, pd.DataFrame]:
    made, members, joint = _joint(rows)
    for place, ((owner, leaf), part) in enumerate(rows.groupby(["owner", "leaf"]), start=1):
        key, good = f"A{owner}|{leaf}", place % 3 != 0
        members += [(key, f, "owner_technology") for f in part["family_id"]]
        made.append(
            {
                "portfolio_id": key,
                "kind": "owner_technology",
                "applicant_id": f"A{owner}",
                "owner": OWNERS[owner],
                "is_zone_member": owner < 2,
                "branch_id": leaf,
                "technology": leaf,
                "is_candidate": good,
                "excluded_reason": None if good else "active families 1 < 5; granted inventions 0 < 2",
                "family_count": len(part),
                "active_count": int(part["is_active"].sum()),
                "mean_score": 40.0 + place,
                "asset_index": float(place),
                "score": 70.0 - place if good else None,
                "rank": place if good else None,
                "rank_low": max(place - 2, 1) if good else None,
                "rank_high": place + 3 if good else None,
                "p_top": 0.7 if good else None,
                "p_top_five": 0.6 if good else None,
                "key_person_share": 0.5 if good else None,
                "disputed_count": int(place == 2),
                "badges": ["transfer"] if place == 1 else None,
                "absent_offices": ["US"],
                "class": "growing" if good else None,
                "weakest_dimension": "market_strength" if good else None,
                "next_actions": ["extend_abroad"],
                "next_due_date": "2026-03-01",
            }
        )
    frame = pd.DataFrame(made)
    return {
        "portfolio": table("portfolio", **{c: list(frame[c]) for c in frame}),
        "portfolio_member": table(
            "portfolio_member",
            portfolio_id=[m[0] for m in members],
            family_id=[m[1] for m in members],
            kind=[m[2] for m in members],
        ),
        "joint_owner": joint,
    }
