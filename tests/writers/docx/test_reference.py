"""The publisher's own Word file, however it was made: its looks are taken, and nothing else ever is."""

from __future__ import annotations

import struct
import tracemalloc
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Final
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

import docx
import pytest
from lxml import etree

from codepub.diagnostics import CallError, Severity
from codepub.ooxml.opc import MAX_ADOPTED_BYTES, MAX_MEMBERS, MAX_UNPACKED_BYTES, WordPackage, open_package
from codepub.writers.docx import reference
from codepub.writers.docx.bullets import MAX_BULLETS, MAX_PICTURE_BYTES, MAX_PICTURE_PIXELS
from codepub.writers.rendered import Rendered
from tests.conformance.ooxml import ooxml_errors
from tests.writers.documents import ROOT as TOP
from tests.writers.documents import THEME, document, leaves_of_every_kind, nested_list, unnest
from tests.writers.word_reader import W, part, relationships, style, val
from tests.writers.writing import write_docx

WORD: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DRAWING: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
NAMES: Final = (
    f'xmlns:w="{WORD}" xmlns:r="{OFFICE}" xmlns:a="{DRAWING}" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
DOCUMENT_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MACROS: Final = "application/vnd.ms-word"
COLOURS: Final = ("dk1", "lt1", "dk2", "lt2", *(f"accent{number}" for number in range(1, 7)), "hlink", "folHlink")
LOOKS: Final = {
    "styles": "word/styles.xml",
    "numbering": "word/numbering.xml",
    "theme": "word/theme/theme1.xml",
    "fontTable": "word/fontTable.xml",
}


# A Word file by hand -----------------------------------------------------------------------------------------------


def root(tag: str, content: str = "", attributes: str = "") -> str:
    return f"<{tag} {NAMES} {attributes}>{content}</{tag}>"


def types(main: str = DOCUMENT_TYPE) -> str:
    return (
        f'<Types xmlns="{PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
    )


def relationships_part(*relations: tuple[str, str, str], outside: tuple[str, ...] = ()) -> str:
    """The relations of a part: id, kind, target each; those whose ids are in ``outside`` lead out of the file."""
    lines = (
        f'<Relationship Id="{name}" Type="{kind if "/" in kind else f"{OFFICE}/{kind}"}" Target="{target}" '
        f'TargetMode="{"External" if name in outside else "Internal"}"/>'
        for name, kind, target in relations
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(lines)}</Relationships>'


def page(size: str = 'w:w="12240" w:h="15840"', margins: str = "") -> str:
    around = margins or 'w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="720" w:footer="720"'
    section = f"<w:sectPr><w:pgSz {size}/><w:pgMar {around}/></w:sectPr>"
    return root("w:document", f"<w:body><w:p><w:r><w:t>Not taken</w:t></w:r></w:p>{section}</w:body>")


def styles(content: str = "", letters: str = "") -> str:
    named = '<w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/>'
    return root("w:styles", f'{named}<w:rPr><w:sz w:val="44"/>{letters}</w:rPr></w:style>{content}')


def theme(fill: str = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>', after: str = "") -> str:
    colours = "".join(f'<a:{name}><a:srgbClr val="0A0B0C"/></a:{name}>' for name in COLOURS)
    fonts = '<a:latin typeface="Publishing Grotesk"/><a:ea typeface=""/><a:cs typeface=""/>'
    plain = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return root(
        "a:theme",
        f'<a:themeElements><a:clrScheme name="Publishing">{colours}</a:clrScheme>'
        f'<a:fontScheme name="Publishing"><a:majorFont>{fonts}</a:majorFont><a:minorFont>{fonts}</a:minorFont>'
        "</a:fontScheme>"
        f'<a:fmtScheme name="Publishing"><a:fillStyleLst>{fill}{plain}{plain}</a:fillStyleLst>'
        f"<a:lnStyleLst>{f'<a:ln>{plain}</a:ln>' * 3}</a:lnStyleLst>"
        f"<a:effectStyleLst>{effect * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{plain * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements>{after}",
        'name="Publishing"',
    )


def numbering(content: str = "", *, level: str = "", number: str = "7") -> str:
    levels = f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="*"/>{level}</w:lvl>'
    definition = f'<w:abstractNum w:abstractNumId="{number}">{levels}</w:abstractNum>'
    return root("w:numbering", f'{content}{definition}<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>')


FONTS: Final = root("w:fonts", '<w:font w:name="Publishing Grotesk"><w:family w:val="swiss"/></w:font>')

SOUND: Final = {
    "[Content_Types].xml": types(),
    "_rels/.rels": relationships_part(("r1", "officeDocument", "word/document.xml")),
    "word/document.xml": page(),
    "word/_rels/document.xml.rels": relationships_part(
        *((kind, kind, file.removeprefix("word/")) for kind, file in LOOKS.items())
    ),
    "word/styles.xml": styles(),
    "word/numbering.xml": numbering(),
    "word/theme/theme1.xml": theme(),
    "word/fontTable.xml": FONTS,
}
"""A small sound Word file: every part that can be taken, and one that is not."""


def zip_members(members: Mapping[str, str | bytes], method: int = ZIP_DEFLATED) -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w", method) as package:
        for name, member in members.items():
            package.writestr(name, member)
    return stream.getvalue()


def word_file(**changed: str | bytes) -> bytes:
    """The sound Word file with other parts; ``/`` is written ``__``, and ``.xml`` is added."""
    parts = {f"word/{name.replace('__', '/')}.xml": member for name, member in changed.items()}
    return zip_members({**SOUND, **parts})


def with_members(members: Mapping[str, str | bytes]) -> bytes:
    return zip_members({**SOUND, **members})


def render(own: bytes) -> Rendered:
    whole = document(*unnest(leaves_of_every_kind()), nested_list(TOP))
    return write_docx(whole, THEME, own)


def write_by(own: bytes) -> bytes:
    return render(own).content


def read_refusal(own: bytes) -> str:
    with pytest.raises(CallError) as caught:
        write_by(own)
    return str(caught.value)


# What a publication holds ------------------------------------------------------------------------------------------


def assert_sound(content: bytes) -> None:
    """Every part is XML or a picture, stands there once, is related to ours only, and Word's reader opens it."""
    with ZipFile(BytesIO(content)) as package:
        names = package.namelist()
        assert len({name.casefold() for name in names}) == len(names)
        for name in names:
            if not name.startswith("word/media/"):
                tree = etree.fromstring(package.read(name)).getroottree()
                assert tree.docinfo.internalDTD is None
                assert_related(name, tree, names, package)
        assert not [name for name in names if name.endswith((".bin", ".odttf"))]
    links = [each for name, each in relations(content) if each.get("TargetMode") == "External"]
    assert [each.attrib["Target"] for each in links] == ["https://example.org/a(b)?c=1&d=2"]
    docx.Document(BytesIO(content))


def assert_related(name: str, tree: etree._ElementTree, names: list[str], package: ZipFile) -> None:
    folder, _, file = name.rpartition("/")
    rels = f"{folder}/_rels/{file}.rels"
    known = {each.get("Id") for each in etree.fromstring(package.read(rels))} if rels in names else set()
    used = {value for each in tree.iter() for key, value in each.attrib.items() if str(key).startswith(f"{{{OFFICE}}}")}
    assert used <= known


def relations(content: bytes) -> Iterator[tuple[str, etree._Element]]:
    with ZipFile(BytesIO(content)) as package:
        for name in package.namelist():
            if name.endswith(".rels"):
                yield from ((name, each) for each in etree.fromstring(package.read(name)))


def test_the_looks_of_a_sound_file_are_taken() -> None:
    content = write_by(word_file())
    assert_sound(content)
    assert val(style(content, "heading 2").find(f"{W}rPr/{W}sz")) == "44"
    assert b"Publishing Grotesk" in etree.tostring(etree.fromstring(ZipFile(BytesIO(content)).read(LOOKS["theme"])))
    assert [val(each, "name") for each in part(content, LOOKS["fontTable"])] == ["Publishing Grotesk"]
    assert relationships(content)["theme1"] == "theme/theme1.xml"


PICTURE: Final = ("p", "image", "http://example.org/tracker.png")
MACRO: Final = ("v", "http://schemas.microsoft.com/office/2006/relationships/vbaProject", "vbaProject.bin")
BLIP: Final = '<a:blipFill><a:blip r:embed="p" r:link="p"/><a:stretch/></a:blipFill>'

LEADING_OUT: Final[dict[str, Mapping[str, str | bytes]]] = {
    "a theme with an external picture and macros": {
        "word/theme/theme1.xml": theme(BLIP),
        "word/theme/_rels/theme1.xml.rels": relationships_part(PICTURE, MACRO, outside=("p",)),
        "word/theme/vbaProject.bin": b"macro",
    },
    "a theme related to the settings": {
        "word/theme/_rels/theme1.xml.rels": relationships_part(("s", "settings", "../settings.xml")),
        "word/settings.xml": root("w:settings"),
    },
    "a theme related to the text": {
        "word/theme/_rels/theme1.xml.rels": relationships_part(("s", "officeDocument", "../document.xml")),
    },
    "a theme with links in what shapes begin with": {
        "word/theme/theme1.xml": theme(
            after=f"<a:objectDefaults><a:txDef><a:spPr>{BLIP}</a:spPr><a:bodyPr/><a:lstStyle><a:defPPr><a:defRPr>"
            '<a:hlinkClick r:id="p"/></a:defRPr></a:defPPr></a:lstStyle></a:txDef></a:objectDefaults>'
            '<a:extLst><a:ext uri="{0}"><o:x r:id="p"/></a:ext></a:extLst>'
        ),
        "word/theme/_rels/theme1.xml.rels": relationships_part(PICTURE, outside=("p",)),
    },
    "fonts that are embedded": {
        "word/fontTable.xml": root(
            "w:fonts",
            '<w:font w:name="Publishing Grotesk"><w:family w:val="swiss"/>'
            '<w:embedRegular r:id="f" w:fontKey="{00000000-0000-0000-0000-000000000000}"/></w:font>',
        ),
        "word/_rels/fontTable.xml.rels": relationships_part(
            ("f", "font", "fonts/font1.odttf"), PICTURE, outside=("p",)
        ),
        "word/fonts/font1.odttf": b"font",
    },
    "styles with objects and alternatives": {
        "word/styles.xml": styles(
            '<w:style w:type="paragraph" w:styleId="x" r:id="p"><w:name w:val="x" r:link="p"/>'
            '<w:pPr><w:sectPr><w:headerReference w:type="default" r:id="p"/></w:sectPr></w:pPr>'
            '<w:rPr><w:object><o:OLEObject r:id="p"/></w:object></w:rPr></w:style>'
            '<w:altChunk r:id="p"/><w:p><w:r><w:instrText>INCLUDEPICTURE "http://example.org"</w:instrText></w:r></w:p>'
            '<mc:AlternateContent><mc:Choice Requires="w14"><w:style w:type="paragraph" w:styleId="y" r:id="p"/>'
            "</mc:Choice></mc:AlternateContent>"
        ),
        "word/_rels/styles.xml.rels": relationships_part(PICTURE, MACRO, outside=("p",)),
    },
    "numbers of which one is an object": {
        "word/numbering.xml": numbering('<w:altChunk r:id="p"/>', level='<w:control r:id="p"/>'),
        "word/_rels/numbering.xml.rels": relationships_part(PICTURE, MACRO, outside=("p",)),
    },
    "a bullet that is an external picture": {
        "word/numbering.xml": numbering(
            '<w:numPicBullet w:numPicBulletId="0"><w:pict><v:shape href="http://example.org">'
            '<v:imagedata r:id="p" src="http://example.org/x.png"/></v:shape></w:pict></w:numPicBullet>',
            level='<w:lvlPicBulletId w:val="0"/>',
        ),
        "word/_rels/numbering.xml.rels": relationships_part(PICTURE, outside=("p",)),
    },
    "a bullet that is a macro": {
        "word/numbering.xml": numbering(
            '<w:numPicBullet w:numPicBulletId="0"><w:pict><v:shape><v:imagedata r:id="v"/></v:shape></w:pict>'
            "</w:numPicBullet>"
        ),
        "word/_rels/numbering.xml.rels": relationships_part(MACRO),
        "word/vbaProject.bin": b"macro",
    },
    "a text with a template, macros, controls and a header": {
        "word/_rels/document.xml.rels": relationships_part(
            *((kind, kind, file.removeprefix("word/")) for kind, file in LOOKS.items()),
            ("t", "attachedTemplate", "file:///house.dotm"),
            ("c", "control", "activeX/activeX1.xml"),
            ("h", "header", "header1.xml"),
            MACRO,
            outside=("t",),
        ),
        "word/vbaProject.bin": b"macro",
        "word/activeX/activeX1.xml": root("w:x"),
        "word/header1.xml": root("w:hdr"),
    },
}


@pytest.mark.parametrize("members", LEADING_OUT.values(), ids=LEADING_OUT)
def test_nothing_that_leads_anywhere_reaches_a_publication(members: Mapping[str, str | bytes]) -> None:
    content = write_by(with_members(members))
    assert_sound(content)
    with ZipFile(BytesIO(content)) as package:
        whole = b"".join(package.read(name) for name in package.namelist())
    assert not [word for word in (b"tracker", b"macro", b"vba", b"INCLUDE", b"activeX", b"dotm") if word in whole]


@pytest.mark.needs("ooxml-validator")
@pytest.mark.parametrize("members", [{}, *LEADING_OUT.values()], ids=["sound", *LEADING_OUT])
def test_the_open_xml_sdk_finds_no_error_whatever_the_reference_leads_to(
    members: Mapping[str, str | bytes], tmp_path: Path
) -> None:
    file = tmp_path / "written.docx"
    file.write_bytes(write_by(with_members(members)))
    assert ooxml_errors(file) == []


def test_a_fill_of_the_theme_that_is_a_picture_becomes_a_plain_one() -> None:
    fills = part(write_by(word_file(theme__theme1=theme(BLIP))), LOOKS["theme"]).find(f".//{{{DRAWING}}}fillStyleLst")
    assert fills is not None
    assert [each.tag.removeprefix(f"{{{DRAWING}}}") for each in fills] == ["solidFill"] * 3


# Parts that are damaged --------------------------------------------------------------------------------------------

BOMB: Final = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
NOT_A_PART: Final = {
    "no XML": "not <xml",
    "empty": "",
    "half": styles()[:200],
    "a DOCTYPE": f"<!DOCTYPE x>{styles()}",
    "entities": BOMB + styles(),
    "an external entity": f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>{styles()}',
    "another root": root("w:comments"),
    "no namespace": "<styles/>",
    "depth": root("w:styles", "<w:x>" * 500 + "</w:x>" * 500),
    "UTF-16 with a DOCTYPE": f"<!DOCTYPE x>{styles()}".encode("utf-16"),
    "bytes": b"\x00\xff\xfe",
}


@pytest.mark.parametrize("name", [*LOOKS.values(), "word/document.xml"])
@pytest.mark.parametrize("content", NOT_A_PART.values(), ids=NOT_A_PART)
def test_a_part_that_is_not_what_the_file_says_is_named_and_refused(name: str, content: str | bytes) -> None:
    told = read_refusal(with_members({name: content}))
    assert f"`reference`): Its part {name} is damaged" in told
    assert told.endswith("save it as .docx, or remove `reference`.")


def test_a_theme_without_its_schemes_is_refused() -> None:
    assert "it lacks colours, fonts or effects" in read_refusal(word_file(theme__theme1=root("a:theme")))


@pytest.mark.parametrize("name", LOOKS.values())
def test_a_part_that_is_related_and_missing_is_named(name: str) -> None:
    members = {each: content for each, content in SOUND.items() if each != name}
    assert f"Its part {name} is missing." in read_refusal(zip_members(members))


@pytest.mark.parametrize("kind", LOOKS)
def test_looks_that_lie_outside_of_the_file_are_refused(kind: str) -> None:
    outside = relationships_part((kind, kind, "http://example.org/looks.xml"), outside=(kind,))
    assert "lie outside of the file" in read_refusal(with_members({"word/_rels/document.xml.rels": outside}))


@pytest.mark.parametrize("kind", LOOKS)
def test_a_file_without_one_of_the_parts_is_read(kind: str) -> None:
    others = ((each, each, file.removeprefix("word/")) for each, file in LOOKS.items() if each != kind)
    assert_sound(write_by(with_members({"word/_rels/document.xml.rels": relationships_part(*others)})))


def test_a_style_without_a_name_or_an_identifier_is_passed_over() -> None:
    content = write_by(
        word_file(styles=styles('<w:style w:type="paragraph"><w:name w:val="notice"/></w:style><w:style/>'))
    )
    assert_sound(content)
    assert val(style(content, "Notice"), "styleId") == "Notice"


LIGATURES: Final = '<w14:ligatures w14:val="standardContextual"/>'
DEFAULTS: Final = (
    f'<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="24"/><w:lang w:val="de-DE"/>{LIGATURES}</w:rPr></w:rPrDefault>'
    "</w:docDefaults>"
)


def test_what_word_added_to_letters_is_taken_and_stands_after_the_language() -> None:
    content = write_by(word_file(styles=styles(letters=LIGATURES).replace("<w:style ", f"{DEFAULTS}<w:style ", 1)))
    assert_sound(content)
    root_of = part(content, LOOKS["styles"])
    letters = root_of.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    assert letters is not None
    assert [each.tag.rpartition("}")[2] for each in letters] == ["sz", "lang", "ligatures"]
    assert "w14" in root_of.attrib["{http://schemas.openxmlformats.org/markup-compatibility/2006}Ignorable"].split()


def test_of_alternatives_the_one_that_every_program_knows_is_taken() -> None:
    either = (
        '<mc:AlternateContent><mc:Choice Requires="w14"><w:lvlJc w:val="right"/></mc:Choice>'
        '<mc:Fallback><w:lvlJc w:val="left"/></mc:Fallback></mc:AlternateContent>'
    )
    content = write_by(word_file(numbering=numbering(level=either)))
    levels = part(content, LOOKS["numbering"]).iter(f"{W}abstractNum")
    assert [val(each.find(f"{W}lvl/{W}lvlJc")) for each in levels if val(each, "abstractNumId") == "7"] == ["left"]


def test_of_two_definitions_with_one_name_the_first_counts() -> None:
    again = '<w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 3"/></w:style>'
    twice = '<w:abstractNum w:abstractNumId="07"/><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>'
    content = write_by(word_file(styles=styles(again), numbering=numbering().replace("</w:num>", f"</w:num>{twice}")))
    assert_sound(content)
    for name, tag, attribute in (("styles", "style", "styleId"), ("numbering", "num", "numId")):
        found = [val(each, attribute) for each in part(content, LOOKS[name]).iter(W + tag)]
        assert len(set(found)) == len(found)


def test_the_publishers_file_is_read_once_for_all_that_is_written_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[bytes] = []

    def counted(content: bytes) -> WordPackage:
        opened.append(content)
        return open_package(content)

    own = word_file(styles=styles("<!-- read once -->"))
    monkeypatch.setattr(reference, "open_package", counted)
    assert write_by(own) == write_by(own) == write_by(own)
    assert len(opened) == 1


# Numbers -----------------------------------------------------------------------------------------------------------

NOT_MEASURES: Final = [
    *("wide", "", "0", "-12240", "1000000000000", "9" * 5000, "1e5", "0x10", "٣٤٥٦", "nan", "inf", "50%", "5 in"),
]


def page_of(content: bytes) -> dict[str, int]:
    """The measures of the page and its margins, in twentieths of a point."""
    parts = (part(content).find(f".//{W}{tag}") for tag in ("pgSz", "pgMar"))
    return {
        name.removeprefix(W): int(value)
        for each in parts
        if each is not None
        for name, value in each.items()
        if not name.endswith("orient")
    }


@pytest.mark.parametrize("value", NOT_MEASURES)
def test_a_page_whose_width_is_none_is_told_with_what_to_do(value: str) -> None:
    told = read_refusal(word_file(document=page(f'w:w="{value}" w:h="15840"')))
    assert f"In word/document.xml `w:w` of `w:pgSz` is “{value[:40]}”" in told
    assert "set the size and the margins of its page" in told


@pytest.mark.parametrize(
    ("size", "inches"),
    [("8.5in", 8.5), ("210mm", 210 / 25.4), ("21cm", 21 / 2.54), ("612pt", 8.5), ("51pi", 8.5), ("12240.0000001", 8.5)],
)
def test_a_page_may_be_measured_in_other_units(size: str, inches: float) -> None:
    content = write_by(word_file(document=page(f'w:w="{size}" w:h="15840"')))
    assert page_of(content)["w"] == pytest.approx(inches * 1440, abs=1)


def test_every_measure_of_a_page_that_is_none_is_told_at_once() -> None:
    told = read_refusal(word_file(document=page('w:w="wide" w:h="high"', 'w:left="x" w:right="-1" w:top="99999"')))
    assert [line.split("`")[3] for line in told.splitlines()] == ["w:w", "w:h", "w:top", "w:left", "w:right"]


@pytest.mark.parametrize(
    ("size", "margins", "side"),
    [
        ('w:w="12240" w:h="15840"', 'w:left="6000" w:right="6000"', "width"),
        ('w:w="12240" w:h="15840"', 'w:left="31680"', "width"),
        ('w:w="12240" w:h="15840"', 'w:gutter="9000"', "width"),
        ('w:w="1440" w:h="15840"', 'w:left="0" w:right="0"', "width"),
        ('w:w="12240" w:h="15840"', 'w:top="8000" w:bottom="-7000"', "height"),
        ('w:w="12240" w:h="15840"', 'w:header="15000"', "height"),
    ],
)
def test_a_page_without_room_for_text_is_refused(size: str, margins: str, side: str) -> None:
    assert f"leave the text a {side} of" in read_refusal(word_file(document=page(size, margins)))


def test_what_the_page_does_not_say_is_as_in_the_theme() -> None:
    content = write_by(word_file(document=page('w:h="15840"', 'w:left="2000"')))
    taken = page_of(content)
    assert (taken["w"], taken["left"], taken["right"]) == (12240, 2000, round(22 / 25.4 * 1440))


def test_the_page_is_that_of_the_last_section_as_it_is_and_not_as_it_was() -> None:
    now = '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape" w:code="9"/><w:pgMar w:left="1000"/>'
    was = '<w:sectPr><w:pgSz w:w="9000" w:h="9000"/></w:sectPr>'
    before = f'<w:sectPrChange w:id="1" w:author="A Name">{was}</w:sectPrChange>'
    content = write_by(word_file(document=root("w:document", f"<w:body><w:sectPr>{now}{before}</w:sectPr></w:body>")))
    assert page_of(content)["w"] == 16838
    assert val(part(content).find(f".//{W}pgSz"), "orient") == "landscape"


NOT_NUMBERS: Final = {
    "abstractNumId": ("numbering", numbering(number="x")),
    "numId": ("numbering", numbering('<w:num w:numId="1000000000000"/>')),
    "numId below 0": ("numbering", numbering('<w:num w:numId="-1"/>')),
    "ilvl": ("numbering", numbering('<w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="9"/></w:abstractNum>')),
    "sz": ("styles", styles(letters='<w:szCs w:val="x"/>')),
    "ind": ("styles", styles('<w:style><w:pPr><w:ind w:left="far"/></w:pPr></w:style>')),
    "digits": ("styles", styles('<w:style><w:pPr><w:spacing w:line="' + "9" * 5000 + '"/></w:pPr></w:style>')),
    "outlineLvl": ("styles", styles('<w:style><w:pPr><w:outlineLvl w:val="10"/></w:pPr></w:style>')),
}


@pytest.mark.parametrize(("name", "content"), NOT_NUMBERS.values(), ids=NOT_NUMBERS)
def test_a_number_that_is_none_is_told_with_its_part_and_its_attribute(name: str, content: str) -> None:
    told = read_refusal(word_file(**{name: content}))
    assert f"(`reference`): In word/{name}.xml `w:" in told
    assert "no number that Word takes. Open it in Word and save it as .docx" in told


def test_of_many_numbers_that_are_none_twenty_are_told() -> None:
    many = '<w:style><w:rPr><w:sz w:val="x"/></w:rPr></w:style>' * 1000
    lines = read_refusal(word_file(styles=styles(many))).splitlines()
    assert (len(lines), "There are more" in lines[-1]) == (21, True)


def test_a_number_with_a_fraction_is_rounded_as_word_does() -> None:
    content = write_by(word_file(styles=styles(letters='<w:szCs w:val="27.6000000001"/>')))
    assert val(style(content, "heading 2").find(f"{W}rPr/{W}szCs")) == "28"


def test_lists_are_numbered_with_what_is_free_where_the_highest_number_is_taken() -> None:
    taken = '<w:num w:numId="2147483647"><w:abstractNumId w:val="7"/></w:num>'
    content = write_by(word_file(numbering=numbering().replace("</w:numbering>", f"{taken}</w:numbering>")))
    numbers = [int(val(each, "numId")) for each in part(content, LOOKS["numbering"]).iter(f"{W}num")]
    assert len(set(numbers)) == len(numbers)
    assert max(numbers) == 2147483647


# Bullets that are pictures -----------------------------------------------------------------------------------------


def png(width: int = 8, height: int = 8, more: bytes = b"") -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    lines = zlib.compress(b"\0" * (width + 1) * min(height, 8))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", lines + more) + chunk(b"IEND", b"")


def with_bullet(content: bytes, target: str = "media/image1.png", kind: str = "image", number: str = "0") -> bytes:
    drawn = '<v:shape style="width:11.5pt;height:12pt"><v:imagedata r:id="p" o:href="http://example.org"/></v:shape>'
    bullet = f'<w:numPicBullet w:numPicBulletId="{number}"><w:pict>{drawn}</w:pict></w:numPicBullet>'
    return with_members(
        {
            "word/numbering.xml": numbering(bullet, level=f'<w:lvlPicBulletId w:val="{number}"/>'),
            "word/_rels/numbering.xml.rels": relationships_part(("p", kind, target)),
            "word/media/image1.png": content,
        }
    )


def test_a_bullet_that_is_a_picture_is_taken_in_a_shape_of_our_own() -> None:
    result = render(with_bullet(png()))
    assert_sound(result.content)
    assert result.diagnostics == ()
    with ZipFile(BytesIO(result.content)) as package:
        assert package.read("word/media/bullet1.png") == png()
        numbers = package.read(LOOKS["numbering"]).decode()
    assert "width:11.5pt;height:12pt" in numbers
    assert "lvlPicBulletId" in numbers
    assert "example.org" not in numbers


def test_no_more_bullets_are_looked_at_than_a_list_could_use() -> None:
    many = "".join(f'<w:numPicBullet w:numPicBulletId="{number}"/>' for number in range(1000))
    assert len(render(word_file(numbering=numbering(many))).diagnostics) == MAX_BULLETS


BAD_BULLETS: Final = {
    "no picture": with_bullet(b"MZ\x90 a program"),
    "a picture only by its first bytes": with_bullet(b"\x89PNG\r\n\x1a\n"),
    "empty": with_bullet(b""),
    "too many bytes": with_bullet(png(more=b"\0" * MAX_PICTURE_BYTES)),
    "too many pixels": with_bullet(png(MAX_PICTURE_PIXELS + 1, 1)),
    "no pixels": with_bullet(png(0, 0)),
    "a drawing with scripts": with_bullet(b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
    "a part that is missing": with_bullet(png(), "media/none.png"),
    "another kind of part": with_bullet(png(), kind="oleObject"),
    "a part of ours": with_bullet(png(), "settings.xml"),
}


@pytest.mark.parametrize("own", BAD_BULLETS.values(), ids=BAD_BULLETS)
def test_a_bullet_that_is_no_small_picture_is_left_out_and_told(own: bytes) -> None:
    result = render(own)
    assert_sound(result.content)
    (told,) = result.diagnostics
    assert (told.rule, told.severity) == ("word-reference", Severity.WARNING)
    assert "lvlPicBulletId" not in ZipFile(BytesIO(result.content)).read(LOOKS["numbering"]).decode()


# Files that are something else, or too much ------------------------------------------------------------------------


def make_other_type(main: str) -> bytes:
    return with_members({"[Content_Types].xml": types(main)})


def make_encrypted() -> bytes:
    content = bytearray(word_file())
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(signature)
        while place >= 0:
            content[place + at] |= 1
            place = content.find(signature, place + 4)
    return bytes(content)


def make_damaged() -> bytes:
    content = bytearray(word_file())
    middle = content.find(b"word/styles.xml") + 40
    content[middle : middle + 60] = b"\xff" * 60
    return bytes(content)


STRICT: Final = "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"
OTHER_FILES: Final = {
    "empty": (b"", "It is empty."),
    "text": (b"no zip", "It is no Word document."),
    "html": (b"<html><body>x</body></html>", "It is no Word document."),
    "rtf": (rb"{\rtf1 x}", "It is no Word document."),
    "old or encrypted": (bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 600, "It is encrypted, or of Word 97 to 2003."),
    "encrypted members": (make_encrypted(), "It is encrypted."),
    "cut off": (word_file()[:-40], "It is damaged."),
    "only a beginning": (b"PK\x03\x04", "It is damaged."),
    "damaged": (make_damaged(), "Its part word/styles.xml is damaged."),
    "another zip": (zip_members({"a": "b"}), "It is no Word document."),
    "strict": (
        with_members({"_rels/.rels": relationships_part(("r1", STRICT, "word/document.xml"))}),
        "It is a Strict Open XML Document.",
    ),
    "workbook": (
        make_other_type("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"),
        "It is a workbook of Excel and no Word document.",
    ),
    "presentation": (
        make_other_type("application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"),
        "It is a presentation of PowerPoint and no Word document.",
    ),
    "something else": (make_other_type("application/x-other"), "It is something else and no Word document."),
    "no types": (
        zip_members({name: each for name, each in SOUND.items() if "Types" not in name}),
        "[Content_Types].xml",
    ),
    "another packing": (zip_members(SOUND, ZIP_BZIP2), "It is packed in a way that Word does not know."),
    "a part twice": (with_members({"WORD/Styles.xml": styles()}), "its part WORD/Styles.xml is there twice"),
}


@pytest.mark.parametrize(("own", "fact"), OTHER_FILES.values(), ids=OTHER_FILES)
def test_a_file_that_is_something_else_is_told_with_a_way_out(own: bytes, fact: str) -> None:
    told = read_refusal(own)
    assert told.startswith("The reference document (`reference`): ")
    assert fact in told
    assert told.endswith("or remove `reference`.")
    assert not [word for word in ("zip", "Error", "Errno", "lxml", "http:", "object") if word in told]


@pytest.mark.parametrize(
    "main",
    [
        DOCUMENT_TYPE,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
        f"{MACROS}.document.macroEnabled.main+xml",
        f"{MACROS}.template.macroEnabledTemplate.main+xml",
    ],
    ids=["docx", "dotx", "docm", "dotm"],
)
def test_templates_and_files_with_macros_are_read_as_documents_are(main: str) -> None:
    content = write_by(
        with_members(
            {
                "[Content_Types].xml": types(main),
                "word/vbaProject.bin": b"macro",
                "word/_rels/vbaProject.bin.rels": relationships_part(("x", "wordVbaData", "vbaData.xml")),
            }
        )
    )
    assert_sound(content)
    assert val(style(content, "heading 2").find(f"{W}rPr/{W}sz")) == "44"
    assert DOCUMENT_TYPE in ZipFile(BytesIO(content)).read("[Content_Types].xml").decode()


def test_more_parts_than_a_file_may_have_are_refused_before_they_are_listed() -> None:
    told = read_refusal(with_members({f"word/media/{number}": b"" for number in range(MAX_MEMBERS)}))
    assert f"It holds more than {MAX_MEMBERS:,} parts. Only its styles and its page are taken" in told


def test_what_unpacks_to_more_than_a_file_may_is_refused_before_it_is_unpacked() -> None:
    bomb = with_members({"word/media/a.bmp": b"\0" * (MAX_UNPACKED_BYTES + 1)})
    tracemalloc.start()
    told = read_refusal(bomb)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "It unpacks to" in told
    assert peak < MAX_UNPACKED_BYTES / 8


def test_a_part_that_lies_about_its_size_is_never_unpacked_beyond_its_bound() -> None:
    real = b"<w:styles>" + b" " * (MAX_UNPACKED_BYTES // 2)
    content = bytearray(with_members({"word/styles.xml": real}))
    size = struct.pack("<I", len(real))
    lie = struct.pack("<I", 1000)
    bomb = bytes(content.replace(size, lie))
    tracemalloc.start()
    told = read_refusal(bomb)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "Its part word/styles.xml is damaged." in told
    assert peak < MAX_UNPACKED_BYTES / 4


def test_a_part_of_more_than_it_may_hold_is_refused_by_its_stated_size() -> None:
    told = read_refusal(word_file(styles=" " * (MAX_ADOPTED_BYTES + 1)))
    assert (
        f"Its part word/styles.xml has {MAX_ADOPTED_BYTES + 1:,} bytes; at most {MAX_ADOPTED_BYTES:,} are read." in told
    )


def test_parts_that_are_not_taken_are_not_read() -> None:
    assert_sound(
        write_by(with_members({"word/media/a.bmp": b"\0" * (MAX_UNPACKED_BYTES // 2), "word/comments.xml": "no <xml"}))
    )


@pytest.mark.parametrize("seed", range(60))
def test_a_file_of_which_bytes_are_changed_is_read_or_told(seed: int) -> None:
    random = Random(seed)
    content = bytearray(word_file())
    for _ in range(random.choice([1, 3, 30])):
        content[random.randrange(len(content))] = random.randrange(256)
    with suppress(CallError):
        assert_sound(write_by(bytes(content)))
