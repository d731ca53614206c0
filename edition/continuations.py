"""What goes on over the ends of pages and lines: told by words, and by where lines end in a booklet set again."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import exp

from edition.blocks import Fragment
from edition.capacity import MEASURE
from edition.leaves import Order
from edition.lineation import FEWEST, Leaf, Lineation, note_lines
from edition.source import Source

SENTENCE_AT_PAGE_END = 0.012
"""How often a page ends with a sentence and not with its paragraph: 5 of 237 page turns of booklets whose text is
known, the likelier paragraph ends at the same turns taken into account."""
SET_OFF = 0.93
"""How likely a quotation that a sentence leads up to at a page's end goes on in its line, and is not set off."""


@dataclass(frozen=True)
class Lines:
    """What the lines of the pages of one order tell; they are made when they are first asked for."""

    source: Source
    order: Order
    told: bool
    """True where the source itself says where lines end: then nothing is asked here."""

    def weigh_end(self, last: int) -> float:
        """Return how much, in nats, it says for a paragraph that goes on that a page ends with this fragment."""
        return self._pages.weigh_end(last) if self._pages else 0.0

    def weigh_hyphen(self, at: int) -> float:
        """Return how much, in nats, it says for a hyphen before a character of the source that a line ended there."""
        return self._pages.weigh_hyphen(at) if self._pages else 0.0

    @cached_property
    def _pages(self) -> Lineation | None:
        """None where too few pages end inside a sentence to tell how lines were set."""
        joins, atoms = self.order.joins, self.order.atoms
        seams = {seam.at for seam in self.order.seams}
        cuts = {i: atom.span.start for i, atom in enumerate(atoms) if atom.span.start in seams}
        leaves = [
            Leaf(
                leaf.text[0],
                leaf.text[-1] + 1,
                leaf.text[0] if leaf.text[0] in cuts else None,
                leaf.text[-1] + 1 if leaf.text[-1] + 1 in cuts else None,
                sum(note_lines(atoms[i]) for i in leaf.notes),
            )
            for leaf in self.order.leaves
            if leaf.folio and leaf.text
        ]
        known = sum(leaf.ends is None and joins.breaks_off(leaf.last - 1) for leaf in leaves)
        if self.told or known < FEWEST:
            return None
        return Lineation(self.source, atoms, joins, leaves, cuts, self.order.setting)


def read_lines(source: Source, fragments: Sequence[Fragment], order: Order) -> Lines:
    """Return what the lines of an order's pages tell, where the source does not say itself where they end."""
    return Lines(source, order, source.layout is not None or any(f.opens is not None for f in fragments))


@dataclass(frozen=True)
class Continuations:
    """What is known of the paragraphs at the page turns of one order."""

    order: Order
    lines: Lines | None = None
    _known: dict[tuple[int, int], float] = field(default_factory=dict)

    def chance(self, i: int, j: int) -> float:
        """Return how likely the paragraph of fragment `i`, the last of its page, goes on in `j`."""
        found = self._known.get((i, j))
        if found is None:
            found = self._weigh(i, j)
            if self.lines and _OPEN < found < 1 - _OPEN and not self.order.joins.breaks_off(i):
                found = shift(found, self.lines.weigh_end(i))
            self._known[i, j] = found
        return found

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


def shift(chance: float, nats: float) -> float:
    """Return how likely something is of which one thing more is known."""
    return 1 / (1 + (1 - chance) / chance * exp(-nats))
