"""Review copies: a control around every value, comments, and changes that are recorded."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codepub.compose.compose import compose
from codepub.compose.publisher import Publisher
from codepub.document.anchors import list_tagged
from codepub.document.nodes import Cell, Citation, Column, Document, Emphasis, Inlines, Link, Paragraph, Span, Text
from codepub.document.provenance import Derived, Value
from codepub.document.text import plain_text
from codepub.document.walk import leaves
from codepub.writers.docx.comments import Comment, CommentThread
from codepub.writers.docx.review_copy import ReviewMarks, write_review_copy
from codepub.writers.options import Options
from codepub.writers.table import open_writer
from tests.publications import composed, full, samples, theme, wording
from tests.writers.documents import ROOT, SOURCES, document, leaves_of_every_kind, paragraph, table_with, text
from tests.writers.word_reader import W, part, val, words

W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
COVER = ("For Ada", "Edit.", "Comment.", "Type over.", "Leave.", "Send back.")
MARKS = ReviewMarks("32120-ada-7k2m9q", "Review copy · for Ada", COVER)
ABSENT = {"unavailable": "unknown", "note": "It was not among the sources."}


def written(content: Document, *threads: CommentThread) -> bytes:
    return write_review_copy(content, theme(), Options(), replace(MARKS, threads=threads)).content


def controls(content: bytes) -> dict[str, ET.Element]:
    return {val(each.find(f"{W}sdtPr/{W}tag")): each for each in part(content).iter(f"{W}sdt")}


def locks(content: bytes) -> dict[str, str | None]:
    found = {tag: each.find(f"{W}sdtPr/{W}lock") for tag, each in controls(content).items()}
    return {tag: None if lock is None else val(lock) for tag, lock in found.items()}


def cells_of(*content: Inlines) -> list[list[str]]:
    """The paragraphs of the cells of one row in a review copy, each of words that are derived."""
    cells: tuple[Cell, ...] = tuple(Paragraph(each, Derived((ROOT / "rows" / 0,))) for each in content)
    table = table_with(cells, columns=tuple(Column(f"C{number}") for number, _ in enumerate(cells)))
    row = list(part(written(document(table))).iter(f"{W}tr"))[-1]
    return [[words(each) for each in cell.iter(f"{W}p")] for cell in row.iter(f"{W}tc")]


def value(words: str, *path: str) -> Span:
    origin = ROOT
    for step in path:
        origin /= step
    return Span(text(words), Value(origin))


def letters_of(content: bytes) -> str:
    """What a body says, without the signs between values that a review copy leaves out, and without its cover."""
    body = part(content)[0]
    paragraphs = [each for each in body.iter(f"{W}p") if words(each) not in COVER]
    return re.sub(r"[\s,;:–—-]", "", "".join(map(words, paragraphs)))


# Controls --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", samples())
def test_every_value_and_absence_of_a_publication_lies_in_a_control_of_its_words(name: str) -> None:
    content = compose(samples()[name], wording(), Publisher())
    found = {tag: words(each) for tag, each in controls(written(content)).items() if not tag.startswith("locked/")}

    assert found == {tagged.tag: plain_text(tagged.part) for tagged in list_tagged(content)}


@pytest.mark.parametrize("name", samples())
def test_a_review_copy_says_what_its_publication_says(name: str) -> None:
    content = compose(samples()[name], wording(), Publisher())
    publication = open_writer("docx")(content, theme(), Options()).content

    assert letters_of(written(content)) == letters_of(publication)


def test_a_publication_has_no_controls_and_records_no_changes() -> None:
    publication = open_writer("docx")(composed(full()), theme(), Options()).content

    assert controls(publication) == {}
    assert part(publication, "word/settings.xml").find(f"{W}trackRevisions") is None


def test_tags_and_ids_are_unique_and_ids_positive() -> None:
    body = part(written(composed(full())))
    tags = [val(each) for each in body.iter(f"{W}tag")]
    ids = [int(val(each)) for each in body.iter(f"{W}id")]

    assert len(tags) == len(set(tags)) == len(ids) == len(set(ids))
    assert min(ids) > 0


def test_a_bookmark_stands_outside_of_its_control() -> None:
    body = part(written(document(paragraph("Words", ROOT / "summary"))))
    holder = next(each for each in body.iter(f"{W}p") if words(each) == "Words")

    assert [child.tag for child in holder][1:] == [f"{W}bookmarkStart", f"{W}sdt", f"{W}bookmarkEnd"]


@pytest.mark.parametrize("name", ["full", *samples()])
def test_no_control_lies_in_another_and_no_bookmark_has_the_name_of_another(name: str) -> None:
    content = composed(full(benchmarks=ABSENT)) if name == "full" else compose(samples()[name], wording(), Publisher())
    body = part(written(content))
    names = [val(each, "name") for each in body.iter(f"{W}bookmarkStart")]

    assert not any(each.findall(f".//{W}sdt") for each in body.iter(f"{W}sdt"))
    assert len(names) == len(set(names))
    assert max(map(len, names)) <= 40


def test_links_within_a_review_copy_lead_to_its_bookmarks() -> None:
    body = part(written(composed(full(summary__meaning="See [32110](cpt:32110)[^first]."))))
    names = {val(each, "name") for each in body.iter(f"{W}bookmarkStart")}
    led = {val(each, "anchor") for each in body.iter(f"{W}hyperlink") if W + "anchor" in each.attrib}

    assert led
    assert led <= names


def test_no_link_within_a_review_copy_has_a_tip_since_libreoffice_drops_those_that_have_one() -> None:
    inner = [each for each in part(written(composed(full()))).iter(f"{W}hyperlink") if each.get(f"{W}anchor")]

    assert inner
    assert not [each for each in inner if each.get(f"{W}tooltip")]


def test_a_control_outside_of_tables_is_kept_and_one_in_a_table_may_go_with_its_row() -> None:
    kept = locks(written(composed(full())))

    assert kept["v/summary/meaning/1"] == kept["v/specifications/workflow/1/1"] == "sdtLocked"
    assert kept["v/specifications/modifiers/1/modifier/1"] is None
    assert kept["v/overview/service_type/1"] is None


def test_the_cover_and_the_rights_are_locked_and_headings_are_not_so_that_they_can_be_commented() -> None:
    content = written(composed(full(system="CPT", code="32120")))
    locked = [words(controls(content)[tag]) for tag, lock in locks(content).items() if lock == "sdtContentLocked"]

    assert set(COVER) < set(locked)
    assert [one[:13] for one in locked if one not in COVER] == ["CPT copyright"]
    assert locks(content)["d/summary/1"] == "sdtLocked"


# Cells -----------------------------------------------------------------------------------------------------------


def test_a_cell_that_shows_two_values_has_a_paragraph_for_each() -> None:
    assert cells_of((value("CPT", "system"), Text(" "), value("32110", "code"))) == [["CPT", "32110"]]


def test_words_between_values_are_a_paragraph_and_signs_are_left_out() -> None:
    rate = (value("All", "payer"), Text(", "), value("National", "geography"), Text(", September 2026"))

    assert cells_of(rate) == [["All", "National", "September 2026"]]
    assert cells_of((Text("Condition: "), value("In MDC 4", "condition"))) == [["Condition:", "In MDC 4"]]


def test_each_value_of_a_link_is_a_link() -> None:
    link = Link("https://www.cms.gov/", (value("NCD", "kind"), Text(": "), value("Tomography", "title")))
    cells: tuple[Cell, ...] = (Paragraph((link,), Derived((ROOT / "coverage",))),)
    table = table_with(cells, columns=(Column("Policy"),))
    row = list(part(written(document(table))).iter(f"{W}tr"))[-1]

    assert [words(each) for each in row.iter(f"{W}hyperlink")] == ["NCD", "Tomography"]


def test_a_citation_stays_with_its_value() -> None:
    cited = (value("October 2025", "vintage"), Text(" "), Citation(1, SOURCES / 0, "first"))

    assert cells_of(cited) == [["October 2025 [1]"]]


def test_the_bookmark_of_a_divided_cell_stands_in_its_first_paragraph() -> None:
    named = Derived((ROOT / "code", ROOT / "system"))
    cells: tuple[Cell, ...] = (Paragraph((value("CPT", "system"), Text(" "), value("32110", "code")), named),)
    table = table_with(cells, columns=(Column("Code"),))
    first, last = list(part(written(document(table))).iter(f"{W}tr"))[-1].iter(f"{W}p")

    assert [len(each.findall(f"{W}bookmarkStart")) for each in (first, last)] == [2, 1]
    assert [len(each.findall(f"{W}bookmarkEnd")) for each in (first, last)] == [2, 1]


# What it bears ---------------------------------------------------------------------------------------------------


def test_the_cover_stands_before_the_title() -> None:
    first = [words(each) for each in part(written(composed(full())))[0][:7]]

    assert first[:6] == list(COVER)
    assert "A0425" in first[6]


def test_every_page_says_that_it_is_a_review_copy() -> None:
    content = written(document())

    assert words(part(content, "word/header.xml")) == words(part(content, "word/firstHeader.xml")) == MARKS.head


def test_the_identifier_stands_in_a_property_of_its_own_and_in_that_of_dublin_core() -> None:
    content = written(document())
    named = part(content, "docProps/custom.xml")[0]
    core = part(content, "docProps/core.xml")

    assert (named.get("name"), named[0].text) == ("codepub-review-copy", MARKS.identifier)
    assert core.findtext("{http://purl.org/dc/elements/1.1/}identifier") == MARKS.identifier


def test_changes_are_recorded_without_a_password() -> None:
    settings = part(written(document()), "word/settings.xml")
    protection = settings.find(f"{W}documentProtection")

    assert settings.find(f"{W}trackRevisions") is not None
    assert protection is not None
    assert protection.attrib == {f"{W}edit": "trackedChanges", f"{W}enforcement": "1"}


def test_leaves_of_every_kind_are_written() -> None:
    content = leaves_of_every_kind()

    assert letters_of(written(content)) == letters_of(open_writer("docx")(content, theme(), Options()).content)


# Comments --------------------------------------------------------------------------------------------------------


def thread(path: Any, *said: str, quoted: str = "", done: bool = False) -> CommentThread:
    comments = tuple(Comment("Ada Coder", "AC/t1", "2026-11-20T10:00:00Z", one) for one in said)
    return CommentThread(path, quoted, comments, done)


def commented(content: bytes) -> list[str]:
    """The words that each comment stands on, in the order of their numbers."""
    stand: dict[str, list[str]] = {}
    is_open: set[str] = set()
    for each in part(content).iter():
        if each.tag == f"{W}commentRangeStart":
            is_open.add(val(each, "id"))
            stand[val(each, "id")] = []
        elif each.tag == f"{W}commentRangeEnd":
            is_open.remove(val(each, "id"))
        elif each.tag == f"{W}t":
            for number in is_open:
                stand[number].append(each.text or "")
    assert not is_open
    return ["".join(stand[number]) for number in sorted(stand, key=int)]


MEANING = ("summary", "meaning")


def test_a_comment_stands_on_the_words_that_it_quotes() -> None:
    content = composed(full(summary__meaning="One *two* three. Four."))

    assert commented(written(content, thread(MEANING, "Why?", quoted="two three"))) == ["two three"]


@pytest.mark.parametrize("quoted", ["", "words that are no longer there"])
def test_a_comment_without_its_words_stands_on_its_field(quoted: str) -> None:
    content = composed(full(summary__meaning="One *two* three. Four."))

    assert commented(written(content, thread(MEANING, "Why?", quoted=quoted))) == ["One two three. Four."]


def test_a_comment_stands_in_the_paragraph_that_has_its_words() -> None:
    content = composed(full(specifications__clinical_context="One.\n\nTwo and three."))

    path = ("specifications", "clinical_context")
    assert commented(written(content, thread(path, "Why?", quoted="and"))) == ["and"]


def test_a_comment_stands_on_a_value_in_a_sentence() -> None:
    content = composed(full(summary__payers=["Aetna", "Medicare"]))

    assert commented(written(content, thread(("summary", "payers", 1), "Why?"))) == ["Medicare"]


def test_a_comment_on_a_row_stands_on_its_first_cell_and_one_on_what_is_gone_on_what_held_it() -> None:
    content = composed(full())
    rows = ("specifications", "modifiers")

    assert commented(written(content, thread((*rows, 0), "Why?"))) == ["22"]
    assert commented(written(content, thread((*rows, 7, "modifier"), "Why?"))) == ["Modifiers"]


@pytest.mark.parametrize("path", [None, ("gone",), ()])
def test_a_comment_on_no_field_stands_on_the_title(path: Any) -> None:
    (quoted,) = commented(written(composed(full()), thread(path, "Why?")))

    assert quoted == "HCPCS A0425: Ground mileage"


@given(st.data())
def test_a_comment_stands_on_any_stretch_of_a_paragraph_of_plain_and_marked_words(data: st.DataObject) -> None:
    runs = data.draw(st.lists(st.text(st.characters(categories=["L", "Zs"]), min_size=1, max_size=6), min_size=1))
    marked = tuple(Emphasis(text(each)) if at % 2 else Text(each) for at, each in enumerate(runs))
    whole = "".join(runs)
    start = data.draw(st.integers(0, len(whole) - 1))
    quoted = whole[start : data.draw(st.integers(start + 1, len(whole)))]
    content = document(Paragraph(marked, Value(ROOT / "summary" / "meaning")))
    copy = written(content, thread(MEANING, "Why?", quoted=quoted))

    assert commented(copy) == [quoted]
    assert words(controls(copy)["v/summary/meaning/1"]) == whole


def test_two_threads_may_stand_on_one_field() -> None:
    content = composed(full(summary__meaning="One two three."))
    found = commented(written(content, thread(MEANING, "Why?", quoted="two"), thread(MEANING, "No", quoted="One two")))

    assert found == ["two", "One two"]


def test_a_reply_stands_on_the_same_words_and_names_its_thread_which_may_be_done() -> None:
    content = written(composed(full()), thread(MEANING, "Why?", "Because.", done=True), thread(None, "All?"))
    ids = [val(each, "id") for each in part(content, "word/comments.xml")]
    paragraphs = [each.attrib[f"{W14}paraId"] for each in part(content, "word/comments.xml").iter(f"{W}p")]
    told = [dict(each.attrib) for each in part(content, "word/commentsExtended.xml")]

    assert ids == ["0", "1", "2"]
    assert commented(content)[0] == commented(content)[1]
    assert told == [
        {f"{W15}paraId": paragraphs[0], f"{W15}done": "1"},
        {f"{W15}paraId": paragraphs[1], f"{W15}paraIdParent": paragraphs[0], f"{W15}done": "1"},
        {f"{W15}paraId": paragraphs[2], f"{W15}done": "0"},
    ]
    assert all(0 < int(each, 16) < 0x80000000 for each in paragraphs)


def test_a_comment_keeps_its_lines_author_date_and_initials() -> None:
    content = written(composed(full()), CommentThread(None, "", (Comment("Dr. B", "B/t2", None, "One\nTwo"),)))
    (comment,) = part(content, "word/comments.xml")

    assert [words(each) for each in comment] == ["One", "Two"]
    assert comment.attrib == {f"{W}id": "0", f"{W}author": "Dr. B", f"{W}initials": "B/t2"}


def test_every_comment_of_a_thread_on_any_field_is_written_once() -> None:
    content = composed(full(benchmarks=ABSENT))
    paths = {origin.path for leaf in leaves(content) for origin in getattr(leaf.source, "origins", ())}
    threads = [thread(path, f"On {number}") for number, path in enumerate(sorted(paths, key=str))]
    body = written(content, *threads)

    assert len(commented(body)) == len(threads) == len(list(part(body).iter(f"{W}commentReference")))


def test_a_copy_without_threads_has_no_part_for_comments() -> None:
    with pytest.raises(KeyError):
        part(written(document()), "word/comments.xml")
