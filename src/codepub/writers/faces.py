"""The typefaces that come with codepub, in packages of their own: what they are called, and where their files are."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Final, NamedTuple

from codepub.diagnostics import MachineError


class Face(NamedTuple):
    """One font file, where it is in its package, and what a style calls it."""

    family: str
    weight: int
    style: str
    file: str
    package: str
    folder: str


_TEXT_FACES: Final = tuple(
    Face(f"Source {kind} Pro", weight, style, f"Source{kind}Pro-{name}.ttf", f"font-source-{kind.lower()}-pro", "files")
    for kind, names in (
        (
            "Serif",
            (
                (400, "normal", "Regular"),
                (400, "italic", "It"),
                (600, "normal", "Semibold"),
                (600, "italic", "SemiboldIt"),
            ),
        ),
        (
            "Sans",
            (
                (300, "normal", "Light"),
                (400, "normal", "Regular"),
                (400, "italic", "It"),
                (600, "normal", "Semibold"),
                (600, "italic", "SemiboldIt"),
            ),
        ),
    )
    for weight, style, name in names
)
FALLBACK: Final = Face("DejaVu Sans", 400, "normal", "DejaVuSans.ttf", "ziafont", "fonts")
"""What sets the characters that other faces lack: arrows, mathematics, signs, and the letters of other scripts."""

FACES: Final = (*_TEXT_FACES, FALLBACK)


def find_font_file(face: Face) -> Path:
    """Find the file of a face in its package.

    Raises:
        MachineError: The package is missing.
    """
    spec = find_spec(face.package.replace("-", "_"))
    if spec is None or spec.origin is None:
        raise MachineError(f"The package {face.package} is missing. Install codepub again.")
    return Path(spec.origin).parent / face.folder / face.file
