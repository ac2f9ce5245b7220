"""Lists that an editor, a spreadsheet or another program saved again: read as published, or refused with a reason."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from codepub.codesets.code_set import Entry, SetName
from codepub.codesets.published.identification import StatedRelease
from codepub.codesets.store import open_store
from codepub.diagnostics import CallError
from tests.codesets.small_lists import MPFS_HEADING, ORDER, add_lists, fee_row, pack, write_list, write_sheet

OPPS = 'HCPCS Code,Short Descriptor,SI,APC\r\n00100,"Words; of others",N,\r\nG0463,Words,J2,5012\r\n'
NAME = "2026_April_Addendum_B"


def find_entry(root: Path, name: SetName, code: str, qualifier: str = "") -> Entry:
    with open_store(root) as store:
        ((release, _),) = store.releases(name)
        found = store.find(release, code, qualifier)
    assert found is not None
    return found


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
@pytest.mark.parametrize("delimiter", ["\t", ","])
def test_a_list_is_read_in_the_encodings_of_a_spreadsheet(encoding: str, delimiter: str, tmp_path: Path) -> None:
    text = OPPS if delimiter == "," else OPPS.replace(",", delimiter)
    (added,) = add_lists(tmp_path, write_list(tmp_path / f"{NAME}.csv", text, encoding))
    assert added.entries == 2
    assert find_entry(tmp_path, "opps", "00100").facts == {"status": "N"}


def test_text_of_one_byte_a_character_is_never_taken_for_utf_16(tmp_path: Path) -> None:
    with pytest.raises(CallError, match="This is not text"):
        add_lists(tmp_path, write_list(tmp_path / "a.csv", "code\x00text", "utf-8"))


@pytest.mark.parametrize("delimiter", [";", "|"])
def test_a_list_is_read_with_the_delimiters_of_other_countries(delimiter: str, tmp_path: Path) -> None:
    text = OPPS.replace(";", "").replace(",", delimiter)
    (added,) = add_lists(tmp_path, write_list(tmp_path / f"{NAME}.csv", text))
    assert added.entries == 2


def test_the_numbers_of_a_spreadsheet_abroad_are_those_that_were_published(tmp_path: Path) -> None:
    rows = (MPFS_HEADING + fee_row("32120")).replace(",", ";").replace("14.39", "14,39").replace("8.28", "1.028,28")
    with pytest.raises(CallError, match=r"nonfacility_pe_rvu is '1\.028,28', not a number"):
        add_lists(tmp_path, write_list(tmp_path / "PPRRVU2025_Oct.csv", rows))
    add_lists(tmp_path, write_list(tmp_path / "PPRRVU2025_Oct.csv", rows.replace("1.028,28", "8,28")))
    facts = find_entry(tmp_path, "mpfs", "32120").facts
    assert (facts["work_rvu"], facts["nonfacility_pe_rvu"]) == ("14.39", "8.28")


@pytest.mark.parametrize("written", ["100", "100.0", "'00100", '="00100"', "00100\xa0", '"00100"'])
def test_what_a_spreadsheet_made_of_a_code_of_digits_is_restored(written: str, tmp_path: Path) -> None:
    rows = f"HCPCS Code,SI,APC,,\n{written},N,,,\n"
    add_lists(tmp_path, write_list(tmp_path / f"{NAME}.csv", rows))
    assert find_entry(tmp_path, "opps", "00100").code == "00100"


@pytest.mark.parametrize("written", ["1.00E+03", "1e5"])
def test_a_code_that_became_a_power_of_ten_is_refused_with_its_row(written: str, tmp_path: Path) -> None:
    file = write_list(tmp_path / f"{NAME}.csv", f"HCPCS Code,SI\n99213,A\n{written},N\n")
    with pytest.raises(CallError, match=r"\.csv:3: .*A spreadsheet made a number of it.*Nothing was imported"):
        add_lists(tmp_path, file)


@pytest.mark.parametrize(
    "written",
    [
        *("20260401", "20260401.0", "2026-04-01", "2026-04-01 00:00:00", "2026/4/1", "4/1/2026", "04/01/2026 0:00"),
        *("01.04.2026", "1-Apr-2026", "01 April 2026"),
    ],
)
def test_a_day_is_read_however_a_program_wrote_it(written: str, tmp_path: Path) -> None:
    add_lists(tmp_path, write_list(tmp_path / "hcpcs_2026.csv", f"code,short_description,starts\nA4206,x,{written}\n"))
    assert find_entry(tmp_path, "hcpcs", "A4206").starts == date(2026, 4, 1)


@pytest.mark.parametrize(
    ("written", "fact"),
    [
        ("31/03/2026", "has the day before the month"),
        ("46113", "is not a day"),
        ("2026W011", "is not a day"),
        ("2/30/2026", "is not a day"),
        ("4/1/26", "is not a day"),
    ],
)
def test_a_day_that_nobody_can_tell_is_refused(written: str, fact: str, tmp_path: Path) -> None:
    file = write_list(tmp_path / "hcpcs_2026.csv", f"code,short_description,starts\nA4206,x,{written}\n")
    with pytest.raises(CallError, match=rf"\.csv:2: '{written}' {fact}"):
        add_lists(tmp_path, file)


def test_days_with_slashes_are_refused_in_a_list_that_was_saved_abroad(tmp_path: Path) -> None:
    rows = "code;short_description;starts\nA4206;x;07/07/2026\nA4207;x;01/04/2026\n"
    with pytest.raises(CallError, match=r"\.csv:3: '01/04/2026' may be two days"):
        add_lists(tmp_path, write_list(tmp_path / "hcpcs_2026.csv", rows))


def test_a_line_that_a_spreadsheet_put_into_quotes_is_read(tmp_path: Path) -> None:
    quoted = "".join(f'"{line.replace(chr(34), chr(34) * 2)}"\r\n' for line in ORDER.splitlines())
    (added,) = add_lists(tmp_path, write_list(tmp_path / "icd10cm-order-2026.txt", quoted))
    assert added.entries == 8
    assert find_entry(tmp_path, "icd-10-cm", "J95830").description.count('"') == 2


def write_sheets(file: Path, **sheets: list[list[object]]) -> Path:
    with closing(Workbook()) as book:
        book.remove(book.worksheets[0])
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
        book.save(file)
    return file


@pytest.mark.parametrize("notes", [[], [["Notes"], ["on coverage"]]])
def test_a_list_is_found_on_a_later_sheet(notes: list[list[object]], tmp_path: Path) -> None:
    file = write_sheets(tmp_path / f"{NAME}.xlsx", Notes=notes, B=[["HCPCS Code", "SI"], [100, "N"], [99213, "V"]])
    (added,) = add_lists(tmp_path, file)
    assert added.entries == 2


def test_a_fault_on_a_later_sheet_is_told_with_the_sheet(tmp_path: Path) -> None:
    file = write_sheets(tmp_path / f"{NAME}.xlsx", Notes=[["Notes"]], B=[["HCPCS Code", "SI"], ["A thing?", "N"]])
    with pytest.raises(CallError, match=r"\.xlsx, sheet 'B':2: 'A thing\?' is not a code"):
        add_lists(tmp_path, file)


def test_the_first_sheet_that_has_a_list_counts(tmp_path: Path) -> None:
    rows: list[list[object]] = [["HCPCS Code", "SI"], [99213, "V"]]
    file = write_sheets(tmp_path / f"{NAME}.xlsx", A=rows, B=[*rows, [99214, "V"]])
    assert [added.entries for added in add_lists(tmp_path, file)] == [1]


def fee_line(code: str, modifier: str = "", end: str = "") -> str:
    """Write a record of PPRRVU as text, with indicators that are all told apart."""
    record = f"{code:<5}{modifier:<2}{'A service':<50}A  14.39   8.28NA   8.29    3.47  26.14 26.150090.10.76.1421023"
    return f"{record}             32.3465 090 99      0.00   0.00   0.00{end}\r\n"


NOTICE = "HDR CODES AND DESCRIPTIONS ONLY ARE COPYRIGHT \r\nHDR SOMEBODY.\r\n"


def test_the_text_of_the_fee_schedule_is_read_as_its_table_is(tmp_path: Path) -> None:
    text = NOTICE + fee_line("32120") + fee_line("00100", "26")
    (added,) = add_lists(tmp_path, write_list(tmp_path / "PPRRVU2025_Oct.txt", text))
    assert (added.release.label, added.entries) == ("October 2025", 2)
    from_text = find_entry(tmp_path, "mpfs", "32120")
    add_lists(tmp_path, write_list(tmp_path / "PPRRVU2025_Oct.csv", MPFS_HEADING + fee_row("32120")))
    assert from_text == find_entry(tmp_path, "mpfs", "32120")


def test_of_the_fee_schedule_as_text_and_as_table_the_table_is_taken(tmp_path: Path) -> None:
    members = {"PPRRVU2025_Oct.txt": NOTICE + fee_line("99999"), "PPRRVU2025_Oct.csv": MPFS_HEADING + fee_row("32120")}
    add_lists(tmp_path, pack(tmp_path / "rvu25d.zip", members))
    assert find_entry(tmp_path, "mpfs", "32120").code == "32120"


def test_the_fee_schedule_as_text_in_other_columns_is_refused_with_the_file_to_take(tmp_path: Path) -> None:
    text = NOTICE + fee_line("32120").replace("A  14.39", "A 0 14.39")
    with pytest.raises(CallError, match=r"add the csv or xlsx of the same zip"):
        add_lists(tmp_path, write_list(tmp_path / "PPRRVU2027_Jan.txt", text))


SEED = (
    "hcpcs,seqnum,recid,long_description,short_description\n"
    "A4206,0010,3,A syringe,Syringe\nA4206,0020,4,with needle,\nA1,0010,7,Dressing,Dressing\n"
)


def test_a_seed_of_hcpcs_is_read_with_its_rows_that_go_on(tmp_path: Path) -> None:
    added = add_lists(tmp_path, write_list(tmp_path / "hcpcs_april_2026.csv", SEED))
    assert sorted((one.release.set, one.entries) for one in added) == [("hcpcs", 1), ("hcpcs-modifiers", 1)]
    assert find_entry(tmp_path, "hcpcs", "A4206").description == "A syringe with needle"


def test_a_title_is_never_taken_for_a_list_of_codes(tmp_path: Path) -> None:
    text = "TABLE 5.-LIST OF MS-DRGS\nNumber\tMDC\tTYPE\tWords\n001\tPRE\tSURG\tHeart\n"
    with pytest.raises(CallError, match=r"nearest to MS-DRG list.* drg, title are missing; row 2 has Number, MDC"):
        add_lists(tmp_path, write_list(tmp_path / "msdrg_v43.txt", text))


def test_ms_drgs_with_the_headings_of_a_seed_are_read(tmp_path: Path) -> None:
    text = "code,mdc,medical_surgical,description\n1,,Surgical,Heart\n20,1,Medical,Head\n"
    add_lists(tmp_path, write_list(tmp_path / "ms_drg_v43.csv", text))
    assert find_entry(tmp_path, "ms-drg", "020").facts == {"mdc": "01", "type": "M"}


@pytest.mark.parametrize(
    ("stated", "told"),
    [
        (None, "is not a list that codepub knows. Looked for the columns "),
        (None, "hcpcs, status_indicator; "),
        (None, " Row 1 has Number, Words."),
        (StatedRelease("pos"), "Looked for the columns code, name; or code, description. Row 1 has Number, Words."),
    ],
)
def test_of_an_unknown_table_the_columns_are_told(stated: StatedRelease | None, told: str, tmp_path: Path) -> None:
    with pytest.raises(CallError) as refused:
        add_lists(tmp_path, write_list(tmp_path / "a.csv", "Number,Words\n1,x\n"), stated=stated)
    assert told in str(refused.value)


def test_the_set_that_is_stated_is_looked_for_before_any_other(tmp_path: Path) -> None:
    text = "code,name,description\n01,Words,Pharmacy\n"
    stated = StatedRelease("ms-drg", "ours", date(2026, 1, 1))
    (added,) = add_lists(tmp_path, write_list(tmp_path / "a.csv", text.replace("01,", "001,")), stated=stated)
    assert added.release.set == "ms-drg"


def test_a_list_of_another_set_than_is_stated_is_named(tmp_path: Path) -> None:
    file = write_sheet(tmp_path / f"{NAME}.xlsx", [["HCPCS Code", "SI"], [99213, "V"]])
    with pytest.raises(CallError, match=r"holds OPPS Addendum B, not Place of service.*Looked for the columns code, n"):
        add_lists(tmp_path, file, stated=StatedRelease("pos"))


def test_a_zip_inside_of_a_zip_is_told(tmp_path: Path) -> None:
    inner = pack(tmp_path / "inner.zip", {"icd10cm-order-2026.txt": ORDER}).read_bytes()
    with pytest.raises(CallError, match=r"inner\.zip: This is a zip inside of a zip\. Unpack it"):
        add_lists(tmp_path, pack(tmp_path / "a.zip", {"inner.zip": inner, "a.txt": "words"}))
