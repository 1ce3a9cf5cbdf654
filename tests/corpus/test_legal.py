"""Legal status: vendors' words, one vocabulary."""

from __future__ import annotations

import pandas as pd
import pytest

from corpus.codes import code_list
from corpus.contract import TEXTS_DTYPE
from corpus.legal import events, is_active, is_in_force, legal_status, unknown_status_words
from corpus.tables import LEGAL_STATUSES


def status(detail: str | None, simple: str | None = None, office: str = "CN") -> object:
    frame = pd.DataFrame({"office": [office], "legal_status_text": [detail], "simple_status_text": [simple]})
    found = legal_status(frame.astype("str"))
    return None if found.isna()[0] else found[0]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("授权", "in_force"),
        ("授权 | 质押 | 一案双申", "in_force"),
        ("权利恢复", "in_force"),
        ("部分无效", "in_force"),
        ("等年费滞纳金", "grace"),
        ("未缴年费 | 权利转移", "lapsed"),
        ("权利终止", "lapsed"),
        ("未缴年费专利权终止", "lapsed"),
        ("专利权的终止(未缴年费专利权终止)", "lapsed"),
        ("期限届满 | 权利转移", "expired"),
        ("撤回-视为撤回 | 许可", "withdrawn"),
        ("撤回-主动撤回", "withdrawn"),
        ("申请终止", "withdrawn"),
        ("驳回 | 复审", "refused"),
        ("放弃-视为放弃", "abandoned"),
        ("避免重复授权 | 一案双申", "abandoned"),
        ("全部撤销", "revoked"),
        ("全部无效", "revoked"),
        ("实质审查 | 诉讼 | 复审", "pending"),
        ("公开 | 权利转移", "pending"),
        ("实质审查的生效", "pending"),
        ("发明专利申请公布", "pending"),
        ("发明专利申请公布后的驳回", "refused"),
        ("发明专利申请公布后的视为撤回", "withdrawn"),
        ("发明专利权授予", "in_force"),
        ("2019.03.01 公开；2019.05.02 实质审查；2021.01.05 授权；2023.04.01 未缴年费", "lapsed"),
        ("Expired - Fee Related", "lapsed"),
        ("The application is deemed to be withdrawn", "withdrawn"),
        ("ACTIVE", "in_force"),
        ("Discontinued", "withdrawn"),
    ],
)
def test_vendor_words_have_one_meaning(words: str, expected: str) -> None:
    assert status(words) == expected


@pytest.mark.parametrize(
    "words", ["-", "", "权利转移", "无数据", "未确认", "著录事项变更", "Unknown", "PATENTED"]
)
def test_no_status_is_not_guessed(words: str) -> None:
    assert status(words) is None


@pytest.mark.parametrize(
    ("detail", "simple", "expected"),
    [
        ("未缴年费", "失效", "lapsed"),
        ("驳回", "失效", "refused"),
        (None, "失效", "lapsed"),
        ("权利转移", "有效", "in_force"),
        ("授权", "失效", "lapsed"),
        ("等年费滞纳金", "有效", "grace"),
        ("实质审查", "审中", "pending"),
        (None, "PCT指定期内", "pct_pending"),
        ("授权", "未确认", "in_force"),
    ],
)
def test_simple_status_decides_and_detail_names_the_reason(
    detail: str | None, simple: str, expected: str
) -> None:
    assert status(detail, simple) == expected


def test_an_international_application_is_never_in_force() -> None:
    assert status("公开", office="WO") == "pct_pending"
    assert status("Active", office="WO") == "pct_pending"
    assert status(None, "PCT指定期满", office="WO") == "pct_ended"
    assert status("Discontinued", office="WO") == "pct_ended"


def test_every_status_and_event_word_is_allowed() -> None:
    table = code_list("legal_status")
    assert set(table["status"]) - {""} <= set(LEGAL_STATUSES)
    assert table["word"].is_unique
    for word, expected in zip(table["word"], table["status"], strict=True):
        assert status(word) == (expected or None), word


def test_flags_follow_the_status_and_unknown_stays_unknown() -> None:
    statuses = pd.Series(["in_force", "grace", "pending", "pct_pending", "lapsed", None], dtype="str")
    assert is_in_force(statuses).tolist()[:5] == [True, True, False, False, False]
    assert is_active(statuses).tolist()[:5] == [True, True, True, True, False]
    assert is_in_force(statuses).isna().tolist() == [False] * 5 + [True]
    assert is_active(statuses).isna().tolist() == [False] * 5 + [True]
    assert str(is_active(statuses).dtype) == "boolean"


def test_events_are_named_once_each() -> None:
    cells = pd.Series(
        ["授权 | 质押 | 权利转移 | 质押", "未缴年费 | 诉讼 | 无效程序 | 一案双申 | 口头审理", "授权", None],
        index=[4, 2, 9, 1],
        dtype="str",
    )
    found = events(cells)
    assert found.dtype == TEXTS_DTYPE
    assert found.index.tolist() == [4, 2, 9, 1]
    assert found[4] == ["pledge", "transfer"]
    assert found[2] == ["double_filing", "invalidation", "litigation", "oral_proceedings"]
    assert found[9] == []
    assert found.isna().tolist() == [False, False, False, True]


def test_open_licence_is_not_an_ordinary_licence() -> None:
    found = events(pd.Series(["授权 | 开放许可", "专利实施许可合同备案的生效"]))
    assert found.tolist() == [["open_licence"], ["licence"]]


def test_unknown_words_are_counted() -> None:
    frame = pd.DataFrame(
        {
            "office": ["CN"] * 4,
            "legal_status_text": ["授权 | 奇怪状态", "奇怪状态", "-", None],
            "simple_status_text": ["有效", "别的", "有效", None],
        }
    ).astype("str")
    table = unknown_status_words(frame)
    assert table["word"].tolist() == ["奇怪状态", "别的"]
    assert table["count"].tolist() == [2, 1]


def test_every_real_status_word_is_known(shared_data) -> None:  # type: ignore[no-untyped-def]
    folder = shared_data / "exports" / "patsnap-green-aviation"
    cells = pd.concat(
        [
            pd.read_excel(file, engine="calamine", dtype="str", usecols=["法律状态/事件"])
            for file in sorted(folder.glob("*.XLSX"))
        ]
    )["法律状态/事件"]
    frame = pd.DataFrame({"office": "CN", "legal_status_text": cells, "simple_status_text": None})
    assert unknown_status_words(frame.astype("str")).empty
    assert legal_status(frame.astype("str")).notna().mean() > 0.98
