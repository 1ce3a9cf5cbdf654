"""The flows of a zone with their times: studies, briefs, the indicator table, alerts."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from prefect import flow, get_run_logger
from prefect.artifacts import create_link_artifact
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments.runner import RunnerDeployment
from prefect.runtime import flow_run
from prefect.schedules import Cron, Interval, Schedule
from prefect.types.entrypoint import EntrypointType

from corpus.errors import StudyError
from flows.alerting import alert_lines
from flows.artifacts import key_of
from flows.indicator_table import kpi_lines
from flows.navigate import navigate
from flows.study import open_study
from flows.zone import Zone

# A second run of the same study waits for the first; other studies do not. A slow machine takes long
# to start a run, which then loses its turn where the grace is short.
_ONE = ConcurrencyLimitConfig(
    limit=1, collision_strategy=ConcurrencyLimitStrategy.ENQUEUE, grace_period_seconds=600
)


@flow(name="brief")
def brief(study: Path, enterprise: str, workers: int = 2) -> list[str]:
    """Bring a study up to date and name the brief of one focal enterprise.

    Parameters
    ----------
    study
        Folder with study.toml.
    enterprise
        enterprise_id of the roster.
    """
    opened = open_study(study)
    roster = opened.folder / "enterprises.csv"
    navigate(study, workers=workers)
    known = opened.store.read("enterprise")
    focal = known.loc[known["enterprise_role"] == "focal", "enterprise_id"]
    if enterprise not in set(focal):
        raise StudyError(
            f"{roster}: no focal enterprise {enterprise}. Focal: {', '.join(sorted(focal)) or 'none'}"
        )
    found = sorted((opened.out / "reports").glob(f"micro-navigation-{enterprise}.*"))
    for path in found:
        if path.suffix == ".html":
            create_link_artifact(
                path.resolve().as_uri(), link_text=path.name, key=key_of(f"brief-{path.stem}")
            )
    return [str(path) for path in found]


@flow(name="alerts")
def alerts(zone: Path, as_of: date | None = None) -> list[str]:
    """The digest of the day the run was scheduled for."""
    return _told(alert_lines(zone, as_of or _scheduled_day()))


@flow(name="kpi")
def kpi(zone: Path, as_of: date | None = None) -> list[str]:
    """The zone's indicator table, for the day the run was scheduled for."""
    return _told(kpi_lines(zone, as_of or _scheduled_day()))


def deployments(zone: Zone) -> list[RunnerDeployment]:
    """A deployment for each study and each of the zone's own flows; briefs run on demand alone.

    Raises
    ------
    StudyError
        A time in the schedule is no cron, or its time zone is not known.
    """
    times = zone.settings.schedule
    made = []
    for study in zone.studies:
        asked: dict[str, Any] = {"study": str(study.folder.resolve()), "workers": times.workers}
        name, title = study.folder.name, study.settings.title
        made.append(_deployment(navigate, name, asked, title, _schedule(zone, times.studies)))
        made.append(_deployment(brief, name, asked | {"enterprise": ""}, title, None))
    own = {"zone": str(zone.folder.resolve())}
    name, title = zone.folder.resolve().name, zone.settings.title
    made.append(_deployment(kpi, name, own, title, _schedule(zone, times.kpi)))
    if (zone.folder / "watches.toml").is_file():
        made.append(_deployment(alerts, name, own, title, _schedule(zone, times.alerts)))
    return made


def _deployment(
    what: Any, name: str, parameters: dict[str, Any], title: str, schedule: Schedule | None
) -> RunnerDeployment:
    """One deployment, found by module so that it works from any folder."""
    made: RunnerDeployment = what.to_deployment(
        name=name,
        parameters=parameters,
        schedules=[schedule] if schedule else [],
        concurrency_limit=_ONE,
        description=f"{title}: {what.description}",
        tags=["patnav", name],
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    return made


def _schedule(zone: Zone, stated: str | int) -> Schedule | None:
    """A schedule from cron or seconds; None where it is empty."""
    timezone = zone.settings.schedule.timezone
    if stated == "":
        return None
    try:
        ZoneInfo(timezone)
        if isinstance(stated, int):
            return Interval(stated, timezone=timezone)
        return Cron(stated, timezone=timezone)
    except (ValueError, ZoneInfoNotFoundError) as error:
        raise StudyError(
            f'{zone.folder / "zone.toml"} [schedule]: "{stated}" in {timezone} is no time: '
            f"{str(error).splitlines()[0]}. Write minute hour day month weekday, such as 0 2 1 * *"
        ) from error


def _scheduled_day() -> date | None:
    """The day a run was scheduled for: the clock enters here alone."""
    when = flow_run.scheduled_start_time
    return when.date() if when is not None else None


def _told(lines: Any) -> list[str]:
    """Log every line of a command."""
    logger, found = get_run_logger(), []
    for line in lines:
        logger.info(line)
        found.append(line)
    return found
