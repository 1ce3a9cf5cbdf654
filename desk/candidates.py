"""What the pick page shows of the candidate portfolios of one study, as plain data in one language.

The page ranks them anew under other weights with the arithmetic of `scoring`: the percentiles of the
seven dimensions are handed over in full, and `scoring.robustness.weighted_score` is done once more in
the browser, term by term in the same order.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from navigation.reports.sections.branches import label_of, technology_of
from navigation.reports.words import clean, code_word
from scoring.composite import competition_rank
from scoring.decisions import BETWEEN
from scoring.dimensions import DIMENSIONS
from scoring.robustness import weighted_score
from scoring.standing import midrank
from scoring.tables import PORTFOLIO_CLASSES, PORTFOLIO_KINDS

Numbers = npt.NDArray[np.float64]
Lookup = Callable[[str], pd.DataFrame]
TABLES = (
    "portfolio", "portfolio_member", "family", "family_score", "branch", "decision_standing",
)  # fmt: skip
PILLARS = ("technology", "market", "legal")
SHOWN_MEMBERS = 20
DIGITS = 9  # to which a score is rounded before it is ranked, as in scoring.portfolios


def dimension_points(portfolio: pd.DataFrame) -> Numbers:
    """Candidates × 7: each dimension as a percentile among the candidates of the same kind.

    The table holds the control share as a share; its percentile is taken again.

    Parameters
    ----------
    portfolio
        Candidates.
    """
    points = portfolio[list(DIMENSIONS)].to_numpy(dtype=np.float64, na_value=np.nan, copy=True)
    kinds = pd.factorize(portfolio["kind"].to_numpy(), sort=True)[0].astype(np.int64)
    place = DIMENSIONS.index("control_share")
    points[:, place] = midrank(points[:, place], kinds) * 100
    return points


def ranked(points: Numbers, kinds: npt.NDArray[Any], weights: Numbers) -> tuple[Numbers, Numbers]:
    """Score and rank within its kind of each candidate under some weights; NaN where nothing weighs.

    Parameters
    ----------
    points
        As `dimension_points` gives them.
    kinds
        Kind of each candidate.
    weights
        Seven, none negative.
    """
    score = np.round(weighted_score(points, weights), DIGITS)
    rank = np.full(len(score), np.nan)
    for kind in np.unique(kinds):
        known = (kinds == kind) & ~np.isnan(score)
        rank[known] = competition_rank(score[known])
    return score, rank


def pick_data(read: Lookup, settings: Mapping[str, Any], language: str) -> dict[str, Any]:
    """The candidates of a study as data that JSON can hold.

    Parameters
    ----------
    read
        Tables by name, those of `TABLES`.
    settings
        `study` (its folder's name), `title`, `title_en`, `as_of` and `synthetic`.
    language
        `zh` or `en`.
    """
    as_of: dt.date = settings["as_of"]
    portfolio = read("portfolio")
    rows = portfolio[portfolio["is_candidate"].fillna(False).astype(bool)]
    rows = rows.sort_values(["kind", "rank", "portfolio_id"], ignore_index=True)
    members = _members(read, rows, language)
    pillars = _pillars(read, rows)
    known = label_of(read("branch"))
    points = dimension_points(rows)
    title = settings["title"] if language == "zh" else settings.get("title_en") or settings["title"]
    return {
        "study": settings["study"],
        "title": clean(str(title)),
        "as_of": as_of.isoformat(),
        "rows": [
            _row(row, points[i], known, members, pillars, language)
            for i, row in enumerate(rows.to_dict("records"))
        ],
        "standing": [_standing(row, language) for row in read("decision_standing").to_dict("records")],
    }


def page_words(language: str) -> dict[str, Any]:
    """The words of codes that the page writes itself."""
    return {
        "dimensions": [[name, code_word("dimension", name, language)] for name in DIMENSIONS],
        "pillars": [[name, code_word("pillar", name, language)] for name in PILLARS],
        "kinds": {name: code_word("portfolio_kind", name, language) for name in PORTFOLIO_KINDS},
        "classes": {name: code_word("portfolio_class", name, language) for name in PORTFOLIO_CLASSES},
    }


def _row(
    row: Mapping[Any, Any],
    points: Numbers,
    known: Mapping[str, Any],
    members: Mapping[str, Mapping[str, Any]],
    pillars: Mapping[str, list[float | None]],
    language: str,
) -> dict[str, Any]:
    key = str(row["portfolio_id"])
    technology = technology_of(row["branch_id"], row["technology"], dict(known)).of(language)
    leaves = [known[leaf].of(language) if leaf in known else leaf for leaf in items(row["absent_branches"])]
    return {
        "id": key,
        "kind": row["kind"],
        "owner": clean(str(row["owner"])) if pd.notna(row["owner"]) else "—",
        "technology": technology,
        "zone": bool(row["is_zone_member"]) if pd.notna(row["is_zone_member"]) else None,
        "class": row["class"],
        "families": int(row["family_count"]),
        "active": whole(row["active_count"]),
        "granted": whole(row["granted_count"]),
        "highvalue": whole(row["high_value_count"]),
        "remaining": real(row["median_remaining_years"]),
        "score": real(row["score"]),
        "rank": whole(row["rank"]),
        "low": whole(row["rank_low"]),
        "high": whole(row["rank_high"]),
        "top": real(row["p_top"]),
        "five": real(row["p_top_five"]),
        "points": [real(p) for p in points],
        "pillars": pillars.get(key, [None, None, None]),
        "weakest": coded("dimension", row["weakest_dimension"], language),
        "badges": _words("circumstance", row["badges"], language),
        "evidence": whole(row["evidence_count"]),
        "offices": _words("office", row["absent_offices"], language),
        "leaves": leaves,
        "lacking": _words("circumstance", row["absent_evidence"], language),
        "actions": _words("next_action", row["next_actions"], language),
        "due": day_of(row["next_due_date"]),
        **members.get(key, {"members": [], "ids": "", "alive": ""}),
    }


def _members(read: Lookup, rows: pd.DataFrame, language: str) -> dict[str, dict[str, Any]]:
    """Of each portfolio the best of its families, and the ids of all and of those alive."""
    held = read("portfolio_member")[["portfolio_id", "family_id", "excluded_reason"]]
    held = held[held["portfolio_id"].isin(rows["portfolio_id"])]
    family = read("family")[
        ["family_id", "representative_number", "title", "title_en", "legal_status", "is_active"]
    ]
    score = read("family_score")[["family_id", "score"]]
    merged = held.merge(family, on="family_id").merge(score, on="family_id", how="left")
    first, other = ("title", "title_en") if language == "zh" else ("title_en", "title")
    merged["shown"] = merged[first].fillna(merged[other]).fillna("—").map(lambda t: clean(t, 90))
    merged = merged.sort_values(["portfolio_id", "score", "family_id"], ascending=[True, False, True])
    found = {}
    for key, part in merged.groupby("portfolio_id", sort=False):
        active = part["is_active"].fillna(False).astype(bool)
        best = part.head(SHOWN_MEMBERS)
        found[str(key)] = {
            "members": [
                [number, title, coded("legal_status", status, language), real(value), name]
                for number, title, status, value, name in zip(
                    best["representative_number"], best["shown"], best["legal_status"], best["score"],
                    best["family_id"], strict=True,
                )
            ],
            "ids": BETWEEN.join(sorted(part["family_id"])),
            "alive": BETWEEN.join(sorted(part.loc[active, "family_id"])),
        }  # fmt: skip
    return found


def _pillars(read: Lookup, rows: pd.DataFrame) -> dict[str, list[float | None]]:
    """Mean pillars of the families of each portfolio that have a score."""
    held = read("portfolio_member")[["portfolio_id", "family_id"]]
    held = held[held["portfolio_id"].isin(rows["portfolio_id"])]
    merged = held.merge(read("family_score")[["family_id", *PILLARS]], on="family_id")
    mean = merged.groupby("portfolio_id")[list(PILLARS)].mean()
    return {
        str(key): [real(v) for v in values] for key, values in zip(mean.index, mean.to_numpy(), strict=True)
    }


def _standing(row: Mapping[Any, Any], language: str) -> dict[str, Any]:
    """A decision in force, with what has moved since."""
    return {
        "id": row["portfolio_id"],
        "choice": row["choice"],
        "by": clean(str(row["decided_by"])),
        "on": day_of(row["decided_on"]),
        "note": clean(str(row["choice_note"]), 400) if pd.notna(row["choice_note"]) else "",
        "label": clean(str(row["label_then"])) if pd.notna(row["label_then"]) else row["portfolio_id"],
        "standing": row["standing"],
        "cut_off": day_of(row["cut_off_then"]),
        "score": [real(row["score_then"]), real(row["score"])],
        "rank": [whole(row["rank_then"]), whole(row["rank"])],
        "class": [
            coded("portfolio_class", row["class_then"], language),
            coded("portfolio_class", row["class"], language),
        ],
        "entered": _count(row["entered_families"]),
        "left": _count(row["left_families"]),
        "ended": _count(row["ended_families"]),
    }


def items(value: Any) -> list[str]:
    """A list cell as a list; a missing one is empty."""
    return [str(v) for v in value] if isinstance(value, (list, tuple, np.ndarray)) else []


def _count(value: Any) -> int:
    return len(items(value))


def _words(group: str, value: Any, language: str) -> list[str]:
    return [code_word(group, code, language) for code in items(value)]


def coded(group: str, code: Any, language: str) -> str | None:
    """The word of a code; None where there is none."""
    return code_word(group, code, language) if isinstance(code, str) else None


def real(value: Any) -> float | None:
    """A number in full; None where it is missing."""
    return float(value) if pd.notna(value) else None


def whole(value: Any) -> int | None:
    """A whole number; None where it is missing."""
    return int(value) if pd.notna(value) else None


def day_of(value: Any) -> str | None:
    """A day as ISO 8601; None where it is missing."""
    return str(value)[:10] if pd.notna(value) else None
