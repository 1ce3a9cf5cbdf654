"""The fictional actors of the synthetic zone: zone firms, other firms, universities, rivals abroad."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

# Brand syllables in pairs no register is known to hold; with their romanisation.
_FIRST = (("澄", "CHENG"), ("岚", "LAN"), ("霁", "JI"), ("珩", "HENG"), ("溟", "MING"), ("垚", "YAO"),
          ("翮", "HE"), ("砺", "LI"), ("昶", "CHANG"), ("沅", "YUAN"))  # fmt: skip
_SECOND = (("砚", "YAN"), ("圻", "QI"), ("禾", "HE"), ("枢", "SHU"), ("篁", "HUANG"), ("铎", "DUO"),
           ("漪", "YI"), ("晞", "XI"), ("棠", "TANG"), ("屿", "YU"))  # fmt: skip
_TRADE = {
    "biomedicine": ("生物科技", "BIOTECH"),
    "high-end-equipment": ("装备科技", "EQUIPMENT TECH"),
    "new-materials": ("新材料", "NEW MATERIALS"),
    "marine-economy": ("海洋工程", "OCEAN ENG"),
    "next-generation-it": ("信息技术", "INFORMATION TECH"),
}
_CITIES = (
    ("北京", "BEIJING"),
    ("上海", "SHANGHAI"),
    ("青岛", "QINGDAO"),
    ("苏州", "SUZHOU"),
    ("武汉", "WUHAN"),
)
_RIVALS = (
    ("VELDRANE", "GMBH", "EP"), ("KORSANDE", "INC", "US"), ("HALVORNIK", "AG", "EP"),
    ("OSTERVANE", "LLC", "US"),
    ("TAMIZUKA", "KK", "JP"), ("DAEYURIM", "CO LTD", "KR"),
)  # fmt: skip


@dataclass(frozen=True)
class Actor:
    """An applicant; the first name is the one it is known by, the others are how vendors print it."""

    key: str
    names: tuple[str, ...]
    name_en: str
    kind: str  # zone, domestic, university or foreign
    role: str  # role in the roster, or "" where it is not listed
    home: str
    weight: float
    credit_code: str | None

    @property
    def in_zone(self) -> bool:
        """Whether the roster places it in the zone."""
        return self.kind == "zone"


def cast(industry: str, rng: np.random.Generator) -> tuple[Actor, ...]:
    """The actors of one industry, zone firms first; three of those are focal, one is the decoy."""
    trade, trade_en = _TRADE[industry]
    pairs = [(a, b) for a in _FIRST for b in _SECOND]
    brands = [pairs[p] for p in rng.permutation(len(pairs))]
    actors: list[Actor] = []
    for place in range(8):
        actors.append(_zone_firm(place, brands[place], trade, trade_en))
    # Look-alikes of the first zone firm: another legal form, another city, a branch of a group.
    stem = _stem(brands[0])
    actors.append(
        _plain("look1", f"天津{stem}{trade}股份有限公司", f"TIANJIN {stem} {trade_en} JOINT STOCK", 0.5)
    )
    actors.append(_plain("look2", f"北京{stem}{trade}有限公司", f"BEIJING {stem} {trade_en}", 0.5))
    for place in range(14):
        city, city_en = _CITIES[place % len(_CITIES)]
        brand = brands[8 + place]
        name = f"{city}{_stem(brand)}{trade}有限公司"
        actors.append(_plain(f"firm{place}", name, f"{city_en} {_latin(brand)} {trade_en} CO LTD", 1.0))
    for place in range(4):
        brand = brands[40 + place]
        name = f"{_stem(brand)}理工大学" if place % 2 == 0 else f"{_stem(brand)}海洋大学"
        actors.append(
            Actor(f"uni{place}", (name,), f"UNIV {_latin(brand)}", "university", "", "CN", 1.2, None)
        )
    for place, (stem_en, form, home) in enumerate(_RIVALS):
        name = f"{stem_en} {form}"
        role = "rival" if place < 2 else ""
        actors.append(Actor(f"rival{place}", (name,), name, "foreign", role, home, 2.2, None))
    return tuple(actors)


def decoy(actors: tuple[Actor, ...]) -> Actor:
    """The zone firm with the large, old, expiring portfolio."""
    return next(a for a in actors if a.key == "zone7")


def look_alikes(actors: tuple[Actor, ...]) -> list[tuple[str, str]]:
    """Pairs of names that must not be merged."""
    first = actors[0].names[0]
    return [(first, a.names[0]) for a in actors if a.key.startswith("look")]


def _zone_firm(
    place: int, brand: tuple[tuple[str, str], tuple[str, str]], trade: str, trade_en: str
) -> Actor:
    stem = _stem(brand)
    name = f"天津{stem}{trade}有限公司"
    # Printed variants of one legal person: brackets, blanks, a former name, English.
    variants = (
        name,
        f" 天津{stem}{trade}有限公司",
        f"天津市{stem}{trade}有限公司",
        f"{stem}（天津）{trade}有限公司",
    )
    name_en = f"TIANJIN {_latin(brand)} {trade_en} CO LTD"
    role = "focal" if place < 3 else "peer"
    # Region 999999 is nobody's, so the code is no company's.
    code = f"91999999MA000{place:03d}{place}X"
    return Actor(f"zone{place}", variants, name_en, "zone", role, "CN", 1.6 - 0.1 * place, code)


def _plain(key: str, name: str, name_en: str, weight: float) -> Actor:
    return Actor(key, (name,), name_en, "domestic", "", "CN", weight, None)


def _stem(brand: tuple[tuple[str, str], tuple[str, str]]) -> str:
    return brand[0][0] + brand[1][0]


def _latin(brand: tuple[tuple[str, str], tuple[str, str]]) -> str:
    return brand[0][1] + brand[1][1]
