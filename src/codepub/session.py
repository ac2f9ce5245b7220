"""What every front end does with a workspace: open it, load its records, compose them, publish them.

The command line is one front end; a notebook is another. They choose what to do and show what came of it; what is done
is done here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from codepub.checks.published import PublishedSets
from codepub.checks.verbatim import Descriptors
from codepub.codesets.shipped_sets import Watch, prepare_store
from codepub.diagnostics import CallError, ContentError, Diagnostic, Severity, printable
from codepub.loading.descriptors import read_descriptors
from codepub.loading.load import Loaded, load, load_files
from codepub.loading.load_file import CheckContext
from codepub.loading.named_files import find_files
from codepub.records.code_summary import CodeSummary
from codepub.workspace.named_folders import expand_folders
from codepub.workspace.root import SETTINGS_FILE
from codepub.workspace.settings import Settings, read_settings

if TYPE_CHECKING:  # a command that publishes nothing does without them
    from codepub.building.build import Outcome, Publishing
    from codepub.compose.choices import Extent
    from codepub.document.nodes import Document
    from codepub.library.completeness.matrix import Completeness
    from codepub.library.impact.impact import Impact
    from codepub.loading.fixing import FixedFile
    from codepub.releasing.release import Refused, StatusSet
    from codepub.review.receiving import Received
    from codepub.review.sending import Sent
    from codepub.writers.choices import Format, Standard
    from codepub.writers.options import Options
    from codepub.writers.rendered import Rendered
    from codepub.writers.theme import Theme


class MeasuredCompleteness(NamedTuple):
    """How complete a library is, and what is wrong with the files that cannot be read as records."""

    completeness: Completeness
    unread: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Workspace:
    """An open workspace: its settings, and what can be done with its records.

    ``watch`` goes through the codes of ICD-10-CM while they are made ready, which happens once in a workspace and takes
    some seconds; a front end shows a progress bar with it.
    """

    settings: Settings
    watch: Watch = iter

    @property
    def root(self) -> Path:
        """The folder of ``codepub.toml``."""
        return self.settings.root

    def find_content(self) -> Path:
        """Find the content folder.

        Raises:
            CallError: It is not there, or is no folder.
        """
        content = self.settings.content
        if not content.is_dir():
            raise CallError(f"{printable(content)} is not a folder. Look at [folders] content in {SETTINGS_FILE}.")
        return content

    def find_files(self, codes: Sequence[str]) -> list[Path]:
        """Find the files of codes, or those at paths and in folders, as `load` reads them.

        Raises:
            CallError: A code names no record or several, or a folder cannot be used.
            MachineError: The content folder cannot be read.
        """
        content = self.find_content()
        return find_files(content, expand_folders(content, codes))

    def load(self, codes: Sequence[str] = (), *, descriptors: Path | None = None) -> Loaded:
        """Load the records of codes, or of the whole workspace where none is named, and find what is wrong with them.

        Args:
            codes: Codes such as ``32120`` or ``cpt:32120``, or paths of files in the content folder, or of folders,
                which mean all records in them.
            descriptors: A licensee's own file of descriptors; texts that repeat it are reported.

        Raises:
            CallError: A code names no record or several, or a folder or the descriptors cannot be used.
            MachineError: The content folder or the store of code sets cannot be read.
        """
        content, files = self.find_content(), self.find_files(codes)
        copied = read_descriptors(descriptors) if descriptors is not None else None
        with self._open_checks(copied) as context:
            return load_files(content, files, context) if codes else load(content, context)

    @contextmanager
    def _open_checks(self, copied: Descriptors | None = None) -> Iterator[CheckContext]:
        """Open what records are checked against, which the store of code sets is a part of."""
        with prepare_store(self.root, self.watch) as store:
            yield CheckContext(
                date.today(),
                PublishedSets(store),
                copied,
                self.settings.allowed,
                notes_missing_sets=self.settings.missing_code_sets == "note",
            )

    def fix(self, loaded: Loaded) -> list[FixedFile]:
        """Fix what has one right answer in the text of the files that were loaded; nothing is written.

        Raises:
            CallError: There is no content folder.
        """
        from codepub.loading.fixing import fix_file

        files = {one.position.file for one in loaded.diagnostics if one.fix is not None and one.position is not None}
        content, context = self.find_content(), CheckContext(date.today(), allowed=self.settings.allowed)
        return [fixed for file in sorted(files) if (fixed := fix_file(content, file, context)) is not None]

    def write_fixes(self, fixed: Sequence[FixedFile]) -> None:
        """Write the files in which fixes were made, all or none.

        Raises:
            CallError: There is no content folder.
            SavedMeanwhileError: One of them was saved since.
            MachineError: One cannot be written; those before it are put back.
        """
        from codepub.loading.fixing import write_fixes

        write_fixes(self.find_content(), fixed)

    def release(self, codes: Sequence[str]) -> StatusSet | Refused:
        """Release records: set their status in their files, in all of them or in none.

        Refused is what has errors or words left over, and what lacks values for a reason that only a draft may give.

        Raises:
            CallError: A code names no record or several, or a folder cannot be used.
            MachineError: A file, the content folder or the store of code sets cannot be read or written.
        """
        from codepub.releasing.release import release

        return release(self.find_content(), self.load(codes))

    def withdraw(self, codes: Sequence[str]) -> StatusSet | Refused:
        """Make drafts of records again, in all of their files or in none, whatever is wrong with them.

        Raises:
            CallError: A code names no record or several, or a folder cannot be used.
            MachineError: A file or the content folder cannot be read or written.
        """
        from codepub.releasing.release import withdraw

        return withdraw(self.find_content(), self.find_files(codes))

    def keep_released(self, loaded: Loaded) -> Loaded:
        """Leave out the records that are drafts, or that say what a release may not; why is among the diagnostics.

        Raises:
            CallError: There is no content folder.
        """
        from codepub.releasing.release import keep_released

        return keep_released(self.find_content(), loaded)

    def compose(self, code: str, *, extent: Extent | None = None) -> Document:
        """Compose the document of one record; how much of it is printed, the settings say where it is not given.

        Raises:
            CallError: The code names no record or several, or the workspace's wording is at fault.
            ContentError: The record has errors; the exception carries them.
            MachineError: The record or the store of code sets cannot be read.
        """
        from codepub.compose.choices import PARTS
        from codepub.compose.compose import compose
        from codepub.workspace.templates import load_wording

        loaded = self.load([code])
        if not loaded.records:
            raise ContentError(*(one for one in loaded.diagnostics if one.severity is Severity.ERROR))
        parts = PARTS[extent or self.settings.extent]
        return compose(loaded.records[0], load_wording(self.settings), self.settings.publisher, parts)

    def load_theme(self) -> Theme:
        """Load the looks of the workspace's publications.

        Raises:
            CallError: The workspace's theme or templates are at fault.
        """
        from codepub.workspace.templates import load_theme

        return load_theme(self.settings)

    def load_options(self, standard: Standard | None = None) -> Options:
        """Load what single formats are written with; ``standard`` takes the place of the one in the settings.

        Raises:
            CallError: The publisher's Word file cannot be read.
        """
        from codepub.workspace.templates import load_options

        return load_options(replace(self.settings, standard=standard) if standard else self.settings)

    def publish(
        self,
        records: Sequence[CodeSummary],
        formats: Sequence[Format] = (),
        *,
        output: Path | None = None,
        standard: Standard | None = None,
        extent: Extent | None = None,
    ) -> Iterator[Outcome]:
        """Yield what became of each file while the publications of records are made; one that fails stops no other.

        A file is made when its outcome is asked for, so go through all of them.

        Args:
            records: Records without errors, as `load` returns them.
            formats: The formats to make; those of the settings where none is named.
            output: The folder to write to; that of the settings where it is not given.
            standard: What PDFs conform to; that of the settings where it is not given.
            extent: How much is printed, ``full`` or ``brief``; as the settings say where it is not given.

        Raises:
            CallError: The workspace's wording or looks are at fault; nothing is made then.
        """
        from codepub.building.build import build

        publishing = self._load_publishing(standard, extent)
        return build(records, formats or self.settings.formats, output or self.settings.output, publishing)

    def publish_file(
        self,
        record: CodeSummary,
        wanted: Format,
        file: Path,
        *,
        standard: Standard | None = None,
        extent: Extent | None = None,
    ) -> Outcome:
        """Make one publication of a record in a file of any name, and return what became of it.

        Raises:
            CallError: The workspace's wording or looks are at fault; nothing is made then.
        """
        from codepub.building.build import build_file

        return build_file(record, wanted, file, self._load_publishing(standard, extent))

    def render(
        self,
        record: CodeSummary,
        wanted: Format,
        *,
        standard: Standard | None = None,
        extent: Extent | None = None,
    ) -> Rendered:
        """Make one publication of a record and return it; no file is written.

        Raises:
            CallError: The workspace's wording or looks are at fault.
            MachineError: A library of the system is missing, such as Pango for PDF.
        """
        from codepub.compose.compose import compose

        publishing = self._load_publishing(standard, extent)
        document = compose(record, publishing.wording, publishing.publisher, publishing.parts)
        return write(document, wanted, publishing.theme, publishing.options)

    def _load_publishing(self, standard: Standard | None, extent: Extent | None) -> Publishing:
        from codepub.building.build import Publishing
        from codepub.compose.choices import PARTS
        from codepub.workspace.templates import load_wording

        wording, theme, options = load_wording(self.settings), self.load_theme(), self.load_options(standard)
        return Publishing(wording, self.settings.publisher, theme, options, PARTS[extent or self.settings.extent])

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
        from codepub.workspace.templates import load_wording

        errors = [one for one in loaded.diagnostics if one.severity is Severity.ERROR]
        if errors:
            raise ContentError(*errors)
        wording, theme, options = load_wording(self.settings), self.load_theme(), self.load_options()
        target, publisher = folder or self.settings.output / "review", self.settings.publisher
        content = self.find_content()
        return send(loaded.records, reviewers, Sending(self.root, content, target, wording, publisher, theme, options))

    def receive(self, files: Sequence[Path]) -> Received:
        """Read review copies that came back, and say what becomes of each change in them; nothing is written.

        A file that cannot be used is among what is returned, with the reason; the others go on.

        Raises:
            CallError: There is no content folder.
            MachineError: The store of code sets cannot be read.
        """
        from codepub.review.receiving import receive

        content = self.find_content()
        with self._open_checks() as context:
            return receive(self.root, content, files, context)

    def write_received(self, received: Received) -> tuple[Path, ...]:
        """Write what came back into the records and their review files, all or nothing; return the files written.

        Raises:
            CallError: There is no content folder.
            SavedMeanwhileError: One of them was saved since.
            MachineError: One cannot be written; those before it are put back.
        """
        from codepub.review.receiving import write_received

        return write_received(self.find_content(), received)

    def measure_completeness(self) -> MeasuredCompleteness:
        """Measure which fields of all records are given today, whether or not checks accept the records.

        Raises:
            CallError: There is no content folder.
            MachineError: It cannot be read.
        """
        from codepub.library.completeness.matrix import measure_completeness
        from codepub.loading.unchecked import UncheckedRecord, read_all_unchecked

        records, unread = list[CodeSummary](), list[Diagnostic]()
        for one in read_all_unchecked(self.find_content()):
            if isinstance(one, UncheckedRecord):
                records.append(one.record)
            else:
                unread.append(one)
        return MeasuredCompleteness(measure_completeness(records, date.today()), tuple(unread))

    def find_impact(self, before: str, after: str) -> Impact:
        """Find what a new release of a code set makes stale.

        Args:
            before: The release that records were written by: its label, or ``set:label``.
            after: The release to compare with, named in the same way, or the path of a published file.

        Raises:
            CallError: The names mean no two releases of one set.
            MachineError: The content folder or the store of code sets cannot be read.
        """
        from codepub.library.impact.impact import find_impact
        from codepub.library.impact.releases import open_pair

        content = self.find_content()
        with prepare_store(self.root, self.watch) as store, open_pair(store, before, after, date.today()) as editions:
            return find_impact(content, *editions)


def open_workspace(folder: str | Path = ".", *, watch: Watch = iter) -> Workspace:
    """Open the workspace that a folder lies in: the nearest folder, upwards, that has a ``codepub.toml``.

    Raises:
        CallError: There is none, or its settings are at fault.
        MachineError: The settings cannot be read.
    """
    return Workspace(read_settings(Path(folder).absolute()), watch)


def write(document: Document, wanted: Format, theme: Theme, options: Options | None = None) -> Rendered:
    """Write a document in a format: ``pdf``, ``docx``, ``html`` or ``md``.

    Raises:
        CallError: A template or a style of the theme is at fault.
        MachineError: A library of the system is missing, such as Pango for PDF.
    """
    from codepub.writers.options import Options
    from codepub.writers.table import open_writer

    return open_writer(wanted)(document, theme, options or Options())
