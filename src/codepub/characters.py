"""The characters that no text may hold, by what is wrong with them.

Each constant stands for its characters between the brackets of a regular expression. A record and a file of settings
hold none of them (`UNFIT`). Where other texts are read, written or shown, some are let through or others are added;
whoever does so says why. Tab and line ends are not among them.
"""

from __future__ import annotations

from typing import Final

CONTROLS: Final = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
"""C0, DEL and C1 without tab and line ends."""

LINE_SEPARATORS: Final = "\u2028\u2029"
"""Line and paragraph separator, which are line ends in YAML 1.1 and not in 1.2."""

BYTE_ORDER_MARK: Final = "\ufeff"
"""What begins a file of UTF-8, and shows nothing anywhere else."""

SURROGATES: Final = "\ud800-\udfff"
"""Halves of characters; in the name of a file each stands for a byte that is not UTF-8 (PEP 383)."""

TAGS: Final = "\U000e0000-\U000e007f"
"""Letters that nobody sees, and that carry words all the same."""

ANNOTATIONS: Final = "\ufff9-\ufffb"
"""The marks of interlinear annotation (Unicode 15, 23.8)."""

NONCHARACTERS: Final = "\ufdd0-\ufdef" + "".join(
    chr(plane << 16 | end) for plane in range(17) for end in (0xFFFE, 0xFFFF)
)
"""What Unicode says is no character (Unicode 15, 23.7)."""

UNPRINTABLE: Final = f"{CONTROLS}{LINE_SEPARATORS}{BYTE_ORDER_MARK}{SURROGATES}{TAGS}{ANNOTATIONS}{NONCHARACTERS}"
"""What no publication can show: all of the above."""

TURNING: Final = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
"""What turns the direction of text: the characters of "Trojan source" (CVE-2021-42574) and the marks of UAX #9."""

LOST: Final = "\ufffd"
"""What stands where a character was lost."""

DAMAGED: Final = f"{LOST}\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
"""What was another character: the mark of a lost one, and the private use areas, which only fonts of their own show."""

UNFIT: Final = f"{UNPRINTABLE}{TURNING}{DAMAGED}"
"""What no text may hold."""
