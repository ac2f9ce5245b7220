"""The codes of one code set that a record names, each where it names it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple, assert_never

from codepub.codesets.code_set import SetName
from codepub.markup.targets import find_link_targets, parse_code_target
from codepub.origin import CodeSystem, FieldPath
from codepub.records.code_summary import CodeSummary
from codepub.records.codes import record_id
from codepub.records.contents import contents
from codepub.records.named_codes import (
    given,
    named_codes,
    named_drgs,
    named_modifiers,
    named_places,
    named_reasons,
    named_remarks,
    named_taxonomies,
    rows,
)


class CodeUse(NamedTuple):
    """A code that a record names.

    ``qualifier`` narrows it to one entry of several, such as one NCCI pair; ``words`` are those in prose that name it;
    ``states`` is the path of the part in which the record gives facts of the code, where it does.
    """

    path: FieldPath
    code: str
    qualifier: str | None = None
    words: str | None = None
    states: FieldPath | None = None


_SYSTEMS: Final[Mapping[SetName, tuple[CodeSystem, ...]]] = {
    "icd-10-cm": ("ICD-10-CM",),
    "icd-10-pcs": ("ICD-10-PCS",),
    "hcpcs": ("HCPCS",),
    "mpfs": ("CPT", "HCPCS"),
    "opps": ("CPT", "HCPCS"),
}
"""The systems whose codes stand in a set; the fee schedules list those of two."""


def list_uses(record: CodeSummary, name: SetName) -> Iterator[CodeUse]:
    """List the codes of a set that a record names, in its rows and in the links of its prose."""
    match name:
        case "icd-10-cm" | "icd-10-pcs" | "hcpcs" | "mpfs" | "opps":
            yield from _list_codes(record, name)
        case "hcpcs-modifiers":
            yield from (CodeUse(path, modifier) for path, modifier in named_modifiers(record))
        case "taxonomy":
            yield from (CodeUse(path, taxonomy) for path, taxonomy in named_taxonomies(record))
        case "pos":
            yield from (CodeUse(path, place) for path, place in named_places(record))
        case "ms-drg":
            yield from (CodeUse(path, drg) for path, drg in named_drgs(record))
        case "ncci-ptp-practitioner" | "ncci-ptp-hospital":
            yield from _list_pairs(record)
        case "ncci-mue-practitioner":
            edits = given(record.edits)
            if edits is not None and given(edits.mue) is not None:
                yield CodeUse(("edits", "mue"), record.code, states=("edits", "mue"))
        case "ncci-mue-outpatient" | "ncci-mue-dme":
            pass  # a record gives the units of practitioner services
        case "carc":
            yield from (CodeUse(path, reason) for path, reason in named_reasons(record))
        case "rarc":
            yield from (CodeUse(path, remark) for path, remark in named_remarks(record))
        case _:
            assert_never(name)


def _list_codes(record: CodeSummary, name: SetName) -> Iterator[CodeUse]:
    states = ("payment",) if name == "mpfs" and given(record.payment) is not None else None
    for path, system, code in named_codes(record):
        if system in _SYSTEMS[name]:
            yield CodeUse(path, code, states=states if path == ("code",) else None)
    slugs = frozenset(record_id(system, "").system for system in _SYSTEMS[name])
    for path, target in _list_links(record, slugs):
        linked = parse_code_target(target)
        if linked is not None and linked.system in slugs:
            yield CodeUse(path, linked.code, words=target)


def _list_links(record: CodeSummary, slugs: frozenset[str]) -> Iterator[tuple[FieldPath, str]]:
    """List the links of texts that may name a code of some systems; parsing a text costs more than all the rest."""
    for passage in contents(record).passages:
        if any(f"{slug}:" in passage.text.lower() for slug in slugs):
            for target in find_link_targets(passage.text):
                yield passage.path, target


def _list_pairs(record: CodeSummary) -> Iterator[CodeUse]:
    """List the NCCI pairs; an edit stands at its column 1 code, beside its column 2 code."""
    edits = given(record.edits)
    for index, pair in enumerate(rows(edits.ptp) if edits is not None else ()):
        first, second = (record.code, pair.code) if pair.column == 2 else (pair.code, record.code)
        yield CodeUse(("edits", "ptp", index, "code"), first, qualifier=second, states=("edits", "ptp", index))
