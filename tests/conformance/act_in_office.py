"""Act as reviewers in LibreOffice: this runs under the system's own Python, which has LibreOffice's bridge, not ours.

Standard input is a JSON list of reviews: ``source`` and ``target`` are paths of Word files, ``reviewer`` is a name, and
``acts`` are lists of the name of a method of `Reviewer` and its arguments. Standard output is a JSON list with, for
each review, what could not be done. All reviews of one reviewer are made in one LibreOffice.
"""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from itertools import groupby
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import uno
from com.sun.star.awt.FontSlant import ITALIC
from com.sun.star.beans import PropertyValue
from com.sun.star.text.ControlCharacter import LINE_BREAK, PARAGRAPH_BREAK
from com.sun.star.util import DateTime

_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.UserProfile/Data">
<prop oor:name="givenname" oor:op="fuse"><value>{}</value></prop>
<prop oor:name="sn" oor:op="fuse"><value>{}</value></prop>
</item>
</oor:items>"""
_BOLD = 150.0


class NotFoundError(Exception):
    """Words that are not in the document."""


class Reviewer:
    """A person before an open document."""

    def __init__(self, context: Any, document: Any, name: str) -> None:
        self.document, self.name = document, name
        self.view = document.getCurrentController()
        self.dispatcher = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)

    def find(self, words: str) -> Any:
        search = self.document.createSearchDescriptor()
        search.SearchString, search.SearchCaseSensitive = words, True
        found = self.document.findFirst(search)
        if found is None:
            raise NotFoundError(words)
        return found

    def dispatch(self, command: str, **arguments: Any) -> None:
        self.dispatcher.executeDispatch(self.view.getFrame(), f".uno:{command}", "", 0, properties(**arguments))

    def cursor(self, found: Any) -> Any:
        return found.Text.createTextCursorByRange(found)

    def paragraph(self, words: str) -> Any:
        cursor = self.cursor(self.find(words))
        cursor.collapseToStart()
        cursor.gotoStartOfParagraph(False)
        cursor.gotoEndOfParagraph(True)
        return cursor

    # What a reviewer does -----------------------------------------------------------------------------------------

    def replace(self, words: str, new: str) -> None:
        self.cursor(self.find(words)).setString(new)

    def delete(self, words: str) -> None:
        self.cursor(self.find(words)).setString("")

    def insert_after(self, words: str, new: str) -> None:
        cursor = self.cursor(self.find(words))
        cursor.collapseToEnd()
        cursor.Text.insertString(cursor, new, False)

    def insert_before(self, words: str, new: str) -> None:
        cursor = self.cursor(self.find(words))
        cursor.collapseToStart()
        cursor.Text.insertString(cursor, new, False)

    def type_over(self, words: str, new: str) -> None:
        """Select the whole paragraph that holds words, and type."""
        self.view.select(self.paragraph(words))
        self.dispatch("Delete")
        self.dispatch("InsertText", Text=new)

    def delete_paragraph_words(self, words: str) -> None:
        self.paragraph(words).setString("")

    def split_after(self, words: str, new: str = "") -> None:
        """Press Enter behind words, and type something at the start of the new paragraph."""
        cursor = self.cursor(self.find(words))
        cursor.collapseToEnd()
        cursor.Text.insertControlCharacter(cursor, PARAGRAPH_BREAK, False)
        if new:
            cursor.Text.insertString(cursor, new, False)

    def join_with_next(self, words: str) -> None:
        cursor = self.paragraph(words)
        cursor.collapseToEnd()
        cursor.goRight(1, True)
        cursor.setString("")

    def replace_across(self, first: str, last: str, new: str) -> None:
        """Select from some words to others, across whatever lies between, and type."""
        cursor = self.cursor(self.find(first))
        cursor.gotoRange(self.find(last).End, True)
        cursor.setString(new)

    def break_line_after(self, words: str) -> None:
        cursor = self.cursor(self.find(words))
        cursor.collapseToEnd()
        cursor.Text.insertControlCharacter(cursor, LINE_BREAK, False)

    def embolden(self, words: str) -> None:
        self.find(words).CharWeight = _BOLD

    def slant(self, words: str) -> None:
        self.find(words).CharPosture = ITALIC

    def clear_formatting(self, words: str) -> None:
        self.view.select(self.find(words))
        self.dispatch("ResetAttributes")

    def link(self, words: str, address: str) -> None:
        self.find(words).HyperLinkURL = address

    def comment(self, words: str, text: str) -> None:
        found = self.find(words)
        note = self.document.createInstance("com.sun.star.text.textfield.Annotation")
        now = dt.datetime.now()  # noqa: DTZ005 -- LibreOffice wants local time
        note.Author, note.Content = self.name, text
        note.Initials = "".join(part[0] for part in self.name.split())
        note.DateTimeValue = DateTime(0, now.second, now.minute, now.hour, now.day, now.month, now.year, False)
        found.Text.insertTextContent(found, note, True)

    def resolve_comment(self, text: str) -> None:
        for note in self._find_comments(text):
            note.Resolved = True

    def _find_comments(self, text: str) -> list[Any]:
        fields = self.document.TextFields.createEnumeration()
        notes = []
        while fields.hasMoreElements():
            one = fields.nextElement()
            if one.supportsService("com.sun.star.text.textfield.Annotation") and one.Content == text:
                notes.append(one)
        if not notes:
            raise NotFoundError(text)
        return notes

    def add_row_after(self, words: str, *cells: str) -> None:
        self._go_into(words)
        self.dispatch("InsertRowsAfter", Amount=1, After=True)
        self._go_into(words)
        self.dispatch("GoDown", Count=1, Select=False)
        table = self.view.getViewCursor().TextTable
        row = self._row_of(words, table) + 1
        for column, cell in enumerate(cells):
            into = table.getCellByPosition(column, row)
            into.Text.insertString(into.Text.createTextCursor(), cell, False)

    def delete_row(self, words: str) -> None:
        self._go_into(words)
        self.dispatch("DeleteRows")

    def _go_into(self, words: str) -> None:
        found = self.find(words)
        cursor = self.view.getViewCursor()
        cursor.gotoRange(found.Start, False)

    def _row_of(self, words: str, table: Any) -> int:
        names = table.getCellNames()
        cell = self.find(words).Cell
        return int(cell.CellName.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) - 1 if cell.CellName in names else 0

    def edit_header(self, new: str) -> None:
        for style in self.document.StyleFamilies.getByName("PageStyles"):
            if style.isInUse() and style.HeaderIsOn:
                text = style.HeaderText
                text.insertString(text.createTextCursor(), new, False)
                return

    def stop_recording(self) -> None:
        self._lift_protection()
        self.document.RecordChanges = False

    def accept_all(self) -> None:
        self._lift_protection()
        self.dispatch("AcceptAllTrackedChanges")

    def reject_all(self) -> None:
        self._lift_protection()
        self.dispatch("RejectAllTrackedChanges")

    def _lift_protection(self) -> None:
        """Lift the protection of recorded changes, which takes no password."""
        self.document.RedlineProtectionKey = uno.ByteSequence(b"")


def properties(**values: Any) -> tuple[Any, ...]:
    return tuple(PropertyValue(Name=name, Value=value) for name, value in values.items())


def start(profile: str, pipe: str) -> tuple[subprocess.Popen[bytes], Any]:
    """Start a LibreOffice with a profile of its own; return its process, and the context to talk to it."""
    process = subprocess.Popen(
        [
            "soffice",
            "--headless",
            "--norestore",
            "--nologo",
            f"-env:UserInstallation=file://{profile}",
            f"--accept=pipe,name={pipe};urp;",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(600):
        try:
            return process, resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:  # noqa: BLE001 -- the bridge has its own, which says only that nobody answers yet
            time.sleep(0.1)
    process.kill()
    sys.exit("LibreOffice did not answer")


def review(context: Any, desktop: Any, job: dict[str, Any]) -> list[str]:
    """Make one review; return what could not be done."""
    source, target = (Path(job[side]).resolve().as_uri() for side in ("source", "target"))
    document = desktop.loadComponentFromURL(source, "_blank", 0, properties(Hidden=True))
    reviewer = Reviewer(context, document, job["reviewer"])
    document.RecordChanges = True
    missing = []
    for name, *arguments in job["acts"]:
        try:
            getattr(reviewer, name)(*arguments)
        except NotFoundError as error:
            missing.append(f"{name}: {error}")
    document.storeToURL(target, properties(FilterName="MS Word 2007 XML"))
    document.close(True)
    return missing


def main() -> None:
    jobs = json.load(sys.stdin)
    done = {}
    for name, together in groupby(
        sorted(enumerate(jobs), key=lambda one: one[1]["reviewer"]), lambda one: one[1]["reviewer"]
    ):
        with tempfile.TemporaryDirectory(prefix="reviewer-") as profile:
            Path(profile, "user").mkdir()
            first, _, last = name.partition(" ")
            settings = _PROFILE.format(escape(first), escape(last))
            Path(profile, "user", "registrymodifications.xcu").write_text(settings)
            process, context = start(profile, Path(profile).name)
            desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
            try:
                for index, job in together:
                    done[index] = review(context, desktop, job)
            finally:
                with suppress(Exception):
                    desktop.terminate()
                process.wait(60)
    print(json.dumps([done[index] for index in range(len(jobs))]))


if __name__ == "__main__":
    main()
