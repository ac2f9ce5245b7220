"""A document as an accessible PDF: the HTML page, printed by WeasyPrint, with a structure tree that follows it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from codepub.diagnostics import ContentError, Diagnostic, Severity
from codepub.document.nodes import Document
from codepub.document.provenance import naming_origin
from codepub.document.text import plain_text
from codepub.document.walk import leaves
from codepub.origin import Origin, format_path
from codepub.writers.choices import Standard
from codepub.writers.options import Options
from codepub.writers.pdf.complaints import gather_complaints
from codepub.writers.pdf.layout import lay_out
from codepub.writers.pdf.press import Press, set_up
from codepub.writers.pdf.tagging import tag
from codepub.writers.rendered import WHOLE, Rendered
from codepub.writers.table import Writer
from codepub.writers.theme import Theme

_STANDARDS: Final[dict[Standard, str]] = {"pdf/ua-1": "PDF/UA-1", "pdf/a-3a": "PDF/A-3a"}
_GLYPHLESS_HINT: Final = (
    "Write it in other characters, or put a font that has it into the assets folder, and load that in a style by "
    "@font-face."
)
_MAX_NAMED: Final = 8
"""The most characters, and the most places, that a message names."""


def open_pdf_writer() -> Writer:
    """Open a writer of PDFs, which keeps its press as long as the theme is the same.

    What it writes conforms to PDF/UA-1 and, where the options ask for it, to PDF/A-3a. Where no font has a character
    that is drawn, it conforms to neither: then the PDF claims neither, which is told, and an archival one is not made.
    """
    press: Press | None = None

    def write(document: Document, theme: Theme, options: Options) -> Rendered:
        nonlocal press
        with gather_complaints() as complaints:
            if press is None or press.theme != theme:
                press = set_up(theme)
            layout = lay_out(document, press)
            content, glyphless = tag(layout.root, layout.paged, options.pdf.standard)
        said = [_report_complaint(document, text) for text in complaints]
        if glyphless:
            said.append(_report_glyphless(document, glyphless, options.pdf.standard))
        return Rendered({WHOLE: content}, tuple(said))

    return write


def _report_complaint(document: Document, complaint: str) -> Diagnostic:
    return Diagnostic(
        "pdf-style",
        Severity.WARNING,
        complaint,
        hint="Mend the style or the asset.",
        origin=_find_record(document),
    )


def _find_record(document: Document) -> Origin | None:
    named = (naming_origin(leaf.source) for leaf in leaves(document))
    return next((Origin(origin.record) for origin in named if origin is not None), None)


def _report_glyphless(document: Document, glyphless: frozenset[str], standard: Standard) -> Diagnostic:
    """Return a warning of the characters that were drawn without a glyph, and of where they stand.

    Raises:
        ContentError: An archival file was asked for, which this one is not; PDF/UA-1 is what nobody has to ask for.
    """
    places = _find_places(document, glyphless)
    characters = _enumerate([f"“{character}” (U+{ord(character):04X})" for character in sorted(glyphless)])
    fields = _enumerate([f"{format_path(place.path)} of {place.record}" for place in places])
    told = Diagnostic(
        "pdf-glyph",
        Severity.WARNING,
        f"No font of the PDF has {characters}, in {fields or 'what wording, styles or pictures add'}: it is no "
        f"{_STANDARDS[standard]}, and does not say that it is.",
        hint=_GLYPHLESS_HINT,
        origin=next(iter(places), _find_record(document)),
    )
    if standard == "pdf/a-3a":
        raise ContentError(replace(told, severity=Severity.ERROR, message=f"{told.message} {_GLYPHLESS_HINT}"))
    return told


def _find_places(document: Document, glyphless: frozenset[str]) -> list[Origin]:
    """Find the fields whose words hold one of some characters, each once, in reading order."""
    held = (leaf for leaf in leaves(document) if not glyphless.isdisjoint(plain_text(leaf)))
    named = (naming_origin(leaf.source) for leaf in held)
    return list(dict.fromkeys(origin for origin in named if origin is not None))


def _enumerate(names: list[str]) -> str:
    more = f" and {len(names) - _MAX_NAMED} more" if len(names) > _MAX_NAMED else ""
    return f"{', '.join(names[:_MAX_NAMED])}{more}"
