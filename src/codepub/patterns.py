"""Regular expressions that cost nothing until they are used: a command uses few of all that the house knows."""

from __future__ import annotations

import re
from typing import Any, cast


class _LatePattern:
    """Stands for a pattern until it is first used, and has the pattern's own methods from then on."""

    def __init__(self, expression: str, flags: int) -> None:
        self._expression = expression
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self._expression, self._flags)
        self.__dict__.update({method: getattr(compiled, method) for method in _METHODS})
        return getattr(compiled, name)


_METHODS = tuple(name for name in dir(re.Pattern) if not name.startswith("_"))


def compile_late(expression: str, flags: int = 0) -> re.Pattern[str]:
    """Return what `re.compile` would, compiled at its first use.

    For patterns at the top of a module. What is wrong with an expression is told at its first use. `re.sub` and the
    like take compiled patterns only: call the methods of the pattern.
    """
    return cast("re.Pattern[str]", _LatePattern(expression, flags))
