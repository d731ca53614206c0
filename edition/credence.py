"""How far an order is believed that the text alone tells, and which other pages it might leave blank."""

from itertools import pairwise

from edition.assurance import STRAINED, count_torn
from edition.capacity import Atom
from edition.cutting import Cutting, Matter
from edition.doubts import settle
from edition.explore import CLOSELY, MARGIN, how_sure, pages_of, stands_in_order, text_order, violations
from edition.joins import Joins
from edition.paging import Paging
from edition.reach import Reach

DOUBTFUL = -0.4
"""Nats a page above which an order reads too poorly to be believed for itself, however far behind the others are."""
ALONE, STANDS_OUT = 0.25, 0.999
"""Nats a page up to which it is believed all the same where nothing in it reads badly, and how sure it then is.

Where most pages end with a paragraph the right order costs as much: orders by lot read badly somewhere.
"""


def find_elsewhere(matter: Matter, joins: Joins, best: Cutting) -> list[Cutting]:
    """Return the best cuttings of the same arrangement in which a page that this one leaves blank is not.

    Only those that give another text: which page by the title, or by the end, is blank often shows by little.
    """
    if stands_in_order(best):
        return []
    blank = [f for f, page in enumerate(best.pages[1:-1], 1) if page is not None and page.last == page.first]
    near = [folio for folio in blank if min(folio, len(best.pages) - 2 - folio) <= _NEAR]
    found: list[Cutting] = []
    for folio in near:
        reach = Reach(matter, joins, best.capacity, CLOSELY, frozenset((folio,)))
        other = Paging(reach, best.hypothesis, _WIDTH).search()
        if other is not None and other.cost < best.cost + _BEHIND:
            other = settle(matter, joins, other)
            if text_order(other) != text_order(best) and other.cost < best.cost + _BEHIND:
                found.append(other)
    return found


_NEAR, _WIDTH, _BEHIND = 4, 8, 8.0
"""How many pages from either end blanks are looked at; how widely is searched; and how far such a cutting may be
behind, in nats."""


def is_believed(joins: Joins, found: list[Cutting]) -> bool:
    """Tell whether the first of these reads well, or at least nowhere badly, with all others far behind."""
    best = found[0]
    if best.cost <= DOUBTFUL * pages_of(best):
        return True
    if best.cost > ALONE * pages_of(best) or stands_in_order(best) or violations(joins, best):
        return False
    rivals = any(text_order(other) != text_order(best) for other in found[1:])
    return rivals and how_sure(found) >= STANDS_OUT


def mends(atoms: tuple[Atom, ...], joins: Joins, found: Cutting) -> bool:
    """Tell whether an order makes two torn sentences whole at least, more than it tears."""
    return count_broken(atoms, joins) >= violations(joins, found) + 2


def count_broken(atoms: tuple[Atom, ...], joins: Joins) -> int:
    """Return how many sentences are torn in the source's own order."""
    text = [i for i, atom in enumerate(atoms) if atom.kind != "note"]
    return count_torn([pair for pair in pairwise(text) if joins.inside(*pair) >= STRAINED], joins)


def prefer_mended(atoms: tuple[Atom, ...], joins: Joins, found: list[Cutting]) -> list[Cutting]:
    """Return the cuttings, the source's own order behind one that reads better and makes torn sentences whole."""
    if not found or not stands_in_order(found[0]):
        return found
    better = [c for c in found if not stands_in_order(c) and c.cost < found[0].cost - MARGIN and mends(atoms, joins, c)]
    return better + [c for c in found if c not in better]
