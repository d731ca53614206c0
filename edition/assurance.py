"""How sure each page turn is: what other arrangements read there, and how well it reads by itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, sqrt
from statistics import fmean, pvariance

from edition.joins import Joins

STRAINED = 2.5
"""Nats from which a join reads badly."""
SEEMS_WRONG = 0.9
"""How likely a place that reads badly is right in an order that is sure: a page may be missing there."""
READS_OVER_GAP = 0.1
"""How likely nothing is missing where the folios say that a page is: two sheets may have been numbered alike."""
BEGINNING = -1
"""Stands for what is before the first atom."""


_FEW = 4
"""Turns that tell something together, at least."""
_LOTS = 100
"""Of how many beginnings at least it is known how ends read on by lot: of more, every second one tells as much."""
_LUCKY, _LUCKY_EACH = 3.6, 1.3
"""Standard deviations by which the best of many orders, none of them right, reads better than one by lot, at most.

Of few turns less is asked. With nothing run together right orders of ten turns read better by five to fourteen, sides
in an order that no arrangement has by three at most.
"""


@dataclass(frozen=True, slots=True)
class Rival:
    """Another arrangement: what it is, how much less likely than the one found, in nats, and its text by atoms."""

    name: str
    behind: float
    text: tuple[int, ...]
    local: bool = False
    """It cuts the same arrangement otherwise, and so between other fragments, inside our pages too."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where atom `first` is read after atom `last`, and what that costs, in nats."""

    last: int
    first: int
    cost: float
    turned: bool
    """A page begins with `first`."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A place where the text might go on otherwise."""

    place: Place
    others: tuple[int, ...]
    """The atoms that stand before `first` in other arrangements, the likeliest first; BEGINNING where none does."""
    confidence: float
    gap: bool = False
    """A page is missing here."""


def read_places(
    leaves: Sequence[Sequence[int]], joins: Joins, *, paged: bool, going: frozenset[int] = frozenset()
) -> list[Place]:
    """Return every place where one atom is read after another; a source without pages may turn one anywhere.

    `going` are the atoms that are seen to go on with a paragraph: inside a page nothing is to be joined there.
    """
    places: list[Place] = []
    last, titles = BEGINNING, False
    for text in leaves:
        for n, i in enumerate(text):
            if last != BEGINNING and not titles and (n == 0 or i not in going):
                turn = joins.reading(last, i)
                inside = turn if n == 0 else joins.inside(last, i)
                places.append(Place(last, i, inside if paged else min(inside, turn), n == 0))
            last, titles = i, False
        # A page of headings alone is a title page: nothing reads on from it.
        titles = bool(text) and all(map(joins.is_heading, text))
    return places


def count_strains(places: Sequence[Place], joins: Joins) -> int:
    """Return how many places read badly for the order's sake: every page turn that does, and what is cut inside pages.

    A page's end that is not found leaves a sentence that breaks off, and elsewhere one that goes on: as many of
    either. Paragraphs that begin with a small letter of their own, or end without a stop, are of one kind alone.
    """
    turned = sum(place.turned for place in places if place.cost >= STRAINED)
    return turned + count_torn([(p.last, p.first) for p in places if p.cost >= STRAINED and not p.turned], joins)


def count_torn(pairs: Sequence[tuple[int, int]], joins: Joins) -> int:
    """Return how many of these pairs of neighbours, which read badly, are torn off and have their like elsewhere."""
    begun = sum(joins.begins_badly(i, j) for i, j in pairs)
    broken = sum(joins.breaks_off(i) and not joins.begins_badly(i, j) for i, j in pairs)
    return len(pairs) - begun - broken + 2 * min(begun, broken)


def count_halves(pairs: Iterable[tuple[int, int]], joins: Joins) -> int:
    """Return how often a word is broken off behind which no half of it stands."""
    broken = ((i, j) for i, j in pairs if joins.ends[i].state == "hyphen")
    return sum(joins.halves(joins.ends[i].word, joins.starts[j].word) > 0 for i, j in broken)


def stands_out(pages: Sequence[Sequence[int]], joins: Joins) -> bool:
    """Tell whether the turns between these pages read better than such ends and beginnings put together by lot.

    Pages that end and begin inside sentences all read on a little, whatever their order. True where none but pages that
    follow each other in the source, too, are told by, or too few.
    """
    ends, starts = [page[-1] for page in pages[:-1]], [page[0] for page in pages[1:]]
    turned = [(i, j) for i, j in zip(ends, starts, strict=True) if j != i + 1]
    starts = starts[:: 1 + len(starts) // _LOTS]
    better = spread = 0.0
    for i, j in turned:
        others = [joins.turn(i, k) for k in starts if k not in (i + 1, j)]
        if others:
            better += fmean(others) - joins.turn(i, j)
            spread += pvariance(others)
    return len(turned) < _FEW or not spread or better / sqrt(spread) > min(_LUCKY, _LUCKY_EACH * sqrt(len(turned)))


def find_turns(
    places: Sequence[Place],
    rivals: Sequence[Rival],
    trust: float,
    *,
    paged: bool,
    gaps: frozenset[int] = frozenset(),
) -> tuple[Turn, ...]:
    """Return how sure each page turn is, and each place that reads badly.

    Where no pages are known, each place in a doubtful order where a sentence breaks off may be a page turn.

    `trust` is how likely the truth is among the arrangements that were compared at all: where it is not, a place is
    as likely right as it reads. `gaps` are the atoms before which the folios show that a page is missing.
    """
    before = [{b: a for a, b in pairwise((BEGINNING, *rival.text))} for rival in rivals]
    weights = [exp(-min(30.0, max(0.0, rival.behind))) for rival in rivals]
    found = []
    turned = sum(place.turned or not paged for place in places)
    for place in places:
        told = place.turned or place.cost >= STRAINED or not (paged or trust > 0.5 or abs(place.cost) < 1)
        against: dict[int, float] = {}
        for rival, own, weight in zip(rivals, before, weights, strict=True):
            other = own.get(place.first, place.last)
            if other != place.last and (told or rival.local):
                against[other] = against.get(other, 0.0) + weight
        if not told and not against:
            continue
        sure = trust / (1 + sum(against.values()))
        gap = place.turned and place.first in gaps
        if place.cost >= STRAINED or gap:
            sure *= READS_OVER_GAP if gap else SEEMS_WRONG
        others = sorted(against, key=lambda i: (-against[i], i))
        found.append(Turn(place, tuple(others[:3]), sure + (1 - trust) * by_itself(place.cost, turned), gap))
    return tuple(found)


def by_itself(cost: float, places: int) -> float:
    """Return how likely a place of that cost is right where nothing is known of the order: one of so many fits best."""
    return 1 / (1 + max(1, places - 1) * exp(min(30.0, cost)))
