"""What fingers and eyes do to codes and figures: slips of one character or two."""

from __future__ import annotations

from random import Random
from typing import Final

_ALIKE: Final = {"0": "O", "1": "I", "5": "S", "O": "0", "I": "1", "S": "5", "8": "B", "B": "8"}
"""Characters that are read for each other on paper and in scans."""


def swap(text: str, random: Random) -> str | None:
    """Exchange two neighboring digits that differ."""
    places = [
        place
        for place in range(len(text) - 1)
        if text[place].isdigit() and text[place + 1].isdigit() and text[place] != text[place + 1]
    ]
    if not places:
        return None
    place = random.choice(places)
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def lose(text: str, random: Random) -> str | None:
    """Lose a digit."""
    places = [place for place, one in enumerate(text) if one.isdigit()]
    if not places:
        return None
    place = random.choice(places)
    return text[:place] + text[place + 1 :]


def double(text: str, random: Random) -> str | None:
    """Type a digit twice."""
    places = [place for place, one in enumerate(text) if one.isdigit()]
    if not places:
        return None
    place = random.choice(places)
    return text[:place] + text[place] + text[place:]


def mistake_letters(text: str, random: Random, *, of: str = "015OIS") -> str | None:
    """Type the letter for the digit that looks like it, or the digit for the letter."""
    places = [place for place, one in enumerate(text) if one in of]
    if not places:
        return None
    place = random.choice(places)
    return text[:place] + _ALIKE[text[place]] + text[place + 1 :]


def move_point(figure: str, random: Random) -> str | None:
    """Move the point of a figure by one place."""
    if "." not in figure:
        return None
    whole, part = figure.split(".")
    moved = [f"{whole}{part[:1]}.{part[1:] or '0'}"]
    if len(whole) > 1:
        moved.append(f"{whole[:-1]}.{whole[-1]}{part}")
    elif float(figure):
        moved.append(f"0.{whole}{part}")
    shifted = random.choice(moved).lstrip("0")
    return f"0{shifted}" if shifted.startswith(".") else shifted


def change_digit(text: str, random: Random) -> str | None:
    """Hit the neighboring key for a digit."""
    places = [place for place, one in enumerate(text) if one.isdigit()]
    if not places:
        return None
    place = random.choice(places)
    near = {"0": "9", "9": "8"}.get(text[place], str((int(text[place]) + random.choice((-1, 1))) % 10))
    return text[:place] + near + text[place + 1 :]
