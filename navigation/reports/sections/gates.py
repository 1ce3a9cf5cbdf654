"""The gates a portfolio fails, as the reasons state them: by kind, and in the report's language."""

from __future__ import annotations

import re

import pandas as pd

# How a reason begins, and the word key of its gate.
GATES = {
    "active families": "active",
    "granted inventions": "granted",
    "invention share": "inventions",
    "expiring within 5 years": "expiring",
    "owners": "owners",
    "coverage gain": "gain",
    "legal status unknown": "unknown_status",
    "disputed": "disputed",
}


def gate_of(reason: str) -> str:
    """The gate a single reason is about; the reason itself where none is known."""
    return next((code for start, code in GATES.items() if reason.startswith(start)), reason)


def failed_gates(reasons: pd.Series) -> pd.DataFrame:
    """How many portfolios fail each gate (columns gate, count); one may fail several."""
    single = reasons.dropna().astype("str").str.split("; ").explode()
    counted = single.map(gate_of).value_counts().rename_axis("gate").rename("count").reset_index()
    return counted.sort_values(["count", "gate"], ascending=[False, True], ignore_index=True)


def in_chinese(reason: str) -> str:
    """A reason in Chinese; parts that are not known stay as they are."""
    parts = []
    for part in reason.split("; "):
        unknown = re.fullmatch(r"legal status unknown for (\d+) families", part)
        if unknown:
            parts.append(f"{unknown[1]}个专利族法律状态未知")
            continue
        disputed = re.fullmatch(r"disputed: (\d+) families", part)
        if disputed:
            parts.append(f"{disputed[1]}个专利族存在争议")
            continue
        for start, zh in (
            ("active families ", "有效专利族"),
            ("granted inventions ", "授权有效发明"),
            ("invention share ", "发明占比"),
            ("expiring within 5 years ", "五年内到期占比"),
            ("owners ", "权利人"),
            ("coverage gain ", "联合新增覆盖"),
        ):
            part = part.replace(start, zh) if part.startswith(start) else part
        parts.append(part.replace(" < ", "，低于").replace(" > ", "，高于"))
    return "；".join(parts)
