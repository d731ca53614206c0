"""Sides of a sheet that the source has twice: the second is set aside."""

import re
from dataclasses import replace

from edition.blocks import Fragment, Recognised
from edition.sheets import Layout
from edition.source import Source, Span

_LEAST = 400
"""The fewest letters and figures of a side that are taken for a copy: a refrain or a formula may well stand twice."""
_SIDE = 1500
"""The same where the source does not show its sides: less than the text of a small page is no side of a sheet."""


def find_copied_sides(source: Source, layout: Layout) -> frozenset[int]:
    """Return the sides of a PDF on which nothing stands that an earlier one does not have."""
    letters: dict[int, str] = {}
    for line in layout.lines:
        side = layout.cells[line.page].side
        letters[side] = letters.get(side, "") + _letters(source, Span(line.start, line.end))
    first: dict[str, int] = {}
    for side in sorted(letters):
        first.setdefault(letters[side], side)
    return frozenset(side for side, own in letters.items() if len(own) >= _LEAST and first[own] != side)


def drop_copied_pages(recognised: Recognised) -> Recognised:
    """Return what was recognised without the pages of copied sides, which are no pages of the booklet."""
    pages = recognised.pages
    copies = {pages[f.page].side for f in recognised.fragments if f.kind == "copy"}
    kept = [n for n, page in enumerate(pages) if page.side not in copies]
    sides = {side: n for n, side in enumerate(sorted({pages[n].side for n in kept}))}
    numbers = {n: at for at, n in enumerate(kept)}
    return replace(
        recognised,
        fragments=tuple(replace(f, page=numbers.get(f.page, -1)) for f in recognised.fragments),
        pages=tuple(replace(pages[n], side=sides[pages[n].side]) for n in kept),
    )


def tell_copies(source: Source, recognised: Recognised) -> Recognised:
    """Return the blocks of a source without pages; three or more that stand so before, too, are copies."""
    letters = [_letters(source, fragment.span) for fragment in recognised.fragments]
    first: dict[str, int] = {}
    told = list(recognised.fragments)
    at = 0
    while at < len(letters):
        start = first.setdefault(letters[at], at) if letters[at] else at
        run = 0
        while start < at and start + run < at and at + run < len(letters) and letters[start + run] == letters[at + run]:
            run += 1
        if run >= 3 and sum(map(len, letters[at : at + run])) >= _SIDE:
            told[at : at + run] = [Fragment(fragment.span, "copy") for fragment in told[at : at + run]]
            at += run
        else:
            at += 1
    return replace(recognised, fragments=tuple(told))


def _letters(source: Source, span: Span) -> str:
    return re.sub(r"\W+", "", source.at(span))
