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
_MAX_MESSAGE_CHARACTERS: Final = 300
"""Characters of what Python says that are reported; it can quote a whole record."""

_Result = TypeVar("_Result")


def attempt(work: Callable[[Path], _Result], file: Path) -> _Result | Diagnostic:
    """Do the work on one file; where codepub fails at it, a diagnostic says what to report.

    Raises:
        CodepubError: What the work says of the call or the machine, which is no matter of this file.
    """
    try:
        return work(file)
    except CodepubError:
        raise
    except Exception as error:  # noqa: BLE001 -- what fails here may not stop the others
        message = f"codepub itself failed at this file: {_describe_error(error)}."
        hint = "All other files are looked at. Please report this line; the fault is not yours."
        return Diagnostic(UNFORESEEN.id, UNFORESEEN.severity, message, Position(file, 1, 1), hint)


def _describe_error(error: Exception) -> str:
    """Name an exception, its message in one line, and the line of the program that raised it."""
    raised = extract_tb(error.__traceback__)[-1]
    summary = summarize_error(error, _MAX_MESSAGE_CHARACTERS)
    return f"{summary} ({printable(Path(raised.filename).name)}, line {raised.lineno})"
