"""Texts that are edited: the samples in several forms, and layouts that an editor may come upon and that are hard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

SAMPLES: Final = Path(__file__).parents[2] / "content"

HOSTILE: Final = {
    "indentless rows": "rows:\n- one\n# c1 between\n- two\n\n# c2 about last\nlast: 1\n",
    "rows and comments": (
        "rows:\n  # c1 first\n  - k: 1\n    l: 2\n\n  # c2 second\n  - k: 3\n"
        "    l: 4   # c3 four\n  # c4 end\nlast: 1\n"
    ),
    "comments in a row": "rows:\n  - k: 1 # c1\n    # c2 about l\n    l: 2\n    # c3 behind l\n  - k: 3\nlast: 1\n",
    "flow in one line": "list: [x, 'y', \"z\"]   # c1\nmap: {k: v, 'l': w, m: [1, 2]} # c2\nlast: 4\n",
    "flow in lines": "list: [x,\n  y, # c1 y\n  z, # c2 z\n]\nmap: {\n  k: v, # c3 k\n  l: w\n  }\nlast: 4\n",
    "empty ones": "list: []\nmap: {} # c1\nnested:\n  list: [ ]\n  map: { }\nrows:\n  - []\n  - {}\nlast: 1\n",
    "literal": "text: |  # c1\n  One line\n    deeper: no\n\n  # no comment\n  two\n\n# c2 about last\nlast: 1\n",
    "folded": "text: >-\n  One two\n  three four\n\n  five\nmore: >+\n  six\n  seven\n\nlast: 1\n",
    "kept ends": "text: |+\n  one\n\n\nmore: |2-\n   two\n  three\nlast: 1\n",
    "plain in lines": (
        "text: one two\n  three # c1\nmore: 'four\n\n  five'\nthird: \"six\n  seven\\\n  eight\"\nlast: 1\n"
    ),
    "quoted keys": "\"text\": 'it''s' # c1\n'rows': [1]\n\"k: y\": \"a # b\"\n? long\n: value\nlast: 1\n",
    "tabs in comments": "text: x #\tc1\ttabs\n#\tc2\nrows:\n  - a\t # c3\n  - b\nlast: 1\n",
    "what looks alike": (
        "text: 'rows: - text'\nrows:\n  - \"- text\"\n  - 'text: x # no'\n  - text\ntext2: text # text: c1\n"
    ),
    "no values": "text:\nrows:\n  -\n  - x\n  -   # c1\nmap:\n  k:\n  l: # c2\nlast: ~\n",
    "rows in rows": "rows:\n  - - a\n    - b # c1\n    # c2\n    - c\n  -\n    - d\n  -\n    k: 1\n    l: 2\nlast: 1\n",
    "dashes below": "rows:\n  - k:\n    - a\n    - b\n    l: |-\n      text\n      - no row\n  - k: []\nlast: 1\n",
    "indented as a whole": "  text: a\n  rows:\n      - k: 1\n        l: 2\n      - k: 3\n  last: 1\n",
    "wide indents": (
        "map:\n        rows:\n                -   k: 1\n                    l: 2\n                -   m\nlast: 1\n"
    ),
    "document marks": "%YAML 1.1\n---\ntext: a\nrows: [b]\n...\n",
    "anchors": "text: &a x\nmore: *a\nmap: &m {k: 1}\nrows:\n  - *m\n  - <<: *m\n    l: 2\nlast: 1\n",
    "wide characters": 'text: 😀 é – “x”  # c1 😀\nrows: [β, 😀, \'→\']\n😀: 1\nlast: "\\u00e9\\t\\""\n',
    "comment below a key": "rows: # c1\n  # c2\n  - a\nmap: # c3\n  # c4\n  k: v\nlast: 1\n",
    "blank lines": "\n\ntext: a\n\n\nrows:\n\n  - a\n\n\n  - b\n\n\nmap:\n\n  k: v\n\nlast: |\n\n  text\n\n\n",
}


def list_texts() -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each file to edit: with LF and with CR LF, with and without a last line end."""
    for name, text in (*_read_samples(), *HOSTILE.items()):
        yield name, text
        yield f"{name}, CR LF", text.replace("\n", "\r\n")
        yield f"{name}, no last line end", text.rstrip("\n")
        yield f"{name}, byte order mark, CR LF", "\ufeff" + text.replace("\n", "\r\n").removesuffix("\r\n")


def _read_samples() -> Iterator[tuple[str, str]]:
    for file in sorted(SAMPLES.glob("*/*.yaml")):
        yield file.name, file.read_text("utf-8")
