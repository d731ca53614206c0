"""Where paragraphs begin within lines: all ways to divide them held against each other, each paragraph set again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, inf, log

from edition.choices import Piece, make_pieces
from edition.columns import Line
from edition.endings import SURE, Endings
from edition.measures import begins_small, ends_open
from edition.printers import Printers, fit_printers
from edition.recomposed import make_block, weigh_block
from edition.syllables import Ruler

TRUST = 0.7
"""How often who set a book is known well enough to tell how he set a paragraph; else its lines tell one by one."""
FIRM = 6.5
"""Nats of what is not asked again."""
MOST = 12
"""Places that are open between two where a paragraph surely begins; of more, the others are taken for decided."""
FITTING = 1e-4
"""The lines of a paragraph are not its composers' if they are less likely."""


@dataclass(frozen=True, slots=True)
class Divisions:
    """What setting its paragraphs again tells of where a book's paragraphs begin."""

    endings: Endings
    printers: Printers
    ruler: Ruler

    def weigh(self, lines: list[Line], told: list[bool | None], odds: list[float]) -> list[float]:
        """Return for lines under each other how likely, in nats, a paragraph begins with each.

        `odds` is what each line and its neighbours say; they are weighed anew where a sentence ends and `told` is open.
        """
        pieces = make_pieces(lines)
        starts = [sum(len(piece.lines) for piece in pieces[:n]) for n in range(len(pieces))]
        own = [odds[n] for n in starts]
        unsure = {
            n
            for n in range(1, len(pieces))
            if told[starts[n]] is None and abs(own[n]) < FIRM and _may_begin(pieces[n - 1], pieces[n])
        }
        bounds = [0, *(n for n in range(1, len(pieces)) if own[n] > 0 and n not in unsure), len(pieces)]
        found = list(odds)
        for first, last in pairwise(bounds):
            among = sorted((n for n in unsure if first < n < last), key=lambda n: abs(own[n]))[:MOST]
            decided = [n for n in unsure if first < n < last and n not in among and own[n] > 0]
            edges = [first, *sorted(decided), last]
            for begin, end in pairwise(edges):
                nodes = [begin, *sorted(n for n in among if begin < n < end), end]
                for n, value in self._divide(pieces, nodes, opened=begin > 0 or told[0] is True).items():
                    found[starts[n]] = value
        return found

    def _divide(self, pieces: list[Piece], nodes: list[int], *, opened: bool) -> dict[int, float]:
        """Return how likely a paragraph begins at each of some places, given that one does at their first and last."""
        if len(nodes) < 3:
            return {}
        costs: dict[tuple[int, int], float] = {}
        fitting: set[tuple[int, int]] = set()
        chances = [self.endings.chance(pieces[n - 1].last, pieces[n].first, first=False) for n in nodes[1:-1]]
        for i in range(len(nodes)):
            for j in range(i + 1, len(nodes)):
                likely, fits = self._set(pieces, nodes[i], nodes[j], opened=opened or i > 0)
                inner = sum(log(1 - chance) for chance in chances[i : j - 1])
                costs[i, j] = likely + inner + (log(chances[j - 1]) if j < len(nodes) - 1 else 0.0)
                if fits:
                    fitting.add((i, j))
        forward, backward = _sum_divisions(costs, len(nodes))
        total = forward[-1]
        return {
            nodes[n]: _odds(forward[n] + backward[n] - total)
            for n in range(1, len(nodes) - 1)
            if _is_fitting(fitting, n)
        }

    def _set(self, pieces: list[Piece], first: int, last: int, *, opened: bool) -> tuple[float, bool]:
        """Return how likely, in nats, lines end where they do if some pieces are a paragraph; and if it is set so."""
        own = pieces[first:last]
        after = pieces[last] if last < len(pieces) else None
        indents = [self.endings.inset] if opened else [0.0]
        if not opened and not begins_small(own[0].first) and self.endings.inset:
            indents = [0.0, self.endings.inset]
        closed = after is not None or not ends_open(own[-1].last)
        together = alone = 0.0
        for indent in indents:
            block = make_block(own, self.ruler.syllables, indent, closed=closed)
            together += sum(share * weigh_block(composer, block) for share, composer in self.printers) / len(indents)
            alone += exp(self._weigh_lines(own, after, indent)) / len(indents)
        return log(max(TRUST * together + (1 - TRUST) * alone, 1e-300)), together > FITTING

    def _weigh_lines(self, own: Sequence[Piece], after: Piece | None, indent: float) -> float:
        """Return the same as each line tells it alone."""
        told = sum(
            log(self.endings.weigh(piece, below, 0.0 if n else indent)[0])
            for n, (piece, below) in enumerate(pairwise(own))
        )
        last = self.endings.weigh(own[-1], after, 0.0 if len(own) > 1 else indent)[1] if after is not None else 1.0
        return told + log(last)


def fit_divisions(endings: Endings | None, runs: Iterable[list[Line]], ruler: Ruler) -> Divisions | None:
    """Return what lines that stand right under each other tell of who set them; None where they tell nothing."""
    if endings is None or endings.choices is None:
        return None
    printers = fit_printers(endings, runs, ruler)
    return Divisions(endings, printers, ruler) if printers else None


def _may_begin(piece: Piece, after: Piece) -> bool:
    return not ends_open(piece.last) and not begins_small(after.first)


def _is_fitting(fitting: set[tuple[int, int]], n: int) -> bool:
    """Tell whether the lines around a place are the composers': those of a paragraph over it, or of both beside it."""
    beside = any(j == n for _, j in fitting) and any(i == n for i, _ in fitting)
    return beside or any(i < n < j for i, j in fitting)


def _sum_divisions(costs: dict[tuple[int, int], float], count: int) -> tuple[list[float], list[float]]:
    """Return how likely, in nats, all divisions are of what stands before each place, and behind it."""
    forward = [0.0]
    for j in range(1, count):
        forward.append(_add([forward[i] + costs[i, j] for i in range(j)]))
    backward = [0.0]
    for i in reversed(range(count - 1)):
        backward.insert(0, _add([costs[i, j] + backward[j - i - 1] for j in range(i + 1, count)]))
    return forward, backward


def _add(values: list[float]) -> float:
    """Return the logarithm of the sum of numbers whose logarithms are given."""
    top = max(values)
    return top + log(sum(exp(value - top) for value in values)) if top > -inf else -inf


def _odds(likely: float) -> float:
    """Return the nats that a probability speaks for, whose logarithm is given."""
    chance = exp(min(0.0, likely))
    least = exp(-SURE)
    return max(-SURE, min(SURE, log(max(chance, least)) - log(max(1 - chance, least))))
