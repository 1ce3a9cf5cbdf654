"""What is planted: technologies, actors, inventions with a quality, and the facts tests look for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from corpus.symbols import symbol_field
from flows.demonstration import actors
from flows.demonstration.actors import Actor
from flows.new_study import INDUSTRIES

AS_OF = date(2026, 6, 30)
TECHNOLOGIES = 9
FIRST_YEAR = 2008
LAST_YEAR = 2025


@dataclass(frozen=True)
class Traces:
    """How far quality shows in what a database tells; all in logarithms or standard deviations.

    Citations are a Poisson draw whose rate grows as exp(citations × quality). The mean and
    deviation of five-year counts of Chinese and US patents first published in 2005–2015 (1.4–2.9
    and 2.3–4.7; 5–11 and 10–20, by broad field; 68 million publications of five offices) are those
    of rates that spread by .9–1.5 in logarithm, and of a lifetime of about 10 citations between the
    two. Fields differ by a factor of 2 in the same figures when there are six, by up to 4 here.
    Offices, claims and renewals rise with quality (Lanjouw, Schankerman 2004; OECD STI 2013/03).

    The defaults let all of the spread of citations be quality, so that raw counts find about
    half of the true top tenth. That is kinder than the world: Lanjouw and Schankerman find a third
    of the variance of quality left open by all indicators together; `USUAL` is of that kind.
    """

    citations: float = 1.1
    citations_noise: float = 0.0
    offices_noise: float = 0.15
    claims: float = 0.44
    claims_noise: float = 0.2


USUAL = Traces(citations=0.8, citations_noise=0.8, offices_noise=1.3, claims=0.25, claims_noise=0.45)
_LIFETIME_CITATIONS = 10.0
# How citations spread over the years after publication: see `received`.
LAG_YEARS, LAG_SHAPE = 6.0, 1.3
UNPUBLISHED_YEARS = 1.5
_HABIT_RATIO = 4.0
_AVERAGE_CLAIMS = 9.0


@dataclass(frozen=True)
class Technology:
    """A leaf of the breakdown, with the words and symbols its inventions are written in."""

    branch_id: str
    label_zh: str
    label_en: str
    words_zh: tuple[str, ...]
    words_en: tuple[str, ...]
    symbols: tuple[str, ...]
    course: str  # steady, rising, declining or missing (in the zone)
    habit: float = 1.0  # how much its WIPO field cites, 1 on average


@dataclass(frozen=True)
class Invention:
    """One simple family."""

    place: int
    technology: int
    actor: int
    partner: int | None
    filed: date
    quality: float
    offices: tuple[str, ...]
    citations: int
    claims: int
    fate: str  # pending, in_force, lapsed, refused
    is_utility_model: bool
    star: bool


@dataclass(frozen=True)
class World:
    """Everything planted in one industry."""

    industry: str
    title_zh: str
    title_en: str
    technologies: tuple[Technology, ...]
    actors: tuple[Actor, ...]
    inventions: tuple[Invention, ...]
    seed: int


def plant(industry: str, taxonomy: Path, families: int, seed: int, traces: Traces | None = None) -> World:
    """Draw a world from the industry's breakdown.

    Parameters
    ----------
    taxonomy
        The shipped taxonomy.csv; technologies are some of its leaves.
    families
        Inventions to draw.
    traces
        How far quality shows; without it the defaults.
    """
    shown = traces or Traces()
    rng = np.random.default_rng(seed)
    technologies = _technologies(taxonomy, rng)
    cast = actors.cast(industry, rng)
    weights = np.array([_TECHNOLOGY_WEIGHT[t.course] for t in technologies]) * rng.uniform(
        0.6, 1.6, TECHNOLOGIES
    )
    inventions = [
        _invention(place, rng, technologies, cast, weights / weights.sum(), shown)
        for place in range(families)
    ]
    label_zh, label_en = INDUSTRIES[industry]
    return World(
        industry,
        label_zh,
        label_en,
        technologies,
        cast,
        tuple(_with_stars(inventions, technologies, cast, rng, shown)),
        seed,
    )


def truth(world: World) -> dict[str, Any]:
    """The facts planted, for tests and for the curious; ids are those of the CN application."""
    courses: dict[str, list[str]] = {}
    for t in world.technologies:
        courses.setdefault(t.course, []).append(t.branch_id)
    stars = {(i.actor, i.technology) for i in world.inventions if i.star}
    return {
        "synthetic": True,
        "industry": world.industry,
        "as_of": AS_OF.isoformat(),
        "technologies": {t.branch_id: t.label_zh for t in world.technologies},
        "rising": courses.get("rising", []),
        "declining": courses.get("declining", []),
        "missing_in_zone": courses.get("missing", []),
        "star_portfolios": [
            {"enterprise_id": world.actors[a].key, "branch_id": world.technologies[t].branch_id}
            for a, t in sorted(stars)
        ],
        "decoy_portfolio": {
            "enterprise_id": actors.decoy(world.actors).key,
            "branch_id": world.technologies[0].branch_id,
        },
        "enterprises": {a.key: list(a.names) for a in world.actors if a.in_zone},
        "look_alikes": [list(pair) for pair in actors.look_alikes(world.actors)],
        "foreign_rivals": [a.names[0] for a in world.actors if a.kind == "foreign"],
    }


_TECHNOLOGY_WEIGHT: Mapping[str, float] = {"steady": 1.0, "rising": 1.3, "declining": 1.3, "missing": 1.4}
_COURSES = ("steady", "rising", "declining", "missing", *("steady",) * (TECHNOLOGIES - 4))
# The further away, the better it must be: standard deviations above the average.
_OFFICES: Mapping[str, float] = {"US": 0.5, "EP": 0.8, "JP": 1.1, "KR": 1.4, "CA": 1.7, "AU": 2.0}
_FOREIGN_BREADTH = 0.2  # rivals abroad file more widely at the same quality


def _technologies(taxonomy: Path, rng: np.random.Generator) -> tuple[Technology, ...]:
    """Leaves with enough words and symbols of their own; a critical one is missing in the zone."""
    text = pd.read_csv(taxonomy, dtype="str", keep_default_na=False)
    rich = text[
        text["ipc"].ne("")
        & text["match"].eq("either")
        & (text["keywords_zh"].map(_simple).str.len() >= 5)
        & (text["keywords_en"].map(_simple).str.len() >= 4)
    ]
    # Leaves of different groups, so that the planted technologies are told apart by subject.
    order = rng.permutation(len(rich))
    picked = rich.iloc[order].drop_duplicates("parent_id").head(TECHNOLOGIES)
    rest = rich.iloc[order].drop(picked.index, errors="ignore").head(TECHNOLOGIES - len(picked))
    leaves = pd.concat([picked, rest])
    critical = leaves["is_critical"].eq("true").to_numpy()
    missing = int(np.flatnonzero(critical)[-1]) if critical.any() else 3
    places = [p for p in range(len(leaves)) if p != missing]
    places.insert(3, missing)
    classes = [_of_one_field(_symbols(ipc)) for ipc in leaves["ipc"]]
    fields = sorted({field for field, _ in classes})
    habits = rng.permutation(np.exp(np.linspace(-1.0, 1.0, len(fields)) * np.log(_HABIT_RATIO) / 2))
    return tuple(
        Technology(
            branch_id=leaf["branch_id"],
            label_zh=leaf["label_zh"],
            label_en=leaf["label_en"],
            words_zh=tuple(_simple(leaf["keywords_zh"])[:8]),
            words_en=tuple(_simple(leaf["keywords_en"])[:8]),
            symbols=classes[place][1][:6],
            course=course,
            habit=float(habits[fields.index(classes[place][0])]),
        )
        for place, course in zip(places, _COURSES, strict=True)
        for leaf in (leaves.iloc[place],)
    )


def _simple(keywords: str) -> list[str]:
    """Keywords that can stand in a sentence: no conjunctions, no truncation."""
    return [k.strip() for k in keywords.split(";") if k.strip() and not set(k) & set("+*")]


def _symbols(patterns: str) -> list[str]:
    """A full symbol under each pattern that names at least a main group."""
    found = []
    for pattern in patterns.split(";"):
        start = pattern.strip().split("-")[0]
        if len(start) > 4:
            found.append(start if "/" in start else f"{start}/00")
        elif len(start) == 4:
            found.append(f"{start}1/00")
    return found


def _of_one_field(symbols: list[str]) -> tuple[int, tuple[str, ...]]:
    """The WIPO field of most symbols, and those symbols: a field has one habit of citing."""
    fields = symbol_field(pd.Series(symbols, dtype="str"))
    field = int(fields.mode().iloc[0])
    return field, tuple(s for s, f in zip(symbols, fields, strict=True) if f == field)


def _invention(
    place: int,
    rng: np.random.Generator,
    technologies: tuple[Technology, ...],
    cast: tuple[Actor, ...],
    weights: np.ndarray,
    shown: Traces,
) -> Invention:
    technology = int(rng.choice(TECHNOLOGIES, p=weights))
    course = technologies[technology].course
    actor = _drawn_actor(rng, cast, course)
    year = _year(rng, course)
    quality = float(rng.normal(0.4 if cast[actor].kind == "foreign" else 0.0, 1.0))
    partner = int(rng.integers(len(cast))) if rng.random() < 0.06 else None
    partner = None if partner == actor else partner
    return _drawn(
        place, rng, (technology, technologies[technology].habit), actor, partner, year, quality, False,
        cast, shown,
    )  # fmt: skip


def _drawn_actor(rng: np.random.Generator, cast: tuple[Actor, ...], course: str) -> int:
    weights = np.array([0.0 if course == "missing" and a.in_zone else a.weight for a in cast])
    return int(rng.choice(len(cast), p=weights / weights.sum()))


def _year(rng: np.random.Generator, course: str) -> int:
    years = np.arange(FIRST_YEAR, LAST_YEAR + 1)
    age = (LAST_YEAR - years) / (LAST_YEAR - FIRST_YEAR)
    shape = {"rising": np.exp(-7 * age), "declining": np.exp(-((age - 0.7) ** 2) / 0.04)}
    weight = shape.get(course, np.exp(-1.2 * age))
    return int(rng.choice(years, p=weight / weight.sum()))


def _drawn(
    place: int,
    rng: np.random.Generator,
    technology: tuple[int, float],
    actor: int,
    partner: int | None,
    year: int,
    quality: float,
    star: bool,
    cast: tuple[Actor, ...],
    shown: Traces,
) -> Invention:
    """Fill in what quality and time decide: citations, breadth, claims, fate."""
    filed = date(year, 1, 1) + timedelta(days=int(rng.integers(365)))
    age = max(0.0, (AS_OF - filed).days / 365.25 - UNPUBLISHED_YEARS)
    foreign = cast[actor].kind == "foreign"
    is_utility_model = not star and not foreign and rng.random() < 0.18
    reach = quality + shown.offices_noise * rng.normal() + (_FOREIGN_BREADTH if foreign else 0.0)
    offices = tuple(o for o, least in _OFFICES.items() if reach > least)
    if foreign:
        offices = (cast[actor].home, *(o for o in (*offices, "CN") if o != cast[actor].home))
        if rng.random() < 0.2:
            offices = tuple(o for o in offices if o != "CN") or offices
    else:
        offices = ("CN",) if is_utility_model else ("CN", *offices)
    rate = _rate(age, quality, rng.normal(), shown) * technology[1] * (0.3 if is_utility_model else 1.0)
    claims = _AVERAGE_CLAIMS * np.exp(shown.claims * quality + shown.claims_noise * rng.normal())
    term = 10 if is_utility_model else 20
    if age > term:
        fate = "lapsed"
    elif age < 2 and not is_utility_model:
        fate = "pending"
    else:
        dies = 1 / (1 + np.exp(quality + 1.1 - 0.09 * age))
        fate = "in_force" if star or rng.random() > dies else str(rng.choice(["lapsed", "refused"]))
    return Invention(
        place, technology[0], actor, partner, filed, quality, offices, int(rng.poisson(rate)),
        int(np.clip(round(claims), 1, 99)), fate, is_utility_model, star,
    )  # fmt: skip


def received(age: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Share of a lifetime's citations received at an age, in years since publication.

    40 % of a five-year count come in the first two years and 60 % in three, as in the counts of
    the five offices; half of a lifetime's come in the first four and a half.
    """
    share: npt.NDArray[np.float64] = 1 - np.exp(-((np.asarray(age) / LAG_YEARS) ** LAG_SHAPE))
    return share


def _rate(age: float, quality: float, chance: float, shown: Traces) -> float:
    """Citations expected at an age, in years since publication."""
    spread = shown.citations**2 + shown.citations_noise**2
    draw = shown.citations * quality + shown.citations_noise * chance - spread / 2
    return float(_LIFETIME_CITATIONS * received(age) * np.exp(draw))


def _with_stars(
    inventions: list[Invention],
    technologies: tuple[Technology, ...],
    cast: tuple[Actor, ...],
    rng: np.random.Generator,
    shown: Traces,
) -> list[Invention]:
    """Add two star portfolios (young, broad, cited) and a decoy (large, old, narrow, expiring)."""
    added = list(inventions)
    focal = [place for place, a in enumerate(cast) if a.role == "focal"]
    for actor, technology in zip(focal[:2], (1, 4), strict=True):
        for _ in range(14):
            year = int(rng.integers(2018, 2024))
            drawn = (technology, technologies[technology].habit)
            added.append(
                _drawn(
                    len(added), rng, drawn, actor, None, year, float(rng.normal(2.4, 0.3)), True, cast, shown
                )
            )
    decoy = cast.index(actors.decoy(cast))
    for _ in range(18):
        year = int(rng.integers(2007, 2009))
        drawn = (0, technologies[0].habit)
        old = _drawn(
            len(added), rng, drawn, decoy, None, year, float(rng.normal(-0.8, 0.3)), False, cast, shown
        )
        added.append(
            Invention(**(vars(old) | {"fate": "in_force", "is_utility_model": False, "offices": ("CN",)}))
        )
    return added
