"""Lines of a paragraph set again: how likely they end where they do if all of them were chosen together."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp
from typing import NamedTuple

from edition.choices import VISIBLE, Piece
from edition.columns import Line
from edition.composers import Composer, Copy, Places, weigh_line
from edition.feet import find_calls
from edition.syllables import Syllables

HEAT = 0.35
"""The costs that make the lines of a paragraph e times less likely, where all of its text is known."""
MOST = 1.12
"""Of the measure, what the words of a line take at most, unjustified."""
SPILLS = 1.01
"""And those of a paragraph's last line."""
READY, BLUR = 1.0, 0.12
"""No word is broken where no line costs more than so without; and how well that cost is known."""
UNSURE = 0.02
"""How likely words are broken though they need not be, or the other way about."""
SLIGHT, NEAR = 1e-6, 0.3
"""Ways are not followed that are so much less likely than those to a place before, so near as a share of a line."""
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class Block(NamedTuple):
    """A paragraph, or some of its lines."""

    copy: Copy
    ends: tuple[int, ...]
    """Where lines of it surely end, its own end not among them."""
    indent: float
    """Of its first line, in em."""
    closed: bool
    """It ends as a paragraph does, on a line of any width."""


def make_block(pieces: Sequence[Piece], syllables: Syllables | None, indent: float, *, closed: bool) -> Block:
    """Return the lines of some pieces as one text, the figures that call notes raised."""
    text = ""
    ends: list[int] = []
    for piece in pieces:
        if text:
            ends.append(len(text))
            text += "" if text[-1] in VISIBLE else " "
        text += "".join(map(_raise_calls, piece.lines))
    return Block(Copy(text, syllables), tuple(ends), indent, closed)


def _raise_calls(line: Line) -> str:
    text = line.text
    for start, end, _ in find_calls(line):
        first, last = start - line.start, end - line.start
        text = text[:first] + text[first:last].translate(_RAISED) + text[last:]
    return text


def weigh_block(composer: Composer, block: Block) -> float:
    """Return how likely a composer ends the lines of a block where they end, of all the ways to set its text.

    Who chooses the lines of a paragraph together breaks words only where it has no even lines without.
    """
    broken = _sum_ways(composer, block)
    if not (composer.together and composer.breaks):
        return broken.share
    whole = _sum_ways(composer._replace(breaks=False), block)
    first = UNSURE + (1 - 2 * UNSURE) / (1 + exp((whole.worst - READY) / BLUR))
    return first * whole.share + (1 - first) * broken.share


class _Summed(NamedTuple):
    """All ways to set a text, taken together."""

    share: float
    """Of those that end lines where they end."""
    worst: float
    """What the worst line costs of the way whose worst line costs least."""


@dataclass(slots=True)
class _Ways:
    """The ways to set a text up to each place where a line may end."""

    every: list[float]
    """How likely, all of them."""
    seen: list[float]
    """Those that end lines where they end."""
    worst: list[float]
    """What the worst line costs of the best."""

    def add(self, place: int, before: tuple[float, float, float], cost: float, *, fits: bool) -> None:
        """Add a line that ends at a place, after the ways before it."""
        likely = exp(-cost / HEAT)
        self.every[place] += before[0] * likely
        self.seen[place] += before[1] * likely * fits
        self.worst[place] = min(self.worst[place], max(before[2], cost))

    def upto(self, place: int) -> tuple[float, float, float]:
        """Return the ways that end a line at a place; -1 is the beginning."""
        return (self.every[place], self.seen[place], self.worst[place]) if place >= 0 else (1.0, 1.0, 0.0)


_NEVER = 25.0
"""More than any line costs."""


def _sum_ways(composer: Composer, block: Block) -> _Summed:
    places = block.copy.places(composer)
    last = len(places.ats) - 1
    known = [bisect_left(places.ats, end) for end in block.ends]
    possible = all(places.ats[n] == end for n, end in zip(known, block.ends, strict=True))
    ways = _Ways([0.0] * (last + 1), [0.0] * (last + 1), [_NEVER] * (last + 1))
    after = 0
    for first in range(-1, last):
        before = ways.upto(first)
        while after < len(known) and known[after] <= first:
            after += 1
        near = bisect_left(places.ends, places.ends[first] - NEAR * composer.measure) if first >= 0 else 0
        if before[0] > SLIGHT * max(ways.every[near : first + 1], default=0.0):
            wanted = known[after] if after < len(known) else last
            _add_lines(ways, composer, places, block, (first, wanted), before)
    every, seen, worst = ways.upto(last)
    return _Summed(seen / every if every and possible else 0.0, worst)


def _add_lines(
    ways: _Ways,
    composer: Composer,
    places: Places,
    block: Block,
    between: tuple[int, int],
    before: tuple[float, float, float],
) -> None:
    """Add the lines that begin behind a place; the next known end of one is given with it."""
    first, wanted = between
    last = len(places.ats) - 1
    indent = block.indent if first < 0 else 0.0
    start = (places.starts[first] if first >= 0 else 0.0) - indent
    for end in range(bisect_left(places.ends, start + composer.least, first + 1), last + (not block.closed)):
        if places.ends[end] - start > MOST * composer.measure:
            break
        cost = weigh_line(composer, places, first, end, indent)
        if cost is not None:
            ways.add(end, before, cost, fits=end == wanted or (end < wanted and places.broken[end]))
    if block.closed and places.ends[last] - start <= SPILLS * composer.measure:
        ways.add(last, before, 0.0, fits=wanted == last)
