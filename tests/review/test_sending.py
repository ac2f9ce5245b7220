"""Review copies while others work on the same files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from codepub.diagnostics import ContentError
from codepub.loading.saving import SavedMeanwhileError
from codepub.reviewing import Reviewing
from codepub.session import Workspace, open_workspace
from codepub.writers.docx.review_copy import write_review_copy
from tests.record_texts import record_text, write_record
from tests.writers.word_reader import part, words


@pytest.fixture
def workspace(tmp_path: Path, put_code_sets: Callable[[Path], None]) -> Workspace:
    (tmp_path / "codepub.toml").touch()
    write_record(tmp_path / "content", record_text())
    put_code_sets(tmp_path)
    return open_workspace(tmp_path)


def written(workspace: Workspace) -> list[str]:
    return [file.name for name in ("output", "reviews") for file in (workspace.root / name).rglob("*.*")]


def test_a_record_that_was_saved_after_it_was_loaded_is_not_sent(workspace: Workspace) -> None:
    loaded = workspace.load(["32120"])
    write_record(workspace.root / "content", record_text(("Thoracotomy", "A thoracotomy")))

    with pytest.raises(SavedMeanwhileError, match=r"32120\.yaml: saved meanwhile\. Nothing was sent"):
        Reviewing(workspace).send(loaded)
    assert written(workspace) == []


def test_a_review_file_that_was_saved_while_copies_were_made_is_left(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = workspace.root / "content/cpt/32120.review.yaml"

    def write_while_another_saves(*given: object) -> object:
        file.write_text("copies: []\n")
        return write_review_copy(*given)  # type: ignore[arg-type]  # whatever it is given is handed on

    monkeypatch.setattr("codepub.review.sending.write_review_copy", write_while_another_saves)
    with pytest.raises(SavedMeanwhileError, match=r"32120\.review\.yaml: saved meanwhile\. Nothing was sent"):
        Reviewing(workspace).send(workspace.load(["32120"]))
    assert file.read_text() == "copies: []\n"
    assert written(workspace) == []


def test_a_notebook_that_sends_records_with_errors_gets_their_diagnostics(workspace: Workspace) -> None:
    write_record(workspace.root / "content", record_text(("payers: [Aetna, Medicare]", "payers: 7")))

    with pytest.raises(ContentError) as refused:
        Reviewing(workspace).send(workspace.load(["32120"]))
    assert refused.value.diagnostics
    assert written(workspace) == []


def test_a_review_file_with_mistakes_is_told_and_nothing_is_sent(workspace: Workspace) -> None:
    (workspace.root / "content/cpt/32120.review.yaml").write_text("threads: 7\n")

    with pytest.raises(ContentError):
        Reviewing(workspace).send(workspace.load(["32120"]))
    assert written(workspace) == []


def test_a_workspace_says_the_note_in_its_own_words(workspace: Workspace) -> None:
    (workspace.root / "templates").mkdir()
    (workspace.root / "templates/wording.toml").write_text('[cover]\ntitle = "Bitte prüfen: {{ code }}"\n')
    (sent,) = Reviewing(open_workspace(workspace.root)).send(workspace.load(["32120"]))

    assert words(part(sent.file.read_bytes())[0][0]) == "Bitte prüfen: 32120"


def test_several_records_are_sent_together_and_each_keeps_its_own_text(workspace: Workspace) -> None:
    other = record_text(('code: "32120"', 'code: "32110"'), ('      code: "32110"', '      code: "32124"'))
    write_record(workspace.root / "content", other, "cpt/32110.yaml")
    sent = Reviewing(workspace).send(workspace.load(["32120", "32110"]), ["Ada"])

    assert [one.file.name for one in sent] == ["32110-ada.docx", "32120-ada.docx"]
    assert [one.copy.text for one in sent] == [other, record_text()]
    assert len({one.copy.identifier for one in sent}) == 2


def test_the_text_that_is_kept_is_that_of_the_file_to_the_last_character(workspace: Workspace) -> None:
    text = record_text().replace("\n", "\r\n") + "# – the end"
    (workspace.root / "content/cpt/32120.yaml").write_bytes(text.encode())
    (sent,) = Reviewing(workspace).send(workspace.load(["32120"]))

    assert sent.copy.text == text


def test_the_copy_of_a_draft_says_that_it_is_one(workspace: Workspace) -> None:
    (sent,) = Reviewing(workspace).send(workspace.load(["32120"]))

    assert words(part(sent.file.read_bytes(), "word/header.xml")).startswith("DRAFT")
