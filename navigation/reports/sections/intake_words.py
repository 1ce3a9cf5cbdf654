"""What intake wrote in English, in Chinese: why a row or cell was set aside, and names of columns."""

from __future__ import annotations

import re

from navigation.reports.words import words

# Reasons as the readers state them; groups stay as they are.
_REASONS = (
    (r"contradicts kind code (\w+)", r"与文献种类代码\1矛盾"),
    (r"no publication number", "没有公开号"),
    (r"not a publication number", "不是公开号"),
    (r"an application number but no publication number", "只有申请号，没有公开号"),
    (r"a patent number \(ZL…\) is an application number, not a publication number",
     "专利号（ZL…）即申请号，不是公开号"),
    (r"number ruined by a spreadsheet \(exponent\)", "号码被电子表格改成科学计数"),
    (r"no office before the number", "号码前没有国别代码"),
    (r"office (\w+) is not known", r"国别代码\1不识别"),
    (r"the headings again", "重复的标题行"),
    (r"not an application number", "不是申请号"),
    (r"not a count", "不是计数"),
    (r"below (\d+)", r"小于\1"),
    (r"not a symbol", "不是分类号"),
    (r"country not known", "国别不识别"),
    (r"not a date", "不是日期"),
    (r"a placeholder for no date", "表示没有日期的占位符"),
    (r"a year without month and day", "只有年份，没有月、日"),
    (r"a month without a day", "只有年、月，没有日"),
    (r"year of two digits", "年份只有两位"),
    (r"a count of days that may begin in 1900 or 1960", "天数计数，起点可能是1900年或1960年"),
    (r"cut at ([\d,]+) characters by a spreadsheet: its last item is left out",
     r"被电子表格在\1个字符处截断，末项舍去"),
    (r"its cells stand in the wrong columns: (\w+) holds no date", r"单元格错列：\1中不是日期"),
    (r"(\d+) cells where the headings have (\d+)", r"有\1个单元格，标题为\2个"),
    (r"text outside a record", "记录之外的文字"),
    (r"it lists more publications than it has lines", "所列公开号多于行数"),
    (r"no JSON: .*", "不是有效的JSON"),
    (r"damaged XML .*|the document ends before its end", "XML损坏或不完整"),
    (r"tag (\w+) stands twice: two records run together", r"标签\1出现两次，两条记录相连"),
)  # fmt: skip


def reason_in_chinese(reason: str) -> str:
    """A reason in Chinese, each of several joined by `; `; what is not known stays as it is."""
    return "；".join(_part(part) for part in reason.split("; "))


def _part(reason: str) -> str:
    for pattern, chinese in _REASONS:
        if re.fullmatch(pattern, reason):
            return re.sub(pattern, chinese, reason)
    return reason


def column_word(column: str, language: str) -> str:
    """A column of the records in the language; its name where no word is known."""
    return words(language).get(f"record_column.{column}", column)


def statement_in(said: str, language: str) -> str:
    """`filing_date=2009-04-24` with the column's word in the language."""
    sign = "为" if language == "zh" else " "
    return re.sub(r"\b([a-z_]+)=", lambda m: f"{column_word(m[1], language)}{sign}", said)
