from __future__ import annotations

import pytest

from codepub.codesets.code_set import SetName, normalize_code, show_code


@pytest.mark.parametrize(
    ("name", "stored", "spelled"),
    [
        ("icd-10-cm", "J95830", "J95.830"),
        ("icd-10-cm", "S270XXA", "S27.0XXA"),
        ("icd-10-cm", "J95", "J95"),
        ("icd-10-pcs", "0W3B0ZZ", "0W3B0ZZ"),
        ("hcpcs", "A0425", "A0425"),
        ("hcpcs-modifiers", "LT", "LT"),
        ("taxonomy", "208G00000X", "208G00000X"),
        ("ms-drg", "163", "163"),
    ],
)
def test_a_stored_code_is_spelled_as_people_write_it_and_stored_as_it_was(
    name: SetName, stored: str, spelled: str
) -> None:
    assert show_code(name, stored) == spelled
    assert normalize_code(spelled) == stored
