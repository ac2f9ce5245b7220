"""Which marked content of a PDF is not content: running heads, footers, and what is repeated on every page.

PDF/UA wants it marked as artifact (ISO 14289-1, 7.1 and 7.8); WeasyPrint marks it like text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pikepdf

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
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


def turn_into_artifacts(page: pikepdf.Page, mcids: Collection[int]) -> None:
    """Begin the marked-content sequences ``mcids`` of a page as pagination artifacts; their ends stay as they are."""
    if mcids:
        instructions = [_make_artifact(each, mcids) for each in pikepdf.parse_content_stream(page)]
        page.Contents.write(pikepdf.unparse_content_stream(instructions))


def _make_artifact(instruction: Any, mcids: Collection[int]) -> Any:
    if str(instruction.operator) != "BDC" or instruction.operands[1].get("/MCID") not in mcids:
        return instruction
    properties = pikepdf.Dictionary(Type=pikepdf.Name.Pagination)
    return pikepdf.ContentStreamInstruction([pikepdf.Name.Artifact, properties], pikepdf.Operator("BDC"))
