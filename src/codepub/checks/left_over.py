"""A check of words that are left over: those of a template, and notes of what is still to be done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from codepub.checks.check import WARNING, Breach, Subject, check
from codepub.origin import FieldPath
from codepub.patterns import compile_late
from codepub.records.code_summary import CodeSummary
from codepub.records.named_codes import rows

_LEFT: Final = compile_late(
    r"\b(?:TO-?DO|FIXME|TBD)\b|(?<![\w.,;:/-])XXX(?![\w-])|[Ll]orem [Ii]psum"
    r"|\[[Ii]nsert\b[^\[\]]*\]"
    r"|(?:(?:(?<![^\n])|(?<=[.;!?]\s)|(?<=\())T|(?<=\()t)(?:o[ -]do:|odo:"
    r"|o be (?:written|added|filled in|completed|supplied|determined|confirmed|decided|continued)"
    r"(?: later| soon)?(?= *(?:[.)]|$|\n)))"
)
_NOTE_BEGUN: Final = compile_late(r"T(?:ODO|O-DO|BD|odo:|o[ -]do:|o be )")
_NOTE_ENCLOSED: Final = compile_late(r"\(to(?:do:|[ -]do:| be )")
_INSERT: Final = compile_late(r"\[[Ii]nsert\b")
_SPANISH: Final = compile_late(r"\s(?:EL|LA|LO|LOS|LAS|ES|ESTE|ESTA|ESO|ESTO|UN|TIPO|EN|DE|PACIENTE)\b", re.IGNORECASE)
_GLOBAL_DAYS: Final = compile_late(
    r"global|indicator|days|period|fee schedule|status|syndrome|karyotyp|chromosom|Roman", re.IGNORECASE
)
"""What says that XXX is an indicator of the fee schedule, or three chromosomes."""
_TICKS: Final = compile_late(r"tick", re.IGNORECASE)
_UNTITLED: Final = compile_late(r"[Uu]ntitled\b.{0,20}|UNTITLED|New record|Title")


@check("left-over", WARNING, catches="Words of a template, or a note of what is to be done.", example="TODO: ask again")
def left_overs(subject: Subject) -> Iterator[Breach]:
    """Find what a template or an author has left to be replaced."""
    if _UNTITLED.fullmatch(subject.record.title):
        yield Breach(("title",), f"`{subject.record.title}` is left over from a new record.", "Write the title.")
    for path, text in _list_texts(subject):
        for match in _LEFT.finditer(text):
            if _is_left(match):
                yield _report(path, match[0])
                break


def _list_texts(subject: Subject) -> Iterator[tuple[FieldPath, str]]:
    """List the texts in which something may be left over."""
    if _may_be_left(subject.prose):
        yield from ((passage.path, passage.text) for passage in subject.passages)
    yield from ((path, title) for path, title in _list_titles(subject.record) if _may_be_left(title))


def _may_be_left(text: str) -> bool:
    """Tell quickly whether something may be left over; what begins with a rare letter is found missing soonest."""
    return (
        _NOTE_BEGUN.search(text) is not None
        or ("X" in text and "XXX" in text)
        or ("F" in text and "FIXME" in text)
        or "psum" in text
        or ("(" in text and _NOTE_ENCLOSED.search(text) is not None)
        or ("[" in text and _INSERT.search(text) is not None)
    )


def _list_titles(record: CodeSummary) -> Iterator[tuple[FieldPath, str]]:
    yield ("title",), record.title
    for index, source in enumerate(record.sources):
        yield ("sources", index, "title"), source.title
    for index, policy in enumerate(rows(record.coverage)):
        yield ("coverage", index, "title"), policy.title


def _is_left(match: re.Match[str]) -> bool:
    """Tell what is left over from what is meant: an indicator, a disease, a word of another language."""
    text, word = match.string, match[0]
    near = text[max(0, match.start() - 60) : match.end() + 60]
    match word:
        case "XXX":
            return _GLOBAL_DAYS.search(near) is None
        case "TBD":
            return _TICKS.search(text) is None
        case "TODO" | "Todo:" | "todo:":
            return _SPANISH.match(text, match.end()) is None
        case _:
            return True


def _report(path: FieldPath, words: str) -> Breach:
    return Breach(
        path, f"`{words}` seems to be left over.", "Write what is meant, or say why it is unavailable.", words
    )
