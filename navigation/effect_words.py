"""Words by which a text claims an effect (技术功效), in Chinese and English; the list is our own."""

from __future__ import annotations

# Effect: patterns (RE2) for Chinese texts, and for English ones in small letters.
EFFECTS: dict[str, tuple[str, str]] = {
    "safety": (
        r"安全|可靠|故障率|防护",
        r"\bsafe(?:ty|r|ly)?\b|\breliab|\bfail-?safe",
    ),
    "efficiency": (
        r"效率|高效|提高性能|提升性能",
        r"\befficien|\bimproved? performance|\bthroughput",
    ),
    "cost": (
        r"成本|造价|价格低|经济性",
        r"\bcosts?\b|\bcost-|\binexpensive|\bcheap",
    ),
    "weight": (
        r"重量轻|减重|减轻|轻量|轻质|体积小|小型化|紧凑",
        r"\blightweight|\blight weight|\bweight (?:reduc|sav)|\breduc\w+ (?:the )?weight"
        r"|\bcompact|\bminiatur",
    ),
    "energy": (
        r"能耗|节能|油耗|省电|续航|功耗",
        r"\bfuel consumption|\benergy consumption|\benergy[- ]saving|\bpower consumption"
        r"|\bfuel efficien",
    ),
    "emission": (
        r"污染|排放|环保",
        r"\bemission|\bpollut|\benvironmentally",
    ),
    "noise": (
        r"噪声|噪音|降噪|振动|减振|抖动",
        r"\bnoise|\bvibration",
    ),
    "durability": (
        r"寿命|耐久|耐磨|耐腐蚀|耐高温|抗疲劳",
        r"\bdurab|\bservice life|\blifetime|\bwear resist|\bcorrosion|\bfatigue",
    ),
    "strength": (
        r"强度|刚度|刚性",
        r"\bstrength|\bstiffness|\brigidity|\bload[- ]bearing",
    ),
    "precision": (
        r"精度|精确|准确|精准",
        r"\baccura|\bprecis",
    ),
    "stability": (
        r"稳定",
        r"\bstability|\bstabili[sz]|\bstable\b",
    ),
    "speed": (
        r"快速|迅速|实时|速度快|时间短",
        r"\brapid|\breal[- ]time|\bfast(?:er)?\b|\bshorter time",
    ),
    "convenience": (
        r"结构简单|操作简单|操作简便|方便|便于|便捷|易于",
        r"\beas(?:y|ily|ier) to\b|\bsimple structure|\bsimplif|\bconvenien",
    ),
    "automation": (
        r"自动|智能|无人值守",
        r"\bautomat|\bintelligen|\bautonomous",
    ),
    "cooling": (
        r"散热|冷却|热管理|降温",
        r"\bcooling|\bheat dissipation|\bthermal management",
    ),
    "efficacy": (
        r"疗效|药效|治疗效果|保护效力|免疫原性",
        r"\befficac|\btherapeutic(?:ally)? effect|\bpotent|\bimmunogenic|\bneutrali[sz]ing",
    ),
    "tolerance": (
        r"毒性|副作用|不良反应|耐受",
        r"\btoxicit|\bside effect|\badverse|\btolerab",
    ),
    "selectivity": (
        r"特异性|选择性|灵敏度",
        r"\bspecificity|\bselectiv|\bsensitivity",
    ),
}
