"""What two fragments speak of: whether one goes on with what the other says, by the rarer words that they share."""

from collections import Counter
from dataclasses import dataclass, field
from math import log

from edition.lexicon import WORD, Lexicon

_NEIGHBOURS = (0.557, 0.286, 0.115, 0.042)
"""How often neighbouring paragraphs of prose share no rarer word, one, two, or more."""
_OTHERS = (0.818, 0.151, 0.026, 0.005)
"""How often any two do."""
_STRENGTH = 40.0
"""How many pairs of the book's own weigh as much as these figures."""
_NEAR = 400
"""Characters before and after a join that tell what is spoken of there."""
_APART = (11, 17, 23)
"""How far from each other fragments stand that are held against neighbours."""
_MOST = 400
"""How many fragments are looked at to learn how much neighbours share in a book."""
_SAVED = 0.2
"""What a page turn that goes on with its topic saves on average."""


@dataclass(slots=True)
class Topics:
    """What the fragments of one source speak of; every set is made once."""

    texts: tuple[str, ...]
    lexicon: Lexicon
    _ends: dict[int, frozenset[str]] = field(default_factory=dict)
    _starts: dict[int, frozenset[str]] = field(default_factory=dict)
    _costs: tuple[float, ...] = ()

    def inside(self, i: int, j: int) -> float:
        """Return the cost of fragment `j` being read after `i`: nothing on average where it does stand behind it."""
        if not self._costs:
            self._costs = self._learn()
        return self._costs[self._shared(i, j)]

    def turn(self, i: int, j: int) -> float:
        """Return the same for a page turn."""
        return self.inside(i, j) - _SAVED

    def _shared(self, i: int, j: int) -> int:
        """Return how many rarer words the two share, at most three."""
        if i not in self._ends:
            self._ends[i] = self._rare(self.texts[i][-_NEAR:])
        if j not in self._starts:
            self._starts[j] = self._rare(self.texts[j][:_NEAR])
        return min(len(_OTHERS) - 1, len(self._ends[i] & self._starts[j]))

    def _rare(self, text: str) -> frozenset[str]:
        counts = self.lexicon.counts
        words = (m.lower() for m in WORD.findall(text))
        return frozenset(w for w in words if len(w) > 3 and 2 <= counts[w] <= 12)

    def _learn(self) -> tuple[float, ...]:
        """Return the cost by the words shared, from this book and from prose: none where all say the same."""
        looked = range(max(0, min(_MOST, len(self.texts) - max(_APART))))
        near = Counter(self._shared(i, i + 1) for i in looked)
        apart = Counter(self._shared(i, i + k) for i in looked for k in _APART)
        neighbours = [near[n] + _STRENGTH * share for n, share in enumerate(_NEIGHBOURS)]
        others = [apart[n] / len(_APART) + _STRENGTH * share for n, share in enumerate(_OTHERS)]
        costs = [log(b / a) for a, b in zip(neighbours, others, strict=True)]
        usual = sum(a * cost for a, cost in zip(neighbours, costs, strict=True)) / sum(neighbours)
        return tuple(cost - usual for cost in costs)
