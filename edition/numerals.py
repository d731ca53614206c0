"""Which figures that stand alone on sheet sides are folios: those of one arrangement of pages, wherever they stand."""

from collections import defaultdict
from collections.abc import Iterator

from edition.hypotheses import Hypothesis, hypotheses

SLOTS = (1, 2, 4, 8)
"""Pages on a side, in the schemes there are."""
DROPPED = 3
"""Wholly blank sides that an extraction may have left out."""
MOST = 0.7
"""The share of the pages from the first folio to the last whose folios stand on their sides at least."""
HALF = 0.4
"""The share of all pages that have folios at least: title pages and blanks have none."""
FEWEST = 4
"""Folios that are an arrangement's at least."""
UNLIKELY = 0.25
"""How many folios a nat of surprise is worth."""
Folios = tuple[tuple[int, ...], ...]
"""By side: the folios of its pages, in the order in which the scheme places them."""


def match_folios(figures: list[set[int]], blank: int = 0) -> Folios | None:
    """Return the folios of each side in the arrangement that most figures of the sides fit; None where none fits well.

    `figures` are the numbers that stand alone on each side, labels of notes among them; `blank` sides have no text.
    """
    found = len(figures)
    where: dict[int, set[int]] = defaultdict(set)
    for side, numbers in enumerate(figures):
        for number in numbers:
            where[number].add(side)
    best: tuple[float, int, Folios] | None = None
    for slots in SLOTS:
        least = max(FEWEST, HALF * slots * (found - blank))
        if sum(min(slots, len(numbers)) for numbers in figures) < least:
            continue
        for hypothesis in _shaped(found, slots):
            held, skipped = _align(hypothesis.sides, where, found)
            value = held - UNLIKELY * hypothesis.surprise
            if held >= least and (best is None or value > best[0]):
                kept = tuple(side for n, side in enumerate(hypothesis.sides) if n not in skipped)
                if _are_dense(kept, figures):
                    best = (value, held, kept)
    return best[2] if best else None


def _are_dense(sides: Folios, figures: list[set[int]]) -> bool:
    """Tell whether most pages between the first folio and the last that stand on their sides have theirs, too."""
    printed = [folio for side, numbers in zip(sides, figures, strict=True) for folio in side if folio in numbers]
    within = sum(min(printed) <= folio <= max(printed) for side in sides for folio in side)
    return len(printed) >= MOST * within


def _shaped(found: int, slots: int) -> Iterator[Hypothesis]:
    """Yield the hypotheses with as many sides, or a few more, and so many pages on each."""
    # The sides of the last sheet may hold half as many.
    for hypothesis in hypotheses(max(1, slots * (found - 2)) + 1, slots * (found + DROPPED)):
        sides = hypothesis.sides
        if found <= len(sides) <= found + DROPPED and max(map(len, sides)) == slots:
            yield hypothesis


def _align(sides: tuple[tuple[int, ...], ...], where: dict[int, set[int]], found: int) -> tuple[int, frozenset[int]]:
    """Return how many folios stand on their sides, and which sides to leave out so that most do."""
    extra = len(sides) - found
    nothing: frozenset[int] = frozenset()
    states = [(0, nothing), *[(-1, nothing)] * extra]
    for n, side in enumerate(sides):
        held = [sum(n - skipped in where.get(folio, ()) for folio in side) for skipped in range(extra + 1)]
        states = [
            max(
                (states[k][0] + held[k], states[k][1]) if states[k][0] >= 0 and n - k < found else (-1, nothing),
                (states[k - 1][0], states[k - 1][1] | {n}) if k and states[k - 1][0] >= 0 else (-1, nothing),
                key=lambda state: state[0],
            )
            for k in range(extra + 1)
        ]
    return states[extra]
