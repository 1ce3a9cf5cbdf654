"""佰腾 (Baiten): exported tables. Its headings come from a simulated sample; no real file was seen."""

from __future__ import annotations

from corpus.readers.format import Format

FORMAT = Format(
    name="baiten",
    vendor="Baiten",
    signature=frozenset({"权利要求书", "专利名称"}),
    columns={
        "publication_number": ("公开(公告)号",),
        "publication_date": ("公开(公告)日",),
        "application_number": ("申请号",),
        "filing_date": ("申请日",),
        "title": ("专利名称",),
        "abstract": ("摘要",),
        "first_claim": ("权利要求书",),
        "applicants": ("申请人",),
        "inventors": ("发明人",),
        "ipc": ("IPC分类号",),
    },
    separator=r"\s*[;；]\s*",
    missing=frozenset({"", "-", "--", "无"}),
    unused=frozenset({"序号"}),
)
