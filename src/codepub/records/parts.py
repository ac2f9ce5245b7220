"""The optional parts of a record: what professional references carry, under the field's standard names."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field, Strict, StringConstraints

from codepub.origin import CodeSystem
from codepub.records.address import Address
from codepub.records.availability import Available, Frozen
from codepub.records.codes import CARC, MS_DRG, RARC
from codepub.records.days import Day
from codepub.records.numbers import Amount
from codepub.records.text import Code, Name, Phrase, shape_hint

Count = Annotated[int, Strict(), Field(ge=0)]
Indicator = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]$")]
"""One character of the physician fee schedule, in quotes."""


_CROSSWALK_EXAMPLE: Final = {
    "code": "0W390ZZ",
    "description": "Control bleeding in a pleural cavity, open",
    "source": "pcs",
    "vintage": "FY 2026",
    "retrieved": "2026-11-01",
}
_HCPCS_EXAMPLE: Final = {
    **_CROSSWALK_EXAMPLE,
    "code": "C7513",
    "description": "A service of the hospital outpatient side",
}
_ANESTHESIA_EXAMPLE: Final = {
    **_CROSSWALK_EXAMPLE,
    "code": "00540",
    "description": "Anesthesia for chest surgery",
}


class Volatile(Frozen):
    """What changes with the quarter: where a value was read, in which vintage, and when."""

    source: Name = Field(title="Source", description="The id of an entry in `sources`.", examples=["rvu25d"])
    vintage: Name = Field(title="Vintage", description="The release it was read in.", examples=["October 2025"])
    retrieved: Day = Field(title="Retrieved", description="The day it was read.", examples=["2026-11-01"])


class Payment(Volatile):
    """Values of the Medicare physician fee schedule (CMS, PPRRVU file)."""

    work_rvu: Available[Amount] = Field(
        title="Work RVU", description="Relative value units for the physician's work.", examples=[1.92]
    )
    practice_expense_rvu_facility: Available[Amount] = Field(
        title="Practice expense RVU, facility", description="Practice expense units in a facility.", examples=[0.81]
    )
    practice_expense_rvu_nonfacility: Available[Amount] = Field(
        title="Practice expense RVU, non-facility",
        description="Practice expense units outside a facility; not-applicable where the schedule says NA.",
        examples=[{"unavailable": "not-applicable"}],
    )
    malpractice_rvu: Available[Amount] = Field(
        title="Malpractice RVU", description="Units for malpractice insurance.", examples=[0.16]
    )
    global_days: Available[Annotated[str, StringConstraints(pattern=r"^(000|010|090|MMM|XXX|YYY|ZZZ)$")]] = Field(
        title="Global days", description="The global period, in quotes.", examples=["090"]
    )
    status_indicator: Available[Indicator] = Field(
        title="Status indicator", description="The schedule's status code.", examples=["A"]
    )
    pc_tc: Available[Indicator] = Field(
        title="PC/TC indicator", description="Professional and technical component.", examples=["0"]
    )
    bilateral: Available[Indicator] = Field(
        title="Bilateral indicator", description="Whether modifier 50 is paid.", examples=["0"]
    )
    assistant: Available[Indicator] = Field(
        title="Assistant at surgery indicator", description="Whether an assistant is paid.", examples=["2"]
    )
    co_surgeon: Available[Indicator] = Field(
        title="Co-surgeon indicator", description="Whether two surgeons are paid.", examples=["1"]
    )
    team: Available[Indicator] = Field(
        title="Team surgery indicator", description="Whether a team is paid.", examples=["0"]
    )


class ProcedurePair(Volatile):
    """A procedure-to-procedure edit with another code."""

    system: CodeSystem = Field(title="System", description="The other code's system.", examples=["CPT"])
    code: Code = Field(title="Code", description="The other code, in quotes.", examples=["32551"])
    column: Literal[1, 2] = Field(
        title="Column", description="The column in which the other code stands.", examples=[2]
    )
    modifier_indicator: Literal["0", "1", "9"] = Field(
        title="Modifier indicator",
        description="0: no modifier bypasses the edit; 1: one may; 9: the edit was deleted.",
        examples=["1"],
    )
    rationale: Available[Phrase] = Field(
        title="Rationale", description="Why the edit is there.", examples=["Part of the larger service"]
    )


class UnitsEdit(Volatile):
    """A medically unlikely edit (MUE)."""

    units: Count = Field(title="Units", description="The most units for one patient on one day.", examples=[1])
    adjudication: Literal["1", "2", "3"] = Field(
        title="MUE adjudication indicator",
        description="1: claim line; 2: Day of service, policy; 3: Day of service, clinical.",
        examples=["3"],
    )
    rationale: Available[Phrase] = Field(
        title="Rationale", description="The edit's rationale as CMS gives it.", examples=["Clinical: data"]
    )


class Edits(Frozen):
    """National Correct Coding Initiative edits (CMS)."""

    ptp: Available[tuple[ProcedurePair, ...]] = Field(
        title="Procedure-to-procedure edits",
        description="Pairs that are not paid together; [] where there are none.",
        examples=[[], {"unavailable": "unknown"}],
    )
    mue: Available[UnitsEdit] = Field(
        title="Medically unlikely edit", description="The units limit.", examples=[{"unavailable": "unknown"}]
    )


class CrosswalkRow(Volatile):
    """A code of another system for the same service."""

    code: Code = Field(title="Code", description="The other system's code, in quotes.", examples=["0W390ZZ"])
    description: Available[Phrase] = Field(
        title="Description", description="What it reports.", examples=["Control bleeding in a pleural cavity, open"]
    )


class DrgGroup(Frozen):
    """One MS-DRG."""

    drg: Annotated[Name, shape_hint(MS_DRG)] = Field(
        title="MS-DRG", description="Three digits, in quotes.", examples=["163"]
    )
    description: Available[Phrase] = Field(
        title="Description", description="The group's title.", examples=["Major chest procedures with MCC"]
    )


class DrgSet(Volatile):
    """MS-DRGs that a stay may group to, and on what condition."""

    condition: Available[Phrase] = Field(
        title="Condition",
        description="When a stay groups to these; the group depends on the whole stay.",
        examples=["Principal diagnosis in MDC 4"],
    )
    groups: tuple[DrgGroup, ...] = Field(
        title="Groups",
        description="The groups, by severity.",
        min_length=1,
        examples=[[{"drg": "163", "description": "Major chest procedures with MCC"}]],
    )


class Crosswalks(Frozen):
    """The same service in other systems; each only where the record gives it."""

    icd_10_pcs: Available[tuple[CrosswalkRow, ...]] | None = Field(
        default=None,
        title="ICD-10-PCS",
        description="Procedure codes of the inpatient side.",
        examples=[[_CROSSWALK_EXAMPLE]],
    )
    hcpcs: Available[tuple[CrosswalkRow, ...]] | None = Field(
        default=None, title="HCPCS Level II", description="Codes of HCPCS Level II.", examples=[[_HCPCS_EXAMPLE], []]
    )
    anesthesia: Available[tuple[CrosswalkRow, ...]] | None = Field(
        default=None,
        title="Anesthesia",
        description="Anesthesia codes of CPT.",
        examples=[[_ANESTHESIA_EXAMPLE]],
    )
    ms_drg: Available[tuple[DrgSet, ...]] | None = Field(
        default=None,
        title="MS-DRG",
        description="Sets of groups, each with its condition.",
        examples=[{"unavailable": "not-applicable"}],
    )


class CoveragePolicy(Volatile):
    """A policy that says when the service is covered."""

    kind: Literal["NCD", "LCD", "Article", "Payer policy"] = Field(
        title="Kind",
        description="National or local determination, billing article, or a payer's policy.",
        examples=["NCD"],
    )
    number: Available[Name] = Field(title="Number", description="The policy's number.", examples=["220.1"])
    title: Name = Field(title="Title", description="The policy's title.", examples=["Computed tomography"])
    payer: Name = Field(title="Payer", description="Whose policy it is.", examples=["Medicare"])
    effective: Available[Day] = Field(title="Effective", description="Since when it holds.", examples=["2008-03-12"])
    url: Address | None = Field(
        default=None, title="Address", description="Where it stands on the web.", examples=["https://www.cms.gov/"]
    )
    says: Available[Phrase] = Field(
        title="Says", description="What it means for this code.", examples=["Covered where the indication is written"]
    )


class Denial(Volatile):
    """A reason for which claims are denied."""

    carc: Annotated[str, StringConstraints(pattern=f"^({CARC.pattern})$")] = Field(
        title="CARC", description="Claim adjustment reason code, in quotes.", examples=["97"]
    )
    rarc: Available[Annotated[str, StringConstraints(pattern=f"^{RARC.pattern}$")]] = Field(
        title="RARC", description="Remittance advice remark code.", examples=["N20"]
    )
    reason: Available[Phrase] = Field(
        title="Reason", description="What happened.", examples=["Counted as part of the first operation"]
    )
    prevention: Available[Phrase] = Field(
        title="Prevention", description="How it is prevented.", examples=["Report modifier 78 with the return"]
    )


PERCENTILES: Final = ("p10", "p25", "p50", "p75", "p90")
"""The fields of a benchmark that are percentiles, from the lowest."""


class Benchmark(Volatile):
    """What a payer pays: percentiles in US dollars."""

    payer: Name = Field(title="Payer", description="Whose rates.", examples=["Commercial, all"])
    geography: Name = Field(title="Geography", description="Where.", examples=["National"])
    rate_type: Name = Field(title="Rate type", description="Professional, facility, …", examples=["Professional"])
    p10: Available[Amount] = Field(title="10th percentile", description="US dollars.", examples=[610.00])
    p25: Available[Amount] = Field(title="25th percentile", description="US dollars.", examples=[720.00])
    p50: Available[Amount] = Field(title="Median", description="US dollars.", examples=[905.00])
    p75: Available[Amount] = Field(title="75th percentile", description="US dollars.", examples=[1210.00])
    p90: Available[Amount] = Field(title="90th percentile", description="US dollars.", examples=[1600.00])
    count: Available[Count] = Field(title="Count", description="How many rates were counted.", examples=[1200])
    month: Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")] = Field(
        title="Month", description="The month the rates are of, in quotes.", examples=["2026-09"]
    )
