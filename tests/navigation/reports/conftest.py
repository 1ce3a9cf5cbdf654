"""The invented study and its two reports, made once."""

from __future__ import annotations

import pytest

from navigation.reports import specs
from tests.navigation.reports.invented import SETTINGS, study


@pytest.fixture(scope="session")
def tables():
    return study()


@pytest.fixture(scope="session")
def industry(tables):
    return specs.compose(specs.INDUSTRY_PLANNING, tables, SETTINGS)


@pytest.fixture(scope="session")
def enterprise(tables):
    return specs.compose(specs.MICRO_NAVIGATION, tables, {**SETTINGS, "enterprise_id": "E0"})
