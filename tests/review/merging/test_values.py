from __future__ import annotations

import pytest

from codepub.origin import FieldPath
from codepub.review.merging.values import can_be_left_out


@pytest.mark.parametrize(
    ("path", "can"),
    [
        (("ends",), True),
        (("summary", "payers", 0), True),
        (("summary", "meaning"), False),
        (("audience",), False),
        (("specifications", "modifiers", 0, "when_to_use"), False),
    ],
)
def test_a_record_can_do_without_what_it_need_not_say_and_for_which_no_default_stands(
    path: FieldPath, can: bool
) -> None:
    assert can_be_left_out(path) == can
