from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import pytest

from codepub.building.build import build, list_tasks, plan_folder
from codepub.building.ledger import Ledger
from codepub.building.outcomes import Due, Failed, Kept, Made, Outcome, summarize_build
from codepub.building.targets import Publishing, Target, list_targets
from codepub.compose.publisher import Publisher
from codepub.compose.wording import Wording
from codepub.diagnostics import CallError, CodepubError
from codepub.origin import RecordId
from codepub.records.code_summary import CodeSummary
from codepub.writers.choices import Format
from codepub.writers.rendered import Rendered
from tests.publications import bare, full, record, theme, wording

PUBLISHING = Publishing(wording(), Publisher(), theme())


def make_all(
    records: Sequence[CodeSummary], formats: Sequence[Format], folder: Path, publishing: Publishing = PUBLISHING
) -> Iterator[Made | Kept | Failed]:
    """Make the files of records in a folder, of which a ledger beside it knows."""
    with Ledger(folder.parent / f"{folder.name}.sqlite") as ledger:
        yield from build(list_tasks(records, formats, folder, ledger), publishing, ledger)


def list_files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_target_lies_by_system_code_and_format_without_the_dot_of_icd_10_cm() -> None:
    out = Path("output")

    assert list_targets([RecordId("cpt", "32120"), RecordId("icd-10-cm", "J95.830")], ["pdf", "md"], out) == [
        Target(RecordId("cpt", "32120"), "pdf", out / "cpt" / "32120.pdf"),
        Target(RecordId("cpt", "32120"), "md", out / "cpt" / "32120.md"),
        Target(RecordId("icd-10-cm", "J95.830"), "pdf", out / "icd-10-cm" / "J95830.pdf"),
        Target(RecordId("icd-10-cm", "J95.830"), "md", out / "icd-10-cm" / "J95830.md"),
    ]


def test_records_become_files_in_every_format_asked_for_one_after_the_other(tmp_path: Path) -> None:
    records = [record(bare()), record(full(system="CPT", code="32120"))]
    outcomes = make_all(records, ["html", "md"], tmp_path)

    assert next(outcomes).target.file == tmp_path / "hcpcs" / "A0425.html"
    assert list_files(tmp_path) == ["hcpcs/A0425.html"]
    assert len(list(outcomes)) == 3
    assert list_files(tmp_path) == ["cpt/32120.html", "cpt/32120.md", "hcpcs/A0425.html", "hcpcs/A0425.md"]


@pytest.mark.parametrize(
    ("wanted", "start"), [("pdf", b"%PDF-"), ("docx", b"PK"), ("html", b"<!doctype"), ("md", b"---")]
)
def test_each_format_is_what_its_name_says(wanted: Format, start: bytes, tmp_path: Path) -> None:
    (outcome,) = make_all([record(bare())], [wanted], tmp_path)

    assert isinstance(outcome, Made)
    assert outcome.diagnostics == ()
    assert outcome.target.file.read_bytes().startswith(start)


def test_what_a_format_cannot_express_comes_with_its_file(tmp_path: Path) -> None:
    (outcome,) = make_all([record(bare(title="漢"))], ["pdf"], tmp_path)

    assert isinstance(outcome, Made)
    assert outcome.target.file.is_file()
    assert [each.rule for each in outcome.diagnostics] == ["pdf-glyph"]


# What fails ----------------------------------------------------------------------------------------------------------


def list_failures(outcomes: Iterable[Outcome]) -> list[tuple[str, str]]:
    """What failed, and why."""
    return [(str(outcome.target), str(outcome.error)) for outcome in outcomes if isinstance(outcome, Failed)]


def test_a_file_that_cannot_be_written_stops_no_other(tmp_path: Path) -> None:
    (tmp_path / "cpt").write_bytes(b"a file where a folder belongs")
    records = [record(bare(system="CPT", code="32120")), record(bare())]

    (failed,) = list_failures(make_all(records, ["html"], tmp_path))

    assert failed[0] == "cpt:32120 (html)"
    assert "32120.html cannot be written" in failed[1]
    assert list_files(tmp_path) == ["cpt", "hcpcs/A0425.html"]


def test_wording_that_fails_for_one_record_stops_all_formats_of_it_and_no_other_record(tmp_path: Path) -> None:
    sentences = {**wording().words["sentences"], "tags": "{{ nothing }}"}
    broken = Wording({**wording().words, "sentences": sentences}, "wording.toml")
    records = [record(bare(tags=["one"])), record(bare(code="A0426"))]

    outcomes = list(make_all(records, ["html", "md"], tmp_path, Publishing(broken, Publisher(), theme())))

    assert [name for name, _ in list_failures(outcomes)] == ["hcpcs:A0425 (html)", "hcpcs:A0425 (md)"]
    assert len({why for _, why in list_failures(outcomes)}) == 1
    assert list_files(tmp_path) == ["hcpcs/A0426.html", "hcpcs/A0426.md"]


@pytest.mark.parametrize(
    ("raised", "told"),
    [
        (
            ValueError("a reason\n\x1b[31mof a library"),
            r"codepub did not foresee what happened (ValueError: a reason \x1b[31mof a library). Please report it, "
            "with the record and this line.",
        ),
        (KeyError("x" * 999), f"codepub did not foresee what happened (KeyError: '{'x' * 199}…). Please report it, "),
        (MemoryError(), "The machine has too little memory for it. "),
        (RecursionError(), "Something is nested too deeply. "),
        (AssertionError(), "codepub did not foresee what happened (AssertionError: ). "),
        (OSError(28, "No space left on device"), "No space left on device"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_whatever_a_writer_raises_is_a_failure_of_its_target_alone(
    raised: Exception, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> Rendered:
        raise raised

    monkeypatch.setattr("codepub.writers.markdown.write_markdown", fail)
    outcomes = list(make_all([record(bare()), record(bare(code="A0426"))], ["md", "html"], tmp_path))

    assert [name for name, _ in list_failures(outcomes)] == ["hcpcs:A0425 (md)", "hcpcs:A0426 (md)"]
    assert all(why.startswith(name) and told in why and "\n" not in why for name, why in list_failures(outcomes))
    assert {outcome.error.exit_code for outcome in outcomes if isinstance(outcome, Failed)} == {3}
    assert list_files(tmp_path) == ["hcpcs/A0425.html", "hcpcs/A0426.html"]


def test_who_interrupts_a_build_ends_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> Rendered:
        raise KeyboardInterrupt

    monkeypatch.setattr("codepub.writers.markdown.write_markdown", interrupt)
    with pytest.raises(KeyboardInterrupt):
        list(make_all([record(bare())], ["md"], tmp_path))


# What stands there already --------------------------------------------------------------------------------------------


def tell(outcomes: Iterable[Outcome]) -> list[str]:
    """What became of each target, in a word and by its code and format."""
    return [f"{type(one).__name__} {one.target.record.code} {one.target.format}" for one in outcomes]


def test_what_stands_there_as_it_would_be_made_is_kept(tmp_path: Path) -> None:
    records = [record(bare()), record(bare(code="A0426"))]
    list(make_all(records, ["md"], tmp_path))
    before = (tmp_path / "hcpcs" / "A0425.md").stat()

    assert tell(make_all(records, ["md", "html"], tmp_path)) == [
        "Kept A0425 md",
        "Made A0425 html",
        "Kept A0426 md",
        "Made A0426 html",
    ]
    assert (tmp_path / "hcpcs" / "A0425.md").stat() == before


def test_a_changed_record_is_made_anew_and_no_other(tmp_path: Path) -> None:
    list(make_all([record(bare()), record(bare(code="A0426"))], ["md"], tmp_path))

    changed = [record(bare(title="Another Title")), record(bare(code="A0426"))]

    assert tell(make_all(changed, ["md"], tmp_path)) == ["Made A0425 md", "Kept A0426 md"]


def test_what_a_format_could_not_express_is_said_of_a_kept_file_too(tmp_path: Path) -> None:
    strange = [record(bare(title="漢"))]
    (made,) = make_all(strange, ["pdf"], tmp_path)
    (kept,) = make_all(strange, ["pdf"], tmp_path)

    assert isinstance(made, Made)
    assert isinstance(kept, Kept)
    assert [(one.rule, one.message, one.hint) for one in kept.diagnostics] == [
        (one.rule, one.message, one.hint) for one in made.diagnostics
    ]
    assert kept.diagnostics


def damage_content(file: Path) -> None:
    file.write_text("something else")


def damage_time(file: Path) -> None:
    os.utime(file, (1, 1))


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (Path.unlink, "it was deleted"),
        (damage_content, "it was changed since it was made"),
        (damage_time, "it was changed since it was made"),
    ],
)
def test_a_result_that_somebody_changed_or_deleted_is_made_anew(
    damage: Callable[[Path], None], reason: str, tmp_path: Path
) -> None:
    file = tmp_path / "hcpcs" / "A0425.md"
    list(make_all([record(bare())], ["md"], tmp_path))
    content = file.read_bytes()
    damage(file)

    assert [one.reason for one in plan_all([record(bare())], tmp_path) if isinstance(one, Due)] == [reason]
    assert tell(make_all([record(bare())], ["md"], tmp_path)) == ["Made A0425 md"]
    assert file.read_bytes() == content


def plan_all(
    records: Sequence[CodeSummary], folder: Path, publishing: Publishing = PUBLISHING
) -> list[Kept | Due | Failed]:
    """Plan the Markdown of records in a folder."""
    return list(plan_folder(records, ["md"], folder, publishing, folder.parent / f"{folder.name}.sqlite"))


WORDS = wording().words
OTHER_WORDS = Wording({**WORDS, "headings": {**WORDS["headings"], "sources": "References"}}, "wording.toml")


@pytest.mark.parametrize(
    ("title", "publishing", "reason"),
    [
        ("Another Title", PUBLISHING, "the record changed"),
        ("Ground mileage", Publishing(OTHER_WORDS, Publisher(), theme()), "wording.toml changed"),
        ("Ground mileage", Publishing(wording(), Publisher("A press"), theme()), "codepub.toml changed"),
    ],
)
def test_a_plan_says_why_a_file_is_due_and_writes_none(
    title: str, publishing: Publishing, reason: str, tmp_path: Path
) -> None:
    list(make_all([record(full(title="Ground mileage"))], ["md"], tmp_path))
    file = tmp_path / "hcpcs" / "A0425.md"
    before = file.read_bytes()

    (due,) = plan_all([record(full(title=title))], tmp_path, publishing)

    assert isinstance(due, Due)
    assert due.reason == reason
    assert file.read_bytes() == before


def test_a_ledger_that_is_damaged_is_begun_anew(tmp_path: Path) -> None:
    list(make_all([record(bare())], ["md"], tmp_path))
    (tmp_path.parent / f"{tmp_path.name}.sqlite").write_bytes(b"no base of data" * 100)

    assert tell(make_all([record(bare())], ["md"], tmp_path)) == ["Made A0425 md"]
    assert tell(make_all([record(bare())], ["md"], tmp_path)) == ["Kept A0425 md"]


def test_a_build_needs_no_place_for_its_ledger(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with Ledger(tmp_path / "file" / "ledger.sqlite") as ledger:
        tasks = list_tasks([record(bare())], ["md"], tmp_path / "out", ledger)

        assert tell(build(tasks, PUBLISHING, ledger)) == ["Made A0425 md"]


# The line at the end -------------------------------------------------------------------------------------------------


def make_outcome(code: str, format_: Format, error: CodepubError | None = None) -> Outcome:
    target = Target(RecordId("cpt", code), format_, Path(f"{code}.{format_}"))
    return Made(target, ()) if error is None else Failed(target, error)


@pytest.mark.parametrize(
    ("outcomes", "left_out", "line"),
    [
        ([make_outcome("1", "pdf")], 0, "1 file, 1 record, 1.3 s"),
        (
            [make_outcome("1", "pdf"), make_outcome("1", "md"), make_outcome("2", "md")],
            0,
            "3 files, 2 records, 1.3 s",
        ),
        ([make_outcome("1", "pdf")], 2, "1 file, 1 record, 1.3 s; left out for errors: 2 records"),
        (
            [make_outcome("1", "pdf", CallError()), make_outcome("1", "md")],
            0,
            "1 of 2 files, 1 record, 1.3 s; 1 failed: cpt:1 (pdf)",
        ),
        (
            [make_outcome(str(number), "md", CallError()) for number in range(1022)],
            0,
            "0 of 1,022 files, 1,022 records, 1.3 s; 1,022 failed: "
            f"{', '.join(f'cpt:{number} (md)' for number in range(20))} "
            "and 1,002 more",
        ),
        ([], 1, "0 files, 0 records, 1.3 s; left out for errors: 1 record"),
    ],
)
def test_the_last_line_counts_what_was_made_and_names_what_failed(
    outcomes: list[Outcome], left_out: int, line: str
) -> None:
    assert summarize_build(outcomes, 1.26, left_out) == line
