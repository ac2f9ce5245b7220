from __future__ import annotations

import os
from pathlib import Path

import pytest

from codepub.diagnostics import CallError
from codepub.files.reading import TooLargeError, UnreadableFileError
from codepub.toml_files import MAX_BYTES, find_line, parse_toml, read_text
from tests.test_conflicts import TWO

FILE = Path("codepub.toml")


def read_refusal(text: str) -> str:
    with pytest.raises(CallError) as raised:
        parse_toml(FILE, text)
    return str(raised.value)


@pytest.mark.parametrize(
    ("value", "character"),
    [
        (r'"a\u0000b"', "U+0000"),
        (r'"\u001b]0;x"', "U+001B"),
        (r'"a\rb"', "U+000D"),
        (r'"\u007f"', "U+007F"),
        (r'"\u0085"', "U+0085"),
        ('"a\u202eb"', "U+202E"),
        (r'"a\u2066b"', "U+2066"),
        (r'"\uffff"', "U+FFFF"),
        ('"a\ufffdb"', "U+FFFD"),
        ('"\uf0b7 a"', "U+F0B7"),
        (r'["a", "b\u0000"]', "U+0000"),
        (r'{ "b\u0000" = 1 }', "U+0000"),
        (r'{ a = { b = ["\u0000"] } }', "U+0000"),
    ],
)
def test_a_text_that_holds_what_no_text_does_is_told_with_its_line(value: str, character: str) -> None:
    told = read_refusal(f"[folders]\noutput = 'output'\n\n[publication]\npublisher = {value}\n")

    assert told.startswith("codepub.toml:5: `publication.publisher")
    assert told.endswith(f" holds {character}, which no text may hold. Take it out.")
    assert told.isprintable()


def test_all_texts_that_hold_what_no_text_does_are_told_at_once() -> None:
    told = read_refusal('[folders]\noutput = "\\u0000"\n[publication]\nreference = "\\u0000"\n')

    assert [line.partition("`")[0] for line in told.splitlines()] == ["codepub.toml:2: ", "codepub.toml:4: "]


def test_line_ends_and_tabs_are_text() -> None:
    assert parse_toml(FILE, 'a = """\n\tb\nc"""\n') == {"a": "\tb\nc"}


@pytest.mark.parametrize("bracket", ["[", "{a="])
def test_brackets_without_end_are_told_with_their_line(bracket: str) -> None:
    assert read_refusal(f"b = [1]\na = {bracket * 100_000}\n") == (
        "codepub.toml:2: brackets are nested too deeply here. Take them out."
    )


@pytest.mark.parametrize("key", ["a{}", "[a{}]\nb", "c = {{ a{} = 1 }}\nb"])
@pytest.mark.parametrize("step", [".a", ' . "a"', ".'a b'"])
def test_a_key_without_end_is_told_with_its_line(key: str, step: str) -> None:
    assert read_refusal(f"\n{key.format(step * 100_000)} = 1\n") == (
        "codepub.toml:2: this key has more parts than can be read. Take it out."
    )


def test_of_many_faults_the_first_twenty_are_told() -> None:
    told = read_refusal("".join(f'a{number} = "\\u0000"\n' for number in range(20_000))).splitlines()

    assert len(told) == 21
    assert told[19].startswith("codepub.toml:20: `a19` holds U+0000")
    assert told[20] == "There are more. Mend these; then the others are told."


def test_a_number_without_end_is_told_with_its_line() -> None:
    assert read_refusal(f"[cpt]\nlicence_number = '1'\ncopyright_year = {'9' * 5_000}\n") == (
        "codepub.toml:3: this number has more digits than can be read. Write a shorter one."
    )


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("allow", 0), 2),
        (("allow", 1, "because"), 6),
        (("allow", 7, "because"), 4),
        (("folders", "content"), 9),
        (("folders", "none"), 8),
        (("none", "content"), 9),
        (("top",), 1),
    ],
)
def test_the_line_of_a_setting_is_that_of_its_key_or_else_of_its_table(path: tuple[str | int, ...], line: int) -> None:
    text = "top = 1\n[[allow]]\nrule = 'a'\nbecause = 'b'\n[[allow]]\nbecause = 'c'\n\n[ folders ]\n'content' = 'd'\n"

    assert find_line(text, path) == line


@pytest.mark.parametrize(
    "text",
    [
        "[a]\nb = 1\n\n[review]\nsigners.coder = []\n",
        "[a]\nb = 1\n\n[ review . signers ]\ncoder = []\n",
        "[a]\nb = 1\n\n[review]\nsigners = {coder = []}\n",
    ],
)
def test_the_line_of_a_setting_of_a_table_in_a_table_is_found_however_it_is_written(text: str) -> None:
    assert find_line(text, ("review", "signers", "coder", 0)) == 5


def test_two_versions_that_git_left_are_told_with_the_lines_of_both(tmp_path: Path) -> None:
    file = tmp_path / "codepub.toml"
    file.write_text(TWO)

    with pytest.raises(CallError) as raised:
        read_text(file)

    assert str(raised.value) == (
        f"{file}:2: Git left two versions here. They end in line 6. "
        "Keep one of them, and delete the lines with <<<<<<<, ======= and >>>>>>>."
    )


def test_a_pipe_is_told_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "codepub.toml")

    with pytest.raises(UnreadableFileError, match=r"This is a pipe and no plain file\."):
        read_text(tmp_path / "codepub.toml")


def test_a_file_of_any_size_is_told_before_it_is_read(tmp_path: Path) -> None:
    file = tmp_path / "codepub.toml"
    with file.open("wb") as sparse:
        sparse.truncate(MAX_BYTES + 1)

    with pytest.raises(TooLargeError, match=r"1,048,577 bytes; at most 1,048,576 are read"):
        read_text(file)
