from __future__ import annotations

import pytest
from PIL import ImageFont

from codepub.writers.faces import FACES, find_font_file
from codepub.writers.text_widths import ROOM, break_lines, measure_line, measure_words

SEMIBOLD = next(face for face in FACES if face.file == "SourceSansPro-Semibold.ttf")
NAMES = ("Commercial, all", "Medicare Advantage", "BlueCross BlueShield of Illinois", "$1,210.00", "UnitedHealthcare")


@pytest.mark.parametrize("text", NAMES)
def test_a_line_is_about_as_wide_as_it_is_reckoned_and_with_its_room_never_wider(text: str) -> None:
    drawn = ImageFont.truetype(find_font_file(SEMIBOLD), 100).getlength(text) / 100

    assert drawn / ROOM < measure_line(measure_words(text)) < drawn * 1.1


def test_lines_are_filled_and_none_is_wider_than_asked_for() -> None:
    lines = break_lines("BlueCross BlueShield of Illinois, HMO and PPO", 9)

    assert lines == ("BlueCross BlueShield", "of Illinois, HMO and", "PPO")
    assert all(measure_line(measure_words(line)) <= 9 for line in lines)


@pytest.mark.parametrize("text", ["x" * 500, "保険者" * 40, "W", "a bc", "é" * 90])
def test_a_word_wider_than_a_line_goes_on_in_the_next_and_loses_nothing(text: str) -> None:
    lines = break_lines(text, 3)

    assert "".join(lines).replace("-", "") == text.replace(" ", "") or " ".join(lines) == text
    assert all(measure_line(measure_words(line)) <= 3 for line in lines)


def test_a_long_word_is_cut_behind_its_hyphens_or_with_new_ones_between_letters() -> None:
    assert break_lines("Westernmost-Easternmost", 7) == ("Westernmost-", "Easternmost")
    assert break_lines("HMO/PPO-Supercalifragilistic 1234567890123", 5) == (
        "HMO/PPO-",
        "Supercalifr-",
        "agilistic",
        "1234567890",
        "123",
    )


def test_a_line_narrower_than_a_character_still_takes_one() -> None:
    assert break_lines("Medic", 0.01) == tuple("Medic")


def test_nothing_has_no_lines() -> None:
    assert break_lines(" ", 9) == ()
