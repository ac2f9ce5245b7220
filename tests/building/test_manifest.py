from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

from codepub.building.build import build, list_tasks
from codepub.building.ledger import Ledger
from codepub.building.manifest import MANIFEST, Verified, verify, write_manifest
from codepub.building.targets import Publishing
from codepub.compose.publisher import Publisher
from codepub.diagnostics import CallError
from codepub.records.digest import approval_digest
from tests.publications import bare, record, theme, wording

PUBLISHING = Publishing(wording(), Publisher(), theme())
RECORDS = [record(bare()), record(bare(code="A0426", status="released"))]


@pytest.fixture
def results(tmp_path: Path) -> Path:
    """A folder with the Markdown and the pages of two records, and their manifest."""
    folder = tmp_path / "results"
    make(folder)
    return folder


def make(folder: Path) -> None:
    with Ledger(folder.parent / "ledger.sqlite") as ledger:
        list(build(list_tasks(RECORDS, ["md", "html"], folder, ledger), PUBLISHING, ledger))
        write_manifest(folder, ledger)


def test_a_manifest_lists_every_file_with_what_it_is(results: Path) -> None:
    data = json.loads((results / MANIFEST).read_text())
    files = {one["path"]: one for one in data["files"]}

    assert list(files) == ["hcpcs/A0425.html", "hcpcs/A0425.md", "hcpcs/A0426.html", "hcpcs/A0426.md"]
    for path, one in files.items():
        content = (results / path).read_bytes()
        assert (one["sha256"], one["size"]) == (sha256(content).hexdigest(), len(content))
    assert [one["status"] for one in files.values()] == ["draft", "draft", "released", "released"]
    assert files["hcpcs/A0426.md"]["digest"] == approval_digest(RECORDS[1])
    tools = data["tools"][files["hcpcs/A0425.html"]["tools"]]
    assert tools["engine"].startswith("jinja2 ")
    assert any(each.startswith("codepub ") for each in tools["versions"])


def test_a_manifest_is_the_same_after_a_build_that_had_nothing_to_do(results: Path) -> None:
    before = (results / MANIFEST).read_bytes()
    make(results)

    assert (results / MANIFEST).read_bytes() == before


def test_a_whole_folder_is_verified(results: Path) -> None:
    found = verify(results)

    assert found == Verified(4, (), (), ())
    assert found.is_whole


def test_what_is_missing_changed_or_not_listed_is_told(results: Path) -> None:
    (results / "hcpcs" / "A0425.md").unlink()
    page = results / "hcpcs" / "A0426.html"
    page.write_bytes(page.read_bytes().replace(b"</html>", b"</HTML>"))
    (results / "notes.txt").write_text("mine")

    found = verify(results)

    assert found == Verified(2, ("hcpcs/A0425.md",), ("hcpcs/A0426.html",), ("notes.txt",))
    assert not found.is_whole


def test_a_changed_file_stays_in_the_manifest_as_it_was_made(results: Path) -> None:
    before = (results / MANIFEST).read_bytes()
    (results / "hcpcs" / "A0425.md").write_text("something else")
    with Ledger(results.parent / "ledger.sqlite") as ledger:
        write_manifest(results, ledger)

    assert (results / MANIFEST).read_bytes() == before


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"files": [{"path": "../secret", "sha256": "0"}]}',
        '{"files": [{"path": "/etc/passwd", "sha256": "0"}]}',
        '{"files": [{"path": 7, "sha256": "0"}]}',
        "[" * 100_000,
        "\xff",
    ],
)
def test_what_is_no_manifest_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_text(text, "latin-1")

    with pytest.raises(CallError, match=r"manifest\.json is no manifest of codepub"):
        verify(tmp_path)


def test_a_folder_without_a_manifest_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CallError, match="codepub build"):
        verify(tmp_path)
