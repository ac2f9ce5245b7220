from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from codepub.compose.rights import footer_notice, whole_notice
from codepub.diagnostics import CallError
from codepub.document.nodes import Column, Document, Role
from codepub.document.provenance import Derived
from codepub.writers.choices import PageSize
from codepub.writers.html.page import write_html
from codepub.writers.pdf import fitting
from codepub.writers.pdf.layout import lay_out
from codepub.writers.pdf.press import set_up
from codepub.writers.theme import Theme
from tests.publications import bare, composed, theme
from tests.writers.documents import ROOT, Headed, document, paragraph, table_with, text
from tests.writers.writing import write_pdf

CPT = composed({**bare(), "system": "CPT", "code": "32120"})
HCPCS = composed({**bare(), "system": "HCPCS", "code": "J1885"})


def change_template(name: str, content: str) -> Theme:
    """Return the theme with one template changed."""
    return replace(theme(), templates={**theme().templates, name: content})


def add_style(style: str) -> Theme:
    """Return the theme with a style after the shipped ones."""
    return change_template("print.css", f"{theme().templates['print.css']}\n{style}")


# Styles that hide the notice ---------------------------------------------------------------------------------------

HIDING = [
    ".rights, section.about { display: none }",
    "body { display: none }",
    "section.about { visibility: hidden }",
    ".rights { font-size: 0 }",
    ".rights { font-size: .5pt }",
    ".rights { color: transparent }",
    ".rights { color: rgba(0, 0, 0, .02) }",
    ".rights { color: #fff }",
    ".rights { color: #fefefe }",
    ".rights { color: #123456; background: #123456 }",
    "html { background: #000 } .rights { color: #000 }",
    "section.about { opacity: 0 }",
    ".rights { height: 0; overflow: hidden }",
    ".rights { width: 30mm; overflow: hidden; white-space: nowrap }",
    ".rights { white-space: nowrap }",
    ".rights { position: absolute; left: -9999px }",
    ".rights { position: absolute; clip: rect(0, 0, 0, 0) }",
    ".rights { text-indent: -9999px; white-space: nowrap }",
    ".rights { transform: translateX(-9999px) }",
    "section.about { transform: scale(0) }",
    "@page { @bottom-left { content: none } }",
    "@page :first { @bottom-left { content: none } }",
    "h2 { break-before: page } @page :nth(2) { @bottom-left { content: none } }",
    '@page { @bottom-left { content: "All rights are ours." } }',
    'main { string-set: footer "All rights are ours." }',
    "@page { @bottom-left { color: transparent } }",
    "@page { @bottom-left { color: #fff } }",
    "@page { @bottom-left { visibility: hidden } }",
    "@page { @bottom-left { font-size: .1pt } }",
    "@page { @bottom-left { height: 0; overflow: hidden } }",
    "@page { @bottom-left { margin-top: 60mm } }",
]


@pytest.mark.parametrize("style", HIDING)
def test_a_style_that_hides_the_notice_of_cpt_is_refused(style: str) -> None:
    with pytest.raises(CallError, match=r"hides the rights notice of CPT"):
        write_pdf(CPT, add_style(style))


@pytest.mark.parametrize(
    "style",
    [
        ".rights { text-transform: uppercase; letter-spacing: 1pt; font-size: 5pt }",
        ".rights { hyphens: auto; width: 22mm }",
        ".rights::before { content: 'Please note: ' } .rights::first-letter { font-size: 20pt }",
        "section.about { columns: 3 }",
        "section.about { overflow: hidden; transform: rotate(1deg) }",
        "html { background: #000; color: #fff } section.about, .rights { color: #eee }"
        "@page { @bottom-left { color: #eee } }",
        ".rights { background: #0b5568; color: #fff }",
        "@page { @bottom-left { hyphens: auto; width: 20mm } @bottom-right { content: none } }",
        "@page { @bottom-left { content: none } @top-left { content: string(footer); white-space: normal } }"
        "@page :first { @top-left { content: string(footer) } }",
        "@page { @bottom-left { content: 'Ours. ' string(footer) } }",
        "p { orphans: 1; widows: 1 }",
        "section.about { break-before: page } @page { margin: 60mm }",
    ],
)
def test_a_style_that_shows_the_notice_otherwise_is_taken(style: str) -> None:
    lay_out(CPT, set_up(add_style(style)))


def test_a_page_shell_that_leaves_out_the_notice_of_cpt_is_refused() -> None:
    shell = "<html lang=en><h1>nothing</h1></html>"
    own = change_template("publication.html", f"{shell}{{# {{{{ document }}}} {{{{ style }}}} #}}")
    with pytest.raises(CallError, match=r"leaves out the content"):
        write_html(CPT, own)


@pytest.mark.parametrize("around", [("<!--", "-->"), ("<div hidden>", "</div>"), ("<template>", "</template>")])
def test_a_page_shell_that_hides_the_content_is_refused(around: tuple[str, str]) -> None:
    shipped = theme().templates["publication.html"]
    own = change_template("publication.html", shipped.replace("{{ content }}", "{{ content }}".join(around)))
    with pytest.raises(CallError, match=r"hides the rights notice of CPT"):
        lay_out(CPT, set_up(own))


def test_other_systems_may_be_styled_as_one_likes() -> None:
    assert write_pdf(HCPCS, add_style(".rights { display: none }")).content.startswith(b"%PDF")


# Wherever the notice breaks ----------------------------------------------------------------------------------------


def make_listing(rows: int) -> Document:
    """A document with the notice of CPT after a table of so many rows; as little else as can be."""
    cells = tuple((paragraph(f"{row:02}", ROOT / "rows" / row),) for row in range(rows))
    about = ROOT / "about"
    small = document(
        Headed(1, text("A title"), Derived((ROOT / "title",))),
        Headed(2, text("A part"), Derived((ROOT / "summary",))),
        table_with(*cells, columns=(Column("Modifier"),), origin=ROOT / "rows", name="Modifiers"),
        Headed(2, text("About"), Derived((about,))),
        paragraph(whole_notice(2025), about, Role.RIGHTS),
    )
    footer = (footer_notice(2025), *small.imprint.footer)
    return replace(
        small, rights=(footer_notice(2025), whole_notice(2025)), imprint=replace(small.imprint, footer=footer)
    )


def lines_of_notice(box: Any) -> Iterator[Any]:
    """The lines of the notice below a box of WeasyPrint, asked of its boxes directly."""
    if type(box).__name__ == "LineBox":
        if box.element is not None and box.element.get("class") == "rights":
            yield box
        return
    for child in box.children:
        yield from lines_of_notice(child)


@pytest.fixture
def collecting_seldom() -> Iterator[None]:
    """Look for reference cycles less often than Python does, which takes a fifth of the time of laying out."""
    usual = gc.get_threshold()
    gc.set_threshold(100_000, 5, 50)
    yield
    gc.set_threshold(*usual)


@pytest.mark.usefixtures("collecting_seldom")
@pytest.mark.parametrize("size", ["letter", "a4"])
def test_a_table_of_any_length_can_be_printed_wherever_the_notice_after_it_breaks(
    size: PageSize, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each page ends after another line of the notice: two stay together at either end, by the styles."""
    monkeypatch.setattr(fitting, "FITS", ("",))  # else few would break: they are set more closely
    broken, press = set(), set_up(theme(size))
    for rows in range(1, 121):
        layout = lay_out(make_listing(rows), press)
        on_pages = [sum(1 for _ in lines_of_notice(page._page_box)) for page in layout.paged.pages]
        broken.add(tuple(filter(None, on_pages)))

    lines = max(map(sum, broken))
    assert {sum(one) for one in broken} == {lines}
    assert broken == {(lines,), *((before, lines - before) for before in range(2, lines - 1))}
