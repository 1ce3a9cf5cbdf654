"""What a run shows of itself in Prefect: tables made, the intake record, links to the reports."""

from __future__ import annotations

from prefect.artifacts import create_link_artifact, create_markdown_artifact, create_table_artifact

from flows.record import Step
from flows.study import Study


def show_flow(study: Study, flow: str, records: list[Step]) -> None:
    """The tables of a flow; after the intake what became of every export, after the reports links to them."""
    create_table_artifact(
        key=f"{flow}-{key_of(study.folder.name)}",
        table=[
            {
                "made": name,
                "rows": rows,
                "kept": "yes" if record.is_kept else "no",
                "seconds": record.seconds,
                "peak MB": record.peak_mb,
            }
            for record in records
            for name, rows in record.made.items()
        ],
        description=f"{study.settings.title}: {study.out}",
    )
    if flow == "ingest":
        create_markdown_artifact(
            intake_record(study),
            key=f"intake-{key_of(study.folder.name)}",
            description=f"{study.settings.title}: rows read = accepted + duplicate + set aside",
        )
    if flow == "report":
        for path in sorted((study.out / "reports").glob("*.html")):
            create_link_artifact(
                path.resolve().as_uri(),
                link_text=path.name,
                key=f"{key_of(study.folder.name)}-{key_of(path.stem)}",
                description=study.settings.title,
            )


def intake_record(study: Study) -> str:
    """Every export with its rows, and the reasons cells and rows were set aside, as Markdown."""
    columns = ("export_file", "format", "encoding", "rows_read", "rows_accepted", "rows_duplicate")
    rows = study.store.read("intake")[[*columns, "rows_rejected", "cells_blanked"]]
    reject = study.store.read("export_reject")
    counted = reject.groupby(["column", "reason", "action"], sort=True).size().rename("count").reset_index()
    parts = [f"# {_plain(study.settings.title)}", _table(rows.columns, rows.to_numpy().tolist())]
    if len(counted):
        parts.append(_table(counted.columns, counted.to_numpy().tolist()))
    return "\n\n".join(parts) + "\n"


def key_of(name: str) -> str:
    """Prefect's artifact keys: lower case, digits and dashes."""
    return "".join(c if c.isascii() and c.isalnum() else "-" for c in name.lower()).strip("-") or "study"


def _table(headings: object, rows: list[list[object]]) -> str:
    names = [str(h).replace("_", " ") for h in list(headings)]  # type: ignore[call-overload]
    lines = [names, ["---"] * len(names), *([_plain(str(cell)) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _plain(text: str) -> str:
    """A cell that can end neither its column nor its line, and holds no markup."""
    return text.replace("|", "/").replace("\n", " ").replace("<", "‹").replace(">", "›")
