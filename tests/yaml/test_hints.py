from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from codepub.origin import FieldPath
from codepub.yaml.hints import Hints
from codepub.yaml.reading import Reading, read


@dataclass(frozen=True)
class Recipe:
    """Hints of a file that has nothing to do with codes."""

    absence_key: str = "lacking"
    reasons: tuple[str, ...] = ("out-of-season", "nobody-grows-it-hereabouts")

    def is_field(self, path: FieldPath) -> bool:
        return path == ("dish",)

    def is_prose(self, path: FieldPath) -> bool:
        return path == ("story",)

    def is_quoted(self, path: FieldPath) -> bool:
        return path == ("grandmother_says",)

    def takes_text(self, path: FieldPath, typed: str) -> bool:
        return path == ("dish",) and bool(typed)

    def suggest_instead(self, path: FieldPath, typed: str) -> str | None:
        return f"Write how many, not {typed}." if path == ("serves",) else None

    def suggest_answers(self, path: FieldPath) -> str:
        return f"Write something at {path[-1]}."


RECIPE: Hints = Recipe()


def reading_of(text: str) -> Reading:
    return read(Path("recipe.yaml"), text.encode(), RECIPE)


def test_a_file_of_any_kind_is_read() -> None:
    reading = reading_of("dish: Soup\nserves: 4\n")
    assert (reading.data, reading.diagnostics) == ({"dish": "Soup", "serves": 4}, ())


@pytest.mark.parametrize("reason", Recipe.reasons)
def test_a_reason_is_an_answer_only_beside_the_key_of_absences(reason: str) -> None:
    assert not reading_of(f"dish:\n  lacking: {reason}\n").diagnostics
    (found,) = reading_of(f"dish: {reason}\n").diagnostics
    assert (found.rule, found.hint) == ("placeholder", "Write something at dish.")


def test_the_key_of_absences_is_told_where_it_is_indented_wrongly() -> None:
    found, *_ = reading_of("dish:\nlacking: nobody-grows-it-hereabouts\n").diagnostics
    assert found.hint == "Indent `lacking:` in the next line by two spaces more than `dish:`."


@pytest.mark.parametrize(("key", "hint"), [("dish", 'Write "yes" in quotes.'), ("serves", "Write how many, not yes.")])
def test_quotes_are_not_advised_where_the_text_will_not_do_either(key: str, hint: str) -> None:
    (found,) = reading_of(f"{key}: yes\n").diagnostics
    assert (found.rule, found.hint) == ("yaml-surprise", hint)


@pytest.mark.parametrize(
    ("key", "hint"), [("dish", "Write something at dish."), ("red", "A comma ends a value between `{` and `}`")]
)
def test_a_comma_in_braces_is_told_where_no_such_field_may_stand(key: str, hint: str) -> None:
    (found,) = reading_of(f"{{story: Soup, {key}}}\n").diagnostics
    assert found.hint is not None
    assert found.hint.startswith(hint)


@pytest.mark.parametrize(("key", "rule"), [("dish", "hidden-character"), ("story", "hidden-in-text")])
def test_a_character_that_nobody_sees_is_an_error_only_where_no_words_stand(key: str, rule: str) -> None:
    (found,) = reading_of(f'{key}: "32\\u200b120"\n').diagnostics
    assert found.rule == rule
