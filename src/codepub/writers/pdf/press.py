"""What is the same for every PDF of a theme: parsed styles and loaded fonts, which WeasyPrint would make anew."""

from __future__ import annotations

import warnings
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from codepub.writers.choices import PageSize
from codepub.writers.faces import FACES
from codepub.writers.html.content import DEEPEST_HEADING
from codepub.writers.html.shell import render_stylesheet
from codepub.writers.pdf.assets import BASE, AssetFetcher
from codepub.writers.pdf.engine import CSS
from codepub.writers.pdf.font_map import LoadedFonts
from codepub.writers.theme import Theme

_SIZES: Final[dict[PageSize, str]] = {"letter": "letter", "a4": "A4"}

_LOGOS: Final = ("logo.svg", "logo.png")
"""The assets that are the mark of the house, the first that is there."""


@dataclass(frozen=True, slots=True)
class Press:
    """A theme made ready to print with. It belongs to whoever prints, one document after the other."""

    theme: Theme
    fetcher: AssetFetcher
    styles: tuple[CSS, ...]
    fonts: LoadedFonts


def set_up(theme: Theme) -> Press:
    """Set a press up for a theme, warning of a family that it names and no style loads.

    Raises:
        CallError: A template of a style is at fault.
    """
    fonts, fetcher = LoadedFonts(), AssetFetcher(theme.assets)
    printed = render_stylesheet(
        theme,
        "print.css",
        page=theme.page,
        size=_SIZES[theme.page.size],
        sans=Markup('"{}"').format(theme.typography.sans),
        faces=FACES,
        logo=next((name for name in _LOGOS if name in theme.assets), None),
    )
    texts = (render_stylesheet(theme, "publication.css", screen=False, deepest=DEEPEST_HEADING), printed)
    styles = tuple(CSS(string=text, base_url=BASE, url_fetcher=fetcher, font_config=fonts) for text in texts)
    for complaint in _find_missing_families(theme, fonts.families()):
        warnings.warn(complaint, stacklevel=2)
    return Press(theme, fetcher, styles, fonts)


def _find_missing_families(theme: Theme, loaded: Collection[str]) -> Iterator[str]:
    for key, family in (("serif", theme.typography.serif), ("sans", theme.typography.sans)):
        if family.casefold() not in loaded:
            yield (
                f"theme.toml names the {key} font “{family}”, which no style loads, and fonts of the machine are not "
                "used: another stands in for it. Put its files into the assets folder, and load each in a style by "
                f'@font-face {{ font-family: "{family}"; src: url("…") }}.'
            )
