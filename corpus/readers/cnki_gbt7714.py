"""CNKI 中国知网: a list of patents as references after GB/T 7714, one a line.

The people named are the inventors; applicants do not stand in it. The place is a province of China
or a country: that of the first applicant's address.
"""

from __future__ import annotations

from corpus.readers.format import Format
from corpus.readers.sole_number import APPLICATION_ONLY, PUBLICATION_ONLY

FORMAT = Format(
    name="cnki_gbt7714",
    vendor="CNKI",
    signature=frozenset({"国家或省", "文献类型", "题名"}),
    columns={
        "publication_number": ("专利号",),
        "application_number": ("专利号",),
        "publication_date": ("日期",),
        "title": ("题名",),
        "inventors": ("发明人",),
    },
    separator=r"\s*[,，;；]\s*",
    missing=frozenset({""}),
    unused=frozenset({"文献类型", "国家或省"}),
    rewrites={"publication_number": PUBLICATION_ONLY, "application_number": APPLICATION_ONLY},
    medium="tagged",
)
