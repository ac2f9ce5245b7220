"""The commands about code sets. Looking a code up imports the store, and nothing that reads or checks records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import click

from codepub.cli.choice import LateChoice
from codepub.cli.edge import NamedPath, complain, hand_over, say
from codepub.cli.here import show_progress
from codepub.cli.printing import show_examples
from codepub.diagnostics import CodepubError
from codepub.workspace.root import find_root

if TYPE_CHECKING:
    from datetime import datetime

    from click.shell_completion import CompletionItem

    from codepub.codesets.code_set import Family, SetName
    from codepub.codesets.store import Store

_DEFAULT_SHOWN: Final = 20
"""So many codes of each set are found where the call names no number: a screen full."""
_MAX_SHOWN: Final = 10_000
"""A tenth of the codes of the largest set with descriptions; the database takes no number of more than 64 bits."""


def _find_sets() -> Sequence[str]:
    from codepub.codesets.code_set import FAMILIES, SET_NAMES

    return (*SET_NAMES, *FAMILIES)


_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_set = click.option(
    "--set",
    "name",
    metavar="SET",
    type=LateChoice(_find_sets),
    help="The code set, by its name in `codepub codes list`; ncci-ptp and ncci-mue mean all of their kind.",
)
_on = click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="The day; otherwise today.")


@click.group(
    epilog=show_examples(
        "codepub codes list", "codepub codes lookup J95.830", "codepub codes search hemorrhage respiratory"
    )
)
def codes() -> None:
    """Import published code sets; look up codes."""


@codes.command(
    epilog=show_examples(
        "codepub codes add HCPC2026_OCT_ANWEB.zip",
        "codepub codes add --set taxonomy --effective 2026-07-01 taxonomy.csv",
    )
)
@_set
@click.option("--release", "label", metavar="LABEL", help="What to call the release, where the file does not say it.")
@click.option(
    "--effective",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Its first day, where the file does not say it.",
)
@_json
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=NamedPath(dir_okay=False, path_type=Path))
def add(
    files: tuple[Path, ...], name: str | None, label: str | None, effective: datetime | None, as_json: bool
) -> None:
    """Import published files of code sets.

    As they were published: text, CSV, xlsx, or the zip or gz around them. All of the files are imported, or, where
    something cannot be read, nothing.
    """
    import json

    from codepub.codesets.adding import added_text, describe_added
    from codepub.codesets.importing import import_files
    from codepub.codesets.lock import LOCK, is_another_file
    from codepub.codesets.published.identification import StatedRelease

    stated = StatedRelease(cast("SetName | Family | None", name), label, effective.date() if effective else None)
    imported = import_files(find_root(Path.cwd()), files, stated)
    added = imported.added
    if as_json:
        hand_over(json.dumps([describe_added(one) for one in added], ensure_ascii=False, indent=2))
    else:
        say("\n".join(map(added_text, added)))
    for one in added:
        for note in one.notes:
            complain(note)
        if is_another_file(one.release, imported.lock_before.releases):
            complain(f"{one.release}: {LOCK} named another file for it; it now names {one.release.file}.")


@codes.command("list", epilog=show_examples("codepub codes list"))
@_json
def list_(as_json: bool) -> None:
    """List the code sets that are here, and what is missing.

    Each release with its first day and its file, and each set that is missing with the address where it is published.
    """
    from datetime import date

    from codepub.codesets.listing import listing_json, listing_text
    from codepub.codesets.lock import read_lock
    from codepub.codesets.store import read_store

    root = find_root(Path.cwd())
    lock = read_lock(root)
    store = read_store(root)
    releases = []
    if store is not None:
        with store:
            releases = store.releases()
    if as_json:
        hand_over(listing_json(releases, lock, date.today()))
    else:
        say(listing_text(releases, lock, date.today()))


def complete_label(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001 -- click's signature
    """Complete the label of a release, of the set that is named before where the shell tells it."""
    from click.shell_completion import CompletionItem

    from codepub.codesets.lock import read_lock
    from codepub.codesets.removing import list_removable
    from codepub.codesets.store import read_store

    try:
        root = find_root(Path.cwd())
        store = read_store(root)
        with store or nullcontext():
            labels = list_removable(store.releases() if store else (), read_lock(root), ctx.params.get("name"))
    except (CodepubError, OSError):
        return []
    return [CompletionItem(label) for label in labels if label.casefold().startswith(incomplete.casefold())]


@codes.command(
    epilog=show_examples("codepub codes remove hcpcs January 2026", 'codepub codes remove opps --release "July 2026"')
)
@click.argument("name", metavar="SET", type=LateChoice(_find_sets))
@click.argument("words", metavar="[RELEASE]...", nargs=-1, shell_complete=complete_label)
@click.option(
    "--release", "label", metavar="LABEL", shell_complete=complete_label, help="The release, in place of its words."
)
@_json
def remove(name: str, words: tuple[str, ...], label: str | None, as_json: bool) -> None:
    """Remove a release of a code set.

    From the store and codepub.lock, by its name in `codepub codes list`; of a set that has one release, the set will
    do. Nothing is asked; adding its file again brings it back.
    """
    from datetime import date

    from codepub.codesets.removing import remove_releases, removed_json, removed_text

    if words and label is not None:
        raise click.UsageError("The release is named twice. Write it behind the set, or with --release.")
    called = label if label is not None else " ".join(words) or None
    removed = remove_releases(find_root(Path.cwd()), cast("SetName | Family", name), called)
    if as_json:
        hand_over(removed_json(removed, date.today()))
    else:
        say("\n".join(map(removed_text, removed)))


@codes.command(
    epilog=show_examples("codepub codes lookup J95.830", "codepub codes lookup --set hcpcs --on 2026-04-01 A0425")
)
@_set
@_on
@_json
@click.argument("code")
def lookup(code: str, name: str | None, day: datetime | None, as_json: bool) -> None:
    """Look a code up.

    In all code sets that have it, or in one. Exits with 1 where none has it. Of a CPT code, which no list explains, the
    workspace's own record is named.
    """
    from datetime import date

    from codepub.codesets.looking_up import (
        answers_json,
        answers_text,
        cpt_text,
        dental_text,
        is_cpt,
        is_dental,
        look_up,
        missing_list_text,
        not_found_text,
        sets_of,
    )

    with _open_store() as store:
        answers = look_up(store, code, sets_of(name), day.date() if day else date.today())
    found = any(answer.entries for answer in answers)
    if as_json:
        hand_over(answers_json(answers))
    elif found:
        say(answers_text(answers))
    if not found:
        complain(not_found_text(code, answers))
        if is_dental(code):
            complain(dental_text(code))
    if answers and (missing := missing_list_text(code, sets_of(name), answers)):
        complain(missing)
    if name is None and is_cpt(code):
        complain(cpt_text(code, _find_cpt_record(code)))
    if not found:
        raise click.exceptions.Exit(1)


def _find_cpt_record(code: str) -> str | None:
    """Find the path of the workspace's record of a CPT code; None where there is none, or none can be looked for."""
    from codepub.codesets.code_set import normalize_code
    from codepub.loading.content_files import record_file
    from codepub.records.codes import record_id
    from codepub.workspace.settings import read_settings

    try:
        settings = read_settings(Path.cwd())
        file = record_file(settings.content, record_id("CPT", normalize_code(code)))
        return str(file.relative_to(settings.root)) if file.is_file() else None
    except (CodepubError, OSError, ValueError):
        return None


@codes.command(
    epilog=show_examples(
        "codepub codes search hemorrhage respiratory", "codepub codes search --set taxonomy --most 5 surg"
    )
)
@_set
@_on
@_json
@click.option(
    "--most",
    type=click.IntRange(1, _MAX_SHOWN),
    default=_DEFAULT_SHOWN,
    show_default=True,
    help="How many codes of each set.",
)
@click.argument("words", nargs=-1, required=True)
def search(words: tuple[str, ...], name: str | None, day: datetime | None, as_json: bool, most: int) -> None:
    """Find codes by words of their descriptions.

    By whole words or the beginnings of words. Exits with 1 where none is found.
    """
    from datetime import date

    from codepub.codesets.looking_up import answers_json, list_text, sets_of
    from codepub.codesets.looking_up import search as find

    with _open_store() as store:
        answers = find(store, " ".join(words), sets_of(name), day.date() if day else date.today(), most)
    if as_json:
        hand_over(answers_json(answers))
    elif answers:
        say(list_text(answers))
    if not answers:
        complain(f"No description holds {' '.join(words)!r}. Use fewer words, or their beginnings.")
        raise click.exceptions.Exit(1)


@contextmanager
def _open_store() -> Iterator[Store]:
    from codepub.codesets.shipped_sets import prepare_store

    with prepare_store(find_root(Path.cwd()), show_progress) as store:
        yield store
