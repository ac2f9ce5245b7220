from __future__ import annotations

import pytest

from codepub.ooxml.reading.refusal import UnreadableWordError
from codepub.ooxml.reading.word_file import read_word_file
from tests.ooxml.reading.word_files import (
    ADA,
    OFFICE,
    PACKAGE,
    cut,
    ins,
    marked,
    members,
    p,
    r,
    read,
    relations,
    root,
    word_file,
    zipped,
)

CORE = (
    f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<dc:identifier> 32120-ada-q7w3e9 </dc:identifier><cp:lastModifiedBy>Ada Coder</cp:lastModifiedBy>"
    "</cp:coreProperties>"
)
CUSTOM = (
    f'<Properties xmlns="{OFFICE}/custom-properties" xmlns:vt="{OFFICE}/docPropsVTypes">'
    '<property fmtid="x" pid="2" name="copy"><vt:lpwstr>32120-ada-q7w3e9</vt:lpwstr></property>'
    '<property fmtid="x" pid="3" name="round"><vt:i4>2</vt:i4></property></Properties>'
)
APP = f'<Properties xmlns="{OFFICE}/extended-properties"><Application>Microsoft Office Word</Application></Properties>'
SETTINGS = root("w:settings", '<w:docVars><w:docVar w:name="copy" w:val="32120-ada-q7w3e9"/></w:docVars>')


def test_a_file_says_what_it_is_and_who_saved_it() -> None:
    parts = {
        "docProps/core.xml": CORE,
        "docProps/custom.xml": CUSTOM,
        "docProps/app.xml": APP,
        "word/settings.xml": SETTINGS,
    }

    file = read(p(r("a")), parts)

    assert (file.identifier, file.last_modified_by, file.program) == (
        "32120-ada-q7w3e9",
        "Ada Coder",
        "Microsoft Office Word",
    )
    assert file.properties == {"copy": "32120-ada-q7w3e9", "round": "2"}
    assert file.variables == {"copy": "32120-ada-q7w3e9"}


def test_a_file_may_say_nothing_about_itself() -> None:
    empty = f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties"/>'

    for file in (read(p(r("a"))), read(p(r("a")), {"docProps/core.xml": empty})):
        assert (file.identifier, file.last_modified_by, file.program) == (None, None, None)
        assert (file.properties, file.variables, file.comments) == ({}, {}, ())


def test_a_strict_file_reads_as_any_other() -> None:
    body = p(ins("a"), cut("b"), r("c", "<w:b/>"), f'<w:hyperlink r:id="web">{r("d")}</w:hyperlink>')
    parts = {"docProps/custom.xml": CUSTOM, "docProps/app.xml": APP, "docProps/core.xml": CORE}
    plain = members(body, parts, links={"web": "https://example.org"})
    strict = {name: make_strict(str(content)) for name, content in plain.items()}

    assert strict["word/document.xml"] != plain["word/document.xml"]
    assert read_word_file(zipped(strict)) == read_word_file(zipped(plain))
    assert len(read_word_file(zipped(strict)).paragraphs[0].letters) == 4


def make_strict(part: str) -> str:
    for word, other in (("custom-properties", "customProperties"), ("extended-properties", "extendedProperties")):
        part = part.replace(f"{OFFICE}/{word}", f"{OFFICE}/{other}").replace(
            f"relationships/{word}", f"relationships/{other}"
        )
    part = part.replace(
        "http://schemas.openxmlformats.org/officeDocument/2006", "http://purl.oclc.org/ooxml/officeDocument"
    )
    return part.replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_part_may_be_utf_8_or_utf_16(encoding: str) -> None:
    declared = "UTF-16" if "16" in encoding else "UTF-8"
    whole = members(p(r("naïve ≥ 2")))
    text = str(whole["word/document.xml"]).replace("UTF-8", declared)

    file = read_word_file(zipped({**whole, "word/document.xml": text.encode(encoding)}))

    assert file.paragraphs[0].text == "naïve ≥ 2"


def test_names_of_parts_are_compared_without_regard_to_case() -> None:
    whole = members(p(r("a")))
    whole["word/DOCUMENT.xml"] = whole.pop("word/document.xml")

    assert read_word_file(zipped(whole)).paragraphs[0].text == "a"


def test_the_text_may_lie_in_any_part() -> None:
    whole = members(p(r("a")))
    whole["other/text.xml"] = whole.pop("word/document.xml")
    whole["_rels/.rels"] = relations(("main", "officeDocument", "/other/text.xml"))
    whole["[Content_Types].xml"] = str(whole["[Content_Types].xml"]).replace("/word/document.xml", "/other/text.xml")

    assert read_word_file(zipped(whole)).paragraphs[0].text == "a"


def test_a_template_is_read_as_a_document_is() -> None:
    whole = members(p(r("a")))
    whole["[Content_Types].xml"] = str(whole["[Content_Types].xml"]).replace("document.main", "template.main")

    assert read_word_file(zipped(whole)).paragraphs[0].text == "a"


def test_a_file_that_holds_another_one_is_refused() -> None:
    html = {"word/afchunk1.html": "<html>Words that nobody would see</html>"}
    whole = {**members(p(r("a"))), **html}
    whole["word/_rels/document.xml.rels"] = relations(("chunk", "aFChunk", "afchunk1.html"))

    with pytest.raises(UnreadableWordError, match="holds another file"):
        read_word_file(zipped(whole))


def test_a_file_is_read_as_a_whole() -> None:
    moved = f"<w:moveFrom {ADA}>{r('x')}</w:moveFrom>"

    file = read_word_file(word_file(p(r("a "), cut("old"), ins("new"), moved)))

    assert marked(file.paragraphs[0].letters) == "a {-old-}{+new+}{-x-}"
