from __future__ import annotations

from pathlib import Path

import pytest

from tests.record_texts import VOLATILE, Case, assert_found, case, load_text, record_text, rule_id


def policy(kind: str, number: str) -> tuple[str, str]:
    row = f"kind: {kind}, number: {number}, title: T, payer: P, effective: 2026-01-01, says: S, {VOLATILE}"
    return "sources:\n", f"coverage: [{{{row}}}]\nsources:\n"


CASES = [
    case("policy-number", "L and five digits", "kind: Article", policy("LCD", "«A33718»")),
    case("policy-number", "L and five digits", "Look the number up", policy("LCD", "«L3371»")),
    case("policy-number", "L and five digits", "Look the number up", policy("LCD", "«L337180»")),
    case("policy-number", "L and five digits", "kind: NCD", policy("LCD", '«"220.1"»')),
    case("policy-number", "A and five digits", "kind: LCD", policy("Article", "«L33718»")),
    case("policy-number", "A and five digits", "Look the number up", policy("Article", "«A5246»")),
    case("policy-number", "that of its section", "Look the number up", policy("NCD", '«"2201"»')),
    case("policy-number", "that of its section", "kind: LCD", policy("NCD", "«L33718»")),
]


@pytest.mark.parametrize("wanted", CASES, ids=rule_id)
def test_a_number_of_another_form_than_its_kind_has_is_told(tmp_path: Path, wanted: Case) -> None:
    assert_found(tmp_path, wanted)


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("LCD", "L33718"),
        ("LCD", "DL33718"),
        ("Article", "A52467"),
        ("NCD", '"220.1"'),
        ("NCD", "220.6.17"),
        ("NCD", '"10.1"'),
        ("Payer policy", "MPM-2026"),
        ("Payer policy", "L3371"),
        ("LCD", "{unavailable: unknown}"),
    ],
)
def test_a_number_of_its_form_is_sound(tmp_path: Path, kind: str, number: str) -> None:
    assert load_text(tmp_path, record_text(policy(kind, number))).diagnostics == ()
