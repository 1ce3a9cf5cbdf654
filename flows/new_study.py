"""Write a study folder that runs as it stands."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from corpus import readers
from corpus.enterprises import HEADINGS
from corpus.errors import StudyError
from corpus.readers.exports import ExportFile

INDUSTRIES = {
    "biomedicine": ("生物医药", "Biomedicine"),
    "high-end-equipment": ("高端装备制造", "High-end equipment"),
    "new-materials": ("新材料", "New materials"),
    "marine-economy": ("海洋经济", "Marine economy"),
    "next-generation-it": ("新一代信息技术", "Next-generation information technology"),
}
_ROOT = Path(__file__).resolve().parent.parent

_TOML = """\
# A patnav study. Only the titles are needed; every other key shows its default.
title = "{title}"
title_en = "{title_en}"
{industry}
# Day the exports were drawn; every age is counted to it. Left out, the latest publication date in
# the exports stands for it, and the reports say so.
{as_of}
# home = "CN"                    # office of the home market
# zone = "天津港保税区"            # zone the roster's members belong to
# zone_en = "Tianjin Port Free Trade Zone"
# zone_addresses = ["空港经济区"] # an address with one of these suggests the zone, never makes it
# peers = ["上海", "JP"]         # provinces, cities, country codes or roster regions to compare with
# reference = ["../nation"]      # studies whose families count in cohorts only; run patnav ingest there first
# languages = ["zh", "en"]
# report_formats = ["html", "docx", "pdf", "xlsx"]
# max_reject_share = 0.02        # more rows set aside than this stops the run
# seed = 20200101
# kept_runs = 12                 # records of past runs that a later one may be compared with

# Names that may be one applicant are never merged in silence: a run writes them to name_review.csv
# beside its results. Copy that file to names.csv here, write accept or reject under decision, and
# the next run honours it. relation: same, rename, english (one applicant) or subsidiary (one group).

# One passport for each export. Recognition needs none of it; the report cites it.
{passports}
# A table no format recognises is mapped: canonical column = "its heading".
# [export.columns]
# publication_number = "公开号"
# title = "名称"

# [clustering]
# encoder = "embedded"           # or "lsa": faster, one language at a time
# clusters = 40                  # left out, patnav chooses

# [weights]                      # see: patnav indicators
# market_coverage = 0.35

# [portfolio]                    # gates of a portfolio candidate
# min_active = 5
# min_granted = 2
"""
_PASSPORT = """\
[[export]]
file = "{file}"
# query = "…"                    # the search string, as pasted into the tool
# retrieved_on = 2026-01-31
# licence = "…"
"""
_ROSTER = ",".join(HEADINGS) + "\n"


def write_study(
    folder: Path, exports: Sequence[Path], as_of: date | None, industry: str | None
) -> Iterator[str]:
    """Write study.toml, the breakdown if an industry is named, a roster of headings, and the exports.

    Yields
    ------
    str
        A line for each thing written.

    Raises
    ------
    StudyError
        There is a study already, the industry is unknown, or a file is missing.
    ExportError
        An export is of no known format.
    """
    if (folder / "study.toml").exists():
        raise StudyError(f"{folder / 'study.toml'} exists already. Choose another folder")
    if industry is not None and industry not in INDUSTRIES:
        raise StudyError(f"no breakdown is named {industry}. Known: {', '.join(INDUSTRIES)}")
    names = [path.name for path in exports]
    for path in exports:
        if not path.is_file():
            raise StudyError(f"{path} is no file. Name the exports to put into the study")
        if names.count(path.name) > 1:
            raise StudyError(f"two exports are named {path.name}. Rename one")
        readers.check_file(ExportFile(path=path, name=str(path)))
        found = readers.describe_file(path)
        yield f"{path.name}: {found.format}, {found.row_count:,} rows"
    (folder / "exports").mkdir(parents=True, exist_ok=True)
    for path in exports:
        shutil.copyfile(path, folder / "exports" / path.name)
    (folder / "study.toml").write_text(_study_toml(folder.name, names, as_of, industry), encoding="utf-8")
    (folder / "enterprises.csv").write_text(_ROSTER, encoding="utf-8")
    if industry is not None:
        for name in ("taxonomy.csv", "search.md"):
            shutil.copyfile(shipped_industry(industry) / name, folder / name)
        yield f"breakdown of {industry}: {folder / 'taxonomy.csv'}"
    yield f"wrote {folder / 'study.toml'}. Next: patnav run {folder}"


def shipped_industry(name: str) -> Path:
    """Folder of a shipped breakdown: the checkout's, else the installed one."""
    checkout = _ROOT / "data" / "raw" / name
    if (checkout / "taxonomy.csv").is_file():
        return checkout
    return Path(sys.prefix) / "share" / "patnav" / "industries" / name


def _study_toml(name: str, files: Sequence[str], as_of: date | None, industry: str | None) -> str:
    label_zh, label_en = INDUSTRIES.get(industry or "", (name, name))
    return _TOML.format(
        title=_quoted(f"{label_zh}产业专利导航" if industry else f"{name} 专利导航"),
        title_en=_quoted(f"{label_en}: patent navigation"),
        industry=f'industry = "{industry}"\n' if industry else "",
        as_of=f"as_of = {as_of.isoformat()}" if as_of else "# as_of = 2026-01-31",
        passports="\n".join(_PASSPORT.format(file=_quoted(f"exports/{f}")) for f in files),
    )


def _quoted(text: str) -> str:
    """Text safe inside a TOML basic string."""
    return text.replace("\\", "\\\\").replace('"', '\\"')
