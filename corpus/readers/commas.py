"""Names joined by commas: which commas part names and which belong to one."""

from __future__ import annotations

# What follows a comma inside a name: legal forms, generations, and words that go on with it.
_LEGAL_FORMS = (
    r"inc(?:orporated)?|l\.?\s?l\.?\s?c|l\.?\s?l\.?\s?p|l\.?\s?p|ltd|limited|llimited|limitada|ltda|lda"
    r"|co|corp(?:oration)?|company|n\.?\s?a|n\.?\s?v|b\.?\s?v|s\.?\s?a|s\.?\s?a\.?\s?s|s\.?\s?l|s\.?\s?l\.?\s?u"
    r"|s\.?\s?p\.?\s?a|s\.?\s?r\.?\s?[lo]|gmbh|a\.?\s?g|k\.?\s?g|plc|kft|pty|pte|a\.?\s?s|oy|ab"
    r"|jr|sr|ii|iii|iv|as represented by|инкорпорейтед"
)
BETWEEN_NAMES = rf",(?!\s*(?i:{_LEGAL_FORMS})(?:[\s.,;]|$))"
"""Regular expression of a comma between two names: `A, Inc., B` has one."""
