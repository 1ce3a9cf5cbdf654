"""Builder `screen`: families that could be put forward for a patent award, or pledged.

Hard gates first, then an order; a gate the exports say nothing about is named as unknown and must
be checked by people. No value in money is stated, and the bank and the jury decide.
"""

from __future__ import annotations

import pandas as pd

from corpus import contract, lists
from navigation.concentration import owner_parts
from navigation.holdings import group_of
from navigation.places import DISPUTED, OPERATED, operated
from navigation.tables import SCREEN
from navigation.thresholds import Thresholds

FROZEN = ("preservation",)
SHARE_OF_ONE = 0.999
GATES = {
    "award": ("no_dispute", "not_awarded"),
    "pledge": ("no_dispute", "not_pledged", "single_owner", "enough_term"),
}


def screen(
    family: pd.DataFrame,
    family_member: pd.DataFrame,
    family_applicant: pd.DataFrame,
    applicant: pd.DataFrame,
    family_score: pd.DataFrame,
    *,
    home: str,
    thresholds: Thresholds,
) -> pd.DataFrame:
    """Invention families in force at home, by screen: the gates they fail and their order.

    Where owners of the zone are known, only theirs are screened. Award: in force, no dispute, not
    awarded before; ordered by the mean of the technology and market pillars. Pledge: also no pledge,
    one owner, enough term left; ordered by the score.
    """
    owned = owner_parts(family_applicant)
    in_zone = applicant["is_zone_member"].fillna(False).astype(bool)
    members = applicant.loc[in_zone, "applicant_id"]
    granted = family_member[
        (family_member["office"] == home) & family_member["is_in_force"].fillna(False).astype(bool)
    ]
    inventions = granted[granted["ip_right"] == "invention"]["family_id"]
    pool = family[family["family_id"].isin(inventions)]
    if len(members):
        pool = pool[pool["family_id"].isin(owned.loc[owned["applicant_id"].isin(members), "family_id"])]
    if pool.empty:
        return contract.empty(SCREEN)
    pool = pool.reset_index(drop=True)
    passed = _gates(pool, owned, applicant, thresholds)
    scores = family_score.set_index("family_id").reindex(pool["family_id"])
    order = {
        "award": scores[["technology", "market"]].mean(axis=1, skipna=False),
        "pledge": scores["score"],
    }
    first = owned.sort_values(["family_id", "part", "applicant_id"], ascending=[True, False, True])
    owner = pool["family_id"].map(first.drop_duplicates("family_id").set_index("family_id")["applicant_id"])
    made = [
        _screened(
            pool["family_id"], owner, passed[list(GATES[name])], order[name].set_axis(pool.index)
        ).assign(screen=name)
        for name in GATES
    ]
    together = pd.concat(made, ignore_index=True)
    together = together.sort_values(["screen", "screen_rank", "family_id"], na_position="last")
    return contract.cast(together[SCREEN.column_names].reset_index(drop=True), SCREEN)


def _gates(
    pool: pd.DataFrame, owned: pd.DataFrame, applicant: pd.DataFrame, thresholds: Thresholds
) -> pd.DataFrame:
    """Whether each gate is passed; NA where the exports do not tell."""
    disputed = operated(pool, DISPUTED[0], (*DISPUTED[1], *FROZEN, "opposition")).astype("boolean")
    pledged = operated(pool, *OPERATED["pledged_count"]).astype("boolean")
    mine = owned[owned["family_id"].isin(pool["family_id"])]
    mine = mine.assign(group=group_of(mine["applicant_id"], applicant))
    largest = mine.groupby(["family_id", "group"])["part"].sum().groupby(level="family_id").max()
    single = pool["family_id"].map(largest >= SHARE_OF_ONE).astype("boolean")
    term = pool["remaining_years"].astype("Float64")
    awards = lists.lengths(pool["awards"])
    return pd.DataFrame(
        {
            "no_dispute": ~disputed,
            "not_awarded": (awards == 0).astype("boolean"),
            "not_pledged": ~pledged,
            "single_owner": single,
            "enough_term": (term >= thresholds.pledge_years).astype("boolean"),
        }
    )


def _screened(family_id: pd.Series, owner: pd.Series, passed: pd.DataFrame, order: pd.Series) -> pd.DataFrame:
    """One screen's rows: eligible where no gate is known to fail, ranked among those."""
    failed, unknown = passed.eq(False).fillna(False).astype(bool), passed.isna()
    found = pd.DataFrame(
        {
            "family_id": family_id,
            "applicant_id": owner,
            "is_eligible": ~failed.any(axis=1),
            "failed_gates": _names(failed, family_id),
            "unknown_gates": _names(unknown, family_id),
            "screen_score": order.astype("float64"),
        }
    )
    ranked = found["screen_score"].where(found["is_eligible"])
    found["screen_rank"] = ranked.rank(method="min", ascending=False)
    return found


def _names(marks: pd.DataFrame, family_id: pd.Series) -> pd.Series:
    """The marked columns of each row as a list; NA where none is."""
    long = marks.assign(family_id=family_id).melt("family_id", var_name="gate", value_name="is_marked")
    gathered = lists.collect(long[long["is_marked"]], "family_id", "gate")
    return family_id.map(gathered).set_axis(family_id.index)
