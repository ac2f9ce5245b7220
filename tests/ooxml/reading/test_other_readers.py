"""Programs of others read the same words: pandoc by itself, LibreOffice by what it saves of our files."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import pytest

from codepub.compose.compose import compose
from codepub.compose.publisher import Publisher
from codepub.ooxml.reading.letters import BODY, PICTURE, Paragraph, WordFile
from codepub.ooxml.reading.states import accepted, rejected
from codepub.ooxml.reading.word_file import read_word_file
from tests.conformance.libreoffice import converted
from tests.ooxml.reading.word_files import bookmark, cell, control, p, r, row, table, word_file
from tests.programs import program
from tests.publications import SAMPLES, samples, theme, wording
from tests.writers.writing import write_docx

STATES = {"accept": accepted, "reject": rejected}
"""The two states of a file, by what pandoc calls them."""


# Files with changes ------------------------------------------------------------------------------------------------


def write_changes(seed: int) -> str:
    """Random paragraphs, some of them in cells, with random changes; each is made at a time of its own.

    LibreOffice joins changes that one hand made at one time, even over the end of a paragraph.
    """
    random, minutes = Random(seed), count()
    paragraphs = [_write_paragraph(random, minutes, number) for number in range(40)]
    rows = [row(cell(one), cell(other)) for one, other in zip(paragraphs[20:30], paragraphs[30:], strict=True)]
    return "".join(paragraphs[:20]) + table(*rows) + p(r("End"))


def _write_paragraph(random: Random, minutes: Iterator[int], number: int) -> str:
    pieces = "".join(_write_piece(random, minutes) for _ in range(random.randrange(5)))
    anchored = bookmark(f"b{number}", control(f"v/field/{number}", r("Start ") + pieces), number)
    change = random.choice(["", "", "ins", "del"]) if number < 19 else ""
    return p(anchored, properties=f"<w:rPr><w:{change} {_write_hand(minutes)}/></w:rPr>" if change else "")


def _write_piece(random: Random, minutes: Iterator[int]) -> str:
    text = f"{random.choice(['alpha ', 'beta', ' γ', 'x-y'])}{random.randrange(100)}"
    match random.choice(["kept", "ins", "del"]):
        case "ins":
            return f"<w:ins {_write_hand(minutes)}>{r(text)}</w:ins>"
        case "del":
            cut = f'<w:r><w:delText xml:space="preserve">{text}</w:delText></w:r>'
            return f"<w:del {_write_hand(minutes)}>{cut}</w:del>"
        case _:
            return r(text)


def _write_hand(minutes: Iterator[int]) -> str:
    hour, minute = divmod(next(minutes), 60)
    return f'w:id="{1000 + hour * 60 + minute}" w:author="Ada" w:date="2026-11-30T{hour:02}:{minute:02}:00Z"'


# What others read --------------------------------------------------------------------------------------------------


def words(text: str) -> str:
    """A text without spaces, in which readers differ, and without pictures."""
    return "".join(text.split()).replace(PICTURE, "")


def words_of(paragraphs: Iterable[Paragraph]) -> str:
    return words(" ".join(paragraph.text for paragraph in paragraphs if paragraph.story == BODY))


def read_by_pandoc(file: Path, changes: str) -> Any:
    command = [program("pandoc"), "--from=docx", f"--track-changes={changes}", "--to=json", str(file)]
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)


def words_by_pandoc(file: Path, changes: str) -> str:
    read = read_by_pandoc(file, changes)
    return words("".join(_list_words([*read["meta"].values(), *read["blocks"]])))


def _list_words(node: Any) -> Iterator[str]:
    match node:
        case list():
            for each in node:
                yield from _list_words(each)
        case {"t": "Str", "c": text}:
            yield text
        case {"t": "Image"}:
            return
        case {"t": "Table", "c": [_, _, *parts]}:  # its caption is what Word reads aloud in its place
            yield from _list_words(parts)
        case {"t": "Link" | "Span", "c": [_, content, *_]}:
            yield from _list_words(content)
        case {"c": content}:
            yield from _list_words(content)


@pytest.mark.needs("pandoc")
@pytest.mark.parametrize("state", STATES)
def test_pandoc_reads_the_same_paragraphs(state: str, tmp_path: Path) -> None:
    file = tmp_path / "changes.docx"
    file.write_bytes(word_file(write_changes(1)))

    blocks = read_by_pandoc(file, state)["blocks"]

    ours = STATES[state](read_word_file(file.read_bytes()).paragraphs)
    assert [words("".join(_list_words(block))) for block in blocks if block["t"] == "Para"] == [
        words(each.text) for each in ours if each.cell is None
    ]
    assert words_by_pandoc(file, state) == words_of(ours)


@pytest.mark.conformance
@pytest.mark.needs("pandoc", "soffice")
def test_what_libreoffice_saves_has_the_same_states_and_anchors(tmp_path: Path) -> None:
    sent = tmp_path / "sent.docx"
    sent.write_bytes(word_file(write_changes(2)))

    returned = converted(sent, "docx:MS Word 2007 XML", _make_folder(tmp_path))

    before, after = read_word_file(sent.read_bytes()), read_word_file(returned.read_bytes())
    for state, read_state in STATES.items():
        assert _read_field_words(before, read_state) == _read_field_words(after, read_state)
        assert words_by_pandoc(returned, state) == words_of(read_state(after.paragraphs))
    assert [each.bookmarks for each in after.paragraphs] == [each.bookmarks for each in before.paragraphs]


def _make_folder(folder: Path) -> Path:
    made = folder / "returned"
    made.mkdir()
    return made


def _read_field_words(file: WordFile, read_state: Any) -> list[tuple[str, tuple[str, ...], object]]:
    return [
        (each.text, each.tags, None if each.cell is None else (each.cell.row, each.cell.column))
        for each in read_state(file.paragraphs)
        if each.story == BODY
    ]


@pytest.mark.conformance
@pytest.mark.needs("pandoc", "soffice")
@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_reads_the_same_before_and_after_libreoffice_saved_it(name: str, tmp_path: Path) -> None:
    sent = tmp_path / "sent.docx"
    sent.write_bytes(write_docx(compose(samples()[name], wording(), Publisher()), theme()).content)

    returned = converted(sent, "docx:MS Word 2007 XML", _make_folder(tmp_path))

    before, after = _read_body(sent), _read_body(returned)
    assert words_by_pandoc(sent, "accept") == words_of(before)
    assert [_say_all(each) for each in after] == [_say_all(each) for each in before]


def _read_body(file: Path) -> list[Paragraph]:
    return [each for each in read_word_file(file.read_bytes()).paragraphs if each.story == BODY]


def _say_all(paragraph: Paragraph) -> tuple[object, ...]:
    """All of a paragraph that a review goes by; LibreOffice drops links within a file that have a tip."""
    looks = [(each.look.bold, each.look.italic, each.look.raised, each.look.target) for each in paragraph.letters]
    return paragraph.text, paragraph.heading, paragraph.list_level, paragraph.bookmarks, paragraph.cell, looks
