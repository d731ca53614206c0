"""How far an order is believed that the text alone tells."""

from edition.cutting import Cutting
from edition.explore import how_sure, pages_of, stands_in_order, text_order, violations
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
