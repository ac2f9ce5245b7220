"""Each published layout, in small files written by hand."""

from __future__ import annotations

import gzip
from datetime import date
from pathlib import Path

import pytest

from codepub.codesets.code_set import Entry, SetName
from codepub.codesets.published.identification import StatedRelease
from codepub.codesets.store import open_store
from tests.codesets.small_lists import (
    MPFS_HEADING,
    ORDER,
    PTP_HEADING,
    add_lists,
    contractor_record,
    fee_row,
    order_line,
    pack,
    write_list,
    write_sheet,
)


def find_entry(root: Path, name: SetName, code: str, qualifier: str = "") -> Entry:
    with open_store(root) as store:
        ((release, _),) = store.releases(name)
        found = store.find(release, code, qualifier)
    assert found is not None
    return found


def test_an_order_file_gives_headers_and_billable_codes(tmp_path: Path) -> None:
    (added,) = add_lists(tmp_path, write_list(tmp_path / "icd10cm-order-2026.txt", ORDER))
    release = added.release
    assert (release.set, release.label, added.entries) == ("icd-10-cm", "FY 2026", 8)
    assert (release.effective, release.ends) == (date(2025, 10, 1), date(2026, 9, 30))
    assert not find_entry(tmp_path, "icd-10-cm", "J95.83").billable
    assert find_entry(tmp_path, "icd-10-cm", "J95.830") == Entry(
        "J95830", 'Bleeding after a procedure on the "lung", of a respiratory organ'
    )


def test_the_april_release_of_icd_is_told_from_that_of_october(tmp_path: Path) -> None:
    (added,) = add_lists(tmp_path, write_list(tmp_path / "icd10cm-order-April-2026.txt", ORDER))
    assert (added.release.label, added.release.effective) == ("April 2026", date(2026, 4, 1))


def test_a_flat_list_is_billable_throughout(tmp_path: Path) -> None:
    text = "A000    Cholera, of one kind\nZ9989   Dependence on machines, not elsewhere told\n"
    (added,) = add_lists(tmp_path, write_list(tmp_path / "icd10cm-codes-2026.txt", text))
    assert added.entries == 2
    assert find_entry(tmp_path, "icd-10-cm", "Z99.89").billable


def test_icd_10_pcs_is_told_from_icd_10_cm_by_its_codes(tmp_path: Path) -> None:
    order = order_line(1, "001", 0, "Bypass", "Central Nervous System, Bypass")
    order += order_line(2, "0016070", 1, "Bypass to nose", "Bypass Cerebral Ventricle to Nasopharynx")
    (added,) = add_lists(tmp_path, write_list(tmp_path / "icd10pcs_order_2026.txt", order))
    assert (added.release.set, added.entries) == ("icd-10-pcs", 2)
    assert not find_entry(tmp_path, "icd-10-pcs", "001").billable


CONTRACTOR = "".join(
    [
        contractor_record("A1", 10, 7, "Dressing for one wound", short="One wound", added="20020701", action="N"),
        contractor_record(
            "A4206", 10, 3, "Syringe with needle, sterile,", short="1 cc syringe", added="19850101", acted="20080101",
            coverage="C", betos="D1A", action="C",
        ),
        contractor_record("A4206", 20, 4, "1 cc or less, each"),
        contractor_record(
            "C9999", 10, 3, "An ended drug", short="Ended", added="20190101", ends="20200630", xref="J1234"
        ),
        contractor_record("D0120", 10, 3, "A dental examination", short="Dental", added="20200101"),
    ]
)  # fmt: skip


def test_the_contractor_file_of_hcpcs_gives_codes_and_modifiers(tmp_path: Path) -> None:
    added = add_lists(tmp_path, write_list(tmp_path / "HCPC2026_JAN_CONTR_ANWEB.txt", CONTRACTOR))
    assert [(one.release.set, one.release.label, one.entries, one.dental) for one in added] == [
        ("hcpcs", "January 2026", 2, 1),
        ("hcpcs-modifiers", "January 2026", 1, 0),
    ]
    assert find_entry(tmp_path, "hcpcs-modifiers", "A1").starts == date(2002, 7, 1)


def test_records_that_go_on_with_a_description_are_joined(tmp_path: Path) -> None:
    add_lists(tmp_path, write_list(tmp_path / "HCPC2026_JAN_CONTR_ANWEB.txt", CONTRACTOR))
    assert find_entry(tmp_path, "hcpcs", "A4206") == Entry(
        "A4206",
        "Syringe with needle, sterile, 1 cc or less, each",
        starts=date(1985, 1, 1),
        facts={
            "short": "1 cc syringe",
            "coverage": "C",
            "betos": "D1A",
            "action": "C",
            "action_effective": "2008-01-01",
        },
    )


def test_an_ended_code_says_its_last_day_and_what_replaced_it(tmp_path: Path) -> None:
    add_lists(tmp_path, write_list(tmp_path / "HCPC2026_JAN_CONTR_ANWEB.txt", CONTRACTOR))
    ended = find_entry(tmp_path, "hcpcs", "C9999")
    assert (ended.ends, ended.replaced_by) == (date(2020, 6, 30), "J1234")


ANWEB_HEADING = ["HCPC", "SEQNUM", "RECID", "LONG DESCRIPTION", "SHORT DESCRIPTION", "XREF1", "COV", "ADD DT"]
ANWEB_HEADING += ["ACT EFF DT", "TERM DT", "ACTION CD"]


def test_the_workbook_of_hcpcs_is_read_like_its_text(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["A note on coverage"],
        [],
        [*ANWEB_HEADING],
        ["   A1", "0010", "7", "Dressing", "Dressing", None, "C", "20020701", "20020701", None, "N"],
        ["A4206\xa0", "0010", "3", "A syringe", "Syringe", None, "C", "19850101", "20080101", None, "N"],
        ["A4206", "0020", "4", "with needle"],
        ["D0120", "0010", "3", "Dental", "Dental", None, None, "20200101", "20200101", None, "A"],
    ]
    added = add_lists(tmp_path, write_sheet(tmp_path / "HCPC2026_APR_ANWEB.xlsx", rows))
    assert [(one.release.set, one.entries, one.dental) for one in added] == [("hcpcs", 1, 1), ("hcpcs-modifiers", 1, 0)]
    assert find_entry(tmp_path, "hcpcs", "A4206").description == "A syringe with needle"


def test_the_fee_schedule_keeps_each_indicator_under_its_name_and_no_description(tmp_path: Path) -> None:
    rows = MPFS_HEADING + fee_row("32120", description='"Re-opening, of a chest"') + fee_row("00100", "26")
    (added,) = add_lists(tmp_path, write_list(tmp_path / "PPRRVU2025_Oct.csv", rows))
    assert (added.release.label, added.release.effective) == ("October 2025", date(2025, 10, 1))
    assert find_entry(tmp_path, "mpfs", "00100", "26").code == "00100"
    assert find_entry(tmp_path, "mpfs", "32120") == Entry(
        "32120",
        facts={
            "status": "A",
            "work_rvu": "14.39",
            "nonfacility_pe_rvu": "8.28",
            "nonfacility_na": "NA",
            "facility_pe_rvu": "8.29",
            "mp_rvu": "3.47",
            "nonfacility_total": "26.14",
            "facility_total": "26.15",
            "pc_tc": "0",
            "global": "090",
            "multiple": "2",
            "bilateral": "1",
            "assistant": "0",
            "co_surgeon": "2",
            "team": "3",
        },
    )


def test_the_fee_schedule_says_its_release_above_its_heading(tmp_path: Path) -> None:
    (added,) = add_lists(tmp_path, write_list(tmp_path / "fees.csv", MPFS_HEADING + fee_row("32120")))
    assert added.release.label == "October 2025"


OPPS = (
    "Addendum B.-Final OPPS Payment by HCPCS Code for CY 2026,,,,,\r\n"
    ",,,,,\r\n"
    "HCPCS Code,Short Descriptor,SI,APC,Relative Weight,Payment Rate\r\n"
    "32120,Words of others,C,,,\r\n"
    "A4341\xa0,Words,N,,,\r\n"
    'G0463,Words,J2,5012,1.4879,"$1,136.02 "\r\n'
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
def test_addendum_b_gives_status_indicators_and_no_description(tmp_path: Path, encoding: str) -> None:
    file = write_list(tmp_path / "2026_April_Addendum_B.csv", OPPS, encoding)
    (added,) = add_lists(tmp_path, file)
    assert (added.release.label, added.entries) == ("April 2026", 3)
    assert find_entry(tmp_path, "opps", "32120") == Entry("32120", facts={"status": "C"})
    assert find_entry(tmp_path, "opps", "A4341").facts == {"status": "N"}
    assert find_entry(tmp_path, "opps", "G0463").facts == {"status": "J2", "apc": "5012"}


def test_a_workbook_that_dropped_leading_zeros_keeps_its_codes(tmp_path: Path) -> None:
    heading: list[object] = ["HCPCS Code", "Short Descriptor", "SI", "APC"]
    rows: list[list[object]] = [heading, [100, "Words", "N", None], ["32120", "Words", "C", 5012.0]]
    add_lists(tmp_path, write_sheet(tmp_path / "2026_April_Addendum_B.xlsx", rows))
    assert find_entry(tmp_path, "opps", "00100").facts == {"status": "N"}
    assert find_entry(tmp_path, "opps", "32120").facts["apc"] == "5012"


PTP_ROWS = (
    "10021\t0213T\t\t20200701\t*\t0\tMisuse of column two code with column one code\r\n"
    "10021\t36000\t*\t20021001\t20101231\t1\tStandards of medical / surgical practice\r\n"
    "10021\t36000\t*\t20110101\t*\t1\tStandards of medical / surgical practice\r\n"
    "10021\tD9999\t\t20200701\t*\t0\tDental\r\n"
)


def test_pairs_are_read_below_their_heading_of_four_rows(tmp_path: Path) -> None:
    (added,) = add_lists(tmp_path, write_list(tmp_path / "ccipra-v323r0-f1.txt", PTP_HEADING + PTP_ROWS))
    assert (added.release.label, added.release.effective) == ("v32.3", date(2026, 10, 1))
    assert (added.entries, added.dental) == (3, 1)
    newest = find_entry(tmp_path, "ncci-ptp-practitioner", "10021", "36000")
    assert (newest.starts, newest.ends) == (date(2011, 1, 1), None)
    assert newest.facts["modifier_indicator"] == "1"


def test_a_deleted_pair_keeps_its_last_day(tmp_path: Path) -> None:
    (added,) = add_lists(tmp_path, write_list(tmp_path / "ccipra-v323r0-f1.txt", PTP_HEADING + PTP_ROWS))
    with open_store(tmp_path) as store:
        pairs = store.find_all(added.release, "10021")
    assert [(pair.qualifier, pair.ends) for pair in pairs if pair.ends] == [("36000", date(2010, 12, 31))]


def test_the_parts_of_a_quarter_of_pairs_become_one_release(tmp_path: Path) -> None:
    first = write_list(tmp_path / "ccipra-v323r0-f1.txt", PTP_HEADING + PTP_ROWS)
    last = pack(
        tmp_path / "ccipra-v323r0-f2.zip",
        {"ccipra-v323r0-f2.txt": PTP_HEADING + "99213\t99212\t\t20200101\t*\t9\tx\r\n"},
    )
    (added,) = add_lists(tmp_path, first, last)
    assert added.entries == 4
    assert added.release.file == "ccipra-v323r0-f1.txt, ccipra-v323r0-f2.zip"


def test_pairs_are_read_from_csv_and_workbooks_too(tmp_path: Path) -> None:
    heading = ["Column 1", "Column 2", "*=in existence prior to 1996", "Effective Date", "Deletion Date *=no data"]
    heading += ["Modifier 0=not allowed 1=allowed 9=not applicable", "PTP Edit Rationale"]
    row = ["10021", "36000", "*", 20021001, "*", 1, "Standards"]
    add_lists(tmp_path, write_sheet(tmp_path / "ccipra-v323r0-f1.xlsx", [["CPT only copyright"], heading, row]))
    from_sheet = find_entry(tmp_path, "ncci-ptp-practitioner", "10021", "36000")
    text = "\n".join(",".join(map(str, cells)) for cells in (heading, row))
    add_lists(tmp_path, write_list(tmp_path / "ccipra-v323r0-f1.csv", text))
    assert from_sheet == find_entry(tmp_path, "ncci-ptp-practitioner", "10021", "36000")
    assert from_sheet.facts == {"modifier_indicator": "1", "rationale": "Standards", "prior_to_1996": "yes"}


def test_units_are_read_with_their_adjudication_indicator(tmp_path: Path) -> None:
    text = (
        '"CPT codes, and descriptions only are copyright 2025 American Medical Association."\n\n'
        '"HCPCS/\nCPT Code",Practitioner Services MUE Values,MUE Adjudication Indicator,MUE Rationale\n'
        "32120,1,3 Date of Service Edit: Clinical,Clinical: Data\n"
    )
    (added,) = add_lists(tmp_path, write_list(tmp_path / "MCR_MUE_PractitionerServices_Eff_10-01-2026.csv", text))
    assert added.release.label == "October 2026"
    assert find_entry(tmp_path, "ncci-mue-practitioner", "32120").facts == {
        "units": "1",
        "mai": "3",
        "rationale": "Clinical: Data",
    }


def test_the_taxonomy_keeps_its_section(tmp_path: Path) -> None:
    text = (
        "Code,Grouping,Classification,Specialization,Definition,Notes,Display Name,Section\n"
        '208G00000X,Physicians,"Surgery of the chest, and heart",,"Long\ntext",,Chest Surgeon,Individual\n'
    )
    (added,) = add_lists(tmp_path, write_list(tmp_path / "nucc_taxonomy_261.csv", text))
    assert (added.release.label, added.release.effective) == ("v26.1", date(2026, 7, 1))
    surgeon = find_entry(tmp_path, "taxonomy", "208G00000X")
    assert (surgeon.description, surgeon.facts["section"]) == ("Chest Surgeon", "Individual")


@pytest.mark.parametrize(
    "text",
    [
        "drg,mdc,type,title\n1,,S,Heart Transplant\n163,04,S,Major Chest Procedures\n",
        "MS-DRG\tMDC\tTYPE\tMS-DRG Title\n001\tPRE\tSURG\tHeart Transplant\n163\t04\tSURG\tMajor Chest Procedures\n",
    ],
)
def test_ms_drgs_have_three_digits(tmp_path: Path, text: str) -> None:
    (added,) = add_lists(tmp_path, write_list(tmp_path / "msdrg_v43.1.csv", text))
    assert (added.release.effective, added.entries) == (date(2026, 4, 1), 2)
    assert find_entry(tmp_path, "ms-drg", "001").facts["type"] == "S"


def test_a_list_of_codes_and_descriptions_is_read_as_the_set_it_is_said_to_be(tmp_path: Path) -> None:
    text = "code,description,ends,replaced_by\na4206,A syringe,2026-06-30,A4207\n"
    stated = StatedRelease("hcpcs", "house list", date(2026, 1, 1))
    add_lists(tmp_path, write_list(tmp_path / "ours.csv", text), stated=stated)
    assert find_entry(tmp_path, "hcpcs", "A4206") == Entry(
        "A4206", "A syringe", ends=date(2026, 6, 30), replaced_by="A4207"
    )


def test_a_list_is_read_out_of_gzip(tmp_path: Path) -> None:
    file = tmp_path / "icd10cm-order-2026.txt.gz"
    file.write_bytes(gzip.compress(ORDER.encode()))
    (added,) = add_lists(tmp_path, file)
    assert (added.entries, added.release.file) == (8, "icd10cm-order-2026.txt.gz")


def test_of_a_zip_the_order_file_is_taken_and_what_stands_beside_it_is_not(tmp_path: Path) -> None:
    flat = "J95830  Bleeding\n"
    members = {
        "icd10cm-codes-2026.txt": flat,
        "icd10cm-order-2026.txt": ORDER,
        "icd10cm-order-addenda-2026.txt": "Add:",
    }
    (added,) = add_lists(tmp_path, pack(tmp_path / "2026-code-descriptions.zip", {**members, "guide.pdf": b"%PDF-1.7"}))
    assert added.entries == 8


def test_of_the_two_fee_schedules_of_a_zip_that_without_qpp_is_taken(tmp_path: Path) -> None:
    members = {
        "PPRRVU2026_Jan_QPP.csv": MPFS_HEADING + fee_row("99999"),
        "PPRRVU2026_Jan_nonQPP.csv": MPFS_HEADING + fee_row("32120"),
    }
    add_lists(tmp_path, pack(tmp_path / "rvu26a.zip", members))
    assert find_entry(tmp_path, "mpfs", "32120").code == "32120"


REASONS = (
    "Code,Description,Start,Last Modified,Stop,Notes\n"
    "1,Deductible,1/1/1995,,,\n"
    '125,"An error, of billing",01/01/1995,9/20/2009,11/1/2013,Use 16\n'
    "A1,Denied,1/1/1995,,,\n"
)
REMARKS = "RARC\tDescription\tStart Date\tStop Date\nM53\tUnits\t1/1/1997\t\nMA130\tIncomplete\t1/1/1997\t\n"


def test_reasons_of_adjustments_and_remarks_are_told_from_each_other_by_their_codes(tmp_path: Path) -> None:
    (reasons,) = add_lists(tmp_path, write_list(tmp_path / "carc_2026-03.csv", REASONS))
    (remarks,) = add_lists(tmp_path, write_list(tmp_path / "remarks July 2026.tsv", REMARKS))
    assert (reasons.release.set, reasons.release.label, reasons.entries) == ("carc", "March 2026", 3)
    assert (remarks.release.set, remarks.release.effective, remarks.entries) == ("rarc", date(2026, 7, 1), 2)
    assert find_entry(tmp_path, "carc", "125") == Entry(
        "125", "An error, of billing", starts=date(1995, 1, 1), ends=date(2013, 11, 1)
    )
    assert find_entry(tmp_path, "rarc", "MA130").starts == date(1997, 1, 1)


def test_a_plain_list_of_reasons_needs_its_set(tmp_path: Path) -> None:
    plain = write_list(tmp_path / "reasons_2026-03.csv", "code,description\n16,Lacks information\n97,Part of another\n")
    (added,) = add_lists(tmp_path, plain, stated=StatedRelease("carc"))
    assert (added.release.set, added.entries) == ("carc", 2)
