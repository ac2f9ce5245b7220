"""Building the data of one record from the events of libyaml, and refusing what a record cannot hold."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeGuard, cast

from yaml._yaml import CParser  # where its type is known; yaml.cyaml hands on the same class
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from codepub.diagnostics import Fix
from codepub.origin import format_path
from codepub.yaml import rules
from codepub.yaml.hidden_characters import remove_hidden
from codepub.yaml.plain_scalars import (
    OTHER_THAN_TEXT,
    STARTS_OF_MORE,
    Surprise,
    gather_placeholders,
    is_in_typographic_quotes,
    is_more_than_text,
    read_plain,
)
from codepub.yaml.source_text import (
    STAND_IN,
    ReadingStoppedError,
    find_misplaced_spaces,
    find_unwanted,
    name_character,
    shorten_text,
    suggest_instead,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from yaml.events import Event

    from codepub.diagnostics import Rule
    from codepub.origin import FieldPath, Position
    from codepub.yaml.hints import Hints
    from codepub.yaml.source_text import Findings

_IN_PLACE = "Write the value itself in each place where it holds; if this is text, put it in quotes."
_SPACE_AFTER_COLON = "Write a space after the colon: `name: value`."
_COMMA = "A comma ends a value between `{` and `}`; if this belongs to the text before it, put that text in quotes."
_QUOTES = "These are typographic quotes; type straight ones. If they belong to the text, put straight ones around them."


def build_record(findings: Findings, hints: Hints) -> dict[str, object] | None:
    """Build the data of a record; None where its source holds none, or where anchors tie its values together.

    Raises:
        yaml.YAMLError: The source is not YAML.
        ReadingStoppedError: It holds too much, or too many mistakes.
    """
    _report_misplaced_spaces(findings)
    data = _Builder(findings, hints).build_record()
    return None if _is_tied(findings) else data


def clean_key(typed: str) -> str:
    """Return a field's name as it was meant, without unwanted characters."""
    return typed if typed.isascii() else remove_hidden(typed.replace(STAND_IN, ""))


class _Builder:
    """One pass over the events. Collections nest as calls do, which `rules.MAX_LEVELS` bounds."""

    def __init__(self, findings: Findings, hints: Hints) -> None:
        self.findings = findings
        self.hints = hints
        self.placeholders = gather_placeholders(hints.reasons)
        self.next_event = cast("Callable[[], Event]", CParser(findings.source.readable).get_event)
        self.path: list[str | int] = []  # of the collection that is being built; the first step is the record itself
        self.values = 0

    def build_record(self) -> dict[str, object] | None:
        self.next_event()  # the stream starts
        if type(self.next_event()) is not DocumentStartEvent:
            self.refuse_empty()
            return None
        start = self.next_event()
        if type(start) is not MappingStartEvent:
            self.refuse_whole(start)
            return None
        data = self.build_collection(start, "")
        self.next_event()  # the document ends
        self.refuse_further_document(self.next_event())
        return data if isinstance(data, dict) else None

    def build_compound(self, event: Event, step: str | int) -> object:
        if type(event) is AliasEvent:
            self.refuse(rules.ANCHOR, event, step, f"`*{shorten_text(event.anchor or '')}` is an alias.", _IN_PLACE)
            return None
        assert isinstance(event, CollectionStartEvent)  # noqa: S101 -- the grammar of libyaml's events
        return self.build_collection(event, step)

    def build_collection(self, start: CollectionStartEvent, step: str | int) -> object:
        if start.anchor is not None or start.tag is not None:
            self.refuse_properties(start, step)
        self.path.append(step)
        self.refuse_depth(start, len(self.path))
        data = self.build_mapping() if type(start) is MappingStartEvent else self.build_sequence()
        self.path.pop()
        self.values += len(data)
        if self.values > rules.MAX_VALUES:
            self.refuse_size(start)
        return data

    def build_mapping(self) -> dict[str, object]:
        data: dict[str, object] = {}
        keys: dict[str, Event] = {}
        repeated: list[Event] = []
        next_event, longest = self.next_event, self.placeholders.longest
        while type(event := next_event()) is not MappingEndEvent:
            key = event.value if _is_simple_key(event) else self.read_odd_key(event)
            if key is None:
                self.skip(next_event())
                continue
            below = next_event()
            value = below.value if _is_mere_text(below, longest) else self.build_value(below, key)
            if key in keys:
                repeated.append(event)
            else:
                data[key] = value
                keys[key] = event
        if repeated:
            self.refuse_repeated(repeated, keys)
        return data

    def build_sequence(self) -> list[object]:
        rows: list[object] = []
        next_event, longest = self.next_event, self.placeholders.longest
        while type(event := next_event()) is not SequenceEndEvent:
            rows.append(event.value if _is_mere_text(event, longest) else self.build_value(event, len(rows)))
        return rows

    def build_value(self, event: Event, step: str | int) -> object:
        return self.build_scalar(event, step) if type(event) is ScalarEvent else self.build_compound(event, step)

    def build_scalar(self, event: ScalarEvent, step: str | int) -> object:
        text, style = event.value, event.style
        if event.anchor is not None or event.tag is not None:
            self.refuse_properties(event, step)
            return text
        if not style and text.endswith('"') and _is_lost_quote(text) and not self.is_quoted(step):
            self.report_lost_quote(event)
        value: object = text
        if not style and is_more_than_text(text):
            value = self.read_plain(event, step)
        elif style == '"' and not (text.isprintable() and STAND_IN not in text):
            self.refuse_escapes(event, step)
        if self.placeholders.hold(text) and (value is None or not (self.is_reason(step) or self.is_quoted(step))):
            self.refuse_placeholder(event, step)
        return value

    def is_reason(self, step: str | int) -> bool:
        """Tell whether a value is why something is not given, right or wrong; also where it is made a list."""
        return self.hints.absence_key in (step, self.path[-1])

    def is_quoted(self, step: str | int) -> bool:
        """Tell whether a value is what somebody said, right or wrong."""
        return self.hints.is_quoted(self.path_to(step))

    def read_plain(self, event: ScalarEvent, step: str | int) -> object:
        """Return what YAML reads in a value without quotes; its text where it is a surprise."""
        if is_in_typographic_quotes(event.value):
            message = f"YAML takes the quotes around {shorten_text(event.value)} for a part of the text."
            fix = self.put_in_quotes(event, step)
            instead = None if fix else self.hints.suggest_instead(self.path_to(step), event.value[1:-1])
            self.refuse(rules.YAML_SURPRISE, event, step, message, instead or _QUOTES, fix)
            return event.value
        value = read_plain(event.value)
        if isinstance(value, Surprise):
            self.refuse_surprise(event, step, value)
            return event.value
        return value

    def put_in_quotes(self, event: ScalarEvent, step: str | int) -> Fix | None:
        """Put a value in quotes, in place of typographic ones; None where it may be meant otherwise."""
        text, path = event.value, self.path_to(step)
        if is_in_typographic_quotes(text):
            text = text[1:-1]
            if self.hints.is_prose(path):  # a sentence may be in quotation marks
                return None
        position = self.position(event)
        is_whole = position.width == len(event.value) and not set(text) & {'"', "\\", STAND_IN}
        return Fix(position, f'"{text}"') if is_whole and self.hints.takes_text(path, text) else None

    def read_odd_key(self, event: Event) -> str | None:
        """Return the name of a field that is not one plain word; None where its value is to be passed over."""
        if type(event) is not ScalarEvent:
            self.refuse_key_of_parts(event)
            return None
        key = clean_key(event.value)
        if key == "<<" and not event.style:
            self.refuse(rules.ANCHOR, event, key, "`<<` merges another mapping into this one.", _IN_PLACE)
            return None
        if not event.style and not isinstance(read_plain(key), str):
            self.refuse_untextual_key(event, key)
            return None
        if event.anchor is not None or event.tag is not None:
            self.refuse_properties(event, key)
        elif event.style == '"':
            self.refuse_escapes(event, key)
        return key

    def skip(self, event: Event) -> None:
        """Pass over a value without looking into it; its levels count all the same, for positions walk them."""
        depth = len(self.path)
        while True:
            if isinstance(event, NodeEvent) and event.anchor is not None and not _is_tied(self.findings):
                self.report(rules.ANCHOR, event, f"`{shorten_text(event.anchor)}` names an anchor.", _IN_PLACE)
            depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
            self.refuse_depth(event, depth)
            if depth <= len(self.path):
                return
            event = self.next_event()

    def path_to(self, step: str | int) -> FieldPath:
        return (*self.path[1:], step)

    def report(self, rule: Rule, event: Event, message: str, hint: str, fix: Fix | None = None) -> None:
        self.findings.report(rule, self.position(event), message, hint, fix)

    def position(self, event: Event) -> Position:
        start, end = event.start_mark, event.end_mark
        assert start is not None  # noqa: S101 -- libyaml marks every event
        assert end is not None  # noqa: S101 -- likewise
        return self.findings.source.stretch(start, end)

    def refuse(
        self, rule: Rule, event: Event, step: str | int, message: str, hint: str, fix: Fix | None = None
    ) -> None:
        """Report what is wrong with a value, and note that it has been said."""
        self.findings.refused.add(self.path_to(step))
        self.report(rule, event, message, hint, fix)

    def refuse_empty(self) -> None:
        hint = "Write the record, or delete the file."
        self.findings.report(rules.EMPTY_FILE, self.findings.source.at(0), "The file holds no record.", hint)

    def refuse_whole(self, start: Event) -> None:
        if type(start) is ScalarEvent and not start.value:
            self.refuse_empty()
            return
        kind = "a list" if type(start) is SequenceStartEvent else "a text"
        hint = "Write fields, each as `name: value` on a line of its own, with a space after the colon."
        self.report(rules.NOT_A_MAPPING, start, f"The file holds {kind}, not the fields of a record.", hint)

    def refuse_further_document(self, event: Event) -> None:
        if type(event) is DocumentStartEvent:
            message = "A second document starts here, and one file holds one record."
            hint = "Move it to a file of its own, or remove the `---`."
            self.report(rules.SEVERAL_DOCUMENTS, event, message, hint)

    def refuse_size(self, event: Event) -> None:
        message = f"With this the record has more than {rules.MAX_VALUES:,} values."
        self.report(rules.TOO_MANY_VALUES, event, message, "Split it into several records.")
        raise ReadingStoppedError

    def refuse_depth(self, event: Event, depth: int) -> None:
        if depth > rules.MAX_LEVELS:
            message = f"Lists and fields are nested more than {rules.MAX_LEVELS} levels deep here."
            self.report(rules.TOO_DEEP, event, message, "Remove levels; brackets that belong to a text need quotes.")
            raise ReadingStoppedError

    def refuse_properties(self, event: ScalarEvent | CollectionStartEvent, step: str | int) -> None:
        position = self.position(event)
        typed = shorten_text(self.findings.source.excerpt(position.line)[position.column - 1 :].split(maxsplit=1)[0])
        if event.anchor is not None:
            self.refuse(rules.ANCHOR, event, step, f"`{typed}` is an anchor.", _IN_PLACE)
        else:
            message = f"`{typed}` is a tag, which makes something else of the value."
            self.refuse(rules.TAG, event, step, message, "Remove it; if this is text, put it in quotes.")

    def refuse_repeated(self, repeated: list[Event], firsts: dict[str, Event]) -> None:
        """Refuse the fields that a mapping has twice; in a row of a list, of which a dash is lost, all at once."""
        names = [clean_key(event.value) for event in repeated if type(event) is ScalarEvent]
        is_of_row = isinstance(self.path[-1], int) and self.begins_line(repeated[0])
        if is_of_row and (names[0] == next(iter(firsts)) or len(names) > 1):
            for event, name in zip(repeated, names, strict=True):
                if name == names[0]:
                    self.refuse_lost_dash(event, name)
            return
        for event, name in zip(repeated, names, strict=True):
            self.refuse_duplicate(event, name, firsts[name])

    def begins_line(self, event: Event) -> bool:
        position = self.position(event)
        return not self.findings.source.excerpt(position.line)[: position.column - 1].strip()

    def refuse_lost_dash(self, event: Event, key: str) -> None:
        message = f"This row has `{shorten_text(key)}` already, and each row of a list begins with a dash."
        hint = (
            f"Put a dash and a space before `{shorten_text(key)}`; if no row begins here, remove what is there twice."
        )
        self.report(rules.DUPLICATE_KEY, event, message, hint)

    def refuse_duplicate(self, event: Event, key: str, first: Event) -> None:
        where = shorten_text(format_path(self.path_to(key)))
        message = (
            f"`{where}` is written twice: on line {self.position(first).line} and on line {self.position(event).line}."
        )
        self.report(rules.DUPLICATE_KEY, event, message, "Keep one of the two.")

    def refuse_key_of_parts(self, event: Event) -> None:
        """Refuse a field name that is a list, a mapping or an alias, and pass over it."""
        if type(event) is AliasEvent:
            self.report(rules.ANCHOR, event, f"`*{shorten_text(event.anchor or '')}` is an alias.", _IN_PLACE)
            return
        self.findings.refused.add(tuple(self.path[1:]))
        message = "A list or a mapping stands where a field's name is wanted."
        self.report(
            rules.NON_TEXT_KEY, event, message, "Write a name; if the brackets belong to a text, quote the text."
        )
        self.skip(event)

    def refuse_untextual_key(self, event: ScalarEvent, key: str) -> None:
        message = f"YAML does not read `{shorten_text(key)}` as text, and a field's name is text."
        hint = f'Put the name in quotes: "{shorten_text(key)}".'
        if not key:
            message, hint = "A field without a name stands here.", "Write its name before the colon."
        self.refuse(rules.NON_TEXT_KEY, event, key, message, hint)

    def refuse_escapes(self, event: ScalarEvent, step: str | int) -> None:
        for run in find_unwanted(event.value):
            if run.characters[0] == STAND_IN and STAND_IN in self.findings.source.readable:
                continue  # typed, or put there, and reported already
            message = f"An escape in this text stands for {name_character(run.characters[0])}."
            hint = suggest_instead(run) if run.rule is rules.DAMAGED_CHARACTER else "Remove the escape."
            self.refuse(run.rule, event, step, message, hint)

    def report_lost_quote(self, event: ScalarEvent) -> None:
        text = shorten_text(event.value)
        message = f"{text} ends with a quote, and none stands before it: it is published as typed."
        self.report(
            rules.LOST_QUOTE, event, message, "Put a quote before the text too, or take out the one at its end."
        )

    def refuse_surprise(self, event: ScalarEvent, step: str | int, surprise: Surprise) -> None:
        text = shorten_text(event.value)
        message = f"YAML may read `{text}` as {surprise.reading}."
        instead = self.hints.suggest_instead(self.path_to(step), event.value)
        hint = instead or f'Write "{text}" in quotes{surprise.instead}.'
        fix = None if instead else self.put_in_quotes(event, step)
        self.refuse(rules.YAML_SURPRISE, event, step, message, hint, fix)

    def refuse_placeholder(self, event: ScalarEvent, step: str | int) -> None:
        text, path = event.value.strip(), self.path_to(step)
        where = shorten_text(format_path(path))
        message = f"“{text}” is not an answer." if text else f"`{where}` is empty, and that is not an answer."
        hint = self.hints.suggest_answers(path) if text else self.suggest_for_empty(event, path)
        self.refuse(rules.PLACEHOLDER, event, step, message, hint)

    def suggest_for_empty(self, event: ScalarEvent, path: FieldPath) -> str:
        """Suggest what was probably meant by a value that is not there."""
        *above, key = path
        position = self.position(event)
        typed = self.findings.source.excerpt(position.line)[: position.column - 1].rstrip()
        if ":" in str(key):
            return _SPACE_AFTER_COLON
        if "{" in typed and not typed.endswith((":", '"', "'")) and not self.hints.is_field(path):
            return _COMMA
        absence = self.hints.absence_key
        if self.findings.source.excerpt(position.line + 1).strip().startswith(f"{absence}:"):
            self.findings.refused.add((*above, absence))
            return f"Indent `{absence}:` in the next line by two spaces more than `{shorten_text(str(key))}:`."
        return self.hints.suggest_answers(path)


def _report_misplaced_spaces(findings: Findings) -> None:
    if findings.source.readable is findings.source.text:
        return
    for run in find_misplaced_spaces(findings.source.text):
        message = f"Here is a space that YAML does not take for one: {name_character(run[0][0])}."
        hint = "Delete it and type an ordinary space, also where it stands further on in the line."
        where = findings.source.at(run.start(), len(run[0]))
        findings.report(rules.NO_BREAK_SPACE, where, message, hint, Fix(where, " " * len(run[0])))


def _is_tied(findings: Findings) -> bool:
    return any(diagnostic.rule == rules.ANCHOR.id for diagnostic in findings.diagnostics)


def _is_mere_text(event: Event, longest_placeholder: int) -> TypeGuard[ScalarEvent]:
    """Tell quickly that nothing can be wrong with a value: most are texts of some length, in block style or plain."""
    return (
        type(event) is ScalarEvent
        and len(event.value) > longest_placeholder
        and event.style != '"'
        and (event.style or (event.value[0] not in STARTS_OF_MORE and event.value[-1] != '"'))
        and event.tag is None
        and event.anchor is None
        and not event.value.isspace()
    )


def _is_lost_quote(text: str) -> bool:
    """Tell whether the last character of a text is the only quote in it; that of 12" is for inches."""
    return text.find('"') == len(text) - 1 > 0 and not text[-2].isdigit()


def _is_simple_key(event: Event) -> TypeGuard[ScalarEvent]:
    """Tell quickly whether this is a plain word, as the names of nearly all fields are."""
    return (
        type(event) is ScalarEvent
        and len(event.value) < _MAX_PLAIN_WORD
        and _is_plain_word(event.value)
        and not event.style
        and event.tag is None
        and event.anchor is None
    )


_MAX_PLAIN_WORD: Final = 64
"""Characters of a key that is looked at quickly, so that few short words are remembered."""


@lru_cache(maxsize=1024)
def _is_plain_word(text: str) -> bool:
    return text.isidentifier() and text.isascii() and text not in OTHER_THAN_TEXT
