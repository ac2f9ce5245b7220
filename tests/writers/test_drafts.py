"""A draft says that it is one on every page, in every format and in its metadata; what is released says nothing."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import cache
from zipfile import ZipFile

import docx
import pytest

from codepub.diagnostics import CallError
from codepub.document.nodes import Document, Draft
from codepub.writers.choices import FORMATS, Format
from codepub.writers.options import Options
from codepub.writers.table import open_writer
from codepub.writers.theme import Theme
from tests.publications import composed, full, theme
from tests.writers.page_reader import read_page
from tests.writers.pdf_reader import read
from tests.writers.writing import write_pdf

DRAFT, RELEASED = composed(full()), composed(full(status="released"))
LINE = "DRAFT: This publication has not been released; what it says may still change."


@cache
def write(document: Document, wanted: Format) -> bytes:
    return open_writer(wanted)(document, theme(), Options()).content


def change_template(name: str, content: str) -> Theme:
    return replace(theme(), templates={**theme().templates, name: content})


def test_each_page_of_a_pdf_bears_the_mark_outside_of_the_reading_order() -> None:
    reading = read(write(DRAFT, "pdf"))

    assert len(reading.pages) > 1
    assert all("DRAFT" in page.artifacts for page in reading.pages)
    assert reading.document.text.count("DRAFT") == 1


def test_the_mark_is_painted_before_the_text() -> None:
    for page in read(write(DRAFT, "pdf")).pages:
        assert page.artifacts[0] == "DRAFT"


def test_a_tagged_line_at_the_beginning_of_a_pdf_says_it_to_screen_readers_and_so_does_the_metadata() -> None:
    reading = read(write(DRAFT, "pdf"))
    heading, line = [each for each in reading.document.walk() if each.role in ("H1", "P")][:2]

    assert (heading.role, line.role, line.text) == ("H1", "P", LINE)
    assert str(reading.pdf.docinfo["/Subject"]) == LINE
    with reading.pdf.open_metadata() as metadata:
        assert metadata["dc:description"] == LINE


@pytest.mark.parametrize(
    "style",
    [
        "@page { @right-middle { content: none } }",
        "@page { @right-middle { color: #fff } }",
        "@page :first { @right-middle { visibility: hidden } }",
    ],
)
def test_a_style_that_hides_the_mark_is_refused(style: str) -> None:
    own = change_template("draft.css", f"{theme().templates['draft.css']}\n{style}")

    with pytest.raises(CallError, match="hides the mark of a draft"):
        write_pdf(DRAFT, own)
    write_pdf(RELEASED, own)


def test_a_mark_of_any_characters_is_printed() -> None:
    own = replace(DRAFT, standing=Draft('"Entwurf" \\ } für Sie', LINE))

    assert '"Entwurf" \\ } für Sie' in read(write_pdf(own, theme()).content).pages[0].artifacts


def test_a_page_shell_that_leaves_the_line_out_is_refused() -> None:
    shell = theme().templates["publication.html"].replace("{{ content }}", "")
    own = change_template("publication.html", shell)
    uncopyrighted = replace(DRAFT, rights=())

    with pytest.raises(CallError, match="says of a draft"):
        open_writer("html")(uncopyrighted, own, Options())


def test_every_header_of_a_word_file_says_it_and_so_do_the_first_lines_and_the_properties() -> None:
    file = docx.Document(io.BytesIO(write(DRAFT, "docx")))
    (section,) = file.sections

    assert section.first_page_header.paragraphs[0].text == "DRAFT"
    assert section.header.paragraphs[0].text == "DRAFT"
    assert file.paragraphs[1].text == LINE
    assert file.core_properties.content_status == "Draft"


def test_a_page_of_html_has_a_banner_and_says_it_in_its_head() -> None:
    page = read_page(write(DRAFT, "html"))
    (banner,) = [each for each in page.all("p") if each.get("class") == "draft"]
    stated = {each.get("name"): each.get("content") for each in page.all("meta")}

    assert banner.text == LINE
    assert page.errors == []
    assert (stated["description"], stated["robots"]) == (LINE, "noindex")


def test_markdown_says_it_in_its_front_matter_and_below_the_title() -> None:
    head, _, text = write(DRAFT, "md").decode().removeprefix("---\n").partition("\n---\n")

    assert 'status: "draft"' in head.splitlines()
    assert text.strip().splitlines()[2] == f"**{LINE}**"


@pytest.mark.parametrize("wanted", FORMATS)
def test_what_is_released_says_nothing_of_a_draft(wanted: Format) -> None:
    content = write(RELEASED, wanted)
    match wanted:
        case "pdf":
            reading = read(content)
            texts = [reading.document.text, *(text for page in reading.pages for text in page.artifacts)]
            texts += map(str, reading.pdf.docinfo.values())
        case "docx":
            with ZipFile(io.BytesIO(content)) as package:
                names = [
                    name for name in package.namelist() if name.endswith((".xml", ".rels")) and "styles" not in name
                ]
                texts = [package.read(name).decode() for name in names]
        case "html":
            page = read_page(content)
            texts = ["".join(page.one("body").itertext()), *(str(each.attrib) for each in page.all("meta", "body"))]
        case "md":
            texts = [content.decode()]

    assert not [text for text in texts if "draft" in text.casefold()]
