"""What the bytes of a format depend on besides the document: of the theme, of the options, and of the machine."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from hashlib import sha256
from importlib.metadata import version
from typing import Final, NamedTuple, assert_never

from codepub.writers.choices import Format
from codepub.writers.options import Options
from codepub.writers.theme import Theme

_LIBRARIES: Final[dict[Format, tuple[str, ...]]] = {
    "pdf": (
        *("weasyprint", "pydyf", "pikepdf", "fonttools", "tinycss2", "tinyhtml5", "cssselect2", "pyphen", "pillow"),
        *("jinja2", "markupsafe", "font-source-sans-pro", "font-source-serif-pro", "ziafont"),
    ),
    "docx": ("python-docx", "lxml", "pillow", "font-source-sans-pro", "ziafont"),
    "html": (
        *("jinja2", "markupsafe", "uharfbuzz", "brotli"),
        *("font-source-sans-pro", "font-source-serif-pro", "ziafont"),
    ),
    "md": (),
}

_PAGE_TEMPLATES: Final = ("publication.html", "publication.css")
_TEMPLATES: Final[dict[Format, tuple[str, ...]]] = {
    "pdf": (*_PAGE_TEMPLATES, "print.css", "draft.css"),
    "html": _PAGE_TEMPLATES,
    "docx": (),
    "md": (),
}


class Dependencies(NamedTuple):
    """What the bytes of a format depend on besides the document, as frozen data, by where it comes from."""

    looks: tuple[object, ...]
    templates: tuple[str, ...]
    assets: tuple[tuple[str, str], ...]
    options: tuple[object, ...]
    versions: tuple[str, ...]


def list_dependencies(format_: Format, theme: Theme, options: Options) -> Dependencies:
    """List what the bytes of a format depend on besides the document.

    Fonts that are installed on the machine are not in it, because no format reads them.

    Raises:
        MachineError: A library of the system is missing.
    """
    used = theme.assets if format_ == "pdf" else {}
    return Dependencies(
        looks=_gather_looks(format_, theme),
        templates=tuple(theme.templates[name] for name in _TEMPLATES[format_]),
        assets=tuple((name, used[name].digest) for name in sorted(used)),
        options=_gather_options(format_, options),
        versions=versions(format_),
    )


def _gather_looks(format_: Format, theme: Theme) -> tuple[object, ...]:
    match format_:
        case "pdf" | "docx":
            return (theme.palette, theme.typography, theme.page)
        case "html":
            return (theme.palette, theme.dark, theme.typography)
        case "md":
            return ()
        case _:
            assert_never(format_)


def _gather_options(format_: Format, options: Options) -> tuple[object, ...]:
    match format_:
        case "pdf":
            return (options.pdf,)
        case "docx":
            reference = options.docx.reference
            return () if reference is None else (sha256(reference).hexdigest(),)
        case "html" | "md":
            return ()
        case _:
            assert_never(format_)


def versions(format_: Format) -> tuple[str, ...]:
    """Return the versions of codepub and of the libraries that write a format, each after its name."""
    packages = (f"{name} {version(name)}" for name in ("codepub", *_LIBRARIES[format_]))
    return (*packages, *_list_machine_versions(format_))


def list_drawing_versions(format_: Format) -> tuple[str, ...]:
    """List the versions of what draws pictures into a format, which only documents that have some depend on."""
    if format_ != "docx":
        return ()
    from PIL import features

    return (f"FreeType {features.version_module('freetype2')}",)


def _list_machine_versions(format_: Format) -> Iterator[str]:
    match format_:
        case "pdf":
            from codepub.writers.pdf.engine import native_versions

            yield from native_versions()
        case "docx":
            from lxml.etree import LIBXML_VERSION

            yield f"libxml2 {'.'.join(map(str, LIBXML_VERSION))}"
        case "html" | "md":
            return
        case _:
            assert_never(format_)
    yield f"zlib {zlib.ZLIB_RUNTIME_VERSION}"
