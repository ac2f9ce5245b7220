"""Mistakes in texts and sources: what they name and no table lists, what they cite, and what will not print."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random
from typing import Final

from codepub.origin import FieldPath
from faults.codes import MEMBERSHIP
from faults.kind import Edit, Kind, kind
from faults.lists import Lists
from faults.sheet import Sheet
from faults.slips import swap

_BLOCKS: Final[tuple[FieldPath, ...]] = (
    ("summary", "meaning"),
    ("summary", "scope"),
    ("overview", "description"),
    ("specifications", "clinical_context"),
)
_CODES: Final = ("31622", "49082", "G0500", "J7030", "K91.840", "R09.02", "0FB00ZX", "10022")
_MODIFIERS: Final = ("66", "56", "47", "XS", "SG", "E1", "63", "33")


def _list_phrases(sheet: Sheet) -> list[FieldPath]:
    """List the tips, and what cells say in words."""
    cells = ("when_to_use", "rationale", "relationship", "reason", "prevention", "says")
    tips = [(*row,) for table in ("documentation_tips", "coding_tips") for row in sheet.rows(table)]
    return [*tips, *(path for path in sheet.nodes if path and path[-1] in cells and sheet.value(path))]


def _choose_texts(sheet: Sheet, random: Random) -> list[FieldPath]:
    """Choose two blocks and two phrases of a sample."""
    return [*random.sample(_BLOCKS, 2), *random.sample(_list_phrases(sheet), 2)]


def _say(sheet: Sheet, path: FieldPath, sentence: str) -> Edit:
    return Edit((path,), (sheet.say(path, sentence),), sentence)


@kind("Prose: a code that no table lists", 6, "prose-code")
def unlisted_codes(sheet: Sheet, _lists: Lists, random: Random) -> Iterator[Edit]:
    """A neighboring code is named in a sentence, and not in the table."""
    for path in _choose_texts(sheet, random):
        code = random.choice([one for one in _CODES if one not in sheet.text])
        yield _say(sheet, path, random.choice((f"Compare {code}.", f"It is not reported with {code}, which is more.")))


@kind("Prose: a modifier that the table lacks", 6, "prose-modifier")
def unlisted_modifiers(sheet: Sheet, _lists: Lists, random: Random) -> Iterator[Edit]:
    """A modifier is advised in a sentence, and is not in the table."""
    listed = {modifier for _, modifier in sheet.values("specifications", "modifiers", "*", "modifier")}
    one, other = random.sample([one for one in _MODIFIERS if one not in listed], 2)
    for path in _choose_texts(sheet, random) if listed else ():
        advice = (f"Add modifier {one}.", f"It needs modifier {one}.", f"Modifiers {one} and {other} apply.")
        yield _say(sheet, path, random.choice((*advice, f"Report {sheet.code}-{one}.")))


@kind("Prose: names what was taken out of the table", 4, "prose-code", "prose-modifier")
def widowed_names(sheet: Sheet, _lists: Lists, _random: Random) -> Iterator[Edit]:
    """A row is taken out, and a text goes on naming its modifier or code."""
    texts = [path for path in sheet.nodes if path and (path in _BLOCKS or path in _list_phrases(sheet))]
    for path, modifier in sheet.values("specifications", "modifiers", "*", "modifier"):
        naming = [one for one in texts if re.search(rf"odifier {modifier}\b", sheet.value(one)) and one[:3] != path[:3]]
        if naming:
            yield _take(sheet, path, naming)
    for path, code in sheet.values("specifications", "related_codes", "*", "code"):
        mentions = [one for one in texts if _names(sheet.value(one), code) and one[:3] != path[:3]]
        if mentions and sum(value == code for value in map(sheet.value, sheet.nodes)) == 1:
            yield _take(sheet, path, mentions)


def _take(sheet: Sheet, path: FieldPath, naming: list[FieldPath]) -> Edit:
    """Take the row of a field out; the rows below it move up."""
    table, row = path[:2], int(path[2])
    moved = [(*table, int(one[2]) - 1, *one[3:]) if one[:2] == table and int(one[2]) > row else one for one in naming]
    return Edit(tuple(moved), (sheet.take_row(path[:3]),), f"{sheet.value(path)} taken out")


def _names(text: str, code: str) -> bool:
    return re.search(rf"(?<![\w:]){re.escape(code)}(?!\w)", re.sub(r"\]\([^)]*\)", "]", text)) is not None


@kind("Prose: the record's own code mistyped", 4, "prose-code")
def mistyped_names(sheet: Sheet, _lists: Lists, random: Random) -> Iterator[Edit]:
    """The code is mistyped where a sentence names it."""
    for path in [*_BLOCKS, *_list_phrases(sheet)]:
        wrong = swap(sheet.code, random)
        if wrong is not None and wrong not in sheet.text and _names(sheet.value(path), sheet.code):
            yield Edit((path,), (sheet.change(path, sheet.code, wrong),), f"{sheet.code} as {wrong}")


@kind("Prose: an indicator unlike the schedule's", 3, "prose-indicator", "prose-payment")
def foreign_indicators(sheet: Sheet, _lists: Lists, random: Random) -> Iterator[Edit]:
    """A sentence goes on telling last year's indicator: assistant, co-surgeon, multiple, or a status."""
    for path in [*_BLOCKS, *_list_phrases(sheet), ("overview", "site_of_service", "text")]:
        found = re.search(
            r"((?:ssistant|o-surgeon) indicator )(\d)|(multiple\s+procedure indicator )(\d)", sheet.value(path)
        )
        if found:
            words, value = found[1] or found[3], found[2] or found[4]
            wrong = random.choice([one for one in "0129" if one != value])
            if sheet.holds(path, f"{words}{value}"):
                yield Edit((path,), (sheet.change(path, f"{words}{value}", f"{words}{wrong}"),), f"{words}{wrong}")


@kind("Title: another code", 2, "title-code")
def foreign_titles(sheet: Sheet, _lists: Lists, random: Random) -> Iterator[Edit]:
    """The title was copied from another record, or its code is mistyped."""
    wrong = swap(sheet.code, random) or "32110"
    path = ("title",)
    yield Edit((path,), (sheet.write_raw(path, f'"{wrong}, {sheet.value(path)}"'),), f"{wrong} in the title")


@kind("Link: to a malformed code", 2, "code-format", "link-target", *MEMBERSHIP)
def broken_links(sheet: Sheet, _lists: Lists, random: Random) -> Iterator[Edit]:
    """A link in a text leads to a code that lost a digit, or to a system that there is not."""
    for path in _BLOCKS:
        wrong = random.choice(("cpt:3212", "icd-10-cm:J95830", "icd10:J95.830", "hcpcs:A042", "page-2.html"))
        yield _say(sheet, path, f"See [the other page]({wrong}).")


@kind("Source: an id that is not listed", 6, "unknown-source")
def unknown_sources(sheet: Sheet, _lists: Lists, random: Random) -> Iterator[Edit]:
    """An id is mistyped, where a text cites it or a row names it."""
    ids = {sheet.value((*row, "id")) for row in sheet.rows("sources")}
    for path in [path for path in sheet.nodes if path and path[-1] == "source"]:
        named = sheet.value(path)
        wrong = random.choice((named[:-1], f"{named}6", named.swapcase(), f"{named[1]}{named[0]}{named[2:]}"))
        if wrong not in ids:
            yield Edit((path,), (sheet.write_raw(path, f'"{wrong}"'),), f"{named} as {wrong}")
    for path in [*_BLOCKS, *_list_phrases(sheet)]:
        cited = re.search(r"\[\^([\w.-]+)\]", sheet.value(path))
        if cited and f"{cited[1]}x" not in ids:
            yield Edit((path,), (sheet.change(path, cited[0], f"[^{cited[1]}x]"),), f"[^{cited[1]}x]")


@kind("Source: taken out of the list, still cited", 2, "unknown-source")
def lost_sources(sheet: Sheet, _lists: Lists, _random: Random) -> Iterator[Edit]:
    """A source is deleted, and what rests on it is not."""
    for row in sheet.rows("sources"):
        named = sheet.value((*row, "id"))
        naming = [path for path in sheet.nodes if path and path[-1] == "source" and sheet.value(path) == named]
        citing = [path for path in sheet.nodes if f"[^{named}]" in sheet.value(path)]
        if naming or citing:
            yield Edit((*naming, *citing), (sheet.take_row(row),), f"source {named} taken out")


@kind("Source: nothing cites it", 4, "unused-source")
def unused_sources(sheet: Sheet, _lists: Lists, random: Random) -> Iterator[Edit]:
    """A citation is taken out and its source stays, or a source is added and never cited."""
    for row in sheet.rows("sources"):
        named = sheet.value((*row, "id"))
        citing = [path for path in sheet.nodes if f"[^{named}]" in sheet.value(path)]
        naming = [path for path in sheet.nodes if path and path[-1] == "source" and sheet.value(path) == named]
        if len(citing) == 1 and not naming and sheet.value(citing[0]).count(f"[^{named}]") == 1:
            yield Edit((row,), (sheet.change(citing[0], f"[^{named}]", ""),), f"[^{named}] taken out")
    rows = sheet.rows("sources")
    named = random.choice(("aha", "cms26", "manual"))
    added = sheet.add_rows(("sources",), f"{{id: {named}, title: A guide, publisher: A society}}")
    yield Edit((("sources", len(rows)),), (added,), f"source {named} added")


@kind("Left over: words of a draft or a template", 6, "left-over", "placeholder")
def left_words(sheet: Sheet, _lists: Lists, random: Random) -> Iterator[Edit]:
    """TODO, TBD, lorem ipsum, an untitled record."""
    sentences = (
        "TODO: ask the surgeon.",
        "TBD.",
        "Lorem ipsum dolor sit amet.",
        "FIXME: check the figure.",
        "(To do: source?)",
    )
    for path in _choose_texts(sheet, random):
        yield _say(sheet, path, random.choice(sentences))
    yield Edit((("title",),), (sheet.write_raw(("title",), random.choice(("Untitled", "TBD"))),), "title not written")


@kind("Text: decoded twice", 4, "decoded-twice")
def twice_decoded(sheet: Sheet, _lists: Lists, random: Random) -> Iterator[Edit]:
    """Text comes through a file that was saved and read in two encodings."""
    sentences = (
        "The patient’s chart says so.",
        "Values of ≥ 15 count.",
        "See the “other” page – it’s longer.",
        "At 38 °C or more.",
    )
    for path in _choose_texts(sheet, random):
        said = random.choice(sentences).encode().decode("cp1252", "ignore")
        yield _say(sheet, path, said)


@kind("Text: Markdown that will not print", 6, "unprinted-markup", "one-paragraph")
def unprinted_markup(sheet: Sheet, _lists: Lists, random: Random) -> Iterator[Edit]:
    """A heading, a table, a quotation, a tag: what other programs print."""
    blocks = (
        "## Evaluation",
        "| sign | value |\n|---|---|\n| drains | 200 mL |",
        "> As CMS says.",
        "```\n32120-78\n```",
    )
    words = (
        "It is <b>not</b> paid.",
        "One line<br>and another.",
        "Use `32120-78`.",
        "Paid&nbsp;once.",
        "<!-- checked -->",
    )
    for path in random.sample(_BLOCKS, 2):
        yield _say(sheet, path, random.choice((*blocks, *words)))
    for path in random.sample(_list_phrases(sheet), 2):
        yield _say(sheet, path, random.choice(words))


@kind("Text: a mark that is not closed", 5, "unclosed-mark", "broken-mark")
def unclosed_marks(sheet: Sheet, _lists: Lists, random: Random) -> Iterator[Edit]:
    """Emphasis, a link or a citation is begun and not ended."""
    sentences = (
        "It is **never paid twice.",
        "Say *why it was done.",
        "See [the manual](https://www.cms.gov/ manual).",
        "As CMS says [^ ncd].",
        "See [the manual](https://www.cms.gov/",
    )
    for path in _choose_texts(sheet, random):
        yield _say(sheet, path, random.choice(sentences))


@kind("Text: a list that is none", 3, "list-without-line", "typed-bullet", "one-paragraph")
def untrue_lists(sheet: Sheet, _lists: Lists, random: Random) -> Iterator[Edit]:
    """Bullets are typed or pasted as signs, or the empty line before a list is missing."""
    for path in _BLOCKS:
        yield _say(sheet, path, random.choice(("The causes are\n- a vessel,\n- a clip.", "• a vessel\n• a clip")))
    for path in random.sample(_list_phrases(sheet), 1):
        yield _say(sheet, path, "• a vessel • a clip")


TEXT_KINDS: tuple[Kind, ...] = (
    unlisted_codes,
    unlisted_modifiers,
    widowed_names,
    mistyped_names,
    foreign_indicators,
    foreign_titles,
    broken_links,
    unknown_sources,
    lost_sources,
    unused_sources,
    left_words,
    twice_decoded,
    unprinted_markup,
    unclosed_marks,
    untrue_lists,
)
