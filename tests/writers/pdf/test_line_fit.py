"""Lines that end where an inline begins."""

from __future__ import annotations

from codepub.writers.pdf.engine import HTML

STYLE = "font: 16px Serif; margin: 0; width: {}px"
PLAIN = "The patient is an adult with disease of the lung or pleura, here and there, and more of it."


def read_first_line(paragraph: str, width: int) -> str:
    page = HTML(string=f'<html lang="en"><p style="{STYLE.format(width)}">{paragraph}</p>').render().pages[0]
    line = next(each for each in page._page_box.descendants() if type(each).__name__ == "LineBox")
    return "".join(each.text for each in line.descendants() if hasattr(each, "text")).strip()


def test_a_line_is_as_long_before_an_inline_as_in_running_text() -> None:
    marked = PLAIN.replace("there", "<em>there</em>")
    first_lines = {
        width: (read_first_line(PLAIN, width), read_first_line(marked, width)) for width in range(360, 560, 3)
    }

    assert [width for width, (plain, shown) in first_lines.items() if len(shown) < len(plain) - len("there,")] == []
