"""How many spaces a tab stands for: what the lines around it leave open, nobody guesses."""

from __future__ import annotations

import pytest

from codepub.yaml.tabs import find_tab_width


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("a:\n\tb: 1\n\tc: 2\n", 2),
        ("a:\n  b: 1\n\tc: 2\n", 2),
        ("a:\n    b: 1\n\tc: 2\n", 4),
        ("a:\n        b: 1\n\tc: 2\n", 8),
        ("a:\n  -\tb\n  - c\n", 2),
        ("a:\n\tb: |\n\t\ttext\n", 2),
        ("a:\n  b: |\n    text\n\tc: 2\n", 2),
        ("a:\n  b:\n    c: 1\n\td: 2\n", None),
        ("a:\n   b: 1\n\tc: 2\n", None),
        ("a: [1\n\tb: 2\n", None),
        ("a:\n  b: x\n  \tc: y\n", None),
        ("a:\n\tb: " + "[" * 100_000, None),
    ],
)
def test_a_tab_stands_for_the_columns_with_which_the_text_says_one_thing(text: str, width: int | None) -> None:
    assert find_tab_width(text) == width
