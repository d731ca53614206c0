"""Where a page can end that begins at a certain fragment, and what its marks cost: the same under every hypothesis."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from edition.capacity import FIRST
from edition.cutting import Matter, Page
from edition.joins import Joins


class End(NamedTuple):
    """Where a page can end that begins at a certain fragment."""

    at: int
    inside: float
    """What its paragraphs cost, and what it costs to run across a title or a colophon."""
    filled: float
    """What its filling costs at least, if all notes within reach were its own and it were held to that."""
    over: bool
    """It is fuller than a full page."""


Way = tuple[Page, float, float, float]
"""A page, and what it costs: by itself, by the folio printed there, and by what it stands between."""
Ways = dict[tuple[int, int | None, bool], tuple[Way, ...]]
"""The pages that can begin with a fragment, by the one that the next page begins with, and whether none is before."""
_KEPT, _TABLES = 6_000, 1_000
"""How many such pages, and tables of outlooks, are kept at most: a long text has many and comes to few of them again.
"""
_NEVER = 60.0
"""What it costs that a page is blank which is taken for none."""
_TOLERATED = 1.03
"""How full the pages to come may be on average before it counts: the capacity is a guess."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What one capacity of full pages, in characters, allows; everything is worked out once."""

    matter: Matter
    joins: Joins
    capacity: float
    spread: float
    """The standard deviation of full pages, as a share of the capacity."""
    filled: frozenset[int] = frozenset()
    """Folios that are taken for not blank."""
    _ends: dict[tuple[int, int, bool], tuple[End, ...]] = field(default_factory=dict)
    _unmarked: dict[tuple[int, int, int, int], float] = field(default_factory=dict)
    _numbers: dict[tuple[int, int], tuple[int, ...]] = field(default_factory=dict)
    _rank: dict[int, int] = field(default_factory=dict)
    _ranks: dict[tuple[int, int], int] = field(default_factory=dict)
    _blanks: dict[int, tuple[float, ...]] = field(default_factory=dict)
    _free: dict[int, int] = field(default_factory=dict)
    _last: dict[int, int] = field(default_factory=dict)
    _ways: dict[tuple[int, int, bool], Ways] = field(init=False, default_factory=dict)
    _outlooks: dict[tuple[tuple[int, int], float], dict[int, float]] = field(init=False, default_factory=dict)

    def ways(self, folio: int, slots: int, closing: bool) -> Ways:
        """Return where to keep what pages there can be at slots of one kind.

        It depends on the folio, on how many pages of its side are still to be filled, and on whether the text may end
        with it.
        """
        if sum(map(len, self._ways.values())) > _KEPT:
            self._ways.clear()
        return self._ways.setdefault((folio if self.matter.folios else min(folio, 3), slots, closing), {})

    def outlooks(self, left: tuple[int, int], placed: float) -> dict[int, float]:
        """Return where to keep what the pages to come will cost at least, with so many left; by the next fragment."""
        if len(self._outlooks) > _TABLES:
            self._outlooks.clear()
        return self._outlooks.setdefault((left, placed), {})

    def outlook(self, at: int, left: tuple[int, int], placed: float = 0.0) -> float:
        """Return a bound on what the pages to come will cost, from the room that the rest of the text needs.

        `left` is how many pages are to come, and how many of them may be blank at little cost; `placed` is the share of
        the side's pages that stand already: so much of its notes is theirs.
        """
        rest = self.matter.sums[-1] - self.matter.sums[at] - placed * self.matter.notes_after(at)
        needed = rest / self.capacity
        pages, blanks = left
        crowded = needed / max(1, pages) - _TOLERATED
        if crowded > 0:
            return 0.5 * max(1, pages) * (crowded / self.spread) ** 2
        return 5.0 * max(0.0, pages - blanks - 0.9 - needed)

    def ends(self, first: int, slots: int, *, lenient: bool) -> tuple[End, ...]:
        """Return where a page from fragment `first` on can end; `slots` of its side are still to be filled."""
        key = (first, slots, lenient)
        if key not in self._ends:
            self._ends[key] = tuple(self._find_ends(first, slots, lenient=lenient))
        return self._ends[key]

    def _find_ends(self, first: int, slots: int, *, lenient: bool) -> Iterator[End]:
        matter, inside = self.matter, 0.0
        stop = matter.run_start[first]
        near = matter.sums[stop] - matter.sums[first] < 1.25 * slots * self.capacity
        notes = matter.notes_after(first) if near else 0.0
        for end in range(first + 1, stop + 1):
            used = (matter.sums[end] - matter.sums[first]) / self.capacity
            if end > first + 1:
                if used > 1.25:
                    break
                inside += self.joins.inside(end - 2, end - 1)
            full = used + notes / self.capacity >= 1 - 4 * self.spread
            if full or lenient or self._may_be_short(end):
                cost = inside + self.joins.parting(end)
                cost += 2.0 if end in self.joins.glued and end not in self.joins.loose else 0.0
                cost += sum([10.0 for at, _ in matter.frames if first < at < end])
                deviation = max(0.0, used - 1) or min(0.0, used + notes / self.capacity - 1)
                yield End(end, cost, 0.5 * (deviation / self.spread) ** 2, deviation > 0)

    def _may_be_short(self, end: int) -> bool:
        """Tell whether a page that is not full may end before `end`: at the end, before notes, where texts meet."""
        if end >= len(self.matter.sizes) or self.matter.is_note[end]:
            return True
        return self.joins.is_heading(end) or self.joins.inside(end - 1, end) >= 1.5

    def unmarked(self, page: tuple[int, int], notes: tuple[int, int]) -> float:
        """Return the cost of the marks in these fragments that these notes do not answer, and of a page's labels."""
        key = (*page, *notes)
        if key not in self._unmarked:
            marked = frozenset[str]().union(*self.matter.marks[page[0] : page[1]])
            labels = self.matter.labels[notes[0] : notes[1]]
            self._unmarked[key] = 4.0 * len(marked - set(labels)) + self._begun_again(labels)
        return self._unmarked[key]

    def _begun_again(self, labels: tuple[str, ...]) -> float:
        """Return the cost of a page's labels that do not begin with the first, or begin again."""
        own = [label for label in labels if label]
        if not self.matter.restarts or not own:
            return 0.0
        return 4.0 * ((own[0] not in FIRST) + sum(label in FIRST for label in own[1:]))

    def numbers(self, first: int, last: int) -> tuple[int, ...]:
        """Return the numbers among the labels of these notes."""
        key = (first, last)
        if key not in self._numbers:
            self._numbers[key] = tuple(int(n) for n in self.matter.labels[first:last] if n.isdigit())
        return self._numbers[key]

    def rank(self, number: int) -> int:
        """Return how many of the notes have a lower number."""
        if not self._rank:
            self._rank.update({n: i for i, n in enumerate(sorted(set(self.numbers(0, len(self.matter.labels)))))})
        return self._rank[number]

    def ranks(self, first: int, last: int) -> int:
        """Return the ranks of the numbers of these notes, each as a bit."""
        key = (first, last)
        if key not in self._ranks:
            self._ranks[key] = sum(1 << rank for rank in {self.rank(n) for n in self.numbers(first, last)})
        return self._ranks[key]

    def blanks(self, pages: int) -> tuple[float, ...]:
        """Return the cost of a blank page by folio from 1 (0 is unused), in a book of so many pages."""
        if pages not in self._blanks:
            self._blanks[pages] = (0.0, *(self._blank_cost(folio, pages) for folio in range(1, pages + 1)))
        return self._blanks[pages]

    def free(self, pages: int) -> int:
        """Return how many pages of such a book may be blank at little cost."""
        if pages not in self._free:
            self._free[pages] = sum(cost < 1 for cost in self.blanks(pages)[1:])
        return self._free[pages]

    def may_close(self, folio: int, pages: int) -> bool:
        """Tell whether the text may end with this page, in a book of so many: blanks and a colophon follow it."""
        if pages not in self._last:
            spare = pages - len(self.matter.frames) - self.matter.sums[-1] / self.capacity
            self._last[pages] = pages - max(4, int(spare) + 2)
        return folio > self._last[pages]

    def _blank_cost(self, folio: int, pages: int) -> float:
        """Return the cost of a blank page: little by the title and at the end, where the scheme needs it."""
        if folio in self.filled:
            return _NEVER
        if folio == 1 and not any(role == "title" for _, role in self.matter.frames):
            return 4.0
        if folio <= 2:
            return 0.6
        spare = pages - len(self.matter.frames) - self.matter.sums[-1] / self.capacity
        before_end = pages - folio
        if before_end < 4:
            return 0.6
        if before_end < spare + 1.5:
            return 0.15
        return 3.0 if folio == 4 or before_end < 8 else 7.0
