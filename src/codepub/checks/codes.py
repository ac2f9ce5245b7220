"""Checks of single codes: their format, and whether they go with the record's code."""

from __future__ import annotations

from collections.abc import Iterator

from codepub.checks.check import Check, Finding, Subject
from codepub.checks.named_codes import given, named_drgs, rows
from codepub.diagnostics import Rule, Severity
from codepub.markup.parsing import code_target
from codepub.origin import FieldPath
from codepub.records.codes import (
    DENTAL,
    DESCRIBED,
    FORMATS,
    MS_DRG,
    TAXONOMY,
    UNGROUPABLE,
    CodeSystem,
    file_stem,
    record_id,
    spelled,
    system_named,
)
from codepub.records.modifiers import bound_to, is_modifier
from codepub.records.places import PLACES_OF_SERVICE


def _malformed(path: FieldPath, system: CodeSystem, code: str, words: str | None = None) -> Iterator[Finding]:
    if system == "HCPCS" and DENTAL.fullmatch(code):
        return
    if not FORMATS[system].fullmatch(code):
        mended = spelled(system, code)
        fits = mended != code and FORMATS[system].fullmatch(mended)
        hint = f'Write "{mended}".' if fits else f"Codes of {system} are {DESCRIBED[system]}."
        yield Finding(path, f"`{code}` is not a code of {system}.", hint, words)


def malformed_codes(subject: Subject) -> Iterator[Finding]:
    """Find codes that do not have the format of their system, in fields, rows and links of prose."""
    for path, system, code in subject.codes:
        yield from _malformed(path, system, code)
    for path, system, code, target in _linked_codes(subject):
        yield from _malformed(path, system, code, target)


def _linked_codes(subject: Subject) -> Iterator[tuple[FieldPath, CodeSystem, str, str]]:
    for path, target in subject.links:
        record = code_target(target)
        system = system_named(record.system) if record else None
        if record and system:
            yield path, system, record.code, target


def dental_codes(subject: Subject) -> Iterator[Finding]:
    """Find CDT codes, which may not be published without the American Dental Association's licence."""
    named = ((path, system, code, None) for path, system, code in subject.codes)
    for path, system, code, words in (*named, *_linked_codes(subject)):
        if system == "HCPCS" and DENTAL.fullmatch(code):
            fact = f"`{code}` is a CDT code; it belongs to the American Dental Association."
            yield Finding(path, fact, "Leave dental codes out of the publication.", words)


def malformed_modifiers(subject: Subject) -> Iterator[Finding]:
    """Find modifiers that do not exist."""
    for path, modifier in subject.modifiers:
        if not is_modifier(modifier):
            yield Finding(
                path,
                f"`{modifier}` is not a modifier.",
                "A modifier is 22 to 99, P1 to P6, 1P, 2P, 3P, 8P, or A1 to ZC of HCPCS Level II, in capitals.",
            )


def misplaced_modifiers(subject: Subject) -> Iterator[Finding]:
    """Find modifiers that go with other codes only."""
    for path, modifier in subject.modifiers:
        bound = bound_to(modifier, subject.record.system, subject.record.code) if is_modifier(modifier) else None
        if bound is not None:
            yield Finding(
                path,
                f"Modifier {modifier} goes with {bound} only, not with {subject.record.system} {subject.record.code}.",
                "Take the row out, or name the modifier that is meant.",
            )


def unknown_places(subject: Subject) -> Iterator[Finding]:
    """Find place-of-service codes that CMS has not assigned."""
    site = given(subject.record.overview.site_of_service)
    for index, place in enumerate(rows(site.pos) if site else ()):
        if place not in PLACES_OF_SERVICE:
            path = ("overview", "site_of_service", "pos", index)
            yield Finding(
                path,
                f"`{place}` is not an assigned place of service.",
                'Write the two digits in quotes, such as "11" for Office or "21" for Inpatient Hospital.',
            )


def malformed_taxonomies(subject: Subject) -> Iterator[Finding]:
    """Find taxonomy codes that do not have NUCC's format."""
    for index, row in enumerate(rows(subject.record.specifications.taxonomies)):
        if not TAXONOMY.fullmatch(row.taxonomy):
            yield Finding(
                ("specifications", "taxonomies", index, "taxonomy"),
                f"`{row.taxonomy}` is not a taxonomy code.",
                "A NUCC taxonomy code is nine characters and an X, such as 208G00000X.",
            )


def malformed_drgs(subject: Subject) -> Iterator[Finding]:
    """Find MS-DRG numbers that are no groups."""
    for path, drg in named_drgs(subject.record):
        if drg in UNGROUPABLE:
            yield Finding(
                path, f"MS-DRG {drg} marks a claim in error; it is not a group.", "Name the group that is meant."
            )
        elif not MS_DRG.fullmatch(drg):
            yield Finding(path, f"`{drg}` is not an MS-DRG.", 'Write its three digits in quotes, such as "163".')


def misnamed_file(subject: Subject) -> Iterator[Finding]:
    """Find a record whose file is not named for its code."""
    record = subject.record
    expected = f"{record.system.lower()}/{file_stem(record_id(record.system, record.code))}.yaml"
    if subject.file.as_posix() != expected and FORMATS[record.system].fullmatch(record.code):
        yield Finding(
            ("code",),
            f"The file is {subject.file.as_posix()}, the code {record.system} {record.code}.",
            f"Move the file to {expected}, or mend `system` and `code`.",
        )


def self_replaced(subject: Subject) -> Iterator[Finding]:
    """Find a code that is said to replace itself."""
    record = subject.record
    for key, code in (("supersedes", record.supersedes), ("replaced_by", record.replaced_by)):
        if code == record.code:
            yield Finding(
                (key,), f"{record.code} cannot stand for itself here.", "Name the other code, or take the key out."
            )


_ERROR = Severity.ERROR

CODE_CHECKS = (
    Check(
        Rule("code-format", _ERROR, "A code that does not have the format of its system.", "code: J95830"),
        malformed_codes,
    ),
    Check(Rule("cdt-code", _ERROR, "A dental (CDT) code, which is licensed elsewhere.", 'code: "D2740"'), dental_codes),
    Check(Rule("modifier-format", _ERROR, "A modifier that does not exist.", 'modifier: "7"'), malformed_modifiers),
    Check(
        Rule("modifier-range", _ERROR, "A modifier that goes with other codes only.", 'modifier: P3 with CPT "32120"'),
        misplaced_modifiers,
    ),
    Check(Rule("pos-unknown", _ERROR, "A place of service that is not assigned.", 'pos: ["28"]'), unknown_places),
    Check(
        Rule("taxonomy-format", _ERROR, "A taxonomy code without NUCC's format.", "taxonomy: 208G00000"),
        malformed_taxonomies,
    ),
    Check(Rule("drg-format", _ERROR, "A number that is no MS-DRG, or marks an error.", 'drg: "999"'), malformed_drgs),
    Check(
        Rule("file-name", _ERROR, "A file that is not named for its code.", 'cpt/32210.yaml with code: "32120"'),
        misnamed_file,
    ),
    Check(
        Rule("self-replaced", _ERROR, "A code that replaces itself.", 'replaced_by: "32120" in 32120'), self_replaced
    ),
)
