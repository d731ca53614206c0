"""Sides of a sheet that the source has twice: the second is set aside."""

import re
from dataclasses import replace

from edition.blocks import Fragment, Recognised
from edition.source import Source

_LEAST = 400
"""The fewest letters and figures that are taken for a copy: a refrain, a heading, a formula may well stand twice."""


def set_copies_aside(source: Source, recognised: Recognised) -> Recognised:
    """Return what was recognised with the blocks of each side that stands there for the second time told to be copies.

    The pages of such sides are no pages of the booklet.
    """
    if not recognised.pages:
        return replace(recognised, fragments=_without_runs(source, recognised.fragments))
    letters: dict[int, str] = {}
    for fragment in recognised.fragments:
        if fragment.page >= 0 and fragment.kind != "folio":
            side = recognised.pages[fragment.page].side
            letters[side] = letters.get(side, "") + _letters(source, fragment)
    first: dict[str, int] = {}
    for side in sorted(letters):
        first.setdefault(letters[side], side)
    copies = {side for side, own in letters.items() if len(own) >= _LEAST and first[own] != side}
    return _without_sides(recognised, copies) if copies else recognised


def _letters(source: Source, fragment: Fragment) -> str:
    return re.sub(r"\W+", "", source.at(fragment.span))


def _without_sides(recognised: Recognised, copies: set[int]) -> Recognised:
    pages = recognised.pages
    kept = [n for n, page in enumerate(pages) if page.side not in copies]
    sides = {side: n for n, side in enumerate(sorted({pages[n].side for n in kept}))}
    numbers = {n: at for at, n in enumerate(kept)}
    fragments = tuple(
        replace(f, page=numbers[f.page]) if f.page in numbers or f.page < 0 else Fragment(f.span, "copy")
        for f in recognised.fragments
    )
    return replace(
        recognised, fragments=fragments, pages=tuple(replace(pages[n], side=sides[pages[n].side]) for n in kept)
    )


def _without_runs(source: Source, fragments: tuple[Fragment, ...]) -> tuple[Fragment, ...]:
    """Return the blocks of a source without pages; three or more that stand so before, too, are copies."""
    letters = [_letters(source, fragment) for fragment in fragments]
    first: dict[str, int] = {}
    told = list(fragments)
    at = 0
    while at < len(letters):
        start = first.setdefault(letters[at], at) if letters[at] else at
        run = 0
        while start < at and start + run < at and at + run < len(letters) and letters[start + run] == letters[at + run]:
            run += 1
        if run >= 3 and sum(map(len, letters[at : at + run])) >= _LEAST:
            told[at : at + run] = [Fragment(fragment.span, "copy") for fragment in fragments[at : at + run]]
            at += run
        else:
            at += 1
    return tuple(told)
