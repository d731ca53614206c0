"""What is cut into pages, and the cuttings, whole and partial, that the search holds against each other."""

from collections.abc import Iterator
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


class Step(NamedTuple):
    """A way from a state to the next, not yet worth a state of its own."""

    cost: float
    at: int
    state: State
    page: Page | None
    frames: int
    notes: tuple[tuple[int, int, int], ...]

    def taken(self, folio: int) -> State:
        """Return the state that it leads to, with its page as `folio`."""
        pages = self.state.pages
        if self.page is not None:
            pages = (*pages[:folio], self.page, *pages[folio + 1 :])
        return State(self.cost, self.at, pages, self.frames, self.notes)


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
