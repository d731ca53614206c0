"""The blocks of sheet sides whose pages an extraction ran together, and what it costs to give each to a page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from edition.blocks import PrintedPage
from edition.cohesion import stems_of
from edition.entries import Entry
from edition.feet import find_calls
from edition.joins import Joins
from edition.measures import Measure, begins_small, ends_open

NOTE = 0.8
"""The room of a note's line against a line of text."""
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
CROWDED = 1.25
"""A block with so many times the lines of a page is of two."""
UNPARTED = 0.8
"""The cost of white space between blocks that seems to have no reason."""
STACKED, TITLED, NUMERAL = 1.0, 2.5, 2.0
"""The cost of a heading under another of a word or two, or of more; and of figures alone among text."""
NEXT, AMISS = 1.0, 2.5
"""What speaks for a heading whose number is the next on its page, and what it costs that it is another."""
DRAWN, TOGETHER = 3.0, 0.5
"""Nats at most by which a heading's words tell what stands below it, and how far those of other blocks are believed."""
MOST = 40
"""Orders of a page's blocks that are weighed."""
BREADTH = 64
"""Ways to share out the first blocks of a side that are followed."""
SHORT = 0.8
"""Lines on a title page are less wide than this share of the measure."""
BARE = 15
"""Lines of the fullest title page."""
_NUMBER = re.compile(r"([^\W\d_]{4,} )?(?:([A-Z])\.)?(\d{1,2}(?:\.\d{1,2})*)\.?\s+[^\W\d_]")
"""The number of a heading, a word like `Chapter` before it."""


@dataclass(slots=True, eq=False)
class Block:
    """Lines of text without white space between them."""

    entries: list[Entry]
    number: int
    """Among the blocks of all sides."""
    group: int
    """How many groups of folios stand above it on its side."""
    weight: float = 0.0
    load: float = 0.0
    """Its weight with that of the notes it calls, as far as one note is like another."""
    bare: bool = False
    """Its lines are short, as on a title page."""

    @property
    def text(self) -> str:
        """Return its lines run together."""
        return run_lines([entry.line.shown for entry in self.entries])


Parts = tuple[tuple[Block, ...], ...]
"""By page of a side: its blocks in the order in which they stand on it."""


@dataclass(slots=True, eq=False)
class Shared:
    """A side whose pages stand in one column of the source, and its blocks."""

    pages: tuple[int, ...]
    printed: tuple[bool, ...]
    """Whether the folio of each is printed; a page without may be blank."""
    groups: tuple[frozenset[int], ...]
    """The pages, counted on the side, whose folios stand together, in the order of the source."""
    blocks: list[Block]
    parts: Parts = field(default_factory=tuple)

    def is_stray(self, block: Block, page: int) -> bool:
        """Tell whether a block of a page stands below the folio of that page."""
        return any(page in group for group in self.groups[: block.group])


def run_lines(lines: list[str]) -> str:
    """Return lines run together, a word that was broken at the end of one put together again."""
    text = ""
    for line in lines:
        broken = text[-1:] in "-\u2010\u00ad" and text[-2:-1].isalpha() and line[:1].islower()
        text = text[:-1] + line if broken else f"{text} {line}" if text else line
    return text


def read_shared(
    sides: list[list[list[Entry]]], pages: tuple[PrintedPage, ...], capacity: float, measure: Measure
) -> list[Shared]:
    """Return every side with text, its blocks given to the pages that the entries name."""
    shared: list[Shared] = []
    count = 0
    told = [[e.page for e in side[0] if e.role == "folio"] for side in sides if len(side) == 1]
    # Where most folios stand the other way round in the source, so do the pages on the paper.
    mirrored = sum((a > b) - (a < b) for found in told for a, b in pairwise(found)) > 0
    for number, side in enumerate(sides):
        own = tuple(n for n, page in enumerate(pages) if page.side == number and page.folio)
        for column in side:
            held = tuple({e.page for e in column if e.page in own})
            if len(side) == 1:
                held = own[::-1] if mirrored else own
            if held:
                shared.append(_read_column(column, held, count, capacity, measure))
                count += len(shared[-1].blocks)
    return shared


def _read_column(column: list[Entry], pages: tuple[int, ...], count: int, capacity: float, measure: Measure) -> Shared:
    blocks: list[Block] = []
    groups: list[set[int]] = []
    together = False
    last: Entry | None = None
    told = any(entry.role == "folio" for entry in column)
    for entry in column:
        if entry.role == "folio" and entry.page in pages:
            if not together:
                groups.append(set())
            groups[-1].add(pages.index(entry.page))
        together = entry.role == "folio" or (together and entry.role != "text")
        if entry.role == "text":
            fresh = last is None or last.role != "text" or entry.line.below
            crowded = blocks and blocks[-1].weight > CROWDED * capacity and last is not None
            cut = last is not None and last.page != entry.page
            if fresh or (cut and (crowded or not told)):
                blocks.append(Block([], count + len(blocks), len(groups)))
            blocks[-1].entries.append(entry)
            blocks[-1].weight += entry.lines
        last = entry
    _weigh(column, blocks, measure)
    printed = {e.page for e in column if e.role == "folio"}
    parts = tuple(tuple(b for b in blocks if b.entries[0].page == page) for page in pages)
    return Shared(pages, tuple(p in printed for p in pages), tuple(map(frozenset, groups)), blocks, parts)


def _weigh(column: list[Entry], blocks: list[Block], measure: Measure) -> None:
    labels = {entry.label for entry in column if entry.label and entry.role in ("label", "note")}
    called = [sum(c in labels for e in block.entries for _, _, c in find_calls(e.line)) for block in blocks]
    each = sum(NOTE * entry.lines for entry in column if entry.role == "note") / max(1, sum(called))
    for block, calls in zip(blocks, called, strict=True):
        block.weight = sum(entry.lines for entry in block.entries) + _leading(block)
        block.load = block.weight + each * calls
        block.bare = all(entry.line.width < SHORT * measure.widest for entry in block.entries)


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

    Blocks below the folio of their page may stand anywhere on it.
    """
    none = (0.0,) * len(one.pages)
    ways = [_Way(0.0, 0.0, (), none, none, 0, 0)]
    for _ in one.blocks:
        ways = [_extend(way, one, page, capacity, joins) for way in ways for page in range(len(one.pages))]
        ways = sorted(ways, key=lambda way: (way.total + way.reading, way.turns))[:BREADTH]
    for way in ways:
        if all(page in way.turns or not one.printed[page] for page in range(len(one.pages))) or not one.blocks:
            for parts in _insert_strays(one, way.turns):
                own = (_page_cost(part, capacity, joins) for part in parts)
                bare = sum(
                    UNNUMBERED
                    for part, told in zip(parts, one.printed, strict=True)
                    if part and not told and not is_bare(part)
                )
                yield way.total + _first_cost(one, parts) + sum(own) + bare, parts


def _extend(way: _Way, one: Shared, page: int, capacity: float, joins: Joins) -> _Way:
    """Return the way with the next block on a page."""
    n = len(way.turns)
    block = one.blocks[n]
    stray = one.is_stray(block, page)
    last = max((k for k in range(n) if way.turns[k] == page), default=None)
    place = _place_cost(one, block, page)
    if any(turn == page and one.blocks[k].group == block.group for k, turn in enumerate(way.turns)):
        place = min(place, AGAIN)  # Columns read by turns go astray together.
    cost, reading = way.cost + place, way.reading
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


def _page_cost(part: tuple[Block, ...], capacity: float, joins: Joins) -> float:
    """Return the cost of a page by itself: what it lacks to be full, and how its blocks read."""
    cost = LACKING * max(0.0, capacity - sum(block.load for block in part))
    if is_bare(part):
        return cost
    cost += NUMERAL * sum(not any(map(str.isalpha, block.text)) for block in part) + _number_cost(part)
    return cost + sum(read_under(joins, above, below) for above, below in pairwise(part))


def _number_cost(part: tuple[Block, ...]) -> float:
    """Return the cost of the numbers that the headings of a page have: they rise one by one."""
    cost = 0.0
    for (kind, last), (other, number) in pairwise(told for block in part if (told := _number(block))):
        nexts = [(*last, 1), *((*last[:k], last[k] + 1) for k in range(len(last)))]
        cost += (kind == other) * (-NEXT if number in nexts else AMISS)
    return cost


def _number(block: Block) -> tuple[str, tuple[int, ...]] | None:
    """Return how the heading that a block is or begins with is numbered, a letter counted: as chapters or as parts."""
    m = _NUMBER.match(block.entries[0].line.text) if heads(block) or _heads_first(block) else None
    if m is None:
        return None
    figures = tuple(map(int, m[3].split(".")))
    return (m[1] or "", (ord(m[2]), *figures)) if m[2] else (m[1] or "figures", figures)


def is_bare(part: tuple[Block, ...]) -> bool:
    """Tell whether a page has a few short lines alone, as title page and colophon have."""
    return bool(part) and all(block.bare for block in part) and sum(len(block.entries) for block in part) < BARE


def _insert_strays(one: Shared, turns: tuple[int, ...]) -> list[Parts]:
    """Return the parts with the blocks that strayed below their folio at every place on their pages."""
    found: list[Parts] = [()]
    for page in range(len(one.pages)):
        part = [b for b, turn in zip(one.blocks, turns, strict=True) if turn == page]
        found = [(*parts, way) for parts in found for way in _places(one, part, page)][: 4 * MOST]
    return found


def _places(one: Shared, part: list[Block], page: int) -> list[tuple[Block, ...]]:
    """Return the ways to put the blocks on a page: those that strayed stand below each other, wherever that is."""
    ways = [(tuple(block for block in part if not one.is_stray(block, page)), 0)]
    for stray in (block for block in part if one.is_stray(block, page)):
        ways = [((*w[:n], stray, *w[n:]), n + 1) for w, first in ways for n in range(len(w), first - 1, -1)][:MOST]
    return [way for way, _ in ways]


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
    return cost + (0.0 if parted or heads(below) or _heads_first(below) else UNPARTED)


def _draw(joins: Joins, heading: Block, below: Block) -> float:
    """Return how much likelier a heading stands above a block than anywhere, by the words that they share."""
    told = joins.cohesion.leanings(stems_of(heading.text), (None, below.number), (None, None))
    return min(DRAWN, sum(told))


def heads(block: Block) -> bool:
    """Tell whether a block looks like a heading; one with a number, or alone on a short line, may be a question."""
    last, told = block.entries[-1].line, _NUMBER.match(block.entries[0].line.text) is not None
    asks = last.text[-1] in "?!" and (told or (block.bare and len(block.entries) == 1))
    return len(block.entries) < 4 and (asks or (ends_open(last) and last.width < 26))


def _leading(block: Block) -> float:
    """Return how many lines of white space stand about the headings of a block."""
    if heads(block):
        return 1.0 + len(block.entries)
    return 2.0 if _heads_first(block) else 0.0


def _heads_first(block: Block) -> bool:
    lines = [entry.line for entry in block.entries[:2]]
    asks = lines[0].text[-1] in "?!" and _NUMBER.match(lines[0].text) is not None
    return len(lines) > 1 and (ends_open(lines[0]) or asks) and not begins_small(lines[1])
