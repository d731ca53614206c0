"""The line ends of a paragraph, chosen together: none is looser, or shorter, than the whole paragraph needs.

They are found as D. E. Knuth and M. F. Plass found them (Breaking Paragraphs into Lines, 1981): spaces stretch and
shrink, and the sum of what that costs is the least. Where lines are not justified, what they lack counts instead.
"""

from bisect import bisect_right
from math import inf
from operator import attrgetter
from types import MappingProxyType
from typing import NamedTuple

from edition.measured import Box, Break, Context, Measured, breaks_of

STRETCH, SHRINK = 0.8, 0.25
"""How much wider and narrower spaces may become before it is bad, by their width."""
RAG = 0.2
"""How much shorter than the others a line may be before it is bad, by the width there is; none is wider."""
CALM = 1.0
"""Where no line is stretched more than this by that measure, no word is broken."""
WIDE = 3.0
"""Lines are stretched more than this only where there are no others."""
BROKEN, PARTED = 200.0, 120.0
"""What it costs to break a word, or one at its own hyphen, where a line stretched to the full costs 100; squared."""
RUNG, END, STUB, LEAP = 6000.0, 6000.0, 9000.0, 3000.0
"""What else costs: a second broken word in a row, one before the last line, a last line of a few letters, and a loose
line beside a tight one."""
NEVER = 1e9
"""What is done only where nothing else can be: a last line that has but the end of a word."""
LADDER = 2
"""Line ends in a row that may break a word,"""
LADDERS = MappingProxyType(dict.fromkeys(("be", "ru", "uk"), 3))
"""but in languages of long words, whose printers allow one more."""
NEAR = 0.7
"""How full a line is, by its measure, that is stretched as much as that; ragged ones are rarely shorter."""
ENDS = 6
"""Places that are looked at where a page is to end in a whole word."""
SHORT = 1.6
"""The width, in em, under which a last line is a stub."""
SLACK = 0.1
"""How much wider than its words a line is laid out, in em: less than a letter."""


class Target(NamedTuple):
    """A line as it is to be."""

    end: int
    """The character after its last one."""
    start: int
    """The first character of the next one."""
    added: bool
    """It ends in a hyphen that the text has not."""
    width: float
    """What to lay it out in, so that the typesetter ends it there."""
    hang: float = 0.0
    """How much of its last sign hangs out of the lines."""
    lead: float = 0.0
    """How much of its first sign does."""


class Way(NamedTuple):
    """The best way found to end a line at some break."""

    cost: float
    before: int
    """The break that ends the line before it; -1 for none."""
    rungs: int
    """Line ends in a row, this one included, that break a word."""
    pull: float
    """How much its spaces are stretched, or shrunk where it is negative: 1 is the most that is good."""


def choose(measured: Measured, context: Context, start: int, width: float, indent: float) -> list[Target]:
    """Return the lines of a paragraph from one of its characters on; none where it has no good line ends at all."""
    for broken, most in ((True, inf),) if measured.centred else ((False, CALM), (True, WIDE), (True, inf)):
        breaks = breaks_of(measured, context, broken=broken)
        breaks = breaks[bisect_right(breaks, start, key=attrgetter("end")) :]
        if ways := find_ways(measured, breaks, start, width, indent, most):
            return traced(measured, breaks, ways, len(breaks), start, indent, width)
    return []


def choose_whole(
    measured: Measured, context: Context, start: int, width: float, indent: float, stop: int, count: int
) -> list[Target]:
    """Return so many lines that end in a whole word before the given one does; none if there are no good ones."""
    breaks = [one for one in breaks_of(measured, context, broken=True) if one.end > start]
    ways = find_ways(measured, breaks, start, width, indent, WIDE)
    found = []
    for number, one in enumerate(breaks, 1):
        way = ways[number] if ways else None
        if way and not one.hyphen and number < len(breaks) and one.start < stop:
            found.append((way.cost, number))
    for _, number in sorted(found[-ENDS:]):
        targets = traced(measured, breaks, ways, number, start, indent)
        if len(targets) == count:
            return targets
    return []


def last_whole(measured: Measured, context: Context, start: int, indent: float, stop: int, count: int) -> list[Target]:
    """Return the longest line that ends in a whole word before the given one does, if it is one line that is sought."""
    ends = [one for one in breaks_of(measured, context, broken=False) if start < one.start < stop and not one.hyphen]
    slack, lead = SLACK * measured.box.style["font_size"], lead_of(measured, start, indent)
    return [
        Target(one.end, one.start, False, one.x + one.hang - measured.places[start] + indent + slack, one.hang, lead)
        for one in ends[-1:]
        if count == 1
    ]


def lead_of(measured: Measured, start: int, indent: float) -> float:
    """Return how much of the first sign of a paragraph, or of what is left of it, hangs out: nothing where indented."""
    return 0.0 if indent else measured.lead(start)


def ladder_of(box: Box) -> int:
    """Return how many line ends in a row may break a word in a box."""
    return LADDERS.get((box.style["lang"] or "").partition("-")[0].lower(), LADDER)


def find_ways(
    measured: Measured, breaks: list[Break], start: int, width: float, indent: float, most: float
) -> list[Way | None]:
    """Return the best way to each break by lines stretched that much at most; nothing if there is none to the last."""
    places, passed, space = measured.places, measured.passed, measured.space
    heads = [(places[start] - indent + lead_of(measured, start, indent), passed[start])]
    heads += [(places[one.start] + one.lead, passed[one.start]) for one in breaks]
    least = NEAR * width if most < inf else 0.0
    flex, shrink = (RAG * width, 0.0) if measured.ragged else (0.0, SHRINK)
    ways: list[Way | None] = [Way(0.0, -1, 0, 0.0)]
    first, near, ladder = 0, 0, ladder_of(measured.box)
    for number, one in enumerate(breaks[:-1]):
        spaces, x, best = passed[one.end], one.x, None
        while near < number and heads[near + 1][0] <= x - least:
            near += 1
        for before in range(near, first - 1, -1):
            begin, gone = heads[before]
            room, gaps = width - x + begin, (spaces - gone or 1) * space
            if room < -shrink * gaps:
                first = before
                break
            way = ways[before]
            pull = room / (flex or (STRETCH if room > 0 else SHRINK) * gaps)
            if way is None or pull > most or (one.hyphen and way.rungs >= ladder):
                continue
            cost = price(way, one, pull)
            if best is None or cost < best.cost:
                best = Way(cost, before, way.rungs + 1 if one.hyphen else 0, pull)
        ways.append(best)
    ways.append(find_end(measured, breaks[-1], heads, ways, width, torn_ends=most == inf))
    return ways if ways[-1] else []


def find_end(
    measured: Measured,
    one: Break,
    heads: list[tuple[float, int]],
    ways: list[Way | None],
    width: float,
    *,
    torn_ends: bool,
) -> Way | None:
    """Return the best way to the end of a paragraph; with torn ends its last line may be but the end of a word."""
    spaces, best = measured.passed[one.end], None
    short = SHORT * measured.box.style["font_size"]
    shrink = 0.0 if measured.ragged else SHRINK
    for before in range(len(ways) - 1, -1, -1):
        begin, gone = heads[before]
        natural, gaps = one.x - begin, (spaces - gone or 1) * measured.space
        if natural > width + shrink * gaps:
            break
        way = ways[before]
        torn = way is not None and way.rungs > 0 and gone == spaces
        if way is None or (torn and not torn_ends):
            continue
        pull = min((width - natural) / (SHRINK * gaps), 0.0)
        if measured.centred:
            pull = (width - natural) / (RAG * width)
        cost = price(way, one, pull) + (END if way.rungs else 0.0) + (STUB if natural < short and before else 0.0)
        cost += NEVER if torn else 0.0
        if best is None or cost < best.cost:
            best = Way(cost, before, 0, pull)
    return best


def price(way: Way, one: Break, pull: float) -> float:
    """Return what it costs to get to a break by a way and a line whose spaces are so stretched."""
    cost = way.cost + (10.0 + 100.0 * abs(pull) ** 3) ** 2
    if one.hyphen:
        cost += (BROKEN if one.added else PARTED) ** 2 + (RUNG if way.rungs else 0.0)
    return cost + LEAP if abs(pull - way.pull) > 1.0 and way.before >= 0 else cost


def traced(
    measured: Measured,
    breaks: list[Break],
    ways: list[Way | None],
    number: int,
    start: int,
    indent: float,
    width: float = 0.0,
) -> list[Target]:
    """Return the lines of the best way to a break, the last one at least as wide as is said."""
    slack = SLACK * measured.box.style["font_size"]
    found: list[Target] = []
    while number > 0:
        way, one = ways[number], breaks[number - 1]
        if way is None:
            return []
        begin, lead = measured.places[start] - indent, lead_of(measured, start, indent)
        if way.before:
            begin, lead = measured.places[breaks[way.before - 1].start], breaks[way.before - 1].lead
        least = max(one.x + one.hang - begin + slack, 0.0 if found else width)
        found.append(Target(one.end, one.start, one.added, least, one.hang, lead))
        number = way.before
    return found[::-1]
