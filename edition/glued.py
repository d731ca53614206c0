"""Folios and labels of notes that an extraction glued to the last word before them, parted from it."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from edition.columns import Line, Side, make_line
from edition.feet import BARE, called_in, find_calls, find_late_calls, is_call
from edition.numerals import Folios

_BEHIND = re.compile(r"[^\W\d_A-Z](\d{1,4})\Z")
_GLUED = re.compile(r"(?<![^\W_])([^\W\d_]+)(\d{1,3})\Z")


def _find_behind(side: Side, folios: tuple[int, ...], least: int) -> list[tuple[int, int]]:
    """Return the folios that are glued to small letters above white space: where they stand in the source, and which.

    One that stands alone is not sought; nor one of the first pages, which have none printed up to the `least`, where
    the side has a mark that calls a note of that number.
    """
    if side.parted:
        return []
    column = side.columns[0]
    ends = (line for n, line in enumerate(column) if n + 1 == len(column) or column[n + 1].below)
    found = ((line, m) for line in ends if (m := _BEHIND.search(line.text)))
    alone = {line.text for line in column}
    told = [(line.start + m.start(1), int(m.group(1))) for line, m in found]
    called = Counter(called_in(column))
    return [
        (at, number)
        for at, number in told
        if number in folios and str(number) not in alone and (number > least or called[str(number)] < 2)
    ]


def _find_least(sides: tuple[Side, ...], folios: Folios) -> int:
    """Return the first folio that stands alone on its side."""
    alone = [{line.text for column in side.columns for line in column} for side in sides]
    printed = (n for own, numbers in zip(alone, folios, strict=True) for n in numbers if str(n) in own)
    return min(printed, default=0)


def part_folios(sides: tuple[Side, ...], folios: Folios | None) -> tuple[Side, ...]:
    """Return the sides with those folios on lines of their own that stand right behind the last word of a page.

    Where that word is cut, some extractors take its hyphen away and join it to what follows.
    """
    if folios is None:
        return sides
    parted: list[Side] = []
    least = _find_least(sides, folios)
    for side, own in zip(sides, folios, strict=True):
        cuts = [at for at, _ in _find_behind(side, own, least)]
        lines = (
            part
            for line in side.columns[0]
            for cut in [next((at for at in cuts if line.start < at < line.end), None)]
            for part in ([line] if cut is None else part_line(line, cut))
        )
        parted.append(Side((tuple(lines),)) if cuts else side)
    return tuple(parted)


def part_glued(sides: tuple[Side, ...], folios: Folios | None) -> tuple[Side, ...]:
    """Return the sides with those labels on lines of their own that stand right behind the last word of the text.

    Where that word is cut, some extractors take its hyphen away and join it to what follows: the first note's label.
    """
    known = folios or ((),) * len(sides)
    least = _find_least(sides, known)
    total = Counter(label for side in sides for column in side.columns for label in called_in(column))
    total -= Counter(
        str(number) for side, own in zip(sides, known, strict=True) for _, number in _find_behind(side, own, least)
    )
    # A note may be printed a page behind its mark, on another side.
    twice = frozenset(label for label, count in total.items() if count == 2 and _is_one_of_several(label, total))
    lines = (line for side in sides for column in side.columns for line in column)
    late = {label for line in lines for *_, label in find_late_calls(line)}
    written = Counter(
        m.group() for side in sides for column in side.columns for one in column for m in _find_words(one)
    )
    glued = {
        start: label
        for start, label in _find_unfinished(sides, written)
        if total[label] > 1 or (label in late and _is_one_of_several(label, total))
    }
    # What the book has more than once is a name: `IPv6`.
    figured = (m.group() for side in sides for column in side.columns for one in column for m in _find_names(one))
    names = frozenset(name for name, count in Counter(figured).items() if count > 1)
    return tuple(
        side if side.parted else Side((_part_column(side.columns[0], frozenset(map(str, own)), twice, glued, names),))
        for side, own in zip(sides, known, strict=True)
    )


def _is_one_of_several(label: str, called: Counter[str]) -> bool:
    """Tell whether marks call the note before or the next one, too."""
    return label.isdigit() and any(called[str(int(label) + step)] > 0 for step in (-1, 1))


def _find_words(line: Line) -> Iterator[re.Match[str]]:
    return re.finditer(r"[^\W\d_]+", line.text.lower())


def _find_names(line: Line) -> Iterator[re.Match[str]]:
    return re.finditer(r"[^\W\d_]+\d+", line.text.lower())


def _find_unfinished(sides: tuple[Side, ...], written: Counter[str]) -> Iterator[tuple[int, str]]:
    """Yield the figures glued to the beginnings of words, at the end of a line above white space or another figure."""
    for column in (side.columns[0] for side in sides if not side.parted):
        for line, after in pairwise(column):
            m = _GLUED.search(line.text)
            if m and written[m.group(1).lower()] == 1 and (after.below or BARE.fullmatch(after.text)):
                yield line.start + m.start(2), m.group(2)


def _part_column(
    column: tuple[Line, ...],
    folios: frozenset[str],
    twice: frozenset[str],
    glued: dict[int, str],
    names: frozenset[str],
) -> tuple[Line, ...]:
    called = Counter(called_in(column))
    # A figure that stands alone may be the label, unless it is a folio.
    alone = Counter(line.text for n, line in enumerate(column) if not is_call(column, n))
    parted: list[Line] = []
    for n, line in enumerate(column):
        named = {line.start + m.end() for m in _find_names(line) if m.group() in names}
        places = [
            (start, label)
            for start, end, label in find_calls(line)
            if end not in named
            and (called[label] > 1 or label in twice)
            and (end < line.end or alone[label] <= (label in folios))
        ]
        opening = (start for start, label in reversed(places) if _opens_notes(column, n, start, label, twice))
        cut = next((start for start, _, _ in find_calls(line) if start in glued), next(opening, None))
        parted += [line] if cut is None else part_line(line, cut)
    return tuple(parted)


def _opens_notes(column: tuple[Line, ...], n: int, start: int, label: str, twice: frozenset[str]) -> bool:
    """Tell whether the figure at `start` is the label of a note rather than its mark: the mark stands above."""
    line = column[n]
    before, after = line.text[: start - line.start], line.text[start - line.start + len(label) :]
    above = any(found == label for one in column[:n] for _, _, found in find_calls(one))
    here = any(found == label and at < start for at, _, found in find_calls(line))
    elsewhere = label in twice and called_in(column).count(label) == 1
    last = n + 1 == len(column) or column[n + 1].below
    capitals = (label in twice or last) and before[-2:].isalpha() and before[-2:].isupper()
    closed = last and before[-1:] in ")]”»"
    if not (before[-1:].islower() or capitals or closed) or not (above or here or elsewhere):
        return False
    if not after.strip():
        return n + 1 < len(column) and (column[n + 1].below or _may_open(column[n + 1].text))
    return after[0].isspace() and _may_open(after.strip())


def _may_open(text: str) -> bool:
    """Tell whether a note may begin with a text, or it is the label of another."""
    return text[0].isupper() or text[0] in "“”\"'‘„«»[(" or BARE.fullmatch(text) is not None


def part_line(line: Line, cut: int) -> list[Line]:
    """Return the two lines that meet at source offset `cut` of one: inside a word, where its hyphen was lost."""
    first, second = line.text[: cut - line.start].rstrip(), line.text[cut - line.start :]
    return [
        make_line(line.start, first, line.indent, below=line.below, top=line.top, cut=first[-1:].isalpha()),
        make_line(cut, second, 0, below=False, top=False),
    ]
