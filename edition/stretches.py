"""Lines of a sheet side whose pages the extraction does not part, and the best ways to cut them into pages."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from math import sqrt
from typing import NamedTuple

from edition.entries import Entry
from edition.measures import ends_open
from edition.portions import NOTE

NOTES = 1.2
"""The lines that the white space above the notes of a page takes."""
BEST = 8
"""Cuttings that are kept of a stretch for each number of pages."""
OVER, UNDER = 0.8, 1.5
"""How far, in lines, full pages are above and below what a full page holds."""
SPILLED = 9.0
"""The cost of a page that has text below its notes."""
UNPARTED = 3.0
"""The cost of a page that ends where no white space stands, in an extraction that keeps white space between pages."""


class Cutting(NamedTuple):
    """Pages of a stretch, each from its first line to that behind its last."""

    cost: float
    pages: tuple[tuple[int, int], ...]


@dataclass(slots=True)
class Stretch:
    """The lines of one side, or of one of its columns where they stand apart."""

    side: int
    column: int
    columns: int
    """Columns that stand apart on the side; 1 where none do."""
    entries: list[Entry]
    spaced: bool
    """White space parts the pages of a side."""
    room: list[float] = field(init=False)
    """The room of all lines before each, in lines of text."""

    def __post_init__(self) -> None:
        rooms = (_room(self.entries, n) for n in range(len(self.entries)))
        self.room = list(accumulate(rooms, initial=0.0))

    def slots(self, whole: int) -> int:
        """Return the pages that it may hold, of those that a side has."""
        return max(1, whole // self.columns)

    def holds(self, slot: int, columns: int) -> bool:
        """Tell whether a slot of a side, counted row by row, is one of its own."""
        return self.columns == 1 or slot % columns == self.column


def _room(entries: list[Entry], n: int) -> float:
    entry = entries[n]
    if entry.role == "text":
        return float(entry.lines)
    opens = n == 0 or entries[n - 1].role == "text"
    return (NOTES if opens else 0.0) + (NOTE * entry.lines if entry.role == "note" else 0.0)


def read_stretches(sides: list[list[list[Entry]]]) -> list[Stretch]:
    """Return the stretches of all sides that have text, in the order of the source."""
    columns = max(map(len, sides))
    below = sum(e.line.below and not e.line.top for side in sides for column in side for e in column)
    spaced = below > len(sides)
    return [
        Stretch(number, place if len(side) == columns else 0, columns if len(side) == columns else 1, own, spaced)
        for number, side in enumerate(sides)
        for place, column in enumerate(side)
        if (own := [entry for entry in column if entry.role in ("text", "note", "label")])
    ]


def cut_all(stretches: list[Stretch], slots: int, flows: list[list[float]]) -> list[list[Cutting]]:
    """Return the best cuttings of every stretch, if a side has so many pages; see `cut_stretch` for `flows`."""
    full = fit_room(stretches, slots)
    return [cut_stretch(s, s.slots(slots), full, flow) for s, flow in zip(stretches, flows, strict=True)]


def fit_room(stretches: list[Stretch], slots: int) -> float:
    """Return the lines of a full page, if a side has so many: whole pages stand between their sure ends."""
    fullest = max(stretch.room[-1] / stretch.slots(slots) for stretch in stretches)
    gaps = [gap for stretch in stretches for gap in _gaps(stretch)]
    tried = (fullest * (1 + n / 100) for n in range(-6, 60))
    return min(tried, key=lambda room: (sum(_off(gap, room) for gap in gaps), room))


def _gaps(stretch: Stretch) -> Iterator[float]:
    """Yield the room between the places of a stretch where pages end: its ends, and below notes."""
    last = 0.0
    for n in range(1, len(stretch.entries) + 1):
        at_end = n == len(stretch.entries)
        if at_end or (stretch.entries[n].role == "text" != stretch.entries[n - 1].role):
            yield stretch.room[n] - last
            last = stretch.room[n]


def _off(gap: float, room: float) -> float:
    """Return the cost of a gap that is not a whole number of pages of this room."""
    count = max(1, round(gap / room))
    return min(3.0, 0.5 * ((gap - count * room) / (UNDER * sqrt(count))) ** 2)


def cut_stretch(stretch: Stretch, slots: int, full: float, flow: list[float]) -> list[Cutting]:
    """Return the best cuttings of a stretch into one page to `slots`, for pages that hold `full` lines.

    `flow` says for every line what its standing behind the one before costs: a cut there saves it.
    """
    count = len(stretch.entries)
    spills = _spills(stretch.entries)
    ends: dict[int, list[Cutting]] = {0: [Cutting(0.0, ())]}
    found: list[Cutting] = []
    for _ in range(slots):
        reached: dict[int, list[Cutting]] = {}
        for start, cuttings in ends.items():
            for end, filling in _pages(stretch, start, full, spills):
                cost = filling + (_cut_cost(stretch, end) - flow[end] if end < count else 0.0)
                for cutting in cuttings:
                    made = Cutting(cutting.cost + cost, (*cutting.pages, (start, end)))
                    reached.setdefault(end, []).append(made)
        ends = {end: sorted(own)[:BEST] for end, own in reached.items()}
        found += ends.pop(count, [])
        best = min((own[0].cost for own in ends.values()), default=0.0)
        ends = {end: own for end, own in ends.items() if own[0].cost < best + 30}
    return sorted(found)[: 2 * BEST * slots]


def _spills(entries: list[Entry]) -> list[int]:
    """Return for every line how many times text stands below notes before it."""
    turns = (int(n > 0 and entries[n].role == "text" and entries[n - 1].role != "text") for n in range(len(entries)))
    return list(accumulate(turns, initial=0))


def _pages(stretch: Stretch, start: int, full: float, spills: list[int]) -> Iterator[tuple[int, float]]:
    """Yield where a page that begins with line `start` may end, and what it costs."""
    count = len(stretch.entries)
    for end in range(start + 1, count + 1):
        room = stretch.room[end] - stretch.room[start]
        if room > 1.2 * full + 4 and end < count:
            return
        if end < count and stretch.entries[end].role != "text":
            continue
        spilled = spills[end] - spills[start + 1]
        cost = SPILLED * spilled
        if room > full:
            cost += min(40.0, 0.5 * ((room - full) / OVER) ** 2)
        else:
            cost += min(0.5 * ((full - room) / UNDER) ** 2, _short_cost(stretch, start, end))
        yield end, cost


def _short_cost(stretch: Stretch, start: int, end: int) -> float:
    """Return what a page costs at most that is not full: little before a heading, or with short lines alone."""
    entries = stretch.entries
    if end - start < 15 and all(e.line.width < 26 for e in entries[start:end]):
        return 1.0
    if end < len(entries) and ends_open(entries[end - 1].line):
        return 7.0
    return 3.0 if end == len(entries) else 4.0


def _cut_cost(stretch: Stretch, end: int) -> float:
    """Return the cost of a page ending before a line, whatever the page holds."""
    before, line = stretch.entries[end - 1], stretch.entries[end].line
    if before.role != "text" or not stretch.spaced:
        return 0.0
    return 0.0 if line.below else UNPARTED
