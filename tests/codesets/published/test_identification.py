"""What a file is of, by its names and by what the call says: the release, the service, the part."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from codepub.codesets.published.identification import StatedRelease
from codepub.codesets.store import open_store
from codepub.diagnostics import CallError
from tests.codesets.small_lists import ORDER, PTP_HEADING, add_lists, pack, write_list

APRIL_ZIP = "april-1-2026-code-descriptions-in-tabular-order.zip"
FLAT = "A000    Cholera\n"


def units(service: str = "Practitioner Services ") -> str:
    heading = f'"HCPCS/\nCPT Code",{service}MUE Values,MUE Adjudication Indicator,MUE Rationale\n'
    return f"{heading}32120,1,3 Date of Service Edit: Clinical,Clinical: Data\n"


def pairs(column_1: str) -> str:
    return f"{PTP_HEADING}{column_1}\t36000\t\t20200101\t*\t1\tOurs\r\n"


def test_the_april_update_stands_beside_the_october_release(tmp_path: Path) -> None:
    add_lists(tmp_path, pack(tmp_path / "2026-code-descriptions.zip", {"a/icd10cm_order_2026.txt": ORDER}))
    (april,) = add_lists(tmp_path, pack(tmp_path / APRIL_ZIP, {"a/icd10cm_order_2026.txt": ORDER}))
    assert (april.release.ends, april.replaced, april.notes) == (date(2026, 9, 30), False, ())
    with open_store(tmp_path) as store:
        found = [(one.label, one.effective) for one, _ in store.releases("icd-10-cm")]
    assert found == [("FY 2026", date(2025, 10, 1)), ("April 2026", date(2026, 4, 1))]


def test_a_folder_in_the_zip_says_the_release_too(tmp_path: Path) -> None:
    (added,) = add_lists(tmp_path, pack(tmp_path / "codes.zip", {"April 1 2026/icd10cm_order_2026.txt": ORDER}))
    assert added.release.label == "April 2026"


def test_a_file_that_says_the_year_only_is_taken_for_the_first_release_and_it_is_said_so(tmp_path: Path) -> None:
    (added,) = add_lists(tmp_path, write_list(tmp_path / "icd10cm_order_2026.txt", ORDER))
    assert added.release.label == "FY 2026"
    (note,) = added.notes
    assert "says the year only" in note
    assert '--release "April 2026" --effective 2026-04-01' in note


def test_a_file_that_says_the_year_only_replaces_nothing_of_other_content(tmp_path: Path) -> None:
    add_lists(tmp_path, write_list(tmp_path / "icd10cm_order_2026.txt", ORDER))
    other = write_list(tmp_path / "icd10cm_order_2026.txt", FLAT)
    with pytest.raises(CallError, match=r'FY 2026 is here from another file.*--release "April 2026"'):
        add_lists(tmp_path, other)
    with open_store(tmp_path) as store:
        assert [entries for _, entries in store.releases("icd-10-cm")] == [8]
    (added,) = add_lists(tmp_path, other, stated=StatedRelease(label="FY 2026", effective=date(2025, 10, 1)))
    assert (added.replaced, added.entries) == (True, 1)


def test_the_same_file_that_says_the_year_only_can_be_added_again(tmp_path: Path) -> None:
    file = write_list(tmp_path / "icd10cm_order_2026.txt", ORDER)
    add_lists(tmp_path, file)
    (added,) = add_lists(tmp_path, file)
    assert added.replaced


def test_names_that_contradict_each_other_are_refused_unless_the_call_decides(tmp_path: Path) -> None:
    file = pack(tmp_path / "october-1-2025.zip", {"icd10cm-order-April-2026.txt": ORDER})
    with pytest.raises(CallError, match=r"says April 2026 and .* says FY 2026.* Add --release and --effective"):
        add_lists(tmp_path, file)
    (added,) = add_lists(tmp_path, file, stated=StatedRelease(label="April 2026", effective=date(2026, 4, 1)))
    assert "it was taken for April 2026, effective 2026-04-01, as stated" in added.notes[0]


def test_a_stated_release_that_a_name_contradicts_holds_and_is_noted(tmp_path: Path) -> None:
    stated = StatedRelease(label="April 2026", effective=date(2026, 4, 1))
    (added,) = add_lists(tmp_path, write_list(tmp_path / "icd10cm_order_2027.txt", ORDER), stated=stated)
    assert (added.release.label, added.release.ends) == ("April 2026", date(2026, 9, 30))
    assert "says FY 2027, effective 2026-10-01; it was taken for April 2026" in added.notes[0]


def test_a_stated_label_that_is_spelled_as_codepub_spells_it_says_its_first_day(tmp_path: Path) -> None:
    file = write_list(tmp_path / "icd10cm_order_2026.txt", ORDER)
    (added,) = add_lists(tmp_path, file, stated=StatedRelease(label="April 2026"))
    assert (added.release.effective, added.notes) == (date(2026, 4, 1), ())


@pytest.mark.parametrize("label", ["Apr 2026", "april 2026", "2026 April", "April_2026", "2026-04-01", "Q2 2026"])
def test_a_stated_label_in_another_spelling_says_the_same_release(tmp_path: Path, label: str) -> None:
    file = write_list(tmp_path / "icd10cm_order_2026.txt", ORDER)
    (added,) = add_lists(tmp_path, file, stated=StatedRelease(label=label))
    assert (added.release.label, added.release.effective) == ("April 2026", date(2026, 4, 1))
    assert added.release.ends == date(2026, 9, 30)


@pytest.mark.parametrize(
    ("label", "first"),
    [
        ("April 2026, corrected", date(2026, 4, 1)),
        ("our copy", date(2025, 10, 1)),
        ("the 2026 list", date(2025, 10, 1)),
        ("FY25", date(2024, 10, 1)),
    ],
)
def test_a_stated_label_with_other_words_is_kept_and_read(tmp_path: Path, label: str, first: date) -> None:
    file = write_list(tmp_path / "icd10cm_order_2026.txt", ORDER)
    (added,) = add_lists(tmp_path, file, stated=StatedRelease(label=label))
    assert (added.release.label, added.release.effective) == (label, first)


@pytest.mark.parametrize("label", ["April_2026", "apr 2026", "April 2026, corrected"])
def test_a_stated_day_outside_the_release_of_a_label_is_refused_in_any_spelling(tmp_path: Path, label: str) -> None:
    file = write_list(tmp_path / "list.txt", ORDER)
    with pytest.raises(CallError, match="begins on 2026-04-01, and --effective says 2025-10-01"):
        add_lists(tmp_path, file, stated=StatedRelease("icd-10-cm", label, date(2025, 10, 1)))


def test_a_stated_label_that_contradicts_a_name_holds_in_any_spelling_and_is_noted(tmp_path: Path) -> None:
    file = write_list(tmp_path / "addendum-b-october-2025.csv", "hcpcs,status_indicator\n32120,C\n")
    (added,) = add_lists(tmp_path, file, stated=StatedRelease("opps", "2025 Jan"))
    assert (added.release.label, added.release.effective) == ("January 2025", date(2025, 1, 1))
    assert "says October 2025, effective 2025-10-01; it was taken for January 2025" in added.notes[0]


def test_a_month_names_a_release_of_a_set_whose_files_have_numbers(tmp_path: Path) -> None:
    rows = "Code,Grouping,Classification,Specialization,Definition,Notes\n208G00000X,A,B,,D,N\n"
    file = write_list(tmp_path / "nucc_taxonomy_250.csv", rows)
    (added,) = add_lists(tmp_path, file, stated=StatedRelease(label="July 2025"))
    assert added.release.effective == date(2025, 7, 1)


def test_a_first_day_alone_does_not_move_the_release_that_a_name_says(tmp_path: Path) -> None:
    file = write_list(tmp_path / "icd10cm_order_2026.txt", ORDER)
    with pytest.raises(CallError, match="what is the release called that begins on 2026-04-01"):
        add_lists(tmp_path, file, stated=StatedRelease(effective=date(2026, 4, 1)))


@pytest.mark.parametrize("label", ["", " ", "a\nb", "\x1b[1m", "\udcff", "x" * 256])
def test_a_label_that_cannot_be_shown_is_refused(tmp_path: Path, label: str) -> None:
    file = write_list(tmp_path / "icd10cm_order_2026.txt", ORDER)
    with pytest.raises(CallError, match="--release"):
        add_lists(tmp_path, file, stated=StatedRelease(label=label, effective=date(2026, 4, 1)))


def test_the_name_of_a_file_that_is_not_utf_8_is_kept_so_that_it_can_be_shown(tmp_path: Path) -> None:
    file = write_list(tmp_path / "\udcff2026-10.csv", "hcpcs,status_indicator\n32120,C\n")
    (added,) = add_lists(tmp_path, file)
    assert added.release.file == "\\xff2026-10.csv"


@pytest.mark.parametrize(
    ("name", "service", "wanted"),
    [
        ("MCR_MUE_PractitionerServices_Eff_10-01-2026.csv", "Practitioner Services ", "ncci-mue-practitioner"),
        ("MCR_MUE_OutpatientHospitalServices_Eff_10-01-2026.csv", "", "ncci-mue-outpatient"),
        ("MCR_MUE_DMESupplierServices_Eff_10-01-2026.csv", "", "ncci-mue-dme"),
        ("2026-10.csv", "Outpatient Hospital Services ", "ncci-mue-outpatient"),
        ("2026-10.csv", "DME Supplier Services ", "ncci-mue-dme"),
    ],
)
def test_names_and_headings_tell_the_service_of_a_table(tmp_path: Path, name: str, service: str, wanted: str) -> None:
    (added,) = add_lists(tmp_path, write_list(tmp_path / name, units(service)))
    assert (added.release.set, added.release.label) == (wanted, "October 2026")


def test_a_table_of_which_nothing_tells_the_service_asks_for_it(tmp_path: Path) -> None:
    file = write_list(tmp_path / "2026-10.csv", units(""))
    with pytest.raises(CallError, match=r"for which service it is\. Add --set ncci-mue-practitioner or"):
        add_lists(tmp_path, file)
    (added,) = add_lists(tmp_path, file, stated=StatedRelease("ncci-mue-dme"))
    assert added.release.set == "ncci-mue-dme"


def test_a_heading_of_another_service_than_the_name_is_refused(tmp_path: Path) -> None:
    file = write_list(tmp_path / "MCR_MUE_DMESupplierServices_Eff_10-01-2026.csv", units("Practitioner Services "))
    with pytest.raises(CallError, match="say different services"):
        add_lists(tmp_path, file)


def test_a_stated_service_that_a_name_contradicts_holds_and_is_noted(tmp_path: Path) -> None:
    file = write_list(tmp_path / "MCR_MUE_DMESupplierServices_Eff_10-01-2026.csv", units(""))
    (added,) = add_lists(tmp_path, file, stated=StatedRelease("ncci-mue-practitioner"))
    assert added.release.set == "ncci-mue-practitioner"
    assert "DME supplier; it was taken for NCCI medically unlikely edits, practitioner" in added.notes[0]


def test_tables_of_several_services_in_one_zip_are_all_taken(tmp_path: Path) -> None:
    names = [f"MCR_MUE_{name}Services_Eff_10-01-2026.csv" for name in ("Practitioner", "OutpatientHospital", "DME")]
    added = add_lists(tmp_path, pack(tmp_path / "mue.zip", dict.fromkeys(names, units(""))))
    assert {one.release.set for one in added} == {"ncci-mue-practitioner", "ncci-mue-outpatient", "ncci-mue-dme"}


def test_a_part_in_a_second_call_is_added_to_the_first(tmp_path: Path) -> None:
    add_lists(tmp_path, pack(tmp_path / "ccipra-v323r0-f1.zip", {"ccipra-v323r0-f1.TXT": pairs("10021")}))
    (added,) = add_lists(tmp_path, pack(tmp_path / "ccipra-v323r0-f2.zip", {"ccipra-v323r0-f2.TXT": pairs("10022")}))
    assert (added.replaced, added.parts, [part.number for part in added.release.parts]) == (False, (2,), [1, 2])
    with open_store(tmp_path) as store:
        ((release, entries),) = store.releases("ncci-ptp-practitioner")
        assert [entry.code for entry in store.entries(release)] == ["10021", "10022"]
    assert (entries, release) == (2, added.release)


def test_the_same_part_again_replaces_that_part_only(tmp_path: Path) -> None:
    for number in (1, 2):
        add_lists(tmp_path, write_list(tmp_path / f"ccipra-v323r0-f{number}.txt", pairs(f"1002{number}")))
    (added,) = add_lists(tmp_path, write_list(tmp_path / "ccipra-v323r0-f2.txt", pairs("10029")))
    assert added.replaced
    with open_store(tmp_path) as store:
        assert [entry.code for entry in store.entries(added.release)] == ["10021", "10029"]


def test_parts_of_another_quarter_or_service_are_another_release(tmp_path: Path) -> None:
    for name in ("ccipra-v323r0-f1.txt", "ccipra-v330r0-f1.txt", "ccioph-v323r0-f1.txt"):
        add_lists(tmp_path, write_list(tmp_path / name, pairs("10021")))
    with open_store(tmp_path) as store:
        assert [(one.set, one.label) for one, _ in store.releases()] == [
            ("ncci-ptp-hospital", "v32.3"),
            ("ncci-ptp-practitioner", "v32.3"),
            ("ncci-ptp-practitioner", "v33.0"),
        ]


def test_a_part_that_cannot_be_read_leaves_the_others_and_itself_as_they_were(tmp_path: Path) -> None:
    for number in (1, 2):
        add_lists(tmp_path, write_list(tmp_path / f"ccipra-v323r0-f{number}.txt", pairs(f"1002{number}")))
    with pytest.raises(CallError, match=r"f2\.txt:8: .*Nothing was imported"):
        add_lists(
            tmp_path, write_list(tmp_path / "ccipra-v323r0-f2.txt", pairs("10029") + "10030\t?\t\t20200101\t*\t1\t\n")
        )
    with open_store(tmp_path) as store:
        ((release, _),) = store.releases()
        assert [entry.code for entry in store.entries(release)] == ["10021", "10022"]


def test_a_pair_that_another_part_has_stands_twice(tmp_path: Path) -> None:
    add_lists(tmp_path, write_list(tmp_path / "ccipra-v323r0-f1.txt", pairs("10021")))
    with pytest.raises(CallError, match="10021 with 36000 stands twice"):
        add_lists(tmp_path, write_list(tmp_path / "ccipra-v323r0-f2.txt", pairs("10021")))


def test_a_part_without_codes_is_refused(tmp_path: Path) -> None:
    one = write_list(tmp_path / "ccipra-v323r0-f1.txt", pairs("10021"))
    with pytest.raises(CallError, match=r"f2\.txt has headings and no codes"):
        add_lists(tmp_path, one, write_list(tmp_path / "ccipra-v323r0-f2.txt", PTP_HEADING))


def test_one_part_in_two_files_of_a_call_is_refused(tmp_path: Path) -> None:
    one = write_list(tmp_path / "ccipra-v323r0-f1.txt", pairs("10021"))
    with pytest.raises(CallError, match="Part 1 is given 2 times"):
        add_lists(tmp_path, one, pack(tmp_path / "ccipra-v323r0-f1.zip", {"ccipra-v323r0-f1.txt": pairs("10022")}))


def test_a_zip_of_all_parts_gives_all_of_them(tmp_path: Path) -> None:
    members = {f"ccipra-v323r0-f{number}.txt": pairs(f"1002{number}") for number in (1, 2, 3)}
    (added,) = add_lists(tmp_path, pack(tmp_path / "ccipra-v323r0.zip", members))
    assert (added.parts, added.entries, added.release.file) == ((1, 2, 3), 3, "ccipra-v323r0.zip")


def test_a_part_never_replaces_a_release_that_is_here_as_a_whole(tmp_path: Path) -> None:
    whole = write_list(tmp_path / "ccipra-v323r0.txt", pairs("10021"))
    add_lists(tmp_path, whole)
    with pytest.raises(CallError, match=r"here as a whole.*codes remove ncci-ptp-practitioner v32\.3"):
        add_lists(tmp_path, write_list(tmp_path / "ccipra-v323r0-f1.txt", pairs("10022")))
    with open_store(tmp_path) as store:
        ((release, _),) = store.releases()
        assert [entry.code for entry in store.entries(release)] == ["10021"]


def test_a_whole_release_never_replaces_its_parts(tmp_path: Path) -> None:
    for number in (1, 2):
        add_lists(tmp_path, write_list(tmp_path / f"ccipra-v323r0-f{number}.txt", pairs(f"1002{number}")))
    with pytest.raises(CallError, match=r"is all of it, and .* is here in 2 parts"):
        add_lists(tmp_path, write_list(tmp_path / "ccipra-v323r0.txt", pairs("10023")))


def test_a_label_and_a_first_day_that_contradict_each_other_are_refused(tmp_path: Path) -> None:
    stated = StatedRelease(label="April 2026", effective=date(2026, 10, 1))
    with pytest.raises(CallError, match="--release 'April 2026' begins on 2026-04-01, and --effective says 2026-10-01"):
        add_lists(tmp_path, write_list(tmp_path / "icd10cm_order_2026.txt", ORDER), stated=stated)


def test_an_entry_that_ends_before_it_begins_is_left_out_and_told(tmp_path: Path) -> None:
    turned = "10030\t10040\t\t20260101\t20251231\t1\tx\n"
    (added,) = add_lists(tmp_path, write_list(tmp_path / "ccipra-v323r0-f1.txt", pairs("10021") + turned))
    assert added.entries == 1
    assert added.notes == (
        "Left out, since the last day lies before the first: 10030 with 10040 in row 8 of ccipra-v323r0-f1.txt.",
    )


def test_an_edit_of_a_single_day_is_kept(tmp_path: Path) -> None:
    one_day = "10030\t10040\t\t20260101\t20260101\t1\tx\n"
    (added,) = add_lists(tmp_path, write_list(tmp_path / "ccipra-v323r0-f1.txt", pairs("10021") + one_day))
    assert (added.entries, added.notes) == (2, ())


def test_a_list_most_of_whose_rows_end_before_they_begin_is_refused(tmp_path: Path) -> None:
    rows = "10030\t10040\t\t20260401\t20260104\t1\tx\n10031\t10041\t\t20260401\t20260104\t1\tx\n"
    with pytest.raises(CallError, match="most of its rows end before they begin"):
        add_lists(tmp_path, write_list(tmp_path / "ccipra-v323r0-f1.txt", pairs("10021") + rows))
