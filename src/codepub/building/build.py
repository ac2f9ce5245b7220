"""A build: the files of records are made where they are due, here or by several processes, and noted in the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from codepub.building.jobs import choose_jobs
from codepub.building.ledger import Ledger
from codepub.building.making import Bench, Task, do_task, make_document, make_target, plan_task
from codepub.building.manifest import write_manifest
from codepub.building.outcomes import Due, Failed, Kept, Made
from codepub.building.targets import Publishing, Target, list_targets
from codepub.document.nodes import Document
from codepub.files.writing import remove_leftovers
from codepub.records.code_summary import CodeSummary
from codepub.writers.choices import Format


def build_folder(
    records: Iterable[CodeSummary],
    formats: Sequence[Format],
    output: Path,
    publishing: Publishing,
    ledger_file: Path,
    *,
    anew: bool = False,
    jobs: int | None = 1,
) -> Iterator[Made | Kept | Failed]:
    """Make the files of records in a folder where they are due, and its manifest in the end.

    With ``anew`` all are due; without ``jobs`` as many processes work as are worth their start.
    """
    with Ledger(ledger_file) as ledger:
        tasks = list_tasks(records, formats, output, ledger, anew=anew)
        try:
            yield from build(tasks, publishing, ledger, choose_jobs(tasks) if jobs is None else jobs)
        finally:
            write_manifest(output, ledger)


def plan_folder(
    records: Iterable[CodeSummary],
    formats: Sequence[Format],
    output: Path,
    publishing: Publishing,
    ledger_file: Path,
    *,
    anew: bool = False,
) -> Iterator[Kept | Due | Failed]:
    """Tell which files `build_folder` would make, and why; nothing is written."""
    with Ledger(ledger_file) as ledger:
        bench = Bench(publishing)
        for task in list_tasks(records, formats, output, ledger, anew=anew):
            yield from plan_task(bench, task)


def list_tasks(
    records: Iterable[CodeSummary], formats: Sequence[Format], output: Path, ledger: Ledger, *, anew: bool = False
) -> list[Task]:
    """List what is to be done for records: their files, each with what is known of it from before.

    With ``anew`` nothing is known, so that all is due.
    """
    listed = ((record, tuple(list_targets([record.id], formats, output))) for record in records)
    return [Task(record, targets, {} if anew else ledger.look_up(targets)) for record, targets in listed]


def build(
    tasks: Sequence[Task], publishing: Publishing, ledger: Ledger, jobs: int = 1
) -> Iterator[Made | Kept | Failed]:
    """Make the files of tasks that are due, in so many processes at once; one that fails stops no other."""
    folders = {target.file.parent for task in tasks for target in task.targets}
    remove_leftovers(folders)
    try:
        for outcome in _do_all(tasks, publishing, jobs):
            if isinstance(outcome, Made):
                ledger.note(outcome)
            yield outcome
    finally:
        if jobs > 1:
            remove_leftovers(folders)  # of processes that were ended


def _do_all(tasks: Sequence[Task], publishing: Publishing, jobs: int) -> Iterator[Made | Kept | Failed]:
    if jobs > 1:
        from codepub.building.processes import do_in_processes

        for done in do_in_processes(tasks, publishing, min(jobs, len(tasks))):
            yield from done
    else:
        bench = Bench(publishing)
        for task in tasks:
            yield from do_task(bench, task)


def build_document(document: Document, targets: Iterable[Target], publishing: Publishing) -> Iterator[Made | Failed]:
    """Make the files of one document, one target after the other; one that fails stops no other."""
    bench = Bench(publishing)
    for target in targets:
        yield make_document(bench, document, target)


def build_file(record: CodeSummary, format_: Format, file: Path, publishing: Publishing) -> Made | Failed:
    """Make one publication of a record, in a file of any name, whatever is known of it from before."""
    remove_leftovers([file.parent])
    return make_target(Bench(publishing), record, Target(record.id, format_, file))
