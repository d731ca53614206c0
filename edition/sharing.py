"""Sides with several pages shared out together: each page has to read on into the next by folio."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations

from edition.blocks import PrintedPage
from edition.entries import Entry
from edition.joins import Joins
from edition.lexicon import Lexicon
from edition.measures import Measure
from edition.portions import Block, Parts, Shared, heads, is_bare, read_shared
from edition.shares import share_out

ROUNDS = 4
"""How often every side is shared out anew: what stands on the pages before and behind its own may have changed."""
PAIRED = 10
"""Ways of two sides that are weighed together."""
UNREAD = 6.0
"""The cost of a book that begins or ends within a sentence."""
MISPLACED_TITLE = 3.0
"""The cost of a page with a title's few short lines in the middle of a book."""
OPEN, ENOUGH = 0.3, 0.85
"""The cost of a line that is lacking on a page from which a sentence runs on, below this share of a full page."""
HANGING = 6.0
"""The cost of a heading that ends a page."""
ON_TOP = 1.0
"""The cost of a heading that begins a page though the page before it is full."""
NEAR = 7.0
"""Nats behind the best up to which another way to share a side out is asked about."""
ASKED = 3
"""Other ways of a side that are kept."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another way to share out a side: how much less likely it is, in nats, and where its lines would stand."""

    behind: float
    places: dict[int, tuple[int, int]]
    """Page and place by the start of each line."""
    starts: tuple[int, ...]
    """Where its blocks begin."""


@dataclass(slots=True)
class _Book:
    """The pages as they are thought to be, by folio."""

    pages: tuple[PrintedPage, ...]
    joins: Joins
    capacity: float
    held: dict[int, tuple[Block, ...]] = field(default_factory=dict)
    highest: int = 0

    def hold(self, one: Shared, parts: Parts) -> None:
        """Put the parts of a side on its pages."""
        one.parts = parts
        for page, part in zip(one.pages, parts, strict=True):
            self.held[self.pages[page].folio] = part

    def reading_cost(self, *given: tuple[Shared, Parts]) -> float:
        """Return the cost of the page turns that the pages of some sides take part in, if they hold these parts."""
        own = {
            self.pages[page].folio: part for one, parts in given for page, part in zip(one.pages, parts, strict=True)
        }
        pairs: set[tuple[int, int]] = set()
        for folio, part in own.items():
            before, after = self._beside(own, folio, -1), self._beside(own, folio, 1)
            pairs |= {(before, after)} if not part else {(before, folio), (folio, after)}
        cost = sum(self._turn(own.get(a, self.held.get(a)), own.get(b, self.held.get(b))) for a, b in pairs)
        return cost + sum(MISPLACED_TITLE for f, part in own.items() if is_bare(part) and 2 < f < self.highest - 3)

    def are_neighbours(self, one: Shared, other: Shared) -> bool:
        """Tell whether a page of one side is next to a page of the other in the book."""
        folios = [{self.pages[page].folio for page in side.pages} for side in (one, other)]
        return any(abs(a - b) == 1 for a in folios[0] for b in folios[1])

    def _beside(self, own: dict[int, tuple[Block, ...]], folio: int, step: int) -> int:
        folio += step
        while 0 < folio <= self.highest and not own.get(folio, self.held.get(folio)):
            folio += step
        return folio

    def _turn(self, before: tuple[Block, ...] | None, after: tuple[Block, ...] | None) -> float:
        """Return the cost of one page standing before another; None is the edge of the book."""
        ends = self.joins.ends[before[-1].number].state if before else "closed"
        begins = self.joins.starts[after[0].number].state if after else "upper"
        if not before or not after or is_bare(before) or is_bare(after):
            open_end = ends in ("hyphen", "open", "comma") and not (before and is_bare(before))
            return UNREAD * open_end + UNREAD * (begins == "lower")
        cost = self.joins.turn(before[-1].number, after[0].number)
        lacking = ENOUGH * self.capacity - sum(block.load for block in before)
        if ends in ("hyphen", "open", "comma"):
            cost += min(5.0, OPEN * max(0.0, lacking))
        cost += HANGING * (before[-1].bare and heads(before[-1]))
        return cost + ON_TOP * (heads(after[0]) and lacking < 0)


def share_blocks(
    sides: list[list[list[Entry]]],
    pages: tuple[PrintedPage, ...],
    capacity: float,
    measure: Measure | None,
    lexicon: Lexicon,
    held: float = 0.0,
) -> list[Alternative]:
    """Set page and place of every line of text anew: pages are full, and read on from one to the next by folio.

    Returned are the other ways that are nearly as good. `held` is by how many nats a way has to be better than that in
    which the pages were found.
    """
    if measure is None or not capacity:
        return []
    shared = read_shared(sides, pages, capacity, measure)
    joins = Joins(tuple(block.text for one in shared for block in one.blocks), lexicon)
    book = _Book(pages, joins, capacity, highest=max((page.folio for page in pages), default=0))
    for one in shared:
        book.hold(one, one.parts)
    tried = (
        (one, [(cost + held * (parts != one.parts), parts) for cost, parts in share_out(one, capacity, joins)])
        for one in shared
        if _may_differ(one)
    )
    doubtful = [(one, ways) for one, ways in tried if ways]
    _settle(book, doubtful)
    for one in shared:
        for page, part in zip(one.pages, one.parts, strict=True):
            for place, block in enumerate(part):
                for entry in block.entries:
                    entry.page, entry.place = page, place
    return [other for one, ways in doubtful for other in _read_others(book, one, ways)]


def _settle(book: _Book, doubtful: list[tuple[Shared, list[tuple[float, Parts]]]]) -> None:
    """Give every side the parts that fit best between its neighbours, one by one, then two by two."""
    for n in range(ROUNDS):
        changed = False
        for one, ways in doubtful:
            _, parts = min(_rated(book, one, ways), key=lambda rated: rated[0])
            changed = changed or parts != one.parts
            book.hold(one, parts)
        if n and not changed:
            break
        changed = False
        for (one, ways), (other, more) in combinations(doubtful, 2):
            if book.are_neighbours(one, other):
                changed = _settle_two(book, (one, ways), (other, more)) or changed
        if not changed:
            break


def _settle_two(
    book: _Book, first: tuple[Shared, list[tuple[float, Parts]]], second: tuple[Shared, list[tuple[float, Parts]]]
) -> bool:
    """Give two sides the parts that fit best together; tell whether anything changed."""
    one, other = first[0], second[0]
    likely = [sorted(ways, key=lambda way: way[0])[:PAIRED] for _, ways in (first, second)]
    chosen = min(
        (
            (a[0] + b[0] + book.reading_cost((one, a[1]), (other, b[1])), a[1], b[1])
            for a in likely[0]
            for b in likely[1]
        ),
        key=lambda rated: rated[0],
    )
    now = sum(next(cost for cost, parts in ways if parts == side.parts) for side, ways in (first, second))
    if chosen[0] >= now + book.reading_cost((one, one.parts), (other, other.parts)) - 1e-9:
        return False
    book.hold(one, chosen[1])
    book.hold(other, chosen[2])
    return True


def _may_differ(one: Shared) -> bool:
    return len(one.blocks) > 1 or (bool(one.blocks) and not all(one.printed))


def _rated(book: _Book, one: Shared, ways: list[tuple[float, Parts]]) -> Iterator[tuple[float, Parts]]:
    for cost, parts in ways:
        yield cost + book.reading_cost((one, parts)), parts


def _read_others(book: _Book, one: Shared, ways: list[tuple[float, Parts]]) -> list[Alternative]:
    """Return the other ways of a side that are nearly as good as the one that was chosen."""
    rated = sorted(_rated(book, one, ways), key=lambda rated: rated[0])
    best = rated[0][0]
    return [
        Alternative(
            cost - best,
            {
                entry.line.start: (page, place)
                for page, part in zip(one.pages, parts, strict=True)
                for place, block in enumerate(part)
                for entry in block.entries
            },
            tuple(block.entries[0].line.start for part in parts for block in part),
        )
        for cost, parts in rated
        if parts != one.parts and cost < best + NEAR
    ][:ASKED]
