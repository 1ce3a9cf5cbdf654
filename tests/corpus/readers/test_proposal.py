"""A proposal maps what is named alike, once, and nothing that could be two things."""

from __future__ import annotations

import tomllib

from corpus.readers import FORMATS
from corpus.readers.proposal import passport, proposed_columns


def test_headings_named_otherwise_are_proposed_for_their_columns():
    headings = ["row no", "publication number", "Kind_Code", "Title", "applicant", "ipc classes", "colour"]
    assert proposed_columns(headings, FORMATS.values()) == {
        "publication_number": "publication number",
        "kind_code": "Kind_Code",
        "title": "Title",
        "applicants": "applicant",
        "ipc": "ipc classes",
    }


def test_a_table_without_publication_numbers_gets_no_proposal():
    assert proposed_columns(["Title", "Abstract"], FORMATS.values()) == {}


def test_of_two_headings_for_one_column_the_first_is_proposed():
    headings = ["公开（公告）号", "Publication Number"]
    assert proposed_columns(headings, FORMATS.values()) == {"publication_number": "公开（公告）号"}


def test_the_passport_is_toml_that_maps_the_headings_whatever_they_hold():
    lines = passport("exports/a.csv", {"title": 'a "quoted"\\ heading', "ipc": "IPC\nclasses"})
    read = tomllib.loads("\n".join(lines))
    assert read["export"][0]["columns"] == {"title": 'a "quoted"\\ heading', "ipc": "IPC classes"}
