"""Characters that a reader of a report cannot see, written so that they can be seen."""

from __future__ import annotations

import re
from typing import Final

from codepub.patterns import compile_late

_UNSEEN: Final = compile_late(
    r"[^\S ]|[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200d\u2060-\u2064\u3164"
    r"\ue000-\uf8ff\ufe00-\ufe0f\uffa0]"
)
"""What shows as nothing, as a blank that it is not (a tab, a no-break space), or as a box: what only one font knows."""


def show_unseen(text: str) -> str:
    r"""Write as an escape what cannot be seen in a line.

    >>> show_unseen("321\u200b20")
    '321\\u200b20'
    """
    return _UNSEEN.sub(_escape, text)


def _escape(found: re.Match[str]) -> str:
    number = ord(found[0])
    return "\\t" if found[0] == "\t" else f"\\x{number:02x}" if number <= 0xFF else f"\\u{number:04x}"
