from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from codepub.diagnostics import CallError
from codepub.files.reading import UnreadableFileError
from codepub.workspace.settings import Settings, read_settings
from codepub.workspace.templates import TEMPLATES, load_options, load_theme, load_wording
from codepub.writers.options import MAX_REFERENCE_BYTES, DocxOptions, Options, PdfOptions
from tests.publications import ROOT, theme, wording, workspace
from tests.test_conflicts import TWO


def write_settings(folder: Path, text: str) -> Path:
    file = folder / "codepub.toml"
    file.write_text(text, "utf-8")
    return file


def write_own(folder: Path, name: str, text: str) -> Settings:
    """A workspace with a template of its own."""
    (folder / "templates").mkdir()
    (folder / "templates" / name).write_text(text, "utf-8")
    return workspace(folder)


# Wording -----------------------------------------------------------------------------------------------------------


def test_a_workspace_says_what_it_wants_otherwise_and_takes_the_rest_from_codepub(tmp_path: Path) -> None:
    words = load_wording(write_own(tmp_path, "wording.toml", '[headings]\nmodifiers = "Modifiers that go with it"\n'))

    assert words.say("headings", "modifiers") == "Modifiers that go with it"
    assert words.say("headings", "diagnoses") == "Diagnosis Pairings"
    assert words.source == str(tmp_path / "templates" / "wording.toml")


def test_the_wording_of_a_checkout_is_not_laid_over_itself() -> None:
    assert load_wording(workspace(ROOT)).words == wording().words


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ('[heading]\nmodifiers = "x"\n', "[heading] is not a table of wording.toml."),
        ('[headings]\nmodifier = "x"\n', "[headings] modifier is not known."),
        ('modifiers = "x"\n', "`modifiers` stands outside of a table."),
        ("[headings]\nmodifiers = 3\n", ":2: [headings] modifiers must be text in quotes, or a list of such texts."),
        ("[headings]\nmodifiers = ['a', 1]\n", ":2: [headings] modifiers must be text in quotes"),
        ("[headings\n", "this is not TOML: "),
        ("[headings]\nmodifiers = {a = 1}\n", ":2: [headings] modifiers must be text in quotes"),
    ],
)
def test_wording_at_fault_is_told_with_its_file(text: str, fact: str, tmp_path: Path) -> None:
    with pytest.raises(CallError) as raised:
        load_wording(write_own(tmp_path, "wording.toml", text))

    assert str(raised.value).startswith(f"{tmp_path / 'templates' / 'wording.toml'}:")
    assert fact in str(raised.value)


# Looks -------------------------------------------------------------------------------------------------------------


def test_a_workspace_changes_single_values_of_the_theme(tmp_path: Path) -> None:
    looks = load_theme(write_own(tmp_path, "theme.toml", '[palette]\nink = "#000000"\n[page]\ntop = 30.0\n'))

    assert looks.palette.ink == "#000000"
    assert looks.palette.accent == theme().palette.accent
    assert (looks.page.top, looks.page.bottom) == (30.0, theme().page.bottom)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("[colors]\nink = '#000000'\n", "1: [colors] is not a table of theme.toml."),
        ("[palette]\nblack = '#000000'\n", "2: [palette] black is not known."),
        ("[page]\nsize = 'a4'\n", "2: [page] size is not known."),
        ("[typography]\nbody = 'large'\n", "2: `typography.body` must be a number."),
        ("[typography]\nbody = 3\n", "2: `typography.body` must be at least 4.0."),
        ("[page]\n\nbottom = 99\n", "3: `page.bottom` must be at most 60.0."),
        ("[palette]\nink = 'red'\n", "2: `palette.ink` must be a colour such as #0b5568."),
        ("ink = '#000000'\n", "1: `ink` stands outside of a table."),
    ],
)
def test_a_theme_at_fault_is_told_with_its_file(text: str, fact: str, tmp_path: Path) -> None:
    with pytest.raises(CallError) as raised:
        load_theme(write_own(tmp_path, "theme.toml", text))

    assert str(raised.value).startswith(f"{tmp_path / 'templates' / 'theme.toml'}:{fact}")


def test_all_that_is_wrong_with_a_theme_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(CallError) as raised:
        load_theme(write_own(tmp_path, "theme.toml", "[palete]\nink = 1\n[page]\nwidth = 3\n"))

    assert [line.partition("theme.toml:")[2][:2] for line in str(raised.value).splitlines()] == ["1:", "4:"]


def test_the_page_of_the_settings_is_the_page_of_the_theme(tmp_path: Path) -> None:
    assert load_theme(workspace(tmp_path, "a4")).page.size == "a4"


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_of_a_workspace_takes_the_place_of_the_shipped_one(name: str, tmp_path: Path) -> None:
    looks = load_theme(write_own(tmp_path, name, "its own")).templates

    assert looks == {**theme().templates, name: "its own"}


def test_a_template_in_another_encoding_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "print.css").write_bytes(b"/*\n\xe9 */")

    with pytest.raises(CallError, match=r"print\.css:2: this line is not UTF-8"):
        load_theme(workspace(tmp_path))


def test_assets_are_there_where_the_folder_is(tmp_path: Path) -> None:
    assert load_theme(workspace(tmp_path)).assets == {}

    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "logo.svg").write_bytes(b"<svg/>")
    assert load_theme(workspace(tmp_path)).assets["logo.svg"].content == b"<svg/>"


def test_a_reference_document_that_is_not_there_is_told(tmp_path: Path) -> None:
    write_settings(tmp_path, "[publication]\nreference = 'house.docx'\n")

    with pytest.raises(CallError, match=r"document .*house\.docx: The file cannot be read: No such file"):
        load_options(read_settings(tmp_path))


@pytest.mark.parametrize("size", [MAX_REFERENCE_BYTES + 1, 8 * 1024**3])
def test_a_reference_document_of_more_than_it_may_have_is_told_and_not_read(size: int, tmp_path: Path) -> None:
    write_settings(tmp_path, "[publication]\nreference = 'house.docx'\n")
    with (tmp_path / "house.docx").open("wb") as sparse:
        sparse.truncate(size)

    with pytest.raises(CallError, match=rf"house\.docx: The file has {size:,} bytes; at most {MAX_REFERENCE_BYTES:,}"):
        load_options(read_settings(tmp_path))


@pytest.mark.parametrize(("make", "kind"), [(Path.mkdir, "a folder"), (os.mkfifo, "a pipe")])
def test_a_reference_document_that_is_no_plain_file_is_told(
    make: Callable[[Path], None], kind: str, tmp_path: Path
) -> None:
    write_settings(tmp_path, "[publication]\nreference = 'house.docx'\n")
    make(tmp_path / "house.docx")

    with pytest.raises(CallError, match=rf"house\.docx: This is {kind} and no plain file\."):
        load_options(read_settings(tmp_path))


def test_a_reference_document_is_read(tmp_path: Path) -> None:
    write_settings(tmp_path, "[publication]\nreference = 'house.docx'\n")
    (tmp_path / "house.docx").write_bytes(b"PK")

    assert load_options(read_settings(tmp_path)) == Options(PdfOptions("pdf/ua-1"), DocxOptions(b"PK"))


# What stands where a file belongs ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["wording.toml", "theme.toml", *TEMPLATES])
def test_a_template_that_is_no_plain_file_is_told(name: str, tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    os.mkfifo(tmp_path / "templates" / name)

    read = load_wording if name == "wording.toml" else load_theme
    with pytest.raises(UnreadableFileError, match=r"This is a pipe and no plain file\."):
        read(workspace(tmp_path))


def test_words_and_looks_that_hold_what_no_text_does_are_told(tmp_path: Path) -> None:
    folder = write_own(tmp_path, "theme.toml", '[typography]\nserif = "a\\u0000b"\n')
    (tmp_path / "templates" / "wording.toml").write_text('[columns]\nmodifiers = ["a", "b", "c\\u0007"]\n')

    with pytest.raises(CallError, match=r"theme\.toml:2: `typography\.serif` holds U\+0000"):
        load_theme(folder)
    with pytest.raises(CallError, match=r"wording\.toml:2: `columns\.modifiers\[3\]` holds U\+0007"):
        load_wording(folder)


def test_a_style_in_two_versions_is_told(tmp_path: Path) -> None:
    with pytest.raises(CallError, match=r"print\.css:2: Git left two versions here\."):
        load_theme(write_own(tmp_path, "print.css", TWO))


def test_a_link_in_a_circle_in_place_of_a_template_is_told(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "theme.toml").symlink_to("theme.toml")
    with pytest.raises(UnreadableFileError, match=r"theme\.toml: The file cannot be read: Too many levels"):
        load_theme(workspace(tmp_path))
