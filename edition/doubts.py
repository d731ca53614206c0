"""How sure each page cut is: what it would cost to move it to the places next to it."""

from dataclasses import dataclass
from itertools import pairwise
from math import exp

from edition.cutting import Cutting, Matter, Page
from edition.joins import Joins
from edition.paging import Paging
from edition.reach import Reach


@dataclass(frozen=True, slots=True)
class Doubt:
    """A cut that might lie elsewhere: fragments `first` to `last` might stand on page `other` and not on `folio`."""

    folio: int
    other: int
    first: int
    last: int
    confidence: float


def find_doubts(matter: Matter, joins: Joins, cutting: Cutting) -> tuple[Doubt, ...]:
    """Return a doubt for every two pages that are neighbours in the extraction, with the likeliest other cut."""
    paging = Paging(Reach(matter, joins, cutting.capacity, 0.05), cutting.hypothesis, 1)
    notes = {folio: (first, last) for folio, first, last in cutting.notes}
    order = [folio for side in cutting.hypothesis.sides for folio in side]
    filled = [f for f in order if (page := cutting.pages[f]) is not None and page.last > page.first]
    doubts = []
    for left, right in pairwise(filled):
        doubt = _doubt(paging, cutting.pages, notes, left, right)
        if doubt is not None:
            doubts.append(doubt)
    return tuple(doubts)


def _doubt(
    paging: Paging, pages: tuple[Page | None, ...], notes: dict[int, tuple[int, int]], left: int, right: int
) -> Doubt | None:
    a, b = pages[left], pages[right]
    assert a is not None
    assert b is not None
    if a.last != b.first:
        return None
    here = _local(paging, pages, notes, left, right)
    moves: list[tuple[float, int]] = []
    for cut in (a.last - 2, a.last - 1, a.last + 1, a.last + 2):
        if a.first < cut < b.last:
            moved = list(pages)
            moved[left], moved[right] = Page(a.first, cut), Page(cut, b.last)
            moves.append((_local(paging, tuple(moved), notes, left, right) - here, cut))
    if not moves:
        return None
    confidence = 1 / (1 + sum(exp(-cost) for cost, _ in moves))
    cut = min(moves)[1]
    if cut < a.last:
        return Doubt(left, right, cut, a.last, confidence)
    return Doubt(right, left, a.last, cut, confidence)


def _local(
    paging: Paging, pages: tuple[Page | None, ...], notes: dict[int, tuple[int, int]], left: int, right: int
) -> float:
    """Return the part of the cost that the cut between the two pages changes."""
    joins = paging.reach.joins
    cost = 0.0
    for folio in (left, right):
        page = pages[folio]
        assert page is not None
        cost += sum(joins.inside(i, i + 1) for i in range(page.first, page.last - 1))
        cost += paging.fill(pages, folio, notes.get(folio, (0, 0)))
        cost += paging.turn(paging.neighbour(pages, folio, -1), page) + paging.turn(
            page, paging.neighbour(pages, folio, 1)
        )
        labels = {paging.reach.matter.labels[i] for i in range(*notes.get(folio, (0, 0)))}
        marked = frozenset[str]().union(*paging.reach.matter.marks[page.first : page.last])
        cost += 4.0 * len(marked - labels)
    between = pages[left], pages[right]
    assert between[0] is not None
    assert between[1] is not None
    if right == left + 1:
        cost -= joins.turn(between[0].last - 1, between[1].first)
    elif right == left - 1:
        cost -= joins.turn(between[1].last - 1, between[0].first)
    return cost + (2.0 if between[1].first in joins.glued else 0.0)
