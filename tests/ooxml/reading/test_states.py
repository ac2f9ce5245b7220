from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codepub.ooxml.reading.letters import Paragraph
from codepub.ooxml.reading.states import accepted, rejected
from tests.ooxml.reading.word_files import (
    ADA,
    BOB,
    bookmark,
    cell,
    control,
    cut,
    end,
    ins,
    p,
    r,
    read,
    read_body,
    row,
    table,
    texts,
)


def both(body: str) -> tuple[list[str], list[str]]:
    """What a body reads with all changes rejected, and with all accepted."""
    paragraphs = read_body(body)
    return texts(rejected(paragraphs)), texts(accepted(paragraphs))


@pytest.mark.parametrize(
    ("body", "before", "after"),
    [
        (p(r("a "), cut("old"), ins("new")), ["a old"], ["a new"]),
        (p(f"<w:ins {ADA}>{r('A ')}{cut('B', BOB)}</w:ins>"), [""], ["A "]),
        (p(f"<w:moveFrom {ADA}>{r('x')}</w:moveFrom>", r("-"), f"<w:moveTo {ADA}>{r('x')}</w:moveTo>"), ["x-"], ["-x"]),
        (p(r("one "), properties=end("ins")) + p(r("two")), ["one two"], ["one ", "two"]),
        (p(r("one "), properties=end("del")) + p(r("two")), ["one ", "two"], ["one two"]),
        (p(r("a"), properties=end("ins")) + p(ins("b"), properties=end("ins")) + p(r("c")), ["ac"], ["a", "b", "c"]),
        (p(cut("a"), properties=end("del")) + p(cut("b"), properties=end("del")) + p(r("c")), ["a", "b", "c"], ["c"]),
        (p(r("a"), properties=f"<w:rPr><w:ins {ADA}/><w:del {BOB}/></w:rPr>") + p(r("b")), ["ab"], ["ab"]),
        (p(r("a"), properties=end("moveFrom")) + p(r("b"), properties=end("moveTo")) + p(), ["a", "b"], ["ab", ""]),
        (p(r("a")) + p(cut("b")), ["a", "b"], ["a", ""]),
        (p(r("a"), properties=end("del")), ["a"], ["a"]),
    ],
)
def test_a_body_with_changes_is_two_texts(body: str, before: list[str], after: list[str]) -> None:
    assert both(body) == (before, after)


def test_a_paragraph_that_word_moved_stands_in_one_place_in_either_state() -> None:
    """The range of a move spans the end of its paragraph; Word marks words and end, and both ends of the range."""
    here = (
        f'<w:p><w:pPr><w:rPr><w:moveFrom {ADA}/></w:rPr></w:pPr><w:moveFromRangeStart {ADA} w:name="move1"/>'
        f'<w:moveFrom {ADA}>{r("Moved.")}</w:moveFrom></w:p><w:moveFromRangeEnd w:id="1"/>'
    )
    there = (
        f'<w:p><w:pPr><w:rPr><w:moveTo {BOB}/></w:rPr></w:pPr><w:moveToRangeStart {BOB} w:name="move1"/>'
        f'<w:moveTo {BOB}>{r("Moved.")}</w:moveTo></w:p><w:moveToRangeEnd w:id="2"/>'
    )

    assert both(p(r("One.")) + here + p(r("Two.")) + there + p(r("Three."))) == (
        ["One.", "Moved.", "Two.", "Three."],
        ["One.", "Two.", "Moved.", "Three."],
    )


def test_a_row_that_was_put_in_is_gone_when_rejected_and_one_taken_out_when_accepted() -> None:
    body = table(
        row(cell(p(r("a"))), cell(p(r("b")))),
        row(cell(p(ins("new"))), cell(p()), properties=f"<w:ins {ADA}/>"),
        row(cell(p(cut("old"))), cell(p(cut("gone"))), properties=f"<w:del {ADA}/>"),
    )

    assert both(body) == (["a", "b", "old", "gone"], ["a", "b", "new", ""])


def test_rows_keep_their_numbers() -> None:
    body = table(row(cell(p(r("a"))), properties=f"<w:ins {ADA}/>"), row(cell(p(r("b")))))

    (kept,) = rejected(read_body(body))

    assert kept.cell is not None
    assert (kept.text, kept.cell.row, kept.index) == ("b", 1, 1)


def test_a_cell_that_was_put_in_is_gone_when_rejected_and_one_taken_out_when_accepted() -> None:
    body = table(
        row(cell(p(r("a")), properties=f"<w:cellIns {ADA}/>"), cell(p(r("b")), properties=f"<w:cellDel {ADA}/>"))
    )

    assert both(body) == (["b"], ["a"])


def test_paragraphs_of_two_cells_are_never_joined() -> None:
    body = table(row(cell(p(r("a"), properties=end("del"))), cell(p(r("b")))))

    assert both(body) == (["a", "b"], ["a", "b"])


def test_paragraphs_of_two_stories_are_never_joined() -> None:
    boxed = f"<w:r><w:pict><w:txbxContent>{p(r('b'))}</w:txbxContent></w:pict></w:r>"

    assert both(p(r("a"), boxed, properties=end("del"))) == (["a", "b"], ["a", "b"])


def test_an_empty_paragraph_that_was_put_in_before_a_table_is_gone_when_rejected() -> None:
    body = p(r("a")) + p(properties=end("ins")) + table(row(cell(p(r("b")))))

    assert both(body) == (["a", "b"], ["a", "", "b"])


def test_a_paragraph_that_was_taken_out_before_a_table_in_a_cell_is_gone_when_accepted() -> None:
    inner = table(row(cell(p(r("b")))))
    body = table(row(cell(p(r("a")), p(cut("x"), properties=end("del")), inner, p())))

    assert both(body) == (["a", "x", "b", ""], ["a", "b", ""])


def test_words_before_a_table_stay_where_their_end_was_taken_out() -> None:
    body = p(r("a"), properties=end("del")) + table(row(cell(p(r("b")))))

    assert both(body) == (["a", "b"], ["a", "b"])


def test_a_paragraph_split_around_a_new_table_is_whole_again_when_rejected() -> None:
    new = table(row(cell(p(ins("x"))), properties=f"<w:ins {ADA}/>"))

    assert both(p(r("one "), properties=end("ins")) + new + p(r("two"))) == (["one two"], ["one ", "x", "two"])


def test_a_joined_paragraph_keeps_all_tags_and_bookmarks_and_says_what_it_was() -> None:
    first = p(bookmark("one", control("v/x/1", cut("a"))), properties=end("del"))
    second = p(bookmark("two", control("v/x/2", r("b")), 2))

    (joined,) = accepted(read_body(first + second))

    assert (joined.tags, joined.bookmarks) == (("v/x/1", "v/x/2"), ("one", "two"))
    assert (joined.index, joined.indexes) == (0, (0, 1))


def test_a_joined_paragraph_has_the_style_of_the_first_that_has_words_left() -> None:
    style = '<w:pStyle w:val="{}"/>'
    first, second = style.format("One"), style.format("Two")

    (gone,) = accepted(read_body(p(cut("a"), properties=first + end("del")) + p(r("b"), properties=second)))
    (kept,) = accepted(read_body(p(r("a"), properties=first + end("del")) + p(r("b"), properties=second)))

    assert (gone.style, kept.style) == ("Two", "One")


def test_letters_look_as_before_when_rejected() -> None:
    bold = f"<w:b/><w:rPrChange {ADA}><w:rPr><w:i/></w:rPr></w:rPrChange>"
    paragraphs = read_body(p(r("a", bold)))

    (before,), (after,) = rejected(paragraphs), accepted(paragraphs)

    assert (before.letters[0].look.bold, before.letters[0].look.italic) == (False, True)
    assert (after.letters[0].look.bold, after.letters[0].look.italic) == (True, False)


def test_letters_keep_who_put_them_in() -> None:
    (paragraph,) = accepted(read_body(p(ins("a"))))

    assert paragraph.letters[0].inserted is not None
    assert paragraph.letters[0].inserted.author == "Ada Coder"


def test_a_file_without_changes_is_the_same_in_both_states() -> None:
    body = p(bookmark("b", control("t", r("a")))) + table(row(cell(p(r("b"))), cell(p(), p())))
    paragraphs = read_body(body)

    assert rejected(paragraphs) == accepted(paragraphs) == paragraphs


# Random changes ----------------------------------------------------------------------------------------------------

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C"], exclude_characters="<>&"), max_size=4)
PIECES = st.lists(st.tuples(st.sampled_from(["kept", "ins", "del", "both", "moveFrom", "moveTo"]), WORDS), max_size=5)
ENDS = st.sampled_from(["kept", "kept", "ins", "del", "both"])


def write_piece(kind: str, text: str) -> str:
    match kind:
        case "kept":
            return r(text)
        case "ins":
            return ins(text)
        case "del":
            return cut(text)
        case "both":
            return f"<w:ins {ADA}>{cut(text, BOB)}</w:ins>"
        case _:
            return f"<w:{kind} {ADA}>{r(text)}</w:{kind}>"


def write_end(kind: str) -> str:
    marks = {"kept": "", "both": f"<w:ins {ADA}/><w:del {BOB}/>"}
    return f"<w:rPr>{marks.get(kind, f'<w:{kind} {ADA}/>')}</w:rPr>"


def foretell(body: list[tuple[list[tuple[str, str]], str]], gone: set[str]) -> list[str]:
    """The texts without what is gone, worked out from what was meant and not from the file."""
    whole = ""
    for pieces, mark in body:
        whole += "".join(text for kind, text in pieces if kind not in gone)
        whole += "" if mark in gone else "¶"
    return whole.removesuffix("¶").split("¶")


@given(st.lists(st.tuples(PIECES, ENDS), min_size=1, max_size=6))
def test_rejecting_gives_what_was_before_and_accepting_what_was_after(
    body: list[tuple[list[tuple[str, str]], str]],
) -> None:
    meant = [([(kind, text.replace("¶", "")) for kind, text in pieces], mark) for pieces, mark in body]
    meant[-1] = (meant[-1][0], "kept")  # the last end of a story is never one of a change
    written = "".join(
        p(*(write_piece(*piece) for piece in pieces), properties=write_end(mark)) for pieces, mark in meant
    )

    before, after = both(written)

    assert before == foretell(meant, {"ins", "both", "moveTo"})
    assert after == foretell(meant, {"del", "both", "moveFrom"})


@given(st.lists(st.tuples(PIECES, ENDS), min_size=1, max_size=4))
def test_what_was_accepted_holds_no_change_that_is_still_to_be_accepted(
    body: list[tuple[list[tuple[str, str]], str]],
) -> None:
    written = "".join(
        p(*(write_piece(*piece) for piece in pieces), properties=write_end(mark)) for pieces, mark in body
    )
    after = accepted(read(written).paragraphs)

    assert texts(accepted(after)) == texts(after)


def test_a_paragraph_of_the_file_says_its_own_index() -> None:
    paragraphs: tuple[Paragraph, ...] = read_body(p() + p())

    assert [each.indexes for each in paragraphs] == [(0,), (1,)]
