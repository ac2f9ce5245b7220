"""What WeasyPrint and the libraries below it say while they print, each thread's by itself."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock, get_ident
from typing import Final

_GATHERING_LOCK: Final = RLock()
"""Held by the thread that gathers: before Python 3.14, which warnings are heard is set for the whole process."""


@contextmanager
def gather_complaints() -> Iterator[list[str]]:
    """Gather what is logged and warned of in this thread; one thread gathers at a time, and others wait for it.

    Warnings, each once, are there when it ends.
    """
    logged, warned, thread = list[str](), list[str](), get_ident()
    with _GATHERING_LOCK, _listen(_ComplaintHandler(logged, thread)), warnings.catch_warnings():
        heard_by_others = warnings.showwarning

        def hear(message: Warning | str, category: type[Warning], *place: object) -> None:
            if get_ident() == thread:
                warned.append(str(message))
            else:
                heard_by_others(message, category, *place)  # type: ignore[arg-type]

        warnings.showwarning = hear  # type: ignore[assignment]
        warnings.simplefilter("always")
        for meant_for_programmers in (DeprecationWarning, PendingDeprecationWarning, ResourceWarning):
            warnings.simplefilter("ignore", meant_for_programmers)
        yield logged
    logged.extend(dict.fromkeys(warned))


class _ComplaintHandler(logging.Handler):
    def __init__(self, logged: list[str], thread: int) -> None:
        super().__init__(logging.WARNING)
        self._logged, self._thread = logged, thread

    def emit(self, record: logging.LogRecord) -> None:
        said = record.getMessage()
        if record.thread == self._thread and ".notdef" not in said:  # characters that fonts lack are told by us
            self._logged.append(said)


@contextmanager
def _listen(handler: logging.Handler) -> Iterator[None]:
    logger = logging.getLogger("weasyprint")
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
