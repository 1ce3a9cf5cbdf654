"""Which high-value categories a family meets, and the circumstances beside its score.

A flag is a statistic of the patent office and a circumstance is evidence; neither ever enters
the score, or the score could not be tested against them.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from corpus import lists
from corpus.errors import StudyError
from scoring.keys import among, looked_up, places
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
# Columns of an export of which one is enough to say that a blank cell means "none".
FAMILY_COLUMNS = ("family_publications", "family_offices", "vendor_family_size")
PLEDGE_COLUMNS = ("pledge_count", "pledge_dates", "pledge_contracts", "legal_history")
AWARD_COLUMNS = ("awards",)
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
    version
        Version of our reading of the definition; a changed reading gets a new one.
    source
        Where the definition comes from.
    categories
        Categories that count.
    office
        Office whose patents in force are counted.
    not_abroad
        Offices whose grants are not foreign ones.
    """

    name: str
    version: str
    source: str
    categories: tuple[str, ...]
    office: str = "CN"
    not_abroad: tuple[str, ...] = ("CN", "HK", "MO", "TW", "WO")


RULE_SETS = {
    rule.name: rule
    for rule in (
        HighValueRule("cnipa-14fyp-5", "2", "“十四五”规划纲要指标口径，五类", CATEGORIES),
        HighValueRule(
            "cnipa-15fyp-4",
            "2",
            "“十五五”口径，四类，不含质押融资",
            tuple(c for c in CATEGORIES if c != "has_large_pledge"),
        ),
    )
}


def candidate(
    family: pd.DataFrame,
    application: pd.DataFrame,
    family_member: pd.DataFrame,
    intake: pd.DataFrame,
    *,
    as_of: datetime.date,
    rule_set: str,
    pledge_minimum: float | None,
) -> pd.DataFrame:
    """Every family with the high-value categories and the circumstances it meets.

    Only an invention patent granted by CNIPA and in force can meet a category. A category is
    true, false, or NA where the data do not decide it: the status of the Chinese patent is not
    stated, or a blank cell may mean that the export does not hold the fact at all. A blank means
    "none" only where every export has such a column. Pledge amounts stand in no export, so a
    pledge on record is NA too. `is_high_value` is true if one category is met, NA if none is and
    one is undecided, else false.

    The unit of the official figure is the patent: `high_value_patent_count` holds the family's
    Chinese inventions in force that meet a category, `undecided_patent_count` those that may.

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
    facts = family.set_index("family_id")
    known = _known_families(family_member, facts, intake)
    patents = _patents(application, family_member, facts, rule.office, known)
    about = pd.DataFrame(
        {
            "in_emerging_industry": _emerging(facts),
            "has_foreign_grant": _granted_abroad(family_member, facts, known, as_of, rule),
            "has_large_pledge": _pledged(facts, intake),
            "has_award": _awarded(facts, intake),
        },
        index=facts.index,
    ).astype("boolean")
    decided = {n: patents["in_force"] & looked_up(patents["family_id"], about[n]) for n in about}
    decided["maintained_over_ten_years"] = patents["in_force"] & _over_ten_years(patents, as_of)
    met = pd.Series(False, index=patents.index, dtype="boolean")
    for name in rule.categories:
        met |= decided[name]
    result = pd.DataFrame(index=facts.index)
    for name in CATEGORIES:
        flag = _any(decided[name], patents["family_id"], facts.index)
        result[name] = flag if name in rule.categories else pd.array([pd.NA] * len(facts), dtype="boolean")
    result["is_high_value"] = _any(met, patents["family_id"], facts.index)
    for column, flags in (
        ("high_value_patent_count", met.fillna(False)),
        ("undecided_patent_count", met.isna()),
    ):
        result[column] = pd.array(_count(flags, patents["family_id"], facts.index), dtype="Int64")
    result["circumstances"] = looked_up(facts.index, _circumstances(facts, result, rule)).array
    result = result.assign(rule_set=rule.name, rule_version=rule.version).reset_index()
    return result[CANDIDATE.column_names]


def _patents(
    application: pd.DataFrame,
    family_member: pd.DataFrame,
    facts: pd.DataFrame,
    office: str,
    known: npt.NDArray[np.bool_],
) -> pd.DataFrame:
    """Inventions at the office, with whether each is in force; those only listed are unknown.

    A family without an application at the office may hold a patent there if exports list such a member,
    or do not tell all its members.
    """
    own = application[(application["office"] == office) & (application["ip_right"] == "invention")]
    held = own[["family_id", "filing_date"]].assign(in_force=own["is_in_force"].astype("boolean"))
    listed = family_member[(family_member["office"] == office) & (family_member["ip_right"] == "invention")]
    may = among(facts.index, listed["family_id"]) | (~known & (facts["ip_right"] == "invention").to_numpy())
    unseen = pd.DataFrame({"family_id": facts.index[may & ~among(facts.index, own["family_id"])]})
    unseen = unseen.reindex(columns=held.columns).astype(held.dtypes)
    every = pd.concat([held, unseen], ignore_index=True)
    return every[among(every["family_id"], facts.index)].reset_index(drop=True)


def _any(flag: pd.Series, family: pd.Series, families: pd.Index) -> pd.Series:
    """Per family: true if one is, NA if none is but one is unknown, else false."""
    true = _count(flag.fillna(False), family, families) > 0
    open_ = _count(flag.isna(), family, families) > 0
    return pd.Series(true, index=families, dtype="boolean").mask(~true & open_, pd.NA)


def _count(flag: pd.Series, family: pd.Series, families: pd.Index) -> npt.NDArray[np.int64]:
    """Per family: how many are true."""
    place = places(family[flag.to_numpy(dtype=bool)], families)
    return np.bincount(place[place >= 0], minlength=len(families)).astype(np.int64)


def _every_export_states(intake: pd.DataFrame, columns: tuple[str, ...]) -> bool:
    """Whether each export with records has one of the columns, so that a blank cell says "none"."""
    used = intake[intake["rows_accepted"].fillna(0) > 0]
    heading = lists.explode(used[["export_file", "columns_mapped"]], "columns_mapped")
    column = heading["columns_mapped"].str.replace(r"^.*=", "", regex=True)
    return bool(len(used)) and set(used["export_file"]) <= set(
        heading.loc[column.isin(columns), "export_file"]
    )


def _emerging(facts: pd.DataFrame) -> pd.Series:
    """Whether an industry is stated or follows from the symbols; NA without symbols."""
    count = lists.lengths(facts["sei_codes"])
    sorted_out = count.fillna(0).gt(0).astype("boolean")
    return sorted_out.mask(count.isna() & facts["wipo_field"].isna(), pd.NA)


def _granted_abroad(
    family_member: pd.DataFrame,
    facts: pd.DataFrame,
    known: npt.NDArray[np.bool_],
    as_of: datetime.date,
    rule: HighValueRule,
) -> pd.Series:
    """Whether a member is granted abroad and neither known to have ended nor overdue.

    Without such a member: NA where not all members are known.
    """
    abroad = family_member[
        ~family_member["office"].isin(rule.not_abroad) & (family_member["ip_right"] != "design")
    ]
    priority = looked_up(abroad["family_id"], facts["earliest_priority_date"])
    over = priority + pd.DateOffset(years=LONGEST_TERM_YEARS) < pd.Timestamp(as_of)
    force = abroad["is_in_force"].astype("boolean")
    alive = force.where(force.notna(), ~over.astype("boolean"))
    found = _any(abroad["is_granted"].astype("boolean") & alive, abroad["family_id"], facts.index)
    return found.mask(found.eq(False).fillna(False) & ~known, pd.NA)


def _known_families(
    family_member: pd.DataFrame, facts: pd.DataFrame, intake: pd.DataFrame
) -> npt.NDArray[np.bool_]:
    """Whether all members of each family are known.

    They are not where exports do not state families, or count more members or offices than they name.
    """
    every = pd.Series(True, index=family_member.index)
    named = _count(every, family_member["family_id"], facts.index)
    first = ~family_member.duplicated(["family_id", "office"]) & (family_member["office"] != "WO")
    offices = _count(first.fillna(False), family_member["family_id"], facts.index)
    unnamed = (facts["family_size"] > named).fillna(False) | (facts["office_count"] > offices).fillna(False)
    listed = among(facts.index, family_member.loc[family_member["is_in_export"].eq(False), "family_id"])
    told = listed | _every_export_states(intake, FAMILY_COLUMNS)
    known: npt.NDArray[np.bool_] = np.asarray(told & ~unnamed.to_numpy(dtype=bool))
    return known


def _over_ten_years(patents: pd.DataFrame, as_of: datetime.date) -> pd.Series:
    """More than ten years after filing: the tenth anniversary itself is not enough."""
    old = (patents["filing_date"] + pd.DateOffset(years=TEN_YEARS) < pd.Timestamp(as_of)).astype("boolean")
    return old.mask(patents["filing_date"].isna(), pd.NA)


def _pledged(facts: pd.DataFrame, intake: pd.DataFrame) -> pd.Series:
    """False where no pledge is on record and exports would tell; else NA, for want of amounts."""
    event = lists.explode(facts[["events"]].reset_index(), "events")
    heard = among(facts.index, event.loc[event["events"] == "pledge", "family_id"])
    none = ~heard & facts["pledge_count"].eq(0).fillna(False).to_numpy(dtype=bool)
    if _every_export_states(intake, PLEDGE_COLUMNS):
        none |= ~heard & facts["pledge_count"].isna().to_numpy()
    return pd.Series(False, index=facts.index, dtype="boolean").mask(~none, pd.NA)


def _awarded(facts: pd.DataFrame, intake: pd.DataFrame) -> pd.Series:
    """Whether an award that counts is stated; NA where some export has no column of awards."""
    text = lists.join(facts["awards"], " ; ")
    found = text.str.contains(AWARD_PATTERN, regex=True).astype("boolean").mask(text.isna(), pd.NA)
    return found.fillna(False) if _every_export_states(intake, AWARD_COLUMNS) else found


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
