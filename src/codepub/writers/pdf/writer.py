"""A document as an accessible PDF: the HTML page, printed by WeasyPrint, with a structure tree that follows it."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, assert_never

from fontTools.ttLib import TTFont
from markupsafe import Markup

from codepub.diagnostics import CallError, Diagnostic, MachineError, Severity
from codepub.document.nodes import (
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
    Notice,
    Paragraph,
    Role,
    Section,
    Span,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
)
from codepub.document.provenance import naming_origin
from codepub.document.text import plain_text, texts
from codepub.document.walk import children, leaves
from codepub.origin import Origin
from codepub.writers.html.page import page, stylesheet
from codepub.writers.pdf.font_cache import give_font_cache
from codepub.writers.pdf.legible import letters, seen_in_margins, seen_of
from codepub.writers.rendered import Rendered
from codepub.writers.theme import PageSize, Theme

try:
    give_font_cache()  # WeasyPrint begins Fontconfig when it is imported
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a machine without fonts will do: codepub brings its own
        from weasyprint import CSS, HTML
        from weasyprint.text.fonts import FontConfiguration
except OSError as error:
    raise MachineError(
        f"A PDF needs the system libraries of Pango: {str(error).splitlines()[0]}\n"
        "Install them: on Debian or Ubuntu `apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0`, "
        "on Fedora `dnf install pango`, on macOS `brew install pango`, on Windows Pango of MSYS2."
    ) from error

from codepub.writers.pdf.assets import FACES, AssetFetcher, font_file
from codepub.writers.pdf.tagging import tagged_pdf

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from codepub.writers.pdf.tagging.painting import Layout, Page

_SIZES: Final[dict[PageSize, str]] = {"letter": "letter", "a4": "A4"}


def write_pdf(document: Document, theme: Theme) -> Rendered:
    """Write a PDF that conforms to PDF/UA-1 and, where the theme's standard asks for it, to PDF/A-3a."""
    with _complaints() as complaints:
        root, layout = laid_out(document, theme)
        content = tagged_pdf(root, layout, theme.standard)
    said = (_diagnostic(document, "pdf-style", text, "Mend the style or the asset.") for text in complaints)
    return Rendered(content, (*said, *_unprintable(document, theme)))


def laid_out(document: Document, theme: Theme) -> tuple[Element, Layout]:
    """Lay a document out in pages; gives the root of its HTML, and them.

    Raises `CallError` where a style hides the rights notice.
    """
    press = _press(theme)
    html = HTML(string=page(document, theme, Markup("")), base_url=press.base, url_fetcher=press.fetcher)
    layout = html.render(font_config=press.fonts, stylesheets=list(press.styles))
    if document.rights:
        _hold_rights(document.rights, html.etree_element, layout.pages)
    return html.etree_element, layout


def _hold_rights(rights: Sequence[str], root: Element, pages: Sequence[Page]) -> None:
    """Raise `CallError` where a style hides what must stand on the pages, however it breaks there."""
    everywhere, *somewhere = map(letters, rights)
    notices = [element for element in root.iter() if Role.RIGHTS in (element.get("class") or "").split()]
    whole = letters(seen_of(notices, pages))
    on_each_page = all(any(everywhere in letters(area) for area in seen_in_margins(page)) for page in pages)
    if not on_each_page or not all(text in whole for text in somewhere):
        raise CallError(
            "templates/print.css or templates/publication.css hides the rights notice of CPT: its first sentence must "
            "stand on every page, and the whole at the end. Show `string(footer)` in a margin, and `.rights`."
        )


@dataclass(frozen=True, slots=True)
class _Press:
    """What WeasyPrint would otherwise make anew for every document: parsed styles and loaded fonts."""

    base: str
    fetcher: AssetFetcher
    styles: tuple[CSS, ...]
    fonts: FontConfiguration


@cache
def _press(theme: Theme) -> _Press:
    fonts = FontConfiguration()
    fetcher = AssetFetcher(theme.assets)
    base = f"{Path(theme.assets).resolve().as_uri()}/" if theme.assets is not None else "codepub-assets:/"
    texts = (
        stylesheet(theme, "publication.css", screen=False),
        stylesheet(
            theme,
            "print.css",
            page=theme.page,
            size=_SIZES[theme.page.size],
            sans=Markup('"{}"').format(theme.typography.sans),
            faces=FACES,
        ),
    )
    styles = tuple(CSS(string=text, base_url=base, url_fetcher=fetcher, font_config=fonts) for text in texts)
    return _Press(base, fetcher, styles, fonts)


@contextmanager
def _complaints() -> Iterator[list[str]]:
    """Gather what WeasyPrint logs, and what libraries below it warn of, while something is printed."""
    gathered: list[str] = []

    class Gathering(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if ".notdef" not in (said := record.getMessage()):  # characters that fonts lack are told by us
                gathered.append(said)

    logger, handler = logging.getLogger("weasyprint"), Gathering(logging.WARNING)
    logger.addHandler(handler)
    try:
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            for meant_for_programmers in (DeprecationWarning, PendingDeprecationWarning, ResourceWarning):
                warnings.simplefilter("ignore", meant_for_programmers)
            yield gathered
        gathered.extend(dict.fromkeys(str(warning.message) for warning in warned))
    finally:
        logger.removeHandler(handler)


def _unprintable(document: Document, theme: Theme) -> Iterator[Diagnostic]:
    """Name the characters that the fonts lack: on another machine they would look otherwise, or not be there."""
    if theme.typography.serif != "Source Serif Pro" or theme.typography.sans != "Source Sans Pro":
        return
    lacking = _lacking("Regular", texts(document))
    lacking_slanted = _lacking("It", _slanted(document)) - lacking
    for fonts, characters in (("fonts", lacking), ("italics", lacking_slanted)):
        if characters:
            named = ", ".join(f"“{character}” (U+{ord(character):04X})" for character in sorted(characters))
            fact = f"The {fonts} of the PDF have no {named}."
            yield _diagnostic(document, "pdf-glyph", fact, "Write it in other characters, or choose other fonts.")


def _slanted(node: Node) -> Iterator[str]:
    """Yield the texts that the styles set in italics: what is stressed, what is known as none, notices in cells."""
    match node:
        case Emphasis(content) | Paragraph(content, _, Role.KNOWN_NONE):
            yield plain_text(content)
        case Table():
            for cell in children(node):
                yield from (plain_text(cell.statement),) if isinstance(cell, Notice) else _slanted(cell)
        case Text() | Strong() | Superscript() | Subscript() | Link() | CodeReference() | Citation() | Span():
            yield from _slanted_below(node)
        case Document() | Section() | Heading() | Paragraph() | Notice() | List() | DefinitionList() | Definition():
            yield from _slanted_below(node)
        case _:
            assert_never(node)


def _slanted_below(node: Node) -> Iterator[str]:
    for child in children(node):
        yield from _slanted(child)


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
    named = (naming_origin(leaf.source) for leaf in leaves(document))
    record = next((Origin(origin.record) for origin in named if origin is not None), None)
    return Diagnostic(rule, Severity.WARNING, message, hint=hint, origin=record)
