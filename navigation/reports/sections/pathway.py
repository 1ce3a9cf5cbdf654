"""What could be strengthened, filled, brought in, bought and used: recommendations as sentences."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd

from navigation.reports.document import Ask, Exhibit, Fact, Phrase, Section, asking
from navigation.reports.sections.branches import label_of, phrase
from navigation.reports.tabling import KINDS

MODULES = ("structure", "enterprise", "talent", "technology", "operation")
SENTENCES = 5  # per rule; the table has all
# The numbers a sentence names, by rule; a rule not listed here names all of its numbers.
SHOWN = {
    "strengthen_chain": ("zone_family_count", "rta_shrunk", "growth"),
    "fill_chain": ("zone_family_count", "growth"),
    "extend_chain": ("zone_family_count", "density", "direction_score"),
    "watch_branch": ("prior_count", "recent_count", "growth"),
    "cultivate_enterprise": ("prior_count", "recent_count", "mean_age"),
    "integrate_enterprises": ("gain", "overlap"),
    "attract_enterprise": ("recent_count", "branch_active_count"),
    "train_talent": ("inventor_count", "subject_inventor_count"),
    "attract_talent": ("inventor_count", "subject_inventor_count"),
    "cooperate_talent": ("inventor_count", "subject_inventor_count"),
    "research_in_house": ("team_count",),
    "cooperate_research": ("academic_share",),
    "license_in": ("owner_count", "mean_score"),
    "use_lapsed_patent": ("most_cited",),
    "open_licence": ("mean_score", "median_remaining_years"),
    "pledge_patent": ("mean_score", "median_remaining_years"),
    "form_pool": ("owner_count", "largest_share"),
    "overseas_layout_gap": ("leader_count",),
}
MOST_ROWS = 300


def pathway(recommendation: pd.DataFrame, branch: pd.DataFrame, *, home: str) -> Section:
    """The recommendations by module, each with the numbers behind it."""
    if recommendation.empty:
        return Section("pathway", lacking=("recommendation",))
    ask = asking("pathway", recommendation=recommendation)
    known = label_of(branch)
    rows = ordered(recommendation)
    context = {
        "total": ask("total", "recommendation", "count"),
        "branches": ask("branches", "recommendation", "count_distinct:branch_id"),
        "sure": ask("sure", "recommendation", "count", {"confidence_word": "high"}),
        "unsure": ask("unsure", "recommendation", "count", {"confidence_word": "low"}),
        "modules": [
            {
                "code": module,
                "count": ask(f"module.{module}", "recommendation", "count", {"module": module}),
                "rules": [_rule(ask, rule, picked[picked["rule"] == rule], known, home)
                          for rule in picked["rule"].drop_duplicates()],
            }
            for module in MODULES
            if len(picked := rows[rows["module"] == module])
        ],
    }  # fmt: skip
    return Section("pathway", context, (table(rows, known),))


def _rule(
    ask: Ask, rule: str, picked: pd.DataFrame, known: dict[str, Phrase], home: str
) -> dict[str, object]:
    """A rule's recommendations: the surer ones to word, and how many rest on few families."""
    sure = picked[picked["confidence_word"] != "low"]
    low = {"rule": rule, "confidence_word": "low"}
    return {
        "code": rule,
        "count": ask(f"rule.{rule}", "recommendation", "count", {"rule": rule}),
        "low": ask(f"low.{rule}", "recommendation", "count", low),
        "items": [advice(ask, row, known, home) for row in sure.head(SENTENCES).itertuples()],
    }


def ordered(recommendation: pd.DataFrame) -> pd.DataFrame:
    """Recommendations by module, confidence and n."""
    sure = recommendation["confidence_word"].map({"high": 0, "medium": 1, "low": 2}).fillna(3)
    module = recommendation["module"].map({m: i for i, m in enumerate(MODULES)})
    rows = recommendation.assign(_module=module, _sure=sure)
    rows = rows.sort_values(
        ["_module", "_sure", "n", "recommendation_id"],
        ascending=[True, True, False, True],
        na_position="last",
    )
    return rows.drop(columns=["_module", "_sure"]).reset_index(drop=True)


def advice(ask: Ask, row: Any, known: dict[str, Phrase], home: str) -> dict[str, object]:
    """What a template needs to word one recommendation."""
    where = {"recommendation_id": row.recommendation_id}
    subject = row.subject_label if isinstance(row.subject_label, str) else row.subject_id
    return {
        "rule": row.rule,
        "branch": known.get(row.branch_id) if isinstance(row.branch_id, str) else None,
        "subject": phrase(subject, None) if isinstance(subject, str) else None,
        "confidence": row.confidence_word,
        "n": ask(f"n.{row.recommendation_id}", "recommendation", "cell:n", where),
        "metrics": _metrics(ask, row, where),
        "offices": _offices(row.metrics, home),
    }


def _offices(metrics: object, home: str) -> list[str]:
    """Offices abroad that a recommendation names."""
    found = json.loads(metrics) if isinstance(metrics, str) else {}
    return [str(office) for office in found.get("missing_offices") or [] if office != home]


def _metrics(ask: Ask, row: Any, where: dict[str, str]) -> list[dict[str, object]]:
    """The numbers behind a recommendation, as facts on the keys of its JSON."""
    found = json.loads(row.metrics) if isinstance(row.metrics, str) else {}
    shown: list[dict[str, object]] = []
    for key in SHOWN.get(row.rule, tuple(sorted(found))):
        value = found.get(key)
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            continue
        kind = KINDS.get(key, "count" if isinstance(value, int) else "ratio")
        fact: Fact = ask(
            f"metric.{row.recommendation_id}.{key}", "recommendation", f"cell:metrics/{key}", where, kind=kind
        )
        shown.append({"code": key, "fact": fact})
    return shown


def table(rows: pd.DataFrame, known: dict[str, Phrase]) -> Exhibit:
    """All recommendations with rule, subject, n and confidence."""
    texts = [known[b] if isinstance(b, str) and b in known else phrase(b) for b in rows["branch_id"]]
    frame = rows.assign(branch_zh=[t.zh for t in texts], branch_en=[t.en for t in texts])
    frame = frame.assign(subject=frame["subject_label"].fillna(frame["subject_id"]))
    return Exhibit(
        "recommendations", "table", frame.head(MOST_ROWS), ("recommendation", "branch"), n=len(rows),
        unit="recommendations", caveats=("first_rows",) if len(rows) > MOST_ROWS else (),
        columns=("module", "rule", "branch", "subject", "n", "confidence_word", "evidence_ids"),
    )  # fmt: skip
