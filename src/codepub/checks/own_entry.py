"""The record's own code in a list of services: the row that Medicare's policy is read from."""

from __future__ import annotations

from typing import NamedTuple

from codepub.checks.check import Subject
from codepub.checks.published import PublishedSets
from codepub.codesets.code_set import Entry, Release, SetName
from codepub.codesets.in_force import AskedRelease
from codepub.records.codes import SERVICE_SYSTEMS


class OwnEntry(NamedTuple):
    """What a release says of the record's code."""

    release: Release | AskedRelease
    entry: Entry


def find_own_entry(subject: Subject, published: PublishedSets, name: SetName) -> OwnEntry | None:
    """Find the record's own code in a set of CPT and HCPCS codes; None where either is not there."""
    record = subject.record
    if record.system not in SERVICE_SYSTEMS:
        return None
    release = published.find_release(name, record.effective)
    entry = published.find_entry(release, record.code) if release is not None else None
    return OwnEntry(release, entry) if release is not None and entry is not None else None
