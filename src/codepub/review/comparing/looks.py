"""What letters look like, as far as the small markup can say it, and what became of it."""

from __future__ import annotations

from typing import Final, NamedTuple
from urllib.parse import unquote

from codepub.ooxml.reading.letters import Letter, Look
from codepub.review.comparing.pieces import SentLetter, Wrapper
from codepub.review.edits import Hand


class Shown(NamedTuple):
    """What the small markup can say of a look."""

    bold: bool
    italic: bool
    raised: str | None
    target: str | None


def show(look: Look) -> Shown:
    """Return what the small markup can say of a look; how programs spell an address is no difference."""
    target = None if look.target is None else unquote(look.target).rstrip("/")
    return Shown(look.bold, look.italic, look.raised, target)


def tell_reformatting(sent: SentLetter, letter: Letter) -> Hand | None:
    """Tell whose hand changed what markup can say of a letter's look; unknown where it was not recorded."""
    if sent.is_added or sent.citation is not None or show(sent.look) == show(letter.look):
        return None
    mark = letter.reformatted
    return Hand(None) if mark is None else Hand(mark.author, mark.when)


_ORDER: Final = ("link", "code", "strong", "emphasis", "superscript", "subscript")


def rewrap(sent: SentLetter, look: Look) -> tuple[Wrapper, ...]:
    """Return the inlines around a letter that was sent, by how it looks now."""
    was, now = show(sent.look), show(look)
    wrappers = [one for one in sent.wrappers if _stays(one, was, now)]
    added = [one for one in wrap_look(look) if not _was(one, was)]
    return order((*wrappers, *added)) if added else tuple(wrappers)


def wrap_look(look: Look) -> tuple[Wrapper, ...]:
    """Return the inlines that a look asks for."""
    found = [Wrapper("link", look.target)] if look.target else []
    found += [Wrapper("strong")] if look.bold else []
    found += [Wrapper("emphasis")] if look.italic else []
    found += [Wrapper(look.raised)] if look.raised else []
    return tuple(found)


def order(wrappers: tuple[Wrapper, ...]) -> tuple[Wrapper, ...]:
    """Return inlines in the order in which they hold each other."""
    return tuple(sorted(wrappers, key=lambda one: _ORDER.index(one.kind)))


def _stays(wrapper: Wrapper, was: Shown, now: Shown) -> bool:
    match wrapper.kind:
        case "strong":
            return now.bold or not was.bold
        case "emphasis":
            return now.italic or not was.italic
        case "superscript" | "subscript":
            return now.raised == was.raised or was.raised is None
        case "link":
            return now.target == was.target or was.target is None
        case _:
            return True


def _was(wrapper: Wrapper, was: Shown) -> bool:
    match wrapper.kind:
        case "strong":
            return was.bold
        case "emphasis":
            return was.italic
        case "link":
            return was.target is not None and was.target == unquote(wrapper.target).rstrip("/")
        case _:
            return was.raised == wrapper.kind
