from __future__ import annotations

import re

import pytest

from codepub.patterns import compile_late


def test_a_late_pattern_finds_what_a_compiled_one_does() -> None:
    late, compiled = compile_late(r"(a)(b)?", re.IGNORECASE), re.compile(r"(a)(b)?", re.IGNORECASE)
    for text in ("Ab", "a", "cab", ""):
        assert [found.groups() for found in late.finditer(text)] == [
            found.groups() for found in compiled.finditer(text)
        ]
        assert late.sub("-", text) == compiled.sub("-", text)
    assert (late.pattern, late.flags, late.groups) == (compiled.pattern, compiled.flags, compiled.groups)


def test_a_late_pattern_is_compiled_once_and_not_before_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    compile_at_once, compiled = re.compile, list[str]()

    def watch(expression: str, flags: int) -> re.Pattern[str]:
        compiled.append(expression)
        return compile_at_once(expression, flags)

    monkeypatch.setattr(re, "compile", watch)
    late = compile_late("a")
    assert compiled == []
    assert late.search("ba")
    assert late.fullmatch("b") is None
    assert compiled == ["a"]


def test_what_is_wrong_with_an_expression_is_told_at_its_first_use() -> None:
    late = compile_late("(")
    with pytest.raises(re.error, match="missing"):
        late.search("a")
