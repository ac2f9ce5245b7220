"""How letters look: direct formatting over character styles, as far as small markup can say it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

from codepub.ooxml.reading.fields import NOWHERE, Destination
from codepub.ooxml.reading.letters import PLAIN, Look
from codepub.ooxml.reading.styles import Styles, find_style
from codepub.ooxml.xml import Element, qualified

_VAL: Final = qualified("val")
_OFF: Final = {"0", "false", "off"}
"""What switches a property off that is on by being there (22.9.2.7)."""
_RUN_CHANGE: Final = qualified("rPrChange")
_FORMATTING: Final = {qualified(tag): tag for tag in ("b", "i", "vertAlign", "vanish", "rStyle")}


@dataclass(frozen=True, slots=True)
class Looks:
    """Reads looks; each is read once, as most runs of a file look alike."""

    styles: Styles
    _known: dict[tuple[object, ...], Look] = field(default_factory=dict)

    def read(self, properties: Element | None, destination: Destination) -> Look:
        """Read the look of a run by its properties and where the link around it leads."""
        said = () if properties is None else _list_formatting(properties)
        if not said and destination == NOWHERE:
            return PLAIN
        key = (said, destination)
        if key not in self._known:
            self._known[key] = self._resolve(properties, destination)
        return self._known[key]

    def _resolve(self, properties: Element | None, destination: Destination) -> Look:
        style = find_style(properties, "rStyle")
        return Look(
            bold=self._is_on(properties, style, "b"),
            italic=self._is_on(properties, style, "i"),
            raised=_name_raised(self._find(properties, style, "vertAlign")),
            target=destination.target,
            anchor=destination.anchor,
            style=self.styles.name(style),
            hidden=self._is_on(properties, style, "vanish"),
        )

    def _is_on(self, properties: Element | None, style: str | None, tag: str) -> bool:
        return is_on(self._find(properties, style, tag))

    def _find(self, properties: Element | None, style: str | None, tag: str) -> Element | None:
        own = None if properties is None else properties.find(qualified(tag))
        return own if own is not None else self.styles.find_run_property(style, qualified(tag))


def find_earlier(properties: Element | None) -> Element | None:
    """Find a recorded change of a run's formatting, which holds the properties from before (17.13.5.31)."""
    return None if properties is None else properties.find(_RUN_CHANGE)


def is_on(element: Element | None) -> bool:
    """Tell whether a property is on: it is there, and its value does not switch it off."""
    return element is not None and element.get(_VAL, "1").casefold() not in _OFF


def _list_formatting(properties: Element) -> tuple[tuple[str, str | None], ...]:
    return tuple((_FORMATTING[each.tag], each.get(_VAL)) for each in properties if each.tag in _FORMATTING)


def _name_raised(element: Element | None) -> Literal["superscript", "subscript"] | None:
    match None if element is None else element.get(_VAL):
        case "superscript":
            return "superscript"
        case "subscript":
            return "subscript"
        case _:
            return None
