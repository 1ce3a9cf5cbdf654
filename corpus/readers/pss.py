"""CNIPA 专利检索及分析系统 (PSS): exported tables, of the old and the new site."""

from __future__ import annotations

from corpus.readers.format import Format

FORMAT = Format(
    name="pss",
    vendor="CNIPA PSS",
    signature=frozenset(
        {
            *("发明名称", "申请人所在国(省)", "申请人邮编", "外观设计洛迦诺分类号", "ECLA分类号", "发明类型"),
            *("PCT国际申请日期", "PCT国际公开号", "PCT国际公开日期"),
            *("检索公司", "主IPC分类号", "申请人所在国/地区", "公开日期(公开)", "公开日期(授权)"),
        }
    ),
    columns={
        "publication_number": ("公开（公告）号",),
        "office": ("公开国",),
        "publication_date": ("公开（公告）日",),
        "application_number": ("申请号",),
        "filing_date": ("申请日",),
        "grant_date": ("公开日期(授权)",),
        "document_type_text": ("发明类型", "专利类型"),
        "title": ("发明名称", "专利名称"),
        "abstract": ("摘要",),
        "applicants": ("申请（专利权）人", "申请人"),
        "inventors": ("发明人",),
        "applicant_address": ("申请人地址",),
        "ipc_main": ("主IPC分类号",),
        "ipc": ("IPC分类号",),
        "cpc": ("CPC分类号",),
        "locarno": ("外观设计洛迦诺分类号",),
        "priority_numbers": ("优先权号",),
        "earliest_priority_date": ("优先权日",),
        "publication_citation_count": ("被引证次数",),
    },
    separator=r"\s*[;；]\s*",
    missing=frozenset({"", "-", "--", "无", "无数据"}),
    unused=frozenset(
        {
            *("文献类型", "申请人邮编", "申请人所在国(省)", "申请人所在国/地区", "代理人", "代理机构"),
            *("FI分类号", "FT分类号", "UC分类号", "ECLA分类号", "PCT国际申请号", "PCT国际申请日期"),
            *("PCT国际公开号", "PCT国际公开日期", "检索公司", "公开日期(公开)", "序号"),
        }
    ),
)
