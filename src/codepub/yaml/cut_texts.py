"""Texts that YAML cuts off: what follows a blank and `#` without quotes is a comment, and is not published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from codepub.diagnostics import Diagnostic, Rule, Severity
from codepub.patterns import compile_late
from codepub.yaml.reading import Reading
from codepub.yaml.source_text import shorten_text

CUT_TEXT: Final = Rule(
    "cut-text", Severity.WARNING, "Text behind a `#` that YAML takes for a comment.", "service_type: Surgical #3"
)
_CUT: Final = compile_late(r"[^\s#][ \t]+(#[^\s#].*)$", re.MULTILINE)


def find_cut_texts(reading: Reading) -> Iterator[Diagnostic]:
    """Find what looks like text and is a comment: a `#` behind a value that no blank follows."""
    if " #" not in reading.text:  # quicker than the expression; few files hold one
        return
    for match in _CUT.finditer(reading.text):
        typed = match[1].rstrip()
        where = reading.source.at(match.start(1), len(typed))
        if "codepub:" not in typed and reading.is_comment(where.line, where.column - 1):
            fact = f"YAML takes `{shorten_text(typed)}` for a comment: it is not published."
            way_out = "Put the whole text in quotes; if a comment is meant, type a space after the #."
            yield reading.source.diagnose(CUT_TEXT, where, fact, way_out)
