"""The one place where a failure of codepub at one file is kept from hiding the others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from traceback import extract_tb
from typing import Final, TypeVar

from codepub.diagnostics import CodepubError, Diagnostic, Rule, Severity, printable, summarize_error
from codepub.origin import Position

UNFORESEEN: Final = Rule(
    "unforeseen",
    Severity.ERROR,
    "A file at which codepub itself fails: a fault of the program, which nobody can allow.",
    "a file such as no test has thought of",
)
_LONGEST: Final = 300
"""So many characters of what Python says are told; it can quote a whole record."""

_Result = TypeVar("_Result")


def attempted(work: Callable[[Path], _Result], file: Path) -> _Result | Diagnostic:
    """Do the work on one file; where codepub fails at it, a diagnostic says what to report.

    Raises:
        CodepubError: What the work says of the call or the machine, which is no matter of this file.
    """
    try:
        return work(file)
    except CodepubError:
        raise
    except Exception as error:
        message = f"codepub itself failed at this file: {_told(error)}."
        hint = "All other files are looked at. Please report this line; the fault is not yours."
        return Diagnostic(UNFORESEEN.id, UNFORESEEN.severity, message, Position(file, 1, 1), hint)


def _told(error: Exception) -> str:
    """Name an exception, its message in one line, and the line of the program that raised it."""
    raised = extract_tb(error.__traceback__)[-1]
    return f"{summarize_error(error, _LONGEST)} ({printable(Path(raised.filename).name)}, line {raised.lineno})"
