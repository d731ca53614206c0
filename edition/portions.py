"""The blocks of sheet sides whose pages an extraction ran together: lines of text that no white space parts."""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from edition.blocks import PrintedPage
from edition.entries import Entry
from edition.feet import find_calls
from edition.measures import Measure, begins_small, ends_open

NOTE = 0.8
"""The room of a note's line against a line of text."""
CROWDED = 1.25
"""A block with so many times the lines of a page is of two."""
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
            fresh = last is None or last.role != "text" or entry.line.below or _stand_beside(last, entry, measure)
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


def _stand_beside(above: Entry, below: Entry, measure: Measure) -> bool:
    """Tell whether two short lines both have numbers of headings: they may be of two pages, side by side."""
    short = all(entry.line.width < SHORT * measure.widest for entry in (above, below))
    return short and all(_NUMBER.match(entry.line.text) for entry in (above, below)) and above.line.below


def _weigh(column: list[Entry], blocks: list[Block], measure: Measure) -> None:
    labels = {entry.label for entry in column if entry.label and entry.role in ("label", "note")}
    called = [sum(c in labels for e in block.entries for _, _, c in find_calls(e.line)) for block in blocks]
    each = sum(NOTE * entry.lines for entry in column if entry.role == "note") / max(1, sum(called))
    for block, calls in zip(blocks, called, strict=True):
        block.weight = sum(entry.lines for entry in block.entries) + _leading(block)
        block.load = block.weight + each * calls
        block.bare = all(entry.line.width < SHORT * measure.widest for entry in block.entries)


def heads(block: Block) -> bool:
    """Tell whether a block looks like a heading; one with a number, or alone on a short line, may be a question."""
    last, told = block.entries[-1].line, _NUMBER.match(block.entries[0].line.text) is not None
    asks = last.text[-1] in "?!" and (told or (block.bare and len(block.entries) == 1))
    return len(block.entries) < 4 and (asks or (ends_open(last) and last.width < 26))


def _leading(block: Block) -> float:
    """Return how many lines of white space stand about the headings of a block."""
    if heads(block):
        return 1.0 + len(block.entries)
    return 2.0 if heads_first(block) else 0.0


def heads_first(block: Block) -> bool:
    """Tell whether a block begins with the line of a heading."""
    lines = [entry.line for entry in block.entries[:2]]
    asks = lines[0].text[-1] in "?!" and _NUMBER.match(lines[0].text) is not None
    return len(lines) > 1 and (ends_open(lines[0]) or asks) and not begins_small(lines[1])


def number_of(block: Block) -> tuple[str, tuple[int, ...]] | None:
    """Return how the heading that a block is or begins with is numbered, a letter counted: as chapters or as parts."""
    m = _NUMBER.match(block.entries[0].line.text) if heads(block) or heads_first(block) else None
    if m is None:
        return None
    figures = tuple(map(int, m[3].split(".")))
    return (m[1] or "", (ord(m[2]), *figures)) if m[2] else (m[1] or "figures", figures)


def is_bare(part: tuple[Block, ...]) -> bool:
    """Tell whether a page has a few short lines alone, as title page and colophon have."""
    return bool(part) and all(block.bare for block in part) and sum(len(block.entries) for block in part) < BARE
