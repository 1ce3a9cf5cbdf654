"""A zone: one folder with zone.toml and its registers, and the studies that lie beside it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pandas as pd

from corpus import contract, tables
from corpus.errors import StudyError
from corpus.registers import REGISTERS, register_from_csv
from corpus.store import Store
from flows.decided import decisions_on, digests
from flows.mailing import Smtp
from flows.study import (
    LANGUAGES,
    Study,
    default_out,
    file_sha256,
    open_study,
    read_seed,
    read_settings,
)
from scoring.kpi import Sources
from scoring.kpi.definitions import NAMES, Plan, Stated
from scoring.kpi.growth import STATISTICS
from scoring.kpi.notes import Studies
from scoring.kpi.tables import TABLES

FORMATS = ("html", "docx", "xlsx")
STUDY_TABLES = (tables.APPLICATION, tables.PUBLICATION, tables.PARTY, tables.APPLICANT, tables.EVENT)


@dataclass(frozen=True)
class Schedule:
    """When `patnav serve` runs what: cron, or seconds between two runs; empty text: never by itself."""

    timezone: str = "Asia/Shanghai"
    studies: str | int = "0 2 1 * *"
    kpi: str | int = "0 6 2 * *"
    alerts: str | int = "0 7 * * 1"
    workers: int = 2
    at_once: int = 1


@dataclass(frozen=True)
class ZoneSettings:
    """The keys of zone.toml; `studies` names the folders counted, else all beside the zone."""

    title: str
    title_en: str | None = None
    zone: str | None = None
    zone_en: str | None = None
    as_of: date | None = None
    start: date = date(2021, 1, 1)
    base_year: int | None = None
    studies: tuple[str, ...] = ()
    languages: tuple[str, ...] = LANGUAGES
    synthetic: bool = False
    targets: Mapping[str, Mapping[int, float]] = field(default_factory=dict)
    baseline: Mapping[str, float] = field(default_factory=dict)
    growth: Mapping[str, str] = field(default_factory=dict)
    stated: Stated = field(default_factory=Stated)
    schedule: Schedule = field(default_factory=Schedule)
    smtp: Smtp = field(default_factory=Smtp)

    @property
    def plan(self) -> Plan:
        """What the zone has set itself."""
        return Plan(self.start, self.base_year, self.targets, self.baseline, self.growth, self.stated)


@dataclass(frozen=True)
class Zone:
    """A zone folder that has been read and checked."""

    folder: Path
    out: Path
    settings: ZoneSettings
    studies: tuple[Study, ...]

    @property
    def store(self) -> Store:
        """The tables the machine makes for the zone itself."""
        return Store(self.out, {"scoring": TABLES})

    @property
    def digest(self) -> str:
        """SHA-256 over zone.toml, the registers and the tables of the studies."""
        total = hashlib.sha256()
        for name in ("zone.toml", *REGISTERS):
            if (self.folder / name).is_file():
                total.update(f"{name}\0{file_sha256(self.folder / name)}\n".encode())
        for study in self.studies:
            for name, digest in digests(study).items():
                total.update(f"{study.folder.name}: {name}\0{digest}\n".encode())
            for table in STUDY_TABLES:
                if study.store.has(table.name):
                    digest = file_sha256(study.store.path(table.name))
                    total.update(f"{study.folder.name}/{table.name}\0{digest}\n".encode())
        return total.hexdigest()


def open_zone(folder: Path) -> Zone:
    """Read and check a zone folder.

    Raises
    ------
    StudyError
        The folder or zone.toml is missing, a key is misspelt, or a study it names is not there.
    """
    path = folder / "zone.toml"
    if not path.is_file():
        raise StudyError(f"{path} is missing. Write one with: patnav new --zone {folder}")
    settings = read_settings(path, ZoneSettings)
    _check_names(settings, path)
    return Zone(folder, default_out(folder), settings, _studies(folder, settings, path))


def registers(zone: Zone) -> dict[str, pd.DataFrame]:
    """The registers by table name; one that is missing has no rows.

    Raises
    ------
    StudyError
        Naming every heading and cell that is wrong.
    """
    found = {}
    for name, table in REGISTERS.items():
        text = read_seed(zone.folder / name, tuple(table.column_names))
        found[table.name] = contract.empty(table) if text is None else register_from_csv(text, name)
    return found


def sources(zone: Zone) -> Sources:
    """The registers, and the tables of all studies one below the other."""
    frames = registers(zone)
    for table in STUDY_TABLES:
        parts = [s.store.read(table.name) for s in zone.studies if s.store.has(table.name)]
        filled = [part for part in parts if len(part)]
        frames[table.name] = pd.concat(filled, ignore_index=True) if filled else contract.empty(table)
    return Sources(**frames, decision=decisions_on(zone.studies))


def about_studies(zone: Zone) -> Studies:
    """Cut-offs, reports and candidate portfolios of the studies beside the zone."""
    cut_offs: dict[str, date] = {}
    not_run, reports, portfolios = [], [], 0
    for study in zone.studies:
        record = study.out / "run.json"
        if not record.is_file() or not study.store.has("application"):
            not_run.append(study.folder.name)
            continue
        told = json.loads(record.read_text(encoding="utf-8"))
        cut_offs[study.folder.name] = date.fromisoformat(str(told["as_of"]))
        reports += [Path(name).name for name in told.get("reports", {})]
        if study.store.has("portfolio"):
            chosen = study.store.read("portfolio", ["is_candidate"])["is_candidate"]
            portfolios += int(chosen.fillna(False).sum())
    facts = [name for name in reports if name.endswith(".facts.json")]
    return Studies(
        cut_offs,
        tuple(not_run),
        sum(name.startswith("industry-planning") for name in facts),
        sum(name.startswith("micro-navigation") for name in facts),
        portfolios,
    )


def _studies(folder: Path, settings: ZoneSettings, path: Path) -> tuple[Study, ...]:
    """The studies beside the zone, or those it names."""
    root = folder.resolve().parent
    for name in settings.studies:
        if not (root / name / "study.toml").is_file():
            raise StudyError(f"{path}: studies names {name}, but {root / name} holds no study.toml")
    beside = sorted(p.parent for p in root.glob("*/study.toml"))
    chosen = [root / name for name in settings.studies] if settings.studies else beside
    return tuple(open_study(study) for study in chosen)


def _check_names(settings: ZoneSettings, path: Path) -> None:
    for part in ("targets", "baseline", "growth"):
        odd = [name for name in getattr(settings, part) if name not in NAMES]
        if odd:
            raise StudyError(f"{path} [{part}]: no indicator is named {odd[0]}. Known: {', '.join(NAMES)}")
    strange = [s for s in settings.growth.values() if s not in STATISTICS]
    if strange:
        raise StudyError(f"{path} [growth]: {strange[0]} is none of {', '.join(STATISTICS)}")
    foreign = [language for language in settings.languages if language not in LANGUAGES]
    if foreign or not settings.languages:
        raise StudyError(f"{path}: languages holds {foreign or 'nothing'}. Known: {', '.join(LANGUAGES)}")
