"""A check of roles: organizations claim for what people perform, but for those that perform it themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from codepub.checks.check import WARNING, Breach, Subject
from codepub.checks.published import PublishedSets, published_check
from codepub.codesets.code_set import Entry
from codepub.patterns import compile_late
from codepub.records.named_codes import rows

_PERFORMS: Final = compile_late(
    r"\b(performs?|performing|operates?|operating (surgeon|provider)|renders?|rendering|carr(y|ies) out)\b",
    re.IGNORECASE,
)
"""What a role says of who performs; not of a place where something is performed."""

_CLAUSE_END: Final = compile_late(r"[.,;:–—](?=\s|$)|\s[–—]\s|\s(?:and|but|while)\s")
_BY_OTHERS: Final = compile_late(
    r"\b(?:not|never|no|nor|without|where|which|that|who|whose|its|their|for|under|to|when|while)\b|n['’]t\b"
    r"|\b(?:nurses?|surgeons?|physicians?|doctors?|therapists?|technologists?|technicians?|\w+ologists?|\w+etists?"
    r"|dentists?|podiatrists?|midwi(?:fe|ves)|assistants?|practitioners?|clinicians?|pharmacists?|staff|people|persons?"
    r"|employees?|teams?)\b",
    re.IGNORECASE,
)
"""Before the verb: words that deny it, or by which others than the organization perform."""

_PERFORMING_GROUPINGS: Final = frozenset({"agencies", "laboratories", "suppliers", "transportation services"})
_PERFORMING_CLASSIFICATIONS: Final = frozenset({"skilled nursing facility", "rehabilitation hospital"})
_PERFORMING_SPECIALIZATION: Final = compile_late(
    r"\b(ESRD|dialysis|mobile|rehabilitation|CORF|physical therapy)\b", re.IGNORECASE
)
"""The organizations that themselves do what they claim for, and not through a person who claims for it.

NUCC, Health Care Provider Taxonomy, groupings of its section Non-Individual: home health, hospice and nursing agencies,
laboratories, suppliers of equipment, drugs and blood, ambulances and other rides; dialysis and mobile imaging are
specializations of clinics. Therapy is claimed by rehabilitation agencies, comprehensive outpatient rehabilitation
facilities and skilled nursing facilities themselves (CMS, Medicare Claims Processing Manual, chapter 5, section 10).
"""


def _performs_itself(entry: Entry) -> bool:
    grouping, classification, specialization = (
        entry.facts.get(key, "") for key in ("grouping", "classification", "specialization")
    )
    return (
        grouping.lower() in _PERFORMING_GROUPINGS
        or classification.lower() in _PERFORMING_CLASSIFICATIONS
        or _PERFORMING_SPECIALIZATION.search(specialization) is not None
    )


def _says_performs(role: str) -> bool:
    """Tell whether a role says that its bearer performs, and not that it does not, or that others do."""
    for clause in _CLAUSE_END.split(" ".join(role.split())):
        performs = _PERFORMS.search(clause)
        if performs is not None and _BY_OTHERS.search(clause[: performs.start()]) is None:
            return True
    return False


@published_check(
    "organization-performs",
    WARNING,
    catches="An organization's taxonomy as performing provider.",
    example="261QR0200X performs",
)
def performing_organizations(subject: Subject, published: PublishedSets) -> Iterator[Breach]:
    """Find taxonomies of organizations whose role is to perform the service."""
    taxonomies = rows(subject.record.specifications.taxonomies)
    release = published.find_release("taxonomy", subject.record.effective) if taxonomies else None
    if release is None:
        return
    for index, row in enumerate(taxonomies):
        if not isinstance(row.role, str) or not _says_performs(row.role):
            continue
        entry = published.find_entry(release, row.taxonomy)
        if entry is not None and entry.facts.get("section") == "Non-Individual" and not _performs_itself(entry):
            yield Breach(
                ("specifications", "taxonomies", index, "taxonomy"),
                f"{row.taxonomy} is a taxonomy of organizations ({release}); it does not perform a service.",
                "Name the taxonomy of the person who performs it, or the organization's own role.",
            )


ORGANIZATION_CHECKS = (performing_organizations,)
