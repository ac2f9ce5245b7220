"""Short signs where values are not given, in tables and lists of facts, with one note below for all that agree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from string import ascii_lowercase
from typing import NamedTuple, assert_never

from codepub.compose.context import ComposeContext, Described
from codepub.document.nodes import (
    AbsenceNotice,
    AbsenceSign,
    Cell,
    Definition,
    DefinitionList,
    Inlines,
    Paragraph,
    Span,
    Spread,
    TableNote,
    Text,
)
from codepub.document.provenance import Derived, list_origins
from codepub.document.text import join_texts
from codepub.origin import Origin


class NamedAbsence(NamedTuple):
    """A value that is not given, and what names it: the header of its column or its term, where it has one."""

    name: str | None
    notice: AbsenceNotice


def list_facts(context: ComposeContext, facts: Sequence[tuple[str, Described]], spread: Spread) -> DefinitionList:
    """Make a list of facts by their terms: where a value is not given, a sign, and a note for each reason."""
    absences = [NamedAbsence(term, said) for term, said in facts if isinstance(said, AbsenceNotice)]
    marks = mark_reasons(absences)
    items = tuple(Definition((Text(term),), (sign(context, said, marks),)) for term, said in facts)
    return DefinitionList(items, spread, make_notes(context, absences, marks))


def mark_reasons(absences: Sequence[NamedAbsence]) -> Mapping[Origin, str]:
    """Give each absence its mark: the same where the reason and the statement are the same."""
    said = [(absence.notice.reason, _drop_sources(absence.notice.statement)) for absence in absences]
    marks = {one: _letter(place) for place, one in enumerate(dict.fromkeys(said))}
    return {absence.notice.source.origin: marks[one] for absence, one in zip(absences, said, strict=True)}


def sign(context: ComposeContext, described: Described, marks: Mapping[Origin, str]) -> Cell:
    """Put a sign in place of a value that is not given."""
    match described:
        case Paragraph():
            return described
        case AbsenceNotice(reason, _, _, source):
            return AbsenceSign(reason, context.wording.say("signs", reason), marks[source.origin], source)
        case _:
            assert_never(described)


def sign_heading(described: Described, marks: Mapping[Origin, str]) -> Cell:
    """Put the label of its statement, which names the field, in place of a heading that is not given."""
    match described:
        case Paragraph():
            return described
        case AbsenceNotice(reason, label, _, source):
            return AbsenceSign(reason, label, marks[source.origin], source)
        case _:
            assert_never(described)


def make_notes(
    context: ComposeContext, absences: Sequence[NamedAbsence], marks: Mapping[Origin, str]
) -> tuple[TableNote, ...]:
    """Make a note for each mark."""
    return tuple(_make_note(context, mark, absences, marks) for mark in dict.fromkeys(marks.values()))


def _make_note(
    context: ComposeContext, mark: str, absences: Sequence[NamedAbsence], marks: Mapping[Origin, str]
) -> TableNote:
    """Say why the values with a mark are not given, and what names them."""
    marked = [absence for absence in absences if marks[absence.notice.source.origin] == mark]
    names = tuple(dict.fromkeys(absence.name for absence in marked if absence.name is not None))
    lead = Text(context.wording.say("sentences", "table_note", columns=names))
    first, *others = (absence.notice for absence in marked)
    if not others:
        return TableNote(mark, join_texts((lead, *first.statement)), Derived((first.source.origin,)))
    values = tuple(notice.source.origin for notice in (first, *others))
    words = tuple(origin for notice in (first, *others) for origin in _list_word_origins(notice.statement))
    return TableNote(mark, join_texts((lead, *_drop_sources(first.statement))), Derived((*values, *words)))


def _letter(place: int) -> str:
    """Return the mark at a place, from 0: a to z, then aa, bb and so on."""
    times, at = divmod(place, len(ascii_lowercase))
    return ascii_lowercase[at] * (times + 1)


def _drop_sources(content: Inlines) -> Inlines:
    """Return the words of a statement as such, wherever they come from."""
    return join_texts(
        part for inline in content for part in (inline.content if isinstance(inline, Span) else (inline,))
    )


def _list_word_origins(statement: Inlines) -> Iterator[Origin]:
    for inline in statement:
        if isinstance(inline, Span):
            yield from list_origins(inline.source)
