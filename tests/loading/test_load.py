from __future__ import annotations

import gc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codepub.diagnostics import Severity
from codepub.loading.content_files import read_file
from codepub.loading.load import load, load_files
from codepub.loading.load_file import CheckContext, load_file
from codepub.loading.rules import RULES
from codepub.origin import Position, RecordId
from codepub.records.kinds import CODE_SUMMARY
from tests.record_texts import RECORD, TODAY, load_text, record_text, write_record

OTHER = (('code: "32120"', 'code: "32110"'), ('      code: "32110"', '      code: "32124"'))
BROKEN = "title: [unclosed\n"
ASKED = RecordId("cpt", "32120")


def test_a_sound_record_is_loaded_without_diagnostics(tmp_path: Path) -> None:
    file = write_record(tmp_path, RECORD)
    loaded = load(tmp_path, CheckContext(TODAY))
    assert loaded.diagnostics == ()
    assert loaded.files == (file,)
    assert [record.code for record in loaded.records] == ["32120"]
    assert loaded.corpus.records == {ASKED: loaded.records[0]}


def test_an_empty_content_folder_loads_as_nothing(tmp_path: Path) -> None:
    loaded = load(tmp_path, CheckContext(TODAY))
    assert (loaded.files, loaded.records, loaded.diagnostics, dict(loaded.corpus.records)) == ((), (), (), {})


def test_the_sample_library_is_sound() -> None:
    content = Path(__file__).parents[2] / "content"
    loaded = load(content, CheckContext(TODAY))
    assert loaded.diagnostics == ()
    assert len(loaded.records) == len(loaded.files) == len(list(content.rglob("*.yaml"))) > 0


@pytest.mark.parametrize(
    "broken", [BROKEN, "", "- a\n", record_text(("title: Thor", "titel: Thor")), record_text(('"78"', '"7"')), "\0"]
)
def test_a_bad_record_never_hides_another(tmp_path: Path, broken: str) -> None:
    write_record(tmp_path, broken, "cpt/00001.yaml")
    write_record(tmp_path, RECORD)
    bad = write_record(tmp_path, record_text(*OTHER, ("[Aetna, Medicare]", "Aetna")), "cpt/32110.yaml")
    loaded = load(tmp_path, CheckContext(TODAY))
    assert [record.code for record in loaded.records] == ["32120"]
    assert len(loaded.files) == 3
    assert [one.rule for one in loaded.diagnostics if one.position and one.position.file == bad] == ["wrong-type"]
    assert any(one.position and one.position.file.name == "00001.yaml" for one in loaded.diagnostics)


def test_diagnostics_stand_in_the_order_of_files_lines_and_columns(tmp_path: Path) -> None:
    write_record(tmp_path, record_text(*OTHER, ("[Aetna, Medicare]", "[5, 6]")), "cpt/32110.yaml")
    write_record(tmp_path, record_text(("id: rvu25d", "id: null"), ("title: Thor", "titel: Thor")))
    found = [one.position for one in load(tmp_path, CheckContext(TODAY)).diagnostics if one.position]
    assert len(found) == 4
    assert found == sorted(found, key=lambda at: (str(at.file), at.line, at.column))


def test_a_record_with_a_warning_is_loaded_and_one_with_an_error_is_not(tmp_path: Path) -> None:
    warned = load_text(tmp_path, record_text(("title: Thor", "title: 32110, thor")))
    failed = load_text(tmp_path, record_text(('"78"', '"7"')))
    assert [one.severity for one in warned.diagnostics] == [Severity.WARNING]
    assert warned.record is not None
    assert [one.severity for one in failed.diagnostics] == [Severity.ERROR]
    assert failed.record is None


def test_a_file_that_cannot_be_read_is_told_with_the_record_of_its_place(tmp_path: Path) -> None:
    file = tmp_path / "icd-10-cm" / "J95830.yaml"
    file.parent.mkdir()
    file.symlink_to(tmp_path / "nowhere.yaml")
    (found,) = load(tmp_path, CheckContext(TODAY)).diagnostics
    assert (found.rule, found.position) == ("unreadable", Position(file, 1, 1))
    assert found.origin is not None
    assert (str(found.origin.record), found.origin.path) == ("icd-10-cm:J95.830", ())


@pytest.mark.parametrize(
    ("text", "record", "field"),
    [
        (record_text(("[Aetna, Medicare]", "TBD")), "cpt:32120", ("summary", "payers")),
        (record_text(('"21"', "02")), "cpt:32120", ("overview", "site_of_service", "pos", 0)),
        (record_text(('"62"', "null")), "cpt:32120", ("specifications", "modifiers", 1, "modifier")),
        (record_text(("title: Thor", "title: \u202eThor")), "cpt:32120", ("title",)),
        (
            record_text(('"32120"', '"32110"'), ("title: Thor", "title: N/A # ")),
            "cpt:32110",
            ("title",),
        ),
        (BROKEN, "cpt:32120", ()),
        ("", "cpt:32120", ()),
    ],
)
def test_what_is_wrong_with_the_yaml_carries_the_record_and_the_field(
    tmp_path: Path, text: str, record: str, field: tuple[str | int, ...]
) -> None:
    found = load_text(tmp_path, text).diagnostics[0]
    assert found.origin is not None
    assert (str(found.origin.record), found.origin.path) == (record, field)


def test_a_record_without_a_code_that_can_be_read_is_named_by_its_file(tmp_path: Path) -> None:
    (found,) = load_text(tmp_path, record_text(('"32120"', "32120"))).diagnostics
    assert found.origin is not None
    assert found.origin.record == ASKED


def test_a_value_that_is_no_answer_is_not_checked_as_if_it_were_one(tmp_path: Path) -> None:
    assert [one.rule for one in load_text(tmp_path, record_text(("J95.830", '"N/A"'))).diagnostics] == ["placeholder"]


# --- some records only --------------------------------------------------------------------------------------------


@pytest.fixture
def read_names(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Keep the names of the files that are read."""
    names: list[str] = []

    def recording(content: Path, file: Path) -> object:
        names.append(file.name)
        return read_file(content, file)

    monkeypatch.setattr("codepub.loading.unchecked.read_file", recording)
    return names


def test_only_the_records_asked_for_and_those_they_refer_to_are_read(tmp_path: Path, read_names: list[str]) -> None:
    write_record(tmp_path, record_text(("The usual case.", "As in [that](cpt:32124).")))
    write_record(tmp_path, record_text(*OTHER), "cpt/32110.yaml")
    write_record(tmp_path, record_text(('code: "32120"', 'code: "32124"')), "cpt/32124.yaml")
    write_record(tmp_path, BROKEN, "cpt/99999.yaml")
    (tmp_path / "cpt/88888.yaml").symlink_to(tmp_path / "nowhere")
    loaded = load_files(tmp_path, [tmp_path / "cpt/32120.yaml"], CheckContext(TODAY))
    assert sorted(read_names) == ["32110.yaml", "32120.yaml", "32124.yaml"]
    assert loaded.diagnostics == ()
    assert [record.code for record in loaded.records] == ["32120"]
    assert sorted(map(str, loaded.corpus.records)) == ["cpt:32110", "cpt:32120", "cpt:32124"]


def test_records_that_are_referred_to_are_not_followed_further(tmp_path: Path, read_names: list[str]) -> None:
    write_record(tmp_path, RECORD)
    write_record(tmp_path, record_text(*OTHER), "cpt/32110.yaml")
    write_record(tmp_path, record_text(('code: "32120"', 'code: "32124"')), "cpt/32124.yaml")
    load_files(tmp_path, [tmp_path / "cpt/32120.yaml"], CheckContext(TODAY))
    assert sorted(read_names) == ["32110.yaml", "32120.yaml"]


def test_a_mistake_in_a_record_that_is_only_referred_to_is_not_told(tmp_path: Path) -> None:
    write_record(tmp_path, RECORD)
    write_record(tmp_path, BROKEN, "cpt/32110.yaml")
    loaded = load_files(tmp_path, [tmp_path / "cpt/32120.yaml"], CheckContext(TODAY))
    assert loaded.diagnostics == ()
    assert list(loaded.corpus.records) == [ASKED]


def test_a_record_that_is_asked_for_twice_is_loaded_once(tmp_path: Path) -> None:
    file = write_record(tmp_path, RECORD)
    assert load_files(tmp_path, [file, file], CheckContext(TODAY)).files == (file,)


def test_records_that_refer_to_each_other_are_each_read_once(tmp_path: Path, read_names: list[str]) -> None:
    write_record(tmp_path, RECORD)
    back = record_text(('code: "32120"', 'code: "32110"'), ('      code: "32110"', '      code: "32120"'))
    write_record(tmp_path, back, "cpt/32110.yaml")
    load_files(tmp_path, [tmp_path / "cpt/32120.yaml", tmp_path / "cpt/32110.yaml"], CheckContext(TODAY))
    assert sorted(read_names) == ["32110.yaml", "32120.yaml"]


def test_a_file_that_is_not_there_any_more_is_told(tmp_path: Path) -> None:
    file = tmp_path / "cpt/32120.yaml"
    (found,) = load_files(tmp_path, [file], CheckContext(TODAY)).diagnostics
    assert (found.rule, found.position) == ("unreadable", Position(file, 1, 1))


# --- whatever stands in a file ------------------------------------------------------------------------------------

LISTED = {rule.id for rule in RULES}
LINES = RECORD.splitlines(keepends=True)
TYPED = st.sampled_from(
    ["TBD", "5", "true", "[]", "{}", "{unavailable: x}", "2026-01-01", "'- a'", "[[a]]", "{a: {b: c}}", '"\\0"']
)


@settings(max_examples=150, deadline=None)
@given(
    left_out=st.sets(st.integers(0, len(LINES) - 1), max_size=3),
    typed=st.dictionaries(st.integers(0, len(LINES) - 1), TYPED, max_size=3),
)
def test_a_record_with_any_mistakes_gives_listed_diagnostics_within_its_lines(
    tmp_path_factory: pytest.TempPathFactory, left_out: set[int], typed: dict[int, str]
) -> None:
    lines = [
        f"{line.partition(':')[0]}: {typed[number]}\n" if number in typed else line
        for number, line in enumerate(LINES)
        if number not in left_out
    ]
    content = tmp_path_factory.mktemp("content")
    loaded = load_file(CODE_SUMMARY, content, write_record(content, "".join(lines)), CheckContext(TODAY))
    for one in loaded.diagnostics:
        assert one.rule in LISTED
        assert one.position is not None
        assert 1 <= one.position.line <= len(lines) + 1
        assert one.position.width >= 1
        assert one.origin is not None
    sound = not any(one.severity is Severity.ERROR for one in loaded.diagnostics)
    assert sound == (loaded.record is not None)
    places = [(one.rule, one.position, one.message) for one in loaded.diagnostics]
    assert len(places) == len(set(places))


def test_what_is_wrong_between_records_is_told_at_its_place_without_reading_a_file_again(
    tmp_path: Path, read_names: list[str]
) -> None:
    text = record_text(("The usual case.", "As in [that](cpt:32110)."))
    write_record(tmp_path, text)
    ended = record_text(*OTHER, ("edition: 2026", "edition: 2026\nends: 2025-12-31"), ("2026-01-01", "2025-01-01"))
    write_record(tmp_path, ended, "cpt/32110.yaml")
    found = [one for one in load(tmp_path, CheckContext(TODAY)).diagnostics if one.rule == "reference-ended"]
    assert [one.excerpt for one in found if one.excerpt and "32110" not in one.excerpt] == []
    assert len(found) == 2
    assert sorted(read_names) == ["32110.yaml", "32120.yaml"]


def test_loading_changes_nothing_of_the_process(tmp_path: Path) -> None:
    write_record(tmp_path, RECORD)
    frozen, thresholds = gc.get_freeze_count(), gc.get_threshold()
    load(tmp_path, CheckContext(TODAY))
    assert (gc.get_freeze_count(), gc.get_threshold(), gc.isenabled()) == (frozen, thresholds, True)
