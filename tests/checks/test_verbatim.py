from __future__ import annotations

import os
from pathlib import Path

import pytest

from codepub.checks.published import PublishedSets
from codepub.checks.verbatim import VERBATIM, Descriptors
from codepub.codesets.store import open_store
from codepub.diagnostics import CallError, Severity
from codepub.loading.descriptors import MAX_BYTES, read_descriptors
from codepub.loading.load import load
from codepub.loading.load_file import CheckContext, LoadedFile, load_file
from codepub.records.code_summary import CodeSummary
from codepub.records.kinds import CODE_SUMMARY
from tests.record_texts import TODAY, record_text, write_record

RULES_BROKEN = (VERBATIM.id,)

LINE = "Mending of the invented left bellows, open, with tuning of a second pipe"
"""An invented descriptor of thirteen words."""

SEVEN = "mending of the invented left bellows, open"
EIGHT = f"{SEVEN}, with"
OTHER = "Sounding of an organ pipe made of oak, each additional hour"
CONTEXT = "The patient bleeds some hours after surgery."


def load_against(root: Path, lines: list[str], *replaced: tuple[str, str]) -> LoadedFile[CodeSummary]:
    """Load the record with parts replaced, held against descriptors."""
    file = write_record(root, record_text(*replaced))
    return load_file(CODE_SUMMARY, root, file, CheckContext(TODAY, descriptors=Descriptors(lines)))


def find_copies(root: Path, text: str, lines: list[str] | None = None) -> list[tuple[str, int]]:
    """Find the copied runs of a text: the words of the first line that they are marked by, and how many words."""
    one = load_against(root, lines or [LINE], (CONTEXT, text))
    source = record_text((CONTEXT, text)).splitlines()
    runs = []
    for diagnostic in one.diagnostics:
        place = diagnostic.position
        assert diagnostic.rule == VERBATIM.id
        assert place is not None
        marked = source[place.line - 1][place.column - 1 : place.column - 1 + place.width]
        runs.append((marked, int(diagnostic.message.split()[0])))
    return runs


def test_eight_words_in_common_are_an_error_at_their_place(tmp_path: Path) -> None:
    one = load_against(tmp_path, [LINE], (CONTEXT, f"We speak of {EIGHT} care."))
    (only,) = one.diagnostics
    assert (only.rule, only.severity) == (VERBATIM.id, Severity.ERROR)
    assert only.message == "8 words in a row stand in the licensed descriptors too."
    assert only.hint == "Say it in your own words."
    assert only.origin is not None
    assert only.origin.path == ("specifications", "clinical_context")
    assert only.position is not None
    assert only.excerpt is not None
    start = only.position.column - 1
    assert only.excerpt[start : start + only.position.width] == EIGHT
    assert one.record is None


def test_seven_words_in_common_are_the_language_of_the_field(tmp_path: Path) -> None:
    assert find_copies(tmp_path, f"We speak of {SEVEN} and closed.") == []


def test_runs_that_overlap_are_one(tmp_path: Path) -> None:
    assert find_copies(tmp_path, f"It is {LINE}.") == [(LINE, 13)]


def test_runs_with_other_words_between_are_several(tmp_path: Path) -> None:
    assert find_copies(tmp_path, f"{LINE}, and also {EIGHT}.") == [(LINE, 13), (EIGHT, 8)]


def test_runs_of_several_descriptors_are_found(tmp_path: Path) -> None:
    text = f"{EIGHT}. Then: {OTHER.lower()}."
    assert find_copies(tmp_path, text, [LINE, OTHER]) == [(EIGHT, 8), (OTHER.lower(), 11)]


def test_words_of_two_descriptors_make_no_run(tmp_path: Path) -> None:
    assert find_copies(tmp_path, EIGHT, ["mending of the invented", "left bellows, open, with"]) == []


@pytest.mark.parametrize(
    "text",
    [
        EIGHT.upper(),
        EIGHT.title(),
        EIGHT.replace(",", ""),
        EIGHT.replace(" ", " – "),
        "mending of the “invented” left (bellows), open; with",
        "mending of the *invented* **left** bellows, open, with",
        "mending of the _invented_ __left bellows__, open, with",
        "mending of the ~invented~ left bellows, open, with",
    ],
)
def test_case_and_punctuation_do_not_hide_a_copy(tmp_path: Path, text: str) -> None:
    assert [count for _, count in find_copies(tmp_path, f"It is {text} care.")] == [8]


def test_a_run_over_two_lines_is_marked_on_the_first(tmp_path: Path) -> None:
    text = "It is mending of the\n    invented left bellows, open, with care."
    assert find_copies(tmp_path, text) == [("mending of the", 8)]


def test_other_letters_make_another_word(tmp_path: Path) -> None:
    assert find_copies(tmp_path, EIGHT.replace("invented", "inventive")) == []


@pytest.mark.parametrize(
    ("replaced", "path"),
    [
        (("A return nobody planned", LINE), "specifications.modifiers.0.description"),
        (("The usual cause", LINE), "specifications.diagnoses.0.rationale"),
        (("when_to_use: The", f"when_to_use: {LINE}. The"), "specifications.modifiers.0.when_to_use"),
        (("When the code is meant.", LINE), "summary.scope"),
        (
            ("{unavailable: unknown}", f'{{unavailable: as-text, note: "{LINE}"}}'),
            "specifications.modifiers.1.when_to_use.note",
        ),
    ],
)
def test_texts_of_rows_and_notes_are_held_against_descriptors(
    tmp_path: Path, replaced: tuple[str, str], path: str
) -> None:
    assert [
        ".".join(map(str, one.origin.path))
        for one in load_against(tmp_path, [LINE], replaced).diagnostics
        if one.origin
    ] == [path]


def test_a_title_is_held_against_descriptors(tmp_path: Path) -> None:
    (only,) = load_against(tmp_path, [LINE], ("Thoracotomy for re-exploration", LINE)).diagnostics
    assert only.origin is not None
    assert only.origin.path == ("title",)


def test_without_descriptors_nothing_is_said(tmp_path: Path) -> None:
    file = write_record(tmp_path, record_text((CONTEXT, LINE)))
    assert load_file(CODE_SUMMARY, tmp_path, file, CheckContext(TODAY)).diagnostics == ()


def test_a_copy_that_somebody_looked_at_can_be_allowed(tmp_path: Path) -> None:
    context = f"  clinical_context: |\n    {CONTEXT}\n"
    comment = "  # codepub: allow verbatim because the licence covers this one\n"
    assert load_against(tmp_path, [LINE], (context, f"{comment}{context.replace(CONTEXT, LINE)}")).diagnostics == ()


ACCENTED = "Étude of the invented left bellows, open, with tuning"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (f"{LINE}\n{OTHER}\n".encode(), LINE),
        (f"{LINE}\r\n{OTHER}\r\n".encode(), LINE),
        (f"{LINE}\r{OTHER}\r".encode(), OTHER),
        (LINE.encode(), LINE),
        (f'code,descriptor\n99990,"{LINE}"\n99991,"{OTHER}"\n'.encode(), OTHER),
        (f"99990\t{LINE}\n99991\t{OTHER}\n".encode(), LINE),
        (f"99990|X|{LINE}|20260101\n".encode(), LINE),
        (f"{ACCENTED}\n".encode(), ACCENTED),
        (f"{ACCENTED}\n".encode("utf-8-sig"), ACCENTED),
        (f"{LINE}\n{ACCENTED}\n".encode("latin-1"), ACCENTED),
        (f"{LINE}\n{ACCENTED}\n".encode("latin-1"), LINE),
        (f"{ACCENTED} – “more”\n".encode("cp1252"), ACCENTED),
        (f"{ACCENTED}\n{OTHER}\n".encode("utf-16"), OTHER),
    ],
)
def test_a_file_may_be_text_csv_or_tsv_in_the_encodings_it_comes_in(tmp_path: Path, content: bytes, words: str) -> None:
    file = tmp_path / "descriptors.txt"
    file.write_bytes(content)
    record = write_record(tmp_path / "content", record_text((CONTEXT, f"It is {words}.")))
    against = CheckContext(TODAY, descriptors=read_descriptors(file))
    assert [one.rule for one in load_file(CODE_SUMMARY, tmp_path / "content", record, against).diagnostics] == [
        VERBATIM.id
    ]


@pytest.mark.parametrize(
    "content", [b"", b"\n\n", b"32120\n", f"{SEVEN}\n".encode(), b"PK\x03\x04" + b"\x00one two " * 20, b"\xff\xfe"]
)
def test_a_file_in_which_no_copy_could_be_found_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "descriptors.csv"
    file.write_bytes(content)
    with pytest.raises(CallError, match=r"descriptors\.csv holds no line of text with 8 words or more"):
        read_descriptors(file)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CallError, match=r"absent\.txt: The file cannot be read: No such file or directory\."):
        read_descriptors(tmp_path / "absent.txt")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CallError, match="This is a folder and no plain file"):
        read_descriptors(tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes among files")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "descriptors.txt")
    with pytest.raises(CallError, match=r"descriptors\.txt: This is a pipe and no plain file\."):
        read_descriptors(tmp_path / "descriptors.txt")


def test_of_a_file_larger_than_any_list_of_descriptors_nothing_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "descriptors.txt"
    with file.open("wb") as sparse:
        sparse.truncate(MAX_BYTES + 1)
    monkeypatch.delattr(os, "read")
    with pytest.raises(CallError, match="The file has 67,108,865 bytes; at most 67,108,864 are read"):
        read_descriptors(file)


def test_nothing_of_the_descriptors_is_stored(tmp_path: Path) -> None:
    outside = tmp_path / "descriptors.txt"
    outside.write_text(f"{LINE}\n{OTHER}\n")
    root = tmp_path / "workspace"
    write_record(root / "content", record_text((CONTEXT, f"It is {LINE}.")))
    with open_store(root) as store:
        before = {file: file.read_bytes() for file in root.rglob("*") if file.is_file()}
        told = load(root / "content", CheckContext(TODAY, PublishedSets(store), read_descriptors(outside))).diagnostics
    after = {file: file.read_bytes() for file in root.rglob("*") if file.is_file()}
    assert VERBATIM.id in {one.rule for one in told}
    assert after == before
    assert not any("oak" in repr(one) for one in told)


def test_descriptors_are_held_as_numbers() -> None:
    assert LINE.split()[3] not in repr(vars(Descriptors([LINE])))
