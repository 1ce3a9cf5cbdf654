"""What each flow does, in order: the builders, and the few steps that touch files.

Lineage, the data dictionary and the flows themselves are all read from here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from corpus import (
    applicant_names,
    citations,
    completeness,
    conflicts,
    documents,
    enterprises,
    events,
    families,
    inventors,
    name_suggestions,
    parties,
)
from corpus.store import inputs_of
from navigation import (
    changes,
    clustering,
    cooccurrence,
    descriptions,
    lineage,
    main_path,
    networks,
    pathway,
    positions,
    stability,
    suggestions,
    taxonomy,
    trends,
)
from scoring import (
    candidates,
    cohorts,
    comparison,
    composite,
    deadlines,
    definitions,
    joint_owners,
    members,
    portfolios,
    sensitivity,
)
from scoring.indicators import INDICATORS


@dataclass(frozen=True)
class Act:
    """One step: the task that carries it out, the tables it makes and reads."""

    task: str
    makes: tuple[str, ...]
    reads: tuple[str, ...]
    builder: Callable[..., Any] | None = None


def _built(*builders: Callable[..., Any]) -> tuple[Act, ...]:
    return tuple(Act("build", (b.__name__,), tuple(inputs_of(b)[0]), b) for b in builders)


def _read_by_indicators() -> tuple[str, ...]:
    names = {name for i in INDICATORS.values() for name in inputs_of(i.function)[0]}
    return (*sorted(names), "cohort")


PLAN: dict[str, tuple[Act, ...]] = {
    "ingest": (
        Act("read_exports", ("intake", "export_record", "export_reject", "enterprise", "name_decision"), ()),
        *_built(
            documents.publication,
            documents.application,
            families.family_member,
            families.classification,
            parties.party,
            parties.applicant,
            parties.family_applicant,
            applicant_names.applicant_name,
            inventors.inventor,
            enterprises.zone_suggestion,
            name_suggestions.name_suggestion,
            citations.citation,
            families.family,
            events.event,
            conflicts.conflict,
            completeness.completeness,
        ),
        Act("write_name_review", (), ("name_suggestion", "applicant", "applicant_name")),
    ),
    "cluster": (
        Act("embed", ("text_embedding",), ("family",)),
        Act(
            "remember",
            ("previous_assignment", "previous_cluster", "cluster_run"),
            ("text_embedding",),
        ),
        *_built(
            clustering.cluster_assignment,
            lineage.cluster_lineage,
            descriptions.cluster,
            descriptions.cluster_group,
            stability.cluster_check,
        ),
        Act("build_branch", ("branch",), tuple(inputs_of(taxonomy.derived_branch)[0])),
        *_built(taxonomy.branch_assignment, suggestions.node_suggestion),
        Act("judge_retrieval", ("retrieval_quality",), ("family_member",)),
    ),
    "score": (
        *_built(cohorts.cohort),
        Act("measure", ("family_indicator",), _read_by_indicators()),
        *_built(
            composite.score_contribution,
            composite.family_score,
            comparison.score_comparison,
            sensitivity.sensitivity,
            candidates.candidate,
            deadlines.deadline,
            joint_owners.joint_owner,
            members.portfolio_member,
            portfolios.portfolio,
            definitions.portfolio_definition,
        ),
        # New scores have not been held against anything; `patnav backtest` fills these.
        Act("reset_backtest", ("backtest", "backtest_calibration", "backtest_importance"), ()),
    ),
    "report": (
        *_built(
            trends.filing_trend,
            trends.branch_profile,
            positions.position,
            positions.office_flow,
            positions.gap,
            networks.collaboration,
            networks.co_invention,
            main_path.main_path,
            cooccurrence.cooccurrence,
            cooccurrence.technology_theme,
            pathway.recommendation,
        ),
        Act(
            "recall",
            ("previous_run", "previous_family", "previous_portfolio", "previous_fact", "run_change"),
            ("cluster_run",),
        ),
        *_built(changes.family_change, changes.portfolio_change),
        Act("compare_facts", ("fact_change",), ("previous_fact", "run_change")),
        Act("write_reports", (), ()),
        Act("keep_record", (), ("family", "family_score", "portfolio", "branch", "cluster_run")),
    ),
}


def acts() -> Iterator[tuple[str, Act]]:
    """Every step with the name of its flow, in the order of a whole run."""
    for flow, steps in PLAN.items():
        for act in steps:
            yield flow, act


def made_by(table: str) -> str | None:
    """Where a table is made: `flow: module.function`, or the task's name."""
    for flow, act in acts():
        if table in act.makes:
            source = f"{act.builder.__module__}.{act.builder.__name__}" if act.builder else act.task
            return f"{flow}: {source}"
    return None


def read_by(table: str) -> list[str]:
    """Tables made from a table, in the order they are made."""
    return [name for _, act in acts() if table in act.reads for name in act.makes]
