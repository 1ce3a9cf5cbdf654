"""The synthetic study folders: exports in the formats of four vendors, roster and settings.

A Chinese family is in the PatSnap workbook, the incoPat workbook or the office's own table; foreign
members, and an eighth of the Chinese ones once more, are in the Lens CSV.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import xlsxwriter

from corpus.enterprises import HEADINGS
from flows.demonstration import rows, texts
from flows.demonstration.documents import publish
from flows.demonstration.references import refer
from flows.demonstration.rows import Family
from flows.demonstration.world import AS_OF, World

_STUDY = """\
# A synthetic study, written by: patnav demo
title = "{title}产业专利导航（合成数据）"
title_en = "{title_en}: patent navigation (synthetic data)"
industry = "{industry}"
as_of = {as_of}
synthetic = true
zone = "天津港保税区（合成）"
zone_en = "Tianjin Port Free Trade Zone (synthetic)"
# A few rows are broken on purpose.
max_reject_share = 0.05

[[export]]
file = "exports/patsnap.xlsx"
query = "TAC: ({title}) — synthetic, no search was made"
retrieved_on = {as_of}

[[export]]
file = "exports/incopat.xlsx"
retrieved_on = {as_of}

[[export]]
file = "exports/lens.csv"
retrieved_on = {as_of}

[[export]]
file = "exports/office-ledger.csv"
retrieved_on = {as_of}
format = "mapped"
separator = "、"

[export.columns]
{columns}

[clustering]
encoder = "{encoder}"
"""


def write_study(folder: Path, world: World, taxonomy: Path, encoder: str = "embedded") -> None:
    """Write study.toml, taxonomy.csv, enterprises.csv and four exports."""
    exports = folder / "exports"
    exports.mkdir(parents=True, exist_ok=True)
    families = _families(world)
    chinese = [f for f in families if any(d.office == "CN" for d in f.documents)]
    patsnap = [f for f in chinese if f.invention.place % 20 < 11]
    # An office's own table names no priority, so that a rival's Chinese member would stand alone.
    ledger = [f for f in chinese if f.invention.place % 20 >= 17 and f.actor.home == "CN"]
    kept = {f.invention.place for f in (*patsnap, *ledger)}
    incopat = [f for f in chinese if f.invention.place not in kept]
    _workbook(exports / "patsnap.xlsx", "专利数据", [*rows.patsnap(patsnap), *rows.broken_patsnap(patsnap)])
    _workbook(exports / "incopat.xlsx", "incoPat", rows.incopat(incopat))
    pd.DataFrame(rows.lens(families)).to_csv(exports / "lens.csv", index=False, encoding="utf-8-sig")
    table = pd.DataFrame(rows.ledger(ledger))
    table.to_csv(exports / "office-ledger.csv", index=False, encoding="gb18030", lineterminator="\r\n")
    columns = "\n".join(f'{column} = "{heading}"' for column, heading in rows.LEDGER_COLUMNS.items())
    text = _STUDY.format(
        title=world.title_zh, title_en=world.title_en, industry=world.industry,
        as_of=AS_OF.isoformat(), columns=columns, encoder=encoder,
    )  # fmt: skip
    (folder / "study.toml").write_text(text, encoding="utf-8")
    _roster(world).to_csv(folder / "enterprises.csv", index=False, encoding="utf-8")
    shutil.copyfile(taxonomy, folder / "taxonomy.csv")


def _families(world: World) -> list[Family]:
    """Inventions with at least one publication at the cut-off, with their words and names."""
    rng = np.random.default_rng(world.seed + 1)
    references = refer(world)
    published = [publish(invention) for invention in world.inventions]
    families = []
    for invention, documents in zip(world.inventions, published, strict=True):
        technology = world.technologies[invention.technology]
        text = texts.write(invention, technology, rng)
        symbols = [technology.symbols[p] for p in rng.permutation(len(technology.symbols))[:3]]
        actor = world.actors[invention.actor]
        partner = world.actors[invention.partner] if invention.partner is not None else None
        printed = actor.names[int(rng.integers(len(actor.names)))]
        cited = [published[place] for place in references.cited[invention.place]]
        early = (references.within_three[invention.place], references.within_five[invention.place])
        if documents:
            families.append(
                Family(
                    invention, tuple(documents), text, tuple(symbols), actor, partner, printed,
                    tuple(first[0].number for first in cited if first), early,
                )
            )  # fmt: skip
    return families


def _workbook(path: Path, sheet: str, records: Iterable[Mapping[str, str]]) -> None:
    frame = pd.DataFrame(list(records))
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": pd.Timestamp(AS_OF).to_pydatetime()})
    page = book.add_worksheet(sheet)
    page.write_row(0, 0, list(frame.columns))
    for place, record in enumerate(frame.fillna("").to_numpy().tolist(), start=1):
        page.write_row(place, 0, [str(cell) for cell in record])
    book.close()


def _roster(world: World) -> pd.DataFrame:
    listed = [a for a in world.actors if a.role]
    return pd.DataFrame(
        [
            {
                "enterprise_id": a.key,
                "name": a.names[0],
                "name_en": a.name_en,
                "aliases": ";".join(n.strip() for n in a.names[1:]),
                "credit_code": a.credit_code or "",
                "role": a.role,
                "is_zone_member": "true" if a.in_zone else "false",
                "group_id": "",
                "region": "天津港保税区（合成）" if a.in_zone else "",
                "valid_from": "",
                "valid_to": "",
                "target_markets": "US;EP;JP" if a.role == "focal" else "",
            }
            for a in listed
        ],
        columns=list(HEADINGS),
    )
