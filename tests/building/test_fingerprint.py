from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from functools import cache
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import docx
import pytest

from codepub.building.fingerprint import fingerprint, make_setup, mark_document
from codepub.building.targets import Publishing
from codepub.compose.choices import PARTS
from codepub.compose.compose import compose
from codepub.compose.publisher import Publisher
from codepub.records.code_summary import CodeSummary
from codepub.records.digest import approval_digest
from codepub.records.shape import Shape
from codepub.workspace.settings import read_settings
from codepub.workspace.templates import load_options, load_theme, load_wording
from codepub.writers.choices import FORMATS, Format
from codepub.writers.rendered import Rendered
from codepub.writers.table import open_writer
from codepub.yaml.reading import read
from tests.publications import ROOT, theme, wording

ALL: frozenset[Format] = frozenset(FORMATS)
NONE: frozenset[Format] = frozenset()
PDF: frozenset[Format] = frozenset({"pdf"})
STYLED: frozenset[Format] = frozenset({"pdf", "html"})
LAID_OUT: frozenset[Format] = frozenset({"pdf", "docx", "html"})

CODE, TITLE = "code: A0425\n", "title: Ground mileage\n"
RECORD = f"""\
system: HCPCS
{CODE}{TITLE}edition: 2026
effective: 2026-01-01
coding_tips: [Report it once]
tags: [rides]
summary: {{meaning: What it means., payers: [Medicare], scope: What is found.}}
overview: {{description: What is done., service_type: Transport, site_of_service: {{text: On the road, pos: ["41"]}}}}
specifications:
  {{clinical_context: Who is carried., modifiers: [], diagnoses: [], taxonomies: [], related_codes: []}}
"""
SETTINGS = """\
[publication]
publisher = "A press"
page = "letter"
standard = "pdf/ua-1"
reference = "house.docx"
"""
RED = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9" fill="#f00"/></svg>'


class State(NamedTuple):
    """What stands in a workspace: the digest of its record, the fingerprint of each format, how each is written."""

    approval: str
    fingerprints: Mapping[Format, str]
    write: Callable[[Format], Rendered]


def begin(folder: Path) -> None:
    """Begin a workspace that says otherwise what can be said otherwise."""
    (folder / "record.yaml").write_text(RECORD)
    (folder / "codepub.toml").write_text(SETTINGS)
    (folder / "assets").mkdir()
    (folder / "assets" / "logo.svg").write_text(RED)
    shutil.copytree(ROOT / "templates", folder / "templates")
    replace(folder, "templates/print.css", "@page {", "h1 { background: url('logo.svg') }\n@page {")
    (folder / "house.docx").write_bytes(make_word_file("Calibri"))


@cache
def make_word_file(font: str) -> bytes:
    own, stream = docx.Document(), BytesIO()
    own.styles["Normal"].font.name = font
    own.save(stream)
    return stream.getvalue()


def replace(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text("utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), "utf-8")


def find_state(folder: Path) -> State:
    file = folder / "record.yaml"
    record = CodeSummary.model_validate(read(file, file.read_bytes(), Shape(CodeSummary)).data)
    workspace = read_settings(folder)
    document = compose(record, load_wording(workspace), workspace.publisher, PARTS[workspace.extent])
    looks, options = load_theme(workspace), load_options(workspace)
    publishing = Publishing(load_wording(workspace), workspace.publisher, looks, options, PARTS[workspace.extent])
    fingerprints = {each: fingerprint(mark_document(document), make_setup(each, publishing)) for each in FORMATS}
    return State(approval_digest(record), fingerprints, lambda each: open_writer(each)(document, looks, options))


class Change(NamedTuple):
    """Words of a file put in the place of others, whether they are approved ones, and the formats that show them."""

    file: str
    old: str
    new: str
    approval: bool
    formats: frozenset[Format]


CHANGES = {
    "a comment": Change("record.yaml", "title:", "# Looked at twice.\ntitle:", False, NONE),
    "the order of keys": Change("record.yaml", f"{CODE}{TITLE}", f"{TITLE}{CODE}", False, NONE),
    "quotes": Change("record.yaml", "Ground mileage", '"Ground mileage"', False, NONE),
    "the text of the record": Change("record.yaml", "What it means.", "What this means.", True, ALL),
    "a tag": Change("record.yaml", "[rides]", "[rides, roads]", False, ALL),
    "the day of publication": Change("record.yaml", "tags:", "published: 2026-02-03\ntags:", False, ALL),
    "the wording": Change("templates/wording.toml", 'sources = "Sources"', 'sources = "References"', False, ALL),
    "the publisher": Change("codepub.toml", "A press", "Another press", False, ALL),
    "how much is printed": Change("codepub.toml", "page =", 'parts = "brief"\npage =', False, ALL),
    "a colour": Change("templates/theme.toml", "#0b5568", "#0b5569", False, LAID_OUT),
    "a size of text": Change("templates/theme.toml", "title = 26.0", "title = 25.5", False, LAID_OUT),
    "a margin": Change("templates/theme.toml", "inner = 18.0", "inner = 19.0", False, frozenset({"pdf", "docx"})),
    "the size of the page": Change("codepub.toml", "letter", "a4", False, frozenset({"pdf", "docx"})),
    "the style of pages": Change("templates/print.css", "h1 {", "h1 { margin-left: 9mm;", False, PDF),
    "the mark of a draft": Change("templates/draft.css", "{{ mark }}", "{{ mark }} ", False, PDF),
    "the style": Change("templates/publication.css", "body {", "body { letter-spacing: 1pt;", False, STYLED),
    "the page shell": Change("templates/publication.html", "<body", "<body class='ours'", False, STYLED),
    "the page of completeness": Change("templates/completeness.html", "<body", "<body class='ours'", False, NONE),
    "an asset": Change("assets/logo.svg", "#f00", "#00f", False, PDF),
    "the standard": Change("codepub.toml", "pdf/ua-1", "pdf/a-3a", False, PDF),
    "the reference document": Change("codepub.toml", "house.docx", "other.docx", False, frozenset({"docx"})),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    begin(tmp_path)
    (tmp_path / "other.docx").write_bytes(make_word_file("Georgia"))
    return tmp_path


def find_changed(before: State, after: State) -> frozenset[Format]:
    return frozenset(each for each in FORMATS if after.fingerprints[each] != before.fingerprints[each])


@pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014.icc:ResourceWarning")
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_one_change_changes_the_approval_and_the_fingerprints_that_it_touches_and_no_other(
    change: Change, folder: Path
) -> None:
    before = find_state(folder)
    written = {each: before.write(each) for each in FORMATS}
    replace(folder, change.file, change.old, change.new)
    after = find_state(folder)

    assert (after.approval != before.approval) == change.approval
    assert find_changed(before, after) == change.formats
    assert {each for each in FORMATS if after.write(each) != written[each]} <= change.formats


@pytest.mark.parametrize(
    ("package", "formats"),
    [
        ("codepub", ALL),
        ("weasyprint", PDF),
        ("pikepdf", PDF),
        ("python-docx", frozenset({"docx"})),
        ("jinja2", STYLED),
        ("pydantic", NONE),
    ],
)
def test_another_version_of_a_library_changes_the_fingerprints_of_what_it_writes(
    package: str, formats: frozenset[Format], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = find_state(folder)
    monkeypatch.setattr("codepub.writers.dependencies.version", lambda name: "99" if name == package else version(name))

    after = find_state(folder)

    assert after.approval == before.approval
    assert find_changed(before, after) == formats


def test_another_version_of_pango_changes_the_fingerprint_of_pdfs(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = find_state(folder)
    monkeypatch.setattr("codepub.writers.pdf.engine.native_versions", lambda: iter(["Pango 99.0.0"]))

    assert find_changed(before, find_state(folder)) == {"pdf"}


def test_an_asset_with_another_name_and_one_more_asset_change_the_fingerprint_of_pdfs(folder: Path) -> None:
    before = find_state(folder)
    (folder / "assets" / "unused.svg").write_text(RED)
    more = find_state(folder)
    (folder / "assets" / "unused.svg").rename(folder / "assets" / "renamed.svg")

    assert find_changed(before, more) == {"pdf"}
    assert find_changed(more, find_state(folder)) == {"pdf"}


def test_the_place_of_a_workspace_is_in_no_fingerprint(folder: Path) -> None:
    before = find_state(folder)
    folder.rename(folder.with_name("moved"))

    assert find_state(folder.with_name("moved"))[:2] == before[:2]


def test_each_format_has_a_fingerprint_of_its_own_where_nothing_is_asked_for() -> None:
    assert len({make_setup(each, Publishing(wording(), Publisher(), theme())).digest for each in FORMATS}) == len(
        FORMATS
    )
