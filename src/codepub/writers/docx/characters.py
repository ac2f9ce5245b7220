"""Characters that XML cannot hold, and so no Word file: which they are, and where they came from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Final

from codepub.diagnostics import CallError, Diagnostic, Severity
from codepub.document.nodes import Document
from codepub.origin import Origin
from codepub.writers.theme import Theme

_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What is no ``Char`` of XML 1.0, clause 2.2."""


def refuse_settings(document: Document, theme: Theme) -> None:
    """Refuse settings of a publisher that hold such a character.

    Raises:
        CallError: There are some.
    """
    told = [f"{name}: {_fact(text)} Take it out." for name, text in _settings(document, theme) if _NOT_XML.search(text)]
    if told:
        raise CallError("\n".join(told))


def _settings(document: Document, theme: Theme) -> Iterator[tuple[str, str]]:
    yield "`publisher` in codepub.toml", document.publisher
    yield "`language` in codepub.toml", document.language
    for table, values in (("typography", theme.typography), ("palette", theme.palette)):
        for field in fields(values):
            yield f"`{field.name}` of [{table}] in theme.toml", str(getattr(values, field.name))


def refused_texts(document: Document) -> list[Diagnostic]:
    """Give a diagnostic for each text of a document that holds such a character."""
    return [
        _refused(field.name, origin, text)
        for field in fields(document)
        for origin, text in _strings(getattr(document, field.name), None)
        if _NOT_XML.search(text)
    ]


def _strings(part: object, origin: Origin | None) -> Iterator[tuple[Origin | None, str]]:
    """Give every string of frozen data, with the origin it lies nearest to."""
    if isinstance(part, str):
        yield origin, part
    elif isinstance(part, tuple):
        for member in part:
            yield from _strings(member, origin)
    elif is_dataclass(part):
        nearest = getattr(part, "origin", origin)
        for field in fields(part):
            yield from _strings(getattr(part, field.name), nearest)


def _refused(field: str, origin: Origin | None, text: str) -> Diagnostic:
    return Diagnostic(
        rule="word-character",
        severity=Severity.ERROR,
        message=_fact(text) if origin is not None else f"In the {field} of the publication, {_fact(text)}",
        hint="Remove the character; it is invisible and mostly comes from copying.",
        origin=origin,
    )


def _fact(text: str) -> str:
    shown = _NOT_XML.sub("\ufffd", text)
    codes = ", ".join(sorted({f"U+{ord(character):04X}" for character in _NOT_XML.findall(text)}))
    return f"{codes} in “{shown}” cannot stand in a Word file."
