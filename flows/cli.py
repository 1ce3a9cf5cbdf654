"""`patnav`: commands only. Each parses, calls and prints; heavy libraries load inside the command."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import App, CycloptsError, Parameter

from corpus.errors import PatnavError
from flows.zone_commands import alerts, desk, kpi, serve

USAGE = 2
Out = Annotated[Path | None, Parameter(name="--out")]
Workers = Annotated[int, Parameter(name="--workers")]
FlowName = Literal["ingest", "cluster", "score", "report"]

app = App(
    name="patnav",
    help="Patent navigation and high-value portfolios from the exports an office already has.",
    version_flags=["--version"],
    help_flags=["--help", "-h"],
)


@app.command
def demo(*, out: Out = None, families: int = 300, workers: Workers = 2) -> None:
    """Write a synthetic zone and run everything on it.

    Parameters
    ----------
    out
        Folder to write to; else data/raw/demo-zone and data/processed/demo-zone.
    families
        Families in each of the five industries.
    workers
        Threads.
    """
    from flows import demonstration

    _run_flows(demonstration.write_zone(out, families), None, workers, "ingest")


@app.command
def new(
    study: Path | None = None,
    *exports: Path,
    as_of: date | None = None,
    industry: str | None = None,
    zone: Path | None = None,
) -> None:
    """Write a commented study folder around exports; it runs as it stands. Or a zone's registers.

    Parameters
    ----------
    study
        Folder to write; it must not hold a study yet.
    exports
        Export files to copy into it.
    as_of
        Day the exports were drawn, as YYYY-MM-DD; of a zone, the day its table is drawn up for.
    industry
        A shipped technology breakdown: biomedicine, high-end-equipment, new-materials,
        marine-economy or next-generation-it.
    zone
        Write a zone in place of a study: this folder, with zone.toml and empty, explained registers.
    """
    from flows import new_study, new_zone

    if zone is not None:
        if study is not None or industry is not None:
            raise PatnavError("patnav new --zone writes a zone alone. Leave out the study and --industry")
        for line in new_zone.write_zone(zone, as_of):
            print(line)
        return
    if study is None:
        raise PatnavError("patnav new: no folder given. Name the study to write, or --zone ZONE")
    for line in new_study.write_study(study, exports, as_of, industry):
        print(line)


@app.command
def check(study: Path) -> None:
    """Study, exports, formats and rows set aside; builds nothing.

    Parameters
    ----------
    study
        Folder with study.toml.
    """
    from flows import checking

    for line in checking.check_study(study):
        print(line)


@app.command
def run(
    *studies: Path,
    start: FlowName = "ingest",
    out: Out = None,
    workers: Workers = 2,
    recluster: bool = False,
    rebuild: bool = False,
) -> None:
    """Run everything: ingest, cluster, score, report; what no change touches is left as it is.

    Parameters
    ----------
    studies
        Folders with study.toml.
    start
        First flow to run; tables of the flows before it must be there.
    out
        Folder for the results.
    workers
        Threads.
    recluster
        Divide the families into clusters anew, rather than into those of the run before.
    rebuild
        Build everything, also what nothing has changed of.
    """
    if not studies:
        raise PatnavError("patnav run: no study given. Name one or more folders with a study.toml")
    _run_flows(list(studies), out, workers, start, recluster=recluster, rebuild=rebuild)


@app.command
def cluster(study: Path, *, out: Out = None, workers: Workers = 2, recluster: bool = False) -> None:
    """Run the cluster flow alone.

    Parameters
    ----------
    study
        Folder with study.toml.
    out
        Folder for the results.
    workers
        Threads.
    recluster
        Divide the families into clusters anew, rather than into those of the run before.
    """
    _run_flows([study], out, workers, "cluster", only=True, recluster=recluster)


def _single(flow: FlowName) -> Callable[..., None]:
    """The command that runs one flow."""

    def command(study: Path, *, out: Out = None, workers: Workers = 2) -> None:
        _run_flows([study], out, workers, flow, only=True)

    command.__doc__ = f"""Run the {flow} flow alone.

    Parameters
    ----------
    study
        Folder with study.toml.
    out
        Folder for the results.
    workers
        Threads.
    """
    return command


for _flow in ("ingest", "score", "report"):
    app.command(_single(_flow), name=_flow)


@app.command
def verify(report: Path, *, rebuild: bool = False) -> None:
    """Recompute every number a report prints; exit 14 and the list where one differs.

    Parameters
    ----------
    report
        A file in the reports folder of a run.
    rebuild
        Build everything again from the exports, even where nothing has changed.
    """
    from flows import verifying

    for line in verifying.verify_report(report, rebuild=rebuild):
        print(line)


@app.command
def diff(run_a: Path, run_b: Path, *, out: Out = None) -> None:
    """What changed between two runs of a study, and why as far as their inputs tell.

    Parameters
    ----------
    run_a
        Folder of results, its run.json, or a record under its runs folder; the older run.
    run_b
        The same of the newer run.
    out
        CSV file for every change.
    """
    from flows import differing

    for line in differing.diff_runs(run_a, run_b, out):
        print(line)


@app.command
def backtest(study: Path, *, year: int | None = None, out: Out = None) -> None:
    """Hold the score at the end of a year against what came later, beside plain citation counts.

    Parameters
    ----------
    study
        Folder with study.toml; it must have been run.
    year
        Year at whose end everything is frozen; else the latest that leaves five years.
    out
        Folder the results are in.
    """
    from flows import backtesting

    for line in backtesting.backtest_study(study, year, out):
        print(line)


for _command in (kpi, desk, alerts, serve):
    app.command(_command)


@app.command
def formats(file: Path | None = None) -> None:
    """Known export formats; or which one recognises a file, how surely, and what each heading maps to.

    Parameters
    ----------
    file
        An export.
    """
    from flows import reference

    for line in reference.formats_lines(file):
        print(line)


@app.command
def review(study: Path, *, out: Out = None) -> None:
    """Draw families for people to judge; their verdicts give the search's precision and recall.

    Parameters
    ----------
    study
        Folder with study.toml; it must have been run.
    out
        Folder the results are in.
    """
    from flows.steps import write_review_sample
    from flows.study import open_study

    known = open_study(study, out)
    print(f"wrote {write_review_sample(known)}")
    print("Fill in verdict: relevant or irrelevant. Add rows of set recall with publications that another")
    print(f"route found. Save it as {known.folder / 'review.csv'}, then: patnav run {study}")


@app.command
def show(study: Path, table: str, *, rows: int = 10, out: Out = None) -> None:
    """Rows of a table, its first lines, what makes it and what reads it.

    Parameters
    ----------
    study
        Folder with study.toml.
    table
        Table, by name or room/name.
    rows
        Lines to print.
    out
        Folder the results are in.
    """
    from flows import reference

    for line in reference.show_lines(study, table, rows, out):
        print(line)


@app.command
def tables(name: str | None = None) -> None:
    """Data dictionary: all tables, or the columns of one.

    Parameters
    ----------
    name
        Table.
    """
    from flows import reference

    for line in reference.tables_lines(name):
        print(line)


@app.command
def indicators(name: str | None = None) -> None:
    """Indicators: label, unit, weight; or one with definition, formula and source.

    Parameters
    ----------
    name
        Indicator.
    """
    from flows import reference

    for line in reference.indicators_lines(name):
        print(line)


def _run_flows(
    studies: list[Path],
    out: Path | None,
    workers: int,
    start: FlowName,
    *,
    only: bool = False,
    recluster: bool = False,
    rebuild: bool = False,
) -> None:
    """Run the flows and name what they made."""
    from flows.refusals import refusals
    from flows.running import Wish, run_studies

    if out is not None and len(studies) > 1:
        raise PatnavError("--out takes one study. Leave it out, or run the studies one by one")
    with refusals():
        for line in run_studies(studies, out, workers, Wish(start, only, recluster, rebuild)):
            print(line)


def main(words: Sequence[str] | None = None) -> None:
    """Run the command line; a user's mistake ends with its message and exit code."""
    try:
        app(sys.argv[1:] if words is None else words, exit_on_error=False, print_error=False)
    except CycloptsError as error:
        print(f"patnav: {error}. See: patnav --help", file=sys.stderr)
        sys.exit(USAGE)
    except PatnavError as error:
        print(f"patnav: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # The reader of a pipe (head, less) has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()
