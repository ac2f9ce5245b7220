from __future__ import annotations

import os
from pathlib import Path

import pytest

from codepub.compose.publisher import CptRights, Publisher
from codepub.diagnostics import CallError
from codepub.files.reading import UnreadableFileError
from codepub.records.approvers import Approvers
from codepub.workspace.settings import Settings, read_settings
from tests.publications import ROOT, workspace


def write_settings(folder: Path, text: str) -> Path:
    file = folder / "codepub.toml"
    file.write_text(text, "utf-8")
    return file


def read_refusal(folder: Path) -> str:
    with pytest.raises(CallError) as raised:
        read_settings(folder)
    return str(raised.value)


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
        parts = "brief"
        publisher = "Example Health Press"
        reference = "house.docx"
        [cpt]
        licence_holder = "Example Health Press"
        licence_number = "12345"
        copyright_year = 2024
        [checks]
        missing_code_sets = "quiet"
        [review]
        roles = ["coder", "physician"]
        [review.signers]
        coder = ["Ada Coder, CPC"]
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
        extent="brief",
        missing_code_sets="quiet",
        approvers=Approvers(("coder", "physician"), {"coder": ("Ada Coder, CPC",)}),
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
        ("[review]\nroles = 'coder'\n", 2, "`review.roles` must be a list in brackets."),
        ("[review]\nroles = ['coder', ' ']\n", 2, "`review.roles[2]` must be a role such as coder."),
        (
            "[review]\nroles = ['coder', 'physician', 'coder']\n",
            2,
            "`coder` is listed twice in `review.roles`. Take it out, or name the other role.",
        ),
        (
            "[review]\nroles = ['coder']\n[review.signers]\ncoder = ['']\n",
            4,
            "`review.signers.coder[1]` must be a name such as Ada Coder, CPC.",
        ),
        (
            "[review]\nroles = ['coder']\nsigners.codder = ['Ada Coder, CPC']\n",
            3,
            "`codder` is not among `review.roles`. Add it there, or look at its spelling.",
        ),
        (
            "[review]\nroles = ['coder']\n\n[review.signers]\ncodder = ['Ada Coder, CPC']\n",
            5,
            "`codder` is not among `review.roles`. Add it there, or look at its spelling.",
        ),
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


# What stands where a file belongs ------------------------------------------------------------------------------------


def test_a_link_to_nowhere_in_place_of_the_settings_is_told(tmp_path: Path) -> None:
    (tmp_path / "codepub.toml").symlink_to(tmp_path / "nowhere")
    with pytest.raises(UnreadableFileError, match=r"codepub\.toml: The file cannot be read: No such file"):
        read_settings(tmp_path)


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


def test_of_many_unknown_settings_the_first_twenty_are_told(tmp_path: Path) -> None:
    (tmp_path / "codepub.toml").write_text("".join(f"key_{number} = 1\n" for number in range(20_000)))
    with pytest.raises(CallError) as raised:
        read_settings(tmp_path)
    told = str(raised.value).splitlines()
    assert len(told) == 21
    assert told[20] == "There are more. Mend these; then the others are told."
