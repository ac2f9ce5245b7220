"""Reviewers at work: a review copy as it is written, and acts on its XML that do what Word and LibreOffice do."""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from lxml import etree

import yaml
from codepub.compose.compose import compose
from codepub.compose.publisher import Publisher
from codepub.ooxml.reading.letters import WordFile
from codepub.ooxml.reading.word_file import read_word_file
from codepub.origin import format_path
from codepub.records.code_summary import CodeSummary
from codepub.review.comparing.compare import compare
from codepub.review.copies import SentCopy, list_leaves
from codepub.review.edits import FieldEdit, ReturnedCopy, RowAdded, RowRemoved, ValueEdit, ValueRemoved
from codepub.writers.docx.review_copy import ReviewMarks, write_review_copy
from codepub.writers.options import Options
from tests.publications import CONTENT, samples, theme, wording

ADA, BEN = "Ada Coder", "Dr. B"
Element = Any
"""An element of lxml, whose types make of all that is looked for something that may be missing."""
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_DOCUMENT = "word/document.xml"


def q(tag: str) -> str:
    """The name of an element or attribute of WordprocessingML."""
    return f"{{{W}}}{tag}"


@dataclass(frozen=True)
class Sent:
    """A review copy as it was sent."""

    copy: SentCopy
    content: bytes
    file: WordFile


def send(record: CodeSummary, text: str) -> Sent:
    """Make the review copy of a record."""
    document = compose(record, wording(), Publisher())
    sent_copy = SentCopy(
        "a-copy",
        record.id,
        ADA,
        datetime(2026, 11, 30, tzinfo=UTC),
        document.digest,
        text,
        tuple(list_leaves(document)),
    )
    marks = ReviewMarks("a-copy", "Review copy", ("For the reviewer", "Edit, save, send back."))
    content = write_review_copy(document, theme(), Options(), marks).content
    return Sent(sent_copy, content, read_word_file(content))


@cache
def sample(name: str) -> Sent:
    """The review copy of a record of the sample library."""
    system, code = name.split(":")
    text = (CONTENT / system / f"{code.replace('.', '')}.yaml").read_text(encoding="utf-8")
    return send(samples()[name], text)


def written(data: Mapping[str, Any]) -> Sent:
    """The review copy of a record that is given as data."""
    return send(CodeSummary.model_validate(data), yaml.safe_dump(dict(data), allow_unicode=True, sort_keys=False))


class Returned:
    """A review copy in the hands of reviewers, which comes back when it is read."""

    def __init__(self, sent: Sent, author: str = ADA) -> None:
        self.sent, self.author = sent, author
        with zipfile.ZipFile(io.BytesIO(sent.content)) as package:
            self.parts = {name: package.read(name) for name in package.namelist()}
        self.document: Element = etree.fromstring(self.parts[_DOCUMENT])
        self._ids = iter(range(100_000, 900_000))
        self.is_recorded = True

    # What there is -----------------------------------------------------------------------------------------------

    def control(self, tag: str) -> Element:
        """The content control with a tag."""
        return next(
            one for one in self.document.iter(q("sdt")) if one.find(f"{q('sdtPr')}/{q('tag')}").get(q("val")) == tag
        )

    def paragraph(self, tag: str) -> Element:
        """The paragraph of a content control."""
        return next(self.control(tag).iterancestors(q("p")))

    def paragraphs(self) -> list[Element]:
        """The paragraphs of the body that hold words."""
        return [one for one in self.document.iter(q("p")) if self.runs(one)]

    def row(self, tag: str) -> Element:
        """The row of a content control."""
        return next(self.control(tag).iterancestors(q("tr")))

    def heading(self, words: str) -> Element:
        """The paragraph that says some words."""
        return next(one for one in self.document.iter(q("p")) if "".join(one.itertext(q("t"))) == words)

    def runs(self, within: Element) -> list[Element]:
        """The runs with words that were not taken out."""
        return [
            run
            for run in within.iter(q("r"))
            if run.find(q("t")) is not None and not any(one.tag == q("del") for one in run.iterancestors())
        ]

    def text(self, tag: str) -> str:
        """The words of a control."""
        return "".join(run.findtext(q("t")) or "" for run in self.runs(self.control(tag)))

    # Acts --------------------------------------------------------------------------------------------------------

    def delete(self, tag: str, words: str | None = None) -> None:
        """Take words out of a control, or all of them."""
        for run in self._cut(self.control(tag), words):
            self.take_out(run)

    def insert(self, tag: str, before: str | None, words: str, **look: Any) -> None:
        """Type words in a control before others, or at its end."""
        runs = self.runs(self.control(tag))
        if before is None:
            runs[-1].addnext(self.typed(words, runs[-1], **look))
        else:
            self._cut(self.control(tag), before)[0].addprevious(self.typed(words, runs[0], **look))

    def replace(self, tag: str, words: str | None, by: str, **look: Any) -> None:
        """Put words in the place of others, as who selects and types them."""
        runs = self._cut(self.control(tag), words)
        runs[-1].addnext(self.typed(by, runs[0], **look))
        for run in runs:
            self.take_out(run)

    def change(self, tag: str, start: int, stop: int, words: str) -> None:
        """Put words in the place of some letters of a control."""
        self.change_in(self.control(tag), start, stop, words)

    def change_in(self, within: Element, start: int, stop: int, words: str) -> None:
        """Put words in the place of some letters, as who selects and types them."""
        runs = self.cut_at(within, start, stop)
        beside = runs[-1:] or self.cut_at(within, 0, start)[-1:] or self.runs(within)[:1]
        if words and beside:
            typed = self.typed(words, beside[0])
            if runs or start:
                beside[0].addnext(typed)
            else:
                beside[0].addprevious(typed)
        for run in runs:
            self.take_out(run)

    def type_over(self, tag: str, by: str) -> None:
        """Select a whole paragraph or cell and type: the new words stand before its anchors."""
        paragraph = self.paragraph(tag)
        runs = self.runs(paragraph)
        typed = self.typed(by, runs[0])
        for run in runs:
            self.take_out(run)
        place = 1 if paragraph[0].tag == q("pPr") else 0
        paragraph.insert(place, typed)

    def split(self, tag: str, before: str, *more: str) -> None:
        """Press Enter before words, or behind all of them: what follows loses its control."""
        paragraph, control = self.paragraph(tag), self.control(tag)
        rest = [] if not before else self._cut_from(control, before)
        self._divide(paragraph, rest, *more)

    def add_paragraph(self, tag: str, *words: str) -> None:
        """Press Enter at the end of a paragraph and type others."""
        self._divide(self.paragraph(tag), [], *words)

    def split_paragraph(self, paragraph: Element, place: int) -> None:
        """Press Enter behind some letters of a paragraph."""
        length = sum(len(run.findtext(q("t")) or "") for run in self.runs(paragraph))
        self._divide(paragraph, self._climb(self.cut_at(paragraph, place, length)))

    def _divide(self, paragraph: Element, rest: list[Element], *words: str) -> None:
        last, properties = paragraph, copy.deepcopy(paragraph.find(q("pPr")))
        for number, line in enumerate(words or ("",)):
            new = etree.Element(q("p"))
            if properties is not None:
                new.append(copy.deepcopy(properties))
            if line:
                new.append(self.typed(line, None))
            if number == len(words or ("",)) - 1:
                new.extend(rest)
            last.addnext(new)
            self._mark_end(last, "ins")
            last = new

    def join(self, tag: str) -> None:
        """Take out the end of a paragraph, so that the next one goes on in it."""
        self.join_paragraph(self.paragraph(tag))

    def join_paragraph(self, paragraph: Element) -> None:
        """Take out the end of a paragraph; the last one of a cell or stretch keeps it."""
        following = paragraph.getnext()
        if following is None or following.tag != q("p"):
            return
        if self.is_recorded:
            self._mark_end(paragraph, "del")
            return
        following = paragraph.getnext()
        paragraph.extend([one for one in following if one.tag != q("pPr")])
        following.getparent().remove(following)

    def reformat(self, tag: str, words: str, *, on: bool, look: str = "i") -> None:
        """Slant or embolden words; taking it off leaves no mark."""
        for run in self._cut(self.control(tag), words):
            properties = run.find(q("rPr"))
            if properties is None:
                properties = etree.Element(q("rPr"))
                run.insert(0, properties)
            before = copy.deepcopy(properties)
            for one in properties.findall(q(look)):
                properties.remove(one)
            if on:
                etree.SubElement(properties, q(look))
                if self.is_recorded:
                    change = etree.SubElement(properties, q("rPrChange"), self._mark())
                    change.append(before)

    def delete_row(self, tag: str) -> None:
        """Delete a row."""
        row = self.row(tag)
        if not self.is_recorded:
            row.getparent().remove(row)
            return
        properties = row.find(q("trPr"))
        if properties is None:
            properties = etree.Element(q("trPr"))
            row.insert(0, properties)
        etree.SubElement(properties, q("del"), self._mark())
        for run in self.runs(row):
            self.take_out(run)

    def add_row(self, tag: str, *cells: str) -> None:
        """Put a row behind that of a control and fill its cells; a joiner stands behind the words of the first."""
        row = etree.Element(q("tr"))
        if self.is_recorded:
            etree.SubElement(etree.SubElement(row, q("trPr")), q("ins"), self._mark())
        for place, words in enumerate(cells):
            paragraph = etree.SubElement(etree.SubElement(row, q("tc")), q("p"))
            if words or not place:
                paragraph.append(self.typed(words + "" if place else f"{words}\u200d", None))
        self.row(tag).addnext(row)

    def copy_behind(self, tag: str, other: str) -> None:
        """Copy the paragraph of a control behind another one: its control is there twice."""
        new = copy.deepcopy(self.paragraph(tag))
        for run in self.runs(new):
            mark = etree.Element(q("ins"), self._mark())
            run.addprevious(mark)
            mark.append(run)
        target = self.paragraph(other)
        target.addnext(new)
        self._mark_end(target, "ins")

    def add_words_behind(self, paragraph: Element, words: str) -> None:
        """Press Enter at the end of any paragraph and type."""
        self._divide(paragraph, [], words)

    def wrap_runs_in_controls(self, tag: str) -> None:
        """Put each run into a control of another program."""
        for run in self.runs(self.document):
            control = etree.Element(q("sdt"))
            etree.SubElement(etree.SubElement(control, q("sdtPr")), q("tag"), {q("val"): tag})
            run.addprevious(control)
            etree.SubElement(control, q("sdtContent")).append(run)

    def copied(self, element: Element) -> Element:
        """A copy of an element."""
        return copy.deepcopy(element)

    def add_table_behind(self, tag: str, *cells: str) -> None:
        """Put a table of one row behind the paragraph of a control."""
        table = etree.Element(q("tbl"))
        row = etree.SubElement(table, q("tr"))
        if self.is_recorded:
            etree.SubElement(etree.SubElement(row, q("trPr")), q("ins"), self._mark())
        for words in cells:
            etree.SubElement(etree.SubElement(row, q("tc")), q("p")).append(self.typed(words, None))
        self.paragraph(tag).addnext(table)

    def add_text_box(self, tag: str, words: str) -> None:
        """Draw a text box beside the words of a control."""
        run = etree.Element(q("r"))
        box = etree.SubElement(etree.SubElement(run, q("pict")), q("txbxContent"))
        etree.SubElement(box, q("p")).append(self.typed(words, None))
        self.paragraph(tag).append(run)

    def strip_anchors(self, *, controls: bool = True, bookmarks: bool = True) -> None:
        """Lose what names the fields, as programs do that rewrite a file."""
        for control in list(self.document.iter(q("sdt"))) if controls else ():
            for child in list(control.find(q("sdtContent"))):
                control.addprevious(child)
            control.getparent().remove(control)
        for mark in (
            [*self.document.iter(q("bookmarkStart")), *self.document.iter(q("bookmarkEnd"))] if bookmarks else ()
        ):
            mark.getparent().remove(mark)

    def accept_all(self) -> None:
        """Accept every change of words."""
        for mark in list(self.document.iter(q("del"))):
            mark.getparent().remove(mark)
        for mark in list(self.document.iter(q("ins"))):
            for child in list(mark):
                mark.addprevious(child)
            mark.getparent().remove(mark)

    # How changes are marked --------------------------------------------------------------------------------------

    def _mark(self) -> dict[str, str]:
        return {q("id"): str(next(self._ids)), q("author"): self.author, q("date"): "2026-12-01T10:00:00Z"}

    def typed(self, words: str, like: Element | None, **look: Any) -> Element:
        """A run of typed words, with the look of another, recorded or not."""
        run = etree.Element(q("r"))
        properties = None if like is None else like.find(q("rPr"))
        if properties is not None:
            run.append(copy.deepcopy(properties))
        if look:
            own = run.find(q("rPr"))
            own = etree.SubElement(run, q("rPr")) if own is None else own
            for name, value in look.items():
                etree.SubElement(own, q(name), {} if value is True else {q("val"): value})
        etree.SubElement(run, q("t"), {SPACE: "preserve"}).text = words
        if not self.is_recorded:
            return run
        mark = etree.Element(q("ins"), self._mark())
        mark.append(run)
        return mark

    def take_out(self, run: Element) -> None:
        """Mark a run as deleted, or remove it."""
        parent = run.getparent()
        if not self.is_recorded:
            parent.remove(run)
            return
        for text in run.findall(q("t")):
            text.tag = q("delText")
        mark = etree.Element(q("del"), self._mark())
        run.addprevious(mark)
        mark.append(run)

    def _mark_end(self, paragraph: Element, kind: str) -> None:
        if not self.is_recorded:
            return
        properties = paragraph.find(q("pPr"))
        if properties is None:
            properties = etree.Element(q("pPr"))
            paragraph.insert(0, properties)
        own = properties.find(q("rPr"))
        own = etree.SubElement(properties, q("rPr")) if own is None else own
        own.insert(0, etree.Element(q(kind), self._mark()))

    # Runs are cut where words begin and end -----------------------------------------------------------------------

    def _cut(self, within: Element, words: str | None) -> list[Element]:
        runs = self.runs(within)
        if words is None:
            return runs
        whole = "".join(run.findtext(q("t")) or "" for run in runs)
        start = whole.index(words)
        return self.cut_at(within, start, start + len(words))

    def _cut_from(self, within: Element, words: str) -> list[Element]:
        whole = "".join(run.findtext(q("t")) or "" for run in self.runs(within))
        return self._climb(self.cut_at(within, whole.index(words), len(whole)))

    def _climb(self, runs: list[Element]) -> list[Element]:
        """The links that runs are whole in, or the runs."""
        links = [next(run.iterancestors(q("hyperlink")), run) for run in runs]
        whole = [
            link if all(one in runs for one in self.runs(link)) else run for link, run in zip(links, runs, strict=True)
        ]
        return list(dict.fromkeys(whole))

    def cut_at(self, within: Element, start: int, stop: int) -> list[Element]:
        """The runs from one letter to another."""
        for place in (start, stop):
            self._cut_run(within, place)
        found, at = list[Element](), 0
        for run in self.runs(within):
            length = len(run.findtext(q("t")) or "")
            if start <= at and at + length <= stop and length:
                found.append(run)
            at += length
        return found

    def _cut_run(self, within: Element, place: int) -> None:
        at = 0
        for run in self.runs(within):
            text = run.find(q("t"))
            length = len(text.text or "")
            if at < place < at + length:
                rest = copy.deepcopy(run)
                whole = text.text or ""
                text.text, rest.find(q("t")).text = whole[: place - at], whole[place - at :]
                text.set(SPACE, "preserve")
                rest.find(q("t")).set(SPACE, "preserve")
                run.addnext(rest)
                return
            at += length

    # Back --------------------------------------------------------------------------------------------------------

    def content(self) -> bytes:
        """The file as it comes back."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
            for name, content in self.parts.items():
                package.writestr(name, etree.tostring(self.document) if name == _DOCUMENT else content)
        return buffer.getvalue()

    def read(self) -> ReturnedCopy:
        """What the file says."""
        return compare(self.sent.copy, self.sent.file, read_word_file(self.content()))


def told(returned: ReturnedCopy) -> list[str]:
    """Each edit as a line: its field and what becomes of it, with its doubt in brackets."""
    return [_tell(edit) for edit in returned.edits]


def _tell(edit: FieldEdit) -> str:
    doubt = f" [{edit.doubt}]" if edit.doubt else ""
    match edit:
        case ValueEdit(path, _, new):
            return f"{format_path(path)} = {new}{doubt}"
        case ValueRemoved(path):
            return f"{format_path(path)} removed{doubt}"
        case RowAdded(path, before, cells):
            return f"{format_path(path)} + {before}: {dict(cells)}{doubt}"
        case RowRemoved(path):
            return f"{format_path(path)} row removed{doubt}"
