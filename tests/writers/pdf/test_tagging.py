from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from typing import Any
from xml.etree.ElementTree import Element

import pikepdf
import pytest

from codepub.writers.pdf.tagging import StructureError, tag
from tests.writers.pdf_pages import SAMPLES, SENTENCE, lay_out_html, page, tag_sample
from tests.writers.pdf_reader import Reading, Structure, read

# WeasyPrint leaves the colour profile of an archival file open.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014.icc:ResourceWarning")

every_sample = pytest.mark.parametrize("sample", SAMPLES)


def tag_body(body: str) -> bytes:
    return tag(*lay_out_html(page(body)), "pdf/ua-1").content


def body_of(sample: str) -> Element:
    body = lay_out_html(SAMPLES[sample])[0].find("body")
    assert body is not None
    return body


def squeeze(text: str) -> str:
    """A text without white space, which a PDF has no need to keep at the ends of lines."""
    return "".join(text.split())


def without_labels(structure: Structure) -> str:
    """The text without list numbers and bullets, which HTML does not hold; the labels of definitions are text."""
    generated = structure.role == "Lbl" and structure.text.strip().rstrip(".") in {*map(str, range(1, 20)), "•", "◦"}
    kids = (kid if isinstance(kid, str) else without_labels(kid) for kid in structure.kids)
    return "" if generated else "".join(kids)


def pages_of(structure: Structure, reading: Reading) -> set[int]:
    """The pages that an element's own text and that of its kids lies on."""
    numbers = {each.objgen: number for number, each in enumerate(reading.pdf.pages)}
    found = set()
    for each in structure.walk():
        for kid in each.dictionary.get("/K", ()):
            if isinstance(kid, int):
                found.add(numbers[each.dictionary.Pg.objgen])
            elif kid.Type == pikepdf.Name.MCR:
                found.add(numbers[kid.Pg.objgen])
    return found


@every_sample
def test_the_structure_reads_as_the_html_does(sample: str) -> None:
    expected = "".join(body_of(sample).itertext())

    assert squeeze(without_labels(read(tag_sample(sample)).document)) == squeeze(expected)


@every_sample
def test_each_html_element_is_one_structure_element_over_any_number_of_pages(sample: str) -> None:
    same = {"p": "P", "table": "Table", "tbody": "TBody", "tr": "TR", "td": "TD", "th": "TH", "section": "Sect"}
    body = body_of(sample)
    tags = Counter(each.tag for each in body.iter() if each.get("role") != "note")
    roles = Counter(each.role for each in read(tag_sample(sample)).document.walk())

    assert {role: roles[role] for role in same.values()} == {role: tags[tag] for tag, role in same.items()}
    assert roles["L"] == tags["ul"] + tags["ol"] + tags["dl"]
    assert roles["LBody"] == tags["li"] + tags["dd"]
    assert roles["Link"] == tags["a"]
    assert roles["Note"] == sum(each.get("role") == "note" for each in body.iter())


@every_sample
def test_every_piece_of_marked_content_is_in_the_structure_once_and_found_back_from_its_page(sample: str) -> None:
    reading = read(tag_sample(sample))
    numbers = {each.objgen: number for number, each in enumerate(reading.pdf.pages)}
    owners: dict[tuple[int, int], object] = {}
    for each in reading.document.walk():
        for kid in each.dictionary.K:
            if isinstance(kid, int) or kid.Type == pikepdf.Name.MCR:
                home, mcid = (each.dictionary.Pg, kid) if isinstance(kid, int) else (kid.Pg, int(kid.MCID))
                place = numbers[home.objgen], mcid
                assert place not in owners
                owners[place] = each.dictionary.objgen
    nums: list[Any] = list(reading.pdf.Root.StructTreeRoot.ParentTree.Nums)
    index: dict[tuple[int, int], object] = {
        (number, mcid): owner.objgen
        for number, of_page in zip(nums[::2], nums[1::2], strict=True)
        if isinstance(of_page, pikepdf.Array)
        for mcid, owner in enumerate(of_page)
        if owner is not None
    }

    assert owners == index
    assert set(owners) == {(number, mcid) for number, each in enumerate(reading.pages) for mcid in each.marked}


@every_sample
def test_each_structure_element_names_the_one_above_it(sample: str) -> None:
    document = read(tag_sample(sample)).document

    for each in document.walk():
        for kid in each.kids:
            assert isinstance(kid, str) or kid.dictionary.P.objgen == each.dictionary.objgen


@every_sample
def test_running_heads_and_footers_are_artifacts_on_every_page(sample: str) -> None:
    reading = read(tag_sample(sample))

    for number, content in enumerate(reading.pages, start=1):
        assert f"FOOTER {number} of {len(reading.pages)}" in content.artifacts
        assert any(text.startswith("RUNNING HEAD") for text in content.artifacts)
    assert "FOOTER" not in reading.document.text


@every_sample
def test_no_marked_content_lies_inside_other_marked_content(sample: str) -> None:
    assert {content.depth for content in read(tag_sample(sample)).pages} == {1}


def test_a_repeated_table_head_is_content_once_and_an_artifact_afterwards() -> None:
    reading = read(tag_sample("modifiers"))

    assert len(reading.pages) > 3
    assert [("When to Use" in content.artifacts) for content in reading.pages] == [False] + [True] * (
        len(reading.pages) - 1
    )
    assert "When to Use" in reading.pages[0].marked.values()
    assert len(reading.document.all("THead")) == 1


def test_a_link_in_a_repeated_table_head_can_be_followed_where_the_head_is_read() -> None:
    head = '<thead><tr><th><a href="https://example.org/head">Head</a></th></tr></thead>'
    reading = read(tag_body(f"<table>{head}<tbody>{'<tr><td>Row</td></tr>' * 40}</tbody></table>"))

    assert len(reading.pages) > 2
    assert [len(each.get("/Annots", ())) for each in reading.pdf.pages] == [1] + [0] * (len(reading.pages) - 1)


def test_a_repeated_table_foot_is_read_after_the_last_row() -> None:
    rows = "".join(f"<tr><td>Row {row}</td></tr>" for row in range(40))
    reading = read(tag_body(f"<table><tbody>{rows}</tbody><tfoot><tr><td>Foot</td></tr></tfoot></table>"))

    assert len(reading.pages) > 1
    assert reading.document.text.endswith("Row 39Foot")


def test_a_row_taller_than_a_page_is_one_row_of_whole_cells() -> None:
    reading = read(tag_sample("tall row"))
    row = reading.document.all("TR")[0]

    assert row.roles == ["TH", "TD", "TD", "TD"]
    assert len(pages_of(row, reading)) > 2
    assert [squeeze(cell.text) for cell in row.all("TD")] == [squeeze(SENTENCE * times) for times in (30, 2, 12)]


def test_a_paragraph_over_several_pages_is_one_paragraph() -> None:
    reading = read(tag_sample("clinical context"))
    longest = max(reading.document.all("P"), key=lambda each: len(each.text))

    assert squeeze(longest.text) == squeeze(SENTENCE * 60)
    assert len(pages_of(longest, reading)) > 2


def test_header_cells_say_whether_they_head_a_column_or_a_row() -> None:
    modifiers, tall = (read(tag_sample(sample)).document for sample in ("modifiers", "tall row"))

    assert [str(cell.dictionary.A.Scope) for cell in modifiers.all("TH")] == ["/Column"] * 3
    assert [str(cell.dictionary.A.Scope) for cell in tall.all("TH")] == ["/Row"]


def test_cells_tell_how_many_columns_and_rows_they_span() -> None:
    row = '<tr><td colspan="2">Wide</td><td rowspan="3">High</td><td>Plain</td></tr>'
    wide, high, plain = read(tag_body(f"<table><tbody>{row}</tbody></table>")).document.all("TD")

    assert (wide.dictionary.A.ColSpan, high.dictionary.A.RowSpan) == (2, 3)
    assert "/A" not in plain.dictionary


def test_every_row_keeps_its_empty_cells() -> None:
    rows = read(tag_sample("modifiers")).document.all("TBody")[0].all("TR")

    assert {tuple(row.roles) for row in rows} == {("TD", "TD", "TD")}
    assert rows[5].all("TD")[2].text == ""


def test_an_item_of_a_list_has_its_number_as_label_and_the_list_says_how_it_counts() -> None:
    ordered, unordered, _ = read(tag_sample("lists")).document.all("L")

    assert [item.all("Lbl")[0].text.strip() for item in ordered.all("LI")] == [f"{n}." for n in range(1, 13)]
    assert {tuple(item.roles) for item in ordered.all("LI")} == {("Lbl", "LBody")}
    assert (ordered.dictionary.A.ListNumbering, unordered.dictionary.A.ListNumbering) == ("/Decimal", "/Disc")


def test_a_list_inside_an_item_stands_between_the_texts_around_it() -> None:
    body = read(tag_sample("lists")).document.all("L")[1].all("LBody")[0]

    assert body.roles == ["L"]
    assert [kid if isinstance(kid, str) else kid.role for kid in body.kids] == [
        "Before ", "the", " list", "L", "after the list",
    ]  # fmt: skip


def test_a_definition_list_pairs_terms_as_labels_with_descriptions_as_bodies() -> None:
    facts, plain = read(tag_sample("definitions")).document.all("L")

    assert [item.roles for item in facts.all("LI")] == [["Lbl", "LBody"]] * 6
    assert [item.all("Lbl")[0].text for item in facts.all("LI")] == [f"Term {n}" for n in range(6)]
    assert [item.roles for item in plain.all("LI")] == [["Lbl", "Lbl", "LBody", "LBody"], ["Lbl", "LBody"]]


def test_a_term_without_a_description_keeps_to_its_own_group() -> None:
    groups = "<div><dt>Pending</dt></div><div><dt>Known</dt><dd>Yes</dd></div>"
    items = read(tag_body(f"<dl>{groups}</dl>")).document.all("LI")

    assert [item.roles for item in items] == [["Lbl"], ["Lbl", "LBody"]]


def test_each_note_has_a_name_of_its_own_that_the_file_can_find() -> None:
    reading = read(tag_sample("modifiers"))
    notes = reading.document.all("Note")
    names = reading.pdf.Root.StructTreeRoot.IDTree.Names

    assert len(notes) == 9
    assert {str(name) for name in names[::2]} == {str(note.dictionary.ID) for note in notes}
    assert [str(name) for name in names[::2]] == sorted(str(name) for name in names[::2])
    assert len(names) == 2 * len(notes)


def test_a_link_broken_over_lines_and_pages_is_one_link_with_all_of_its_annotations() -> None:
    reading = read(tag_sample("clinical context"))
    annotations = {each.objgen: each for side in reading.pdf.pages for each in side.get("/Annots", ())}
    links = reading.document.all("Link")
    targets = [[kid.Obj for kid in link.dictionary.K if not isinstance(kid, int) and "/Obj" in kid] for link in links]
    parents = dict(zip(*[iter(reading.pdf.Root.StructTreeRoot.ParentTree.Nums)] * 2, strict=True))

    assert len(links) == 12
    assert all(targets)
    assert any(len(of_link) > 1 for of_link in targets)
    assert sum(map(len, targets)) == len(annotations)
    for link, of_link in zip(links, targets, strict=True):
        for annotation in of_link:
            assert annotation.objgen in annotations
            assert parents[int(annotation.StructParent)].objgen == link.dictionary.objgen


def test_a_link_is_described_by_its_words_and_leads_where_the_html_says() -> None:
    reading = read(tag_sample("clinical context"))
    outward, inward = reading.document.all("Link")[:2]
    annotation = next(kid.Obj for kid in outward.dictionary.K if not isinstance(kid, int) and "/Obj" in kid)
    jump = next(kid.Obj for kid in inward.dictionary.K if not isinstance(kid, int) and "/Obj" in kid)

    assert str(annotation.Contents) == "the policy of the payer for such a return"
    assert str(annotation.A.URI) == "https://example.org/policy"
    assert str(jump.Dest) in [str(name) for name in reading.pdf.Root.Names.Dests.Names[::2]]


def test_the_title_of_a_link_describes_it_better_than_its_words() -> None:
    reading = read(tag_body('<p><a href="https://example.org" title="Policy 7 of the payer">here</a></p>'))

    assert str(reading.pdf.pages[0].Annots[0].Contents) == "Policy 7 of the payer"


def test_text_that_is_moved_by_the_style_is_read_where_the_html_has_it() -> None:
    absence = read(tag_sample("absence")).document.all("P")[0]
    moved = read(tag_body('<p>one <span style="float: right">two</span> three</p>')).document.all("P")[0]

    assert absence.text.startswith("CPT® text")
    assert squeeze(moved.text) == "onetwothree"


def test_an_element_moved_into_the_page_margin_is_an_artifact() -> None:
    style = "<style>.head { position: running(head) } @page { @top-right { content: element(head) } }</style>"
    html = page('<p class="head">Moved</p><p>Text</p>').replace("</head>", f"{style}</head>")
    reading = read(tag(*lay_out_html(html), "pdf/ua-1").content)

    assert reading.document.text == "ThoracotomyText"
    assert "Moved" in reading.pages[0].artifacts


def test_a_change_of_language_is_kept() -> None:
    (word,) = read(tag_sample("absence")).document.all("Span")

    assert (word.text, str(word.dictionary.Lang)) == ("Wort", "de")


def test_a_picture_has_its_words_and_its_place_on_the_page() -> None:
    drawing = '<title>Rates by payer</title><path d="M0 0h9v9z"/>'
    picture = f'<p><svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">{drawing}</svg></p>'
    (figure,) = read(tag_body(picture)).document.all("Figure")
    left, bottom, right, top = map(float, figure.dictionary.A.BBox)

    assert str(figure.dictionary.Alt) == "Rates by payer"
    assert (right - left, top - bottom) == pytest.approx((30, 15))


def test_the_file_shows_its_title_names_its_language_and_keeps_its_bookmarks() -> None:
    root = read(tag_sample("modifiers")).pdf.Root

    assert root.ViewerPreferences.DisplayDocTitle
    assert str(root.Lang) == "en-US"
    assert str(root.Outlines.First.Title) == "Thoracotomy"


def test_an_archival_file_declares_pdf_ua_and_describes_the_property_it_uses() -> None:
    xmp = read(tag_sample("absence", "pdf/a-3a")).pdf.Root.Metadata.read_bytes()

    assert xmp.count(b'pdfuaid:part="1"') == 1
    assert xmp.count(b'pdfaid:part="3"') == 1
    assert b"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>" in xmp


def test_a_file_that_is_only_accessible_declares_pdf_ua_once() -> None:
    xmp = read(tag_sample("absence")).pdf.Root.Metadata.read_bytes()

    assert xmp.count(b"pdfuaid:part=") == 1
    assert b"pdfaid:part" not in xmp


def test_two_runs_give_the_same_bytes() -> None:
    code = (
        "import hashlib; from tests.writers.pdf_pages import tag_sample; "
        "print(hashlib.sha256(tag_sample('absence', 'pdf/a-3a')).hexdigest())"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]

    assert runs[0] == runs[1]


def test_no_date_of_the_run_is_in_the_file() -> None:
    reading = read(tag_sample("absence"))

    assert not {"/CreationDate", "/ModDate"} & set(reading.pdf.docinfo.keys())
    assert b"Date" not in reading.pdf.Root.Metadata.read_bytes()


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('<p style="opacity: .5">Pale</p>', "painted through a group"),
        ("<details><summary>More</summary>Text</details>", "no structure type for <details>"),
        ('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>', "no words"),
    ],
)
def test_what_has_no_place_in_the_structure_is_an_error_and_not_a_guess(body: str, message: str) -> None:
    with pytest.raises(StructureError, match=message):
        tag_body(body)


def test_a_link_to_nowhere_is_an_error() -> None:
    with pytest.raises(StructureError, match="#nowhere leads nowhere"):
        tag_body('<p><a href="#nowhere">lost</a></p>')


def test_the_file_holds_nothing_of_the_structure_it_replaces() -> None:
    reading = read(tag_sample("modifiers"))
    dictionaries = [each for each in reading.pdf.objects if isinstance(each, pikepdf.Dictionary)]
    elements = [each for each in dictionaries if each.get("/Type") == pikepdf.Name.StructElem]

    assert len(elements) == sum(1 for _ in reading.document.walk())


def test_items_that_the_style_reorders_are_read_in_the_order_of_the_html() -> None:
    items = '<p style="order: 3">one</p><p style="order: 2">two</p><p style="order: 1">three</p>'
    document = read(tag_body(f'<div style="display: flex">{items}</div>')).document

    assert [each.text for each in document.all("P")] == ["one", "two", "three"]


def test_the_language_of_a_term_is_not_that_of_its_description() -> None:
    (item,) = read(tag_body('<dl><dt lang="la">Os</dt><dd>Bone</dd></dl>')).document.all("LI")

    assert [("/Lang" in each.dictionary) for each in item.walk()] == [False, True, False]
