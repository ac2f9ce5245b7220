"""The record: what authors write about one billing code."""

from __future__ import annotations

from typing import Annotated, Final, Literal, get_args

from pydantic import Field, Strict, StringConstraints

from codepub.origin import CodeSystem, RecordId
from codepub.records.address import Address
from codepub.records.availability import Available, Frozen
from codepub.records.codes import CODE_PATTERNS, MODIFIER, POS, TAXONOMY, record_id
from codepub.records.days import Day
from codepub.records.parts import Benchmark, CoveragePolicy, Crosswalks, Denial, Edits, Payment
from codepub.records.text import Code, Name, Phrase, Prose, shape_hint

Status = Literal["draft", "released"]
"""Whether somebody has released a publication; the mark of a draft depends on this alone."""

STATUSES: Final[tuple[Status, ...]] = get_args(Status)


class Summary(Frozen):
    """What the code is and why it matters."""

    meaning: Available[Prose] = Field(
        title="Meaning",
        description="What the code means and why coding it exactly matters, in your own words.",
        examples=["CPT code 32120 reports opening the chest again after an earlier operation there."],
    )
    payers: Available[tuple[Name, ...]] = Field(
        title="Payers",
        description="The payers discussed; the sentence that names them is made from this list.",
        examples=[["Aetna", "Medicare"]],
    )
    scope: Available[Prose] = Field(
        title="Scope",
        description="What readers will find in this publication.",
        examples=["Readers will find when the code is meant and the modifiers that surgeons report with it."],
    )


class SiteOfService(Frozen):
    """Where the service is typically done."""

    text: Available[Phrase] = Field(
        title="Text", description="The site in words.", examples=["Inpatient operating room of a hospital"]
    )
    pos: Available[tuple[Annotated[Name, shape_hint(POS)], ...]] = Field(
        title="Places of service",
        description="CMS place-of-service codes, each in quotes.",
        examples=[["21", "22"]],
    )


class Overview(Frozen):
    """The billing code at a glance."""

    description: Available[Prose] = Field(
        title="Description",
        description="What is done, paraphrased; never the wording of a licensed code set.",
        examples=["An incision into the chest to find or treat a complication of an earlier procedure."],
    )
    service_type: Available[Phrase] = Field(
        title="Service type", description="The kind of service.", examples=["Surgical — thoracic re-exploration"]
    )
    site_of_service: Available[SiteOfService] = Field(
        title="Typical site of service",
        description="Where it is typically done, in words and as place-of-service codes.",
        examples=[{"text": "Inpatient operating room", "pos": ["21"]}],
    )


class ModifierRow(Frozen):
    """A modifier and when it goes with the code."""

    modifier: Annotated[Name, shape_hint(MODIFIER)] = Field(
        title="Modifier", description="Two characters, in quotes.", examples=["78"]
    )
    description: Available[Phrase] = Field(
        title="Description",
        description="What the modifier says, paraphrased.",
        examples=["Unplanned return to the operating room for a related complication"],
    )
    when_to_use: Available[Phrase] = Field(
        title="When to use",
        description="When it goes with this code.",
        examples=["The same surgeon re-opens the chest within the global period for bleeding"],
    )


class DiagnosisRow(Frozen):
    """A diagnosis that supports the service."""

    code: Annotated[Name, shape_hint(CODE_PATTERNS["ICD-10-CM"])] = Field(
        title="ICD-10-CM", description="A billable ICD-10-CM code with its dot.", examples=["J95.830"]
    )
    description: Available[Phrase] = Field(
        title="Description",
        description="The condition.",
        examples=["Hemorrhage of a respiratory organ after a respiratory procedure"],
    )
    rationale: Available[Phrase] = Field(
        title="Rationale", description="Why it supports the service.", examples=["The usual cause of the return"]
    )


class TaxonomyRow(Frozen):
    """A kind of provider and its role in the service."""

    taxonomy: Annotated[Name, shape_hint(TAXONOMY)] = Field(
        title="Taxonomy", description="A NUCC taxonomy code, ten characters.", examples=["208G00000X"]
    )
    provider: Available[Phrase] = Field(title="Provider", description="The kind of provider.", examples=["Surgeon"])
    role: Available[Phrase] = Field(title="Role", description="What it does here.", examples=["Operates and reports"])


class RelatedCodeRow(Frozen):
    """A code that stands near this one."""

    system: CodeSystem = Field(title="System", description="The related code's system.", examples=["CPT"])
    code: Code = Field(title="Code", description="The related code, in quotes.", examples=["32110"])
    description: Available[Phrase] = Field(
        title="Description", description="What it reports, paraphrased.", examples=["Opening the chest after an injury"]
    )
    relationship: Available[Phrase] = Field(
        title="Relationship", description="How it relates to this code.", examples=["Often the first operation"]
    )


class Specifications(Frozen):
    """The clinical picture and the codes that go with it."""

    clinical_context: Available[Prose] = Field(
        title="Clinical context",
        description="The typical patient, presentation and evaluation.",
        examples=["The patient is typically an adult some hours after thoracic surgery."],
    )
    workflow: Available[tuple[Phrase, ...]] | None = Field(
        default=None,
        title="Workflow",
        description="The steps of care in order, where they are given as steps.",
        examples=[["Resuscitation and stabilization", "Consent"]],
    )
    modifiers: Available[tuple[ModifierRow, ...]] = Field(
        title="Modifiers",
        description="Modifiers that go with the code; [] where there are none.",
        examples=[[{"modifier": "78", "description": "Unplanned return", "when_to_use": "Bleeding"}]],
    )
    diagnoses: Available[tuple[DiagnosisRow, ...]] = Field(
        title="Diagnosis pairings",
        description="ICD-10-CM codes that support the service; [] where there are none.",
        examples=[{"unavailable": "unknown"}],
    )
    taxonomies: Available[tuple[TaxonomyRow, ...]] = Field(
        title="Associated taxonomies",
        description="Kinds of providers; [] where there are none.",
        examples=[{"unavailable": "not-asked", "owner": "coding desk"}],
    )
    related_codes: Available[tuple[RelatedCodeRow, ...]] = Field(
        title="Related codes",
        description="Codes that stand near this one; [] where there are none.",
        examples=[[]],
    )


class Source(Frozen):
    """Where a statement comes from."""

    id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$")] = Field(
        title="Id", description="A short name to cite the source by: [^id] in prose.", examples=["rvu25d"]
    )
    title: Name = Field(title="Title", description="The source's title.", examples=["Relative value files"])
    publisher: Name = Field(title="Publisher", description="Who published it.", examples=["CMS"])
    url: Address | None = Field(
        default=None, title="Address", description="Where it stands on the web.", examples=["https://www.cms.gov/"]
    )
    published: Day | None = Field(
        default=None, alias="date", title="Date", description="The day it was published.", examples=["2025-10-01"]
    )
    retrieved: Day | None = Field(
        default=None, title="Retrieved", description="The day it was read.", examples=["2026-11-01"]
    )


class CodeSummary(Frozen):
    """One publication about one billing code."""

    @property
    def id(self) -> RecordId:
        """The name of the record: its system and its code."""
        return record_id(self.system, self.code)

    system: CodeSystem = Field(
        title="Code system", description="The code's system: declared, never guessed.", examples=["CPT"]
    )
    code: Code = Field(title="Code", description="The code, in quotes.", examples=["32120"])
    title: Name = Field(
        title="Title",
        description="What the code is, in your own words; printed as written.",
        examples=["Thoracotomy for Surgical Re-exploration"],
    )
    edition: Annotated[int, Strict(), Field(ge=1966, le=2999)] = Field(
        title="Edition", description="The code set's year this publication is made for.", examples=[2026]
    )
    effective: Day = Field(
        title="Effective", description="The first day the publication holds for.", examples=["2026-01-01"]
    )
    ends: Day | None = Field(
        default=None, title="Ends", description="The last day it holds for.", examples=["2026-12-31"]
    )
    supersedes: Code | None = Field(
        default=None,
        title="Supersedes",
        description="The code of the same system that this one replaced.",
        examples=["32100"],
    )
    replaced_by: Code | None = Field(
        default=None,
        title="Replaced by",
        description="The code of the same system that replaced this one.",
        examples=["32110"],
    )
    status: Status = Field(
        default="draft",
        title="Status",
        description="draft until somebody releases the publication: `codepub release` sets it and checks first.",
        examples=["released"],
    )
    published: Day | None = Field(
        default=None, title="Published", description="The day the publication came out.", examples=["2026-02-01"]
    )
    audience: Name = Field(
        default="national", title="Audience", description="Whom it is written for.", examples=["national"]
    )
    tags: tuple[Name, ...] = Field(
        default=(),
        title="Tags",
        description="Words to gather publications by, in lists and books.",
        examples=[["thoracic"]],
    )
    summary: Summary = Field(title="Summary", description="What the code is and why it matters.")
    overview: Overview = Field(title="Overview", description="The billing code at a glance.")
    specifications: Specifications = Field(
        title="Specifications", description="The clinical picture and the codes that go with it."
    )
    payment: Available[Payment] | None = Field(
        default=None,
        title="Payment",
        description="How Medicare pays: values of the physician fee schedule.",
        examples=[{"unavailable": "not-asked"}],
    )
    edits: Available[Edits] | None = Field(
        default=None,
        title="Edits",
        description="National Correct Coding Initiative edits.",
        examples=[{"unavailable": "not-asked"}],
    )
    crosswalks: Available[Crosswalks] | None = Field(
        default=None,
        title="Crosswalks",
        description="The same service in other systems.",
        examples=[{"unavailable": "not-applicable"}],
    )
    coverage: Available[tuple[CoveragePolicy, ...]] | None = Field(
        default=None,
        title="Coverage policies",
        description="National, local and payers' policies; [] where there are none.",
        examples=[[], {"unavailable": "not-asked"}],
    )
    denials: Available[tuple[Denial, ...]] | None = Field(
        default=None,
        title="Denials",
        description="Why claims are denied, and how that is prevented.",
        examples=[[], {"unavailable": "unknown"}],
    )
    benchmarks: Available[tuple[Benchmark, ...]] | None = Field(
        default=None,
        title="Reimbursement benchmarks",
        description="What payers pay.",
        examples=[{"unavailable": "asked-unknown", "since": "2026-11-02"}],
    )
    documentation_tips: Available[tuple[Phrase, ...]] | None = Field(
        default=None,
        title="Documentation tips",
        description="What the record of care should say.",
        examples=[["Say whether the return was planned"]],
    )
    coding_tips: Available[tuple[Phrase, ...]] | None = Field(
        default=None,
        title="Coding tips",
        description="What coders should know.",
        examples=[["Report the first operation separately"]],
    )
    sources: tuple[Source, ...] = Field(
        default=(),
        title="Sources",
        description="Where the statements come from, in the order of their numbers.",
        examples=[[{"id": "rvu25d", "title": "Relative value files", "publisher": "CMS"}]],
    )
