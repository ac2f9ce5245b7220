from __future__ import annotations

import pytest

from codepub.ooxml.reading.letters import Comment, Place
from tests.ooxml.reading.word_files import ADA, cell, cut, ins, p, r, read, root, row, table

ADA_SAYS = 'w:author="Ada Coder" w:initials="AC" w:date="2026-11-30T10:00:00Z"'


def start(number: int = 0) -> str:
    return f'<w:commentRangeStart w:id="{number}"/>'


def close(number: int = 0) -> str:
    return f'<w:commentRangeEnd w:id="{number}"/>'


def mark(number: int = 0) -> str:
    return f'<w:r><w:commentReference w:id="{number}"/></w:r>'


def said(*paragraphs: str, number: int = 0, by: str = ADA_SAYS) -> str:
    return f'<w:comment w:id="{number}" {by}>{"".join(paragraphs)}</w:comment>'


def words(text: str, paragraph: str = "") -> str:
    return f'<w:p w14:paraId="{paragraph}"><w:r><w:annotationRef/></w:r>{r(text)}</w:p>'


def read_comments(body: str, *comments: str, **beside: str) -> tuple[Comment, ...]:
    """The comments of a file; ``beside`` are the parts that belong to them, by name."""
    prefixes = {"commentsExtended": "w15:commentsEx", "commentsIds": "w16cid:commentsIds"}
    parts = {
        f"word/{name}.xml": root(prefixes.get(name, "w16cex:commentsExtensible"), content)
        for name, content in beside.items()
    }
    return read(body, {"word/comments.xml": root("w:comments", "".join(comments)), **parts}).comments


def test_a_comment_says_who_when_and_what_and_where_it_stands() -> None:
    (comment,) = read_comments(p(r("ab"), start(), r("cd"), close(), mark(), r("e")), said(words("Why?")))

    assert comment == Comment("0", "Ada Coder", "AC", "2026-11-30T10:00:00", "Why?", start=Place(0, 2), end=Place(0, 4))


def test_a_comment_may_stand_on_several_paragraphs() -> None:
    body = p(r("a"), start(), r("b")) + p(r("c")) + p(r("de"), close(), mark())

    (comment,) = read_comments(body, said(words("All.")))

    assert (comment.start, comment.end) == (Place(0, 1), Place(2, 2))


def test_a_comment_may_start_and_end_between_paragraphs() -> None:
    (comment,) = read_comments(p(r("a")) + start() + p(r("bc")) + close() + p(r("d"), mark()), said(words("Here.")))

    assert (comment.start, comment.end) == (Place(1, 0), Place(1, 2))


def test_a_comment_may_stand_on_cells() -> None:
    body = table(row(cell(p(start(), r("a"))), cell(p(r("bc"), close(), mark()))))

    (comment,) = read_comments(body, said(words("Both.")))

    assert (comment.start, comment.end) == (Place(0, 0), Place(1, 2))


def test_a_comment_with_a_mark_and_no_range_stands_at_its_mark() -> None:
    (comment,) = read_comments(p(r("ab"), mark(), r("c")), said(words("Here.")))

    assert (comment.start, comment.end) == (Place(0, 2), Place(0, 2))


def test_a_comment_whose_range_never_ends_goes_to_its_mark() -> None:
    (comment,) = read_comments(p(start(), r("ab"), mark()), said(words("Here.")))

    assert (comment.start, comment.end) == (Place(0, 0), Place(0, 2))


def test_a_comment_whose_range_never_starts_stands_at_its_mark() -> None:
    (comment,) = read_comments(p(r("ab"), close(), mark()), said(words("Here.")))

    assert (comment.start, comment.end) == (Place(0, 2), Place(0, 2))


@pytest.mark.parametrize("body", [p(r("a")), p(r("a"), close())])
def test_a_comment_that_stands_nowhere_is_still_read(body: str) -> None:
    (comment,) = read_comments(body, said(words("Lost?")))

    assert (comment.text, comment.start, comment.end) == ("Lost?", None, None)


def test_a_comment_on_words_that_were_taken_out_stands_on_them() -> None:
    (comment,) = read_comments(p(start(), cut("ab"), close(), mark()), said(words("No.")))

    assert (comment.start, comment.end) == (Place(0, 0), Place(0, 2))


def test_the_paragraphs_of_a_comment_are_lines() -> None:
    (comment,) = read_comments(p(mark()), said(words("One."), words("Two.")))

    assert comment.text == "One.\nTwo."


def test_changes_recorded_in_a_comment_count_as_accepted() -> None:
    (comment,) = read_comments(p(mark()), said(f"<w:p>{r('a ')}{cut('old')}{ins('new', ADA)}</w:p>"))

    assert comment.text == "a new"


def test_words_of_comments_are_no_paragraphs_of_the_file() -> None:
    parts = {"word/comments.xml": root("w:comments", said(words("Why?")))}

    assert [paragraph.text for paragraph in read(p(r("a"), mark()), parts).paragraphs] == ["a"]


def test_a_reply_names_what_it_replies_to_and_a_thread_is_done() -> None:
    extended = (
        '<w15:commentEx w15:paraId="00A1" w15:done="1"/>'
        '<w15:commentEx w15:paraId="00A3" w15:paraIdParent="00A1" w15:done="0"/>'
    )
    both = said(words("Why?", "00A1")), said(words("Because", "00A2"), words("of this.", "00A3"), number=1)

    first, second = read_comments(p(start(), r("a"), close(), mark(), mark(1)), *both, commentsExtended=extended)

    assert (first.is_done, first.parent) == (True, None)
    assert (second.is_done, second.parent) == (False, "0")


def test_a_reply_to_what_is_not_there_is_a_comment() -> None:
    extended = '<w15:commentEx w15:paraId="00A1" w15:paraIdParent="00FF" w15:done="0"/>'

    (comment,) = read_comments(p(mark()), said(words("Why?", "00A1")), commentsExtended=extended)

    assert comment.parent is None


def test_a_reply_to_a_reply_is_one_to_the_comment_that_begins_the_thread() -> None:
    extended = (
        '<w15:commentEx w15:paraId="00A1"/><w15:commentEx w15:paraId="00A2" w15:paraIdParent="00A1"/>'
        '<w15:commentEx w15:paraId="00A3" w15:paraIdParent="00A2"/>'
    )
    three = [said(words("Why?", f"00A{number + 1}"), number=number) for number in range(3)]

    comments = read_comments(p(mark()), *three, commentsExtended=extended)

    assert [comment.parent for comment in comments] == [None, "0", "0"]


def test_replies_that_go_in_a_circle_are_comments() -> None:
    extended = (
        '<w15:commentEx w15:paraId="00A1" w15:paraIdParent="00A2"/>'
        '<w15:commentEx w15:paraId="00A2" w15:paraIdParent="00A1"/>'
    )
    both = said(words("Why?", "00A1")), said(words("Why?", "00A2"), number=1)

    first, second = read_comments(p(mark(), mark(1)), *both, commentsExtended=extended)

    assert (first.parent, second.parent) == (None, None)


def test_identifiers_are_numbers_however_they_are_written() -> None:
    extended = '<w15:commentEx w15:paraId="a1" w15:done="1"/>'

    (comment,) = read_comments(p(mark()), said(words("Why?", "000000A1")), commentsExtended=extended)

    assert comment.is_done


def test_comments_without_identifiers_are_no_thread() -> None:
    extended = '<w15:commentEx w15:done="1"/>'
    both = said("<w:p/>"), said("<w:p/>", number=1)

    first, second = read_comments(p(mark(), mark(1)), *both, commentsExtended=extended)

    assert (first.is_done, second.is_done, second.parent) == (False, False, None)


def test_the_instant_of_a_comment_counts_before_its_local_time() -> None:
    (comment,) = read_comments(
        p(mark()),
        said(words("Why?", "00A1")),
        commentsIds='<w16cid:commentId w16cid:paraId="00A1" w16cid:durableId="2B"/>',
        commentsExtensible='<w16cex:commentExtensible w16cex:durableId="2B" w16cex:dateUtc="2026-11-30T15:00:00Z"/>',
    )

    assert comment.when == "2026-11-30T15:00:00Z"


def test_the_instant_of_a_comment_may_stand_in_the_comment() -> None:
    (comment,) = read_comments(p(mark()), said(words("Why?"), by=f'{ADA_SAYS} w16du:dateUtc="2026-11-30T15:00:00Z"'))

    assert comment.when == "2026-11-30T15:00:00Z"


def test_a_comment_may_have_no_author_no_date_and_no_initials() -> None:
    (comment,) = read_comments(p(mark()), said(words("Why?"), by=""))

    assert (comment.author, comment.when, comment.initials) == (None, None, "")


def test_a_file_without_comments_has_none() -> None:
    assert read(p(start(), r("a"), close(), mark())).comments == ()
