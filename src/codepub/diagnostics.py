"""What can be wrong, and how it is told: a place, a fact, a way out."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from codepub.origin import Origin, Position


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
    └── MachineError   the machine is at fault (exit code 3)
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
