from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codepub.document.nodes import Paragraph
from codepub.markup.parsing import ReferenceTargets, parse_prose
from codepub.markup.targets import find_link_targets, is_phrase, may_link_to_codes, parse_code_target
from codepub.origin import Origin, RecordId

ANY = st.one_of(
    st.text(st.sampled_from("*_^~[]()!<>&#`|\\-+.:;, \t\n1234 abcäβ漢😀\u00a0"), max_size=60), st.text(max_size=40)
)
TARGETS = ["https://a.b", "cpt:32120", "javascript:x", "a b", "<x y>", "http://[::1", "%zz", "//", "\u00e4"]


@pytest.mark.parametrize(
    ("target", "record"),
    [
        ("cpt:32120", RecordId("cpt", "32120")),
        ("HCPCS:a0425", RecordId("hcpcs", "a0425")),
        ("icd-10-pcs:0W390ZZ", RecordId("icd-10-pcs", "0W390ZZ")),
        ("icd-9:123", None),
        ("cpt:", None),
        ("cpt:../x", None),
        ("https://cms.gov", None),
    ],
)
def test_a_target_that_names_a_code_is_told_from_others(target: str, record: RecordId | None) -> None:
    assert parse_code_target(target) == record


def test_the_targets_of_links_are_listed_as_written() -> None:
    text = "See [a](https://cms.gov), [b](cpt:32120)\n\n- and [c](javascript:x)\n- `[d](e)` \\[f](g)"
    assert find_link_targets(text) == ("https://cms.gov", "cpt:32120", "javascript:x", "e")


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("One.", True),
        ("One\ntwo.", True),
        ("5 days", True),
        ("*a*", True),
        ("-5", True),
        ("One.\n\nTwo.", False),
        ("- one", False),
        ("* one", False),
        ("1. one", False),
        ("1) one", False),
        ("One:\n- two", False),
        ("One:\n1. two", False),
    ],
)
def test_a_phrase_is_one_paragraph_without_lists(text: str, is_one: bool) -> None:
    assert is_phrase(text) is is_one


@settings(max_examples=200, deadline=None)
@given(ANY)
def test_of_any_text_the_links_are_listed_and_the_form_is_told(text: str) -> None:
    assert isinstance(find_link_targets(text), tuple)
    assert isinstance(is_phrase(text), bool)


@settings(max_examples=200, deadline=None)
@given(ANY, st.sampled_from(TARGETS))
def test_the_quick_look_for_links_misses_none_that_leads_elsewhere_than_to_the_web(text: str, target: str) -> None:
    prose_with_link = f"{text}[x]({target})"
    if not may_link_to_codes(prose_with_link):
        assert all(found.startswith(("http", "mailto")) for found in find_link_targets(prose_with_link))


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("-+*1.) a\n"), min_size=1, max_size=20))
def test_the_quick_look_at_a_phrase_answers_as_the_reader_does(text: str) -> None:
    blocks = parse_prose(text, Origin(RecordId("cpt", "32120")), ReferenceTargets())
    assert is_phrase(text) == (len(blocks) == 1 and isinstance(blocks[0], Paragraph))
