"""A document as an accessible PDF: the HTML page, printed by WeasyPrint, with a structure tree that follows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import assert_never

from fontTools.ttLib import TTFont

from codepub.diagnostics import Diagnostic, Severity
from codepub.document.nodes import (
    AbsenceNotice,
    AbsenceSign,
    Citation,
    CodeReference,
    Definition,
    DefinitionList,
    Document,
    Emphasis,
    Heading,
    Link,
    List,
    Node,
    Paragraph,
    Role,
    RowGroup,
    Section,
    Span,
    Strong,
    Subscript,
    Superscript,
    Table,
    TableNote,
    Text,
)
from codepub.document.provenance import naming_origin
from codepub.document.text import plain_text, texts
from codepub.document.walk import children, leaves
from codepub.origin import Origin
from codepub.writers.options import Options
from codepub.writers.pdf.assets import find_font_file
from codepub.writers.pdf.complaints import gather_complaints
from codepub.writers.pdf.layout import lay_out
from codepub.writers.pdf.press import Press, set_up
from codepub.writers.pdf.tagging import tag
from codepub.writers.rendered import WHOLE, Rendered
from codepub.writers.table import Writer
from codepub.writers.theme import Theme


def open_pdf_writer() -> Writer:
    """Open a writer of PDFs, which keeps its press as long as the theme is the same.

    What it writes conforms to PDF/UA-1 and, where the options ask for it, to PDF/A-3a.
    """
    press: Press | None = None

    def write(document: Document, theme: Theme, options: Options) -> Rendered:
        nonlocal press
        with gather_complaints() as complaints:
            if press is None or press.theme != theme:
                press = set_up(theme)
            layout = lay_out(document, press)
            content = tag(layout.root, layout.paged, options.pdf.standard)
        said = (_make_diagnostic(document, "pdf-style", text, "Mend the style or the asset.") for text in complaints)
        return Rendered({WHOLE: content}, (*said, *_find_unprintable(document, theme)))

    return write


def _find_unprintable(document: Document, theme: Theme) -> Iterator[Diagnostic]:
    """Yield a warning of the characters that the fonts lack: elsewhere they would look otherwise, or not be there."""
    if theme.typography.serif != "Source Serif Pro" or theme.typography.sans != "Source Sans Pro":
        return
    lacking = _find_lacking("Regular", texts(document))
    lacking_slanted = _find_lacking("It", _find_slanted(document)) - lacking
    for fonts, characters in (("fonts", lacking), ("italics", lacking_slanted)):
        if characters:
            named = ", ".join(f"“{character}” (U+{ord(character):04X})" for character in sorted(characters))
            fact = f"The {fonts} of the PDF have no {named}."
            yield _make_diagnostic(document, "pdf-glyph", fact, "Write it in other characters, or choose other fonts.")


def _find_slanted(node: Node) -> Iterator[str]:
    """Yield the texts that the styles set in italics: what is stressed, what is known as none, signs in cells."""
    match node:
        case Emphasis(content) | Paragraph(content, _, Role.KNOWN_NONE):
            yield plain_text(content)
        case AbsenceSign(_, sign, mark):
            yield sign + mark
        case Text() | Strong() | Superscript() | Subscript() | Link() | CodeReference() | Citation() | Span():
            yield from _find_slanted_below(node)
        case (
            Document()
            | Section()
            | Heading()
            | Paragraph()
            | AbsenceNotice()
            | List()
            | DefinitionList()
            | Definition()
            | Table()
            | RowGroup()
            | TableNote()
        ):
            yield from _find_slanted_below(node)
        case _:
            assert_never(node)


def _find_slanted_below(node: Node) -> Iterator[str]:
    for child in children(node):
        yield from _find_slanted(child)


def _find_lacking(face: str, texts: Iterable[str]) -> frozenset[str]:
    return frozenset().union(*texts) - _gather_printable(face)


@cache
def _gather_printable(face: str) -> frozenset[str]:
    """Gather the characters that both families have in a face."""
    serif, sans = (_read_characters(f"Source{kind}Pro-{face}.ttf") for kind in ("Serif", "Sans"))
    return serif & sans | {"\n", "\N{NO-BREAK SPACE}"}


def _read_characters(name: str) -> frozenset[str]:
    with TTFont(find_font_file(name), lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


def _make_diagnostic(document: Document, rule: str, message: str, hint: str) -> Diagnostic:
    named = (naming_origin(leaf.source) for leaf in leaves(document))
    record = next((Origin(origin.record) for origin in named if origin is not None), None)
    return Diagnostic(rule, Severity.WARNING, message, hint=hint, origin=record)
