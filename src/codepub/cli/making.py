"""A build as the command line asks for it: made file by file, and told while it is made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, assert_never

from codepub.cli.destination import ToFile, ToFolder, refuse_several
from codepub.cli.edge import complain, say
from codepub.cli.printing import complain_of, shorten, shorten_places
from codepub.cli.progress import Progress
from codepub.diagnostics import ContentError, Diagnostic, Severity, printable

if TYPE_CHECKING:
    from codepub.building.outcomes import Due, Failed, Kept, Made
    from codepub.compose.choices import Extent
    from codepub.loading.load import Loaded
    from codepub.session import Workspace
    from codepub.writers.choices import Format, Standard


@dataclass(frozen=True, slots=True)
class Order:
    """What a call of `build` asks for; the formats of the settings are meant where it names none."""

    workspace: Workspace
    formats: tuple[Format, ...]
    standard: Standard | None
    extent: Extent | None
    destination: ToFolder | ToFile
    is_quiet: bool
    is_final: bool = False
    anew: bool = False
    jobs: int | None = None

    def choose(self, loaded: Loaded) -> Loaded:
        """Choose what is made of what was loaded: all, or in a final build only what is released."""
        return self.workspace.keep_released(loaded) if self.is_final else loaded


def make_files(order: Order, loaded: Loaded) -> list[Made | Kept | Failed]:
    """Make the files of an order, and say of each that it was written.

    Raises:
        CallError: One file is to hold several records, or the workspace's wording or looks are at fault.
    """
    progress = Progress(0 if order.is_quiet else _count_files(order, loaded))
    outcomes: list[Made | Kept | Failed] = []
    for outcome in publish_order(order, loaded):
        progress.clear()
        show_outcome(outcome, is_quiet=order.is_quiet)
        outcomes.append(outcome)
        progress.show(len(outcomes))
    progress.clear()
    return outcomes


def _count_files(order: Order, loaded: Loaded) -> int:
    return len(loaded.records) * len(order.formats or order.workspace.settings.formats)


def publish_order(order: Order, loaded: Loaded) -> Iterator[Made | Kept | Failed]:
    """Yield what became of each file of an order.

    Raises:
        CallError: One file is to hold several records, or the workspace's wording or looks are at fault.
    """
    refuse_several(order.destination, len(loaded.files))
    workspace, records = order.workspace, loaded.records
    match order.destination:
        case ToFolder(path):
            yield from workspace.publish(
                records,
                order.formats,
                output=path,
                standard=order.standard,
                extent=order.extent,
                anew=order.anew,
                jobs=order.jobs,
            )
        case ToFile(path, wanted):
            for record in records:
                yield workspace.publish_file(record, wanted, path, standard=order.standard, extent=order.extent)
        case _:
            assert_never(order.destination)


def complain_of_records(diagnostics: Sequence[Diagnostic]) -> list[int]:
    """Tell errors and warnings of records; return the exit code of each error."""
    placed = shorten_places(diagnostics)
    complain_of([diagnostic for diagnostic in placed if diagnostic.severity is not Severity.NOTE])
    return [ContentError.exit_code for one in placed if one.severity is Severity.ERROR]


def show_plan(order: Order, loaded: Loaded) -> list[Due | Kept | Failed]:
    """Say which files of an order would be made, and why.

    Raises:
        CallError: The workspace's wording or looks are at fault.
    """
    from codepub.building.outcomes import Due

    path = order.destination.path
    planned = list(
        order.workspace.plan(
            loaded.records, order.formats, output=path, standard=order.standard, extent=order.extent, anew=order.anew
        )
    )
    for one in planned:
        if isinstance(one, Due):
            say(f"would write {printable(shorten(one.target.file))}: {one.reason}")
    return planned


def show_outcome(outcome: Made | Kept | Failed, *, is_quiet: bool) -> None:
    """Say at once what was made; why something failed is said at the end, where it is not overlooked."""
    from codepub.building.outcomes import Failed, Kept, Made

    match outcome:
        case Made(target, diagnostics):
            complain_of(diagnostics)
            if not is_quiet:
                say(f"wrote {printable(shorten(target.file))}")
        case Kept(_, diagnostics):
            complain_of(diagnostics)
        case Failed():
            pass
        case _:
            assert_never(outcome)


def complain_of_failures(outcomes: Sequence[Made | Kept | Failed]) -> list[int]:
    """Say why files failed, each reason once; return the exit code of each."""
    from codepub.building.outcomes import Failed

    errors = [outcome.error for outcome in outcomes if isinstance(outcome, Failed)]
    for reason, count in Counter(map(str, errors)).items():
        complain(f"Error: {reason}{f' ({count:,} files)' if count > 1 else ''}")
    return [error.exit_code for error in errors]


def list_results(outcomes: Sequence[Made | Kept | Failed]) -> list[Path]:
    """List the files that are there now as they should be: those that were made, and those that were up to date."""
    from codepub.building.outcomes import Failed

    return [outcome.target.file for outcome in outcomes if not isinstance(outcome, Failed)]


def list_made(outcomes: Sequence[Made | Kept | Failed]) -> list[Path]:
    """List the files that were made."""
    from codepub.building.outcomes import Made

    return [outcome.target.file for outcome in outcomes if isinstance(outcome, Made)]
