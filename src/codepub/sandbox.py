"""The sandbox in which words, page shells and styles are filled in: what they may call, and how much they may write.

A publisher's templates are trusted no further than its records. What Jinja2's own sandbox keeps out is files, modules
and the inner parts of Python; what is kept out here is work without end, as far as it can be told beforehand. A loop
that writes nothing, and filters that pad a text to any width, are not among it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

from jinja2 import StrictUndefined, Template
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from codepub.patterns import compile_late

MAX_PIECES: Final = 2_000_000
"""Pieces of text that a template may write: a matrix of 100,000 records has half as many, and takes a second."""
MAX_REPEATED: Final = 100_000
"""Characters or members that may come of a text or list times a number; as many as Jinja2's ``range`` gives."""

MAX_COMPILED: Final = 1024
"""Templates that are kept compiled: a wording has some 200 strings; a workbench tries several."""

_UNUSED: Final = ("lipsum", "cycler", "joiner")
"""What Jinja2 gives every template and none of ours needs; the first writes as much nonsense as it is asked for."""


class UnfilledError(Exception):
    """A template that cannot be filled in; its text says why."""


class Sandbox(ImmutableSandboxedEnvironment):
    """An environment of Jinja2 whose templates reach nothing but what they are given."""

    intercepted_binops = frozenset({"*", "**"})

    def __init__(self, *, autoescape: bool, trim_blocks: bool = False) -> None:
        super().__init__(undefined=StrictUndefined, autoescape=autoescape, trim_blocks=trim_blocks)
        for name in _UNUSED:
            del self.globals[name]

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Multiply what stays of a size that can be written; Jinja2 asks this for each operator that is intercepted."""
        if operator == "**":
            raise SecurityError("powers are not computed in templates")
        for repeated, times in ((left, right), (right, left)):
            if hasattr(repeated, "__len__") and isinstance(times, int) and len(repeated) * times > MAX_REPEATED:
                raise SecurityError(f"more than {MAX_REPEATED:,} characters or members come of a multiplication")
        return super().call_binop(context, operator, left, right)

    def fill(self, text: str, values: Mapping[str, object]) -> str:
        """Fill a template in.

        Raises:
            UnfilledError: The template is at fault.
        """
        plainly = _fill_plainly(text, values) if not self.autoescape else None
        if plainly is not None:
            return plainly
        try:
            return "".join(_limit_pieces(_compile_template(self, text).generate(values)))
        except Exception as error:  # a template raises what any expression may: it divides by zero, adds text to a list
            raise UnfilledError(str(error) or type(error).__name__) from error


_BLANK: Final = compile_late(r"\{\{ ([a-z_]{2,}) \}\}")
_WORDS_OF_JINJA: Final = frozenset({"true", "false", "none", "not", "range", "dict", "namespace", "self", "loop"})


def _fill_plainly(text: str, values: Mapping[str, object]) -> str | None:
    """Fill in a line in which nothing but names of texts and numbers stand, as most do; None where there is more.

    Jinja2 says the same, once it has compiled the line for some milliseconds.
    """
    parts = _BLANK.split(text)
    names = parts[1::2]
    is_plain = not any("{" in part or "\n" in part or "\r" in part for part in parts[::2])
    if not is_plain or not all(type(values.get(name)) in (str, int) for name in names):
        return None
    if not _WORDS_OF_JINJA.isdisjoint(names):
        return None
    parts[1::2] = (str(values[name]) for name in names)
    return "".join(parts)


def _limit_pieces(pieces: Iterator[str]) -> Iterator[str]:
    for count, piece in enumerate(pieces):
        if count > MAX_PIECES:
            raise SecurityError(f"the template writes more than {MAX_PIECES:,} pieces of text")
        yield piece


@lru_cache(maxsize=MAX_COMPILED)
def _compile_template(sandbox: Sandbox, text: str) -> Template:
    return sandbox.from_string(text)
