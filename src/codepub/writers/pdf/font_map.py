"""The fonts that text is set in: those that styles load, and none of the machine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from codepub.writers.pdf.engine import FontConfiguration, ffi, fontconfig, gobject, pangoft2

_RULES: Final = b"""<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <alias binding="same"><family>serif</family><prefer><family>Source Serif Pro</family></prefer></alias>
  <alias binding="same"><family>sans-serif</family><prefer><family>Source Sans Pro</family></prefer></alias>
  <match target="pattern">
    <edit name="family" mode="append_last" binding="weak">
      <string>DejaVu Sans</string><string>Source Sans Pro</string><string>Source Serif Pro</string>
    </edit>
  </match>
</fontconfig>
"""
"""What stands in for a family that is not there, and where a character is looked for that a family lacks."""


class LoadedFonts(FontConfiguration):
    """WeasyPrint's fonts without those of the machine, so that it gives the same bytes on every one.

    WeasyPrint begins with all that Fontconfig knows, and sets what no family of a style has in any of them.
    """

    def __init__(self) -> None:
        """Begin with no font at all; styles add theirs by ``@font-face``."""
        self._config = fontconfig.FcConfigCreate()
        fontconfig.FcConfigParseAndLoadFromMemory(self._config, _RULES, True)
        self.font_map = ffi.gc(pangoft2.pango_ft2_font_map_new(), gobject.g_object_unref)
        pangoft2.pango_fc_font_map_set_config(ffi.cast("PangoFcFontMap *", self.font_map), self._config)
        fontconfig.FcConfigDestroy(self._config)  # the map keeps a reference
        self._folder = None
        self.strut_layouts: dict[Any, Any] = {}
        self.font_features: dict[Any, Any] = {}
        self.lines: dict[Any, Any] = {}
        """The lines that `line_memory` remembers, until they are cleared."""

    def families(self) -> frozenset[str]:
        """Return the families that styles have loaded, in lower case: CSS takes either (css-fonts-4, 5.1)."""
        return frozenset(name.casefold() for name in self._list_families())

    def _list_families(self) -> Iterator[str]:
        loaded = fontconfig.FcConfigGetFonts(self._config, fontconfig.FcSetApplication)
        name = ffi.new("FcChar8 **")
        for font in ffi.unpack(loaded.fonts, loaded.nfont) if loaded != ffi.NULL else ():
            number = 0
            while fontconfig.FcPatternGetString(font, b"family", number, name) == fontconfig.FcResultMatch:
                yield ffi.string(name[0]).decode()
                number += 1
