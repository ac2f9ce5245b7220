"""Whatever is done to a record's bytes, it is read, checked, reported and, where it is sound, written."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codepub.compose.compose import compose
from codepub.loading.load import load
from codepub.loading.load_file import CheckContext
from codepub.loading.rules import RULES
from codepub.reports.report import Report
from codepub.reports.table import REPORTS
from codepub.workspace.templates import load_theme, load_wording
from codepub.writers.choices import Format
from codepub.writers.options import Options
from codepub.writers.table import open_writer
from tests.faults.processes import MOST_MEMORY
from tests.publications import SAMPLES, workspace

MANY = 5_000 if os.environ.get("CODEPUB_CONFORMANCE") == "1" else 500
WRITTEN: tuple[Format, ...] = ("html", "docx", "md")  # a PDF takes a second
TODAY = CheckContext(date(2026, 11, 25))
STRANGE = (
    *("\0", "\x1b[2J", "\r", "\u2028", "\u202e", "\ufeff", "\ufffd", "\udcff", "\U000e0041", "\u200b", "\u200d"),
    *("𝔘", "ı", "ﬃ", "ß", "\u00ad" * 100, "\u00a0", "ا" * 300, "a" * 5000, "\t", "'", '"', "\\", "`", "#", "%", "@"),
    *("- ", ": ", "|\n", ">-\n", "&a ", "*a", "!!python/object:os.system ", "<<: *a\n", "? ", "--- \n", "...\n"),
    *("%YAML", "{" * 300, "[" * 300, "*" * 2000, "_" * 2000, "^" * 500, "~" * 500, "[a](" * 100, "![", "](", "&#0;"),
    *(
        "9" * 5000,
        "1e999999",
        "0x10",
        "-0",
        "nan",
        ".inf",
        "0001-01-01",
        "9999-12-31",
        "2026-02-30",
        "null",
        "~",
        "yes",
    ),
    *("<script>", "javascript:alert(1)", "file:///etc/passwd", "{{ 7*7 }}", "{% for x in y %}", "None", "[]"),
    *("<<<<<<< ours\n", "=======\n", ">>>>>>> theirs\n"),
)


@pytest.fixture(autouse=True, scope="module")
def bounds() -> Iterator[None]:
    """Bound the memory of this process while records are mutated in it."""
    try:
        import resource
    except ImportError:  # Windows has none
        yield
        return
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_AS, before)


@cache
def texts() -> dict[str, bytes]:
    return {name: file.read_bytes() for name, file in SAMPLES.items()}


def replaced(content: bytes, chance: random.Random) -> bytes:
    at, width = chance.randrange(len(content) + 1), chance.choice((0, 0, 1, 5, 40))
    return content[:at] + chance.choice(STRANGE).encode("utf-8", "surrogateescape") + content[at + width :]


def flipped(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content))
    return content[:at] + bytes([content[at] ^ (1 << chance.randrange(8))]) + content[at + 1 :]


def cut(content: bytes, chance: random.Random) -> bytes:
    first, second = sorted(chance.randrange(len(content) + 1) for _ in range(2))
    return content[:first] + content[second:]


def doubled(content: bytes, chance: random.Random) -> bytes:
    first, second = sorted(chance.randrange(len(content) + 1) for _ in range(2))
    return content[:second] + content[first:second] * chance.choice((1, 1, 2, 20)) + content[second:]


def moved(content: bytes, chance: random.Random) -> bytes:
    lines = content.splitlines(keepends=True)
    lines.insert(chance.randrange(len(lines)), lines.pop(chance.randrange(len(lines))))
    return b"".join(lines)


def shifted(content: bytes, chance: random.Random) -> bytes:
    lines = content.splitlines(keepends=True)
    at = chance.randrange(len(lines))
    lines[at] = chance.choice((b" ", b"  ", b"\t", b"- ", b"    ")) + lines[at]
    return b"".join(lines)


MUTATIONS: tuple[Callable[[bytes, random.Random], bytes], ...] = (replaced, flipped, cut, doubled, moved, shifted)


def mutated(name: str, seed: int) -> bytes:
    chance, content = random.Random(seed), texts()[name]
    for _ in range(chance.choice((1, 1, 2, 5))):
        content = chance.choice(MUTATIONS)(content or b"\n", chance)
    return content


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("library") / "content"
    for name in SAMPLES:
        (folder / SAMPLES[name].parent.name).mkdir(parents=True, exist_ok=True)
    return folder


@settings(
    max_examples=MANY,
    deadline=timedelta(seconds=2),
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(name=st.sampled_from(sorted(SAMPLES)), seed=st.integers(0, 2**32))
def test_a_mutated_record_is_told_of_or_published(name: str, seed: int, content: Path) -> None:
    file = content / SAMPLES[name].parent.name / SAMPLES[name].name
    file.write_bytes(mutated(name, seed))
    try:
        loaded = load(content, TODAY)
        report = Report(loaded.diagnostics, loaded.files, RULES)
        for form in REPORTS.values():
            form(report).encode("utf-8")
    finally:
        file.unlink()

    assert len(loaded.files) == 1
    assert loaded.records or loaded.diagnostics
    assert all(found.rule != "unforeseen" for found in loaded.diagnostics)
    house = workspace(content.parent)
    for record in loaded.records:
        document = compose(record, load_wording(house), house.publisher)
        for format_ in WRITTEN:
            assert open_writer(format_)(document, load_theme(house), Options()).content
