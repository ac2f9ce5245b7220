"""The only things that rendering may read: the fonts that come with codepub and the workspace's assets."""

from __future__ import annotations

from importlib.util import find_spec
from mimetypes import guess_type
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import unquote, urlsplit

from weasyprint.urls import URLFetcher, URLFetcherResponse

from codepub.diagnostics import MachineError
from codepub.files.reading import UnreadableFileError, read_plain_file
from codepub.writers.pdf.svg import drawn_elements

FONT_SCHEME: Final = "codepub-font"

MOST_ASSET_BYTES: Final = 32 << 20
"""So much a picture or a font may hold; the largest fonts, of all Chinese characters, have 20 million bytes."""
MOST_DRAWN: Final = 100_000
"""So many elements an SVG may draw, uses counted anew: a detailed map has some ten thousand, and takes seconds."""


class Face(NamedTuple):
    """One font file and what a style calls it."""

    family: str
    weight: int
    style: str
    file: str


FACES: Final = tuple(
    Face(f"Source {kind} Pro", weight, style, f"Source{kind}Pro-{name}.ttf")
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


def font_file(name: str) -> Path:
    """Find a font file of the packages font-source-serif-pro and font-source-sans-pro."""
    package = "font_source_serif_pro" if "Serif" in name else "font_source_sans_pro"
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise MachineError(f"The package {package.replace('_', '-')} is missing. Install codepub again.")
    return Path(spec.origin).parent / "files" / name


class AssetFetcher(URLFetcher):
    """Gives WeasyPrint fonts of codepub's and files of the assets folder, and refuses everything else.

    No http, no file beyond the folder, no link that leads out of it.
    """

    def __init__(self, assets: str | None) -> None:
        super().__init__(allowed_protocols=())
        self._assets = Path(assets).resolve() if assets is not None else None

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:  # noqa: ARG002 -- WeasyPrint's signature
        """Read what a URL names; raises `ValueError` where it may not be read."""
        path = self._allowed(url)
        return URLFetcherResponse(url, _content(path), {"Content-Type": guess_type(path.name)[0] or "font/ttf"})

    def _allowed(self, url: str) -> Path:
        parts = urlsplit(url)
        if parts.scheme == FONT_SCHEME and parts.path in {face.file for face in FACES}:
            return font_file(parts.path)
        if parts.scheme == "file" and self._assets is not None and not parts.netloc:
            path = _resolved(Path(unquote(parts.path)))
            if path.is_relative_to(self._assets) and path != self._assets:
                return path
        raise ValueError("only files of the workspace's assets folder may be read while a publication is rendered")


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError) as error:  # Python before 3.13 has a RuntimeError for links in a circle
        raise ValueError(f"{path.name} leads nowhere") from error


def _content(path: Path) -> bytes:
    """Read a font or an asset; raises `ValueError`, of which WeasyPrint tells, where it cannot be or has no end."""
    try:
        content = read_plain_file(path, MOST_ASSET_BYTES)
        drawn = drawn_elements(content)
    except UnreadableFileError as error:
        raise ValueError(f"{error.fact} {error.way_out}") from None
    except RecursionError:
        raise ValueError("its elements are nested too deeply") from None
    if drawn > MOST_DRAWN:
        raise ValueError(f"it draws more than {MOST_DRAWN:,} elements, those used again counted anew")
    return content
