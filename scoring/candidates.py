"""Which high-value categories a family meets, and the circumstances beside its score.

A flag is a statistic of the patent office and a circumstance is evidence; neither ever enters
the score, or the score could not be tested against them.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import numpy as np
import pandas as pd

from corpus import lists
from corpus.errors import StudyError
from scoring.keys import among, looked_up
from scoring.tables import CANDIDATE

TEN_YEARS = 10
LONGEST_TERM_YEARS = 21

CATEGORIES = (
    "in_emerging_industry",
    "has_foreign_grant",
    "maintained_over_ten_years",
    "has_large_pledge",
    "has_award",
)
# Amounts and awards stand in registers that exports rarely hold: not knowing them decides nothing.
REGISTERED = ("has_large_pledge", "has_award")
AWARD_PATTERN = (
    r"国家(?:最高)?(?:科学技术|自然科学|技术发明|科学技术进步|科技进步)奖"
    r"|中国(?:外观设计)?专利(?:金|银|优秀)?奖|China Patent (?:Gold |Silver |Excellence )?Award"
)


@dataclass(frozen=True)
class HighValueRule:
    """A version of the statistical definition of high-value invention patents.

    Parameters
    ----------
    name
        Key in the study file.
    categories
        Categories that count.
    office
        Office whose patents in force are counted.
    not_abroad
        Offices whose grants are not foreign ones.
    """

    name: str
    categories: tuple[str, ...]
    office: str = "CN"
    not_abroad: tuple[str, ...] = ("CN", "HK", "MO", "TW", "WO")


RULE_SETS = {
    rule.name: rule
    for rule in (
        HighValueRule("cnipa-14fyp-5", CATEGORIES),
        HighValueRule("cnipa-15fyp-4", tuple(c for c in CATEGORIES if c != "has_large_pledge")),
    )
}


def candidate(
    family: pd.DataFrame,
    application: pd.DataFrame,
    family_member: pd.DataFrame,
    *,
    as_of: datetime.date,
    rule_set: str,
    pledge_minimum: float | None,
) -> pd.DataFrame:
    """Every family with the high-value categories and the circumstances it meets.

    Only an invention patent granted by CNIPA and in force can meet a category. A category is NA
    where the data do not decide it. `is_high_value` is true if one category is met; NA if none
    is and one that exports can decide is undecided. The pledge category needs amounts, which
    no export holds: it stays NA, is listed among the circumstances, and does not keep
    `is_high_value` from being false; nor do awards that no export states.

    Parameters
    ----------
    rule_set
        `cnipa-14fyp-5` or `cnipa-15fyp-4` (without the pledge category).
    pledge_minimum
        Least pledge in CNY; no threshold has been published.

    Raises
    ------
    StudyError
        The rule set is unknown.
    """
    if rule_set not in RULE_SETS:
        raise StudyError(f"study.toml: rule_set {rule_set} is unknown. Known: {', '.join(RULE_SETS)}")
    rule = RULE_SETS[rule_set]
    families = pd.Index(family["family_id"], name="family_id")
    facts = family.set_index("family_id")
    base = _in_force(application, families, rule.office)
    categories = pd.DataFrame(
        {
            "in_emerging_industry": base & _emerging(facts),
            "has_foreign_grant": base & _granted_abroad(family_member, facts, as_of, rule),
            "maintained_over_ten_years": _maintained(application, families, as_of, rule.office),
            "has_large_pledge": base & pd.Series(pd.NA, index=families, dtype="boolean"),
            "has_award": base & _awarded(facts),
        },
        index=families,
    ).astype("boolean")
    for name in CATEGORIES:
        if name not in rule.categories:
            categories[name] = pd.array([pd.NA] * len(families), dtype="boolean")
    met = pd.Series(False, index=families, dtype="boolean")
    for name in rule.categories:
        met |= categories[name].fillna(False) if name in REGISTERED else categories[name]
    result = categories.assign(rule_set=rule.name, is_high_value=met).reset_index()
    named = _circumstances(facts, categories, rule)
    result["circumstances"] = pd.Series(named.reindex(families).array, index=result.index)
    return result[CANDIDATE.column_names]


def _in_force(application: pd.DataFrame, families: pd.Index, office: str) -> pd.Series:
    """Whether the family holds an invention granted at the office and in force there."""
    own = application[(application["office"] == office) & (application["ip_right"] == "invention")]
    flag = own["is_granted"].astype("boolean") & own["is_in_force"].astype("boolean")
    return _any(flag, own["family_id"], families)


def _any(flag: pd.Series, family: pd.Series, families: pd.Index) -> pd.Series:
    """Per family: true if one is, NA if none is but one is unknown, else false."""
    true = flag.fillna(False).astype("bool").groupby(family).any().reindex(families).eq(True)
    open_ = flag.isna().groupby(family).any().reindex(families).eq(True)
    return true.astype("boolean").mask(~true & open_, pd.NA)


def _emerging(facts: pd.DataFrame) -> pd.Series:
    """Whether an industry is stated or follows from the symbols; NA without symbols."""
    count = lists.lengths(facts["sei_codes"])
    sorted_out = count.fillna(0).gt(0).astype("boolean")
    return sorted_out.mask(count.isna() & facts["wipo_field"].isna(), pd.NA)


def _granted_abroad(
    family_member: pd.DataFrame, facts: pd.DataFrame, as_of: datetime.date, rule: HighValueRule
) -> pd.Series:
    """Whether a member is granted abroad and neither known to have ended nor overdue."""
    abroad = family_member[
        ~family_member["office"].isin(rule.not_abroad) & (family_member["ip_right"] != "design")
    ]
    priority = looked_up(abroad["family_id"], facts["earliest_priority_date"])
    over = priority + pd.DateOffset(years=LONGEST_TERM_YEARS) < pd.Timestamp(as_of)
    force = abroad["is_in_force"].astype("boolean")
    alive = force.where(force.notna(), ~over.astype("boolean"))
    flag = abroad["is_granted"].astype("boolean") & alive
    return _any(flag, abroad["family_id"], facts.index)


def _maintained(
    application: pd.DataFrame, families: pd.Index, as_of: datetime.date, office: str
) -> pd.Series:
    """In force more than ten years after filing: the tenth anniversary itself is not enough."""
    own = application[(application["office"] == office) & (application["ip_right"] == "invention")]
    old = (own["filing_date"] + pd.DateOffset(years=TEN_YEARS) < pd.Timestamp(as_of)).astype("boolean")
    old = old.mask(own["filing_date"].isna(), pd.NA)
    flag = own["is_granted"].astype("boolean") & own["is_in_force"].astype("boolean") & old
    return _any(flag, own["family_id"], families)


def _awarded(facts: pd.DataFrame) -> pd.Series:
    text = lists.join(facts["awards"], " ; ")
    return text.str.contains(AWARD_PATTERN, regex=True).astype("boolean").mask(text.isna(), pd.NA)


def _circumstances(facts: pd.DataFrame, categories: pd.DataFrame, rule: HighValueRule) -> pd.Series:
    """Codes of what is known beside the score, one list per family, in a fixed order."""
    event = lists.explode(facts[["events"]].reset_index(), "events")
    heard = {str(name): part["family_id"] for name, part in event.groupby("events", sort=True)}
    marks: dict[str, np.ndarray] = {}
    for name in ("transfer", "licence", "pledge", "litigation"):
        marks[name] = facts[f"{name}_count"].fillna(0).gt(0).to_numpy(dtype=bool)
    for name, holders in heard.items():
        seen = among(facts.index, holders)
        marks[name] = marks[name] | seen if name in marks else seen
    marks["award"] = lists.lengths(facts["awards"]).fillna(0).gt(0).to_numpy(dtype=bool)
    marks["utility_model_twin"] = facts["has_utility_model_twin"].fillna(False).to_numpy(dtype=bool)
    for name in rule.categories:
        marks[f"undecided_{name}"] = categories[name].isna().to_numpy()
    rows = [pd.DataFrame({"family_id": facts.index[mask], "code": name}) for name, mask in marks.items()]
    return lists.collect(pd.concat(rows, ignore_index=True), "family_id", "code")
