"""Looking codes up in the releases that hold on a day, and what is told of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from codepub.codesets.code_set import FAMILIES, HIERARCHIES, SET_NAMES, Entry, Release, SetName, stored
from codepub.codesets.near import similar_codes
from codepub.codesets.store import Store
from codepub.diagnostics import CallError, printable, quote_text

LONGEST_CODE: Final = 20
"""So many characters a code that is looked up may have; the longest published ones, of NUCC, have 10."""
MOST_WORDS: Final = 50
"""So many words are searched for at once; the longest description of ICD-10-CM has 31."""
LONGEST_SEARCH: Final = 500
"""So many characters the words may have together; the longest description of ICD-10-CM has 198."""
_CHILDREN: Final = 12
"""So many children are shown as text; JSON has them all."""
_EDITS: Final = 12


@dataclass(frozen=True, slots=True)
class Answer:
    """What a release says of a code: its entries, the codes one level below it; else the codes near it."""

    release: Release
    entries: tuple[Entry, ...]
    children: tuple[Entry, ...] = ()
    near: tuple[Entry, ...] = ()


def look_up(store: Store, code: str, sets: Sequence[SetName], day: date) -> list[Answer]:
    """Ask the release of each set that holds on a day for a code. Raises `CallError` where it can be none."""
    _refuse_no_code(code)
    releases = (store.release_on(name, day) for name in sets)
    return [_answer(store, release, code) for release in releases if release is not None]


def _refuse_no_code(code: str) -> None:
    asked = stored(code)
    if not asked:
        raise CallError("The code is empty. Write one, such as J95.830.")
    if len(asked) > LONGEST_CODE:
        raise CallError(f"{quote_text(code)}: no code is so long. At most {LONGEST_CODE} characters are looked up.")
    _refuse_unprintable(asked)


def _refuse_unprintable(text: str) -> None:
    if printable(text) != text:
        raise CallError(f"{quote_text(text)} holds characters that no code and no description has. Type it anew.")


def _answer(store: Store, release: Release, code: str) -> Answer:
    entries = tuple(store.find_all(release, code))
    if entries:
        return Answer(release, entries, _children(store, release, code))
    near = similar_codes(store, release, code)
    ordered = sorted(store.find_any(release, near), key=lambda entry: near.index(entry.code))
    return Answer(release, (), (), tuple({entry.code: entry for entry in ordered}.values()))


def _children(store: Store, release: Release, code: str) -> tuple[Entry, ...]:
    """Find the codes one level below: those that no other below stands above."""
    if release.set not in HIERARCHIES:
        return ()
    children: list[Entry] = []
    for entry in store.below(release, code):
        if not children or not entry.code.startswith(children[-1].code):
            children.append(entry)
    return tuple(children)


def search(store: Store, words: str, sets: Sequence[SetName], day: date, most: int) -> list[Answer]:
    """Find codes by words of their descriptions, in the release of each set that holds on a day, the best first.

    Raises `CallError` where there are too many words, or such as no description has.
    """
    asked = words.split()
    if len(asked) > MOST_WORDS or len(words) > LONGEST_SEARCH:
        raise CallError(f"Search for at most {MOST_WORDS} words, of {LONGEST_SEARCH} characters together.")
    _refuse_unprintable(" ".join(asked))
    releases = (store.release_on(name, day) for name in sets)
    found = ((release, store.search(release, words, most)) for release in releases if release is not None)
    return [Answer(release, tuple(entries)) for release, entries in found if entries]


def sets_of(name: str | None) -> tuple[SetName, ...]:
    """Give the set of a name, those of a family's name, or all."""
    family = next((sets for known, sets in FAMILIES.items() if name == known), None)
    return family or tuple(known for known in SET_NAMES if name in (None, known))


def shown(release: Release, code: str) -> str:
    """Spell a code as people do: ICD-10-CM has a dot after three characters."""
    return f"{code[:3]}.{code[3:]}" if release.set == "icd-10-cm" and len(code) > 3 else code


def answers_json(answers: Sequence[Answer]) -> str:
    """Give one array: an object for each entry, with the release it is of."""
    return json.dumps([_plain(one, entry) for one in answers for entry in one.entries], ensure_ascii=False, indent=2)


def _plain(answer: Answer, entry: Entry) -> dict[str, Any]:
    release = answer.release
    return {
        "set": release.set,
        "release": release.label,
        "effective": release.effective.isoformat(),
        "code": shown(release, entry.code),
        "beside": entry.qualifier or None,
        "description": entry.description,
        "billable": entry.billable,
        "valid_from": _iso(entry.starts or release.effective),
        "valid_to": _iso(entry.ends or release.ends),
        "replaced_by": entry.replaced_by,
        "children": [shown(release, child.code) for child in answer.children],
        "facts": dict(entry.facts),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def answers_text(answers: Sequence[Answer]) -> str:
    """Tell each entry: the code and its description, what it is, how long it is valid, what stands below it."""
    return "\n\n".join("\n".join(_told(answer)) for answer in answers if answer.entries)


def _told(answer: Answer) -> Iterator[str]:
    release = answer.release
    yield str(release)
    for entry in answer.entries[:_EDITS]:
        yield f"  {_name(release, entry)}  {entry.description}".rstrip()
        yield f"    {_state(answer, entry)}"
        if entry.facts:
            yield f"    {', '.join(f'{name} {value}' for name, value in entry.facts.items() if name != 'short')}"
    yield from _more(len(answer.entries) - _EDITS)
    for child in answer.children[:_CHILDREN]:
        yield f"    {shown(release, child.code)}{'' if child.billable else ' (header)'}  {child.description}"
    yield from _more(len(answer.children) - _CHILDREN)


def _more(count: int) -> Iterator[str]:
    if count > 0:
        yield f"    and {count:,} more; --json has them all"


def _name(release: Release, entry: Entry) -> str:
    return f"{shown(release, entry.code)} {entry.qualifier}".rstrip()


def _state(answer: Answer, entry: Entry) -> str:
    release = answer.release
    kind = ("billable, " if entry.billable else "header, not billable, ") if release.set in HIERARCHIES else ""
    last = entry.ends or release.ends
    replaced = f", replaced by {entry.replaced_by}" if entry.replaced_by else ""
    ended = f" to {last}" if last else ""
    return f"{kind}valid from {entry.starts or release.effective}{ended}{replaced}"


def list_text(answers: Sequence[Answer]) -> str:
    """Tell one line for each entry, below its release."""
    return "\n".join(
        line
        for answer in answers
        for line in (
            str(answer.release),
            *(
                f"  {_name(answer.release, entry)}{'' if entry.billable else ' (header)'}  {entry.description}"
                for entry in answer.entries
            ),
        )
    )


def not_found_text(code: str, answers: Sequence[Answer]) -> str:
    """Say that no set has a code, and what may have been meant."""
    if not answers:
        return f"{printable(code)}: no code set is here to look it up in. See codepub codes list."
    lines = [f"{printable(code)} is not in {', '.join(str(answer.release) for answer in answers)}."]
    lines += [f"Did you mean {' or '.join(_suggested(answer))}?" for answer in answers if answer.near]
    return "\n".join(lines)


def _suggested(answer: Answer) -> list[str]:
    return [f"{shown(answer.release, entry.code)} ({entry.description or answer.release})" for entry in answer.near]
