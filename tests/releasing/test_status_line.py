"""The status of a record is set in one line of its file, and every other byte stays."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from codepub.records.code_summary import Status
from codepub.records.kinds import CODE_SUMMARY
from codepub.releasing.status_line import set_status
from codepub.yaml.reading import read
from tests.publications import SAMPLES
from tests.record_texts import record_text

FILE = Path("cpt/32120.yaml")
TAGS = "tags: [thoracic]\n"


def set_in(text: str, status: Status = "released") -> str | None:
    return set_status(read(FILE, text.encode(), CODE_SUMMARY.shape), status)


@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["LF", "CR LF"])
def test_in_each_sample_one_line_is_set_and_set_back_and_no_other_character_changes(sample: Path, ending: str) -> None:
    text = re.sub(r"^status: .*\n", "", sample.read_text("utf-8"), flags=re.MULTILINE).replace("\n", ending)

    released = set_in(text) or ""
    line = f"status: released{ending}"

    assert released.count(line) == 1
    assert released.replace(line, "") == text
    assert set_in(released, "draft") == released.replace("status: released", "status: draft")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("status: draft\n", "status: released\n"),
        ("status:   draft   # until Dr Lee has read it\n", "status:   released   # until Dr Lee has read it\n"),
        ("status: 'draft'\n", "status: 'released'\n"),
        ('"status": "draft"\n', '"status": "released"\n'),
        ("status:\n  draft\n", "status:\n  released\n"),
        ("status: >-\n  draft\n", "status: >-\n  released\n"),
        ("# status: draft\nstatus: draft\n", "# status: draft\nstatus: released\n"),
    ],
)
def test_a_status_that_stands_there_is_replaced_as_it_is_typed(before: str, after: str) -> None:
    assert set_in(record_text((TAGS, before + TAGS))) == record_text((TAGS, after + TAGS))


@pytest.mark.parametrize(
    ("above", "added"),
    [
        ("effective: 2026-01-01\n", "status: released\n"),
        ("effective: 2026-01-01 # a Thursday\n", "status: released\n"),
        ("effective: 2026-01-01\nends: 2026-12-31\nreplaced_by: '32121'\n", "status: released\n"),
    ],
)
def test_a_status_that_is_not_there_is_added_below_the_last_field_above_its_place(above: str, added: str) -> None:
    old = ("effective: 2026-01-01\n", above)

    assert set_in(record_text(old)) == record_text((old[0], above + added))


def test_a_record_that_is_indented_as_a_whole_stays_so() -> None:
    text = re.sub(r"^(?=.)", "  ", record_text(), flags=re.MULTILINE)

    assert set_in(text) == text.replace("  effective: 2026-01-01\n", "  effective: 2026-01-01\n  status: released\n")


@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["LF", "CR LF"])
def test_a_last_line_without_an_end_gets_one(ending: str) -> None:
    text = (record_text(("effective: 2026-01-01\n", "")) + "effective: 2026-01-01").replace("\n", ending)

    assert set_in(text) == f"{text}{ending}status: released"


@pytest.mark.parametrize(
    "text",
    [
        record_text((TAGS, 'status: "dr\\x61ft"\n' + TAGS)),
        record_text((TAGS, "status: >- # a draft\n  draft\n" + TAGS)),
        "{system: CPT, code: '32120', effective: 2026-01-01,\nedition: 2026}\n",
    ],
    ids=["an escape", "the word twice", "braces around all"],
)
def test_what_one_line_cannot_do_is_not_done(text: str) -> None:
    assert set_in(text) is None
