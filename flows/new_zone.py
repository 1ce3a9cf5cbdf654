"""Write a zone folder: zone.toml with the targets of annex 1, and empty, explained registers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from corpus.errors import StudyError
from corpus.registers import REGISTERS, template
from scoring.kpi.definitions import DEFINITIONS, TARGETS

_TOML = """\
# A zone: its registers lie beside this file, its studies in the folders beside this one.
title = "知识产权运营服务体系建设指标完成情况"
title_en = "Intellectual-property operation service system: indicator table"
# zone = "天津港保税区"
# zone_en = "Tianjin Port Free Trade Zone"
# Day the table is drawn up for; patnav kpi --as-of DATE goes before it.
{as_of}
# studies = ["marine-economy"]   # left out, every study beside this folder counts
# languages = ["zh", "en"]

# What adds up is counted from this day; growth starts from the year before.
start = 2021-01-01
# base_year = 2020

# Registers: a line that begins with # explains and is passed over; a file without rows is no data.
# {registers}

# Targets are due on the last day of their year. These are the numbers of annex 1 (附件1); replace
# them by the zone's own. A rate is written as a share: 0.20 is 20 %.
{targets}
# What there was on the first day, for the pace of stocks; left out, nothing.
# [baseline]
# patents_in_force = 10900

# The figure a growth is judged by: yoy (同比), mean (算术平均) or cagr (年均复合).
[growth]
dealings_growth = "mean"
pledge_growth = "cagr"
technology_contract_growth = "cagr"
patent_holder_growth = "yoy"

# Numbers that stand elsewhere in the measures; where they do not fit the targets, the table says so.
# [stated]
# inventions = 2500
# pct = 100
# pct_per_ten_thousand = 10

# When patnav serve runs what: minute, hour, day of the month, month, day of the week (cron); "" is
# never by itself. Every study has a run of its own, one at a time, and a failed one stops no other.
# [schedule]
# timezone = "Asia/Shanghai"
# studies = "0 2 1 * *"          # each industry, on the first of the month
# kpi = "0 6 2 * *"              # this table, on the second
# alerts = "0 7 * * 1"           # watches.toml, on Mondays
# workers = 2
# at_once = 1                    # runs at the same time

# Mail of the alerts; the password is read from the environment variable named, never from here.
# [smtp]
# host = "smtp.example.org"
# port = 587
# security = "starttls"          # or "ssl", "none"
# user = "patents@example.org"
# password_env = "PATNAV_SMTP_PASSWORD"
# sender = "patents@example.org"
"""
_WATCHES = """\
# Who wants to be told what is new: patnav alerts {folder}
# A watch needs a name and at least one of nodes, owners, text, patents, markets. New is what no digest
# before has seen. Left out, every kind is told: publication, event, entry, deadline.

# [[watch]]
# name = "深海养殖装备"
# studies = ["marine-economy"]   # left out, every study
# nodes = ["深海养殖"]            # branches, by id or label; those below count
# owners = ["某某海洋科技有限公司"] # their publications, first entries into a branch or market, days due
# markets = ["CN", "US"]         # publications elsewhere are left out; entries into these are told
# text = "深水网箱的自动投饵"      # publications whose words are like these
# similarity = 0.2               # from which on
# patents = ["CN109000001B"]     # their legal events and days due
# due_within = 90                # days
# kinds = ["publication", "event", "entry", "deadline"]
# emails = ["desk@example.org"]  # where [smtp] of zone.toml names a server
"""


def write_zone(folder: Path, as_of: date | None) -> Iterator[str]:
    """Write zone.toml and the registers.

    Yields
    ------
    str
        A line for each thing written.

    Raises
    ------
    StudyError
        There is a zone or a register already.
    """
    for name in ("zone.toml", "study.toml", "watches.toml", *REGISTERS):
        if (folder / name).exists():
            raise StudyError(f"{folder / name} exists already. Choose another folder")
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in REGISTERS.items():
        # Spreadsheets take a CSV for UTF-8 only where it says so.
        (folder / name).write_text(template(table), encoding="utf-8-sig")
        yield f"{name}: {table.grain}"
    (folder / "watches.toml").write_text(_WATCHES.format(folder=folder), encoding="utf-8")
    yield "watches.toml: who wants to be told what is new"
    (folder / "zone.toml").write_text(_zone_toml(as_of), encoding="utf-8")
    yield f"wrote {folder / 'zone.toml'}. Fill in the registers, then: patnav kpi {folder}"


def _zone_toml(as_of: date | None) -> str:
    return _TOML.format(
        as_of=f"as_of = {as_of.isoformat()}" if as_of else "# as_of = 2022-12-31",
        registers=", ".join(REGISTERS),
        targets="\n".join(
            f"[targets.{d.name}]  # {d.number}\n"
            + "".join(f"{year} = {value:g}\n" for year, value in TARGETS[d.name].items())
            for d in DEFINITIONS
        ),
    )
