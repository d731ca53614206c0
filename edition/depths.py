"""How many lines the pages of one cutting hold: a cut between blocks that leaves a page a line short is known by it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, product
from math import ceil, exp, log
from typing import NamedTuple

from edition.advances import read_widths
from edition.assurance import Rival
from edition.capacity import MEASURE, Atom
from edition.credence import find_elsewhere
from edition.cutting import Cutting, Matter, Page
from edition.doubts import Doubt, filled_of, find_doubts, notes_of, settle
from edition.explore import CLOSELY, text_order
from edition.joins import Joins
from edition.lineation import FEWEST, Leaf, Lineation
from edition.paging import Paging
from edition.reach import Reach
from edition.setting import Setting
from edition.source import Source

_TRUSTED = 0.9
"""How sure it has to be how lines were set."""
_NOTES, _GAPS, _HEADINGS = (0.75, 0.8, 0.85, 0.9), (0.0, 0.5, 1.0, 1.5), (0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0)
"""How large the notes' type is against the text's; what parts them from it, and what headings leave empty, in lines."""
_EVEN, _ODD, _USUAL = 0.7, 4.0, 0.8
"""How many lines a page has more or less than others, those that have quotations too, and the share of the former."""


class Height(NamedTuple):
    """What stands on a page: lines of text, the widths of its notes in text lines, headings."""

    text: float
    notes: tuple[float, ...]
    headings: int

    def lines(self, ratio: float, gap: float, heading: float) -> float:
        """Return its lines, notes set in type so much smaller."""
        notes = sum(ratio * max(1, ceil(width * ratio)) for width in self.notes)
        return self.text + notes + gap * bool(self.notes) + heading * self.headings


@dataclass(slots=True)
class Depths:
    """How many lines a page takes, and a full one."""

    lineation: Lineation
    known: dict[tuple[int, int], Height] = field(default_factory=dict)
    how: tuple[float, float, float] = (0.8, 0.5, 1.0)
    full: float = 0.0
    """Lines of a full page."""
    rooms: tuple[float, ...] = ()
    """The room of the notes that stand in the text behind each fragment, in characters; none where no notes do."""

    def height(self, first: int, last: int, notes: tuple[int, int]) -> Height:
        """Return what fragments `first` to `last`, half-open, and these notes take on a page."""
        pages, atoms = self.lineation, self.lineation.atoms
        height = self.known.get((first, last))
        if height is None:
            headings = sum(pages.joins.is_heading(i) for i in range(first, last))
            text = pages.lines(Leaf(first, last, None, None, 0.0)) - 2.0 * headings
            text += sum(self.rooms[first:last]) / MEASURE
            height = self.known[first, last] = Height(text, (), headings)
        best = pages.setting.best
        texts = [pages.source.at(atoms[i].span) for i in range(*notes)]
        return height._replace(notes=tuple(sum(read_widths(text, best.face)) / best.measure for text in texts))

    def fit(self, heights: Sequence[Height]) -> None:
        """Find what notes and headings take, and how many lines most of these pages then have."""
        best = -1e9
        for how in product(_NOTES, _GAPS, _HEADINGS):
            lines = [height.lines(*how) for height in heights]
            for full, _ in Counter(round(2 * own) / 2 for own in lines).most_common(3):
                score = -sum(_cost(own - full) for own in lines)
                if score > best + 1e-9:
                    best, self.how, self.full = score, how, full

    def fill(self, paging: Paging, pages: tuple[Page | None, ...], folio: int, notes: tuple[int, int]) -> float:
        """Return the cost of how full one page is with these notes (first and last, half-open), in nats."""
        page = pages[folio]
        assert page is not None
        if page.last == page.first:
            return paging.fill(pages, folio, notes)
        more = self.height(page.first, page.last, notes).lines(*self.how) - self.full
        joins, cost = self.lineation.joins, _cost(more)
        if more < 0:
            cost = min(cost, paging.short_cost(paging.neighbour(pages, folio, 1), folio, page.last))
        headed = joins.is_heading(page.last - 1) and not all(map(joins.is_heading, range(page.first, page.last)))
        return cost + _LEFT * headed

    def behind(self, matter: Matter, joins: Joins, best: Cutting, other: Cutting) -> float:
        """Return how far, in nats, a cutting is behind the best, how full pages are being told by their lines."""
        costs = []
        for cutting in (best, other):
            paging = Paging(Reach(matter, joins, cutting.capacity, CLOSELY), cutting.hypothesis, 1)
            own = [(folio, notes_of(cutting).get(folio, (0, 0))) for folio in filled_of(cutting)]
            costs.append(
                cutting.cost
                + sum(self.fill(paging, cutting.pages, folio, notes) for folio, notes in own)
                - sum(paging.fill(cutting.pages, folio, notes) for folio, notes in own)
            )
        return costs[1] - costs[0]

    def find_uneven(self, cutting: Cutting) -> Iterator[int]:
        """Yield the fragments from each page that has lines too many to one near it, in the source, that lacks some."""
        notes = notes_of(cutting)
        filled = ((folio, page) for folio in filled_of(cutting) if (page := cutting.pages[folio]) is not None)
        pages = sorted(filled, key=lambda entry: entry[1].first)
        more = [
            self.height(page.first, page.last, notes.get(folio, (0, 0))).lines(*self.how) - self.full
            for folio, page in pages
        ]
        for n, (over, (_, page)) in enumerate(zip(more, pages, strict=True)):
            for k in range(max(0, n - _NEAR), min(len(pages), n + _NEAR + 1)):
                if min(over, -more[k]) > _UNEVEN and over - more[k] > 2 * _APART:
                    first, last = min(page.first, pages[k][1].first), max(page.last, pages[k][1].last)
                    yield from range(first, last)

    def over(self, atoms: tuple[Atom, ...], joins: Joins) -> "Depths":
        """Return the same for other fragments of the source."""
        pages = self.lineation
        return replace(self, lineation=Lineation(pages.source, atoms, joins, [], {}, pages.setting), known={}, rooms=())

    def measure(self, matter: Matter) -> Matter:
        """Return what is to be cut with the room of its fragments counted in lines, each MEASURE characters."""
        pages, best = self.lineation, self.lineation.setting.best
        ratio, gap, heading = self.how
        sizes = []
        for i, atom in enumerate(pages.atoms):
            text = pages.source.at(atom.span)
            if atom.kind == "note":
                lines = Height(0.0, (sum(read_widths(text, best.face)) / best.measure,), 0).lines(ratio, gap / 2, 0.0)
            elif {i, i + 1} & pages.joins.loose:
                closed = i + 1 not in pages.joins.loose and not pages.joins.breaks_off(i)
                lines = sum(read_widths(text, best.face)) / best.measure + 0.5 * closed
            else:
                lines = self.height(i, i + 1, (0, 0)).lines(ratio, gap, heading)
            sizes.append(MEASURE * lines + (matter.rooms[i] if matter.rooms else 0.0))
        return replace(matter, sizes=tuple(sizes), sums=tuple(accumulate(sizes, initial=0.0)))


_LEFT = 3.0
"""What it costs, besides how it reads, that a heading is left at the end of a page: typesetters see to it."""
_UNEVEN, _APART, _NEAR = 1.4, 2.0, 3
"""How many lines one page has too many and another too few at least, and on average, where a cut between blocks will
not do; and how many pages off that is."""


def _cost(more: float) -> float:
    """Return what it costs, in nats, that a page has so many lines more than a full one, or less."""
    even, odd = (w / s * exp(-0.5 * (more / s) ** 2) for w, s in ((_USUAL, _EVEN), (1 - _USUAL, _ODD)))
    return log(_USUAL / _EVEN + (1 - _USUAL) / _ODD) - log(even + odd + 1e-5)


class Weighed(NamedTuple):
    """A cutting with each cut where it leaves the pages as many lines as others; where they might lie; the setting."""

    cutting: Cutting
    doubts: tuple[Doubt, ...]
    setting: Setting | None
    depths: Depths | None = None
    uneven: frozenset[int] = frozenset()
    """The fragments of sides with a page too full and one too short: two pages may have been run together in them."""


def weigh_cuts(
    source: Source,
    atoms: tuple[Atom, ...],
    matter: Matter,
    joins: Joins,
    cutting: Cutting,
    setting: Setting | None = None,
) -> Weighed:
    """Return a cutting, its cuts moved to where the pages have their lines, if it can be told how these were set.

    The `setting` is given where it is known.
    """
    notes = notes_of(cutting)
    filled = [(f, page) for f in sorted(filled_of(cutting)) if (page := cutting.pages[f]) is not None]
    leaves = [Leaf(page.first, page.last, None, None, 0.0) for _, page in filled]
    known = sum(joins.breaks_off(leaf.last - 1) for leaf in leaves)
    if setting is None and known < FEWEST:
        return Weighed(cutting, find_doubts(matter, joins, cutting), setting)
    lineation = Lineation(source, atoms, joins, leaves, {}, setting)
    if lineation.setting.trust < _TRUSTED:
        return Weighed(cutting, find_doubts(matter, joins, cutting), lineation.setting)
    depths = Depths(lineation, rooms=matter.rooms)
    depths.fit([depths.height(page.first, page.last, notes.get(folio, (0, 0))) for folio, page in filled])
    if matter.rooms:
        # Notes in the text tell too little of their lines for a cut between blocks to be moved for one.
        uneven = frozenset(depths.find_uneven(cutting))
        return Weighed(cutting, find_doubts(matter, joins, cutting), lineation.setting, depths, uneven)
    settled = settle(matter, joins, cutting, depths.fill)
    doubts = find_doubts(matter, joins, settled, depths.fill)
    return Weighed(settled, doubts, lineation.setting, depths, frozenset(depths.find_uneven(settled)))


def weigh_elsewhere(matter: Matter, joins: Joins, best: Cutting, depths: Depths | None) -> tuple[Rival, ...]:
    """Return as rivals the cuttings of the same arrangement that leave other pages blank, their lines counted."""
    others = find_elsewhere(matter, joins, best)
    behind = [depths.behind(matter, joins, best, own) if depths else own.cost - best.cost for own in others]
    return tuple(
        Rival(other.hypothesis.name, own, text_order(other), local=True)
        for own, other in zip(behind, others, strict=True)
    )
