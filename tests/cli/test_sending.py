"""The command that makes review copies."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from codepub.cli.commands import main
from codepub.origin import RecordId
from codepub.review.kept_copies import find_copy
from codepub.review.review_files import read_review
from tests.record_texts import record_text, write_record
from tests.writers.word_reader import W, part, val, words

RECORD = RecordId("cpt", "32120")
THREADS = """\
threads:
  - id: t1
    field: specifications.modifiers[1].when_to_use
    quoted: usual
    status: resolved
    remarks:
      - {author: Ada Coder, date: "2026-11-20", initials: AC, text: Is it?}
      - {author: Dr. B, date: "2026-11-21T09:00:00Z", text: It is.}
"""


@pytest.fixture
def library(tmp_path: Path, put_code_sets: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "codepub.toml").touch()
    write_record(tmp_path / "content", record_text())
    put_code_sets(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["review", "send", *arguments], catch_exceptions=False)


def files(folder: Path) -> dict[str, bytes]:
    found = (file for name in ("content", "output", "reviews") for file in sorted((folder / name).rglob("*.*")))
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in found if file.is_file()}


def head(content: bytes) -> str:
    return words(part(content, "word/header.xml"))


def test_each_reviewer_gets_a_copy_that_is_kept_and_noted(library: Path) -> None:
    result = run("32120", "--for", "Ada Coder", "--for", "Dr. Bé")
    told = re.findall(r"^wrote (\S+) \((\S+)\)$", result.stdout, re.MULTILINE)
    noted = read_review(library / "content", RECORD).copies

    assert result.exit_code == 0
    assert [file for file, _ in told] == ["output/review/32120-ada-coder.docx", "output/review/32120-dr-be.docx"]
    assert [(copy.id, copy.reviewer) for copy in noted] == [
        (identifier, name) for (_, identifier), name in zip(told, ("Ada Coder", "Dr. Bé"), strict=True)
    ]
    for (file, identifier), copy in zip(told, noted, strict=True):
        kept = find_copy(library, identifier)
        assert re.fullmatch(r"32120-(ada-coder|dr-be)-[0-9a-hjkmnp-tv-z]{6}", identifier)
        assert kept.file == (library / file).read_bytes()
        assert (kept.copy.record, kept.copy.reviewer) == (RECORD, copy.reviewer)
        assert kept.copy.text == record_text()
        assert f"{kept.copy.sent:%Y-%m-%dT%H:%M:%SZ}" == copy.sent


def test_a_copy_for_nobody_in_particular_has_no_name(library: Path) -> None:
    assert run("32120").exit_code == 0

    (copy,) = read_review(library / "content", RECORD).copies
    assert copy.reviewer is None
    assert re.fullmatch("32120-[0-9a-z]{6}", copy.id)
    assert "For" not in head((library / "output/review/32120.docx").read_bytes())


def test_the_copies_of_reviewers_differ_by_identifier_and_name_alone(library: Path) -> None:
    run("32120", "--for", "Ada", "--for", "Bob")
    one, other = ((library / f"output/review/32120-{name}.docx").read_bytes() for name in ("ada", "bob"))
    identifiers = [copy.id for copy in read_review(library / "content", RECORD).copies]

    assert head(one).replace("Ada", "Bob") == head(other)
    for name in ("word/document.xml", "docProps/core.xml", "docProps/custom.xml"):
        texts = [[each.text or "" for each in part(content, name).iter()] for content in (one, other)]
        told = [text.replace("Ada", "Bob").replace(identifiers[0], identifiers[1]) for text in texts[0]]
        assert told == texts[1]


def test_the_head_of_each_page_says_what_it_is_a_copy_of(library: Path) -> None:
    run("32120", "--for", "Ada Coder")
    content = (library / "output/review/32120-ada-coder.docx").read_bytes()

    assert re.search(
        r"Review copy · CPT 32120 · Edition 2026 · Digest (\w{4} ){2}· Sent \w+ \d+, \d{4} · For Ada Coder$",
        head(content),
    )
    assert words(part(content, "word/firstHeader.xml")) == head(content)


def test_the_threads_of_the_review_file_go_out_as_comments(library: Path) -> None:
    (library / "content/cpt/32120.review.yaml").write_text(THREADS)
    result = run("32120", "--to", "out")
    comments = list(part((library / "out/32120.docx").read_bytes(), "word/comments.xml"))

    assert result.exit_code == 0
    assert [(val(one, "author"), val(one, "date"), val(one, "initials"), words(one)) for one in comments] == [
        ("Ada Coder", "2026-11-20T00:00:00", "AC/t1", "Is it?"),
        ("Dr. B", "2026-11-21T09:00:00Z", "/t1", "It is."),
    ]
    assert (library / "content/cpt/32120.review.yaml").read_text().startswith(THREADS)


def test_a_file_that_is_as_it_was_sent_is_replaced(library: Path) -> None:
    first, second = run("32120"), run("32120")

    assert (first.exit_code, second.exit_code) == (0, 0)
    latest = read_review(library / "content", RECORD).copies[-1].id
    assert find_copy(library, latest).file == (library / "output/review/32120.docx").read_bytes()


def test_a_file_that_somebody_edited_is_left_and_nothing_is_sent(library: Path) -> None:
    run("32120")
    (library / "output/review/32120.docx").write_bytes(b"edited")
    before = files(library)
    result = run("32120")

    assert result.exit_code == 2
    assert "32120.docx is there and is not as it was sent: somebody may have edited it." in result.stderr
    assert "Receive it, then take it away; or name another folder with --to." in result.stderr
    assert files(library) == before


def test_a_file_that_cannot_be_written_leaves_nothing_behind(library: Path) -> None:
    before = files(library)
    (library / "out").write_text("a file, and no folder")
    result = run("32120", "--for", "Ada", "--to", "out")

    assert result.exit_code == 3
    assert files(library) == before


def test_a_record_with_errors_is_refused_and_nothing_is_sent(library: Path) -> None:
    write_record(library / "content", record_text(("payers: [Aetna, Medicare]", "payers: 7")))
    before = files(library)
    result = run("32120")

    assert result.exit_code == 1
    assert "content/cpt/32120.yaml:9:" in result.stderr
    assert result.stderr.endswith("Nothing was sent.\n")
    assert files(library) == before


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ((" ",), "is no name of a reviewer"),
        (("a\nb",), "is no name of a reviewer"),
        (("x" * 81,), "is no name of a reviewer"),
        (("Ada Coder", "ada coder"), "2 reviewers would get a file of the same name (“ada-coder”)"),
    ],
)
def test_names_that_make_no_files_are_refused_and_nothing_is_sent(
    library: Path, names: tuple[str, ...], said: str
) -> None:
    before = files(library)
    result = run("32120", *(word for name in names for word in ("--for", name)))

    assert result.exit_code == 2
    assert said in result.stderr
    assert files(library) == before


def test_a_name_without_latin_letters_leaves_the_code_and_the_drawn_letters(library: Path) -> None:
    assert run("32120", "--for", "Анна").exit_code == 0

    (copy,) = read_review(library / "content", RECORD).copies
    assert re.fullmatch("32120-[0-9a-z]{6}", copy.id)
    assert copy.reviewer == "Анна"


def test_what_was_changed_is_recorded_in_a_copy(library: Path) -> None:
    run("32120")
    settings = part((library / "output/review/32120.docx").read_bytes(), "word/settings.xml")

    assert settings.find(f"{W}trackRevisions") is not None
    assert val(settings.find(f"{W}documentProtection"), "edit") == "trackedChanges"
