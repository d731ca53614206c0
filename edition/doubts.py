"""How sure each page cut is: what it would cost to move it to the places next to it."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from math import exp

from edition.cutting import EDGE, Cutting, Matter, Page
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


Fill = Callable[[Paging, tuple[Page | None, ...], int, tuple[int, int]], float]
"""What it costs how full a page is with its notes, in nats: `Paging.fill`, or what knows its lines."""


def find_doubts(matter: Matter, joins: Joins, cutting: Cutting, fill: Fill = Paging.fill) -> tuple[Doubt, ...]:
    """Return a doubt for every two pages that are neighbours in the extraction, with the likeliest other cut."""
    paging, notes = _paging(matter, joins, cutting), notes_of(cutting)
    doubts = []
    for left, right in pairwise(filled_of(cutting)):
        moves = _moves(paging, fill, cutting.pages, notes, left, right)
        page = cutting.pages[left]
        if moves and page is not None:
            confidence = 1 / (1 + sum(exp(min(30.0, -cost)) for cost, _ in moves))
            cut = min(moves)[1]
            doubts.append(
                Doubt(left, right, cut, page.last, confidence)
                if cut < page.last
                else Doubt(right, left, page.last, cut, confidence)
            )
    return tuple(doubts)


def settle(matter: Matter, joins: Joins, cutting: Cutting, fill: Fill = Paging.fill) -> Cutting:
    """Return the cutting with each cut at the best place near it: the search drops what looks dear on the way."""
    paging, notes = _paging(matter, joins, cutting), notes_of(cutting)
    for _ in range(PASSES):
        settled = cutting
        for left, right in pairwise(filled_of(cutting)):
            cost, cut = min(_moves(paging, fill, settled.pages, notes, left, right), default=(0.0, 0))
            if cost < 0:
                settled = settled._replace(cost=settled.cost + cost, pages=_moved(settled.pages, left, right, cut))
        if settled is cutting:
            break
        cutting = settled
    return cutting


PASSES = 3
"""How often each cut may move: one that moved opens a better place to the next."""


def _paging(matter: Matter, joins: Joins, cutting: Cutting) -> Paging:
    return Paging(Reach(matter, joins, cutting.capacity, 0.05), cutting.hypothesis, 1)


def notes_of(cutting: Cutting) -> dict[int, tuple[int, int]]:
    """Return the notes of each page that has any, the first and the last, half-open."""
    return {folio: (first, last) for folio, first, last in cutting.notes}


def filled_of(cutting: Cutting) -> list[int]:
    """Return the pages with text in the order of the extraction."""
    order = [folio for side in cutting.hypothesis.sides for folio in side]
    return [f for f in order if (page := cutting.pages[f]) is not None and page.last > page.first]


def _moved(pages: tuple[Page | None, ...], left: int, right: int, cut: int) -> tuple[Page | None, ...]:
    """Return the pages with the cut between these two at another place."""
    a, b = pages[left], pages[right]
    assert a is not None
    assert b is not None
    moved = list(pages)
    moved[left], moved[right] = Page(a.first, cut), Page(cut, b.last)
    return tuple(moved)


def _moves(
    paging: Paging, fill: Fill, pages: tuple[Page | None, ...], notes: dict[int, tuple[int, int]], left: int, right: int
) -> list[tuple[float, int]]:
    """Return what it costs to move the cut between two pages to each place near it."""
    a, b = pages[left], pages[right]
    assert a is not None
    assert b is not None
    if a.last != b.first:
        return []
    here = _local(paging, fill, pages, notes, left, right)
    return [
        (
            _local(paging, fill, _moved(pages, left, right, cut), notes, left, right)
            - here
            + _lean(paging, pages, left, right, cut),
            cut,
        )
        for cut in range(a.last - _FAR, a.last + _FAR + 1)
        if a.first < cut < b.last and cut != a.last
    ]


_FAR = 2
"""How many fragments a cut may be moved over."""


def _lean(paging: Paging, pages: tuple[Page | None, ...], left: int, right: int, cut: int) -> float:
    """Return how much better what would move to the other page goes with what stands where it is, in nats."""
    a, b = pages[left], pages[right]
    assert a is not None
    assert b is not None
    if right == left + 1:
        return 0.0
    after, before = paging.neighbour(pages, left, 1), paging.neighbour(pages, right, -1)
    run = range(min(cut, a.last), max(cut, a.last))
    end = run.start - 1 if run.start > a.first else None
    start = run.stop if run.stop < b.last else None
    value = paging.reach.joins.cohesion.lean(
        run,
        (end, after.first if after not in (None, EDGE, b) else None),
        (before.last - 1 if before not in (None, EDGE, a) else None, start),
    )
    return value if cut < a.last else -value


def _local(
    paging: Paging, fill: Fill, pages: tuple[Page | None, ...], notes: dict[int, tuple[int, int]], left: int, right: int
) -> float:
    """Return the part of the cost that the cut between the two pages changes."""
    joins = paging.reach.joins
    cost = 0.0
    for folio in (left, right):
        page = pages[folio]
        assert page is not None
        cost += sum(joins.inside(i, i + 1) for i in range(page.first, page.last - 1))
        cost += fill(paging, pages, folio, notes.get(folio, (0, 0)))
        cost += _read(paging, paging.neighbour(pages, folio, -1), page)
        cost += _read(paging, page, paging.neighbour(pages, folio, 1))
        labels = {paging.reach.matter.labels[i] for i in range(*notes.get(folio, (0, 0)))}
        marked = frozenset[str]().union(*paging.reach.matter.marks[page.first : page.last])
        cost += 4.0 * len(marked - labels)
    between = pages[left], pages[right]
    assert between[0] is not None
    assert between[1] is not None
    if right == left + 1:
        cost -= _read(paging, *between)
    elif right == left - 1:
        cost -= _read(paging, between[1], between[0])
    return cost + (2.0 if between[1].first in joins.glued else 0.0)


def _read(paging: Paging, before: Page | None, after: Page | None) -> float:
    """Return what it costs to read on from one page to another, whatever the two speak of."""
    joins, cost = paging.reach.joins, paging.turn(before, after)
    if before is None or after is None or EDGE in (before, after):
        return cost
    ends = before.last - 1, after.first
    return cost if ends in joins.told else cost - joins.turn(*ends) + joins.reading(*ends)
