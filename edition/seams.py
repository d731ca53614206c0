"""How well two words stand next to each other, in the book and in its language: what tells a seam from running text."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import log

from edition.collocations import UNCOUNTED, Collocations

TOKEN = re.compile(r"[^\W\d_]+(?:[\u2019'\u2010-][^\W\d_]+)*|\d+|[^\w\s]")
"""A word, a number, or a sign."""
_KNOWN = 200
"""How many words are classes of their own: in 10,000 words of prose the rarest of them stands seven times."""
_ENDING = 15
"""How many words of a book share an ending before it is taken for a class of words."""
_STOPS = ".!?…"
_AT_LARGE = 0.6
"""What a pair's frequency in the language is worth: part of what it tells the book's own pairs have told."""


@dataclass(slots=True)
class Seams:
    """The pairs of neighbouring words, and of their classes, in one text."""

    tokens: Sequence[str]
    """The text's words and signs in the order of the source."""
    collocations: Collocations = UNCOUNTED
    """How often its words stand next to each other elsewhere."""
    words: Counter[str] = field(init=False)
    _frequent: frozenset[str] = field(init=False)
    _endings: Counter[str] = field(init=False)
    _names: Counter[str] = field(init=False)
    _kinds: Counter[str] = field(init=False)
    _pairs: Counter[tuple[str, str]] = field(init=False)
    _kind_pairs: Counter[tuple[str, str]] = field(init=False)
    _word_kind: Counter[tuple[str, str]] = field(init=False)
    _kind_word: Counter[tuple[str, str]] = field(init=False)
    _kind_skips: Counter[tuple[str, str]] = field(init=False)
    _classes: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        low = [token.lower() for token in self.tokens]
        self.words = Counter(low)
        self._frequent = frozenset(word for word, _ in self.words.most_common(_KNOWN))
        self._endings = Counter(word[-n:] for word in self.words if word[:1].isalpha() for n in (2, 3))
        self._names = Counter(b.lower() for a, b in pairwise(self.tokens) if b[0].isupper() and a[-1].isalnum())
        kinds = [self.kind(word) for word in low]
        self._kinds = Counter(kinds)
        self._pairs = Counter(pairwise(low))
        self._kind_pairs = Counter(pairwise(kinds))
        self._word_kind = Counter(zip(low, kinds[1:], strict=False))
        self._kind_word = Counter(zip(kinds, low[1:], strict=False))
        self._kind_skips = Counter(zip(kinds, kinds[2:], strict=False))

    def kind(self, word: str) -> str:
        """Return the class of a word in small letters: itself where it is frequent, a name, a number, or its ending."""
        kind = self._classes.get(word)
        if kind is None:
            kind = self._classes[word] = self._find_kind(word)
        return kind

    def _find_kind(self, word: str) -> str:
        if word in self._frequent or not word[:1].isalnum():
            return word
        if word[:1].isdigit():
            return "0"
        if 2 * self._names[word] > self.words[word]:
            return "A"
        ending = next((word[-n:] for n in (3, 2) if len(word) > n + 1 and self._endings[word[-n:]] >= _ENDING), "")
        return f"-{ending or word[-1:]}"

    def fit(self, before: Sequence[str], after: Sequence[str], *, own: int = 0) -> float:
        """Return how much likelier `after` stands behind `before` than words taken at random, in nats.

        Of both two tokens are looked at. `own` is 1 where the words stand so in the text itself: that once is no
        evidence.
        """
        if not before or not after:
            return 0.0
        return self.affinity(before, after, own=own) + self._case(before[-1], after[0], own)

    def affinity(self, before: Sequence[str], after: Sequence[str], *, own: int = 0) -> float:
        """Return the same, whether their letters are capitals or small."""
        if not before or not after:
            return 0.0
        a, b = before[-1].lower(), after[0].lower()
        value = self._pair(a, b, own) + _AT_LARGE * self.collocations.lift(a, b)
        if len(before) > 1:
            value += 0.5 * self._skip(before[-2].lower(), b, own)
        if len(after) > 1:
            value += 0.5 * self._skip(a, after[1].lower(), own)
        return value

    def _pair(self, a: str, b: str, own: int) -> float:
        """Return log P(a, b) / P(a) P(b), words backed by their classes."""
        kind_a, kind_b, total = self.kind(a), self.kind(b), len(self.tokens)
        by_kind = _ratio(self._kind_pairs[kind_a, kind_b] - own, self._kinds[kind_a] * self._kinds[kind_b] / total, 1.0)
        left = _ratio(self._word_kind[a, kind_b] - own, self.words[a] * self._kinds[kind_b] / total, by_kind)
        right = _ratio(self._kind_word[kind_a, b] - own, self._kinds[kind_a] * self.words[b] / total, by_kind)
        return log(_ratio(self._pairs[a, b] - own, self.words[a] * self.words[b] / total, (left * right) ** 0.5))

    def _skip(self, a: str, b: str, own: int) -> float:
        kind_a, kind_b = self.kind(a), self.kind(b)
        expected = self._kinds[kind_a] * self._kinds[kind_b] / len(self.tokens)
        return log(_ratio(self._kind_skips[kind_a, kind_b] - own, expected, 1.0))

    def _case(self, before: str, after: str, own: int) -> float:
        """Return what capital or small letter say of a sentence that ends or goes on."""
        if not after[0].isalpha() or before[-1] in '"”’»“':
            return 0.0
        if before[-1] in _STOPS:
            return 0.7 if not after[0].islower() else -4.0 if before[-1] == "." else -2.0
        if after[0].isupper() and (before[-1].isalnum() or before[-1] == ","):
            return 0.5 if self._names[after.lower()] - own > 0 else -3.5
        return 0.2


_PRIOR = 3.0
"""How many pairs the coarser evidence is worth against the finer."""


def _ratio(seen: int, expected: float, prior: float) -> float:
    """Return how often a pair is seen against what chance would give, drawn to `prior` where little is expected."""
    weight = _PRIOR * max(0.2, min(1.0, expected))
    return max(0.02, (max(0, seen) + prior * weight) / (expected + weight))
