from __future__ import annotations

import functools
import io
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from codepub.compose.publisher import Publisher
from codepub.diagnostics import Severity
from codepub.document.nodes import Document, Link, Paragraph
from codepub.document.provenance import Derived, Value
from codepub.document.text import plain_text
from codepub.workspace.templates import load_theme
from codepub.writers.rendered import Rendered
from codepub.writers.theme import Theme
from tests.programs import program
from tests.publications import ROOT as CHECKOUT
from tests.publications import composed, descendants, full, headings, theme, workspace
from tests.writers.documents import (
    ROOT,
    Headed,
    chart_row,
    document,
    figure,
    leaves_of_every_kind,
    nest,
    paragraph,
    table_of,
    text,
)
from tests.writers.pdf.test_svg import nested
from tests.writers.pdf_reader import content_of, read
from tests.writers.writing import write_pdf

TITLE = Headed(1, text("A title"), Derived((ROOT / "title",)))
PART = Headed(2, text("A part"), Derived((ROOT / "summary",)))
ICC = "ignore:unclosed file.*sRGB2014.icc:ResourceWarning"
"""WeasyPrint leaves the colour profile of an archival file open."""


@functools.cache
def write_sound(whole: Document) -> bytes:
    return assert_no_diagnostics(write_pdf(whole, theme()))


def assert_no_diagnostics(rendered: Rendered) -> bytes:
    assert rendered.diagnostics == ()
    return rendered.content


@functools.cache
def publication() -> Document:
    """A publication of several pages, with every part, links inside it and out of it."""
    meaning = "See [a page](https://example.org/a?b=1&c=2), [J95.830](icd-10-cm:J95.830)[^second]. " + "Words. " * 900
    data = full(system="CPT", code="32120", title="Return to the chest", tags=["chest"], summary__meaning=meaning)
    return composed(data, Publisher("Example Health Press"))


def open_pdf(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def artifacts(content: bytes) -> list[str]:
    """What stands on each page beside its content: the running head, the footer."""
    return ["|".join(content_of(page).artifacts) for page in open_pdf(content).pages]


def outline(items: list[pikepdf.OutlineItem], level: int = 1) -> Iterator[tuple[int, str]]:
    for item in items:
        yield level, item.title
        yield from outline(list(item.children), level + 1)


def destinations(pdf: pikepdf.Pdf) -> set[str]:
    return {str(name) for name in pikepdf.NameTree(pdf.Root.Names.Dests)}


def links(pdf: pikepdf.Pdf) -> Iterator[Any]:
    for page in pdf.pages:
        for annotation in page.obj.get("/Annots", ()):
            if annotation.Subtype == pikepdf.Name.Link:
                yield annotation


def test_a_pdf_says_its_language_title_author_and_keywords() -> None:
    pdf = open_pdf(write_sound(publication()))

    assert pdf.Root.Lang == "en-US"
    assert pdf.docinfo.Title == "CPT 32120: Return to the chest"
    assert pdf.docinfo.Author == "Example Health Press"
    assert pdf.docinfo.Keywords == "chest"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle


def test_the_bookmarks_are_the_headings_at_their_levels() -> None:
    with open_pdf(write_sound(publication())).open_outline() as found:
        bookmarks = list(outline(list(found.root)))

    assert bookmarks == [(level, plain_text(heading)) for level, heading in headings(publication())]


def test_every_link_inside_the_file_leads_to_a_place_that_is_there() -> None:
    pdf = open_pdf(write_sound(publication()))
    named = [str(link.Dest) for link in links(pdf) if "/Dest" in link]

    assert {"cpt-32120-sources-2", "cpt-32120-specifications-diagnoses-1-code"} <= set(named)
    assert set(named) <= destinations(pdf)


def test_a_link_to_a_row_leads_to_its_first_cell() -> None:
    """A row itself is no place in a document; every reference inside it has a landing."""
    pdf = open_pdf(write_sound(leaves_of_every_kind()))

    assert [str(link.Dest) for link in links(pdf) if "/Dest" in link] == [
        "hcpcs-a4341-sources-1",
        "hcpcs-a4341-specifications-related_codes-1-code",
    ]


def test_links_out_of_the_file_are_those_of_the_document() -> None:
    pdf = open_pdf(write_sound(publication()))
    leading = {str(link.A.URI) for link in links(pdf) if "/A" in link}
    targets = {inline.target for inline in descendants(publication().sections) if isinstance(inline, Link)}

    assert leading == targets
    assert "https://example.org/a?b=1&c=2" in leading


def test_every_page_tells_its_number_how_many_there_are_and_the_footer() -> None:
    pages = artifacts(write_sound(publication()))

    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in page
        for line in publication().imprint.footer:
            assert line in page


def test_the_running_head_begins_on_the_second_page_and_names_the_part() -> None:
    first, *others = artifacts(write_sound(publication()))

    assert "CPT 32120 · Return to the chest" not in first
    assert all("CPT 32120 · Return to the chest" in page for page in others)
    assert "Summary & Overview" in others[0]
    assert "Summary & Overview" not in others[-1]


def test_the_running_head_takes_the_part_from_the_section_that_a_page_begins_in() -> None:
    one, other = (
        nest([Headed(1, text(name), Derived((ROOT / "title",))), Headed(2, text(part), Derived((ROOT,))), table_of(40)])
        for name, part in (("One", "Part of one"), ("Other", "Part of other"))
    )
    styles = f"{theme().templates['print.css']} h1 {{ break-before: page }}"
    shell = (
        theme()
        .templates["publication.html"]
        .replace("</main>", "<h2 style='break-before: page'>Of the shell</h2></main>")
    )
    looks = replace(theme(), templates={**theme().templates, "print.css": styles, "publication.html": shell})
    pages = artifacts(write_pdf(replace(document(), sections=(*one, *other)), looks).content)

    named = [[part for part in ("Part of one", "Part of other", "Of the shell") if part in page] for page in pages]
    assert named == [[], ["Part of one"], [], ["Part of other"], ["Part of other"]]


@pytest.mark.parametrize(("size", "width", "height"), [("letter", 612, 792), ("a4", 595.28, 841.89)])
def test_pages_have_the_size_of_the_theme(size: Any, width: float, height: float) -> None:
    pdf = open_pdf(assert_no_diagnostics(write_pdf(document(TITLE, PART, paragraph("Words.")), theme(size))))

    assert [float(side) for side in pdf.pages[0].mediabox] == pytest.approx([0, 0, width, height], abs=0.02)


def test_the_header_of_a_long_table_is_there_on_each_of_its_pages() -> None:
    content = write_sound(document(TITLE, PART, table_of(60)))
    pages = [content_of(page) for page in open_pdf(content).pages]
    headed = ["When to Use" in "".join((*page.marked.values(), *page.artifacts)) for page in pages]

    assert len(pages) > 1
    assert all(headed)
    assert sum("When to Use" in "".join(page.marked.values()) for page in pages) == 1


@pytest.mark.needs("pdffonts")
def test_only_the_fonts_that_come_with_codepub_are_used_and_all_are_embedded(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(write_sound(publication()))
    (tmp_path / "b.pdf").write_bytes(write_sound(leaves_of_every_kind()))
    for name in ("a.pdf", "b.pdf"):
        ran = subprocess.run([program("pdffonts"), tmp_path / name], capture_output=True, text=True, check=True)
        rows = [line.split() for line in ran.stdout.splitlines()[2:]]

        assert rows
        assert all(re.fullmatch(r"[A-Z]{6}\+Source-(Serif|Sans)-Pro(-\w+)*", row[0]) for row in rows), ran.stdout
        assert all(row[-5:-2] == ["yes", "yes", "yes"] for row in rows)


def test_two_runs_give_the_same_bytes() -> None:
    assert assert_no_diagnostics(write_pdf(publication(), theme())) == write_sound(publication())


def test_two_processes_give_the_same_bytes() -> None:
    program_text = (
        "import sys; from tests.publications import theme; from tests.writers.documents import leaves_of_every_kind;"
        "from tests.writers.writing import write_pdf;"
        "sys.stdout.buffer.write(write_pdf(leaves_of_every_kind(), theme()).content)"
    )
    ran = [
        subprocess.run(
            [sys.executable, "-c", program_text],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            cwd=CHECKOUT,
            capture_output=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    ]

    assert ran[0] == ran[1] == write_sound(leaves_of_every_kind())


@pytest.mark.filterwarnings(ICC)
def test_an_archival_file_says_so_and_carries_its_colour_profile() -> None:
    pdf = open_pdf(assert_no_diagnostics(write_pdf(document(TITLE, PART, paragraph("Words.")), theme(), "pdf/a-3a")))
    metadata = pdf.Root.Metadata.read_bytes().decode()

    assert re.search(r"<pdfaid:part>3<|pdfaid:part=.3.", metadata)
    assert re.search(r"<pdfaid:conformance>A<|pdfaid:conformance=.A.", metadata)
    assert pdf.Root.OutputIntents[0].S == "/GTS_PDFA1"


def test_a_file_that_is_not_archival_does_not_say_that_it_is() -> None:
    pdf = open_pdf(write_sound(leaves_of_every_kind()))

    assert b"pdfaid" not in pdf.Root.Metadata.read_bytes()
    assert b"pdfuaid" in pdf.Root.Metadata.read_bytes()


def test_no_file_is_attached_whatever_authors_type() -> None:
    typed = (
        '<a rel="attachment" href="file:///etc/passwd">x</a> <link rel="attachment" href="file:///etc/passwd"> '
        '<img src="file:///etc/passwd"> {{ 7 * 7 }} {% include "/etc/passwd" %} </main> url(file:///etc/passwd)'
    )
    content = write_sound(document(TITLE, PART, paragraph(typed)))
    pdf = open_pdf(content)

    assert "".join(typed.split()) in "".join(read(content).document.text.split())
    assert "/EmbeddedFiles" not in pdf.Root.get("/Names", {})
    assert "/AF" not in pdf.Root
    assert b"root:" not in content
    assert len(pdf.attachments) == 0


# What a style of a workspace may name ------------------------------------------------------------------------------

COMPLAINTS = {
    "a picture from the web": 'h1 { background: url("http://127.0.0.1:9/a.png") }',
    "a style from the web": '@import url("https://example.org/a.css");',
    "a font from the web": '@font-face { font-family: F; src: url("http://127.0.0.1:9/f.ttf") } h1 { font-family: F }',
    "a file by its path": 'h1 { background: url("file:///etc/passwd") }',
    "a file above the assets": 'h1::after { content: url("../../../../../../../etc/passwd") }',
    "a file above, in disguise": 'h1 { background: url("%2e%2e/%2e%2e/secret.css") }',
    "a style above the assets": '@import url("../secret.css");',
    "a folder": 'h1 { background: url("./") }',
    "data": 'h1 { background: url("data:image/png;base64,AAAA") }',
    "a property that is none": "h1 { colour: red }",
    "a value that is none": "h1 { color: 12 }",
}


def make_looks(folder: Path, style: str, **assets: str) -> Theme:
    """The theme of a workspace with a style added to the shipped one, SVGs as assets and a secret beside them."""
    (folder / "assets").mkdir(exist_ok=True)
    for name, picture in assets.items():
        (folder / "assets" / f"{name}.svg").write_text(picture)
    (folder / "templates").mkdir()
    (folder / "secret.css").write_text("h1::after { content: 'the secret' }")
    shipped = (CHECKOUT / "templates" / "print.css").read_text()
    (folder / "templates" / "print.css").write_text(f"{style}\n{shipped}")
    return load_theme(workspace(folder))


@pytest.mark.parametrize("style", COMPLAINTS.values(), ids=COMPLAINTS)
def test_what_a_style_may_not_name_or_says_wrongly_is_told_and_the_publication_is_made(
    style: str, tmp_path: Path
) -> None:
    rendered = write_pdf(document(TITLE, PART, paragraph("Words.")), make_looks(tmp_path, style))

    assert rendered.diagnostics
    assert {(each.rule, each.severity) for each in rendered.diagnostics} == {("pdf-style", Severity.WARNING)}
    assert "the secret" not in read(rendered.content).document.text
    assert "Words." in read(rendered.content).document.text


PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9" fill="#123456"/>{}</svg>'
)


def test_a_picture_of_the_assets_is_printed(tmp_path: Path) -> None:
    looks = make_looks(tmp_path, 'h1 { background: url("logo.svg") }', logo=PICTURE.format(""))
    plain_one = len(assert_no_diagnostics(write_pdf(document(TITLE), theme())))

    assert len(assert_no_diagnostics(write_pdf(document(TITLE), looks))) > plain_one


def test_a_picture_of_the_assets_cannot_name_what_lies_elsewhere(tmp_path: Path) -> None:
    inner = '<image href="file:///etc/passwd" width="9" height="9"/>'
    looks = make_looks(tmp_path, 'h1 { background: url("logo.svg") }', logo=PICTURE.format(inner))

    told = write_pdf(document(TITLE), looks).diagnostics

    assert any("file:///etc/passwd" in each.message for each in told)


def test_a_picture_that_draws_without_end_is_told_and_the_publication_is_made(tmp_path: Path) -> None:
    looks = make_looks(tmp_path, 'h1 { background: url("logo.svg") }', logo=nested(levels=8, uses=10))

    (told,) = write_pdf(document(TITLE), looks).diagnostics

    assert "it draws more than 100,000 elements, those used again counted anew" in told.message


def test_what_a_library_warns_of_while_it_prints_is_told_as_any_other_fault_of_a_style(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "assets").mkdir()
    Image.new("RGB", (9, 9)).save(tmp_path / "assets" / "logo.png")
    looks = make_looks(tmp_path, 'h1 { background: url("logo.png") }')
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 80)

    (told,) = write_pdf(document(TITLE), looks).diagnostics

    assert told.rule == "pdf-style"
    assert told.message.startswith("Image size (81 pixels) exceeds limit of 80 pixels")


AUDITED = """
import os
import sys
from pathlib import Path
import codepub.writers.pdf.writer
from tests.publications import workspace
from tests.writers.documents import ROOT, Headed, document, text
from codepub.document.provenance import Derived
from codepub.workspace.templates import load_theme
from tests.writers.writing import write_pdf

looks = load_theme(workspace(Path(sys.argv[1])))
seen = []

def hear(event, arguments):
    if event.startswith(("socket.", "urllib.", "ftplib.", "subprocess.")):
        seen.append(event)
    elif event == "open" and str(arguments[0]).endswith(("passwd", "secret.css")):
        seen.append(f"open {arguments[0]}")

sys.addaudithook(hear)
write_pdf(document(Headed(1, text("A title"), Derived((ROOT / "title",)))), looks)
print(len(seen), *seen, flush=True)
os._exit(0)  # a hook that Python still calls while it takes cffi down ends in a segmentation fault
"""


def test_while_a_publication_is_printed_nothing_is_fetched_and_no_file_beside_the_assets_is_opened(
    tmp_path: Path,
) -> None:
    """By Python's audit events, which name every file that is opened and every connection that is tried."""
    imports_first = sorted(COMPLAINTS.values(), key=lambda style: not style.startswith("@import"))
    make_looks(tmp_path, "\n".join(imports_first))

    ran = subprocess.run(
        [sys.executable, "-c", AUDITED, tmp_path], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )

    assert ran.stdout == "0\n"


@functools.cache
def pictured() -> bytes:
    return write_sound(document(TITLE, PART, paragraph("Before"), figure(), table_of(2)))


def test_a_figure_has_its_words_and_its_place_and_its_letters_are_in_it_as_text() -> None:
    (found,) = read(pictured()).document.all("Figure")
    left, bottom, right, top = map(float, found.dictionary.A.BBox)

    assert str(found.dictionary.Alt) == figure().alternative
    assert (right - left) == pytest.approx(300)
    assert 80 < top - bottom < 140
    assert left >= theme().page.inner / 25.4 * 72


def test_a_figure_is_read_between_the_sentence_before_it_and_the_table_after_it() -> None:
    roles = [each.role for each in read(pictured()).document.walk() if each.role in ("P", "Figure", "Table")]

    assert roles[:3] == ["P", "Figure", "Table"]


@pytest.mark.needs("pdftotext", "pdffonts")
def test_the_letters_of_a_figure_are_text_in_the_fonts_that_come_with_codepub(tmp_path: Path) -> None:
    path = tmp_path / "figure.pdf"
    path.write_bytes(pictured())
    shown, fonts = (
        subprocess.run(command, capture_output=True, text=True, check=True).stdout
        for command in ([program("pdftotext"), str(path), "-"], [program("pdffonts"), str(path)])
    )

    assert {"Commercial", "$131.20", "10th: withheld", "$250"} <= set(shown.splitlines())
    assert all("Source" in line for line in fonts.splitlines()[2:])


def test_a_figure_taller_than_a_page_is_made_smaller_whole() -> None:
    tall = figure(chart_row("W" * 3000, *("1",) * 5))
    (found,) = read(write_sound(document(TITLE, PART, tall))).document.all("Figure")
    _, bottom, _, top = map(float, found.dictionary.A.BBox)

    assert bottom >= theme().page.bottom / 25.4 * 72
    assert top <= (279.4 - theme().page.top) / 25.4 * 72


def test_a_paragraph_longer_than_a_page_keeps_all_its_words() -> None:
    words = " ".join(f"word{number}" for number in range(1500))
    content = write_sound(document(TITLE, PART, Paragraph(text(words), Value(ROOT / "summary"))))

    assert len(open_pdf(content).pages) > 1
    assert "".join(words.split()) in "".join(read(content).document.text.split())
