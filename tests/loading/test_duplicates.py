from __future__ import annotations

from pathlib import Path

import pytest

from codepub.loading.duplicates import DUPLICATE_RECORD
from codepub.loading.load import Loaded, load, load_files
from codepub.loading.load_file import CheckContext
from codepub.loading.record_allowance import RecordAllowance
from codepub.origin import Position
from tests.record_texts import RECORD, TODAY, record_text, write_record

RULES_BROKEN = (DUPLICATE_RECORD.id,)

ANYWHERE = RecordAllowance("file-name", "drafts lie elsewhere", (), Position(Path("codepub.toml"), 1, 1))
"""Without it, only the file that is named for its code is sound."""


def load_named(content: Path, *names: str) -> Loaded:
    for name in names:
        write_record(content, RECORD, name)
    other = record_text(('code: "32120"', 'code: "32110"'), ('      code: "32110"', '      code: "32124"'))
    write_record(content, other, "cpt/32110.yaml")
    return load(content, CheckContext(TODAY, allowed=(ANYWHERE,)))


@pytest.mark.parametrize("second", ["cpt/32120.yml", "CPT/32120.yaml", "cpt/32120.YAML", "drafts/e\u0301.yaml"])
def test_of_two_files_with_the_same_code_neither_takes_the_place_of_the_other(tmp_path: Path, second: str) -> None:
    write_record(tmp_path, RECORD, second)
    if (tmp_path / "cpt/32120.yaml").exists():
        pytest.skip("this file system takes the two for one")
    told = load_named(tmp_path, "cpt/32120.yaml", second)
    places = {
        (one.rule, one.position and one.position.file.relative_to(tmp_path).as_posix()) for one in told.diagnostics
    }
    assert places == {(DUPLICATE_RECORD.id, "cpt/32120.yaml"), (DUPLICATE_RECORD.id, second)}
    assert [record.code for record in told.records] == ["32110"]


def test_each_of_the_files_says_which_other_it_is(tmp_path: Path) -> None:
    first, second = load_named(tmp_path, "cpt/32120.yaml", "drafts/32120.yaml").diagnostics
    assert first.message == f"cpt:32120 is the record of {tmp_path}/drafts/32120.yaml too."
    assert second.message == f"cpt:32120 is the record of {tmp_path}/cpt/32120.yaml too."


def test_names_that_differ_in_their_unicode_form_only_are_two_files(tmp_path: Path) -> None:
    names = [name for name in ("drafts/\u00e9.yaml", "drafts/e\u0301.yaml") if write_record(tmp_path, RECORD, name)]
    if len(list((tmp_path / "drafts").iterdir())) < len(names):
        pytest.skip("this file system takes the two for one")
    assert len(load_named(tmp_path, *names).diagnostics) == 2


def test_a_record_alone_is_sound_wherever_its_file_lies(tmp_path: Path) -> None:
    assert load_named(tmp_path, "drafts/32120.yaml").diagnostics == ()


def test_the_same_file_named_twice_is_one(tmp_path: Path) -> None:
    file = write_record(tmp_path, RECORD)
    assert load_files(tmp_path, [file, file], CheckContext(TODAY)).diagnostics == ()


def test_where_files_have_to_be_named_for_their_codes_the_one_that_is_stands(tmp_path: Path) -> None:
    write_record(tmp_path, RECORD)
    write_record(tmp_path, RECORD, "cpt/32120.yml")
    told = load(tmp_path, CheckContext(TODAY))
    assert [one.rule for one in told.diagnostics] == ["file-name"]
    assert [record.code for record in told.records] == ["32120"]
