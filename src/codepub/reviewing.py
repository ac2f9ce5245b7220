"""What every front end does with the reviews of a workspace: receive, sign, answer, settle, and tell how they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from codepub.diagnostics import CallError, ContentError, Diagnostic, Severity
from codepub.records.code_summary import CodeSummary
from codepub.records.kinds import CODE_SUMMARY
from codepub.session import Workspace

if TYPE_CHECKING:  # a command does without what the others need
    from codepub.loading.reviews import ReadReviews
    from codepub.review.receiving import Received
    from codepub.review.signing import Judge, Judged
    from codepub.review.status import RecordStatus
    from codepub.review.threads import Settled


@dataclass(frozen=True, slots=True)
class Reviewing:
    """The reviews of an open workspace, and what can be done with them."""

    workspace: Workspace

    def receive(self, files: Sequence[Path]) -> Received:
        """Read review copies that came back, and say what becomes of each change in them; nothing is written.

        A file that cannot be used is among what is returned, with the reason; the others go on.

        Raises:
            CallError: There is no content folder.
            MachineError: The store of code sets cannot be read.
        """
        from codepub.review.receiving import receive

        content = self.workspace.find_content()
        with self.workspace.open_checks() as context:
            return receive(self.workspace.root, content, files, context)

    def write_received(self, received: Received) -> tuple[Path, ...]:
        """Write what came back into the records and their review files, all or nothing; return the files written.

        Raises:
            CallError: There is no content folder.
            SavedMeanwhileError: One of them was saved since.
            MachineError: One cannot be written; those before it are put back.
        """
        from codepub.review.receiving import write_received

        return write_received(self.workspace.find_content(), received)

    def approve(self, code: str, judge: Judge) -> Judged:
        """Sign what a record says now; what its signer should know is in what is returned.

        Raises:
            CallError: The code names no record or several, or the settings do not let this person sign so.
            ContentError: The record or its review file has errors; the exception carries them.
            SavedMeanwhileError: The review file was saved meanwhile.
            MachineError: A file or the store of code sets cannot be read or written.
        """
        from codepub.review.signing import approve

        record = self._load_sound(code)
        return approve(
            self.workspace.find_content(), record, judge, self.workspace.settings.approvers, datetime.now(UTC)
        )

    def reject(self, code: str, judge: Judge, reason: str) -> Judged:
        """Note that somebody does not approve what a record says now, and why.

        Raises:
            CallError: The code names no record or several, or the settings do not let this person sign so.
            ContentError: The record cannot be read as one, or its review file has errors.
            SavedMeanwhileError: The review file was saved meanwhile.
            MachineError: A file cannot be read or written.
        """
        from codepub.review.signing import reject

        record = self._read_record(code)
        return reject(
            self.workspace.find_content(), record, judge, reason, self.workspace.settings.approvers, datetime.now(UTC)
        )

    def reply(self, code: str, thread: str, author: str, text: str) -> Path:
        """Answer a reviewer's comment, and return the review file.

        Raises:
            CallError: The code names no record or several, or there is no such comment.
            ContentError: The record cannot be read as one, or its review file has errors.
            SavedMeanwhileError: The review file was saved meanwhile.
        """
        from codepub.review.threads import reply

        return reply(self.workspace.find_content(), self._read_record(code).id, thread, author, text, datetime.now(UTC))

    def settle(self, code: str, ids: Sequence[str]) -> list[Settled]:
        """Settle comments and proposals of a review, all or none, and return what became of each.

        Raises:
            CallError: The code names no record or several, or there is no such comment or proposal.
            ContentError: The record cannot be read as one, or its review file has errors.
            SavedMeanwhileError: The review file was saved meanwhile.
        """
        from codepub.review.threads import settle

        record = self._read_record(code)
        return settle(self.workspace.find_content(), record.id, ids, record)

    def reopen(self, code: str, ids: Sequence[str]) -> list[Settled]:
        """Open comments and proposals of a review again, all or none, and return what became of each.

        Raises:
            CallError: The code names no record or several, or there is no such comment or proposal.
            ContentError: The record cannot be read as one, or its review file has errors.
            SavedMeanwhileError: The review file was saved meanwhile.
        """
        from codepub.review.threads import reopen

        return reopen(self.workspace.find_content(), self._read_record(code).id, ids)

    def read(self, codes: Sequence[str] = ()) -> ReadReviews:
        """Read the reviews of records, or of all where none is named, whether or not checks accept the records.

        Raises:
            CallError: A code names no record or several, or there is no content folder.
            MachineError: The content folder cannot be read.
        """
        from codepub.loading.reviews import read_reviews

        return read_reviews(self.workspace.find_content(), self.workspace.find_files(codes) if codes else None)

    def measure(self, reviews: ReadReviews) -> list[RecordStatus]:
        """Tell how reviews stand: what waits, who approved what, and what of it holds."""
        from codepub.review.status import measure_status

        return [measure_status(one.record, one.review, self.workspace.settings.approvers) for one in reviews.read]

    def _load_sound(self, code: str) -> CodeSummary:
        """Load one record, which has no errors."""
        loaded = self.workspace.load([code])
        errors = [one for one in loaded.diagnostics if one.severity is Severity.ERROR]
        if errors or len(loaded.records) != 1:
            raise ContentError(*errors) if errors else CallError("Name one record.")
        return loaded.records[0]

    def _read_record(self, code: str) -> CodeSummary:
        """Read one record, whatever is wrong with what it says."""
        from codepub.loading.unchecked import read_unchecked

        files = self.workspace.find_files([code])
        if len(files) != 1:
            raise CallError("Name one record.")
        found = read_unchecked(CODE_SUMMARY, self.workspace.find_content(), files[0])
        if isinstance(found, Diagnostic):
            raise ContentError(found)
        return found.record
