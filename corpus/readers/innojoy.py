"""大为 Innojoy: exported tables; separators and dates are those common to Chinese tools."""

from __future__ import annotations

from corpus.readers.format import Format

FORMAT = Format(
    name="innojoy",
    vendor="Innojoy",
    signature=frozenset(
        {
            *("DPI", "INNOJOY同族", "INNOJOY同族数", "EINDC分类号", "GBC分类号", "技术价值(DPIT)"),
            *("法律价值(DPIL)", "经济价值(DPIE)", "市场价值(DPIM)", "战略价值(DPIS)", "权项数", "主权项字数"),
            *("标准申请人", "主申请人", "当前专利权人", "标准当前专利权人", "布局国家/地域", "有效性"),
            *("申请(专利权)人", "发明(设计)人", "名称", "国省代码", "专利代理机构"),
        }
    ),
    columns={
        "publication_number": ("公开(公告)号",),
        "publication_date": ("公开(公告)日",),
        "application_number": ("申请号",),
        "filing_date": ("申请日",),
        "grant_date": ("授权公告日",),
        "lapse_date": ("权利失效日",),
        "document_type_text": ("公开类型",),
        "title": ("名称中", "名称(中)"),
        "title_en": ("名称英", "名称(英)"),
        "original_title": ("名称",),
        "abstract": ("摘要中", "摘要(中)"),
        "abstract_en": ("摘要英", "摘要(英)"),
        "original_abstract": ("摘要",),
        "first_claim": ("主权项",),
        "legal_status_text": ("当前法律状态",),
        "simple_status_text": ("有效性",),
        "transfer_count": ("转让次数",),
        "licence_count": ("许可次数",),
        "pledge_count": ("质押次数",),
        "claim_count": ("权项数",),
        "independent_claim_count": ("独权数",),
        "page_count": ("说明书页数",),
        "applicants": ("申请(专利权)人", "标准申请人"),
        "owners": ("当前专利权人", "标准当前专利权人"),
        "inventors": ("发明(设计)人",),
        "applicant_types": ("申请人类型",),
        "applicant_address": ("申请人地址",),
        "applicant_province": ("申请人(省市)",),
        "applicant_city": ("申请人(地市)",),
        "applicant_district": ("申请人(区县)",),
        "ipc_main": ("IPC主分类号", "主分类号"),
        "ipc": ("IPC分类号", "分类号"),
        "cpc": ("CPC分类号",),
        "locarno": ("LOC分类号",),
        "priority_numbers": ("优先权",),
        "earliest_priority_date": ("最早优先权日",),
        "family_publications": ("同族", "同族/同族号"),
        "family_offices": ("布局国家/地域",),
        "cited_publications": ("引证专利",),
        "publication_citation_count": ("被引证数",),
        "backward_citation_count": ("引证专利数",),
        "npl_citation_count": ("引用非专利文献数",),
        "sei_labels": ("EINDC分类号",),
        "vendor_value": ("DPI",),
        "awards": ("专利奖",),
    },
    separator=r"\s*[;；|]\s*",
    separators={"sei_labels": r"[;；|、]"},
    missing=frozenset({"", "-", "--", "无"}),
    unused=frozenset(
        {
            *("序号", "GBC分类号", "主权项字数", "主申请人", "申请人数", "主发明人", "发明人数", "国省代码"),
            *("实审公告日", "专利代理机构", "代理人", "被审查员引证数", "国际申请", "国际公布", "进入国家日期"),
            *("法律状态履历", "当前法律状态公告日", "转让人", "受让人", "转让生效日", "许可人", "被许可人"),
            *("出质人", "质权人", "INNOJOY同族", "INNOJOY同族数", "海关备案专利", "标准专利", "行业领域"),
            *("无效次数", "存活期", "剩余有效期", "名称日", "摘要日"),
        }
    ),
)
