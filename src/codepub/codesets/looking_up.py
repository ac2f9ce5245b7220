"""Looking codes up in the releases that hold on a day, and what is told of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from codepub.codesets.code_set import (
    CODE_LISTS,
    FAMILIES,
    HIERARCHIES,
    SET_NAMES,
    TITLES,
    Entry,
    Release,
    SetName,
    normalize_code,
    show_code,
)
from codepub.codesets.in_force import RHYTHMS, describe_age
from codepub.codesets.similar_codes import find_similar_codes
from codepub.codesets.store import Store
from codepub.diagnostics import CallError, printable, quote_text
from codepub.records.codes import CODE_PATTERNS, DENTAL, has_form

MAX_CODE_LENGTH: Final = 20
"""How many characters a code that is looked up may have; the longest published ones, of NUCC, have 10."""
MAX_WORDS: Final = 50
"""How many words are searched for at once; the longest description of ICD-10-CM has 31."""
MAX_SEARCH_LENGTH: Final = 500
"""How many characters the words may have together; the longest description of ICD-10-CM has 198."""
_LISTS_OF_SERVICES: Final[frozenset[SetName]] = frozenset(
    ("mpfs", "opps", *FAMILIES["ncci-ptp"], *FAMILIES["ncci-mue"])
)
"""The sets that name codes of CPT; in any other, what is spelled like one is something else."""
_MAX_CHILDREN_SHOWN: Final = 12
"""How many codes below one are shown as text; JSON has them all."""
_MAX_ENTRIES_SHOWN: Final = 12
"""How many entries of one code, such as NCCI pairs, are shown as text; JSON has them all."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a release says of a code: its entries and the codes one level below it, or the codes similar to it.

    ``day`` is that which was asked for; a release may have ended by then. ``elsewhere`` is the answer of another
    release of the set, where only that has the code.
    """

    release: Release
    day: date
    entries: tuple[Entry, ...]
    children: tuple[Entry, ...] = ()
    similar: tuple[Entry, ...] = ()
    elsewhere: Answer | None = None


def look_up(store: Store, code: str, sets: Sequence[SetName], day: date) -> list[Answer]:
    """Look a code up in the release of each set that holds on a day.

    Raises:
        CallError: What was typed cannot be a code.
    """
    _refuse_no_code(code)
    releases = (_find_release(store, name, day) for name in sets)
    return [_answer(store, release, code, day) for release in releases if release is not None]


def _find_release(store: Store, name: SetName, day: date) -> Release | None:
    """Find the release that is asked of a day; where all begin later, the first: whoever asks reads when it begins."""
    return store.release_on(name, day) or next((release for release, _ in store.releases(name)), None)


def _refuse_no_code(code: str) -> None:
    asked = normalize_code(code)
    if not asked:
        raise CallError("The code is empty. Write one, such as J95.830.")
    if len(asked) > MAX_CODE_LENGTH:
        raise CallError(f"{quote_text(code)}: no code is so long. At most {MAX_CODE_LENGTH} characters are looked up.")
    _refuse_unprintable(asked)


def _refuse_unprintable(text: str) -> None:
    if printable(text) != text:
        raise CallError(f"{quote_text(text)} holds characters that no code and no description has. Type it anew.")


def _answer(store: Store, release: Release, code: str, day: date) -> Answer:
    entries = tuple(store.find_all(release, code))
    if entries:
        return Answer(release, day, entries, _find_children(store, release, code))
    near = find_similar_codes(store, release, code)
    ordered = sorted(store.find_any(release, near), key=lambda entry: near.index(entry.code))
    similar = tuple({entry.code: entry for entry in ordered}.values())
    return Answer(release, day, (), (), similar, _answer_elsewhere(store, release, code, day))


def _answer_elsewhere(store: Store, asked: Release, code: str, day: date) -> Answer | None:
    """Answer from the last release before one that has a code, or else from the first after it."""
    releases = [release for release, _ in store.releases(asked.set)]
    earlier = [release for release in reversed(releases) if release.effective < asked.effective]
    later = [release for release in releases if release.effective > asked.effective]
    found = ((release, tuple(store.find_all(release, code))) for release in (*earlier, *later))
    return next((Answer(release, day, entries) for release, entries in found if entries), None)


def _find_children(store: Store, release: Release, code: str) -> tuple[Entry, ...]:
    """Find the codes one level below: those that no other below stands above."""
    if release.set not in HIERARCHIES:
        return ()
    children: list[Entry] = []
    for entry in store.find_below(release, code):
        if not children or not entry.code.startswith(children[-1].code):
            children.append(entry)
    return tuple(children)


def search(store: Store, words: str, sets: Sequence[SetName], day: date, most: int) -> list[Answer]:
    """Find codes by words of their descriptions, in the release of each set that holds on a day, the best first.

    Where the words are a code itself, that code is the best.

    Raises:
        CallError: There are too many words, or some hold characters that no description has.
    """
    asked = words.split()
    if len(asked) > MAX_WORDS or len(words) > MAX_SEARCH_LENGTH:
        raise CallError(f"Search for at most {MAX_WORDS} words, of {MAX_SEARCH_LENGTH} characters together.")
    _refuse_unprintable(" ".join(asked))
    releases = (_find_release(store, name, day) for name in sets)
    found = ((release, _search_release(store, release, words, most)) for release in releases if release is not None)
    return sorted(
        (Answer(release, day, entries) for release, entries in found if entries),
        key=lambda answer: answer.entries[0].code != normalize_code(words),
    )


def _search_release(store: Store, release: Release, words: str, most: int) -> tuple[Entry, ...]:
    exact = store.find_all(release, words) if len(words) <= MAX_CODE_LENGTH else []
    others = [entry for entry in store.search(release, words, most) if entry not in exact]
    return (*exact, *others)[:most]


def sets_of(name: str | None) -> tuple[SetName, ...]:
    """Return the set of a name, the sets of a family's name, or all where there is no name."""
    family = next((sets for known, sets in FAMILIES.items() if name == known), None)
    return family or tuple(known for known in SET_NAMES if name in (None, known))


def answers_json(answers: Sequence[Answer]) -> str:
    """Return a JSON array: an object for each entry, with the release it is of."""
    return json.dumps(
        [_describe_entry(one, entry) for one in answers for entry in one.entries], ensure_ascii=False, indent=2
    )


def _describe_entry(answer: Answer, entry: Entry) -> dict[str, Any]:
    release = answer.release
    return {
        "set": release.set,
        "release": release.label,
        "effective": release.effective.isoformat(),
        "code": show_code(release.set, entry.code),
        "beside": entry.qualifier or None,
        "description": entry.description,
        "billable": entry.billable,
        "valid_from": _format_day(_find_first_day(release, entry)),
        "valid_to": _format_day(entry.ends or release.ends),
        "replaced_by": entry.replaced_by,
        "children": [show_code(release.set, child.code) for child in answer.children],
        "facts": dict(entry.facts),
    }


def _format_day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def answers_text(answers: Sequence[Answer]) -> str:
    """Tell each entry: the code and its description, what it is, how long it is valid, what stands below it."""
    return "\n\n".join("\n".join(_describe_answer(answer)) for answer in answers if answer.entries)


def _describe_answer(answer: Answer) -> Iterator[str]:
    release = answer.release
    yield _name_release(answer)
    for entry in answer.entries[:_MAX_ENTRIES_SHOWN]:
        yield f"  {_name_entry(release, entry)}  {entry.description}".rstrip()
        yield f"    {_describe_state(answer, entry)}"
        if facts := [f"{name} {value}" for name, value in entry.facts.items() if name != "short"]:
            yield f"    {', '.join(facts)}"
    yield from _mention_more(len(answer.entries) - _MAX_ENTRIES_SHOWN)
    for child in answer.children[:_MAX_CHILDREN_SHOWN]:
        yield f"    {show_code(release.set, child.code)}{'' if child.billable else ' (header)'}  {child.description}"
    yield from _mention_more(len(answer.children) - _MAX_CHILDREN_SHOWN)


def _name_release(answer: Answer) -> str:
    """Name the release of an answer, and say where it does not hold on the day that was asked for."""
    release, day = answer.release, answer.day
    if release.ends is not None and release.ends < day:
        return f"{release}, which ended on {release.ends}"
    age = describe_age(release, day)
    if age is not None:
        return f"{release}, {age}"
    begins_later = day < release.effective and release.set in RHYTHMS
    return f"{release}, which begins on {release.effective}" if begins_later else str(release)


def _mention_more(count: int) -> Iterator[str]:
    if count > 0:
        yield f"    and {count:,} more; --json has them all"


def _name_entry(release: Release, entry: Entry) -> str:
    return f"{show_code(release.set, entry.code)} {entry.qualifier}".rstrip()


def _describe_state(answer: Answer, entry: Entry) -> str:
    release = answer.release
    kind = ("billable, " if entry.billable else "header, not billable, ") if release.set in HIERARCHIES else ""
    last = entry.ends or release.ends
    replaced = f", replaced by {entry.replaced_by}" if entry.replaced_by else ""
    first = _find_first_day(release, entry)
    since, until = f" from {first}" if first else "", f" to {last}" if last else ""
    ended = "ended, " if last is not None and last < answer.day else ""
    return f"{ended}{kind}valid{since}{until}{replaced}"


def _find_first_day(release: Release, entry: Entry) -> date | None:
    """Find since when a code is valid, at the latest; a set without a rhythm begins on the day it was read."""
    return entry.starts or (release.effective if release.set in RHYTHMS else None)


def list_text(answers: Sequence[Answer]) -> str:
    """Tell one line for each entry, below its release."""
    return "\n".join(
        line
        for answer in answers
        for line in (
            _name_release(answer),
            *(
                f"  {_name_entry(answer.release, entry)}{'' if entry.billable else ' (header)'}  {entry.description}"
                for entry in answer.entries
            ),
        )
    )


def not_found_text(code: str, answers: Sequence[Answer]) -> str:
    """Say that no set has a code, and what may have been meant."""
    if not answers:
        return f"{printable(code)}: no code set is here to look it up in. See codepub codes list."
    lines = [f"{printable(code)} is not in {'; '.join(map(_name_release, answers))}."]
    lines += [_tell_elsewhere(answer.release, answer.elsewhere) for answer in answers if answer.elsewhere]
    near = [answer for answer in answers if not is_cpt(code) or answer.release.set in _LISTS_OF_SERVICES]
    lines += [f"Did you mean {' or '.join(_list_suggestions(answer))}?" for answer in near if answer.similar]
    return "\n".join(lines)


def missing_list_text(code: str, sets: Sequence[SetName], answers: Sequence[Answer]) -> str | None:
    """Say that the list of the system whose form a code has was asked for and is not here; None where it is."""
    here, typed = {answer.release.set for answer in answers}, "".join(code.split()).upper()
    missing = next((name for system, name in CODE_LISTS.items() if name not in here and has_form(system, typed)), None)
    if missing is None or missing not in sets:
        return None
    return f"{printable(code)} has the form of {TITLES[missing]}, and that list is not here. See codepub codes list."


def _tell_elsewhere(asked: Release, other: Answer) -> str:
    """Tell that a code has ended, or is to come, by the other release that has it."""
    entry = other.entries[-1]
    words = f" ({entry.description})" if entry.description else ""
    if other.release.effective > asked.effective:
        return f"It is in {other.release}{words}, which begins on {other.release.effective}."
    replaced = f" It was replaced by {show_code(asked.set, entry.replaced_by)}." if entry.replaced_by else ""
    return f"It stands in {other.release}{words} and has ended since.{replaced}"


def is_dental(code: str) -> bool:
    """Tell whether a code looks like one of CDT."""
    return DENTAL.fullmatch(normalize_code(code)) is not None


def dental_text(code: str) -> str:
    """Say why no list says what a dental code means."""
    return (
        f"{printable(code)} looks like a dental code (CDT). They are left out of every list: "
        "the American Dental Association licenses them."
    )


def is_cpt(code: str) -> bool:
    """Tell whether a code looks like one of CPT."""
    return CODE_PATTERNS["CPT"].fullmatch(normalize_code(code)) is not None


def cpt_text(code: str, record: str | None) -> str:
    """Say why no list says what a code of CPT means, and which record of the workspace does; ``record`` is its path."""
    why = "No list of CPT comes with codepub or is kept: the American Medical Association licenses it."
    where = f"The record of this workspace: {record}." if record else "This workspace has no record of it."
    return f"{printable(code)} looks like CPT. {why} {where}"


def _list_suggestions(answer: Answer) -> list[str]:
    return [
        f"{show_code(answer.release.set, entry.code)} ({entry.description or answer.release})"
        for entry in answer.similar
    ]
