"""Texts that YAML cuts off: what follows a blank and `#` without quotes is a comment, and is not published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from codepub.diagnostics import Diagnostic, Rule, Severity
from codepub.loading.yaml_reading import Reading
from codepub.origin import Position

CUT_TEXT: Final = Rule(
    "cut-text", Severity.WARNING, "Text behind a `#` that YAML takes for a comment.", "service_type: Surgical #3"
)
_CUT: Final = re.compile(r"[^\s#][ \t]+(#[^\s#].*?)[ \t]*$", re.MULTILINE)


def cut_texts(reading: Reading) -> Iterator[Diagnostic]:
    """Find what looks like text and is a comment: a `#` behind a value that no blank follows."""
    for match in _CUT.finditer(reading.text) if " #" in reading.text else ():
        line = reading.text.count("\n", 0, match.start(1)) + 1
        column = match.start(1) - reading.text.rfind("\n", 0, match.start(1)) - 1
        if "codepub:" not in match[1] and reading.is_comment(line, column):
            yield Diagnostic(
                CUT_TEXT.id,
                CUT_TEXT.severity,
                f"YAML takes `{match[1]}` for a comment: it is not published.",
                Position(reading.file, line, column + 1, len(match[1])),
                "Put the whole text in quotes; if a comment is meant, type a space after the #.",
                excerpt=reading.excerpt(line),
            )
