from __future__ import annotations

from datetime import date

import pytest

from codepub.codesets.code_set import SetName
from codepub.codesets.vintage import vintage_of


@pytest.mark.parametrize(
    ("name", "file", "label", "effective"),
    [
        ("icd-10-cm", "icd10cm-order-2027.txt", "FY 2027", date(2026, 10, 1)),
        ("icd-10-cm", "icd10cm_order_2026.txt", "FY 2026", date(2025, 10, 1)),
        ("icd-10-cm", "icd10cm-order-April-1-2026.txt", "April 2026", date(2026, 4, 1)),
        ("icd-10-cm", "icd10cm-codes-April-2026.txt", "April 2026", date(2026, 4, 1)),
        ("icd-10-cm", "icd10cm_2026-04_codes.tsv", "April 2026", date(2026, 4, 1)),
        ("icd-10-pcs", "icd10pcs_codes_2024.txt", "FY 2024", date(2023, 10, 1)),
        ("hcpcs", "HCPC2020_OCT_ANWEB.xlsx", "October 2020", date(2020, 10, 1)),
        ("hcpcs", "HCPC2026_JUL_CONTR_ANWEB.txt", "July 2026", date(2026, 7, 1)),
        ("hcpcs", "hcpcs_l2_2022.csv", "2022", date(2022, 1, 1)),
        ("mpfs", "PPRRVU2025_Oct.csv", "October 2025", date(2025, 10, 1)),
        ("mpfs", "PPRRVU25_JAN.csv", "January 2025", date(2025, 1, 1)),
        ("mpfs", "mpfs_rvu25d_indicators.csv", "October 2025", date(2025, 10, 1)),
        ("opps", "April 2026 Web Addendum B.csv", "April 2026", date(2026, 4, 1)),
        ("opps", "opps_addendum_b_2026-04_si.csv", "April 2026", date(2026, 4, 1)),
        ("taxonomy", "nucc_taxonomy_250.csv", "v25.0", date(2025, 1, 1)),
        ("taxonomy", "nucc_taxonomy_261.csv", "v26.1", date(2026, 7, 1)),
        ("ms-drg", "msdrg_v43.1.csv", "v43.1", date(2026, 4, 1)),
        ("ms-drg", "msdrg_v44.csv", "v44", date(2026, 10, 1)),
        ("ncci-ptp-practitioner", "ccipra-v323r0-f1.txt", "v32.3", date(2026, 10, 1)),
        ("ncci-ptp-practitioner", "ccioph-v310r1-f4.xlsx", "v31.0", date(2025, 1, 1)),
        (
            "ncci-mue-practitioner",
            "MCR_MUE_PractitionerServices_Eff_10-01-2026.csv",
            "October 2026",
            date(2026, 10, 1),
        ),
    ],
)
def test_a_release_is_told_by_the_name_of_its_file(name: SetName, file: str, label: str, effective: date) -> None:
    vintage = vintage_of(name, file)
    assert vintage is not None
    assert (vintage.label, vintage.effective) == (label, effective)


@pytest.mark.parametrize(
    "name",
    ["icd-10-cm", "hcpcs", "mpfs", "opps", "taxonomy", "ms-drg", "ncci-ptp-practitioner", "ncci-mue-practitioner"],
)
def test_a_name_that_says_nothing_is_not_guessed_from(name: SetName) -> None:
    assert vintage_of(name, "codes.txt") is None
