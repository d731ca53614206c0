"""How well printed lines read on: within a page, and from the last line of one page to the first of another."""

from dataclasses import dataclass, field

from edition.entries import Entry
from edition.joins import Joins
from edition.lexicon import Lexicon
from edition.measures import Measure, ends_open
from edition.portions import run_lines
from edition.stretches import Stretch

CONTEXT = 30
"""Lines of a paragraph that are looked at."""
SHORT = 0.8
"""A line less wide than this share of the measure does not fill it."""
UNREAD = 6.0
"""The cost of a book that begins or ends within a sentence."""

Place = tuple[int, int, int]
"""A page: its stretch, its first line, and the line behind its last."""


@dataclass(slots=True)
class Turns:
    """The costs, in nats, of one line standing behind another; negative where it reads well."""

    stretches: list[Stretch]
    measure: Measure
    lexicon: Lexicon
    _joins: Joins = field(init=False)
    _starts: list[int] = field(init=False)
    """The number of each stretch's first line among all."""
    _known: dict[tuple[Place | None, Place | None], float] = field(default_factory=dict)
    _bare: dict[Place, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        texts: list[str] = []
        self._starts = []
        for stretch in self.stretches:
            self._starts.append(len(texts) // 2)
            texts += self._contexts(stretch)
        self._joins = Joins(tuple(texts), self.lexicon)

    def _contexts(self, stretch: Stretch) -> list[str]:
        """Return for every line its paragraph up to its end, and its paragraph from its start."""
        lines = [entry.line.shown for entry in stretch.entries]
        closes = [entry.role != "text" or self._closes(entry) for entry in stretch.entries]
        texts = []
        for n in range(len(lines)):
            first, last = n, n
            while first > max(0, n - CONTEXT) and not closes[first - 1]:
                first -= 1
            while last + 1 < min(len(lines), n + CONTEXT) and not closes[last]:
                last += 1
            texts += [run_lines(lines[first : n + 1]), run_lines(lines[n : last + 1])]
        return texts

    def _closes(self, entry: Entry) -> bool:
        """Tell whether a paragraph ends with a line: a full stop well before the margin."""
        return not ends_open(entry.line) and self.measure.rest(entry.line) < SHORT * self.measure.widest

    def is_bare(self, stretch: int, first: int, last: int) -> bool:
        """Tell whether a page has a few short lines alone, as title page and colophon have."""
        place = (stretch, first, last)
        if place not in self._bare:
            entries = self.stretches[stretch].entries[first:last]
            self._bare[place] = len(entries) < 15 and all(
                e.role == "text" and e.line.width < SHORT * self.measure.widest for e in entries
            )
        return self._bare[place]

    def flow(self, stretch: int) -> list[float]:
        """Return for every line the cost of its standing behind the one before it in the source."""
        entries = self.stretches[stretch].entries
        base = self._starts[stretch]
        costs = [0.0]
        for n in range(1, len(entries)):
            both = entries[n - 1].role == entries[n].role == "text"
            costs.append(self._read_on(base + n - 1, base + n, closes=self._closes(entries[n - 1])) if both else 0.0)
        return costs

    def cost(self, before: Place | None, after: Place | None) -> float:
        """Return the cost of one page standing behind another; None is the edge of the book."""
        key = (before, after)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._cost(before, after)
        return known

    def _cost(self, before: Place | None, after: Place | None) -> float:
        end = self._line(before, -1)
        start = self._line(after, 1)
        ends = "closed" if end is None else self._joins.ends[2 * end].state
        begins = "upper" if start is None else self._joins.starts[2 * start + 1].state
        framed = any(place is None or self.is_bare(*place) for place in (before, after))
        if framed:
            open_end = ends in ("hyphen", "open", "comma") and not (before is not None and self.is_bare(*before))
            return UNREAD * open_end + UNREAD * (begins == "lower")
        if end is None or start is None:
            return 0.5
        entry = self.stretches[before[0]].entries[end - self._starts[before[0]]] if before else None
        return self._read_on(end, start, closes=entry is not None and self._closes(entry))

    def _line(self, place: Place | None, step: int) -> int | None:
        """Return the first line of text on a page, or its last (-1)."""
        if place is None:
            return None
        stretch, first, last = place
        entries = self.stretches[stretch].entries
        own = [n for n in range(first, last) if entries[n].role == "text"]
        return self._starts[stretch] + (own[0] if step > 0 else own[-1]) if own else None

    def _read_on(self, end: int, start: int, *, closes: bool) -> float:
        """Return the cost of a line reading on from another."""
        cost = self._joins.turn(2 * end, 2 * start + 1)
        if closes and self._joins.starts[2 * start + 1].state == "lower":
            cost += 2.0
        return max(-5.0, min(8.0, cost))
