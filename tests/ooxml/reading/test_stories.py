from __future__ import annotations

import pytest

from codepub.ooxml.reading.letters import CellPlace, Mark
from tests.ooxml.reading.word_files import (
    ADA,
    BOB,
    bookmark,
    cell,
    control,
    cut,
    end,
    ins,
    marked,
    p,
    r,
    read,
    read_body,
    read_letters,
    relations,
    root,
    row,
    t,
    table,
    texts,
)

BY_ADA = Mark("Ada Coder", "2026-11-30T10:00:00")
BY_BOB = Mark("Bob Reviewer", "2026-11-30T11:00:00")


def text_of(*runs: str) -> str:
    return "".join(letter.text for letter in read_letters(*runs))


# Letters -----------------------------------------------------------------------------------------------------------


def test_words_that_word_cut_into_runs_are_one_text() -> None:
    cut_up = (
        '<w:r w:rsidR="00AA"><w:t>Medi</w:t></w:r><w:proofErr w:type="spellStart"/><w:r w:rsidR="00AB">'
        '<w:rPr><w:lang w:val="en-GB"/></w:rPr><w:t>ca</w:t></w:r><w:r/><w:proofErr w:type="spellEnd"/>'
        "<w:r><w:lastRenderedPageBreak/><w:t>id</w:t></w:r>"
    )

    assert text_of(cut_up) == "Medicaid"


def test_spaces_at_the_ends_of_a_run_are_kept_only_where_it_says_so() -> None:
    assert text_of("<w:r><w:t> one </w:t></w:r>", r(" two ")) == "one two "


def test_a_run_of_nothing_but_a_space_is_a_space() -> None:
    assert text_of(r("one"), r(" "), r("two")) == "one two"


def test_a_line_end_of_the_xml_is_a_space() -> None:
    assert text_of(r("one\ntwo")) == "one two"


@pytest.mark.parametrize(
    ("element", "character"),
    [
        ("<w:tab/>", "\t"),
        ('<w:ptab w:alignment="right" w:relativeTo="margin" w:leader="none"/>', "\t"),
        ("<w:br/>", "\n"),
        ('<w:br w:type="page"/>', "\n"),
        ("<w:cr/>", "\n"),
        ("<w:noBreakHyphen/>", "\u2011"),
        ("<w:softHyphen/>", "\u00ad"),
        ('<w:sym w:font="Symbol" w:char="F0B3"/>', "≥"),
        ('<w:sym w:font="Symbol" w:char="F06D"/>', "μ"),
        ('<w:sym w:font="Symbol" w:char="B0"/>', "°"),
        ('<w:sym w:font="Symbol" w:char="F061"/>', "α"),
        ('<w:sym w:font="Symbol" w:char="F0A3"/>', "≤"),
        ('<w:sym w:font="Symbol" w:char="F0B1"/>', "±"),
        ('<w:sym w:font="Symbol" w:char="F0B4"/>', "×"),
        ('<w:sym w:font="Symbol" w:char="F0D2"/>', "®"),
        ('<w:sym w:font="Symbol" w:char="F0E5"/>', "∑"),
        ('<w:sym w:font="Wingdings" w:char="F0E0"/>', "→"),
        ('<w:sym w:font="Segoe UI Symbol" w:char="2713"/>', "✓"),
        ('<w:sym w:font="Wingdings" w:char="F021"/>', "\uf021"),
    ],
)
def test_what_word_writes_as_an_element_is_a_character(element: str, character: str) -> None:
    assert text_of(f"<w:r><w:t>a</w:t>{element}<w:t>b</w:t></w:r>") == f"a{character}b"


@pytest.mark.parametrize("number", ["", "zzzz", "D800", "FFFFFF", "1F"])
def test_a_sign_whose_number_is_none_of_a_character_is_left_out(number: str) -> None:
    assert text_of(f'<w:r><w:t>a</w:t><w:sym w:font="Symbol" w:char="{number}"/></w:r>') == "a"


def test_a_zero_width_joiner_is_a_letter() -> None:
    assert text_of(r("new\u200d")) == "new\u200d"


def test_a_picture_is_one_letter() -> None:
    assert text_of("<w:r><w:t>a</w:t><w:drawing/></w:r>") == "a\ufffc"


def test_a_formula_is_its_letters() -> None:
    assert text_of(r("x "), "<m:oMath><m:r><m:t>≤ 2</m:t></m:r></m:oMath>") == "x ≤ 2"


def test_a_formula_between_paragraphs_is_a_paragraph() -> None:
    formula = "<m:oMathPara><m:oMath><m:r><m:t>y</m:t></m:r></m:oMath></m:oMathPara>"

    assert texts(read_body(p(r("x")) + formula + p(r("z")))) == ["x", "y", "z"]


def test_of_annotated_words_the_annotation_is_no_letter() -> None:
    ruby = f"<w:ruby><w:rubyPr/><w:rt>{r('kan')}</w:rt><w:rubyBase>{r('感')}</w:rubyBase></w:ruby>"

    assert text_of(f"<w:r>{ruby}</w:r>") == "感"


# Who changed it ----------------------------------------------------------------------------------------------------


def test_letters_say_who_put_them_in_and_who_took_them_out() -> None:
    letters = read_letters(r("a"), ins("b"), cut("c", BOB))

    assert [(letter.text, letter.inserted, letter.deleted) for letter in letters] == [
        ("a", None, None),
        ("b", BY_ADA, None),
        ("c", None, BY_BOB),
    ]


def test_a_deletion_inside_an_insertion_has_two_hands() -> None:
    (letter,) = read_letters(f"<w:ins {ADA}>{cut('x', BOB)}</w:ins>")

    assert (letter.inserted, letter.deleted) == (BY_ADA, BY_BOB)


def test_an_insertion_inside_a_deletion_has_two_hands() -> None:
    (letter,) = read_letters(f"<w:del {BOB}>{ins('x')}</w:del>")

    assert (letter.inserted, letter.deleted) == (BY_ADA, BY_BOB)


def test_what_is_moved_is_taken_out_there_and_put_in_here() -> None:
    moved = (
        f'<w:moveFromRangeStart w:name="move1" {ADA}/><w:moveFrom {ADA}>{r("x")}</w:moveFrom>'
        f'<w:moveFromRangeEnd w:id="1"/>{r("-")}<w:moveToRangeStart w:name="move1" {BOB}/>'
        f'<w:moveTo {BOB}>{r("x")}</w:moveTo><w:moveToRangeEnd w:id="2"/>'
    )

    assert marked(read_letters(moved)) == "{-x-}-{+x+}"


def test_an_instant_in_utc_counts_before_a_local_time() -> None:
    (letter,) = read_letters(ins("x", f'{ADA} w16du:dateUtc="2026-11-30T15:00:00Z"'))

    assert letter.inserted == Mark("Ada Coder", "2026-11-30T15:00:00Z")


def test_a_time_of_libreoffice_is_one_of_utc() -> None:
    program = root("Properties", "<Application>LibreOffice/25.2.3.2$Linux_X86_64</Application>").replace(
        " xmlns:w=", ' xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties" xmlns:w=', 1
    )

    (paragraph,) = read(p(ins("x")), {"docProps/app.xml": program}).paragraphs

    assert paragraph.letters[0].inserted == Mark("Ada Coder", "2026-11-30T10:00:00Z")


def test_a_change_without_a_name_and_a_date_has_neither() -> None:
    (letter,) = read_letters(ins("x", 'w:id="1" w:author=""'))

    assert letter.inserted == Mark(None, None)


@pytest.mark.parametrize("change", ["ins", "moveTo"])
def test_the_end_of_a_paragraph_can_be_put_in(change: str) -> None:
    (paragraph,) = read_body(p(r("x"), properties=end(change)))

    assert (paragraph.mark_inserted, paragraph.mark_deleted) == (BY_ADA, None)


@pytest.mark.parametrize("change", ["del", "moveFrom"])
def test_the_end_of_a_paragraph_can_be_taken_out(change: str) -> None:
    (paragraph,) = read_body(p(r("x"), properties=end(change)))

    assert (paragraph.mark_inserted, paragraph.mark_deleted) == (None, BY_ADA)


def test_an_end_that_was_put_in_and_taken_out_is_both() -> None:
    both = f"<w:rPr><w:ins {ADA}/><w:del {BOB}/></w:rPr>"

    (paragraph,) = read_body(p(r("x"), properties=both))

    assert (paragraph.mark_inserted, paragraph.mark_deleted) == (BY_ADA, BY_BOB)


def test_earlier_properties_of_a_paragraph_say_nothing_of_its_end() -> None:
    earlier = f"<w:pPrChange {ADA}><w:pPr>{end('ins')}</w:pPr></w:pPrChange>"

    (paragraph,) = read_body(p(r("x"), properties=earlier))

    assert paragraph.mark_inserted is None


# Controls ----------------------------------------------------------------------------------------------------------


def test_a_control_around_words_tags_its_letters_and_no_others() -> None:
    letters = read_letters(r("a"), control("v/x/1", r("b")), r("c"))

    assert [letter.tags for letter in letters] == [(), ("v/x/1",), ()]


def test_controls_in_controls_are_listed_from_the_outside_in() -> None:
    (letter,) = read_letters(control("outer", control("inner", r("x"))))

    assert letter.tags == ("outer", "inner")


def test_a_control_without_a_tag_is_gone_through() -> None:
    untagged = "<w:sdt><w:sdtPr><w:id w:val='5'/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"

    (letter,) = read_letters(untagged.format(control("v/x/1", untagged.format(r("x")))))

    assert letter.tags == ("v/x/1",)


@pytest.mark.parametrize(
    "body",
    [
        control("v/x/1", p(r("x"))),
        control("v/x/1", p(r("x")) + p(r("x"))),
        table(row(control("v/x/1", cell(p(r("x")))))),
        table(control("v/x/1", row(cell(p(r("x")))))),
        table(control("v/x/1", control("v/x/1", row(cell(p(r("x"))))))),
        control("v/x/1", table(row(cell(p(r("x")))))),
        table(row(cell(control("v/x/1", p(r("x")))))),
    ],
)
def test_a_control_may_stand_around_paragraphs_cells_and_rows(body: str) -> None:
    paragraphs = read_body(body)

    assert {letter.tags[0] for paragraph in paragraphs for letter in paragraph.letters} == {"v/x/1"}
    assert {tag for paragraph in paragraphs for tag in paragraph.tags} == {"v/x/1"}


def test_an_emptied_control_is_still_a_tag_of_its_paragraph() -> None:
    (paragraph,) = read_body(p(r("a"), control("v/x/1", ""), r("b")))

    assert (paragraph.text, paragraph.tags) == ("ab", ("v/x/1",))


def test_a_placeholder_is_no_words() -> None:
    placeholder = control("v/x/1", r("Click here to enter text."), "<w:showingPlcHdr/>")

    (paragraph,) = read_body(p(placeholder))

    assert (paragraph.text, paragraph.tags) == ("", ("v/x/1",))


def test_words_of_a_control_whose_placeholder_is_switched_off_are_words() -> None:
    (paragraph,) = read_body(p(control("v/x/1", r("x"), '<w:showingPlcHdr w:val="0"/>')))

    assert paragraph.text == "x"


def test_changes_inside_of_a_control_are_read() -> None:
    assert marked(read_letters(control("v/x/1", cut("old") + ins("new")))) == "{-old-}{+new+}"


@pytest.mark.parametrize("wrapper", ["smartTag", "customXml", "dir", "bdo", "unheardOf"])
def test_what_is_only_around_words_is_gone_through(wrapper: str) -> None:
    around = f'<w:{wrapper} w:val="ltr">{r("b")}</w:{wrapper}>'

    assert text_of(r("a"), around, r("c")) == "abc"


def test_custom_xml_may_stand_around_paragraphs_rows_and_cells() -> None:
    around_cell = f"<w:customXml>{cell(p(r('x')))}</w:customXml>"
    around_row = f"<w:customXml>{row(around_cell)}</w:customXml>"

    assert texts(read_body(f"<w:customXml><w:customXmlPr/>{table(around_row)}</w:customXml>")) == ["x"]


def test_of_alternatives_the_first_is_read() -> None:
    choice = f'<mc:Choice Requires="wps">{r("new")}</mc:Choice>'
    both = f"<mc:AlternateContent>{choice}<mc:Fallback>{r('old')}</mc:Fallback></mc:AlternateContent>"

    assert text_of(both) == "new"
    assert text_of(f"<mc:AlternateContent><mc:Fallback>{r('old')}</mc:Fallback></mc:AlternateContent>") == "old"
    assert text_of("<mc:AlternateContent/>") == ""


# Bookmarks ---------------------------------------------------------------------------------------------------------


def test_letters_name_the_bookmarks_that_are_open() -> None:
    letters = read_letters(r("a"), bookmark("one", r("b") + bookmark("two", r("c"), 2)), r("d"))

    assert [letter.bookmarks for letter in letters] == [(), ("one",), ("one", "two"), ()]


def test_a_bookmark_stays_open_over_paragraphs_until_its_end() -> None:
    start, close = '<w:bookmarkStart w:id="7" w:name="b"/>', '<w:bookmarkEnd w:id="7"/>'

    first, second, third = read_body(p(start, r("a")) + p(r("b"), close) + p(r("c")))

    assert (first.bookmarks, second.bookmarks, third.bookmarks) == (("b",), ("b",), ())
    assert second.letters[0].bookmarks == ("b",)


def test_a_bookmark_may_start_and_end_between_paragraphs() -> None:
    start, close = '<w:bookmarkStart w:id="7" w:name="b"/>', '<w:bookmarkEnd w:id="7"/>'

    first, second, third = read_body(p(r("a")) + start + p(r("b")) + close + p(r("c")))

    assert (first.bookmarks, second.bookmarks, third.bookmarks) == ((), ("b",), ())


def test_a_bookmark_that_ends_where_the_next_paragraph_begins_is_not_of_that() -> None:
    start, close = '<w:bookmarkStart w:id="7" w:name="b"/>', '<w:bookmarkEnd w:id="7"/>'

    _, second = read_body(p(start, r("a")) + p(close, r("c")))

    assert second.bookmarks == ()


def test_an_empty_paragraph_within_a_bookmark_is_of_it() -> None:
    start, close = '<w:bookmarkStart w:id="7" w:name="b"/>', '<w:bookmarkEnd w:id="7"/>'

    _, second, _ = read_body(p(start, r("a")) + p() + p(r("c"), close))

    assert second.bookmarks == ("b",)


def test_an_empty_bookmark_is_of_its_paragraph() -> None:
    (paragraph,) = read_body(p(r("a"), bookmark("b", "")))

    assert (paragraph.bookmarks, paragraph.letters[0].bookmarks) == (("b",), ())


def test_a_bookmark_without_an_end_spans_nothing() -> None:
    first, second = read_body(p('<w:bookmarkStart w:id="7" w:name="b"/>', r("a")) + p(r("c")))

    assert (first.bookmarks, second.bookmarks) == (("b",), ())
    assert first.letters[0].bookmarks == ()


def test_a_start_that_was_written_twice_is_one_bookmark() -> None:
    start, close = '<w:bookmarkStart w:id="7" w:name="b"/>', '<w:bookmarkEnd w:id="7"/>'

    first, second, third = read_body(p(start, r("a")) + p(start, r("b"), close) + p(r("c")))

    assert (first.bookmarks, second.bookmarks, third.bookmarks) == (("b",), ("b",), ())


# Tables ------------------------------------------------------------------------------------------------------------


def places(body: str) -> list[tuple[str, int, int, int]]:
    found = [(paragraph.text, paragraph.cell) for paragraph in read_body(body)]
    return [(text, at.table, at.row, at.column) for text, at in found if at is not None]


def test_a_paragraph_in_a_table_knows_its_cell() -> None:
    body = table(row(cell(p(r("a"))), cell(p(r("b")))), row(cell(p(r("c")), p(r("d"))))) + table(row(cell(p(r("e")))))

    assert places(body) == [("a", 0, 0, 0), ("b", 0, 0, 1), ("c", 0, 1, 0), ("d", 0, 1, 0), ("e", 1, 0, 0)]


def test_a_cell_that_spans_two_columns_moves_the_next_one() -> None:
    wide = cell(p(r("a")), properties='<w:gridSpan w:val="2"/>')

    assert places(table(row(wide, cell(p(r("b")))))) == [("a", 0, 0, 0), ("b", 0, 0, 2)]
    assert places(table(row(cell(p(r("a"))), properties='<w:gridBefore w:val="1"/>'))) == [("a", 0, 0, 1)]


@pytest.mark.parametrize("value", ["", "x", "-3", "2147483647"])
def test_a_span_that_is_none_is_one_column(value: str) -> None:
    strange = cell(p(r("a")), properties=f'<w:gridSpan w:val="{value}"/>')

    assert places(table(row(strange, cell(p(r("b")))))) == [("a", 0, 0, 0), ("b", 0, 0, 1)]


def test_the_rows_of_a_table_in_a_cell_are_counted_by_themselves() -> None:
    inner = table(row(cell(p(r("b")))), row(cell(p(r("c")))))

    assert places(table(row(cell(p(r("a")), inner, p(r("d")))), row(cell(p(r("e")))))) == [
        ("a", 0, 0, 0),
        ("b", 1, 0, 0),
        ("c", 1, 1, 0),
        ("d", 0, 0, 0),
        ("e", 0, 1, 0),
    ]


def test_a_row_says_who_put_it_in_or_took_it_out() -> None:
    body = table(
        row(cell(p(ins("a"))), properties=f"<w:ins {ADA}/>"), row(cell(p(cut("b"))), properties=f"<w:del {BOB}/>")
    )

    assert [paragraph.cell for paragraph in read_body(body)] == [
        CellPlace(0, 0, 0, row_inserted=BY_ADA),
        CellPlace(0, 1, 0, row_deleted=BY_BOB),
    ]


def test_a_table_in_a_row_that_was_taken_out_goes_with_it() -> None:
    inner = table(row(cell(p(r("a")))))

    (first, _) = read_body(table(row(cell(inner, p()), properties=f"<w:del {ADA}/>")))

    assert first.cell == CellPlace(1, 0, 0, row_deleted=BY_ADA)


@pytest.mark.parametrize(("change", "field"), [("cellIns", "cell_inserted"), ("cellDel", "cell_deleted")])
def test_a_cell_says_who_put_it_in_or_took_it_out(change: str, field: str) -> None:
    (paragraph,) = read_body(table(row(cell(p(r("a")), properties=f"<w:{change} {ADA}/>"))))

    assert paragraph.cell is not None
    assert getattr(paragraph.cell, field) == BY_ADA


# Fields and links --------------------------------------------------------------------------------------------------


def character(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def complex_field(instruction: str, result: str) -> str:
    code = f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
    return f"{character('begin')}{code}{character('separate')}{result}{character('end')}"


def test_of_a_field_only_the_result_is_words() -> None:
    assert text_of(r("page "), complex_field("PAGE", r("3")), r(" of")) == "page 3 of"
    assert text_of(r("page "), f'<w:fldSimple w:instr=" PAGE ">{r("3")}</w:fldSimple>') == "page 3"


def test_a_field_in_the_instruction_of_another_is_no_words() -> None:
    inner = complex_field("PAGE", r("3"))
    condition = f"{character('begin')}<w:r><w:instrText> IF </w:instrText></w:r>{inner}{r(' = 3')}"

    assert text_of(condition, character("separate"), r("yes"), character("end"), r("!")) == "yes!"


def test_a_field_without_a_result_has_no_words() -> None:
    assert text_of(r("a"), character("begin"), r(" XE "), character("end"), r("b")) == "ab"


def test_a_field_may_go_on_over_paragraphs() -> None:
    first = p(character("begin"), "<w:r><w:instrText>TOC</w:instrText></w:r>", character("separate"), r("One"))

    assert texts(read_body(first + p(r("Two"), character("end")) + p(r("Three")))) == ["One", "Two", "Three"]


def test_a_field_that_never_ends_takes_no_words_with_it() -> None:
    body = p(r("a"), character("begin"), "<w:r><w:instrText>PAGE</w:instrText></w:r>", r("b")) + p(r("c"))

    assert texts(read_body(body)) == ["ab", "c"]


def test_an_end_without_a_beginning_changes_nothing() -> None:
    assert text_of(r("a"), character("end"), character("separate"), r("b")) == "ab"


def test_the_instruction_of_a_field_that_was_taken_out_is_no_words() -> None:
    gone = complex_field("PAGE", "<w:r><w:delText>3</w:delText></w:r>").replace("instrText", "delInstrText")

    assert marked(read_letters(r("a"), f"<w:del {ADA}>{gone}</w:del>")) == "a{-3-}"


def test_a_link_leads_to_an_address_or_to_a_bookmark() -> None:
    body = p(
        f'<w:hyperlink r:id="web">{r("a")}</w:hyperlink><w:hyperlink w:anchor="here">{r("b")}</w:hyperlink>'
        f'<w:hyperlink r:id="web" w:anchor="part">{r("c")}</w:hyperlink><w:hyperlink r:id="none">{r("d")}</w:hyperlink>'
    )

    (paragraph,) = read(body, links={"web": "https://example.org/a"}).paragraphs

    assert [(letter.look.target, letter.look.anchor) for letter in paragraph.letters] == [
        ("https://example.org/a", None),
        (None, "here"),
        ("https://example.org/a#part", None),
        (None, None),
    ]


@pytest.mark.parametrize(
    ("instruction", "target", "anchor"),
    [
        ('HYPERLINK "https://example.org"', "https://example.org", None),
        ("HYPERLINK https://example.org", "https://example.org", None),
        (r'HYPERLINK \l "here"', None, "here"),
        (r'HYPERLINK "https://example.org" \l "part" \o "tip"', "https://example.org#part", None),
        ("PAGE", None, None),
        (r"REF here \h", None, None),
    ],
)
def test_a_field_may_be_a_link(instruction: str, target: str | None, anchor: str | None) -> None:
    simple = instruction.replace('"', "&quot;")

    for written in (complex_field(instruction, r("x")), f'<w:fldSimple w:instr="{simple}">{r("x")}</w:fldSimple>'):
        (letter,) = read_letters(written)
        assert (letter.look.target, letter.look.anchor) == (target, anchor)


def test_a_field_in_the_result_of_a_link_leads_where_the_link_does() -> None:
    (letter,) = read_letters(complex_field('HYPERLINK "https://example.org"', complex_field("PAGE", r("3"))))

    assert letter.look.target == "https://example.org"


# Stories -----------------------------------------------------------------------------------------------------------


def box(words: str) -> str:
    return f"<w:txbxContent>{p(words)}</w:txbxContent>"


def test_a_text_box_is_a_story_of_its_own_and_is_read_once() -> None:
    shape = f"<w:drawing><wps:wsp><wps:txbx>{box(r('boxed'))}</wps:txbx></wps:wsp></w:drawing>"
    picture = f"<w:pict><v:shape><v:textbox>{box(r('boxed'))}</v:textbox></v:shape></w:pict>"
    both = (
        f'<mc:AlternateContent><mc:Choice Requires="wps">{shape}</mc:Choice>'
        f"<mc:Fallback>{picture}</mc:Fallback></mc:AlternateContent>"
    )

    paragraphs = read_body(p(r("a"), f"<w:r>{both}</w:r>", r("b")) + p(f"<w:r>{picture}</w:r>"))

    assert [(paragraph.story, paragraph.text) for paragraph in paragraphs] == [
        ("body", "ab"),
        ("body", ""),
        ("textbox1", "boxed"),
        ("textbox2", "boxed"),
    ]


def test_a_text_box_that_was_put_in_is_put_in_with_its_words() -> None:
    shape = f"<w:r><w:pict><v:textbox>{box(r('x'))}</v:textbox></w:pict></w:r>"

    _, boxed = read_body(p(control("v/x/1", f"<w:ins {ADA}>{shape}</w:ins>")))

    assert (boxed.letters[0].inserted, boxed.letters[0].tags) == (BY_ADA, ())


def test_headers_footers_and_notes_are_stories() -> None:
    notes = root(
        "w:footnotes",
        f'<w:footnote w:id="-1" w:type="separator">{p(r("-"))}</w:footnote><w:footnote w:id="2">{p(r("note"))}'
        "</w:footnote>",
    )
    parts = {
        "word/header1.xml": root("w:hdr", p(r("head"))),
        "word/header10.xml": root("w:hdr", p(r("third"))),
        "word/header2.xml": root("w:hdr", p(r("second"))),
        "word/footer1.xml": root("w:ftr", p(r("foot"))),
        "word/footnotes.xml": notes,
        "word/endnotes.xml": root("w:endnotes", f'<w:endnote w:id="3">{p(r("last"))}</w:endnote>'),
    }

    paragraphs = read(p(r("text")), parts).paragraphs

    assert [(paragraph.index, paragraph.story, paragraph.text) for paragraph in paragraphs] == [
        (0, "body", "text"),
        (1, "header1", "head"),
        (2, "header2", "second"),
        (3, "header3", "third"),
        (4, "footer1", "foot"),
        (5, "footnote2", "note"),
        (6, "endnote3", "last"),
    ]


def test_a_link_of_a_header_leads_where_the_header_says() -> None:
    parts = {
        "word/header1.xml": root("w:hdr", p(f'<w:hyperlink r:id="web">{r("x")}</w:hyperlink>')),
        "word/_rels/header1.xml.rels": relations(("web", "hyperlink", "https://example.org"), outside=["web"]),
    }

    header = read(p(), parts, links={"web": "https://example.com"}).paragraphs[1]

    assert header.letters[0].look.target == "https://example.org"


def test_comments_and_instructions_of_the_xml_are_not_there() -> None:
    assert text_of("<w:r><w:t>o<!-- x -->n<?y z?>e</w:t></w:r>") == "one"


def test_a_table_without_rows_and_cells_without_a_table_lose_no_words() -> None:
    stray = f"<w:tbl/><w:tr><w:tc>{p(r('a'))}</w:tc></w:tr><w:r>{t('b')}</w:r>"

    assert texts(read_body(stray)) == ["a", "b"]
