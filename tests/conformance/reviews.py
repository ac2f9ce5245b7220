"""Reviews that people make in LibreOffice, and what must come of each in the record."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

Act = tuple[str, ...]
Change = Callable[[Any], None]
"""A change of a record's data, in place."""


@dataclass(frozen=True, slots=True)
class Review:
    """A copy of a record that was sent, what a reviewer does with it, and what the record then says.

    ``proposed`` and ``unplaced`` are the numbers of changes that are not applied; ``comments`` that of new threads.
    """

    name: str
    code: str
    acts: tuple[Act, ...]
    changes: tuple[Change, ...] = ()
    proposed: int = 0
    unplaced: int = 0
    comments: int = 0


# What becomes of the data ------------------------------------------------------------------------------------------


def expect(data: Any, changes: tuple[Change, ...]) -> Any:
    """Return the data of a record after changes."""
    changed = deepcopy(data)
    for change in changes:
        change(changed)
    return changed


def _find(data: Any, steps: list[str]) -> Any:
    for step in steps:
        data = data[int(step)] if isinstance(data, list) else data[step]
    return data


def _put(data: Any, path: str, make: Callable[[Any], Any]) -> None:
    *above, last = path.split(".")
    holder = _find(data, above)
    key = int(last) if isinstance(holder, list) else last
    holder[key] = make(holder[key])


def words(path: str, old: str, new: str) -> Change:
    """Words of a text become others; the old ones stand in it once."""

    def replaced(text: str) -> str:
        assert text.count(old) == 1, (path, old, text)
        return text.replace(old, new)

    return lambda data: _put(data, path, replaced)


def value(path: str, new: object) -> Change:
    """A value becomes another."""
    return lambda data: _put(data, path, lambda _: new)


def removed(path: str) -> Change:
    """A row, or a text of a list, is gone."""
    *above, last = path.split(".")
    return lambda data: _find(data, above).pop(int(last))


def added(path: str, index: int, row: object) -> Change:
    """A row, or a text of a list, is new."""
    return lambda data: _find(data, path.split(".")).insert(index, row)


# The reviews -------------------------------------------------------------------------------------------------------

MEANING = "summary.meaning"
CONTEXT = "specifications.clinical_context"
MODIFIERS = "specifications.modifiers"

REVIEWS = (
    # Words of prose
    Review(
        "a word at the start of a text",
        "32120",
        (("replace", "The chest wall is opened", "The thoracic wall is opened"),),
        (words("overview.description", "The chest wall is", "The thoracic wall is"),),
    ),
    Review(
        "words typed before the first word of a text",
        "32120",
        (("insert_before", "The chest wall is opened", "Under anesthesia: "),),
        (words("overview.description", "The chest wall is", "Under anesthesia: The chest wall is"),),
    ),
    Review(
        "a word in the middle of a text",
        "32120",
        (("replace", "among the sickest", "among the most ill"),),
        (words(MEANING, "among the sickest", "among the most ill"),),
    ),
    Review(
        "words typed behind the last word of a text",
        "32120",
        (("insert_after", "complications is true.", " Read the note."),),
        (words(MEANING, "complications is true.", "complications is true. Read the note."),),
    ),
    Review(
        "words taken out",
        "32120",
        (("delete", " – most often bleeding, infection or a failing lung repair –"),),
        (words(MEANING, " – most often bleeding, infection or a failing lung repair –", ""),),
    ),
    Review(
        "several changes in one text",
        "E0601",
        (
            ("replace", "month by month", "by the month"),
            ("delete", "steady "),
            ("insert_after", "before the fourth", " month"),
        ),
        (
            words(MEANING, "month by month", "by the month"),
            words(MEANING, "steady ", ""),
            words(MEANING, "before the fourth", "before the fourth month"),
        ),
    ),
    Review(
        "a change in each of several texts",
        "99214",
        (
            ("replace", "small errors", "small mistakes"),
            ("replace", "A face-to-face visit", "A visit in person"),
            ("replace", "Monitoring and choice of drugs", "Monitoring and a choice of drugs"),
        ),
        (
            words(MEANING, "small errors", "small mistakes"),
            words("overview.description", "A face-to-face visit", "A visit in person"),
            words("specifications.diagnoses.3.rationale", "and choice", "and a choice"),
        ),
    ),
    Review(
        "signs that the markup knows are typed as words",
        "32120",
        (("replace", "among the sickest", "among the *sickest* [sic]_"),),
        (words(MEANING, "among the sickest", r"among the \*sickest* [sic]_"),),
    ),
    # Emphasis, links, citations
    Review(
        "a change inside emphasis",
        "32120",
        (("replace", "stays in doubt", "stays unclear"),),
        (words(CONTEXT, "stays in doubt", "stays unclear"),),
    ),
    Review(
        "a change across the end of emphasis",
        "32120",
        (("delete", " in doubt, the chest is"),),
        (words(CONTEXT, "stays in doubt*, the chest is opened", "stays* opened"),),
    ),
    Review(
        "words made strong",
        "32120",
        (("embolden", "hourly drain output"),),
        (words(CONTEXT, "hourly drain output", "**hourly drain output**"),),
    ),
    Review(
        "words made emphatic",
        "32120",
        (("slant", "removes infected tissue"),),
        (words(CONTEXT, "removes infected tissue", "*removes infected tissue*"),),
    ),
    Review(
        "emphasis taken off",
        "99214",
        (("clear_formatting", "what was decided and why"),),
        (words(MEANING, "*what was decided and why*", "what was decided and why"),),
    ),
    Review(
        "words beside a citation",
        "32120",
        (("insert_after", "is not reported with 32551", " alone"),),
        (words(CONTEXT, "[32551](cpt:32551)[^ncci]", "[32551](cpt:32551) alone[^ncci]"),),
    ),
    Review(
        "a citation taken out",
        "32120",
        (("delete", "[4]"),),
        (words(CONTEXT, "[32551](cpt:32551)[^ncci]", "[32551](cpt:32551)"),),
    ),
    Review(
        "words before a code that is linked",
        "A0425",
        (("replace", "The claim shows", "The claim has"),),
        (words(CONTEXT, "The claim shows [A0427]", "The claim has [A0427]"),),
    ),
    Review(
        "words become a link",
        "32120",
        (("link", "a chest radiograph", "https://example.org/film"),),
        (words(CONTEXT, "a chest radiograph", "[a chest radiograph](https://example.org/film)"),),
    ),
    # Paragraphs and lists
    Review(
        "a paragraph is divided",
        "32120",
        (("split_after", "a surgeon at the bedside."),),
        (words(CONTEXT, "a surgeon at the bedside. Where", "a surgeon at the bedside.\n\nWhere"),),
    ),
    Review(
        "two paragraphs become one",
        "32120",
        (("join_with_next", "the chest is opened again."),),
        (words(CONTEXT, "the chest is opened again.\n\nAt operation", "the chest is opened again.At operation"),),
    ),
    Review(
        "an item of a list in prose is changed",
        "32120",
        (("replace", "bleeding in the mediastinum", "bleeding into the mediastinum"),),
        (words(CONTEXT, "bleeding in the mediastinum", "bleeding into the mediastinum"),),
    ),
    Review(
        "an item of a list in prose is new",
        "32120",
        (("split_after", "lung cannot compensate,", "a leak from the esophagus,"),),
        (
            words(
                CONTEXT,
                "- an air leak that the lung cannot compensate,",
                "- an air leak that the lung cannot compensate,\n- a leak from the esophagus,",
            ),
        ),
    ),
    Review(
        "a step is changed",
        "32120",
        (("replace", "Control of the complication", "Control of the bleeding"),),
        (value("specifications.workflow.4", "Control of the bleeding"),),
    ),
    Review(
        "a step is new",
        "32120",
        (("split_after", "Control of the complication", "Counting of the sponges"),),
        (added("specifications.workflow", 5, "Counting of the sponges"),),
    ),
    Review(
        "a step is taken out",
        "32120",
        (("delete_paragraph_words", "Control of the complication"),),
        (removed("specifications.workflow.4"),),
    ),
    Review(
        "two tips become one",
        "32120",
        (("join_with_next", "who performed it."),),
        (
            words(
                "documentation_tips.0",
                "who performed it.",
                "who performed it.Say whether the return was planned, and when the decision to return was made.",
            ),
            removed("documentation_tips.1"),
        ),
    ),
    # Whole values
    Review(
        "a whole value is typed over",
        "32120",
        (("type_over", "Surgical – thoracic re-exploration", "Thoracic surgery"),),
        (value("overview.service_type", "Thoracic surgery"),),
    ),
    Review(
        "a whole cell is typed over",
        "32120",
        (("type_over", "Work far beyond what", "Much more work than usual"),),
        (value(f"{MODIFIERS}.0.description", "Much more work than usual"),),
    ),
    Review(
        "all words of a value that must be there are taken out",
        "32120",
        (("delete_paragraph_words", "Surgical – thoracic re-exploration"),),
        proposed=1,
    ),
    Review(
        "a code of a table is changed",
        "99214",
        (("replace", "E11.65", "E11.69"),),
        (value("specifications.diagnoses.1.code", "E11.69"),),
    ),
    Review(
        "a number is changed",
        "32120",
        (("replace", "14.39", "14.93"),),
        (value("payment.work_rvu", "14.93"),),
    ),
    Review(
        "a payer in a sentence is changed",
        "32120",
        (("replace", "Cigna Health", "Cigna"),),
        (value("summary.payers.2", "Cigna"),),
    ),
    # Cells and rows
    Review(
        "words of a cell are changed",
        "E0601",
        (("replace", "The policy's conditions are met", "The conditions of the policy are met"),),
        (value(f"{MODIFIERS}.4.description", "The conditions of the policy are met and on file"),),
    ),
    Review(
        "a row is new",
        "32120",
        (("add_row_after", "An unrelated procedure", "81", "A physician assists for a short time", "Rarely paid."),),
        (
            added(
                MODIFIERS,
                8,
                {
                    "modifier": "81",
                    "description": "A physician assists for a short time",
                    "when_to_use": "Rarely paid.",
                },
            ),
        ),
    ),
    Review(
        "a row is taken out",
        "32120",
        (("delete_row", "One of several procedures"),),
        (removed(f"{MODIFIERS}.1"),),
    ),
    Review(
        "a row is taken out and the next one changed",
        "32120",
        (("delete_row", "One of several procedures"), ("replace", "was foreseen", "was planned")),
        (words(f"{MODIFIERS}.2.when_to_use", "was foreseen", "was planned"), removed(f"{MODIFIERS}.1")),
    ),
    Review(
        "a row is new whose other fields no column shows",
        "E0601",
        (("add_row_after", "The rental limit was reached", "16", "N706", "No order was sent.", "Send it."),),
        proposed=1,
    ),
    Review(
        "words of a crosswalk are changed",
        "32120",
        (("replace", "The same in the left", "Also in the left"),),
        (value("crosswalks.icd_10_pcs.1.description", "Also in the left pleural cavity"),),
    ),
    Review(
        "a row of a crosswalk is taken out",
        "32120",
        (("delete_row", "The same in the left"),),
        (removed("crosswalks.icd_10_pcs.1"),),
    ),
    Review(
        "the title of a source is changed",
        "32120",
        (("insert_before", "Medicare NCCI Policy Manual, chapter V", "The "),),
        (words("sources.3.title", "Medicare NCCI", "The Medicare NCCI"),),
    ),
    # What is not given
    Review(
        "a value is typed over its absence",
        "E0601",
        (("type_over", "Maintenance and servicing", "Maintenance"),),
        (value(f"{MODIFIERS}.10.description", "Maintenance"),),
    ),
    Review(
        "a code is typed over the sign of its absence",
        "32120",
        (("type_over", "not givena", "N519"),),
        (value("denials.1.rarc", "N519"),),
    ),
    Review(
        "a table is typed over its absence",
        "32120",
        (("type_over", "Not available in the source material.", "J95.830 bleeding"),),
        proposed=1,
    ),
    # Across fields
    Review(
        "words are typed across two tips",
        "32120",
        (("replace_across", "who performed it.", "Say whether", "who did it, and whether"),),
        (
            words(
                "documentation_tips.0",
                "and who performed it.",
                "and who did it, and whether the return was planned, and when the decision to return was made.",
            ),
            removed("documentation_tips.1"),
        ),
    ),
    # Without a record of changes
    Review(
        "words changed without recording",
        "32120",
        (("stop_recording",), ("replace", "among the sickest", "among the most ill")),
        (words(MEANING, "among the sickest", "among the most ill"),),
    ),
    Review(
        "a row taken out without recording",
        "32120",
        (("stop_recording",), ("delete_row", "One of several procedures")),
        (removed(f"{MODIFIERS}.1"),),
    ),
    Review(
        "changes that were accepted",
        "32120",
        (("replace", "among the sickest", "among the most ill"), ("accept_all",)),
        (words(MEANING, "among the sickest", "among the most ill"),),
    ),
    Review(
        "changes that were rejected",
        "32120",
        (("replace", "among the sickest", "among the most ill"), ("reject_all",)),
    ),
    # What belongs to no field
    Review(
        "a heading is changed",
        "32120",
        (("replace", "Clinical Context", "Clinical Picture"),),
        unplaced=1,
    ),
    Review("the running head is changed", "32120", (("edit_header", "Draft of Ada"),), unplaced=1),
    Review(
        "a change in a text and one in a heading",
        "32120",
        (("replace", "among the sickest", "among the most ill"), ("replace", "Clinical Context", "Clinical Picture")),
        (words(MEANING, "among the sickest", "among the most ill"),),
        unplaced=1,
    ),
    # Comments
    Review("a comment on words", "32120", (("comment", "among the sickest", "Is this so?"),), comments=1),
    Review(
        "a comment on a heading, one on a cell, and a change",
        "32120",
        (
            ("comment", "Clinical Context", "Shorter, please."),
            ("comment", "Work far beyond", "Say how far."),
            ("replace", "among the sickest", "among the most ill"),
        ),
        (words(MEANING, "among the sickest", "among the most ill"),),
        comments=2,
    ),
    Review("nothing but saving", "A0425", ()),
    Review("nothing but saving a record with charts", "99214", ()),
)
