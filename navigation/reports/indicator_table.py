"""The report on a zone's indicator table; its workbook also lists every record counted."""

from __future__ import annotations

from navigation.reports.sections.kpi import kpi, kpi_records
from navigation.reports.specs import Spec

KPI = Spec("kpi", (kpi,))
KPI_WORKBOOK = Spec("kpi", (kpi, kpi_records))
