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
from typing import TYPE_CHECKING, Final, NamedTuple

from codepub.checks.published import PublishedSets
from codepub.checks.verbatim import Descriptors
from codepub.codesets.shipped_sets import Watch, prepare_store
from codepub.diagnostics import CallError, ContentError, Diagnostic, printable
from codepub.loading.descriptors import read_descriptors
from codepub.loading.load import Loaded, load, load_files
from codepub.loading.load_file import CheckContext
from codepub.loading.named_files import find_files
from codepub.records.availability import Frozen
from codepub.records.code_summary import CodeSummary
from codepub.records.codes import REVIEW_STEM
from codepub.records.kinds import CODE_SUMMARY, REVIEW, Kind
from codepub.workspace.named_folders import expand_folders
from codepub.workspace.root import SETTINGS_FILE
from codepub.workspace.settings import Settings, read_settings

if TYPE_CHECKING:  # a command that publishes nothing does without them
    from codepub.building.manifest import Verified
    from codepub.building.outcomes import Due, Failed, Kept, Made
    from codepub.building.targets import Publishing
    from codepub.compose.choices import Extent
    from codepub.document.nodes import Document
    from codepub.library.completeness.matrix import Completeness
    from codepub.library.impact.impact import Impact
    from codepub.loading.fixing import FixedFile
    from codepub.origin import RecordId
    from codepub.records.standing import Standing
    from codepub.releasing.release import Refused, StatusSet
    from codepub.writers.choices import Format, Standard
    from codepub.writers.options import Options
    from codepub.writers.rendered import Rendered
    from codepub.writers.theme import Theme

LEDGER: Final = Path(".codepub/builds.sqlite")
"""The ledger of builds, below the root of a workspace, beside the store of code sets."""


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
        """Find the files of codes, or those at paths and in folders; that of a review file is its record's.

        Raises:
            CallError: A code names no record or several, or a folder cannot be used.
            MachineError: The content folder cannot be read.
        """
        named = self._find_named(codes)
        return list(dict.fromkeys(find_record_beside(self.settings.content, file) for file in named))

    def _find_named(self, codes: Sequence[str]) -> list[Path]:
        content = self.find_content()
        return find_files(content, expand_folders(content, codes))

    def load(
        self,
        codes: Sequence[str] = (),
        *,
        descriptors: Path | None = None,
        kinds: Sequence[Kind[Frozen]] = (CODE_SUMMARY,),
    ) -> Loaded:
        """Load the records of codes, or of the whole workspace where none is named, and find what is wrong with them.

        Args:
            codes: Codes such as ``32120`` or ``cpt:32120``, or paths of files in the content folder, or of folders,
                which mean all records in them.
            descriptors: A licensee's own file of descriptors; texts that repeat it are reported.
            kinds: The kinds of files that are loaded (`records.kinds.KINDS` are all): code summaries, of which
                publications are made, where none is named. The path of a review file then stands for its record.

        Raises:
            CallError: A code names no record or several, or a folder or the descriptors cannot be used.
            MachineError: The content folder or the store of code sets cannot be read.
        """
        content = self.find_content()
        files = self._find_named(codes) if REVIEW in kinds else self.find_files(codes)
        copied = read_descriptors(descriptors) if descriptors is not None else None
        with self.open_checks(copied) as context:
            return load_files(content, files, context) if codes else load(content, context, kinds)

    @contextmanager
    def open_checks(self, copied: Descriptors | None = None) -> Iterator[CheckContext]:
        """Open what records are checked against, as `load` checks them; the store of code sets is a part of it.

        Raises:
            MachineError: The store of code sets cannot be read.
        """
        with prepare_store(self.root, self.watch) as store:
            yield CheckContext(
                date.today(),
                PublishedSets(store),
                copied,
                self.settings.allowed,
                notes_missing_sets=self.settings.missing_code_sets == "note",
                approvers=self.settings.approvers,
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

        Refused is what has errors or words left over, what lacks values for a reason that only a draft may give, and
        what the roles of the settings have not approved as it is now.

        Raises:
            CallError: A code names no record or several, or a folder cannot be used.
            MachineError: A file, the content folder or the store of code sets cannot be read or written.
        """
        from codepub.releasing.release import release

        return release(self.find_content(), self.load(codes), self.settings.approvers)

    def withdraw(self, codes: Sequence[str]) -> StatusSet | Refused:
        """Make drafts of records again, in all of their files or in none, whatever is wrong with them.

        Raises:
            CallError: A code names no record or several, or a folder cannot be used.
            MachineError: A file or the content folder cannot be read or written.
        """
        from codepub.releasing.release import withdraw

        return withdraw(self.find_content(), self.find_files(codes))

    def keep_released(self, loaded: Loaded) -> Loaded:
        """Leave out records that are drafts, not approved, or say what a release may not; why is among the diagnostics.

        Raises:
            CallError: There is no content folder.
        """
        from codepub.releasing.release import keep_released

        return keep_released(self.find_content(), loaded, self.settings.approvers)

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
            raise ContentError(*loaded.errors)
        parts, record = PARTS[extent or self.settings.extent], loaded.records[0]
        standing = self.find_standings([record])[record.id]
        return compose(record, load_wording(self.settings), self.settings.publisher, parts, standing)

    def find_standings(self, records: Sequence[CodeSummary]) -> dict[RecordId, Standing]:
        """Find how records stand: by their status, and by the signatures of the roles where the settings have any.

        Raises:
            CallError: There is no content folder.
        """
        if not self.settings.approvers.roles:
            return {record.id: record.status for record in records}
        from codepub.loading.reviews import find_standings

        return find_standings(self.find_content(), records, self.settings.approvers)

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
        anew: bool = False,
        jobs: int | None = 1,
    ) -> Iterator[Made | Kept | Failed]:
        """Yield what became of each file while the publications of records are made; one that fails stops no other.

        A file is made when its outcome is asked for, so go through all of them; then the folder's manifest is written.
        What stands there as it would be made is kept.

        Args:
            records: Records without errors, as `load` returns them.
            formats: The formats to make; those of the settings where none is named.
            output: The folder to write to; that of the settings where it is not given.
            standard: What PDFs conform to; that of the settings where it is not given.
            extent: How much is printed, ``full`` or ``brief``; as the settings say where it is not given.
            anew: Whether what stands there is made once more.
            jobs: How many processes make files; None for as many as are worth their start. A script that asks for more
                than one must be importable without doing anything (``if __name__ == "__main__"``).

        Raises:
            CallError: The workspace's wording or looks are at fault; nothing is made then.
            MachineError: The manifest cannot be written.
        """
        from codepub.building.build import build_folder

        publishing, folder = self.load_publishing(records, standard, extent), output or self.settings.output
        wanted = formats or self.settings.formats
        return build_folder(records, wanted, folder, publishing, self.root / LEDGER, anew=anew, jobs=jobs)

    def plan(
        self,
        records: Sequence[CodeSummary],
        formats: Sequence[Format] = (),
        *,
        output: Path | None = None,
        standard: Standard | None = None,
        extent: Extent | None = None,
        anew: bool = False,
    ) -> Iterator[Kept | Due | Failed]:
        """Tell what `publish` would make, and why; nothing is written.

        Raises:
            CallError: The workspace's wording or looks are at fault.
        """
        from codepub.building.build import plan_folder

        publishing, folder = self.load_publishing(records, standard, extent), output or self.settings.output
        wanted = formats or self.settings.formats
        return plan_folder(records, wanted, folder, publishing, self.root / LEDGER, anew=anew)

    def verify(self, folder: Path | None = None) -> Verified:
        """Compare a folder of results, that of the settings where none is named, with its manifest.

        Raises:
            CallError: There is no manifest, or it is none.
            MachineError: A file cannot be read.
        """
        from codepub.building.manifest import verify

        return verify(folder or self.settings.output)

    def publish_file(
        self,
        record: CodeSummary,
        wanted: Format,
        file: Path,
        *,
        standard: Standard | None = None,
        extent: Extent | None = None,
    ) -> Made | Failed:
        """Make one publication of a record in a file of any name, and return what became of it.

        Raises:
            CallError: The workspace's wording or looks are at fault; nothing is made then.
        """
        from codepub.building.build import build_file

        return build_file(record, wanted, file, self.load_publishing([record], standard, extent))

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

        publishing = self.load_publishing([record], standard, extent)
        standing = publishing.standings[record.id]
        document = compose(record, publishing.wording, publishing.publisher, publishing.parts, standing)
        return write(document, wanted, publishing.theme, publishing.options)

    def load_publishing(
        self, records: Sequence[CodeSummary], standard: Standard | None, extent: Extent | None
    ) -> Publishing:
        """Load what the publications of records are made with.

        Raises:
            CallError: The workspace's wording or looks are at fault.
        """
        from codepub.building.targets import Publishing
        from codepub.compose.choices import PARTS
        from codepub.workspace.templates import load_wording

        wording, theme, options = load_wording(self.settings), self.load_theme(), self.load_options(standard)
        parts, standings = PARTS[extent or self.settings.extent], self.find_standings(records)
        return Publishing(wording, self.settings.publisher, theme, options, parts, standings)

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


def find_record_beside(content: Path, file: Path) -> Path:
    """Find the file of the record that a review file speaks of; any other file is its own."""
    if not REVIEW.holds(file.relative_to(content)):
        return file
    return file.with_name(f"{file.stem.removesuffix(REVIEW_STEM)}{file.suffix}")


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
