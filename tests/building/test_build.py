from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from codepub.building.build import Failed, Made, Outcome, Publishing, Target, build, list_targets, summarize_build
from codepub.compose.publisher import Publisher
from codepub.compose.wording import Wording
from codepub.diagnostics import CallError, CodepubError
from codepub.origin import RecordId
from codepub.writers.choices import Format
from codepub.writers.rendered import Rendered
from tests.publications import bare, full, record, theme, wording

PUBLISHING = Publishing(wording(), Publisher(), theme())


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
    outcomes = build(records, ["html", "md"], tmp_path, PUBLISHING)

    assert next(outcomes).target.file == tmp_path / "hcpcs" / "A0425.html"
    assert list_files(tmp_path) == ["hcpcs/A0425.html"]
    assert len(list(outcomes)) == 3
    assert list_files(tmp_path) == ["cpt/32120.html", "cpt/32120.md", "hcpcs/A0425.html", "hcpcs/A0425.md"]


@pytest.mark.parametrize(
    ("wanted", "start"), [("pdf", b"%PDF-"), ("docx", b"PK"), ("html", b"<!doctype"), ("md", b"---")]
)
def test_each_format_is_what_its_name_says(wanted: str, start: bytes, tmp_path: Path) -> None:
    (outcome,) = build([record(bare())], [wanted], tmp_path, PUBLISHING)  # type: ignore[list-item]

    assert outcome == Made(outcome.target, ())
    assert outcome.target.file.read_bytes().startswith(start)


def test_what_a_format_cannot_express_comes_with_its_file(tmp_path: Path) -> None:
    (outcome,) = build([record(bare(title="漢"))], ["pdf"], tmp_path, PUBLISHING)

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

    (failed,) = list_failures(build(records, ["html"], tmp_path, PUBLISHING))

    assert failed[0] == "cpt:32120 (html)"
    assert "32120.html cannot be written" in failed[1]
    assert list_files(tmp_path) == ["cpt", "hcpcs/A0425.html"]


def test_wording_that_fails_for_one_record_stops_all_formats_of_it_and_no_other_record(tmp_path: Path) -> None:
    sentences = {**wording().words["sentences"], "tags": "{{ nothing }}"}
    broken = Wording({**wording().words, "sentences": sentences}, "wording.toml")
    records = [record(bare(tags=["one"])), record(bare(code="A0426"))]

    outcomes = list(build(records, ["html", "md"], tmp_path, Publishing(broken, Publisher(), theme())))

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
    outcomes = list(build([record(bare()), record(bare(code="A0426"))], ["md", "html"], tmp_path, PUBLISHING))

    assert [name for name, _ in list_failures(outcomes)] == ["hcpcs:A0425 (md)", "hcpcs:A0426 (md)"]
    assert all(why.startswith(name) and told in why and "\n" not in why for name, why in list_failures(outcomes))
    assert {outcome.error.exit_code for outcome in outcomes if isinstance(outcome, Failed)} == {3}
    assert list_files(tmp_path) == ["hcpcs/A0425.html", "hcpcs/A0426.html"]


def test_who_interrupts_a_build_ends_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> Rendered:
        raise KeyboardInterrupt

    monkeypatch.setattr("codepub.writers.markdown.write_markdown", interrupt)
    with pytest.raises(KeyboardInterrupt):
        list(build([record(bare())], ["md"], tmp_path, PUBLISHING))


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
