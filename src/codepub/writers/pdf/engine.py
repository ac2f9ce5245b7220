"""WeasyPrint, and what it needs of the machine; nothing else imports it before it has a folder for its fonts."""

from __future__ import annotations

import warnings

from codepub.diagnostics import MachineError
from codepub.writers.pdf.font_cache import give_font_cache

try:
    give_font_cache()  # WeasyPrint begins Fontconfig when it is imported
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a machine without fonts will do: codepub brings its own
        from weasyprint import CSS, HTML
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import URLFetcher, URLFetcherResponse
except OSError as error:
    raise MachineError(
        f"A PDF needs the system libraries of Pango: {str(error).splitlines()[0]}\n"
        "Install them: on Debian or Ubuntu `apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0`, "
        "on Fedora `dnf install pango`, on macOS `brew install pango`, on Windows Pango of MSYS2."
    ) from error

__all__ = ["CSS", "HTML", "FontConfiguration", "URLFetcher", "URLFetcherResponse"]
