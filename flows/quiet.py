"""What Prefect is told before it is imported; a value the operator set stays."""

from __future__ import annotations

import os

# The embedded server needs up to 20 s for its first migrations, which is Prefect's own limit, so that
# it fails now and then; and nothing is reported to anybody.
DEFAULTS = {
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "DO_NOT_TRACK": "1",
}


def tell_prefect() -> None:
    """Set what is not set in the environment."""
    for name, value in DEFAULTS.items():
        os.environ.setdefault(name, value)
