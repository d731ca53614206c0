"""What is cut into pages, and the cuttings, whole and partial, that the search holds against each other."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations_with_replacement, pairwise
from typing import NamedTuple

from edition.hypotheses import Hypothesis


@dataclass(frozen=True, slots=True)
class Matter:
    """What is to be cut: the fragments of text and notes as extracted, title page and colophon apart."""

    sizes: tuple[float, ...]
    """The room each fragment takes on a page, in characters of text."""
    sums: tuple[float, ...]
    """The room of all fragments before each place."""
    is_note: tuple[bool, ...]
    labels: tuple[str, ...]
    """Of notes; empty for text and for a note that goes on from another page."""
    marks: tuple[frozenset[str], ...]
    """The note marks that survive in each fragment of text."""
    run_start: tuple[int, ...]
    """For each place, the first note at or after it."""
    run_end: tuple[int, ...]
    """For each place, the end of that run of notes."""
    frames: tuple[tuple[int, str], ...]
    """Title page and colophon: the fragment they stand before, and which they are."""
    numbered: bool
    """True where the notes are numbered through the book."""
    restarts: bool = False
    """True where every page begins its marks again: with an asterisk, or with 1."""
    folios: dict[int, int] = field(default_factory=dict)
    """The page numbers that the extraction kept, by the fragment that they stand before."""
    rooms: tuple[float, ...] = ()
    """The room of the notes that stand in the text behind each fragment; none where no notes do."""
    at_foot: bool = True
    """They stand behind their page's text, not before it."""

    def notes_after(self, at: int) -> float:
        """Return the room of the first run of notes at or after a place."""
        return self.sums[self.run_end[at]] - self.sums[self.run_start[at]]


class Page(NamedTuple):
    """What stands on one page: fragments `first` to `last`, half-open."""

    first: int
    last: int
    charged: float = 0.0
    """What its filling cost when it was placed, before its notes were known."""


EDGE = Page(-1, -1)
"""What stands before the first text and after the last."""


class State(NamedTuple):
    """A partial cutting."""

    cost: float
    at: int
    """The next fragment."""
    pages: tuple[Page | None, ...]
    """By folio from 1 (0 is unused); None where not reached."""
    frames: int
    """A bit for each frame that has its page."""
    notes: tuple[tuple[int, int, int], ...]
    """Folio, first and last (half-open) of the notes that are given to a page."""


Notes = tuple[tuple[int, int, int], ...]
Offer = tuple[float, int, Page | None]
"""What a way to go on from a state costs with it, the next fragment, and the page where one is placed."""
Step = tuple[float, int, int, float, State, Page | None, int, Notes]
"""A way from a state to the next, not yet worth a state of its own: what it costs with its outlook, the next fragment,
how many steps were found before, what it costs by itself, the state, its page where one is placed, frames, notes."""


@dataclass(slots=True)
class Beam:
    """The steps from some states to the next; of those with one future the cheapest alone."""

    outlook: Callable[[int], float]
    """What the pages to come will cost at least, by the next fragment."""
    outlooks: dict[int, float]
    """What is known of it."""
    seen: tuple[int, ...]
    """The folios whose pages tell something to the pages to come."""
    most: int
    """How many steps are kept at most for each place of the text reached."""
    _least: float = 1e9
    _steps: list[Step] = field(default_factory=list)
    _futures: dict[object, range] = field(default_factory=dict)
    """Where the steps are that came first to each future but for the page placed."""
    _places: dict[object, dict[Page | None, int]] = field(default_factory=dict)
    """Where each of its steps is, for futures that were come to again."""
    _only: dict[int, Step] = field(default_factory=dict)
    """The step to each place where one alone is kept: then its future tells nothing."""

    def add(self, state: State, at: int, offers: Iterable[Offer], frames: int, notes: Notes) -> None:
        """Add the ways from a state to a fragment, or from there over a page; with the frames and notes placed then.

        No two of them place the same page.
        """
        if self.most == 1:
            self._add_only(state, offers, frames, notes)
            return
        pages, steps, outlooks, least = state[2], self._steps, self.outlooks, self._least
        # Equal notes are one object: `Paging` sees to it.
        future = at, frames, id(notes), tuple([pages[q] for q in self.seen])
        places, start = None, len(steps)
        if future in self._futures:
            places = self._places.get(future)
            if places is None:
                places = self._places[future] = {steps[n][5]: n for n in self._futures[future]}
        for cost, end, page in offers:
            outlook = outlooks.get(end)
            if outlook is None:
                outlook = outlooks[end] = self.outlook(end)
            total = cost + outlook
            if total < least:
                least = total
            elif total > least + FAR:
                continue
            if places is None or page not in places:
                if places is not None:
                    places[page] = len(steps)
                steps.append((total, end, len(steps), cost, state, page, frames, notes))
            elif cost < steps[places[page]][3]:
                steps[places[page]] = (total, end, places[page], cost, state, page, frames, notes)
        self._least = least
        if places is None:
            self._futures[future] = range(start, len(steps))

    def _add_only(self, state: State, offers: Iterable[Offer], frames: int, notes: Notes) -> None:
        outlooks, only, least = self.outlooks, self._only, self._least
        for cost, end, page in offers:
            outlook = outlooks.get(end)
            if outlook is None:
                outlook = outlooks[end] = self.outlook(end)
            total = cost + outlook
            if end not in only or total < only[end][0]:
                only[end] = (total, end, 0, cost, state, page, frames, notes)
                least = min(least, total)
        self._least = least

    def states(self, folio: int, width: int) -> list[State]:
        """Return the states that the cheapest steps lead to, their pages as `folio`: 8 × `width`, and few more."""
        farthest = self._least + FAR
        reached: dict[int, int] = {}
        found: list[State] = []
        room, most = 8 * width, self.most
        steps = self._only.values() if most == 1 else self._steps
        for _, at, _, cost, state, page, frames, notes in sorted([step for step in steps if step[0] <= farthest]):
            count = reached[at] = reached.get(at, 0) + 1
            if room <= 0 and len(reached) > PLACES:
                break
            # However many ways lead to the first places, the others are kept in sight.
            if (room > 0 and count <= most) or (count == 1 and len(reached) <= PLACES):
                pages = state[2]
                if page is not None:
                    pages = (*pages[:folio], page, *pages[folio + 1 :])
                found.append(State(cost, at, pages, frames, notes))
                room -= 1
        return found


FAR = 30.0
"""Nats behind the cheapest step at which one is dropped."""
PLACES = 16
"""Places of the text that are kept at a slot however narrow the search: where a page may be short, many cost alike."""
Split = tuple[float, tuple[tuple[int, int], ...]]
"""What it costs to give a side's notes to its pages so far, and which each has, half-open."""


class Cutting(NamedTuple):
    """A whole cutting of one hypothesis."""

    cost: float
    hypothesis: Hypothesis
    pages: tuple[Page | None, ...]
    notes: tuple[tuple[int, int, int], ...]
    capacity: float


def splits(start: int, end: int, count: int) -> Iterator[tuple[tuple[int, int], ...]]:
    """Yield every way to give notes `start` to `end` to `count` pages in their order."""
    for cuts in combinations_with_replacement(range(start, end + 1), count - 1):
        yield tuple(pairwise((start, *cuts, end)))
