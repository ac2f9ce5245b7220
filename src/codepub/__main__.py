"""The start of the program: ``codepub`` and ``python -m codepub``."""

import gc
import os
import signal

_COLLECTIONS = (50_000, 5, 2)
"""Objects made before garbage is looked for, then how often that is done before older objects are looked through.

Python's own 700 are for programs that run long: a command that makes one PDF would look 1,900 times and find little.
"""


def main() -> None:
    """Run the command line. While its modules are imported, Ctrl-C ends the process at once and prints nothing."""
    gc.set_threshold(*_COLLECTIONS)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # or each start reads what every package declares
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
