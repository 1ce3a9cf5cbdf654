"""Which families a branch or an applicant holds: joins that the landscape's builders share."""

from __future__ import annotations

import numpy as np
import pandas as pd

from navigation.concentration import owner_parts

ALL = "*"
ZONE = "zone"


def memberships(facts: pd.DataFrame, branch_assignment: pd.DataFrame) -> pd.DataFrame:
    """Families' facts once per branch they are in, and once for the whole corpus (`*`)."""
    placed = branch_assignment[["family_id", "branch_id"]].merge(facts, on="family_id")
    return pd.concat([placed, facts.assign(branch_id=ALL)], ignore_index=True)


def stated_active(is_active: pd.Series) -> pd.Series:
    """Whether each is in force or pending; all are taken where the exports state no status at all."""
    if is_active.notna().any():
        return is_active.fillna(False).astype(bool)
    return pd.Series(True, index=is_active.index)


def active_families(placed: pd.DataFrame) -> pd.DataFrame:
    """The rows whose family is in force or pending, as `stated_active` says."""
    return placed[stated_active(placed["is_active"])]


def applicants_of(family_applicant: pd.DataFrame) -> pd.DataFrame:
    """Who filed each family: rows with a share by original applicants."""
    filed = family_applicant["share"].fillna(0.0) > 0
    return family_applicant.loc[filed, ["family_id", "applicant_id"]].copy()


def in_window(years: pd.Series, last: int, length: int) -> pd.Series:
    """Whether each year lies in the window of `length` years that ends with `last`."""
    return years.between(last - length + 1, last).fillna(False).astype(bool)


def group_of(applicants: pd.Series, applicant: pd.DataFrame) -> pd.Series:
    """The enterprise that controls each applicant, else its enterprise, else itself."""
    known = applicant.set_index("applicant_id")
    group = known["group_id"].fillna(known["enterprise_id"])
    found: pd.Series = applicants.map(group).fillna(applicants)
    return found


def best_share(family_score: pd.DataFrame, share: float) -> pd.Series:
    """Families in the best share by score, ties included; none where nothing is scored."""
    scored = family_score.dropna(subset=["score"])
    place = scored["score"].rank(method="min", ascending=False)
    best: pd.Series = scored.loc[place <= np.ceil(share * len(scored)), "family_id"]
    return best


def actors(family: pd.DataFrame, family_applicant: pd.DataFrame, applicant: pd.DataFrame) -> pd.DataFrame:
    """Who holds which part of which family, in each kind of actor.

    Kind `unit` is an enterprise with all its names, or an applicant outside the roster: what
    ranks are taken among.

    Returns
    -------
    pandas.DataFrame
        actor_kind, actor_id, family_id, part; one row per actor and family.
    """
    owned = owner_parts(family_applicant)
    known = applicant.set_index("applicant_id")
    enterprise = owned["applicant_id"].map(known["enterprise_id"])
    in_zone = owned["applicant_id"].map(known["is_zone_member"]).fillna(False).astype(bool)
    countries = family.dropna(subset=["origin"])
    pieces = [
        owned[in_zone].assign(actor_kind=ZONE, actor_id=ZONE),
        countries[["family_id"]].assign(actor_kind="country", actor_id=countries["origin"], part=1.0),
        owned.assign(actor_kind="applicant", actor_id=owned["applicant_id"]),
        owned.assign(actor_kind="enterprise", actor_id=enterprise).dropna(subset=["actor_id"]),
        owned.assign(actor_kind="unit", actor_id=enterprise.fillna(owned["applicant_id"])),
    ]
    columns = ["actor_kind", "actor_id", "family_id"]
    together = pd.concat([piece[[*columns, "part"]] for piece in pieces], ignore_index=True)
    return together.groupby(columns, sort=True)["part"].sum().reset_index()
