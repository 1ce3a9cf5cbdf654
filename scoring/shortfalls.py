"""What a portfolio has beside its measures, what it lacks, and whom it hangs on."""

from __future__ import annotations

import numpy as np
import pandas as pd

from corpus import lists
from scoring.holdings import leaves_held, technologies, technology_above
from scoring.keys import among, looked_up

# D8: evidence that somebody used, honoured or fought a right, and it held.
BADGES = (
    *("transfer", "licence", "open_licence", "pledge", "litigation", "award", "standard", "customs"),
    "survived_invalidation",
)
WANTED = ("licence", "transfer", "pledge", "award", "standard")
MOST_OFFICES = 5
LEAST_SHARE = 0.1


def evidence(members: pd.DataFrame, candidate: pd.DataFrame, portfolios: pd.Index) -> pd.DataFrame:
    """Columns badges, absent_evidence and evidence_count, by portfolio_id.

    Parameters
    ----------
    members
        portfolio_id, family_id and alive of every member.
    candidate
        Circumstances by family. Proceedings for invalidation count where the right has outlived them.
    """
    known = lists.explode(candidate[["family_id", "circumstances"]], "circumstances")
    known = known.rename(columns={"circumstances": "code"})
    known["code"] = known["code"].replace({"invalidation": "survived_invalidation"})
    known = known[known["code"].isin(BADGES).to_numpy(dtype=bool)].drop_duplicates()
    alive = members.loc[members["alive"].to_numpy(dtype=bool), ["portfolio_id", "family_id"]]
    held = alive.merge(known, on="family_id")
    codes = held[["portfolio_id", "code"]].drop_duplicates()
    order = {code: place for place, code in enumerate(BADGES)}
    codes = codes.assign(order=codes["code"].map(order)).sort_values(["portfolio_id", "order"])
    result = pd.DataFrame(index=portfolios)
    result["badges"] = _lists(codes, "portfolio_id", "code", portfolios)
    result["evidence_count"] = (
        held.groupby("portfolio_id")["family_id"].nunique().reindex(portfolios).fillna(0).astype("Int64")
    )
    wanted = _every(portfolios, pd.Series(WANTED, dtype="str"))
    result["absent_evidence"] = _lists(_without(wanted, codes), "portfolio_id", "code", portfolios)
    return result


def absences(
    members: pd.DataFrame,
    portfolios: pd.DataFrame,
    family_member: pd.DataFrame,
    branch: pd.DataFrame,
    branch_assignment: pd.DataFrame,
) -> pd.DataFrame:
    """Columns absent_offices and absent_branches, by portfolio_id.

    An office is absent where at least a tenth of the families of the technology have a member, among the
    five offices they are filed at most, and no living family of the portfolio has. A branch is absent
    where it is a leaf of the technology without a living family.

    Parameters
    ----------
    members
        portfolio_id and family_id of living members.
    portfolios
        Indexed by portfolio_id, with branch_id (NA for the whole industry).
    """
    chosen = members.loc[among(members["portfolio_id"], portfolios.index), ["portfolio_id", "family_id"]]
    office = family_member.loc[
        (family_member["office"] != "WO").to_numpy(dtype=bool), ["family_id", "office"]
    ]
    office = office.dropna().drop_duplicates().rename(columns={"office": "code"})
    technology = technologies(branch, branch_assignment)
    of_all = office.assign(technology=looked_up(office["family_id"], technology))
    size = pd.concat([technology.value_counts(), pd.Series({"*": office["family_id"].nunique()})])
    both = pd.concat([of_all.dropna(subset=["technology"]), of_all.assign(technology="*")])
    count = both.groupby(["technology", "code"]).size().rename("n").reset_index()
    count = count[count["n"] >= LEAST_SHARE * looked_up(count["technology"], size)]
    count = count.sort_values(["technology", "n", "code"], ascending=[True, False, True])
    usual = count.groupby("technology").head(MOST_OFFICES)
    asked = portfolios["branch_id"].fillna("*").rename("technology").reset_index()
    wanted = asked.merge(usual[["technology", "code"]], on="technology")
    here = office[among(office["family_id"], chosen["family_id"])]
    result = pd.DataFrame(index=portfolios.index)
    lacking = _without(wanted, chosen.merge(here, on="family_id"))
    result["absent_offices"] = _lists(lacking, "portfolio_id", "code", portfolios.index)
    leaf = branch.loc[branch["is_leaf"].fillna(False).to_numpy(dtype=bool), ["branch_id"]]
    leaf = leaf.assign(technology=looked_up(leaf["branch_id"], technology_above(branch)))
    wanted = asked.merge(leaf.rename(columns={"branch_id": "code"}), on="technology")
    held = leaves_held(branch, branch_assignment).rename(columns={"branch_id": "code"})
    held = chosen.merge(held[among(held["family_id"], chosen["family_id"])], on="family_id")
    result["absent_branches"] = _lists(_without(wanted, held), "portfolio_id", "code", portfolios.index)
    return result


def key_person_share(members: pd.DataFrame, party: pd.DataFrame, family_member: pd.DataFrame) -> pd.Series:
    """Share of each portfolio's families that name its most frequent inventor, by portfolio_id.

    Of the families whose inventors are known. Within one owner a name is taken for one person.

    Parameters
    ----------
    members
        portfolio_id and family_id of living members.
    """
    named = party.loc[(party["role"] == "inventor").to_numpy(dtype=bool), ["publication_number", "name"]]
    published = family_member[among(family_member["family_id"], members["family_id"])]
    family_of = published.set_index("publication_number")["family_id"]
    named = named[among(named["publication_number"], family_of.index)]
    person = named["name"].str.strip().str.casefold()
    rows = pd.DataFrame({"family_id": looked_up(named["publication_number"], family_of), "name": person})
    rows = rows.dropna().drop_duplicates()
    told = members[among(members["family_id"], rows["family_id"])]
    size = told.groupby("portfolio_id")["family_id"].nunique()
    held = told[["portfolio_id", "family_id"]].merge(rows, on="family_id")
    most = held.groupby(["portfolio_id", "name"]).size().groupby(level="portfolio_id").max()
    share: pd.Series = (most / size).astype("float64")
    return share


def concentration(impact: pd.Series, portfolio_id: pd.Series, portfolios: pd.Index) -> pd.DataFrame:
    r"""Herfindahl index of the asset index over the families, and the families it amounts to.

    .. math:: H = \sum_f (I_f / \sum I)^2, \quad n_{\mathrm{eff}} = 1 / H
    """
    total = impact.groupby(portfolio_id).transform("sum")
    share = (impact / total).where(total > 0)
    index = (share**2).groupby(portfolio_id).sum(min_count=1).reindex(portfolios).clip(upper=1.0)
    return pd.DataFrame({"impact_concentration": index, "effective_families": 1.0 / index})


def _every(portfolios: pd.Index, codes: pd.Series) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "portfolio_id": np.repeat(portfolios.to_numpy(), len(codes)),
            "code": np.tile(codes.to_numpy(), len(portfolios)),
        }
    )


def _without(wanted: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    """Rows of the wanted codes that are not among those held, in the order wanted."""
    keys = [
        frame["portfolio_id"].astype("str") + "\x1f" + frame["code"].astype("str") for frame in (wanted, held)
    ]
    return wanted[~among(keys[0], keys[1])]


def _lists(rows: pd.DataFrame, by: str, column: str, index: pd.Index) -> pd.Series:
    """The codes gathered by portfolio; NA where there is none."""
    return pd.Series(lists.collect(rows, by, column).reindex(index).array, index=index)
