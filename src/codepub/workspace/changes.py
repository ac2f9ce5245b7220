"""What changes in a workspace while somebody writes: records, templates, assets, settings.

The system tells that something happened (watchfiles); what it was is found by comparing the files with how they were.
So an editor may save as it likes, by renaming a new file over the old one too, and nothing is lost in between.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import Final, NamedTuple

from codepub.diagnostics import CodepubError, MachineError, printable
from codepub.loading.content_files import is_record_name
from codepub.workspace.root import SETTINGS_FILE
from codepub.workspace.settings import Settings, read_settings

_STEP_MS: Final = 100
"""Milliseconds without a change after which a save is over: editors write a file in several steps."""
_DEBOUNCE_MS: Final = 1000
"""The most milliseconds that changes are waited for to end."""
_AGAIN_MS: Final = 3000
"""Milliseconds after which files are looked at though nothing was told, as on disks of other machines."""

Stamp = tuple[int, int, int]
"""When a file was changed (nanoseconds), its size, and which file it is: a new one of the same name has another."""


class Changes(NamedTuple):
    """Files that changed: records that are new or have other content, and whatever may concern every record."""

    records: tuple[Path, ...]
    others: tuple[Path, ...]


def follow_changes(settings: Settings, made: Path | None = None, *, ended: Event | None = None) -> Iterator[Changes]:
    """Yield what changes in a workspace from now on.

    Args:
        settings: The workspace's settings; they are read anew when they change.
        made: A folder or a file that is written to meanwhile, and not looked at; nor is the settings' output folder.
        ended: Whoever sets it ends this; otherwise it has no end.

    Raises:
        MachineError: The workspace's folder is gone, or the system lets no more folders be watched.
    """
    return _follow(settings, made, _take_snapshot(settings, made), ended or Event())


def _follow(settings: Settings, made: Path | None, before: Mapping[Path, Stamp], ended: Event) -> Iterator[Changes]:
    while not ended.is_set():
        folders = _list_folders(settings, made)
        for _ in _wait_for_events(folders, ended):
            after = _take_snapshot(settings, made)
            changes = _compare(settings, before, after)
            before = after
            if any(changes):
                yield changes
            if settings.root / SETTINGS_FILE in changes.others:
                with suppress(CodepubError):  # whoever opens the workspace is told
                    settings = read_settings(settings.root)
            if _list_folders(settings, made) != folders:
                break


def _wait_for_events(folders: Iterable[Path], ended: Event) -> Iterator[object]:
    """Yield at once, for what changed before anybody listened, and then whenever the system tells of a change."""
    from watchfiles import watch

    yield None
    try:
        yield from watch(
            *folders,
            watch_filter=None,
            debounce=_DEBOUNCE_MS,
            step=_STEP_MS,
            stop_event=ended,
            rust_timeout=_AGAIN_MS,
            yield_on_timeout=True,
            recursive=False,
        )
    except FileNotFoundError:  # a folder went after it was listed
        return
    except OSError as error:
        raise MachineError(f"Changes cannot be watched: {error}. Run the command again whenever you save.") from None


def _compare(settings: Settings, before: Mapping[Path, Stamp], after: Mapping[Path, Stamp]) -> Changes:
    fresh = sorted(file for file, stamp in after.items() if before.get(file) != stamp)
    records = tuple(file for file in fresh if _is_record(settings, file))
    others = [file for file in fresh if not _is_record(settings, file)]
    return Changes(records, (*others, *sorted(before.keys() - after.keys())))


def _is_record(settings: Settings, file: Path) -> bool:
    return file.is_relative_to(settings.content) and is_record_name(file.name)


def _take_snapshot(settings: Settings, made: Path | None) -> dict[Path, Stamp]:
    """Return how each file is that publications of a workspace are made from."""
    found = dict[Path, Stamp]()
    for file in _list_files(settings, made):
        with suppress(OSError):  # it went while it was looked for
            seen = file.stat()
            found[file] = (seen.st_mtime_ns, seen.st_size, seen.st_ino)
    return found


def _list_files(settings: Settings, made: Path | None) -> Iterator[Path]:
    yield settings.root / SETTINGS_FILE
    if settings.reference is not None:
        yield settings.reference
    for top in (settings.content, settings.templates, settings.assets):
        for folder, names in _walk(top, settings, made):
            files = (folder / name for name in names if not name.startswith("."))
            yield from (file for file in files if top != settings.content or is_record_name(file.name))


def _list_folders(settings: Settings, made: Path | None) -> set[Path]:
    """Return the folders whose files are looked at, each by itself: below the root lies much that is not."""
    if not settings.root.is_dir():
        raise MachineError(f"{printable(settings.root)} is gone.")
    folders = {settings.root}
    if settings.reference is not None and settings.reference.parent.is_dir():
        folders.add(settings.reference.parent)
    for top in (settings.content, settings.templates, settings.assets):
        folders.update(folder for folder, _ in _walk(top, settings, made))
    return folders


def _walk(top: Path, settings: Settings, made: Path | None) -> Iterator[tuple[Path, list[str]]]:
    """Yield the folders below one that are not hidden and not written to, and the names of their files."""
    written = {settings.output, made}
    for place, below, names in os.walk(top):
        folder = Path(place)
        below[:] = [name for name in below if not name.startswith(".") and folder / name not in written]
        yield folder, [name for name in names if folder / name not in written]
