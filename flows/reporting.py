"""The report step: every report of a study in every language, its facts, and the portfolio workbook."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from importlib.metadata import version
from typing import Any

import pandas as pd

from desk.pick import pick_page
from flows.staging import staged
from flows.study import Study
from navigation.reports import words
from navigation.reports.data_workbook import data_workbook
from navigation.reports.document import Phrase, Report, facts_plain
from navigation.reports.expert_form import expert_form
from navigation.reports.html import render_html
from navigation.reports.hub import study_hub
from navigation.reports.receipts import Lookup
from navigation.reports.sections.own import name_of
from navigation.reports.sections.summary import summary
from navigation.reports.specs import INDUSTRY_PLANNING, MICRO_NAVIGATION, Spec, compose
from navigation.reports.workbook import portfolio_workbook
from scoring.indicators import INDICATORS


def write_reports(study: Study, values: dict[str, Any]) -> dict[str, int]:
    """Compose and render; the files appear under `reports/` all at once, in place of those before.

    Parameters
    ----------
    values
        The study's settings by name, the cut-off among them.

    Returns
    -------
    dict
        Bytes of each file written, by name.
    """
    made: dict[str, int] = {}
    with staged(study.out / "reports") as folder:
        for name, render in renderings(study, values).items():
            made[name] = (folder / name).write_bytes(render())
    return made


def renderings(study: Study, values: dict[str, Any]) -> dict[str, Callable[[], bytes]]:
    """What renders each file of the report step, by the file's name; nothing is rendered yet.

    Parameters
    ----------
    values
        The study's settings by name, the cut-off among them.
    """
    read = lru_cache(maxsize=None)(study.store.read)
    settings = values | {
        "study_digest": study.digest,
        "version": version("patnav"),
        "encoder": study.settings.clustering.encoder,
        "indicators": described_indicators(),
        "passports": passports(study),
        "notes": notes(study),
    }
    enterprise = read("enterprise")
    focal = enterprise.loc[enterprise["enterprise_role"] == "focal", "enterprise_id"]
    subjects = [(INDUSTRY_PLANNING.name, INDUSTRY_PLANNING, settings)]
    subjects += [
        (f"{MICRO_NAVIGATION.name}-{_safe(key)}", MICRO_NAVIGATION, settings | {"enterprise_id": key})
        for key in focal
    ]
    files: dict[str, Callable[[], bytes]] = {}
    for name, spec, asked in subjects:
        report = lru_cache(maxsize=None)(partial(compose, spec, read, asked))
        files[f"{name}.facts.json"] = partial(_facts, report)
        for language in study.settings.languages:
            for suffix in study.settings.report_formats:
                render = _RENDERERS[suffix]
                if suffix == "html":
                    others = {o: f"{name}.{o}.html" for o in study.settings.languages if o != language}
                    render = partial(_html, others=others)
                files[f"{name}.{language}.{suffix}"] = partial(render, report, language)
    for language in study.settings.languages:
        files[f"portfolios.{language}.xlsx"] = partial(portfolio_workbook, read, settings, language)
        files[f"expert-form.{language}.xlsx"] = partial(expert_form, read, settings, language)
        files[f"pick.{language}.html"] = partial(_pick, read, study, settings, language)
    briefs = {f"{MICRO_NAVIGATION.name}-{_safe(key)}": name_of(key, enterprise) for key in focal}
    files["index.html"] = partial(_hub, read, settings, tuple(files), briefs)
    return files


def summary_facts(study: Study, values: dict[str, Any]) -> list[dict[str, Any]]:
    """The numbers of the industry report's summary, computed before the report is."""
    spec = Spec(INDUSTRY_PLANNING.name, (summary,))
    return list(facts_plain(compose(spec, study.store.read, values))["facts"])


def described_indicators() -> tuple[dict[str, Any], ...]:
    """Every indicator as plain data, for the annex."""
    return tuple(
        {
            "name": name,
            "label": i.label,
            "label_zh": i.label_zh,
            "pillar": i.pillar,
            "unit": i.unit,
            "better": i.better,
            "weight": i.weight,
            "source": i.source,
            "definition": i.definition,
        }
        for name, i in INDICATORS.items()
    )


def passports(study: Study) -> tuple[dict[str, Any], ...]:
    """What study.toml says of each export: search string, day and licence."""
    return tuple(
        {"file": p.file, "query": p.query, "retrieved_on": p.retrieved_on, "licence": p.licence}
        for p in study.settings.export
    )


def notes(study: Study) -> tuple[str, ...]:
    """What the reader must know of the settings, as codes the templates put into words."""
    found = []
    if study.settings.as_of is None:
        found.append("as_of_derived")
    else:
        published = study.store.read("export_record", ["publication_date"])["publication_date"]
        if (published > pd.Timestamp(study.settings.as_of)).any():
            found.append("published_after_as_of")
    return tuple(found)


def _facts(report: Callable[[], Report]) -> bytes:
    return words.facts_json(report()).encode()


def _hub(
    read: Lookup, settings: dict[str, Any], files: tuple[str, ...], subjects: dict[str, Phrase]
) -> bytes:
    return study_hub(read, settings, files, subjects).encode()


def _pick(read: Lookup, study: Study, settings: dict[str, Any], language: str) -> bytes:
    return pick_page(read, settings | {"study": study.folder.name}, language).encode()


def _html(report: Callable[[], Report], language: str, others: Mapping[str, str] | None = None) -> bytes:
    return render_html(report(), language, others).encode()


def _docx(report: Callable[[], Report], language: str) -> bytes:
    from navigation.reports.word_document import render_docx

    return render_docx(report(), language)


def _pdf(report: Callable[[], Report], language: str) -> bytes:
    from navigation.reports.pdf import render_pdf

    return render_pdf(report(), language)


def _xlsx(report: Callable[[], Report], language: str) -> bytes:
    return data_workbook(report(), language)


# By suffix: the names of `study.REPORT_FORMATS`.
_RENDERERS: Mapping[str, Callable[[Callable[[], Report], str], bytes]] = {
    "html": _html,
    "docx": _docx,
    "pdf": _pdf,
    "xlsx": _xlsx,
}


def _safe(name: str) -> str:
    """A file name from an id people chose."""
    return "".join(c if c.isalnum() or c in "-_" else "-" for c in name)
