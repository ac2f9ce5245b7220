"""What no text may hold is one table: who reads, writes or shows texts agrees about it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from codepub.characters import UNFIT
from codepub.diagnostics import CallError, printable
from codepub.toml_files import parse_toml
from tests.yaml.test_reading import read_text

UNSEEN = ["\x00", "\x1b", "\x85", "\u2028", "\ufeff", "\U000e0041"]
BOXES = ["\ufff9", "\ufdd0", "\uffff", "\U0001fffe"]
TURNING = ["\u061c", "\u200f", "\u202e", "\u2066"]
DAMAGED = ["\ufffd", "\uf0b7", "\U000f0000", "\U0010fffd"]


def code_point(character: str) -> str:
    return f"U+{ord(character):04X}"


@pytest.mark.parametrize("character", UNSEEN + BOXES + TURNING + DAMAGED, ids=code_point)
def test_a_record_and_a_file_of_settings_hold_the_same(character: str) -> None:
    reading = read_text(f'title: "a{character}b"\n')

    assert [one.rule.endswith("-character") for one in reading.diagnostics] == [True]
    with pytest.raises(CallError, match=re.escape(f"holds {code_point(character)}, which no text may hold")):
        parse_toml(Path("codepub.toml"), f'title = "a\\U{ord(character):08x}b"\n')


@pytest.mark.parametrize("text", ["a\tb\n", "é ≥ 1", "a\u00a0b", "co\u00adop", "👩\u200d⚕️", "𠮷", "\ufffc"])
def test_what_authors_type_is_none_of_it(text: str) -> None:
    assert re.search(f"[{UNFIT}]", text) is None
    assert parse_toml(Path("codepub.toml"), f'title = """{text}"""\n') == {"title": text}


@pytest.mark.parametrize("character", [*UNSEEN, *TURNING, "\udc80", "\t", "\n", "\r"], ids=code_point)
def test_a_message_shows_by_its_number_what_a_terminal_would_obey_or_hide(character: str) -> None:
    assert printable(f"a{character}b").isascii()


@pytest.mark.parametrize("character", BOXES + DAMAGED, ids=code_point)
def test_a_message_shows_what_a_terminal_has_a_box_for(character: str) -> None:
    assert printable(character) == character
