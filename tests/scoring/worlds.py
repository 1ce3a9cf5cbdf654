"""Invented corpora for the scoring tests: drawn by hand or by a seeded generator."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from corpus import contract, tables
from corpus.store import inputs_of
from navigation.tables import TEXT_EMBEDDING
from scoring import candidates, composite, deadlines, definitions, joint_owners, members, portfolios
from scoring.gates import PortfolioGate
from scoring.indicators import INDICATORS
from scoring.indicators.breadth import MarketRule
from scoring.tables import REFERENCE_FAMILY

AS_OF = datetime.date(2024, 12, 31)
Tables = dict[str, pd.DataFrame]

SETTINGS: dict[str, Any] = {
    "as_of": AS_OF,
    "home": "CN",
    "seed": 7,
    "weights": {},
    "rule_set": "cnipa-14fyp-5",
    "pledge_minimum": None,
    "cohort_minimum": 30,
    "market": MarketRule(),
    "gate": PortfolioGate(),
}
STEPS = (
    composite.score_contribution,
    composite.family_score,
    candidates.candidate,
    deadlines.deadline,
    joint_owners.joint_owner,
    members.portfolio_member,
    portfolios.portfolio,
    definitions.portfolio_definition,
)
BRANCHES = pd.DataFrame(
    {
        "branch_id": ["1", "1.1", "1.1.1", "1.1.2", "1.2", "1.2.1", "1.2.2", "1.2.3"],
        "parent_id": [None, "1", "1.1", "1.1", "1", "1.2", "1.2", "1.2"],
        "level": [1, 2, 3, 3, 2, 3, 3, 3],
        "is_leaf": [False, False, True, True, False, True, True, True],
        "label_zh": ["上游", "抗体", "单抗", "双抗", "载体", "病毒", "脂质", "外泌体"],
        "label_en": ["upstream", "antibodies", "mono", "bi", "vectors", "viral", "lipid", "exosome"],
        "is_critical": [False, False, False, True, False, False, False, False],
    }
).astype({"level": "Int64", "is_leaf": "boolean", "is_critical": "boolean"})


def frame(table: contract.Table, **columns: Any) -> pd.DataFrame:
    """Frame of the table; columns not given are NA."""
    length = max(len(v) for v in columns.values() if isinstance(v, list | np.ndarray | pd.Series))
    full = {name: columns.get(name) if name in columns else [None] * length for name in table.column_names}
    return contract.cast(pd.DataFrame(full, index=range(length)), table)


def call(function: Callable[..., Any], held: Tables, **settings: Any) -> Any:
    """Call a builder or an indicator with the tables and settings it names."""
    wanted, options = inputs_of(function)
    values = SETTINGS | settings
    held = {"reference_family": contract.empty(REFERENCE_FAMILY)} | held
    return function(**{n: held[n] for n in wanted}, **{n: values[n] for n in options})


def score(held: Tables, **settings: Any) -> Tables:
    """All scoring tables of a corpus, each checked against its contract."""
    from scoring.tables import TABLES

    contracts = {t.name: t for t in TABLES}
    made = dict(held)
    made["cohort"] = contract.check(call(composite.cohort, made, **settings), contracts["cohort"])
    readings = {name: call(i.function, made, **settings) for name, i in INDICATORS.items()}
    measured = composite.measure(readings, made["cohort"])
    made["family_indicator"] = contract.check(measured, contracts["family_indicator"])
    for step in STEPS:
        made[step.__name__] = contract.check(call(step, made, **settings), contracts[step.__name__])
    return made


def texts(ids: list[str], seed: int) -> pd.DataFrame:
    """Vectors of invented texts, all somewhat alike; every third is English."""
    vectors = np.random.default_rng(seed).standard_normal((len(ids), 8)) + 1.5
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return frame(
        TEXT_EMBEDDING,
        family_id=ids,
        encoder=["invented"] * len(ids),
        text_language=["en" if place % 3 == 0 else "zh" for place in range(len(ids))],
        vector=list(vectors.astype("float32")),
    )


def random_world(
    families: int, *, seed: int, owners: int = 0, citations: str = "links", right: str | None = None
) -> Tables:
    """Corpus in which a hidden quality drives citations, breadth and claims.

    `citations` is `links`, `counts` or `none`; `right` forces one kind of right. The quality is
    the column `quality` of the extra table `truth`.
    """
    rng = np.random.default_rng(seed)
    ids = [f"CN{2000000000 + i}" for i in range(families)]
    number = np.arange(families)
    year = rng.integers(2008, 2024, families)
    day = pd.to_datetime(pd.Series([f"{y}-01-01" for y in year])) + pd.to_timedelta(
        rng.integers(0, 365, families), unit="D"
    )
    field = rng.integers(13, 18, families)
    quality = rng.standard_normal(families)
    rights = (
        np.full(families, right)
        if right
        else rng.choice(["invention", "utility_model", "design"], families, p=[0.8, 0.15, 0.05])
    )
    age = 2024 - year
    rate = np.exp(0.9 * quality + 0.15 * (field - 15)) * (1 - np.exp(-age / 4)) * 2
    cited = rng.poisson(rate)
    alive = rng.random(families) < 1 / (1 + np.exp(-(1.5 + 0.8 * quality - 0.12 * age)))
    granted = rng.random(families) < 0.7
    status = np.where(alive, np.where(granted, "in_force", "pending"), "lapsed")
    foreign = rng.poisson(np.exp(0.6 * quality - 0.5))
    claims = rng.poisson(np.exp(2.2 + 0.25 * quality)) + 1
    term = np.where(rights == "invention", 20, np.where(rights == "utility_model", 10, 15))
    expiry = [d + pd.DateOffset(years=int(t)) for d, t in zip(day, term, strict=True)]
    stated = np.where(rights == "design", 0, cited)
    family = frame(
        tables.FAMILY,
        family_id=ids,
        representative_number=[i + "B" for i in ids],
        earliest_priority_date=day,
        priority_year=year,
        is_complete=year <= 2022,
        origin=["CN"] * families,
        first_publication_date=day + pd.Timedelta(days=540),
        ip_right=rights,
        has_utility_model_twin=[False] * families,
        legal_status=status,
        is_granted=granted,
        is_in_force=alive & granted,
        is_active=alive,
        expiry_date=expiry,
        forward_citation_count=stated if citations != "none" else [None] * families,
        citation_source=[{"links": "links", "counts": "vendor_count", "none": None}[citations]] * families,
        family_size=1 + foreign,
        publication_count=[1] * families,
        office_count=1 + np.minimum(foreign, 4),
        claim_count=claims,
        wipo_field=np.where(rights == "design", None, field),
    )
    offices = ["US", "EP", "JP", "KR", "WO"]
    rows = [pd.DataFrame({"row": number, "office": "CN"})]
    rows += [pd.DataFrame({"row": number[foreign > k], "office": o}) for k, o in enumerate(offices)]
    member = pd.concat(rows, ignore_index=True)
    family_member = frame(
        tables.FAMILY_MEMBER,
        family_id=np.array(ids, dtype=object)[member["row"]],
        publication_number=[
            f"{o}{2000000000 + r}" for r, o in zip(member["row"], member["office"], strict=True)
        ],
        office=member["office"].to_numpy(dtype=object),
        ip_right=rights[member["row"]],
        is_granted=granted[member["row"]],
        is_in_force=(alive & granted)[member["row"]],
        is_active=alive[member["row"]],
        is_in_export=[True] * len(member),
    )
    application = frame(
        tables.APPLICATION,
        application_id=ids,
        family_id=ids,
        office=["CN"] * families,
        ip_right=rights,
        filing_date=day,
        grant_date=pd.Series(day + pd.Timedelta(days=900)).where(granted),
        legal_status=status,
        is_granted=granted,
        is_in_force=alive & granted,
        is_active=alive,
        expiry_date=expiry,
    )
    total = int(cited.sum()) if citations == "links" else 0
    target = np.repeat(number, cited) if total else number[:0]
    source = rng.integers(0, families, total)
    link = pd.DataFrame({"citing": source, "cited": target}).drop_duplicates()
    link = link[link["citing"] != link["cited"]]
    array = np.array(ids, dtype=object)
    citation = (
        frame(
            tables.CITATION,
            citing_family_id=array[link["citing"]],
            cited_family_id=array[link["cited"]],
            citing_date=family["first_publication_date"].to_numpy()[link["citing"]],
            is_self_citation=rng.random(len(link)) < 0.1,
        )
        if len(link)
        else contract.empty(tables.CITATION)
    )
    subclasses = np.array(["A61K", "A61P", "C07K", "C12N", "G01N"], dtype=object)
    symbols = pd.DataFrame({"row": np.repeat(number, 2)})
    symbols["subclass"] = subclasses[rng.integers(0, 5, len(symbols))]
    symbols = symbols.drop_duplicates()
    symbols = symbols[rights[symbols["row"]] != "design"]
    classification = (
        frame(
            tables.CLASSIFICATION,
            family_id=array[symbols["row"]],
            scheme=["IPC"] * len(symbols),
            symbol=symbols["subclass"].to_numpy(dtype=object) + "39/00",
            subclass=symbols["subclass"].to_numpy(dtype=object),
            is_main=[False] * len(symbols),
        )
        if len(symbols)
        else contract.empty(tables.CLASSIFICATION)
    )
    many = owners or max(1, families // 12)
    owner = np.minimum(rng.zipf(1.4, families) - 1, many - 1)
    names = [f"firm-{i:05d}" for i in range(many)]
    family_applicant = frame(
        tables.FAMILY_APPLICANT,
        family_id=ids,
        applicant_id=np.array(names, dtype=object)[owner],
        share=np.ones(families),
        owner_share=np.ones(families),
    )
    applicant = frame(
        tables.APPLICANT,
        applicant_id=names,
        name=[f"Firm {i}" for i in range(many)],
        applicant_kind=["university" if i % 5 == 1 else "company" for i in range(many)],
        is_zone_member=[i % 5 == 0 for i in range(many)],
    )
    leaves = np.array(["1.1.1", "1.1.2", "1.2.1", "1.2.2", "1.2.3"], dtype=object)
    leaf = leaves[rng.integers(0, 5, families)]
    branch_assignment = pd.DataFrame(
        {"family_id": ids, "branch_id": leaf, "is_leaf": True, "is_primary": True}
    ).astype({"is_leaf": "boolean", "is_primary": "boolean"})
    return {
        "family": family,
        "family_member": family_member,
        "application": application,
        "citation": citation,
        "classification": classification,
        "family_applicant": family_applicant,
        "applicant": applicant,
        "branch": BRANCHES,
        "branch_assignment": branch_assignment,
        "text_embedding": texts(ids, seed),
        "intake": frame(
            tables.INTAKE,
            export_file=["exports/all.csv"],
            rows_accepted=[families],
            columns_mapped=[["Family=family_publications", "Awards=awards", "Pledges=pledge_count"]],
        ),
        "event": contract.empty(tables.EVENT),
        "party": frame(
            tables.PARTY,
            publication_number=[f"CN{2000000000 + i}" for i in number],
            role=["inventor"] * families,
            sequence=[1] * families,
            name=[f"person {i}" for i in rng.integers(0, max(1, families // 4), families)],
        ),
        "truth": pd.DataFrame({"family_id": ids, "quality": quality}),
    }
