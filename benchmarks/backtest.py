"""The back-test on real patents: drones with their citations, Chinese telecommunications with their ends.

    python -m benchmarks.backtest drones YEAR ...
    python -m benchmarks.backtest survival

The data lie beside the repository (`../shared/data/benchmarks`); without them nothing is printed.
Drones: 15,776 publications up to 2017 with the patents they cite and that cite them (P. Oldham,
github.com/poldham/drones, MIT). Survival: 4,000 Chinese applications of class H04 filed 1999 to 2002
and followed to their end (Y. Li, MIT).
"""

from __future__ import annotations

import sys
import tempfile
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from flows.plan import PLAN
from flows.steps import carry_out, settings_for
from flows.study import open_study
from scoring import backtest
from scoring.comparison import area_under_curve
from scoring.frozen import end_of, frozen_tables
from scoring.outcomes import age_at, outcomes, window_end
from scoring.robustness import weighted_score
from scoring.yardsticks import first_tenth_capture, foresight, in_the_middle, rank_correlation, scorers

DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "benchmarks"
AS_OF = date(2017, 12, 31)
SEED = 20200101
_PAIR = r"^([A-Z]{2}\S+) (\d{8})$"
_YEARLY = r"^(?:US|WO|JP)((?:19|20)\d\d)\d{6,7}A\d?$"
# Series whose numbers rise with the day: a number between two dated ones lies between their days.
_SERIES = {
    "US grants": r"^US(\d{7,8})[AB]\d?$",
    "EP applications": r"^EP(\d{6,7})A\d$",
    "EP grants": r"^EP(\d{6,7})B\d$",
    "CN applications": r"^CN(10\d{7})A$",
    "GB applications": r"^GB(2\d{6})A$",
    "US designs": r"^USD(\d{6,7})S\d?$",
}


def dated_numbers(documents: pd.DataFrame, lens: pd.DataFrame) -> pd.Series:
    """Publication dates by number, from every place of the data that pairs the two."""
    inpadoc = documents["inpadoc_family_members"].dropna().str.split(r";\s*", regex=True).explode()
    pairs = inpadoc.str.extract(_PAIR).dropna()
    days = [pd.Series(pd.to_datetime(pairs[1], format="%Y%m%d", errors="coerce").array, index=pairs[0])]
    listed = documents[["dwpi_family_numbers", "dwpi_family_dates"]].dropna()
    numbers, stated = (listed[c].str.split(r";\s*", regex=True) for c in listed.columns)
    even = numbers.map(len) == stated.map(len)
    days.append(
        pd.Series(
            pd.to_datetime(stated[even].explode(), errors="coerce").array, index=numbers[even].explode()
        )
    )
    own = lens["publication_number"].str.replace(r"[ /]", "", regex=True)
    days.append(
        pd.Series(
            pd.to_datetime(lens["publication_date"], format="%d/%m/%y", errors="coerce").array, index=own
        )
    )
    every = pd.concat(days).dropna()
    return every[~every.index.duplicated()].astype("datetime64[s]")


def days_of(numbers: pd.Series, dated: pd.Series) -> pd.Series:
    """Day of each publication: stated, else between its neighbours in the series, else mid-year."""
    day = pd.Series(dated.reindex(numbers).array, index=numbers.index)
    for pattern in _SERIES.values():
        serial = pd.to_numeric(numbers.str.extract(pattern)[0])
        known = pd.to_numeric(pd.Series(dated.index).str.extract(pattern)[0])
        anchors = pd.DataFrame({"serial": known.to_numpy(), "day": dated.to_numpy().astype("int64")}).dropna()
        anchors = anchors.sort_values("serial")
        wanted = serial.notna() & day.isna()
        if not len(anchors) or not wanted.any():
            continue
        found = np.interp(serial[wanted], anchors["serial"], anchors["day"]).astype("int64")
        day[wanted] = pd.Series(found.astype("datetime64[s]"), index=day.index[wanted])
    year = numbers.str.extract(_YEARLY)[0]
    middle = pd.to_datetime(year + "-07-01", errors="coerce").astype("datetime64[s]")
    return day.fillna(middle)


def drones_table() -> tuple[pd.DataFrame, pd.Series]:
    """One row per publication of a drone family, in headings of our own; and all dates by number."""
    folder = DATA / "drones-citations"
    documents = pd.read_csv(folder / "documents.csv.gz", dtype="str")
    lens = pd.read_csv(folder / "lens_slice.csv.gz", dtype="str")
    dated = dated_numbers(documents, lens)
    documents = documents.drop_duplicates("publication_number")
    lens["number"] = lens["publication_number"].str.replace(r"[ /]", "", regex=True)
    lens = lens.drop_duplicates("number").set_index("number")
    documents["family"] = documents["basic_patent_number"].fillna(documents["publication_number"])
    members = documents[["family", "dwpi_family_numbers"]].dropna()
    members = members.assign(publication_number=members["dwpi_family_numbers"].str.split(r";\s*", regex=True))
    members = members.explode("publication_number")[["family", "publication_number"]].drop_duplicates(
        "publication_number"
    )
    members = members[~members["publication_number"].isin(documents["publication_number"])]
    table = pd.concat([documents, members], ignore_index=True)
    day = days_of(table["publication_number"], dated)
    stated = pd.to_datetime(table["publication_year"] + "-12-31", errors="coerce").astype("datetime64[s]")
    wrong = (day.dt.year - stated.dt.year).abs() > 1
    table["published"] = day.mask(wrong).fillna(stated)
    first = table["priority_number"].str.findall(r"\d{4}-\d{2}-\d{2}").map(min, na_action="ignore")
    table["priority"] = first.groupby(table["family"]).transform("min")
    for column in ("cpc_classifications", "ipcr_classifications", "title"):
        table[column] = lens[column].reindex(table["publication_number"]).to_numpy()
    table["citing_count"] = table["citing_patents"].str.count(";").add(1)
    is_document = table["application_number"].notna()
    table["citing_count"] = table["citing_count"].where(~is_document, table["citing_count"].fillna(0))
    return table, dated


_COLUMNS = {
    "publication_number": "publication_number", "publication_date": "published",
    "earliest_priority_date": "priority", "vendor_family_id": "family", "title": "title",
    "applicants": "applicant_cleaned", "cited_publications": "cited_patents",
    "citing_publications": "citing_patents", "publication_citation_count": "citing_count",
    "ipc": "ipcr_classifications", "cpc": "cpc_classifications",
}  # fmt: skip


def write_drones(folder: Path) -> pd.Series:
    """Write the drone publications as a study with a mapped table; returns all dates by number."""
    table, dated = drones_table()
    table = table[[*_COLUMNS.values()]].copy()
    table["published"] = table["published"].dt.strftime("%Y-%m-%d")
    for column in ("cpc_classifications", "ipcr_classifications"):
        table[column] = table[column].str.replace(";;", ";")
    (folder / "exports").mkdir(parents=True)
    table.to_csv(folder / "exports" / "drones.csv", index=False)
    columns = "\n".join(f'{name} = "{heading}"' for name, heading in _COLUMNS.items())
    (folder / "study.toml").write_text(
        f'title = "drones"\nas_of = {AS_OF}\nmax_reject_share = 0.2\nreport_formats = ["html"]\n'
        f'[clustering]\nencoder = "lsa"\n[[export]]\nfile = "exports/drones.csv"\nformat = "mapped"\n'
        f"[export.columns]\n{columns}\n",
        encoding="utf-8",
    )
    return dated


def drones_present(folder: Path) -> tuple[dict[str, pd.DataFrame], dict[str, object]]:
    """Corpus tables of the drone publications; citing publications outside them are dated by number."""
    dated = write_drones(folder)
    study = open_study(folder)
    for place in range(len(PLAN["ingest"])):
        carry_out(study, "ingest", place, 1, lambda _: None)
    store = study.store
    present = {n: store.read(n) for n in backtest.read_tables() if store.has(n)}
    links = present["citation"].copy()
    outside = links["citing_date"].isna()
    links.loc[outside, "citing_date"] = days_of(links.loc[outside, "citing_family_id"], dated)
    cited = links["cited_family_id"].map(present["family"].set_index("family_id")["first_publication_date"])
    # Some rows of the data list what is cited under what cites.
    present["citation"] = links[~(links["citing_date"] < cited)]
    return present, settings_for(study)


_SHOWN = (
    *("outcome", "scorer", "judged_count", "positive_count", "verdict", "auc", "auc_low", "auc_high"),
    *("lift_at_10", "capture_at_10", "rank_correlation", "model", "is_ahead"),
)
# Shares of technology, market and law.
WEIGHTS = (
    *((0.45, 0.35, 0.20), (0.55, 0.25, 0.20), (0.60, 0.25, 0.15), (0.70, 0.20, 0.10)),
    *((1 / 3, 1 / 3, 1 / 3), (1.0, 0.0, 0.0)),
)


def weights(present: dict[str, pd.DataFrame], settings: dict[str, object], year: int) -> None:
    """What other weights of the pillars would have foretold."""
    frozen = frozen_tables(present, year=year, settings=settings)
    since = end_of(year)
    found = outcomes(frozen, present, since=since, until=window_end(since, AS_OF))
    said = scorers(
        frozen, age_at(frozen["family"], since), present["family"].set_index("family_id")["vendor_value"]
    )
    scored = said["score"].notna().to_numpy() & frozen["family"]["ip_right"].eq("invention").to_numpy(
        dtype=bool
    )
    points = said.loc[scored, ["technology", "market", "legal"]].to_numpy(np.float64)
    for outcome in ("highly_cited_of_year", "extended_abroad"):
        known = found.loc[scored, outcome].notna().to_numpy()
        truth = found.loc[scored, outcome][known].to_numpy(dtype=bool)
        areas = [
            area_under_curve(in_the_middle(weighted_score(points[known], np.array(w))), truth)
            for w in WEIGHTS
        ]
        told = ", ".join(
            f"{w[0]:.2f}/{w[1]:.2f}/{w[2]:.2f} {a:.3f}" for w, a in zip(WEIGHTS, areas, strict=True)
        )
        print(f"{year} {outcome} ({int(truth.sum())} of {len(truth)}): {told}", flush=True)


def drones(years: list[int]) -> None:
    """Every scorer at every freeze against the later citations."""
    with tempfile.TemporaryDirectory() as folder:
        present, settings = drones_present(Path(folder) / "drones")
    links = present["citation"]
    dated = links["citing_date"].notna().mean()
    print(f"families {len(present['family']):,}, links {len(links):,}, dated {dated:.3f}")
    for year in years:
        made = backtest.backtested(present, year=year, settings=settings)["backtest"]
        shown = made[list(_SHOWN)]
        print(
            f"\nfreeze {year}\n{shown[shown['verdict'] != 'too_few'].round(3).to_string(index=False)}",
            flush=True,
        )
        weights(present, settings, year)
    early_counts(present)


def early_counts(present: dict[str, pd.DataFrame]) -> None:
    """Citations of the first years after publication against those after: US families 2000 to 2010."""
    family = present["family"].set_index("family_id")
    first = family["first_publication_date"]
    chosen = family.index[
        family["representative_number"].str.startswith("US") & first.dt.year.between(2000, 2010)
    ]
    links = present["citation"].dropna(subset=["citing_date"])
    links = links[links["cited_family_id"].isin(chosen)]
    age = (links["citing_date"] - links["cited_family_id"].map(first)).dt.days / 365.25
    for early in (3, 5):
        before, after = (
            np.asarray(links[part].groupby("cited_family_id").size().reindex(chosen).fillna(0), np.float64)
            for part in (age < early, age >= early)
        )
        top = (after >= np.quantile(after, 0.9, method="higher")) & (after > 0)
        print(
            f"US families 2000-2010, n {len(chosen)}: citations before and after {early} years: "
            f"spearman {rank_correlation(before, after):.3f}, "
            f"capture {first_tenth_capture(before, top):.3f}, "
            f"auc {area_under_curve(before, top):.3f}, positives {int(top.sum())}"
        )


def survival_table() -> pd.DataFrame:
    """The granted applications of the H04 set with days as dates and counts as numbers."""
    table = pd.read_csv(DATA / "h04-survival" / "sample.csv.gz", dtype="str", encoding="latin-1")
    for column in ("app_date", "grant", "terminate", "event_date"):
        table[column] = pd.to_datetime(table[column], errors="coerce").astype("datetime64[s]")
    for column in ("total_claims", "total_applicant", "total_inventers", "IPCcount", "total_agents",
                   "tech_div", "Chinese", "priority_d", "paid_claims", "app_year", "event"):  # fmt: skip
        table[column] = pd.to_numeric(table[column], errors="coerce")
    table["subclasses"] = (
        table["IPC"].str.findall(r"([A-H]\d\d[A-Z])").map(lambda s: len(set(s)), na_action="ignore")
    )
    table["international"] = table["Int_filing"].notna().astype(float)
    table["grant_lag"] = -(table["grant"] - table["app_date"]).dt.days / 365.25
    return table[table["app_year"].between(1999, 2002) & table["app_date"].notna()]


def survival() -> None:
    """Grant, and survival of the granted past several years from filing, against what was known at grant."""
    table = survival_table()
    last = table["terminate"].max()
    print(f"applications {len(table)}, granted {table['grant'].notna().sum()}, last end {str(last)[:10]}")
    signals = ["total_claims", "subclasses", "IPCcount", "tech_div", "total_applicant", "total_inventers",
               "total_agents", "priority_d", "international", "Chinese", "grant_lag"]  # fmt: skip
    for home in (None, 1.0, 0.0):
        part = table if home is None else table[table["Chinese"] == home]
        name = {None: "all", 1.0: "Chinese applicants", 0.0: "foreign applicants"}[home]
        _told(
            f"granted, {name}", part[part["event"].isin([1, 2, 3])], lambda f: f["event"].eq(3), signals[:-1]
        )
        granted = part[part["grant"].notna()]
        for years in (8, 10, 12, 14):
            day = granted["app_date"] + pd.DateOffset(years=years)
            known = granted[(day <= last) & (granted["grant"] < day)]
            _told(
                f"in force {years} years after filing, {name}", known,
                lambda f, y=years: ~(f["terminate"] <= f["app_date"] + pd.DateOffset(years=y)), signals,
            )  # fmt: skip


def _told(what: str, rows: pd.DataFrame, truth: object, signals: list[str]) -> None:
    outcome = truth(rows).to_numpy(dtype=bool)  # type: ignore[operator]
    print(f"\n{what}: n {len(rows)}, true {int(outcome.sum())}")
    for name in signals:
        value = rows[name].to_numpy(dtype=float)
        known = ~np.isnan(value)
        if min(outcome[known].sum(), (~outcome[known]).sum()) < 30 or np.ptp(value[known]) == 0:
            continue
        found = foresight(value[known], outcome[known], seed=SEED)
        interval = f"[{found.auc_low:.3f}, {found.auc_high:.3f}]"
        print(f"  {name:16} auc {found.auc:.3f} {interval} lift {found.lift:.2f}")


if __name__ == "__main__":
    if DATA.is_dir():
        {"drones": lambda: drones([int(a) for a in sys.argv[2:]]), "survival": survival}[sys.argv[1]]()
