"""Texts of records for tests: a sound one, parts of it replaced, and the place of a mistake marked in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from codepub.loading.load_file import CheckContext, LoadedFile, load_file
from codepub.records.code_summary import CodeSummary
from codepub.records.kinds import CODE_SUMMARY

TODAY = date(2026, 11, 23)

RECORD = """\
system: CPT
code: "32120"
title: Thoracotomy for re-exploration
edition: 2026
effective: 2026-01-01
tags: [thoracic]
summary:
  meaning: The chest is opened again after an operation.
  payers: [Aetna, Medicare]
  scope: When the code is meant.
overview:
  description: The chest wall is opened through the earlier incision.
  service_type: Surgical
  site_of_service:
    text: Operating room of a hospital
    pos: ["21"]
specifications:
  clinical_context: |
    The patient bleeds some hours after surgery.

    A surgeon decides.
  modifiers:
    - modifier: "78"
      description: A return nobody planned
      when_to_use: The usual case.
    - modifier: "62"
      description: Two surgeons
      when_to_use: {unavailable: unknown}
  diagnoses:
    - code: J95.830
      description: Bleeding after surgery
      rationale: The usual cause
  taxonomies:
    - {taxonomy: 208G00000X, provider: Surgeon, role: Operates}
  related_codes:
    - system: CPT
      code: "32110"
      description: Opening the chest after an injury
      relationship: Often the first operation
sources:
  - {id: rvu25d, title: Relative value files, publisher: CMS}
"""
"""A sound record, in which each line but two occurs once."""

VOLATILE = "source: rvu25d, vintage: October 2025, retrieved: 2026-11-01"


def record_text(*replaced: tuple[str, str]) -> str:
    """Give the sound record with parts replaced, each of which must stand in it exactly once."""
    text = RECORD
    for old, new in replaced:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the record"
        text = text.replace(old, new)
    return text


@dataclass(frozen=True, slots=True)
class Case:
    """A mistake: what is replaced in the sound record, the diagnostic it gives, and the place, marked with « and »."""

    rule: str
    message: str
    hint: str
    replaced: tuple[tuple[str, str], ...]
    name: str

    @property
    def marked(self) -> str:
        """The text of the record, with its marks."""
        return record_text(*self.replaced)

    @property
    def text(self) -> str:
        """The text of the record."""
        return self.marked.replace("«", "").replace("»", "")

    @property
    def place(self) -> tuple[int, int, int]:
        """Line and column from 1, and the width, of what is marked."""
        before, inside, _ = self.marked.replace("»", "«").split("«")
        return before.count("\n") + 1, len(before) - before.rfind("\n"), len(inside)


def case(rule: str, message: str, hint: str, *replaced: tuple[str, str], name: str = "cpt/32120.yaml") -> Case:
    """Make a case; ``message`` and ``hint`` are words that stand in those of the diagnostic."""
    return Case(rule, message, hint, replaced, name)


def rule_id(value: object) -> str:
    """Name a case in the output of pytest."""
    return value.rule if isinstance(value, Case) else ""


def assert_found(content: Path, wanted: Case, today: date = TODAY) -> None:
    """Assert that the mistake of a case gives its diagnostic, at its place, and no other."""
    found = load_text(content, wanted.text, wanted.name, today).diagnostics
    assert [one.rule for one in found] == [wanted.rule], "\n".join(f"{one.rule}: {one.message}" for one in found)
    (only,) = found
    assert only.position is not None
    assert (only.position.line, only.position.column, only.position.width) == wanted.place
    assert wanted.message in only.message
    assert wanted.hint in (only.hint or "")


def write_record(content: Path, text: str, name: str = "cpt/32120.yaml") -> Path:
    """Write a record below a content folder."""
    file = content / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode())
    return file


def load_text(content: Path, text: str, name: str = "cpt/32120.yaml", today: date = TODAY) -> LoadedFile[CodeSummary]:
    """Write a record below a content folder and load it by itself."""
    return load_file(CODE_SUMMARY, content, write_record(content, text, name), CheckContext(today))


def sound_record(content: Path, *replaced: tuple[str, str], name: str = "cpt/32120.yaml") -> CodeSummary:
    """Give the record of the text with parts replaced, which must have no mistakes."""
    loaded = load_text(content, record_text(*replaced), name)
    assert loaded.diagnostics == ()
    assert loaded.record is not None
    return loaded.record
