from __future__ import annotations

from codepub.reports.changes import write_changes


def diff(before: str, after: str) -> list[str]:
    return list(write_changes("cpt/32120.yaml", before, after))


def test_a_change_is_shown_with_three_lines_around_it() -> None:
    before = "".join(f"line {number}\n" for number in range(9))
    assert diff(before, before.replace("line 4", "new")) == [
        "--- cpt/32120.yaml",
        "+++ cpt/32120.yaml",
        "@@ -2,7 +2,7 @@",
        *(f" line {number}" for number in (1, 2, 3)),
        "-line 4",
        "+new",
        *(f" line {number}" for number in (5, 6, 7)),
    ]


def test_what_cannot_be_seen_is_written_as_an_escape_in_lines_that_change() -> None:
    before, after = "\ta:\u00a0x\u200b\u2009y\n\tb\n", "  a: x y\n\tb\n"
    assert diff(before, after)[3:6] == ["-\\ta:\\xa0x\\u200b\\u2009y", "+  a: x y", " \tb"]


def test_line_ends_are_no_change_and_a_terminal_obeys_nothing() -> None:
    assert diff("a: \x1b[31m\r\nb: 1\r\n", "a: 2\r\nb: 1\r\n")[3:] == ["-a: \\x1b[31m", "+a: 2", " b: 1", " "]
