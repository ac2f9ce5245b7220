"""Act as reviewers in LibreOffice: this runs under the system's own Python, which has LibreOffice's bridge, not ours.

Standard input is a JSON list of reviews: ``source`` and ``target`` are paths of Word files, ``reviewer`` is a name, and
``acts`` are lists of a name in `ACTS` and its arguments. Standard output is a JSON list with, for each review, what could
not be done. All reviews of one reviewer are made in one LibreOffice.
"""

from __future__ import annotations

import datetime
import json
import pathlib
import subprocess
import sys
import tempfile
import time
from itertools import groupby
from xml.sax.saxutils import escape

import uno
from com.sun.star.awt.FontSlant import ITALIC
from com.sun.star.beans import PropertyValue
from com.sun.star.text.ControlCharacter import LINE_BREAK, PARAGRAPH_BREAK
from com.sun.star.util import DateTime

PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.UserProfile/Data"><prop oor:name="givenname" oor:op="fuse"><value>{}</value></prop></item>
<item oor:path="/org.openoffice.UserProfile/Data"><prop oor:name="sn" oor:op="fuse"><value>{}</value></prop></item>
</oor:items>"""
WEIGHT_BOLD = 150.0


class NotFoundError(Exception):
    """Words that are not in the document."""


class Reviewer:
    """A person before an open document."""

    def __init__(self, context, desktop, document, name):
        self.document, self.name = document, name
        self.view = document.getCurrentController()
        self.dispatcher = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)

    def find(self, words):
        search = self.document.createSearchDescriptor()
        search.SearchString, search.SearchCaseSensitive = words, True
        found = self.document.findFirst(search)
        if found is None:
            raise NotFoundError(words)
        return found

    def dispatch(self, command, **arguments):
        self.dispatcher.executeDispatch(self.view.getFrame(), f".uno:{command}", "", 0, properties(**arguments))

    def cursor(self, found):
        return found.Text.createTextCursorByRange(found)

    def paragraph(self, words):
        cursor = self.cursor(self.find(words))
        cursor.collapseToStart()
        cursor.gotoStartOfParagraph(False)
        cursor.gotoEndOfParagraph(True)
        return cursor

    # What a reviewer does -----------------------------------------------------------------------------------------

    def replace(self, words, new):
        self.cursor(self.find(words)).setString(new)

    def delete(self, words):
        self.cursor(self.find(words)).setString("")

    def insert_after(self, words, new):
        cursor = self.cursor(self.find(words))
        cursor.collapseToEnd()
        cursor.Text.insertString(cursor, new, False)

    def insert_before(self, words, new):
        cursor = self.cursor(self.find(words))
        cursor.collapseToStart()
        cursor.Text.insertString(cursor, new, False)

    def type_over(self, words, new):
        """Select the whole paragraph that holds words, and type."""
        self.view.select(self.paragraph(words))
        self.dispatch("Delete")
        self.dispatch("InsertText", Text=new)

    def delete_paragraph_words(self, words):
        self.paragraph(words).setString("")

    def split_after(self, words, new=""):
        """Press Enter behind words, and type something at the start of the new paragraph."""
        cursor = self.cursor(self.find(words))
        cursor.collapseToEnd()
        cursor.Text.insertControlCharacter(cursor, PARAGRAPH_BREAK, False)
        if new:
            cursor.Text.insertString(cursor, new, False)

    def join_with_next(self, words):
        cursor = self.paragraph(words)
        cursor.collapseToEnd()
        cursor.goRight(1, True)
        cursor.setString("")

    def break_line_after(self, words):
        cursor = self.cursor(self.find(words))
        cursor.collapseToEnd()
        cursor.Text.insertControlCharacter(cursor, LINE_BREAK, False)

    def embolden(self, words):
        self.find(words).CharWeight = WEIGHT_BOLD

    def slant(self, words):
        self.find(words).CharPosture = ITALIC

    def clear_formatting(self, words):
        self.view.select(self.find(words))
        self.dispatch("ResetAttributes")

    def link(self, words, address):
        self.find(words).HyperLinkURL = address

    def comment(self, words, text):
        found = self.find(words)
        note = self.document.createInstance("com.sun.star.text.textfield.Annotation")
        now = datetime.datetime.now()
        note.Author, note.Content = self.name, text
        note.Initials = "".join(part[0] for part in self.name.split())
        note.DateTimeValue = DateTime(0, now.second, now.minute, now.hour, now.day, now.month, now.year, False)
        found.Text.insertTextContent(found, note, True)

    def add_row_after(self, words, *cells):
        self._go_into(words)
        self.dispatch("InsertRowsAfter", Amount=1, After=True)
        self._go_into(words)
        self.dispatch("GoDown", Count=1, Select=False)
        table = self.view.getViewCursor().TextTable
        row = self._row_of(words, table) + 1
        for column, cell in enumerate(cells):
            into = table.getCellByPosition(column, row)
            into.Text.insertString(into.Text.createTextCursor(), cell, False)

    def delete_row(self, words):
        self._go_into(words)
        self.dispatch("DeleteRows")

    def _go_into(self, words):
        found = self.find(words)
        cursor = self.view.getViewCursor()
        cursor.gotoRange(found.Start, False)

    def _row_of(self, words, table):
        names = table.getCellNames()
        cell = self.find(words).Cell
        return int(cell.CellName.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) - 1 if cell.CellName in names else 0

    def edit_header(self, new):
        for style in self.document.StyleFamilies.getByName("PageStyles"):
            if style.isInUse() and style.HeaderIsOn:
                text = style.HeaderText
                text.insertString(text.createTextCursor(), new, False)
                return

    def stop_recording(self):
        self.document.RecordChanges = False

    def accept_all(self):
        self.dispatch("AcceptAllTrackedChanges")

    def reject_all(self):
        self.dispatch("RejectAllTrackedChanges")


ACTS = [name for name in vars(Reviewer) if not name.startswith("_") and name not in ("find", "dispatch", "cursor", "paragraph")]


def properties(**values):
    return tuple(PropertyValue(Name=name, Value=value) for name, value in values.items())


def start(profile, pipe):
    """Start a LibreOffice with a profile of its own; return its process, and the context to talk to it."""
    process = subprocess.Popen(
        ["soffice", "--headless", "--norestore", "--nologo", f"-env:UserInstallation=file://{profile}",
         f"--accept=pipe,name={pipe};urp;"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(600):
        try:
            return process, resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:
            time.sleep(0.1)
    process.kill()
    sys.exit("LibreOffice did not answer")


def review(context, desktop, job):
    """Make one review; return what could not be done."""
    source, target = (pathlib.Path(job[side]).resolve().as_uri() for side in ("source", "target"))
    document = desktop.loadComponentFromURL(source, "_blank", 0, properties(Hidden=True))
    reviewer = Reviewer(context, desktop, document, job["reviewer"])
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


def main():
    jobs = json.load(sys.stdin)
    done = {}
    for name, together in groupby(sorted(enumerate(jobs), key=lambda one: one[1]["reviewer"]), lambda one: one[1]["reviewer"]):
        with tempfile.TemporaryDirectory(prefix="reviewer-") as profile:
            pathlib.Path(profile, "user").mkdir()
            first, _, last = name.partition(" ")
            settings = PROFILE.format(escape(first), escape(last))
            pathlib.Path(profile, "user", "registrymodifications.xcu").write_text(settings)
            process, context = start(profile, pathlib.Path(profile).name)
            desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
            try:
                for index, job in together:
                    done[index] = review(context, desktop, job)
            finally:
                try:
                    desktop.terminate()
                except Exception:
                    pass
                process.wait(60)
    print(json.dumps([done[index] for index in range(len(jobs))]))


if __name__ == "__main__":
    main()
