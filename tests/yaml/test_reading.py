from __future__ import annotations

import time
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import yaml
from codepub.diagnostics import Rule
from codepub.origin import FieldPath, Position
from codepub.records.code_summary import CodeSummary
from codepub.records.shape import Shape
from codepub.yaml.reading import Reading, read
from codepub.yaml.rules import (
    ENCODING,
    MAX_BYTES,
    MAX_MISTAKES,
    TOO_LARGE,
    TOO_MANY_MISTAKES,
    TOO_MANY_VALUES,
    YAML_RULES,
)

FILE = Path("content/cpt/32120.yaml")
HINTS = Shape(CodeSummary)

RECORD = """\
# yaml-language-server: $schema=../../schemas/code-summary.schema.json
system: CPT
code: "32120"
title: Thoracotomy for surgical re-exploration
edition: 2026
effective: 2026-01-01
tags: [thoracic]
summary:
  meaning: |
    Some prose about the code — in Bogotá, β and 😀 too.
    It goes on for a second line: with a colon, and a 62 in it.
  payers: [Aetna, "Blue Cross 😀", Cigna Health]
  scope: >-
    What readers will
    find, in a sentence.
specifications:
  modifiers:
    - {modifier: "22", description: Substantially more work than usual}
    - modifier: "62"
      when_to_use: {unavailable: asked-unknown, since: 2026-09-01}
  diagnoses:
    unavailable: unknown
  related_codes: []
payment:
  work_rvu: 36.10
  is_bundled: false
"""


def read_text(text: str) -> Reading:
    return read(FILE, text.encode(), HINTS)


def place(text: str, words: str) -> tuple[int, int]:
    """Give the line and the column, from 1, at which words first stand in a text."""
    before = text[: text.index(words)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def line_and_column(position: Position) -> tuple[int, int]:
    return position.line, position.column


# --- what is read -------------------------------------------------------------------------------------------------


def test_a_sound_record_is_read_without_diagnostics() -> None:
    assert read_text(RECORD).diagnostics == ()


def test_a_sound_record_has_the_data_that_another_reader_of_yaml_finds() -> None:
    data = read_text(RECORD).data
    expected = yaml.safe_load(RECORD)
    expected["payment"]["work_rvu"] = Decimal("36.10")
    assert data == expected


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("Thoracotomy", "Thoracotomy"),
        ('"32120"', "32120"),
        ("'012'", "012"),
        ('"no"', "no"),
        ("2026", 2026),
        ("0", 0),
        ("-7", -7),
        ("true", True),
        ("False", False),
        ("2026-01-01", date(2026, 1, 1)),
        ("2026-02-30", "2026-02-30"),
        ("2026-1-1", "2026-1-1"),
        ("J95.830", "J95.830"),
        ("S27.0XXA", "S27.0XXA"),
        ("A4341", "A4341"),
        ("0042T", "0042T"),
        ("1.2.3", "1.2.3"),
        ("0-3 days", "0-3 days"),
        ("-b", "-b"),
        ("Norway", "Norway"),
        ("XXX", "XXX"),
        ("nothing of the kind", "nothing of the kind"),
        ("Not masked", "Not masked"),
        ("a\u00a0b", "a\u00a0b"),
        ("|\n  Note:\u00a0a\n  \u00a0b\n", "Note:\u00a0a\n\u00a0b\n"),
        ("“Bogotá” and “β”", "“Bogotá” and “β”"),
        ("unknown primary tumor", "unknown primary tumor"),
        ("[]", []),
        ("{}", {}),
        ("|\n  two\n  lines\n", "two\nlines\n"),
        ('"a\\tb"', "a\tb"),
    ],
)
def test_a_value_is_read_as_it_is_typed(typed: str, value: object) -> None:
    reading = read_text(f"field: {typed}\n")
    assert reading.diagnostics == ()
    assert reading.data == {"field": value}
    assert type(reading.data["field"]) is type(value)


def test_a_decimal_number_keeps_its_digits() -> None:
    reading = read_text("work_rvu: 36.10\n")
    assert reading.data is not None
    assert str(reading.data["work_rvu"]) == "36.10"


def test_a_byte_order_mark_at_the_start_of_utf_8_is_tolerated() -> None:
    reading = read(FILE, b"\xef\xbb\xbftitle: Thoracotomy\n", HINTS)
    assert reading.data == {"title": "Thoracotomy"}
    assert line_and_column(reading.locate_key(("title",))) == (1, 1)


@pytest.mark.parametrize("reason", ["unknown", "not-applicable", "as-text", "unknwon"])
def test_a_reason_for_what_is_unavailable_is_no_placeholder(reason: str) -> None:
    assert read_text(f"payers: {{unavailable: {reason}}}\n").diagnostics == ()


# --- what is refused, and where -----------------------------------------------------------------------------------

MISTAKES = [
    # text, rule, line, column, width, words of the message
    ("title: Thoracotomy: a second look\n", "yaml-syntax", 1, 19, 1, "colon and a space"),
    ("rows:\n  - {code: Foo: bar}\n", "yaml-syntax", 2, 15, 1, "colon and a space"),
    ('title: A second look"\n', "lost-quote", 1, 8, 14, "ends with a quote, and none stands before it"),
    ("title: foo\n  scope: bar\n", "yaml-syntax", 2, 3, 5, "indented like a part of the text"),
    ("a: 1\ntitle:Foo\nedition: 2026\n", "yaml-syntax", 2, 1, 9, "no space after the colon"),
    ("a:\n  title:Foo\n  edition: 2026\n", "yaml-syntax", 3, 10, 1, "in the line above"),
    ("a: 1\ntitle\nedition: 2026\n", "yaml-syntax", 2, 1, 5, "a colon is missing"),
    ("title:\nThoracotomy\nedition: 2026\n", "yaml-syntax", 2, 1, 11, "a colon is missing"),
    ('title: "Foo\nedition: 2026\n', "yaml-syntax", 1, 8, 4, "never closed"),
    ("title: 'Foo\nedition: 2026\n", "yaml-syntax", 1, 8, 4, "never closed"),
    ('title: "Foo" bar\n', "yaml-syntax", 1, 14, 3, "quoted text ends before this"),
    ("title: 'surgeon's choice'\n", "yaml-syntax", 1, 17, 1, "quoted text ends before this"),
    ("tags: [a, b\nedition: 2026\n", "yaml-syntax", 1, 7, 3, "`[` is not closed"),
    ("tags: {a: b\nedition: 2026\n", "yaml-syntax", 1, 7, 3, "`{` is not closed"),
    ("tags: [a, b]]\n", "yaml-syntax", 1, 13, 1, "closes nothing"),
    ("tags: [a] and b\n", "yaml-syntax", 1, 11, 3, "after a closing bracket"),
    ("tags: [a, , b]\n", "yaml-syntax", 1, 11, 1, "value is missing"),
    ("a:\n    b: 1\n  c: 2\n", "yaml-syntax", 3, 3, 2, "indented unlike"),
    ("a:\n  - b\n  c: d\n", "yaml-syntax", 3, 3, 2, "no `- `"),
    ("a: - b\n", "yaml-syntax", 1, 4, 1, "cannot start here"),
    ("title: @foo\n", "yaml-syntax", 1, 8, 4, "cannot start with this character"),
    ("title: `foo`\n", "yaml-syntax", 1, 8, 5, "cannot start with this character"),
    ("title: %5\n", "yaml-syntax", 1, 8, 2, "cannot start with this character"),
    ("%foo\ntitle: a\n", "yaml-syntax", 1, 1, 4, "instruction to YAML"),
    ('a: "C:\\path"\n', "yaml-syntax", 1, 7, 6, "backslash"),
    ("a: | text here\n", "yaml-syntax", 1, 6, 4, "starts on the next line"),
    ("a: ? b\n", "yaml-syntax", 1, 4, 1, "cannot start with `? `"),
    ("a: b\n...\nc: d\n", "yaml-syntax", 3, 1, 2, "after the end"),
    ("a: |0\n  x\n", "yaml-syntax", 1, 5, 1, "indentation indicator equal to 0"),
    ("a:\n\tb: 1\n", "tab", 2, 1, 1, "only spaces"),
    ("a:\n  b: 1\n\t\tc: 2\n", "tab", 3, 1, 2, "only spaces"),
    ("a: |\n\tfoo\n", "tab", 2, 1, 1, "only spaces"),
    ("a:\n-\tb: c\n", "tab", 2, 2, 1, "only spaces"),
    ("title: a\nscope: b\ntitle: c\n", "duplicate-key", 3, 1, 5, "`title` is written twice: on line 1 and on line 3"),
    ("a:\n  - {b: c, b: d}\n", "duplicate-key", 2, 12, 1, "`a[1].b` is written twice"),
    ("a: &name b\n", "anchor", 1, 4, 7, "`&name` is an anchor"),
    ("a: *name\n", "anchor", 1, 4, 5, "`*name` is an alias"),
    ("a:\n  <<: {b: c}\n", "anchor", 2, 3, 2, "merges"),
    ("a:\n  <<: *base\n", "anchor", 2, 3, 2, "merges"),
    ("*a : b\n", "anchor", 1, 1, 2, "alias"),
    ("a: *bold* text\n", "anchor", 1, 4, 6, "cannot start with `*`"),
    ("a: & D\n", "anchor", 1, 4, 1, "cannot start with `&`"),
    ("edition: !!str 2026\n", "tag", 1, 10, 10, "`!!str` is a tag"),
    ("a: !foo [b]\n", "tag", 1, 4, 6, "`!foo` is a tag"),
    ("a: !!python/object/apply:os.system [id]\n", "tag", 1, 4, 33, "is a tag"),
    ("a: !x!y z\n", "tag", 1, 4, 4, "takes it for a tag"),
    ("!x a: b\n", "tag", 1, 1, 4, "`!x` is a tag"),
    ("title: One\n---\ntitle: Two\n", "several-documents", 2, 1, 3, "second document"),
    ("2026: x\n", "non-text-key", 1, 1, 4, "`2026`"),
    ("true: x\n", "non-text-key", 1, 1, 4, "`true`"),
    ("a:\n  no: x\n", "non-text-key", 2, 3, 2, "`no`"),
    ("2026-01-01: x\n", "non-text-key", 1, 1, 10, "`2026-01-01`"),
    ("?\n: x\n", "non-text-key", 1, 2, 1, "without a name"),
    ("[a, b]: x\n", "non-text-key", 1, 1, 1, "list or a mapping"),
    ("a: {{ x }}\n", "non-text-key", 1, 5, 1, "list or a mapping"),
    ("title: a\u0007b\n", "control-character", 1, 9, 1, "U+0007"),
    ("title: a\0\0\0b\n", "control-character", 1, 9, 3, "U+0000 NUL"),
    ("title: a\u0085b\n", "control-character", 1, 9, 1, "U+0085"),
    ("title: a\u2028b\n", "control-character", 1, 9, 1, "LINE SEPARATOR"),
    ("title: a\rb\n", "control-character", 1, 9, 1, "CARRIAGE RETURN"),
    ("a: b\n\ufefftitle: c\n", "control-character", 2, 1, 1, "U+FEFF"),
    ("title: a\uffffb\n", "control-character", 1, 9, 1, "U+FFFF"),
    ('title: "a\\0b"\n', "control-character", 1, 8, 6, "escape in this text stands for U+0000"),
    ('title: "a\\uFEFFb"\n', "control-character", 1, 8, 10, "U+FEFF"),
    ('title: "a\\ud800b"\n', "control-character", 1, 12, 6, "surrogate"),
    ('"a\\eb": c\n', "control-character", 1, 1, 6, "U+001B ESCAPE"),
    ("title: a\u202eb\n", "bidi-character", 1, 9, 1, "U+202E RIGHT-TO-LEFT OVERRIDE"),
    ("# \u2066 in a comment\ntitle: a\n", "bidi-character", 1, 3, 1, "U+2066"),
    ('title: "a\\u200Fb"\n', "bidi-character", 1, 8, 10, "U+200F"),
    ("title: caf\ufffd\n", "damaged-character", 1, 11, 1, "U+FFFD REPLACEMENT CHARACTER"),
    ("title: a \ufffd\ufffd\n", "damaged-character", 1, 10, 2, "2 unwanted characters"),
    ("a: |\n  \uf0b7 one\n", "damaged-character", 2, 3, 1, "U+F0B7"),
    ("a: drains of \uf0b3 200\n", "damaged-character", 1, 14, 1, "U+F0B3"),
    ("a: \U000f0001\n", "damaged-character", 1, 4, 1, "U+F0001"),
    ("a: b\U0010fffd\n", "damaged-character", 1, 5, 1, "U+10FFFD"),
    ("ti\ufffdtle: a\n", "damaged-character", 1, 3, 1, "U+FFFD"),
    ("# caf\ufffd\ntitle: a\n", "damaged-character", 1, 6, 1, "U+FFFD"),
    ('title: "a\\uFFFDb"\n', "damaged-character", 1, 8, 10, "escape in this text stands for U+FFFD"),
    ('title: "a\\uF0B7b"\n', "damaged-character", 1, 8, 10, "U+F0B7"),
    ('title: "a\ufffdb"\n', "damaged-character", 1, 10, 1, "U+FFFD"),
    ("title: a\U000e0041b\n", "control-character", 1, 9, 1, "U+E0041 TAG LATIN CAPITAL LETTER A"),
    ("title: a\ufdd0b\n", "control-character", 1, 9, 1, "U+FDD0"),
    ("title: a\U0001ffffb\n", "control-character", 1, 9, 1, "U+1FFFF"),
    ('code: "321\u200b20"\n', "hidden-character", 1, 11, 1, "U+200B ZERO WIDTH SPACE"),
    ('code: "321\u00ad20"\n', "hidden-character", 1, 11, 1, "U+00AD SOFT HYPHEN"),
    ('code: "321\\u200b20"\n', "hidden-character", 1, 7, 13, "U+200B ZERO WIDTH SPACE"),
    ("pos: ['2\u2060\u20601']\n", "hidden-character", 1, 9, 2, "U+2060 WORD JOINER"),
    ("modifier: L\u200dT\n", "hidden-character", 1, 12, 1, "U+200D ZERO WIDTH JOINER"),
    ("url: https://www.cms\u200b.gov/\n", "hidden-character", 1, 21, 1, "U+200B"),
    ("url: https://www.cms\ufe0f.gov/\n", "hidden-character", 1, 21, 1, "U+FE0F VARIATION SELECTOR-16"),
    ("ti\u200btle: a\n", "hidden-character", 1, 3, 1, "U+200B"),
    ("ti\u034ftle: a\n", "hidden-character", 1, 3, 1, "U+034F COMBINING GRAPHEME JOINER"),
    ("a:\n  - sco\u3164pe: b\n", "hidden-character", 2, 8, 1, "U+3164 HANGUL FILLER"),
    ("title: Thora\u200bcotomy\n", "hidden-in-text", 1, 13, 1, "U+200B"),
    ("summary:\n  scope: A\u200dB of it.\n", "hidden-in-text", 2, 11, 1, "U+200D"),
    ("summary:\n  scope: |\n    a\n    10\u206020\n", "hidden-in-text", 4, 7, 1, "U+2060"),
    ("summary:\n  scope: 32\u00ad120\n", "hidden-in-text", 2, 12, 1, "U+00AD"),
    ("summary:\n  scope: at https://cms\u00ad.gov\n", "hidden-in-text", 2, 24, 1, "U+00AD"),
    ("summary:\n  scope: {unavailable: as-text, note: see\u180e 2}\n", "hidden-in-text", 2, 42, 1, "U+180E"),
    ("<<<<<<< HEAD\na: b\n=======\na: c\n>>>>>>> spring\nd: e: f\n", "conflict", 1, 1, 12, "Git left two versions"),
    ("a: |\n  b\n  <<<<<<< HEAD\n  c\n  =======\n  d\n  >>>>>>> x\n", "conflict", 3, 3, 12, "two versions"),
    ('a: "b\n<<<<<<< HEAD\n  c\n=======\n  d\n>>>>>>> x\n  e"\n', "conflict", 2, 1, 12, "two versions"),
    ("a: b\r\n<<<<<<< o\r\n||||||| b\r\n=======\r\n>>>>>>> t\r\n", "conflict", 2, 1, 9, "two versions"),
    ("code: 00100\n", "yaml-surprise", 1, 7, 5, "leading zero"),
    ("code: 012\n", "yaml-surprise", 1, 7, 3, "leading zero"),
    ("code: 089\n", "yaml-surprise", 1, 7, 3, "leading zero"),
    ("code: 0o14\n", "yaml-surprise", 1, 7, 4, "octal"),
    ("code: 0x1F\n", "yaml-surprise", 1, 7, 4, "hexadecimal"),
    ("code: 0b1\n", "yaml-surprise", 1, 7, 3, "binary"),
    ("start: 12:30\n", "yaml-surprise", 1, 8, 5, "minutes"),
    ("count: 1_000\n", "yaml-surprise", 1, 8, 5, "underscores"),
    ("count: +5\n", "yaml-surprise", 1, 8, 2, "sign"),
    ("count: 1234567890123456\n", "yaml-surprise", 1, 8, 16, "rounded"),
    ("count: .5\n", "yaml-surprise", 1, 8, 2, "number"),
    ("code: 1e3\n", "yaml-surprise", 1, 7, 3, "power of ten"),
    ("code: 12E4\n", "yaml-surprise", 1, 7, 4, "power of ten"),
    ("ratio: .inf\n", "yaml-surprise", 1, 8, 4, "infinity"),
    ("ratio: .NaN\n", "yaml-surprise", 1, 8, 4, "not a number"),
    ("when: 2026-01-01T10:00:00Z\n", "yaml-surprise", 1, 7, 20, "time zone"),
    ("when: 2026-01-01 10:00:00\n", "yaml-surprise", 1, 7, 19, "time zone"),
    ("state: no\n", "yaml-surprise", 1, 8, 2, "`no` as false"),
    ("state: Yes\n", "yaml-surprise", 1, 8, 3, "`Yes` as true"),
    ("state: [ON]\n", "yaml-surprise", 1, 9, 2, "`ON` as true"),
    ("state: n\n", "yaml-surprise", 1, 8, 1, "`n` as false"),
    ("state: =\n", "yaml-surprise", 1, 8, 1, "`=`"),
    ("payers: null\n", "placeholder", 1, 9, 4, "“null” is not an answer"),
    ("payers: ~\n", "placeholder", 1, 9, 1, "“~” is not an answer"),
    ("a: b\npayers:\n", "placeholder", 2, 8, 1, "`payers` is empty"),
    ("payers:\n  - \n  - Aetna\n", "placeholder", 2, 4, 1, "`payers[1]` is empty"),
    ('payers: ""\n', "placeholder", 1, 9, 2, "`payers` is empty"),
    ('payers: "   "\n', "placeholder", 1, 9, 5, "`payers` is empty"),
    (f'payers: "{" " * 60}"\n', "placeholder", 1, 9, 62, "`payers` is empty"),
    ("payers: |\n\na: b\n", "placeholder", 1, 9, 1, "`payers` is empty"),
    ("payers: n/A\n", "placeholder", 1, 9, 3, "“n/A” is not an answer"),
    ("payers: [Aetna, TBD]\n", "placeholder", 1, 17, 3, "“TBD” is not an answer"),
    ('payers: " None "\n', "placeholder", 1, 9, 8, "“None” is not an answer"),
    ("payers: —\n", "placeholder", 1, 9, 1, "“—” is not an answer"),
    ("payers: .\n", "placeholder", 1, 9, 1, "“.” is not an answer"),
    ("payers: >\n  todo\n", "placeholder", 1, 9, 1, "“todo” is not an answer"),
    ("payers: unknown\n", "placeholder", 1, 9, 7, "“unknown” is not an answer"),
    *[
        (f"payers: {typed}\n", "placeholder", 1, 9, len(typed), f"“{typed}” is not an answer")
        for typed in ("unavailable", "As-text", "masked", "N / A", "n/a.", "No data", "none given", "To be determined.")
    ],
    ("payers: [unavailable]\n", "placeholder", 1, 10, 11, "“unavailable” is not an answer"),
    ("title:\u00a0a\n", "no-break-space", 1, 7, 1, "U+00A0 NO-BREAK SPACE"),
    ("title: \u202f\u00a0a\n", "no-break-space", 1, 8, 2, "U+202F NARROW NO-BREAK SPACE"),
    ("a:\n\u00a0\u00a0b: c\n  d: e\n", "no-break-space", 2, 1, 2, "U+00A0"),
    ("a:\n  b: c\n\u00a0d: e\n", "no-break-space", 3, 1, 1, "U+00A0"),
    ("a:\n  -\u3000b\n", "no-break-space", 2, 4, 1, "U+3000 IDEOGRAPHIC SPACE"),
    ("code: “32120”\n", "yaml-surprise", 1, 7, 7, "the quotes around “32120”"),
    ("title: ‘A thoracotomy and what comes after it’\n", "yaml-surprise", 1, 8, 39, "the quotes around"),
    ('code: "32120\ntitle: a\npos: ["21"]\n', "yaml-syntax", 1, 7, 6, "quote of another text"),
    ('title: "a\n  b" c\n', "yaml-syntax", 2, 6, 1, "quoted text ends before this"),
    ("code: '32120\ntitle: a\npos: '21'\n", "yaml-syntax", 1, 7, 6, "quote of another text"),
    ("a:\n  b |\n    One line.\n\n    Another: a colon.\n", "yaml-syntax", 2, 3, 1, "no colon after the field's name"),
    ("a:\n  b >-\n    One line.\n    Another.\n  c: d\n", "yaml-syntax", 2, 3, 1, "no colon after the field's name"),
    ("payers: {unavailable: }\n", "placeholder", 1, 23, 1, "`payers.unavailable` is empty"),
    ("", "empty-file", 1, 1, 1, "no record"),
    ("# only\n# comments\n", "empty-file", 1, 1, 1, "no record"),
    ("---\n", "empty-file", 1, 1, 1, "no record"),
    ("- a\n- b\n", "not-a-mapping", 1, 1, 1, "a list"),
    ("title:Foo\nedition: 2026\n", "not-a-mapping", 1, 1, 9, "a text"),
    (f"a: {'[' * 20}{']' * 20}\n", "too-deep", 1, 23, 1, "20 levels"),
]


@pytest.mark.parametrize(("text", "rule", "line", "column", "width", "words"), MISTAKES)
def test_one_mistake_gives_one_diagnostic_at_its_place(
    text: str, rule: str, line: int, column: int, width: int, words: str
) -> None:
    (diagnostic,) = read_text(text).diagnostics
    assert diagnostic.rule == rule
    assert diagnostic.position == Position(FILE, line, column, width)
    assert words in diagnostic.message
    assert diagnostic.hint


def test_an_excerpt_is_the_line_of_the_mistake_without_its_end() -> None:
    (diagnostic,) = read_text("title: a\r\npayers: TBD\r\n").diagnostics
    assert diagnostic.excerpt == "payers: TBD"


def test_line_ends_of_old_macs_are_told_once() -> None:
    (diagnostic,) = read_text("title: a\rpayers: TBD\rtags: []\r").diagnostics
    assert (diagnostic.rule, diagnostic.position, diagnostic.excerpt) == (
        "control-character",
        Position(FILE, 1, 1),
        "title: a",
    )
    assert "CARRIAGE RETURN alone" in diagnostic.message


def test_an_excerpt_shows_a_character_that_a_terminal_must_not_get_as_a_stand_in() -> None:
    (diagnostic,) = read_text("title: a\x1b[2Jb\n").diagnostics
    assert diagnostic.excerpt == "title: a\ufffd[2Jb"


def test_a_text_that_holds_an_unwanted_character_is_refused_and_the_others_are_not() -> None:
    reading = read_text("title: a\u202eb\nscope: c\n")
    assert reading.is_refused(("title",))
    assert not reading.is_refused(("scope",))


def test_a_surprise_is_kept_as_the_text_that_was_typed() -> None:
    reading = read_text("code: 00100\n")
    assert reading.data == {"code": "00100"}
    assert reading.is_refused(("code",))


def test_all_mistakes_of_a_file_are_told() -> None:
    reading = read_text("code: 012\npayers: TBD\ntags: [no, a\u0007]\ncode: x\n1: y\nscope:\n")
    rules = [diagnostic.rule for diagnostic in reading.diagnostics]
    assert sorted(rules) == [
        "control-character",
        "duplicate-key",
        "non-text-key",
        "placeholder",
        "placeholder",
        "yaml-surprise",
        "yaml-surprise",
    ]


def test_mistakes_above_a_syntax_error_are_told_with_it() -> None:
    reading = read_text("payers: TBD\nscope: a\ntitle: a: b\n")
    assert [diagnostic.rule for diagnostic in reading.diagnostics] == ["placeholder", "yaml-syntax"]


@pytest.mark.parametrize(
    ("character", "instead"),
    [
        ("\ufffd", "look it up"),
        ("\uf0b7", "type a dash and a space for each item"),
        ("\uf0a7", "type a dash and a space for each item"),
        ("\uf0b3", "Type ≥"),
        ("\uf0a3", "Type ≤"),
        ("\uf0b1", "Type ±"),
        ("\uf0b0", "Type °"),
        ("\uf06d", "Type µ"),
        ("\uf061", "Type α"),
        ("\ue000", "type the sign that is meant"),
    ],
)
def test_what_to_type_instead_of_a_damaged_character_is_told(character: str, instead: str) -> None:
    (diagnostic,) = read_text(f"title: a {character} b\n").diagnostics
    assert instead in (diagnostic.hint or "")


@pytest.mark.parametrize(
    "typed",
    [
        "Thora\u00adco\u00adtomy",
        "می\u200cخواهم",
        "۲۰\u200cساله",
        "۵\u200cام",
        "PDF\u200cها",
        "क्\u200dष and ক\u09cd\u200d",
        "ภาษา\u200bไทย",
        "👩\u200d⚕\ufe0f ❤\ufe0f 1\ufe0f\u20e3",
        "葛\ufe00",
    ],
)
def test_hidden_characters_that_a_script_needs_are_left_alone(typed: str) -> None:
    text = f"title: {typed}\nsummary:\n  scope: |\n    {typed} and more.\n"
    assert read_text(text).diagnostics == ()


def test_a_field_whose_name_holds_a_hidden_character_is_read_as_meant() -> None:
    assert read_text("ti\u200btle: a\n").data == {"title": "a"}


def test_every_conflict_is_told_and_what_follows_from_it_is_not() -> None:
    two = "<<<<<<< HEAD\na: b\n=======\na: c\n>>>>>>> spring\n"
    reading = read_text(f"{two}d: TBD\n{two}")
    assert [(one.rule, one.position and one.position.line) for one in reading.diagnostics] == [
        ("conflict", 1),
        ("conflict", 7),
    ]
    assert "delete the lines with <<<<<<<, ======= and >>>>>>>" in (reading.diagnostics[0].hint or "")
    assert reading.data is None


def test_a_text_with_lines_of_equal_signs_holds_no_conflict() -> None:
    assert read_text("a: |\n  Title\n  =======\n  >>>>>>> quoted\n").diagnostics == ()


def test_every_line_that_a_tab_indents_is_told() -> None:
    reading = read_text("a:\n\tb: 1\n\tc: 2\nd: e\n")
    assert [line_and_column(one.position) for one in reading.diagnostics if one.position] == [(2, 1), (3, 1)]


def test_the_first_of_two_fields_of_one_name_is_kept() -> None:
    assert read_text("title: a\ntitle: b\n").data == {"title": "a"}


@pytest.mark.parametrize("typed", ["NO", "N", "yes", "090", "0x1F", "12E4"])
def test_a_hint_for_what_may_be_a_code_offers_quotes_and_nothing_else(typed: str) -> None:
    (diagnostic,) = read_text(f"field: {typed}\n").diagnostics
    assert diagnostic.hint == f'Write "{typed}" in quotes.'


def test_spaces_that_are_none_to_yaml_are_read_as_ordinary_ones() -> None:
    assert read_text("a:\n\u00a0\u00a0b:\u00a0c\n  d: e\n").data == {"a": {"b": "c", "d": "e"}}


def test_a_hint_for_a_missing_answer_names_the_three_things_to_write() -> None:
    (diagnostic,) = read_text("payers: N/A\n").diagnostics
    assert diagnostic.hint is not None
    assert all(words in diagnostic.hint for words in ("the value", "`[]`", "`unavailable:`", "temp-unknown"))


@pytest.mark.parametrize("text", ["a: &x b\nc: *x\n", "2026: *x\n", "[&x a, *x]: b\n", "a: {1: {b: &x c, d: &x e}}\n"])
def test_data_tied_together_by_anchors_is_not_handed_on(text: str) -> None:
    assert read_text(text).data is None


# --- encodings ----------------------------------------------------------------------------------------------------


def test_a_latin_1_file_is_told_by_its_first_byte_and_the_letter_it_probably_is() -> None:
    (diagnostic,) = read(FILE, "title: a\nscope: Bogotá né\n".encode("latin-1"), HINTS).diagnostics
    assert diagnostic.rule == "encoding"
    assert diagnostic.position == Position(FILE, 2, 13)
    assert "0xE1" in diagnostic.message
    assert "“á”" in diagnostic.message
    assert diagnostic.hint is not None
    assert "save it as UTF-8" in diagnostic.hint
    assert diagnostic.excerpt is not None
    assert diagnostic.excerpt.startswith("scope: Bogot")


def test_the_column_of_a_bad_byte_counts_characters() -> None:
    (diagnostic,) = read(FILE, "title: β😀".encode() + b"\x93", HINTS).diagnostics
    assert diagnostic.position == Position(FILE, 1, 10)
    assert "“" in diagnostic.message


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_recognised(encoding: str) -> None:
    (diagnostic,) = read(FILE, "title: Bogotá\n".encode(encoding), HINTS).diagnostics
    assert diagnostic.rule == "encoding"
    assert "UTF-16" in diagnostic.message


# --- limits -------------------------------------------------------------------------------------------------------


def seconds_for(raw: bytes) -> tuple[Reading, float]:
    start = time.perf_counter()
    reading = read(FILE, raw, HINTS)
    return reading, time.perf_counter() - start


def test_a_billion_laughs_are_answered_under_a_second() -> None:
    lines = ["a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    reading, seconds = seconds_for("\n".join(lines).encode())
    assert {diagnostic.rule for diagnostic in reading.diagnostics} == {"anchor"}
    assert reading.data is None
    assert seconds < 1


@pytest.mark.parametrize(
    "raw",
    [
        b"[" * 100_000,
        b"{" * 100_000,
        b"a: " + b"[" * 100_000,
        b"? " * 100_000,
        b"- " * 100_000,
        b"{[" * 50_000,
        b"a: {[" + b"[" * 100_000 + b"]" * 100_000 + b"]: b}",
        "\n".join(f"{' ' * level}a:" for level in range(1000)).encode(),
    ],
    ids=lambda raw: repr(raw[:12]),
)
def test_bottomless_nesting_gets_a_diagnostic_and_no_data(raw: bytes) -> None:
    reading, seconds = seconds_for(raw)
    assert reading.diagnostics
    assert reading.data is None
    assert seconds < 1


def test_ten_megabytes_are_refused_at_once() -> None:
    reading, seconds = seconds_for(b"a: b\n" * 2_000_000)
    (diagnostic,) = reading.diagnostics
    assert diagnostic.rule == TOO_LARGE.id
    assert diagnostic.excerpt == "a: b"
    assert seconds < 0.1


def test_too_many_values_are_refused() -> None:
    (diagnostic,) = read_text(f"tags: [{'ab,' * 50_001}]\n").diagnostics
    assert diagnostic.rule == TOO_MANY_VALUES.id


def test_reading_stops_after_a_hundred_mistakes() -> None:
    reading = read_text(f"tags: [{'TBD,' * 1000}]\n")
    assert len(reading.diagnostics) == MAX_MISTAKES + 1
    assert reading.diagnostics[-1].rule == TOO_MANY_MISTAKES.id
    assert reading.data is None


def test_the_largest_file_allowed_is_answered_in_seconds() -> None:
    reading, seconds = seconds_for((b"a b\n" * MAX_BYTES)[:MAX_BYTES])
    assert reading.diagnostics
    assert seconds < 5


# --- positions ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (("system",), "CPT"),
        (("code",), '"32120"'),
        (("summary", "meaning"), "|"),
        (("summary", "payers"), "[Aetna"),
        (("summary", "payers", 1), '"Blue Cross 😀"'),
        (("summary", "payers", 2), "Cigna Health"),
        (("specifications", "modifiers", 0, "description"), "Substantially"),
        (("specifications", "modifiers", 1, "when_to_use", "since"), "2026-09-01"),
        (("specifications", "modifiers", 1, "when_to_use", "nowhere", "below"), "{unavailable: asked"),
        (("specifications", "modifiers", 7), '- {modifier: "22"'),
        (("specifications", "modifiers", -1), '- {modifier: "22"'),
        (("nowhere",), "system: CPT"),
        (("payment", "work_rvu"), "36.10"),
    ],
)
def test_a_value_is_located_or_else_what_stands_above_it(path: FieldPath, words: str) -> None:
    assert line_and_column(read_text(RECORD).locate(path)) == place(RECORD, words)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (("code",), "code:"),
        (("summary", "payers"), "payers"),
        (("specifications", "modifiers", 1, "when_to_use"), "when_to_use"),
        (("specifications", "modifiers", 0), '{modifier: "22"'),
        (("specifications", "nowhere"), "specifications"),
        (("nowhere",), "system"),
    ],
)
def test_a_key_is_located_or_else_the_one_above_it(path: FieldPath, words: str) -> None:
    assert line_and_column(read_text(RECORD).locate_key(path)) == place(RECORD, words)


def test_the_width_of_a_position_counts_the_characters_of_the_value() -> None:
    assert read_text(RECORD).locate(("summary", "payers", 1)).width == len('"Blue Cross 😀"')


@pytest.mark.parametrize(
    ("path", "words", "found", "width"),
    [
        (("summary", "meaning"), "β and", "β and", 5),
        (("summary", "meaning"), "😀 too", "😀 too", 5),
        (("summary", "meaning"), "62", "62 in it", 2),
        (("summary", "scope"), "will find", "will\n", 4),
        (("summary", "scope"), "sent", "sentence", 4),
        (("summary", "payers", 1), "Cross", "Cross", 5),
        (("title",), "surgical", "surgical", 8),
        (("title",), "not there", "Thoracotomy for", 39),
        (("title",), "", "Thoracotomy for", 39),
        (("tags",), "thoracic", "[thoracic]", 10),
    ],
)
def test_words_are_located_in_the_source_of_a_text(path: FieldPath, words: str, found: str, width: int) -> None:
    position = read_text(RECORD).locate_words(path, words)
    assert (line_and_column(position), position.width) == (place(RECORD, found), width)


def test_whole_words_are_located_before_parts_of_words() -> None:
    assert read_text("a: the 1962 trial and 62\n").locate_words(("a",), "62") == Position(FILE, 1, 23, 2)


def test_positions_are_right_in_lines_that_end_with_carriage_return_and_line_feed() -> None:
    reading = read(FILE, b"a: b\r\nc: |\r\n  one\r\n  two three\r\n", HINTS)
    assert reading.locate_words(("c",), "three") == Position(FILE, 4, 7, 5)
    assert reading.excerpt(4) == "  two three"


def test_a_file_that_is_no_mapping_locates_everything_at_its_start() -> None:
    assert read_text("- a\n").locate(("title",)) == Position(FILE, 1, 1)


@pytest.mark.parametrize(
    ("path", "written"),
    [
        (("code",), '"32120"'),
        (("edition",), "2026"),
        (("payment", "work_rvu"), "36.10"),
        (("summary", "scope"), ">-\n    What readers will\n    find, in a sentence."),
        (("nowhere",), ""),
    ],
)
def test_a_value_is_given_as_it_is_written(path: FieldPath, written: str) -> None:
    assert read_text(RECORD).text_at(path) == written


@pytest.mark.parametrize(
    ("loc", "path"),
    [
        (("code",), ("code",)),
        (("summary", "payers", "list[str]", 1), ("summary", "payers", 1)),
        (("specifications", "Tag", "modifiers", "list[Modifier]", 0), ("specifications", "modifiers", 0)),
        (("specifications", "diagnoses", "Unavailable", "unavailable"), ("specifications", "diagnoses", "unavailable")),
        (("payment", "Payment", "absent"), ("payment",)),
    ],
)
def test_a_loc_of_pydantic_is_resolved_without_its_union_tags(loc: FieldPath, path: FieldPath) -> None:
    assert read_text(RECORD).resolve(loc) == path


def test_a_missing_field_keeps_its_name_in_the_path() -> None:
    assert read_text(RECORD).resolve_missing(("payment", "Payment", "status")) == ("payment", "status")


# --- the list of rules --------------------------------------------------------------------------------------------

SHOWN_OTHERWISE = {TOO_LARGE, TOO_MANY_VALUES, TOO_MANY_MISTAKES}  # by tests of their own: a short example cannot


@pytest.mark.parametrize("rule", [rule for rule in YAML_RULES if rule not in SHOWN_OTHERWISE], ids=lambda rule: rule.id)
def test_the_example_of_a_rule_breaks_it_and_no_other(rule: Rule) -> None:
    raw = rule.example.encode("cp1252" if rule is ENCODING else "utf-8")
    assert [diagnostic.rule for diagnostic in read(FILE, raw, HINTS).diagnostics] == [rule.id]


# --- whatever the bytes are ---------------------------------------------------------------------------------------

LISTED = {rule.id for rule in YAML_RULES}
INDICATORS = [
    "b: ",
    "- ",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    "? ",
    "|",
    ">",
    "|\n",
    "'",
    '"',
    "#",
    "%",
    "@",
    "`",
    "---",
    "...",
]
SPACES = ["\n", "\n  ", "\n    ", "\t", "\r", "\r\n", "\0", "\u202e", "\ufeff", "\u2028", "\u00a0"]
REFUSED = ["&x ", "*x", "!t ", "!!int ", "<<: ", "012", "no", "null", "=", "~", "\\", "\\ud800", "“", "”"]
VALUES = ["a", "2026-01-01", "36.10", "é", "😀", "unavailable: "]
PIECES = st.sampled_from([*INDICATORS, *SPACES, *REFUSED, *VALUES])


def assert_is_answered(raw: bytes) -> None:
    reading = read(FILE, raw, HINTS)
    assert reading.data is not None or reading.diagnostics
    assert len(reading.diagnostics) <= MAX_MISTAKES + 1
    for diagnostic in reading.diagnostics:
        assert diagnostic.rule in LISTED
        assert diagnostic.position is not None
        assert diagnostic.excerpt is not None
        assert diagnostic.position.column <= len(diagnostic.excerpt) + 1
        assert diagnostic.hint
    for path in paths(reading.data):
        assert reading.locate(path).line >= 1
        assert reading.resolve(path) == path
        reading.text_at(path)


def paths(value: object, path: FieldPath = ()) -> list[FieldPath]:
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(deeper for step, one in below for deeper in paths(one, (*path, step)))]


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_answered(raw: bytes) -> None:
    assert_is_answered(raw)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40))
def test_anything_like_yaml_is_answered(pieces: list[str]) -> None:
    assert_is_answered("".join(pieces).encode())


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(RECORD)), st.integers(0, 12), st.lists(PIECES, max_size=3))
def test_a_record_that_is_changed_anywhere_is_answered(start: int, length: int, pieces: list[str]) -> None:
    assert_is_answered((RECORD[:start] + "".join(pieces) + RECORD[start + length :]).encode())


@settings(max_examples=200, deadline=None)
@given(st.integers(0, len(RECORD) - 1))
def test_words_of_a_record_are_located_where_they_stand(index: int) -> None:
    reading = read_text(RECORD.replace("\n", "\r\n") if index % 2 else RECORD)
    for path in paths(reading.data):
        written = reading.text_at(path).split("\n")[0].strip()
        position = reading.locate(path)
        assert reading.excerpt(position.line)[position.column - 1 :].startswith(written)
