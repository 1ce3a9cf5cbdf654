"""Builder `alert`: what is new for those who watch a technology, an owner, a text, a patent or a market.

New is what no digest before has seen; the first digest of a study takes the last days alone.
"""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

import numpy as np
import pandas as pd

from corpus.contract import TEXTS_DTYPE, cast, empty
from corpus.languages import is_chinese
from corpus.lists import explode
from navigation import words
from navigation.alert_tables import ALERT, ALERT_SEEN, Watch

FIRST_DAYS = 31


def alert(
    publication: pd.DataFrame,
    party: pd.DataFrame,
    applicant: pd.DataFrame,
    event: pd.DataFrame,
    deadline: pd.DataFrame,
    branch: pd.DataFrame,
    branch_assignment: pd.DataFrame,
    alert_seen: pd.DataFrame,
    *,
    watches: tuple[Watch, ...],
    study: str,
    as_of: date,
) -> pd.DataFrame:
    """Everything that is new for each watch on the day, in order of watch, kind and day.

    Parameters
    ----------
    alert_seen
        What digests of earlier days have seen.

    Returns
    -------
    pandas.DataFrame
        `alert`.
    """
    seen = alert_seen.loc[alert_seen["study"] == study, "seen_id"]
    held = _holders(publication, party, applicant)
    fresh = is_new(publication["publication_number"], publication["publication_date"], seen, as_of)
    parts = []
    for watch in watches:
        if watch.studies and study not in watch.studies:
            continue
        nodes = _in_nodes(branch, branch_assignment, watch.nodes)
        mine = publication[_named(publication, held, watch.owners)]
        found = {
            "publication": _publications(publication[fresh], mine, nodes, watch),
            "event": _events(event, publication, seen, watch, as_of),
            "entry": _entries(mine, publication.loc[fresh, "publication_number"], nodes, held, watch),
            "deadline": _deadlines(deadline, publication, mine, seen, watch, as_of),
        }
        told = [f.assign(alert_kind=k) for k, f in found.items() if k in watch.kinds and len(f)]
        parts += [frame.assign(watch=watch.name) for frame in told]
    if not parts:
        return empty(ALERT)
    every = pd.concat(parts, ignore_index=True).assign(study=study, digest_date=pd.Timestamp(as_of))
    every["owner"] = every["publication_number"].map(
        held.groupby("publication_number")["name"].agg("; ".join)
    )
    keys = ["study", "watch", "alert_kind", "publication_number", "branch_id", "detail", "alert_date"]
    parts_of_id = every.reindex(columns=keys).astype("str").fillna("").agg("\0".join, axis=1)
    every["alert_id"] = [hashlib.sha256(text.encode()).hexdigest()[:32] for text in parts_of_id]
    every = every.drop_duplicates("alert_id").reindex(columns=ALERT.column_names)
    every["reasons"] = every["reasons"].astype(TEXTS_DTYPE)
    order = ["watch", "alert_kind", "alert_date", "publication_number", "alert_id"]
    return cast(every.sort_values(order, kind="stable", ignore_index=True), ALERT)


def seen_now(
    publication: pd.DataFrame,
    event: pd.DataFrame,
    alert: pd.DataFrame,
    alert_seen: pd.DataFrame,
    *,
    study: str,
    as_of: date,
) -> pd.DataFrame:
    """`alert_seen` after a digest: what was seen before, every publication and event, days due once told.

    The digest itself is among them; what bears a later day than the digest is left for the next.
    """
    publication = publication[~(publication["publication_date"] > pd.Timestamp(as_of))]
    event = event[~(event["event_date"] > pd.Timestamp(as_of))]
    due = alert[(alert["study"] == study) & (alert["alert_kind"] == "deadline")]
    ids = pd.concat(
        [
            pd.Series([f"digest:{as_of}"], dtype="str"),
            publication["publication_number"],
            _event_id(event),
            _status_id(publication),
            _due_id(due["watch"], due["family_id"], due["detail"], due["alert_date"]),
        ],
        ignore_index=True,
    ).drop_duplicates()
    known = alert_seen.loc[alert_seen["study"] == study, "seen_id"]
    added = pd.DataFrame({"seen_id": ids[~ids.isin(known)]})
    added = added.assign(study=study, digest_date=pd.Timestamp(as_of))[ALERT_SEEN.column_names]
    return cast(pd.concat([alert_seen, added], ignore_index=True) if len(alert_seen) else added, ALERT_SEEN)


def is_new(ids: pd.Series, days: pd.Series, seen: pd.Series, as_of: date) -> pd.Series:
    """Whether nothing before has seen them; where nothing was seen yet, whether they are of the last days.

    What bears a day after the digest's, or where nothing was seen yet no day, is not new.
    """
    last = pd.Timestamp(as_of)
    if len(seen):
        return ~ids.isin(seen) & ~(days > last)
    return (days > last - timedelta(days=FIRST_DAYS)) & (days <= last)


def unknown(watch: Watch, branch: pd.DataFrame, applicant: pd.DataFrame) -> list[str]:
    """Nodes and owners of a watch that the tables do not know."""
    names = set(_spellings(applicant)["spelling"])
    nodes = [n for n in watch.nodes if not _is_node(branch, n).any()]
    return nodes + [o for o in watch.owners if o.casefold().strip() not in names]


def _spellings(applicant: pd.DataFrame) -> pd.DataFrame:
    """applicant_id and every name it goes by, folded."""
    aliases = explode(applicant[["applicant_id", "aliases"]], "aliases")
    columns = [applicant[c] for c in ("name", "applicant_id", "enterprise_id")]
    ids = pd.concat([*[applicant["applicant_id"]] * len(columns), aliases["applicant_id"]], ignore_index=True)
    names = pd.concat([*columns, aliases["aliases"]], ignore_index=True).astype("str")
    found = pd.DataFrame({"applicant_id": ids, "spelling": names.str.casefold().str.strip()})
    return found.dropna().drop_duplicates()


def _holders(publication: pd.DataFrame, party: pd.DataFrame, applicant: pd.DataFrame) -> pd.DataFrame:
    """Applicants and owners of each publication, each once, with their names and spellings."""
    rows = party[party["role"].isin(["applicant", "owner"])].sort_values(
        ["publication_number", "role", "sequence"]
    )
    rows = rows[rows["publication_number"].isin(publication["publication_number"])]
    names = applicant.set_index("applicant_id")["name"]
    rows = rows.assign(name=rows["applicant_id"].map(names).fillna(rows["name"]))
    rows = rows.drop_duplicates(["publication_number", "name"])
    spelt = _spellings(applicant).groupby("applicant_id")["spelling"].agg(frozenset)
    return rows[["publication_number", "applicant_id", "name"]].assign(
        spellings=rows["applicant_id"].map(spelt), own=rows["name"].str.casefold().str.strip()
    )


def _named(publication: pd.DataFrame, held: pd.DataFrame, owners: tuple[str, ...]) -> pd.Series:
    """Publications held by one of the owners."""
    wanted = {name.casefold().strip() for name in owners}
    hits = held[_is_wanted(held, wanted)]
    return publication["publication_number"].isin(hits["publication_number"])


def _is_wanted(held: pd.DataFrame, wanted: set[str]) -> pd.Series:
    spelt = {s: bool(wanted & s) for s in held["spellings"].dropna().unique()}
    return held["own"].isin(wanted) | held["spellings"].map(spelt).fillna(False).astype(bool)


def _is_node(branch: pd.DataFrame, node: str) -> pd.Series:
    return branch["branch_id"].eq(node) | branch["label_zh"].eq(node) | branch["label_en"].eq(node)


def _in_nodes(branch: pd.DataFrame, branch_assignment: pd.DataFrame, nodes: tuple[str, ...]) -> pd.DataFrame:
    """family_id and branch_id of the watched branches; families in a branch below are in the branch."""
    leaves = branch_assignment[["family_id", "branch_id"]]
    if not nodes:
        return leaves[leaves["branch_id"].isin(branch.loc[branch["is_leaf"].fillna(False), "branch_id"])]
    parents = branch.set_index("branch_id")["parent_id"]
    parts = []
    for node in sorted({str(b) for n in nodes for b in branch.loc[_is_node(branch, n), "branch_id"]}):
        below = {node}
        while len(more := below | set(parents.index[parents.isin(below)])) > len(below):
            below = more
        parts.append(leaves[leaves["branch_id"].isin(below)].assign(branch_id=node))
    return pd.concat(parts).drop_duplicates() if parts else leaves.head(0)


def _publications(fresh: pd.DataFrame, mine: pd.DataFrame, nodes: pd.DataFrame, watch: Watch) -> pd.DataFrame:
    """New publications in a watched branch, of a watched owner, like the text, or merely at an office."""
    rows = fresh[fresh["office"].isin(watch.markets)] if watch.markets else fresh
    similarity = _similarity(rows, watch.text)
    in_node = rows["family_id"].isin(nodes["family_id"]) if watch.nodes else _none(rows)
    reasons = pd.DataFrame(
        {
            "node": in_node,
            "owner": rows["publication_number"].isin(mine["publication_number"]),
            "text": similarity.ge(watch.similarity),
        }
    )
    reasons["market"] = bool(watch.markets) and not (watch.nodes or watch.owners or watch.text)
    found = _shown(rows, similarity=similarity.where(reasons["text"]))
    names = [str(name) for name in reasons.columns]
    found["reasons"] = [[n for n, hit in zip(names, r, strict=True) if hit] for r in reasons.to_numpy()]
    first = nodes.drop_duplicates("family_id").set_index("family_id")["branch_id"]
    found["branch_id"] = found["family_id"].map(first) if watch.nodes else None
    return found[reasons.any(axis=1).to_numpy()]


def _events(
    event: pd.DataFrame, publication: pd.DataFrame, seen: pd.Series, watch: Watch, as_of: date
) -> pd.DataFrame:
    """New events of the watched patents, and legal statuses other than those seen before."""
    watched = _watched(publication, watch.patents)
    changed = watched[~_status_id(watched).isin(seen) & watched["legal_status"].notna()]
    changed = changed if len(seen) else changed.head(0)
    rows = event[event["application_id"].isin(watched["application_id"])]
    rows = rows[is_new(_event_id(rows), rows["event_date"], seen, as_of)]
    first = watched.drop_duplicates("application_id").set_index("application_id")
    found = _shown(first.loc[rows["application_id"]])
    found["alert_date"] = rows["event_date"].to_numpy()
    found["detail"] = rows["event_type"].to_numpy()
    status = _shown(changed)
    status["alert_date"] = changed["lapse_date"].to_numpy()
    status["detail"] = changed["legal_status"].to_numpy()
    every = pd.concat([frame for frame in (found, status) if len(frame)] or [found], ignore_index=True)
    every["reasons"] = [["patent"]] * len(every)
    return every


def _entries(
    mine: pd.DataFrame, fresh: pd.Series, nodes: pd.DataFrame, held: pd.DataFrame, watch: Watch
) -> pd.DataFrame:
    """The first publication of a watched owner in a branch or at an office, none of it known before."""
    wanted = {name.casefold().strip() for name in watch.owners}
    owners = held[_is_wanted(held, wanted)][["publication_number", "name"]]
    rows = mine.merge(owners, on="publication_number").sort_values(["publication_date", "publication_number"])
    markets = rows[rows["office"].isin(watch.markets)] if watch.markets else rows
    parts = []
    for reason, part, by in (
        ("node", rows.merge(nodes, on="family_id"), "branch_id"),
        ("market", markets, "office"),
    ):
        is_old = ~part["publication_number"].isin(fresh)
        old = is_old.groupby([part["name"], part[by]]).transform("any")
        first = part[~old.astype(bool)].drop_duplicates(["name", by])
        shown = _shown(first)
        shown["branch_id"] = first["branch_id"].to_numpy() if by == "branch_id" else None
        shown["detail"] = first[by].to_numpy()
        shown["reasons"] = [["owner", reason]] * len(shown)
        parts.append(shown)
    return pd.concat(parts, ignore_index=True)


def _deadlines(
    deadline: pd.DataFrame,
    publication: pd.DataFrame,
    mine: pd.DataFrame,
    seen: pd.Series,
    watch: Watch,
    as_of: date,
) -> pd.DataFrame:
    """Days due within the watch's term for watched owners and patents, each told once."""
    watched = pd.concat([mine, _watched(publication, watch.patents)]).sort_values("publication_number")
    first = watched.drop_duplicates("family_id").set_index("family_id")
    left = (deadline["due_date"] - pd.Timestamp(as_of)).dt.days
    rows = deadline[deadline["family_id"].isin(first.index) & left.between(0, watch.due_within)]
    found = _shown(first.loc[rows["family_id"]].reset_index())
    found["alert_date"] = rows["due_date"].to_numpy()
    found["detail"] = rows["deadline_kind"].to_numpy()
    by_patent = found["family_id"].isin(_watched(publication, watch.patents)["family_id"])
    found["reasons"] = [["patent"] if is_one else ["owner"] for is_one in by_patent]
    names = pd.Series(watch.name, index=found.index)
    ids = _due_id(names, found["family_id"], found["detail"], found["alert_date"])
    return found[~ids.isin(seen)]


def _watched(publication: pd.DataFrame, patents: tuple[str, ...]) -> pd.DataFrame:
    """Publications of the families of the watched patents."""
    wanted = [_bare(number) for number in patents]
    hit = pd.Series(False, index=publication.index)
    for name in ("publication_number", "application_number", "application_id", "family_id"):
        hit |= publication[name].map(_bare, na_action="ignore").isin(wanted)
    return publication[publication["family_id"].isin(publication.loc[hit, "family_id"])]


def _bare(number: str) -> str:
    return "".join(c for c in number.upper() if c.isalnum())


def _shown(rows: pd.DataFrame, similarity: pd.Series | None = None) -> pd.DataFrame:
    """The columns every alert has, from publications."""
    found = rows.reindex(columns=["family_id", "publication_number", "title", "office"]).copy()
    found["title"] = rows["title"].fillna(rows["title_en"])
    found["alert_date"] = rows["publication_date"]
    found["similarity"] = np.nan if similarity is None else similarity
    found["detail"] = None
    found["branch_id"] = None
    return found.reset_index(drop=True)


def _similarity(rows: pd.DataFrame, text: str | None) -> pd.Series:
    """Cosine of the words of new publications and a text; rare words among them weigh more."""
    if text is None or rows.empty:
        return pd.Series(np.nan, index=rows.index)
    from sklearn.feature_extraction.text import TfidfVectorizer

    language = "zh" if bool(is_chinese(pd.Series([text], dtype="str")).iloc[0]) else "en"
    names = ("title", "abstract") if language == "zh" else ("title_en", "abstract_en")
    said = rows[names[0]].fillna("") + "\n" + rows[names[1]].fillna("")
    documents = [words.tokens(t, language) for t in [text, *said]]
    if not documents[0]:
        return pd.Series(0.0, index=rows.index)
    matrix = TfidfVectorizer(analyzer=_as_is, sublinear_tf=True).fit_transform(documents)
    cosine = np.asarray((matrix[1:] @ matrix[0].T).todense()).ravel()
    return pd.Series(np.clip(cosine.round(4), 0, 1), index=rows.index)


def _as_is(tokens: list[str]) -> list[str]:
    return tokens


def _none(rows: pd.DataFrame) -> pd.Series:
    return pd.Series(False, index=rows.index)


def _event_id(event: pd.DataFrame) -> pd.Series:
    day = event["event_date"].dt.strftime("%Y-%m-%d").fillna("")
    place = event["sequence"].astype("str").where(event["event_date"].isna(), "")
    return "event:" + event["application_id"] + ":" + event["event_type"] + ":" + day + ":" + place


def _status_id(publication: pd.DataFrame) -> pd.Series:
    return "status:" + publication["publication_number"] + ":" + publication["legal_status"].fillna("")


def _due_id(watch: pd.Series, family: pd.Series, kind: pd.Series, day: pd.Series) -> pd.Series:
    return "due:" + watch + ":" + family + ":" + kind + ":" + pd.to_datetime(day).dt.strftime("%Y-%m-%d")
