"""`patnav run` on a synthetic study, once, through Prefect; what was planted is looked for in the result."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from corpus import lists
from flows import demonstration
from flows.steps import run_plainly
from flows.study import Study, open_study

INDUSTRY = "high-end-equipment"


@pytest.fixture(scope="session")
def ran(tmp_path_factory) -> tuple[Study, str]:
    """The study after `patnav run`, and what the command printed."""
    root = tmp_path_factory.mktemp("zone")
    demonstration.write_zone(root, 500, (INDUSTRY,))
    folder = root / "data" / "raw" / f"demo-{INDUSTRY}"
    settings = folder / "study.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace('"embedded"', '"lsa"'), encoding="utf-8")
    home = {**os.environ, "PREFECT_HOME": str(root / "prefect")}
    home.pop("PREFECT_API_URL", None)
    done = subprocess.run(
        [sys.executable, "-m", "flows.cli", "run", str(folder), "--workers", "1"],
        capture_output=True,
        text=True,
        env=home,
    )
    assert done.returncode == 0, done.stderr
    return open_study(folder), done.stdout


@pytest.fixture(scope="session")
def truth(ran) -> dict:
    return json.loads((ran[0].folder / "truth.json").read_text(encoding="utf-8"))


def table(study: Study, name: str) -> pd.DataFrame:
    return study.store.read(name)


def test_the_command_names_the_reports_and_they_are_there(ran):
    _, printed = ran
    named = [Path(line) for line in printed.splitlines()]
    assert all(path.is_file() for path in named)
    names = {path.name for path in named}
    assert {
        "industry-planning.zh.html",
        "industry-planning.en.html",
        "portfolios.zh.xlsx",
        "run.json",
    } <= names
    assert sum(name.startswith("micro-navigation-") and name.endswith(".html") for name in names) == 6
    assert {name.rpartition(".")[2] for name in names} == {"html", "docx", "pdf", "xlsx", "json"}


def test_every_row_is_accounted_for(ran):
    intake = table(ran[0], "intake")
    assert (
        intake["rows_read"] == intake[["rows_accepted", "rows_duplicate", "rows_rejected"]].sum(axis=1)
    ).all()
    assert intake.set_index("export_file")["rows_rejected"].to_dict() == {
        "exports/incopat.xlsx": 0, "exports/lens.csv": 0, "exports/office-ledger.csv": 0, "exports/patsnap.xlsx": 2,
    }  # fmt: skip
    assert set(intake["format"]) == {"incopat", "lens", "mapped", "patsnap"}


def test_a_record_of_two_vendors_is_one_publication(ran):
    publication = table(ran[0], "publication")
    assert publication["publication_number"].is_unique
    assert (lists.lengths(publication["export_files"]) > 1).sum() > 10


def test_a_family_spread_over_vendors_is_one(ran):
    """Every planted invention has one priority; members in two exports still make one family."""
    publication = table(ran[0], "publication")
    planted = (
        publication["publication_number"].str.extract(r"9(\d{5,6})[A-Z]\d?$", expand=False).astype("float")
    )
    families = publication.groupby(planted)["family_id"].nunique()
    assert (families == 1).mean() == 1.0


def test_name_variants_are_one_applicant_and_look_alikes_are_not(ran, truth):
    applicant = table(ran[0], "applicant")
    named = pd.concat(
        [
            applicant[["applicant_id", "name"]],
            lists.explode(applicant[["applicant_id", "aliases"]], "aliases").rename(
                columns={"aliases": "name"}
            ),
        ]
    )
    owner = dict(zip(named["name"].str.strip(), named["applicant_id"], strict=True))
    for enterprise_id, names in truth["enterprises"].items():
        found = {owner[n.strip()] for n in names if n.strip() in owner}
        assert len(found) == 1, (enterprise_id, found)
    for first, second in truth["look_alikes"]:
        assert owner[first] != owner.get(second)


def test_the_planted_technologies_are_found_as_branches(ran, truth):
    family = table(ran[0], "branch_assignment").query("is_leaf")
    counts = family.groupby("branch_id").size()
    assert set(truth["technologies"]) <= set(counts[counts >= 5].index)


def test_clusters_agree_with_the_planted_technologies(ran, truth):
    from sklearn.metrics import normalized_mutual_info_score

    study = ran[0]
    leaf = table(study, "branch_assignment").query("is_primary and branch_id in @truth['technologies']")
    both = leaf.merge(table(study, "cluster_assignment"), on="family_id")
    assert normalized_mutual_info_score(both["branch_id"], both["cluster_id"]) > 0.6
    assert len(table(study, "cluster_assignment")) == len(table(study, "family"))


def test_star_portfolios_are_on_top_and_the_decoy_is_not(ran, truth):
    portfolio = table(ran[0], "portfolio")
    ranked = portfolio[portfolio["rank"].notna() & (portfolio["kind"] == "owner_technology")].sort_values(
        "rank"
    )
    applicant = (
        table(ran[0], "applicant").dropna(subset="enterprise_id").set_index("enterprise_id")["applicant_id"]
    )
    top = ranked.head(10)
    for star in truth["star_portfolios"]:
        mine = top[top["applicant_id"] == applicant[star["enterprise_id"]]]
        mine = mine[mine["branch_id"].map(lambda b, leaf=star["branch_id"]: leaf.startswith(b))]
        # Among ten candidates or fewer only the first five are a distinction.
        assert (mine["p_top"].fillna(mine["p_top_five"]) >= 0.8).any(), star
    decoy = truth["decoy_portfolio"]
    mine = portfolio[portfolio["applicant_id"] == applicant[decoy["enterprise_id"]]]
    mine = mine[mine["branch_id"].fillna("").map(lambda b: bool(b) and decoy["branch_id"].startswith(b))]
    assert len(mine) and (mine["excluded_reason"].notna() | (mine["rank"] > 10)).all()


def test_the_links_one_vendor_lists_fill_the_network_and_the_windows(ran):
    family, indicator = table(ran[0], "family"), table(ran[0], "family_indicator")
    linked = table(ran[0], "citation")
    assert len(linked) > 100 and linked["cited_family_id"].isin(family["family_id"]).all()
    known = indicator.dropna(subset="value").groupby("indicator").size()
    filled = ["page_rank", "path_share", "disruption", "forward_citations_5y", "breakthrough", "generality"]
    assert (known[filled] > 50).all()
    assert len(table(ran[0], "main_path"))
    # Links stand beside the vendors' counts, which are whole, and do not take their place.
    assert not family["citation_source"].eq("links").any()


def test_the_rising_technology_grows_and_the_declining_does_not(ran, truth):
    profile = table(ran[0], "branch_profile").set_index("branch_id")
    assert profile.loc[truth["rising"][0], "growth"] > 0
    declining = profile.loc[truth["declining"][0]]
    assert pd.isna(declining["growth"]) or declining["growth"] < profile.loc[truth["rising"][0], "growth"]


def test_the_missing_link_is_missing_in_the_zone(ran, truth):
    position = table(ran[0], "position")
    zone = position[(position["actor_kind"] == "zone") & position["branch_id"].isin(truth["missing_in_zone"])]
    assert zone["chain_status"].isin(["missing", "weak"]).all() and len(zone) == 1


def test_every_page_says_synthetic(ran):
    for path in (ran[0].out / "reports").glob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert ("合成数据" if ".zh." in path.name else "ynthetic") in text


def test_every_printed_fact_has_a_receipt_that_gives_it_again(ran):
    from navigation.reports.receipts import evaluate, from_plain

    study = ran[0]
    facts = json.loads((study.out / "reports" / "industry-planning.facts.json").read_text(encoding="utf-8"))
    frames = {}

    def read(name: str) -> pd.DataFrame:
        return frames.setdefault(name, study.store.read(name))

    assert len(facts["facts"]) > 30
    for fact in facts["facts"]:
        assert evaluate(from_plain(fact["receipt"]), read) == pytest.approx(fact["value"]), fact["id"]


def test_chinese_and_english_print_the_same_facts(ran):
    pages = {
        language: (ran[0].out / "reports" / f"industry-planning.{language}.html").read_text(encoding="utf-8")
        for language in ("zh", "en")
    }
    ids = {language: set(re.findall(r'data-fact="([^"]+)"', page)) for language, page in pages.items()}
    assert ids["zh"] == ids["en"] and ids["zh"]


def test_run_json_tells_rows_digests_seconds_and_peaks(ran):
    record = json.loads((ran[0].out / "run.json").read_text(encoding="utf-8"))
    assert record["as_of"] == "2026-06-30"
    assert record["tables"]["corpus/family"]["rows"] == len(table(ran[0], "family"))
    assert {s["flow"] for s in record["steps"]} == {"ingest", "cluster", "score", "report"}
    assert all(s["seconds"] >= 0 and s["peak_mb"] > 0 for s in record["steps"])


def test_run_again_without_prefect_and_with_two_workers_gives_the_same_bytes(ran, tmp_path):
    study = ran[0]
    again = open_study(study.folder, tmp_path / "again")
    run_plainly(again, lambda line: None, workers=2)
    made = sorted(
        p.relative_to(study.out) for p in study.out.rglob("*") if p.is_file() and p.name != "run.json"
    )
    assert len(made) > 35
    different = [str(p) for p in made if (study.out / p).read_bytes() != (again.out / p).read_bytes()]
    assert different == []
