"""The faces that a page brings with it."""

from __future__ import annotations

import io
import re
from base64 import b64decode
from dataclasses import replace

import pytest
from fontTools.ttLib import TTFont

from codepub.compose.compose import compose
from codepub.compose.publisher import Publisher
from codepub.document.nodes import (
    DefinitionList,
    Document,
    Draft,
    Emphasis,
    Paragraph,
    Spread,
    Strong,
    Superscript,
    Text,
)
from codepub.document.provenance import Derived, Value
from codepub.writers.html.fonts import EmbeddedFace, embed_faces
from codepub.writers.html.page import write_html
from tests.publications import samples, theme, wording
from tests.writers.documents import ROOT, Headed, document, fact, paragraph, table_of, text
from tests.writers.page_reader import read_page, words

MOST_BYTES = 100_000
"""Of a page, its fonts included."""


def embedded(whole: Document, around: str = "") -> dict[tuple[str, int, str], EmbeddedFace]:
    return {(face.family, face.weight, face.style): face for face in embed_faces(whole, theme().typography, around)}


def characters(face: EmbeddedFace) -> set[str]:
    with TTFont(io.BytesIO(b64decode(face.data))) as font:
        return set(map(chr, font.getBestCmap()))


def document_of(*content: Text | Emphasis | Strong) -> Document:
    return document(Headed(1, text("Tube"), Derived((ROOT / "title",))), Paragraph(content, Value(ROOT)))


def test_a_face_has_the_characters_that_are_set_in_it_and_no_others() -> None:
    content = (Text("ab"), Emphasis(text("cd")), Strong((Emphasis(text("e")), Text("f"))))
    faces = embedded(document_of(*content), around="!")

    assert {named: "".join(sorted(characters(face))) for named, face in faces.items()} == {
        ("Source Sans Pro", 300, "normal"): "Tbeu",
        ("Source Sans Pro", 400, "normal"): "!",
        ("Source Sans Pro", 600, "normal"): "!",
        ("Source Serif Pro", 400, "normal"): "!ab",
        ("Source Serif Pro", 400, "italic"): "cd",
        ("Source Serif Pro", 600, "normal"): "f",
        ("Source Serif Pro", 600, "italic"): "e",
    }


def test_a_table_is_set_without_serifs_and_its_signs_in_italics() -> None:
    faces = embedded(document(table_of(7)))

    assert set("It applies where") <= characters(faces["Source Sans Pro", 400, "normal"])
    assert set("Modifier00") - {"M"} <= characters(faces["Source Sans Pro", 600, "normal"])
    assert characters(faces["Source Sans Pro", 400, "italic"]) == set("pendinga")


def test_short_facts_in_columns_are_set_without_serifs_and_strong() -> None:
    facts = DefinitionList((fact("RVU", paragraph("14.39")),), Spread.COLUMNS)
    faces = embedded(document(Headed(1, text("Tube"), Derived((ROOT / "title",))), facts))

    assert characters(faces["Source Sans Pro", 600, "normal"]) == set("RVU14.39")
    assert ("Source Serif Pro", 400, "normal") not in faces


def test_what_is_raised_in_a_title_is_set_lightly() -> None:
    title = (Strong((Text("CPT"), Superscript(text("®")))), Text(" x"))
    faces = embedded(document(Headed(1, title, Derived((ROOT / "title",)))))

    assert characters(faces["Source Sans Pro", 300, "normal"]) == set("® x")


def test_what_the_faces_lack_is_brought_by_another() -> None:
    faces = embedded(document_of(Text("a ⇒ ℞")))

    assert characters(faces["DejaVu Sans", 400, "normal"]) == set("⇒℞")


def test_a_character_that_no_face_has_is_left_to_the_reader() -> None:
    assert ("DejaVu Sans", 400, "normal") in embedded(document_of(Text("漢⇒")))


def test_a_family_that_does_not_come_with_codepub_is_not_embedded() -> None:
    typography = replace(theme().typography, serif="Georgia", sans="Verdana")

    assert list(embed_faces(document_of(Text("a")), typography, "b")) == []


def test_a_face_says_whose_it_is_and_where_its_licence_stands() -> None:
    for face in embedded(document_of(Text("a ⇒"))).values():
        with TTFont(io.BytesIO(b64decode(face.data))) as font:
            assert {name.nameID for name in font["name"].names} == {0, 14}


def test_a_page_brings_the_letters_of_its_imprint() -> None:
    whole = document(Headed(1, text("Tube"), Derived((ROOT / "title",))))
    page = read_page(write_html(replace(whole, imprint=replace(whole.imprint, footer=("Ω",))), theme()).content)

    (sans,) = re.findall(
        r'"Source Sans Pro"; font-weight: 400; font-style: normal; src: url\(data:font/woff2;base64,([^)]*)\)',
        page.one("style").text or "",
    )
    with TTFont(io.BytesIO(b64decode(sans))) as font:
        assert ord("Ω") in font.getBestCmap()


def test_a_page_loads_the_faces_that_it_brings() -> None:
    looks = theme()
    style = words(read_page(write_html(document_of(Text("a")), looks).content).one("style"))

    assert style.count("@font-face") == 4
    assert f'"{looks.typography.serif}", "DejaVu Sans"' in style


def test_the_faces_have_the_characters_of_footers_running_heads_and_what_a_style_says() -> None:
    whole = document_of(Text("a"))
    imprint = replace(whole.imprint, short="ĸ", title="ŋ", footer=("§ ¶",), numbering=("ß", "ð", "þ"))
    signposts = replace(whole.signposts, contents="æ", scrolls="ø")
    draft = Draft(mark="đ", statement="A draft.")
    page = write_html(replace(whole, imprint=imprint, signposts=signposts, standing=draft), theme()).content.decode()

    for weight in (400, 600):
        (data,) = re.findall(rf'"Source Sans Pro"; font-weight: {weight}; [^}}]*base64,([^)]*)', page)
        face = EmbeddedFace("Source Sans Pro", weight, "normal", data)
        assert set("ĸŋ§¶ßðþæøđ·") <= characters(face)


@pytest.mark.parametrize("name", sorted(samples()))
def test_a_page_of_a_sample_with_its_fonts_is_small(name: str) -> None:
    page = write_html(compose(samples()[name], wording(), Publisher("Example Health Press")), theme()).content

    assert len(page) < MOST_BYTES
