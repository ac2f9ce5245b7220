from __future__ import annotations

from dataclasses import replace

import pytest

from codepub.diagnostics import CallError
from codepub.writers.html import write_html
from codepub.writers.pdf import write_pdf
from codepub.writers.theme import Theme
from tests.publications import bare, composed, theme

CPT = composed({**bare(), "system": "CPT", "code": "32120"})
HCPCS = composed({**bare(), "system": "HCPCS", "code": "J1885"})


def changed(name: str, text: str) -> Theme:
    """Give the theme with one template changed."""
    return replace(theme(), templates=tuple((n, text if n == name else t) for n, t in theme().templates))


@pytest.mark.parametrize(
    "style",
    [
        ".rights, section.about { display: none }",
        "@page { @bottom-left { content: none } }",
        "@page :first { @bottom-left { content: none } }",
        "body { display: none }",
    ],
)
def test_a_style_that_hides_the_notice_of_cpt_is_refused(style: str) -> None:
    own = changed("print.css", f"{dict(theme().templates)['print.css']}\n{style}")
    with pytest.raises(CallError, match=r"hides the rights notice of CPT"):
        write_pdf(CPT, own)


def test_a_page_shell_that_leaves_out_the_notice_of_cpt_is_refused() -> None:
    shell = "<html lang=en><h1>nothing</h1></html>"
    own = changed("publication.html", f"{shell}{{# {{{{ document }}}} {{{{ style }}}} #}}")
    with pytest.raises(CallError, match=r"leaves out the content"):
        write_html(CPT, own)


def test_other_systems_may_be_styled_as_one_likes() -> None:
    own = changed("print.css", f"{dict(theme().templates)['print.css']}\n.rights {{ display: none }}")
    assert write_pdf(HCPCS, own).content.startswith(b"%PDF")
