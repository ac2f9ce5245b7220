"""WeasyPrint, and what it needs of the machine; nothing else imports it before it has a folder for its fonts."""

from __future__ import annotations

import ctypes.util
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count

import pikepdf

from codepub.diagnostics import MachineError
from codepub.writers.pdf.font_cache import give_font_cache
from codepub.writers.pdf.line_fit import keep_fitting_text
from codepub.writers.pdf.line_memory import remember_lines


@contextmanager
def _search_no_compiler() -> Iterator[None]:
    """Keep Linux from asking linker and compiler where a library is: that starts some forty processes.

    WeasyPrint asks for each library by several names, of which only the last, the file's own, is one that Linux loads.
    """
    search = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None  # noqa: ARG005
    try:
        yield
    finally:
        ctypes.util.find_library = search


try:
    give_font_cache()  # WeasyPrint begins Fontconfig when it is imported
    with _search_no_compiler(), warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a machine without fonts will do: codepub brings its own
        from weasyprint import CSS, HTML
        from weasyprint.layout import inline, preferred
        from weasyprint.text.ffi import ffi, fontconfig, gobject, harfbuzz, harfbuzz_subset, pango, pangoft2
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import URLFetcher, URLFetcherResponse
except OSError as error:
    raise MachineError(
        f"A PDF needs the system libraries of Pango: {str(error).splitlines()[0]}\n"
        "Install them: on Debian or Ubuntu `apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0`, "
        "on Fedora `dnf install pango`, on macOS `brew install pango`, on Windows Pango of MSYS2."
    ) from error

__all__ = [
    "CSS",
    "HTML",
    "FontConfiguration",
    "URLFetcher",
    "URLFetcherResponse",
    "ffi",
    "fontconfig",
    "gobject",
    "native_versions",
    "pangoft2",
]

inline.split_first_line = keep_fitting_text(remember_lines(inline.split_first_line))
preferred.split_first_line = remember_lines(preferred.split_first_line)
ffi.cdef("FcConfig * FcConfigCreate (void); int FcGetVersion (void);")  # WeasyPrint has no use for them


def native_versions() -> Iterator[str]:
    """Yield the versions of the libraries of the machine that lay text out, subset fonts and write a PDF."""
    yield f"Pango {_split_version(pango.pango_version())}"
    yield f"Fontconfig {_split_version(fontconfig.FcGetVersion())}"
    yield f"HarfBuzz {find_version(harfbuzz.hb_version_atleast)}"
    yield f"HarfBuzz subset {'none' if harfbuzz_subset is None else 'there'}"
    yield f"qpdf {pikepdf.__libqpdf_version__}"


def _split_version(whole: int) -> str:
    return f"{whole // 10_000}.{whole // 100 % 100}.{whole % 100}"


def find_version(is_at_least: Callable[[int, int, int], bool]) -> str:
    """Find the version of a library that only says whether it is at least another, as WeasyPrint has HarfBuzz do."""
    major = next(number for number in count() if not is_at_least(number + 1, 0, 0))
    minor = next(number for number in count() if not is_at_least(major, number + 1, 0))
    micro = next(number for number in count() if not is_at_least(major, minor, number + 1))
    return f"{major}.{minor}.{micro}"
