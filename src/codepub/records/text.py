"""The kinds of text in a record: names as they stand, phrases and prose in the small markup."""

from __future__ import annotations

import re
from typing import Annotated, Any, Final

from pydantic import Field, StringConstraints

from codepub.patterns import compile_late

_FILLED: Final = StringConstraints(strip_whitespace=True, min_length=1)


class Marked:
    """Says of a text field that it is written in the small markup; ``blocks``: paragraphs and lists may stand in it."""

    def __init__(self, *, blocks: bool) -> None:
        self.blocks = blocks


class Said:
    """Says of a text field that it holds somebody's own words, which may say anything: `TBD`, or nothing."""


Name = Annotated[str, _FILLED]
"""Text without markup: a title, a payer, a publisher."""

Phrase = Annotated[str, _FILLED, Marked(blocks=False)]
"""One paragraph in the small markup: a table cell, a step."""

Prose = Annotated[str, _FILLED, Marked(blocks=True)]
"""Paragraphs and lists in the small markup."""

Quoted = Annotated[str, Said()]
"""What somebody said, word by word; nobody mends it."""


def shape_hint(shape: re.Pattern[str]) -> Any:
    """Return what tells editors the shape of a text; a check of its own holds the text to it."""
    return Field(json_schema_extra={"pattern": f"^{shape.pattern}$"})


Code = Annotated[Name, shape_hint(compile_late(r"[0-9A-Z][0-9A-Z.]{2,7}"))]
"""A code of any system: the shape that all of them share."""
