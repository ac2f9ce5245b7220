"""Mistakes with one right answer are fixed in their place, and nothing beside them is touched."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codepub.diagnostics import MachineError
from codepub.files import writing
from codepub.files.writing import Rewrite
from codepub.loading.fixing import FixedFile, fix_file, write_fixes
from codepub.loading.load_file import load_file
from codepub.loading.saving import SavedMeanwhileError
from codepub.records.kinds import CODE_SUMMARY
from tests.mistakes.cases import BASE, FILE, Mistake, mistakes
from tests.mistakes.test_mistakes import BY_ITSELF

FIXABLE = {"yaml-surprise", "wrong-type", "code-format", "tab", "no-break-space", "hidden-character"}
UNQUOTED = BASE.replace('"32120"', "32120", 1).encode()


def fix_content(folder: Path, raw: bytes, name: str = FILE) -> FixedFile:
    file = folder / name
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(raw)
    fixed = fix_file(folder, file, BY_ITSELF)
    assert fixed is not None
    return fixed


def told_of(folder: Path, raw: bytes, name: str = FILE) -> list[str]:
    (folder / name).write_bytes(raw)
    return [one.rule for one in load_file(CODE_SUMMARY, folder, folder / name, BY_ITSELF).diagnostics]


def fixed_text(folder: Path, *changes: tuple[str, str]) -> str:
    """The base with some changes, as it is fixed."""
    text = BASE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return fix_content(folder, text.encode()).rewrite.after.decode()


@pytest.mark.parametrize("mistake", mistakes(), ids=lambda mistake: mistake.title)
def test_what_is_fixed_is_sound_in_one_line_and_has_nothing_more_to_fix(tmp_path: Path, mistake: Mistake) -> None:
    fixed = fix_content(tmp_path, mistake.raw, mistake.name) if is_readable(mistake) else None
    if fixed is None or not fixed.made:
        return
    after = fixed.rewrite.after
    assert mistake.expected.rule in FIXABLE
    assert told_of(tmp_path, after, mistake.name) == []
    pairs = zip(mistake.raw.split(b"\n"), after.split(b"\n"), strict=True)
    assert [number for number, (one, other) in enumerate(pairs, 1) if one != other] == [mistake.place.line]
    assert fix_content(tmp_path, after, mistake.name).made == 0


def is_readable(mistake: Mistake) -> bool:
    try:
        mistake.raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not mistake.has_lists


def test_of_the_mistakes_each_rule_that_has_fixes_has_some_fixed(tmp_path: Path) -> None:
    made = {
        one.expected.rule for one in mistakes() if is_readable(one) and fix_content(tmp_path, one.raw, one.name).made
    }
    assert made == FIXABLE


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('code: "32120"', "code: 32120"),
        ('code: "32120"', "code: “32120”"),
        ('code: "32120"', "code: ‘32120’"),
        ('modifier: "78"', "modifier: 78"),
        ("code: J95.830", "code: J95830"),
        ("code: J95.830", "code: j95.830"),
        ("code: S27.1XXA", "code: S271XXA"),
        ("code: J95.830", "code: J95.830\u200b"),
        ("\nsummary:\n", "\nsummary:\u00a0\n"),
        ("\n  scope:", "\n\tscope:"),
    ],
)
def test_a_mistake_with_one_right_answer_is_fixed_as_the_base_has_it(tmp_path: Path, old: str, new: str) -> None:
    fixed = fixed_text(tmp_path, (old, new))
    assert fixed.replace("summary: \n", "summary:\n") == BASE


def test_what_a_fix_brings_to_light_is_fixed_too(tmp_path: Path) -> None:
    text = fixed_text(tmp_path, ('code: "32120"', "code: 32120"), ("\n  scope:", "\n\tscope:"), ("J95.830", "J95830"))
    assert text == BASE


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("code: J95.830", "code: J9271"),  # of HCPCS as it is typed
        ("title: ", "title: “"),
        ("edition: 2026", "edition: “2026”"),
        ("\n  scope:", "\n  scope"),
        ("\n  scope: ", "\n  scope: no-"),
    ],
)
def test_what_may_be_meant_otherwise_is_left(tmp_path: Path, old: str, new: str) -> None:
    assert fixed_text(tmp_path, (old, new)) == BASE.replace(old, new, 1)


def test_a_tab_is_left_where_it_may_stand_for_this_or_that(tmp_path: Path) -> None:
    raw = b"a:\n  b:\n    c: x\n\td: y\n"
    assert fix_content(tmp_path, raw).made == 0
    raw = b"a:\n    c: x\n\td: y\n"
    assert fix_content(tmp_path, raw).rewrite.after == b"a:\n    c: x\n    d: y\n"


def test_line_ends_byte_order_mark_and_comments_stay(tmp_path: Path) -> None:
    text = BASE.replace('code: "32120"', "code: 32120   # the code", 1).replace("\n", "\r\n").removesuffix("\r\n")
    raw = b"\xef\xbb\xbf" + text.encode()
    assert fix_content(tmp_path, raw).rewrite.after == raw.replace(b"code: 32120 ", b'code: "32120" ')


def test_a_file_that_is_no_utf8_is_left(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes("title: Résumé\ncode: 32120\n".encode("latin-1"))
    assert fix_file(tmp_path, file, BY_ITSELF) is None


def test_a_mistake_that_is_allowed_is_left(tmp_path: Path) -> None:
    allowed = "code: J95830 # codepub: allow code-format because it is quoted so"
    assert fixed_text(tmp_path, ("code: J95.830", allowed)) == BASE.replace("code: J95.830", allowed, 1)


def test_a_file_that_was_saved_meanwhile_is_not_written_and_no_other_is(tmp_path: Path) -> None:
    one, other = (fix_content(tmp_path, UNQUOTED, name) for name in ("a.yaml", FILE))
    saved = one.rewrite.before + b"# more\n"
    one.rewrite.file.write_bytes(saved)
    with pytest.raises(SavedMeanwhileError, match="saved meanwhile"):
        write_fixes(tmp_path, [other, one])
    assert one.rewrite.file.read_bytes() == saved
    assert other.rewrite.file.read_bytes() == other.rewrite.before


def test_where_one_file_cannot_be_written_those_before_it_are_put_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = (fix_content(tmp_path, UNQUOTED, name) for name in ("a.yaml", FILE))
    real = writing.write_file

    def fail_at_other(file: Path, content: bytes) -> None:
        if file == other.rewrite.file:
            raise MachineError("full")
        real(file, content)

    monkeypatch.setattr(writing, "write_file", fail_at_other)
    with pytest.raises(MachineError):
        write_fixes(tmp_path, [one, other])
    assert one.rewrite.file.read_bytes() == one.rewrite.before


def test_what_was_fixed_is_written(tmp_path: Path) -> None:
    fixed = fix_content(tmp_path, UNQUOTED)
    write_fixes(tmp_path, [fixed])
    assert fixed.rewrite == Rewrite(tmp_path / FILE, UNQUOTED, BASE.encode())
    assert (tmp_path / FILE).read_bytes() == BASE.encode()


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    typed=st.lists(
        st.tuples(st.integers(0, len(BASE)), st.sampled_from("\t\u00a0\u200b“”‘\"'#-:0 \n{}[]&*|J")), max_size=6
    )
)
def test_whatever_is_typed_into_a_record_fixes_touch_no_more_than_lines_that_are_told(
    tmp_path: Path, typed: list[tuple[int, str]]
) -> None:
    text = BASE
    for place, character in typed:
        text = text[:place] + character + text[place:]
    fixed = fix_content(tmp_path, text.encode())
    before, after = text.split("\n"), fixed.rewrite.after.decode().split("\n")
    assert len(before) == len(after)
    assert sum(one != other for one, other in zip(before, after, strict=True)) <= fixed.made
    assert fix_content(tmp_path, fixed.rewrite.after).made == 0
