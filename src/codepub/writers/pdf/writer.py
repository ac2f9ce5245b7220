"""A document as an accessible PDF: the HTML page, printed by WeasyPrint, with a structure tree that follows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from itertools import chain

from fontTools.ttLib import TTFont

from codepub.diagnostics import Diagnostic, Severity
from codepub.document.nodes import Document, Emphasis, Notice, Paragraph, Role, Table, plain, spoken
from codepub.origin import Origin
from codepub.writers.options import Options
from codepub.writers.pdf.assets import font_file
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
        said = (_diagnostic(document, "pdf-style", text, "Mend the style or the asset.") for text in complaints)
        return Rendered({WHOLE: content}, (*said, *_unprintable(document, theme)))

    return write


def _unprintable(document: Document, theme: Theme) -> Iterator[Diagnostic]:
    """Name the characters that the fonts lack: on another machine they would look otherwise, or not be there."""
    if theme.typography.serif != "Source Serif Pro" or theme.typography.sans != "Source Sans Pro":
        return
    lacking = _lacking("Regular", (text for block in document.blocks for text in spoken(block)))
    lacking_slanted = _lacking("It", _slanted(document.blocks)) - lacking
    for fonts, characters in (("fonts", lacking), ("italics", lacking_slanted)):
        if characters:
            named = ", ".join(f"“{character}” (U+{ord(character):04X})" for character in sorted(characters))
            fact = f"The {fonts} of the PDF have no {named}."
            yield _diagnostic(document, "pdf-glyph", fact, "Write it in other characters, or choose other fonts.")


def _slanted(part: object) -> Iterator[str]:
    """Give the texts that the styles set in italics: what is stressed, what is known as none, notices in cells."""
    match part:
        case Emphasis(content) | Paragraph(content, _, Role.KNOWN_NONE):
            yield plain(content)
        case Table(_, _, rows):
            for cell in chain.from_iterable(rows):
                yield from (plain(cell.statement),) if isinstance(cell, Notice) else _slanted(cell)
        case tuple():
            yield from chain.from_iterable(map(_slanted, part))
        case _ if is_dataclass(part) and not isinstance(part, Origin):
            yield from chain.from_iterable(_slanted(getattr(part, field.name)) for field in fields(part))


def _lacking(face: str, texts: Iterable[str]) -> frozenset[str]:
    return frozenset().union(*texts) - _printable(face)


@cache
def _printable(face: str) -> frozenset[str]:
    """Gather the characters that both families have in a face."""
    serif, sans = (_characters(f"Source{kind}Pro-{face}.ttf") for kind in ("Serif", "Sans"))
    return serif & sans | {"\n", "\N{NO-BREAK SPACE}"}


def _characters(name: str) -> frozenset[str]:
    with TTFont(font_file(name), lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


def _diagnostic(document: Document, rule: str, message: str, hint: str) -> Diagnostic:
    return Diagnostic(rule, Severity.WARNING, message, hint=hint, origin=Origin(document.identity))
