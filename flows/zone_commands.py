"""The commands about a zone: parse, call, print; what they use is imported where they run."""

from __future__ import annotations

from datetime import date
from pathlib import Path

ZONE = Path("data/raw/zone")


def kpi(zone: Path, *, as_of: date | None = None) -> None:
    """The zone's indicator table from its registers and the studies beside it, as tables and a report.

    Parameters
    ----------
    zone
        Folder with zone.toml and the registers.
    as_of
        Day the table is drawn up for, as YYYY-MM-DD; else that of zone.toml.
    """
    from flows import indicator_table

    for line in indicator_table.kpi_lines(zone, as_of):
        print(line)


def desk(zone: Path | None = None, *, port: int = 8765, add_user: str | None = None) -> None:
    """Serve the bureau's local page: search, candidate portfolios, decisions.

    Parameters
    ----------
    zone
        Folder with zone.toml; else data/raw/zone.
    port
        Port of this machine the page is served on; 0 takes a free one.
    add_user
        Add this user, or give one a new password, instead of serving; asks for the password.
    """
    from flows import bureau

    for line in bureau.desk_lines(zone, port, add_user):
        print(line, flush=True)


def alerts(zone: Path = ZONE, *, as_of: date | None = None) -> None:
    """What is new for the watches of a zone: a dated digest, a feed, and mail where configured.

    Parameters
    ----------
    zone
        Folder with zone.toml and watches.toml.
    as_of
        Day of the digest, as YYYY-MM-DD; else the latest cut-off of the studies.
    """
    from flows import alerting

    for line in alerting.alert_lines(zone, as_of):
        print(line)


def serve(zone: Path = ZONE, *, port: int = 4200) -> None:
    """Run the zone's studies, indicator table and alerts at the times zone.toml gives; ends by Ctrl-C.

    Parameters
    ----------
    zone
        Folder with zone.toml.
    port
        Of the Prefect server this starts; with PREFECT_API_URL set, that server is used.
    """
    from flows import serving

    serving.serve_zone(zone, port)
