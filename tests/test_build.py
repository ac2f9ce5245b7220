from __future__ import annotations

from pathlib import Path

import pytest

from codepub.build import House, Target, build, targets
from codepub.compose.closing import Publisher
from codepub.diagnostics import CallError, MachineError
from codepub.origin import RecordId
from tests.publications import bare, full, record, theme, wording

HOUSE = House(wording(), Publisher(), theme())


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_target_lies_by_system_code_and_format_without_the_dot_of_icd_10_cm() -> None:
    out = Path("output")

    assert targets([RecordId("cpt", "32120"), RecordId("icd-10-cm", "J95.830")], ["pdf", "md"], out) == [
        Target(RecordId("cpt", "32120"), "pdf", out / "cpt" / "32120.pdf"),
        Target(RecordId("cpt", "32120"), "md", out / "cpt" / "32120.md"),
        Target(RecordId("icd-10-cm", "J95.830"), "pdf", out / "icd-10-cm" / "J95830.pdf"),
        Target(RecordId("icd-10-cm", "J95.830"), "md", out / "icd-10-cm" / "J95830.md"),
    ]


def test_records_become_files_in_every_format_asked_for_one_after_the_other(tmp_path: Path) -> None:
    records = [record(bare()), record(full(system="CPT", code="32120"))]
    outcomes = build(records, ["html", "md"], tmp_path, HOUSE)

    assert next(outcomes).target.file == tmp_path / "hcpcs" / "A0425.html"
    assert files(tmp_path) == ["hcpcs/A0425.html"]
    assert len(list(outcomes)) == 3
    assert files(tmp_path) == ["cpt/32120.html", "cpt/32120.md", "hcpcs/A0425.html", "hcpcs/A0425.md"]


@pytest.mark.parametrize(
    ("wanted", "start"), [("pdf", b"%PDF-"), ("docx", b"PK"), ("html", b"<!doctype"), ("md", b"---")]
)
def test_each_format_is_what_its_name_says(wanted: str, start: bytes, tmp_path: Path) -> None:
    (outcome,) = build([record(bare())], [wanted], tmp_path, HOUSE)  # type: ignore[list-item]

    assert outcome.target.file.read_bytes().startswith(start)
    assert outcome.diagnostics == ()


def test_what_a_format_cannot_express_comes_with_its_file(tmp_path: Path) -> None:
    (outcome,) = build([record(bare(title="漢"))], ["pdf"], tmp_path, HOUSE)

    assert outcome.target.file.is_file()
    assert [each.rule for each in outcome.diagnostics] == ["pdf-glyph"]


def test_files_made_before_a_failure_stay(tmp_path: Path) -> None:
    (tmp_path / "cpt").write_bytes(b"a file where a folder belongs")
    records = [record(bare()), record(bare(system="CPT", code="32120"))]

    with pytest.raises(MachineError, match=r"32120\.html cannot be written"):
        list(build(records, ["html"], tmp_path, HOUSE))

    assert files(tmp_path) == ["cpt", "hcpcs/A0425.html"]


def test_wording_that_fails_leaves_no_file(tmp_path: Path) -> None:
    broken = {**wording().words, "sentences": {**wording().words["sentences"], "digest": "{{ nothing }}"}}
    house = House(type(wording())(broken, "wording.toml"), Publisher(), theme())

    with pytest.raises(CallError):
        list(build([record(bare())], ["html"], tmp_path, house))

    assert files(tmp_path) == []
