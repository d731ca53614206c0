"""Whether a paragraph goes on over the end of a page: by its words, and by whether it fills its line there."""

from dataclasses import dataclass, field
from functools import cached_property
from math import exp

from edition.capacity import MEASURE
from edition.leaves import Order
from edition.lineation import Lineation, read_lineation
from edition.source import Source

SENTENCE_AT_PAGE_END = 0.012
"""How often a page ends with a sentence and not with its paragraph: 5 of 237 page turns of booklets whose text is
known, the likelier paragraph ends at the same turns taken into account."""
SET_OFF = 0.93
"""How likely a quotation that a sentence leads up to at a page's end goes on in its line, and is not set off."""


@dataclass(frozen=True)
class Continuations:
    """What is known of the paragraphs at the page turns of one order."""

    order: Order
    source: Source | None = None
    """None where how lines fall is not to be asked."""
    _known: dict[tuple[int, int], float] = field(default_factory=dict)

    def chance(self, i: int, j: int) -> float:
        """Return how likely the paragraph of fragment `i`, the last of its page, goes on in `j`."""
        found = self._known.get((i, j))
        if found is None:
            found = self._weigh(i, j)
            if self.source is not None and _OPEN < found < 1 - _OPEN and not self.order.joins.breaks_off(i):
                told = self._lines.weigh_end(i) if self._lines else 0.0
                found = 1 / (1 + (1 - found) / found * exp(-told))
            self._known[i, j] = found
        return found

    @cached_property
    def _lines(self) -> Lineation | None:
        """The lines of the pages, if they can be told."""
        order = self.order
        if self.source is None:
            return None
        pages = [(leaf.text, leaf.notes) for leaf in order.leaves if leaf.folio and leaf.text]
        return read_lineation(self.source, order.atoms, order.joins, pages)

    @cached_property
    def _paragraph(self) -> float:
        """The mean length of a paragraph in characters, from those that no page turn touches."""
        texts = [i for leaf in self.order.leaves for i in leaf.text]
        ends = sum(max(0, len(leaf.text) - 1) for leaf in self.order.leaves)
        return sum(len(self.order.atoms[i].span) for i in texts) / max(1, ends)

    def _weigh(self, i: int, j: int) -> float:
        """Return the same by words alone.

        After a full sentence it depends on how often, in this book, a line ends with a paragraph.
        """
        joins = self.order.joins
        end, start = joins.ends[i], joins.starts[j]
        if joins.is_heading(i) and start.state == "upper":
            return 0.05
        if end.state == "hyphen":
            return 0.999
        if end.state == "closed":
            if start.state == "lower" and not (start.quoted and end.quoted):
                return 0.9
            if joins.is_heading(j) or start.state == "item":
                return 0.01
            if start.quoted and not end.quoted:
                return 0.05
            return SENTENCE_AT_PAGE_END / (SENTENCE_AT_PAGE_END + MEASURE / self._paragraph)
        if end.state == "colon":
            return 0.02 if start.quoted else 0.6 if start.state == "lower" else 0.2
        if start.state == "lower":
            return SET_OFF if start.quoted else 0.995
        if joins.is_heading(j):
            return 0.1
        if start.quoted:
            return SET_OFF
        return 0.99 if end.state == "open" or joins.lexicon.capitals[start.word.lower()] else 0.9


_OPEN = 0.01
"""What is surer than this is not looked at again."""
