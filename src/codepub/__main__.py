"""The start of the program: ``codepub`` and ``python -m codepub``."""

import gc
import os
import signal

_COLLECTIONS = (50_000, 5, 2)
"""Objects made before garbage is looked for, then how often that is done before older objects are looked through.

Python's own 700 are for programs that run long: a command that makes one PDF would look 1,900 times and find little.
"""
_WITHOUT_PLUGINS = {"PYDANTIC_DISABLE_PLUGINS": "__all__"}
"""What others plug into pydantic is no business of ours: to look for it reads a file of every package that there is."""


def main() -> None:
    """Run the command line. While its modules are imported, Ctrl-C ends the process at once and prints nothing."""
    gc.set_threshold(*_COLLECTIONS)
    os.environ.update(_WITHOUT_PLUGINS)
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from codepub.cli.commands import main as program

    try:
        program(prog_name="codepub")
    finally:
        gc.freeze()  # what is left need not be looked through once more when Python ends
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # for while Python ends


if __name__ == "__main__":
    main()
