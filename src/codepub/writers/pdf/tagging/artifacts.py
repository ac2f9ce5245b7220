"""Which marked content of a PDF is not content: running heads, footers, and what is repeated on every page.

PDF/UA wants it marked as artifact (ISO 14289-1, 7.1 and 7.8); WeasyPrint marks it like text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from codepub.writers.pdf.tagging.roles import StructureError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

    from codepub.writers.pdf.tagging.painting import Mark

REPEATED = ("thead", "tfoot")


def drop_repetitions(marks: Sequence[Mark], root: Element) -> list[Mark]:
    """Return the marks in their order, without those of table heads and feet that stand on an earlier page too."""
    groups: dict[Element | None, Element] = {
        inner: group for tag in REPEATED for group in root.iter(tag) for inner in group.iter()
    }
    first: dict[Element | None, int] = {}
    for mark in marks:
        if (group := groups.get(mark.box.element)) is not None:
            first.setdefault(group, mark.page)
    return [mark for mark in marks if first.get(groups.get(mark.box.element), mark.page) == mark.page]


_BEGUN: Final = re.compile(rb"^/\w+\n<</MCID (\d+)>>\nBDC$", re.MULTILINE)
"""How WeasyPrint begins marked content, on lines of its own; text is written as numbers of glyphs, never like this."""
_ARTIFACT: Final = b"/Artifact\n<</Type /Pagination>>\nBDC"


def turn_into_artifacts(stream: bytes, is_content: Sequence[bool]) -> bytes:
    """Begin the marked-content sequences of a page that are no content as pagination artifacts.

    ``is_content`` has an answer for each sequence, by its number. Their ends stay as they are.

    Raises:
        StructureError: Not all sequences are found in the stream.
    """
    changed, count = _BEGUN.subn(lambda begun: begun[0] if is_content[int(begun[1])] else _ARTIFACT, stream)
    if count != len(is_content):
        raise StructureError("WeasyPrint writes marked content in a way that codepub does not know.")
    return changed
