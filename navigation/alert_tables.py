"""The tables of alerts, and what a watch asks for."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.contract import DATE, NUMBER, TEXT, TEXTS, Column, Table

KINDS = ("publication", "event", "entry", "deadline")
REASONS = ("node", "owner", "text", "patent", "market")

ALERT = Table(
    "alert",
    "something new for a watch",
    ("alert_id",),
    (
        Column("alert_id", TEXT, "Digest of study, watch, kind and subject"),
        Column("digest_date", DATE, "Day of the digest that told it"),
        Column("study", TEXT, "Folder of the study"),
        Column("watch", TEXT, "Name of the watch"),
        Column("alert_kind", TEXT, "What is new", required=True, allowed=KINDS),
        Column("reasons", TEXTS, "Parts of the watch that match"),
        Column("alert_date", DATE, "Day of publication or of the event, or the day it is due"),
        Column("family_id", TEXT, "Family"),
        Column("publication_number", TEXT, "Publication; of an event or a day due, one of its family"),
        Column("title", TEXT, "Its title"),
        Column("office", TEXT, "Office, two letters"),
        Column("owner", TEXT, "Applicants and owners"),
        Column("branch_id", TEXT, "Branch it is in, or that was entered"),
        Column("detail", TEXT, "Type of the event, kind of the day due, or what was entered"),
        Column("similarity", NUMBER, "Cosine of its words and the watch's text", "0–1", low=0, high=1),
    ),
)
ALERT_SEEN = Table(
    "alert_seen",
    "a publication, event or day due that a digest has seen",
    ("study", "seen_id"),
    (
        Column("study", TEXT, "Folder of the study"),
        Column("seen_id", TEXT, "Publication, event, status, day due of a watch, or digest"),
        Column("digest_date", DATE, "Day of the digest that saw it first"),
    ),
)


@dataclass(frozen=True)
class Watch:
    """What one reader wants to be told.

    Attributes
    ----------
    nodes
        Branches, by id or label; branches below count.
    owners
        Names as exports or the roster print them; a new name here is a rival, too.
    text
        Words of an idea; a publication at least `similarity` like it is told.
    patents
        Publication or application numbers, whose events and days due are told.
    markets
        Offices: publications elsewhere are left out, and owners' entries into them told.
    """

    name: str
    studies: tuple[str, ...] = ()
    nodes: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    text: str | None = None
    patents: tuple[str, ...] = ()
    markets: tuple[str, ...] = ()
    kinds: tuple[str, ...] = KINDS
    similarity: float = 0.2
    due_within: int = 90
    emails: tuple[str, ...] = ()
