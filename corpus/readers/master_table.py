"""专利总表: the table a vendor delivers as a database dump, one row per application, days as integers.

The grant stands for the row where there is one, else the publication; a day of 0 is none.
"""

from __future__ import annotations

from corpus.readers.format import Format

FORMAT = Format(
    name="master_table",
    vendor="专利总表",
    signature=frozenset(
        {
            *("授权公告号", "申请摘要", "授权名称", "当前著录项联系人通讯地址", "第一权利人", "优先权数量"),
            *("全文链接", "专利转移次数", "简单同族数量", "CPC/FI分类号", "非专利引证", "无效宣告日期"),
        }
    ),
    columns={
        "publication_number": ("授权公告号", "公开号"),
        "publication_date": ("授权公告日", "公开日"),
        "application_number": ("申请号",),
        "filing_date": ("申请日",),
        "grant_date": ("授权公告日",),
        "lapse_date": ("失效日期",),
        "document_type_text": ("专利类型",),
        "title": ("专利名称", "授权名称"),
        "abstract": ("申请摘要",),
        "first_claim": ("主权项",),
        "legal_status_text": ("法律状态",),
        "events": ("法律事件",),
        "transfer_count": ("专利转移次数",),
        "licence_count": ("许可次数",),
        "pledge_count": ("质押次数",),
        "applicants": ("申请人",),
        "owners": ("当前权利人",),
        "inventors": ("发明人", "当前发明人"),
        "applicant_types": ("申请人类型",),
        "applicant_address": ("申请人地址",),
        "ipc_main": ("主分类号",),
        "ipc": ("分类号",),
        "priority_numbers": ("优先权",),
        "earliest_priority_date": ("优先权日",),
        "family_publications": ("同族专利", "公开号"),
        "vendor_family_size": ("简单同族数量",),
        "cited_publications": ("引证专利",),
        "backward_citation_count": ("引证数",),
    },
    separator=r"\s*[;；|]\s*",
    missing=frozenset({"", "-", "--", "无", "NULL", r"\N"}),
    unused=frozenset(
        {
            *("序号", "国省代码", "专利代理人", "专利代理机构", "第一发明人", "颁证日", "审查员", "审查时长"),
            *("实质审查日", "转让日期", "质押日期", "许可日期", "国际申请号", "国际申请日", "国际公开号"),
            *("国际公开日", "进入国家日期"),
        }
    ),
    rewrites={
        column: ((r"^0(?:\.0)?$", ""),)
        for column in (
            "filing_date",
            "publication_date",
            "grant_date",
            "lapse_date",
            "earliest_priority_date",
        )
    },
)
