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
    attraction,
    changes,
    clustering,
    cooccurrence,
    descriptions,
    effects,
    lineage,
    main_path,
    movers,
    networks,
    pathway,
    places,
    positions,
    proposals,
    risks,
    screens,
    stability,
    suggestions,
    taxonomy,
    teams,
    trends,
    white_spots,
)
from scoring import (
    candidates,
    cohorts,
    comparison,
    composite,
    deadlines,
    decisions,
    definitions,
    joint_owners,
    members,
    portfolios,
    sensitivity,
)
from scoring.indicators import INDICATORS


@dataclass(frozen=True)
class Act:
    """One step: the task that carries it out, the tables it makes and reads, and what else it depends on.

    `settings` are named as builders ask for them, `files` as they lie in the study; None is all of
    them. A step that `takes_all` depends on every table made before it.
    """

    task: str
    makes: tuple[str, ...]
    reads: tuple[str, ...]
    builder: Callable[..., Any] | None = None
    settings: tuple[str, ...] | None = None
    files: tuple[str, ...] | None = None
    takes_all: bool = False


def _built(*builders: Callable[..., Any]) -> tuple[Act, ...]:
    return tuple(_like(b, "build", b.__name__, b) for b in builders)


def _like(
    asks: Callable[..., Any],
    task: str,
    makes: str,
    builder: Callable[..., Any] | None = None,
    files: tuple[str, ...] = (),
) -> Act:
    """The step that makes a table from what a function asks for."""
    tables, settings = inputs_of(asks)
    return Act(task, (makes,), tuple(tables), builder, tuple(settings), files)


def _asked_by_indicators(place: int) -> tuple[str, ...]:
    """The tables (0) or settings (1) that indicators name, sorted."""
    return tuple(sorted({name for i in INDICATORS.values() for name in inputs_of(i.function)[place]}))


PLAN: dict[str, tuple[Act, ...]] = {
    "ingest": (
        Act(
            "read_exports",
            ("intake", "export_record", "export_reject", "enterprise", "name_decision"),
            (),
            settings=("export", "max_reject_share", "stated_as_of"),
            files=("exports", "enterprises.csv", "names.csv"),
        ),
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
        Act(
            "write_name_review",
            (),
            ("name_suggestion", "applicant", "applicant_name"),
            settings=(),
            files=(),
        ),
    ),
    "cluster": (
        Act("embed", ("text_embedding",), ("family",), settings=("clustering", "seed"), files=()),
        Act(
            "remember",
            ("previous_assignment", "previous_cluster", "cluster_run"),
            ("text_embedding",),
            settings=("clustering", "seed"),
            files=(),
        ),
        *_built(
            clustering.cluster_assignment,
            lineage.cluster_lineage,
            descriptions.cluster,
            descriptions.cluster_group,
            stability.cluster_check,
        ),
        _like(taxonomy.derived_branch, "build_branch", "branch", files=("taxonomy.csv",)),
        *_built(taxonomy.branch_assignment, suggestions.node_suggestion),
        Act(
            "judge_retrieval",
            ("retrieval_quality",),
            ("family_member",),
            settings=("thresholds",),
            files=("review.csv",),
        ),
    ),
    "score": (
        Act(
            "read_reference",
            ("reference_family",),
            ("family_member",),
            settings=("reference",),
            files=("reference",),
        ),
        *_built(cohorts.cohort),
        Act(
            "measure",
            ("family_indicator",),
            (*_asked_by_indicators(0), "cohort", "reference_family"),
            settings=(*_asked_by_indicators(1), "cohort_minimum", "reference"),
            files=("reference",),
        ),
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
        Act("read_decisions", ("decision",), (), settings=(), files=()),
        *_built(decisions.decision_standing),
        # New scores have not been held against anything; `patnav backtest` fills these.
        Act(
            "reset_backtest",
            ("backtest", "backtest_calibration", "backtest_importance"),
            ("family_indicator", "family_score"),
            settings=(),
            files=(),
        ),
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
            places.place,
            movers.owner_shift,
            movers.entrant,
            teams.inventor_team,
            attraction.attraction,
            screens.screen,
            pathway.recommendation,
            risks.risk_family,
            risks.risk_cell,
            effects.family_effect,
            white_spots.white_spot,
            proposals.operation_proposal,
        ),
        Act(
            "recall",
            ("previous_run", "previous_family", "previous_portfolio", "previous_fact", "run_change"),
            ("cluster_run",),
            takes_all=True,
        ),
        *_built(changes.family_change, changes.portfolio_change),
        Act("compare_facts", ("fact_change",), ("previous_fact", "run_change"), takes_all=True),
        Act("write_reports", (), (), takes_all=True),
        Act(
            "keep_record",
            (),
            ("family", "family_score", "portfolio", "branch", "cluster_run"),
            takes_all=True,
        ),
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
