"""The invented study and its two reports, made once."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from navigation.reports import specs  # noqa: E402
from study import SETTINGS, study  # noqa: E402


@pytest.fixture(scope="session")
def tables():
    return study()


@pytest.fixture(scope="session")
def industry(tables):
    return specs.compose(specs.INDUSTRY_PLANNING, tables, SETTINGS)


@pytest.fixture(scope="session")
def enterprise(tables):
    return specs.compose(specs.MICRO_NAVIGATION, tables, {**SETTINGS, "enterprise_id": "E0"})
