"""Characters in lists: what no text may hold is told with its row, what real lists hold is taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from codepub.codesets.store import open_store
from codepub.diagnostics import CallError
from tests.codesets.small_lists import ORDER, add_lists, pack, write_list, write_sheet

HEADING = "code,place of service name\n"
FILE = "place-of-service_2026-04.csv"


@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("\x1b", "U+001B CONTROL CHARACTER"),
        ("\x07", "U+0007 CONTROL CHARACTER"),
        ("\x0c", "U+000C CONTROL CHARACTER"),
        ("\x7f", "U+007F CONTROL CHARACTER"),
        ("\x85", "U+0085 CONTROL CHARACTER"),
        ("\x9b", "U+009B CONTROL CHARACTER"),
        ("\u202e", "U+202E RIGHT-TO-LEFT OVERRIDE"),
        ("\u2028", "U+2028 LINE SEPARATOR"),
        ("\ufeff", "U+FEFF ZERO WIDTH NO-BREAK SPACE"),
    ],
)
def test_a_character_that_no_text_may_hold_is_told_with_its_row(character: str, name: str, tmp_path: Path) -> None:
    with pytest.raises(CallError) as refused:
        add_lists(tmp_path, write_list(tmp_path / FILE, f"{HEADING}21,Hospital\n22,On{character}campus\n"))
    assert f"{FILE}:3: {name} stands here" in str(refused.value)
    lines = ORDER.replace("Injury of", f"Injury{character}of")
    with pytest.raises(CallError, match=rf"icd10cm-order-2026\.txt:6: {name.split(maxsplit=1)[0].replace('+', '.')}"):
        add_lists(tmp_path, write_list(tmp_path / "icd10cm-order-2026.txt", lines))


def test_such_a_character_in_the_first_rows_hides_no_list_of_a_zip(tmp_path: Path) -> None:
    file = pack(tmp_path / "a.zip", {FILE: f"{HEADING}21,Hos\x1bpital\n", "icd10cm-order-2026.txt": ORDER})
    with pytest.raises(CallError, match=r"2: U.001B"):
        add_lists(tmp_path, file)


def test_what_stands_in_a_column_that_is_not_kept_is_nobodys_concern(tmp_path: Path) -> None:
    (added,) = add_lists(tmp_path, write_list(tmp_path / FILE, "code,name,remark\n21,Hospital,\x1b[1m\n"))
    assert added.entries == 1


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ('"On\tcampus\r\n outpatient"', "On campus outpatient"),
        ("On\xa0campus", "On campus"),
        ("Caf\u00e9 \u2265 1", "Caf\u00e9 \u2265 1"),
    ],
)
def test_white_space_becomes_a_blank_and_letters_stay(cell: str, told: str, tmp_path: Path) -> None:
    (added,) = add_lists(tmp_path, write_list(tmp_path / FILE, f"{HEADING}22,{cell}\r\n\x1a"))
    with open_store(tmp_path) as store:
        (entry,) = store.entries(added.release)
    assert entry.description == told


def test_a_byte_that_windows_has_no_letter_for_loses_the_letter_and_not_the_code(tmp_path: Path) -> None:
    file = tmp_path / FILE
    file.write_bytes(HEADING.encode() + b"22,On \x93campus\x94\x81\n")
    (added,) = add_lists(tmp_path, file)
    with open_store(tmp_path) as store:
        (entry,) = store.entries(added.release)
    assert entry.description == "On \u201ccampus\u201d\ufffd"


def test_a_value_that_is_none_is_shown_short_and_so_that_a_terminal_obeys_nothing(tmp_path: Path) -> None:
    with pytest.raises(CallError) as refused:
        add_lists(
            tmp_path, write_sheet(tmp_path / "2026_April_Addendum_B.xlsx", [["HCPCS Code", "SI"], ["A" * 999, "C"]])
        )
    assert len(str(refused.value)) < 400
