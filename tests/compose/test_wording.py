from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from codepub.compose.compose import compose
from codepub.compose.publisher import Publisher
from codepub.compose.wording import Wording, join_names, long_date
from codepub.diagnostics import CallError
from codepub.document.nodes import Emphasis, Inlines, Text
from codepub.document.text import plain_text
from tests.publications import all_text, bare, full, headings, record, wording


def worded(table: str, key: str, text: Any) -> Wording:
    """The shipped wording with one string of a workspace's own."""
    words = {**wording().words, table: {**wording().words[table], key: text}}
    return replace(wording(), words=words, source="templates/wording.toml")


def without(table: str, key: str) -> Wording:
    kept = {name: text for name, text in wording().words[table].items() if name != key}
    return Wording({**wording().words, table: kept}, "templates/wording.toml")


def say(words: Wording) -> None:
    compose(record(full(specifications__diagnoses={"unavailable": "unknown"})), words, Publisher())


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("{{ ''.__class__ }}", "unsafe"),
        ("{{ payers.__class__.__mro__ }}", "unsafe"),
        ("{{ payers.__init__.__globals__ }}", "unsafe"),
        ("{{ payer }}", "'payer' is undefined"),
        ("{{ payers", "unexpected end of template"),
        ("{% for payer in payers %}", "Unexpected end of template"),
        ("{{ payers | listing }}", "No filter named 'listing'"),
        ("{% include '/etc/passwd' %}", "no loader"),
        ("{{ 1 // 0 }}", "division"),
        ("{{ payers + 1 }}", "tuple"),
        ("{{ range(1000000000) | list }}", "Range too big"),
        ("{{ 9 ** 9 ** 9 }}", "powers are not computed"),
        ("{{ lipsum(n=9999999) }}", "'lipsum' is undefined"),
    ],
)
def test_a_string_that_fails_is_told_with_its_file_and_its_key(text: str, fact: str) -> None:
    with pytest.raises(
        CallError, match=r"^templates/wording\.toml: \[sentences\] payers cannot be rendered: "
    ) as raised:
        say(worded("sentences", "payers", text))

    assert fact in str(raised.value)


@pytest.mark.parametrize(
    ("table", "key"),
    [("headings", "modifiers"), ("fields", "diagnoses"), ("statements", "unknown"), ("columns", "modifiers")],
)
def test_a_string_that_is_not_there_is_told_with_its_file_and_its_key(table: str, key: str) -> None:
    with pytest.raises(CallError, match=rf"^templates/wording\.toml: \[{table}\] {key} is missing\. Add it\.$"):
        say(without(table, key))


@pytest.mark.parametrize("headers", ["Modifier", ("Modifier", "Description"), ()])
def test_headers_must_be_as_many_as_the_columns(headers: Any) -> None:
    with pytest.raises(CallError, match=r"\[columns\] modifiers must be a list of 3 headers\."):
        say(worded("columns", "modifiers", headers))


def test_a_list_where_a_string_belongs_is_told() -> None:
    with pytest.raises(CallError, match=r"\[headings\] modifiers must be text in quotes\."):
        say(worded("headings", "modifiers", ("Modifiers",)))


def test_a_string_of_a_workspaces_own_takes_the_place_of_the_shipped_one() -> None:
    document = compose(record(bare()), worded("headings", "modifiers", "Modifiers of {{ 'it' }}"), Publisher())

    assert "Modifiers of it" in [all_text(heading) for _, heading in headings(document)]


@pytest.mark.parametrize(
    ("pattern", "title"),
    [
        ("{{ title }} ({{ system }} {{ code }})", "Ground mileage (HCPCS A0425)"),
        ("{{ system }} {{ code }}", "HCPCS A0425"),
        ("Code {{ code }} — {{ title | upper }}", "Code A0425 — GROUND MILEAGE"),
        ("{{ code }}. {{ title }}!", "A0425. Ground mileage!"),
    ],
)
def test_a_workspace_may_write_titles_otherwise(pattern: str, title: str) -> None:
    document = compose(record(bare()), worded("headings", "title", pattern), Publisher())

    assert document.title == title


def test_a_statement_need_not_name_the_note_which_then_follows_it() -> None:
    data = bare(specifications__diagnoses={"unavailable": "as-text", "note": "The note."})
    document = compose(record(data), worded("statements", "as-text", "It is told elsewhere."), Publisher())

    assert "It is told elsewhere. The note." in all_text(document.sections)


def test_dates_are_written_as_american_readers_write_them() -> None:
    assert long_date(date(2026, 9, 1)) == "September 1, 2026"


@pytest.mark.parametrize(
    ("members", "sentence"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c"], "a, b, and c"),
        (["a, b", "c", "d"], "a, b; c; and d"),
    ],
)
def test_members_are_joined_as_in_a_sentence(members: list[str], sentence: str) -> None:
    assert join_names(members) == sentence


FIRST, SECOND = (Emphasis((Text(name),)) for name in ("Aetna", "Blue, Inc."))
"""Inlines that are told from the text around them."""


def rendered(pattern: str, *, name: Inlines = (FIRST,), names: tuple[Inlines, ...] = ((FIRST,), (SECOND,))) -> Inlines:
    return worded("sentences", "tried", pattern).inlines("sentences", "tried", name=name, names=list(names))


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("By {{ name }}.", (Text("By "), FIRST, Text("."))),
        ("{{ name }}", (FIRST,)),
        ("Of {{ names | listed }}.", (Text("Of "), FIRST, Text(" and "), SECOND, Text("."))),
        ("{{ names | length }}: {{ names[1] }}", (Text("2: "), SECOND)),
        ("{% if name %}By {{ name }}{% endif %}", (Text("By "), FIRST)),
        ("No name.", (Text("No name."),)),
    ],
)
def test_a_value_that_a_string_prints_as_it_is_stays_what_it_is(pattern: str, expected: Inlines) -> None:
    assert rendered(pattern) == expected


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("By {{ name | upper }}.", "By AETNA."),
        ("By {{ name[:3] }}.", "By Aet."),
        ("{{ name | length }} letters", "5 letters"),
        ("{% if name == 'Aetna' %}It is {{ name }}{% endif %}", "It is Aetna"),
        ("{{ name | capitalized | replace('A', 'a') }}", "aetna"),
    ],
)
def test_a_value_that_a_string_changes_or_asks_is_text(pattern: str, expected: str) -> None:
    assert rendered(pattern) == (Text(expected),)


def test_a_value_that_is_printed_twice_is_a_value_once() -> None:
    assert rendered("{{ name }} and {{ name }}") == (FIRST, Text(" and Aetna"))


@pytest.mark.parametrize("typed", ["\ufdd0", "\ufdd00\ufdd1Aetna\ufdd2", "\ufdd2\ufdd1\ufdd0", "\ufdd09\ufdd1x\ufdd2"])
def test_characters_that_mark_values_inside_are_text_where_authors_type_them(typed: str) -> None:
    name = (Text(typed),)

    assert plain_text(rendered("By {{ name }}.", name=name)) == f"By {typed}."
