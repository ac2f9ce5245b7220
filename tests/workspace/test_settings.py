from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from codepub.compose.closing import Publisher
from codepub.compose.rights import CptRights
from codepub.diagnostics import CallError
from codepub.files.reading import UnreadableFileError
from codepub.workspace.settings import TEMPLATES, Settings, load_options, load_theme, load_wording, read_settings
from codepub.writers.options import MOST_REFERENCE, DocxOptions, Options, PdfOptions
from tests.publications import ROOT, theme, wording, workspace
from tests.test_conflicts import TWO


def write_settings(folder: Path, text: str) -> Path:
    file = folder / "codepub.toml"
    file.write_text(text, "utf-8")
    return file


def read_refusal(folder: Path) -> str:
    with pytest.raises(CallError) as raised:
        read_settings(folder)
    return str(raised.value)


def write_own(folder: Path, name: str, text: str) -> Settings:
    """A workspace with a template of its write_own."""
    (folder / "templates").mkdir()
    (folder / "templates" / name).write_text(text, "utf-8")
    return workspace(folder)


def test_a_workspace_without_a_setting_has_the_folders_and_settings_of_the_documentation(tmp_path: Path) -> None:
    write_settings(tmp_path, "")

    assert read_settings(tmp_path) == workspace(tmp_path)


def test_every_setting_is_taken(tmp_path: Path) -> None:
    write_settings(
        tmp_path,
        """
        [folders]
        content = "records"
        output = "../out"
        templates = "looks"
        assets = "pictures"
        [publication]
        formats = ["html", "md"]
        page = "a4"
        language = "en-GB"
        standard = "pdf/a-3a"
        publisher = "Example Health Press"
        reference = "house.docx"
        [cpt]
        licence_holder = "Example Health Press"
        licence_number = "12345"
        copyright_year = 2024
        """,
    )

    assert read_settings(tmp_path) == Settings(
        root=tmp_path,
        content=tmp_path / "records",
        output=tmp_path / "../out",
        templates=tmp_path / "looks",
        assets=tmp_path / "pictures",
        formats=("html", "md"),
        page="a4",
        standard="pdf/a-3a",
        reference=tmp_path / "house.docx",
        publisher=Publisher("Example Health Press", "en-GB", CptRights("Example Health Press", "12345", 2024)),
    )


def test_a_workspace_is_found_from_any_folder_below_it_and_the_nearest_holds(tmp_path: Path) -> None:
    below = tmp_path / "content" / "cpt"
    below.mkdir(parents=True)
    write_settings(tmp_path, "")
    assert read_settings(below).root == tmp_path

    write_settings(below, "")
    assert read_settings(below).root == below


def test_outside_of_a_workspace_the_way_to_begin_one_is_told(tmp_path: Path) -> None:
    assert read_refusal(tmp_path) == (
        f"{tmp_path} is not in a workspace: no codepub.toml here or above. Run `codepub init` to begin one."
    )


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("\n[publications]\n", 2, "`publications` is not a setting. Take it out, or look at its spelling."),
        (
            "[folders]\n\n[publication]\npublsher = 'x'\n",
            4,
            "`publication.publsher` is not a setting. Take it out, or look at its spelling.",
        ),
        ("[publication]\npage = 'A5'\n", 2, "`publication.page` must be 'letter' or 'a4'."),
        (
            "[publication]\nlanguage='en'\nformats = ['pdf', 'epub']\n",
            3,
            "`publication.formats[2]` must be 'pdf', 'docx', 'html' or 'md'.",
        ),
        ("[publication]\nformats = []\n", 2, "`publication.formats` must be a list that is not empty."),
        (
            "[publication]\nlanguage = 'American English'\n",
            2,
            "`publication.language` must be a language such as en-US.",
        ),
        ("[cpt]\ncopyright_year = 'this one'\n", 2, "`cpt.copyright_year` must be a whole number."),
        ("[folders]\n[cpt]\n\ncopyright_year = 1800\n", 4, "`cpt.copyright_year` must be at least 1966."),
        ("# c\npublisher = 'x'\n", 2, "`publisher` is not a setting. Take it out, or look at its spelling."),
        ("[cpt]\n[folders]\ncontent = 3\n", 3, "`folders.content` must be text in quotes."),
        ("[folders]\noutput = ''\n", 2, '`folders.output` must be a path; the folder of this file is ".".'),
        ("\n\npublication = 3\n", 3, "`publication` must be a table."),
        ("[cpt]\ncopyright_year = 3000\n", 2, "`cpt.copyright_year` must be at most 2999."),
        ("[cpt]\ncopyright_year = 2025.5\n", 2, "`cpt.copyright_year` must be a whole number."),
        ("[publication]\nformats = 'pdf'\n", 2, "`publication.formats` must be a list in brackets."),
        ("[[allow]]\nrule = 'a'\n[[allow]]\nbecause = 'b'\n", 3, "`allow[2].rule` is missing. Add it."),
        (
            "[[allow]]\nrule = 'a'\n[[allow]]\nrule = 'b'\nrecords = ['32120']\n",
            5,
            "`allow[2].records[1]` must be a record such as cpt:32120.",
        ),
        (
            "[cpt]\n[ publication ]\nstandard = 'pdf/a-1b'\n",
            3,
            "`publication.standard` must be 'pdf/ua-1' or 'pdf/a-3a'.",
        ),
    ],
)
def test_a_setting_at_fault_is_told_with_its_line(text: str, line: int, message: str, tmp_path: Path) -> None:
    file = write_settings(tmp_path, text)

    assert read_refusal(tmp_path).startswith(f"{file}:{line}: {message}")
    assert "\n" not in read_refusal(tmp_path)


def test_all_settings_at_fault_are_told_at_once(tmp_path: Path) -> None:
    file = write_settings(tmp_path, "[publication]\npage = 'A5'\nstandard = 'pdf/x'\n[cpt]\nyear = 3\n")

    assert [line.partition("`")[0] for line in read_refusal(tmp_path).splitlines()] == [
        f"{file}:2: ",
        f"{file}:3: ",
        f"{file}:5: ",
    ]


@pytest.mark.parametrize(("text", "line"), [("[publication\n", 1), ("[publication]\npage = letter\n", 2)])
def test_what_is_not_toml_is_told_with_its_line(text: str, line: int, tmp_path: Path) -> None:
    file = write_settings(tmp_path, text)

    assert read_refusal(tmp_path).startswith(f"{file}:{line}: this is not TOML: ")


def test_settings_in_another_encoding_are_told_with_their_line(tmp_path: Path) -> None:
    file = tmp_path / "codepub.toml"
    file.write_bytes("[publication]\npublisher = 'Médecine'\n".encode("latin-1"))

    assert read_refusal(tmp_path) == f"{file}:2: this line is not UTF-8. Save the file as UTF-8."


def test_settings_that_begin_with_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    (tmp_path / "codepub.toml").write_bytes(b"\xef\xbb\xbf[publication]\r\npage = 'a4'\r\n")

    assert read_settings(tmp_path).page == "a4"


def test_the_settings_of_this_checkout_hold() -> None:
    assert read_settings(ROOT).content == ROOT / "content"


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


@pytest.mark.parametrize("size", [MOST_REFERENCE + 1, 8 * 1024**3])
def test_a_reference_document_of_more_than_it_may_have_is_told_and_not_read(size: int, tmp_path: Path) -> None:
    write_settings(tmp_path, "[publication]\nreference = 'house.docx'\n")
    with (tmp_path / "house.docx").open("wb") as sparse:
        sparse.truncate(size)

    with pytest.raises(CallError, match=rf"house\.docx: The file has {size:,} bytes; at most {MOST_REFERENCE:,}"):
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


def test_a_link_to_nowhere_in_place_of_the_settings_or_a_template_is_told(tmp_path: Path) -> None:
    (tmp_path / "codepub.toml").symlink_to(tmp_path / "nowhere")
    with pytest.raises(UnreadableFileError, match=r"codepub\.toml: The file cannot be read: No such file"):
        read_settings(tmp_path)

    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "theme.toml").symlink_to("theme.toml")
    with pytest.raises(UnreadableFileError, match=r"theme\.toml: The file cannot be read: Too many levels"):
        load_theme(workspace(tmp_path))


def test_settings_that_are_a_pipe_are_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "codepub.toml")
    with pytest.raises(UnreadableFileError, match=r"This is a pipe and no plain file\."):
        read_settings(tmp_path)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('[folders]\noutput = "a\\u0000b"\n', "folders.output"),
        ('[publication]\nreference = "a\\u0000b"\n', "publication.reference"),
        ('[publication]\npublisher = "\u202e"\n', "publication.publisher"),
        ('[cpt]\nlicence_holder = "a\\u0007b"\n', "cpt.licence_holder"),
    ],
)
def test_settings_that_hold_what_no_text_does_are_told(text: str, name: str, tmp_path: Path) -> None:
    file = write_settings(tmp_path, text)

    assert read_refusal(tmp_path).startswith(f"{file}:2: `{name}` holds U+")


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


def test_of_many_unknown_settings_the_first_twenty_are_told(tmp_path: Path) -> None:
    (tmp_path / "codepub.toml").write_text("".join(f"key_{number} = 1\n" for number in range(20_000)))
    with pytest.raises(CallError) as raised:
        read_settings(tmp_path)
    told = str(raised.value).splitlines()
    assert len(told) == 21
    assert told[20] == "There are more. Mend these; then the others are told."
