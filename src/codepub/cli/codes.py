"""The commands about code sets: parse, call, print, exit. Looking a code up imports the store and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from codepub.cli.edge import Place, complain, hand_over, say

if TYPE_CHECKING:
    from datetime import datetime

    from codepub.codesets.code_set import Family, SetName
    from codepub.codesets.store import Store

_SETS = (
    "icd-10-cm",
    "icd-10-pcs",
    "hcpcs",
    "hcpcs-modifiers",
    "taxonomy",
    "pos",
    "ms-drg",
    "mpfs",
    "opps",
    "ncci-ptp-practitioner",
    "ncci-ptp-hospital",
    "ncci-mue-practitioner",
    "ncci-mue-outpatient",
    "ncci-mue-dme",
    "ncci-ptp",
    "ncci-mue",
)  # the sets and families of codesets.code_set, a test compares them: importing it would slow every command down
_MOST = 20
_MOST_ASKED = 10_000  # a tenth of the largest set with descriptions; the database takes no more than 64 bits

_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_set = click.option(
    "--set", "name", type=click.Choice(_SETS, case_sensitive=False), help="The code set, or a kind of NCCI's."
)
_on = click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="The day; otherwise today.")


@click.group()
def codes() -> None:
    """Import published code sets, and look codes up in them."""


@codes.command()
@_set
@click.option("--release", "label", metavar="LABEL", help="What to call the release, where the file does not say it.")
@click.option(
    "--effective",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Its first day, where the file does not say it.",
)
@_json
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=Place(dir_okay=False, path_type=Path))
def add(
    files: tuple[Path, ...], name: str | None, label: str | None, effective: datetime | None, as_json: bool
) -> None:
    """Import release files as they were published: text, CSV, xlsx, or the zip or gz around them.

    All of the files are imported, or, where something cannot be read, nothing.
    """
    import json

    from codepub.codesets.adding import added_json, added_text
    from codepub.codesets.importing import import_files
    from codepub.codesets.lock import LOCK, is_another_file
    from codepub.codesets.published.identification import Stated
    from codepub.codesets.store import find_root

    stated = Stated(cast("SetName | Family | None", name), label, effective.date() if effective else None)
    imported = import_files(find_root(Path.cwd()), files, stated)
    added = imported.added
    if as_json:
        hand_over(json.dumps([added_json(one) for one in added], ensure_ascii=False, indent=2))
    else:
        say("\n".join(map(added_text, added)))
    for one in added:
        for note in one.notes:
            complain(note)
        if is_another_file(one.release, imported.lock_before.releases):
            complain(f"{one.release}: {LOCK} named another file for it; it now names {one.release.file}.")


@codes.command("list")
@_json
def list_(as_json: bool) -> None:
    """List the code sets that are here, how old they are, and how to get the others."""
    from datetime import date

    from codepub.codesets.listing import listing_json, listing_text
    from codepub.codesets.lock import read_lock
    from codepub.codesets.store import find_root, read_store

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


@codes.command()
@_set
@_on
@_json
@click.argument("code")
def lookup(code: str, name: str | None, day: datetime | None, as_json: bool) -> None:
    """Look a code up in all code sets that have it, or in one. Exits with 1 where none has it."""
    from datetime import date

    from codepub.codesets.looking_up import answers_json, answers_text, look_up, not_found_text, sets_of

    with _ready() as store:
        answers = look_up(store, code, sets_of(name), day.date() if day else date.today())
    found = any(answer.entries for answer in answers)
    if as_json:
        hand_over(answers_json(answers))
    elif found:
        say(answers_text(answers))
    if not found:
        complain(not_found_text(code, answers))
        raise click.exceptions.Exit(1)


@codes.command()
@_set
@_on
@_json
@click.option(
    "--most", type=click.IntRange(1, _MOST_ASKED), default=_MOST, show_default=True, help="How many codes of each set."
)
@click.argument("words", nargs=-1, required=True)
def search(words: tuple[str, ...], name: str | None, day: datetime | None, as_json: bool, most: int) -> None:
    """Find codes by words of their descriptions, or the beginnings of words. Exits with 1 where none is found."""
    from datetime import date

    from codepub.codesets.looking_up import answers_json, list_text, sets_of
    from codepub.codesets.looking_up import search as find

    with _ready() as store:
        answers = find(store, " ".join(words), sets_of(name), day.date() if day else date.today(), most)
    if as_json:
        hand_over(answers_json(answers))
    elif answers:
        say(list_text(answers))
    if not answers:
        complain(f"No description holds {' '.join(words)!r}. Use fewer words, or their beginnings.")
        raise click.exceptions.Exit(1)


@contextmanager
def _ready() -> Iterator[Store]:
    from codepub.codesets.shipped import ready_store
    from codepub.codesets.store import find_root

    with ready_store(find_root(Path.cwd()), watched) as store:
        yield store


def watched(items: Sequence[str]) -> Iterable[str]:
    """Show a bar on a terminal while codes are made ready; on standard error, so that output stays clean."""
    import sys

    with click.progressbar(
        items, label="Making ICD-10-CM ready, once", file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:
        yield from bar
