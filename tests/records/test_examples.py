from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import Field
from pydantic.fields import FieldInfo

from codepub.records.code_summary import CodeSummary
from codepub.records.examples import describe_field, write_value
from codepub.records.shape import Shape
from codepub.yaml.reading import read


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("Aetna", "Aetna"),
        ("2026-11-01", "2026-11-01"),
        ("2026-09", '"2026-09"'),
        ("0", '"0"'),
        ("A", '"A"'),
        ("no", '"no"'),
        ("Aetna: all", '"Aetna: all"'),
        ("Aetna, all", '"Aetna, all"'),
        ("#3", '"#3"'),
        ("", '""'),
        (2026, "2026"),
        (["Aetna", "21"], '[Aetna, "21"]'),
        ({"unavailable": "unknown", "since": "2026-09-01"}, "{unavailable: unknown, since: 2026-09-01}"),
    ],
)
def test_a_value_is_written_as_authors_type_it(value: object, written: str) -> None:
    assert write_value(value) == written


@pytest.mark.parametrize("text", ["Aetna", "21", "no", "a: b", "a, b", "#3", "x #3", "*a", "N20", '"a"', "a'b", "a\nb"])
def test_a_text_is_read_again_as_it_was(text: str) -> None:
    reading = read(Path("r.yaml"), f"payers: [{write_value(text)}, b]\n".encode(), Shape(CodeSummary))
    assert (reading.data, reading.diagnostics) == ({"payers": [text, "b"]}, ())


def test_a_field_is_described_with_its_first_example() -> None:
    field = Field(description="The month, in quotes.", examples=["2026-09", "2026-10"])
    assert isinstance(field, FieldInfo)
    assert describe_field(field) == 'The month, in quotes. An example: "2026-09".'
