"""What can be wrong, and how it is told: a place, a fact, a way out."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from codepub.origin import FieldPath, Origin, Position


class Severity(enum.StrEnum):
    """How much a diagnostic weighs: an error stops a publication, a warning and a note do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One mistake: the rule it breaks, what is wrong, where, and what to write instead.

    ``excerpt`` is the line of the file that ``position`` points into, as it stands there.
    """

    rule: str
    severity: Severity
    message: str
    position: Position | None = None
    hint: str | None = None
    origin: Origin | None = None
    excerpt: str | None = None


class CodepubError(Exception):
    """The base of every error that reaches a user; its text is the whole message.

    CodepubError
    ├── ContentError   the content is at fault (exit code 1)
    ├── CallError      the call is at fault (exit code 2)
    │   └── AlreadyThereError   a file that was to be new is there already (files/writing.py)
    └── MachineError   the machine is at fault (exit code 3)
        └── UnreadableFileError   a file that is not there, is no plain one, or holds too much (files/reading.py)
    """

    exit_code = 1


class ContentError(CodepubError):
    """The content is at fault; carries a diagnostic for each mistake."""

    exit_code = 1

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__("\n".join(diagnostic.message for diagnostic in diagnostics))
        self.diagnostics = diagnostics


class CallError(CodepubError):
    """The call is at fault: a code, a file or an option that does not exist."""

    exit_code = 2


class MachineError(CodepubError):
    """The machine is at fault: a library is missing, the disk is full."""

    exit_code = 3


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that can be wrong with content: its id, its weight, what it catches, an example that breaks it."""

    id: str
    severity: Severity
    catches: str
    example: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A place in what was written where a rule is broken: a fact, and a way out.

    ``words`` are those at fault where they are part of a text.
    """

    rule: Rule
    path: FieldPath
    message: str
    hint: str
    words: str | None = None


# Controls, what turns the direction of text (CVE-2021-42574), line and paragraph separators, byte order marks, tags,
# and the surrogates that stand for bytes of file names which are not UTF-8 (PEP 383).
_NOT_SHOWN: Final = (
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff\U000e0000-\U000e007f]"
)
"""The pattern of what is not shown. `re` compiles it at its first use, which takes a millisecond, and help has none."""


def printable(text: object) -> str:
    r"""Write a name from outside so that a terminal shows it, in one line, and obeys nothing in it.

    >>> printable("a\x1b]0;b\nc")
    'a\\x1b]0;b\\x0ac'
    """
    return re.sub(_NOT_SHOWN, _escaped, str(text))


def legible(text: str) -> str:
    """Write text of several lines so that a terminal shows it and obeys nothing in it."""
    return re.sub(_NOT_SHOWN, lambda found: found[0] if found[0] in "\n\t" else _escaped(found), text)


def _escaped(found: re.Match[str]) -> str:
    number = ord(found[0])
    if 0xDC80 <= number <= 0xDCFF:
        number -= 0xDC00  # the byte itself
    if number <= 0xFF:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"


_QUOTED: Final = 60
"""So many characters of what stands in a list or a call are shown in a message."""


def quoted(text: str) -> str:
    r"""Write what stands in a list or a call for a message: in quotes, shortened, and so that a terminal obeys nothing.

    >>> quoted("99\x1b")
    "'99\\x1b'"
    """
    return repr(text if len(text) <= _QUOTED else f"{text[: _QUOTED - 1]}…")


def summarize_error(error: Exception, most: int) -> str:
    """Name an exception that nobody foresaw, with at most so many characters of what it says, in one line."""
    text = " ".join(str(error).split())
    return printable(f"{type(error).__name__}: {text if len(text) <= most else f'{text[:most]}…'}")
