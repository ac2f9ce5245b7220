from __future__ import annotations

import re

import pytest

from codepub.checks.sentences import find_surroundings


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("One. Two X three. Four.", " Two ", " three"),
        ("X", "", ""),
        ("It is 1.5 X; more", "It is 1.5 ", ""),
        ("One\n\nX two\nthree\n \nfour", "", " two\nthree"),
    ],
)
def test_a_sentence_ends_at_its_sign_or_its_paragraph(text: str, before: str, after: str) -> None:
    found = re.search("X", text)
    assert found is not None
    assert find_surroundings(found) == (before, after)
