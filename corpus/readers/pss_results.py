"""CNIPA 专利检索及分析系统 (PSS): its result list as copied into a table, without publication numbers."""

from __future__ import annotations

from corpus.readers.format import Format

FORMAT = Format(
    name="pss_results",
    vendor="CNIPA PSS",
    signature=frozenset({"法律状态最后修改日期", "申请公布日/授权公告日", "申请人/专利权人"}),
    columns={
        "publication_date": ("申请公布日/授权公告日",),
        "application_number": ("申请号",),
        "filing_date": ("申请日",),
        "document_type_text": ("专利类型",),
        "title": ("专利名称",),
        "legal_status_text": ("法律状态",),
        "applicants": ("申请人/专利权人",),
        "inventors": ("发明人",),
    },
    separator=r"\s*[;；]\s*",
    missing=frozenset({"", "-", "--", "无", "无数据"}),
    unused=frozenset({"法律状态最后修改日期", "序号"}),
    lacks_publication_numbers=True,
)
