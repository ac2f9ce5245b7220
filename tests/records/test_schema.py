from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from codepub.origin import CodeSystem
from codepub.records.blank import write_blank_record
from codepub.records.kinds import CODE_SUMMARY, KINDS, Kind
from codepub.records.schema import write_schema
from tests.record_texts import RECORD, VOLATILE, load_text, record_text

ROOT = Path(__file__).parents[2]
FILE = ROOT / "schemas" / CODE_SUMMARY.schema_file
SCHEMA: dict[str, Any] = json.loads(write_schema(CODE_SUMMARY))


SCHEMAS: list[dict[str, Any]] = [json.loads(write_schema(kind)) for kind in KINDS]


def properties() -> Iterator[tuple[str, dict[str, Any]]]:
    """List every property of every object of every kind, what it refers to laid under it."""
    for schema in SCHEMAS:
        for name, model in {schema["title"]: schema, **schema["$defs"]}.items():
            for key, value in model.get("properties", {}).items():
                referred = schema["$defs"][value["$ref"].rpartition("/")[2]] if "$ref" in value else {}
                yield f"{name}.{key}", {**referred, **value}


PROPERTIES = list(properties())


def fits(*files: Path) -> subprocess.CompletedProcess[str]:
    beside = Path(sys.executable).with_name("check-jsonschema")
    command = [str(beside), "--schemafile", str(FILE), *map(str, files)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_the_committed_schema_is_the_one_that_the_models_give(kind: Kind[Any]) -> None:
    assert (ROOT / "schemas" / kind.schema_file).read_text("utf-8") == write_schema(kind)


def test_the_schema_names_its_dialect_and_itself() -> None:
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert SCHEMA["$id"] == CODE_SUMMARY.schema_file


@pytest.mark.parametrize(("name", "value"), PROPERTIES)
def test_a_property_says_what_it_is(name: str, value: dict[str, Any]) -> None:
    assert value["title"], name
    assert value["description"].endswith((".", "…")), name


@pytest.mark.parametrize(("name", "value"), PROPERTIES)
def test_a_property_has_an_example_unless_it_is_an_object_whose_properties_have_them(
    name: str, value: dict[str, Any]
) -> None:
    assert value.get("examples") or "properties" in value, name


@pytest.mark.parametrize(("name", "value"), PROPERTIES)
def test_a_property_may_not_be_null(name: str, value: dict[str, Any]) -> None:
    assert '"null"' not in json.dumps(value), name
    assert value.get("default", "") is not None, name


@pytest.mark.parametrize(("name", "value"), PROPERTIES)
def test_every_example_fits_its_own_property(name: str, value: dict[str, Any]) -> None:
    definitions = {key: one for schema in SCHEMAS for key, one in schema["$defs"].items()}
    validator = import_module("jsonschema").Draft202012Validator({**value, "$defs": definitions})
    for example in value.get("examples", ()):
        assert validator.is_valid(example), (name, example)


def test_the_sample_library_fits_the_schema() -> None:
    files = sorted((ROOT / "content").rglob("*.yaml"))
    done = fits(*files)
    assert files
    assert done.returncode == 0, done.stdout


def test_the_record_of_the_tests_fits_the_schema(tmp_path: Path) -> None:
    file = tmp_path / "32120.yaml"
    file.write_text(RECORD)
    assert fits(file).returncode == 0


@pytest.mark.parametrize(
    ("system", "code"),
    [("CPT", "00100"), ("HCPCS", "A0425"), ("ICD-10-CM", "J95.830"), ("ICD-10-PCS", "0W390ZZ")],
)
def test_a_blank_record_fits_the_schema(tmp_path: Path, system: CodeSystem, code: str) -> None:
    file = tmp_path / "blank.yaml"
    file.write_text(write_blank_record(system, code, date(2026, 11, 23)), "utf-8")
    assert fits(file).returncode == 0


NO_NUMBERS = (
    *(
        "abc",
        "1,439.00",
        '"1,439.00"',
        ".5.",
        "'.5'",
        "'5.'",
        "'1e5'",
        "'1_000'",
        "'+5'",
        "-5",
        "'-5'",
        "' 5 '",
        "5 units",
    ),
    *("NaN", "'Infinity'", ".inf", "'١٤'", "12345678901234567", "$5", "true"),
)


def payment(number: str) -> str:
    others = "practice_expense_rvu_facility: 1.0, practice_expense_rvu_nonfacility: 1, malpractice_rvu: 1, pc_tc: '0'"
    signs = "global_days: '090', status_indicator: A, bilateral: '0', assistant: '0', co_surgeon: '0', team: '0'"
    return (
        f"payment:\n  work_rvu: {number}\n"
        + "".join(f"  {field}\n" for field in f"{others}, {signs}, {VOLATILE}".split(", "))
        + "sources:\n"
    )


def denial(carc: str = "97", rarc: str = "N20") -> str:
    return f"denials: [{{carc: '{carc}', rarc: '{rarc}', reason: A, prevention: B, {VOLATILE}}}]\nsources:\n"


def ptp(code: str) -> str:
    row = f"system: CPT, code: '{code}', column: 1, modifier_indicator: '1', rationale: A, {VOLATILE}"
    return f"edits: {{mue: {{unavailable: unknown}}, ptp: [{{{row}}}]}}\nsources:\n"


def hcpcs(code: str) -> str:
    return f"crosswalks: {{hcpcs: [{{code: '{code}', description: A, {VOLATILE}}}]}}\nsources:\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Thor", "titel: Thor"),
        ("tags:", "colour: red\ntags:"),
        ("{unavailable: unknown}", "{unavailable: unknwon}"),
        ("{unavailable: unknown}", "{unavailable: unknown, onwer: desk}"),
        ("  scope: When the code is meant.\n", ""),
        ('code: "32120"', "code: 32120"),
        ("[Aetna, Medicare]", "Aetna"),
        ("[Aetna, Medicare]", "null"),
        ("tags: [thoracic]", "ends: null"),
        ("J95.830", "j95.830"),
        ("J95.830", "J95830"),
        ('code: "32110"', 'code: "3-110"'),
        ("title: Thoracotomy for re-exploration", 'title: "  "'),
        ("2026-01-01", '"20260101"'),
        ("2026-01-01", "soon"),
        ("2026-01-01", '"2026-02-30"'),
        ("2026-01-01", "2026-01-01 10:00:00"),
        ("edition: 2026", "edition: 20.26"),
        ("edition: 2026", 'edition: "2026"'),
        ("edition: 2026", "edition: 20260"),
        ('["21"]', '["2"]'),
        ('"78"', '"7"'),
        ("208G00000X", "208G00000"),
        ("id: rvu25d", "id: rvu 25d"),
        ("publisher: CMS}", "publisher: CMS, url: www.cms.gov}"),
        ("publisher: CMS}", 'publisher: CMS, url: "https:///list"}'),
        ("publisher: CMS}", 'publisher: CMS, url: "https://cms.gov/a b"}'),
        ("publisher: CMS}", f"publisher: CMS, url: https://cms.gov/{'a' * 2040}}}"),
        *[
            ("sources:\n", part)
            for part in (denial(carc="1234"), denial(rarc="X1"), ptp(code="abc"), hcpcs(code="a b"))
        ],
        *[("sources:\n", payment(number)) for number in NO_NUMBERS],
    ],
)
def test_a_record_with_a_mistake_fits_neither_the_schema_nor_codepub(tmp_path: Path, old: str, new: str) -> None:
    loaded = load_text(tmp_path, record_text((old, new)))
    assert fits(loaded.file).returncode == 1
    assert loaded.record is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        *[("sources:\n", payment(number)) for number in ("14.50", '"14.50"', "0", "'0.5'", "123456789012345")],
        ("publisher: CMS}", "publisher: CMS, url: HTTPS://WWW.EXAMPLE.ORG/list}"),
        ("publisher: CMS}", f"publisher: CMS, url: http://cms.gov/{'a' * 2033}}}"),
        ("2026-01-01", '"2026-01-01"'),
        ("publisher: CMS}", "publisher: CMS, date: 2026-01-01}"),
    ],
)
def test_a_sound_record_fits_the_schema_and_codepub(tmp_path: Path, old: str, new: str) -> None:
    loaded = load_text(tmp_path, record_text((old, new)))
    assert fits(loaded.file).returncode == 0
    assert loaded.record is not None
