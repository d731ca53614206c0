"""The blocks of a sheet side shared out among its two pages, where an extraction ran them together."""

from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from edition.blocks import PrintedPage
from edition.entries import Entry
from edition.feet import find_calls
from edition.measures import begins_small, ends_open

BREADTH = 64
"""Ways to share out the first blocks of a side that are followed."""
SWITCHING, BACK = 0.6, 1.5
"""What it costs that an extraction went from page to page and back, and that it went up on the paper."""
RIGHT_FIRST = 3.0
"""What it costs that a side begins with its right page."""
OVERFULL = 0.9
"""The cost of a line more than a page holds."""
MOST = 40
"""Orders of a page's blocks that are weighed."""


@dataclass(slots=True)
class Block:
    """Lines of text without white space between them."""

    entries: list[Entry]
    segment: int
    """How many folios of the side stand above it."""
    weight: float
    load: float = 0.0
    """Its weight with that of the notes it calls, as far as one note is like another."""


Parts = tuple[list[Block], list[Block]]


@dataclass(slots=True)
class Shared:
    """A side with two folios, and its blocks."""

    pages: tuple[int, int]
    printed: tuple[bool, bool]
    """Whether the folio of each is printed; a page without may be blank."""
    blocks: list[Block]
    parts: Parts = field(default_factory=lambda: ([], []))
    """The blocks of each page in the order in which they stand on it."""


def share_blocks(sides: list[list[list[Entry]]], pages: tuple[PrintedPage, ...], capacity: float) -> None:
    """Set page and place of every line of text anew: pages are full, and read on from one to the next by folio."""
    shared: list[Shared] = []
    for number, side in enumerate(sides):
        own = [n for n, page in enumerate(pages) if page.side == number and page.folio]
        printed = {e.page for column in side for e in column if e.role == "folio"}
        if len(side) == 1 and len(own) == 2 and capacity:
            shared.append(_read_side(side[0], (own[0], own[1]), (own[0] in printed, own[1] in printed)))
    edges = _Edges(sides, pages)
    for _ in range(2):
        for one in shared:
            if len(one.blocks) > 1 or (one.blocks and not all(one.printed)):
                one.parts = min(_ways(one, capacity), key=partial(_cost, one, edges, capacity))
                edges.settle(one)
    for one in shared:
        for page, part in zip(one.pages, one.parts, strict=True):
            for place, block in enumerate(part):
                for entry in block.entries:
                    entry.page, entry.place = page, place


def _read_side(column: list[Entry], pages: tuple[int, int], printed: tuple[bool, bool]) -> Shared:
    blocks: list[Block] = []
    passed = 0
    last: Entry | None = None
    for entry in column:
        passed += entry.role == "folio"
        if entry.role == "text":
            if last is None or last.role != "text" or entry.line.below:
                blocks.append(Block([], passed, 0.0))
            blocks[-1].entries.append(entry)
            blocks[-1].weight += entry.lines
        last = entry
    labels = {entry.label for entry in column if entry.label and entry.role in ("label", "note")}
    called = [sum(c in labels for e in block.entries for _, _, c in find_calls(e.line)) for block in blocks]
    each = sum(0.8 * entry.lines for entry in column if entry.role == "note") / max(1, sum(called))
    for block, calls in zip(blocks, called, strict=True):
        block.weight += _leading(block)
        block.load = block.weight + each * calls
    parts = tuple([b for b in blocks if b.entries[0].page == page] for page in pages)
    return Shared(pages, printed, blocks, (parts[0], parts[1]))


@dataclass(slots=True)
class _Edges:
    """The first and last line of every page as it is thought to be, by its folio."""

    sides: list[list[list[Entry]]]
    pages: tuple[PrintedPage, ...]
    first: dict[int, Entry] = field(default_factory=dict)
    last: dict[int, Entry] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for entry in (e for side in self.sides for column in side for e in column if e.role == "text"):
            folio = self.pages[entry.page].folio
            self.first.setdefault(folio, entry)
            self.last[folio] = entry

    def settle(self, one: Shared) -> None:
        for page, part in zip(one.pages, one.parts, strict=True):
            if part:
                self.first[self.pages[page].folio] = part[0].entries[0]
                self.last[self.pages[page].folio] = part[-1].entries[-1]


class _Way(NamedTuple):
    """Pages for the first few blocks of a side, in the order of the source."""

    cost: float
    turns: tuple[int, ...]
    """By block: 0 for the left page, 1 for the right."""
    depths: tuple[float, float]
    """How much text stands on each page."""
    loads: tuple[float, float]
    """The same with its notes."""
    switches: int
    backs: int
    """How often a block stands higher on the paper than the one before it."""

    @property
    def total(self) -> float:
        """Return the cost with that of the order: column by column, or both columns from the top of the paper down."""
        return self.cost + (SWITCHING + BACK * self.backs if self.switches > 1 else 0.0)


def _ways(one: Shared, capacity: float) -> list[Parts]:
    """Return the likelier ways to share the blocks out; those below both folios may stand anywhere on their page."""
    kept = [block for block in one.blocks if block.segment < 2]
    parted = any(block.segment == 1 for block in kept)
    ways = [_Way(0.0, (), (0.0, 0.0), (0.0, 0.0), 0, 0)]
    for block in one.blocks:
        ways = [
            _extend(way, one, page, capacity, misplaced=parted and block.segment == 1 - page)
            for way in ways
            for page in (0, 1)
        ]
        ways = sorted(ways, key=lambda way: (way.total, way.turns))[:BREADTH]
    return [
        parts
        for way in ways
        if all((page in way.turns) or not one.printed[page] for page in (0, 1))
        for parts in _insert_strays(_assign(one, way.turns))
    ]


def _extend(way: _Way, one: Shared, page: int, capacity: float, *, misplaced: bool) -> _Way:
    """Return the way with the next block on a page."""
    n = len(way.turns)
    block = one.blocks[n]
    turns = (*way.turns, page)
    last = max((k for k in range(n) if way.turns[k] == page), default=None)
    cost = way.cost + (4.0 if misplaced and block.segment < 2 else 0.0) + (RIGHT_FIRST if n == 0 and page else 0.0)
    if last is not None and block.segment < 2:
        cost += _under(one.blocks[last], block, parted=last < n - 1)
    top, before = way.depths[page], way.depths[way.turns[-1]] - one.blocks[n - 1].weight if n else 0.0
    depths, loads = list(way.depths), list(way.loads)
    depths[page] += block.weight
    loads[page] += block.load
    cost += OVERFULL * (max(0.0, loads[page] - 1.04 * capacity) - max(0.0, way.loads[page] - 1.04 * capacity))
    switched = n > 0 and way.turns[-1] != page and block.segment < 2
    back = switched and top < before - 2
    return _Way(cost, turns, (depths[0], depths[1]), (loads[0], loads[1]), way.switches + switched, way.backs + back)


def _assign(one: Shared, choice: tuple[int, ...]) -> Parts:
    left, right = ([b for b, c in zip(one.blocks, choice, strict=True) if c == page] for page in (0, 1))
    return left, right


def _insert_strays(parts: Parts) -> list[Parts]:
    """Return the parts with the blocks that strayed below both folios at every place on their pages."""
    lefts, rights = (_places(part) for part in parts)
    return [(left, right) for left in lefts for right in rights]


def _places(part: list[Block]) -> list[list[Block]]:
    ways = [[block for block in part if block.segment < 2]]
    for stray in (block for block in part if block.segment > 1):
        ways = [[*way[:n], stray, *way[n:]] for way in ways for n in range(len(way), -1, -1)][:MOST]
    return ways


def _cost(one: Shared, edges: _Edges, capacity: float, parts: Parts) -> float:
    turns = tuple(0 if block in parts[0] else 1 for block in one.blocks)
    way = _Way(0.0, (), (0.0, 0.0), (0.0, 0.0), 0, 0)
    parted = any(block.segment == 1 for block in one.blocks)
    for block, page in zip(one.blocks, turns, strict=True):
        way = _extend(way, one, page, capacity, misplaced=parted and block.segment == 1 - page)
    cost = way.total - (0.0 if parts[0] else RIGHT_FIRST)
    here = {edges.pages[page].folio: part for page, part in zip(one.pages, parts, strict=True)}
    for page, part in zip(one.pages, parts, strict=True):
        cost += 0.12 * max(0.0, capacity - sum(block.load for block in part))
        if not part:
            continue
        cost += sum(_under(a, b) for a, b in pairwise(part) if b.segment > 1 or a.segment > 1)
        cost += 3.0 if _heads(part[-1]) else 0.0
        folio = edges.pages[page].folio
        # The pages in the middle of a signature stand side by side.
        left, right = here.get(folio - 1), here.get(folio + 1)
        before = left[-1].entries[-1] if left else edges.last.get(folio - 1)
        after = right[0].entries[0] if right else edges.first.get(folio + 1)
        cost += _turn(before, part[0].entries[0]) if before else 0.0
        cost += _turn(part[-1].entries[-1], after) if after else 0.0
    return cost


def _under(above: Block, below: Block, *, parted: bool = False) -> float:
    """Return the cost of white space between two blocks of one page: it parts paragraphs, not sentences.

    `parted` says that a block of the other page stands between them in the source.
    """
    small = begins_small(below.entries[0].line)
    if _heads(above):
        return 4.0 if small else -0.5
    if ends_open(above.entries[-1].line):
        return 3.0 if small else 2.0
    return 4.0 if small else 0.0 if parted or _heads(below) or _heads_first(below) else 0.8


def _heads(block: Block) -> bool:
    return len(block.entries) < 4 and ends_open(block.entries[-1].line) and block.entries[-1].line.width < 26


def _leading(block: Block) -> float:
    """Return how many lines of white space stand about the headings of a block."""
    if _heads(block):
        return 1.0 + len(block.entries)
    return 2.0 if _heads_first(block) else 0.0


def _heads_first(block: Block) -> bool:
    return len(block.entries) > 1 and ends_open(block.entries[0].line) and not begins_small(block.entries[1].line)


def _turn(last: Entry, first: Entry) -> float:
    """Return the cost of one page ending with a line and the next beginning with the other."""
    small = begins_small(first.line)
    if last.line.text[-1:] in "-\u2010\u00ad":
        return -3.0 if small else 2.0
    if ends_open(last.line):
        return -2.5 if small else 1.5
    return 4.0 if small else 0.0
