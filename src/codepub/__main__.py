"""The start of the program: ``codepub`` and ``python -m codepub``."""

import gc
import signal

_OBJECTS_BETWEEN_COLLECTIONS = 100_000
"""Records hold no cycles of references; to look for them as often as Python does takes a third of loading's time."""


def collect_seldom() -> None:
    """Have the process look for cycles of references seldom; they are found all the same, and memory stays bounded."""
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS, 20, 100)


def main() -> None:
    """Run the command line. While its modules are imported, Ctrl-C ends the process at once and prints nothing."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    collect_seldom()
    from codepub.cli.commands import main as program

    try:
        program(prog_name="codepub")
    finally:
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # for while Python ends


if __name__ == "__main__":
    main()
