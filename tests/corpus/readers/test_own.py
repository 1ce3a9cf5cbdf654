"""The desk's own export: cells that were made safe for spreadsheets read as they were."""

from __future__ import annotations

from pathlib import Path

from corpus.readers import ExportFile, read_exports

SAMPLE = Path(__file__).parent / "samples" / "patnav.csv"


def test_lists_days_and_neutralised_cells_are_read_back() -> None:
    record = read_exports([ExportFile(SAMPLE, "a.csv")]).export_record
    assert record["publication_number"].tolist() == ["CN189000011B", "US2019900011A1"]
    assert record["title"].tolist() == ["潮汐泵叶轮", "=Valve | moored"]
    assert record["applicants"].iloc[0] == ["样例泵业有限公司", "样例大学"]
    assert record["ipc"].iloc[0] == ["F04D29/22", "F03B13/26"]
    assert str(record["vendor_expiry_date"].iloc[0])[:10] == "2040-03-05"
    assert record["ip_right"].tolist() == ["invention", "invention"]
