from __future__ import annotations

from functools import partial

import pytest

from codepub.document.nodes import Cell, Column, ColumnKind, Table
from codepub.writers.column_widths import is_wide, share_width
from tests.writers.documents import ROOT, paragraph, sign, table_with

LONG = "a rationale that runs on for as long as the reviewer of the claim is likely to read it, and on "
text_column = partial(Column)
code_column = partial(Column, kind=ColumnKind.CODE)


def table(*columns: Column, rows: list[tuple[str, ...]]) -> Table:
    return table_with(*(tuple(map(paragraph, row)) for row in rows), columns=columns)


def test_the_shares_of_a_table_add_up_to_the_whole() -> None:
    shares = share_width(table(code_column("Code"), text_column("Why"), rows=[("CPT 32120", LONG)]), 40)

    assert sum(shares) == pytest.approx(1)


def test_a_column_of_long_text_is_wider_than_one_of_short_text_on_whichever_side_it_stands() -> None:
    left, right = share_width(table(text_column("A"), text_column("B"), rows=[(LONG, "Yes")] * 3), 40)

    assert left > 2 * right
    assert share_width(table(text_column("A"), text_column("B"), rows=[("Yes", LONG)] * 3), 40) == pytest.approx(
        (right, left)
    )


def test_a_code_has_room_in_one_line_however_much_text_stands_beside_it() -> None:
    code, _ = share_width(table(code_column("Code"), text_column("Why"), rows=[("HCPCS A0425", LONG * 5)]), 40)

    assert code * 40 > len("HCPCS A0425") * 0.5


def test_a_long_header_over_short_cells_is_not_broken() -> None:
    header, _ = share_width(table(text_column("Administration"), text_column("Why"), rows=[("1", LONG * 5)]), 40)

    assert header * 40 > len("Administration") * 0.4


def test_a_sign_in_a_column_of_codes_may_take_two_lines() -> None:
    def share(*codes: str) -> float:
        rows: tuple[tuple[Cell, ...], ...] = (
            *((paragraph(code), paragraph(LONG * 3)) for code in codes),
            (sign(ROOT / "denials", "not published"), paragraph(LONG * 3)),
        )
        return share_width(table_with(*rows, columns=(code_column("RARC"), text_column("Why"))), 40)[0]

    assert share("M144") * 40 < len("not published") * 0.5 + 1.2


def test_an_address_does_not_ask_for_a_column_of_its_length() -> None:
    address = "https://www.cms.gov/medicare/coding-billing/ncci-medicare/a-very-long-name-of-a-page"
    columns = (text_column("Where"), text_column("Why"))

    assert not is_wide(table(*columns, rows=[(address, LONG)]))


def test_a_table_is_wide_where_its_words_or_its_many_columns_ask_for_it() -> None:
    words = ("Immunohistochemistry",) * 5

    assert not is_wide(table(*map(text_column, "ABC"), rows=[("a", "b", "c")]))
    assert is_wide(table(*map(text_column, "ABCDE"), rows=[("a", "b", "c", "d", "e")]))
    assert is_wide(table(*map(code_column, "ABCD"), rows=[words[:4]]))


def test_a_table_without_rows_has_columns() -> None:
    assert sum(share_width(table(text_column("A"), text_column("B"), rows=[]), 40)) == pytest.approx(1)
