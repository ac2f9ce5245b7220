"""Whose approval a release takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Approvers:
    """The roles whose approval a release takes, and who may sign for each; anybody for a role that is not listed."""

    roles: tuple[str, ...] = ()
    signers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def may_sign(self, role: str, name: str) -> bool:
        """Tell whether a person may sign for a role."""
        return role not in self.signers or name in self.signers[role]
