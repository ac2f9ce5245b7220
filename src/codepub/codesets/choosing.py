"""Choosing what is imported of a published file: which lists it holds, which of them are meant, of which release."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from codepub.codesets.code_set import FAMILIES, TITLES
from codepub.codesets.looking_up import sets_of
from codepub.codesets.published.files import PublishedPart
from codepub.codesets.published.identification import (
    IdentifiedList,
    StatedRelease,
    choose_services,
    identify_list,
)
from codepub.codesets.published.layout_kinds import ListLayout
from codepub.codesets.published.nearness import describe_lack
from codepub.codesets.published.recognition import RecognizedList, recognize_lists
from codepub.codesets.published.set_layouts import LAYOUTS, choose_layouts
from codepub.codesets.published.unreadable import DamagedError, UnreadableError
from codepub.diagnostics import CallError, printable
from codepub.patterns import compile_late

_NO_LIST: Final = compile_late(
    r"addenda|layout|readme|corrections|trans(action)?[ _]*report|\.(pdf|docx?)$", re.IGNORECASE
)
"""What the files beside the lists in published zips are called."""

_MAX_NAMED: Final = 3
"""How many lists of a zip one message names."""


def identify_lists(file: Path, parts: Sequence[PublishedPart], stated: StatedRelease) -> list[IdentifiedList]:
    """Find the lists of a file that are meant, and the release of each; note what of the file could not be read.

    Lists of the set that is stated are looked for before any other.

    Raises:
        CallError: There is no such list, or it is not clear which is meant, of which release.
    """
    found, left_out = _recognize_lists(parts, stated)
    wanted = [one for one in found if one.layout.set in sets_of(stated.set)]
    if not wanted:
        raise CallError(" ".join([_explain_nothing(file, parts, stated), *_explain_left_out(left_out)]))
    lists = [identify_list(file, one, stated) for one in _choose_best(file, choose_services(file, wanted, stated))]
    notes = [f"{printable(file)}: left out: {reason}" for reason in left_out]
    return [replace(one, notes=(*one.notes, *notes)) for one in lists]


def _recognize_lists(parts: Sequence[PublishedPart], stated: StatedRelease) -> tuple[list[RecognizedList], list[str]]:
    """Find all lists of a file; beside others in a zip, what is no list is left out, and told by its reason."""
    lists = [part for part in parts if not _NO_LIST.search(part.name)] if len(parts) > 1 else parts
    found: list[RecognizedList] = []
    left_out: dict[str, list[str]] = {}
    for part in lists:
        try:
            found += recognize_lists(part, _layouts_for(stated))
        except UnreadableError as fault:
            if len(lists) == 1 or isinstance(fault, DamagedError):
                raise CallError(f"{printable(part.place)}: {fault}") from None
            left_out.setdefault(str(fault), []).append(printable(part.name))
    return found, [f"{_name_some(names)}: {fault}" for fault, names in left_out.items()]


def _name_some(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MAX_NAMED} more" if len(names) > _MAX_NAMED else ""
    return f"{', '.join(names[:_MAX_NAMED])}{more}"


def _explain_nothing(file: Path, parts: Sequence[PublishedPart], stated: StatedRelease) -> str:
    """Say what a file holds in place of the list that is meant, or what it lacks to be one."""
    place, layouts = printable(file), _layouts_for(stated)
    if stated.set is None:
        fact, way_out = "is not a list that codepub knows", _GUIDE
    else:
        asked = " or ".join(TITLES[name] for name in sets_of(stated.set))
        others = dict.fromkeys(TITLES[one.layout.set] for one in _recognize_lists(parts, StatedRelease())[0])
        fact = f"holds {' and '.join(others)}, not {asked}" if others else f"is not a list of {asked}"
        way_out = "Mend --set." if others else "Name its columns so, or mend --set."
    lacks = [describe_lack(part, layouts) for part in parts[:1] if len(parts) == 1]
    return " ".join([f"{place} {fact}.", *lacks, way_out])


_GUIDE: Final = (
    "docs/code-sets.md names the files and their columns; "
    "with --set, a list with the columns code and description will do."
)


def _layouts_for(stated: StatedRelease) -> Sequence[ListLayout]:
    return choose_layouts(sets_of(stated.set)) if stated.set is not None else LAYOUTS


def _explain_left_out(left_out: Sequence[str]) -> list[str]:
    return [f"Left out: {reason}" for reason in left_out]


def _choose_best(file: Path, found: list[RecognizedList]) -> list[RecognizedList]:
    """Keep one list of each set, that of the better layout; of several alike, all parts of NCCI's pairs."""
    chosen: list[RecognizedList] = []
    for name in dict.fromkeys(one.layout.set for one in found):
        ranked = sorted((one for one in found if one.layout.set == name), key=_rank)
        alike = [one for one in ranked if _rank(one) == _rank(ranked[0])]
        if len(alike) > 1 and name not in FAMILIES["ncci-ptp"]:
            names = _name_some([printable(one.part.name) for one in alike])
            raise CallError(
                f"{printable(file)} holds several lists of {TITLES[name]}: {names}. Unpack it and add one of them."
            )
        chosen += alike
    return chosen


def _rank(found: RecognizedList) -> tuple[int, bool, bool]:
    """Put the better layout first, text before workbooks, and the fee schedule of most physicians before the other.

    From 2026 on the fee schedule is published twice, with the conversion factor of qualifying participants (QPP) and
    without; all that is kept is the same in both.
    """
    name = found.part.name.lower()
    place = LAYOUTS.index(found.layout) if found.layout in LAYOUTS else len(LAYOUTS)
    return place, name.endswith(".xlsx"), "qpp" in name and "nonqpp" not in name
