"""LibreOffice as an independent reader of Word files."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from tests.programs import program


def converted(path: Path, to: str, folder: Path) -> Path:
    """Return the file that LibreOffice makes of another, in a folder that is not the original's own.

    `to` is a suffix without its dot, or a suffix and a filter's name: `pdf`, `docx:MS Word 2007 XML`.
    Each call has a user profile of its own, so that calls may run side by side.

    Raises:
        MissingProgramError: LibreOffice is not installed.
        RuntimeError: It wrote no file; it says so by its output only, its exit status being 0.
        TimeoutExpired: It took over two minutes.
    """
    result = folder / f"{path.stem}.{to.partition(':')[0]}"
    with tempfile.TemporaryDirectory() as profile:
        options = [f"-env:UserInstallation={Path(profile).as_uri()}", "--headless"]
        command = [program("soffice"), *options, "--convert-to", to, "--outdir", str(folder), str(path)]
        ran = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    if not result.is_file():
        raise RuntimeError(f"LibreOffice made no {to} of {path}: {ran.stdout}{ran.stderr}")
    return result
