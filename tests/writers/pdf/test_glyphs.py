"""Every character that is drawn has a glyph, in fonts that come with codepub or the theme; else nothing is claimed."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from fontTools.ttLib import TTFont

from codepub.diagnostics import ContentError, Diagnostic, Severity
from codepub.document.nodes import Document, Emphasis, Paragraph, Role, Strong
from codepub.document.provenance import Derived, Value
from codepub.writers.assets import Asset
from codepub.writers.faces import FALLBACK, find_font_file
from codepub.writers.theme import Theme
from tests.publications import ROOT as CHECKOUT
from tests.publications import theme
from tests.writers.documents import ROOT, Headed, document, paragraph, table_of, text
from tests.writers.pdf_reader import read
from tests.writers.writing import write_pdf

TYPED = (
    "‐ ‑ ‒ – — ― a\u2009b a\u202fb a\u2002b a\u2003b a\u2007b a\u200ab a\u00a0b a\u3000b a\u00adb a\u200bb a\u2060b",
    "℞ ♀ ♂ ⚕ ⚠ ☎ ✉ ☐ ☑ ☒ ✓ ✔ ✗ ✘ ★ ☆ ● ○ ◦ ■ □ ▪ ▫ ▲ ▼ ► ◄ ➔ ➜ ➤ • ‣ ∙ ⋅",
    "→ ← ↑ ↓ ↔ ⇒ ⇐ ⇔ ≥ ≤ ≠ ≈ ≡ ± − × ÷ ∓ ∞ ∑ √ ∆ ∂ ∫ ∝ ∈ ∩ ∪ ⊂ ⌀ ′ ″ ‴ ⁄ ∕ ⩾ ⩽ ≪ ≫",
    "α β γ δ ε κ λ μ µ π σ φ ω Δ Σ Ω ½ ⅓ ⅔ ¼ ¾ ⅛ ⅜ ⅝ ⅞ ⁰ ¹ ² ³ ⁴ ⁻ ⁺ ₀ ₁ ₂ ₃ ₊ ₋",
    "© ® ™ ℠ § ¶ † ‡ № ° ℃ ℉ Å ª º € £ ¥ ¢ “ ” ‘ ’ ‚ „ … ‰ ‹ › « » ﬁ ﬂ ① ② Ⅳ",
    "é ñ Ł š q\u0303 Ж д я א ב ש ا ب ت ა Ա",
)
"""What editors type and paste: hyphens and spaces, signs, arrows and mathematics, Greek, letters of other alphabets."""

TITLE = Headed(1, text("A title"), Derived((ROOT / "title",)))


def set_everywhere(typed: str) -> Document:
    """Typed in every face: headings, text, emphasis, small print, tables."""
    return document(
        Headed(1, text(typed), Derived((ROOT / "title",))),
        Headed(2, text(typed), Derived((ROOT / "summary",))),
        Headed(3, text(typed), Derived((ROOT / "summary",))),
        paragraph(typed),
        Paragraph((Emphasis(text(typed)), Strong(text(typed)), Emphasis((Strong(text(typed)),))), Value(ROOT / "more")),
        paragraph(typed, role=Role.KNOWN_NONE),
        table_of(1),
    )


def find_undrawn(content: bytes) -> list[str]:
    """List what is drawn by .notdef, or by a glyph that its embedded font does not have."""
    pdf = pikepdf.open(io.BytesIO(content))
    return [found for page in pdf.pages for found in _find_undrawn_of_page(page)]


def _find_undrawn_of_page(page: pikepdf.Page) -> Iterator[str]:
    counts = {name: _count_glyphs(font) for name, font in page.Resources.Font.items()}
    font = ""
    for instruction in pikepdf.parse_content_stream(page):
        operands: Any = instruction.operands
        if str(instruction.operator) == "Tf":
            font = str(operands[0])
        if str(instruction.operator) == "TJ":
            codes = b"".join(bytes(part) for part in operands[0] if isinstance(part, pikepdf.String))
            glyphs = [int.from_bytes(codes[at : at + 2]) for at in range(0, len(codes), 2)]
            yield from (f"{font} {glyph}" for glyph in glyphs if not 0 < glyph < counts[font])


def _count_glyphs(font: Any) -> int:
    """Count the glyphs of an embedded font; WeasyPrint numbers what it lacks from there on."""
    program = font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes()
    count: int = TTFont(io.BytesIO(program))["maxp"].numGlyphs
    return count


def list_families(content: bytes) -> set[str]:
    """List the families that a PDF embeds."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        fonts = pdf.pages[0].Resources.Font
        return {str(font.DescendantFonts[0].FontDescriptor.FontFamily) for font in fonts.values()}


def claims(content: bytes) -> set[str]:
    """List the standards that a PDF says it follows."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        metadata = pdf.Root.Metadata.read_bytes()
    return {name for name in ("pdfuaid", "pdfaid") if f"{name}:part".encode() in metadata}


# What the fonts have -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", TYPED)
def test_what_editors_type_and_paste_is_drawn_by_glyphs_in_headings_text_emphasis_and_tables(typed: str) -> None:
    rendered = write_pdf(set_everywhere(typed), theme())

    assert rendered.diagnostics == ()
    assert find_undrawn(rendered.content) == []
    assert claims(rendered.content) == {"pdfuaid"}
    assert list_families(rendered.content) <= {"Source Serif Pro", "Source Sans Pro", "DejaVu Sans"}


def test_a_character_is_read_back_as_it_was_typed() -> None:
    typed = "non\N{NON-BREAKING HYPHEN}stop ℞ ♀ ≥ ⇒ β ⅓ ✓"

    assert typed in read(write_pdf(document(TITLE, paragraph(typed)), theme()).content).document.text


def test_what_an_italic_lacks_is_set_in_the_roman_of_its_family() -> None:
    content = write_pdf(
        document(TITLE, Paragraph((Emphasis(text("a β blocker")),), Value(ROOT / "a"))), theme()
    ).content

    assert "DejaVu Sans" not in list_families(content)
    assert find_undrawn(content) == []


def test_the_fallback_is_embedded_only_where_it_is_needed() -> None:
    assert "DejaVu Sans" not in list_families(write_pdf(document(TITLE, paragraph("é β ≥ –")), theme()).content)


# What they do not have -----------------------------------------------------------------------------------------------


def test_a_pdf_with_a_character_that_no_font_has_claims_no_standard_and_says_where_it_stands() -> None:
    rendered = write_pdf(document(TITLE, paragraph("漢 in 漢"), table_of(1), paragraph("👍", ROOT / "more")), theme())

    assert rendered.diagnostics == (
        Diagnostic(
            "pdf-glyph",
            Severity.WARNING,
            "No font of the PDF has “漢” (U+6F22), “👍” (U+1F44D), in summary of hcpcs:A4341, more of hcpcs:A4341: it "
            "is no PDF/UA-1, and does not say that it is.",
            hint="Write it in other characters, or put a font that has it into the assets folder, and load that in a "
            "style by @font-face.",
            origin=ROOT / "summary",
        ),
    )
    assert claims(rendered.content) == set()
    assert find_undrawn(rendered.content)


def test_of_many_characters_and_places_the_first_are_named() -> None:
    many = [paragraph(chr(0x4E00 + number), ROOT / f"field{number}") for number in range(10)]
    (told,) = write_pdf(document(TITLE, *many), theme()).diagnostics

    assert "(U+4E07) and 2 more, in field0 of " in told.message
    assert "field7 of hcpcs:A4341 and 2 more: it is" in told.message


def test_a_pdf_is_made_anew_with_its_claim_when_the_character_is_gone() -> None:
    write_pdf(document(TITLE, paragraph("漢")), theme())

    assert claims(write_pdf(document(TITLE, paragraph("Han")), theme()).content) == {"pdfuaid"}


@pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014.icc:ResourceWarning")
def test_an_archival_file_with_a_character_that_no_font_has_is_not_made() -> None:
    with pytest.raises(
        ContentError, match=r"“漢” \(U\+6F22\), in summary of .*: it is no PDF/A-3a.*@font-face\.$"
    ) as told:
        write_pdf(document(TITLE, paragraph("漢")), theme(), "pdf/a-3a")

    assert [one.severity for one in told.value.diagnostics] == [Severity.ERROR]


def test_what_a_style_draws_counts_as_well() -> None:
    rendered = write_pdf(document(TITLE), with_style('h1::after { content: "漢" }'))

    assert [one.rule for one in rendered.diagnostics] == ["pdf-glyph"]
    assert "in what wording, styles or pictures add" in rendered.diagnostics[0].message
    assert claims(rendered.content) == set()


# Fonts of others -----------------------------------------------------------------------------------------------------


def with_style(style: str, **assets: bytes) -> Theme:
    """The theme with a style before the shipped one, and fonts among its assets."""
    named = {f"{name}.ttf": Asset(partial(bytes, content)) for name, content in assets.items()}
    templates = {**theme().templates, "print.css": f"{style}\n{theme().templates['print.css']}"}
    return replace(theme(), templates=templates, assets=named)


def make_font(family: str, *characters: str) -> bytes:
    """Make a font that shows some characters, all alike, the space, and no others."""
    glyphs = {0x20: "space", **{ord(character): "A" for character in characters}}
    font = TTFont(find_font_file(FALLBACK))
    for table in font["cmap"].tables:
        table.cmap = {code: glyph for code, glyph in glyphs.items() if table.format == 12 or code <= 0xFFFF}
    for name in font["name"].names:
        if name.nameID in {1, 4, 16}:
            name.string = family
    made = io.BytesIO()
    font.save(made)
    return made.getvalue()


def test_a_font_of_the_assets_that_a_style_loads_gives_the_characters_that_others_lack() -> None:
    looks = with_style('@font-face { font-family: Han; src: url("han.ttf") }', han=make_font("Han", "漢"))
    rendered = write_pdf(set_everywhere("漢"), looks)

    assert rendered.diagnostics == ()
    assert find_undrawn(rendered.content) == []
    assert claims(rendered.content) == {"pdfuaid"}


def test_a_font_of_the_theme_is_completed_by_the_shipped_ones() -> None:
    looks = with_style('@font-face { font-family: "House"; src: url("house.ttf") }', house=make_font("House", *"abc"))
    looks = replace(looks, typography=replace(looks.typography, serif="House", sans="House"))
    rendered = write_pdf(set_everywhere("abc xyz β ℞"), looks)

    assert rendered.diagnostics == ()
    assert "House" in list_families(rendered.content)
    assert find_undrawn(rendered.content) == []


def test_with_fonts_of_the_theme_a_missing_character_is_told_too() -> None:
    looks = with_style('@font-face { font-family: "House"; src: url("house.ttf") }', house=make_font("House", *"abc"))
    looks = replace(looks, typography=replace(looks.typography, serif="House", sans="House"))
    rendered = write_pdf(document(TITLE, paragraph("漢")), looks)

    assert [one.rule for one in rendered.diagnostics] == ["pdf-glyph"]
    assert claims(rendered.content) == set()


def test_a_family_that_no_style_loads_is_told_and_another_stands_in() -> None:
    looks = replace(theme(), typography=replace(theme().typography, serif="Georgia"))
    (told,) = write_pdf(document(TITLE, paragraph("Words.")), looks).diagnostics

    assert (told.rule, told.severity) == ("pdf-style", Severity.WARNING)
    assert told.message.startswith("theme.toml names the serif font “Georgia”, which no style loads")
    assert told.message.endswith('@font-face { font-family: "Georgia"; src: url("…") }.')


PRINTED = """
import sys
from dataclasses import replace
from tests.publications import theme
from tests.writers.pdf.test_glyphs import set_everywhere
from tests.writers.writing import write_pdf

looks = theme()
for family in (looks.typography.serif, "Impostor", "sans-serif"):
    styled = replace(looks, typography=replace(looks.typography, serif=family))
    sys.stdout.buffer.write(write_pdf(set_everywhere("a ℞ β ⇒ 漢 👍"), styled).content)
"""
CONFIGURED = """<?xml version="1.0"?>
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir>
<match target="pattern"><edit name="family" mode="prepend" binding="strong"><string>Impostor</string></edit></match>
</fontconfig>
"""


def test_the_bytes_do_not_depend_on_the_fonts_of_the_machine(tmp_path: Path) -> None:
    printed = [print_with(tmp_path / "none"), print_with(tmp_path / "some", "Impostor", "Source Serif Pro", "serif")]

    assert printed[0].startswith(b"%PDF-")
    assert printed[0] == printed[1]


def print_with(folder: Path, *families: str) -> bytes:
    """Print in a process whose machine has some families, which have every character that is printed."""
    (folder / "fonts").mkdir(parents=True)
    for family in families:
        (folder / "fonts" / f"{family}.ttf").write_bytes(make_font(family, *"a℞β⇒漢👍"))
    (folder / "fonts.conf").write_text(CONFIGURED.format(fonts=folder / "fonts", cache=folder / "cache"))
    return subprocess.run(
        [sys.executable, "-c", PRINTED],
        env={**os.environ, "FONTCONFIG_FILE": str(folder / "fonts.conf")},
        cwd=CHECKOUT,
        capture_output=True,
        check=True,
    ).stdout
