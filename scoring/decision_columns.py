"""Columns of the tables about what people decided of portfolios."""

from __future__ import annotations

from corpus.contract import DATE, INTEGER, NUMBER, TEXT, TEXTS, Column

CHOICES = ("accept", "defer", "reject", "reopen")
STANDINGS = (
    "candidate",  # still a candidate
    "set_aside",  # still there, but it fails a gate or is in dispute
    "gone",  # no portfolio has this id any more
)

DECISION_COLUMNS = (
    Column("decision_number", INTEGER, "Place among the study's decisions, the latest last", low=1),
    Column("study", TEXT, "Folder of the study the portfolio is in"),
    Column("choice", TEXT, "What was decided; reopen takes back what was decided before", allowed=CHOICES),
    Column("decided_by", TEXT, "Name of who decided"),
    Column("decided_on", DATE, "Day of the decision"),
    Column("choice_note", TEXT, "Reason or remark"),
    Column("label_then", TEXT, "Owner and technology when it was decided"),
    Column("cut_off_then", DATE, "Cut-off of the data it was decided on"),
    Column("score_then", NUMBER, "Score when it was decided", "0–100", low=0, high=100),
    Column("rank_then", INTEGER, "Rank when it was decided", low=1),
    Column("class_then", TEXT, "Cultivation class when it was decided"),
    Column("members_then", TEXTS, "Its families when it was decided"),
    Column("active_then", TEXTS, "Those of them that were in force or pending"),
    Column("standing", TEXT, "What has become of the portfolio", allowed=STANDINGS),
    Column("entered_families", TEXTS, "Families that joined since; NA where those of then are not known"),
    Column("left_families", TEXTS, "Families that left since"),
    Column("ended_families", TEXTS, "Families that were in force or pending then and are not now"),
)
