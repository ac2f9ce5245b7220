from __future__ import annotations

import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest

from codepub.diagnostics import Diagnostic, Severity
from codepub.origin import Origin, Position, RecordId
from codepub.reports.text import describe_diagnostic, report_text
from tests.reports.reporting import FILE, make_diagnostic, make_report


def caret_line(excerpt: str, column: int, width: int, line: int = 3) -> tuple[str, str]:
    """Return the excerpt and the line below it as printed."""
    printed = describe_diagnostic(make_diagnostic(position=Position(FILE, line, column, width), excerpt=excerpt)).split(
        "\n"
    )
    return printed[1], printed[2]


def test_a_diagnostic_says_the_place_the_fact_the_line_and_the_way_out() -> None:
    assert describe_diagnostic(make_diagnostic(position=Position(FILE, 3, 7, 5))) == (
        "content/cpt/32120.yaml:3:7: error[wrong-type]: Here belongs text.\n"
        "  3 | code: 32120\n"
        "    |       ^^^^^\n"
        "  Quote it.\n"
    )


def test_carets_stand_below_the_value_where_the_number_of_the_line_is_long() -> None:
    shown, carets = caret_line("code: 32120", 7, 5, line=1234)
    assert shown == "  1234 | code: 32120"
    assert carets == "       |       ^^^^^"


@pytest.mark.parametrize(
    ("before", "value", "padding", "carets"),
    [
        ("a: ", "x", "   ", "^"),
        ("漢字: ", "x", "      ", "^"),
        ("a: ", "漢字", "   ", "^^^^"),
        ("😀: ", "x", "    ", "^"),
        ("e\u0301: ", "x", "   ", "^"),
        ("a\u200b: ", "x", "   ", "^"),
        ("☀\ufe0f: ", "x", "   ", "^"),
        ("\t: ", "x", "\t  ", "^"),
        ("a:\t", "x", "  \t", "^"),
        ("ｆ: ", "x", "    ", "^"),
    ],
)
def test_carets_stand_below_the_value_in_columns_of_a_terminal(
    before: str, value: str, padding: str, carets: str
) -> None:
    shown, below = caret_line(before + value + " rest", len(before) + 1, len(value))
    assert shown == f"  3 | {before}{value} rest"
    assert below == f"    | {padding}{carets}"


@pytest.mark.parametrize("column", [1, 60, 101, 140, 400, 496])
def test_of_a_long_line_the_part_around_the_value_is_shown(column: int) -> None:
    line = "".join(f"{number:05d}" for number in range(100))
    value = line[column - 1 : column + 4]
    shown, carets = caret_line(line, column, 5)
    assert len(shown) <= 106
    start = carets.index("^")
    assert carets.count("^") == 5
    assert shown[start : start + 5] == value


def test_a_value_that_is_wider_than_what_is_shown_is_marked_to_the_end() -> None:
    shown, carets = caret_line("x" * 500, 1, 500)
    assert len(carets) == len(shown)
    assert set(carets[6:]) == {"^"}


@pytest.mark.parametrize("column", [6, 7, 50])
def test_a_place_behind_the_end_of_its_line_is_marked_once(column: int) -> None:
    shown, carets = caret_line("code:", column, 1)
    assert (shown, carets.count("^")) == ("  3 | code:", 1)


def test_without_an_excerpt_the_place_the_fact_and_the_way_out_are_said() -> None:
    assert describe_diagnostic(make_diagnostic(excerpt=None)) == (
        "content/cpt/32120.yaml:3:7: error[wrong-type]: Here belongs text.\n  Quote it.\n"
    )


def test_without_a_hint_nothing_stands_in_its_place() -> None:
    assert describe_diagnostic(make_diagnostic(hint=None, excerpt=None)).count("\n") == 1


def test_without_a_position_the_record_is_named() -> None:
    assert describe_diagnostic(make_diagnostic(position=None)).startswith("cpt:32120: error[wrong-type]: Here")


def test_without_a_position_and_a_record_the_fact_stands_alone() -> None:
    assert describe_diagnostic(make_diagnostic(position=None, path=None)).startswith("error[wrong-type]: Here")


@pytest.mark.parametrize(
    ("severities", "files", "line"),
    [
        ((), 1, "1 record validated: all sound."),
        ((), 0, "There are no records here: nothing was validated."),
        ((Severity.ERROR,), 1, "1 record validated: 1 error."),
        ((Severity.WARNING, Severity.ERROR, Severity.ERROR), 12000, "12,000 records validated: 2 errors, 1 warning."),
        ((Severity.NOTE,), 2, "2 records validated: 1 note."),
    ],
)
def test_the_last_line_counts_what_was_found(severities: tuple[Severity, ...], files: int, line: str) -> None:
    found = [make_diagnostic(severity=severity) for severity in severities]
    assert report_text(make_report(*found, files=[Path("a.yaml")] * files)).split("\n")[-1] == line


def test_files_of_reviews_are_counted_apart_from_records() -> None:
    found = make_report(files=[Path("32120.yaml"), Path("99214.yaml"), Path("32120.review.yaml")])
    assert report_text(found) == "2 records, 1 review validated: all sound."


def test_the_columns_of_these_tests_are_those_of_unicode() -> None:
    assert [unicodedata.east_asian_width(sign) for sign in "漢😀ｆ"] == ["W", "W", "F"]


def test_names_and_words_of_a_hostile_library_stay_in_their_line_and_are_not_obeyed() -> None:
    name = "cpt/\udcff\n::error::a\x1b]0;b\x07.yaml"
    shown = r"cpt/\xff\x0a::error::a\x1b]0;b\x07.yaml"
    told = make_diagnostic(
        position=Position(Path(name), 1, 1), message=f"Not {name}.", hint=f"Mend {name}.", excerpt=None
    )
    assert describe_diagnostic(told) == f"{shown}:1:1: error[wrong-type]: Not {shown}.\n  Mend {shown}.\n"
    placeless = describe_diagnostic(replace(told, position=None, origin=Origin(RecordId("cpt", name))))
    assert placeless.startswith(f"cpt:{shown}: error[wrong-type]: Not")


def test_what_weighs_as_much_as_a_severity_is_painted_and_nothing_else() -> None:
    place = Position(Path("a.yaml"), 2, 1, 3)
    found = Diagnostic("rule", Severity.ERROR, "The fact\x1b[1m.", place, "The hint.", excerpt="abc\x1b[1m")

    def mark(severity: Severity, words: str) -> str:
        return f"<{severity}>{words}</>"

    assert describe_diagnostic(found, mark) == (
        "a.yaml:2:1: <error>error[rule]</>: The fact\\x1b[1m.\n  2 | abc\\x1b[1m\n    | <error>^^^</>\n  The hint.\n"
    )
