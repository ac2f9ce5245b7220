"""What publishers say of the use of their code sets, and where a set is to be had."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from codepub.codesets.code_set import FAMILIES, SetName

_CMS: Final = "Published by CMS; a work of the US Government."
_CPT: Final = (
    "Published by CMS. Lists CPT codes, which are copyright of the American Medical Association: use them under your "
    "own CPT license. Their descriptions are not kept."
)

_X12: Final = "Copyright X12; use of the list needs a license from x12.org."

TERMS: Final[Mapping[SetName, str]] = {
    "icd-10-cm": "Published by CDC/NCHS under WHO's authorization; free of charge.",
    "icd-10-pcs": _CMS,
    "hcpcs": f"{_CMS} Dental codes (D) belong to the American Dental Association and are left out.",
    "hcpcs-modifiers": _CMS,
    "taxonomy": "Copyright American Medical Association for NUCC; commercial use needs a license from nucc.org.",
    "pos": _CMS,
    "ms-drg": _CMS,
    "mpfs": _CPT,
    "opps": _CPT,
    **dict.fromkeys((*FAMILIES["ncci-ptp"], *FAMILIES["ncci-mue"]), _CPT),
    **dict.fromkeys(("carc", "rarc"), _X12),
}

SOURCES: Final[Mapping[SetName, str]] = {
    "icd-10-cm": "Code Descriptions in Tabular Order, zip, on cms.gov under Medicare, Coding, ICD-10 codes",
    "icd-10-pcs": "ICD-10-PCS Order File, zip, on cms.gov under Medicare, Coding, ICD-10 codes",
    "hcpcs": "Alpha-Numeric HCPCS File, zip, on cms.gov under HCPCS, Quarterly Update",
    "hcpcs-modifiers": "in the Alpha-Numeric HCPCS File; comes with hcpcs",
    "taxonomy": "nucc_taxonomy_NNN.csv on nucc.org under Code Sets, Taxonomy, CSV",
    "pos": "ships with codepub",
    "ms-drg": "Table 5 of the IPPS final rule, zip, on cms.gov under Acute Inpatient PPS, Final Rule Home Page",
    "mpfs": "RVUnnX zip (PPRRVU file) on cms.gov under Physician Fee Schedule, PFS Relative Value Files",
    "opps": "Addendum B, zip, on cms.gov under Hospital Outpatient PPS, Addendum A and Addendum B Updates",
    "ncci-ptp-practitioner": "Practitioner PTP edits, all zips of a quarter, on cms.gov under NCCI, Medicare PTP Edits",
    "ncci-ptp-hospital": "Hospital PTP edits, all zips of a quarter, on cms.gov under NCCI, Medicare PTP Edits",
    "ncci-mue-practitioner": "Practitioner Services MUE Table, zip, on cms.gov under NCCI, Medically Unlikely Edits",
    "ncci-mue-outpatient": "Outpatient Services MUE Table, zip, on cms.gov under NCCI, Medically Unlikely Edits",
    "ncci-mue-dme": "DME Supplier Services MUE Table, zip, on cms.gov under NCCI, Medically Unlikely Edits",
    "carc": "Claim Adjustment Reason Codes on x12.org under External Code Lists, saved as a table",
    "rarc": "Remittance Advice Remark Codes on x12.org under External Code Lists, saved as a table",
}
"""How to get a set, in words: addresses at cms.gov change every few months, names of files do not."""
