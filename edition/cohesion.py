"""How likely two pieces of a text follow each other by what they speak of: words come back soon after they stood."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import exp, fsum, log

from edition.lexicon import WORD

STEM = 6
"""Letters of a word that tell it from others, whatever its ending."""
_FADING = 160.0
"""Words over which what a word foretells sinks to a third."""
_WINDOW = 400
"""How many words before and after a place are looked at."""
_FADED = tuple(exp(-n / _FADING) for n in range(_WINDOW))
_SHARE = 0.05
"""How often a word is one that stood near by, not one of the book's at random."""
_NEAR = 0.13
"""The same for a run of words between others: in seven texts forty words so weighed were as sure as they said."""
_COMMON = 0.004
"""The share of a text's words above which one is everywhere, and foretells nothing."""
_USUAL = 0.045
"""Nats for each word looked at that pieces of one book give which follow each other as often as not."""
_NEIGHBOURS = 2.5
"""Nats by which fragments that stand behind each other are nearer than others, in prose."""
_STRENGTH = 40
"""How many fragments of the book's own weigh as much as that."""
_APART = (11, 17, 23)
"""How far from each other fragments stand that are held against neighbours."""
_LEARNT = 200
"""How many fragments are looked at to learn how far neighbours are nearer in a book."""
_WEIGHT = 0.6
"""How far that is believed: the pages that an arrangement confuses stand nearer each other than pages at random."""
_LEAST, _MOST = -2.5, 4.0
"""Nats at least and at most. In seven texts 176 pages with those behind them, and with others, were 2.5 nats apart."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands next to one side of a place: how much each stem counts there, the nearest most."""

    weights: Mapping[str, float]
    total: float


Place = tuple[int | None, int | None]
"""The fragments before and after a place, None where none is."""


@dataclass(slots=True)
class Cohesion:
    """The stems of the fragments of one source, and how far its pieces speak of the same."""

    texts: Sequence[str]
    begins: frozenset[int] | None = None
    """The fragments that begin a page, as far as is known; None where each text stands by itself."""
    apart: frozenset[int] = frozenset()
    """Those that are no running text: notes."""
    _stems: list[list[str]] = field(init=False)
    _counts: Counter[str] = field(init=False)
    _total: int = field(init=False)
    _common: float = field(init=False)
    _ends: dict[int, Piece] = field(default_factory=dict)
    _starts: dict[int, Piece] = field(default_factory=dict)
    _weight: float | None = None

    def __post_init__(self) -> None:
        self._stems = [stems_of(text) for text in self.texts]
        self._counts = Counter(stem for stems in self._stems for stem in stems)
        self._total = self._counts.total()
        self._common = max(12.0, _COMMON * self._total)

    def parting(self, j: int) -> float:
        """Return how much likelier fragment `j` goes on where the one before it in the source ends, in nats."""
        return 0.0 if not 0 < j < len(self.texts) or self._parts(j) else self.between(j - 1, j)

    def between(self, i: int, j: int) -> float:
        """Return how much likelier fragment `j` stands behind `i` than elsewhere, in nats, as this book shows it."""
        if self._weight is None:
            self._weight = self._learn()
        return self._weight * self._likeness(i, j)

    def _learn(self) -> float:
        """Return how far to believe what is shared: not at all where all of a book says the same."""
        looked = [i for i in range(1, len(self.texts)) if not self._parts(i)][:_LEARNT]
        nearer = _STRENGTH * _NEIGHBOURS
        for i in looked:
            others = [i - k for k in _APART if i >= k] or [i - 1]
            nearer += self._likeness(i - 1, i) - sum(self._likeness(k, i) for k in others) / len(others)
        return _WEIGHT * max(0.0, min(1.0, nearer / (_STRENGTH + len(looked)) / _NEIGHBOURS))

    def _likeness(self, i: int, j: int) -> float:
        """Return the same as prose at large would show it."""
        before, after = self._end(i), self._start(j)
        if not before.total or not after.total:
            return 0.0
        gained = [0.5 * log(1 - _SHARE) * (before.total + after.total) - _USUAL * min(before.total, after.total)]
        weights, others, total, other = before.weights, after.weights, before.total, after.total
        counts, share = self._counts, _SHARE / (1 - _SHARE) * self._total
        for stem in weights.keys() & others.keys():
            rare = share / (counts[stem] - 1)
            a, b = weights[stem], others[stem]
            gained += (0.5 * b * log(1 + rare * a / total), 0.5 * a * log(1 + rare * b / other))
        # A set of words has another order in every process; this sum has not.
        value = fsum(gained)
        return max(_LEAST, min(_MOST, value))

    def lean(self, run: range, left: Place, right: Place) -> float:
        """Return how much likelier the fragments of a run stand at one place than at another, in nats."""
        value = sum(self.leanings([stem for i in run for stem in self._stems[i]], left, right))
        return max(-_MOST, min(_MOST, value))

    def leanings(self, stems: Sequence[str], left: Place, right: Place) -> list[float]:
        """Return the same for each of some stems."""
        own, here, there = Counter(stems), self._around(left), self._around(right)
        known: dict[str, float] = {}
        for stem in own:
            odds = (1.0, 1.0)
            if 1 < self._counts[stem] <= self._common:
                rare = max(0.5, self._counts[stem] - own[stem]) / self._total
                odds = 1 + _NEAR * _share(stem, here) / rare, 1 + _NEAR * _share(stem, there) / rare
            known[stem] = log(odds[0] / odds[1])
        return [known[stem] for stem in stems]

    def _around(self, place: Place) -> list[Piece]:
        """Return what stands around a place."""
        before, after = place
        pieces = [self._end(before)] if before is not None else []
        return pieces + ([self._start(after)] if after is not None else [])

    def _end(self, i: int) -> Piece:
        if i not in self._ends:
            stems: list[str] = []
            for k in range(i, -1, -1):
                if (k != i and self._parts(k + 1)) or len(stems) > _WINDOW:
                    break
                stems += reversed(self._stems[k])
            self._ends[i] = self._weigh(stems)
        return self._ends[i]

    def _start(self, j: int) -> Piece:
        if j not in self._starts:
            stems: list[str] = []
            for k in range(j, len(self.texts)):
                if (k != j and self._parts(k)) or len(stems) > _WINDOW:
                    break
                stems += self._stems[k]
            self._starts[j] = self._weigh(stems)
        return self._starts[j]

    def _parts(self, j: int) -> bool:
        """Tell whether fragment `j` is known not to go on where the one before it in the source ends."""
        return self.begins is None or j in self.begins or j in self.apart or j - 1 in self.apart

    def _weigh(self, stems: Sequence[str]) -> Piece:
        weights: dict[str, float] = {}
        for n, stem in enumerate(stems[:_WINDOW]):
            if 1 < self._counts[stem] <= self._common:
                weights[stem] = weights.get(stem, 0.0) + _FADED[n]
        return Piece(weights, sum(weights.values()))


def _share(stem: str, around: Sequence[Piece]) -> float:
    """Return the share of a stem in what stands around a place."""
    count = sum([piece.weights.get(stem, 0.0) for piece in around])
    return count and count / sum([piece.total for piece in around])


def stems_of(text: str) -> list[str]:
    """Return the words of a text, without endings."""
    return [word[:STEM] for word in WORD.findall(text.lower())]
