"""Checks of single codes: their format, and whether they go with the record's code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from codepub.checks.check import ERROR, Breach, Subject, check
from codepub.checks.companion_visits import find_companion_rows
from codepub.checks.denied_modifiers import find_denied_rows
from codepub.markup.targets import parse_code_target
from codepub.origin import CODE_SYSTEMS, CodeSystem, FieldPath
from codepub.patterns import compile_late
from codepub.records.codes import (
    CODE_PATTERNS,
    DENTAL,
    MS_DRG,
    PATTERN_DESCRIPTIONS,
    TAXONOMY,
    UNGROUPABLE,
    file_stem,
    find_system,
    is_anesthesia,
    spell_code,
)
from codepub.records.modifiers import EVALUATION_MODIFIERS, NUMERIC_MODIFIERS, codes_bound_to, is_modifier
from codepub.records.named_codes import named_drgs, named_places, named_taxonomies
from codepub.records.places import PLACES_OF_SERVICE


def _find_malformed(path: FieldPath, system: CodeSystem, code: str, target: str | None = None) -> Iterator[Breach]:
    """Find a code without the format of its system; ``target`` is the link that it stands in."""
    if system == "HCPCS" and DENTAL.fullmatch(code):
        return
    if not CODE_PATTERNS[system].fullmatch(code):
        yield Breach(path, f"`{code}` is not a code of {system}.", _advise(path, system, code, target), target)


def _advise(path: FieldPath, system: CodeSystem, code: str, target: str | None) -> str:
    """Say what to write in place of a malformed code."""
    mended = spell_code(system, code)
    if mended != code and CODE_PATTERNS[system].fullmatch(mended):
        return f'Write "{mended}".' if target is None else f"Write {system.lower()}:{mended}."
    if sum(CODE_PATTERNS[system].fullmatch(spell_code(system, one)) is not None for one in _SEVERAL.split(code)) > 1:
        return "Write a row for each code." if len(path) > 1 and target is None else "Name one code."
    other = next((one for one in CODE_SYSTEMS if one != system and CODE_PATTERNS[one].fullmatch(code)), None)
    if other is not None and _has_system(path):
        return f"Write `system: {other}`, whose form it has, or mend the code."
    return f"Codes of {system} are {PATTERN_DESCRIPTIONS[system]}."


_SEVERAL: Final = compile_late(r"\s*(?:[,;/&+\u2013\u2014-]|\b(?:and|or|to|through|thru)\b)\s*|\s+", re.IGNORECASE)
"""What stands between the codes of a list or a range in one cell."""


def _has_system(path: FieldPath) -> bool:
    """Tell whether the system of a code is declared beside it."""
    return path == ("code",) or path[:2] in (("specifications", "related_codes"), ("edits", "ptp"))


@check("code-format", ERROR, catches="A code that does not have the format of its system.", example="code: J95830")
def malformed_codes(subject: Subject) -> Iterator[Breach]:
    """Find codes that do not have the format of their system, in fields, rows and links of prose."""
    for path, system, code in subject.codes:
        yield from _find_malformed(path, system, code)
    for path, system, code, target in _list_linked_codes(subject):
        yield from _find_malformed(path, system, code, target)


def _list_linked_codes(subject: Subject) -> Iterator[tuple[FieldPath, CodeSystem, str, str]]:
    for path, target in subject.links:
        record = parse_code_target(target)
        system = find_system(record.system) if record else None
        if record and system:
            yield path, system, record.code, target


@check("cdt-code", ERROR, catches="A dental (CDT) code, which is licensed elsewhere.", example='code: "D2740"')
def dental_codes(subject: Subject) -> Iterator[Breach]:
    """Find CDT codes, which may not be published without the American Dental Association's licence."""
    named = ((path, system, code, None) for path, system, code in subject.codes)
    for path, system, code, words in (*named, *_list_linked_codes(subject)):
        if system == "HCPCS" and DENTAL.fullmatch(code):
            fact = f"`{code}` is a CDT code; it belongs to the American Dental Association."
            yield Breach(path, fact, "Leave dental codes out of the publication.", words)


@check("modifier-format", ERROR, catches="A modifier that does not exist.", example='modifier: "7"')
def malformed_modifiers(subject: Subject) -> Iterator[Breach]:
    """Find modifiers that do not exist."""
    for path, modifier in subject.modifiers:
        if not is_modifier(modifier):
            several = [one for one in _SEVERAL.split(modifier.strip()) if one]
            yield Breach(
                path,
                f"`{modifier}` is not a modifier.",
                "Write a row for each modifier."
                if len(several) > 1 and all(map(is_modifier, several))
                else _ADVICE_OF_NUMBERS
                if _BETWEEN_NUMBERS.fullmatch(modifier)
                else "A modifier is 22 to 99, P1 to P6, 1P, 2P, 3P, 8P, or A1 to ZC of HCPCS Level II, in capitals.",
            )


_BETWEEN_NUMBERS: Final = compile_late(r"2[2-9]|[3-9]\d", re.ASCII)
_ADVICE_OF_NUMBERS: Final = f"Those of CPT that are numbers are {NUMERIC_MODIFIERS}."


@check(
    "modifier-range",
    ERROR,
    catches="A modifier that goes with other codes only.",
    example='modifier: P3 with CPT "32120"',
)
def misplaced_modifiers(subject: Subject) -> Iterator[Breach]:
    """Find modifiers that go with other codes only, and whose rows do not speak of the visit that they go on."""
    record = subject.record
    for path, modifier in subject.modifiers:
        if not is_modifier(modifier):
            continue
        bound = codes_bound_to(modifier, record.system, record.code, record.effective)
        if bound is not None and path not in (*find_companion_rows(record), *find_denied_rows(record)):
            of_visits = modifier in EVALUATION_MODIFIERS and record.system in ("CPT", "HCPCS")
            yield Breach(
                path,
                f"Modifier {modifier} goes with {bound} only, not with {record.system} {record.code}.",
                "Take the row out, or say in it that the modifier goes on the visit beside this service."
                if of_visits
                else "Take the row out, or name the modifier that is meant.",
            )


@check(
    "anesthesia-range",
    ERROR,
    catches="A crosswalk to anesthesia that is another code.",
    example='anesthesia: code: "32110"',
)
def foreign_anesthesia(subject: Subject) -> Iterator[Breach]:
    """Find codes outside of CPT's anesthesia section in the crosswalk to it."""
    for path, system, code in subject.codes:
        if path[:2] != ("crosswalks", "anesthesia") or is_anesthesia(system, code):
            continue
        if CODE_PATTERNS[system].fullmatch(code):
            yield Breach(
                path,
                f"{code} is not an anesthesia code; those of CPT are 00100 to 01999.",
                "Name the anesthesia code, or take the row out.",
            )


@check("pos-unknown", ERROR, catches="A place of service that is not assigned.", example='pos: ["28"]')
def unknown_places(subject: Subject) -> Iterator[Breach]:
    """Find place-of-service codes that CMS has not assigned."""
    for path, place in named_places(subject.record):
        if place not in PLACES_OF_SERVICE:
            yield Breach(
                path,
                f"`{place}` is not an assigned place of service.",
                'Write the two digits in quotes, such as "11" for Office or "21" for Inpatient Hospital.',
            )


@check("taxonomy-format", ERROR, catches="A taxonomy code without NUCC's format.", example="taxonomy: 208G00000")
def malformed_taxonomies(subject: Subject) -> Iterator[Breach]:
    """Find taxonomy codes that do not have NUCC's format."""
    for path, taxonomy in named_taxonomies(subject.record):
        if not TAXONOMY.fullmatch(taxonomy):
            capitals = "".join(taxonomy.split()).upper()
            yield Breach(
                path,
                f"`{taxonomy}` is not a taxonomy code.",
                f'Write "{capitals}", in capitals.'
                if TAXONOMY.fullmatch(capitals)
                else "A NUCC taxonomy code is nine characters and an X, such as 208G00000X.",
            )


@check("drg-format", ERROR, catches="A number that is no MS-DRG, or marks an error.", example='drg: "999"')
def malformed_drgs(subject: Subject) -> Iterator[Breach]:
    """Find MS-DRG numbers that are no groups."""
    for path, drg in named_drgs(subject.record):
        if drg in UNGROUPABLE:
            yield Breach(
                path, f"MS-DRG {drg} marks a claim in error; it is not a group.", "Name the group that is meant."
            )
        elif not MS_DRG.fullmatch(drg):
            yield Breach(path, f"`{drg}` is not an MS-DRG.", 'Write its three digits in quotes, such as "163".')


@check(
    "file-name", ERROR, catches="A file that is not named for its code.", example='cpt/32210.yaml with code: "32120"'
)
def misnamed_file(subject: Subject) -> Iterator[Breach]:
    """Find a record whose file is not named for its code."""
    record = subject.record
    expected = f"{record.system.lower()}/{file_stem(record.id)}.yaml"
    if subject.file.as_posix() != expected and CODE_PATTERNS[record.system].fullmatch(record.code):
        yield Breach(
            ("code",),
            f"The file is {subject.file.as_posix()}, the code {record.system} {record.code}.",
            f"Move the file to {expected}, or mend `system` and `code`.",
        )


@check("self-replaced", ERROR, catches="A code that replaces itself.", example='replaced_by: "32120" in 32120')
def self_replaced(subject: Subject) -> Iterator[Breach]:
    """Find a code that is said to replace itself."""
    record = subject.record
    for key, code in (("supersedes", record.supersedes), ("replaced_by", record.replaced_by)):
        if code == record.code:
            yield Breach(
                (key,), f"{record.code} cannot stand for itself here.", "Name the other code, or take the key out."
            )


CODE_CHECKS = (
    malformed_codes,
    dental_codes,
    malformed_modifiers,
    misplaced_modifiers,
    foreign_anesthesia,
    unknown_places,
    malformed_taxonomies,
    malformed_drgs,
    misnamed_file,
    self_replaced,
)
