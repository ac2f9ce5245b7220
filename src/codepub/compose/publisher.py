"""Who publishes, and with which rights. Importing this costs next to nothing: every command reads settings."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class CptRights:
    """Who holds the licence, and the year of the copyright where it is not the year before the edition."""

    holder: str | None = None
    number: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes, in which language, and with which rights; a workspace's settings."""

    name: str = ""
    language: str = "en-US"
    cpt: CptRights = field(default_factory=CptRights)
