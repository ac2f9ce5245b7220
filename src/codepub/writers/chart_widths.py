"""How wide charts are laid out, for whoever has to say it before one is drawn."""

from typing import Final

PAPER_WIDTH: Final = 300.0
"""The width of a chart on paper in points: less than that of prose."""
SCREEN_WIDTH: Final = 216.0
"""The width of a chart in a web page in points: that of a small telephone, where its letters are not made smaller."""
