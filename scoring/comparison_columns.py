"""The columns that compare the score with other ways to score, and with other definitions of it."""

from __future__ import annotations

from corpus.contract import INTEGER, NUMBER, TEXT, Column

# Other ways to make one number of a family, with their names for people.
ALTERNATIVES = {
    "equal_weights": ("等权得分", "equal weights"),
    "quality_4": ("OECD质量指数（4项）", "OECD quality-4"),
    "quality_6": ("OECD质量指数（6项）", "OECD quality-6"),
    "latent_factor": ("潜在质量因子", "the latent quality factor"),
    "entropy": ("熵权法得分", "entropy weights"),
    "topsis": ("TOPSIS得分", "TOPSIS"),
    "geometric_mean": ("几何平均得分", "the geometric mean"),
    "vendor_value": ("数据商自有价值度", "the vendor's own value"),
}
# Other definitions the score can be made with, with their names for people.
SWITCHES = {
    "equal_weights": ("各指标等权", "equal weights"),
    "geometric_mean": ("几何平均合成", "geometric mean"),
    "percentiles": ("直接用百分位合成", "plain percentiles"),
    "winsor_95": ("按95%分位截尾归一", "values over the 95th percentile"),
    "winsor_98": ("按98%分位截尾归一", "values over the 98th percentile"),
    "window_3y": ("引证窗口3年", "citations within three years"),
    "window_5y": ("引证窗口5年", "citations within five years"),
    "with_self_citations": ("计入自引", "self-citations counted"),
    "cohort_year": ("仅按年份比较", "compared within the year alone"),
    "cohort_all": ("不分年份领域比较", "compared with all years and fields"),
}

COMPARISON_COLUMNS = (
    Column("alternative", TEXT, "Another way to score", allowed=tuple(ALTERNATIVES)),
    Column("rank_correlation", NUMBER, "Spearman's rank correlation with our score", low=-1, high=1),
    Column("switch", TEXT, "What was defined otherwise", allowed=tuple(SWITCHES)),
    Column("kendall_tau", NUMBER, "Kendall's τ of the rankings, ties corrected", low=-1, high=1),
    Column("top_k", INTEGER, "How many places the first group has", "families", low=1),
    Column("top_k_jaccard", NUMBER, "Families in both first groups over those in either", low=0, high=1),
    Column("n", INTEGER, "Families behind it", "families", low=0),
    Column("explanation_zh", TEXT, "What it means, in Chinese"),
    Column("explanation_en", TEXT, "What it means, in English"),
)
