"""Columns of what happens to a right after filing, as vendors list it and as `event` tells it."""

from __future__ import annotations

from corpus.contract import DATE, FLAG, TEXT, TEXTS, Column

EVENT_TYPES = (
    *("transfer", "name_change", "licence", "open_licence", "pledge", "trust", "preservation"),
    *("litigation", "invalidation", "oral_proceedings", "reexamination", "opposition", "customs"),
    *("double_filing", "standard", "term_extension", "declassification"),
)

# Lists of one kind of event belong together: the first date to the first parties.
STATED_EVENT_COLUMNS = (
    Column("transfer_dates", TEXTS, "Days of transfer, as the vendor wrote them"),
    Column("transferors", TEXTS, "Who transferred"),
    Column("transferees", TEXTS, "To whom it was transferred"),
    Column("licence_dates", TEXTS, "Days licences were recorded, as the vendor wrote them"),
    Column("licensors", TEXTS, "Who licensed"),
    Column("licensees", TEXTS, "To whom it was licensed"),
    Column("licence_contracts", TEXTS, "Recorded numbers of licence contracts"),
    Column("pledge_dates", TEXTS, "Days or terms of pledges, as the vendor wrote them"),
    Column("pledgors", TEXTS, "Who pledged"),
    Column("pledgees", TEXTS, "To whom it was pledged"),
    Column("pledge_contracts", TEXTS, "Registered numbers of pledges"),
    Column("plaintiffs", TEXTS, "Who sued"),
    Column("defendants", TEXTS, "Who was sued"),
    Column("invalidation_dates", TEXTS, "Days of decisions on invalidity, as the vendor wrote them"),
    Column("invalidation_requesters", TEXTS, "Who asked for invalidation"),
    Column("legal_history", TEXT, "Legal history as the vendor wrote it: day, text and office, repeated"),
)

EVENT_COLUMNS = (
    *STATED_EVENT_COLUMNS,
    Column("event_type", TEXT, "What happened", allowed=EVENT_TYPES),
    Column("event_date", DATE, "Day it took effect; NA where no export tells it"),
    Column("from_names", TEXTS, "Parties who gave, asked or sued, as printed"),
    Column("to_names", TEXTS, "Parties who received or were sued, as printed"),
    Column("contract_number", TEXT, "Number under which the contract is recorded"),
    Column(
        "event_group",
        TEXT,
        "What counts as one event: one contract, whatever the number of patents; NA where nothing changed "
        "hands, as when both parties are one",
    ),
    Column("is_misaligned", FLAG, "The vendor's lists of days and parties differ in length"),
    Column("source_text", TEXT, "The words it was read from"),
)
