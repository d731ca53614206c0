"""What it costs to give the blocks of a side, whose pages an extraction ran together, to one of its pages each."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from edition.cohesion import stems_of
from edition.joins import Joins
from edition.portions import Block, Parts, Shared, heads, heads_first, is_bare, number_of

SWITCHING, BACK = 0.3, 0.5
"""What it costs that an extraction went from page to page and back, and that it went up on the paper."""
AGAINST, LEVEL = 2.0, 2.0
"""What it costs that a block comes behind one to its right that is no higher, and how many lines are no height."""
RIGHT_FIRST = 3.0
"""What it costs that a side begins with its right page."""
MISPLACED = 4.0
"""What it costs that a block stands above the folio of another page, or below its own."""
AGAIN = 1.0
"""What that costs of another block of the page."""
STRAYED = 1.0
"""What the latter costs where folios stand together: what lies beside them may come behind."""
UNNUMBERED = 3.0
"""What text costs on a page whose folio is not printed, unless it is a title's."""
OVERFULL = 0.9
"""The cost of a line more than a page holds."""
LACKING = 0.12
"""The cost of a line less than a page holds."""
UNPARTED = 0.8
"""The cost of white space between blocks that seems to have no reason."""
STACKED, TITLED, NUMERAL = 1.0, 2.5, 2.0
"""The cost of a heading under another of a word or two, or of more; and of figures alone among text."""
NEXT, AMISS = 1.0, 2.5
"""What speaks for a heading whose number is the next on its page, and what it costs that it is another."""
DRAWN, TOGETHER = 3.0, 0.5
"""Nats at most by which a heading's words tell what stands below it, and how far those of other blocks are believed."""
MOVED = 4.0
"""What it costs that an extraction gives a heading before what stands above it, or behind what stands below."""
MOST = 40
"""Orders of a page's blocks that are weighed."""
BREADTH = 64
"""Ways to share out the first blocks of a side that are followed."""


class _Way(NamedTuple):
    """Pages for the first few blocks of a side, in the order of the source."""

    cost: float
    reading: float
    """What it costs that blocks stand under each other on a page: as long as no block strayed between them."""
    turns: tuple[int, ...]
    """By block: its page, counted on the side."""
    depths: tuple[float, ...]
    """How much text stands on each page."""
    loads: tuple[float, ...]
    """The same with its notes."""
    switches: int
    backs: int
    """How often a block stands higher on the paper than the one before it."""

    @property
    def total(self) -> float:
        """Return the cost without that of reading; column by column, or all columns from the top of the paper down."""
        return self.cost + (SWITCHING + BACK * self.backs if self.switches >= len(self.depths) else 0.0)


def share_out(one: Shared, capacity: float, joins: Joins) -> Iterator[tuple[float, Parts]]:
    """Yield the likelier ways to share the blocks out with what they cost, page turns left out of account.

    Blocks below the folio of their page may stand anywhere on it, and its headings elsewhere than in the source.
    """
    none = (0.0,) * len(one.pages)
    ways = [_Way(0.0, 0.0, (), none, none, 0, 0)]
    for _ in one.blocks:
        ways = [_extend(way, one, page, capacity, joins) for way in ways for page in range(len(one.pages))]
        ways = sorted(ways, key=lambda way: (way.total + way.reading, way.turns))[:BREADTH]
    orders = _Orders(one, capacity, joins)
    for way in ways:
        if all(page in way.turns or not one.printed[page] for page in range(len(one.pages))) or not one.blocks:
            for cost, parts in orders.of_pages(way.turns):
                yield way.total + _first_cost(one, parts) + cost, parts


def _extend(way: _Way, one: Shared, page: int, capacity: float, joins: Joins) -> _Way:
    """Return the way with the next block on a page."""
    n = len(way.turns)
    block = one.blocks[n]
    stray = one.is_stray(block, page)
    last = max((k for k in range(n) if way.turns[k] == page), default=None)
    place = _place_cost(one, block, page)
    if any(turn == page and one.blocks[k].group == block.group for k, turn in enumerate(way.turns)):
        place = min(place, AGAIN)  # Columns read by turns go astray together.
    fresh = not any(turn == page and not one.blocks[k].bare for k, turn in enumerate(way.turns))
    cost, reading = way.cost + place + UNNUMBERED * (fresh and not block.bare and not one.printed[page]), way.reading
    if last is not None and not stray:
        reading += read_under(joins, one.blocks[last], block)
    before = way.depths[way.turns[-1]] - one.blocks[n - 1].weight if n else 0.0
    top = way.depths[page]
    depths, loads = list(way.depths), list(way.loads)
    depths[page] += block.weight
    loads[page] += block.load
    cost += OVERFULL * (max(0.0, loads[page] - 1.04 * capacity) - max(0.0, way.loads[page] - 1.04 * capacity))
    switched = n > 0 and way.turns[-1] != page and not stray and one.blocks[n - 1].group == block.group
    leftwards = switched and page < way.turns[-1]
    back = switched and not leftwards and 0 < top < before - LEVEL
    # Where on its page a title stands is not known.
    cost += AGAINST * (leftwards and top < before + LEVEL and not (block.bare and not top))
    turns = (*way.turns, page)
    return _Way(cost, reading, turns, tuple(depths), tuple(loads), way.switches + switched, way.backs + back)


def _place_cost(one: Shared, block: Block, page: int) -> float:
    """Return the cost of where a block of a page stands among the folios."""
    if not one.groups or not one.printed[page]:
        return 0.0
    last = block.group >= len(one.groups)
    if page in one.groups[-1 if last else block.group]:
        return 0.0
    above = next((group for group in one.groups[: block.group] if page in group), None)
    return STRAYED if above is not None and (last or len(above) > 1) else MISPLACED


def _first_cost(one: Shared, parts: Parts) -> float:
    """Return the cost of a side that does not begin with its left page, unless that has a title alone."""
    cost = 0.0
    for k, group in enumerate(one.groups or (frozenset(range(len(one.pages))),)):
        own = [p for p in sorted(group) if any(b.group == k for b in parts[p])]
        first = min((b.number for p in own for b in parts[p] if b.group == k), default=0)
        beside = [p for p in own if not all(b.bare for b in parts[p])]
        cost += RIGHT_FIRST * bool(beside and all(b.number != first for b in parts[beside[0]]) and own[0] == beside[0])
    return cost


def _page_cost(part: tuple[Block, ...], capacity: float, joins: Joins, *, printed: bool) -> float:
    """Return the cost of a page by itself: what it lacks to be full, and how its blocks read."""
    if not part and not printed:
        return 0.0  # It is blank.
    cost = LACKING * max(0.0, capacity - sum(block.load for block in part))
    if is_bare(part):
        return cost
    cost += NUMERAL * sum(not any(map(str.isalpha, block.text)) for block in part) + _number_cost(part)
    return cost + sum(read_under(joins, above, below) for above, below in pairwise(part))


def _number_cost(part: tuple[Block, ...]) -> float:
    """Return the cost of the numbers that the headings of a page have: they rise one by one."""
    cost = 0.0
    for (kind, last), (other, number) in pairwise(told for block in part if (told := number_of(block))):
        nexts = [(*last, 1), *((*last[:k], last[k] + 1) for k in range(len(last)))]
        cost += (kind == other) * (-NEXT if number in nexts else AMISS)
    return cost


@dataclass(slots=True)
class _Orders:
    """The orders in which the blocks of a side may stand on its pages."""

    one: Shared
    capacity: float
    joins: Joins
    _known: dict[tuple[int, tuple[int, ...]], list[tuple[float, tuple[Block, ...]]]] = field(default_factory=dict)

    def of_pages(self, turns: tuple[int, ...]) -> list[tuple[float, Parts]]:
        """Return the cheapest parts, if each block stands on this page, with what their orders cost."""
        found: list[tuple[float, Parts]] = [(0.0, ())]
        for page in range(len(self.one.pages)):
            part = tuple(b for b, turn in zip(self.one.blocks, turns, strict=True) if turn == page)
            own = self._of_page(page, part)
            found = [(cost + more, (*parts, order)) for cost, parts in found for more, order in own]
            found = sorted(found, key=lambda way: way[0])[: 4 * MOST]
        return found

    def _of_page(self, page: int, part: tuple[Block, ...]) -> list[tuple[float, tuple[Block, ...]]]:
        key = page, tuple(block.number for block in part)
        if key not in self._known:
            printed = self.one.printed[page]
            own = [
                (cost + _page_cost(order, self.capacity, self.joins, printed=printed), order)
                for cost, order in self._permute(page, part)
            ]
            self._known[key] = sorted(own, key=lambda way: way[0])[:MOST]
        return self._known[key]

    def _permute(self, page: int, part: tuple[Block, ...]) -> list[tuple[float, tuple[Block, ...]]]:
        """Return the orders of a page's blocks: those that strayed stand below each other, headings anywhere."""
        strays = [block for block in part if self.one.is_stray(block, page)]
        several = len(self.one.pages) > 1
        moving = [b for b in part if several and b not in strays and b.bare and heads(b)]
        fixed = tuple(block for block in part if block not in strays and block not in moving)
        ways = [(0.0, fixed, 0)]
        for block in moving:
            ways = [
                (cost + MOVED * _is_moved(block, order, n), (*order[:n], block, *order[n:]), 0)
                for cost, order, _ in ways
                for n in range(len(order), -1, -1)
            ]
            ways = sorted(ways, key=lambda way: way[0])[:MOST]
        for stray in strays:
            ways = [
                (cost, (*order[:n], stray, *order[n:]), n + 1)
                for cost, order, first in ways
                for n in range(len(order), first - 1, -1)
            ]
            ways = sorted(ways, key=lambda way: way[0])[:MOST]
        return [(cost, order) for cost, order, _ in ways]


def _is_moved(heading: Block, order: tuple[Block, ...], place: int) -> bool:
    """Tell whether a heading that is set at this place stands otherwise among the other blocks than in the source."""
    return any((block.number < heading.number) != (n < place) for n, block in enumerate(order))


def read_under(joins: Joins, above: Block, below: Block) -> float:
    """Return the cost of white space between two blocks of one page: it parts paragraphs, not sentences.

    Between blocks that nothing parts in the source, there is a reason for it: a heading, or a quotation.
    """
    cost = joins.inside(above.number, below.number)
    if heads(above):
        stacked = STACKED if above.text.count(" ") < 2 else TITLED
        return cost + (stacked if heads(below) else -0.5 - _draw(joins, above, below))
    if min(len(above.entries), len(below.entries)) > 3:
        cost -= TOGETHER * joins.cohesion.between(above.number, below.number)
    if joins.ends[above.number].state in ("colon", "dash") and joins.starts[below.number].quoted:
        return -0.5
    parted = below.number != above.number + 1 or below.group != above.group
    return cost + (0.0 if parted or heads(below) or heads_first(below) else UNPARTED)


def _draw(joins: Joins, heading: Block, below: Block) -> float:
    """Return how much likelier a heading stands above a block than anywhere, by the words that they share."""
    told = joins.cohesion.leanings(stems_of(heading.text), (None, below.number), (None, None))
    return min(DRAWN, sum(told))
