"""The blocks of a sheet side shared out among its two pages, where an extraction ran them together."""

from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise, product

from edition.blocks import PrintedPage
from edition.measures import begins_small, ends_open
from edition.pages import Entry

MANY = 11
"""More blocks than this are only cut in two, not shared out in every way."""
MOST = 40
"""Orders of a page's blocks that are weighed."""


@dataclass(slots=True)
class Block:
    """Lines of text without white space between them."""

    entries: list[Entry]
    segment: int
    """How many folios of the side stand above it."""
    weight: float


Parts = tuple[list[Block], list[Block]]


@dataclass(slots=True)
class Shared:
    """A side with two folios: its blocks, and the weight of the notes on each page."""

    pages: tuple[int, int]
    printed: tuple[bool, bool]
    """Whether the folio of each is printed; a page without may be blank."""
    blocks: list[Block]
    noted: tuple[float, float]
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
                one.parts = min(_ways(one), key=partial(_cost, one, edges, capacity))
                edges.settle(one)
    for one in shared:
        for page, part in zip(one.pages, one.parts, strict=True):
            for place, block in enumerate(part):
                for entry in block.entries:
                    entry.page, entry.place = page, place


def _read_side(column: list[Entry], pages: tuple[int, int], printed: tuple[bool, bool]) -> Shared:
    blocks: list[Block] = []
    passed = 0
    noted = [0.0, 0.0]
    last: Entry | None = None
    for entry in column:
        passed += entry.role == "folio"
        if entry.role == "note":
            noted[pages.index(entry.page) if entry.page in pages else 0] += 0.8
        if entry.role == "text":
            if last is None or last.role != "text" or entry.line.below:
                blocks.append(Block([], passed, 0.0))
            blocks[-1].entries.append(entry)
            blocks[-1].weight += entry.lines
        last = entry
    for block in blocks:
        block.weight += _leading(block)
    parts = tuple([b for b in blocks if b.entries[0].page == page] for page in pages)
    return Shared(pages, printed, blocks, (noted[0], noted[1]), (parts[0], parts[1]))


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


def _ways(one: Shared) -> list[Parts]:
    """Return the ways to share the blocks out; those below both folios may stand anywhere on their page."""
    count = len(one.blocks)
    if count > MANY:
        choices = [(0,) * n + (1,) * (count - n) for n in range(count + 1)]
    else:
        choices = list(product((0, 1), repeat=count))
    least, most = (1 if one.printed[1] else 0), (count - 1 if one.printed[0] else count)
    choices = [choice for choice in choices if least <= sum(choice) <= most]
    ways = [_assign(one, choice) for choice in choices]
    return [way for base in ways for way in _insert_strays(base)]


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
    cost = 0.0
    turns = [0 if block in parts[0] else 1 for block in one.blocks]
    kept = [turn for turn, block in zip(turns, one.blocks, strict=True) if block.segment < 2]
    cost += 1.2 * max(0, sum(a != b for a, b in pairwise(kept)) - 1) + (1.5 if turns[0] else 0.0)
    parted = any(block.segment == 1 for block in one.blocks)
    for block, page in zip(one.blocks, turns, strict=True):
        if parted and block.segment < 2 and block.segment != page:
            cost += 4.0
    for page, part, noted in zip(one.pages, parts, one.noted, strict=True):
        weight = sum(block.weight for block in part) + noted
        cost += 0.9 * max(0.0, weight - 1.04 * capacity) + 0.12 * max(0.0, capacity - weight)
        if not part:
            continue
        cost += sum(_under(a, b) for a, b in pairwise(part)) + (3.0 if _heads(part[-1]) else 0.0)
        folio = edges.pages[page].folio
        before, after = edges.last.get(folio - 1), edges.first.get(folio + 1)
        cost += _turn(before, part[0].entries[0]) if before else 0.0
        cost += _turn(part[-1].entries[-1], after) if after else 0.0
    return cost


def _under(above: Block, below: Block) -> float:
    """Return the cost of white space between two blocks of one page: it parts paragraphs, not sentences."""
    small = begins_small(below.entries[0].line)
    if _heads(above):
        return 4.0 if small else -0.5
    if ends_open(above.entries[-1].line):
        return 3.0 if small else 2.0
    return 4.0 if small else 0.0 if _heads(below) or _heads_first(below) else 0.8


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
