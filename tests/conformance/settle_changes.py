"""Accept or reject all tracked changes of Word files in LibreOffice; run by a Python that has its module uno.

usage: settle_changes.py PROFILE_FOLDER {accept,reject} IN.docx OUT.docx [{accept,reject} IN.docx OUT.docx]...
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue

COMMANDS = {"accept": ".uno:AcceptAllTrackedChanges", "reject": ".uno:RejectAllTrackedChanges"}


def start(profile: Path) -> tuple[subprocess.Popen[bytes], Any]:
    """Start a LibreOffice of our own, and return it with its component context."""
    pipe = f"codepub-{os.getpid()}"
    process = subprocess.Popen(
        ["soffice", "--headless", "--norestore", "--nologo", f"-env:UserInstallation={profile.as_uri()}",
         f"--accept=pipe,name={pipe};urp;"],
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(600):
        try:
            return process, resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:  # noqa: BLE001 -- uno's own classes are known only while it runs
            time.sleep(0.1)
    process.kill()
    sys.exit("LibreOffice did not answer.")


def settle(context: Any, command: str, source: Path, target: Path) -> None:
    """Open a file, settle its changes, and save it as another."""
    make = context.ServiceManager.createInstanceWithContext
    desktop = make("com.sun.star.frame.Desktop", context)
    document = desktop.loadComponentFromURL(source.as_uri(), "_blank", 0, (option("Hidden", value=True),))
    frame = document.CurrentController.Frame
    dispatcher = make("com.sun.star.frame.DispatchHelper", context)
    dispatcher.executeDispatch(frame, COMMANDS[command], "", 0, ())
    document.storeToURL(target.as_uri(), (option("FilterName", value="MS Word 2007 XML"),))
    document.close(True)


def option(name: str, *, value: object) -> Any:
    """Make a property of a call."""
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


if __name__ == "__main__":
    folder, *acts = sys.argv[1:]
    office, components = start(Path(folder).absolute())
    try:
        for at in range(0, len(acts), 3):
            settle(components, acts[at], Path(acts[at + 1]).absolute(), Path(acts[at + 2]).absolute())
    finally:
        office.terminate()
        office.wait(30)
