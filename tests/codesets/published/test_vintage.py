from __future__ import annotations

from datetime import date

import pytest

from codepub.codesets.code_set import SetName
from codepub.codesets.published.vintage import ContradictionError, read_vintage, reconcile


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
        ("icd-10-cm", "october-1-2025-code-descriptions.zip", "FY 2026", date(2025, 10, 1)),
        ("icd-10-cm", "2024-code-descriptions-updated-02-01-2024.zip", "FY 2024", date(2023, 10, 1)),
        ("ncci-mue-dme", "medicare-ncci-2026-q2-dme-supplier-services-mue-table.zip", "April 2026", date(2026, 4, 1)),
        ("opps", "2026-marked-addendum-b.csv", "2026", date(2026, 1, 1)),
        ("opps", "addendum-b-10-2026.zip", "October 2026", date(2026, 10, 1)),
        ("opps", "addendum_b_20261001.csv", "October 2026", date(2026, 10, 1)),
        ("opps", "addendum-b-202607.csv", "July 2026", date(2026, 7, 1)),
        ("opps", "Q3 2026 Addendum B.csv", "July 2026", date(2026, 7, 1)),
        ("opps", "addendum_b_26Q3.csv", "July 2026", date(2026, 7, 1)),
        ("opps", "q1-27-addendum-b.csv", "January 2027", date(2027, 1, 1)),
        ("opps", "2026-april-opps-addendum-b.zip", "April 2026", date(2026, 4, 1)),
        ("opps", "july-2026-opps-addendum-b.zip", "July 2026", date(2026, 7, 1)),
        ("hcpcs", "HCPC26_OCT_ANWEB.xlsx", "October 2026", date(2026, 10, 1)),
        ("hcpcs", "hcpcs-oct26.csv", "October 2026", date(2026, 10, 1)),
        ("hcpcs", "january-01-2027-alpha-numeric.zip", "January 2027", date(2027, 1, 1)),
        ("icd-10-cm", "icd10cm-order-fy2027.txt", "FY 2027", date(2026, 10, 1)),
        ("mpfs", "physician-fee-schedule-july-2026.zip", "July 2026", date(2026, 7, 1)),
        ("mpfs", "PPRRVU2026_Jul_nonQPP.csv", "July 2026", date(2026, 7, 1)),
        ("mpfs", "rvu26a-updated-12-29-2025.zip", "January 2026", date(2026, 1, 1)),
        ("taxonomy", "NUCC Taxonomy v26.1.csv", "v26.1", date(2026, 7, 1)),
        ("ms-drg", "CMS-1833-F Table 5 FY 2026.txt", "v43", date(2025, 10, 1)),
        ("ms-drg", "MS-DRG version 43.1 list.csv", "v43.1", date(2026, 4, 1)),
        ("ncci-ptp-hospital", "medicare-ncci-2026-q4-hospital-ptp-edits.zip", "v32.3", date(2026, 10, 1)),
        ("ncci-mue-dme", "MCR_MUE_DMESupplierServices_Eff_07-01-2026.csv", "July 2026", date(2026, 7, 1)),
    ],
)
def test_a_release_is_told_by_the_name_of_its_file(name: SetName, file: str, label: str, effective: date) -> None:
    vintage = read_vintage(name, file)
    assert vintage is not None
    assert (vintage.label, vintage.effective) == (label, effective)


@pytest.mark.parametrize(
    "name",
    ["icd-10-cm", "hcpcs", "mpfs", "opps", "taxonomy", "ms-drg", "ncci-ptp-practitioner", "ncci-mue-practitioner"],
)
@pytest.mark.parametrize("file", ["codes.txt", "icd10_oct.txt", "notes of 01 march.txt", "version a.txt", "faq3.txt"])
def test_a_name_that_says_nothing_is_not_guessed_from(name: SetName, file: str) -> None:
    assert read_vintage(name, file) is None


@pytest.mark.parametrize(
    ("name", "names", "label"),
    [
        ("icd-10-cm", ("icd10cm_order_2026.txt", "april-1-2026-code-descriptions-in-tabular-order.zip"), "April 2026"),
        ("icd-10-cm", ("icd10cm_order_2026.txt", "2026-code-descriptions-in-tabular-order.zip"), "FY 2026"),
        ("icd-10-cm", ("icd10cm_order_2026.txt", "April 1 2026 release", "codes.zip"), "April 2026"),
        ("icd-10-pcs", ("icd10pcs_order_2026.txt", "april-1-2026-icd-10-pcs-order-file.zip"), "April 2026"),
        ("ms-drg", ("msdrg_v43.csv", "definitions-v43.1.zip"), "v43.1"),
        ("hcpcs", ("hcpcs_2026.csv", "april-2026-alpha-numeric-hcpcs-file.zip"), "April 2026"),
        ("mpfs", ("PPRRVU2026_Apr.csv", "rvu26b.zip"), "April 2026"),
        ("opps", ("addendum_b_2026.csv", "april-2026-opps-addendum-b.zip"), "April 2026"),
        ("ncci-ptp-practitioner", ("ccipra-v323r0-f1.txt", "medicare-ncci-2026-q4-ptp-edits.zip"), "v32.3"),
        ("ncci-mue-dme", ("mue.csv", "medicare-ncci-2026-q4-dme-mue-table.zip"), "October 2026"),
    ],
)
def test_of_several_names_the_more_exact_one_counts(name: SetName, names: tuple[str, ...], label: str) -> None:
    found = reconcile(name, names)
    assert found is not None
    assert found.label == label


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("icd-10-cm", ("icd10cm-order-April-2026.txt", "october-1-2025-code-descriptions.zip")),
        ("icd-10-cm", ("icd10cm_order_2025.txt", "april-1-2026-code-descriptions.zip")),
        ("icd-10-pcs", ("icd10pcs_order_2025.txt", "2026-icd-10-pcs-order-file.zip")),
        ("ms-drg", ("msdrg_v43.1.csv", "definitions-v44.zip")),
        ("hcpcs", ("HCPC2026_JAN_ANWEB.xlsx", "april-2026-alpha-numeric-hcpcs-file.zip")),
        ("mpfs", ("PPRRVU2026_Jan.csv", "rvu26b.zip")),
        ("opps", ("January 2026 Web Addendum B.csv", "april-2026-opps-addendum-b.zip")),
        ("ncci-ptp-practitioner", ("ccipra-v322r0-f1.txt", "ccipra-v323r0-f1.zip")),
        ("ncci-mue-dme", ("MCR_MUE_DMESupplierServices_Eff_07-01-2026.csv", "ncci-2026-q4-dme-mue-table.zip")),
    ],
)
def test_names_that_cannot_both_be_right_are_told_both(name: SetName, names: tuple[str, str]) -> None:
    with pytest.raises(ContradictionError, match=r"'.+' says .+ and '.+' says .+"):
        reconcile(name, names)


def test_words_above_a_heading_never_contradict_a_name() -> None:
    found = reconcile("opps", ["January 2026 Web Addendum B.csv"], "Corrected in March 2026")
    assert found is not None
    assert found.label == "January 2026"


def test_words_above_a_heading_count_where_names_say_the_year_only() -> None:
    found = reconcile("opps", ["addendum_b_2026.csv"], "Addendum B, July 2026. Copyright 2025")
    assert found is not None
    assert found.label == "July 2026"
