from __future__ import annotations

import pytest

from codepub.ooxml.reading.letters import Look, Mark
from tests.ooxml.reading.word_files import ADA, p, r, read, read_letters, root


def look_of(properties: str) -> Look:
    (letter,) = read_letters(r("x", properties))
    return letter.look


@pytest.mark.parametrize(
    ("properties", "look"),
    [
        ("", Look()),
        ("<w:b/>", Look(bold=True)),
        ('<w:b w:val="1"/>', Look(bold=True)),
        ('<w:b w:val="true"/>', Look(bold=True)),
        ('<w:b w:val="0"/>', Look()),
        ('<w:b w:val="false"/>', Look()),
        ('<w:b w:val="off"/>', Look()),
        ("<w:i/>", Look(italic=True)),
        ('<w:vertAlign w:val="superscript"/>', Look(raised="superscript")),
        ('<w:vertAlign w:val="subscript"/>', Look(raised="subscript")),
        ('<w:vertAlign w:val="baseline"/>', Look()),
        ("<w:vanish/>", Look(hidden=True)),
        ('<w:color w:val="FF0000"/><w:sz w:val="40"/><w:lang w:val="en-GB"/><w:u w:val="single"/>', Look()),
        ('<w:rStyle w:val="Unknown"/>', Look(style="Unknown")),
    ],
)
def test_of_all_formatting_what_markup_can_say_is_read(properties: str, look: Look) -> None:
    assert look_of(properties) == look


def test_a_recorded_change_of_formatting_tells_what_was_before_and_who_made_it() -> None:
    (letter,) = read_letters(r("x", f"<w:b/><w:rPrChange {ADA}><w:rPr><w:i/></w:rPr></w:rPrChange>"))

    assert (letter.look, letter.old_look) == (Look(bold=True), Look(italic=True))
    assert letter.reformatted == Mark("Ada Coder", "2026-11-30T10:00:00")


def test_a_change_from_no_formatting_tells_a_plain_look() -> None:
    (letter,) = read_letters(r("x", f"<w:b/><w:rPrChange {ADA}/>"))

    assert (letter.look, letter.old_look) == (Look(bold=True), Look())


def style(identifier: str, content: str, kind: str = "character") -> str:
    return f'<w:style w:type="{kind}" w:styleId="{identifier}">{content}</w:style>'


STYLES = {
    "word/styles.xml": root(
        "w:styles",
        style("Strong", '<w:name w:val="Strong"/><w:rPr><w:b/></w:rPr>')
        + style("Fett", '<w:name w:val="Very Strong"/><w:basedOn w:val="Strong"/><w:rPr><w:i/></w:rPr>')
        + style("Circle", '<w:basedOn w:val="Circle"/>')
        + style("berschrift2", '<w:name w:val="heading 2"/>', "paragraph")
        + style("Part", '<w:name w:val="Part"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr>', "paragraph")
        + style("Sub", '<w:name w:val="Sub"/><w:basedOn w:val="Part"/>', "paragraph")
        + style("Not", '<w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr>', "paragraph")
        + style("List", '<w:name w:val="List"/><w:pPr><w:numPr><w:numId w:val="4"/></w:numPr></w:pPr>', "paragraph")
        + style("List", '<w:name w:val="Second of a name"/>', "paragraph"),
    )
}


@pytest.mark.parametrize(
    ("properties", "look"),
    [
        ('<w:rStyle w:val="Strong"/>', Look(bold=True, style="Strong")),
        ('<w:rStyle w:val="Fett"/>', Look(bold=True, italic=True, style="Very Strong")),
        ('<w:rStyle w:val="Fett"/><w:b w:val="0"/>', Look(italic=True, style="Very Strong")),
        ('<w:rStyle w:val="Circle"/>', Look(style="Circle")),
    ],
)
def test_a_character_style_formats_where_the_run_itself_says_nothing(properties: str, look: Look) -> None:
    (paragraph,) = read(p(r("x", properties)), STYLES).paragraphs

    assert paragraph.letters[0].look == look


@pytest.mark.parametrize(
    ("properties", "style_name", "heading", "list_level"),
    [
        ("", None, None, None),
        ('<w:pStyle w:val="berschrift2"/>', "heading 2", 2, None),
        ('<w:pStyle w:val="Sub"/>', "Sub", 3, None),
        ('<w:pStyle w:val="Not"/>', "heading 1", None, None),
        ('<w:pStyle w:val="Gone"/>', "Gone", None, None),
        ('<w:outlineLvl w:val="0"/>', None, 1, None),
        ('<w:outlineLvl w:val="much"/>', None, None, None),
        ('<w:pStyle w:val="List"/>', "List", None, 0),
        ('<w:pStyle w:val="List"/><w:numPr><w:numId w:val="0"/></w:numPr>', "List", None, None),
        ('<w:numPr><w:ilvl w:val="2"/><w:numId w:val="4"/></w:numPr>', None, None, 2),
        ('<w:numPr><w:ilvl w:val="x"/><w:numId w:val="4"/></w:numPr>', None, None, 0),
        ('<w:pStyle w:val="berschrift2"/><w:numPr><w:numId w:val="4"/></w:numPr>', "heading 2", 2, None),
    ],
)
def test_a_paragraph_is_a_heading_or_an_item_by_itself_or_by_its_style(
    properties: str, style_name: str | None, heading: int | None, list_level: int | None
) -> None:
    (paragraph,) = read(p(r("x"), properties=properties), STYLES).paragraphs

    assert (paragraph.style, paragraph.heading, paragraph.list_level) == (style_name, heading, list_level)
