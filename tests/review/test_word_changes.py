"""What changed between two texts is shown in whole words, few and together, with little of what stayed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codepub.review.receive_text import show_words
from codepub.review.word_changes import compare_words

SHOWN = [
    ("one two three", "one 2 three", "one [-two-]{+2+} three"),
    ("one two", "one two three", "one two{+ three+}"),
    ("one two three", "one three", "one [-two -]three"),
    ("14.39", "14.93", "[-14.39-]{+14.93+}"),
    ("the usual case", "the unusual case", "the [-usual-]{+unusual+} case"),
    ("operate again. Then stop", "operate again, then stop", "operate again[-. Then-]{+, then+} stop"),
    ("", "new words", "{+new words+}"),
    ("old words", "", "[-old words-]"),
    ("one\ntwo three", "one two  3", "one two [-three-]{+3+}"),
    (
        "a chest radiograph is made at once in all of them",
        "the blood count and the clotting is looked at before all of that",
        "[-a chest radiograph is made at once in all of them-]"
        "{+the blood count and the clotting is looked at before all of that+}",
    ),
]


@pytest.mark.parametrize(("old", "new", "shown"), SHOWN)
def test_words_are_changed_whole(old: str, new: str, shown: str) -> None:
    assert show_words(old, new) == shown


def test_what_stayed_far_from_a_change_is_left_out() -> None:
    stayed = " ".join(f"word{number}" for number in range(40))
    shown = show_words(f"{stayed} old {stayed}", f"{stayed} new {stayed}")
    assert shown.startswith("… word")
    assert "word39 [-old-]{+new+} word0 word1" in shown
    assert shown.endswith(" …")
    assert len(shown) < 160


def test_nothing_that_a_terminal_obeys_is_shown() -> None:
    assert "\x1b" not in show_words("a", "a \x1b[31mb")


@given(st.text("ab .,", max_size=30), st.text("ab .,", max_size=30))
def test_both_texts_can_be_read_from_what_changed(old: str, new: str) -> None:
    changed = compare_words(old, new)
    assert "".join(one.text for one in changed if one.kind != "new") == " ".join(old.split())
    assert "".join(one.text for one in changed if one.kind != "old") == " ".join(new.split())
