"""Texts that end with a quote and begin with none: YAML takes it for a part of the text, and it is published."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from codepub.diagnostics import Diagnostic, Rule, Severity
from codepub.yaml.reading import Reading
from codepub.yaml.source_text import shorten_text

LOST_QUOTE: Final = Rule(
    "lost-quote",
    Severity.WARNING,
    "A text that ends with a quote and begins with none, so that the quote is published.",
    'title: Thoracotomy for re-exploration"',
)


def find_lost_quotes(reading: Reading) -> Iterator[Diagnostic]:
    """Find the texts without quotes whose last character is the only quote in them; that of 12" is for inches."""
    if not _may_hold_lost_quote(reading.text):
        return
    for path, is_name, node in reading.walk_scalars():
        typed = node.value
        if not is_name and not node.style and typed.find('"') == len(typed) - 1 > 0 and not typed[-2].isdigit():
            fact = f"{shorten_text(typed)} ends with a quote, and none stands before it: it is published as typed."
            way_out = "Put a quote before the text too, or take out the one at its end."
            yield reading.source.diagnose(LOST_QUOTE, reading.locate(path), fact, way_out)


def _may_hold_lost_quote(text: str) -> bool:
    """Tell quickly whether a text may end with the only quote in it: few files have an odd number of quotes."""
    return text.count('"') % 2 == 1 or any(_end_with_only_quote(text))


def _end_with_only_quote(text: str) -> Iterator[bool]:
    """Tell of each line that ends with a quote whether that is the only one in it."""
    line_end = '"\r\n' if "\r\n" in text else '"\n'
    end = text.find(line_end)
    while end >= 0:
        yield text.rfind('"', text.rfind("\n", 0, end) + 1, end) < 0
        end = text.find(line_end, end + 1)
