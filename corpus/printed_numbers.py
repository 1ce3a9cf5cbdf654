"""Numbers as offices print them, made from the canonical form; `numbers` reads them back."""

from __future__ import annotations

import pandas as pd

from corpus import numbers

# Office, pattern of the canonical number, and how the office prints it.
_APPLICATIONS = (
    (r"^WO(\d{4})([A-Z]{2})(\d{6})$", r"PCT/\2\1/\3"),
    (r"^US(?:19|20)\d{2}(\d{2})(\d{3})(\d{3})[FP]?$", r"US \1/\2,\3"),
    (r"^KR(\d{2})(\d{4})(\d{7})$", r"KR \1-\2-\3"),
    (r"^DE(\d{2})(\d{4})(\d{3})(\d{3})$", r"DE \1 \2 \3 \4"),
    (r"^JP((?:19|20)\d{2})(\d{6})$", r"JP \1-\2"),
    (r"^IN(\d+)([A-Z]+)(\d{4})$", r"IN \1/\2/\3"),
    (r"^([A-Z]{2})([0-9A-Z]+)$", r"\1 \2"),
)
_PUBLICATIONS = (
    (r"^US((?:19|20)\d{2})(\d{6})([A-Z]\d?)?$", r"US \1/0\2 \3"),
    (r"^US(\d{1,2})(\d{3})(\d{3})([A-Z]\d?)?$", r"US \1,\2,\3 \4"),
    (r"^WO(\d{4})(\d{6})([A-Z]\d?)?$", r"WO \1/\2 \3"),
    (r"^KR((?:19|20)\d{2})(\d{7})(U\d?)$", r"KR 20-\1-\2 \3"),
    (r"^KR((?:19|20)\d{2})(\d{7})(A\d?)$", r"KR 10-\1-\2 \3"),
    (r"^KR([123]0)(\d{7})([A-Z]\d?)?$", r"KR \1-\2 \3"),
    (r"^DE(\d{2})((?:19|20)\d{2})(\d{3})(\d{3})([A-Z]\d?)?$", r"DE \1 \2 \3 \4 \5"),
    (r"^JP((?:19|20)\d{2})(\d{6})([A-Z]\d?)?$", r"JP \1-\2 \3"),
    (r"^JP([MTSHR]\d{2})(\d+)([A-Z]\d?)?$", r"JP \1-\2 \3"),
    (r"^([A-Z]{2})([0-9A-Z]*?[0-9])([A-Z]\d?)?$", r"\1 \2 \3"),
)


def printed_applications(application_numbers: pd.Series, granted: pd.Series | None = None) -> pd.Series:
    """Application numbers as printed: `CN 201610895413.X`, `PCT/US2014/060906`, `US 14/016,388`.

    Parameters
    ----------
    application_numbers
        Canonical numbers (TEXT).
    granted
        Whether a patent was granted (FLAG): then a Chinese number is a patent number, `ZL …`.

    Returns
    -------
    pandas.Series
        TEXT, aligned; numbers of other offices have a blank behind the office.
    """
    digits = application_numbers.str.extract(r"^CN(\d{12}|\d{8})$")[0]
    head = pd.Series("CN ", index=digits.index, dtype="str")
    if granted is not None:
        head = head.mask(granted.fillna(False).astype(bool), "ZL ")
    chinese = head + digits + "." + numbers.check_digit(digits)
    return chinese.fillna(_first_that_fits(application_numbers, _APPLICATIONS)).astype("str")


def printed_publications(publication_numbers: pd.Series) -> pd.Series:
    """Publication numbers as printed: `CN 109808866 B`, `US 2014/0060906 A1`, `WO 2014/123456 A1`."""
    return _first_that_fits(publication_numbers, _PUBLICATIONS).str.strip().astype("str")


def _first_that_fits(texts: pd.Series, patterns: tuple[tuple[str, str], ...]) -> pd.Series:
    result = texts.copy()
    left = texts.notna()
    for pattern, written in patterns:
        fits = left & texts.str.match(pattern, na=False)
        if fits.any():
            result = result.mask(fits, texts.str.replace(pattern, written, regex=True))
            left &= ~fits
    return result
