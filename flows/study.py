"""A study: one folder with everything people supply, typed and checked; and its store."""

from __future__ import annotations

import difflib
import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, TypeVar

import pandas as pd
from pydantic import TypeAdapter, ValidationError

import corpus.tables
import navigation.tables
import scoring.tables
from corpus.enterprises import HEADINGS as ENTERPRISE_HEADINGS
from corpus.errors import ExportError, StudyError
from corpus.name_decisions import HEADINGS as NAME_HEADINGS
from corpus.readers.exports import ExportFile
from corpus.store import Store
from navigation.alert_tables import Watch
from navigation.clustering import ClusterSettings
from navigation.thresholds import Thresholds
from scoring.composite import check_weights
from scoring.gates import PortfolioGate
from scoring.indicators.breadth import MarketRule

ROOMS = {
    "corpus": corpus.tables.TABLES,
    "navigation": navigation.tables.TABLES,
    "scoring": scoring.tables.TABLES,
}
LANGUAGES = ("zh", "en")
FlowName = Literal["ingest", "cluster", "score", "report"]


T = TypeVar("T")

# Kinds of file a report is written as.
REPORT_FORMATS = ("html", "docx", "pdf", "xlsx")


@dataclass(frozen=True)
class Passport:
    """Where one export came from, and how to read it where that cannot be recognised."""

    file: str
    vendor: str | None = None
    query: str | None = None
    retrieved_on: date | None = None
    licence: str | None = None
    sha256: str | None = None
    format: str | None = None
    encoding: str | None = None
    separator: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Settings:
    """The keys of study.toml.

    `as_of` may be left out: the latest publication date in the exports then stands for the day
    they were drawn, and the report says so.
    """

    title: str
    title_en: str | None = None
    industry: str | None = None
    as_of: date | None = None
    seed: int = 20200101
    home: str = "CN"
    zone: str | None = None
    zone_en: str | None = None
    zone_addresses: tuple[str, ...] = ()
    reference: tuple[str, ...] = ()
    peers: tuple[str, ...] = ()
    languages: tuple[str, ...] = LANGUAGES
    report_formats: tuple[str, ...] = REPORT_FORMATS
    max_reject_share: float = 0.02
    rule_set: str = "cnipa-14fyp-5"
    pledge_minimum: float | None = None
    cohort_minimum: int = 30
    synthetic: bool = False
    kept_runs: int = 12
    export: tuple[Passport, ...] = ()
    weights: Mapping[str, float] = field(default_factory=dict)
    clustering: ClusterSettings = field(default_factory=ClusterSettings)
    portfolio: PortfolioGate = field(default_factory=PortfolioGate)
    market: MarketRule = field(default_factory=MarketRule)
    thresholds: Thresholds = field(default_factory=Thresholds)


# What people write in a study folder, besides its exports.
SEEDS = ("study.toml", "taxonomy.csv", "enterprises.csv", "names.csv", "review.csv")
# What is read of a study that another one names as its reference.
REFERENCE_TABLES = ("family", "family_member", "application", "classification", "citation")


@dataclass(frozen=True)
class Study:
    """A study folder that has been read and checked."""

    folder: Path
    out: Path
    settings: Settings

    @property
    def store(self) -> Store:
        """The tables the machine makes for this study."""
        return Store(self.out, ROOMS)

    @property
    def export_files(self) -> list[ExportFile]:
        """The files under exports/, in order of name, with what their passports say.

        Raises
        ------
        ExportError
            There is none, or one lies outside the study folder.
        StudyError
            A passport names a file that is not there.
        """
        passports = {p.file: p for p in self.settings.export}
        names = _export_names(self.folder)
        for name in passports:
            if name not in names:
                raise StudyError(
                    f"{self.folder / 'study.toml'}: [[export]] names {name}, which is not there. "
                    f"Put the file there or remove the entry"
                )
        if not names:
            raise ExportError(
                f"{self.folder / 'exports'} holds no export. "
                f"Put files of PatSnap, incoPat, The Lens or a mapped table there"
            )
        empty = Passport(file="")
        files = []
        for name in names:
            passport = passports.get(name, empty)
            files.append(
                ExportFile(
                    path=self.folder / name,
                    name=name,
                    format=passport.format,
                    encoding=passport.encoding,
                    columns=dict(passport.columns),
                    separator=passport.separator,
                )
            )
        return files

    @property
    def digest(self) -> str:
        """SHA-256 over all inputs: what the results depend on."""
        total = hashlib.sha256()
        for name, sha256 in self.inputs.items():
            total.update(name.encode() + b"\0" + sha256.encode() + b"\n")
        return total.hexdigest()

    @property
    def inputs(self) -> dict[str, str]:
        """SHA-256 of study.toml, the seed tables and the exports, by name relative to the study.

        Tables of a reference follow, as `reference/<its folder>/<table>`.
        """
        names = (*SEEDS, *_export_names(self.folder))
        files = {name: self.folder / name for name in names}
        for _, folder in reference_folders(self.folder, self.settings):
            store = Store(default_out(folder), ROOMS)
            files |= {f"reference/{folder.name}/{name}": store.path(name) for name in REFERENCE_TABLES}
        return {name: file_sha256(path) for name, path in files.items() if path.is_file()}

    def values(self, as_of: date) -> dict[str, Any]:
        """Settings by the names builders ask for after `*`."""
        named = {f.name: getattr(self.settings, f.name) for f in fields(self.settings)}
        return named | {"as_of": as_of, "gate": self.settings.portfolio}


# What tells that a file is still the same one: inode, size, nanoseconds of its last change.
Stamp = tuple[int, int, int]


def stamp(path: Path) -> Stamp:
    """The stamp of a file."""
    state = path.stat()
    return state.st_ino, state.st_size, state.st_mtime_ns


def file_sha256(path: Path) -> str:
    """SHA-256 of a file's bytes, as hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def open_study(folder: Path, out: Path | None = None) -> Study:
    """Read and check a study folder.

    Parameters
    ----------
    folder
        The folder with study.toml.
    out
        Where the machine writes; else `data/processed/<study>` for a study under `data/raw`, else
        `<study>/processed`.

    Raises
    ------
    StudyError
        The folder or study.toml is missing, or a key is misspelt or of the wrong type.
    """
    path = folder / "study.toml"
    if not path.is_file():
        raise StudyError(f"{path} is missing. Write one with: patnav new {folder} EXPORT ...")
    settings = read_settings(path, Settings)
    _check_values(settings, path)
    return Study(folder, out or default_out(folder), settings)


def read_settings(path: Path, shape: type[T]) -> T:
    """A TOML file as the dataclass of its settings.

    Raises
    ------
    StudyError
        It is no TOML or not UTF-8, or a key is misspelt or of the wrong type.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise StudyError(f"{path} is not TOML: {error}. Correct that line") from error
    except UnicodeDecodeError as error:
        raise StudyError(f"{path} is not UTF-8. Save it as UTF-8") from error
    _check_keys(content, shape, str(path))
    try:
        return TypeAdapter(shape).validate_python(content)
    except ValidationError as error:
        raise StudyError(f"{path}: {_first_mistakes(error)}") from error


def setting_values(settings: Settings) -> dict[str, Any]:
    """Every setting as plain data, as JSON can hold it."""
    plain: dict[str, Any] = _adapter().dump_python(settings, mode="json")
    return plain


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[Settings]:
    return TypeAdapter(Settings)


def reference_folders(folder: Path, settings: Settings) -> list[tuple[str, Path]]:
    """What `reference` says and the folder it means; a relative one starts from the study."""
    return [(stated, (folder / stated).resolve()) for stated in settings.reference]


def default_out(folder: Path) -> Path:
    """Where the results of a study go unless told otherwise."""
    absolute = folder.resolve()
    if absolute.parent.name == "raw" and absolute.parent.parent.name == "data":
        return absolute.parent.parent / "processed" / absolute.name
    return folder / "processed"


def read_seed(path: Path, headings: tuple[str, ...]) -> pd.DataFrame | None:
    """A people-made CSV table as text; None where the file is absent.

    Raises
    ------
    StudyError
        It is not UTF-8 or not a table.
    """
    if not path.is_file():
        return None
    try:
        frame = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig", comment=None)
    except UnicodeDecodeError as error:
        raise StudyError(f"{path} is not UTF-8. Save it as CSV UTF-8") from error
    except pd.errors.EmptyDataError as error:
        raise StudyError(f"{path} is empty. Give it the headings {', '.join(headings)}") from error
    except pd.errors.ParserError as error:
        raise StudyError(f"{path} is not a table: {error}. Quote cells that hold commas") from error
    return frame


def roster(study: Study) -> pd.DataFrame | None:
    """The text of enterprises.csv, or None."""
    return read_seed(study.folder / "enterprises.csv", ENTERPRISE_HEADINGS)


def decisions(study: Study) -> pd.DataFrame | None:
    """The text of names.csv, or None."""
    return read_seed(study.folder / "names.csv", NAME_HEADINGS)


def _export_names(folder: Path) -> list[str]:
    """Files under exports/, relative to the study, hidden ones left out; none may lead outside."""
    root = folder.resolve()
    names = []
    for path in sorted((folder / "exports").rglob("*")):
        hidden = any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
        if hidden or (path.is_dir() and not path.is_symlink()):
            continue
        if not path.resolve().is_relative_to(root):
            raise ExportError(f"{path} leads outside the study folder. Copy the file into exports/")
        if not path.is_file():
            raise ExportError(f"{path} is no file but a link or a device. Copy the file into exports/")
        names.append(path.relative_to(folder).as_posix())
    return names


def _check_keys(content: Mapping[str, Any], shape: type, where: str) -> None:
    """Every key must be a field; the message offers the nearest one."""
    known = {f.name: f for f in fields(shape)}
    for key, value in content.items():
        if key not in known:
            near = difflib.get_close_matches(key, known, 1)
            hint = f"Did you mean {near[0]}?" if near else f"Known keys: {', '.join(known)}"
            raise StudyError(f"{where}: unknown key {key}. {hint}")
        inner = {"export": Passport, "watch": Watch}.get(key) or known[key].default_factory
        if isinstance(inner, type) and is_dataclass(inner):
            for part in value if isinstance(value, list) else [value]:
                if isinstance(part, Mapping):
                    _check_keys(part, inner, f"{where} [{key}]")


def _first_mistakes(error: ValidationError) -> str:
    """The first three mistakes pydantic found, each with its key."""
    mistakes = [f"{'.'.join(str(p) for p in e['loc'])}: {e['msg'].lower()}" for e in error.errors()[:3]]
    return "; ".join(mistakes)


def _check_values(settings: Settings, path: Path) -> None:
    if not 0 <= settings.max_reject_share <= 1:
        raise StudyError(f"{path}: max_reject_share is {settings.max_reject_share}. Give a share from 0 to 1")
    odd = [language for language in settings.languages if language not in LANGUAGES]
    if odd or not settings.languages:
        raise StudyError(f"{path}: languages holds {odd or 'nothing'}. Known: {', '.join(LANGUAGES)}")
    strange = [name for name in settings.report_formats if name not in REPORT_FORMATS]
    if strange or not settings.report_formats:
        known = ", ".join(REPORT_FORMATS)
        raise StudyError(f"{path}: report_formats holds {strange or 'nothing'}. Known: {known}")
    if settings.kept_runs < 2:
        raise StudyError(f"{path}: kept_runs is {settings.kept_runs}. Keep two runs or more")
    check_weights(settings.weights)
