from __future__ import annotations

import io

import pytest

from codepub.cli.progress import Progress, describe_progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("done", "total", "seconds", "line"),
    [
        (0, 48, 0.0, "0 of 48 files"),
        (12, 48, 3.0, "12 of 48 files, 4.0 a second, 9 s left"),
        (10, 2000, 10.0, "10 of 2,000 files, 1.0 a second, 33 min 10 s left"),
        (48, 48, 9.8, "48 of 48 files, 4.9 a second, 0 s left"),
    ],
)
def test_a_line_says_how_far_a_build_is_how_fast_and_how_long_it_takes(
    done: int, total: int, seconds: float, line: str
) -> None:
    assert describe_progress(done, total, seconds) == line


def test_the_line_is_written_over_itself_and_leaves_nothing() -> None:
    terminal, times = Terminal(), iter([0.0, 1.0, 10.0])
    progress = Progress(6, stream=terminal, clock=lambda: next(times))

    progress.show(1)
    progress.clear()
    progress.show(2)
    progress.clear()
    progress.clear()

    written = terminal.getvalue().split("\r")
    assert [line for line in written if line.strip()] == [
        "1 of 6 files, 1.0 a second, 5 s left",
        "2 of 6 files, 0.2 a second, 20 s left",
    ]
    assert [len(line) for line in written if line.isspace()] == [36, 37]
    assert terminal.getvalue().endswith("\r")


@pytest.mark.parametrize("total", [5, 0])
def test_a_handful_of_files_has_no_line(total: int) -> None:
    stream = Terminal()
    progress = Progress(total, stream=stream)
    progress.show(3)
    progress.clear()

    assert stream.getvalue() == ""


def test_where_there_is_no_terminal_a_line_is_written_each_half_minute() -> None:
    stream, times = io.StringIO(), iter([0.0, 1.0, 30.0, 59.0, 60.0])
    progress = Progress(48, stream=stream, clock=lambda: next(times))
    for done in (1, 12, 23, 24):
        progress.show(done)
        progress.clear()

    assert (
        stream.getvalue()
        == "12 of 48 files, 0.4 a second, 1 min 30 s left\n24 of 48 files, 0.4 a second, 1 min 00 s left\n"
    )
