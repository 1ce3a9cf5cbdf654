"""Titles and abstracts of the synthetic inventions, in Chinese and English from the same draws."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from flows.demonstration.world import Invention, Technology

_TITLES = (
    ("一种{a}及其制备方法", "{A} and preparation method thereof"),
    ("用于{b}的{a}", "{A} for {b}"),
    ("基于{a}的{b}方法及装置", "Method and apparatus for {b} based on {a}"),
    ("{a}与{b}的集成结构", "Integrated structure of {a} and {b}"),
    ("一种改进的{a}控制方法", "Improved control method for {a}"),
    ("{a}的检测与评价方法", "Testing and evaluation method for {a}"),
    ("一种{a}用{b}组件", "{B} assembly for {a}"),
    ("具有高稳定性的{a}", "{A} with high stability"),
)
_BODIES = (
    ("本发明公开了{title}，涉及{label}技术领域。采用{a}与{b}相结合的方案，解决了现有{c}中稳定性不足的问题，降低了能耗。",
     "{Title} is disclosed, in the field of {label}. {A} is combined with {b}, so that the lack of stability "
     "of known {c} is overcome and energy is saved."),
    ("本发明属于{label}领域，提供{title}。其核心在于对{a}进行优化，并通过{b}实现对{c}的精确调节，提高了效率和寿命。",
     "In the field of {label}, {title} is provided. {A} is optimised, and {c} is adjusted precisely by "
     "means of {b}, which raises efficiency and service life."),
    ("本发明涉及{title}。所述方案包括{a}、{b}以及与之配合的{c}，结构简单，成本低，适用于{label}。",
     "The invention relates to {title}. The solution comprises {a}, {b} and matching {c}; it is simple and "
     "of low cost and suits {label}."),
)  # fmt: skip


@dataclass(frozen=True)
class Text:
    """Title and abstract in two languages."""

    title_zh: str
    title_en: str
    abstract_zh: str
    abstract_en: str


def write(invention: Invention, technology: Technology, rng: np.random.Generator) -> Text:
    """Words of one invention, drawn from its technology's vocabulary."""
    zh = [technology.words_zh[p] for p in rng.permutation(len(technology.words_zh))[:3]]
    en = [technology.words_en[p] for p in rng.permutation(len(technology.words_en))[:3]]
    title = _TITLES[int(rng.integers(len(_TITLES)))]
    body = _BODIES[int(rng.integers(len(_BODIES)))]
    title_zh = title[0].format(a=zh[0], b=zh[1])
    title_en = title[1].format(a=en[0], b=en[1], A=_capital(en[0]), B=_capital(en[1]))
    if invention.is_utility_model:
        title_zh = f"一种{zh[0]}装置"
        title_en = f"{_capital(en[0])} device"
    return Text(
        title_zh,
        title_en,
        body[0].format(title=title_zh, label=technology.label_zh, a=zh[0], b=zh[1], c=zh[2]),
        body[1].format(
            title=title_en[0].lower() + title_en[1:], Title=title_en, label=technology.label_en.lower(),
            a=en[0], b=en[1], c=en[2], A=_capital(en[0]),
        ),
    )  # fmt: skip


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]
