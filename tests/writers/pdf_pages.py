"""HTML in the manner of the publications, made by hand to break over pages in every way that matters."""

from __future__ import annotations

import functools
from pathlib import Path
from xml.etree.ElementTree import Element

import font_source_sans_pro
import font_source_serif_pro
import weasyprint

from codepub.writers.pdf.tagging import tag

SERIF = Path(font_source_serif_pro.__file__).parent / "files" / "SourceSerifPro-Regular.ttf"
SANS = Path(font_source_sans_pro.__file__).parent / "files" / "SourceSansPro-Regular.ttf"

STYLE = f"""
@font-face {{ font-family: Serif; src: url("{SERIF.as_uri()}") }}
@font-face {{ font-family: Sans; src: url("{SANS.as_uri()}") }}
@page {{ size: 150mm 120mm; margin: 20mm 15mm;
  @top-left {{ content: "RUNNING HEAD " string(part); font: 8pt Sans }}
  @bottom-right {{ content: "FOOTER " counter(page) " of " counter(pages); font: 8pt Sans }} }}
html {{ font: 10pt/1.5 Serif }}
h1, h2 {{ font-family: Sans; string-set: part content() }}
table {{ width: 100%; table-layout: fixed; border-collapse: collapse; font: 9pt/1.4 Sans }}
td, th {{ text-align: left; vertical-align: top; border-bottom: .5pt solid #999 }}
dl.facts div {{ display: flex }} dl.facts dt {{ flex: 0 0 40mm }} dl.facts dd {{ flex: 1; margin: 0 }}
sup {{ position: relative; top: -.3em; font-size: 60% }}
"""

SENTENCE = "The drains run faster, the blood pressure falls, and the chart of the night is read again. "

LINKED = (
    f'<p>{SENTENCE * 5}<a href="https://example.org/policy">the policy <em>of the payer</em> for such a return</a> '
    f'{SENTENCE * 5}<a href="#end">the end of the document</a> {SENTENCE * 5}</p>'
)


def modifier_table(rows: int) -> str:
    """A table that repeats its head; every seventh row has a note in a cell, every fifth an empty cell."""
    body = "".join(f"<tr><td>{row:02}</td><td>Work {row}</td><td>{_use(row)}</td></tr>" for row in range(rows))
    return (
        '<table><colgroup><col style="width: 20mm"><col><col></colgroup><thead><tr><th scope="col">Modifier</th>'
        f'<th scope="col">Description</th><th scope="col">When to Use</th></tr></thead><tbody>{body}</tbody></table>'
    )


def _use(row: int) -> str:
    if row % 7 == 0:
        return '<span role="note">Not available in the source material.</span>'
    return "" if row % 5 == 0 else f"In case {row}"


def tall_row() -> str:
    """A table with one row taller than two pages, its cells of unlike length."""
    cells = "".join(f"<td>{SENTENCE * times}</td>" for times in (30, 2, 12))
    return (
        f'<table><tbody><tr><th scope="row">Tall</th>{cells}</tr><tr><td colspan="4">Last row</td></tr></tbody></table>'
    )


def long_lists() -> str:
    """Lists over several pages: an ordered one with items over a page, and one with a list inside an item."""
    items = "".join(f"<li>Step {step}: {SENTENCE * 3}</li>" for step in range(12))
    inner = "".join(f"<li>Inner {step}</li>" for step in range(30))
    return f"<ol>{items}</ol><ul><li>Before <b>the</b> list<ul>{inner}</ul>after the list</li><li>Last</li></ul>"


def definitions() -> str:
    """Definition lists laid out with flex, plain, and with several terms or descriptions to a group."""
    facts = "".join(f"<div><dt>Term {n}</dt><dd>{SENTENCE * 4}</dd></div>" for n in range(6))
    return (
        f'<dl class="facts">{facts}</dl><dl><dt>A</dt><dt>B</dt><dd>One</dd><dd>Two</dd><dt>C</dt><dd>Three</dd></dl>'
    )


def page(body: str) -> str:
    """A whole document around a body."""
    return (
        f'<!doctype html><html lang="en-US"><head><title>Thoracotomy</title><style>{STYLE}</style></head>'
        f"<body><main><header><h1>Thoracotomy</h1></header>{body}</main></body></html>"
    )


SAMPLES = {
    "clinical context": page(
        f"<section><h2>Clinical</h2>{LINKED * 6}<p>{SENTENCE * 60}</p></section><h2 id=end>End</h2>"
    ),
    "modifiers": page(f"<section><h2>Modifiers</h2>{modifier_table(60)}</section>"),
    "tall row": page(f"<h2>Tall</h2>{tall_row()}"),
    "lists": page(f"<h2>Lists</h2>{long_lists()}"),
    "definitions": page(f"<h2>Facts</h2>{definitions()}"),
    "absence": page(
        '<h2>Absent</h2><p role="note"><b>Unavailable</b> Pending.</p>'
        '<p>CPT<sup>®</sup> text, <span lang="de">Wort</span>.</p>'
        f'<p role="note">{SENTENCE * 20}</p>'
    ),
}


def lay_out_html(html: str) -> tuple[Element, weasyprint.Document]:
    """The parsed HTML and its layout."""
    source = weasyprint.HTML(string=html)
    return source.etree_element, source.render()


@functools.cache
def tag_sample(sample: str, variant: str = "pdf/ua-1") -> bytes:
    """The tagged PDF of one of ``SAMPLES``."""
    return tag(*lay_out_html(SAMPLES[sample]), variant).content
