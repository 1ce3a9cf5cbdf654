"""专利之星 (PatentStar): exported tables."""

from __future__ import annotations

from corpus.readers.format import Format

FORMAT = Format(
    name="patentstar",
    vendor="PatentStar",
    signature=frozenset({"主权项", "主分类号", "分类号", "申请人名称"}),
    columns={
        "publication_number": ("公开（公告）号",),
        "publication_date": ("公开（公告）日",),
        "application_number": ("申请号",),
        "filing_date": ("申请日",),
        "title": ("标题", "名称"),
        "abstract": ("摘要", "摘要(中文)"),
        "first_claim": ("主权项",),
        "applicants": ("申请人", "申请人名称"),
        "inventors": ("发明人",),
        "ipc_main": ("主分类号",),
        "ipc": ("分类号",),
    },
    separator=r"\s*[;；]\s*",
    missing=frozenset({"", "-", "--", "无"}),
    unused=frozenset({"序号"}),
)
