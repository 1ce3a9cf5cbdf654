"""CNIPR 知识产权出版社: the classic tables (光盘) and the downloads of its platform."""

from __future__ import annotations

from corpus.readers.format import Format

FORMAT = Format(
    name="cnipr",
    vendor="CNIPR",
    signature=frozenset(
        {
            *("光盘号", "颁证日", "分案原申请号", "国际公布", "进入国家日期", "专利代理机构"),
            *("申请（专利权）人", "发明（设计）人", "名称", "国省代码"),
            *("专利权状态", "最新法律状态", "专利同族", "同族专利项", "专利引证", "范畴分类", "族号"),
        }
    ),
    columns={
        "publication_number": ("公开（公告）号",),
        "publication_date": ("公开（公告）日",),
        # The patent number is the application number with ZL before it.
        "application_number": ("申请号", "专利号"),
        "filing_date": ("申请日",),
        "lapse_date": ("失效日",),
        "title": ("名称",),
        "abstract": ("摘要",),
        "first_claim": ("主权项",),
        "legal_status_text": ("最新法律状态",),
        "simple_status_text": ("专利权状态",),
        "licence_count": ("许可次数",),
        "parent_application_number": ("分案原申请号",),
        "transfer_count": ("专利权转移次数",),
        "legal_history": ("法律状态",),
        "pledge_count": ("质押次数",),
        "claim_count": ("权利要求数",),
        "independent_claim_count": ("独权数",),
        "page_count": ("全文图像页数",),
        "applicants": ("申请（专利权）人", "申请人"),
        "inventors": ("发明（设计）人", "发明人"),
        "applicant_types": ("申请人类型",),
        "applicant_address": ("地址",),
        "ipc_main": ("主分类号",),
        "ipc": ("分类号",),
        "priority_numbers": ("优先权",),
        "family_publications": ("专利同族", "同族专利项"),
        "vendor_family_size": ("同族数",),
        "cited_publications": ("专利引证", "引证文献"),
        "publication_citation_count": ("被引证次数",),
        "backward_citation_count": ("引证总次数",),
    },
    separator=r"\s*[;；]\s*",
    missing=frozenset({"", "-", "--", "无"}),
    unused=frozenset(
        {
            *("颁证日", "国际申请", "国际公布", "进入国家日期", "专利代理机构", "代理机构"),
            *("代理人", "参考文献", "审查员", "光盘号", "PCT公开", "国省代码", "族号"),
            *("范畴分类", "申请国代码", "省/市/区", "专利权状态代码", "国民经济分类", "引证号", "被引证号"),
            *("从权数", "申请权转移次数", "保全次数", "复审次数", "无效次数", "判决次数"),
        }
    ),
)
