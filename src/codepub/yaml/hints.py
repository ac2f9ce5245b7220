"""What reading asks of whoever knows the fields that may stand in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from codepub.origin import FieldPath


class Hints(Protocol):
    """The few things that telling a mistake of YAML takes to know of a file's fields."""

    @property
    def absence_key(self) -> str:
        """The key beside which a reason stands, in place of a value that is not given."""

    @property
    def reasons(self) -> tuple[str, ...]:
        """The reasons that may stand beside it; anywhere else each is a word for an answer that is not there."""

    def is_field(self, path: FieldPath) -> bool:
        """Tell whether the last step of a path is a field that may stand there."""

    def is_prose(self, path: FieldPath) -> bool:
        """Tell whether the value at a path is words for readers, and not a name or a code."""

    def is_quoted(self, path: FieldPath) -> bool:
        """Tell whether the value at a path is what somebody said, which may be anything: `TBD`, or nothing."""

    def takes_text(self, path: FieldPath, typed: str) -> bool:
        """Tell whether a field is known at a path, and nothing but a text such as the typed one may stand there."""

    def suggest_instead(self, path: FieldPath, typed: str) -> str | None:
        """Say in a sentence what to write at a path where a typed text will not do in quotes; None where it will."""

    def suggest_answers(self, path: FieldPath) -> str:
        """Say in a sentence what may be written at a path in place of what is no answer."""
