"""The one number of a citation: whether it is a publication's or an application's, told by its shape.

Citations name a patent by one number under one label. A number with a kind of document, or a bare
Chinese one of 7 or 9 digits, is a publication's; a Chinese one of 12 or 8 digits with its check
digit is an application's. Of any other nothing is said, so that the row is set aside.
"""

from __future__ import annotations

_APPLICATION = r"(?:CN|ZL|CNZL)?\s*(?:\d{12}\.?[\dXx]?|\d{8}\.[\dXx])"
_PUBLICATION = r"[A-Z]{2}[\s\-]?[A-Z]{0,3}\d[\d\s/\-]*[A-Z]\d?|CN\d{7}|CN\d{9}"

# For `rewrites`: what is of the other kind, or of none, is taken out.
PUBLICATION_ONLY = ((rf"^(?:{_APPLICATION})$", ""), (rf"^(?!(?:{_PUBLICATION})$)[\s\S]*$", ""))
APPLICATION_ONLY = ((rf"^(?!(?:{_APPLICATION})$)[\s\S]*$", ""),)
