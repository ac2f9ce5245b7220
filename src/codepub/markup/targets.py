"""What can be told of a text in the small markup without reading it whole, and where its links lead."""

from __future__ import annotations

import re
from typing import Final

from codepub.origin import CODE_SYSTEMS, RecordId
from codepub.patterns import compile_late

CITATION: Final = compile_late(r"\[\^([^\[\]\s]+)\]")
STEP_OF_SUM: Final = compile_late(r"[-+*][ \t]+[.\d]")
_CODE_TARGET: Final = compile_late(rf"({'|'.join(CODE_SYSTEMS)}):([0-9A-Za-z.]+)", re.IGNORECASE)
WEB_TARGET: Final = compile_late(r"(https?://|mailto:)\S+", re.IGNORECASE)


def find_link_targets(text: str) -> tuple[str, ...]:
    """List the targets of the links in prose, as written."""
    plain_links = _PLAIN_LINK.findall(text)
    if len(plain_links) == text.count("](") and "\\" not in text:
        return tuple(plain_links)
    from codepub.markup.tokens import read_tokens

    tokens = (child for token in read_tokens(text) for child in token.children or ())
    return tuple(str(token.attrs["href"]) for token in tokens if token.type == "link_open")


_PLAIN_LINK: Final = compile_late(r"\[[^\[\]]*\]\(([!-'*-;=?-\[\]-~]+)\)")
"""A link that is found without reading the whole text: no brackets in its words, plain characters in its target."""

_OTHER_THAN_WEB_LINK: Final = compile_late(r"\]\((?!https?://\S|mailto:\S)", re.IGNORECASE)


def may_link_to_codes(text: str) -> bool:
    """Tell quickly whether text may hold links to codes: any that do not lead to the web."""
    return "](" in text and _OTHER_THAN_WEB_LINK.search(text) is not None


def parse_code_target(target: str) -> RecordId | None:
    """Read a link target that names a code, such as ``icd-10-cm:J95.830``; None where it is something else."""
    match = _CODE_TARGET.fullmatch(target)
    return RecordId(match[1].lower(), match[2]) if match else None


def is_phrase(text: str) -> bool:
    """Tell whether text is a single paragraph, without lists."""
    if "\n" not in text and text[:1].isalpha():
        return True  # only a sign or a digit begins a list; most cells are told apart here
    from codepub.markup.tokens import read_tokens

    return [token.type for token in read_tokens(text) if token.type != "inline"] == [
        "paragraph_open",
        "paragraph_close",
    ]


MAX_BRACKETS: Final = 500
"""Opening brackets of a text in which links are read: the time it takes grows with the square of their number."""


def is_crowded(text: str) -> bool:
    """Tell whether a text has so many opening brackets that links are not looked for in it."""
    return text.count("[") > MAX_BRACKETS
