from __future__ import annotations

import re
from datetime import date
from fnmatch import fnmatchcase
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

import yaml
from codepub.loading.content_files import record_file
from codepub.origin import CodeSystem
from codepub.records.blank import write_blank_file, write_blank_record
from codepub.records.codes import record_id
from codepub.records.kinds import CODE_SUMMARY, KINDS, Kind, kind_at
from codepub.records.schema import write_schema
from tests.trial_kinds import BOOK, REVIEW, TRIAL_KINDS

PLACES = [
    ("cpt/32120.yaml", CODE_SUMMARY),
    ("cpt/0446T.yaml", CODE_SUMMARY),
    ("hcpcs/A0425.yaml", CODE_SUMMARY),
    ("icd-10-cm/J95830.yaml", CODE_SUMMARY),
    ("icd-10-pcs/0W390ZZ.yaml", CODE_SUMMARY),
    ("books/thoracic.yaml", BOOK),
    ("cpt/32120.review.yaml", REVIEW),
]


def matched(glob: str, place: str) -> bool:
    """Tell whether a glob with one list of alternatives matches a path step by step, as editors have it."""
    braces = re.search(r"\{([^}]*)\}", glob)
    globs = [glob.replace(braces[0], one) for one in braces[1].split(",")] if braces else [glob]
    steps = place.split("/")
    return any(len(one.split("/")) == len(steps) and all(map(fnmatchcase, steps, one.split("/"))) for one in globs)


@pytest.mark.parametrize(("place", "kind"), PLACES)
def test_a_file_is_of_the_kind_that_its_place_says(place: str, kind: Kind[Any]) -> None:
    assert kind_at(PurePosixPath(place), TRIAL_KINDS) is kind


@pytest.mark.parametrize(("place", "kind"), PLACES)
def test_the_glob_of_editors_matches_the_files_of_its_kind_and_no_others(place: str, kind: Kind[Any]) -> None:
    assert [one for one in TRIAL_KINDS if matched(one.files, place)] == [kind]


@pytest.mark.parametrize("place", ["notes.yaml", "drafts/32120.yaml", "cpt/old/32120.yaml", "books/more/thoracic.yaml"])
def test_what_lies_in_no_place_of_any_kind_is_taken_for_the_first(place: str) -> None:
    assert kind_at(PurePosixPath(place), TRIAL_KINDS) is CODE_SUMMARY


@pytest.mark.parametrize(
    ("system", "code"), [("CPT", "32120"), ("HCPCS", "A0425"), ("ICD-10-CM", "J95.830"), ("ICD-10-PCS", "0W390ZZ")]
)
def test_a_record_is_begun_where_its_kind_lies(system: CodeSystem, code: str) -> None:
    assert CODE_SUMMARY.holds(record_file(Path(), record_id(system, code)))


def test_every_kind_of_the_program_has_a_name_and_a_schema_of_its_own() -> None:
    assert len({kind.schema_file for kind in KINDS}) == len({kind.name for kind in KINDS}) == len(KINDS)
    assert CODE_SUMMARY.schema_file == "code-summary.schema.json"


def test_another_kind_has_a_schema() -> None:
    schema = yaml.safe_load(write_schema(BOOK))
    assert (schema["$id"], schema["title"]) == ("book.schema.json", "Book")
    assert schema["required"] == ["title", "preface", "imprint", "chapters"]


def test_a_blank_file_of_another_kind_fits_its_schema() -> None:
    text = write_blank_file(BOOK, {"title": "Thoracic surgery"})
    validator = import_module("jsonschema").Draft202012Validator(yaml.safe_load(write_schema(BOOK)))
    assert not list(validator.iter_errors(yaml.safe_load(text)))


def test_a_blank_file_states_of_every_field_what_belongs_there_and_that_nobody_looked() -> None:
    assert write_blank_file(BOOK, {"title": "Thoracic surgery"}) == (
        "# yaml-language-server: $schema=../../schemas/book.schema.json\n"
        "# What the book is called.\n"
        "title: Thoracic surgery\n"
        "# Words before the first chapter.\n"
        "preface: {unavailable: not-asked}\n"
        "\n"
        "imprint:\n"
        "  # Who publishes it.\n"
        "  publisher: {unavailable: not-asked}\n"
        "# Its chapters, in their order.\n"
        'chapters: [{"title": "Lungs", "records": {"unavailable": "not-asked"}}]\n'
    )


def test_a_blank_record_is_a_blank_file_of_its_kind() -> None:
    assert write_blank_record("CPT", "32120", date(2026, 11, 23)).startswith(
        f"# yaml-language-server: $schema=../../schemas/{CODE_SUMMARY.schema_file}\n"
    )
