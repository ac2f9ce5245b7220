from __future__ import annotations

from pathlib import Path

from codepub.codesets.store import open_store
from codepub.records.fee_schedule import PAYMENT_COLUMNS
from codepub.records.parts import Payment, Volatile
from tests.codesets.small_lists import MPFS_HEADING, add_lists, fee_row, write_list


def test_every_field_of_the_payment_part_has_its_column_in_the_order_of_the_part() -> None:
    assert list(PAYMENT_COLUMNS) == [field for field in Payment.model_fields if field not in Volatile.model_fields]


def test_every_column_is_one_that_the_published_file_gives(tmp_path: Path) -> None:
    (added,) = add_lists(tmp_path, write_list(tmp_path / "PPRRVU2025_Oct.csv", MPFS_HEADING + fee_row("32120")))
    with open_store(tmp_path) as store:
        listed = store.find(added.release, "32120")
    assert listed is not None
    assert sorted(PAYMENT_COLUMNS.values()) == sorted(set(PAYMENT_COLUMNS.values()) & listed.facts.keys())
