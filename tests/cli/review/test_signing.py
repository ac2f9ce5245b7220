"""The commands that sign, and what a signature is worth from there on."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from codepub.cli.commands import main
from tests.record_texts import record_text, write_record

ADA = ("--role", "coder", "--as", "Ada Coder, CPC")
BEA = ("--role", "physician", "--as", "B. Doctor, MD")
SETTINGS = """\
[review]
roles = ["coder", "physician"]
signers.coder = ["Ada Coder, CPC"]
"""
TITLE = ("title: Thoracotomy for re-exploration", "title: Thoracotomy")
RELEASED = ("edition: 2026\n", "edition: 2026\nstatus: released\n")


@pytest.fixture
def library(tmp_path: Path, put_code_sets: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A sound record, and two roles whose approval its release takes."""
    (tmp_path / "codepub.toml").write_text(SETTINGS)
    write_record(tmp_path / "content", record_text())
    put_code_sets(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


def edit(library: Path, *replaced: tuple[str, str]) -> None:
    write_record(library / "content", record_text(*replaced))


def write_review(library: Path, text: str) -> None:
    write_record(library / "content", text, "cpt/32120.review.yaml")


def test_a_signature_stands_in_the_review_file_with_role_name_time_and_digest(library: Path) -> None:
    ran = run("review", "approve", "32120", *ADA)

    text = (library / "content/cpt/32120.review.yaml").read_text()
    assert ran.exit_code == 0
    assert ran.stdout.startswith("content/cpt/32120.review.yaml: Ada Coder, CPC approves the record as coder, digest ")
    assert ran.stderr == "Lacking for a release: No physician has approved it.\n"
    assert re.search(
        r'- role: coder\n    name: Ada Coder, CPC\n    date: "[0-9-]{10}T[0-9:]{8}Z"\n    digest: 1:', text
    )


def test_who_signed_already_signs_no_second_time(library: Path) -> None:
    run("review", "approve", "32120", *ADA)
    before = (library / "content/cpt/32120.review.yaml").read_bytes()
    ran = run("review", "approve", "32120", *ADA)

    assert (ran.exit_code, ran.stdout[-9:]) == (0, " already\n")
    assert (library / "content/cpt/32120.review.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("--role", "codder", "--as", "Ada Coder, CPC"), 2, "no role 'codder': coder, physician. Did you mean coder?"),
        (("--role", "nurse", "--as", "Nan"), 2, "Add it to [review] roles in codepub.toml if it is one."),
        (("--role", "coder", "--as", "Ada Coder"), 2, 'may not sign as coder. Did you mean "Ada Coder, CPC"?'),
        (("--role", "coder", "--as", "Bob"), 2, "Whoever may is listed in [review] signers of codepub.toml."),
        (("--role", "physician", "--as", " "), 2, "' ' cannot be signed with. Write --as in one line"),
        ((*BEA, "--section", "payment"), 2, "cpt:32120 has no payment. Its sections are: front_matter, summary,"),
        ((*BEA, "--section", "sumary"), 2, "'sumary' is not one of 'front_matter', 'summary'"),
    ],
)
@pytest.mark.usefixtures("library")
def test_whoever_may_not_sign_so_is_told_why(arguments: tuple[str, ...], code: int, says: str) -> None:
    ran = run("review", "approve", "32120", *arguments)
    assert (ran.exit_code, says in ran.stderr) == (code, True), ran.stderr
    assert not Path("content/cpt/32120.review.yaml").exists()


def test_a_record_with_errors_is_not_signed(library: Path) -> None:
    edit(library, ("edition: 2026", "edition: twenty"))
    ran = run("review", "approve", "32120", *ADA)

    assert ran.exit_code == 1
    assert "a whole number" in ran.stderr
    assert not Path("content/cpt/32120.review.yaml").exists()


def test_who_signs_is_told_what_waits_and_what_changed(library: Path) -> None:
    run("review", "approve", "32120", *ADA)
    text = (library / "content/cpt/32120.review.yaml").read_text()
    write_review(
        library,
        f"{text}"
        f'copies: [{{id: a, reviewer: Ada, sent: "2026-11-20T10:00:00Z", digest: 1:{"0" * 64}}}]\n'
        "threads:\n  - {id: t1, remarks: [{text: So?}]}\n  - {id: t2, status: resolved, remarks: [{text: So.}]}\n"
        "proposals:\n  - {id: p1, field: title, new: a}\n  - {id: p2, field: title, new: b, against: c}\n",
    )
    edit(library, TITLE)

    notes = [line for line in run("review", "approve", "32120", *ADA).stderr.splitlines() if line.startswith("Note")]

    assert [re.sub(r"\d{4}-\d\d-\d\d", "DAY", line) for line in notes] == [
        "Note: Conflicts wait: p2 (title).",
        "Note: Changes wait: p1 (title).",
        "Note: Comments are open: t1.",
        "Note: A review copy is out with Ada since DAY.",
        "Note: The review copy of Ada of DAY says something else than the record does now.",
        "Note: Ada Coder, CPC signed as coder on DAY; since then front_matter changed.",
    ]


def test_a_rejection_is_told_with_its_reason_and_holds_the_release_back(library: Path) -> None:
    run("review", "approve", "32120", *ADA)
    ran = run("review", "reject", "32120", *BEA, "--reason", "The global period is wrong.")

    assert (ran.exit_code, "rejects the record as physician" in ran.stdout) == (0, True)
    assert "physician: rejected by B. Doctor, MD" in run("review", "status", "32120").stdout
    assert "The global period is wrong." in run("review", "status", "32120").stdout
    assert "B. Doctor, MD (physician) rejected it on" in run("release", "32120").stderr
    assert "status:" not in (library / "content/cpt/32120.yaml").read_text()


def test_a_rejection_is_not_told_to_whoever_lifts_it_by_signing(library: Path) -> None:
    run("review", "reject", "32120", *BEA, "--reason", "The global period is wrong.")
    file = library / "content/cpt/32120.review.yaml"
    file.write_text(re.sub(r'date: "\d{4}', 'date: "2020', file.read_text("utf-8")), "utf-8")

    assert "B. Doctor, MD (physician) rejected it" in run("review", "approve", "32120", *ADA).stderr
    assert "rejected it" not in run("review", "approve", "32120", *BEA).stderr


@pytest.mark.usefixtures("library")
def test_a_rejection_without_a_reason_is_refused() -> None:
    assert run("review", "reject", "32120", *BEA, "--reason", " ").exit_code == 2


def test_a_release_takes_both_signatures_and_loses_its_standing_with_a_change(library: Path) -> None:
    run("review", "approve", "32120", *ADA)
    assert "No physician has approved it." in run("release", "32120").stderr
    run("review", "approve", "32120", *BEA)
    assert "has been approved and has not been released" in run("build", "32120", "--md", "-o", "-").stdout
    assert "  approved  " in run("list").stdout

    assert run("release", "32120").exit_code == 0
    assert run("build", "32120", "--final", "--md").exit_code == 0
    assert "DRAFT" not in run("build", "32120", "--md", "-o", "-").stdout
    assert run("validate", "-q").stdout == ""

    edit(library, TITLE, RELEASED)
    assert "has changed since it was approved" in run("build", "32120", "--md", "-o", "-").stdout
    assert "warning[unapproved]" in run("validate").stdout
    final = run("build", "32120", "--final", "--md")
    assert (final.exit_code, final.stderr.count("[unapproved]")) == (1, 1)
    assert "  lapsed  " in run("list").stdout
    assert run("list", "--status", "released").stdout == ""


def test_without_roles_the_status_alone_decides(library: Path) -> None:
    (library / "codepub.toml").write_text("")
    run("review", "approve", "32120", *ADA)
    assert "has not been released; what it says" in run("build", "32120", "--md", "-o", "-").stdout
    assert run("release", "32120").exit_code == 0
    assert "DRAFT" not in run("build", "32120", "--md", "-o", "-").stdout


def test_a_review_file_with_mistakes_stops_no_build_and_approves_nothing(library: Path) -> None:
    run("review", "approve", "32120", *ADA)
    run("review", "approve", "32120", *BEA)
    run("release", "32120")
    text = (library / "content/cpt/32120.review.yaml").read_text()
    write_review(library, f"{text}thread: []\n")

    ran = run("build", "--all", "--md")

    assert "**DRAFT" in (library / "output/cpt/32120.md").read_text()
    assert "32120.review.yaml" in ran.stderr
    assert run("validate").exit_code == 1
    assert run("review", "approve", "32120", *ADA).exit_code == 1


# --- status -------------------------------------------------------------------------------------------------------


def test_the_status_tells_what_waits_and_who_approved(library: Path) -> None:
    run("review", "approve", "32120", *ADA)
    text = (library / "content/cpt/32120.review.yaml").read_text()
    write_review(
        library,
        f"{text}"
        'copies:\n  - {id: a, reviewer: Ada, sent: "2026-11-20T10:00:00Z"}\n'
        '  - {id: b, reviewer: Bea, sent: "2026-11-20T10:00:00Z", '
        f'received: [{{sha256: "{"0" * 64}", date: "2026-11-21T10:00:00Z"}}]}}\n'
        '  - {id: c, reviewer: Ada, sent: "2026-11-22T10:00:00Z"}\n'
        "threads:\n  - {id: t1, remarks: [{text: So?}]}\n"
        "proposals:\n  - {id: p1, field: title, new: a}\n  - {id: p2, field: title, new: b, against: c}\n"
        "  - {id: p3, field: title, new: d, status: declined}\n",
    )
    edit(library, TITLE)

    said = re.sub(r"on \d{4}-\d\d-\d\d", "on DAY", run("review", "status").stdout)

    assert said == (
        "cpt:32120  Thoracotomy: lapsed\n"
        "  out for review: Ada since 2026-11-22\n"
        "  changes waiting: p1 (title)\n"
        "  conflicts: p2 (title)\n"
        "  comments open: t1 (in no field)\n"
        "  coder: lapsed: Ada Coder, CPC approved it on DAY, and front_matter changed since\n"
        "  physician: not approved\n"
        "1 record: 1 lapsed; 1 out for review, 1 change waiting, 1 conflict, 1 comment open\n"
    )


@pytest.mark.usefixtures("library")
def test_the_status_is_told_to_programs() -> None:
    run("review", "approve", "32120", *BEA, "--section", "summary")
    (only,) = json.loads(run("review", "status", "--format", "json").stdout)

    assert (only["record"], only["standing"]) == ("cpt:32120", "draft")
    coder, physician = only["roles"]
    assert (coder["signatures"], physician["signatures"][0]["section"]) == ([], "summary")
    assert physician["lacking"] == ["front_matter", "overview", "specifications", "sources"]


def test_the_status_is_a_page_of_one_file(library: Path) -> None:
    run("review", "approve", "32120", "--role", "physician", "--as", "<b>Bea</b>")
    ran = run("review", "status", "--page", "review.html")
    page = (library / "review.html").read_text()

    assert (ran.exit_code, "wrote review.html" in ran.stderr) == (0, True)
    assert "approved by &lt;b&gt;Bea&lt;/b&gt; on " in page
    assert '<th scope="col">As physician</th>' in page
    assert re.findall(r'(?:src|href)="', page) == []


def test_a_record_that_cannot_be_read_is_told_and_the_others_shown(library: Path) -> None:
    write_record(library / "content", "title: [\n", "cpt/32110.yaml")
    ran = run("review", "status")

    assert (ran.exit_code, ran.stdout.startswith("cpt:32120")) == (1, True)
    assert "content/cpt/32110.yaml" in ran.stderr
