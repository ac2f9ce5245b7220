"""Who recorded a change and when: `w:date` is local time though it ends with Z, where Word wrote it.

Word writes the instant beside it (MS-DOCX: `w16du:dateUtc`); LibreOffice writes UTC in the first place.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from codepub.ooxml.reading.letters import Mark
from codepub.ooxml.xml import Element, qualified

_AUTHOR: Final = qualified("author")
_DATE: Final = qualified("date")
DATE_UTC: Final = "{http://schemas.microsoft.com/office/word/2023/wordml/word16du}dateUtc"
_UTC_WRITERS: Final = ("LibreOffice", "Collabora")


@dataclass(frozen=True, slots=True)
class Clock:
    """How a file tells time; ``is_utc`` where its program writes UTC."""

    is_utc: bool

    def read_mark(self, element: Element) -> Mark:
        """Read who made a change that an element records."""
        return Mark(element.get(_AUTHOR) or None, self.read_time(element.get(_DATE), element.get(DATE_UTC)))

    def read_time(self, stated: str | None, instant: str | None) -> str | None:
        """Return a time: the instant where it is known, else what is stated, with no offset where it may be local.

        What is no time, such as the 0-00-00 that LibreOffice writes for none, is none.
        """
        if instant and _is_time(instant):
            return instant
        if not stated or not _is_time(stated):
            return None
        return stated if self.is_utc else stated.removesuffix("Z")


def _is_time(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def make_clock(program: str | None) -> Clock:
    """Return how a file of a program tells time."""
    return Clock(is_utc=(program or "").startswith(_UTC_WRITERS))
