"""Records are released all or none, for reasons that are all told; drafts are left out where only releases count."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from codepub.diagnostics import MachineError
from codepub.files import writing
from codepub.files.writing import write_file
from codepub.loading.load import Loaded, load
from codepub.loading.load_file import CheckContext
from codepub.records.approvers import Approvers
from codepub.records.kinds import CODE_SUMMARY
from codepub.releasing.release import Refused, StatusSet, keep_released, release, withdraw
from codepub.review.signing import Judge, approve
from tests.record_texts import TODAY, record_text, write_record

OTHER = (('code: "32120"', 'code: "32110"'), ('      code: "32110"', '      code: "32124"'))
ADDED = ("effective: 2026-01-01\n", "effective: 2026-01-01\nstatus: released\n")
NOT_ASKED = ("  payers: [Aetna, Medicare]\n", "  payers: {unavailable: not-asked}\n")
PENDING = ("The usual case.", "{unavailable: temp-unknown, recheck_by: 2027-01-01}")


def put(content: Path, *texts: str) -> list[Path]:
    names = ("cpt/32110.yaml", "cpt/32120.yaml")
    return [write_record(content, text, name) for text, name in zip(texts, names, strict=True)]


def load_all(content: Path) -> Loaded:
    return load(content, CheckContext(TODAY))


def told(refused: StatusSet | Refused) -> list[tuple[str, str, int]]:
    assert isinstance(refused, Refused)
    return [(one.rule, one.position.file.stem, one.position.line) for one in refused.reasons if one.position]


def test_sound_records_are_released_and_nothing_else_in_their_files_changes(tmp_path: Path) -> None:
    first, second = put(tmp_path, record_text(*OTHER), record_text())
    second.write_bytes(b"\xef\xbb\xbf" + second.read_bytes().replace(b"\n", b"\r\n"))

    assert release(tmp_path, load_all(tmp_path)) == StatusSet((first, second), ())
    assert first.read_text() == record_text(*OTHER, ADDED)
    assert second.read_bytes() == b"\xef\xbb\xbf" + record_text(ADDED).replace("\n", "\r\n").encode()


def test_of_several_records_each_reason_is_told_with_its_place_and_none_is_released(tmp_path: Path) -> None:
    texts = [
        record_text(*OTHER, NOT_ASKED, PENDING),
        record_text(("title: Thoracotomy for re-exploration", "title: Untitled")),
    ]
    files = put(tmp_path, *texts)

    refused = release(tmp_path, load_all(tmp_path))

    assert told(refused) == [("blocks-release", "32110", 9), ("blocks-release", "32110", 25), ("left-over", "32120", 3)]
    assert [file.read_text() for file in files] == texts


def test_a_record_with_errors_is_not_released_and_holds_the_others_back(tmp_path: Path) -> None:
    put(tmp_path, record_text(*OTHER), record_text(("edition: 2026", "edition: twenty")))

    ((rule, file, line), *more) = told(release(tmp_path, load_all(tmp_path)))

    assert (file, line, more) == ("32120", 4, [])
    assert rule != "blocks-release"


def test_what_is_released_already_is_left_as_it_is(tmp_path: Path) -> None:
    first, second = put(tmp_path, record_text(*OTHER, ADDED), record_text())

    assert release(tmp_path, load_all(tmp_path)) == StatusSet((second,), (first,))


def test_what_was_released_by_hand_is_told_once(tmp_path: Path) -> None:
    untitled = ("title: Thoracotomy for re-exploration", "title: Untitled")
    put(tmp_path, record_text(*OTHER, ADDED, NOT_ASKED), record_text(ADDED, untitled))

    assert told(release(tmp_path, load_all(tmp_path))) == [("blocks-release", "32110", 10), ("left-over", "32120", 3)]


def test_a_file_that_is_saved_while_it_is_judged_is_not_released(tmp_path: Path) -> None:
    put(tmp_path, record_text(*OTHER), record_text())
    loaded = load_all(tmp_path)
    write_record(tmp_path, record_text(("service_type: Surgical", "service_type: Other")))

    assert [rule for rule, *_ in told(release(tmp_path, loaded))] == ["saved-meanwhile"]


def test_a_status_that_takes_more_than_a_line_is_left_to_its_author(tmp_path: Path) -> None:
    put(tmp_path, record_text(*OTHER), record_text((ADDED[0], ADDED[0] + 'status: "dr\\x61ft"\n')))

    assert told(release(tmp_path, load_all(tmp_path))) == [("status-by-hand", "32120", 6)]


def test_a_disk_that_fails_half_way_leaves_every_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = put(tmp_path, record_text(*OTHER), record_text())
    before, write = [file.read_bytes() for file in files], write_file

    def fail_at_second(file: Path, content: bytes) -> None:
        if file == files[1]:
            raise MachineError("The disk is full.")
        write(file, content)

    monkeypatch.setattr(writing, "write_file", fail_at_second)
    with pytest.raises(MachineError, match="full"):
        release(tmp_path, load_all(tmp_path))

    assert [file.read_bytes() for file in files] == before


def test_a_release_is_withdrawn_whatever_is_wrong_with_the_record(tmp_path: Path) -> None:
    first, second = put(tmp_path, record_text(*OTHER), record_text(ADDED, NOT_ASKED, ("J95.830", "J95.83")))

    assert withdraw(tmp_path, [first, second]) == StatusSet((second,), (first,))
    assert "\nstatus: draft\n" in second.read_text()


def test_what_is_no_record_cannot_be_withdrawn(tmp_path: Path) -> None:
    files = put(tmp_path, record_text(*OTHER, ADDED), "system: [")

    assert [file for _, file, _ in told(withdraw(tmp_path, files))] == ["32120"]
    assert "status: released" in files[0].read_text()


def test_only_what_is_released_and_may_be_is_kept_and_every_reason_is_told(tmp_path: Path) -> None:
    put(tmp_path, record_text(*OTHER, NOT_ASKED), record_text(ADDED))
    kept = keep_released(tmp_path, load_all(tmp_path))

    assert [str(record.id) for record in kept.records] == ["cpt:32120"]
    assert [one.rule for one in kept.diagnostics] == ["draft", "blocks-release"]

    write_record(tmp_path, record_text(ADDED, PENDING))  # set by hand
    assert keep_released(tmp_path, load_all(tmp_path)).records == ()


# --- signatures -----------------------------------------------------------------------------------------------------

CODER = Approvers(("coder",))
SIGNED = datetime(2026, 11, 23, 10, tzinfo=UTC)


def sign(content: Path) -> None:
    (record,) = load_all(content).records
    approve(content, record, Judge("coder", "Ada Coder, CPC"), CODER, SIGNED)


def test_without_the_signatures_of_its_roles_nothing_is_released(tmp_path: Path) -> None:
    write_record(tmp_path, record_text())
    assert told(release(tmp_path, load_all(tmp_path), CODER)) == [("unapproved", "32120", 1)]
    sign(tmp_path)
    assert isinstance(release(tmp_path, load_summaries(tmp_path), CODER), StatusSet)


def test_what_changed_since_it_was_signed_is_not_released(tmp_path: Path) -> None:
    write_record(tmp_path, record_text())
    sign(tmp_path)
    write_record(tmp_path, record_text(("service_type: Surgical", "service_type: Other")))

    refused = release(tmp_path, load_summaries(tmp_path), CODER)

    assert isinstance(refused, Refused)
    assert [one.message for one in refused.reasons] == [
        "Ada Coder, CPC (coder) signed on 2026-11-23; since then overview changed."
    ]


def test_a_release_whose_signature_lapsed_is_left_out_of_a_final_build_and_told_once(tmp_path: Path) -> None:
    write_record(tmp_path, record_text())
    sign(tmp_path)
    write_record(tmp_path, record_text(ADDED))
    context = CheckContext(TODAY, approvers=CODER)
    kept = keep_released(tmp_path, load(tmp_path, context, (CODE_SUMMARY,)), CODER)
    assert (len(kept.records), kept.diagnostics) == (1, ())

    write_record(tmp_path, record_text(ADDED, ("service_type: Surgical", "service_type: Other")))
    kept = keep_released(tmp_path, load(tmp_path, context, (CODE_SUMMARY,)), CODER)
    assert (kept.records, [(one.rule, str(one.severity)) for one in kept.diagnostics]) == (
        (),
        [("unapproved", "error")],
    )


def load_summaries(content: Path) -> Loaded:
    return load(content, CheckContext(TODAY), (CODE_SUMMARY,))
