"""A folder for the cache of Fontconfig, where the machine gives it none: without one it complains on every run."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

SYSTEM: Final = Path("/var/cache/fontconfig")
"""Where Linux distributions have Fontconfig keep its cache for all users (``fonts.conf``, ``cachedir``)."""
_CACHES: Final = "XDG_CACHE_HOME"


def give_font_cache() -> None:
    """Point Fontconfig to a folder that lasts as long as this process, unless it can write to one of its own.

    To be called before Fontconfig begins; it reads the environment then.
    """
    if os.name == "nt" or any(map(_can_be_written, _folders())):
        return
    with suppress(OSError):  # where no folder can be made at all, there is no other to point to
        folder = tempfile.mkdtemp(prefix="codepub-fonts-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        os.environ[_CACHES] = folder


def _folders() -> Iterator[Path]:
    """Yield the folders that Fontconfig tries: the system's, and two of the user's."""
    yield SYSTEM
    home = os.environ.get("HOME")
    if caches := os.environ.get(_CACHES) or (home and f"{home}/.cache"):
        yield Path(caches) / "fontconfig"
    if home:
        yield Path(home) / ".fontconfig"


def _can_be_written(folder: Path) -> bool:
    """Tell whether files can be made in a folder, which itself may have to be made."""
    with suppress(OSError):
        there = next(place for place in (folder, *folder.parents) if place.exists())
        return there.is_dir() and os.access(there, os.W_OK)
    return False
