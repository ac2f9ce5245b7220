from __future__ import annotations

import pytest

from codepub.origin import FieldPath, format_path, parse_path

PATHS: list[tuple[str, FieldPath]] = [
    ("title", ("title",)),
    ("specifications.modifiers[2].when_to_use", ("specifications", "modifiers", 1, "when_to_use")),
    ("summary.payers[1]", ("summary", "payers", 0)),
    ("crosswalks.ms_drg[1].groups[12].drg", ("crosswalks", "ms_drg", 0, "groups", 11, "drg")),
]


@pytest.mark.parametrize(("text", "path"), PATHS)
def test_a_path_is_read_as_it_is_written(text: str, path: FieldPath) -> None:
    assert (parse_path(text), format_path(path)) == (path, text)


@pytest.mark.parametrize(
    "text", ["", ".", "a.", "a..b", "a[0]", "a[-1]", "a[x]", "a[1", "a]1[", "[1]", "a b", "a[1]b", "a[²]"]
)
def test_what_is_no_path_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no path of a field"):
        parse_path(text)
