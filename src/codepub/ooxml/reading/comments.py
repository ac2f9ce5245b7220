"""Comments: their words, who said them and when, what they reply to, whether they are done.

`comments.xml` has the words (ECMA-376 Part 1, 17.13.4); `commentsExtended` what belongs together and is done (MS-DOCX,
2.5.3), found by the identifier of a comment's last paragraph; `commentsIds` and `commentsExtensible` lead from that
identifier to the instant in UTC.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from codepub.ooxml.reading.drafts import CommentPlaces
from codepub.ooxml.reading.letters import Comment, Paragraph
from codepub.ooxml.reading.marks import DATE_UTC, Clock
from codepub.ooxml.reading.states import accepted
from codepub.ooxml.reading.stories import read_story
from codepub.ooxml.reading.transcript import Transcript
from codepub.ooxml.xml import Element, qualified

W15: Final = "{http://schemas.microsoft.com/office/word/2012/wordml}"
W16CID: Final = "{http://schemas.microsoft.com/office/word/2016/wordml/cid}"
W16CEX: Final = "{http://schemas.microsoft.com/office/word/2018/wordml/cex}"
_PARAGRAPH_ID: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"
_MAX_REPLIES: Final = 100
"""How many replies to replies are followed; Word makes of them replies to the first comment."""
_COMMENT: Final = qualified("comment")


@dataclass(frozen=True, slots=True)
class CommentExtras:
    """What the parts beside the comments say, by the identifier of a comment's last paragraph."""

    parents: Mapping[str, str] = field(default_factory=dict)
    done: frozenset[str] = frozenset()
    instants: Mapping[str, str] = field(default_factory=dict)

    def find_beginning(self, identifier: str) -> str | None:
        """Find the comment that begins a thread; None where it is this one, or where replies go in a circle."""
        beginning = identifier
        for _ in range(_MAX_REPLIES):
            if beginning not in self.parents:
                return beginning if beginning != identifier else None
            beginning = self.parents[beginning]
        return None


def read_extras(extended: Element | None, identifiers: Element | None, extensible: Element | None) -> CommentExtras:
    """Read the parts beside the comments, each of which may be missing."""
    threads = list(() if extended is None else extended.iterchildren(f"{W15}commentEx"))
    return CommentExtras(
        parents={
            identifier: parent
            for each in threads
            if (identifier := _normalize(each.get(f"{W15}paraId")))
            and (parent := _normalize(each.get(f"{W15}paraIdParent")))
        },
        done=frozenset(
            identifier
            for each in threads
            if (identifier := _normalize(each.get(f"{W15}paraId"))) and each.get(f"{W15}done") in {"1", "true", "on"}
        ),
        instants=_read_instants(identifiers, extensible),
    )


def _read_instants(identifiers: Element | None, extensible: Element | None) -> Mapping[str, str]:
    if identifiers is None or extensible is None:
        return {}
    instants = {
        _normalize(each.get(f"{W16CEX}durableId")): when
        for each in extensible.iterchildren(f"{W16CEX}commentExtensible")
        if (when := each.get(f"{W16CEX}dateUtc")) and each.get(f"{W16CEX}durableId")
    }
    durable = (
        (_normalize(each.get(f"{W16CID}paraId")), _normalize(each.get(f"{W16CID}durableId")))
        for each in identifiers.iterchildren(f"{W16CID}commentId")
    )
    return {paragraph: instants[each] for paragraph, each in durable if each in instants}


def read_comments(
    root: Element, transcript: Transcript, extras: CommentExtras, clock: Clock, places: CommentPlaces
) -> tuple[Comment, ...]:
    """Read the part that holds comments, in its order; changes that are recorded in a comment count as accepted."""
    elements = list(root.iterchildren(_COMMENT))
    owners = {last: each.get(qualified("id"), "") for each in elements if (last := _find_last_paragraph(each))}
    return tuple(_read_comment(each, transcript, extras, clock, places, owners) for each in elements)


def _read_comment(
    element: Element,
    transcript: Transcript,
    extras: CommentExtras,
    clock: Clock,
    places: CommentPlaces,
    owners: Mapping[str, str],
) -> Comment:
    identifier, last = element.get(qualified("id"), ""), _find_last_paragraph(element)
    start, end = places.find(identifier)
    return Comment(
        id=identifier,
        author=element.get(qualified("author")) or None,
        initials=element.get(qualified("initials"), ""),
        when=clock.read_time(element.get(qualified("date")), extras.instants.get(last) or element.get(DATE_UTC)),
        text=_read_words(element, transcript),
        is_done=last in extras.done,
        parent=owners.get(extras.find_beginning(last) or ""),
        start=start,
        end=end,
    )


def _read_words(element: Element, transcript: Transcript) -> str:
    begun = len(transcript.paragraphs)
    read_story(transcript, "comment", element, {})
    paragraphs: list[Paragraph] = transcript.paragraphs[begun:]
    return "\n".join(paragraph.text for paragraph in accepted(paragraphs)).strip()


def _find_last_paragraph(element: Element) -> str:
    paragraphs = list(element.iter(qualified("p")))
    return _normalize(paragraphs[-1].get(_PARAGRAPH_ID)) if paragraphs else ""


def _normalize(identifier: str | None) -> str:
    """Write an identifier, a number in hexadecimal digits, in one way."""
    return (identifier or "").upper().lstrip("0")
