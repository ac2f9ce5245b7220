"""What can be wrong, and how it is said: a place, a fact, a way out."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from codepub.characters import BYTE_ORDER_MARK, CONTROLS, LINE_SEPARATORS, SURROGATES, TAGS, TURNING

if TYPE_CHECKING:
    from codepub.origin import FieldPath, Origin, Position


class Severity(enum.StrEnum):
    """How much a diagnostic weighs: an error stops a publication, a warning and a note do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Fix:
    """What is to be typed in place of a stretch of a line, where a mistake has one right answer."""

    position: Position
    text: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One mistake: the rule it breaks, what is wrong, where, and what to write instead.

    ``excerpt`` is the line of the file that ``position`` points into, as it stands there. Most mistakes have no
    ``fix``: only their author knows the answer.
    """

    rule: str
    severity: Severity
    message: str
    position: Position | None = None
    hint: str | None = None
    origin: Origin | None = None
    excerpt: str | None = None
    fix: Fix | None = None


class CodepubError(Exception):
    """The base of every error that reaches a user; its text is the whole message.

    CodepubError
    ├── ContentError   the content is at fault (exit code 1)
    ├── CallError      the call is at fault (exit code 2)
    │   └── AlreadyThereError   a file that was to be new is there already (files/writing.py)
    ├── SavedMeanwhileError   a file that was saved while it was being changed (loading/saving.py; exit code 1)
    ├── UnreadableWordError   a Word file that is none, or not safe to read (ooxml/reading/refusal.py; exit code 1)
    ├── UneditableError   an edit that would touch what stands around it (yaml/editing/places.py; exit code 1)
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

    ``words`` are those at fault where they are part of a text. ``instead`` is the text that alone can be meant by them,
    or by the whole value.
    """

    rule: Rule
    path: FieldPath
    message: str
    hint: str
    words: str | None = None
    instead: str | None = None


_NOT_SHOWN: Final = f"[{CONTROLS}{LINE_SEPARATORS}{BYTE_ORDER_MARK}{SURROGATES}{TAGS}{TURNING}\t\n\r]"
"""What a message does not show as it is: also tab and line ends, which move what follows. Other unfit characters are
shown: a terminal has a box for them, and an author finds them by it. `re` compiles the pattern at its first use, which
takes a millisecond, and help has none.
"""


def printable(text: object) -> str:
    r"""Write a name from outside so that a terminal shows it, in one line, and obeys nothing in it.

    >>> printable("a\x1b]0;b\nc")
    'a\\x1b]0;b\\x0ac'
    """
    return re.sub(_NOT_SHOWN, _escape, str(text))


def legible(text: str) -> str:
    """Write text of several lines so that a terminal shows it and obeys nothing in it."""
    return re.sub(_NOT_SHOWN, lambda found: found[0] if found[0] in "\n\t" else _escape(found), text)


def _escape(found: re.Match[str]) -> str:
    number = ord(found[0])
    if 0xDC80 <= number <= 0xDCFF:
        number -= 0xDC00  # the byte itself
    if number <= 0xFF:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"


_MAX_QUOTED: Final = 60
"""Characters of what stands in a list or a call that a message shows."""


def quote_text(text: str) -> str:
    r"""Write what stands in a list or a call for a message: in quotes, shortened, and so that a terminal obeys nothing.

    >>> quote_text("99\x1b")
    "'99\\x1b'"
    """
    return repr(text if len(text) <= _MAX_QUOTED else f"{text[: _MAX_QUOTED - 1]}…")


def summarize_error(error: Exception, most: int) -> str:
    """Name an exception that nobody foresaw, with at most so many characters of what it says, in one line."""
    text = " ".join(str(error).split())
    return printable(f"{type(error).__name__}: {text if len(text) <= most else f'{text[:most]}…'}")
