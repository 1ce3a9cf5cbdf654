"""study.toml: typed, checked, misspelt keys named."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from corpus.errors import ExportError, StudyError
from flows.study import default_out, open_study


def study(folder: Path, text: str = 'title = "试验"') -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "study.toml").write_text(text, encoding="utf-8")
    return folder


def test_defaults_hold_where_a_key_is_left_out(tmp_path):
    opened = open_study(study(tmp_path))
    assert opened.settings.home == "CN"
    assert opened.settings.as_of is None
    assert opened.settings.max_reject_share == 0.02


def test_values_are_typed(tmp_path):
    opened = open_study(study(tmp_path, 'title = "t"\nas_of = 2026-06-30\n[weights]\n'))
    assert opened.settings.as_of == date(2026, 6, 30)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('titel = "t"', "unknown key titel. Did you mean title?"),
        (
            'title = "t"\n[clustering]\nclustres = 4',
            r"\[clustering\]: unknown key clustres. Did you mean clusters",
        ),
        ('title = "t"\n[[export]]\nfiel = "a"', r"\[export\]: unknown key fiel. Did you mean file"),
        ('title = "t"\n[weights]\nforward_citation = 1.0', "forward_citation"),
        ('title = "t"\nas_of = "soon"', "as_of"),
        ("", "title"),
        ("title = ", "is not TOML"),
        ('title = "t"\nmax_reject_share = 2.0', "max_reject_share is 2.0"),
        ('title = "t"\nlanguages = ["fr"]', "languages holds"),
    ],
)
def test_a_mistake_is_named(tmp_path, text, told):
    with pytest.raises(StudyError, match=told):
        open_study(study(tmp_path, text))


def test_a_folder_without_study_says_what_to_do(tmp_path):
    with pytest.raises(StudyError, match=r"study.toml is missing. Write one with: patnav new"):
        open_study(tmp_path)


def test_results_of_a_study_under_data_raw_go_to_data_processed(tmp_path):
    assert default_out(tmp_path / "data" / "raw" / "sea") == tmp_path / "data" / "processed" / "sea"
    assert default_out(tmp_path / "sea") == tmp_path / "sea" / "processed"


def test_no_export_is_an_export_error(tmp_path):
    with pytest.raises(ExportError, match="holds no export"):
        _ = open_study(study(tmp_path)).export_files


def test_a_passport_of_a_missing_file_is_named(tmp_path):
    folder = study(tmp_path, 'title = "t"\n[[export]]\nfile = "exports/gone.csv"')
    (folder / "exports").mkdir()
    (folder / "exports" / "here.csv").write_text("a")
    with pytest.raises(StudyError, match=r"names exports/gone.csv, which is not there"):
        _ = open_study(folder).export_files


def test_a_link_out_of_the_study_is_refused(tmp_path):
    folder = study(tmp_path / "s")
    (folder / "exports").mkdir()
    outside = tmp_path / "secret.csv"
    outside.write_text("a")
    (folder / "exports" / "link.csv").symlink_to(outside)
    with pytest.raises(ExportError, match="leads outside the study folder"):
        _ = open_study(folder).export_files


def test_the_digest_follows_the_inputs(tmp_path):
    folder = study(tmp_path)
    before = open_study(folder).digest
    (folder / "exports").mkdir()
    (folder / "exports" / "a.csv").write_text("a")
    after = open_study(folder).digest
    assert before != after == open_study(folder).digest
