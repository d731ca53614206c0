"""How many lines the pages of one cutting hold: a cut between blocks that leaves a page a line short is known by it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, product
from math import ceil, exp, log
from typing import NamedTuple

from edition.advances import read_widths
from edition.capacity import Atom
from edition.cutting import Cutting, Matter, Page
from edition.doubts import Doubt, filled_of, find_doubts, notes_of, settle
from edition.joins import Joins
from edition.lineation import FEWEST, Leaf, Lineation
from edition.paging import Paging
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

    def height(self, first: int, last: int, notes: tuple[int, int]) -> Height:
        """Return what fragments `first` to `last`, half-open, and these notes take on a page."""
        pages, atoms = self.lineation, self.lineation.atoms
        height = self.known.get((first, last))
        if height is None:
            headings = sum(pages.joins.is_heading(i) for i in range(first, last))
            text = pages.lines(Leaf(first, last, None, None, 0.0)) - 2.0 * headings
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

    def find_uneven(self, cutting: Cutting) -> Iterator[int]:
        """Yield the fragments at whose page's other end as many lines are missing as it has too many."""
        notes = notes_of(cutting)
        filled = [(f, page) for f in filled_of(cutting) if (page := cutting.pages[f]) is not None]
        more = {
            folio: self.height(page.first, page.last, notes.get(folio, (0, 0))).lines(*self.how) - self.full
            for folio, page in filled
        }
        for (left, a), (right, b) in pairwise(filled):
            one, other = more[left], more[right]
            if a.last == b.first and one * other < 0 and min(abs(one), abs(other)) > _UNEVEN:
                yield a.last - 1 if one > 0 else b.first


_LEFT = 3.0
"""What it costs, besides how it reads, that a heading is left at the end of a page: typesetters see to it."""
_UNEVEN = 3.0
"""How many lines one page has too many and the other too few, where a cut between blocks will not do."""


def _cost(more: float) -> float:
    """Return what it costs, in nats, that a page has so many lines more than a full one, or less."""
    even, odd = (w / s * exp(-0.5 * (more / s) ** 2) for w, s in ((_USUAL, _EVEN), (1 - _USUAL, _ODD)))
    return log(_USUAL / _EVEN + (1 - _USUAL) / _ODD) - log(even + odd + 1e-5)


class Weighed(NamedTuple):
    """A cutting with each cut where it leaves the pages as many lines as others; where they might lie; the setting."""

    cutting: Cutting
    doubts: tuple[Doubt, ...]
    setting: Setting | None
    uneven: frozenset[int] = frozenset()
    """The fragments that end a page too full, or begin it, where its neighbour in the source is short: two pages may
    have been run together in them."""


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
    if matter.rooms or (setting is None and known < FEWEST):
        return Weighed(cutting, find_doubts(matter, joins, cutting), setting)
    lineation = Lineation(source, atoms, joins, leaves, {}, setting)
    if lineation.setting.trust < _TRUSTED:
        return Weighed(cutting, find_doubts(matter, joins, cutting), lineation.setting)
    depths = Depths(lineation)
    depths.fit([depths.height(page.first, page.last, notes.get(folio, (0, 0))) for folio, page in filled])
    settled = settle(matter, joins, cutting, depths.fill)
    doubts = find_doubts(matter, joins, settled, depths.fill)
    return Weighed(settled, doubts, lineation.setting, frozenset(depths.find_uneven(settled)))
