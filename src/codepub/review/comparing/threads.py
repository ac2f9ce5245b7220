"""The comments of a returned file, each with its replies, on the field and the words that it stands on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from codepub.ooxml.reading.letters import Comment, Letter, Paragraph, Place, WordFile
from codepub.origin import FieldPath
from codepub.review.comparing.surroundings import read_derived_path
from codepub.review.edits import Hand, ReturnedRemark, ReturnedThread


def read_threads(
    file: WordFile, paths: Mapping[Place, FieldPath], headings: Mapping[int, str]
) -> tuple[ReturnedThread, ...]:
    """Return the threads of a file, by the fields of its letters and the nearest headings of its paragraphs."""
    known = {comment.id: comment for comment in file.comments}
    replies: dict[str, list[Comment]] = {}
    for comment in file.comments:
        replies.setdefault(_find_first(comment, known).id, []).append(comment)
    return tuple(_make_thread(file, known[first], thread, paths, headings) for first, thread in replies.items())


def _find_first(comment: Comment, known: Mapping[str, Comment]) -> Comment:
    """Return the comment that began a thread; programs may let replies reply to replies, or to none that is there."""
    passed = {comment.id}
    while (parent := known.get(comment.parent or "")) is not None and parent.id not in passed:
        comment = parent
        passed.add(comment.id)
    return comment


def _make_thread(
    file: WordFile,
    first: Comment,
    thread: Iterable[Comment],
    paths: Mapping[Place, FieldPath],
    headings: Mapping[int, str],
) -> ReturnedThread:
    remarks = tuple(ReturnedRemark(Hand(one.author, one.when), one.initials, one.text) for one in thread)
    paragraphs = {} if first.start is None else {one.index: one for one in file.paragraphs}
    near = "" if first.start is None else headings.get(first.start.paragraph, "")
    return ReturnedThread(_find_path(first, paragraphs, paths), near, _quote(first, paragraphs), remarks, first.is_done)


def _find_path(
    comment: Comment, paragraphs: Mapping[int, Paragraph], paths: Mapping[Place, FieldPath]
) -> FieldPath | None:
    """Return the field of the first word that a comment stands on, or else of its paragraph."""
    if comment.start is None:
        return None
    within = _list_places(comment, paragraphs)
    first = paragraphs.get(comment.start.paragraph)
    beside = [Place(first.index, at) for at in range(len(first.letters) + 1)] if first is not None else []
    for places in (within, beside):
        found = (path for place in places if (path := paths.get(place) or _read_tag(place, paragraphs)) is not None)
        if (path := next(found, None)) is not None:
            return path
    return None


def _read_tag(place: Place, paragraphs: Mapping[int, Paragraph]) -> FieldPath | None:
    """Read in the control of derived words which field they are made from."""
    letters = paragraphs[place.paragraph].letters
    tags = letters[place.letter].tags if place.letter < len(letters) else ()
    derived = (read_derived_path(tag) for tag in reversed(tags) if tag.startswith("d/"))
    return next((path for path in derived if path is not None), None)


def _list_places(comment: Comment, paragraphs: Mapping[int, Paragraph]) -> list[Place]:
    if comment.start is None or comment.end is None:
        return []
    return [
        Place(index, at)
        for index in range(comment.start.paragraph, comment.end.paragraph + 1)
        if index in paragraphs
        for at in range(len(paragraphs[index].letters))
        if comment.start <= Place(index, at) < comment.end
    ]


def _quote(comment: Comment, paragraphs: Mapping[int, Paragraph]) -> str:
    """Return the words that a comment stands on as they are now, or as they were where all are gone."""
    letters = [
        (place, paragraphs[place.paragraph].letters[place.letter]) for place in _list_places(comment, paragraphs)
    ]
    now = [(place, letter) for place, letter in letters if letter.deleted is None]
    return _join(now or letters)


def _join(letters: Iterable[tuple[Place, Letter]]) -> str:
    lines: dict[int, str] = {}
    for place, letter in letters:
        lines[place.paragraph] = lines.get(place.paragraph, "") + letter.text
    return " ".join(" ".join(lines.values()).split())
