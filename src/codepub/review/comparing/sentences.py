"""Paragraphs in which values stand among other words: what was typed there is shared out among the values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from codepub.origin import FieldPath
from codepub.patterns import compile_late
from codepub.review.comparing.drafts import Draft, Stretch
from codepub.review.comparing.pieces import END, SentLetter
from codepub.review.copies import SentLeaf
from codepub.review.edits import FieldEdit, RowAdded, WordChange

SEPARATORS: Final = compile_late(rf"[\s,;{END}]*(?:\b(?:and|or)\b|&)?[\s,;.{END}]*")
"""What stands between the members of a list in a sentence."""
_BEFORE_NEW: Final = compile_late(r"\s*(?:[,;]\s*(?:(?:and|or|&)\s+)?|\s(?:and|or|&)\s+)(?=\S)")
_AFTER_NEW: Final = compile_late(r"\s*(?:[,;]\s*(?:(?:and|or|&)\s+)?|\s(?:and|or|&)\s+)$|\s*[,;]\s*$")
_BETWEEN_NEW: Final = compile_late(r"\s*(?:[,;]\s*(?:(?:and|or|&)\s+)?|\s(?:and|or|&)\s+)")


class Template(NamedTuple):
    """The words around the values of a paragraph, and the leaves of the values in their order."""

    leaves: tuple[SentLeaf, ...]
    around: tuple[str, ...]


def make_template(letters: Sequence[SentLetter]) -> Template:
    """Return what words stand around the values of a paragraph as it was sent."""
    leaves, around = list[SentLeaf](), [""]
    for letter in letters:
        if letter.text == END:
            continue
        leaf = letter.leaf
        if leaf is None:
            around[-1] += letter.text
        elif not leaves or leaves[-1] != leaf:
            leaves.append(leaf)
            around.append("")
    return Template(tuple(leaves), tuple(around))


def divide(template: Template, text: str) -> list[range] | None:
    """Find each value in a text that has the same words around them; None where they can be found in two ways."""
    found = [_make_pattern(template, way).fullmatch(text) for way in (".+?", ".+")]
    spans = [[one.span(number + 1) for number in range(len(template.leaves))] for one in found if one is not None]
    return [range(*span) for span in spans[0]] if len(spans) == 2 and spans[0] == spans[1] else None


def _make_pattern(template: Template, way: str) -> re.Pattern[str]:
    literals = [re.sub(r"(?:\\\s|\s)+", r"\\s+", re.escape(words)) for words in template.around]
    return re.compile(f"({way})".join(literals), re.DOTALL)


def share_out(stretch: Stretch) -> Iterator[Draft]:
    """Give what was typed among other words to the values it is of; yield the texts that it adds to lists."""
    for paragraph in stretch.paragraphs:
        if paragraph.leaf is not None:
            continue
        leaves = _list_leaves(stretch, paragraph.places)
        if _is_series(stretch, paragraph.places, leaves):
            yield from _share_out_series(stretch, paragraph.places, leaves)
        elif leaves:
            _share_out_sentence(stretch, paragraph.places)


def _list_leaves(stretch: Stretch, places: range) -> list[SentLeaf]:
    sent = (stretch.flow[at].sent for at in places)
    return list(dict.fromkeys(letter.leaf for letter in sent if letter is not None and letter.leaf is not None))


def _share_out_sentence(stretch: Stretch, places: range) -> None:
    flow, owners = stretch.flow, stretch.owners
    alive = [at for at in places if stretch.is_alive(at)]
    if not any(flow[at].is_typed and owners[at] is None for at in alive):
        return
    template = make_template([letter for at in places if (letter := flow[at].sent) is not None])
    found = divide(template, "".join(flow[at].text for at in alive))
    for leaf, span in zip(template.leaves, found or (), strict=False):
        if any(not flow[alive[at]].is_typed and owners[alive[at]] != leaf for at in span):
            return
    for leaf, span in zip(template.leaves, found or (), strict=False):
        for at in span:
            owners[alive[at]] = leaf


# Lists in a sentence -----------------------------------------------------------------------------------------------


def _is_series(stretch: Stretch, places: range, leaves: Sequence[SentLeaf]) -> bool:
    """Tell whether a sentence names the texts of one list, with nothing but separators between them."""
    if not leaves or any(leaf.kind != "value" or not stretch.fields.is_listed_text(leaf.path) for leaf in leaves):
        return False
    sent = [letter for at in places if (letter := stretch.flow[at].sent) is not None]
    around = make_template(sent).around
    is_one = len({leaf.path[:-1] for leaf in leaves}) == 1
    return is_one and all(SEPARATORS.fullmatch(words) for words in around[1:-1])


def _share_out_series(stretch: Stretch, places: range, leaves: Sequence[SentLeaf]) -> Iterator[Draft]:
    flow, owners = stretch.flow, stretch.owners
    _free_added_members(stretch, places)
    for is_free, group in groupby(places, lambda at: flow[at].is_typed and owners[at] is None and flow[at].text != END):
        run = list(group)
        if is_free:
            yield from _add_members(stretch, places, leaves, run)


def _free_added_members(stretch: Stretch, places: range) -> None:
    """Take from a text what was typed at its end or start that names another one: ``Aetna, Humana``."""
    for typed, run in _list_typed_runs(stretch, places):
        if typed is None or all(stretch.flow[at].sent is None for at in places if stretch.owners[at] == typed):
            continue
        kept = [at for at in places if stretch.owners[at] == typed and stretch.is_kept(at)]
        words = "".join(stretch.flow[at].text for at in run)
        is_behind = bool(kept) and run[0] > kept[-1] and _BEFORE_NEW.match(words)
        is_before = bool(kept) and run[-1] < kept[0] and _AFTER_NEW.search(words)
        if is_behind or is_before:
            for at in run:
                stretch.owners[at] = None


def _list_typed_runs(stretch: Stretch, places: range) -> Iterator[tuple[SentLeaf | None, list[int]]]:
    for (is_typed, owner), group in groupby(places, lambda at: (stretch.flow[at].is_typed, stretch.owners[at])):
        if is_typed:
            yield owner, list(group)


def _add_members(stretch: Stretch, places: range, leaves: Sequence[SentLeaf], run: Sequence[int]) -> Iterator[Draft]:
    """Yield the texts that were typed between those of a list, or give what was typed to the one that it goes on."""
    words = "".join(stretch.flow[at].text for at in run)
    left, right = (
        _find_beside(stretch, reversed(range(places.start, run[0]))),
        _find_beside(stretch, range(run[-1] + 1, places.stop)),
    )
    is_apart = bool(_BEFORE_NEW.match(words) or _AFTER_NEW.search(words))
    names = [name for name in _BETWEEN_NEW.split(words) if name.strip(" ,;.")]
    if not names:
        return
    if not is_apart:
        for at in run:
            stretch.owners[at] = left or right
        return
    path = leaves[0].path[:-1]
    behind = [leaf for leaf in leaves if _find_first(stretch, places, leaf) > run[0]]
    before = _index(behind[0]) if behind else _index(leaves[-1]) + 1
    for number, name in enumerate(names):
        yield Draft(frozenset(() if number else run), _make_addition(path, before, " ".join(name.split())), number > 0)


def _make_addition(path: FieldPath, before: int, name: str) -> Callable[[tuple[WordChange, ...]], FieldEdit]:
    return lambda changes: RowAdded(path, before, {"": name}, changes)


def _find_beside(stretch: Stretch, places: Iterator[int] | range) -> SentLeaf | None:
    """Return the leaf of the nearest word that is there, where it is a word of a leaf."""
    return next((stretch.owners[at] for at in places if not stretch.flow[at].is_gone), None)


def _find_first(stretch: Stretch, places: range, leaf: SentLeaf) -> int:
    return next(at for at in places if (sent := stretch.flow[at].sent) is not None and sent.leaf == leaf)


def _index(leaf: SentLeaf) -> int:
    index = leaf.path[-1]
    return index if isinstance(index, int) else 0
