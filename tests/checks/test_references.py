from __future__ import annotations

from pathlib import Path

import pytest

from codepub.checks.references import ENDED_REFERENCE
from codepub.diagnostics import Severity
from codepub.loading.load import load, load_files
from codepub.loading.load_file import CheckContext
from tests.record_texts import TODAY, record_text, write_record

OTHER = (('code: "32120"', 'code: "32110"'), ('      code: "32110"', '      code: "32124"'))
ENDED = (
    "edition: 2026\neffective: 2026-01-01",
    "edition: 2025\neffective: 2025-01-01\nends: 2025-12-31\nreplaced_by: '32124'",
)


def test_a_related_code_whose_record_had_ended_is_told_at_its_row(tmp_path: Path) -> None:
    file = write_record(tmp_path, record_text())
    write_record(tmp_path, record_text(*OTHER, ENDED), "cpt/32110.yaml")
    (found,) = load(tmp_path, CheckContext(TODAY)).diagnostics
    assert (found.rule, found.severity) == (ENDED_REFERENCE.id, Severity.WARNING)
    assert found.message == "CPT 32110 ended on 2025-12-31."
    assert found.hint == "Refer to 32124."
    assert found.position is not None
    lines = record_text().splitlines()
    line = next(number for number, text in enumerate(lines, start=1) if text == '      code: "32110"')
    assert (found.position.file, found.position.line, found.position.column) == (file, line, 13)
    assert found.origin is not None
    assert found.origin.path == ("specifications", "related_codes", 0, "code")


def test_a_link_in_prose_to_a_record_that_had_ended_is_told(tmp_path: Path) -> None:
    write_record(tmp_path, record_text(("The usual case.", "As with [that](cpt:32124).")))
    ended = record_text(('code: "32120"', 'code: "32124"'), ENDED).replace("replaced_by: '32124'\n", "")
    write_record(tmp_path, ended, "cpt/32124.yaml")
    (found,) = load_files(tmp_path, [tmp_path / "cpt/32120.yaml"], CheckContext(TODAY)).diagnostics
    assert (found.rule, found.hint) == (ENDED_REFERENCE.id, "Take the reference out.")


@pytest.mark.parametrize("ends", ["2026-01-01", "2026-12-31"])
def test_a_record_that_ends_on_or_after_the_effective_day_still_stands(tmp_path: Path, ends: str) -> None:
    write_record(tmp_path, record_text())
    still = record_text(*OTHER, ("edition: 2026\neffective: 2026", f"ends: {ends}\nedition: 2025\neffective: 2025"))
    write_record(tmp_path, still, "cpt/32110.yaml")
    assert load(tmp_path, CheckContext(TODAY)).diagnostics == ()


def test_a_code_that_the_library_does_not_have_may_be_referred_to(tmp_path: Path) -> None:
    write_record(tmp_path, record_text())
    assert load(tmp_path, CheckContext(TODAY)).diagnostics == ()


def test_a_superseded_record_has_ended_by_right(tmp_path: Path) -> None:
    write_record(tmp_path, record_text(("tags:", 'supersedes: "32124"\ntags:')))
    old = record_text(
        ('code: "32120"', 'code: "32124"'),
        ("tags:", "ends: 2025-12-31\ntags:"),
        ("edition: 2026\neffective: 2026", "edition: 2025\neffective: 2025"),
    )
    write_record(tmp_path, old, "cpt/32124.yaml")
    assert [one.rule for one in load(tmp_path, CheckContext(TODAY)).diagnostics] == []
