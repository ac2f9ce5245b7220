"""The one error for Word files that are not read, and what a sender can do about it."""

from __future__ import annotations

from typing import Final

from codepub.diagnostics import CodepubError

SAVE_AGAIN: Final = "Open it in Word, save it as “Word Document (.docx)” and send it again."
TAKE_OUT: Final = "Take out what does not belong to it, save it as .docx and send it again."
SEND_AGAIN: Final = "Ask for it to be sent again, or take it from where it was first saved."


class UnreadableWordError(CodepubError):
    """A Word file that is not read: what is wrong with it, and what to do; whoever knows its name says it before."""

    exit_code = 1

    def __init__(self, fact: str, way_out: str) -> None:
        super().__init__(f"{fact} {way_out}")
        self.fact = fact
        self.way_out = way_out
