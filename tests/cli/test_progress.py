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


@pytest.mark.parametrize(("total", "stream"), [(5, Terminal()), (0, Terminal()), (48, io.StringIO())])
def test_a_handful_of_files_and_what_is_no_terminal_have_no_line(total: int, stream: io.StringIO) -> None:
    progress = Progress(total, stream=stream)
    progress.show(3)
    progress.clear()

    assert stream.getvalue() == ""
