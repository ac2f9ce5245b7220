"""A check of characters that no face of a PDF has: a box would stand in their place, and so they are warned of."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Final

from codepub.checks.check import WARNING, Breach, Subject, check
from codepub.glyphs import glyphless
from codepub.origin import FieldPath
from codepub.patterns import compile_late
from codepub.records.availability import Frozen

USUAL: Final = compile_late("[\t\n -~\u00a0-\u02e9\u03a3-\u03ff\u2000-\u2064\u2190-\u22ff]*")
"""A text of Latin and Greek letters, punctuation, arrows and signs of mathematics alone, which all have glyphs."""
_MAX_NAMED: Final = 5
"""The most characters that a message names."""


@check(
    "no-glyph",
    WARNING,
    catches="A character that no font of the PDF has: Chinese, Devanagari, most emoji.",
    example="title: Thoracotomy 👍",
)
def characters_without_glyph(subject: Subject) -> Iterator[Breach]:
    """Find characters that a PDF cannot show; web pages and Word show them where their reader has a font."""
    if not _may_lack_glyph(subject):
        return
    for path, text in _list_texts(subject.record, ()):
        if not text.isascii() and (found := list(dict.fromkeys(glyphless().findall(text)))):
            named = [_name(character) for character in dict.fromkeys("".join(found))]
            more = f" and {len(named) - _MAX_NAMED} more" if len(named) > _MAX_NAMED else ""
            yield Breach(
                path, f"No font of the PDF has {', '.join(named[:_MAX_NAMED])}{more}.", _advise(found), words=found[0]
            )


def _may_lack_glyph(subject: Subject) -> bool:
    """Tell quickly whether any text holds such a character; most hold none beyond ASCII."""
    if subject.prose.isascii() and all(map(str.isascii, subject.names)):
        return False
    texts = (*(passage.text for passage in subject.passages), *subject.names)
    return any(not text.isascii() and not USUAL.fullmatch(text) and glyphless().search(text) for text in texts)


def _list_texts(value: object, path: FieldPath) -> Iterator[tuple[FieldPath, str]]:
    """List every text of a record, in markup or not, with its path."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, tuple):
        for index, member in enumerate(value):
            yield from _list_texts(member, (*path, index))
    elif isinstance(value, Frozen):
        for name, field in type(value).model_fields.items():
            yield from _list_texts(value.__dict__[name], (*path, field.alias or name))


def _name(character: str) -> str:
    """Write a character with its number and its name in Unicode."""
    known = unicodedata.name(character, "").lower()
    return f"“{character}” (U+{ord(character):04X}{f', {known}' if known else ''})"


def _advise(found: list[str]) -> str:
    """Say what to write: the plain letters that a sign is made of (Unicode, NFKC), or words."""
    plain = unicodedata.normalize("NFKC", found[0])
    if len(found) == 1 and plain.strip() and glyphless().search(plain) is None:
        return f'Write "{plain}".'
    return "Write it in words or in Latin letters; web pages and Word show it where their reader has a font for it."


GLYPH_CHECKS = (characters_without_glyph,)
