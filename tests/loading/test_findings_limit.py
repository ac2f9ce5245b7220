from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from codepub.diagnostics import Severity
from codepub.loading.findings_limit import MAX_FINDINGS, MORE_FINDINGS
from codepub.loading.load import load
from codepub.loading.load_file import CheckContext
from codepub.loading.placing import MAX_LOCATED
from codepub.origin import FieldPath, Position
from codepub.yaml.reading import Reading
from codepub.yaml.rules import MAX_BYTES, TOO_MANY_MISTAKES
from tests.record_texts import TODAY, load_text, record_text, write_record

RULES_BROKEN = (MORE_FINDINGS.id,)
SCOPE = "  scope: When the code is meant.\n"


def with_scope(*lines: str) -> str:
    """Return the sound record with other lines in its scope."""
    return record_text((SCOPE, "  scope: |\n" + "".join(f"    {line}\n" for line in lines)))


def codes(count: int) -> list[str]:
    return [f"{number}. See {33000 + number}." for number in range(1, count + 1)]


def test_of_many_findings_a_hundred_are_told_and_the_others_counted_behind_them(tmp_path: Path) -> None:
    file = write_record(tmp_path, with_scope(*codes(5_000)))
    found = load(tmp_path, CheckContext(TODAY)).diagnostics
    assert [one.rule for one in found] == ["prose-code"] * MAX_FINDINGS + [MORE_FINDINGS.id]
    assert "has 4,900 findings more than the 100" in found[-1].message
    assert found[-1].severity is Severity.NOTE
    assert found[-1].position == Position(file, 10 + MAX_FINDINGS, 19, 1)


def test_a_record_with_many_warnings_is_loaded(tmp_path: Path) -> None:
    assert load_text(tmp_path, with_scope(*codes(200))).record is not None


def test_as_many_as_can_be_told_are_told_without_a_count(tmp_path: Path) -> None:
    found = load_text(tmp_path, with_scope(*codes(MAX_FINDINGS))).diagnostics
    assert [one.rule for one in found] == ["prose-code"] * MAX_FINDINGS


def test_errors_are_told_before_warnings_are(tmp_path: Path) -> None:
    loaded = load_text(tmp_path, with_scope(*codes(300), "As CMS says[^nowhere]."))
    assert [one.rule for one in loaded.diagnostics if one.severity is Severity.ERROR] == ["unknown-source"]
    assert len(loaded.diagnostics) == MAX_FINDINGS + 1
    assert loaded.record is None


def test_that_reading_stopped_is_told_whatever_else_is(tmp_path: Path) -> None:
    text = with_scope(*(f"See [it](x{number}.html)." for number in range(300))).replace(
        "[thoracic]", f"[{'5, ' * 300}]"
    )
    found = [one.rule for one in load_text(tmp_path, text).diagnostics]
    assert TOO_MANY_MISTAKES.id in found
    assert found[-1] == MORE_FINDINGS.id


def test_words_are_looked_for_in_the_text_for_the_first_thousand_findings_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sought: list[str] = []

    def located(self: Reading, path: FieldPath, words: str) -> Position:
        sought.append(words)
        return self.locate(path)

    monkeypatch.setattr(Reading, "locate_words", located)
    load_text(tmp_path, with_scope(*codes(5_000)))
    assert len(sought) == MAX_LOCATED


HOSTILE = {
    "codes": lambda: with_scope(*codes(20_000)),
    "citations": lambda: with_scope(*(f"x[^y{number}]" for number in range(40_000))),
    "open citations": lambda: with_scope("[^a" * 200_000),
    "open links": lambda: with_scope("[" * 400 + "](https:" * 100_000),
    "open brackets": lambda: with_scope("[" * 499 + "x* " * 250_000 + "](page.html)"),
    "cut texts": lambda: record_text(("tags: [thoracic]", "tags:" + "\n  - a #b" * 49_000)),
    "blanks before the end of a comment": lambda: record_text(("tags: [thoracic]", f"tags: [a] #b{' ' * 900_000}c")),
    "allowances": lambda: "# codepub: allow prose-code because x\n" * 20_000 + with_scope(*codes(5_000)),
    "numbers for words": lambda: record_text(("tags: [thoracic]", f"tags: [{'5, ' * 49_000}]")),
    "modifiers": lambda: with_scope("modifiers 22 and " * 50_000, "modifier 22" + " " * 100_000 + "x"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_step_of_loading_grows_with_the_square_of_a_file(tmp_path: Path, name: str) -> None:
    text = HOSTILE[name]()
    assert 100_000 < len(text.encode()) < MAX_BYTES
    write_record(tmp_path, text)
    call = (
        "from tests.record_texts import *; from codepub.loading.load import load; import sys; from pathlib import Path"
    )
    program = f"{call}; print(len(load(Path(sys.argv[1]), CheckContext(TODAY)).diagnostics))"
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], timeout=60, capture_output=True, check=True)
    assert int(done.stdout) <= MAX_FINDINGS + 1
