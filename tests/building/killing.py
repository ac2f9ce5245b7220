"""Words that kill the process that says them."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass
from pathlib import Path

from codepub.compose.wording import Wording


@dataclass(frozen=True, slots=True)
class KillingWording(Wording):
    """Words for which the process that says them of one code is killed, so often; ``folder`` counts it."""

    code: str
    times: int
    folder: Path

    def say(self, table: str, key: str, **values: object) -> str:
        """Say words, or be killed."""
        killed = len(list(self.folder.iterdir()))
        if values.get("code") == self.code and killed < self.times:
            (self.folder / str(killed)).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return Wording.say(self, table, key, **values)
