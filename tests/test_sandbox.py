from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2.exceptions import TemplateError

from codepub import sandbox
from codepub.sandbox import Sandbox, UnfilledError

SANDBOX = Sandbox(autoescape=False)


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("{{ 26.0 * 0.77 }} {{ 3 * 4 }}", "20.02 12"),
        ("{{ '–' * 3 }}{{ 2 * [1] }}", "–––[1, 1]"),
        ("{% for one in range(3) %}{{ one }}{% endfor %}", "012"),
        ("{% set ns = namespace(a=1) %}{{ dict(b=ns.a) }}", "{'b': 1}"),
    ],
)
def test_what_templates_compute_is_filled_in(text: str, filled: str) -> None:
    assert SANDBOX.fill(text, {}) == filled


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("{{ lipsum(n=9999999) }}", "'lipsum' is undefined"),
        ("{{ cycler(1) }}{{ joiner() }}", "'cycler' is undefined"),
        ("{{ 2 ** 3 }}", "powers are not computed"),
        ("{{ 9 ** 9 ** 9 ** 9 }}", "powers are not computed"),
        ("{{ 'a' * 999999999999 }}", "more than 100,000 characters or members"),
        ("{{ 99999 * [1, 2] }}", "more than 100,000 characters or members"),
        ("{{ 1 / 0 }}", "division by zero"),
        ("{% for a in range(999999) %}{% endfor %}", "Range too big"),
        ("{{ none.a() }}", "None"),
        ("{{ " + "(" * 5000 + "}}", "maximum recursion depth exceeded"),
    ],
)
def test_what_is_at_fault_or_has_no_end_is_told(text: str, fact: str) -> None:
    with pytest.raises(UnfilledError, match=r".") as raised:
        SANDBOX.fill(text, {})

    assert fact in str(raised.value)


def test_loops_in_loops_end_where_they_wrote_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "MAX_PIECES", 1000)
    loops = "{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}"

    with pytest.raises(UnfilledError, match=r"the template writes more than 1,000 pieces of text"):
        SANDBOX.fill(loops, {})


def test_a_failure_without_words_is_told_by_its_name() -> None:
    def fail() -> None:
        raise MemoryError

    with pytest.raises(UnfilledError, match=r"^MemoryError$"):
        SANDBOX.fill("{{ fail() }}", {"fail": fail})


PIECES = ["{{ name }}", "{{ number }}", "{{ range }}", "{{name}}", "{{ name | upper }}", "{{ missing }}", "{{ true }}"]
CHARACTERS = list("<>&\"' %#}{aé\n\r\u2028\t")


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES + CHARACTERS), max_size=8).map("".join), st.booleans())
def test_a_line_of_names_alone_is_filled_in_as_jinja2_would(text: str, escapes: bool) -> None:
    values = {"name": "a<b", "number": 7, "range": "r", "true": "t"}
    one = Sandbox(autoescape=escapes)
    try:
        expected = one.from_string(text).render(values)
    except TemplateError:
        with pytest.raises(UnfilledError):
            one.fill(text, values)
    else:
        assert one.fill(text, values) == expected
