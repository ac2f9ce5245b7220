"""What every front end does with the reviews of a workspace: send, receive, answer, sign, show what changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from codepub.diagnostics import CallError, ContentError, Diagnostic
from codepub.records.code_summary import CodeSummary
from codepub.records.kinds import CODE_SUMMARY
from codepub.session import Workspace

if TYPE_CHECKING:  # a command does without what the others need
    from codepub.building.outcomes import Failed, Made
    from codepub.document.nodes import Document
    from codepub.loading.load import Loaded
    from codepub.loading.reviews import ReadReviews
    from codepub.review.receiving import Received
    from codepub.review.sending import Sent
    from codepub.review.signing import Judge, Judged
    from codepub.review.status import RecordStatus
    from codepub.review.threads import Settled
    from codepub.writers.choices import Format


@dataclass(frozen=True, slots=True)
class Reviewing:
    """The reviews of an open workspace, and what can be done with them."""

    workspace: Workspace

    def send(self, loaded: Loaded, reviewers: Sequence[str] = (), *, folder: Path | None = None) -> list[Sent]:
        """Make review copies of what was loaded, one for each reviewer, or one for nobody in particular.

        They are written to ``folder``, or to ``review`` in the output folder; what was sent is kept in the workspace,
        and the review files of the records note it.

        Raises:
            CallError: A reviewer's name is none, a file is in the way, or the wording or looks are at fault.
            ContentError: A record that was loaded, or a review file, has errors; the exception carries them.
            SavedMeanwhileError: A file was saved while its copies were made; nothing is written then.
            MachineError: A file cannot be written; none is written then.
        """
        from codepub.review.sending import Sending, send

        if loaded.errors:
            raise ContentError(*loaded.errors)
        workspace = self.workspace
        target, content = folder or workspace.settings.output / "review", workspace.find_content()
        publishing = workspace.load_publishing(loaded.records, None, None)
        sending = Sending(
            workspace.root,
            content,
            target,
            publishing.wording,
            publishing.publisher,
            publishing.theme,
            publishing.options,
            publishing.standings,
        )
        return send(loaded.records, reviewers, sending)

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

    def redline(
        self, code: str | None, before: str, after: str | None = None, *, only_changes: bool = False
    ) -> Document:
        """Make the document that shows what changed between two versions of a record, which is not checked.

        Args:
            code: The record's code; none is needed where two files are named.
            before: A git revision of the record's file, or the path of a file with the ending .yaml.
            after: A later one, named likewise; the record's file as it is now where none is named.
            only_changes: Leave out what did not change.

        Raises:
            CallError: The names mean no two versions of one record, or the workspace's wording is at fault.
            ContentError: A version cannot be published; the exception carries why.
            MachineError: A file cannot be read, or git is not there.
        """
        from codepub.building.redlines import read_present_version, read_version, redline_versions

        publishing = self.workspace.load_publishing((), None, None)
        file = None if code is None else self.workspace.find_files([code])[0]
        older = read_version(file, before)
        if after is not None:
            newer = read_version(file, after)
        elif file is not None:
            newer = read_present_version(self.workspace.find_content(), file, publishing.wording.say("redline", "now"))
        else:
            raise CallError("What is newer than this file? Name the code of its record, or a second file by --to.")
        return redline_versions(older, newer, publishing, only_changes=only_changes)

    def publish_redline(
        self, document: Document, formats: Sequence[Format] = (), *, output: Path | None = None
    ) -> Iterator[Made | Failed]:
        """Yield what became of each file while a redline is made: ``output/cpt/32120-redline.pdf``.

        Args:
            document: The redline, as `redline` returns it.
            formats: The formats to make; those of the settings where none is named.
            output: The folder to write to; that of the settings where it is not given.

        Raises:
            CallError: The workspace's looks are at fault; nothing is made then.
        """
        from codepub.building.build import build_document
        from codepub.building.redlines import list_redline_targets

        settings = self.workspace.settings
        targets = list_redline_targets(document, formats or settings.formats, output or settings.output)
        return build_document(document, targets, self.workspace.load_publishing((), None, None))

    def _load_sound(self, code: str) -> CodeSummary:
        """Load one record, which has no errors."""
        loaded = self.workspace.load([code])
        if loaded.errors:
            raise ContentError(*loaded.errors)
        if len(loaded.records) != 1:
            raise CallError("Name one record.")
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
