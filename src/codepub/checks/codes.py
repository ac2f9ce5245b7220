"""Checks of single codes: their format, and whether they go with the record's code."""

from __future__ import annotations

from collections.abc import Iterator

from codepub.checks.check import ERROR, Breach, Subject, check
from codepub.markup.parsing import parse_code_target
from codepub.origin import CodeSystem, FieldPath
from codepub.records.codes import (
    CODE_PATTERNS,
    DENTAL,
    MS_DRG,
    PATTERN_DESCRIPTIONS,
    TAXONOMY,
    UNGROUPABLE,
    file_stem,
    find_system,
    spell_code,
)
from codepub.records.modifiers import codes_bound_to, is_modifier
from codepub.records.named_codes import named_drgs, named_places, named_taxonomies
from codepub.records.places import PLACES_OF_SERVICE


def _find_malformed(path: FieldPath, system: CodeSystem, code: str, words: str | None = None) -> Iterator[Breach]:
    if system == "HCPCS" and DENTAL.fullmatch(code):
        return
    if not CODE_PATTERNS[system].fullmatch(code):
        mended = spell_code(system, code)
        fits = mended != code and CODE_PATTERNS[system].fullmatch(mended)
        typed = f"{words.partition(':')[0]}:{mended}" if words else f'"{mended}"'
        hint = f"Write {typed}." if fits else f"Codes of {system} are {PATTERN_DESCRIPTIONS[system]}."
        yield Breach(path, f"`{code}` is not a code of {system}.", hint, words)


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
            yield Breach(
                path,
                f"`{modifier}` is not a modifier.",
                "A modifier is 22 to 99, P1 to P6, 1P, 2P, 3P, 8P, or A1 to ZC of HCPCS Level II, in capitals.",
            )


@check(
    "modifier-range",
    ERROR,
    catches="A modifier that goes with other codes only.",
    example='modifier: P3 with CPT "32120"',
)
def misplaced_modifiers(subject: Subject) -> Iterator[Breach]:
    """Find modifiers that go with other codes only."""
    for path, modifier in subject.modifiers:
        bound = codes_bound_to(modifier, subject.record.system, subject.record.code) if is_modifier(modifier) else None
        if bound is not None:
            yield Breach(
                path,
                f"Modifier {modifier} goes with {bound} only, not with {subject.record.system} {subject.record.code}.",
                "Take the row out, or name the modifier that is meant.",
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
            yield Breach(
                path,
                f"`{taxonomy}` is not a taxonomy code.",
                "A NUCC taxonomy code is nine characters and an X, such as 208G00000X.",
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
    unknown_places,
    malformed_taxonomies,
    malformed_drgs,
    misnamed_file,
    self_replaced,
)
