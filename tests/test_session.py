"""What front ends call: the same as the command line does, as values and exceptions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from codepub.building.outcomes import Failed, Made
from codepub.codesets.code_set import Entry
from codepub.codesets.store import open_store
from codepub.diagnostics import CallError, ContentError, Severity
from codepub.document.nodes import Document
from codepub.records.kinds import KINDS
from codepub.session import Workspace, open_workspace, write
from tests.library.impact.releases import import_releases
from tests.record_texts import record_text, write_record

BROKEN = ('modifier: "62"', 'modifier: "78"')


@pytest.fixture
def workspace(tmp_path: Path, put_code_sets: Callable[[Path], None]) -> Workspace:
    """A workspace with a sound record, 32120, and one with an error, 32110."""
    (tmp_path / "codepub.toml").write_text('[publication]\nformats = ["md", "html"]\n')
    write_record(tmp_path / "content", record_text())
    write_record(tmp_path / "content", record_text(('code: "32120"', 'code: "32110"'), BROKEN), "cpt/32110.yaml")
    put_code_sets(tmp_path)
    return open_workspace(tmp_path)


def test_a_workspace_is_opened_from_any_folder_of_it_named_in_any_way(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(workspace.root / "content")

    assert open_workspace() == open_workspace("cpt") == open_workspace(workspace.root) == workspace


def test_outside_of_a_workspace_none_is_opened(tmp_path: Path) -> None:
    with pytest.raises(CallError, match="codepub init"):
        open_workspace(tmp_path)


def test_load_loads_all_records_or_those_of_the_codes_given(workspace: Workspace) -> None:
    assert [file.stem for file in workspace.load().files] == ["32110", "32120"]
    assert [record.code for record in workspace.load().records] == ["32120"]
    assert [file.stem for file in workspace.load(["cpt:32120"]).files] == ["32120"]
    assert any(one.severity is Severity.ERROR for one in workspace.load(["32110"]).diagnostics)


def test_a_code_without_a_record_is_the_calls_fault(workspace: Workspace) -> None:
    with pytest.raises(CallError, match="There is no record for 99213"):
        workspace.load(["99213"])


def test_load_compares_texts_with_a_licensees_descriptors(workspace: Workspace) -> None:
    meaning = workspace.load(["32120"]).records[0].summary.meaning
    own = workspace.root / "descriptors.txt"
    own.write_text(f"{meaning}\n")

    found = workspace.load(["32120"], descriptors=own).diagnostics

    assert "verbatim" in {one.rule for one in found}


def test_compose_makes_the_document_of_a_record(workspace: Workspace) -> None:
    document = workspace.compose("cpt:32120")

    assert isinstance(document, Document)
    assert document.identity == "cpt:32120"


def test_compose_refuses_a_record_with_errors_and_carries_them(workspace: Workspace) -> None:
    with pytest.raises(ContentError) as raised:
        workspace.compose("32110")

    assert raised.value.diagnostics
    assert {one.severity for one in raised.value.diagnostics} == {Severity.ERROR}


def test_a_document_is_written_in_a_format_with_the_looks_of_the_workspace(workspace: Workspace) -> None:
    (workspace.root / "templates").mkdir()
    (workspace.root / "templates/theme.toml").write_text('[palette]\naccent = "#123456"\n')

    rendered = write(workspace.compose("32120"), "html", workspace.load_theme())

    assert b"#123456" in rendered.content


def test_a_standard_that_is_named_takes_the_place_of_the_one_in_the_settings(workspace: Workspace) -> None:
    assert workspace.load_options().pdf.standard == "pdf/ua-1"
    assert workspace.load_options("pdf/a-3a").pdf.standard == "pdf/a-3a"


def test_publish_makes_what_the_settings_say_where_nothing_else_is_named(workspace: Workspace) -> None:
    outcomes = list(workspace.publish(workspace.load().records))

    assert [one.target.file for one in outcomes] == [
        workspace.root / f"output/cpt/32120.{end}" for end in ("md", "html")
    ]
    assert all(isinstance(one, Made) and one.target.file.is_file() for one in outcomes)


def test_publish_makes_the_formats_named_in_the_folder_named(workspace: Workspace, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    list(workspace.publish(workspace.load().records, ["md"], output=elsewhere))

    assert sorted(file.name for file in elsewhere.rglob("*.*")) == ["32120.md", "manifest.json"]
    assert not workspace.settings.output.exists()


def test_publish_file_makes_one_file_of_any_name(workspace: Workspace, tmp_path: Path) -> None:
    (record,) = workspace.load(["32120"]).records
    file = tmp_path / "here" / "of my own.html"

    outcome = workspace.publish_file(record, "html", file)

    assert isinstance(outcome, Made)
    assert outcome.target.file == file
    assert file.read_bytes().startswith(b"<!doctype")


def test_render_returns_a_file_and_writes_none(workspace: Workspace) -> None:
    (record,) = workspace.load(["32120"]).records

    assert workspace.render(record, "md").content.startswith(b"---")
    assert not workspace.settings.output.exists()


def test_load_takes_a_folder_for_all_records_in_it(workspace: Workspace) -> None:
    loaded = workspace.load([str(workspace.settings.content / "cpt")])

    assert loaded.files == tuple(workspace.find_files(["32110", "32120"]))


def test_the_path_of_a_review_file_stands_for_its_record_unless_reviews_are_wanted(workspace: Workspace) -> None:
    content = workspace.settings.content
    review = write_record(content, "threads: []\n", "cpt/32120.review.yaml")

    assert workspace.load([str(review)]).files == (content / "cpt/32120.yaml",)
    assert workspace.load([str(content / "cpt")]).files == tuple(workspace.find_files(["32110", "32120"]))
    assert len(workspace.load().files) == 2
    assert workspace.load([str(review)], kinds=KINDS).files == (review,)
    assert len(workspace.load(kinds=KINDS).files) == 3


def test_a_brief_is_composed_where_it_is_asked_for(workspace: Workspace) -> None:
    parts = [section.name for section in workspace.compose("32120", extent="brief").sections[0].blocks[2:]]  # type: ignore[union-attr]

    assert parts == ["summary", "overview", "specifications", "sources", "about"]
    assert workspace.compose("32120", extent="brief").digest == workspace.compose("32120").digest


def test_a_file_that_cannot_be_made_is_an_outcome_and_stops_no_other(workspace: Workspace) -> None:
    (workspace.root / "output/cpt/32120.md").mkdir(parents=True)

    failed, made = workspace.publish(workspace.load().records)

    assert isinstance(failed, Failed)
    assert isinstance(made, Made)


def test_looks_at_fault_are_told_before_anything_is_made(workspace: Workspace) -> None:
    (workspace.root / "templates").mkdir()
    (workspace.root / "templates/theme.toml").write_text("[palette]\naccent = 'red'\n")

    with pytest.raises(CallError, match="a colour such as"):
        workspace.publish(workspace.load().records)


def test_completeness_counts_records_with_errors_and_tells_files_that_are_no_records(workspace: Workspace) -> None:
    write_record(workspace.root / "content", "system: [", "cpt/99999.yaml")

    measured = workspace.measure_completeness()

    assert [row.record.code for row in measured.completeness.rows] == ["32110", "32120"]
    assert [one.rule for one in measured.unread] == ["unreadable"]


def test_the_impact_of_a_release_is_found(workspace: Workspace) -> None:
    with open_store(workspace.root) as store:
        import_releases(store, "hcpcs", [Entry("A0425", "Ground mileage")], [])

    found = workspace.find_impact("hcpcs:old", "new")

    assert (found.files, found.stale) == (2, ())


def test_whoever_opens_a_workspace_can_watch_code_sets_being_made_ready(tmp_path: Path) -> None:
    (tmp_path / "codepub.toml").touch()
    (tmp_path / "content").mkdir()
    seen: list[int] = []

    def watch(codes: object) -> list[str]:
        assert isinstance(codes, list)
        seen.append(len(codes))
        return []

    open_workspace(tmp_path, watch=watch).load()

    assert seen == [seen[0]]
    assert seen[0] > 90_000
