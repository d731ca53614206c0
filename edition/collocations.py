"""How often words stand next to each other in a language: what a short book alone cannot show of its seams."""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from math import log
from pathlib import Path

from edition.errors import EditionError

_LISTS = {"en": ("frequency_dictionary_en_82_765.txt", "frequency_bigramdictionary_en_243_342.txt")}
"""The files of symspellpy that count the words of a language and the pairs of them."""
_TOTAL = 1_024_908_267_229
"""The words of the corpus that these are counted in: T. Brants, A. Franz, Web 1T 5-gram (LDC2006T13)."""
_UNSEEN = 0.5
"""The occurrences that a pair which is not listed is taken to have, against the rarest that is."""
_LOWEST, _HIGHEST = -4.0, 8.0
"""Nats at most that a pair tells against its words going together, and for it."""


@dataclass(frozen=True, slots=True)
class Collocations:
    """How often the words of one book, and pairs of them, stand in the language at large."""

    words: dict[str, int]
    pairs: dict[tuple[str, str], int]
    rarest: float
    """The occurrences of the rarest pair that was listed."""

    def lift(self, before: str, after: str) -> float:
        """Return how much likelier `after` stands behind `before` than elsewhere, in nats; 0 where nothing is known.

        Both are in small letters.
        """
        first, second = self.words.get(before), self.words.get(after)
        if first is None or second is None:
            return 0.0
        expected, seen = first * second / _TOTAL, self.pairs.get((before, after))
        if seen is None:
            return max(_LOWEST, min(0.0, log(_UNSEEN * self.rarest / expected)))
        return max(_LOWEST, min(log(seen / expected), _HIGHEST))


def read_collocations(language: str, vocabulary: Container[str]) -> Collocations:
    """Return what is counted of the words in `vocabulary`, in small letters; nothing for a language without lists.

    The lists are read from symspellpy's data as they lie there: the package itself would index every misspelling.
    """
    if language not in _LISTS:
        return Collocations({}, {}, 1.0)
    words, pairs = _LISTS[language]
    rarest, own = float("inf"), {}
    for pair, count in _counted(pairs):
        rarest = min(rarest, count)
        before, _, after = pair.partition(" ")
        if before in vocabulary and after in vocabulary:
            own[before, after] = count
    return Collocations({word: count for word, count in _counted(words) if word in vocabulary}, own, rarest)


def _counted(name: str) -> Iterator[tuple[str, int]]:
    """Yield the words of each line of a list, and how often they occur."""
    package = find_spec("symspellpy")
    if package is None or package.origin is None:
        raise EditionError("symspellpy is not installed, and with it the pairs of words. Install edition anew.")
    with (Path(package.origin).parent / name).open(encoding="utf-8-sig") as lines:
        for line in lines:
            words, _, count = line.rpartition(" ")
            yield words, int(count)
