from __future__ import annotations

from tinycss2 import parse_one_component_value

from codepub.writers.html.css import quote_for_css


def test_a_text_is_read_from_a_style_as_it_was_whatever_it_holds() -> None:
    for typed in ("plain · words, 2026", '"quoted"', "a\\b\nc", "</style>", "} * {", "\x01é漢"):
        (read,) = [parse_one_component_value(str(quote_for_css(typed)))]

        assert (read.type, read.value) == ("string", typed)
        assert "<" not in quote_for_css(typed)
