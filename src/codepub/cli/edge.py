"""The edge of the program: what leaves it for terminals and other programs, and how it ends whatever happens."""

from __future__ import annotations

import gc
import io
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final, TextIO

import click

from codepub.cli.late_group import LateGroup
from codepub.diagnostics import CodepubError, MachineError, legible, printable

INTERRUPTED: Final = 130
"""The exit code after Ctrl-C: 128 and the number of SIGINT, as shells have it."""
PIPE_CLOSED: Final = 141
"""The exit code where nobody reads any more what is written: 128 and the number of SIGPIPE."""
TRACEBACK: Final = "--traceback"
_COMPLETING: Final = "_CODEPUB_COMPLETE"
"""What a shell sets that asks for completions."""


def say(text: str) -> None:
    """Print text for people on standard output; what a terminal could obey or not show is written as an escape."""
    click.echo(legible(text), sys.stdout)


def complain(text: str) -> None:
    """Print text for people on standard error."""
    click.echo(legible(text), sys.stderr)


def say_painted(text: str) -> None:
    """Print text that is legible already on standard output, with its colours where a terminal shows them."""
    click.echo(text, sys.stdout)


def complain_painted(text: str) -> None:
    """Print text that is legible already on standard error, with its colours where a terminal shows them."""
    click.echo(text, sys.stderr)


def hand_over(text: str) -> None:
    """Print text that a program reads on standard output: as UTF-8, whatever the terminal's encoding is."""
    click.echo(text.encode("utf-8", "backslashreplace"), sys.stdout)


def hand_over_bytes(content: bytes) -> None:
    """Print a file on standard output, and nothing else."""
    click.echo(content, sys.stdout, nl=False)


class NamedPath(click.Path):
    """A path that a call names; an empty one, from a variable that is not set, is refused: it is no current folder."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path, or refuse it."""
        if value == "":
            self.fail("It is empty. Write a path; the folder you are in is `.`.", param, ctx)
        return super().convert(value, param, ctx)


@contextmanager
def pause_collecting() -> Iterator[None]:
    """Put off the search for cycles of references while records are loaded, which hold none; it takes a third longer.

    What is there in the end is never searched: this is for a process that loads once and is soon over.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.freeze()  # or the next search goes through all that was loaded, a tenth of the time again
            gc.enable()


class Program(LateGroup):
    """The commands, in a net: no error leaves it as a traceback, and the exit code says whose fault it was.

    0 done; 1 the content is at fault; 2 the call is; 3 the machine is, or codepub itself; 130 Ctrl-C; 141 a closed
    pipe.
    """

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run a command line, and exit with its code."""
        if not standalone_mode or _COMPLETING in os.environ:
            return super().main(args, prog_name, complete_var, standalone_mode, **extra)
        for stream in (sys.stdout, sys.stderr):
            _never_fail_to_encode(stream)
        arguments = list(sys.argv[1:] if args is None else args)
        try:
            code = self._run(arguments, prog_name, extra)
        except KeyboardInterrupt:  # a second one, while the first was being told
            code = INTERRUPTED
        except OSError:  # what is wrong cannot be told: standard error is full or gone
            _let_go()
            code = MachineError.exit_code
        sys.exit(code)

    def _run(self, arguments: list[str], name: str | None, extra: dict[str, Any]) -> int:
        wanted = [argument for argument in arguments if argument != TRACEBACK]
        try:
            _heed_interrupts()
            code = super().main(wanted, name, standalone_mode=False, **extra)
            if sys.stdout is not None:
                sys.stdout.flush()  # now, while a full disk or a closed pipe can still be told
        except (KeyboardInterrupt, click.Abort):
            complain("Interrupted.")
            return INTERRUPTED
        except (BrokenPipeError, SystemExit):  # click makes the one into the other, and has no other use for it
            _let_go()
            return PIPE_CLOSED
        except click.ClickException as error:
            complain(_show_click_error(error))
            return error.exit_code
        except Exception as error:  # noqa: BLE001 -- no traceback reaches a user
            complain(f"Error: {_describe_error(error)}")
            if len(wanted) < len(arguments):
                from traceback import format_exception

                complain("".join(format_exception(error)))
            return error.exit_code if isinstance(error, CodepubError) else MachineError.exit_code
        return code if isinstance(code, int) else 0


def _show_click_error(error: click.ClickException) -> str:
    text = io.StringIO()
    error.show(text)
    return text.getvalue().rstrip("\n")


def _describe_error(error: Exception) -> str:
    match error:
        case CodepubError():
            return str(error)
        case MemoryError():
            return "This takes more memory than the machine has."
        case OSError():
            place = f"{printable(error.filename)}: " if error.filename else ""
            return f"{place}{error.strerror or printable(error)}."
        case _:
            return (
                f"Something that codepub does not foresee ({type(error).__name__}: {printable(error)}). "
                f"It is a fault of codepub's own. Run the same command with {TRACEBACK}, and report what it prints."
            )


def _never_fail_to_encode(stream: TextIO | None) -> None:
    """Let a stream write what its encoding lacks as an escape: consoles and pipes of Windows are no UTF-8."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")


def _heed_interrupts() -> None:
    """Let Ctrl-C raise again, where the start of the program had it end the process at once."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _let_go() -> None:
    """Turn streams that nobody reads to nowhere, or Python would fail to write out what they hold when it ends."""
    for stream in filter(None, (sys.__stdout__, sys.__stderr__)):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
