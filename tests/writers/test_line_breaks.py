"""Where a line must not break."""

from __future__ import annotations

import pytest

from codepub.writers.line_breaks import list_words, split_pieces


def find_kept(text: str) -> list[str]:
    return [piece.text for piece in split_pieces(text) if piece.is_kept]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("one unit for every 0.1 mg (100 µg), where", ["0.1 mg", "100 µg"]),
        ("below 30 mL/min/1.73 m", ["30 mL/min/1.73 m"]),
        ("cells are 15.2 × 10", ["15.2 × 10"]),
        ("/L. Ultrasound", ["/L."]),
        ("use of ≥ 4 hours", ["≥ 4"]),
        ("about 4–20 cm H", ["4–20 cm"]),
        ("a fever of 38.6 °C, and 5 percent", ["38.6 °C"]),
        ("a re-exploration of L3–L4, coded in ICD-10-PCS", ["re-exploration", "L3–L4", "ICD-10-PCS"]),
        ("on 2026-11-01, a 12-lead and a 90-day period", ["2026-11-01", "12-lead", "90-day"]),
        ("PC/TC and mmol/L", ["PC/TC", "mmol/L"]),
    ],
)
def test_a_quantity_a_short_compound_and_words_joined_by_a_slash_are_kept_in_one_line(
    text: str, kept: list[str]
) -> None:
    assert find_kept(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "the schedule of 2025 has 32120",
        "https://www.cms.gov/medicare-coverage/view/ncd.aspx",
        "Procedure-to-Procedure Edits",
        "a – b, x / y",
        "</script>",
        "3 Medicare patients",
        "$92.40 to $131.20",
    ],
)
def test_lines_break_in_running_text_in_addresses_and_in_long_compounds(text: str) -> None:
    assert find_kept(text) == []


@pytest.mark.parametrize("text", ["", "0.1 mg", "A re-exploration, 0.1 mg/kg of it, and more", "/L"])
def test_nothing_of_a_text_is_lost(text: str) -> None:
    assert "".join(piece.text for piece in split_pieces(text)) == text


def test_what_is_kept_in_one_line_counts_as_one_word() -> None:
    assert list_words("every 0.1 mg (100 µg), re-read") == ["every", "0.1 mg", "(100 µg),", "re-read"]
