"""Which figures that stand alone on sheet sides are folios: those of one arrangement of pages, wherever they stand."""

from collections import defaultdict
from collections.abc import Iterator

from edition.hypotheses import Hypothesis, hypotheses

SLOTS = (1, 2, 4, 8)
"""Pages on a side, in the schemes there are."""
DROPPED, FEW = 7, 3
"""Wholly blank sides that an extraction may have left out at most, and where there are few sides."""
MOST = 0.7
"""The share of the pages from the first folio to the last whose folios stand on their sides at least."""
HALF = 0.4
"""The share of all pages that have folios at least: title pages and blanks have none."""
FEWEST = 4
"""Folios that are an arrangement's at least."""
APART = 5
"""A folio has another at most so many pages before or behind it."""
MISSED = 0.5
"""How many folios a page counts against an arrangement that should have one, and has none."""
BARE = 0.1
"""The same of a page before the first folio or behind the last."""
UNLIKELY = 0.25
"""How many folios a nat of surprise is worth."""
Folios = tuple[tuple[int, ...], ...]
"""By side: the folios of its pages, in the order in which the scheme places them."""


def match_folios(figures: list[dict[int, float]], blank: int = 0) -> Folios | None:
    """Return the folios of each side in the arrangement that most figures of the sides fit; None where none fits well.

    `figures` are the numbers that stand alone on each side, labels of notes among them, with how much each looks like
    a folio, at most 1; `blank` sides have no text.
    """
    found = len(figures)
    where: dict[int, dict[int, float]] = defaultdict(dict)
    for side, numbers in enumerate(figures):
        for number, weight in numbers.items():
            where[number][side] = weight
    best: tuple[float, Folios] | None = None
    for slots in SLOTS:
        least = max(FEWEST, HALF * slots * (found - blank))
        if sum(min(slots, len(numbers)) for numbers in figures) < least:
            continue
        for hypothesis in _shaped(found, slots):
            held, skipped = _align(hypothesis.sides, where, found)
            value = held - UNLIKELY * hypothesis.surprise
            if best is not None and value <= best[0]:
                continue
            kept = tuple(side for n, side in enumerate(hypothesis.sides) if n not in skipped)
            printed, within = _count(kept, figures, hypothesis.sides)
            value -= MISSED * (within - printed) + BARE * (sum(map(len, kept)) - within)
            if printed >= max(least, MOST * within) and (best is None or value > best[0]):
                best = (value, kept)
    return best[1] if best else None


def find_turned(sides: Folios, figures: list[set[int]]) -> int | None:
    """Return the folio that the last page has if it is printed on the back, behind blanks: less than its place says."""
    highest = max(map(max, sides))
    printed = [number for side, own in zip(sides, figures, strict=True) for number in side if number in own]
    back = next(own for side, own in zip(sides, figures, strict=True) if highest in side)
    if highest in printed or not printed:
        return None
    return max((number for number in back if max(printed) < number < highest), default=None)


def _count(sides: Folios, figures: list[dict[int, float]], every: Folios) -> tuple[int, int]:
    """Return how many folios stand on their sides, and of how many pages from the first of these to the last.

    One far from all others is none. Of `every` side those that are left out are blank: such pages follow all others.
    """
    printed = sorted(folio for side, own in zip(sides, figures, strict=True) for folio in side if folio in own)
    runs: list[list[int]] = []
    for folio in printed:
        if runs and folio - runs[-1][-1] <= APART:
            runs[-1].append(folio)
        else:
            runs.append([folio])
    longest = max(runs, key=len, default=[])
    if not longest:
        return 0, 0
    return len(longest), sum(longest[0] <= folio <= longest[-1] for side in every for folio in side)


def _shaped(found: int, slots: int) -> Iterator[Hypothesis]:
    """Yield the hypotheses with as many sides, or a few more, and so many pages on each."""
    dropped = max(FEW, min(DROPPED, found - 2))
    # The sides of the last sheet may hold half as many.
    for hypothesis in hypotheses(max(1, slots * (found - 2)) + 1, slots * (found + dropped)):
        sides = hypothesis.sides
        if found <= len(sides) <= found + dropped and max(map(len, sides)) == slots:
            yield hypothesis


def _align(
    sides: tuple[tuple[int, ...], ...], where: dict[int, dict[int, float]], found: int
) -> tuple[float, frozenset[int]]:
    """Return how many folios stand on their sides, and which sides to leave out so that most do."""
    extra = len(sides) - found
    nothing: frozenset[int] = frozenset()
    states = [(0.0, nothing), *[(-1.0, nothing)] * extra]
    for n, side in enumerate(sides):
        held = [
            sum(where[folio].get(n - skipped, 0.0) for folio in side if folio in where) for skipped in range(extra + 1)
        ]
        states = [
            max(
                (states[k][0] + held[k], states[k][1]) if states[k][0] >= 0 and n - k < found else (-1.0, nothing),
                (states[k - 1][0], states[k - 1][1] | {n}) if k and states[k - 1][0] >= 0 else (-1.0, nothing),
                key=lambda state: state[0],
            )
            for k in range(extra + 1)
        ]
    return states[extra]
