from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import pytest

import yaml
from codepub.diagnostics import Diagnostic, Severity
from codepub.loading.load_file import CheckContext, load_file
from codepub.records.availability import Frozen, Unavailable
from codepub.records.code_summary import CodeSummary
from codepub.records.kinds import CODE_SUMMARY
from codepub.records.shape import fields_below, keys_of, model_at
from tests.mistakes.cases import BASE, FILE, FOLDER, Mistake, mistakes
from tests.mistakes.published import published_lists
from tests.publications import ROOT
from tests.record_texts import TODAY

MISTAKES: Final = mistakes()
BY_ITSELF: Final = CheckContext(TODAY)
SAMPLES: Final = sorted((ROOT / "content").rglob("*.yaml"))

UNSAID: Final = {
    **dict.fromkeys(("duplicate-key", "anchor", "tag"), "they are gone once YAML is read"),
    **dict.fromkeys(("yaml-surprise", "conflict"), "other readers of YAML take the text for something, or for text"),
    **dict.fromkeys(("control-character", "bidi-character"), "JSON has all characters"),
    **dict.fromkeys(("damaged-character", "hidden-character"), "JSON has all characters"),
    "placeholder": "TBD is a text, as others are",
    "code-format": "the form of a code hangs on the system beside it, and links are text",
    **dict.fromkeys(("modifier-format", "modifier-range", "pos-unknown", "cdt-code"), "they are lists and ranges"),
    "drg-format": "998 and 999 have the form of the others",
    "anesthesia-range": "it is a range",
    **dict.fromkeys(("duplicate", "own-relation", "self-replaced"), "two values are compared"),
    **dict.fromkeys(("date-order", "percentile-order", "future-day"), "values are compared, or held against today"),
    "reason-incomplete": "one key asks for another by its value",
    "unknown-source": "the sources of the record are asked",
    **dict.fromkeys(("link-target", "one-paragraph"), "a text is read as markup"),
    **dict.fromkeys(("blocks-release", "left-over"), "the status says whether a draft may hold it"),
    "file-name": "the file is no part of its content",
    **dict.fromkeys(("allow-unreasoned", "allow-unknown"), "comments are no part of the data"),
    **dict.fromkeys(("code-unknown", "code-deleted", "code-not-yet", "header-diagnosis"), "published lists are asked"),
}
"""The rules whose breach may fit the schema all the same, and why; those that only warn are none of a schema's."""

UNSAID_HERE: Final = {
    "The release of a crosswalk is a date": "JSON has no days: to a schema each of them is a text",
    "The edition has a point": "2026.0 is a whole number in JSON",
}
"""The mistakes against other rules that fit the schema, by their titles, and why."""

_OFFERED: Final = re.compile(
    r"""^Write (?P<quoted>"[^"]+"|\[[^\]]*\])(?:, or| in quotes|, in quotes|\.)"""
    r"|^Write (?P<plain>[\d.]+), without quotes|^Write (?P<day>[\d-]+)(?:, without the time|:)"
    r"|^Write (?P<address>https?://\S+)\.$|Did you mean `(?P<meant>[^`]+)`\?"
)
_SOURCE: Final = re.compile(r'\bsource: "?([\w.-]+)')


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CheckContext]:
    with published_lists(tmp_path_factory.mktemp("lists")) as against:
        yield against


def told(folder: Path, raw: bytes, name: str = FILE, against: CheckContext = BY_ITSELF) -> tuple[Diagnostic, ...]:
    """What is told of the bytes of a record."""
    file = folder / name
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(raw)
    return load_file(CODE_SUMMARY, folder, file, against).diagnostics


def fault_of(mistake: Mistake, found: tuple[Diagnostic, ...]) -> str | None:
    """What is wrong with the telling of a mistake; None where it is told once, at its place, with the right advice."""
    if not found:
        return "silent"
    if len(found) > 1:
        rules = Counter(one.rule for one in found)
        return f"told {len(found)} times: {', '.join(f'{rule} x{count}' for rule, count in rules.items())}"
    (one,) = found
    if not mistake.expected.fits(one.severity.value, one.rule, f"{one.message} {one.hint}"):
        return f"told as {one.severity.value} {one.rule}: {one.message} {one.hint}"
    if strange := set(_SOURCE.findall(one.hint or "")) - sources_in(mistake.text):
        return f"the advice names sources that the record lacks: {', '.join(strange)}"
    line, column, width = mistake.place
    pointed = (one.position.line, one.position.column, one.position.width) if one.position else (0, 0, 0)
    if pointed != (line, column, width or pointed[2]):
        return f"line, column and width are {pointed}, not {mistake.place}"
    return None


def sources_in(text: str) -> set[str]:
    return set(re.findall(r"^ *- id: (\S+)$", text, re.MULTILINE))


def offered(hint: str | None) -> str | None:
    """What a hint tells to type in place of what is at fault."""
    found = _OFFERED.search(hint or "")
    return next(typed for typed in found.groups() if typed) if found else None


@pytest.mark.parametrize("published", [False, True], ids=["by itself", "with the published lists"])
def test_the_base_is_sound(tmp_path: Path, lists: CheckContext, published: bool) -> None:
    assert told(tmp_path, BASE.encode(), against=lists if published else BY_ITSELF) == ()


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.title)
def test_a_mistake_is_told_once_at_its_place_with_the_right_advice(
    tmp_path: Path, lists: CheckContext, mistake: Mistake
) -> None:
    against = lists if mistake.has_lists else BY_ITSELF
    found = told(tmp_path, mistake.raw, mistake.name, against)
    assert fault_of(mistake, found) is None
    if typed := offered(found[0].hint):
        assert told(tmp_path, mistake.mended(typed), mistake.name, against) == (), typed


def test_there_are_at_least_two_hundred_mistakes_each_with_its_own_title() -> None:
    titles = [mistake.title for mistake in MISTAKES]
    assert len(titles) >= 200
    assert len(set(titles)) == len(titles)


def test_a_mistake_has_one_place() -> None:
    for mistake in MISTAKES:
        assert (mistake.marked.count("«"), mistake.marked.count("»")) == (1, 1), mistake.title


def test_there_is_a_mistake_in_every_field_and_every_column_of_every_table() -> None:
    every = {*fields_of(CodeSummary), *((Unavailable.__name__, key) for key in keys_of(Unavailable))}
    assert sorted(every - {at_fault(mistake) for mistake in MISTAKES}) == []


def fields_of(model: type[Frozen]) -> Iterator[tuple[str, str]]:
    """Each field of a model and of those below it: the name of its model, and its key."""
    for key, below in fields_below(model):
        yield model.__name__, key
        if below is not None:
            yield from fields_of(below)


def at_fault(mistake: Mistake) -> tuple[str, str] | None:
    """The field that a mistake is made in; of a row, that of its table."""
    path = mistake.changes[-1].path
    keys = [step for step in path if isinstance(step, str)]
    if not keys:
        return None
    model = model_at(CodeSummary, path[: len(path) - 1 - path[::-1].index(keys[-1])])
    return (model if keys[-1] in keys_of(model) else Unavailable).__name__, keys[-1]


class _CoreLoader(yaml.CSafeLoader):
    """Reads YAML as the core schema of version 1.2 does, which is JSON: a date is text."""


_CoreLoader.yaml_implicit_resolvers = {}
for _tag, _form, _first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+", list("-+0123456789")),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", list("-+.0123456789")),
):
    _CoreLoader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"(?:{_form})$"), _first)
_CoreLoader.add_constructor("tag:yaml.org,2002:int", lambda _, node: int(node.value))


@pytest.fixture(scope="module")
def schema() -> Any:
    validator = import_module("jsonschema").Draft202012Validator
    text = (ROOT / "schemas" / CODE_SUMMARY.schema_file).read_text("utf-8")
    return validator(json.loads(text), format_checker=validator.FORMAT_CHECKER)


def is_refused(raw: bytes, schema: Any) -> bool:
    """Whether the schema refuses a record, or another reader of YAML cannot read it."""
    try:
        return not schema.is_valid(yaml.load(raw, _CoreLoader))
    except (yaml.YAMLError, UnicodeError):
        return True


@pytest.fixture(scope="module")
def refused(schema: Any) -> Mapping[str, bool]:
    """Whether the schema refuses a mistake, by its title."""
    return {mistake.title: is_refused(mistake.raw, schema) for mistake in MISTAKES}


@pytest.mark.parametrize("file", [FOLDER / "base.yaml", *SAMPLES], ids=lambda file: file.name)
def test_a_sound_record_fits_the_schema_and_codepub(tmp_path: Path, schema: Any, file: Path) -> None:
    raw = file.read_bytes()
    assert not is_refused(raw, schema)
    found = told(tmp_path, raw, FILE if file.parent == FOLDER else f"{file.parent.name}/{file.name}")
    assert [one.rule for one in found if one.severity is Severity.ERROR] == []


def errors_of(mistake: Mistake, folder: Path, lists: CheckContext) -> set[str]:
    found = told(folder, mistake.raw, mistake.name, lists if mistake.has_lists else BY_ITSELF)
    return {one.rule for one in found if one.severity is Severity.ERROR}


def test_what_the_schema_refuses_is_an_error(tmp_path: Path, lists: CheckContext, refused: Mapping[str, bool]) -> None:
    passed = [one.title for one in MISTAKES if refused[one.title] and not errors_of(one, tmp_path, lists)]
    assert passed == []


def test_what_is_an_error_the_schema_refuses_but_for_rules_that_it_cannot_say(
    tmp_path: Path, lists: CheckContext, refused: Mapping[str, bool]
) -> None:
    fitting = {one.title: errors_of(one, tmp_path, lists) for one in MISTAKES if not refused[one.title]}
    assert {title for title, rules in fitting.items() if rules - UNSAID.keys()} == UNSAID_HERE.keys()


def test_the_rules_that_a_schema_cannot_say_are_shown_by_mistakes_that_fit_it(refused: Mapping[str, bool]) -> None:
    shown = {mistake.expected.rule for mistake in MISTAKES if not refused[mistake.title]}
    assert sorted(UNSAID.keys() - shown) == []
