"""How far an order is believed that the text alone tells."""

from itertools import pairwise

from edition.assurance import STRAINED, count_torn
from edition.capacity import Atom
from edition.cutting import Cutting
from edition.explore import MARGIN, how_sure, pages_of, stands_in_order, text_order, violations
from edition.joins import Joins

DOUBTFUL = -0.4
"""Nats a page above which an order reads too poorly to be believed for itself, however far behind the others are."""
ALONE, STANDS_OUT = 0.25, 0.999
"""Nats a page up to which it is believed all the same where nothing in it reads badly, and how sure it then is.

Where most pages end with a paragraph the right order costs as much: orders by lot read badly somewhere.
"""


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
