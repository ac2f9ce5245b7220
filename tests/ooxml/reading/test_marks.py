from __future__ import annotations

import pytest

from codepub.ooxml.reading.marks import make_clock

NOON = "2026-11-30T12:00:00Z"


@pytest.mark.parametrize(
    ("program", "stated", "instant", "read"),
    [
        ("LibreOffice/25.2", NOON, None, NOON),
        ("Microsoft Office Word", NOON, None, NOON.removesuffix("Z")),
        ("Microsoft Office Word", NOON, "2026-11-30T17:00:00Z", "2026-11-30T17:00:00Z"),
        ("Microsoft Office Word", NOON, "yesterday", NOON.removesuffix("Z")),
        ("LibreOffice/25.2", "0-00-00T00:00:00Z", None, None),
        (None, "", None, None),
        (None, None, None, None),
    ],
)
def test_a_time_is_an_instant_where_it_is_known_and_nothing_where_it_is_none(
    program: str | None, stated: str | None, instant: str | None, read: str | None
) -> None:
    assert make_clock(program).read_time(stated, instant) == read
