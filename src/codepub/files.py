"""Files that are written: whole, or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from codepub.diagnostics import MachineError


def replace_file(file: Path, content: bytes) -> None:
    """Write a file beside its place and move it there, so that the place holds the old content or the new.

    Raises `MachineError` where that fails.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        _write_beside(file, content)
    except OSError as error:
        raise MachineError(
            f"{file} cannot be written: {error.strerror}. What stood there before is untouched."
        ) from None


def _write_beside(file: Path, content: bytes) -> None:
    descriptor, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    try:
        with os.fdopen(descriptor, "wb") as beside:
            beside.write(content)
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    """Read the process's umask, which can only be read by setting it; mkstemp gives files to nobody else."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
