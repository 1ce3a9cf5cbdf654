"""Odd but legal studies end in a right, labelled report, mistakes in a short error; records are invented."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from corpus.errors import ExportError, StudyError
from flows.cli import main
from flows.new_study import write_study
from flows.steps import cut_off, read_exports
from flows.study import open_study
from tests.flows.tiny import (
    LSA,
    OWNERS,
    PAGES,
    ROSTER,
    SETTINGS,
    Ran,
    Row,
    check,
    chinese,
    english,
    lens,
    patsnap,
    run,
    table,
    without,
    write,
)

TAXONOMY = """\
branch_id,parent_id,label_zh,label_en,stage,ipc,ipc_exclude,cpc,keywords_zh,keywords_en,keywords_exclude,match,is_critical,note
1,,泵,Pumps,上游,,,,,,,,false,
1.1,1,叶轮,Impellers,上游,F04D29,,,叶轮,impeller,,either,true,
1.2,1,多级泵,Multistage pumps,中游,F04D1,,,,,,either,false,
2,,阀,Valves,中游,,,,,,,,false,
2.1,2,球阀,Ball valves,中游,F16K5,,,,,,either,false,
2.2,2,蝶阀,Butterfly valves,下游,F16K1,,,,,,either,false,
"""
UNMET = TAXONOMY.replace("F04D", "A61B").replace("F16K", "A61C").replace("叶轮,impeller", "内窥镜,endoscope")
FOCAL = f"E1,{OWNERS[0]},Jingu Pump Co,,focal,true\nE2,{OWNERS[1]},Bohai Valve Co,,rival,true\n"
GATES = "[portfolio]\nmin_active = 1\nmin_granted = 1\nmin_active_industry = 1\n"
SCRIPT, FORMULA, TURNED = "<script>alert(1)</script>", "=cmd|' /C calc'!A0", "\u202e右到左\u202c\u200f的泵"
ENDLESS, RARE, EMOJI = "长" * 10_000, "䶮牌水泵", "😀🚀水泵"
NASTY = (SCRIPT, FORMULA, TURNED, ENDLESS, RARE, EMOJI)


def each(rows: list[Row], change: Callable[[int], Row]) -> list[Row]:
    """The rows with what each place changes."""
    return [row | change(place) for place, row in enumerate(rows)]


def only(**exports: list[Row]) -> dict[str, bytes]:
    """PatSnap or Lens exports from rows."""
    return {f"{name}.csv": (lens if name == "lens" else patsnap)(rows) for name, rows in exports.items()}


def linked() -> list[Row]:
    """Eight inventions of which each cites the one before; two foreign documents cite the first."""
    last = 109000008
    return each(
        without(chinese(), "citations"),
        lambda n: {
            "cited": f"CN{109000000 + n}B" if n else "-",
            "citing": f"CN{min(109000002 + n, last)}B" if n else "CN109000002B | US98765432B2 | EP3456789A1",
        },
    )


def utility_models() -> list[Row]:
    return each(chinese(12, kind="实用新型"), lambda n: {
        "number": f"CN{209000001 + n}U", "application": f"CN{2017 + n % 4}2000{1000 + n}.0",
        "filed": f"{2017 + n % 4}-03-05",
        "published": f"{2018 + n % 4}-03-05", "granted": f"{2018 + n % 4}-03-05",
    })  # fmt: skip


def designs() -> list[Row]:
    plain = without(chinese(8, kind="外观设计", locarno="23-01"), "ipc", "abstract", "claims")
    return each(plain, lambda n: {
        "number": f"CN{309000001 + n}S", "application": f"CN{2019 + n % 4}3000{1000 + n}.0",
        "filed": f"{2019 + n % 4}-03-05",
        "published": f"{2020 + n % 4}-03-05", "granted": f"{2020 + n % 4}-03-05",
    })  # fmt: skip


def expired() -> list[Row]:
    return each(chinese(12, status="期限届满", simple_status="失效"), lambda n: {
        "number": f"CN{1090001 + n}C", "application": f"CN9{n % 8}1000{10 + n}.0",
        "filed": f"{1990 + n % 8}-03-05",
        "published": f"{1993 + n % 8}-03-05", "granted": f"{1993 + n % 8}-03-05",
    })  # fmt: skip


def hostile() -> list[Row]:
    return each(chinese(12), lambda n: {
        "title": NASTY[n % 6] + str(n), "title_en": NASTY[n % 6],
        "applicants": NASTY[n % 6] + "有限公司", "owners": NASTY[n % 6] + "有限公司",
    })  # fmt: skip


def blank(*kept: str) -> list[Row]:
    """Eight records of which only the named columns hold anything."""
    return [{name: cell if name in kept else "-" for name, cell in row.items()} for row in chinese()]


def mixed_encodings() -> dict[str, bytes]:
    """PatSnap in GB18030 and in UTF-16, Lens in UTF-8, and a mapped table; two records stand in two files."""
    rows = chinese(8)
    headings = {
        "number": "公开文本号",
        "title": "名称",
        "applicants": "权利人",
        "published": "公告日期",
        "ipc": "分类",
    }
    return {
        "a.csv": patsnap(each(rows[:4], lambda n: {"title": f"{RARE}{n}"}), "gb18030"),
        "b.csv": patsnap(each(rows[2:6], lambda n: {"title": f"{RARE}{n}"}), "utf-16"),
        "c.csv": lens(english(2)),
        "d.csv": table(
            each(rows[6:], lambda n: {"applicants": f"{OWNERS[0]}、{OWNERS[1]}"}), headings, "gb18030"
        ),
    }


MAPPED = """
[[export]]
file = "exports/d.csv"
format = "mapped"
separator = "、"
[export.columns]
publication_number = "公开文本号"
title = "名称"
applicants = "权利人"
publication_date = "公告日期"
ipc = "分类"
"""
BROKEN_NAMES = "".join(
    f'E{n},"{name}有限公司",,,focal,true\n' for n, name in enumerate((SCRIPT, FORMULA, ENDLESS))
)
WEIGHTED = (
    "seed = 7\n" + SETTINGS + PAGES + LSA + "[weights]\nmarket_coverage = 3.0\ncitation_relevance = 0\n"
)

STUDIES: dict[str, Callable[[], dict]] = {
    "one family": lambda: {"exports": only(a=chinese(1))},
    "two families": lambda: {"exports": only(a=chinese(2)), "taxonomy": TAXONOMY, "roster": ROSTER + FOCAL},
    "no citation column": lambda: {"exports": only(a=without(chinese(), "citations"))},
    "counts alone": lambda: {"exports": only(a=chinese()), "taxonomy": TAXONOMY, "roster": ROSTER + FOCAL},
    "links alone": lambda: {"exports": only(a=linked())},
    "no English": lambda: {"exports": only(a=without(chinese(), "title_en"))},
    "no Chinese": lambda: {"exports": only(lens=english()), "taxonomy": TAXONOMY},
    "titles alone": lambda: {
        "exports": only(a=without(chinese(), "abstract"), lens=without(english(), "abstract"))
    },
    "no symbols": lambda: {"exports": only(a=without(chinese(12), "ipc")), "roster": ROSTER + FOCAL},
    "no applicants": lambda: {
        "exports": only(a=chinese(applicants="-", owners="-")), "taxonomy": TAXONOMY, "roster": ROSTER + FOCAL
    },
    "no filing dates": lambda: {"exports": only(a=chinese(filed="-", application="-"))},
    "no publication dates": lambda: {"exports": only(a=chinese(published="-", granted="-"))},
    "no texts": lambda: {
        "exports": only(a=chinese(title="-", title_en="-", abstract="-")), "taxonomy": TAXONOMY
    },
    "numbers alone": lambda: {
        "exports": only(a=blank("number")), "taxonomy": TAXONOMY, "roster": ROSTER + FOCAL
    },
    "utility models": lambda: {
        "exports": only(a=utility_models()), "taxonomy": TAXONOMY, "roster": ROSTER + FOCAL
    },
    "designs": lambda: {"exports": only(a=designs()), "taxonomy": TAXONOMY, "roster": ROSTER + FOCAL},
    "everything expired": lambda: {
        "exports": only(a=expired()), "taxonomy": TAXONOMY, "roster": ROSTER + FOCAL
    },
    "one owner": lambda: {
        "exports": only(a=chinese(12, applicants=OWNERS[0], owners=OWNERS[0])),
        "taxonomy": TAXONOMY, "roster": ROSTER + FOCAL,
    },
    "roster without the zone": lambda: {
        "exports": only(a=each(chinese(8), lambda n: {"owners": "独件泵业有限公司"} if n == 7 else {})),
        "taxonomy": TAXONOMY,
        "roster": ROSTER + "E8,无件泵业有限公司,,,focal,false\nE9,独件泵业有限公司,,,focal,false\n",
    },
    "empty roster": lambda: {"exports": only(a=chinese(12)), "roster": ROSTER},
    "unmet breakdown": lambda: {"exports": only(a=chinese(12)), "taxonomy": UNMET, "roster": ROSTER + FOCAL},
    "hostile text": lambda: {"exports": only(a=hostile()), "roster": ROSTER + BROKEN_NAMES},
    "encodings": lambda: {"exports": mixed_encodings(), "settings": SETTINGS + PAGES + MAPPED + LSA},
    "no as_of": lambda: {
        "exports": only(a=chinese()), "settings": SETTINGS.replace("as_of = 2024-06-30\n", "") + PAGES + LSA
    },
    "early as_of": lambda: {
        "exports": only(a=chinese()), "settings": SETTINGS.replace("2024-06-30", "2016-01-01") + PAGES + LSA
    },
    "unknown statuses": lambda: {
        "exports": only(a=chinese(12, status="星际冻结", simple_status="不明")),
        "settings": SETTINGS + PAGES + LSA + GATES, "taxonomy": TAXONOMY, "roster": ROSTER + FOCAL,
    },
    "own weights": lambda: {"exports": only(a=chinese()), "settings": WEIGHTED},
}  # fmt: skip


@pytest.fixture(scope="module")
def ran(tmp_path_factory) -> Iterator[Callable[[str], Ran]]:
    """A study of the list above after its run; each runs once."""
    known: dict[str, Ran] = {}

    def give(name: str) -> Ran:
        if name not in known:
            known[name] = run(write(tmp_path_factory.mktemp("odd") / "study", **STUDIES[name]()))
        return known[name]

    yield give


@pytest.mark.parametrize("name", STUDIES)
def test_an_odd_study_ends_in_a_sound_report(ran, name):
    check(ran(name))


@pytest.mark.parametrize(
    ("name", "zh", "en"),
    [
        ("one family", "数据又过少，未能自动生成分支", "the data are too few to make one"),
        ("one family", "未形成专利组合", "No portfolio was formed"),
        ("two families", "样本不足，不作整体增速判断", "too few families to state overall growth"),
        ("no citation column", "导出文件未提供被引数据", "The exports hold no citation data"),
        ("counts alone", "被引次数取自数据商统计值", "citations are the vendor's counts"),
        ("no English", "均缺失：英文标题", "No family has these fields: English title"),
        ("no Chinese", "数据中没有中文文本", "No Chinese text is present"),
        ("titles alone", "均缺失：摘要", "No family has these fields: Abstract"),
        ("no symbols", "程序以技术簇自动生成了分支", "branches were made from the clusters"),
        ("no symbols", "首项权利要求、分类号", "First claim, Classification symbols"),
        (
            "no applicants",
            "或数据中没有申请人，未作区域定位",
            "or its data no applicants, so no position is stated",
        ),
        ("no applicants", "首项权利要求、申请人", "First claim, Applicants"),
        ("no filing dates", "有8个专利族的优先权年份未知", "The priority year of 8 families is unknown"),
        ("no texts", "数据中没有标题和摘要", "No family has a title or an abstract"),
        ("numbers alone", "没有可用的趋势数据", "There are no trend data"),
        ("numbers alone", "有8个专利族法律状态未知", "The legal status of 8 families is unknown"),
        ("utility models", "12个实用新型专利族单独评分", "12 utility models are scored and ranked apart"),
        ("designs", "外观设计8族", "0 utility models and 8 designs"),
        ("designs", "没有可以计算价值信号的", "families has a value signal"),
        ("everything expired", "没有可以计算价值信号的", "families has a value signal"),
        (
            "roster without the zone",
            "未提供区内企业名录，故以本国代替",
            "so the home country stands in",
        ),
        ("empty roster", "未提供区内企业名录，故以本国代替", "The study has no roster of a zone"),
        ("empty roster", "依据数据中的分类号自动生成了分支", "branches were made from the symbols present"),
        ("unmet breakdown", "覆盖率为0.0%，未归入的有12个", "a coverage of 0.0%, and 12 are in none"),
        ("no as_of", "以导出数据中最晚的公开日代替", "the latest publication date"),
        ("early as_of", "部分文献的公开日晚于", "published after the cut-off"),
        ("unknown statuses", "有12个专利族法律状态未知", "The legal status of 12 families is unknown"),
        ("own weights", "未作区域定位", "no position is stated"),
    ],
)
def test_the_report_says_in_both_languages_what_is_missing(ran, name, zh, en):
    assert zh in ran(name).text("industry-planning.zh").replace(" ", "")
    assert en in ran(name).text("industry-planning.en")


def test_unknown_citations_are_na_not_zero(ran):
    family = ran("no citation column").table("family")
    assert family["forward_citation_count"].isna().all() and family["citation_source"].isna().all()
    indicator = ran("no citation column").table("family_indicator")
    cited = indicator[
        indicator["indicator"].isin(["forward_citations", "citation_relevance", "citation_impact"])
    ]
    assert cited["value"].isna().all()


def test_links_are_counted_by_family_and_counts_stay_the_vendors(ran):
    """The first invention is cited by the second, twice listed, and by two families outside."""
    family = ran("links alone").table("family").set_index("representative_number")
    assert set(family["citation_source"]) == {"links"}
    assert family.loc["CN109000001B", "forward_citation_count"] == 3
    counted = ran("counts alone").table("family").set_index("representative_number")
    assert set(counted["citation_source"]) == {"vendor_count"}
    assert counted.loc["CN109000005B", "forward_citation_count"] == 4
    assert counted.loc["CN109000001B", "forward_citation_count"] == 0


def test_without_citations_the_score_speaks_of_market_and_law_and_says_so(ran):
    """.55 of the weight is left, so no score is of high confidence, and no portfolio is strong in technology."""
    study = ran("no citation column")
    score = study.table("family_score")
    assert score["score"].notna().all() and score["technology"].isna().all()
    assert (score["coverage"] <= 0.55).all() and not score["confidence"].eq("high").any()
    assert set(study.table("score_contribution")["pillar"]) == {"market", "legal"}
    assert study.table("portfolio")["technology_strength"].isna().all()


def test_counts_are_labelled_as_the_vendors_and_links_are_not(ran):
    """The label is on every value that rests on them, whatever the page says."""
    for name, source, is_vendors in (("counts alone", "vendor_count", True), ("links alone", "links", False)):
        rows = ran(name).table("family_indicator").query("indicator == 'citation_relevance'")
        assert set(rows["citation_source"]) == {source} and rows["value"].notna().all()
        flagged = [("vendor_count" in (flags or [])) for flags in rows["flags"]]
        assert all(flagged) if is_vendors else not any(flagged)
        assert ran(name).table("family_score")["technology"].notna().all()
    assert ran("links alone").fact("evidence.citations_from_vendor") == 0
    assert ran("counts alone").fact("evidence.citations_from_vendor") == 8


def test_utility_models_have_scores_of_their_own_and_no_asset_index(ran):
    study = ran("utility models")
    score = study.table("family_score")
    assert score["score"].notna().all() and not score["confidence"].eq("high").any()
    told = study.table("family_indicator").set_index("indicator")
    assert told.loc[["citation_impact", "backward_citations", "npl_share"], "value"].isna().all()
    assert study.table("portfolio")["asset_index"].isna().all()
    assert not study.table("candidate")["is_high_value"].fillna(True).any()


def test_one_owner_holds_all_and_no_chance_of_the_first_ten_is_claimed(ran):
    portfolio = ran("one owner").table("portfolio")
    assert set(portfolio["owner"]) == {OWNERS[0]} and portfolio["p_top"].isna().all()
    whole = portfolio[portfolio["kind"] == "owner_industry"].iloc[0]
    assert whole["family_count"] == 12


def test_unknown_applicants_dates_and_statuses_are_na_not_zero(ran):
    lone = ran("no applicants")
    assert lone.table("branch_profile")["applicant_count"].isna().all()
    assert set(lone.table("position")["actor_kind"]) == {"country"}
    family = ran("numbers alone").table("family")
    assert (
        family[["priority_year", "is_active", "earliest_priority_date", "claim_count"]].isna().all(axis=None)
    )
    assert ran("numbers alone").table("filing_trend").empty
    assert ran("no publication dates").table("family")["first_publication_date"].isna().all()
    unknown = ran("unknown statuses")
    assert unknown.table("family")["is_active"].isna().all()
    portfolio = unknown.table("portfolio")
    assert portfolio["is_candidate"].any()
    assert portfolio[["active_count", "granted_count"]].isna().all(axis=None)
    assert unknown.table("branch_profile")["active_count"].isna().all()


def test_kinds_of_right_are_not_mixed(ran):
    score = ran("utility models").table("family_score")
    assert set(score["ip_right"]) == {"utility_model"} and score["rank"].min() == 1
    portfolio = ran("utility models").table("portfolio")
    assert portfolio["excluded_reason"].str.contains("invention share 0% < 50%").all()
    assert set(ran("designs").table("classification")["scheme"]) == {"LOCARNO"}
    assert ran("designs").table("family_score")["score"].isna().all()


def test_expired_rights_are_no_candidates_and_the_reason_is_listed(ran):
    portfolio = ran("everything expired").table("portfolio")
    assert len(portfolio) and portfolio["excluded_reason"].str.startswith("active families 0 < ").all()
    assert "有效专利族" in ran("everything expired").text()


def test_the_only_candidate_is_first_and_has_no_weakest_side(ran):
    portfolio = ran("one owner").table("portfolio").query("is_candidate")
    assert portfolio["rank"].tolist() == [1] and portfolio["rank_high"].tolist() == [1]
    assert portfolio["weakest_dimension"].isna().all()
    assert "没有与津沽泵业有限公司处于同一末级分支的其他权利人" in ran("one owner").text(
        "micro-navigation-E1.zh"
    )


def test_an_enterprise_with_no_family_and_one_with_a_single_family(ran):
    study = ran("roster without the zone")
    assert "本数据范围内没有无件泵业有限公司的专利族" in study.text("micro-navigation-E8.zh")
    assert "hold no family of 无件泵业有限公司" in study.text("micro-navigation-E8.en")
    assert study.fact("situation.families", "micro-navigation-E9") == 1


def test_without_a_focal_enterprise_there_is_no_brief(ran):
    assert set(ran("empty roster").pages) == {
        f"{name}.{language}.html" for name in ("industry-planning", "pick") for language in ("zh", "en")
    }
    assert ran("empty roster").table("branch")["is_derived"].all()


def test_leaves_that_match_nothing_leave_every_family_unassigned(ran):
    assert ran("unmet breakdown").table("branch_assignment").empty
    assert ran("unmet breakdown").fact("evidence.unassigned") == 12


def test_hostile_text_is_shown_and_never_acts(ran):
    study = ran("hostile text")
    assert len(study.pages) == 10
    for page in study.pages.values():
        assert SCRIPT not in page
        assert not any(sign in page for sign in "\u202e\u202c\u200f")
        assert "长" * 201 not in page
    assert "&lt;script&gt;" in study.pages["industry-planning.zh.html"]
    assert RARE in study.text() and "😀🚀" in study.text() and "cmd|" in study.text()
    for path in (study.study.out / "reports").glob("*.xlsx"):
        cells = [c for sheet in load_workbook(path) for line in sheet.iter_rows() for c in line if c.value]
        # The form's one formula is ours: the mean of what experts will type.
        texts = [
            c.value for c in cells if isinstance(c.value, str) and not (c.data_type == "f" and _is_form(path))
        ]
        assert not any(t.startswith(("=", "+", "@")) for t in texts) and all(len(t) <= 32_767 for t in texts)
        if not _is_form(path):
            assert any("cmd|" in t for t in texts) and any(RARE in t for t in texts)


def _is_form(path: Path) -> bool:
    return path.name.startswith("expert-form.")


def test_encodings_mapped_columns_and_duplicates_of_one_study(ran):
    intake = ran("encodings").table("intake").set_index("export_file")
    assert intake["encoding"].str.lower().tolist() == ["gb18030", "utf-16-le", "utf-8", "gb18030"]
    assert intake["format"].tolist() == ["patsnap", "patsnap", "lens", "mapped"]
    assert intake["rows_duplicate"].tolist() == [0, 2, 0, 0]
    publication = ran("encodings").table("publication")
    assert len(publication) == 10 and publication["title"].str.startswith(RARE).sum() == 6
    owners = publication.set_index("publication_number").loc["CN109000007B", "applicants"]
    assert list(owners) == [OWNERS[0], OWNERS[1]]


def test_without_as_of_the_latest_publication_is_the_cut_off(ran):
    assert cut_off(ran("no as_of").study) == date(2021, 5, 6)


def test_weights_and_seed_are_the_studys(ran):
    """3.0 of the market against the legal 0.2 (the defaults left): market's share is 15 / 16."""
    parts = ran("own weights").table("score_contribution")
    assert "citation_relevance" not in set(parts["indicator"])
    market = parts[parts["indicator"] == "market_coverage"]["weight"]
    assert market.tolist() == pytest.approx([15 / 16] * len(market))
    assert '"seed": 7' in (ran("own weights").study.out / "run.json").read_text(encoding="utf-8")


def test_a_study_written_by_new_runs_unedited(tmp_path):
    export = tmp_path / "export.csv"
    export.write_bytes(patsnap(chinese(10)))
    told = list(write_study(tmp_path / "泵阀", [export], None, None))
    assert told[-1].startswith("wrote ")
    fresh = run(tmp_path / "泵阀")
    check(fresh)
    assert fresh.table("branch")["is_derived"].all()
    assert "自动生成了分支" in fresh.text() and "以导出数据中最晚的公开日代替" in fresh.text()


MISTAKES = {
    "set aside": (
        {"exports": only(a=chinese(), b=each(chinese(10), lambda n: {"number": "2E+11"} if n < 3 else {}))},
        11, ["exports/b.csv", "3 of 10 rows set aside", "max_reject_share = 2.0%"],
    ),
    "no number": (
        {"exports": only(a=chinese(number="-")), "settings": "max_reject_share = 1.0\n" + SETTINGS + LSA},
        11, ["no row names a publication"],
    ),
    "as_of before all": (
        {"exports": only(a=chinese()), "settings": SETTINGS.replace("2024-06-30", "2001-01-01") + LSA},
        10, ["as_of = 2001-01-01 is before the earliest publication", "2014-05-06"],
    ),
    "no day at all": (
        {"exports": only(a=blank("number")), "settings": SETTINGS.replace("as_of = 2024-06-30\n", "") + LSA},
        10, ["has no as_of and no export states a publication date"],
    ),
    "unknown weight": (
        {"exports": only(a=chinese()), "settings": SETTINGS + "[weights]\nbeauty = 1.0\n"},
        10, ["[weights]: beauty cannot be weighted", "Known: "],
    ),
    "roster": (
        {"exports": only(a=chinese()), "roster": "enterprise_id,nmae\nE1,x\n"}, 10, ["unknown heading nmae"]
    ),
    "breakdown": (
        {"exports": only(a=chinese()), "taxonomy": "branch_id\n1\n"}, 10, ["taxonomy.csv row 1", "lacks"]
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_stops_check_and_run_with_a_short_message(tmp_path, capsys, name):
    study, code, told = MISTAKES[name]
    folder = write(tmp_path / "s", **study)
    with pytest.raises(SystemExit) as end:
        main(["check", str(folder)])
    message = capsys.readouterr().err
    assert end.value.code == code
    assert all(part in message for part in told), message
    assert len(message.strip().splitlines()) <= 2 and "Traceback" not in message
    with pytest.raises((StudyError, ExportError)) as stopped:
        run(folder)
    assert stopped.value.exit_code == code and all(part in str(stopped.value) for part in told)


def test_check_names_status_words_it_does_not_know(tmp_path, capsys):
    folder = write(tmp_path / "s", only(a=chinese(12, status="星际冻结")))
    with pytest.raises(SystemExit) as end:
        main(["check", str(folder)])
    assert not end.value.code
    assert "12 × legal status not known: 星际冻结" in capsys.readouterr().out


def test_damage_is_told_apart_from_rows_kept(tmp_path):
    """Two of three hundred rows are set aside, which the limit allows; the others are counted."""
    rows = each(chinese(300), lambda n: {"number": "-"} if n in (5, 6) else {})
    study = open_study(write(tmp_path / "s", only(a=rows)))
    read_exports(study, 1, lambda line: None)
    intake = study.store.read("intake").iloc[0]
    assert [intake["rows_read"], intake["rows_accepted"], intake["rows_rejected"]] == [300, 298, 2]
