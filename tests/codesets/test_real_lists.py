"""The lists as they were really published, counted."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path
from xml.etree import ElementTree  # noqa: ICN001 -- its own name

import pytest

from codepub.codesets.code_set import SetName
from codepub.codesets.published.identification import StatedRelease
from codepub.codesets.shipped_sets import prepare_store
from codepub.codesets.store import open_store
from tests.codesets.small_lists import add_lists, find_shared_list

COUNTS: list[tuple[str, SetName, int]] = [
    ("icd10cm_2026-04_codes.tsv.gz", "icd-10-cm", 98_186),
    ("icd10cm-codes-2024.txt.gz", "icd-10-cm", 74_044),
    ("icd10pcs-codes-2024.txt.gz", "icd-10-pcs", 78_603),
    ("hcpcs_l2_2022.csv", "hcpcs", 7_125),
    ("hcpcs_l2_modifiers_2022.csv", "hcpcs-modifiers", 375),
    ("opps_addendum_b_2026-04_si.csv", "opps", 18_212),
    ("mpfs_rvu25d_indicators.csv", "mpfs", 18_144),
    ("msdrg_v43.1.csv", "ms-drg", 772),
    ("nucc_taxonomy_250.csv", "taxonomy", 879),
]


@pytest.mark.parametrize(("name", "kind", "count"), COUNTS, ids=[name for name, *_ in COUNTS])
def test_every_row_of_a_published_list_is_imported(name: str, kind: SetName, count: int, tmp_path: Path) -> None:
    (added,) = add_lists(tmp_path, find_shared_list(name))
    assert (added.release.set, added.entries) == (kind, count)


def test_the_place_of_service_list_needs_its_release_told(tmp_path: Path) -> None:
    stated = StatedRelease(label="October 2026", effective=date(2026, 10, 8))
    (added,) = add_lists(tmp_path, find_shared_list("cms_pos_facility.csv"), stated=stated)
    assert (added.release.set, added.entries) == ("pos", 52)


def test_billable_codes_of_the_tabular_list_are_told_from_headers(tmp_path: Path) -> None:
    (added,) = add_lists(tmp_path, find_shared_list("icd10cm_2026-04_codes.tsv.gz"))
    with open_store(tmp_path) as store:
        assert sum(entry.billable for entry in store.entries(added.release)) == 74_719


def count_anweb_kinds(file: Path) -> Counter[str]:
    """Count the rows of the workbook by their record identification, by its XML alone."""
    spreadsheet = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(file) as archive:
        shared_strings = ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
        sheet = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    strings = ["".join(part.text or "" for part in item.iter(f"{spreadsheet}t")) for item in shared_strings]
    cells = [cell for cell in sheet.iter(f"{spreadsheet}c") if re.fullmatch(r"C\d+", cell.get("r", ""))]
    values = [(cell.get("t"), cell.findtext(f"{spreadsheet}v", "0")) for cell in cells if len(cell)]
    return Counter(strings[int(value)] if kind == "s" else value for kind, value in values)


def test_the_hcpcs_workbook_has_as_many_codes_and_modifiers_as_its_xml(tmp_path: Path) -> None:
    file = find_shared_list("HCPC2020_OCT_ANWEB.xlsx")
    kinds = count_anweb_kinds(file)
    added = {one.release.set: one for one in add_lists(tmp_path, file)}
    assert added["hcpcs"].entries == kinds["3"] == 6_825
    assert added["hcpcs-modifiers"].entries == kinds["7"] == 371
    assert {str(one.release.effective) for one in added.values()} == {"2020-10-01"}


def test_the_row_that_goes_on_with_a_description_is_joined_in_the_real_workbook(tmp_path: Path) -> None:
    add_lists(tmp_path, find_shared_list("HCPC2020_OCT_ANWEB.xlsx"))
    with open_store(tmp_path) as store:
        release = store.release_on("hcpcs", date(2020, 11, 1))
        assert release is not None
        found = store.find(release, "G0503")
    assert found is not None
    assert found.description.endswith("treatment goals and are prepared for discharge from active treatment")


def test_icd_10_cm_and_places_are_there_before_anything_is_imported(tmp_path: Path) -> None:
    with prepare_store(tmp_path) as store:
        counts = {release.set: entries for release, entries in store.releases()}
        release = store.release_on("icd-10-cm", date(2026, 4, 1))
        assert release is not None
        billable = sum(entry.billable for entry in store.entries(release))
    assert counts == {"icd-10-cm": 98_186, "pos": 52}
    assert billable == 74_719


def test_the_shipped_release_says_what_the_list_made_of_it_says(tmp_path: Path) -> None:
    file = find_shared_list("icd10cm_2026-04_codes.tsv.gz")
    (tmp_path / "list").mkdir()
    (tmp_path / "shipped").mkdir()
    (added,) = add_lists(tmp_path / "list", file)
    with open_store(tmp_path / "list") as listed, prepare_store(tmp_path / "shipped") as shipped:
        assert all(
            one == other
            for one, other in zip(listed.entries(added.release), shipped.entries(added.release), strict=True)
        )
