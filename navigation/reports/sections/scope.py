"""What the study looks at: the industry, its breakdown with counts, the exports and how they were found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from corpus import lists
from navigation.reports.document import Exhibit, Phrase, Section, asking
from navigation.reports.sections.branches import named, phrase
from navigation.reports.words import words

INDENT = "　"  # one full-width blank for each level below the first


def scope(
    intake: pd.DataFrame,
    family: pd.DataFrame,
    branch: pd.DataFrame,
    branch_assignment: pd.DataFrame,
    retrieval_quality: pd.DataFrame,
    enterprise: pd.DataFrame,
    *,
    passports: Sequence[Mapping[str, Any]],
    industry: str | None,
    title: str,
    title_en: str | None,
) -> Section:
    """Industry, cut-off, sources with their search strings, and every branch with its families."""
    if family.empty:
        return Section("scope", lacking=("family",))
    ask = asking(
        "scope",
        intake=intake, family=family, branch=branch, branch_assignment=branch_assignment,
        retrieval_quality=retrieval_quality, enterprise=enterprise,
    )  # fmt: skip
    listed = sources(intake, passports)
    stages = ("upstream", "midstream", "downstream")
    context = {
        "subject": subject_of(industry, title, title_en),
        "files": ask("files", "intake", "count"),
        "accepted": ask("accepted", "intake", "sum:rows_accepted"),
        "families": ask("families", "family", "count"),
        "without_query": [str(n) for n in listed.loc[listed["query"].isna(), "export_file"]],
        "branches": ask("branches", "branch", "count"),
        "leaves": ask("leaves", "branch", "count", {"is_leaf": True}),
        "critical": ask("critical", "branch", "count", {"is_leaf": True, "is_critical": True}),
        "stages": [
            {"code": code, "count": count}
            for code in stages
            if (count := ask(f"stage.{code}", "branch", "count", {"is_leaf": True, "stage": code})).value
        ],
        "assigned": ask("assigned", "branch_assignment", "count_distinct:family_id"),
        "is_derived": bool(branch["is_derived"].fillna(False).any()),
        "members": ask("members", "enterprise", "count", {"is_zone_member": True}),
        "checks": [
            {
                "code": str(name),
                "rate": ask(
                    f"rate.{name}", "retrieval_quality", "cell:rate", {"check_set": str(name)}, kind="percent"
                ),
            }
            for name in retrieval_quality["check_set"]
        ],
    }
    made = (
        Exhibit(
            "sources", "table", listed, ("intake",), n=len(listed), unit="files",
            columns=("export_file", "format", "rows_accepted", "retrieved_on", "query", "licence"),
            caveats=("sources",),
        ),
        breakdown(branch, branch_assignment),
    )  # fmt: skip
    return Section("scope", context, tuple(e for e in made if e is not None))


def subject_of(industry: str | None, title: str, title_en: str | None) -> Phrase:
    """The industry by words where it is a shipped one, else as the study names it, else its title."""
    known = {language: words(language).get(f"industry.{industry}") for language in ("zh", "en")}
    return phrase(known["zh"] or industry or title, known["en"] or industry or title_en or title)


def sources(intake: pd.DataFrame, passports: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Each export with what its passport in study.toml says; NA where it says nothing."""
    known = {str(entry.get("file")): entry for entry in passports}
    frame = intake[["export_file", "format", "vendor", "rows_accepted"]].copy()
    for name in ("query", "retrieved_on", "licence"):
        cells = [known.get(str(file), {}).get(name) for file in frame["export_file"]]
        frame[name] = pd.Series(
            [None if cell is None else str(cell) for cell in cells], index=frame.index, dtype="str"
        )
    return frame


def breakdown(branch: pd.DataFrame, branch_assignment: pd.DataFrame) -> Exhibit | None:
    """Every branch in the order of the breakdown with its rules and families."""
    if branch.empty:
        return None
    counts = branch_assignment.groupby("branch_id")["family_id"].nunique()
    rows = branch[["branch_id", "ipc_patterns", "keywords_zh", "keywords_en"]].copy()
    rows["family_count"] = rows["branch_id"].map(counts).fillna(0).astype("int64")
    words = [lists.lengths(rows[name]).fillna(0) for name in ("keywords_zh", "keywords_en")]
    rows["keyword_count"] = words[0] + words[1]
    frame = named(rows, branch)
    depth = frame["level"].fillna(1).astype("int64") - 1
    for language in ("zh", "en"):
        texts = zip(depth, frame[f"label_{language}"], strict=True)
        frame[f"label_{language}"] = [INDENT * int(d) + str(text) for d, text in texts]
    return Exhibit(
        "breakdown", "table", frame, ("branch", "branch_assignment"),
        n=int(branch_assignment["family_id"].nunique()),
        columns=("branch_id", "label", "stage", "is_critical", "ipc_patterns", "keyword_count",
                 "family_count"),
        caveats=("multiple_branches",),
    )  # fmt: skip
