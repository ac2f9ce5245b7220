"""The guides for editors: every example in them is sound, and every field is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from codepub.cli.commands import main
from codepub.diagnostics import Severity
from codepub.records.availability import Frozen
from codepub.records.code_summary import CodeSummary
from codepub.records.shape import fields_below
from tests.publications import ROOT
from tests.record_texts import RECORD, load_text

GUIDES = ("authoring.md", "first-record.md")
SECTIONS = dict(fields_below(CodeSummary))
CITED = ("rvu25d", "guide", "ncci", "pcs", "asa", "msdrg", "ncd", "x12", "rates")
SOURCES = "sources:\n" + "".join(f"  - {{id: {name}, title: A title, publisher: CMS}}\n" for name in CITED)


def list_examples(guide: str) -> list[str]:
    """The examples of a guide in YAML, without the indentation that a list of steps gives them."""
    text = (ROOT / "docs" / guide).read_text("utf-8")
    return re.findall(r"^```yaml\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


EXAMPLES = [
    pytest.param(example, id=f"{guide} {number}")
    for guide in GUIDES
    for number, example in enumerate(list_examples(guide), 1)
]


def split_fields(text: str, margin: str = "") -> dict[str, str]:
    """The fields that begin at a margin, each with all of its lines; remarks before the first are left out."""
    parts = re.split(rf"^(?={margin}\w+:)", text, flags=re.MULTILINE)
    return {part.strip().partition(":")[0]: part.rstrip("\n") + "\n" for part in parts[1:]}


def list_keys(section: str) -> set[str]:
    below = SECTIONS[section]
    return {key for key, _ in fields_below(below)} if below else set()


GROUPS = ("summary", "overview", "specifications")


def find_group(key: str) -> str | None:
    """The group of fields that a field stands in; none for one of the record's own."""
    return None if key in SECTIONS else next(group for group in GROUPS if key in list_keys(group))


def complete(example: str) -> str:
    """Put an example in its place in a sound record, instead of what stands there."""
    record = split_fields(RECORD) | {"sources": SOURCES}
    groups = {group: split_fields(record[group], "  ") for group in GROUPS}
    for key, text in split_fields(example).items():
        group = find_group(key)
        if key in GROUPS:
            groups[key] |= split_fields(text, "  ")
        elif group is not None:
            groups[group][key] = re.sub(r"^(?=.)", "  ", text, flags=re.MULTILINE)
        else:
            record[key] = text
    whole = {group: f"{group}:\n{''.join(fields.values())}" for group, fields in groups.items()}
    return "".join((record | whole).values())


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_of_a_guide_is_sound_in_its_place(example: str, tmp_path: Path) -> None:
    text = complete(example)
    loaded = load_text(tmp_path, text)

    assert [found.message for found in loaded.diagnostics if found.severity is Severity.ERROR] == [], text


def walk_keys(model: type[Frozen]) -> Iterator[str]:
    for key, below in fields_below(model):
        yield key
        if below is not None:
            yield from walk_keys(below)


def test_the_guide_shows_every_field_of_a_record() -> None:
    shown = set(re.findall(r"(?:^|[{,]) *(?:- )?(\w+):", "\n".join(list_examples("authoring.md")), re.MULTILINE))

    assert sorted(set(walk_keys(CodeSummary)) - shown) == []


def test_an_example_with_a_mistake_is_found(tmp_path: Path) -> None:
    loaded = load_text(tmp_path, complete("site_of_service:\n  pos: [21]\n"))

    assert len([found for found in loaded.diagnostics if found.severity is Severity.ERROR]) > 1


@pytest.mark.parametrize("page", [*GUIDES, "reading-in-word.md"])
def test_the_pages_that_a_guide_links_to_are_there(page: str) -> None:
    text = re.sub(r"^```.*?^```$", "", (ROOT / "docs" / page).read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    linked = re.findall(r"\]\((?!\w+:)([^)#]+\.md)\)", text)

    assert [name for name in linked if not (ROOT / "docs" / name).is_file()] == []
    assert page == "reading-in-word.md" or linked


def test_what_the_first_record_says_on_the_screen_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "codepub.toml").touch()
    guide = (ROOT / "docs/first-record.md").read_text("utf-8")
    begun = CliRunner().invoke(main, ["new", "--system", "HCPCS", "J1100"])
    new = CliRunner().invoke(main, ["validate", "J1100", "-q"])
    file = tmp_path / "content/hcpcs/J1100.yaml"
    text = file.read_text("utf-8").replace("Untitled", "Dexamethasone by Injection")
    file.write_text(text.replace("service_type: {unavailable: not-asked}", "servicetype: Drug"), "utf-8")
    mistaken = CliRunner().invoke(main, ["validate", "J1100", "-q"])
    assert all(ran.stdout and ran.stdout.rstrip() in guide for ran in (begun, new, mistaken))
